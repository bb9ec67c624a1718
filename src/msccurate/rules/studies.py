"""XRF: one study in two documents."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msccurate.findings import Label, Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.text import fold

if TYPE_CHECKING:
    from msccurate.tables import Extract

_ROLES = ("count", "percent", "value", "mean", "sd", "median", "q1", "q3")
READ = {
    "documents": ("document", "extractor", "doi", "title", "registration"),
    "groups": ("document", "extractor", "group", "label", "n", "parent"),
    "timepoints": ("document", "extractor", "timepoint", "position", "label", "start", "end", "time"),
    "measurements": (
        "document", "extractor", "route", "variable", "level", "group", "timepoint", "unit", "comparator", "date",
        "denominator", *_ROLES,
    ),
}  # fmt: skip
_REGISTRATION = re.compile(r"[A-Za-z][A-Za-z-]*[\s:-]*\d[\w-]{3,}")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document says of one variable in one group at one time; `about` is the same in every document."""

    document: str
    extractor: str
    route: str
    about: tuple[str, str, str, Hashable]
    size: int | None
    baseline: bool
    unit: str | None
    numbers: tuple[tuple[str, Printed], ...]
    date: str | None

    @property
    def name(self) -> str:
        return " ".join(part for part in self.about[:2] if part)


@rule("XRF03", "across-documents", Severity.WARNING, scope="corpus", reads=READ)
def across_documents(corpus: Extract) -> Iterator[Draft]:
    """Two documents of one study say the same.

    Why it matters: a preprint and its article, or two reports of one trial, that differ in the age of the same patients
    or the dates of the same study cannot both be right, and a review that takes one of them takes a side.

    Maths: documents with the same registration or DOI. Compared is what both say of one variable and level in the same
    unit at one time, in groups of the same name and the same number of patients (at least two, unless the DOI is the
    same): a finding if the rounding intervals have no value in common. Dates are compared whatever the number. Once for
    two documents.

    What to do: compare both documents; adjudicate, with the curated value if one of them is known to be right.

    ## Example

    ```yaml spec another
    publication: {title: A preprint, registration: NCT04252118}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 61.2 ± 9.8}}
    ```

    ```yaml
    publication: {title: An article, registration: NCT04252118}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 58.2 ± 9.8}}  # XRF03
    ```

    ## Corrected

    ```yaml spec another
    publication: {title: A preprint, registration: NCT04252118}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 58.2 ± 9.8}}
    ```

    ```yaml
    publication: {title: An article, registration: NCT04252118}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 58 ± 10}}
    ```
    """
    studies: dict[str, list[str]] = {}
    for row in documents(corpus):
        for key in _study(row):
            studies.setdefault(key, []).append(row["document"])
    shared = {key: names for key, names in studies.items() if len(names) > 1}
    told_by: dict[str, list[Fact]] = {}
    for fact in facts(corpus, {name for names in shared.values() for name in names}) if shared else ():
        told_by.setdefault(fact.document, []).append(fact)
    told: set[tuple[str, str]] = set()
    for key, names in sorted(shared.items()):
        yield from _differing(key, [fact for name in names for fact in told_by.get(name, ())], told)


def documents(corpus: Extract) -> list[Mapping[str, Any]]:
    """One extraction of each document, in the order of their names: the first one's where there is one."""
    rows: dict[str, Mapping[str, Any]] = {}
    for row in sorted(corpus.documents, key=lambda one: (one["document"], one["extractor"] != "first")):
        rows.setdefault(row["document"], row)
    return list(rows.values())


def _study(row: Mapping[str, Any]) -> Iterator[str]:
    """The registrations and the DOI of a document, however they are written."""
    for match in dict.fromkeys(_REGISTRATION.findall(row["registration"] or "")):
        yield _SIGNS.sub("", match).upper()
    if row["doi"]:
        yield f"doi {row['doi'].strip().casefold()}"


