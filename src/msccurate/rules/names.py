"""What documents are called, as keys that are equal where two documents may be one, or of one study."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msccurate.rules.registry import Distil

if TYPE_CHECKING:
    from msccurate.tables import Document

_NO_WORD = re.compile(r"[^\w./]")
_VERSION = re.compile(r"[./]?v\d+$")
_WORD = re.compile(r"[^\W_]+")
_REGISTRATION = re.compile(r"[A-Za-z][A-Za-z-]*[\s:-]*\d[\w-]{3,}")
_SIGNS = re.compile(r"[\W_]+")
#: Titles of fewer words are the same by chance.
_LEAST_WORDS = 5


def names_of(extractions: Sequence[Document]) -> Iterator[tuple[str, str, str, str]]:
    """Of each extraction its `doi` and its `title` as written; of the one that speaks for the document also the DOI
    without its `version`, the `words` of the title in any order, and the `study`: its registrations, and its DOI."""
    for document in extractions:
        said = document.spec.publication
        printed = {name: said[name].text if name in said else "" for name in ("doi", "title", "registration")}
        doi, title = printed["doi"], printed["title"]
        keys = [("doi", as_written(doi), doi), ("title", as_written(title), title)]
        if document is extractions[0]:
            keys += [("version", _VERSION.sub("", doi.strip().casefold()), doi), ("words", _words(title), title)]
            registered = dict.fromkeys(_REGISTRATION.findall(printed["registration"]))
            keys += [("study", _SIGNS.sub("", one).upper(), one) for one in registered]
            keys += [("study", f"doi {doi.strip().casefold()}" if doi else "", doi)]
        for kind, key, text in keys:
            if key:
                yield document.extractor, kind, key, text


NAMES = Distil("names", {"extractor": str, "kind": str, "key": str, "text": str}, names_of)


def as_written(name: str) -> str:
    """A DOI or title without what a typist may have changed."""
    return _NO_WORD.sub("", name.lower())


def _words(title: str) -> str:
    words = sorted({word for word in _WORD.findall(title.casefold()) if len(word) > 3 or word.isdigit()})
    return " ".join(words) if len(words) >= _LEAST_WORDS else ""
