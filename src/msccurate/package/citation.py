"""How to cite a package: CITATION.cff (Citation File Format 1.2.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msccurate.package.metadata import Contributor, PackageMetadata, authors
from msccurate.package.people import named
from msccurate.tables.lexical import text_of
from msccurate.tables.parts import Parts

FILE = "CITATION.cff"
#: Names of data licences that CFF knows (they are SPDX's); others are given by their address.
SPDX = (
    "CC-BY-4.0", "CC-BY-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0",
    "CC0-1.0", "PDDL-1.0", "ODbL-1.0", "ODC-By-1.0", "MIT", "Apache-2.0", "BSD-3-Clause",
)  # fmt: skip
#: Identifiers of documents as CFF's schema wants them; misprinted and unusual ones are left out.
IDS = {
    "doi": re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)?/[A-Za-z0-9:/_;.()\[\]\\-]+"),
    "pmcid": re.compile(r"PMC[0-9]{7}"),
}
MESSAGE = "If you use these data, please cite them as below, and the documents that they were extracted from."


def page(metadata: PackageMetadata, tables: Parts) -> str:
    """The citation file: the package, and as its references the documents whose numbers it holds."""
    import yaml

    said: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": metadata.title,
        "abstract": metadata.description,
        "version": metadata.version,
        "doi": metadata.doi,
        "date-released": date.fromisoformat(metadata.released) if metadata.released else None,
        "url": metadata.homepage,
        "authors": [_person(one) for one in authors(metadata, tables)]
        or [{"name": f"The curators of {metadata.name}"}],
        "keywords": list(metadata.keywords),
        **_license(metadata),
        "references": [_reference(row) for row in _documents(tables)],
    }
    filled = {key: value for key, value in said.items() if value}
    return str(yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=120))


def _license(metadata: PackageMetadata) -> dict[str, Any]:
    names = [one.name for one in metadata.licenses]
    if names and all(name in SPDX for name in names):
        return {"license": names[0] if len(names) == 1 else names}
    return {"license-url": metadata.licenses[0].path if metadata.licenses else ""}


def _person(one: Contributor) -> dict[str, str]:
    if one.title == one.organization:
        said = {"name": one.title, "email": one.email, "orcid": one.address if one.orcid else "", "website": one.path}
    else:
        who = {"family-names": one.familyName, "given-names": one.givenName} if one.familyName else {"alias": one.title}
        orcid = f"https://orcid.org/{one.orcid}" if one.orcid else ""
        said = {**who, "email": one.email, "affiliation": one.organization, "orcid": orcid, "website": one.path}
    return {key: value for key, value in said.items() if value}


def _documents(tables: Parts) -> list[Mapping[str, Any]]:
    """One row per document, by title."""
    rows = {text_of(row.get("document")): row for row in reversed(tables.rows("documents"))}
    return [rows[name] for name in sorted(rows)]


def _reference(row: Mapping[str, Any]) -> dict[str, Any]:
    year = text_of(row.get("published"))[:4]
    names = dict.fromkeys(one.strip() for one in text_of(row.get("authors")).split(";"))
    people = [named(one) for one in names if one]
    said = {
        "type": "article",
        "title": text_of(row.get("title")) or text_of(row.get("document")),
        "authors": people or [{"name": "anonymous"}],
        "journal": text_of(row.get("journal")),
        "year": int(year) if year.isdigit() else None,
        **{name: text_of(row.get(name)) for name, known in IDS.items() if known.fullmatch(text_of(row.get(name)))},
    }
    return {key: value for key, value in said.items() if value}
