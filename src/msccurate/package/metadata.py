"""What a data package says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import Rows


@dataclass(frozen=True, slots=True)
class License:
    """A licence: its short name as in SPDX or Open Definition (`CC-BY-4.0`), its address and title."""

    name: str
    path: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the data are taken from: its title, and its address where there is one."""

    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organization, and in what roles they took part (`extractor`, `adjudicator`)."""

    title: str
    roles: tuple[str, ...] = ()
    email: str = ""
    path: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """The package's own description.

    Where no `sources` or `contributors` are given, they are the documents, and those who extracted and adjudicated
    them. There is no date: the same tables always make the same bytes.
    """

    name: str = "evidence"
    title: str = "Extracted evidence"
    description: str = "Numbers extracted from documents, each checked against the document's own text."
    version: str = "1.0.0"
    homepage: str = ""
    id: str = ""
    keywords: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    sources: tuple[Reference, ...] = field(default=())
    contributors: tuple[Contributor, ...] = field(default=())


def described(metadata: PackageMetadata, tables: Mapping[str, Rows]) -> dict[str, Any]:
    """The properties of the descriptor that describe the package as a whole; empty ones are left out."""
    sources = metadata.sources or _documents(tables)
    contributors = metadata.contributors or _people(tables)
    properties: dict[str, Any] = {
        "name": metadata.name,
        "id": metadata.id,
        "title": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "homepage": metadata.homepage,
        "keywords": list(metadata.keywords),
        "licenses": [_filled(name=one.name, path=one.path, title=one.title) for one in metadata.licenses],
        "sources": [_filled(title=one.title, path=one.path) for one in sources],
        "contributors": [
            _filled(
                title=one.title,
                roles=list(one.roles),
                email=one.email,
                path=one.path,
                organization=one.organization,
            )
            for one in contributors
        ],
    }
    return {key: value for key, value in properties.items() if value}


def _filled(**properties: Any) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value}


def _documents(tables: Mapping[str, Rows]) -> tuple[Reference, ...]:
    found = set()
    for row in tables.get("documents", ()):
        doi = text_of(row.get("doi"))
        title = text_of(row.get("title")) or text_of(row.get("document"))
        found.add((title, f"https://doi.org/{doi}" if doi else ""))
    return tuple(Reference(title, path) for title, path in sorted(found))


def _people(tables: Mapping[str, Rows]) -> tuple[Contributor, ...]:
    roles: dict[str, set[str]] = {}
    for table, column, role in (
        ("documents", "extracted_by", "extractor"),
        ("adjudications", "by", "adjudicator"),
    ):
        for row in tables.get(table, ()):
            if row.get(column):
                roles.setdefault(text_of(row[column]), set()).add(role)
    return tuple(Contributor(name, tuple(sorted(roles[name], reverse=True))) for name in sorted(roles))
