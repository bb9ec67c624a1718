"""ORCID identifiers."""

from __future__ import annotations

import re

_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")


def valid_orcid(text: str) -> bool:
    """Whether a text is an ORCID, its check digit included (ISO 7064, MOD 11-2)."""
    if not _ORCID.fullmatch(text):
        return False
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]
