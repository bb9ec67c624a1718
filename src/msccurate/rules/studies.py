"""XRF: one study in two documents."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
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
    from msccurate.tables.extract import Row

_ROLES = ("count", "percent", "value", "mean", "sd", "median", "q1", "q3")


class Fact(Struct, frozen=True, gc=False):
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
        parts = numbers.parts()
        plain = () if any(number.comparator for _, number in parts) else parts
        found.append(
            Fact(
                one.route,
                at.variable,
                at.level,
                names[at.group] if at.group in names else fold(at.group).text,
                time.name if time else "",
                None if size is None else int(size.value),
                time is None or time.position == 1,
                one.unit,
                tuple([(role, number) for role, number in plain if role in _ROLES]),
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


def facts_of(extractions: Sequence[Document]) -> Iterator[tuple[str, ...]]:
    """What a document says that has a registration or a DOI: others are known to be of one study by nothing."""
    document = extractions[0]
    said = document.spec.publication
    if said.keys() & {"doi", "registration"}:
        for fact in facts(document):
            yield (
                document.extractor,
                fact.route,
                fact.variable,
                fact.level,
                fact.group,
                fact.time,
                "" if fact.size is None else str(fact.size),
                fact.unit,
                json.encode([(role, *_kept(number)) for role, number in fact.numbers]).decode(),
                fact.date,
            )


FACTS = Distil(
    "facts",
    {
        "extractor": str, "route": str, "variable": str, "level": str, "group": str, "time": str, "size": str,
        "unit": str, "numbers": str, "date": str,
    },
    facts_of,
)  # fmt: skip


def _kept(number: Printed) -> tuple[str, str, str, bool]:
    return number.text, str(number.mantissa), str(number.decimals), number.exact


def _numbers(row: Row) -> Iterator[tuple[str, Printed]]:
    for role, text, mantissa, decimals, exact in json.decode(row["numbers"]):
        yield role, Printed(text, int(mantissa), int(decimals), exact=exact)


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
    told_by: dict[str, list[Row]] = {}
    for row in corpus.rows("facts", {name for names in studies.values() for name in names}) if studies else ():
        told_by.setdefault(row["document"], []).append(row)
    told: set[tuple[str, str]] = set()
    for key, names in sorted(studies.items()):
        yield from _differing(key, [row for name in names for row in told_by.get(name, ())], told)


def _differing(key: str, said: list[Row], told: set[tuple[str, str]]) -> Iterator[Draft]:
    """What later documents of a study say otherwise than the first one that says it."""
    first: dict[Hashable, Row] = {}
    pairs: dict[tuple[str, str], list[tuple[Row, Row, str, str]]] = {}
    for row in said:
        if not row["size"] or (row["size"] in ("0", "1") and not key.startswith("doi ")):
            continue
        about = tuple(row[name] for name in ("variable", "level", "group", "time", "unit"))
        other = first.setdefault((about, None if row["date"] else row["size"]), row)
        differs = _contradiction(row, other) if other["document"] != row["document"] else None
        if differs is not None:
            pairs.setdefault((row["document"], other["document"]), []).append((row, other, *differs))
    for (name, other_name), cells in pairs.items():
        if (name, other_name) in told:
            continue
        told.add((name, other_name))
        listed = "; ".join(f"{_name(row)} {mine} and {theirs}" for row, _, mine, theirs in cells[:4])
        more = f" and {len(cells) - 4} more" if len(cells) > 4 else ""
        row, other, mine, _ = cells[0]
        yield found(
            Label(row["route"], f"in {name}", mine),
            f"`{name}` and `{other_name}` report one study ({key}), and differently: {listed}{more}",
            beside=[(Label(one["route"], "", mine), "this too") for one, _, mine, _ in cells[1:]],
            help=f"compare both documents; the first of these is `{other['route']}` in {other_name}",
            document=name,
            extractor=row["extractor"],
        )


def _name(row: Row) -> str:
    return " ".join(part for part in (row["variable"], row["level"]) if part)


def _contradiction(mine: Row, theirs: Row) -> tuple[str, str] | None:
    if mine["date"] and theirs["date"]:
        apart = not (mine["date"].startswith(theirs["date"]) or theirs["date"].startswith(mine["date"]))
        return (mine["date"], theirs["date"]) if apart else None
    others = dict(_numbers(theirs))
    for role, number in _numbers(mine):
        other = others.get(role)
        if other is not None and not number.interval.meets(other.interval):
            return number.text, other.text
    return None
