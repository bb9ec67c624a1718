"""Errors that curators make, one at a time: each kind takes a right study and gives it back with one error in its spec.

What the document prints stays as it is; only what the curator writes changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from numpy.random import Generator

from tests.benchmarks.world.names import pick
from tests.benchmarks.world.study import Block, Group, Head, Row, Study

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"(?P<count>\d+(?:/\d+)?) (?P<percent>[(\[]\d+(?:\.\d+)?%?[)\]])")
_SPREAD = re.compile(r"(?P<mean>\d+(?:\.\d+)?) (?:± (?P<sd>\d+(?:\.\d+)?)|\((?P<bare>\d+(?:\.\d+)?)\))")
_QUARTILES = re.compile(r"(?P<median>\S+) (?P<open>[(\[])(?P<q1>[\d.]+)(?P<dash>–|-|, )(?P<q3>[\d.]+)(?P<close>[)\]])")
#: Printed units that are taken for each other.
UNITS = {
    "mg/L": "mg/dL", "mg/dL": "mmol/L", "g/L": "g/dL", "g/dL": "g/L", "ng/mL": "pg/mL", "μg/L": "ng/L",
    "pg/mL": "ng/mL", "ng/L": "μg/L", "μg/mL": "ng/mL", "mmol/L": "mg/dL", "μmol/L": "mg/dL", "mmHg": "kPa",
    "mm Hg": "kPa", "U/L": "U/mL", "IU/L": "IU/mL", "×10^9/L": "×10^6/L", "10^9/L": "10^6/L", "×10^3/μL": "/μL",
    "°C": "°F", "years": "months", "days": "weeks", "kg/m2": "kg", "%": "mmHg", "cells": "×10^6 cells",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Injected:
    """One error: its kind, where it was made, what stood there and what stands there now."""

    document: str
    kind: str
    block: str
    row: str
    before: str
    after: str

    def record(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a study."""

    block: int
    row: int
    column: int
    text: str


Change = tuple[Study, Injected]
Kind = Callable[[Study, Generator], Change | None]


def _places(study: Study, *, tables: bool = False) -> list[Place]:
    return [
        Place(b, r, c, cell)
        for b, block in enumerate(study.blocks)
        if block.label or not tables
        for r, row in enumerate(block.rows)
        for c, cell in enumerate(row.cells)
        if cell not in (".", "--")
    ]


def _neighbour(study: Study, place: Place, rows: int, columns: int) -> str:
    """The cell so many rows down and columns right, empty where there is none."""
    block = study.blocks[place.block]
    r, c = place.row + rows, place.column + columns
    if not (0 <= r < len(block.rows) and 0 <= c < len(block.rows[r].cells)):
        return ""
    cell = block.rows[r].cells[c]
    return cell if _DIGIT.search(cell) else ""


def _with_block(study: Study, index: int, block: Block) -> Study:
    return replace(study, blocks=(*study.blocks[:index], block, *study.blocks[index + 1 :]))


def _with_row(study: Study, place: Place, row: Row) -> Study:
    block = study.blocks[place.block]
    rows = (*block.rows[: place.row], row, *block.rows[place.row + 1 :])
    return _with_block(study, place.block, replace(block, rows=rows))


def _with_cell(kind: str, study: Study, place: Place, text: str) -> Change:
    row = study.blocks[place.block].rows[place.row]
    cells = (*row.cells[: place.column], text, *row.cells[place.column + 1 :])
    changed = _with_row(study, place, replace(row, cells=cells))
    return changed, _injected(kind, study, place, place.text, text)


def _injected(kind: str, study: Study, place: Place, before: str, after: str) -> Injected:
    block = study.blocks[place.block]
    return Injected(study.name, kind, block.id, block.rows[place.row].head.words, before, after)


def _edited(kind: str, edits: Callable[[str], Iterator[str]]) -> Kind:
    """A kind that changes the text of one cell: any of the edits of any of the cells."""

    def change(study: Study, random: Generator) -> Change | None:
        places = _places(study)
        for index in random.permutation(len(places)):
            place = places[index]
            texts = [text for text in edits(place.text) if text != place.text]
            if texts:
                return _with_cell(kind, study, place, pick(random, texts))
        return None

    return change


def _digit_changed(cell: str) -> Iterator[str]:
    if _ISO.fullmatch(cell):
        return
    for match in _DIGIT.finditer(cell):
        at = match.start()
        first = not cell[at - 1 : at].isdigit() and cell[at + 1 : at + 2].isdigit()
        yield from (cell[:at] + digit + cell[at + 1 :] for digit in "0123456789" if not (first and digit == "0"))


