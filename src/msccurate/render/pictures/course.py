"""The course of a patient: each variable over time, with its normal range and what was done meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from msccurate.notation import parse_iso
from msccurate.render.pictures.picture import Picture
from msccurate.render.pictures.scale import band, length, shown_unit
from msccurate.tables import Curations, Document, Measurement

LEAST_TIMES = 3
LEAST_SERIES = 2


@dataclass(frozen=True, slots=True)
class Point:
    """One value: `sign` is `<` or `>` where it was beyond what could be measured; `quoted` says that it stands in the
    running text; `doubts` are the codes of the rules that doubt it. A missing value (`--`) has no `value`."""

    day: date
    value: float | None
    text: str
    sign: str
    quoted: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one variable in order of time, and its normal range (with where that is from)."""

    label: str
    unit: str
    points: tuple[Point, ...]
    band: tuple[float | None, float | None, str] | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on one or on several days."""

    label: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """A repeated treatment from `start` to `end`; `doses` are the days that its interval gives, computed."""

    label: str
    start: date
    end: date
    doses: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Course:
    series: tuple[Series, ...]
    events: tuple[Event, ...]
    treatments: tuple[Treatment, ...]
    first: date
    last: date


def course(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Picture | None:
    """The picture of the one patient that a document follows from day to day; None where there is none."""
    found = _course(document, doubts, curations)
    if found is None:
        return None

    def draw() -> str:
        from msccurate.render.pictures.coursedrawing import drawn

        return drawn(found, TITLE, _summary(found))

    days = sorted({point.day for one in found.series for point in one.points})
    return Picture(
        name="course",
        title=TITLE,
        summary=_summary(found),
        notes=_notes(found),
        heads=("Variable", "Normal", *(f"{day:%d %b %Y}".lstrip("0") for day in days)),
        rows=tuple(_row(one, days) for one in found.series),
        draw=draw,
    )


TITLE = "Course of the patient"


def _course(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Course | None:
    series = tuple(_series(document, doubts, curations))
    if len(series) < LEAST_SERIES:
        return None
    days = [point.day for one in series for point in one.points]
    first, last = min(days), max(days)
    treatments = tuple(one for one in _treatments(document) if one.start <= last and one.end >= first)
    events = tuple(_events(document, first, last))
    return Course(series, events, treatments, first, last)


def _series(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Iterator[Series]:
    quoted = {block.id for block in document.spec.blocks if block.quote is not None}
    found: dict[str, list[Point]] = {}
    for one in document.measurements:
        variable = document.codebook.variables.get(one.at.variable)
        days = document.when(one.at.timepoint)
        if variable is None or variable.kind != "number" or days is None or days[0] != days[1] or one.at.statistic:
            continue
        point = _point(document, one, days[0], one.block in quoted, doubts.get(one.route, ()), curations)
        if point is not None:
            found.setdefault(variable.id, []).append(point)
    for id, points in found.items():
        merged = tuple(_merged(points))
        if len({point.day for point in merged if point.value is not None}) >= LEAST_TIMES:
            variable = document.codebook.variables[id]
            yield Series(variable.label, shown_unit(variable.unit), merged, band(document, id, curations))


def _point(
    document: Document, one: Measurement, day: date, quoted: bool, doubts: tuple[str, ...], curations: Curations
) -> Point | None:
    if one.state == "missing":
        return Point(day, None, one.text, "", quoted, ())
    number = one.numbers.value
    if number is None:
        return None
    value = length(document, one, number, curations)
    return None if value is None else Point(day, value, one.text, number.comparator[:1].strip("~"), quoted, doubts)


def _merged(points: list[Point]) -> Iterator[Point]:
    """In order of time; the running text's value of a day only where no table has the same one."""
    for _, group in groupby(sorted(points, key=lambda one: (one.day, one.quoted)), key=lambda one: one.day):
        kept: list[Point] = []
        for one in group:
            same = any((one.value, one.sign) == (other.value, other.sign) for other in kept)
            if not same and not (one.value is None and kept):
                kept.append(one)
        yield from kept


def _dates(document: Document, variable: str) -> list[date]:
    quantities = document.by_variable.get(variable, ())
    read = [parse_iso(one.date) for one in quantities if one.date]
    return sorted({one.first for one in read if one is not None and one.first == one.last})


