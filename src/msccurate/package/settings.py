"""`curation/package.yaml`: what a project says of its data package."""

from __future__ import annotations

from pathlib import Path

from msccurate import reading
from msccurate.package import zenodo
from msccurate.package.errors import PackageError
from msccurate.package.metadata import Contributor, License, PackageMetadata, Reference
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.text import Lines, nearest

PATH = "curation/package.yaml"
TEXTS = ("name", "title", "description", "version", "homepage", "id", "released")
LISTS = {"licenses": License, "sources": Reference, "contributors": Contributor}
#: What contributors may be: the roles of the Data Package standard, of Zenodo's form, and our own.
ROLES = ("author", "creator", "contributor", "wrangler", *zenodo.ROLES)
KEYS = ("msccurate", *TEXTS, "keywords", *LISTS)


def load_metadata(root: Path) -> PackageMetadata:
    """Read a project's package metadata; defaults where it has none. Raises PackageError, worded with the line."""
    if not (root / PATH).exists():
        return PackageMetadata()
    result = reading.read(root / PATH)
    lines = Lines(result.text)
    if result.problems or not isinstance(result.node, Mapping):
        first = result.problems[0] if result.problems else None
        words = first.words if first else "this is no map of keys"
        line = lines.position(first.span.start).line if first else 1
        raise PackageError(f"{PATH}:{line}: {words}")
    said: dict[str, object] = {}
    for entry in result.node.entries:
        name = entry.key.text
        where = f"{PATH}:{lines.position(entry.key.span.start).line}"
        if name not in KEYS:
            near = nearest(name, KEYS)
            raise PackageError(f"{where}: unknown key `{name}`" + (f"; did you mean `{near}`?" if near else ""))
        if name in TEXTS:
            said[name] = _text(entry.value, where)
        elif name == "keywords":
            said[name] = tuple(_text(item, where) for item in _items(entry.value, where))
        elif name in LISTS:
            said[name] = tuple(_made(LISTS[name], item, where) for item in _items(entry.value, where))
    return PackageMetadata(**said)  # type: ignore[arg-type]


def _text(node: Node, where: str) -> str:
    if not isinstance(node, Scalar):
        raise PackageError(f"{where}: this must be a text")
    return node.text


def _items(node: Node, where: str) -> tuple[Node, ...]:
    if not isinstance(node, Sequence):
        raise PackageError(f"{where}: this must be a list")
    return node.items


def _role(text: str, where: str) -> str:
    """A role as the archives know it: no reader of a package notices a wrong one."""
    if text not in ROLES:
        near = nearest(text, ROLES)
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(ROLES)}"
        raise PackageError(f"{where}: `{text}` is no role of a contributor: {hint}")
    return text


def _made(kind: type[License | Reference | Contributor], node: Node, where: str) -> object:
    if not isinstance(node, Mapping):
        raise PackageError(f"{where}: each of these must be a map")
    known = kind.__dataclass_fields__
    said: dict[str, object] = {}
    for entry in node.entries:
        name = entry.key.text
        if name not in known:
            raise PackageError(f"{where}: unknown key `{name}`; known are {', '.join(known)}")
        if name == "roles":
            said[name] = tuple(_role(_text(item, where), where) for item in _items(entry.value, where))
        else:
            said[name] = _text(entry.value, where)
    return kind(**said)  # type: ignore[arg-type]
