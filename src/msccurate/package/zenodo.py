"""What Zenodo fills into its form when the package is deposited: .zenodo.json."""

from __future__ import annotations

import json
from typing import Any

from msccurate.package.metadata import Contributor, PackageMetadata, authors, contributors
from msccurate.tables.lexical import text_of
from msccurate.tables.parts import Parts

FILE = ".zenodo.json"
#: Our roles -> Zenodo's (DataCite's); what is not here is `Other`.
ROLES = {
    "extractor": "DataCollector",
    "adjudicator": "DataCurator",
    "contact": "ContactPerson",
    "maintainer": "DataManager",
    "editor": "Editor",
    "publisher": "Distributor",
    "supervisor": "Supervisor",
    "funder": "Sponsor",
}


def page(metadata: PackageMetadata, tables: Parts) -> str:
    """The deposit's metadata; the documents that the data are from are its related identifiers."""
    cited = authors(metadata, tables)
    others = [one for one in contributors(metadata, tables) if one not in cited]
    said: dict[str, Any] = {
        "title": metadata.title,
        "description": metadata.description,
        "upload_type": "dataset",
        "version": metadata.version,
        "doi": metadata.doi,
        "publication_date": metadata.released,
        "creators": [_person(one) for one in cited] or [{"name": f"The curators of {metadata.name}"}],
        "contributors": [{**_person(one), "type": _type(one)} for one in others],
        "keywords": list(metadata.keywords),
        "access_right": "open" if metadata.licenses else "",
        "license": metadata.licenses[0].name.lower() if metadata.licenses else "",
        "related_identifiers": _related(metadata, tables),
    }
    filled = {key: value for key, value in said.items() if value}
    return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"


def _person(one: Contributor) -> dict[str, str]:
    said = {"name": one.sorted_name, "orcid": one.orcid, "affiliation": one.organization}
    return {key: value for key, value in said.items() if value}


def _type(one: Contributor) -> str:
    return next((ROLES[role] for role in one.roles if role in ROLES), "Other")


def _related(metadata: PackageMetadata, tables: Parts) -> list[dict[str, str]]:
    dois = {text_of(row.get("doi")) for row in tables.rows("documents")}
    found = [
        {"identifier": doi, "relation": "isDerivedFrom", "resource_type": "publication-article", "scheme": "doi"}
        for doi in sorted(dois)
        if doi.startswith("10.")
    ]
    if metadata.homepage:
        found.append({"identifier": metadata.homepage, "relation": "isDescribedBy", "scheme": "url"})
    return found
