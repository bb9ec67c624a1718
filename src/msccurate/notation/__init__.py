"""`25 (80.6%)` -> printed numbers with their places in the text: cells, heads, forms and dates."""

from msccurate.notation.cell import Cell, Part, Reading, read_cell
from msccurate.notation.dates import IsoDate, parse_iso, renderings
from msccurate.notation.form import Form, Forms, read_forms
from msccurate.notation.head import STATISTICS, Head, Piece, Word, read_head, split_bars
from msccurate.notation.scan import number_spans, scan_numbers

__all__ = [
    "STATISTICS",
    "Cell",
    "Form",
    "Forms",
    "Head",
    "IsoDate",
    "Part",
    "Piece",
    "Reading",
    "Word",
    "number_spans",
    "parse_iso",
    "read_cell",
    "read_forms",
    "read_head",
    "renderings",
    "scan_numbers",
    "split_bars",
]
