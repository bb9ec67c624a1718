"""How single changes are said."""

from __future__ import annotations

from msccurate.review import Adjudication
from msccurate.review.changes import Value


def printed(value: Value, other: Value | None = None) -> str:
    """A value as it is printed, with its unit, and how it is read where only that changed."""
    text = f"{value.text} ({value.unit})" if value.unit else value.text
    if other is not None and (value.text, value.unit) == (other.text, other.unit):
        return f"{text} as {value.read or 'words'}"
    return text


def said(value: Value) -> str:
    """What the document has there, where that is something else."""
    return value.says or "the same"


def decision(one: Adjudication) -> str:
    value = f", curated value {one.value}" if one.value else ""
    return f"{one.verdict or 'no verdict'} by {one.by or 'nobody'}{value}: {one.reason or 'no reason given'}"


def about(one: Adjudication) -> str:
    return one.fingerprint or f"{one.rule} at {one.route}"
