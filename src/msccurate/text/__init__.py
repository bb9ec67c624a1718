"""Spans, line and column arithmetic, display width, what may be printed, folding of characters, nearest words."""

from msccurate.text.folding import Folded, fold, folds_to
from msccurate.text.span import Lines, Position, Span
from msccurate.text.width import display_width, printable
from msccurate.text.words import nearest

__all__ = ["Folded", "Lines", "Position", "Span", "display_width", "fold", "folds_to", "nearest", "printable"]
