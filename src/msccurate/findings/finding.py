"""A finding: a small immutable record with labels on spec and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from msccurate.text import Span


class Severity(IntEnum):
    """How bad a finding is; compares by badness."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Severity:
        """The severity called `word`; raises KeyError."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a file of the project; `path` is relative to the project root, with slashes."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Label:
    """A place that a finding speaks of, and what it says of it.

    A label names a `route` (`table2.wbc.before#sd`); where there is no route, or the route's own place is not the
    one meant, `spec` or `source` say the place outright. `text` is the printed text there: it enters the
    fingerprint. Empty `words` mark the place without a comment.
    """

    route: str
    words: str = ""
    text: str = ""
    spec: Place | None = None
    source: Place | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy: its rule, what is wrong, where, and what to do.

    `expected` is the text that the primary label should have had, where one is known. `differs` says that the spec
    is known to differ from its source at the primary label (only the SRC rules set it; others leave None and the
    verdict is computed from the anchors).
    """

    code: str
    name: str
    severity: Severity
    message: str
    document: str
    extractor: str
    primary: Label
    related: tuple[Label, ...] = ()
    help: str = ""
    expected: str | None = None
    differs: bool | None = None
