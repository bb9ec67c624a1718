"""The data package: valid for its users, the same from run to run, and careful with the folder it is put into."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from msccurate.package import (
    Contributor,
    License,
    PackageError,
    PackageMetadata,
    Reference,
    stale_files,
    write_archive,
    write_folder,
    writer,
)
from msccurate.package.folder import SUMS
from msccurate.tables.schema import SHIPPED
from tests.package.made import export_of, files
from tests.tables.study import schemas, study

PROFILES = Path(__file__).parents[3] / "shared" / "reference" / "schemas"
ARCHIVAL = ("CITATION.cff", ".zenodo.json", "csv-metadata.json", "METHODS.md", "ro-crate-metadata.json")
METADATA = PackageMetadata(
    name="cells-in-covid",
    title="Cells in COVID-19",
    description="What five documents say.",
    version="1.2.0",
    released="2026-11-24",
    homepage="https://example.org",
    keywords=("COVID-19",),
    licenses=(License("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "Attribution 4.0"),),
    sources=(Reference("A document", "https://doi.org/10.1000/xyz123"),),
    contributors=(Contributor("curator-a", ("extractor",), organization="A group"),),
)


def package_files(
    tables: Any, schemas: Any, metadata: PackageMetadata | None = None, standard: Any = "v2", open_errors: int = 0
) -> dict[str, bytes]:
    return files(export_of(tables, schemas, metadata, standard=standard, open_errors=open_errors))


def write_package(
    tables: Any, schemas: Any, metadata: PackageMetadata | None, folder: Path, standard: Any = "v2"
) -> list[str]:
    return list(write_folder(folder, writer(export_of(tables, schemas, metadata, standard=standard))).digests)


def check_package(tables: Any, schemas: Any, metadata: PackageMetadata | None, folder: Path) -> list[str]:
    return stale_files(folder, writer(export_of(tables, schemas, metadata)))


def descriptor(files: dict[str, bytes]) -> dict[str, Any]:
    found = json.loads(files["datapackage.json"])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("metadata", [METADATA, None], ids=["described", "by default"])
@pytest.mark.parametrize("standard", ["v2", "v1"])
def test_frictionless_finds_nothing(tmp_path: Path, metadata: PackageMetadata | None, standard: Any) -> None:
    import frictionless

    write_package(study(), schemas(), metadata, tmp_path / "package", standard)
    report = frictionless.Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.flatten(["message"]) == []
    assert [task.name for task in report.tasks] == list(SHIPPED)


@pytest.mark.parametrize("metadata", [METADATA, None], ids=["described", "by default"])
@pytest.mark.parametrize(("standard", "profile"), [("v2", "datapackage-2.0.json"), ("v1", "datapackage-1.0.json")])
def test_official_profile(metadata: PackageMetadata | None, standard: Any, profile: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not (PROFILES / profile).is_file():
        pytest.skip("the official profile is not at hand")
    made = descriptor(package_files(study(), schemas(), metadata, standard))
    jsonschema.Draft7Validator(json.loads((PROFILES / profile).read_text(encoding="utf-8"))).validate(made)


def test_a_bad_row_is_seen_in_the_package(tmp_path: Path) -> None:
    tables = study()
    tables["groups"][1]["arm"] = "neither"
    tables["sources"][0]["document"] = "ghost"
    with pytest.raises(PackageError, match="frictionless rejects the package, first of 2: sources: "):
        write_package(tables, schemas(), None, tmp_path / "package")
    assert not (tmp_path / "package").exists()


def test_of_a_package_with_many_rows_frictionless_reads_the_descriptor_and_the_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msccurate.package.secondreading.LIMIT_ROWS", 1)
    monkeypatch.setattr("msccurate.package.secondreading.SAMPLE", 2)
    tables = study()
    (words,) = write_folder(tmp_path / "package", writer(export_of(tables, schemas()))).said
    assert words.startswith("frictionless read the descriptor and the first 2 rows of each table")
    tables["groups"][1]["arm"] = "neither"
    with pytest.raises(PackageError, match=r"first of 1: groups: .*neither"):
        write_folder(tmp_path / "wrong", writer(export_of(tables, schemas())))


def test_everything_is_said_outright() -> None:
    files = package_files(study(), schemas(), METADATA)
    made = descriptor(files)
    assert list(files) == [
        *(f"{name}.csv" for name in SHIPPED),
        "datapackage.json",
        "README.md",
        "LICENSE.md",
        *ARCHIVAL,
    ]
    assert made["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [one["name"] for one in made["resources"]] == list(SHIPPED)
    for one in made["resources"]:
        content = files[one["path"]]
        assert one["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert one["bytes"] == len(content)
        assert (one["format"], one["mediatype"], one["encoding"]) == ("csv", "text/csv", "utf-8")
        assert one["dialect"]["delimiter"] == ","
        assert one["title"]
        assert one["description"]
        assert one["schema"]["missingValues"] == [""]
        assert "fieldsMatch" not in one["schema"]
        assert "$schema" not in one["schema"]
    assert not any(word in files["datapackage.json"].decode() for word in ("created", "licences"))


def test_by_default_the_documents_are_the_sources_and_their_extractors_contribute() -> None:
    made = descriptor(package_files(study(), schemas()))
    assert made["sources"] == [{"title": 'Cells, "stem" or not', "path": "https://doi.org/10.1000/xyz123"}]
    assert made["contributors"] == [
        {"title": "curator-a", "roles": ["extractor"]},
        {"title": "curator-b", "roles": ["adjudicator"]},
    ]
    assert "licenses" not in made


def test_version_one_has_one_role_and_no_schema_address() -> None:
    made = descriptor(package_files(study(), schemas(), METADATA, "v1"))
    assert "$schema" not in made
    assert made["profile"] == "tabular-data-package"
    assert made["contributors"][0] == {"title": "curator-a", "role": "extractor", "organization": "A group"}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_keeps_what_was_printed() -> None:
    tables = study()
    tables["measurements"][0]["se"] = Decimal(15).scaleb(5)
    tables["measurements"][0]["n"] = Decimal("3E+1")
    files = package_files(tables, schemas())
    (row,) = rows_of(files["measurements.csv"])
    assert (row["mean"], row["percent"], row["q1"], row["se"], row["n"]) == ("70.10", "80.60", "-1.0", "1.5E+6", "30")
    assert rows_of(files["documents.csv"])[0]["title"] == 'Cells, "stem" or not'
    assert rows_of(files["claims.csv"])[0]["quote"] == "were\nold"
    assert rows_of(files["numbers.csv"])[0]["exact"] == "false"
    assert b"\r" not in b"".join(files.values())
    assert all(content.endswith(b"\n") for content in files.values())


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("a, b", '"a, b"'),
        ('say "yes"', '"say ""yes"""'),
        ("two\nlines", '"two\nlines"'),
        (" ends ", '" ends "'),
        ("\u00a0thin", '"\u00a0thin"'),
        ("-1.0", "-1.0"),
        ("µ ± ⁹", "µ ± ⁹"),
    ],
)
def test_a_text_stands_in_quotes_where_a_reader_could_take_it_for_something_else(text: str, cell: str) -> None:
    tables = study()
    tables["claims"][0]["about"] = text
    content = package_files(tables, schemas())["claims.csv"]
    assert rows_of(content)[0]["about"] == text
    assert f",{cell}".encode() in content


