"""Reading `curation/codebook.yaml` and `curation/units.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from msccurate import reading
from msccurate.codebook.bounds import Bound, read_bound
from msccurate.codebook.loinc import loinc_check_digit
from msccurate.codebook.model import Codebook, Relation, Schedule, Terms, Variable
from msccurate.codebook.units import Unit, Units
from msccurate.expressions import parse, words
from msccurate.findings import Problem
from msccurate.notation import STATISTICS
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.text import Span, nearest

VARIABLE_KEYS = (
    "label",
    "kind",
    "unit",
    "levels",
    "spellings",
    "loinc",
    "whole",
    "possible",
    "usual",
    "reference",
    "daily",
    "limit",
    "moves",
    "note",
)
KINDS = ("number", "yes/no", "category", "date")
UNIT_KEYS = ("dimension", "factor", "offset", "spellings", "flattened", "note")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    path: str
    text: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project's codebook and units, and the files that they were read from, with their problems."""

    codebook: Codebook
    units: Units
    files: tuple[LoadedFile, ...]


def load(root: Path) -> Loaded:
    """Read codebook and units; never raises: what is wrong is in the files' problems."""
    units_file = _File(root, "curation/units.yaml", ("units", "conversions"))
    units = _units(units_file)
    book_file = _File(root, "curation/codebook.yaml", ("variables", "relations", "schedules", "terms"))
    codebook = _codebook(book_file, units)
    return Loaded(codebook, units, (book_file.loaded(), units_file.loaded()))


class _File:
    """One file: its root map, and the problems found in it."""

    def __init__(self, root: Path, path: str, keys: tuple[str, ...]) -> None:
        self.path = path
        result = reading.read(root / path)
        self.text, self.problems = result.text, list(result.problems)
        self.root = result.node if isinstance(result.node, Mapping) else Mapping((), Span(0, 0))
        self.known(self.root, ("msccurate", *keys, "note"), path)

    def loaded(self) -> LoadedFile:
        return LoadedFile(self.path, self.text, tuple(sorted(self.problems, key=lambda one: one.span)))

    def problem(self, kind: str, span: Span, words: str, help: str = "") -> None:
        self.problems.append(Problem(kind, span, words, help))

    def known(self, node: Mapping, keys: tuple[str, ...], where: str) -> None:
        for entry in node.entries:
            if entry.key.text not in keys:
                near = nearest(entry.key.text, keys)
                help = f"did you mean `{near}`?" if near else f"known are {', '.join(keys)}"
                self.problem("SPC02", entry.key.span, f"unknown key `{entry.key.text}` in {where}", help)

    def maps(self, section: str) -> Iterator[tuple[Scalar, Mapping]]:
        for key, value in self.entries(self.root.get(section)):
            if isinstance(value, Mapping):
                yield key, value
            else:
                self.problem("SPC03", key.span, f"`{key.text}` in {section} must be a map of keys")

    def entries(self, node: Node | None) -> Iterator[tuple[Scalar, Node]]:
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
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text,)
        if isinstance(node, Sequence):
            return tuple(self.text_of(item, what) for item in node.items)
        self.problem("SPC03", node.span, f"{what} must be a list")
        return ()

    def fraction(self, node: Node | None, what: str, default: Fraction | None = None) -> Fraction | None:
        text = self.text_of(node, what)
        try:
            return Fraction(text) if text else default
        except (ValueError, ZeroDivisionError):
            self.problem("SPC03", node.span if node else Span(0, 0), f"{what} must be a number, not `{text}`")
            return default


# ---- units


