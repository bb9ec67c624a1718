"""Names for made-up studies: titles that differ, authors, journals."""

from __future__ import annotations

from typing import TypeVar

from numpy.random import Generator

One = TypeVar("One")

_SURNAMES = (
    "Adler", "Baker", "Chen", "Dubois", "Eriksen", "Farouk", "Garcia", "Huang", "Ivanova", "Jansen", "Kimura",
    "Larsen", "Moreau", "Nakano", "Okafor", "Petrov", "Quinn", "Rossi", "Sato", "Tanaka", "Ueda", "Vogel", "Weber",
    "Xu", "Yamada", "Zhou", "Lindqvist", "Mbeki", "Novak", "Ortega",
)  # fmt: skip
_JOURNALS = (
    "Journal of Cell Therapy", "Annals of Critical Illness", "European Archives of Pneumology",
    "Clinical Cell Reports", "Open Respiratory Trials", "Intensive Care Letters",
)  # fmt: skip
_CELLS = ("Umbilical cord mesenchymal stem cells", "Mesenchymal stromal cells", "Cord-derived stromal cells",
          "Repeated infusion of mesenchymal stem cells", "Intravenous mesenchymal stromal cells")  # fmt: skip
_ILLNESS = ("severe COVID-19 pneumonia", "severe viral pneumonia", "COVID-19", "hypoxemic pneumonia")
_PLACES = (
    "Aarhus", "Bergen", "Cali", "Dakar", "Erfurt", "Fukuoka", "Ghent", "Hanoi", "Izmir", "Jena", "Kochi", "Lyon",
    "Malmo", "Nara", "Oslo", "Porto", "Quito", "Riga", "Split", "Turin", "Utrecht", "Varna", "Wuhan", "Xiamen",
    "York", "Zagreb",
)  # fmt: skip

DESIGNS = {"cross-sectional": "a cohort study", "tables": "a retrospective study", "series": "a case report",
           "trial": "a randomised trial"}  # fmt: skip


def title(random: Generator, design: str, number: int) -> str:
    """A title that no other number has: studies are named after a place and numbered."""
    place, serial = _PLACES[number % len(_PLACES)], number // len(_PLACES) + 1
    return f"{pick(random, _CELLS)} in {pick(random, _ILLNESS)}: {DESIGNS[design]} ({place.upper()}-{serial})"


def authors(random: Generator) -> tuple[str, ...]:
    chosen = random.choice(len(_SURNAMES), size=int(random.integers(3, 9)), replace=False)
    return tuple(f"{_SURNAMES[one]} {'ABCDEFGHJKLMNPRST'[int(random.integers(0, 17))]}" for one in chosen)


def journal(random: Generator) -> str:
    return pick(random, _JOURNALS)


def references(random: Generator) -> list[str]:
    """A list of references, with years, volumes and pages that are no results."""
    lines = []
    for number in range(1, int(random.integers(4, 9))):
        names = ", ".join(authors(random)[:3])
        year, volume, page = (int(random.integers(*ends)) for ends in ((1998, 2021), (3, 60), (11, 980)))
        what = f"{pick(random, _CELLS)} in {pick(random, _ILLNESS)}"
        lines.append(f"{number}. {names}, et al. {what}. {pick(random, _JOURNALS)}. {year};{volume}:{page}–{page + 7}.")
    return lines


def pick(random: Generator, choices: tuple[One, ...] | list[One]) -> One:
    return choices[int(random.integers(0, len(choices)))]