def _digits_swapped(cell: str) -> Iterator[str]:
    if _ISO.fullmatch(cell):
        return
    for at in range(len(cell) - 1):
        a, b = cell[at], cell[at + 1]
        if a.isdigit() and b.isdigit() and a != b and not (b == "0" and not cell[at - 1 : at].isdigit()):
            yield cell[:at] + b + a + cell[at + 2 :]


def _point_moved(cell: str) -> Iterator[str]:
    for match in _NUMBER.finditer(cell):
        whole, point, part = match.group().partition(".")
        if not point:
            continue
        moved = [f"{whole}{part[0]}" + (f".{part[1:]}" if part[1:] else "")]
        moved.append(f"{whole[:-1] or '0'}.{whole[-1]}{part}")
        for number in moved:
            number = re.sub(r"^0+(?=\d)", "", number)
            if float(number) != float(match.group()):
                yield cell[: match.start()] + number + cell[match.end() :]


def _mean_sd(study: Study, random: Generator) -> Change | None:
    """`58 ± 11` as `11 ± 58`; `58 (11)` too, where the paper prints SDs in parentheses."""
    places = _places(study)
    for index in random.permutation(len(places)):
        place = places[index]
        match = _SPREAD.fullmatch(place.text)
        if match is None or (match["bare"] and not _is_mean(study, place)):
            continue
        mean, sd = match["mean"], match["sd"] or match["bare"]
        text = f"{sd} ± {mean}" if match["sd"] else f"{sd} ({mean})"
        if text != place.text:
            return _with_cell("mean/SD swapped", study, place, text)
    return None


def _is_mean(study: Study, place: Place) -> bool:
    """Whether a cell of the form `58 (11)` is a mean with its SD: its row has a unit, or no percentages."""
    row = study.blocks[place.block].rows[place.row]
    return row.head.unit is not None


def _quartiles_swapped(cell: str) -> Iterator[str]:
    match = _QUARTILES.fullmatch(cell)
    if match:
        yield f"{match['median']} {match['open']}{match['q3']}{match['dash']}{match['q1']}{match['close']}"


def _comparator_lost(cell: str) -> Iterator[str]:
    if cell[:1] in "<>":
        yield cell[1:].strip()


def _neighbouring(kind: str, rows: int, columns: int) -> Kind:
    def change(study: Study, random: Generator) -> Change | None:
        places = _places(study, tables=True)
        for index in random.permutation(len(places)):
            place = places[index]
            near = [_neighbour(study, place, rows * way, columns * way) for way in (1, -1)]
            texts = [text for text in near if text and text != place.text and _DIGIT.search(place.text)]
            if texts:
                return _with_cell(kind, study, place, pick(random, texts))
        return None

    return change


def _row_slipped(study: Study, random: Generator) -> Change | None:
    """A row whose cells stand one column too far to the left: the first is left out, the last blank."""
    rows = [
        place
        for place in _places(study, tables=True)
        if place.column == 0 and len(study.blocks[place.block].rows[place.row].cells) > 2
    ]
    for index in random.permutation(len(rows)):
        place = rows[index]
        row = study.blocks[place.block].rows[place.row]
        cells = (*row.cells[1:], ".")
        if cells[:-1] != row.cells[:-1]:
            changed = _with_row(study, place, replace(row, cells=cells))
            return changed, _injected("row slipped", study, place, " | ".join(row.cells), " | ".join(cells))
    return None


def _count_percent(study: Study, random: Generator) -> Change | None:
    places = _places(study)
    for index in random.permutation(len(places)):
        place = places[index]
        mine = _COUNT.fullmatch(place.text)
        if mine is None or (study.blocks[place.block].rows[place.row].head.unit is not None):
            continue
        near = [_COUNT.fullmatch(_neighbour(study, place, way, 0)) for way in (1, -1)]
        texts = [f"{mine['count']} {one['percent']}" for one in near if one and one["percent"] != mine["percent"]]
        if texts:
            return _with_cell("count and percent of two rows", study, place, pick(random, texts))
    return None


def _unit_changed(study: Study, random: Generator) -> Change | None:
    return _head_changed("unit changed", study, random, lambda unit: UNITS.get(unit, ""))


def _exponent_flattened(study: Study, random: Generator) -> Change | None:
    cells = [place for place in _places(study) if "10^" in place.text]
    if cells and random.random() < 0.5:
        place = pick(random, cells)
        return _with_cell("exponent flattened", study, place, place.text.replace("10^", "10"))
    changed = _head_changed(
        "exponent flattened", study, random, lambda unit: unit.replace("10^", "10") if "10^" in unit else ""
    )
    if changed is None and cells:
        place = pick(random, cells)
        return _with_cell("exponent flattened", study, place, place.text.replace("10^", "10"))
    return changed


