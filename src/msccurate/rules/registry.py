"""What a rule is: a question put to a document or a corpus, and its name, severity and documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from msccurate.findings import Finding, Label, Place, Problem, Severity
from msccurate.printed import Printed

if TYPE_CHECKING:
    from msccurate.tables import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule yields: a finding without the rule's own name and the document's."""

    message: str
    primary: Label
    related: tuple[Label, ...] = ()
    help: str = ""
    expected: str | None = None
    severity: Severity | None = None
    differs: bool | None = None
    document: str = ""
    extractor: str = ""


@dataclass(frozen=True, eq=False)
class Distil:
    """What corpus rules need of each document: the `rows` of a `table`, made of the document's extractions, of which
    the first is the one that speaks for it. Rules may share one.

    `columns` gives the type of each value of a row, in their order: str, int, float or bool.
    """

    table: str
    columns: Mapping[str, type]
    rows: Callable[[Sequence[Document]], Iterable[tuple[Any, ...]]]

    def of(self, extractions: Sequence[Document]) -> dict[str, list[Any]]:
        """The table of one document, by columns; empty where it has no rows."""
        columns = zip(*self.rows(extractions), strict=True)
        return dict(zip(self.columns, map(list, columns), strict=False))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code and name, the highest severity it gives, and its documentation in Markdown.

    A rule that is not `on` runs only where it is selected. `scope` says what it is asked of: a `document`, the
    `extractions` of one document, the `tables` of some documents (each judged for itself), the whole `corpus`, or the
    `review`'s own bookkeeping. A corpus rule is given the tables that it `distils` from each document, and which are
    kept with the document's other results; one that distils nothing is given every document, all in memory at once.
    """

    code: str
    name: str
    severity: Severity
    scope: str
    documentation: str
    check: Callable[..., Iterable[Draft]]
    on: bool = True
    distils: tuple[Distil, ...] = ()

    @property
    def family(self) -> str:
        return self.code[:3]

    @property
    def summary(self) -> str:
        """The first paragraph of the documentation, on one line."""
        return " ".join(self.documentation.partition("\n\n")[0].split()).rstrip(".")

    def run(self, subject: object) -> Iterator[Finding]:
        """The rule's findings on its subject: a document, a corpus, or the review's bookkeeping."""
        for draft in self.check(subject):
            yield self.finding(draft, getattr(subject, "name", ""), getattr(subject, "extractor", ""))

    def finding(self, draft: Draft, document: str = "", extractor: str = "") -> Finding:
        return Finding(
            code=self.code,
            name=self.name,
            severity=min(draft.severity or self.severity, self.severity),
            message=draft.message,
            document=draft.document or document,
            extractor=draft.extractor or extractor,
            primary=draft.primary,
            related=draft.related,
            help=draft.help,
            expected=draft.expected,
            differs=draft.differs,
        )


REGISTRY: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    scope: str = "document",
    on: bool = True,
    distils: tuple[Distil, ...] = (),
) -> Callable[[Callable[..., Iterable[Draft]]], Callable[..., Iterable[Draft]]]:
    """Register a function as a rule. `severity` is the highest it gives; `scope` is document, extractions,
    tables, corpus or review, and `distils` the tables that are all that a corpus rule needs.

    A rule that is not `on` runs only where it is selected. A rule of scope `review` is asked by the review itself (its
    own bookkeeping) and is only documented here.
    Raises ValueError for a code or name that is taken, and for a rule without documentation.
    """

    def register(check: Callable[..., Iterable[Draft]]) -> Callable[..., Iterable[Draft]]:
        if not check.__doc__:
            raise ValueError(f"rule {code} has no documentation")
        if code in REGISTRY or any(other.name == name for other in REGISTRY.values()):
            raise ValueError(f"rule {code} or its name {name} is taken")
        REGISTRY[code] = Rule(code, name, severity, scope, cleandoc(check.__doc__), check, on, distils)
        return check

    return register


Where = Printed | Label | str


def label(where: Where, words: str = "") -> Label:
    """A label on a printed number, a route, or a label as it is."""
    if isinstance(where, Printed):
        return Label(where.route, words, where.text)
    if isinstance(where, Label):
        return Label(where.route, words or where.words, where.text, where.spec, where.source)
    return Label(where, words)


def found(
    where: Where,
    message: str,
    *,
    words: str = "",
    beside: Iterable[tuple[Where, str]] = (),
    help: str = "",
    expected: str | None = None,
    severity: Severity | None = None,
    differs: bool | None = None,
    document: str = "",
    extractor: str = "",
) -> Draft:
    """A finding at `where`; `words` comment on that place, `beside` are the other places and what to say of them.

    `message` holds the failing value and the expected one; `help` says what to do; `severity` lowers the rule's own;
    `differs` says that the spec is known to differ from its source here; a corpus rule names the `document`.
    """
    related = tuple(label(other, said) for other, said in beside)
    return Draft(message, label(where, words), related, help, expected, severity, differs, document, extractor)


def reported(document: Document, code: str) -> Iterator[Draft]:
    """The problems of the lower rooms that belong to the rule `code`, as findings."""
    for problem in document.problems:
        if problem.kind == code:
            yield from_problem(problem, document.spec.path, document.spec.text)


def from_problem(problem: Problem, path: str, text: str) -> Draft:
    """A problem of a file of the project, as a finding at its place."""
    there = Label(problem.place, "", problem.span.of(text)[:200], spec=Place(path, problem.span))
    return Draft(problem.words, there, help=problem.help)
