"""Where the spec says what a route names."""

from __future__ import annotations

from pathlib import Path

from msccurate.spec.load import load

SPEC = """\
msccurate: 1
publication:
  title: >-
    Cells in twenty patients:
    a case series
  journal: 'Journal of Examples'
data: {}
"""


def test_a_text_of_several_lines_begins_with_its_first_word(tmp_path: Path) -> None:
    path = tmp_path / "doe2021.yaml"
    path.write_text(SPEC, encoding="utf-8")
    spec = load(path, "specs/doe2021.yaml")
    places = {route: spec.routes[f"publication.{route}"].of(spec.text) for route in ("title", "journal")}
    assert places == {"title": "Cells in twenty patients:\n    a case series", "journal": "'Journal of Examples'"}
