"""A randomised trial of two arms: flow, baseline, visits, outcomes with effects, adverse events."""

from __future__ import annotations

from datetime import date, timedelta

from numpy.random import Generator

from tests.benchmarks.world import inference, names
from tests.benchmarks.world.cohort_study import WRITTEN, chosen, style_of
from tests.benchmarks.world.measures import BLOOD
from tests.benchmarks.world.patients import (
    DISEASES,
    SYMPTOMS,
    TREATMENTS,
    Cohort,
    Laboratory,
    cohort,
    laboratory,
    with_gaps,
)
from tests.benchmarks.world.printing import fixed, p_value
from tests.benchmarks.world.rows import Style, counted, levels, numeric, p_adjusted, p_counts, p_groups, p_levels
from tests.benchmarks.world.study import Block, Claim, Group, Head, Row, Study
from tests.benchmarks.world.survival import survival

_ARMS = ("msc", "control")


def trial(random: Generator, number: int, name: str, large: bool = False, ordinary: bool = False) -> Study:
    """A trial of two arms, analysed as randomised less those who withdrew."""
    lab, style = laboratory(random, ordinary), style_of(random, ordinary)
    size = int(random.integers(24, 160))
    lost = [int(random.integers(0, 4)) for _ in _ARMS]
    days = ("day7", "day14", "day21") if large else ("day7",)
    arms = [
        cohort(random, lab, size - gone, ("baseline", *days), effect)
        for gone, effect in zip(lost, (1.0, 0.45), strict=True)
    ]
    if ordinary:
        arms = [with_gaps(random, arm) for arm in arms]
    adjusted = ordinary and random.random() < 0.6
    start = date(2020, 3, 2) + timedelta(int(random.integers(0, 400)))
    end = start + timedelta(int(random.integers(90, 400)))
    screened = 2 * size + int(random.integers(5, 2 * size))
    labs = chosen(random, [*(one.id for one in BLOOD), "wbc", "pf_ratio"], 18 if large else 9)
    control = names.pick(random, ("Placebo", "Control", "Standard care"))
    heads = (
        Head("msc", f"UC-MSC (n = {arms[0].n})"), Head("control", f"{control} (n = {arms[1].n})"), Head("p", "P value"),
    )  # fmt: skip
    arm_labels = (("msc", "UC-MSC"), ("control", control))
    abstract, effects = _outcomes(style, arms, adjusted)
    effect_heads = (
        (Head("effect_adjusted", "Adjusted effect (95% CI)"), Head("p_adjusted", "P value"))
        if adjusted
        else (Head("effect", "Effect (95% CI)"), heads[2])
    )
    blocks = [
        _flow(random, start, end, screened, size),
        _abstract(style, arms, abstract, adjusted),
        _reactions(style, arms),
        *_allocation(arms, lost, size, control),
        _baseline(style, lab, arms, labs, heads),
        *(_visit(style, lab, arms, day, index, labs, heads, adjusted) for index, day in enumerate(days, 2)),
        Block("outcomes", effects, (*heads[:2], *effect_heads), f"Table {len(days) + 2}",
              "Outcomes at day 28", about="day28", corner="Outcome"),
        _adverse(random, style, arms, heads, len(days) + 3),
        *(survival(random, arms, control, days, len(days) + 4) if ordinary else ()),
    ]  # fmt: skip
    return Study(
        name=name,
        title=names.title(random, "trial", number),
        authors=names.authors(random),
        journal=names.journal(random),
        published=(end + timedelta(int(random.integers(60, 300)))).isoformat(),
        doi=f"10.5555/world.{number:06}",
        design="randomised trial",
        groups=(
            Group("screened", str(screened), f"{screened} patients were assessed for eligibility"),
            Group("randomised", str(2 * size), f"{2 * size} were randomly assigned", keys=(("of", "screened"),)),
            *(Group(f"{arm}_all", str(size), f"Allocated to {label} (n = {size})", keys=(("of", "randomised"),))
              for arm, label in arm_labels),
            *(Group(arm, str(people.n), f"{label} (n = {people.n})", label, (("of", f"{arm}_all"), ("arm", role)))
              for (arm, label), people, role in zip(arm_labels, arms, ("experimental", "control"), strict=True)),
        ),
        blocks=tuple(blocks),
        claims=(
            Claim("allocation", "randomised n = msc_all n + control_all n"),
            Claim("completed", "received + withdrew = n"),
            *(Claim(f"{one}_all", f"sum({one}) = n") for one in ("sex", "severity")),
        ),
        timepoints=(
            ("baseline", "label: Baseline, time: 0 days"),
            *((day, f"label: Day {day[3:]}, time: {day[3:]} days") for day in (*days, "day28")),
        ),
        comparisons=(
            ("p", "compare: msc vs control, form: p, test: Welch t | Mann–Whitney | chi-square"),
            ("p_adjusted", "compare: msc vs control, form: p, test: ANCOVA | Mantel–Haenszel by severity"),
            ("effect", "compare: msc vs control"),
            ("effect_adjusted", "compare: msc vs control, adjusted: severity"),
            ("rr", f"compare: msc vs control, form: RR (95% CI){', test: Mantel–Haenszel by severity' * adjusted}"),
            ("hr", "compare: msc vs control, form: HR (95% CI)"),
            ("p_log_rank", "compare: msc vs control, form: p, test: log-rank"),
        ),
        form=style.form,
        methods=(
            "Patients were randomly assigned to cells or control in equal numbers.",
            f"{style.said}; groups were compared with Welch's t test, the Mann–Whitney test or the chi-square test.",
        ),
        publication={"design": "randomised trial"},
    )  # fmt: skip


