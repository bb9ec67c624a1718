"""A cohort seen before and after treatment: one table of characteristics, tables of measurements, and the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from numpy.random import Generator

from tests.benchmarks.world import names
from tests.benchmarks.world.measures import BLOOD, VITAL
from tests.benchmarks.world.patients import (
    DISEASES,
    FINDINGS,
    LABELS,
    REFERENCES,
    SYMPTOMS,
    TREATMENTS,
    Cohort,
    Laboratory,
    cohort,
    laboratory,
    with_gaps,
)
from tests.benchmarks.world.rows import Style, counted, levels, numeric, p_paired, share
from tests.benchmarks.world.study import Block, Claim, Group, Head, Row, Study

_LATER = (("day3", "Day 3"), ("day7", "Day 7"), ("day14", "Day 14"), ("day28", "Day 28"))


#: How documents write a day.
WRITTEN: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: day.isoformat(),
)


def style_of(random: Generator, ordinary: bool = False) -> Style:
    if ordinary and random.random() < 0.25:
        return Style(
            int(random.choice([0, 1, 1])), names.pick(random, ("cut", "up")), totals=bool(random.random() < 0.7)
        )
    return Style(
        decimals=int(random.choice([1, 1, 1, 0, 2])),
        rounding=names.pick(random, ("up", "up", "even", "down")),
        sign=bool(random.random() < 0.7),
        mean=names.pick(random, ("±", "±", "()")),
        bracket=names.pick(random, ("()", "[]")),
        dash=names.pick(random, ("–", "–", "-", ", ")),
        comma=bool(random.random() < 0.5),
    )


def cohort_study(
    random: Generator, number: int, name: str, text: bool = True, visits: int = 0, ordinary: bool = False
) -> Study:
    """A cohort study; `text` says the main results in sentences too, `visits` adds tables of later days."""
    n = int(random.integers(19, 260))
    lab, style = laboratory(random, ordinary), style_of(random, ordinary)
    days = _LATER[:visits]
    people = cohort(random, lab, n, ("before", "after", *(id for id, _ in days)))
    if ordinary:
        people = with_gaps(random, people)
    start = date(2020, 1, 3) + timedelta(int(random.integers(0, 400)))
    end = start + timedelta(int(random.integers(40, 300)))
    labs = chosen(random, [*(one.id for one in BLOOD), "wbc", "pf_ratio"], 7 if not visits else 23)
    blocks = [_period(random, start, end)]
    said = _text(random, style, lab, people, labs) if text else ([], [])
    blocks += said[0]
    blocks.append(_characteristics(random, style, lab, people))
    blocks.append(_laboratory(style, lab, people, labs))
    if visits:
        blocks.append(_visits(style, lab, people, days, labs))
    said_n = f"total of {n} patients were treated" if text else f"All patients (n = {n})"
    title = names.title(random, "cross-sectional" if text else "tables", number)
    return Study(
        name=name,
        title=title,
        authors=names.authors(random),
        journal=names.journal(random),
        published=(end + timedelta(int(random.integers(30, 200)))).isoformat(),
        doi=f"10.5555/world.{number:06}",
        design="cohort study",
        groups=(
            Group("all", str(n), said_n, "All patients"),
        ),
        blocks=tuple(blocks),
        claims=(*(Claim(f"{one}_all", f"sum({one}) = n") for one in ("sex", "severity", "outcome")), *said[1]),
        timepoints=(("before", "label: Before treatment"), ("after", "label: After treatment"),
                    *((id, f"label: {label}, time: {id[3:]} days") for id, label in days)),
        comparisons=(("p", "compare: after vs before, form: p, test: paired t | Wilcoxon"),),
        form=style.form,
        methods=(
            "Patients were diagnosed and treated according to national guidelines.",
            f"{style.said}; visits were compared with paired t tests or Wilcoxon tests.",
        ),
        publication={"design": "cohort study"},
    )  # fmt: skip


def chosen(random: Generator, ids: list[str], most: int) -> list[str]:
    kept = random.choice(len(ids), size=min(most, len(ids)), replace=False)
    chosen = [ids[index] for index in sorted(kept)]
    if "neutrophils" in chosen and "wbc" not in chosen:
        chosen.append("wbc")
    return [one for one in chosen if one not in ("ph", "paco2")]


def _period(random: Generator, start: date, end: date) -> Block:
    """Dates as one of the usual ways prints them."""
    written = names.pick(random, WRITTEN)
    rows = (Row(Head("study_start", ""), (start.isoformat(),)), Row(Head("study_end", ""), (end.isoformat(),)))
    return Block("period", rows, quote=f"Patients were enrolled between {written(start)} and {written(end)}")


def _characteristics(random: Generator, style: Style, lab: Laboratory, people: Cohort) -> Block:
    one = [people]
    rows = [numeric(style, lab, "age", [people.numbers["age"]["before"]]), *levels(style, "sex", one)]
    rows.append(numeric(style, lab, "bmi", [people.numbers["bmi"]["before"]]))
    rows += [counted(style, id, label, one) for id, label, _ in (*SYMPTOMS, *DISEASES, *FINDINGS)]
    rows += levels(style, "severity", one)
    rows += [
        numeric(style, lab, id, [people.numbers[id]["before"]]) for id in ("onset_to_admission", "onset_to_therapy")
    ]
    rows.append(counted(style, "icu", "Intensive care unit admission", one))
    rows += [counted(style, id, label, one) for id, label in (
        ("oxygen", "Oxygen"), ("oxygen_inhalation", "Oxygen inhalation"), ("niv", "Noninvasive mechanical ventilation"),
        ("imv", "Invasive mechanical ventilation"), ("antivirals", "Antivirals"))]  # fmt: skip
    rows += [counted(style, id, label, one) for id, label, _ in TREATMENTS]
    rows += levels(style, "infusion_group", one)
    rows.append(counted(style, "pcr_clearance", "SARS-CoV-2 clearance", one))
    rows += levels(style, "outcome", one)
    return Block(
        "table1", tuple(rows), label="Table 1", caption="Characteristics, treatments and outcomes of the patients",
        corner=f"Characteristic\tAll patients (n = {people.n})", layout=names.pick(random, ("tabs", "tabs", "spaces")),
    )  # fmt: skip


def _laboratory(style: Style, lab: Laboratory, people: Cohort, ids: list[str]) -> Block:
    rows = []
    for id in ids:
        before, after = people.numbers[id]["before"], people.numbers[id]["after"]
        reference = REFERENCES.get(id, "") if lab.units[id].factor == 1 else ""
        rows.append(numeric(style, lab, id, [before, after], [p_paired(lab, id, before, after), reference or "."]))
    columns = (Head("before", "Before treatment"), Head("after", "After treatment"), Head("p", "P value"),
               Head("reference", "Normal range"))  # fmt: skip
    return Block("table2", tuple(rows), columns, "Table 2", "Laboratory findings before and after treatment")


def _visits(style: Style, lab: Laboratory, people: Cohort, days: tuple[tuple[str, str], ...], ids: list[str]) -> Block:
    rows = [
        numeric(style, lab, id, [people.numbers[id][day] for day, _ in days])
        for id in [*(one.id for one in VITAL), "dbp", *ids]
    ]
    columns = tuple(Head(day, label) for day, label in days)
    return Block("table3", tuple(rows), columns, "Table 3", "Vital signs and laboratory findings on later days")


def _text(
    random: Generator, style: Style, lab: Laboratory, people: Cohort, ids: list[str]
) -> tuple[list[Block], list[Claim]]:
    """The main results once more, in sentences, and what the authors say of them."""
    square = ["()", "[]"][int(random.random() < 0.5)]
    age = people.numbers["age"]["before"]
    middle = numeric(style, lab, "age", [age])
    men = style.count(people.count("sex", "male"), people.n, square)
    if "age" in lab.means:
        mean, spread = middle.cells[0].rstrip(")").replace(" ± ", " (").split(" (")
        age_said, age_cell = f"mean age was {mean} years (SD, {spread} years)", f"{mean} ({spread})"
    else:
        median, spread = middle.cells[0].rstrip(")]").replace("[", "(").split(" (")
        age_said, age_cell = f"median age was {median} years (IQR, {spread} years)", f"{median} ({spread})"
    form = "mean (SD)" if "age" in lab.means else "median (IQR)"
    blocks = [
        Block("patients", (Row(Head("n", ""), (str(people.n),)),),
              quote=f"During this time a total of {people.n} patients were treated"),
        Block("demographics", (Row(Head("age", "", "years"), (age_cell,), form), Row(Head("sex male", ""), (men,))),
              quote=f"Their {age_said}, and {men} were men"),
    ]  # fmt: skip
    for id, start, variables in (
        ("symptoms", "The symptoms on admission were", SYMPTOMS),
        ("comorbidities", "Known diseases were", DISEASES),
        ("therapy", "Apart from the cells, patients had", TREATMENTS),
    ):
        rows = [Row(Head(one, ""), (share(style, people, one, square),)) for one, _, _ in variables]
        listed = ", ".join(
            f"{label.lower()} ({row.cells[0]})" for (_, label, _), row in zip(variables, rows, strict=True)
        )
        blocks.append(Block(id, tuple(rows), quote=f"{start} {listed}"))
    died = style.count(people.count("death"), people.n, square)
    blocks.append(
        Block("deaths", (Row(Head("outcome died", ""), (died,)),), quote=f"Until the end of follow-up {died} died")
    )
    parts, rows, claims = [], [], []
    for id in ids[:6]:
        before, after = people.numbers[id]["before"], people.numbers[id]["after"]
        row = numeric(style, lab, id, [before, after])
        p = p_paired(lab, id, before, after)
        unit = f" {row.head.unit}" if row.head.unit else ""
        p_said = p if p[0] in "<>" else f"= {p}"
        spread = style.form.split(" | ")[0 if id in lab.means else 1]
        parts.append(f"{LABELS[id]} ({spread.replace('(', '').replace(')', '').replace('[', '').replace(']', '')}, "
                     f"{row.cells[0]}{unit} vs {row.cells[1]}{unit}; P {p_said})")  # fmt: skip
        rows.append(Row(row.head, (*row.cells, p)))
        claims += _claimed(id, row.cells)
    blocks.append(Block("laboratory", tuple(rows), (Head("before", ""), Head("after", ""), Head("p", "")),
                        quote=f"Before and after treatment we found {', '.join(parts)}"))  # fmt: skip
    return blocks, claims


def _claimed(id: str, cells: tuple[str, ...]) -> list[Claim]:
    """What authors say where the centres differ."""
    printed = [cell.split()[0] for cell in cells]
    before, after = (float(one) for one in printed)
    places = len(printed[0].partition(".")[2])
    if abs(before - after) < max(0.05 * max(before, after), 1.5 * 10**-places):
        return []
    way, sign = ("rose", ">") if after > before else ("fell", "<")
    return [Claim(f"{id}_{way}", f"{id} after {sign} {id} before", f"{LABELS[id]} {way} after treatment")]