def facts(corpus: Extract, wanted: set[str]) -> Iterator[Fact]:
    """What one extraction of each of some documents says, row by row."""
    extractors = {row["document"]: row["extractor"] for row in documents(corpus)}

    def read(table: str) -> Iterator[Mapping[str, Any]]:
        for row in corpus.rows(table, wanted):
            if extractors.get(row["document"]) == row["extractor"]:
                yield row

    groups: dict[tuple[str, str], Mapping[str, Any]] = {}
    whole: dict[str, str] = {}
    for row in read("groups"):
        groups[row["document"], row["group"]] = row
        whole.setdefault(row["document"], row["group"])
    times = {(row["document"], row["timepoint"]): row for row in read("timepoints")}
    for row in read("measurements"):
        if not row["variable"]:
            continue
        document, id = row["document"], row["group"] or ""
        group, time = groups.get((document, id)), times.get((document, row["timepoint"]))
        size = row["denominator"] if row["denominator"] is not None else group["n"] if group else None
        on_top = group is not None and whole[document] == id and not group["parent"]
        name = "" if on_top else fold((group["label"] if group else None) or id).text
        yield Fact(
            document,
            row["extractor"],
            row["route"],
            (row["variable"], row["level"] or "", name, _time(time)),
            None if size is None else int(size),
            time is None or time["position"] == 1,
            row["unit"],
            tuple(
                (role, printed(row[role], role)) for role in _ROLES if row[role] is not None and not row["comparator"]
            ),
            row["date"],
        )


def _time(row: Mapping[str, Any] | None) -> Hashable:
    if row is None:
        return ""
    return (row["start"], row["end"]) if row["start"] else fold(row["time"] or row["label"] or row["timepoint"]).text


def printed(value: Decimal, role: str) -> Printed:
    """A number of a table, with the decimals that it was printed with."""
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return Printed(f"{value:f}", int(value.scaleb(decimals)), decimals, exact=role == "count")


def _differing(key: str, facts: list[Fact], told: set[tuple[str, str]]) -> Iterator[Draft]:
    """What later documents of a study say otherwise than the first one that says it."""
    first: dict[Hashable, Fact] = {}
    pairs: dict[tuple[str, str], list[tuple[Fact, Fact, str, str]]] = {}
    for fact in facts:
        if fact.size is None or (fact.size < 2 and not key.startswith("doi ")):
            continue
        other = first.setdefault((fact.about, fact.unit, None if fact.date else fact.size), fact)
        said = _contradiction(fact, other) if other.document != fact.document else None
        if said is not None:
            pairs.setdefault((fact.document, other.document), []).append((fact, other, *said))
    for (name, other_name), cells in pairs.items():
        if (name, other_name) in told:
            continue
        told.add((name, other_name))
        listed = "; ".join(f"{fact.name} {mine} and {theirs}" for fact, _, mine, theirs in cells[:4])
        more = f" and {len(cells) - 4} more" if len(cells) > 4 else ""
        fact, other, mine, _ = cells[0]
        yield found(
            Label(fact.route, f"in {name}", mine),
            f"`{name}` and `{other_name}` report one study ({key}), and differently: {listed}{more}",
            beside=[(Label(one.route, "", mine), "this too") for one, _, mine, _ in cells[1:]],
            help=f"compare both documents; the first of these is `{other.route}` in {other_name}",
            document=name,
            extractor=fact.extractor,
        )


def _contradiction(mine: Fact, theirs: Fact) -> tuple[str, str] | None:
    if mine.date and theirs.date:
        apart = not (mine.date.startswith(theirs.date) or theirs.date.startswith(mine.date))
        return (mine.date, theirs.date) if apart else None
    others = dict(theirs.numbers)
    for role, number in mine.numbers:
        other = others.get(role)
        if other is not None and not number.interval.meets(other.interval):
            return number.text, other.text
    return None
