"""The package as a research object: ro-crate-metadata.json (RO-Crate 1.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from msccurate.package.export import Export
from msccurate.package.metadata import Contributor, authors, contributors
from msccurate.tables.lexical import text_of
from msccurate.tables.parts import Parts

FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.2"
SOFTWARE = "#msccurate"
_MEDIA = {".csv": "text/csv", ".json": "application/json", ".md": "text/markdown", ".cff": "application/yaml"}
_WORDS = {
    "datapackage.json": "The tables described for readers of Frictionless data packages",
    "csv-metadata.json": "The tables described for readers of CSV on the Web",
    "README.md": "What the package holds and how to read it",
    "LICENSE.md": "The licence of the data",
    "METHODS.md": "How the data were extracted and checked, by the items of PRISMA 2020",
    "CITATION.cff": "How to cite the data",
    ".zenodo.json": "What Zenodo fills in when the package is deposited",
}

Entity = dict[str, Any]


def page(export: Export, sizes: Mapping[str, int]) -> str:
    """The crate of files with these sizes; empty where it cannot be: it wants a licence and a day of publication."""
    metadata = export.metadata
    if not metadata.released or not metadata.licenses:
        return ""
    people, cited = contributors(metadata, export.tables), authors(metadata, export.tables)
    documents = list(_documents(export.tables))
    licenses = [_license(one.name, one.title, one.path) for one in metadata.licenses]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": metadata.title,
        "description": metadata.description,
        "datePublished": metadata.released,
        "version": metadata.version,
        "identifier": f"https://doi.org/{metadata.doi}" if metadata.doi else metadata.id,
        "url": metadata.homepage,
        "keywords": ", ".join(metadata.keywords),
        "license": _references(one["@id"] for one in licenses),
        "author": _references(_id(one) for one in cited),
        "contributor": _references(_id(one) for one in people if one not in cited),
        "isBasedOn": _references(one["@id"] for one in documents),
        "hasPart": [{"@id": quote(name)} for name in sorted(sizes)],
    }
    descriptor = {"@id": FILE, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"}}
    titles = {f"{one.name}.csv": one.description for one in export.shipped}
    graph = [
        descriptor,
        _filled(root),
        *(_file(name, size, titles.get(name) or _WORDS.get(name, "")) for name, size in sorted(sizes.items())),
        *_unique([*licenses, *documents, *(_person(one) for one in people), *_organizations(people)]),
        _software(),
        _action(people),
    ]
    return json.dumps({"@context": f"{PROFILE}/context", "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def _filled(entity: Entity) -> Entity:
    return {key: value for key, value in entity.items() if value}


def _references(ids: Iterable[str]) -> Entity | list[Entity]:
    """References to entities; a single one stands alone, as the specification recommends."""
    found: list[Entity] = [{"@id": id} for id in ids]
    return found[0] if len(found) == 1 else found


def _unique(entities: Iterable[Entity]) -> list[Entity]:
    found: dict[str, Entity] = {}
    for one in entities:
        found.setdefault(one["@id"], one)
    return list(found.values())


def _file(name: str, size: int, words: str) -> Entity:
    suffix = f".{name.rpartition('.')[2]}"
    return _filled(
        {
            "@id": quote(name),
            "@type": "File",
            "name": name,
            "description": words,
            "encodingFormat": _MEDIA.get(suffix, ""),
            "contentSize": str(size),
        }
    )


def _license(name: str, title: str, path: str) -> Entity:
    return _filled(
        {"@id": path or f"#{quote(name)}", "@type": "CreativeWork", "name": title or name, "identifier": name}
    )


def _id(one: Contributor) -> str:
    return one.address or f"#{quote(one.title)}"


def _person(one: Contributor) -> Entity:
    is_organization = one.title == one.organization
    return _filled(
        {
            "@id": _id(one),
            "@type": "Organization" if is_organization else "Person",
            "name": one.title,
            "givenName": one.givenName,
            "familyName": one.familyName,
            "affiliation": {} if is_organization or not one.organization else {"@id": _organization(one.organization)},
        }
    )


def _organization(name: str) -> str:
    return f"#organization-{quote(name)}"


def _organizations(people: Iterable[Contributor]) -> list[Entity]:
    names = {one.organization for one in people if one.organization and one.organization != one.title}
    return [{"@id": _organization(name), "@type": "Organization", "name": name} for name in sorted(names)]


def _documents(tables: Parts) -> Iterable[Entity]:
    rows = {text_of(row.get("document")): row for row in reversed(tables.rows("documents"))}
    for name, row in sorted(rows.items()):
        doi = text_of(row.get("doi"))
        yield _filled(
            {
                "@id": f"https://doi.org/{quote(doi, safe='/')}" if doi else f"#document-{quote(name)}",
                "@type": "ScholarlyArticle",
                "name": text_of(row.get("title")) or name,
                "datePublished": text_of(row.get("published")),
            }
        )


def _software() -> Entity:
    return {"@id": SOFTWARE, "@type": "SoftwareApplication", "name": "msccurate", "version": version("msccurate")}


def _action(people: Iterable[Contributor]) -> Entity:
    return _filled(
        {
            "@id": "#curation",
            "@type": "CreateAction",
            "name": "Extraction of the numbers, checked against the text of the documents",
            "instrument": {"@id": SOFTWARE},
            "agent": _references(_id(one) for one in people),
            "result": {"@id": "./"},
        }
    )
