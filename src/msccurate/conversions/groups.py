"""Groups combined into one, and what a change has to do with the two measurements."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from msccurate.conversions.derived import Derived, derived, require

_COMBINE = "Cochrane Handbook for Systematic Reviews of Interventions 6.5, 6.5.2.10"

_GROUPS = "Cochrane Handbook for Systematic Reviews of Interventions 6.5, 23.3.4"
_CHANGE = "Cochrane Handbook for Systematic Reviews of Interventions 6.5, 6.5.2.8"

#: n, mean and SD of a group.
Group = tuple[float, float, float]


def combined_n(groups: Sequence[Group]) -> Derived:
    """How many patients separate groups have together."""
    require(len(groups) >= 2, "two groups or more are combined")
    return derived(sum(n for n, _, _ in groups), "groups combined", _named(groups), "Σn", _COMBINE)


def combined_count(counts: Sequence[float]) -> Derived:
    """How many patients, or events, separate groups have together."""
    require(len(counts) >= 2 and all(one >= 0 for one in counts), "two groups or more are combined")
    inputs = {f"x{number}": one for number, one in enumerate(counts, 1)}
    return derived(sum(counts), "groups combined", inputs, "Σx", _GROUPS)


def combined_mean(groups: Sequence[Group]) -> Derived:
    """The mean of separate groups together."""
    require(len(groups) >= 2 and all(n > 0 for n, _, _ in groups), "two groups or more are combined, none empty")
    total = sum(n for n, _, _ in groups)
    mean = sum(n * mean for n, mean, _ in groups) / total
    return derived(mean, "groups combined", _named(groups), "Σn·mean/Σn", _COMBINE)


def combined_sd(groups: Sequence[Group]) -> Derived:
    """The SD of separate groups together, the differences of their means included."""
    mean = combined_mean(groups).value
    total = sum(n for n, _, _ in groups)
    require(total > 1 and all(sd >= 0 for _, _, sd in groups), "an SD needs two patients, and is not negative")
    squares = sum((n - 1) * sd**2 + n * (one - mean) ** 2 for n, one, sd in groups)
    formula = "√(Σ((n - 1)·sd² + n·(mean - M)²)/(N - 1)), M the mean of all N"
    return derived(sqrt(squares / (total - 1)), "groups combined", _named(groups), formula, _COMBINE)


def change_sd(sd_before: float, sd_after: float, correlation: float) -> Derived:
    """The SD of the change, for a stated correlation of both measurements."""
    require(-1 <= correlation <= 1, f"{correlation:g} is no correlation")
    require(sd_before >= 0 and sd_after >= 0, "an SD is not negative")
    square = sd_before**2 + sd_after**2 - 2 * correlation * sd_before * sd_after
    return derived(
        sqrt(max(square, 0.0)),
        "SD of change",
        {"sd_before": sd_before, "sd_after": sd_after, "correlation": correlation},
        "√(sd_before² + sd_after² - 2·correlation·sd_before·sd_after)",
        _CHANGE,
    )


def correlation_from_change_sd(sd_before: float, sd_after: float, sd_change: float) -> Derived:
    """The correlation of both measurements, from the SD of the change."""
    require(sd_before > 0 and sd_after > 0 and sd_change >= 0, "without a spread there is no correlation")
    correlation = (sd_before**2 + sd_after**2 - sd_change**2) / (2 * sd_before * sd_after)
    require(-1 <= correlation <= 1, f"the SD of the change, {sd_change:g}, does not go with those of the measurements")
    return derived(
        correlation,
        "correlation from SD of change",
        {"sd_before": sd_before, "sd_after": sd_after, "sd_change": sd_change},
        "(sd_before² + sd_after² - sd_change²)/(2·sd_before·sd_after)",
        _CHANGE,
    )


def _named(groups: Sequence[Group]) -> dict[str, float]:
    return {
        f"{name}{number}": value
        for number, group in enumerate(groups, 1)
        for name, value in zip(("n", "mean", "sd"), group, strict=True)
    }
