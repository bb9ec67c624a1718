"""What several rules ask of a document, worked out once for each document that is alive."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from msccurate.tables import Document

T = TypeVar("T")


def once(question: Callable[[Document], T]) -> Callable[[Document], T]:
    """Remember the answer for each document; it must not be changed by those who get it."""
    known: WeakKeyDictionary[Document, T] = WeakKeyDictionary()

    @wraps(question)
    def answer(document: Document) -> T:
        if document not in known:
            known[document] = question(document)
        return known[document]

    return answer
