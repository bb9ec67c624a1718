"""The documents that the tests of this room read, and short ways to say what is sought."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from msccurate.notation import Form, Reading
from msccurate.sources import SoughtCell, SoughtRow, Source, load

SEEDS = Path(__file__).parents[2] / "seeds"

GUO_CORD19 = "000_cd00803c07b18198.txt"
GUO = "001_623e34eeb8c7c2f3.txt"
TAO = "002_0de7084d1139d071.txt"
LIANG = "003_5bf4020e8639e6f8.txt"
YAO = "004_20656839fff60e53.txt"
ALL = (GUO_CORD19, GUO, TAO, LIANG, YAO)

NUMBER = Reading("number")
COUNT = Reading("count")
CATEGORY = Reading("category")
DATE = Reading("date")
P = Reading("p")
REFERENCE = Reading("reference", "reference")
SPREAD = Reading("number", "", (
    Form("mean", "SD", "±"), Form("median", "IQR", "("), Form("median", "IQR", "["),
))  # fmt: skip
MEAN_SD = Reading("number", "", (Form("mean", "SD", "("),))
HAZARD = Reading("effect", "", (Form("HR", "CI", "("),))


@cache
def seed(name: str) -> Source:
    """One of the five documents."""
    loaded = load(SEEDS.parent, f"seeds/{name}", "article")
    assert loaded.source is not None
    return loaded.source


def source(text: str) -> Source:
    """A made-up document."""
    return Source("article", "seeds/article.txt", text, sha256(text.encode()).hexdigest())


def row(name: str, *cells: str | SoughtCell, reading: Reading = NUMBER, unit: str | None = None) -> SoughtRow:
    """A row called `name` (or `name | other name`); its cells are called c0, c1, ..."""
    names = tuple(one.strip() for one in name.split("|") if one.strip())
    sought = [
        one if isinstance(one, SoughtCell) else SoughtCell(f"{names[0] if names else ''}.c{index}", one, reading)
        for index, one in enumerate(cells)
    ]
    return SoughtRow(names[0] if names else "", names, unit, tuple(sought))
