"""Which sums of squares whole numbers with a given sum can have: the arithmetic behind GRIMMER.

A sum of squares Q has the parity of the sum S, since x² and x have. It is least where the numbers differ by at most 1.
From five numbers on that is all there is to it; for two, three and four the differences of the numbers make Q a square,
a Loeschian number or a sum of three squares.
"""

from __future__ import annotations

from math import isqrt


def smallest(n: int, total: int) -> int:
    """The least sum of squares of n whole numbers with this sum: they differ by at most 1."""
    whole, over = divmod(total, n)
    return (n - over) * whole * whole + over * (whole + 1) ** 2


def largest(n: int, total: int, top: int) -> int:
    """The greatest sum of squares of n whole numbers from 0 to `top` with this sum: all but one lie at an end."""
    if top == 0:
        return 0
    count, rest = divmod(total, top)
    return count * top * top + rest * rest


def attainable(n: int, total: int, low: int, high: int) -> int | None:
    """The first sum of squares from `low` to `high` that n whole numbers (of either sign) with this sum can have."""
    low = max(low, smallest(n, total))
    first = low + ((low - total) & 1)
    if first > high or n > 4:
        return first if first <= high else None
    if n == 1:
        return total * total if first <= total * total <= high else None
    if n == 2:
        return _two(total, first, high)
    if n == 3:
        return _three(total, first, high)
    return next((q for q in range(first, high + 1, 2) if _three_squares(4 * q - total * total)), None)


def _two(total: int, low: int, high: int) -> int | None:
    """x+y = S and x²+y² = Q: 2Q-S² is the square of the difference x-y, which has the parity of S."""
    difference = _root_up(2 * low - total * total)
    difference += (difference - total) & 1
    q = (difference * difference + total * total) // 2
    return q if q <= high else None


def _three(total: int, low: int, high: int) -> int | None:
    """3Q-S² = 2(a²+ab+b²) for the differences a, b of neighbours; mod 3 they always fit S or its mirror image."""
    least, most = (3 * low - total * total) // 2, (3 * high - total * total) // 2
    best = None
    for b in range(isqrt(most // 3) + 1):  # b <= a: the smaller of both is at most the root of a third
        # a²+ab+b² >= least, solved for a: (2a+b)² >= 4·least-3b²
        a = max(-(-(_root_up(4 * least - 3 * b * b) - b) // 2), 0)
        value = a * a + a * b + b * b
        while value <= most:
            if (2 * value + total * total) % 3 == 0:
                best, most = value, value - 1
            a += 1
            value = a * a + a * b + b * b
        if best == least:
            break
    return None if best is None else (2 * best + total * total) // 3


def _three_squares(value: int) -> bool:
    """Whether a number is a sum of three squares: not 4^a(8b+7) (Legendre 1798)."""
    if value <= 0:
        return value == 0
    while value % 4 == 0:
        value //= 4
    return value % 8 != 7


def _root_up(square: int) -> int:
    """The least whole number whose square is at least this."""
    return isqrt(square - 1) + 1 if square > 0 else 0


def within(n: int, total: int, low: int, high: int, top: int) -> bool:
    """Whether n whole numbers from 0 to `top` with this sum can have a sum of squares from `low` to `high`.

    Exact. A search that takes away the value furthest from the mean, one at a time, from both ends. It stops where
    the window is so near to the mean that no set of numbers with this sum and these squares can leave the range.
    """
    stack = [(n, total, low, high, top)]
    seen: set[tuple[int, int, int, int, int]] = set()
    while stack:
        n, total, low, high, top = stack.pop()
        if not 0 <= total <= n * top:
            continue
        if 2 * total > n * top:  # turn it round, so that the far end is the upper one
            shift = n * top * top - 2 * top * total
            total, low, high = n * top - total, low + shift, high + shift
        least, most = smallest(n, total) if n else 0, largest(n, total, top)
        if low <= least <= high or low <= most <= high:
            return True
        low, high = max(low, least), min(high, most)
        low, high = low + ((low - total) & 1), high - ((high - total) & 1)
        state = (n, total, low, high, top)
        if low > high or n < 2 or state in seen:
            continue
        seen.add(state)
        if n > 4 and _stays(n, total, low, top):
            return True
        if n == 2:
            if _pair(total, low, high):
                return True
            continue
        biggest = min(top, (total + isqrt((n - 1) * (n * high - total * total))) // n)
        lowest = max(-(-total // n), -(-low // total))
        for value in range(lowest, biggest + 1):
            stack.append((n - 1, total - value, low - value * value, high - value * value, value))
    return False


def _stays(n: int, total: int, q: int, top: int) -> bool:
    """Whether n numbers with this sum and these squares cannot leave the range: |x - S/n| <= sqrt((n-1)(nQ-S²))/n."""
    reach = (n - 1) * (n * q - total * total)
    return (total + n) ** 2 > reach and (n * (top + 1) - total) ** 2 > reach


def _pair(total: int, low: int, high: int) -> bool:
    """Two numbers from 0 up: their difference is at most their sum, which is at most the range (the mean is below the
    middle of it)."""
    q = _two(total, low, high)
    return q is not None and 2 * q - total * total <= total * total
