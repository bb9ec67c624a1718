"""The pages for people that go with a package: what it holds, how to read it, and under what licence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msccurate.package.export import Export
from msccurate.package.metadata import PackageMetadata


def readme(export: Export, properties: Mapping[str, Any]) -> str:
    """The package's README.md."""
    metadata = export.metadata
    lines = [f"# {metadata.title}", "", metadata.description, "", f"Version {metadata.version}."]
    if export.open_errors:
        many = (
            "1 finding of severity error is"
            if export.open_errors == 1
            else f"{export.open_errors} findings of \
severity error are"
        )
        lines += ["", f"**Not settled: {many} still open.** They are in `findings.csv`, without an adjudication."]
    lines += ["", "## Files", "", "| file | rows | what it holds |", "| --- | --- | --- |"]
    for one in export.shipped:
        lines.append(f"| `{one.name}.csv` | {export.tables.count(one.name)} | {one.description} |")
    lines += [
        "",
        "`datapackage.json` describes every column (title, type, unit, keys); `SHA256SUMS` holds the digest of every"
        " file: `sha256sum -c SHA256SUMS`.",
        "",
        "For archives and reports: `CITATION.cff`, `.zenodo.json`, `csv-metadata.json` (CSV on the Web), `METHODS.md`"
        f" (PRISMA 2020, items 9, 10 and 27){_crate(metadata)}.",
        "",
        "## Read it",
        "",
        "In R:",
        "",
        "    library(frictionless)",
        '    package <- read_package("datapackage.json")',
        '    measurements <- read_resource(package, "measurements")',
        "",
        "In Python:",
        "",
        "    import frictionless",
        '    package = frictionless.Package("datapackage.json")',
        '    measurements = package.get_resource("measurements").to_pandas()',
        "",
        "In Excel and other spreadsheets: open the CSV files as UTF-8, with a comma between the columns.",
        "",
        "Numbers keep the decimals that the document prints. `text` is the cell as printed; `canonical_value` is its"
        " centre in the variable's own unit (`canonical_unit`); `curated_value` is what an adjudication puts in the"
        " place of a misprint.",
    ]
    for title, key in (("Sources", "sources"), ("Contributors", "contributors")):
        if properties.get(key):
            lines += ["", f"## {title}", "", *(f"- {_named(one)}" for one in properties[key])]
    if metadata.licenses:
        lines += ["", "## Licence", "", *(f"- {_licence(one.name, one.title, one.path)}" for one in metadata.licenses)]
    return "\n".join(lines) + "\n"


def _crate(metadata: PackageMetadata) -> str:
    lacking = [name for name, there in (("released", metadata.released), ("licenses", metadata.licenses)) if not there]
    return f"; no RO-Crate, as the package states no {' and no '.join(lacking)}" if lacking else " and an RO-Crate"


def license_page(metadata: PackageMetadata) -> str:
    """The package's LICENSE.md: the licences by name and address."""
    listed = [f"- {_licence(one.name, one.title, one.path)}" for one in metadata.licenses]
    return "\n".join([f"# Licence of {metadata.title}", "", "The data are available under:", "", *listed]) + "\n"


def _named(one: Mapping[str, Any]) -> str:
    roles = one.get("roles") or ([one["role"]] if "role" in one else [])
    said = f" ({', '.join(roles)})" if roles else ""
    return f"[{one['title']}]({one['path']}){said}" if one.get("path") else f"{one['title']}{said}"


def _licence(name: str, title: str, path: str) -> str:
    said = " – ".join(part for part in (name, title) if part)
    return f"[{said}]({path})" if path else said
