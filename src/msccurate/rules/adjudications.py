"""ADJ: our own bookkeeping. These rules are asked by the review, when all other findings are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """All adjudications of a project."""

    entries: tuple[Entry, ...]


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


def _at(entry: Entry, message: str, help: str) -> Draft:
    return found(Label(f"adjudications.{entry.id}", spec=entry.place), message, help=help, document=entry.document)
