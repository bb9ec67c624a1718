"""Expressions: grammar, three-valued truth, and that intervals never lie."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.expressions import Exact, Operand, evaluate, parse, shown, substituted, words
from msccurate.printed import Printed, Truth


def printed(text: str) -> Printed:
    bare = text.lstrip("<>")
    whole, _, fraction = bare.partition(".")
    return Printed(text, int(whole + fraction), len(fraction), text[: len(text) - len(bare)])


class Facts:
    """What a document knows: words -> printed text, or a series of them by day."""

    def __init__(self, values: dict[str, str | dict[str, str]], centre: str = "value") -> None:
        self.values, self.centre = values, centre

    def value(self, words: tuple[str, ...], time: str) -> Operand | None:
        if words[-1] == "reference":
            low, high = str(self.values[" ".join(words)]).split("-")
            return Operand(Exact(Fraction(low), Fraction(high)), "value", is_range=True)
        known = self.values.get(" ".join(words))
        text = known.get(time) if isinstance(known, dict) else known
        centre = "median" if words[0].startswith("med") else self.centre
        return Operand(Exact.of(printed(text)), centre, (printed(text),)) if text else None

    def levels(self, words: tuple[str, ...], time: str) -> Sequence[Operand] | None:
        found = [
            text for name, text in self.values.items() if name.startswith(words[0] + " ") and isinstance(text, str)
        ]
        return [Operand(Exact.of(printed(text)), "count", (printed(text),)) for text in found] or None

    def times(self, words: tuple[str, ...]) -> Sequence[str]:
        known = self.values.get(" ".join(words))
        return list(known) if isinstance(known, dict) else []

    def when(self, time: str) -> Exact | None:
        return Exact.point(int(time))


FACTS = Facts(
    {
        "pao2": "48.0", "fio2": "70", "pf": "69", "wrong": "105", "wbc": "6.72", "wbc reference": "3.5-9.5",
        "low": "3.4", "a": "1.0", "b": "1.1", "censored": ">20", "start": "2", "end": "3",
        "series": {"1": "150", "2": "328", "3": "121"}, "med_crp": "13",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("pf = pao2 / (fio2 / 100)", Truth.DEPENDS),  # within rounding
        ("wrong = pao2 / (fio2 / 100)", Truth.FALSE),
        ("pf > 68", Truth.TRUE),
        ("pf > 69", Truth.DEPENDS),
        ("a < b", Truth.DEPENDS),  # both may be 1.05
        ("a <= b", Truth.TRUE),
        ("a = a", Truth.TRUE),
        ("a - a = 0", Truth.TRUE),
        ("censored > 19", Truth.TRUE),
        ("censored > 25", Truth.DEPENDS),
        ("wbc = wbc reference", Truth.TRUE),
        ("low < wbc reference", Truth.TRUE),
        ("low > wbc reference", Truth.FALSE),
        ("2 + 3 * 4 = 14 and not_known > 1 or 1 = 1", None),
        ("2 ^ 3 ^ 1 = 8", Truth.TRUE),
        ("-pf < 0", Truth.TRUE),
        ("last(series) < first(series)", Truth.TRUE),
        ("last(series, start, end) < first(series, start, end)", Truth.TRUE),
        ("count(series > 140) = 2", Truth.TRUE),
        ("share(series > 140) > 0.5", Truth.TRUE),
        ("max(series) = 328", Truth.DEPENDS),
        ("min(a, b) < 2", Truth.TRUE),
        ("2020-03-08 - 2020-02-28 + 1 = 10", Truth.TRUE),
        ("2020-02 < 2020-03-01", Truth.TRUE),
    ],
)
def test_truth(text: str, truth: Truth | None) -> None:
    tree = parse(text).tree
    assert tree is not None
    assert evaluate(tree, FACTS).truth is truth


def test_like_with_like() -> None:
    tree = parse("med_crp < mean_crp").tree
    assert tree is not None
    outcome = evaluate(tree, Facts({"med_crp": "13", "mean_crp": "20"}, centre="mean"))
    assert outcome.truth is None
    assert outcome.reason == "mean and median are not alike"


def test_sums_over_levels() -> None:
    tree = parse("sum(sex) = 31").tree
    assert tree is not None
    facts = Facts({"sex male": "25", "sex female": "6"}, centre="count")
    assert evaluate(tree, facts).left == Exact(Fraction(30), Fraction(32))
    assert substituted(tree, facts) == "(25 + 6) = 31"


@pytest.mark.parametrize(
    ("text", "words_said", "help"),
    [
        ("", "empty", "write what must hold"),
        ("a == b", "`==`", "write `=`"),
        ("a < b < c", "two things only", "write `a < b and b < c`"),
        ("cuont(a > 1) = 1", "no function", "did you mean `count`?"),
        ("(a + b", "not closed", "write `)`"),
        ("a +", "stops too early", ""),
        ("a = 1,234", "comma", "write 1234"),
        ("a = 2020-02-30", "no date", ""),
        ("A = 1", "small letters", ""),
    ],
)
def test_mistakes_are_worded(text: str, words_said: str, help: str) -> None:
    (problem,) = parse(text).problems
    assert problem.kind == "SPC08"
    assert words_said in problem.words
    assert help in problem.help


def test_words_know_their_places() -> None:
    text = "crp after < crp before"
    tree = parse(text).tree
    assert tree is not None
    assert [leaf.span.of(text) for leaf in words(tree)] == ["crp after", "crp before"]


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    parse(text)


@given(st.lists(st.integers(0, 99), min_size=3, max_size=3), st.sampled_from(["=", "<", "<=", ">", ">=", "!="]))
def test_intervals_agree_with_every_value_inside(numbers: list[int], sign: str) -> None:
    """Never false if some value inside the intervals satisfies it, never true if some does not."""
    facts = Facts({name: str(number) for name, number in zip("abc", numbers, strict=True)})
    tree = parse(f"a {sign} b + c").tree
    assert tree is not None
    truth = evaluate(tree, facts).truth
    steps = [Fraction(step, 4) for step in (-2, -1, 0, 1, 2)]
    a, b, c = numbers
    outcomes = {_holds(sign, a + x, b + y + c + z) for x in steps for y in steps for z in steps}
    if truth is Truth.FALSE:
        assert outcomes == {False}
    if truth is Truth.TRUE:
        assert outcomes == {True}


def _holds(sign: str, left: Fraction, right: Fraction) -> bool:
    return {
        "=": left == right, "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right,
        "!=": left != right,
    }[sign]  # fmt: skip


def test_intervals_are_shown_with_as_many_digits_as_tell_them_apart() -> None:
    assert shown(Exact(Fraction("68.01"), Fraction("69.14"))) == "68–69.1"
    assert shown(Exact.point(31)) == "31"
