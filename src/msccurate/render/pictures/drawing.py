"""What all pictures share: the style, and how a figure becomes SVG of the same bytes everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#22262b"
SOFT = "#6b727c"
RULE = "#c9cdd3"
BAND = "#dcefe4"
SHADE = "#e3ecf8"
LINE = "#1f5b99"
DOUBT = "#c0261d"
SECOND = "#b3541e"
PAPER = "#ffffff"

#: Six shades from none to most, and the ink that can be read on each.
HEAT = ("#f3f4f6", "#dbe7f5", "#b4d0ec", "#7fb0dd", "#3f82c0", "#154a80")
HEAT_INK = (SOFT, INK, INK, INK, "#fffffe", "#fffffe")

#: The colours of a dark page; a picture that is printed or put into a paper keeps the light ones.
DARK = {INK: "#e7e8ea", SOFT: "#a9afb9", RULE: "#4a5058", BAND: "#24402f", SHADE: "#263549", LINE: "#8ec1ff",
        DOUBT: "#ff8a80", SECOND: "#ffb07a", PAPER: "#1e2125",
        **dict(zip(HEAT, ("#292d33", "#23374d", "#234a70", "#2a6094", "#4f93cf", "#a9d3ff"), strict=True)),
        "#fffffe": "#10151b"}  # fmt: skip
#: Free fonts of the same widths come first where a reader has them; matplotlib measures with its own, which is wider.
FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
WIDTH = 7.0  # inches: two columns of a journal


@contextmanager
def style() -> Iterator[None]:
    """matplotlib with our settings and none of the user's."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": "msccurate",
                "font.family": "DejaVu Sans",
                "font.size": 7.5,
                "axes.edgecolor": RULE,
                "axes.labelcolor": INK,
                "axes.linewidth": 0.6,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.titlesize": 7.5,
                "axes.titlelocation": "left",
                "axes.titlepad": 3,
                "text.color": INK,
                "xtick.color": RULE,
                "ytick.color": RULE,
                "xtick.labelcolor": SOFT,
                "ytick.labelcolor": SOFT,
                "xtick.major.size": 2,
                "ytick.major.size": 2,
                "xtick.labelsize": 6.5,
                "ytick.labelsize": 6.5,
                "figure.facecolor": PAPER,
                "axes.facecolor": "none",
                "savefig.facecolor": PAPER,
                "lines.solid_capstyle": "round",
            }
        )
        yield


def svg(figure: Figure, title: str, description: str) -> str:
    """A figure as SVG with a title and a description; without a date or anything else of the moment."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    out = StringIO()
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(out, format="svg", metadata=metadata)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = text.replace("'DejaVu Sans'", FONTS).replace("DejaVu Sans, ", "")
    head, rest = text.split(">", 1)
    said = (
        f'\n <title id="title">{escape(title)}</title>\n <desc id="desc">{escape(description)}</desc>'
        f"\n <style>{_dark()}</style>"
    )
    return f'{head} role="img" aria-labelledby="title desc">{said}{rest}'


def _dark() -> str:
    rules = "".join(
        f'[style*="fill: {light}"]{{fill:{dark} !important}}[style*="stroke: {light}"]{{stroke:{dark} !important}}'
        for light, dark in DARK.items()
    )
    plain = f"text:not([style*='fill:']){{fill:{DARK[INK]}}}"
    return f"@media screen and (prefers-color-scheme: dark){{{rules}{plain}}}"


def head(axes: Axes, label: str, unit: str, pad: float, fits: int, left: float = 0.0) -> None:
    """A panel's title with the unit behind it, smaller where it has more than the letters that fit; `left` is where it
    begins, in widths of the axes."""
    text = f"{label} ({unit})" if unit else label
    axes.set_title(text, pad=pad, x=left, fontsize=7.5 * min(1.0, max(fits / len(text), 0.7)))


def band(axes: Axes, ends: tuple[float | None, float | None, str] | None) -> None:
    """A normal range across a panel whose limits are set; an end that is missing lies outside of it."""
    if ends is None:
        return
    low, high = axes.get_ylim()
    start = low if ends[0] is None else max(ends[0], low)
    end = high if ends[1] is None else min(ends[1], high)
    if start < end:
        axes.axhspan(start, end, color=BAND, lw=0, zorder=0)


def steps(low: float, high: float, most: int = 3) -> list[float]:
    """Round numbers from `low` to `high`, about `most` of them."""
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(one) for one in found if low <= one <= high]
