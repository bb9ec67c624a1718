"""STA02, STA03: p values of two groups, recomputed from counts and from means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from msccurate.findings import Severity
from msccurate.forensics import percentages, two_by_two, two_means
from msccurate.forensics.errors_of_means import t_tests_of_errors
from msccurate.forensics.methods import far_apart
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import agreement, beyond, corrected, halves, said
from msccurate.forensics.two_by_k import TwoByK, two_by_k
from msccurate.printed import Interval, Printed
from msccurate.rules.compared import Compared, by_form, compared, patients
from msccurate.rules.registry import Draft, Where, found, rule
from msccurate.rules.summaries import Row, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: Where only the group's n is known, up to this share of it may have been analysed in a row.
LEAST = 0.8
#: Tests of the same counts in several levels that are not recomputed, such as exact ones, are within so many-fold.
OTHER_TESTS = 1.5


@rule("STA02", "p-from-2x2", Severity.WARNING)
def p_from_2x2(document: Document) -> Iterator[Draft]:
    """A p value between two groups is that of a test of their counts.

    Why it matters: a p value that no test of the printed counts gives belongs to other counts: one of the numbers is
    mistyped, or the row slipped.

    Maths: any of Pearson's χ² (1900), Yates (1934), G² (Wilks 1938), (N-1)χ² (Campbell 2007), z of unpooled
    proportions, Fisher's exact test (1935; by what is at most as likely, and by the doubled smaller tail) and mid-p
    (Lancaster 1961) may print as the p value. Denominators are those printed with the counts, or the group's where the
    printed percentage fits, and fewer (data are missing) that it fits as well; else it is a note. Notes too: a p value
    cut off or off by one in its last digit, and one of a one-sided test. Of a category with more levels, which count
    all patients of both groups (its p value may stand beside the first level): χ², G², the trend over the levels and
    Mann-Whitney's test, within 1.5-fold where each level is expected 5 times in each group (Cochran 1954), else within
    1.5 normal deviates, for exact tests are not computed (proposals). Silent for tests declared as anything else
    (McNemar, Cochran-Mantel-Haenszel, trend, log-rank, adjusted), and where the p value is that of the estimate beside
    it.

    What to do: compare counts and p value with the document; declare the test in `comparisons` if it is another.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: msc | control | p
        rows:
          death: 14/98 | 24/97 | 0.72  # STA02
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: msc | control | p
        rows:
          death: 14/98 | 24/97 | 0.07
    ```
    """
    rows = [(one, counts) for one in compared(document) if (counts := _counts(document, one)) is not None]
    for (one, counts), values in zip(rows, two_by_two.p_values_of([table for _, (table, *_) in rows]), strict=True):
        (first, size, second, other), sure, places = counts
        draft = _judged(one, {two_by_two.TESTS[name]: p for name, p in values.items()})
        if one.p is not None and draft is not None and not (_of_fewer(one, counts[0]) or _of_all_levels(document, one)):
            severity, readings = draft
            wide = Interval(min(p.low for p in values.values()), max(p.high for p in values.values()))
            shown = ", ".join(f"{label} {told(values[key])}" for key, label in _SHOWN.items() if key in values)
            yield found(
                one.p,
                f"p {printed(one.p)} is that of no test of {first} of {size} against {second} of {other}: "
                f"they give p = {told(wide)} ({shown}){readings}",
                beside=places,
                help="compare counts and p value with the document; name the test in `comparisons` if it is another",
                severity=severity if sure else Severity.NOTE,
            )
    yield from _of_levels(document)


def _of_levels(document: Document) -> Iterator[Draft]:
    """The p values of categories with three levels and more."""
    for one in compared(document):
        if one.p is None or beyond(one.p) or one.of_times or "other" in one.tests or one.adjusted or one.corrected:
            continue
        if one.left is not None or one.one_sided or (one.declared and not one.tests & {"counts", "ranks"}):
            continue
        cells = _levels(document, one)
        if cells is None or len(cells) < 3:
            continue
        first, second = ([int(counts[side].value) for counts in cells.values()] for side in (0, 1))
        comparison = one.comparisons[0]
        sizes = [document.group_sizes.get(side) for side in (comparison.left, comparison.right)]
        answer = two_by_k(first, second)
        if answer is None or any(
            n is not None and n.value != sum(of) for n, of in zip(sizes, (first, second), strict=True)
        ):
            continue
        if _off(one.p, answer):
            shown = ", ".join(f"{name} p = {told(each)}" for name, each in list(answer.p.items())[:4])
            places = [(counts[side], level) for level, counts in cells.items() for side in (0, 1)]
            yield found(
                one.p,
                f"p {printed(one.p)} is that of no test of {' / '.join(map(str, first))} against "
                f"{' / '.join(map(str, second))}: {shown}",
                beside=places,
                help="compare counts and p value with the document; name the test in `comparisons` if it is another",
            )


def _off(p: Printed, answer: TwoByK) -> bool:
    """Whether a p value is that of no test of all levels."""
    values = list(answer.p.values())
    if not answer.large:
        return far_apart(said(p), values)
    return not any(Interval(each.low / OTHER_TESTS, min(each.high * OTHER_TESTS, 1)).meets(said(p)) for each in values)


def _of_all_levels(document: Document, one: Compared) -> bool:
    """Whether the p value of a level is that of its whole category: many papers print it beside the first level."""
    whole = replace(one, at=structs.replace(one.at, level=""), left=None, right=None)
    cells = _levels(document, whole) if one.at.level else None
    if one.p is None or cells is None or len(cells) < 3:
        return False
    own = (one.block, one.at.variable, one.at.timepoint, one.comparisons)
    tested = [
        other
        for other in compared(document)
        if other.p is not None and (other.block, other.at.variable, other.at.timepoint, other.comparisons) == own
    ]
    first, second = ([int(counts[side].value) for counts in cells.values()] for side in (0, 1))
    answer = two_by_k(first, second)
    return len(tested) == 1 and answer is not None and not _off(one.p, answer)


#: Both counts with their denominators, whether these are sure, and the places.
_Counts = tuple[tuple[int, int, int, int], bool, list[tuple[Where, str]]]


def _counts(document: Document, one: Compared) -> _Counts | None:
    """The counts of a row whose p value may be that of a test of them."""
    if one.p is None or beyond(one.p) or one.of_times or not one.may_be("counts") or "other" in one.tests:
        return None
    counts = crude_counts(document, one)
    return None if counts is None or _of_estimate(one) else counts


def _of_fewer(one: Compared, counts: tuple[int, int, int, int]) -> bool:
    """Whether the p value may be that of fewer patients, data being missing: any number that the percentage allows."""
    if one.left is None or one.right is None:
        return False
    first, size, second, other = counts
    lows = [_fewest(one.left, first, size), _fewest(one.right, second, other)]
    if lows == [size, other]:
        return False
    corners = two_by_two.p_values_of([(first, n, second, m) for n in {lows[0], size} for m in {lows[1], other}])
    names = set.intersection(*(set(each) for each in corners))
    hulls = {}
    for name in names:
        values = [each[name] for each in corners]
        hulls[two_by_two.TESTS[name]] = Interval(min(p.low for p in values), max(p.high for p in values))
    return _judged(one, hulls) is None


def _fewest(quantity: Quantity, count: int, n: int) -> int:
    """The smallest denominator down from n, to 80 % of it, that gives the printed percentage; n where it is printed."""
    if quantity.denominator is not None or quantity.percent is None:
        return n
    fewest = n
    while fewest - 1 >= max(LEAST * n, count) and percentages.fits(quantity.percent, count, fewest - 1):
        fewest -= 1
    return fewest


_SHOWN = {"pearson": "χ²", "yates": "Yates", "fisher": "Fisher", "mid_p": "mid-p"}


def crude_counts(document: Document, one: Compared) -> _Counts | None:
    """Both counts with their denominators, whether these are sure, and the places; None where they are not known.

    Of a category with two levels, the first level is taken out of both.
    """
    if one.left is not None and one.right is not None:
        sides = [share(document, side) for side in (one.left, one.right)]
        if sides[0] is None or sides[1] is None:
            return None
        (a, n1, sure1, place1), (b, n2, sure2, place2) = sides[0], sides[1]
        return (a, n1, b, n2), sure1 and sure2, [(place1, f"of {n1}"), (place2, f"of {n2}")]
    cells = _levels(document, one)
    if cells is None or len(cells) != 2:
        return None
    (a, b), (rest, others) = ([int(count.value) for count in counts] for counts in cells.values())
    first, second = next(iter(cells.values()))
    return (a, a + rest, b, b + others), True, [(first, f"of {a + rest}"), (second, f"of {b + others}")]


def _levels(document: Document, one: Compared) -> dict[str, list[Printed]] | None:
    """The counts of both groups in each level of a category; None where one is missing or has a denominator."""
    variable = document.codebook.variables.get(one.at.variable)
    if one.at.level or variable is None or variable.kind != "category":
        return None
    comparison = one.comparisons[0]
    cells: dict[str, list[Printed]] = {}
    for side in (comparison.left, comparison.right):
        for quantity in document.by_variable.get(one.at.variable, ()):
            at = quantity.at
            same = (quantity.block, at.timepoint, at.comparison) == (one.block, one.at.timepoint, "")
            if same and at.level and set(at.groups) == {*one.at.groups, side}:
                if quantity.count is None or quantity.count.comparator or quantity.denominator is not None:
                    return None
                cells.setdefault(at.level, []).append(quantity.count)
    return None if any(len(counts) != 2 for counts in cells.values()) else cells


def share(document: Document, quantity: Quantity) -> tuple[int, int, bool, Printed] | None:
    """A count, its denominator, whether that is sure, and the count's place; None where they do not fit together."""
    count, total = quantity.count, patients(document, quantity)
    if count is None or count.comparator or total is None or quantity.events is not None:
        return None
    number, n = int(count.value), total[0]
    if not 0 <= number <= n:
        return None
    if quantity.denominator is not None:
        return number, n, True, count
    if quantity.percent is None:
        return number, n, False, count
    return (number, n, True, count) if percentages.fits(quantity.percent, number, n) else None


def _of_estimate(one: Compared) -> bool:
    """Whether the p value may be that of the estimate beside it rather than of the crude numbers."""
    from msccurate.forensics import p_from_ci

    effect = one.effect
    if effect is None or effect.estimate is None or one.p is None:
        return False
    if one.measure in ("HR",) or effect.ci_low is None or effect.ci_high is None:
        return one.measure in ("HR", "OR")
    ratio = one.measure in ("HR", "OR", "RR")
    answer = p_from_ci(effect.estimate, effect.ci_low, effect.ci_high, ratio, one.level)
    near = Interval(answer.p.low / 2, min(answer.p.high * 2, 1.0))
    return answer.possible is not True or near.meets(said(one.p))


def _judged(one: Compared, variants: Mapping[str, Interval]) -> tuple[Severity, str] | None:
    """How bad it is that a p value is none of the variants, and the readings by which it would be; None where it is
    one of them, or may be by what the spec says of the test."""
    assert one.p is not None
    possible, readings, _ = agreement(one.p, variants, directed=True)
    reported = said(one.p)
    if possible or not variants:
        return None
    if one.one_sided and any(half.meets(reported) for p in variants.values() for half in halves(p)):
        return None
    if one.corrected and any(corrected(p, reported) for p in variants.values()):
        return None
    return (Severity.NOTE, f"; it would fit {' or '.join(readings)}") if readings else (Severity.WARNING, "")


def printed(p: Printed) -> str:
    """A p value as it is said: `= 0.03`, `< 0.001`."""
    return f"{p.comparator or '='} {p.text.lstrip('<>=≤≥Pp ')}"


@rule("STA03", "p-from-means", Severity.WARNING)
def p_from_means(document: Document) -> Iterator[Draft]:
    """A p value between two groups is that of a t test of their means and SDs, if that was the test.

    Why it matters: means, SDs, n and p of a row hang together; if no t test gives the p value, one of them is wrong,
    or the SD is an SE.

    Maths: Student's (1908) and Welch's (1947) test over every mean and SD, or SE, that print so. A warning where the
    comparison declares a t test and nothing else that could be meant; a note where no test is declared, since an honest
    Mann-Whitney or analysis of covariance seldom gives the p value of a t test. Where rank tests are declared too, and
    the document prints medians beside its means, a warning if the normal deviates differ by more than 1.5 (proposal):
    then no rank test of values that one would sum up by a mean gives it. Where n is only the group's, any n from 0.8 n
    on may be meant (proposal: values are missing). Notes: cut off, the last digit, one-sided.

    What to do: compare all numbers of the row with the document; declare the test.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p, test: t test}
    form: mean (SD)
    data:
      t1:
        label: Table 1
        columns: msc | control | p
        rows:
          n: 98 | 97 | .
          age (years): 58.1 (11.2) | 57.4 (12.0) | 0.07  # STA03
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p, test: t test}
    form: mean (SD)
    data:
      t1:
        label: Table 1
        columns: msc | control | p
        rows:
          n: 98 | 97 | .
          age (years): 58.1 (11.2) | 57.4 (12.0) | 0.67
    ```
    """
    yield from together(_of_means(document))


def _of_means(document: Document) -> Iterator[Row]:
    rows = _unlike_student([row for one in compared(document) if (row := _means(document, one)) is not None])
    answers = iter(two_means.p_values_of([case for row in rows if row.kind == "SD" for case in row.cases]))
    for row in rows:
        one = row.compared
        variants: dict[str, Interval] = {}
        for answer in [next(answers) if row.kind == "SD" else _of_errors(case) for case in row.cases]:
            if answer is None:
                break
            for name, p in zip(("Student's t test", "Welch's t test"), answer, strict=True):
                before = variants.get(name, p)
                variants[name] = Interval(min(p.low, before.low), max(p.high, before.high))
        judged = _judged(one, variants)
        if judged is None:
            continue
        severity, readings = judged
        m1, spread1, _, m2, spread2, _ = row.cases[0]
        (n1, place1, own1), (n2, place2, own2) = row.sizes
        sure = (one.declared and one.tests <= {"t", "counts"}) or (
            by_form(document, one) and far_apart(said(row.p), variants.values())
        )
        shown = ", ".join(f"{name} p = {told(p)}" for name, p in variants.items())
        which = f"n = {n1} and {n2}" if own1 and own2 else f"n up to {n1} and {n2}"
        draft = found(
            row.p,
            f"p {printed(row.p)} is that of no t test of {m1} ± {spread1} against {m2} ± {spread2} with {which}: "
            f"{shown}{readings}",
            beside=[(m1, "mean"), (spread1, row.kind), (place1, "n"), (m2, "mean"), (spread2, row.kind), (place2, "n")],
            help=f"compare the row with the document; is the {row.kind} an {'SE' if row.kind == 'SD' else 'SD'}, or "
            "was it another test (name it)?",
            severity=severity if sure else Severity.NOTE,
        )
        yield Row(one.block, row.kind, draft)


@dataclass(frozen=True, slots=True)
class _Means:
    """A row whose p value may be that of a t test: `cases` are its means and spreads (SD or SE: the `kind`) with all
    patients, and with the fewest that there may be; `sizes` as of `patients`."""

    compared: Compared
    p: Printed
    sizes: tuple[tuple[int, Printed, bool], tuple[int, Printed, bool]]
    kind: str
    cases: tuple[two_means.Case, ...]


def _means(document: Document, one: Compared) -> _Means | None:
    left, right = one.left, one.right
    if one.p is None or beyond(one.p) or one.of_times or not one.may_be("t") or left is None or right is None:
        return None
    kind = "SD" if left.sd is not None else "SE"
    spread1, spread2 = (left.sd, right.sd) if left.sd is not None else (left.se, right.se)
    if left.mean is None or right.mean is None or spread1 is None or spread2 is None:
        return None
    first, second = patients(document, left), patients(document, right)
    if first is None or second is None or _of_estimate(one):
        return None
    cases = tuple(
        (left.mean, spread1, max(int(first[0] * share), 2), right.mean, spread2, max(int(second[0] * share), 2))
        for share in ((1.0,) if first[2] and second[2] else (1.0, LEAST))
    )
    return _Means(one, one.p, (first, second), kind, cases)


def _unlike_student(rows: list[_Means]) -> list[_Means]:
    """The rows whose p value Student's test does not give: most are settled by it."""
    of_deviations = [row for row in rows if row.kind == "SD"]
    students = two_means.student_p_of([row.cases[0] for row in of_deviations])
    settled = {
        id(row) for row, p in zip(of_deviations, students, strict=True) if p is not None and p.meets(said(row.p))
    }
    return [row for row in rows if id(row) not in settled]


def _of_errors(case: two_means.Case) -> tuple[Interval, Interval] | None:
    """The p values of Student's and Welch's test of means with standard errors; None where they cannot be compared."""
    m1, error1, n1, m2, error2, n2 = case
    if any(one.comparator for one in (m1, m2, error1, error2)):
        return None
    answer = t_tests_of_errors(m1.interval - m2.interval, (error1.interval, error2.interval), (n1, n2))
    return answer["Student's t test"], answer["Welch's t test"]
