"""What changed between two states of a project: values, adjudications, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from msccurate.findings import Severity
from msccurate.review.adjudications import load_adjudications
from msccurate.review.cache import Cache
from msccurate.review.engine import Labour, Tell, check
from msccurate.review.report import Adjudication, Report, ReportedFinding
from msccurate.review.units import Setting, units
from msccurate.tables import Document, Reader
from msccurate.text import Lines

#: Besides the spec, what the roles of its numbers depend on.
READ_BY = ("curation/codebook.yaml", "curation/units.yaml")


@dataclass(frozen=True, slots=True)
class Value:
    """A text of a spec, and where it stands. `unit` is as printed; `read` are the roles that its numbers were read
    in; `says` is what the source has there where that is not the text itself, or why nothing was found."""

    document: str
    extractor: str
    route: str
    path: str
    line: int
    column: int
    text: str
    unit: str = ""
    read: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A project at one time. `values` are those of the specs that were read; `unreadable` are those among these whose
    values are not known."""

    report: Report
    values: Mapping[tuple[str, str, str], Value]
    adjudications: Mapping[tuple[str, str], Adjudication]
    unreadable: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reviewer must know. Findings are the same if their fingerprints are.

    `reopened` were adjudicated and are open again, `settled` were open and are adjudicated; `stale` are adjudications
    that match no finding any more; `unchanged` counts findings.
    """

    added: tuple[Value, ...]
    removed: tuple[Value, ...]
    changed: tuple[tuple[Value, Value], ...]
    decided: tuple[Adjudication, ...]
    withdrawn: tuple[Adjudication, ...]
    revised: tuple[tuple[Adjudication, Adjudication], ...]
    stale: tuple[Adjudication, ...]
    new: tuple[ReportedFinding, ...]
    fixed: tuple[ReportedFinding, ...]
    reopened: tuple[ReportedFinding, ...]
    settled: tuple[ReportedFinding, ...]
    unchanged: int

    @property
    def worse(self) -> bool:
        """Whether an error came in that nobody has adjudicated."""
        return any(one.open and one.severity is Severity.ERROR for one in (*self.new, *self.reopened))


def state(setting: Setting, specs: Iterable[str], cache: Cache | None, labour: Labour, tell: Tell) -> State:
    """The project in a folder as it is now, with the values of some of its specs; a folder without specs has nothing.

    Raises WorkerLost if a process is lost.
    """
    root = setting.root
    if not (root / "specs").is_dir():
        return State(Report((), 0, 0, 0, (), {}), {}, {}, frozenset())
    report = check(setting, cache, labour, tell)
    reader = Reader.of(root, setting.least_coverage)
    values: dict[tuple[str, str, str], Value] = {}
    unreadable = set()
    for path in specs:
        document = reader.document(root / path)
        if not document.spec.readable:
            unreadable.add((document.name, document.extractor))
        for value in _values(document):
            values.setdefault((value.document, value.extractor, value.route), value)
    entries = [entry.adjudication for file in load_adjudications(root) for entry in file.entries]
    return State(report, values, {(one.document, one.id): one for one in entries}, frozenset(unreadable))


def touched(old: Path, new: Path) -> tuple[list[str], list[str]]:
    """The specs of two states of a project whose values may differ: those whose text does, or all of them where the
    codebook or the units do, by which cells are read."""
    before, after = (dict(_texts(root)) for root in (old, new))
    if any(_text(old / name) != _text(new / name) for name in READ_BY):
        return list(before), list(after)
    return [path for path in before if before[path] != after.get(path)], [
        path for path in after if after[path] != before.get(path)
    ]


def _texts(root: Path) -> Iterator[tuple[str, bytes]]:
    return ((path, _text(root / path)) for unit in units(root) for path in unit.specs)


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def changes(old: State, new: State) -> Changes:
    """From the old state to the new one, everything in the order of the files."""
    unknown = old.unreadable | new.unreadable
    before = {key: value for key, value in old.values.items() if key[:2] not in unknown}
    after = {key: value for key, value in new.values.items() if key[:2] not in unknown}
    found_before = {one.fingerprint: one for one in old.report.findings}
    found_after = {one.fingerprint: one for one in new.report.findings}
    both = [(found_before[name], one) for name, one in found_after.items() if name in found_before]
    gone_stale = _stale(new.report) - _stale(old.report)
    decisions = new.adjudications
    return Changes(
        added=tuple(value for key, value in after.items() if key not in before),
        removed=tuple(value for key, value in before.items() if key not in after),
        changed=tuple((before[key], value) for key, value in after.items() if _differ(before.get(key), value)),
        decided=tuple(one for key, one in decisions.items() if key not in old.adjudications),
        withdrawn=tuple(one for key, one in old.adjudications.items() if key not in decisions),
        revised=tuple(
            (old.adjudications[key], one) for key, one in decisions.items() if old.adjudications.get(key, one) != one
        ),
        stale=tuple(one for key, one in decisions.items() if key in gone_stale),
        new=tuple(one for name, one in found_after.items() if name not in found_before),
        fixed=tuple(one for name, one in found_before.items() if name not in found_after),
        reopened=tuple(now for then, now in both if now.open and not then.open),
        settled=tuple(now for then, now in both if then.open and not now.open),
        unchanged=sum(then.open is now.open for then, now in both),
    )


def _differ(old: Value | None, new: Value) -> bool:
    return old is not None and (old.text, old.unit, old.read) != (new.text, new.unit, new.read)


def _stale(report: Report) -> set[tuple[str, str]]:
    """Document and id of the adjudications that match nothing."""
    return {(one.document, one.route.partition(".")[2]) for one in report.findings if one.code == "ADJ01"}


def _values(document: Document) -> Iterator[Value]:
    """Everything that a curator typed and a reader of the package will see, in the order of the spec."""
    spec = document.spec
    lines = Lines(spec.text)

    def value(route: str, start: int, text: str, unit: str = "", read: str = "", says: str = "") -> Value:
        at = lines.position(start)
        return Value(document.name, document.extractor, route, spec.path, at.line, at.column, text, unit, read, says)

    for name, scalar in spec.publication.items():
        yield value(f"publication.{name}", scalar.span.start, scalar.text)
    for group in spec.groups.values():
        if group.n is not None:
            route = f"groups.{group.id}.n"
            yield value(route, group.n.span.start, group.n.text, says=_says(document, route, group.n.text))
    read = {one.route: one for one in document.measurements}
    for block in spec.blocks:
        for row in block.rows:
            for column, cell in zip(block.columns or (None,), row.cells, strict=False):
                route = ".".join(part for part in (block.id, row.head.key, column.key if column else "") if part)
                one = read.get(route)
                roles = ", ".join(name for name, _ in one.numbers.parts()) if one else ""
                unit = (one.unit_printed or "") if one else ""
                says = _says(document, route, cell.text)
                if cell.text != ".":
                    yield value(route, cell.span.start, cell.text, unit, roles, says)
    for claim in spec.claims:
        yield value(claim.route, claim.expect.span.start, claim.expect.text)


def _says(document: Document, route: str, text: str) -> str:
    """What the source has where a value belongs, if that differs from it; else empty."""
    anchor = document.anchors.get(route)
    if anchor is None or anchor.status == "found":
        return ""
    return anchor.text if anchor.status == "differs" else anchor.words
