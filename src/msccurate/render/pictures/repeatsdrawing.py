"""How repeated values are drawn: a triangle of squares, one for each pair of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msccurate.render.pictures import drawing
from msccurate.render.pictures.repeats import Repeated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Shares of equal values, and the colour up to each.
SHADES = (0.0, 0.1, 0.2, 0.3, 0.4, 1.0)


def drawn(repeated: Repeated, title: str, description: str) -> str:
    """The picture as SVG."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    count = len(repeated.columns)
    side = min(0.27, 5.2 / count)
    left, bottom = 0.62, 0.62
    width, height = max(left + count * side + 0.15, 3.4), bottom + count * side + 0.1
    with drawing.style():
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes((left / width, bottom / height, count * side / width, count * side / height))
        axes.set_xlim(0, count)
        axes.set_ylim(count, 0)
        axes.spines[:].set_visible(False)
        size = min(6.5, side * 26)
        for pair in repeated.pairs:
            share = pair.equal / pair.shared
            shade = next(place for place, most in enumerate(SHADES) if share <= most)
            axes.add_patch(Rectangle((pair.left, pair.right), 1, 1, facecolor=drawing.HEAT[shade],
                                     edgecolor=drawing.PAPER, lw=0.8))  # fmt: skip
            if pair.equal:
                axes.text(pair.left + 0.5, pair.right + 0.54, str(pair.equal), ha="center", va="center", fontsize=size,
                          color=drawing.HEAT_INK[shade])  # fmt: skip
        for pair in repeated.pairs:
            if pair.doubted:
                axes.add_patch(Rectangle((pair.left, pair.right), 1, 1, fill=False, edgecolor=drawing.DOUBT, lw=1.6,
                                         zorder=3, clip_on=False))  # fmt: skip
        _heads(axes, repeated)
        _legend(figure, any(pair.doubted for pair in repeated.pairs), _tables(repeated))
        return drawing.svg(figure, title, description)


def _heads(axes: Axes, repeated: Repeated) -> None:
    marks = _marks(repeated)
    names = [f"{day.day} {day:%b}{marks.get(title, '')}" for title, day in repeated.columns]
    axes.tick_params(length=0, pad=2)
    axes.set_yticks([place + 0.5 for place in range(1, len(names))], names[1:])
    axes.set_xticks([place + 0.5 for place in range(len(names) - 1)], names[:-1], rotation=90)


def _marks(repeated: Repeated) -> dict[str, str]:
    """A small number for each table, where there are several."""
    tables = dict.fromkeys(title for title, _ in repeated.columns)
    return dict(zip(tables, "¹²³⁴⁵⁶⁷⁸⁹", strict=False)) if len(tables) > 1 else {}


def _tables(repeated: Repeated) -> str:
    years = sorted({day.year for _, day in repeated.columns})
    told = [f"{mark} {title}" for title, mark in _marks(repeated).items()]
    return " · ".join([*told, "–".join(str(year) for year in dict.fromkeys((years[0], years[-1])))])


def _legend(figure: Figure, doubted: bool, tables: str) -> None:
    from matplotlib.patches import Patch

    labels = ("none", *(f"to {most:.0%}" for most in SHADES[1:-1]), f"over {SHADES[-2]:.0%}")
    entries = [Patch(facecolor=color, label=label) for color, label in zip(drawing.HEAT, labels, strict=True)]
    if doubted:
        entries.append(Patch(facecolor="none", edgecolor=drawing.DOUBT, lw=1.4, label="doubted by a finding"))
    figure.legend(handles=entries, loc="upper right", bbox_to_anchor=(0.99, 0.99), frameon=False, fontsize=7,
                  handlelength=1.1, handleheight=1.1, alignment="left", borderaxespad=0,
                  title=f"Equal values of those\nthat both columns report\n{tables}", title_fontsize=7)  # fmt: skip
