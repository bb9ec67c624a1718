"""One YAML file of the curation folder: its root map, and the problems found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from msccurate import reading
from msccurate.findings import Problem
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.text import Span, nearest

VERSION = "1"
_ID = re.compile(r"[a-z][a-z0-9_]*")
#: Bounded, because `1e999999999` is one short text and a number of a billion digits.
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:/\d{1,30})?")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    path: str
    text: str
    problems: tuple[Problem, ...]


class CurationFile:
    """Collects what is wrong while sections are read; nothing here raises."""

    def __init__(self, root: Path, path: str, sections: tuple[str, ...]) -> None:
        self.path = path
        result = reading.read(root / path)
        self.text, self.problems = result.text, list(result.problems)
        if isinstance(result.node, Mapping):
            self.root = result.node
            self.known(self.root, ("msccurate", *sections, "note"), path)
            self._check_version()
        else:
            self.root = Mapping((), Span(0, 0))
            if not self.problems:
                self.problem("SPC03", Span(0, 0), f"{path} holds no map", f"its keys are {', '.join(sections)}")

    def _check_version(self) -> None:
        node = self.root.get("msccurate")
        if node is None:
            self.problem("SPC03", Span(0, 0), f"{self.path} does not say its format", f"write `msccurate: {VERSION}`")
        elif not isinstance(node, Scalar) or node.text != VERSION:
            self.problem("SPC03", node.span, "this format is not known", f"write `msccurate: {VERSION}`")

    def loaded(self) -> LoadedFile:
        return LoadedFile(self.path, self.text, tuple(sorted(self.problems, key=lambda one: one.span)))

    def problem(self, kind: str, span: Span, words: str, help: str = "") -> None:
        self.problems.append(Problem(kind, span, words, help))

    def known(self, node: Mapping, keys: tuple[str, ...], where: str) -> None:
        """Report keys that are not among `keys`."""
        for entry in node.entries:
            if entry.key.text not in keys:
                near = nearest(entry.key.text, keys)
                help = f"did you mean `{near}`?" if near else f"known are {', '.join(keys)}"
                self.problem("SPC02", entry.key.span, f"unknown key `{entry.key.text}` in {where}", help)

    def identifier(self, key: Scalar) -> None:
        """Report an id that no spec could use."""
        if not _ID.fullmatch(key.text):
            words = f"`{key.text}` cannot be an id"
            self.problem("SPC07", key.span, words, "use small letters, digits and `_`, a letter first")

    def section(self, name: str, required: bool = False) -> Iterator[tuple[Scalar, Node]]:
        """The entries of a top-level section."""
        node = self.root.get(name)
        if node is None and required and self.root.entries:
            self.problem("SPC03", Span(0, 0), f"{self.path} has no `{name}`")
        yield from self.entries(node, f"`{name}`")

    def maps(self, section: str, required: bool = False) -> Iterator[tuple[Scalar, Mapping]]:
        """The entries of a top-level section whose values are maps."""
        for key, value in self.section(section, required):
            if isinstance(value, Mapping):
                yield key, value
            else:
                self.problem("SPC03", key.span, f"`{key.text}` in {section} must be a map of keys")

    def entries(self, node: Node | None, what: str) -> Iterator[tuple[Scalar, Node]]:
        if node is not None and not isinstance(node, Mapping):
            self.problem("SPC03", node.span, f"{what} must be a map")
        for entry in node.entries if isinstance(node, Mapping) else ():
            yield entry.key, entry.value

    def text_of(self, node: Node | None, what: str) -> str:
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text
        self.problem("SPC03", node.span, f"{what} must be a text")
        return ""

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts, or one text."""
        return tuple(one.text for one in self.scalars(node, what))

    def scalars(self, node: Node | None, what: str) -> Iterator[Scalar]:
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Scalar):
                    yield item
                else:
                    self.problem("SPC03", item.span, f"{what} must hold texts")
        elif node is not None:
            self.problem("SPC03", node.span, f"{what} must be a list")

    def needed(self, key: Scalar, node: Mapping, name: str, what: str) -> str:
        """The text of a key that must be there."""
        text = self.text_of(node.get(name), f"`{name}`")
        if not text and not isinstance(node.get(name), (Mapping, Sequence)):
            self.problem("SPC03", key.span, f"{what} has no `{name}`")
        return text

    def number(self, node: Node | None, what: str) -> Fraction | None:
        """An exact number: `0.018`, `1/60`, `16.114`; None where there is none."""
        text = self.text_of(node, what)
        if not text or node is None:
            return None
        try:
            if _NUMBER.fullmatch(text):
                top, _, bottom = text.partition("/")
                return Fraction(top) / Fraction(bottom or "1")
        except ZeroDivisionError:
            pass
        words = f"{what} must be a number, not `{text}`"
        self.problem("SPC03", node.span, words, "write for example `0.018` or `1/60`")
        return None

    def positive(self, node: Node | None, what: str) -> Fraction | None:
        number = self.number(node, what)
        if number is not None and number <= 0 and node is not None:
            self.problem("SPC03", node.span, f"{what} must be more than 0")
            return None
        return number

    def one_of(self, node: Mapping, name: str, values: tuple[str, ...]) -> str:
        """The value of a key that has a choice; empty where it is missing or wrong."""
        value = node.get(name)
        text = self.text_of(value, f"`{name}`")
        if text and text not in values and value is not None:
            near = nearest(text, values)
            help = f"did you mean `{near}`?" if near else f"write {', '.join(values)}"
            self.problem("SPC03", value.span, f"`{name}: {text}` is not possible", help)
            return ""
        return text
