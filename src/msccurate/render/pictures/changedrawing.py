"""How before and after are drawn: a panel for each variable, medians with bars and means with whiskers."""

from __future__ import annotations

from math import ceil
from textwrap import fill
from typing import TYPE_CHECKING, Any

from msccurate.render.pictures import drawing
from msccurate.render.pictures.change import Change, Panel, Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
PANEL = 1.5
#: Points that the labels below a panel may take, and how far left of its axes the title begins, in widths of these.
LABELS, LEFT = 92.0, -0.32
DASHES: tuple[Any, ...] = ("-", (0, (4, 2)), ":", "-.")
COLORS = (drawing.LINE, drawing.SECOND, drawing.SOFT, drawing.INK)


def drawn(change: Change, title: str, description: str) -> str:
    """The picture as SVG."""
    from matplotlib.figure import Figure

    columns = min(COLUMNS, len(change.panels))
    rows = ceil(len(change.panels) / columns)
    height = rows * PANEL + 0.62
    width = drawing.WIDTH * columns / COLUMNS
    with drawing.style():
        figure = Figure(figsize=(width, height))
        alike = len({_times(panel) for panel in change.panels}) == 1
        for index, panel in enumerate(change.panels):
            row, column = divmod(index, columns)
            share = 1 / columns
            axes = figure.add_axes((column * share + 0.26 * share, 1 - ((row + 1) * PANEL - 0.08) / height,
                                    0.68 * share, 0.68 * PANEL / height))  # fmt: skip
            _panel(axes, change, panel, not alike or index + columns >= len(change.panels))
        _legend(figure, change, height)
        return drawing.svg(figure, title, description)


def _times(panel: Panel) -> tuple[int, ...]:
    return tuple(sorted({one.time for one in panel.summaries}))


def _panel(axes: Axes, change: Change, panel: Panel, labelled: bool) -> None:
    times = _times(panel)
    ends = [end for one in panel.summaries for end in (one.low, one.high)]
    low, high = min(ends), max(ends)
    room = (high - low or abs(high) or 1) * 0.1
    low, high = low - room, high + room * (2.4 if panel.p else 1)
    near = (high - low) * 0.5
    for end in panel.band[:2] if panel.band else ():
        if end is not None and low - near <= end <= high + near:
            low, high = min(low, end - room / 2), max(high, end + room / 2)
    axes.set_ylim(low, high)
    axes.set_xlim(-0.5, len(times) - 0.5)
    axes.set_yticks(drawing.steps(low, high))
    axes.set_xticks(range(len(times)))
    names = [fill(change.times[time], max(5, 22 // len(times)), break_long_words=False) for time in times]
    axes.set_xticklabels(names if labelled else [], fontsize=_size(names))
    drawing.band(axes, panel.band)
    wide = 0.16 if len(change.groups) > 1 else 0.0
    for place, group in enumerate(change.groups):
        mine = [one for one in panel.summaries if one.group == group]
        at = [times.index(one.time) + wide * (place - (len(change.groups) - 1) / 2) for one in mine]
        color = COLORS[place % len(COLORS)]
        axes.plot(at, [one.centre for one in mine], color=color, lw=0.8, ls=DASHES[place % 4],
                  zorder=3)  # fmt: skip
        for x, one in zip(at, mine, strict=True):
            _spread(axes, x, one, color)
        doubted = [(x, one.centre) for x, one in zip(at, mine, strict=True) if one.doubts]
        if doubted:
            axes.plot(*zip(*doubted, strict=True), ls="", marker="o", markersize=9, mfc="none", mew=1.1,
                      color=drawing.DOUBT, zorder=5)  # fmt: skip
    if panel.p:
        sign = "" if panel.p.lstrip()[:1] in "<>=≤≥" else "= "
        axes.text(0.5, 0.985, f"P {sign}{panel.p}", transform=axes.transAxes, ha="center", va="top", fontsize=6.5,
                  color=drawing.SOFT)  # fmt: skip
    drawing.head(axes, panel.label, panel.unit, 4, 26, LEFT)


def _size(names: list[str]) -> float:
    """Points of labels that stand side by side below a panel, so that the longest lines of two do not meet."""
    longest = max(len(line) for name in names for line in name.split("\n"))
    return min(6.0, max(LABELS / len(names) / (longest * 0.62), 4.5))


def _spread(axes: Axes, x: float, one: Summary, color: str) -> None:
    median = one.form.startswith("median")
    if median:
        axes.plot([x, x], [one.low, one.high], color=color, lw=3.2, alpha=0.45, solid_capstyle="butt", zorder=2)
    else:
        axes.errorbar([x], [one.centre], yerr=[[one.centre - one.low], [one.high - one.centre]], color=color, lw=0.8,
                      capsize=2.5, capthick=0.8, zorder=2)  # fmt: skip
    axes.plot([x], [one.centre], ls="", marker="o" if median else "s", markersize=4.2, color=color,
              mec=drawing.PAPER, mew=0.6, zorder=4)  # fmt: skip


def _legend(figure: Figure, change: Change, height: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    forms = sorted({one.form for panel in change.panels for one in panel.summaries})
    entries: list[Any] = []
    for form in forms:
        median = form.startswith("median")
        entries.append(Line2D([], [], color=drawing.LINE, marker="o" if median else "s", markersize=4,
                              lw=3 if median else 0.8, alpha=0.7 if median else 1, label=form))  # fmt: skip
    if len(change.groups) > 1:
        entries += [
            Line2D([], [], color=COLORS[place % 4], lw=1.2, ls=DASHES[place % 4], label=group)
            for place, group in enumerate(change.groups)
        ]
    if any(panel.band for panel in change.panels):
        entries.append(Patch(color=drawing.BAND, label="normal range"))
    if any(one.doubts for panel in change.panels for one in panel.summaries):
        entries.append(Line2D([], [], color=drawing.DOUBT, marker="o", markersize=7, mfc="none", mew=1.1, ls="",
                              label="doubted by a finding"))  # fmt: skip
    figure.legend(handles=entries, loc="lower left", bbox_to_anchor=(0.03, 0.05 / height), ncol=5, frameon=False,
                  fontsize=6.5, handlelength=1.8, columnspacing=1.6, borderaxespad=0)  # fmt: skip
