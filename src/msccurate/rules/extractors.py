"""XRF: two extractors of one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Corpus, Document
    from msccurate.tables.doubled import Extracted, Pair

SETTLE = "adjudicate, with the value that stands"


@rule("XRF04", "extractors-disagree", Severity.WARNING, scope="extractions")
def extractors_disagree(corpus: Corpus) -> Iterator[Draft]:
    """Two people who extract one document write down the same.

    Why it matters: double extraction finds what no arithmetic can: a plausible number from the wrong row. Single
    extraction makes more errors (Buscemi et al. 2006, J Clin Epidemiol 59:697-703).

    Maths: cells of `<document>.yaml` and `<document>.<extractor>.yaml` are paired by what they are about, in blocks of
    the same id, label or place in the source; ids of groups and timepoints may differ if their labels or dates agree.
    A finding if numbers (trailing zeros count), words, dates or units differ; units once for a row, cells that only
    one of them has once for a block. The verdict says whose text stands in the source.

    What to do: correct the spec that is wrong; or, to keep both extractions as they were made, adjudicate with the
    `value` that stands: tables and package then have it for both. Silent about cells that could not be read.

    ## Example

    ```yaml spec document.second
    data:
      t1:
        label: Table 1
        rows: {age (years): 61 (48–70)}
    form: median (IQR)
    ```

    ```yaml
    data:
      t1:
        label: Table 1
        rows: {age (years): 61 (48–71)}  # XRF04
    form: median (IQR)
    ```

    ## Corrected

    ```yaml spec document.second
    data:
      table_1:
        label: Table 1
        rows: {age (years): 61 (48 to 71)}
    form: median (IQR)
    ```

    ```yaml
    data:
      t1:
        label: Table 1
        rows: {age (years): 61 (48–71)}
    form: median (IQR)
    ```
    """
    from msccurate.tables.doubled import extractions, paired

    for first, second in extractions(corpus.documents):
        pairs = [pair for pair in paired(first, second) if pair.readable and not pair.agrees]
        units: dict[tuple[str, object], list[Pair]] = {}
        for pair in pairs:
            if pair.differs_in_unit_only:
                units.setdefault(_row(pair), []).append(pair)
            elif pair.first is not None and pair.second is not None:
                yield _differing(pair, pair.first, pair.second)
        for members in units.values():
            yield _units(members)
        yield from _lacking([pair.first for pair in pairs if pair.second is None], second)
        yield from _lacking([pair.second for pair in pairs if pair.first is None], first)


def _row(pair: Pair) -> tuple[str, object]:
    one = (pair.first or pair.second).measurement  # type: ignore[union-attr]
    return pair.block, (one.at.variable, one.at.level) if one else ()


def _differing(pair: Pair, first: Extracted, second: Extracted) -> Draft:
    wrong, right = (second, first) if pair.standing == "first" else (first, second)
    help, expected, differs = _decided(pair, wrong, right)
    return found(
        _label(wrong, ""),
        f"`{wrong.text}` and `{right.text}`: `{wrong.document.extractor}` and `{right.document.extractor}` disagree"
        + (f", the document says `{pair.in_source}`" if pair.in_source else ""),
        words=f"{wrong.document.extractor} has this",
        beside=[(_label(right, ""), f"{right.document.extractor} has this")],
        help=help,
        expected=expected,
        differs=differs,
        document=wrong.document.name,
        extractor=wrong.document.extractor,
    )


def _decided(pair: Pair, wrong: Extracted, right: Extracted) -> tuple[str, str | None, bool | None]:
    """What to do, what should have been written, and whether a spec surely differs from the source."""
    match pair.standing:
        case "first" | "second":
            return f"write {right.text}, or {SETTLE}", right.text, True
        case "both":
            return f"both stand in the document: look which of them belongs here, and {SETTLE}", None, None
        case "neither":
            return f"neither stands there: look at the document, and {SETTLE}", pair.in_source or None, True
    return f"look at the document, and {SETTLE}", None, None


def _label(one: Extracted, suffix: str, text: str = "") -> Label:
    place = one.place
    if suffix and one.route + suffix in one.document.routes:
        place = type(place)(place.path, one.document.routes[one.route + suffix])
    return Label(one.route + suffix, "", text or one.text, spec=place, source=one.source_place)


def _units(members: list[Pair]) -> Draft:
    cells = [(one.first, one.second) for one in members if one.first is not None and one.second is not None]
    first, second = cells[0]
    mine, theirs = units = [one.measurement.unit_printed or "" for one in (first, second) if one.measurement]
    more = f" ({len(cells)} cells)" if len(cells) > 1 else ""
    return found(
        _label(first, "#unit", mine),
        f"units `{mine}` and `{theirs}`: `{first.document.extractor}` and `{second.document.extractor}` disagree{more}",
        words=f"{first.document.extractor} has this",
        beside=[
            (_label(second, "#unit", theirs), f"{second.document.extractor} has this"),
            *((_label(one, "#unit", unit), "") for pair in cells[1:] for one, unit in zip(pair, units, strict=True)),
        ],
        help=f"look at the document, and {SETTLE.replace('value', 'unit')} as its `value`",
        document=first.document.name,
        extractor=first.document.extractor,
    )


def _lacking(cells: list[Extracted | None], lacks: Document) -> Iterator[Draft]:
    """Cells that only one of them has: one finding for each block."""
    from msccurate.tables.doubled import GROUPS

    blocks: dict[str, list[Extracted]] = {}
    for one in cells:
        if one is not None:
            blocks.setdefault(one.block, []).append(one)
    for block, members in blocks.items():
        has = members[0].document
        every = len(has.group_sizes) if block == GROUPS else sum(one.block == block for one in has.measurements)
        listed = ", ".join(f"{one.name} `{one.text}`" for one in members[:6])
        more = f" and {len(members) - 6} more" if len(members) > 6 else ""
        yield found(
            _label(members[0], ""),
            f"`{lacks.extractor}` lacks {len(members)} of {every} cells of `{block}` that `{has.extractor}` has: "
            f"{listed}{more}",
            words=f"{has.extractor} has this",
            beside=[(_label(one, ""), "") for one in members[1:]],
            help="look whether the document has them; if so, add them",
            document=has.name,
            extractor=has.extractor,
        )
