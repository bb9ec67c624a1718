"""XRF: one study in two documents."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, json

from msccurate.findings import Label, Severity
from msccurate.notation import parse_iso
from msccurate.printed import Printed
from msccurate.rules.names import NAMES
from msccurate.rules.once import once
from msccurate.rules.registry import Distil, Draft, found, rule
from msccurate.text import fold

if TYPE_CHECKING:
    from msccurate.tables import Document, Extract

#: More than these are no patients, and too many for a whole number of 64 bits.
_MOST_PATIENTS = 10**15
_ROLES = ("count", "percent", "value", "mean", "sd", "median", "q1", "q3")


class Fact(Struct, frozen=True, gc=False, array_like=True):
    """What a document says of one variable in one group at one time.

    `group` is the group's name, empty for all patients; `numbers` are those without a comparator, by their roles.
    """

    route: str
    variable: str
    level: str
    group: str
    time: str
    size: int | None
    baseline: bool
    unit: str
    numbers: tuple[tuple[str, Printed], ...]
    date: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.variable, self.level) if part)


@once
def facts(document: Document) -> tuple[Fact, ...]:
    """What a document says, row by row."""
    groups, whole = document.spec.groups, next(iter(document.spec.groups), "")
    names = {one.id: "" if one.id == whole and one.of not in groups else fold(one.label or one.id).text
             for one in groups.values()}  # fmt: skip
    times = _times(document)
    found = []
    for one in document.measurements:
        at, numbers = one.at, one.numbers
        if not at.variable or not one.measured:
            continue
        size = numbers.denominator or document.group_sizes.get(at.group)
        time = times.get(at.timepoint)
        patients = None if size is None else int(size.value)
        parts = numbers.parts()
        if any(number.comparator for _, number in parts):
            parts = ()
        found.append(
            Fact(
                one.route,
                at.variable,
                at.level,
                names[at.group] if at.group in names else fold(at.group).text,
                time.name if time else "",
                None if patients is None or patients > _MOST_PATIENTS else patients,
                time is None or time.position == 1,
                one.unit,
                tuple([(role, number) for role, number in parts if role in _ROLES]),
                one.date,
            )
        )
    return tuple(found)


class _Time(NamedTuple):
    name: str
    position: int


def _times(document: Document) -> dict[str, _Time]:
    """The times of a document, in their order, by what they are called in any document: their days, or their words."""
    declared = document.spec.timepoints
    used = {one.at.timepoint for one in document.measurements} - {"", *declared}
    names = {}
    for id in (*declared, *sorted(used)):
        one = declared.get(id)
        start, end = (one.start, one.end) if one else (id, id)
        first, last = parse_iso(start), parse_iso(end)
        said = fold((one.time or one.label if one else "") or id).text
        names[id] = f"{first.first} to {last.last if last else ''}" if first else said
    return {id: _Time(name, position) for position, (id, name) in enumerate(names.items(), 1)}


def facts_of(extractions: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """What a document says that has a registration or a DOI: others are known to be of one study by nothing.

    All of it is one text, which is read again only for documents of one study.
    """
    document = extractions[0]
    if document.spec.publication.keys() & {"doi", "registration"}:
        yield document.extractor, json.encode(facts(document)).decode()


FACTS = Distil("facts", {"extractor": str, "facts": str}, facts_of)


@rule("XRF03", "across-documents", Severity.WARNING, scope="corpus", distils=(NAMES, FACTS))
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
    studies = {rows[0]["key"]: list(dict.fromkeys(row["document"] for row in rows))
               for rows in corpus.shared("names", "kind", "key") if rows[0]["kind"] == "study"}  # fmt: skip
    said: dict[str, tuple[str, tuple[Fact, ...]]] = {}
    for row in corpus.rows("facts", {name for names in studies.values() for name in names}) if studies else ():
        said[row["document"]] = row["extractor"], json.decode(row["facts"], type=tuple[Fact, ...])
    told: set[tuple[str, str]] = set()
    for key, names in sorted(studies.items()):
        facts_by_name = {name: said[name][1] for name in names if name in said}
        for (name, other), cells in _differing(key, facts_by_name).items():
            if (name, other) not in told:
                told.add((name, other))
                yield _draft(key, name, other, cells, said[name][0])


#: What two documents say of one thing, and how they print it.
_Cells = list[tuple[Fact, Fact, str, str]]


def _differing(key: str, said: Mapping[str, Sequence[Fact]]) -> dict[tuple[str, str], _Cells]:
    """What later documents of a study say otherwise than the first one that says it, by both names."""
    first: dict[Hashable, tuple[str, Fact]] = {}
    pairs: dict[tuple[str, str], _Cells] = {}
    for name, facts_of_one in said.items():
        for fact in facts_of_one:
            if fact.size is None or (fact.size < 2 and not key.startswith("doi ")):
                continue
            about = (fact.variable, fact.level, fact.group, fact.time, fact.unit)
            other, theirs = first.setdefault((about, None if fact.date else fact.size), (name, fact))
            differs = _contradiction(fact, theirs) if other != name else None
            if differs is not None:
                pairs.setdefault((name, other), []).append((fact, theirs, *differs))
    return pairs


def _draft(key: str, name: str, other: str, cells: _Cells, extractor: str) -> Draft:
    listed = "; ".join(f"{fact.name} {mine} and {theirs}" for fact, _, mine, theirs in cells[:4])
    more = f" and {len(cells) - 4} more" if len(cells) > 4 else ""
    fact, there, mine, _ = cells[0]
    return found(
        Label(fact.route, f"in {name}", mine),
        f"`{name}` and `{other}` report one study ({key}), and differently: {listed}{more}",
        beside=[(Label(one.route, "", text), "this too") for one, _, text, _ in cells[1:]],
        help=f"compare both documents; the first of these is `{there.route}` in {other}",
        document=name,
        extractor=extractor,
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
