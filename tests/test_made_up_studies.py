"""A consistent made-up study never raises a finding; one changed digit always does."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import floor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.codebook import load as load_codebook
from msccurate.findings import Finding
from msccurate.rules import all_rules
from msccurate.spec import load
from msccurate.tables import Document
from msccurate.tables.build import build

ROOT = Path(__file__).parents[1]
CODEBOOK = load_codebook(ROOT)
RULES = [rule for rule in all_rules() if rule.scope == "document" and rule.code != "BIB03"]
YES_NO = {
    "fever": "Fever", "cough": "Cough", "dyspnea": "Dyspnea", "fatigue": "Fatigue", "hypertension": "Hypertension",
    "diabetes": "Diabetes", "copd": "Chronic obstructive pulmonary disease", "icu": "Intensive care unit admission",
}  # fmt: skip
MEASURED = {"crp": ("C-reactive protein", "mg/L", 13), "glucose": ("Glucose", "mmol/L", 7), "alt": ("ALT", "U/L", 40)}


@dataclass
class Study:
    """A made-up study: the text of its document, and its spec without the checksum."""

    text: str
    spec: str


def percentage(count: int, total: int, decimals: int, mode: str) -> str:
    """A percentage as some program rounds it: ties up, down or to even; padded with zeros."""
    scaled = Fraction(100 * count, total) * 10**decimals
    low = floor(scaled)
    tie = scaled - low == Fraction(1, 2)
    up = {"up": True, "down": False, "even": low % 2 == 1}[mode] if tie else scaled - low > Fraction(1, 2)
    digits = str(low + up).zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def made_up(random: Random) -> Study:
    """Counts with percentages (some rows with missing data), a category, medians and means at two times, dates."""
    n = random.randint(5, 400)
    decimals, mode = random.choice((0, 1, 2)), random.choice(("up", "down", "even"))
    rows, lines = [], []
    for name, label in random.sample(sorted(YES_NO.items()), 6):
        count = random.randint(0, n)
        cell = f"{count} ({percentage(count, n, decimals, mode)}%)"
        rows.append(f"      {name}: {cell}")
        lines.append(f"{label} {cell}")
    men = random.randint(0, n)
    for level, label, count in (("male", "Men", men), ("female", "Women", n - men)):
        cell = f"{count} ({percentage(count, n, decimals, mode)}%)"
        rows.append(f"      sex {level}: {cell}")
        lines.append(f"{label} {cell}")
    more, printed = [], []
    for name, (label, unit, middle) in MEASURED.items():
        cells = []
        for _ in range(2):
            median = random.uniform(middle * 0.8, middle * 1.3)
            q1, q3 = median * random.uniform(0.7, 1), median * random.uniform(1, 1.4)
            cells.append(f"{median:.1f} ({q1:.1f}–{q3:.1f})")
        more.append(f"      {name} ({unit}): {' | '.join(cells)}")
        printed.append(f"{label}, {unit} {' '.join(cells)}")
    text = (
        f"Cells in patients\n\nBetween March 3 and April 28, 2021, {n} patients were treated.\n\n"
        "Table 1 Patients\n" + "\n".join(lines) + "\n\nTable 2 Laboratory, median (IQR)\n" + "\n".join(printed) + "\n"
    )
    spec = "\n".join(
        [
            "msccurate: 1",
            "publication: {title: Cells in patients}",
            "extraction: {by: curator-a}",
            f"groups: {{all: {{n: {n}, quote: '{n} patients were treated'}}}}",
            "timepoints: {before: {}, after: {}}",
            "form: median (IQR)",
            "data:",
            "  period:",
            "    quote: Between March 3 and April 28, 2021",
            "    rows: {study_start: 2021-03-03, study_end: 2021-04-28}",
            "  table1:",
            "    label: Table 1",
            "    rows:",
            *rows,
            "  table2:",
            "    label: Table 2",
            "    columns: before | after",
            "    rows:",
            *more,
            "claims:",
            "  sexes: sum(sex) = n",
            "",
        ]
    )
    return Study(text, spec)


def findings(study: Study) -> tuple[Document, list[Finding]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        (folder / "seeds" / "a.txt").write_text(study.text, encoding="utf-8")
        digest = sha256(study.text.encode()).hexdigest()
        spec = folder / "a.yaml"
        sources = f"sources: {{article: {{path: seeds/a.txt, sha256: {digest}}}}}\n"
        spec.write_text(study.spec + sources, encoding="utf-8")
        document = build(folder, load(spec, "specs/a.yaml"), CODEBOOK.codebook, CODEBOOK.units)
    return document, [finding for rule in RULES for finding in rule.run(document)]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_consistent_study_is_clean(random: Random) -> None:
    study = made_up(random)
    assert [f"{one.code} {one.message}" for one in findings(study)[1]] == []


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_changed_digit_of_the_spec_is_reported_where_it_stands(random: Random) -> None:
    study = made_up(random)
    lines = study.spec.splitlines()
    row = random.choice([index for index, line in enumerate(lines) if line.startswith("      ")])
    start = lines[row].index(": ")
    place = random.choice([index for index in range(start, len(lines[row])) if lines[row][index].isdigit()])
    digit = random.choice([one for one in "0123456789" if one != lines[row][place]])
    lines[row] = lines[row][:place] + digit + lines[row][place + 1 :]
    document, found = findings(Study(study.text, "\n".join(lines) + "\n"))
    text = document.spec.text
    told = {
        text.count("\n", 0, document.routes[one.primary.route].start)
        for one in found
        if one.differs and one.primary.route in document.routes
    }
    assert row in told


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_a_wrong_percentage_that_the_paper_itself_prints_is_reported(random: Random) -> None:
    study = made_up(random)
    document, _ = findings(study)
    cell = random.choice([one for one in document.measurements if one.block == "table1" and one.at.level != "female"])
    count, percent = cell.numbers.count, cell.numbers.percent
    assert count is not None
    assert percent is not None
    wrong = int(percent.value) + 17 if percent.value < 80 else int(percent.value) - 17
    changed = f"{count} ({wrong}%)"
    study = Study(
        study.text.replace(f" {cell.text}\n", f" {changed}\n"), study.spec.replace(f": {cell.text}\n", f": {changed}\n")
    )
    codes = {one.code for one in findings(study)[1]}
    assert "PCT01" in codes
    assert not {code for code in codes if code.startswith("SRC")}
