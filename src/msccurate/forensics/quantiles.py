"""What the mean, the SD and the quantiles of n values allow each other.

Exact, and true for every usual definition of a sample quantile: at least ⌊n/4⌋ values are at most the first quartile,
and as many at least the third; at least ⌊n/2⌋ are at most, and at least, the median.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

Known = Fraction | None


def largest_mean(n: int, q1: Known, median: Known, q3: Known, most: Fraction) -> Fraction:
    """The largest mean of n values with these quantiles and maximum: each value as large as its quarter allows.

    With a, b, c = ⌊n/4⌋, ⌊n/2⌋, ⌊3n/4⌋ it is [a·q1 + (b-a)·median + (c-b)·q3 + (n-c)·max]/n. A quantile that is not
    known is as large as the next one.
    """
    a, b, c = n // 4, n // 2, 3 * n // 4
    third = most if q3 is None else q3
    second = third if median is None else median
    first = second if q1 is None else q1
    return (a * first + (b - a) * second + (c - b) * third + (n - c) * most) / n


def smallest_mean(n: int, least: Fraction, q1: Known, median: Known, q3: Known) -> Fraction:
    """The smallest mean of n values with these quantiles and minimum: the mirror image of the largest."""
    first, second, third = (None if one is None else -one for one in (q3, median, q1))
    return -largest_mean(n, first, second, third, -least)


def median_reach(sd: Fraction, n: int) -> Fraction:
    """The square of the largest distance between mean and median: s²(n-1)/n (Hotelling & Solomons 1932)."""
    return sd * sd * (n - 1) / n


def end_reach(sd: Fraction, n: int) -> Fraction:
    """The square of the largest distance of one of n values from their mean: s²(n-1)²/n (Samuelson 1968)."""
    return sd * sd * (n - 1) ** 2 / n


def least_variance(iqr: Fraction, n: int) -> Fraction:
    """The smallest sample variance with this interquartile range: ⌊n/4⌋ values at each quartile, the others in the
    middle, so IQR²·⌊n/4⌋/(2(n-1))."""
    return iqr * iqr * (n // 4) / (2 * (n - 1))


def telling(sizes: range) -> Iterable[int]:
    """The sizes of a range at which the bounds above are loosest: the first and last four.

    The shares of ⌊n/4⌋ and its like in n depend on n mod 4 and, for each remainder, fall or rise steadily.
    """
    return dict.fromkeys((*sizes[:4], *sizes[-4:]))
