"""What archives read beside the data, each read back by a reader that is not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from msccurate.package import Contributor, Export, License, PackageMetadata, write_folder, writer
from msccurate.package.orcid import valid_orcid
from msccurate.package.people import named
from msccurate.tables.lexical import text_of
from tests.package.made import export_of, files, reviewed_export
from tests.package.test_formats import this_repository
from tests.package.trial import trial
from tests.tables.study import schemas, study

AUTHOR = Contributor(
    "Jane Doe", ("author",), organization="A group", givenName="Jane", familyName="Doe", orcid="0000-0002-1825-0097"
)
METADATA = PackageMetadata(
    name="cells",
    title="Cells: a review",
    version="1.2.0",
    released="2026-11-24",
    id="https://doi.org/10.5281/zenodo.123",
    homepage="https://example.org",
    keywords=("cells",),
    licenses=(License("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "Attribution 4.0"),),
    contributors=(AUTHOR, Contributor("curator-a", ("extractor",)), Contributor("A group", organization="A group")),
)


@pytest.fixture(params=["made up", "this repository"])
def export(request: pytest.FixtureRequest) -> Export:
    return export_of(study(), schemas(), METADATA) if request.param == "made up" else this_repository()


@pytest.fixture
def folder(export: Export, tmp_path: Path) -> Path:
    write_folder(tmp_path / "package", writer(export))
    return tmp_path / "package"


def accepted(command: str, *arguments: str, folder: Path) -> str:
    """What a reader's own command says that accepts the file; skips where it is not installed."""
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    done = subprocess.run([command, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_citation_is_valid_for_cffconvert(folder: Path) -> None:
    assert "valid" in accepted("cffconvert", "--validate", folder=folder)


def test_cffconvert_and_we_say_the_same_to_zenodo(folder: Path) -> None:
    theirs = json.loads(accepted("cffconvert", "-f", "zenodo", folder=folder))
    ours = json.loads((folder / ".zenodo.json").read_text(encoding="utf-8"))
    for name in ("title", "description", "version", "keywords", "publication_date", "creators"):
        assert ours[name] == theirs[name]
    assert ours["license"] == theirs["license"]["id"].lower()


def test_csvw_reads_every_row_and_key(folder: Path) -> None:
    assert accepted("csvwvalidate", "csv-metadata.json", folder=folder).strip() == "OK"


def test_csvw_sees_a_row_that_is_wrong(tmp_path: Path) -> None:
    write_folder(tmp_path, writer(export_of(study(), schemas(), METADATA)))
    path = tmp_path / "groups.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("experimental", "neither"), encoding="utf-8")
    if shutil.which("csvwvalidate") is None:
        pytest.skip("csvwvalidate is not installed")
    done = subprocess.run(["csvwvalidate", "csv-metadata.json"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode != 0


def test_the_crate_is_read_by_rocrate(export: Export, folder: Path) -> None:
    reader = pytest.importorskip("rocrate.rocrate")
    crate = reader.ROCrate(folder)
    root = crate.root_dataset
    assert (crate.name, root["version"]) == (export.metadata.title, export.metadata.version)
    assert str(root["datePublished"])[:10] == export.metadata.released
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.2"
    listed = {entity.id: entity for entity in crate.data_entities}
    there = {path.name: path for path in folder.iterdir() if path.name not in ("ro-crate-metadata.json", "SHA256SUMS")}
    assert set(listed) == set(there)
    assert all(int(listed[name]["contentSize"]) == path.stat().st_size for name, path in there.items())
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    titles = {text_of(row["title"]) for row in export.tables.rows("documents")}
    based = root["isBasedOn"]
    assert {one["name"] for one in (based if isinstance(based, list) else [based])} == titles


def test_every_reference_within_the_crate_is_described(folder: Path) -> None:
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    described = [entity["@id"] for entity in graph]
    assert len(described) == len(set(described))
    referred = {one for entity in graph for one in _referred({k: v for k, v in entity.items() if k != "conformsTo"})}
    assert referred <= set(described)


def _referred(value: Any) -> set[str]:
    if isinstance(value, list):
        return {one for item in value for one in _referred(item)}
    if isinstance(value, dict):
        inner = {one for name, item in value.items() if name != "@id" for one in _referred(item)}
        return inner | ({value["@id"]} if set(value) == {"@id"} else set())
    return set()


def test_authors_are_cited_with_name_orcid_and_affiliation() -> None:
    made = files(export_of(study(), schemas(), METADATA))
    cited = yaml.safe_load(made["CITATION.cff"])
    assert cited["authors"] == [
        {
            "family-names": "Doe",
            "given-names": "Jane",
            "affiliation": "A group",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        }
    ]
    assert (cited["doi"], cited["url"]) == ("10.5281/zenodo.123", "https://example.org")
    deposit = json.loads(made[".zenodo.json"])
    assert deposit["creators"] == [{"name": "Doe, Jane", "orcid": "0000-0002-1825-0097", "affiliation": "A group"}]
    assert [one["type"] for one in deposit["contributors"]] == ["DataCollector", "Other"]
    assert deposit["related_identifiers"][0]["identifier"] == "10.1000/xyz123"
    person = json.loads(made["datapackage.json"])["contributors"][0]
    assert (person["path"], person["familyName"]) == ("https://orcid.org/0000-0002-1825-0097", "Doe")


@pytest.mark.parametrize("lacking", [{"released": ""}, {"licenses": ()}])
def test_without_a_day_or_a_licence_there_is_no_crate_and_the_readme_says_why(lacking: dict[str, Any]) -> None:
    made = files(export_of(study(), schemas(), replace(METADATA, **lacking)))
    assert "ro-crate-metadata.json" not in made
    assert f"no RO-Crate, as the package states no {next(iter(lacking))}" in made["README.md"].decode()


def test_the_methods_say_who_extracted_how_it_was_checked_and_what_was_decided() -> None:
    text = files(this_repository())["METHODS.md"].decode()
    assert "1 person (curator-a) extracted" in text
    assert "from 4 documents (5 source files)" in text
    assert "Each document was extracted once" in text
    assert "adjudicator-a settled" in text
    for item in ("Item 9", "Item 10", "Item 27"):
        assert f"## {item}: " in text


def test_the_methods_count_the_agreement_of_two_extractors(tmp_path: Path) -> None:
    second = (
        "msccurate: 1\npublication: {title: Cells against placebo}\nextraction: {by: curator-b}\n"
        "sources: {article: {path: seeds/doe2021.txt, sha256: DIGEST}}\n"
        "groups: {all: {}, cells: {n: 40, arm: experimental}, placebo: {n: 38, arm: control}}\n"
        "data: {table1: {label: Table 1, columns: cells | placebo, rows: {death: 4/40 (10.0%) | 8/38 (18.4%)}}}\n"
    )
    trial(tmp_path)
    first = (tmp_path / "specs" / "doe2021.yaml").read_text(encoding="utf-8")
    digest = first.partition("sha256: ")[2][:64]
    (tmp_path / "specs" / "doe2021.second.yaml").write_text(second.replace("DIGEST", digest), encoding="utf-8")
    text = files(reviewed_export(tmp_path))["METHODS.md"].decode()
    assert "2 persons (curator-a and curator-b) extracted" in text
    assert "1 document was extracted twice, independently:" in text


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Doe, Jane", {"family-names": "Doe", "given-names": "Jane"}),
        ("van der Berg JK", {"family-names": "van der Berg", "given-names": "JK"}),
        ("Doe J.K.", {"family-names": "Doe", "given-names": "J.K."}),
        ("Jane Doe", {"name": "Jane Doe"}),
        ("RECOVERY Collaborative Group", {"name": "RECOVERY Collaborative Group"}),
    ],
)
def test_names_of_authors(author: str, names: dict[str, str]) -> None:
    assert named(author) == names


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0001-5109-3700", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0096", False),
        ("0000000218250097", False),
    ],
)
def test_orcid(text: str, valid: bool) -> None:
    assert valid_orcid(text) is valid