def _units(file: _File) -> Units:
    by_code: dict[str, Unit] = {}
    for key, node in file.maps("units"):
        file.known(node, UNIT_KEYS, f"unit `{key.text}`")
        factor = file.fraction(node.get("factor"), "`factor`", Fraction(1)) or Fraction(1)
        offset = file.fraction(node.get("offset"), "`offset`", Fraction(0)) or Fraction(0)
        dimension = file.text_of(node.get("dimension"), "`dimension`")
        if not dimension:
            file.problem("SPC03", key.span, f"unit `{key.text}` has no `dimension`")
        spellings = file.texts(node.get("spellings"), "`spellings`")
        flattened = file.texts(node.get("flattened"), "`flattened`")
        by_code[key.text] = Unit(key.text, dimension, factor, offset, spellings, flattened)
    factors: dict[tuple[str, str, str], Fraction] = {}
    for key, listed in file.entries(file.root.get("conversions")):
        for item in listed.items if isinstance(listed, Sequence) else ():
            if not isinstance(item, Mapping):
                continue
            file.known(item, ("from", "to", "factor", "source"), f"conversion of `{key.text}`")
            ends = [file.text_of(item.get(name), f"`{name}`") for name in ("from", "to")]
            times = file.fraction(item.get("factor"), "`factor`")
            for end in ends:
                if end not in by_code:
                    file.problem("UNT02", item.span, f"`{end}` is no unit of this file")
            if times and all(end in by_code for end in ends):
                factors[key.text, ends[0], ends[1]] = times
    return Units(by_code, factors)


# ---- codebook


def _codebook(file: _File, units: Units) -> Codebook:
    variables = {key.text: _variable(file, key, node, units) for key, node in file.maps("variables")}
    for key, _ in file.maps("variables"):
        if key.text in STATISTICS:
            file.problem("SPC07", key.span, f"`{key.text}` is a statistic and cannot name a variable")
        elif not _ID.fullmatch(key.text):
            file.problem("SPC07", key.span, f"`{key.text}` cannot be an id", "use small letters, digits and `_`")
    relations = dict(_relations(file, variables))
    return Codebook(variables, relations, dict(_schedules(file, variables)), tuple(_terms(file)))


def _variable(file: _File, key: Scalar, node: Mapping, units: Units) -> Variable:
    file.known(node, VARIABLE_KEYS, f"variable `{key.text}`")
    label = file.text_of(node.get("label"), "`label`")
    if not label:
        file.problem("SPC03", key.span, f"variable `{key.text}` has no `label`")
    kind = _one_of(file, node, "kind", KINDS) or "number"
    unit = file.text_of(node.get("unit"), "`unit`") or "1"
    unit_node = node.get("unit")
    if unit != "1" and unit not in units.by_code and unit_node is not None:
        near = nearest(unit, units.by_code)
        help = f"did you mean `{near}`?" if near else "add it to curation/units.yaml"
        file.problem("UNT02", unit_node.span, f"`{unit}` is no unit of curation/units.yaml", help)
    loinc = file.text_of(node.get("loinc"), "`loinc`")
    number, _, digit = loinc.partition("-")
    loinc_node = node.get("loinc")
    if (
        loinc
        and loinc_node
        and not (number.isdecimal() and digit.isdecimal() and loinc_check_digit(number) == int(digit))
    ):
        file.problem("SPC03", loinc_node.span, f"`{loinc}` is no LOINC code: its check digit is wrong")
    daily, daily_source = _daily(file, node.get("daily"))
    return Variable(
        id=key.text,
        label=label,
        kind=kind,
        unit=unit,
        levels=_levels(file, node.get("levels")),
        spellings=file.texts(node.get("spellings"), "`spellings`"),
        loinc=loinc,
        whole=_one_of(file, node, "whole", ("certain", "likely")),
        possible=_bound(file, node.get("possible")),
        usual=_bound(file, node.get("usual")),
        reference=_bounds(file, node.get("reference")),
        daily=daily,
        daily_source=daily_source,
        limit=file.text_of(node.get("limit"), "`limit`"),
        moves=file.texts(node.get("moves"), "`moves`"),
        note=file.text_of(node.get("note"), "`note`"),
    )


def _one_of(file: _File, node: Mapping, name: str, values: tuple[str, ...]) -> str:
    value = node.get(name)
    text = file.text_of(value, f"`{name}`")
    if text and text not in values and value is not None:
        near = nearest(text, values)
        help = f"did you mean `{near}`?" if near else f"write {', '.join(values)}"
        file.problem("SPC03", value.span, f"`{name}: {text}` is not possible", help)
        return ""
    return text


