"""LOINC codes."""

from __future__ import annotations


def loinc_check_digit(number: str) -> int:
    """The check digit of a LOINC code's number: mod 10, double-add-double (LOINC Users' Guide, appendix)."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value // 10 + value % 10
    return -total % 10
