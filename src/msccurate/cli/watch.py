"""`msccurate check --watch`: check again whenever a file is saved."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from msccurate.cli.errors import UsageError
from msccurate.review import Report
from msccurate.review.kept import KeptReview
from msccurate.rules import Rule

#: Milliseconds: saves that follow one another so closely are one change (an editor writes more than one file).
STEP, DEBOUNCE = 20, 100


def watch(root: Path, rules: tuple[Rule, ...], least_coverage: float, show: Callable[[Report], object]) -> None:
    """Show the report on the project, and again after every change of a file that it depends on, until stopped.

    Raises UsageError where watchfiles, an extra of this program, is not installed.
    """
    saved = _changes(root)
    review = KeptReview(root, rules, least_coverage)
    _again(review.report(), show, "everything")
    for paths in saved:
        names = review.changed(paths)
        if names:
            _again(review.report(), show, ", ".join(sorted(filter(None, names))) or "everything")


def _changes(root: Path) -> Iterator[list[Path]]:
    """Sets of files that were changed, added or deleted together."""
    try:
        import watchfiles
    except ImportError:
        raise UsageError("--watch needs watchfiles, which is not installed: pip install 'msccurate[watch]'") from None
    found = watchfiles.watch(root, step=STEP, debounce=DEBOUNCE, raise_interrupt=False)
    return ([Path(path) for _, path in changes] for changes in found)


def _again(report: Report, show: Callable[[Report], object], what: str) -> None:
    if sys.stdout.isatty():
        typer.echo("\x1b[H\x1b[2J\x1b[3J", nl=False, color=True)
    show(report)
    typer.echo(f"checked {what}; watching, Ctrl-C ends", err=True)