def _flow(random: Generator, start: date, end: date, screened: int, size: int) -> Block:
    written = names.pick(random, WRITTEN[:2])
    rows = (
        Row(Head("study_start", ""), (start.isoformat(),)), Row(Head("study_end", ""), (end.isoformat(),)),
        Row(Head("screened n", ""), (str(screened),)), Row(Head("randomised n", ""), (str(2 * size),)),
    )  # fmt: skip
    quote = (
        f"Between {written(start)} and {written(end)}, {screened} patients were assessed for eligibility and "
        f"{2 * size} were randomly assigned"
    )
    return Block("flow", rows, quote=quote)


def _allocation(arms: list[Cohort], lost: list[int], size: int, control: str) -> list[Block]:
    blocks = []
    for id, arm, gone, printed in zip(_ARMS, arms, lost, ("UC-MSC", control), strict=True):
        rows = (Row(Head("received", ""), (str(arm.n),)), Row(Head("withdrew", ""), (str(gone),)))
        quote = (
            f"Allocated to {printed} (n = {size}): received allocated intervention (n = {arm.n}), withdrew consent "
            f"(n = {gone})"
        )
        blocks.append(Block(f"allocated_{id}", rows, quote=quote, about=f"{id}_all"))
    return blocks


def _outcomes(style: Style, arms: list[Cohort], adjusted: bool) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Death with its risk ratio and ventilator-free days with their difference: for the abstract, and as rows."""
    a, b = arms
    dead = [arm.count("death") for arm in arms]
    cells = [
        f"{count}/{arm.n} ({style.count(count, arm.n).split(' (')[1]}" for count, arm in zip(dead, arms, strict=True)
    ]
    p = p_value(inference.two_by_two(dead[0], a.n, dead[1], b.n))
    ratio = "."
    if all(dead):
        estimate = (
            inference.mantel_haenszel(_strata(arms)) if adjusted else inference.risk_ratio(dead[0], a.n, dead[1], b.n)
        )
        low, middle, high = (f"{one:.2f}" for one in sorted(estimate))
        p = p_value(inference.p_of_ratio(*estimate)) if adjusted else p
        ratio = f"{middle} ({low}–{high})"
    death = Row(Head("death", "Death, n/N (%)"), (*cells, ratio, p), "RR (95% CI)")
    free = [arm.numbers["vent_free_days"]["baseline"] for arm in arms]
    x, y = free[0].floats(), free[1].floats()
    means = [f"{one.mean(1)} ± {one.sd(1)}" if style.mean == "±" else f"{one.mean(1)} ({one.sd(1)})" for one in free]
    apart, p_days = inference.difference(x, y), inference.student(x, y)
    if adjusted:
        severity = [arm.levels["severity"].astype(float) for arm in arms]
        apart, p_days = inference.difference_adjusted(severity, [x, y]), inference.ancova(severity, [x, y])
    middle_days, low_days, high_days = (fixed(one, 1) for one in apart)
    days = Row(
        Head("vent_free_days", "Ventilator-free days, mean" + (" ± SD" if style.mean == "±" else " (SD)"), "days"),
        (*means, f"{middle_days} ({low_days} to {high_days})", p_value(p_days)),
        "mean " + ("± SD" if style.mean == "±" else "(SD)") + " | MD (95% CI)",
    )
    return (*cells, ratio, p), (days, death)


def _strata(arms: list[Cohort]) -> list[tuple[int, int, int, int]]:
    """Deaths and patients of both arms by severity."""
    found = []
    for level in range(3):
        mine = [arm.levels["severity"] == level for arm in arms]
        died = [int((arm.flags["death"] & there).sum()) for arm, there in zip(arms, mine, strict=True)]
        found.append((died[0], int(mine[0].sum()), died[1], int(mine[1].sum())))
    return found


def _abstract(style: Style, arms: list[Cohort], cells: tuple[str, ...], adjusted: bool) -> Block:
    a, b, ratio, p = cells
    first, second = (cell if "%" in cell else cell.replace(")", "%)") for cell in (a, b))
    said = (
        f" (risk ratio {ratio.replace(' (', '; 95% CI, ').rstrip(')')}; P {p if p[0] in '<>' else '= ' + p})"
        if ratio != "."
        else ""
    )
    quote = f"At day 28, {first} patients in the UC-MSC group and {second} in the control group had died{said}"
    columns = (Head("msc", ""), Head("control", ""), Head("rr", ""), Head("p_adjusted" if adjusted else "p", ""))
    if ratio == ".":
        return Block("deaths", (Row(Head("death", ""), (first, second)),), columns[:2], quote=quote, about="day28")
    return Block("deaths", (Row(Head("death", ""), (first, second, ratio, p)),), columns, quote=quote, about="day28")


def _reactions(style: Style, arms: list[Cohort]) -> Block:
    cells = [style.count(arm.count("ae_any"), arm.n, "[]") for arm in arms]
    quote = f"Any adverse event occurred in {cells[0]} and {cells[1]} patients, respectively"
    return Block(
        "events", (Row(Head("ae_any", ""), tuple(cells)),), (Head("msc", ""), Head("control", "")), quote=quote
    )


def _baseline(style: Style, lab: Laboratory, arms: list[Cohort], labs: list[str], heads: tuple[Head, ...]) -> Block:
    a, b = arms
    rows: list[Row] = []
    for id in ("age", "bmi"):
        rows.append(_measured(style, lab, arms, id, "baseline"))
        if id == "age":
            rows.append(Row(Head("sex", "Sex"), (".", ".", p_levels("sex", a, b))))
            rows += levels(style, "sex", arms, ["."])
    rows += [counted(style, id, label, arms, [p_counts(id, a, b)]) for id, label, _ in (*SYMPTOMS, *DISEASES)]
    rows.append(Row(Head("severity", "Disease severity"), (".", ".", p_levels("severity", a, b))))
    rows += levels(style, "severity", arms, ["."])
    rows += [counted(style, id, label, arms, [p_counts(id, a, b)]) for id, label, _ in TREATMENTS]
    rows += [_measured(style, lab, arms, id, "baseline") for id in ("temperature", "resp_rate", "spo2", *labs)]
    return Block("table1", tuple(rows), heads, "Table 1", "Baseline characteristics", about="baseline")


def _visit(
    style: Style, lab: Laboratory, arms: list[Cohort], day: str, number: int, labs: list[str], heads: tuple[Head, ...],
    adjusted: bool,
) -> Block:  # fmt: skip
    """A later day; where `adjusted`, with p values of an analysis of covariance."""
    rows = tuple(_measured(style, lab, arms, id, day, adjusted) for id in ("temperature", "resp_rate", "spo2", *labs))
    if adjusted:
        heads = (*heads[:2], Head("p_adjusted", "P value"))
    return Block(f"table{number}", rows, heads, f"Table {number}", f"Findings on day {day[3:]}", about=day)


def _measured(style: Style, lab: Laboratory, arms: list[Cohort], id: str, time: str, adjusted: bool = False) -> Row:
    a, b = (arm.numbers[id][time] for arm in arms)
    p = p_adjusted([arm.numbers[id]["baseline"] for arm in arms], [a, b]) if adjusted else p_groups(lab, id, a, b)
    return numeric(style, lab, id, [a, b], [p])


def _adverse(random: Generator, style: Style, arms: list[Cohort], heads: tuple[Head, ...], number: int) -> Block:
    """Patients with an event, and how many events they had."""
    rows = []
    for id, label in (
        ("ae_any", "Any adverse event"),
        ("ae_serious", "Serious adverse event"),
        ("infusion_reaction", "Infusion reaction"),
    ):
        cells: list[str] = []
        for arm in arms:
            patients = arm.count(id)
            cells += [style.count(patients, arm.n), str(patients + int(random.poisson(patients * 0.4)))]
        rows.append(Row(Head(id, label), tuple(cells)))
    control = heads[1].printed.partition(" (")[0]
    columns = (heads[0], Head("msc events", "UC-MSC events"), heads[1], Head("control events", f"{control} events"))
    return Block(
        "adverse", tuple(rows), columns, f"Table {number}", "Adverse events to day 28", about="day28", corner="Event"
    )
