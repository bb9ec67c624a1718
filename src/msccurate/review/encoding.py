"""What was examined, as plain JSON: it can be kept and passed on, and reading it back never runs anything.

A value that is no plain text or number is a list that begins with a mark: the place of its class in `_CLASSES`, or one
of the marks below.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any

from msccurate.findings import Finding, Label, Place, Severity
from msccurate.review.examined import Examined
from msccurate.review.report import (
    Adjudicated,
    Adjudication,
    Agreement,
    Coverage,
    Excerpt,
    PlacedLabel,
    ReportedFinding,
)
from msccurate.text import Span

_CLASSES: tuple[type, ...] = (
    Examined,
    ReportedFinding,
    PlacedLabel,
    Excerpt,
    Adjudicated,
    Adjudication,
    Agreement,
    Coverage,
    Finding,
    Label,
    Place,
    Span,
)
_MARKS = {kind: mark for mark, kind in enumerate(_CLASSES)}
_READ = {kind: attrgetter(*(one.name for one in fields(kind))) for kind in _CLASSES}
_TUPLE, _MAP, _SEVERITY, _DECIMAL, _FRACTION, _DATE = -1, -2, -3, -4, -5, -6


def encoded(examined: Examined) -> bytes:
    """An examined document as one line of JSON."""
    return json.dumps(_plain(examined), separators=(",", ":")).encode()


def decoded(data: bytes) -> Examined:
    """The examined document that was encoded. Raises ValueError for anything else."""
    try:
        found = _typed(json.loads(data))
    except (TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(found, Examined):
        raise ValueError("no examined document")
    return found


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or value is None or kind is int or kind is bool or kind is float:
        return value
    if kind in _MARKS:
        return [_MARKS[kind], *map(_plain, _READ[kind](value))]
    if kind is tuple or kind is list:
        return [_TUPLE, *map(_plain, value)]
    if kind is Severity:
        return [_SEVERITY, int(value)]
    if kind is dict:
        return [_MAP, *(_plain(part) for pair in value.items() for part in pair)]
    if kind is Decimal:
        return [_DECIMAL, str(value)]
    if kind is Fraction:
        return [_FRACTION, value.numerator, value.denominator]
    if kind is date:
        return [_DATE, value.isoformat()]
    raise TypeError(f"a {kind.__name__} cannot be kept")


def _typed(node: Any) -> Any:
    if type(node) is not list:
        return node
    mark = node[0]
    if mark >= 0:
        return _CLASSES[mark](*map(_typed, node[1:]))
    if mark == _TUPLE:
        return tuple(map(_typed, node[1:]))
    if mark == _MAP:
        parts = [_typed(part) for part in node[1:]]
        return dict(zip(parts[::2], parts[1::2], strict=True))
    if mark == _SEVERITY:
        return Severity(node[1])
    if mark == _FRACTION:
        return Fraction(node[1], node[2])
    return Decimal(node[1]) if mark == _DECIMAL else date.fromisoformat(node[1])
