"""DUP: the same patients in two documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log10, pi, sqrt
from sys import float_info
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.forensics.repeats import tail
from msccurate.rules.duplicates import LEAST_LIKELY, odds
from msccurate.rules.names import NAMES, as_written
from msccurate.rules.registry import Distil, Draft, found, rule
from msccurate.rules.studies import Fact, facts

if TYPE_CHECKING:
    from msccurate.printed import Printed
    from msccurate.tables import Document, Extract
    from msccurate.tables.extract import Row

#: Rows that more documents have are no mark of a study; as many equal rows are needed (proposals).
_MOST_DOCUMENTS, _LEAST_ROWS = 20, 3


def telling(extractions: Sequence[Document]) -> Iterator[tuple[str, str, str, str, str, str, float, float]]:
    """The rows of a document's baseline that could tell its study from another, each with the probability that another
    study has the same and the surprise of that; `row` is what it is about, and `same` what it says."""
    levels: dict[tuple[str, str], str] = {}
    for fact in facts(extractions[0]):
        if not fact.baseline or fact.size is None or fact.size < 2:
            continue
        chance = _chance(fact)
        if chance >= 1 or levels.setdefault((fact.group, fact.variable), fact.level) != fact.level:
            continue
        roles = " ".join(role for role, _ in fact.numbers)
        yield (
            extractions[0].extractor,
            fact.route,
            fact.name,
            f"{fact.variable}.{fact.level} of {fact.size} in {fact.unit}: {roles}",
            " ".join(f"{number.mantissa}e{-number.decimals}" for _, number in fact.numbers),
            " ".join(number.text for _, number in fact.numbers),
            chance,
            -log10(max(chance, float_info.min)),
        )


TELLING = Distil(
    "telling",
    {
        "extractor": str, "route": str, "name": str, "row": str, "same": str, "text": str,
        "chance": float, "surprise": float,
    },
    telling,
)  # fmt: skip


@rule(
    "DUP03",
    "same-study",
    Severity.WARNING,
    scope="corpus",
    distils=(NAMES, TELLING),
)
def same_study(corpus: Extract) -> Iterator[Draft]:
    """The patients of a document are in no other document.

    Why it matters: a study that is reported twice, as a preprint and an article or in two journals, is counted twice by
    whoever pools both, and looks twice as sure as it is (Tramèr et al. 1997, BMJ 315:635-640).

    Maths: the same DOI but for its version; the same words of a title (at least 5) in any order; or the same baseline
    numbers: of all rows that both have of a variable, in groups of one size, those that are equal would be so by chance
    with a probability below 0.001 over all pairs of documents, and are at least 3 (proposals). A row is equal by chance
    with q = 1/sqrt(2·pi·n·p·(1-p)) for a count, with g/s and 2g/s for a mean and its SD s printed in steps of g,
    likewise for quartiles with s = (q3-q1)/1.35; the surprise of the equal rows has an exact distribution, as in DUP01.
    One level of a variable counts. The same DOI or title as written is SPC09.

    What to do: if they report the same patients, pool one of them only.

    ## Example

    ```yaml spec another
    publication: {title: Umbilical cells for severe pneumonia}
    groups: {treated: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 61.2 ± 9.8, bmi (kg/m2): 24.53 ± 2.91, ldh (U/L): 287.4 ± 92.6}}
    ```

    ```yaml
    publication: {title: Mesenchymal stromal cells}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 61.2 ± 9.8, bmi (kg/m2): 24.53 ± 2.91, ldh (U/L): 287.4 ± 92.6}}  # DUP03
    ```

    ## Corrected

    ```yaml spec another
    publication: {title: Umbilical cells for severe pneumonia}
    groups: {treated: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 61.2 ± 9.8, bmi (kg/m2): 24.53 ± 2.91, ldh (U/L): 287.4 ± 92.6}}
    ```

    ```yaml
    publication: {title: Mesenchymal stromal cells}
    groups: {all: {n: 31}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {age (years): 61.2 ± 10.3, bmi (kg/m2): 25.11 ± 3.02, ldh (U/L): 301.8 ± 85.1}}
    ```
    """
    told: set[tuple[str, str]] = set()
    for row, other, what in _same_names(corpus):
        if (row["document"], other["document"]) not in told:
            told.add((row["document"], other["document"]))
            yield found(
                Label(f"publication.{what}", f"{other['document']} has the same", row["text"]),
                f"`{row['document']}` and `{other['document']}` have the same {what}, written otherwise: "
                f"`{other['text']}`",
                help="if they report the same patients, pool one of them only",
                document=row["document"],
                extractor=row["extractor"],
            )
    yield from _same_numbers(corpus, told)


def _same_names(corpus: Extract) -> Iterator[tuple[Row, Row, str]]:
    """Documents with the DOI or title of an earlier one, but not as written."""
    same = list(corpus.shared("names", "kind", "key"))
    for kind, what in (("version", "doi"), ("words", "title")):
        for first, *others in (rows for rows in same if rows[0]["kind"] == kind):
            for row in others:
                if as_written(row["text"]) != as_written(first["text"]):
                    yield row, first, what


def _same_numbers(corpus: Extract, told: set[tuple[str, str]]) -> Iterator[Draft]:
    count = corpus.count("telling")
    tested = count * (count - 1) / 2
    pairs = corpus.alike("telling", ("row", "same"), "surprise", _LEAST_ROWS, _MOST_DOCUMENTS)
    # the equal rows alone are at least as likely as their product: most pairs need no distribution
    enough = log10(tested / LEAST_LIKELY) if tested else 0.0
    unlikely = [(name, other) for other, name, _, surprise in pairs if surprise > enough and (name, other) not in told]
    rows = _by_row(corpus, {name for pair in unlikely for name in pair}) if unlikely else {}
    for name, other in unlikely:
        yield from _same_patients(name, other, rows[name], rows[other], tested)


def _by_row(corpus: Extract, names: set[str]) -> dict[str, dict[str, list[Row]]]:
    """Document -> what a row is about -> the rows."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in corpus.rows("telling", names):
        found.setdefault(row["document"], {}).setdefault(row["row"], []).append(row)
    return found


