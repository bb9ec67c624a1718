"""YAML -> marked, untyped nodes: every YAML file of ours is read here, and every scalar is text."""

from msccurate.reading.files import MOST_BYTES, read
from msccurate.reading.nodes import Entry, Mapping, Node, Placing, Result, Scalar, Sequence, placed
from msccurate.reading.parser import parse
from msccurate.reading.words import DEEPEST
from msccurate.text import nearest

__all__ = [
    "DEEPEST",
    "MOST_BYTES",
    "Entry",
    "Mapping",
    "Node",
    "Placing",
    "Result",
    "Scalar",
    "Sequence",
    "nearest",
    "parse",
    "placed",
    "read",
]
