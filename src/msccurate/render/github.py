"""GitHub's workflow commands: annotations on the lines of the specs, in the log of a job."""

from __future__ import annotations

from msccurate.findings import Severity
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.render.summary import plural, summary_line
from msccurate.review import Report, ReportedFinding

#: A step shows so many annotations of each level; GitHub drops the others without a word.
MOST = 10

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, options: Options) -> str:
    """The ten worst open findings of every level, then a notice of how many are not shown, then the summary line."""
    lines: list[str] = []
    left: list[str] = []
    open_ = sorted(report.open(), key=_badness)
    for severity in sorted(Severity, reverse=True):
        mine = [one for one in open_ if one.severity is severity]
        # the notice about what is left out is itself one of the ten
        most = MOST - 1 if severity is Severity.NOTE and (left or len(mine) > MOST) else MOST
        lines += [_annotation(one, options) for one in mine[:most]]
        if mine[most:]:
            left.append(plural(len(mine) - most, f"more {severity}"))
    if left:
        lines.append(f"::notice title=msccurate::{data(', '.join(left))} not shown here: see the summary of this job")
    return "\n".join([*lines, summary_line(report, Style(False))]) + "\n"


def _badness(one: ReportedFinding) -> tuple[bool, int]:
    """What stands alone goes before what follows from it; what the curators must mend before what the paper says."""
    return bool(one.under), ("extraction-error", "undecided", "source-error").index(one.verdict)


def _annotation(one: ReportedFinding, options: Options) -> str:
    spec = one.primary.spec
    place = {"file": options.path(spec.path), "line": str(spec.line), "endLine": str(spec.end_line)}
    if spec.line == spec.end_line:
        place |= {"col": str(spec.column), "endColumn": str(spec.end_column)}
    place["title"] = f"{one.code} {one.name}"
    said = [one.message]
    if one.primary.source is not None:
        source = one.primary.source
        said.append(f"{options.path(source.path)}:{source.line} says: {source.text}")
    said += [one.help] if one.help else []
    values = ",".join(f"{name}={parameter(value)}" for name, value in place.items())
    return f"::{_COMMANDS[one.severity]} {values}::{data(chr(10).join([*said, one.fingerprint]))}"


def data(text: str) -> str:
    """Text as the message of a command: no character of it ends the line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def parameter(text: str) -> str:
    """Text as the value of a command's parameter: nor does one begin the next parameter, or the message."""
    return data(text).replace(":", "%3A").replace(",", "%2C")
