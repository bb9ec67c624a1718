"""Before and after: the centre and spread of each variable at the times that a study reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from msccurate.render.pictures.picture import Picture
from msccurate.render.pictures.scale import band, length, shown_unit
from msccurate.tables import Curations, Document, Measurement, Quantity

TITLE = "Before and after"
#: Centre, its spread's ends by their parts, and what it is called.
FORMS = (
    ("median", ("q1", "q3"), "median (IQR)"),
    ("median", ("min", "max"), "median (range)"),
    ("mean", ("ci_low", "ci_high"), "mean (CI)"),
    ("mean", ("sd",), "mean ± SD"),
    ("mean", ("se",), "mean ± SE"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Centre and spread of one group at one time."""

    time: int
    group: str
    centre: float
    low: float
    high: float
    form: str
    text: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One variable; `p` is what the document prints for the comparison, empty where it prints none."""

    label: str
    unit: str
    summaries: tuple[Summary, ...]
    p: str
    band: tuple[float | None, float | None, str] | None


@dataclass(frozen=True, slots=True)
class Change:
    times: tuple[str, ...]
    groups: tuple[str, ...]
    panels: tuple[Panel, ...]


def change(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Picture | None:
    """The picture of all variables that are reported, with a spread, at two times or more; None where none is."""
    found = _change(document, doubts, curations)
    if found is None:
        return None

    def draw() -> str:
        from msccurate.render.pictures.changedrawing import drawn

        return drawn(found, TITLE, _summary(found))

    return Picture(
        name="change",
        title=TITLE,
        summary=_summary(found),
        notes=_notes(found),
        heads=("Variable", "Group", *found.times, "P"),
        rows=tuple(_rows(found)),
        draw=draw,
    )


def _change(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Change | None:
    order = list(document.spec.timepoints)
    panels: dict[tuple[str, str], dict[tuple[int, str], Summary]] = {}
    place = {block.id: (block.quote is not None, index) for index, block in enumerate(document.spec.blocks)}
    rows = {one.route: index for index, one in enumerate(document.measurements)}
    for quantity in sorted(document.quantities, key=lambda one: (place[one.block], rows[one.measurements[0].route])):
        if quantity.variable is None or quantity.at.level or quantity.at.timepoint not in order:
            continue
        summary = _summarised(document, quantity, order.index(quantity.at.timepoint), doubts, curations)
        if summary is not None:
            panel = panels.setdefault((quantity.at.variable, quantity.block), {})
            panel.setdefault((summary.time, summary.group), summary)
    kept: dict[str, Panel] = {}
    for (id, block), summaries in panels.items():
        if len({time for time, _ in summaries}) >= 2 and id not in kept:
            variable = document.codebook.variables[id]
            kept[id] = Panel(
                variable.label,
                shown_unit(variable.unit),
                tuple(sorted(summaries.values(), key=lambda one: (one.group, one.time))),
                _p(document, id, block),
                band(document, id, curations),
            )
    if not kept:
        return None
    used = sorted({one.time for panel in kept.values() for one in panel.summaries})
    times = tuple(document.spec.timepoints[order[time]].label or order[time] for time in used)
    groups = tuple(dict.fromkeys(one.group for panel in kept.values() for one in panel.summaries))
    return Change(times, groups, tuple(_moved(panel, used) for panel in kept.values()))


def _moved(panel: Panel, used: Sequence[int]) -> Panel:
    return replace(panel, summaries=tuple(replace(one, time=used.index(one.time)) for one in panel.summaries))


def _summarised(
    document: Document, quantity: Quantity, time: int, doubts: Mapping[str, tuple[str, ...]], curations: Curations
) -> Summary | None:
    for centre, ends, form in FORMS:
        numbers = [quantity.part(name) for name in (centre, *ends)]
        if any(number is None or number.comparator for number in numbers):
            continue
        cells = [_cell(quantity, name) for name in (centre, *ends)]
        lengths = [
            length(document, cell, number, curations)
            for cell, number in zip(cells, numbers, strict=True)
            if cell is not None and number is not None
        ]
        known = [one for one in lengths if one is not None]
        if len(known) != len(numbers):
            return None
        middle = known[0]
        low, high = (middle - known[1], middle + known[1]) if len(ends) == 1 else (known[1], known[2])
        codes = dict.fromkeys(code for cell in quantity.measurements for code in doubts.get(cell.route, ()))
        text = " ".join(dict.fromkeys(cell.text for cell in quantity.measurements))
        group = document.spec.groups[quantity.at.groups[0]].label if len(quantity.at.groups) == 1 else quantity.at.group
        return Summary(time, group or quantity.at.group, middle, low, high, form, text, tuple(codes))
    return None


def _cell(quantity: Quantity, part: str) -> Measurement | None:
    return next((one for one in quantity.measurements if one.numbers.part(part) is not None), None)


def _p(document: Document, variable: str, block: str) -> str:
    """The p value of a comparison of times."""
    for one in document.measurements:
        compared = document.spec.comparisons.get(one.at.comparison)
        if (one.at.variable, one.block) == (variable, block) and one.numbers.p is not None and compared is not None:
            return one.numbers.p.text if compared.left in document.spec.timepoints else ""
    return ""


def _summary(found: Change) -> str:
    ways = {"rose": 0, "fell": 0, "stayed": 0}
    for panel in found.panels:
        for group in found.groups:
            mine = [one for one in panel.summaries if one.group == group]
            if len(mine) >= 2:
                first, last = mine[0].centre, mine[-1].centre
                ways["rose" if last > first else "fell" if last < first else "stayed"] += 1
    told = ", ".join(f"{count} {way}" for way, count in ways.items() if count)
    by = " and ".join(found.groups) if len(found.groups) > 1 else ""
    return (
        f"{len(found.panels)} variables, {found.times[0]} to {found.times[-1]}{f', in {by}' if by else ''}: "
        f"of their centres {told}."
    )


def _notes(found: Change) -> str:
    forms = sorted({one.form for panel in found.panels for one in panel.summaries})
    words = f"Dots with thick bars are medians, squares with whiskers are means: {', '.join(forms)}"
    words += ". P is what the document prints. The band is the normal range."
    if any(one.doubts for panel in found.panels for one in panel.summaries):
        words += " A red ring is a value that a finding doubts."
    return words


def _rows(found: Change) -> Iterator[tuple[str, ...]]:
    for panel in found.panels:
        for group in found.groups:
            mine = {one.time: one for one in panel.summaries if one.group == group}
            if mine:
                cells = (
                    f"{mine[time].text}{''.join(f' ({code})' for code in mine[time].doubts)}" if time in mine else ""
                    for time in range(len(found.times))
                )
                yield (f"{panel.label} ({panel.unit})" if panel.unit else panel.label, group, *cells, panel.p)