def _head_changed(kind: str, study: Study, random: Generator, change: Callable[[str], str]) -> Change | None:
    """The unit of one row's head as another."""
    places = [place for place in _places(study) if place.column == 0]
    for index in random.permutation(len(places)):
        place = places[index]
        row = study.blocks[place.block].rows[place.row]
        unit = change(row.head.unit or "")
        if unit:
            head = Head(row.head.words, row.head.printed, unit)
            changed = _with_row(study, place, replace(row, head=head))
            return changed, _injected(kind, study, place, row.head.unit or "", unit)
    return None


def _date_off(kind: str, days: int) -> Kind:
    """A date, in a cell or in the head of a column, off by a day, or by a month."""

    def change(study: Study, random: Generator) -> Change | None:
        dates: list[tuple[Place, bool]] = [(one, False) for one in _places(study) if _ISO.fullmatch(one.text)]
        for b, block in enumerate(study.blocks):
            dates += [
                (Place(b, 0, c, head.words), True) for c, head in enumerate(block.columns) if _ISO.fullmatch(head.words)
            ]
        if not dates:
            return None
        place, is_head = pick(random, dates)
        text = _moved(date.fromisoformat(place.text), days * int(random.choice([-1, 1]))).isoformat()
        if not is_head:
            return _with_cell(kind, study, place, text)
        block = study.blocks[place.block]
        if text in (head.words for head in block.columns):
            return change(study, random)
        head = Head(text, block.columns[place.column].printed)
        columns = (*block.columns[: place.column], head, *block.columns[place.column + 1 :])
        changed = _with_block(study, place.block, replace(block, columns=columns))
        return changed, Injected(study.name, kind, block.id, "columns", place.text, text)

    return change


def _moved(day: date, days: int) -> date:
    if abs(days) == 1:
        return day + timedelta(days)
    months = day.year * 12 + day.month - 1 + (1 if days > 0 else -1)
    return date(months // 12, months % 12 + 1, min(day.day, 28))


def _group_n(study: Study, random: Generator) -> Change | None:
    """One digit of the size of a group of patients."""
    groups = [group for group in study.groups if group.quote]
    if not groups:
        return None
    group = pick(random, groups)
    n = pick(random, [text for text in _digit_changed(group.n) if text != group.n])
    changed: tuple[Group, ...] = tuple(replace(one, n=n) if one.id == group.id else one for one in study.groups)
    return replace(study, groups=changed), Injected(study.name, "group n changed", "groups", group.id, group.n, n)


def _row_dropped(study: Study, random: Generator) -> Change | None:
    places = [place for place in _places(study, tables=True) if len(study.blocks[place.block].rows) > 2]
    if not places:
        return None
    place = pick(random, places)
    block = study.blocks[place.block]
    row = block.rows[place.row]
    rows = (*block.rows[: place.row], *block.rows[place.row + 1 :])
    changed = _with_block(study, place.block, replace(block, rows=rows))
    return changed, Injected(study.name, "row dropped", block.id, row.head.words, " | ".join(row.cells), "")


def _form_wrong(study: Study, random: Generator) -> Change | None:
    """The document's SDs read as standard errors."""
    if "SD" not in study.form or not any(
        _SPREAD.fullmatch(one.text) and _is_mean(study, one) for one in _places(study)
    ):
        return None
    form = study.form.replace("SD", "SE")
    return replace(study, form=form), Injected(study.name, "form wrong", "form", "", study.form, form)


KINDS: dict[str, Kind] = {
    "digit changed": _edited("digit changed", _digit_changed),
    "digits swapped": _edited("digits swapped", _digits_swapped),
    "decimal point moved": _edited("decimal point moved", _point_moved),
    "value of the neighbouring row": _neighbouring("value of the neighbouring row", 1, 0),
    "value of the neighbouring column": _neighbouring("value of the neighbouring column", 0, 1),
    "row slipped": _row_slipped,
    "count and percent of two rows": _count_percent,
    "mean/SD swapped": _mean_sd,
    "q1/q3 swapped": _edited("q1/q3 swapped", _quartiles_swapped),
    "unit changed": _unit_changed,
    "exponent flattened": _exponent_flattened,
    "comparator lost": _edited("comparator lost", _comparator_lost),
    "date off by a day": _date_off("date off by a day", 1),
    "date off by a month": _date_off("date off by a month", 30),
    "group n changed": _group_n,
    "row dropped": _row_dropped,
    "form wrong": _form_wrong,
}