def test_a_table_without_rows_is_its_header() -> None:
    files = package_files({}, schemas())
    assert files["sources.csv"] == b"document,extractor,source,path,sha256,characters\n"


def test_the_order_of_the_rows_does_not_matter() -> None:
    tables = study()
    row = tables["claims"][0]
    tables["claims"] = [{**row, "claim": name} for name in "cab"]
    turned = {**tables, "claims": tables["claims"][::-1], "groups": tables["groups"][::-1]}
    assert package_files(tables, schemas(), METADATA) == package_files(turned, schemas(), METADATA)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "Cells in COVID"}, "a package cannot be named `Cells in COVID`"),
        ({"title": " "}, "the package has no title"),
        ({"licenses": (License(""),)}, "a license needs a name"),
        ({"sources": (Reference(""),)}, "needs a title"),
        ({"homepage": "example.org"}, "`example.org` is no address"),
        ({"contributors": (Contributor("a", path="file:///etc/passwd"),)}, "is no address"),
        ({"contributors": (Contributor("a", orcid="0000-0002-1825-0098"),)}, "`0000-0002-1825-0098` of a is no ORCID"),
        ({"contributors": (Contributor("a", orcid="1825-0097"),)}, "`1825-0097` of a is no ORCID"),
        ({"contributors": (Contributor("a", givenName="A"),)}, "a has only one of `givenName` and `familyName`"),
        ({"released": "24.11.2026"}, "`released: 24.11.2026` is no day: write it as 2026-11-24"),
    ],
)
def test_metadata_that_no_package_may_have(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(PackageError, match=words):
        package_files(study(), schemas(), replace(METADATA, **changed))


# ---- the folder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "out" / "package"
    if (tmp_path / "out").is_dir():
        assert not list((tmp_path / "out").glob(".*")), "nothing half-written is left"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_writing_twice_makes_the_same_bytes(folder: Path) -> None:
    names = write_package(study(), schemas(), METADATA, folder)
    first = content(folder)
    write_package(study(), schemas(), METADATA, folder)
    assert content(folder) == first
    assert sorted(first) == sorted(names)


def test_stale_files_are_named(folder: Path) -> None:
    tables = study()
    assert len(check_package(tables, schemas(), METADATA, folder)) == len(SHIPPED) + 4 + len(ARCHIVAL)
    write_package(tables, schemas(), METADATA, folder)
    assert check_package(tables, schemas(), METADATA, folder) == []
    tables["groups"][0]["n"] = 30
    assert check_package(tables, schemas(), METADATA, folder) == [SUMS, "datapackage.json", "groups.csv"]
    (folder / "claims.csv").unlink()
    assert check_package(study(), schemas(), METADATA, folder) == ["claims.csv"]


def test_files_of_an_earlier_package_go_and_those_of_others_stay(folder: Path) -> None:
    write_package(study(), schemas(), METADATA, folder)
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    (folder / "claims.csv").write_text("edited by hand", encoding="utf-8")
    fewer = {name: schema for name, schema in schemas().items() if name not in ("claims", "anchors")}
    assert "anchors.csv" in check_package(study(), fewer, METADATA, folder)
    write_package(study(), fewer, METADATA, folder)
    left = content(folder)
    assert "anchors.csv" not in left
    assert left["claims.csv"] == b"edited by hand"
    assert left["notes.md"] == b"mine"


@pytest.mark.parametrize("foreign", ["notes.txt", "datapackage.json", SUMS])
def test_a_folder_of_others_is_refused(folder: Path, foreign: str) -> None:
    folder.mkdir(parents=True)
    (folder / foreign).write_text('{"name": "theirs", "resources": []}', encoding="utf-8")
    with pytest.raises(PackageError, match="holds other files and no package of ours"):
        write_package(study(), schemas(), METADATA, folder)
    assert list(content(folder)) == [foreign]


def test_a_file_or_link_in_the_place_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file", encoding="utf-8")
    with pytest.raises(PackageError, match="is no folder of its own"):
        write_package(study(), schemas(), METADATA, folder)
    folder.unlink()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PackageError, match="is no folder of its own"):
        write_package(study(), schemas(), METADATA, folder)


