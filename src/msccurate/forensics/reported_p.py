"""What a reported p value says, and by which readings a recomputed one agrees with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import inf

from msccurate.forensics.rounding import preimage
from msccurate.printed import Interval, Printed, Truth

#: A p value off by at most so many units of its last place is a slip of the last digit (RULES: 1.5).
SLIP = Fraction(3, 2)

#: What texts say of their tests: the words for it, and stems of which each of the words has one.
_STATED = {
    "one-sided": (r"\b(?:one|1)[-\s](?:sided|tailed)\b|\bdirectional\b", ("sided", "tailed", "directional")),
    "corrected": (
        r"\bbonferroni|\bholm\b|\bhochberg|\b[šs]id[aá]k|\bbenjamini|\bfdr\b|false discovery|\btukey|\bscheff"
        r"|\bdunn(?:ett)?\b|\bmultiple (?:comparison|test)|\b(?:adjusted|corrected) (?:p\b|for multipl)",
        ("bonferroni", "holm", "hochberg", "sid", "šid", "benjamini", "fdr", "discovery", "tukey", "scheff", "dunn",
         "multipl", "adjusted p", "corrected p"),
    ),
    "sphericity": (
        r"\bgreenhouse|\bgeisser|\bhuynh|\bfeldt|\bsphericity|\brepeated[-\s]measures",
        ("greenhouse", "geisser", "huynh", "feldt", "sphericity", "repeated"),
    ),
    "exact": (
        r"\bexact\b|\bfisher|\bmonte[-\s]carlo|\bpermutation|\bbootstrap|\brandomi[sz]ation test|\byates\b"
        r"|\bcontinuity",
        ("exact", "fisher", "carlo", "permutation", "bootstrap", "ation test", "yates", "continuity"),
    ),
    "ranks": (
        r"\bwilcoxon|\bmann[-\s]?whitney|\brank[-\s]sum|\bsigned[-\s]rank|\bkruskal|\bfriedman",
        ("wilcoxon", "whitney", "rank", "kruskal", "friedman"),
    ),
}  # fmt: skip


def stated(text: str) -> frozenset[str]:
    """What a text says of its tests: one-sided, corrected, sphericity, exact, ranks."""
    lower = text.lower()
    return frozenset(
        name
        for name, (words, stems) in _STATED.items()
        if any(stem in lower for stem in stems) and re.search(words, lower)
    )


def said(p: Printed) -> Interval:
    """The p values that print so. A whole one is read as one of one decimal: nobody rounds 0.4 to 0 (proposal)."""
    if p.comparator:
        return p.interval
    shown = Printed(p.text, p.mantissa * 10, 1) if p.decimals <= 0 else p
    interval = shown.interval
    return Interval(max(interval.low, 0.0), min(interval.high, 1.0)) if interval.meets(Interval(0.0, 1.0)) else interval


def beyond(p: Printed) -> bool:
    """Whether no p value can be so: below 0 or above 1."""
    if p.mantissa > 0 and (p.comparator in ("<", "<=") or (not p.comparator and p.mantissa <= 10**p.decimals)):
        return False  # what is printed is itself one, or some below it are
    return not said(p).meets(Interval(0.0, 1.0))


def is_zero(p: Printed) -> bool:
    """Whether it is printed as nothing, such as `0.000`."""
    return p.mantissa == 0


def side(p: Interval, alpha: float) -> str:
    """`significant` or `not` where that is sure, else empty."""
    if p.at_most(Interval(alpha, alpha)) is Truth.TRUE:
        return "significant"
    return "not" if Interval(alpha, alpha).less(p) is Truth.TRUE else ""


def close(p: Interval, reported: Printed) -> str:
    """`cut off` or `the last digit` where only the rounding of the reported value is off; else empty.

    Bounds such as `< 0.05` are not rounded.
    """
    if reported.comparator or reported.mantissa <= 0:
        return ""
    if preimage(reported, "trunc").interval.meets(p):
        return "cut off"
    unit = Fraction(10) ** -reported.decimals
    near = Interval(float(reported.value - SLIP * unit), float(reported.value + SLIP * unit))
    return "the last digit" if near.meets(p) else ""


def corrected(p: Interval, reported: Interval) -> bool:
    """Whether a correction for several tests, which makes a p value larger, can lead from one to the other."""
    return Interval(p.low, inf).meets(reported)


def agreement(
    reported: Printed, variants: Mapping[str, Interval], directed: bool = False
) -> tuple[bool, tuple[str, ...], str]:
    """Whether a reported p value is that of one of the tests (name: its p values), which, and that in words.

    Where it is that of none, the names are those of the readings by which it would be; `directed` tests may have been
    one-sided, in either direction.
    """
    shown = f"p {reported.comparator or '='} {reported.text.lstrip('<>=≤≥ ')}"
    if beyond(reported):
        return False, (), f"no p value is {reported}"
    values = said(reported)
    fits = tuple(name for name, p in variants.items() if p.meets(values))
    if fits:
        return True, fits, f"{shown} is possible ({', '.join(fits)})"
    readings = []
    if directed and any(half.meets(values) for p in variants.values() for half in halves(p)):
        readings.append("a one-sided test")
    slips = {close(p, reported) for p in variants.values()} - {""}
    if slips:
        readings.append(f"a p value {'cut off' if 'cut off' in slips else 'off by one in its last digit'}")
    return False, tuple(readings), f"{shown} is impossible" + (f" but for {' or '.join(readings)}" if readings else "")


def halves(p: Interval) -> tuple[Interval, Interval]:
    """The one-sided p values of a two-sided one: in the direction of the effect, and against it."""
    return Interval(p.low / 2, p.high / 2), Interval(1 - p.high / 2, 1 - p.low / 2)
