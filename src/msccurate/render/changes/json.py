"""Changes as JSON; findings have the shape that they have in a report."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from msgspec import structs

from msccurate.render.json import finding
from msccurate.render.options import Options
from msccurate.review import Adjudication
from msccurate.review.changes import Changes, Value

VERSION = 1


def render(changes: Changes, base: tuple[str, str], options: Options) -> str:
    """One indented JSON document."""
    commit, name = base
    document = {
        "version": VERSION,
        "base": {"ref": name, "commit": commit},
        "values": {
            "added": [_value(one) for one in changes.added],
            "removed": [_value(one) for one in changes.removed],
            "changed": [{"old": _value(old), "new": _value(new)} for old, new in changes.changed],
        },
        "adjudications": {
            "added": [_decision(one) for one in changes.decided],
            "removed": [_decision(one) for one in changes.withdrawn],
            "changed": [{"old": _decision(old), "new": _decision(new)} for old, new in changes.revised],
            "stale": [_decision(one) for one in changes.stale],
        },
        "findings": {
            "new": [finding(one) for one in changes.new],
            "reopened": [finding(one) for one in changes.reopened],
            "fixed": [finding(one) for one in changes.fixed],
            "adjudicated": [finding(one) for one in changes.settled],
            "unchanged": changes.unchanged,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _value(one: Value) -> dict[str, Any]:
    """`source` is what the document has there where that is something else, else null."""
    found = asdict(one)
    says = found.pop("says")
    return found | {"source": says or None}


def _decision(one: Adjudication) -> dict[str, Any]:
    return {name: value or None for name, value in structs.asdict(one).items()}
