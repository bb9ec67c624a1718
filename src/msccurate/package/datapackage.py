"""Tables -> a Frictionless data package, as files in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

from msccurate.package.csvtext import DIALECT, csv_bytes
from msccurate.package.metadata import PackageMetadata, described
from msccurate.tables.tableschema import SHIPPED, Rows, TableSchema

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: Property of the descriptor that says who wrote it, so that no other package is ever overwritten.
GENERATOR = "msccurate"

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")


class PackageError(Exception):
    """A package that cannot be made or written, worded for the person who asked for it."""


def package_files(
    tables: Mapping[str, Rows],
    schemas: Mapping[str, TableSchema],
    metadata: PackageMetadata | None = None,
    standard: Literal["v1", "v2"] = "v2",
) -> dict[str, bytes]:
    """The files of a data package by name, `datapackage.json` first; the same tables always make the same bytes.

    All values of the descriptor are legal in both versions of the standard; `v1` leaves out what only version 2
    knows. Raises PackageError for metadata that no package may have.
    """
    metadata = metadata or PackageMetadata()
    _check(metadata)
    names = [name for name in SHIPPED if name in schemas]
    tables_as_csv = {f"{name}.csv": csv_bytes(schemas[name], tables.get(name, ())) for name in names}
    properties = described(metadata, tables)
    head: dict[str, Any] = {"$schema": PROFILE} if standard == "v2" else {"profile": "tabular-data-package"}
    if standard == "v1":
        for one in properties.get("contributors", ()):
            one |= {"role": one.pop("roles")[0]} if "roles" in one else {}
    resources = [_resource(schemas[name], tables_as_csv[f"{name}.csv"], standard) for name in names]
    descriptor = {**head, **properties, "generator": GENERATOR, "resources": resources}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: text.encode(), **tables_as_csv}


def _resource(schema: TableSchema, content: bytes, standard: str) -> dict[str, Any]:
    kind = {"type": "table"} if standard == "v2" else {"profile": "tabular-data-resource"}
    return {
        "name": schema.name,
        **kind,
        "title": schema.title,
        "description": schema.description,
        "path": f"{schema.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": _schema(schema, standard),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "bytes": len(content),
    }


def _schema(schema: TableSchema, standard: str) -> dict[str, Any]:
    """The schema as its file has it, without what the resource says already."""
    left_out = {"$schema", "name", "title", "description"} | ({"uniqueKeys"} if standard == "v1" else set())
    return {key: value for key, value in schema.descriptor.items() if key not in left_out}


def _check(metadata: PackageMetadata) -> None:
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
