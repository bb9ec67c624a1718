"""From marked nodes to the spec model; every problem of a readable file at once."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msccurate import reading
from msccurate.expressions import parse
from msccurate.findings import Problem
from msccurate.notation import Form, read_forms
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.spec.blocks import read_blocks, read_head_text
from msccurate.spec.check import misfits
from msccurate.spec.model import Claim, Comparison, Group, Plan, SourceEntry, Spec, Timepoint
from msccurate.spec.shape import SPEC
from msccurate.text import Span

FIRST = "first"
#: The keys of `plan`, in the order of the model.
PLANNED = ("registered", "registered_n", "block", "strata", "allocation")


def load(path: Path, relative: str) -> Spec:
    """Read the spec at `path`; never raises: what is wrong is in the spec's problems.

    The document's id and the extractor come from the file's name, `<document>[.<extractor>].yaml`.
    """
    document, extractor = named(path.name)
    result = reading.read(path)
    if not isinstance(result.node, Mapping):
        problems = result.problems or (_no_map(result.node),)
        return Spec(document, extractor, relative, result.text, False, problems)
    return _Loader(result.node, list(result.problems)).spec(document, extractor, relative, result.text)


def named(path: str) -> tuple[str, str]:
    """The document and the extractor that the path of a spec names."""
    document, _, extractor = PurePosixPath(path).name.removesuffix(".yaml").partition(".")
    return document, extractor or FIRST


def _no_map(node: Node | None) -> Problem:
    span = node.span if node else Span(0, 0)
    return Problem(
        "SPC01",
        span,
        "a spec is a map of keys, and this file holds none",
        "start with `msccurate: 1`, or run `msccurate new DOCUMENT --source FILE`",
    )


class _Loader:
    def __init__(self, root: Mapping, problems: list[Problem]) -> None:
        self.root, self.problems = root, problems

    def spec(self, document: str, extractor: str, path: str, text: str) -> Spec:
        lost = {problem.span for problem in self.problems if problem.kind == "SPC12"}
        self.problems += (one for one in misfits(self.root, SPEC, "the spec") if one.span not in lost)
        publication = _texts(self.root.get("publication"))
        forms = self.forms(_scalar(self.root, "form"))
        sources = {entry.id: entry for entry in self.sources()}
        groups = {group.id: group for group in self.groups()}
        timepoints = {timepoint.id: timepoint for timepoint in self.timepoints()}
        comparisons = {comparison.id: comparison for comparison in self.comparisons()}
        blocks = read_blocks(self.root.get("data"), self.forms, self.problems)
        claims, eligibility = tuple(self.claims("claims")), tuple(self.claims("eligibility"))
        decimal = _scalar(self.root, "decimal")
        self.problems.sort(key=lambda problem: problem.span)
        return Spec(
            document,
            extractor,
            path,
            text,
            True,
            tuple(self.problems),
            publication=publication,
            authors=tuple(_items(self.root.get("publication"), "authors")),
            extraction=_texts(self.root.get("extraction")),
            sources=sources,
            groups=groups,
            timepoints=timepoints,
            comparisons=comparisons,
            decimal=decimal.text if decimal and decimal.text in (",", "·") else ".",
            forms=forms,
            blocks=blocks,
            claims=claims,
            eligibility=eligibility,
            plan=self.plan(),
            routes=_routes(self.root),
        )

    def forms(self, scalar: Scalar | None) -> tuple[Form, ...]:
        if scalar is None:
            return ()
        forms = read_forms(scalar.text)
        self.problems += [_moved(problem, scalar) for problem in forms.problems]
        return forms.forms

    def sources(self) -> list[SourceEntry]:
        found = []
        for id, span, node in _each(self.root, "sources"):
            path, sha256 = _scalar(node, "path"), _scalar(node, "sha256")
            if path and sha256:
                found.append(SourceEntry(id, path, sha256, span))
        return found

    def groups(self) -> list[Group]:
        return [
            Group(
                id,
                span,
                _scalar(node, "n"),
                _text(node, "label"),
                _scalar(node, "quote"),
                _text(node, "of"),
                _text(node, "arm"),
                tuple(one.text for one in _items(node, "parts")),
                tuple(_items(node, "to")),
                tuple(_items(node, "lost")),
            )
            for id, span, node in _each(self.root, "groups")
        ]

    def timepoints(self) -> list[Timepoint]:
        found = []
        for id, span, node in _each(self.root, "timepoints"):
            day = _text(node, "date")
            start, end = _text(node, "from") or day, _text(node, "to") or day
            found.append(Timepoint(id, span, _text(node, "label"), start, end, _text(node, "time")))
        return found

    def comparisons(self) -> list[Comparison]:
        found = []
        for id, span, node in _each(self.root, "comparisons"):
            compare = _scalar(node, "compare")
            left, vs, right = (piece.strip() for piece in (compare.text if compare else "").partition(" vs "))
            if compare and not vs:
                self.problems.append(
                    Problem(
                        "SPC06",
                        compare.span,
                        f"`{compare.text}` does not say what is compared",
                        "write `a vs b`, the reference last",
                    )
                )
            forms = self.forms(_scalar(node, "form"))
            margin, level = _scalar(node, "margin"), _scalar(node, "level")
            test, *said = (_text(node, name) for name in ("test", "adjusted", "sides", "correction"))
            found.append(Comparison(id, span, left, right, forms, test, margin, level, *said))
        return found

    def plan(self) -> Plan:
        node = self.root.get("plan")
        return Plan(*(_scalar(node, name) for name in PLANNED))

    def claims(self, section: str) -> list[Claim]:
        found = []
        node = self.root.get(section)
        for entry in node.entries if isinstance(node, Mapping) else ():
            plain = isinstance(entry.value, Scalar)
            expect = entry.value if isinstance(entry.value, Scalar) else _scalar(entry.value, "expect")
            if (entry.key.text == "note" and plain) or expect is None:
                continue
            parsed = parse(expect.text)
            self.problems += [_moved(problem, expect) for problem in parsed.problems]
            about = None if plain else _scalar(entry.value, "about")
            head = read_head_text(about, self.problems) if about else None
            quote = None if plain else _scalar(entry.value, "quote")
            found.append(Claim(entry.key.text, section, entry.key.span, expect, parsed.tree, quote, head))
        return found


def _moved(problem: Problem, scalar: Scalar) -> Problem:
    """A problem of a scalar's text, moved to the scalar's place in the file."""
    span = scalar.at(problem.span.start, problem.span.end)
    return Problem(problem.kind, span, problem.words, problem.help, problem.place)


def _each(root: Mapping, name: str) -> list[tuple[str, Span, Mapping]]:
    node = root.get(name)
    entries = node.entries if isinstance(node, Mapping) else ()
    return [(entry.key.text, entry.key.span, entry.value) for entry in entries if isinstance(entry.value, Mapping)]


def _scalar(node: Node | None, name: str) -> Scalar | None:
    value = node.get(name) if isinstance(node, Mapping) else None
    return value if isinstance(value, Scalar) else None


def _text(node: Node | None, name: str) -> str:
    scalar = _scalar(node, name)
    return scalar.text if scalar else ""


def _texts(node: Node | None) -> dict[str, Scalar]:
    entries = node.entries if isinstance(node, Mapping) else ()
    return {entry.key.text: entry.value for entry in entries if isinstance(entry.value, Scalar)}


def _items(node: Node | None, name: str) -> list[Scalar]:
    value = node.get(name) if isinstance(node, Mapping) else None
    return [item for item in value.items if isinstance(item, Scalar)] if isinstance(value, Sequence) else []


def _routes(root: Mapping) -> dict[str, Span]:
    """Route -> span: of the value where it is a scalar, of the key where it is a map. `data.` is left out."""
    routes: dict[str, Span] = {}

    def walk(node: Mapping, prefix: str) -> None:
        for entry in node.entries:
            route = prefix + entry.key.text
            routes[route] = _text_of(entry.value) if isinstance(entry.value, Scalar) else entry.key.span
            if isinstance(entry.value, Mapping) and entry.key.text != "rows":
                walk(entry.value, "" if route == "data" else route + ".")

    walk(root, "")
    return routes


def _text_of(scalar: Scalar) -> Span:
    """Where a text stands, without the `>-` that begins one of several lines."""
    return scalar.at(0, len(scalar.text)) if scalar.style in ("|", ">") else scalar.span
