"""Spans, line and column arithmetic, display width, folding of characters, nearest words."""

from msccurate.text.folding import Folded, fold
from msccurate.text.span import Lines, Position, Span
from msccurate.text.width import display_width
from msccurate.text.words import nearest

__all__ = ["Folded", "Lines", "Position", "Span", "display_width", "fold", "nearest"]
