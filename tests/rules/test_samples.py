"""Numbers that were computed from patients, by any usual definition, never raise a rule that recomputes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isqrt
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.codebook import load as load_codebook
from msccurate.forensics.distributions import quantile_t
from msccurate.rules import find_rule
from msccurate.spec import load
from msccurate.tables.build import build

ROOT = Path(__file__).parents[2]
CODEBOOK = load_codebook(ROOT)
CODES = [f"SPR{number:02}" for number in range(1, 12)] + ["SUM01", "SUM04", "SUM05", "SUM07", "FLW01", "FLW03"]
CODES += [f"GRN{number:02}" for number in range(1, 5)]
RULES = [rule for code in CODES if (rule := find_rule(code))]
#: Random numbers that a seed repeats: hypothesis would seek out values that no patient has.
SEEDS = st.integers(0, 10**9).map(Random)
#: A hint that is right: skewed values are skewed.
HINTS = ("SPR07",)


def printed(value: Fraction, decimals: int) -> str:
    """As a program prints it, ties up."""
    units = floor(abs(value) * 10**decimals + Fraction(1, 2))
    whole, part = divmod(units, 10**decimals)
    return ("-" if value < 0 and units else "") + (f"{whole}.{part:0{decimals}}" if decimals else str(whole))


def root(square: Fraction) -> Fraction:
    """A root to 30 digits."""
    return Fraction(isqrt(floor(square * 10**60)), 10**30)


@dataclass
class Row:
    """All that can be reported of some values."""

    values: Sequence[Fraction]
    method: str
    decimals: int

    def numbers(self) -> dict[str, str]:
        n = len(self.values)
        centre = Fraction(sum(self.values), n)
        sd = root(sum((one - centre) ** 2 for one in self.values) / (n - 1))
        q1, _, q3 = quantiles(self.values, n=4, method=self.method)
        t = Fraction(quantile_t(0.95, n - 1)).limit_denominator(10**12)
        error = sd / root(Fraction(n))
        found = {
            "n": Fraction(n), "mean": centre, "sd": sd, "se": error, "min": min(self.values), "q1": q1,
            "median": median(self.values), "q3": q3, "max": max(self.values),
        }  # fmt: skip
        texts = {name: printed(value, 0 if name == "n" else self.decimals) for name, value in found.items()}
        limits = (printed(centre + sign * t * error, self.decimals) for sign in (-1, 1))
        return texts | {"ci": " to ".join(limits)}


def findings(spec: str) -> list[str]:
    with TemporaryDirectory() as name:
        path = Path(name) / "a.yaml"
        path.write_text(spec, encoding="utf-8")
        document = build(Path(name), load(path, "specs/a.yaml"), CODEBOOK.codebook, CODEBOOK.units)
    assert [one.words for one in document.problems if one.kind.startswith("SPC")] == []
    found = [one for rule in RULES for one in rule.run(document)]
    return [f"{one.severity.name.lower()} {one.code} {one.message}" for one in found if one.code not in HINTS]


def spec(groups: str, rows: list[str], more: str = "", columns: str = "") -> str:
    start = "msccurate: 1\npublication: {title: A case}\nextraction: {by: curator-a}\nsources: {}\n"
    start = start.replace("sources: {}", f"sources: {{article: {{path: seeds/a.txt, sha256: {'0' * 64}}}}}")
    body = [f"groups: {groups}", *([more] if more else []), "data:", "  t1:", "    label: Table 1"]
    return start + "\n".join([*body, *([f"    columns: {columns}"] if columns else []), "    rows:", *rows]) + "\n"


LEVELS = ("one", "two", "three")
STATISTICS = ("n", "mean", "sd", "se", "ci", "min", "q1", "median", "q3", "max")
DRAWN: dict[str, Callable[[Random], Fraction]] = {
    "infusions (times)": lambda random: Fraction(random.randint(1, 6)),
    "crp (mg/L)": lambda random: Fraction(floor(1000 * random.lognormvariate(2, 1.2)), 1000),
    "bmi (kg/m2)": lambda random: Fraction(floor(100 * random.gauss(26, 4)), 100),
    "age (years)": lambda random: Fraction(random.randint(18, 95)),
}


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_statistics_of_one_sample(random: Random) -> None:
    rows = []
    for head, draw in DRAWN.items():
        values = [draw(random) for _ in range(random.randint(4, 60))]
        numbers = Row(values, random.choice(("inclusive", "exclusive")), random.choice((0, 1, 2, 3))).numbers()
        shown = [name if random.random() < 0.8 else "." for name in STATISTICS]
        rows.append(f"      {head}: " + " | ".join(numbers[name] if name != "." else "." for name in shown))
    assert findings(spec("{all: {}}", rows, columns=" | ".join(STATISTICS))) == []


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_yes_no_as_mean_and_sd(random: Random) -> None:
    n, decimals = random.randint(2, 80), random.choice((1, 2, 3))
    count = random.randint(0, n)
    share = Fraction(count, n)
    divisor = n - random.choice((0, 1))
    sd = root(share * (1 - share) * n / divisor)
    rows = [f"      fever: {n} | {printed(share, decimals)} | {printed(sd, decimals)}"]
    told = findings(spec("{all: {}}", rows, columns="n | mean | sd"))
    assert [one for one in told if "GRN03" in one and divisor == n - 1] == []


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_two_arms_their_total_and_a_flow(random: Random) -> None:
    """Counts, means and n of two arms, with some patients missing in each row, and of both together."""
    sizes = [random.randint(5, 60) for _ in range(2)]
    lost = [random.randint(0, 4) for _ in range(2)]
    groups = (
        f"{{all: {{n: {sum(sizes)}, parts: [msc, control]}}, msc: {{n: {sizes[0]}, of: all, arm: experimental}}, "
        f"control: {{n: {sizes[1]}, of: all, arm: control}}, "
        f"randomised: {{n: {sum(sizes) + sum(lost)}, to: [msc, control], lost: [withdrew msc, withdrew control]}}}}"
    )
    rows = [f"      withdrew: . | {lost[0]} | {lost[1]}"]
    for head, draw in DRAWN.items():
        arms = [[draw(random) for _ in range(size - random.randint(0, size // 5))] for size in sizes]
        decimals = random.choice((0, 1, 2))
        cells = [Row(one, "inclusive", decimals).numbers() for one in (arms[0] + arms[1], *arms)]
        rows.append(f"      {head}: " + " | ".join(f"{one['mean']} ± {one['sd']}" for one in cells))
    for name in ("fever", "cough", "diabetes"):
        counts = [random.randint(0, size) for size in sizes]
        rows.append(f"      {name}: {sum(counts)} | {counts[0]} | {counts[1]}")
    told = findings(spec(groups, rows, "form: mean ± SD", "all | msc | control"))
    #: A note names an n that is smaller by the missing patients.
    assert [one for one in told if "GRN" not in one or "error" in one] == []


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_before_after_and_change(random: Random) -> None:
    rows = []
    for head in ("crp (mg/L)", "bmi (kg/m2)"):
        before = [DRAWN[head](random) for _ in range(random.randint(3, 50))]
        after = [one * Fraction(random.randint(30, 120), 100) for one in before]
        sets = before, after, [b - a for a, b in zip(before, after, strict=True)]
        decimals = random.choice((0, 1, 2))
        cells = [Row(one, "inclusive", decimals).numbers() for one in sets]
        rows.append(f"      {head}: " + " | ".join(f"{one['mean']} ± {one['sd']}" for one in cells))
    more = (
        "form: mean ± SD\ntimepoints: {before: {}, after: {}}\n"
        "comparisons: {change: {compare: after vs before, form: mean ± SD}}"
    )
    assert findings(spec("{all: {}}", rows, more, "before | after | change")) == []


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_distribution_and_its_summary(random: Random) -> None:
    values = [random.randint(1, 3) for _ in range(random.randint(4, 60))]
    numbers = Row([Fraction(one) for one in values], random.choice(("inclusive", "exclusive")), 2).numbers()
    names = ("mean", "q1", "median", "q3", "max")
    blanks = " | ." * len(names)
    rows = [
        f"      infusion_group {level}: {values.count(one)}{blanks}"
        for one, level in enumerate(("one", "two", "three"), 1)
    ]
    rows.append("      infusions (times): . | " + " | ".join(numbers[name] for name in names))
    columns = "all | " + " | ".join(f"all {name}" for name in names)
    assert findings(spec(f"{{all: {{n: {len(values)}}}}}", rows, columns=columns)) == []


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_an_effect_with_its_interval(random: Random) -> None:
    """A Wald interval of a ratio and of a difference."""
    ratio, error = random.uniform(0.2, 4), random.uniform(0.05, 0.8)
    decimals = random.choice((1, 2, 3))
    log_limits = [Fraction(ratio * 2.718281828459045 ** (sign * 1.96 * error)) for sign in (-1, 1)]
    difference = random.uniform(-20, 20)
    limits = [Fraction(difference + sign * 1.96 * error) for sign in (-1, 1)]
    cells = [
        f"{printed(Fraction(centre), decimals)} ({printed(low, decimals)} to {printed(high, decimals)})"
        for centre, (low, high) in ((ratio, log_limits), (difference, limits))
    ]
    more = (
        "comparisons:\n  hr: {compare: msc vs control, form: HR (95% CI)}\n"
        "  md: {compare: msc vs control, form: MD (95% CI)}"
    )
    rows = [f"      death: {cells[0]} | .", f"      crp (mg/L): . | {cells[1]}"]
    assert findings(spec("{msc: {}, control: {}}", rows, more, "hr | md")) == []
