"""`msccurate adjudicate`: write down what a person decided about a finding."""

from __future__ import annotations

import re
from datetime import date as day
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.root import RootOption, configuration, find_root

if TYPE_CHECKING:
    from msccurate.review import Report, ReportedFinding


class Verdict(StrEnum):
    source_error = "source-error"
    accepted = "accepted"
    false_alarm = "false-alarm"
    open = "open"


def command(
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help="Of the finding, such as PCT01-9f3a12c47be0.")
    ],
    verdict: Annotated[Verdict, typer.Option("--verdict", help="What was decided; open still fails the check.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for whoever reads it in some years.")],
    by: Annotated[str, typer.Option("--by", help="Who decided.")],
    value: Annotated[str, typer.Option("--value", help="The curated value, where it is not the printed one.")] = "",
    date: Annotated[str, typer.Option("--date", help="When, as 2026-11-24 (default: today).")] = "",
    id: Annotated[str, typer.Option("--id", help="Id of the adjudication (default: from rule and place).")] = "",
    root: RootOption = None,
) -> None:
    """Append a decision about a finding to curation/adjudications/DOCUMENT.yaml."""
    folder = find_root(root)
    texts = {"--reason": reason.strip(), "--by": by.strip(), "--value": value.strip()}
    for option in ("--reason", "--by"):
        if not texts[option]:
            raise UsageError(f"{option} is empty: an adjudication says why, and who decided")
    when = _day(date)
    from msccurate.cli.selection import selected
    from msccurate.cli.write import write
    from msccurate.review import Adjudication, review
    from msccurate.review.decision import CannotAppend, appended
    from msccurate.tables import load_project

    settings = configuration(folder)
    project = load_project(folder, least_coverage=settings.coverage)
    report = review(project, selected(settings.select, settings.ignore)).report
    finding = _finding(report, fingerprint.strip())
    path = f"curation/adjudications/{finding.document}.yaml"
    decision = Adjudication(
        id=_id(id, finding, path, folder),
        fingerprint=finding.fingerprint,
        rule="",
        route="",
        verdict=verdict.value,
        reason=texts["--reason"],
        by=texts["--by"],
        date=when,
        value=texts["--value"],
        document=finding.document,
    )
    file = folder / path
    try:
        text = file.read_bytes().decode("utf-8") if file.exists() else ""
        content = appended(text, decision)
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text: mend it first") from None
    except CannotAppend as problem:
        raise UsageError(f"{path}: {problem}") from None
    except ValueError as problem:
        raise UsageError(f"--reason, --by or --value: {problem}") from None
    write(file, content)
    typer.echo(f"{path}: {decision.id}")
    typer.echo(f"{finding.fingerprint} is adjudicated: {decision.verdict} by {decision.by}, {decision.date}", err=True)


def _day(text: str) -> str:
    """An ISO date, today where nothing is said. Raises UsageError."""
    if not text:
        return day.today().isoformat()
    try:
        if day.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise UsageError(f"--date {text}: write a day as 2026-11-24")


def _finding(report: Report, fingerprint: str) -> ReportedFinding:
    """The finding of this fingerprint, if it can be adjudicated. Raises UsageError."""
    from msccurate.text import nearest

    by_name = {one.fingerprint: one for one in report.findings}
    one = by_name.get(fingerprint)
    if one is None:
        open_ = [one.fingerprint for one in report.open()]
        near = nearest(fingerprint, open_) or nearest(fingerprint, by_name)
        hint = "`msccurate check --format concise` shows all"
        if near:
            spec = by_name[near].primary.spec
            hint = f"the nearest is {near} ({spec.path}:{spec.line}: {by_name[near].message})"
        raise UsageError(f"there is no finding {fingerprint}; {hint}")
    if one.code.startswith("ADJ") or not one.document:
        place = f"{one.primary.spec.path}:{one.primary.spec.line}"
        raise UsageError(f"{fingerprint} is no finding about a document: mend {place} instead")
    if one.adjudication is not None:
        said = one.adjudication
        where = f"`{said.id}` in curation/adjudications/{said.document}.yaml"
        raise UsageError(f"{fingerprint} is adjudicated already, {said.verdict} by {said.by}: change {where}")
    return one


def _id(given: str, finding: ReportedFinding, path: str, root: Path) -> str:
    """The id of the new entry. Raises UsageError for one that is taken or no id, and for a finding that is named."""
    from msccurate.review.adjudications import load_adjudications
    from msccurate.review.decision import free_id

    entries = [entry for file in load_adjudications(root) if file.path == path for entry in file.entries]
    for entry in entries:
        if entry.adjudication.fingerprint == finding.fingerprint:
            raise UsageError(f"{path} speaks of {finding.fingerprint} already: mend `{entry.adjudication.id}` there")
    taken = [entry.adjudication.id for entry in entries]
    if not given:
        slug = re.sub(r"[^a-z0-9]+", "_", f"{finding.code}_{finding.route}".lower()).strip("_")
        return free_id(slug, taken)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", given):
        raise UsageError(f"--id {given}: use small letters, digits and `_`, a letter first")
    if given in taken:
        raise UsageError(f"--id {given}: {path} has that id already")
    return given
