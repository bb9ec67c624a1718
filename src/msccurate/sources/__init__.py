"""Document files -> passages and tables with spans; quotes and cells -> anchors."""

from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow, TableFound
from msccurate.sources.document import MOST_BYTES, Loaded, Passage, Source, SourceNumber, load
from msccurate.sources.inquote import locate_in_quote
from msccurate.sources.intable import locate_in_table
from msccurate.sources.quotes import Found, Suggestion, find_all, find_any, find_quote, suggest

__all__ = [
    "MOST_BYTES",
    "CellAnchor",
    "Found",
    "Loaded",
    "Passage",
    "SoughtCell",
    "SoughtRow",
    "Source",
    "SourceNumber",
    "Suggestion",
    "TableFound",
    "find_all",
    "find_any",
    "find_quote",
    "load",
    "locate_in_quote",
    "locate_in_table",
    "suggest",
]
