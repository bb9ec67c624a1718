"""Checking nodes against the shape of the format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msccurate.findings import Problem
from msccurate.notation import parse_iso
from msccurate.reading import Entry, Mapping, Node, Scalar, Sequence
from msccurate.spec import shape as kinds
from msccurate.spec.shape import ID, ISO, NOTE, Key
from msccurate.text import Span, nearest


def misfits(node: Node, keys: tuple[Key, ...], where: str) -> Iterator[Problem]:
    """All ways in which a node is not a map of `keys`; `where` names the map in words."""
    if not isinstance(node, Mapping):
        yield Problem("SPC03", node.span, f"{where} must be a map of keys, not {_called(node)}", _wanted(keys))
        return
    known = {key.name: key for key in keys}
    for entry in node.entries:
        key = known.get(entry.key.text)
        if key is None:
            yield _unknown(entry.key, tuple(known), where)
        else:
            yield from _value_misfits(entry, key, where)
    misspelt = {nearest(entry.key.text, known) for entry in node.entries if entry.key.text not in known}
    missing = [key for key in keys if key.required and node.get(key.name) is None and key.name not in misspelt]
    if missing:
        words = f"{where} has no {', no '.join(f'`{key.name}`' for key in missing)}"
        help = "; ".join(f"`{key.name}:` ({_lower(key.words)})" for key in missing)
        yield Problem("SPC03", _head(node), words, f"add {help}")


def _value_misfits(entry: Entry, key: Key, where: str) -> Iterator[Problem]:
    node, name = entry.value, f"`{key.name}`"
    match key.holds:
        case kinds.TEXT:
            yield from _text_misfits(node, key)
        case kinds.TEXTS:
            items = node.items if isinstance(node, Sequence) else ()
            if not items or not all(isinstance(item, Scalar) for item in items):
                yield Problem("SPC03", node.span, f"{name} must be a list of texts", f"write `{key.name}: [A B, C D]`")
        case kinds.MAP:
            yield from misfits(node, key.shape, name)
        case kinds.EACH | kinds.TEXT_OR_MAP | kinds.CELLS:
            if not isinstance(node, Mapping) or (not node.entries and key.name in ("sources", "groups")):
                wanted = "the head of each row and its cells" if key.holds == kinds.CELLS else "ids, each with its map"
                yield Problem(
                    "SPC03",
                    node.span if node.span.end > node.span.start else entry.key.span,
                    f"{name} must hold {wanted}, not {_called(node)}",
                )
                return
            for inner in node.entries:
                if key.holds != kinds.CELLS:
                    yield from _id_misfits(inner.key, name)
                if not (key.holds != kinds.EACH and isinstance(inner.value, Scalar)):
                    if key.holds == kinds.EACH and inner.key.text == NOTE.name and isinstance(inner.value, Scalar):
                        continue
                    yield from misfits(inner.value, key.shape, f"`{inner.key.text}`")


def _text_misfits(node: Node, key: Key) -> Iterator[Problem]:
    if not isinstance(node, Scalar):
        words = f"`{key.name}` must be a text, not {_called(node)}"
        yield Problem("SPC03", node.span, words, "quote the text if it begins with a bracket")
    elif key.values and node.text not in key.values:
        listed = " or ".join(f"`{value}`" for value in key.values)
        yield Problem("SPC03", node.span, f"`{key.name}: {node.text}` is not possible here", f"write {listed}")
    elif key.pattern and not re.fullmatch(key.pattern, node.text):
        yield Problem("SPC03", node.span, f"`{key.name}` must be {key.wants}, not `{node.text}`")
    elif key.pattern == ISO and parse_iso(node.text) is None:
        yield Problem("SPC03", node.span, f"there is no day `{node.text}`", "compare the date with the document")
    elif key.required and not node.text.strip():
        yield Problem("SPC03", node.span, f"`{key.name}` is empty", _lower(key.words))


def _id_misfits(key: Scalar, where: str) -> Iterator[Problem]:
    if key.text != NOTE.name and not re.fullmatch(ID, key.text):
        words = f"`{key.text}` cannot be an id in {where}"
        yield Problem("SPC07", key.span, words, "use small letters, digits and `_`, a letter first")


def _unknown(key: Scalar, known: tuple[str, ...], where: str) -> Problem:
    near = nearest(key.text, known)
    help = f"did you mean `{near}`?" if near else f"{where} knows: {', '.join(known)}"
    return Problem("SPC02", key.span, f"unknown key `{key.text}` in {where}", help)


def _called(node: Node) -> str:
    match node:
        case Scalar(text=""):
            return "nothing"
        case Scalar():
            return f"the text `{node.text[:40]}`"
        case Sequence():
            return "a list"
        case _:
            return "a map"


def _wanted(keys: tuple[Key, ...]) -> str:
    return "it has the keys " + ", ".join(f"`{key.name}`" for key in keys if key.name != NOTE.name)


def _head(node: Mapping) -> Span:
    return node.entries[0].key.span if node.entries else node.span


def _lower(words: str) -> str:
    return (words[:1].lower() + words[1:]).rstrip(".")
