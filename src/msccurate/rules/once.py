"""What several rules ask of a document, worked out once for each document that is alive."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple, Unpack
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from msccurate.tables import Document

T = TypeVar("T")
About = TypeVarTuple("About")


def once(question: Callable[[Document, Unpack[About]], T]) -> Callable[[Document, Unpack[About]], T]:
    """Remember the answer for each document, and whatever else is asked about; nobody may change it."""
    known: WeakKeyDictionary[Document, dict[tuple[Hashable, ...], T]] = WeakKeyDictionary()

    @wraps(question)
    def answer(document: Document, *about: *About) -> T:
        answers = known.setdefault(document, {})
        if about not in answers:
            answers[about] = question(document, *about)
        return answers[about]

    return answer
