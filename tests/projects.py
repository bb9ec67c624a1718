"""Small projects for tests of whole commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import requires
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from msccurate.cli import main
from msccurate.cli.site import write_site
from msccurate.render.site import SitePage
from msccurate.review import engine
from msccurate.review.units import Asked, Setting
from msccurate.rules import default_rules

ROOT = Path(__file__).parents[1]
#: Whether the typer that is installed reads options with pydantic; pyproject.toml asks for one that does not.
TYPER_IMPORTS_PYDANTIC = any(one.startswith("pydantic") for one in requires("typer") or ())

SOURCE = """\
Cells in twenty patients

Between March 3 and April 28, 2021, 20 patients were treated. Their median age was 58 years (IQR, 49–66
years), and 13 (65.0%) were men.

Table 1 Outcomes at day 28
Discharged 16 (80.0%)
Death 4 (20.0%)
"""

SPEC = """\
msccurate: 1
publication: {{title: Cells in twenty patients, journal: Journal of Examples, published: 2021, doi: 10.1000/example}}
extraction: {{by: curator-a}}
sources:
  article: {{path: seeds/doe2021.txt, sha256: {digest}}}
groups:
  all: {{n: 20, quote: 20 patients were treated}}
form: mean ± SD | median (IQR)
data:
  period:
    quote: Between March 3 and April 28, 2021
    rows: {{study_start: 2021-03-03, study_end: 2021-04-28}}
  patients:
    quote: Their median age was 58 years (IQR, 49–66 years), and 13 (65.0%) were men.
    rows:
      age (years): 58 (49–66)
      sex male: 13 (65.0%)
  table1:
    label: Table 1
    rows:
      outcome discharged: 16 (80.0%)
      outcome died: 4 (20.0%)
"""


def make_project(folder: Path, *changes: tuple[str, str], source: str = SOURCE) -> Path:
    """A clean project of one document, with replacements made in its spec."""
    copytree(ROOT / "curation", folder / "curation", ignore=lambda *_: ["adjudications", "templates", "package.yaml"])
    (folder / "curation" / "adjudications").mkdir()
    (folder / "seeds").mkdir()
    (folder / "specs").mkdir()
    (folder / "seeds" / "doe2021.txt").write_text(source, encoding="utf-8")
    spec = SPEC.format(digest=sha256(source.encode()).hexdigest())
    for old, new in changes:
        assert old in spec, old
        spec = spec.replace(old, new)
    (folder / "specs" / "doe2021.yaml").write_text(spec, encoding="utf-8")
    return folder


def own_project(folder: Path) -> Path:
    """A copy of this repository's own specs, sources and curation."""
    for name in ("specs", "seeds", "curation"):
        copytree(ROOT / name, folder / name)
    return folder


def site_of(root: Path, draws: bool | None = None) -> Path:
    """The folder of a project's site, which is made; with pictures where they can be drawn, if nothing else is said."""
    page = SitePage.here() if draws is None else SitePage(draws)
    setting = Setting(root, tuple(map(Asked.of, default_rules())))
    write_site(engine.check(setting), setting, page, jobs=1, tell=engine.silent)
    return root / "out" / "site"


class Ran:
    """What a command printed, and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.json["findings"]]


Run = Callable[..., Ran]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command line in a folder."""

    def run(folder: Path, *arguments: str) -> Ran:
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["msccurate", *arguments])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return run
