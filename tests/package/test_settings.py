"""`curation/package.yaml`: what no reader of a package would notice is said by us, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate.package import Contributor, PackageError, load_metadata


def load(folder: Path, text: str) -> object:
    (folder / "curation").mkdir()
    (folder / "curation" / "package.yaml").write_text(text, encoding="utf-8")
    return load_metadata(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: A\nlicences: [{name: CC0-1.0}]\n", "package.yaml:2: unknown key `licences`; did you mean `licenses`?"),
        ("contributors: [{title: A, rols: [author]}]\n", "package.yaml:1: unknown key `rols`; known are title, roles"),
        (
            "contributors: [{title: A, roles: [auhtor]}]\n",
            "`auhtor` is no role of a contributor: did you mean `author",
        ),
        ("contributors: [{title: A, roles: [xyzzy]}]\n", "`xyzzy` is no role of a contributor: known are author, "),
        ("licenses: {name: CC0-1.0}\n", "package.yaml:1: this must be a list"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(PackageError) as raised:
        load(tmp_path, text)
    assert words in str(raised.value)


def test_roles_of_the_standard_of_archives_and_our_own_are_known(tmp_path: Path) -> None:
    found = load(tmp_path, "contributors: [{title: A, roles: [author, extractor, wrangler, funder]}]\n")
    assert getattr(found, "contributors", None) == (Contributor("A", ("author", "extractor", "wrangler", "funder")),)
