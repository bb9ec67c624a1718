"""JUnit XML, which most systems of continuous integration can show: a suite per document, a case per finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msccurate.findings import Severity
from msccurate.render.frame import frame
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.review import Report, ReportedFinding

#: What XML 1.0 has no way to say, not even as a reference.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, options: Options) -> str:
    """Open errors and warnings are failures, notes pass with their text, adjudicated findings are skipped.

    A document without findings is a suite with one case that passes: what was checked is said as well.
    """
    root = Element("testsuites", {"name": "msccurate"})
    by_document: dict[str, list[ReportedFinding]] = {one.document: [] for one in report.coverage}
    for one in report.findings:
        by_document.setdefault(one.document, []).append(one)
    for document in sorted(by_document):
        root.append(_suite(document or "project", by_document[document], options))
    for count in ("tests", "failures", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("errors", "0")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(document: str, findings: Sequence[ReportedFinding], options: Options) -> Element:
    failures = sum(_fails(one) for one in findings)
    skipped = sum(not one.open for one in findings)
    suite = Element(
        "testsuite",
        {
            "name": _said(document),
            "tests": str(len(findings) or 1),
            "failures": str(failures),
            "errors": "0",
            "skipped": str(skipped),
        },
    )
    if not findings:
        SubElement(suite, "testcase", {"classname": _said(document), "name": "no findings"})
    for one in findings:
        suite.append(_case(document, one, options))
    return suite


def _fails(one: ReportedFinding) -> bool:
    return one.open and one.severity > Severity.NOTE


def _case(document: str, one: ReportedFinding, options: Options) -> Element:
    name = f"{one.code} {one.name} {one.route} [{one.fingerprint}]"
    place = {"file": options.path(one.primary.spec.path), "line": str(one.primary.spec.line)}
    case = Element("testcase", {"classname": _said(document), "name": _said(name)} | place)
    framed = _said("\n".join(frame(one, (), Style(False), 0)))
    if one.adjudication is not None and not one.open:
        said = one.adjudication
        SubElement(case, "skipped", {"message": _said(f"{said.verdict} by {said.by}: {said.reason}")})
    elif _fails(one):
        failure = SubElement(case, "failure", {"message": _said(one.message), "type": str(one.severity)})
        failure.text = framed
    else:
        SubElement(case, "system-out").text = framed
    return case


def _said(text: str) -> str:
    """Text that any XML reader takes."""
    return _UNSAYABLE.sub("\N{REPLACEMENT CHARACTER}", text)
