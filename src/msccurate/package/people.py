"""Names of authors as documents print them."""

from __future__ import annotations

import re

_INITIALS = re.compile(r"(?P<family>\S.*?)\s+(?P<given>[A-Z]{1,4}|(?:[A-Z]\.[ -]?){1,4})")


def named(author: str) -> dict[str, str]:
    """An author's family and given names, for CFF: `Doe, Jane` and `Doe J`; else the name as a whole."""
    family, comma, given = author.partition(",")
    if comma and family.strip() and given.strip():
        return {"family-names": family.strip(), "given-names": given.strip()}
    match = _INITIALS.fullmatch(author)
    if match:
        return {"family-names": match["family"], "given-names": match["given"]}
    return {"name": author}
