"""Publication-ready tables as a LaTeX document (booktabs, longtable)."""

from __future__ import annotations

from collections.abc import Iterator

from msccurate.package.evidence import Cell, Page, PrintedTable

#: Characters that LaTeX takes for commands, and those that its fonts lack, as they are written there.
WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "–": "{--}",
    "—": "{---}",
    "−": r"\ensuremath{-}",
    "±": r"\ensuremath{\pm}",
    "×": r"\ensuremath{\times}",
    "·": r"\ensuremath{\cdot}",
    "√": r"\ensuremath{\surd}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≈": r"\ensuremath{\approx}",
    "→": r"\ensuremath{\rightarrow}",
    "°": r"\textdegree{}",
    "µ": r"\textmu{}",
    "μ": r"\textmu{}",
    "α": r"\ensuremath{\alpha}",
    "β": r"\ensuremath{\beta}",
    "γ": r"\ensuremath{\gamma}",
    "Δ": r"\ensuremath{\Delta}",
    "…": r"\dots{}",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "’": r"\textquoteright{}",
    "‘": r"\textquoteleft{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
}
_SUPERSCRIPTS = {sign: str(digit) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "-", "⁺": "+"}
_SUBSCRIPTS = {sign: str(digit) for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_WRITTEN = str.maketrans(
    WRITTEN
    | {sign: rf"\textsuperscript{{{plain}}}" for sign, plain in _SUPERSCRIPTS.items()}
    | {sign: rf"\textsubscript{{{plain}}}" for sign, plain in _SUBSCRIPTS.items()}
    | {"\n": " "}
)

_HEAD = r"""\documentclass{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
\fi
\usepackage{textcomp,array,booktabs,longtable}
\usepackage[a4paper,landscape,margin=2cm]{geometry}
\setlength{\parindent}{0pt}
"""


def written(text: str) -> str:
    """A text as LaTeX prints it letter for letter."""
    return "-{}-".join(part.translate(_WRITTEN) for part in text.split("--"))  # two hyphens are no dash


def latex(page: Page) -> str:
    """A document of tables that compiles alone; each table may be copied into another with these packages."""
    lines = [
        _HEAD + rf"\title{{{written(page.title)}}}",
        r"\date{}",
        r"\begin{document}",
        r"\maketitle",
        written(page.words),
        *(line for table in page.tables for line in _table(table)),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _table(table: PrintedTable) -> Iterator[str]:
    share = f"{0.96 / len(table.head):.3f}"
    column = rf">{{\raggedright\arraybackslash}}p{{{share}\linewidth}}"
    yield ""
    yield rf"\begin{{longtable}}{{@{{}}*{{{len(table.head)}}}{{{column}}}@{{}}}}"
    yield rf"\multicolumn{{{len(table.head)}}}{{@{{}}l}}{{\bfseries {written(table.title)}}}\\"
    yield r"\toprule"
    yield " & ".join(written(one) for one in table.head) + r" \\"
    yield r"\midrule"
    yield r"\endfirsthead"
    yield r"\toprule"
    yield " & ".join(written(one) for one in table.head) + r" \\"
    yield r"\midrule"
    yield r"\endhead"
    yield r"\bottomrule"
    yield r"\endfoot"
    for row in table.rows:
        yield " & ".join(_cell(one) for one in row) + r" \\"
    yield r"\end{longtable}"
    for note in [written(table.words)] if table.words else []:
        yield rf"{{\footnotesize {note}\par}}"
    for words, mark in table.footnotes.items():
        yield rf"{{\footnotesize \textsuperscript{{{mark}}} {written(words)}\par}}"


def _cell(cell: Cell) -> str:
    text = written(cell.text)
    if text.startswith("["):
        text = f"{{}}{text}"  # a row that begins with a bracket would be read as the length of the line before
    return text + (rf"\textsuperscript{{{','.join(cell.marks)}}}" if cell.marks else "")
