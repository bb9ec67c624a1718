"""What is wrong with a codebook is said to its curator: which rule reports it, where, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msccurate.codebook import load
from tests.codebook.projects import CODEBOOK, ROOT, UNITS, problems, project

VARIABLE = "msccurate: 1\nvariables:\n  a: {label: A}\n  b: {label: B, kind: date}\n  crp: "
UNIT = UNITS + "  g/L: "


@pytest.mark.parametrize(
    ("codebook", "code", "place", "words", "help"),
    [
        ("{label: A, lable: B}", "SPC02", "lable", "unknown key `lable` in variable `crp`", "did you mean `label`?"),
        ("{unit: mg/L}", "SPC03", "crp", "variable `crp` has no `label`", ""),
        ("{label: [A]}", "SPC03", "[A]", "`label` must be a text", ""),
        ("{label: A, kind: categry}", "SPC03", "categry", "`kind: categry` is not possible",
         "did you mean `category`?"),
        ("{label: A, kind: category}", "SPC03", "crp", "category `crp` has no `levels`",
         "write `levels: [mild, severe]`"),
        ("{label: A, levels: [x]}", "SPC03", "levels", "`levels` belongs to a category, and `crp` is of kind number",
         "leave `levels` out, or change `kind`"),
        ("{label: A, kind: date, unit: mg/L}", "SPC03", "unit", "`unit` belongs to a number, and `crp` is of kind date",
         "leave `unit` out, or change `kind`"),
        ("{label: A, kind: category, levels: [x, b]}", "SPC07", "b", "`b` is a level of `crp` and also a variable",
         "a word of heads names one thing: rename one"),
        ("{label: A, kind: category, levels: {n: []}}", "SPC07", "n", "`n` is a level of `crp` and also a statistic",
         "a word of heads names one thing: rename one"),
        ("{label: A, kind: category, levels: [Mild]}", "SPC07", "Mild", "`Mild` cannot be an id",
         "use small letters, digits and `_`, a letter first"),
        ("{label: A, unit: mg/l}", "UNT02", "mg/l", "`mg/l` is no unit of curation/units.yaml", "did you mean `mg/L`?"),
        ("{label: A, loinc: 1988-6}", "SPC03", "1988-6", "`1988-6` is no LOINC code: its check digit is wrong",
         "for 1988 it would be 5; compare the code with loinc.org"),
        ("{label: A, loinc: CRP}", "SPC03", "CRP", "`CRP` is no LOINC code", "write it as `1988-5`"),
        ("{label: A, possible: 120}", "SPC03", "120", "`possible` is no range (`120`)", None),
        ("{label: A, possible: 120 to 0}", "SPC03", "120 to 0", "`possible` is no range (`120 to 0`)", None),
        ("{label: A, possible: {source: B}}", "SPC03", "{source: B}", "`possible` is no range", None),
        ("{label: A, possible: {range: 0 to 1, from: B}}", "SPC02", "from", "unknown key `from` in `possible`", None),
        ("{label: A, better: more}", "SPC03", "more", "`better: more` is not possible", None),
        ("{label: A, outcome: Exercise}", "SPC07", "Exercise", "`Exercise` cannot be an id", None),
        ("{label: A, kind: date, better: lower}", "SPC03", "better",
         "`better` belongs to a number, and `crp` is of kind date", None),
        ("{label: A, usual: [0 to 1]}", "SPC03", "[0 to 1]", "`usual` must be one range, not a list", ""),
        ("{label: A, possible: 0 to 5, usual: 1 to 6}", "SPC03", "1 to 6",
         "what is usual (1 to 6) goes beyond what is possible (0 to 5)", ""),
        ("{label: A, daily: 5}", "SPC03", "5", "`daily` must be a map", None),
        ("{label: A, daily: {rise: much}}", "SPC03", "much", "`rise` must be a number, not `much`", None),
        ("{label: A, daily: {rise: 1e999999999}}", "SPC03", "1e999999999",
         "`rise` must be a number, not `1e999999999`", None),
        ("{label: A, daily: {fall: -3}}", "SPC03", "-3", "`fall` must be more than 0", ""),
        ("{label: A, daily: {ratio: 0.5}}", "SPC03", "0.5", "`ratio` is a factor and must be at least 1", ""),
        ("{label: A, daily: {least: 2}}", "SPC03", "2", "`least` is a factor and must be at most 1", ""),
        ("{label: A, kind: yes/no, moves: [crq]}", "SPC07", "crq", "`crp` moves `crq`, which is no variable",
         "did you mean `crp`?"),
        ("{label: A, items: 2}", "SPC03", "2", "`items` counts the items of a score, whose values are whole", None),
        ("{label: A, whole: certain, items: 1/2}", "SPC03", "1/2",
         "`items` counts the items of a score, whose values are whole", None),
        ("{label: A, whole: certain, scale: < 5}", "SPC03", "< 5",
         "`scale` holds the two whole ends of an item, whose values are whole", None),
        ("{label: A, distribution: {of: a}}", "SPC03", "distribution",
         "`distribution` belongs to a category, and `crp` is of kind number", None),
        ("{label: A, kind: category, levels: [x], distribution: a}", "SPC03", "a",
         "`distribution` must be a map", None),
        ("{label: A, kind: category, levels: [x, y], distribution: {of: a, values: {x: 1}}}", "SPC03",
         "{of: a, values: {x: 1}}", "`distribution` does not say what y stands for", None),
        ("{label: A, kind: category, levels: [one], distribution: {of: a, values: {one: 1, oen: 2}}}", "SPC07", "oen",
         "`oen` is no level of this category", "did you mean `one`?"),
        ("{label: A, kind: category, levels: [x], distribution: {of: b, values: {x: 1}}}", "SPC07", "crp",
         "`crp` is the distribution of `b`, which is no number of the codebook", None),
        ("{label: A}\n  median: {label: M}", "SPC07", "median",
         "`median` is a statistic and cannot name a variable", ""),
        ("{label: A}\n  CRP: {label: M}", "SPC07", "CRP", "`CRP` cannot be an id", None),
        ("{label: A}\n  d: mg/L", "SPC03", "d", "`d` in variables must be a map of keys", ""),
        ("{label: A}\nvariabels: {}", "SPC02", "variabels",
         "unknown key `variabels` in curation/codebook.yaml", "did you mean `variables`?"),
        ("{label: A}\nrelations: [a]", "SPC03", "[a]", "`relations` must be a map", ""),
        ("{label: A}\nrelations: {r: a >= crq}", "SPC07", "crq", "unknown word `crq` in relation `r`",
         "did you mean `crp`?"),
        ("{label: A}\nrelations: {r: {note: x}}", "SPC03", "r", "relation `r` has no expression",
         "write `expect: a <= b`"),
        ("{label: A}\nschedules: {s: {count: a, every: crp, from: b}}", "SPC03", "s", "schedule `s` has no `to`", ""),
        ("{label: A}\nschedules: {s: {count: a, every: crq, from: b, to: b}}", "SPC07", "crq",
         "schedule `s` names `crq`, which is no variable", "did you mean `crp`?"),
        ("{label: A}\nschedules: {s: {count: b, every: crp, from: b, to: b}}", "SPC07", "s",
         "schedule `s` needs numbers for count and every, dates for from and to", ""),
        ("{label: A}\nroles: {oxygen: crq}", "SPC07", "crq", "role `oxygen` names `crq`, which is no variable",
         "did you mean `crp`?"),
        ("{label: A}\n  s: {label: S, kind: category, levels: [low, high], bands: {lo: a < 1}}", "SPC07", "lo",
         "`lo` is no level of `s`", "did you mean `low`?"),
        ("{label: A}\n  s: {label: S, kind: category, levels: [low, high], bands: {low: crq < 1}}", "SPC07", "crq",
         "unknown word `crq` in the bands of `s`", "did you mean `crp`?"),
        ("{label: A}\nterms: {t: {terms: {a: [a], b: [b]}}}", "SPC03", "t", "terms `t` has no `kind`", None),
        ("{label: A}\nterms: {t: {kind: exclusive, terms: {a: [a]}}}", "SPC03", "t",
         "terms `t` holds fewer than two terms", None),
        ("{label: A}\nterms: {t: {kind: exclusiv, terms: {a: [a], b: [b]}}}", "SPC03", "exclusiv",
         "`kind: exclusiv` is not possible", "did you mean `exclusive`?"),
    ],
)  # fmt: skip
def test_codebook(tmp_path: Path, codebook: str, code: str, place: str, words: str, help: str | None) -> None:
    (found,) = problems(project(tmp_path, VARIABLE + codebook + "\n"))
    assert (found[1].kind, found[0], found[1].words) == (code, place, words)
    assert help is None or found[1].help == help


@pytest.mark.parametrize(
    ("units", "code", "place", "words"),
    [
        (UNIT + "{factor: '1'}", "SPC03", "g/L", "unit `g/L` has no `dimension`"),
        (UNIT + "{dimension: d}", "SPC03", "g/L", "unit `g/L` has no `factor`"),
        (UNIT + "{dimension: d, factor: '0'}", "SPC03", "'0'", "`factor` must be more than 0"),
        (UNIT + "{dimension: d, factor: 1/0}", "SPC03", "1/0", "`factor` must be a number, not `1/0`"),
        (UNIT + "{dimension: d, factor: nan}", "SPC03", "nan", "`factor` must be a number, not `nan`"),
        (UNIT + "{dimension: d, factr: 1, factor: 1}", "SPC02", "factr", "unknown key `factr` in unit `g/L`"),
        (UNIT + "{dimension: d, factor: 1, spellings: [mg / l]}", "SPC07", "mg / l",
         "`mg / l` is a spelling of `mg/L` and of `g/L`"),
        (UNITS + "conversions: {crp: mg/L}", "SPC03", "mg/L", "the conversions of `crp` must be a list"),
        (UNITS + "conversions:\n  crp:\n  - {from: mg/L, to: mmol/L, source: x}", "SPC03",
         "{from: mg/L, to: mmol/L, source: x}", "a conversion of `crp` has no `factor`"),
        (UNITS + "conversions:\n  crp:\n  - {from: mq/L, to: mmol/L, factor: 2, source: x}", "UNT02", "mq/L",
         "`mq/L` is no unit of this file"),
        (UNITS + "conversions:\n  crp:\n  - {from: mg/L, to: mg/L, factor: 2, source: x}", "SPC03",
         "{from: mg/L, to: mg/L, factor: 2, source: x}",
         "`mg/L` and `mg/L` both measure mass concentration: they convert without a factor"),
        (UNITS.replace("units:", "unit:"), "SPC02", "unit", "unknown key `unit` in curation/units.yaml"),
        (UNITS.replace("msccurate: 1\n", ""), "SPC03", "", "curation/units.yaml does not say its format"),
        (UNITS.replace("msccurate: 1", "msccurate: 2"), "SPC03", "2", "this format is not known"),
        ("- a\n", "SPC03", "", "curation/units.yaml holds no map"),
    ],
)  # fmt: skip
def test_units(tmp_path: Path, units: str, code: str, place: str, words: str) -> None:
    found = [(one.kind, text, one.words) for text, one in problems(project(tmp_path, units=units + "\n"))]
    assert (code, place, words) in found
    if "units:" in units and "- a" not in units:
        assert len(found) == 1


def test_a_misspelt_analyte_is_told_from_one_that_is_not_used(tmp_path: Path) -> None:
    conversions = "\n  - {from: mg/L, to: mmol/L, factor: 2, source: x}\n"
    codebook = "msccurate: 1\nvariables: {glucose: {label: Glucose, unit: mmol/L}}\n"
    units = UNITS + "conversions:\n  glucse:" + conversions + "  bilirubin:" + conversions
    ((text, found),) = problems(project(tmp_path, codebook, units))
    assert (found.kind, text, found.help) == ("SPC07", "glucse", "did you mean `glucose`?")


def test_all_problems_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    codebook = "msccurate: 1\nvariables:\n  a: {unit: x}\n  b: {label: B, loinc: 1-1, usual: many}\n"
    assert [one.kind for _, one in problems(project(tmp_path, codebook))] == ["SPC03", "UNT02", "SPC03", "SPC03"]


def test_a_broken_relation_is_shown_at_its_place(tmp_path: Path) -> None:
    codebook = CODEBOOK + "relations:\n  r:\n    expect: crp >=\n"
    (found,) = problems(project(tmp_path, codebook))
    assert found[1].kind == "SPC08"
    assert codebook.index("crp >=") <= found[1].span.start <= codebook.index("crp >=") + 6


def test_missing_files_are_problems(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert [[one.kind for one in file.problems] for file in loaded.files] == [["SPC01"], ["SPC01"]]
    assert not loaded.codebook.variables and not loaded.units.by_code


def test_one_bad_variable_leaves_the_others(tmp_path: Path) -> None:
    loaded = project(tmp_path, VARIABLE + "{label: A, possible: no, unit: 3}\n")
    assert list(loaded.codebook.variables) == ["a", "b", "crp"]
    assert loaded.codebook.variables["crp"].possible is None


SHIPPED = {name: (ROOT / "curation" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("codebook", "units")}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(SHIPPED)), data=st.data())
def test_nothing_raises(tmp_path: Path, name: str, data: st.DataObject) -> None:
    text = SHIPPED[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    inserted = data.draw(st.sampled_from(["", "[", "{", ": ", "- x\n", "'", "x: {y: [z]}", "\n", "0 to", "[]", "{}"]))
    files = SHIPPED | {name: text[:start] + inserted + text[end:]}
    project(tmp_path, files["codebook"], files["units"])
