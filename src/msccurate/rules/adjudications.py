"""ADJ: our own bookkeeping. These rules are asked by the review, when all other findings are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule


@dataclass(frozen=True, slots=True)
class Entry:
    """An adjudication as the rules see it: what it lacks, and whether it matched a finding that ran."""

    id: str
    document: str
    place: Place
    missing: tuple[str, ...]
    stale: bool
    about: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """All adjudications of a project; `extracted` says who extracted each document."""

    entries: tuple[Entry, ...]
    extracted: Mapping[str, frozenset[str]] = field(default_factory=dict)


@rule("ADJ01", "stale-adjudication", Severity.ERROR, scope="review")
def stale_adjudication(bookkeeping: Bookkeeping) -> Iterator[Draft]:
    """An adjudication matches a finding.

    Why it matters: a decision about a finding that is gone says nothing any more, and would silence nobody knows
    what when a number changes back. A changed number gives its finding a new fingerprint on purpose: the question is
    open again.

    What to do: delete the adjudication if the spec was corrected; if the finding has a new fingerprint, look at it
    again and write the new one. Silent about documents and rules that did not run.

    ## Example

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: accepted, reason: misprint, by: a, date: 2026-11-24}  # ADJ01
    ```

    ```yaml
    # ADJ01
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positive}}
    ```

    ## Corrected

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: accepted, reason: misprint, by: a, date: 2026-11-24}
    ```

    ```yaml
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}
    ```
    """
    for entry in bookkeeping.entries:
        if entry.stale:
            yield _at(
                entry,
                f"`{entry.id}` adjudicates {entry.about}, and there is no such finding",
                "delete it, or write the fingerprint that `msccurate check --format concise` shows",
            )


@rule("ADJ02", "reason-missing", Severity.ERROR, scope="review")
def reason_missing(bookkeeping: Bookkeeping) -> Iterator[Draft]:
    """An adjudication says why, who and when.

    Why it matters: an adjudication is a signed statement about somebody's document. Without its reason no reader can
    check it.

    What to do: add what is missing: `reason`, `by`, `date`, `verdict`, and `fingerprint` or `rule` and `route`.

    ## Example

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: source-error, by: a, date: 2026-11-24}
    ```

    ```yaml
    # ADJ02
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}  # TXT01
    ```

    ## Corrected

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: accepted, reason: misprint, by: a, date: 2026-11-24}
    ```

    ```yaml
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}
    ```
    """
    for entry in bookkeeping.entries:
        if entry.missing:
            listed = ", ".join(f"`{name}`" for name in entry.missing)
            yield _at(entry, f"adjudication `{entry.id}` lacks {listed}", "say why, who decided, and when")


@rule("ADJ03", "adjudicator-is-extractor", Severity.NOTE, scope="review")
def adjudicator_is_extractor(bookkeeping: Bookkeeping) -> Iterator[Draft]:
    """Findings are adjudicated by somebody else than who extracted the document.

    Why it matters: whoever mistyped a number is the last to see it. The Cochrane Handbook (5.5.4) wants disagreements
    settled by a further person where possible.

    Maths: `by` of the adjudication is `by` of the `extraction` of this document, in any case; once for each document
    and person.

    What to do: let somebody else look, and sign; or accept it, if there is nobody else.

    ## Example

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: accepted, reason: misprint, by: curator-a, date: 2026-11-24}
    ```

    ```yaml
    # ADJ03
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}
    ```

    ## Corrected

    ```yaml adjudications
    typo: {rule: TXT01, route: t1.nucleic_acid, verdict: accepted, reason: misprint, by: curator-b, date: 2026-11-24}
    ```

    ```yaml
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}
    ```
    """
    own: dict[tuple[str, str], list[Entry]] = {}
    for entry in bookkeeping.entries:
        by = entry.by.casefold()
        if by and by in bookkeeping.extracted.get(entry.document, ()):
            own.setdefault((entry.document, by), []).append(entry)
    for entries in own.values():
        first, count = entries[0], len(entries)
        them = f"`{first.id}`" if count == 1 else f"{count} findings, `{first.id}` first,"
        yield _at(
            first,
            f"{first.by} adjudicated {them} in a document that {first.by} extracted",
            "let somebody else look at it, and sign",
        )


def _at(entry: Entry, message: str, help: str) -> Draft:
    return found(Label(f"adjudications.{entry.id}", spec=entry.place), message, help=help, document=entry.document)
