"""Means and SDs of wholes over columns of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from msccurate.forensics.columns import Read, aligned, ends, height, read, read_whole, table, verdicts
from msccurate.forensics.pooling import Pooled, pooled, whole_of

if TYPE_CHECKING:
    from msccurate.forensics.student import Reals


def pooled_columns(groups: Sequence[Any]) -> pl.DataFrame:
    """`pooled` for every row; each group is three columns."""
    named = {
        f"{what}{place}": values
        for place, group in enumerate(groups, 1)
        for what, values in zip(("n", "mean", "sd"), group, strict=True)
    }
    columns = aligned(**named)
    rows = height(columns)
    places = range(1, len(groups) + 1)
    sizes = [read_whole(columns[f"n{place}"]) for place in places]
    means, sds = ([read(columns[f"{what}{place}"]) for place in places] for what in ("mean", "sd"))
    decided = np.ones(rows, np.bool_)
    for size, mean, sd in zip(sizes, means, sds, strict=True):
        decided = decided & size.plain & (size.mantissa >= 1) & mean.plain & sd.plain & (sd.mantissa >= 0)
    n = np.stack([np.broadcast_to(np.maximum(one.mantissa, 1).astype(np.float64), rows) for one in sizes])
    decided = decided & (n.sum(axis=0) >= 2)
    n = np.where(decided, n, 2.0)

    def both(numbers: list[Read]) -> tuple[Reals, Reals]:
        pairs = [ends(one) for one in numbers]
        return tuple(np.stack([np.broadcast_to(pair[end], rows) for pair in pairs]) for end in (0, 1))  # type: ignore[return-value]

    all_means, all_sds = whole_of(n, both(means), both(sds))

    def one(*values: Any) -> Pooled:
        found: Pooled = pooled([values[start : start + 3] for start in range(0, len(values), 3)])
        return found

    def told(result: Pooled) -> dict[str, float]:
        if result.mean is None or result.sd is None:
            return {}
        pairs = (("mean", result.mean), ("sd", result.sd))
        return {f"{name}_{end}": getattr(one, end) for name, one in pairs for end in ("low", "high")}

    more = {
        f"{name}_{end}": np.where(decided, values[place], np.nan)
        for name, values in (("mean", all_means), ("sd", all_sds))
        for place, end in enumerate(("low", "high"))
    }
    return table(columns, verdicts(decided), decided, one, more, told)
