"""What changed, in one line."""

from __future__ import annotations

from msccurate.render.summary import plural
from msccurate.review.changes import Changes


def summary_line(changes: Changes) -> str:
    """Counts of everything that changed; findings that did not are counted as well."""
    values = _counted(
        (len(changes.changed), "changed"), (len(changes.added), "added"), (len(changes.removed), "removed")
    )
    decisions = _counted(
        (len(changes.decided), "added"),
        (len(changes.revised), "changed"),
        (len(changes.withdrawn), "removed"),
        (len(changes.stale), "gone stale"),
    )
    findings = _counted(
        (len(changes.new), "new"),
        (len(changes.reopened), "open again"),
        (len(changes.fixed), "fixed"),
        (len(changes.settled), "adjudicated"),
        (changes.unchanged, "unchanged"),
    )
    parts = [f"values: {values}", f"adjudications: {decisions}", f"findings: {findings}"]
    return "; ".join(part for part in parts if not part.endswith(": ")) or "nothing changed"


def verdict_line(changes: Changes) -> str:
    """Whether this may go in."""
    worse = sum(one.open and str(one.severity) == "error" for one in (*changes.new, *changes.reopened))
    return f"{plural(worse, 'error')} came in that nobody has adjudicated" if worse else "no open error came in"


def _counted(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)
