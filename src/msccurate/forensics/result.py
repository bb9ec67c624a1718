"""What every check of reported numbers answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """Three answers, never two: a check without power has not passed."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    NOT_TESTABLE = "not testable"

    @classmethod
    def of(cls, possible: bool | None) -> Verdict:
        """The verdict for True, False and None."""
        return {True: cls.POSSIBLE, False: cls.IMPOSSIBLE, None: cls.NOT_TESTABLE}[possible]


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict, what it rests on, and a sentence that says so.

    `candidates` are the values (as text, in the precision reported) that could stand in place of an impossible one,
    or those that a possible one may have come from.
    """

    verdict: Verdict
    sentence: str
    candidates: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def possible(self) -> bool | None:
        """True, False, or None where the numbers cannot tell."""
        return {Verdict.POSSIBLE: True, Verdict.IMPOSSIBLE: False, Verdict.NOT_TESTABLE: None}[self.verdict]

    def __str__(self) -> str:
        return self.sentence
