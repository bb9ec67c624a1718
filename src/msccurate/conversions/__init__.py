"""Conversions between summary statistics: what a meta-analysis needs, from what a document prints.

Each function answers with a `Derived` value, which carries its method, its inputs, its formula and where that was
published. Where a conversion would mislead (skewed quartiles), it raises `NotConvertible` with the reason.
"""

from msccurate.conversions.derived import Derived, NotConvertible
from msccurate.conversions.groups import (
    change_sd,
    combined_count,
    combined_mean,
    combined_n,
    combined_sd,
    correlation_from_change_sd,
)
from msccurate.conversions.quantiles import (
    mean_from_five_numbers,
    mean_from_quartiles,
    mean_from_range,
    sd_from_five_numbers,
    sd_from_quartiles,
    sd_from_range,
    skewed_five_numbers,
    skewed_quartiles,
    skewed_range,
)
from msccurate.conversions.spread import (
    pooled_sd_from_se,
    sd_from_ci,
    sd_from_se,
    se_from_ci,
    se_from_p,
    se_from_ratio_ci,
)

__all__ = [
    "Derived",
    "NotConvertible",
    "change_sd",
    "combined_count",
    "combined_mean",
    "combined_n",
    "combined_sd",
    "correlation_from_change_sd",
    "mean_from_five_numbers",
    "mean_from_quartiles",
    "mean_from_range",
    "pooled_sd_from_se",
    "sd_from_ci",
    "sd_from_five_numbers",
    "sd_from_quartiles",
    "sd_from_range",
    "sd_from_se",
    "se_from_ci",
    "se_from_p",
    "se_from_ratio_ci",
    "skewed_five_numbers",
    "skewed_quartiles",
    "skewed_range",
]
