"""Small projects with a codebook and units of their own, and where the shipped ones are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msccurate.codebook import Loaded, load
from msccurate.findings import Problem

ROOT = Path(__file__).parents[2]
#: Facts that the codebook rests on; they lie beside the repository where they are at hand.
REFERENCE = ROOT.parent / "shared" / "reference"

UNITS = """\
msccurate: 1
units:
  '1': {dimension: number, factor: '1'}
  mg/L: {dimension: mass concentration, factor: '1/1000', spellings: [mg/l]}
  mmol/L: {dimension: substance concentration, factor: '1/1000'}
"""
CODEBOOK = "msccurate: 1\nvariables:\n  crp: {label: C-reactive protein, unit: mg/L}\n"


@cache
def shipped() -> Loaded:
    """The codebook and units of this repository."""
    return load(ROOT)


def project(folder: Path, codebook: str = CODEBOOK, units: str = UNITS) -> Loaded:
    """A project of these two files, loaded."""
    curation = folder / "curation"
    curation.mkdir(parents=True, exist_ok=True)
    (curation / "codebook.yaml").write_text(codebook, encoding="utf-8")
    (curation / "units.yaml").write_text(units, encoding="utf-8")
    return load(folder)


def problems(loaded: Loaded) -> list[tuple[str, Problem]]:
    """Every problem with the text that it points at."""
    return [
        (file.text[problem.span.start : problem.span.end], problem)
        for file in loaded.files
        for problem in file.problems
    ]
