"""Forensic arithmetic on reported numbers, for anybody: no spec, no document, no project needed.

Reported numbers are texts, because trailing zeros count: `grim("5.20", 28)`. Every check answers with a `Result`:
a verdict (possible, impossible, not testable), the numbers behind it, and a sentence. Given columns instead of
numbers, it answers with a polars DataFrame, a row each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msccurate.forensics.p_value import p_from as p_from
    from msccurate.forensics.result import Result as Result
    from msccurate.forensics.result import Verdict as Verdict

#: Check -> the module that has it; `msccurate test` offers them in this order.
CHECKS = {
    "p_from": "p_value",
}
_NAMES = {**CHECKS, "Result": "result", "Verdict": "result"}

__all__ = ["CHECKS", "Result", "Verdict", "p_from"]


def __getattr__(name: str) -> Any:
    """Each name is loaded when it is first used."""
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    globals()[name] = found
    return found
