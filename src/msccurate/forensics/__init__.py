"""Forensic arithmetic on reported numbers, for anybody: no spec, no document, no project needed.

Reported numbers are texts, because trailing zeros count: `grim("5.20", 28)`. Every check answers with a `Result`:
a verdict (possible, impossible, not testable), the numbers behind it, and a sentence. Given columns instead of
numbers, it answers with a polars DataFrame, a row each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msccurate.forensics.binary import debit as debit
    from msccurate.forensics.bounds import sd_bounds as sd_bounds
    from msccurate.forensics.confidence import ci_from as ci_from
    from msccurate.forensics.confidence import p_from_ci as p_from_ci
    from msccurate.forensics.correlation import change_correlation as change_correlation
    from msccurate.forensics.correlation import paired_correlation as paired_correlation
    from msccurate.forensics.deviations import grimmer as grimmer
    from msccurate.forensics.means import grim as grim
    from msccurate.forensics.p_value import p_from as p_from
    from msccurate.forensics.pooling import pooled as pooled
    from msccurate.forensics.reported_tests import statcheck as statcheck
    from msccurate.forensics.result import Result as Result
    from msccurate.forensics.result import Verdict as Verdict
    from msccurate.forensics.shares import percent as percent
    from msccurate.forensics.two_by_two import table_2x2 as table_2x2
    from msccurate.forensics.two_means import t_test as t_test

#: Check -> the module that has it; `msccurate test` offers them in this order.
CHECKS = {
    "grim": "means",
    "grimmer": "deviations",
    "debit": "binary",
    "sd_bounds": "bounds",
    "percent": "shares",
    "t_test": "two_means",
    "table_2x2": "two_by_two",
    "paired_correlation": "correlation",
    "change_correlation": "correlation",
    "pooled": "pooling",
    "ci_from": "confidence",
    "p_from": "p_value",
    "p_from_ci": "confidence",
    "statcheck": "reported_tests",
}
_NAMES = {**CHECKS, "Result": "result", "Verdict": "result"}

__all__ = [
    "CHECKS",
    "Result",
    "Verdict",
    "change_correlation",
    "ci_from",
    "debit",
    "grim",
    "grimmer",
    "p_from",
    "p_from_ci",
    "paired_correlation",
    "percent",
    "pooled",
    "sd_bounds",
    "statcheck",
    "t_test",
    "table_2x2",
]


def __getattr__(name: str) -> Any:
    """Each name is loaded when it is first used."""
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    globals()[name] = found
    return found
