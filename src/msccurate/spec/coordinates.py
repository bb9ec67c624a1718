"""What a cell or an operand is about."""

from __future__ import annotations

from msgspec import Struct


class Coordinates(Struct, frozen=True, gc=False, cache_hash=True):
    """What a cell is about: the words of its heads, sorted out.

    Empty where nothing is said. `groups` are ids (the patients in all of them); `timepoint` is an id of the spec or
    an ISO date; `comparison` may be two ids joined by `+`; `statistic` is a word such as `n` or `reference`.
    """

    variable: str = ""
    level: str = ""
    groups: tuple[str, ...] = ()
    timepoint: str = ""
    comparison: str = ""
    statistic: str = ""

    @property
    def group(self) -> str:
        """All groups as one word."""
        return "+".join(self.groups)
