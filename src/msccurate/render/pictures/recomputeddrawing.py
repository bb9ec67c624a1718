"""How reported and recomputed values are drawn: over one another, and their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msccurate.render.pictures import drawing
from msccurate.render.pictures.recomputed import Equation, Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANEL = 2.6


def drawn(equations: tuple[Equation, ...], title: str, description: str) -> str:
    """The picture as SVG."""
    from matplotlib.figure import Figure

    height = PANEL * len(equations)
    with drawing.style():
        figure = Figure(figsize=(drawing.WIDTH, height))
        for row, one in enumerate(equations):
            bottom = 1 - ((row + 1) * PANEL - 0.45) / height
            tall = (PANEL - 0.8) / height
            _against(figure.add_axes((0.085, bottom, 0.36, tall)), one)
            _difference(figure.add_axes((0.585, bottom, 0.4, tall)), one)
        return drawing.svg(figure, title, description)


def _middle(ends: tuple[float, float]) -> float:
    return sum(ends) / 2


def _against(axes: Axes, one: Equation) -> None:
    every = [_middle(ends) for value in one.values for ends in (value.reported, value.recomputed)]
    low, high = min(every), max(every)
    room = (high - low or high) * 0.08
    low, high = low - room, high + room
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    axes.plot([low, high], [low, high], color=drawing.SOFT, lw=0.7, zorder=1)
    points = [(_middle(value.recomputed), _middle(value.reported)) for value in one.values]
    axes.plot(*zip(*points, strict=True), ls="", marker="o", markersize=4, color=drawing.LINE, mec=drawing.PAPER,
              mew=0.5, zorder=3)  # fmt: skip
    _rings(axes, [point for point, value in zip(points, one.values, strict=True) if not value.fits])
    unit = f" ({one.unit})" if one.unit else ""
    axes.set_xlabel(f"recomputed{unit}")
    axes.set_ylabel(f"reported{unit}")
    axes.set_xticks(drawing.steps(low, high, 5))
    axes.set_yticks(drawing.steps(low, high, 5))
    axes.set_title(f"{one.label}, {len(one.values)} values")


def _difference(axes: Axes, one: Equation) -> None:
    axes.axhline(0, color=drawing.SOFT, lw=0.7, zorder=1)
    points = []
    for value in one.values:
        x = _middle(value.recomputed)
        low, high = _open(value)
        color = drawing.LINE if value.fits else drawing.DOUBT
        axes.plot([x, x], [low, high], color=color, lw=1.1, alpha=0.6, zorder=2)
        points.append((x, (low + high) / 2))
    axes.plot(*zip(*points, strict=True), ls="", marker="o", markersize=3.6, color=drawing.LINE, mec=drawing.PAPER,
              mew=0.5, zorder=3)  # fmt: skip
    _rings(axes, [point for point, value in zip(points, one.values, strict=True) if not value.fits])
    unit = f" ({one.unit})" if one.unit else ""
    axes.set_xlabel(f"recomputed{unit}")
    axes.set_ylabel(f"reported − recomputed{unit}")
    axes.set_title("Difference, with what rounding leaves open")
    axes.margins(x=0.06, y=0.12)


def _open(value: Value) -> tuple[float, float]:
    """The least and the largest difference that the printed numbers leave open."""
    return value.reported[0] - value.recomputed[1], value.reported[1] - value.recomputed[0]


def _rings(axes: Axes, points: list[tuple[float, float]]) -> None:
    if points:
        axes.plot(*zip(*points, strict=True), ls="", marker="o", markersize=9, mfc="none", mew=1.1,
                  color=drawing.DOUBT, zorder=4, clip_on=False)  # fmt: skip
