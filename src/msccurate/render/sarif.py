"""SARIF 2.1.0, which editors and code scanning read: places in the spec, the document beside them as related places.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from msccurate.findings import Severity
from msccurate.render.json import indented
from msccurate.render.options import Options
from msccurate.review import Excerpt, Report, ReportedFinding
from msccurate.rules import Rule, find_rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Name of our fingerprints; the number changes when what they are made of changes.
FINGERPRINT = "msccurate/v1"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
#: A piece that a reader would take for a link.
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def render(report: Report, options: Options) -> str:
    """One run with all findings; adjudicated ones are suppressed, with the reason."""
    codes = list(dict.fromkeys(sorted(one.code for one in report.findings)))
    run = {
        "tool": {
            "driver": {
                "name": "msccurate",
                "version": version("msccurate"),
                "rules": [_rule(rule) for code in codes if (rule := find_rule(code)) is not None],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code), options) for one in report.findings],
    }
    return indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": f"{rule.summary}."},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family], "precision": "very-high"},
    }


def _result(one: ReportedFinding, index: int, options: Options) -> dict[str, Any]:
    related, words = _related(one, options)
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": words},
        "locations": [
            {
                "physicalLocation": _physical(one.primary.spec, options),
                "logicalLocations": [{"fullyQualifiedName": one.route}],
            }
        ],
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
        "properties": {"verdict": one.verdict, "document": one.document, "extractor": one.extractor},
    }
    if related:
        result["relatedLocations"] = related
    if one.adjudication is not None and not one.open:
        said = one.adjudication
        justification = f"{said.verdict} by {said.by}, {said.date}: {said.reason}"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result


def _related(one: ReportedFinding, options: Options) -> tuple[list[dict[str, Any]], str]:
    """The places beside the primary one, and the message, which links to each."""
    places: list[dict[str, Any]] = []
    said = [_escaped(one.message)]

    def link(words: str, excerpt: Excerpt, text: str) -> str:
        number = len(places) + 1
        location = {
            "id": number,
            "physicalLocation": _physical(excerpt, options),
            "message": {"text": f"{words}: {text}"},
        }
        places.append(location)
        return f"[{_in_link(words)}]({number}): {_escaped(text)}"

    if one.primary.source is not None:
        said.append(link("the document says", one.primary.source, one.primary.source.text))
    for label in one.related:
        said.append(link(label.words or "see", label.spec, label.text))
        if label.source is not None:
            said.append(link("in the document", label.source, label.source.text))
    return places, "; ".join([*said, *([_escaped(one.help)] if one.help else [])])


def _physical(excerpt: Excerpt, options: Options) -> dict[str, Any]:
    region = {
        "startLine": excerpt.line,
        "startColumn": excerpt.column,
        "endLine": excerpt.end_line,
        "endColumn": excerpt.end_column,
        "snippet": {"text": excerpt.text},
    }
    location = {"uri": quote(options.path(excerpt.path)), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": location, "region": region}


def _escaped(text: str) -> str:
    """Text of a message: braces would be placeholders, brackets before a parenthesis links."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _in_link(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", text.replace("{", "{{").replace("}", "}}"))