def _chance(fact: Fact) -> float:
    """The probability that another study of this size has the same numbers in this row."""
    numbers = dict(fact.numbers)
    if "count" in numbers and fact.size:
        share = float(numbers["count"].value) / fact.size
        return min(1 / sqrt(2 * pi * fact.size * share * (1 - share)), 1.0) if 0 < share < 1 else 1.0
    if "mean" in numbers and "sd" in numbers:
        sd = float(numbers["sd"].value)
        return _step(numbers["mean"], sd) * _step(numbers["sd"], sd / 2)
    if {"median", "q1", "q3"} <= numbers.keys():
        spread = float(numbers["q3"].value - numbers["q1"].value) / 1.35
        return _step(numbers["median"], spread) * _step(numbers["q1"], spread / 2) * _step(numbers["q3"], spread / 2)
    return 1.0


def _step(number: Printed, spread: float) -> float:
    """The share that one step of the last printed place is of a spread."""
    step = 10.0**-number.decimals
    return min(step / spread, 1.0) if spread > 0 else 1.0


def _same_patients(
    name: str,
    other: str,
    mine: Mapping[str, list[Row]],
    theirs: Mapping[str, list[Row]],
    tested: float,
) -> Iterator[Draft]:
    compared: list[tuple[int, float, bool]] = []
    same: list[Row] = []
    for key in (key for key in mine if key in theirs):
        pairs = [(a, b) for a in mine[key] for b in theirs[key]]
        hit = next((a for a, b in pairs if a["same"] == b["same"]), None)
        chance = min((hit or pairs[0][0])["chance"] * len(pairs), 1.0)
        compared.append((len(compared), chance, hit is not None))
        same += [hit] if hit else []
    probability = min(tail(compared) * tested, 1.0)
    if len(same) < _LEAST_ROWS or probability >= LEAST_LIKELY:
        return
    same.sort(key=lambda row: str(row["route"]))
    listed = ", ".join(f"{row['name']} {row['text']}" for row in same[:6])
    more = f" and {len(same) - 6} more" if len(same) > 6 else ""
    first, *others = (Label(row["route"], "", row["text"].partition(" ")[0]) for row in same)
    yield found(
        first,
        f"{len(same)} of {len(compared)} baseline rows of `{name}` are those of `{other}`: {listed}{more}",
        words=f"{other} has this too",
        beside=[(label, "and this") for label in others],
        help=f"by chance this happens once in {odds(probability)} such corpora; if they report the same patients, pool "
        "one of them only",
        document=name,
        extractor=same[0]["extractor"],
    )
