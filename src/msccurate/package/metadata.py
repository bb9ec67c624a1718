"""What a data package says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from msccurate.tables.lexical import text_of
from msccurate.tables.parts import Parts

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(?P<doi>10\.[0-9]{4,9}/\S+)")


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
    """A person or organization, and in what roles they took part (`author`, `extractor`, `adjudicator`).

    `givenName` and `familyName` are as the Data Package standard spells them: archives ask for both. A contributor
    whose title is its own `organization` is one.
    """

    title: str
    roles: tuple[str, ...] = ()
    email: str = ""
    path: str = ""
    organization: str = ""
    givenName: str = ""  # noqa: N815
    familyName: str = ""  # noqa: N815
    orcid: str = ""

    @property
    def address(self) -> str:
        """Where they are found: the path that is given, else the ORCID."""
        return self.path or (f"https://orcid.org/{self.orcid}" if self.orcid else "")

    @property
    def sorted_name(self) -> str:
        """The name as lists of authors have it, the family name first."""
        return f"{self.familyName}, {self.givenName}" if self.familyName and self.givenName else self.title


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """The package's own description.

    Where no `sources` or `contributors` are given, they are the documents, and those who extracted and adjudicated
    them. `released` is the day of publication, as stated: never today's, the same tables always make the same bytes.
    """

    name: str = "evidence"
    title: str = "Extracted evidence"
    description: str = "Numbers extracted from documents, each checked against the document's own text."
    version: str = "1.0.0"
    homepage: str = ""
    id: str = ""
    released: str = ""
    keywords: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    sources: tuple[Reference, ...] = field(default=())
    contributors: tuple[Contributor, ...] = field(default=())

    @property
    def doi(self) -> str:
        """The package's own DOI, where its id is one."""
        found = _DOI.fullmatch(self.id)
        return found["doi"] if found else ""


def described(metadata: PackageMetadata, tables: Parts) -> dict[str, Any]:
    """The properties of the descriptor that describe the package as a whole; empty ones are left out."""
    sources = metadata.sources or _documents(tables)
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
                path=one.address,
                organization=one.organization,
                givenName=one.givenName,
                familyName=one.familyName,
            )
            for one in contributors(metadata, tables)
        ],
    }
    return {key: value for key, value in properties.items() if value}


def contributors(metadata: PackageMetadata, tables: Parts) -> tuple[Contributor, ...]:
    """Who made the package: as stated, else those who extracted and adjudicated."""
    return metadata.contributors or _people(tables)


def authors(metadata: PackageMetadata, tables: Parts) -> tuple[Contributor, ...]:
    """Who is to be cited: the contributors in the role of an author, all where nobody has it."""
    everyone = contributors(metadata, tables)
    return tuple(one for one in everyone if {"author", "creator"} & set(one.roles)) or everyone


def _filled(**properties: Any) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value}


def _documents(tables: Parts) -> tuple[Reference, ...]:
    found = set()
    for row in tables.rows("documents"):
        doi = text_of(row.get("doi"))
        title = text_of(row.get("title")) or text_of(row.get("document"))
        found.add((title, f"https://doi.org/{doi}" if doi else ""))
    return tuple(Reference(title, path) for title, path in sorted(found))


def _people(tables: Parts) -> tuple[Contributor, ...]:
    roles: dict[str, set[str]] = {}
    for table, column, role in (
        ("documents", "extracted_by", "extractor"),
        ("adjudications", "by", "adjudicator"),
    ):
        for row in tables.rows(table):
            if row.get(column):
                roles.setdefault(text_of(row[column]), set()).add(role)
    return tuple(Contributor(name, tuple(sorted(roles[name], reverse=True))) for name in sorted(roles))
