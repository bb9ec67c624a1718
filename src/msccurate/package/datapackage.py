"""Tables -> a Frictionless data package."""

from __future__ import annotations

import json
import re
from typing import Any

from msccurate.package import archival
from msccurate.package.csvtext import DIALECT, csv_bytes
from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.metadata import PackageMetadata, described
from msccurate.package.orcid import valid_orcid
from msccurate.package.readme import license_page, readme
from msccurate.package.secondreading import read_again
from msccurate.tables.lexical import typed
from msccurate.tables.tableschema import TableSchema

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


def write(export: Export, target: Target) -> None:
    """Write a data package and have frictionless read it; the same tables always make the same bytes.

    All values of the descriptor are legal in both versions of the standard; version 1 leaves out what only version 2
    knows. Raises PackageError for metadata that no package may have, and for a package that frictionless rejects.
    """
    metadata, schemas = export.metadata, export.shipped
    check(metadata)
    for one in schemas:
        target.add(_path(one), csv_bytes(one, export.tables.frames(one.name)))
    properties = described(metadata, export.tables)
    v2 = export.standard == "v2"
    head: dict[str, Any] = {"$schema": PROFILE} if v2 else {"profile": "tabular-data-package"}
    if not v2:
        for person in properties.get("contributors", ()):
            person |= {"role": person.pop("roles")[0]} if "roles" in person else {}
    resources = [_resource(one, target, export.standard) for one in schemas]
    descriptor = {**head, **properties, "openErrors": export.open_errors, "resources": resources}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    target.add(DESCRIPTOR, text.encode())
    target.add("README.md", readme(export, properties).encode())
    if metadata.licenses:
        target.add("LICENSE.md", license_page(metadata).encode())
    archival.write(export, target)
    target.said.append(read_again(target.folder / DESCRIPTOR, sum(export.tables.count(one.name) for one in schemas)))


def _path(schema: TableSchema) -> str:
    return f"{schema.name}.csv"


def _resource(schema: TableSchema, target: Target, standard: str) -> dict[str, Any]:
    kind = {"type": "table"} if standard == "v2" else {"profile": "tabular-data-resource"}
    return {
        "name": schema.name,
        **kind,
        "title": schema.title,
        "description": schema.description,
        "path": _path(schema),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": _schema(schema, standard),
        "hash": f"sha256:{target.digests[_path(schema)]}",
        "bytes": target.sizes[_path(schema)],
    }


def _schema(schema: TableSchema, standard: str) -> dict[str, Any]:
    """The schema as its file has it, without what the resource says already."""
    left_out = {"$schema", "name", "title", "description"} | ({"uniqueKeys"} if standard == "v1" else set())
    return {key: value for key, value in schema.descriptor.items() if key not in left_out}


def check(metadata: PackageMetadata) -> None:
    """Raises PackageError for metadata that no package may have."""
    if not _SLUG.fullmatch(metadata.name):
        raise PackageError(
            f"a package cannot be named `{metadata.name}`: write small letters, digits, `-`, `_` and `.`"
        )
    if not metadata.title.strip():
        raise PackageError("the package has no title: say what it holds")
    for one in metadata.licenses:
        if not (one.name or one.path):
            raise PackageError("a license needs a name, such as CC-BY-4.0, or an address")
    for title in (*(one.title for one in metadata.sources), *(one.title for one in metadata.contributors)):
        if not title.strip():
            raise PackageError("every source and every contributor of the package needs a title")
    paths = [one.path for one in metadata.licenses]
    paths += [one.path for one in metadata.sources] + [one.path for one in metadata.contributors]
    for path in (*paths, metadata.homepage):
        if path and not path.startswith(("https://", "http://")):
            raise PackageError(f"`{path}` is no address: write it with https://")
    if metadata.released and typed("date", metadata.released) is None:
        raise PackageError(f"`released: {metadata.released}` is no day: write it as 2026-11-24")
    for person in metadata.contributors:
        if person.orcid and not valid_orcid(person.orcid):
            words = "is no ORCID, or has a misprint: write four groups as in 0000-0002-1825-0097"
            raise PackageError(f"`{person.orcid}` of {person.title} {words}")
        if bool(person.givenName) != bool(person.familyName):
            raise PackageError(f"{person.title} has only one of `givenName` and `familyName`: write both, or none")
