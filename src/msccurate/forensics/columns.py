"""Columns of reported numbers: read, checked and answered without a loop over the rows.

Ordinary numbers (`5.19`, `28`, `80.6%`) are read and decided in whole numbers of 64 bits. Rows that hold anything else
(a comparator, more digits than that) go through the check of one row, so that both ways always agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from msccurate.forensics.arguments import number
from msccurate.forensics.result import Result, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    #: Places in `Verdict`.
    Codes = NDArray[np.uint8]
    #: For each row (or once for all) the verdict, whether it is decided, and further columns of the answer.
    Found = tuple[Codes, Mask, Mapping[str, NDArray[Any]]]

_PLAIN = r"^-?[0-9]*\.?[0-9]+$"
#: Longer texts may not fit a float without loss.
_LONGEST = 15
#: So many texts are looked at before all are expected to be alike.
_SAMPLE = 1000
#: Rows that are decided together: enough of them to hide what a block costs, few enough to stay in the cache.
_BLOCK = 1 << 18
#: Products of whole numbers below this are safe; they are estimated in floats first.
SAFE = 4e18
POWERS = 10 ** np.arange(_LONGEST + 1)
_NO_DECIMALS, _ALL = np.zeros(1, np.int64), np.ones(1, np.bool_)
_VERDICTS = [str(verdict) for verdict in Verdict]


@dataclass(frozen=True, slots=True)
class Read:
    """A column as whole numbers, `mantissa · 10^-decimals` where `plain`; of length 1 where all rows have the same."""

    mantissa: Whole
    decimals: Whole
    plain: Mask

    @property
    def numbers(self) -> tuple[Whole, Whole]:
        """Mantissa and decimals."""
        return self.mantissa, self.decimals


def aligned(**columns: object) -> dict[str, Any]:
    """The arguments of a check: columns as series of texts or whole numbers, single values as they are.

    Raises ValueError for columns of different lengths, and TypeError for floats.
    """
    found = {name: _series(values) for name, values in columns.items()}
    lengths = {name: len(series) for name, series in found.items() if series is not None}
    if len(set(lengths.values())) > 1:
        raise ValueError("the columns differ in length: " + ", ".join(f"{name} {one}" for name, one in lengths.items()))
    return {name: columns[name] if series is None else series for name, series in found.items()}


def read(values: Any) -> Read:
    """A column of numbers as reported, or one number for all rows."""
    if not isinstance(values, pl.Series):
        one = number(values, "a number")
        plain = not one.comparator and 0 <= one.decimals <= _LONGEST and abs(one.mantissa) < 10**_LONGEST
        kept = one if plain else number("0", "a number")
        return Read(np.array([kept.mantissa]), np.array([kept.decimals]), np.array([plain]))
    if values.dtype.is_integer():
        return _integers(values)
    text = values.str.strip_suffix("%") if values.str.ends_with("%").any() else values
    return _alike(text) or _mixed(text)


def _integers(values: pl.Series) -> Read:
    whole = values.cast(pl.Int64, strict=False)
    plain = whole.is_between(-(10**_LONGEST), 10**_LONGEST, closed="none").fill_null(False)
    if plain.all():
        return Read(whole.to_numpy(), _NO_DECIMALS, _ALL)
    sure = plain.to_numpy()
    return Read(np.where(sure, whole.fill_null(0).to_numpy(), 0), _NO_DECIMALS, sure)


def _alike(text: pl.Series) -> Read | None:
    """A column of plain numbers that all have as many decimals as the first, as most have; None of others."""
    decimals = len(str(text.first() or "").partition(".")[2])
    if not decimals:
        whole = text.cast(pl.Int64, strict=False)
        return None if whole.has_nulls() or text.str.starts_with("+").any() else _integers(whole)
    pattern = rf"^-?[0-9]*\.[0-9]{{{decimals}}}$"
    if not _plain(text.head(_SAMPLE), pattern).all():
        return None
    parts = text.to_frame("text").select(  # side by side, on all cores
        plain=_plain(pl.col("text"), pattern), value=pl.col("text").cast(pl.Float64, strict=False)
    )
    if not parts["plain"].all():
        return None
    return Read(_mantissa(parts["value"].to_numpy(), POWERS[decimals]), np.array([decimals]), _ALL)


def _mixed(text: pl.Series) -> Read:
    """A column of any texts."""
    one = pl.col("text")
    parts = text.to_frame("text").select(
        plain=_plain(one, r"^-?[0-9]*\.?[0-9]+$"),
        decimals=(one.str.len_bytes() - one.str.find(".", literal=True) - 1).fill_null(0).cast(pl.Int64),
        value=one.cast(pl.Float64, strict=False),
    )
    plain = parts["plain"].to_numpy()
    decimals, value = np.where(plain, parts["decimals"].to_numpy(), 0), np.where(plain, parts["value"].to_numpy(), 0.0)
    return Read(_mantissa(value, POWERS[decimals]), decimals, plain)


def _plain(text: Any, pattern: str) -> Any:
    """Whether texts have a pattern, and fit a float without loss; no text has none."""
    return (text.str.contains(pattern) & (text.str.len_bytes() <= _LONGEST)).fill_null(False)


def _mantissa(value: Reals, scale: Whole) -> Whole:
    found = value * scale
    return np.rint(found, out=found).astype(np.int64)


def read_whole(values: Any) -> Read:
    """The same for whole numbers such as n: what has decimals that are not zeros is not plain."""
    found = read(values)
    if not found.decimals.any():
        return found
    unit = POWERS[found.decimals]
    plain = found.plain & (found.mantissa % unit == 0)
    return Read(np.where(plain, found.mantissa // unit, 0), _NO_DECIMALS, plain)


def ends(numbers: Read) -> tuple[Reals, Reals]:
    """Both ends of the rounding interval of each number, correctly rounded."""
    unit = 2.0 * POWERS[numbers.decimals]
    return (2.0 * numbers.mantissa - 1) / unit, (2.0 * numbers.mantissa + 1) / unit


def _series(values: object) -> pl.Series | None:
    """A column as a series of texts or integers; None for one number."""
    if isinstance(values, pl.Series):
        return _texts(values)
    if isinstance(values, np.ndarray):
        return _texts(pl.Series(values))
    if not isinstance(values, list | tuple):
        return None
    try:
        series = pl.Series(values, strict=True)
    except (TypeError, pl.exceptions.PolarsError):
        series = pl.Series([None if value is None else str(value) for value in values], dtype=pl.String)
    return _texts(series)


def _texts(series: pl.Series) -> pl.Series:
    if series.dtype.is_float():
        raise TypeError("a column of floats has lost its trailing zeros: give the numbers as text, as they are printed")
    if series.dtype.is_integer() or series.dtype == pl.String:
        return series
    return series.cast(pl.String)


def verdicts(possible: Mask, testable: Mask | bool = True) -> Codes:
    """The verdicts of rows, as places in `Verdict`."""
    return np.where(testable, np.where(possible, 0, 1), 2).astype(np.uint8)


def by_blocks(columns: Mapping[str, Any], decide: Callable[[Mapping[str, Any]], Found]) -> Found:
    """What `decide` finds for aligned arguments, asked block by block on all cores, as `table` takes it."""
    rows = height(columns)

    def block(start: int) -> Found:
        part = {name: one.slice(start, _BLOCK) if isinstance(one, pl.Series) else one for name, one in columns.items()}
        found, decided, more = decide(part)
        here = height(part)
        spread = {name: np.broadcast_to(values, here) for name, values in more.items()}
        return np.broadcast_to(found, here), np.broadcast_to(decided, here), spread

    if rows <= _BLOCK:
        return block(0)
    with ThreadPoolExecutor(cpu_count()) as pool:
        found, decided, more = zip(*pool.map(block, range(0, rows, _BLOCK)), strict=True)
    joined = {name: np.concatenate([one[name] for one in more]) for name in more[0]}
    return np.concatenate(found), np.concatenate(decided), joined


def height(columns: Mapping[str, Any]) -> int:
    """How many rows the arguments of a check have."""
    return next(len(one) for one in columns.values() if isinstance(one, pl.Series))


def table(
    columns: Mapping[str, Any],
    found: Codes,
    decided: Mask,
    one: Callable[..., Result],
    more: Mapping[str, NDArray[Any]] | None = None,
    told: Callable[[Any], Mapping[str, Any]] = lambda _: {},
) -> pl.DataFrame:
    """The answer for all rows: the verdict `found` where `decided`; every other row is asked of the check `one`.

    `columns` are the check's aligned arguments; `more` holds further columns of the answer, which `told` takes from the
    result of one row. Equal rows are asked once. Rows without a value are not testable. Raises ValueError for what is
    no number, with its row.
    """
    rows = height(columns)
    codes = np.array(np.broadcast_to(found, rows))
    extra = {name: np.array(np.broadcast_to(values, rows)) for name, values in (more or {}).items()}
    asked: dict[tuple[Any, ...], Result | None] = {}
    for row in np.flatnonzero(~np.broadcast_to(decided, rows)).tolist():
        values = tuple(one[row] if isinstance(one, pl.Series) else one for one in columns.values())
        if values not in asked:
            asked[values] = _one(one, values, row)
        result = asked[values]
        codes[row] = _VERDICTS.index(result.verdict if result else Verdict.NOT_TESTABLE)
        if result is not None:
            for name, value in told(result).items():
                extra[name][row] = value
    return pl.DataFrame(
        [
            *(_named(name, values, rows) for name, values in columns.items()),
            pl.Series("possible", [True, False, None]).gather(codes),
            pl.Series("verdict", _VERDICTS, pl.Enum(_VERDICTS)).gather(codes),
            *(pl.Series(name, values, nan_to_null=True) for name, values in extra.items()),
        ]
    )


def _named(name: str, values: Any, rows: int) -> pl.Series:
    """An argument of a check as a column of the answer."""
    return (
        values.alias(name)
        if isinstance(values, pl.Series)
        else pl.Series([str(values)]).new_from_index(0, rows).alias(name)
    )


def _one(one: Callable[..., Result], values: tuple[Any, ...], row: int) -> Result | None:
    """The check's answer for a row; None if a value is missing."""
    if any(value is None or value == "" for value in values):
        return None
    try:
        return one(*values)
    except ValueError as error:
        raise ValueError(f"row {row + 1}: {error}") from None