def _events(document: Document, first: date, last: date) -> Iterator[Event]:
    """The dates that the document gives within the course, but for those of treatments and of the study."""
    known = {id for one in document.codebook.schedules.values() for id in (one.start, one.end)}
    known |= {id for role in ("study_start", "study_end") for id in document.codebook.roles.get(role, (role,))}
    found = []
    for id, variable in document.codebook.variables.items():
        days = [day for day in _dates(document, id) if first <= day <= last]
        if variable.kind == "date" and id not in known and days:
            found.append(Event(variable.label, tuple(days)))
    yield from sorted(found, key=lambda one: (one.days, one.label))


def _treatments(document: Document) -> Iterator[Treatment]:
    for one in document.codebook.schedules.values():
        starts, ends = _dates(document, one.start), _dates(document, one.end)
        if not starts or not ends or starts[0] > ends[-1]:
            continue
        count, every = _value(document, one.count), _value(document, one.every)
        doses: tuple[date, ...] = ()
        if count is not None and every is not None and count.denominator == 1 and every > 0 and count <= 400:
            doses = tuple(starts[0] + timedelta(days=float(every * number)) for number in range(int(count)))
        known = document.codebook.variables.get(one.count)
        label = (known.label if known else one.id).lower().removeprefix("number of ").capitalize()
        yield Treatment(label, starts[0], ends[-1], doses)


def _value(document: Document, variable: str) -> Fraction | None:
    """A number of a schedule in its variable's unit."""
    for quantity in document.by_variable.get(variable, ()):
        if quantity.centre is not None:
            number = quantity.centre[1]
            ends = document.canonical_ends(number, quantity)
            return sum(ends, Fraction(0)) / 2 if ends is not None else None
    return None


def _summary(found: Course) -> str:
    doubted = [one.label for one in found.series if any(point.doubts for point in one.points)]
    outside = sum(_outside(one) for one in found.series)
    words = (
        f"{len(found.series)} variables from {_day(found.first)} to {_day(found.last)}; "
        f"{outside} of them outside of the normal range at least once."
    )
    for one in found.treatments:
        words += f" {one.label} from {_day(one.start)} to {_day(one.end)}."
    if doubted:
        words += f" A finding doubts values of {_listed(doubted)}."
    return words


def _notes(found: Course) -> str:
    words = (
        "Dots are values of tables, open diamonds those of the running text; triangles point beyond what could be "
        "measured; crosses at the foot are days for which nothing is reported; a red ring is a value that a finding "
        "doubts. The band is the normal range"
    )
    sources = {one.band[2] for one in found.series if one.band}
    words += " that the document prints" if "document" in sources else ""
    words += ", else that" if len(sources) == 2 else ""
    words += " of the codebook." if "codebook" in sources else "."
    if any(one.doses for one in found.treatments):
        words += " Ticks on the shaded period are doses as first date and interval give them; no dates are printed."
    if found.events:
        told = (f"{letter(index)} {one.label}, {_listed_days(one.days)}" for index, one in enumerate(found.events))
        words += f" Events: {'; '.join(told)}."
    return words


def letter(index: int) -> str:
    """a, b, … z, aa: the name of an event in the picture."""
    return ("" if index < 26 else letter(index // 26 - 1)) + "abcdefghijklmnopqrstuvwxyz"[index % 26]


def _outside(one: Series) -> bool:
    if one.band is None:
        return False
    low, high, _ = one.band
    values = [point.value for point in one.points if point.value is not None]
    return any((low is not None and value < low) or (high is not None and value > high) for value in values)


def _row(one: Series, days: Sequence[date]) -> tuple[str, ...]:
    told: dict[date, list[str]] = {}
    for point in one.points:
        told.setdefault(point.day, []).append(point.text + "".join(f" ({code})" for code in point.doubts))
    normal = "–".join(f"{end:g}" if end is not None else "" for end in one.band[:2]) if one.band else ""
    return (f"{one.label} ({one.unit})" if one.unit else one.label, normal, *(", ".join(told.get(x, ())) for x in days))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _listed_days(days: Sequence[date]) -> str:
    return _listed([f"{day.day} {day:%b}" for day in days], most=9)


def _listed(names: Sequence[str], most: int = 4) -> str:
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
