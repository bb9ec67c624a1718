"""The nearest known word, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.65) -> str | None:
    """The known word most like `word`, or None where none is alike enough; case does not count."""
    folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), folded, n=4, cutoff=cutoff)
    # swapped letters are the likeliest mistake
    found.sort(key=lambda one: sorted(one) != sorted(word.casefold()))
    return folded[found[0]] if found else None