def _levels(file: _File, node: Node | None) -> dict[str, tuple[str, ...]]:
    if isinstance(node, Mapping):
        return {key.text: file.texts(value, "spellings") for key, value in file.entries(node)}
    return dict.fromkeys(file.texts(node, "`levels`"), ())


def _bound(file: _File, node: Node | None) -> Bound | None:
    bounds = _bounds(file, node)
    return bounds[0] if bounds else None


def _bounds(file: _File, node: Node | None) -> tuple[Bound, ...]:
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return tuple(bound for item in node.items for bound in _bounds(file, item))
    source = "proposal"
    range: Node = node
    if isinstance(node, Mapping):
        file.known(node, ("range", "source"), "a bound")
        source = file.text_of(node.get("source"), "`source`") or source
        range = node.get("range") or node
    bound = read_bound(range.text, source) if isinstance(range, Scalar) else None
    if bound is None:
        file.problem(
            "SPC03", node.span, "this is no range", "write for example `0 to 120` or `{range: 0 to 120, source: …}`"
        )
        return ()
    return (bound,)


def _daily(file: _File, node: Node | None) -> tuple[dict[str, Fraction], str]:
    if not isinstance(node, Mapping):
        return {}, "proposal"
    file.known(node, ("rise", "fall", "ratio", "least", "above", "source"), "`daily`")
    limits = {}
    for name in ("rise", "fall", "ratio", "least", "above"):
        value = file.fraction(node.get(name), f"`{name}`")
        if value is not None:
            limits[name] = value
    return limits, file.text_of(node.get("source"), "`source`") or "proposal"


def _relations(file: _File, variables: dict[str, Variable]) -> Iterator[tuple[str, Relation]]:
    for key, node in file.entries(file.root.get("relations")):
        expect = node if isinstance(node, Scalar) else node.get("expect") if isinstance(node, Mapping) else None
        note = file.text_of(node.get("note"), "`note`") if isinstance(node, Mapping) else ""
        if isinstance(node, Mapping):
            file.known(node, ("expect", "note"), f"relation `{key.text}`")
        if not isinstance(expect, Scalar):
            file.problem("SPC03", key.span, f"relation `{key.text}` has no expression")
            continue
        parsed = parse(expect.text)
        for one in parsed.problems:
            file.problem(one.kind, expect.at(one.span.start, one.span.end), one.words, one.help)
        if parsed.tree is None:
            continue
        for leaf in words(parsed.tree):
            for word in leaf.words:
                known = word in variables or word in STATISTICS
                if not known and not any(word in variables[other].levels for other in leaf.words if other in variables):
                    near = nearest(word, variables)
                    help = f"did you mean `{near}`?" if near else ""
                    place = expect.at(leaf.span.start, leaf.span.end)
                    file.problem("SPC07", place, f"unknown word `{word}` in relation `{key.text}`", help)
        yield key.text, Relation(key.text, expect.text, parsed.tree, note)


def _schedules(file: _File, variables: dict[str, Variable]) -> Iterator[tuple[str, Schedule]]:
    for key, node in file.maps("schedules"):
        file.known(node, ("count", "every", "from", "to"), f"schedule `{key.text}`")
        names = [file.text_of(node.get(name), f"`{name}`") for name in ("count", "every", "from", "to")]
        for name in names:
            if name not in variables:
                near = nearest(name, variables)
                file.problem(
                    "SPC07",
                    key.span,
                    f"schedule `{key.text}` names `{name}`, which is no variable",
                    f"did you mean `{near}`?" if near else "",
                )
        yield key.text, Schedule(key.text, *names)


def _terms(file: _File) -> Iterator[Terms]:
    for key, node in file.maps("terms"):
        file.known(node, ("kind", "terms", "note"), f"terms `{key.text}`")
        kind = _one_of(file, node, "kind", ("exclusive", "confused"))
        terms = {name.text: file.texts(value, "spellings") for name, value in file.entries(node.get("terms"))}
        yield Terms(key.text, kind, terms, file.text_of(node.get("note"), "`note`"))
