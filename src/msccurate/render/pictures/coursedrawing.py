"""How a course is drawn: a small panel for each variable, all over the same days."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from msccurate.render.pictures import drawing
from msccurate.render.pictures.course import Course, Point, Series, letter

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 3
PANEL = 0.98  # inches
TOP = 0.12
LETTERS_A_LINE = 125


def drawn(course: Course, title: str, description: str) -> str:
    """The picture as SVG."""
    from matplotlib.figure import Figure

    rows = ceil(len(course.series) / COLUMNS)
    named = (f"{letter(index)}\u00a0{one.label}".replace(" ", "\u00a0") for index, one in enumerate(course.events))
    told = wrap(" · ".join(named), LETTERS_A_LINE)
    foot = 0.66 + 0.15 * len(told)
    height = TOP + rows * PANEL + foot
    with drawing.style():
        figure = Figure(figsize=(drawing.WIDTH, height))
        days = _ticks(course.first, course.last)
        for index, series in enumerate(course.series):
            row, column = divmod(index, COLUMNS)
            bottom = 1 - (TOP + (row + 1) * PANEL - 0.12) / height
            axes = figure.add_axes((0.052 + column * 0.325, bottom, 0.272, 0.62 * PANEL / height))
            _panel(axes, course, series)
            drawing.head(axes, series.label, series.unit, 9.5 if row == 0 and course.events else 3, 34)
            last = index + COLUMNS >= len(course.series)
            axes.set_xticks([day.toordinal() for day in days])
            axes.set_xticklabels([_tick(day, place == 0) for place, day in enumerate(days)] if last else [])
            if row == 0:
                _letters(axes, course)
        _legend(figure, 0.05 + 0.15 * len(told), height, course)
        for place, line in enumerate(told):
            figure.text(0.042, (0.04 + 0.15 * (len(told) - 1 - place)) / height, line, fontsize=6.5,
                        color=drawing.SOFT, va="bottom")  # fmt: skip
        return drawing.svg(figure, title, description)


def _panel(axes: Axes, course: Course, series: Series) -> None:
    known = [point for point in series.points if point.value is not None]
    low, high = _limits(series, [point.value for point in known if point.value is not None])
    margin = (course.last - course.first).days * 0.03 + 0.5
    axes.set_xlim(course.first.toordinal() - margin, course.last.toordinal() + margin)
    axes.set_ylim(low, high)
    axes.set_yticks(drawing.steps(low, high))
    drawing.band(axes, series.band)
    for treatment in course.treatments:
        axes.axvspan(treatment.start.toordinal() - 0.5, treatment.end.toordinal() + 0.5, color=drawing.SHADE, lw=0,
                     zorder=0.5, alpha=0.8)  # fmt: skip
        axes.plot([dose.toordinal() for dose in treatment.doses], [0.95] * len(treatment.doses), marker="|",
                  markersize=3.5, color=drawing.LINE, mew=0.8, ls="", transform=axes.get_xaxis_transform(),
                  zorder=2)  # fmt: skip
    for event in course.events:
        for day in event.days:
            axes.axvline(day.toordinal(), color=drawing.SOFT, lw=0.45, ls=(0, (2, 2)), zorder=1)
    _plot(axes, [point for point in known if not point.quoted], lw=0.9, zorder=3)
    for marker, hollow in (("o", False), ("D", True), ("^", True), ("v", True)):
        points = [point for point in known if _marker(point) == marker]
        _plot(axes, points, ls="", marker=marker, markersize=3.4 if marker == "o" else 3.8, mew=0.8,
              mfc=drawing.PAPER if hollow else drawing.LINE, zorder=4)  # fmt: skip
    _plot(axes, [point for point in known if point.doubts], ls="", marker="o", markersize=7.5, mfc="none", mew=1.1,
          color=drawing.DOUBT, zorder=5, clip_on=False)  # fmt: skip
    missing = [point.day.toordinal() for point in series.points if point.value is None]
    axes.plot(missing, [0.06] * len(missing), marker="x", markersize=2.8, color=drawing.SOFT, mew=0.7, ls="",
              transform=axes.get_xaxis_transform(), zorder=2)  # fmt: skip


def _plot(axes: Axes, points: list[Point], **how: Any) -> None:
    if points:
        axes.plot([point.day.toordinal() for point in points], [point.value or 0.0 for point in points],
                  **{"color": drawing.LINE, **how})  # fmt: skip


def _marker(point: Point) -> str:
    return {"<": "v", ">": "^"}.get(point.sign, "D" if point.quoted else "o")


def _limits(series: Series, values: list[float]) -> tuple[float, float]:
    """The values with some room; an end of the normal range is shown where it is near, and does not flatten them."""
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.16
    low, high = low - room, high + room
    near = (high - low) * 0.6
    for end in series.band[:2] if series.band else ():
        if end is not None and low - near <= end <= high + near:
            low, high = min(low, end - room / 3), max(high, end + room / 3)
    return low, high


def _letters(axes: Axes, course: Course) -> None:
    """The names of the events above the first panels, moved aside where they would stand on one another."""
    placed = sorted((day.toordinal(), letter(index)) for index, one in enumerate(course.events) for day in one.days)
    least = (course.last - course.first).days * 0.042
    at = float("-inf")
    for day, name in placed:
        at = max(day, at + least)
        axes.text(at, 1.03, name, transform=axes.get_xaxis_transform(), ha="center", va="bottom", fontsize=6,
                  color=drawing.SOFT)  # fmt: skip


def _legend(figure: Figure, bottom: float, height: float, course: Course) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    points = [point for series in course.series for point in series.points]
    line: dict[str, Any] = {"color": drawing.LINE, "markersize": 4, "mew": 0.8}
    hollow = {**line, "mfc": drawing.PAPER, "ls": ""}
    soft: dict[str, Any] = {"color": drawing.SOFT, "mew": 0.7, "ls": "", "markersize": 3}
    ring: dict[str, Any] = {"color": drawing.DOUBT, "mfc": "none", "mew": 1.1, "ls": "", "markersize": 7}
    there = [
        (True, Line2D([], [], marker="o", lw=0.9, label="value in a table", **line)),
        (
            any(one.quoted and one.value is not None for one in points),
            Line2D([], [], marker="D", label="in running text", **hollow),
        ),
        (any(one.sign for one in points), Line2D([], [], marker="^", label="beyond what was measured", **hollow)),
        (any(one.value is None for one in points), Line2D([], [], marker="x", label="not reported", **soft)),
        (any(one.doubts for one in points), Line2D([], [], marker="o", label="doubted by a finding", **ring)),
        (any(one.band for one in course.series), Patch(color=drawing.BAND, label="normal range")),
        *((True, Patch(color=drawing.SHADE, label=one.label.lower())) for one in course.treatments),
    ]
    figure.legend(handles=[entry for shown, entry in there if shown], loc="lower left", ncol=4, frameon=False,
                  bbox_to_anchor=(0.035, bottom / height), fontsize=6.5, handlelength=1.4, columnspacing=2,
                  handletextpad=0.6, borderaxespad=0)  # fmt: skip


def _tick(day: date, first: bool) -> str:
    return f"{day.day} {day:%b}" + (f"\n{day.year}" if first else "")


def _ticks(first: date, last: date) -> list[date]:
    """Three to six days in even steps."""
    span = (last - first).days
    step = next((step for step in (1, 2, 3, 5, 7, 14, 28, 56, 91, 182) if span / step <= 5), 365 * (span // 1825 + 1))
    return [first + timedelta(days=days) for days in range(0, span + 1, step)]