def test_a_list_that_points_elsewhere_removes_nothing(folder: Path, tmp_path: Path) -> None:
    write_package(study(), schemas(), METADATA, folder)
    victim = tmp_path / "out" / "victim.csv"
    victim.write_bytes(b"x")
    with (folder / SUMS).open("a", encoding="utf-8") as file:
        file.write(f"{sha256(b'x').hexdigest()}  ../victim.csv\n")
    write_package(study(), schemas(), METADATA, folder)
    assert victim.read_bytes() == b"x"


def test_every_file_is_verified_by_its_digest(folder: Path) -> None:
    write_package(study(), schemas(), METADATA, folder)
    listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()[1:]
    files = content(folder)
    assert listed == [f"{sha256(files[name]).hexdigest()}  {name}" for name in sorted(files) if name != SUMS]


def test_open_errors_are_said_in_the_readme_and_in_the_descriptor() -> None:
    made = package_files(study(), schemas(), METADATA, open_errors=2)
    assert descriptor(made)["openErrors"] == 2
    assert "**Not settled: 2 findings of severity error are still open.**" in made["README.md"].decode()
    assert "Not settled" not in package_files(study(), schemas(), METADATA)["README.md"].decode()


def test_an_archive_has_the_same_bytes_whenever_it_is_made(tmp_path: Path) -> None:
    write = writer(export_of(study(), schemas(), METADATA))
    write_archive(tmp_path / "a.zip", write)
    write_archive(tmp_path / "elsewhere" / "b.zip", write)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "elsewhere" / "b.zip").read_bytes()
    write_folder(tmp_path / "package", write)
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == content(tmp_path / "package")
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "elsewhere", "package"]


def test_frictionless_reads_the_archive(tmp_path: Path) -> None:
    import frictionless

    write_archive(tmp_path / "package.zip", writer(export_of(study(), schemas(), METADATA)))
    assert frictionless.Package(str(tmp_path / "package.zip")).validate().flatten(["message"]) == []
