"""The kinds of cells: what the shape of a cell means for a count, a number, an effect, a reference range."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from msccurate.notation.dates import parse_iso
from msccurate.notation.form import Form
from msccurate.notation.model import Cell, Part, Reading, Unreadable
from msccurate.notation.tokens import Token, number_word
from msccurate.printed import Printed

EVERYONE = frozenset({"all", "yes", "every", "each", "everyone", "both"})
NO_ONE = frozenset({"no", "none", "without", "nobody", "never", "nil"})

#: Statistics that count: whole numbers, exact.
COUNTS = ("n", "missing", "events", "count")


def _shape(found: tuple[Token, ...]) -> str:
    return "".join("-" if token.kind == "-" else token.kind for token in found)


def _part(name: str, token: Token, exact: bool = False) -> Part:
    assert token.number is not None
    return Part(name, replace(token.number, exact=True) if exact else token.number, token.start, token.end)


def _whole(name: str, token: Token) -> Part:
    assert token.number is not None
    if token.number.value.denominator != 1:
        raise Unreadable(f"`{token.text}` is not a whole number", "a count is whole; a percentage needs its `%`")
    if token.number.comparator:
        return _part(name, token)
    return _part(name, token, exact=True)


def _worded(found: tuple[Token, ...]) -> tuple[Token, ...]:
    """Number words as numbers, where a cell is one word."""
    if len(found) == 1 and found[0].kind == "W":
        number = number_word(found[0])
        return (number,) if number else found
    return found


# ---- statistics


def read_statistic(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    found, name = _worded(found), reading.statistic
    shape = _shape(found)
    if name == "reference":
        return _reference(text, found, reading)
    if shape in ("N", "P"):
        if name in COUNTS and shape == "N":
            return Cell(text, "read", (_whole(name, found[0]),))
        if name not in (*COUNTS, "ci") and (shape == "N" or name in ("percent", "mean", "median")):
            return Cell(text, "read", (_part(name, found[0]),))
    if name in COUNTS and shape == "W" and found[0].text.lower() in NO_ONE:
        return Cell(text, "read", (Part(name, Printed(found[0].text, 0, 0, exact=True), found[0].start, found[0].end),))
    pair = _pair(found)
    ends = {"ci": ("ci_low", "ci_high"), "iqr": ("q1", "q3"), "range": ("min", "max")}.get(name)
    if pair and ends:
        return Cell(text, "read", (_part(ends[0], pair[0]), _part(ends[1], pair[1])))
    wanted = "two numbers such as `1.2–3.4`" if name == "ci" else "one number"
    raise Unreadable(f"`{text}` is no {name}", f"write {wanted}")


def _pair(found: tuple[Token, ...]) -> tuple[Token, Token] | None:
    """The two numbers of `a–b`, `a to b`, `(a, b)` or `[a; b]`."""
    inner = found[1:-1] if _shape(found)[:1] in ("(", "[") and _shape(found)[-1:] in (")", "]") else found
    shape = _shape(inner)
    if len(shape) == 3 and shape[0] in "NP" and shape[2] in "NP" and shape[1] in "-,;":
        return inner[0], inner[2]
    return None


# ---- kinds


def _number(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    found = _worded(found)
    shape = _shape(found).replace("P", "N")
    if shape == "N":
        plain_forms = [form for form in reading.forms if not form.spread]
        if len(plain_forms) == 1 and plain_forms[0].centre in ("mean", "median"):
            return Cell(text, "read", (_part(plain_forms[0].centre, found[0]),), form=plain_forms[0])
        return Cell(text, "read", (_part("value", found[0]),))
    if shape == "N-N":
        return Cell(text, "read", (_part("min", found[0]), _part("max", found[2])))
    spread = _spread(found, shape)
    if spread is None:
        if shape in ("N/N", "N/N(N)"):
            help = "a count out of a number needs a yes/no variable or a level; two values need two rows"
            raise Unreadable(f"`{text}` is two numbers, and this variable is one", help)
        raise Unreadable(f"`{text}` is not read as a number", _EXAMPLES)
    bracket, inner = spread
    form = _fitting(text, bracket, len(inner), reading.forms)
    centre = _part(form.centre, found[0])
    if len(inner) == 1:
        return Cell(text, "read", (centre, _part(form.spread.lower(), inner[0])), form=form)
    ends = {"IQR": ("q1", "q3"), "range": ("min", "max"), "CI": ("ci_low", "ci_high")}[form.spread]
    return Cell(text, "read", (centre, _part(ends[0], inner[0]), _part(ends[1], inner[1])), form=form)


_EXAMPLES = "write for example `24.5`, `24.5 ± 2.9`, `70 (61–71)` or `--`"


def _spread(found: tuple[Token, ...], shape: str) -> tuple[str, tuple[Token, ...]] | None:
    """The bracket and the one or two numbers behind the centre."""
    if shape == "N±N":
        return "±", (found[2],)
    if len(shape) >= 4 and shape[0] == "N" and (shape[1], shape[-1]) in (("(", ")"), ("[", "]")):
        pair = _pair(found[2:-1])
        if pair:
            return shape[1], pair
        if shape[2:-1] == "N":
            return shape[1], (found[2],)
    return None


def _fitting(text: str, bracket: str, count: int, forms: tuple[Form, ...]) -> Form:
    """The one form that fits a shape: its bracket, and one number for SD and SE, two for IQR, range and CI."""
    fits = {
        (form.centre, form.spread): form
        for form in forms
        if form.bracket == bracket and (form.spread in ("SD", "SE")) == (count == 1)
    }
    if len(fits) == 1:
        return next(iter(fits.values()))
    if not fits:
        declared = " | ".join(form.text for form in forms) or "none"
        shown = {"±": "±", "(": "( )", "[": "[ ]"}[bracket]
        what = "one number" if count == 1 else "two numbers"
        help = (
            f"declared forms: {declared}; say what {what} in {shown} mean, such as `form: {_example(bracket, count)}`"
        )
        raise Unreadable(f"no form says what the spread of `{text}` is", help)
    both = " and ".join(f"`{form.text}`" for form in fits.values())
    raise Unreadable(f"`{text}` fits {both}", "write the `form` that holds on this row", "SPC10")


def _example(bracket: str, count: int) -> str:
    spread = "SD" if count == 1 else "IQR"
    centre = "mean" if count == 1 else "median"
    return (
        f"{centre} ± {spread}"
        if bracket == "±"
        else f"{centre} ({spread})"
        if bracket == "("
        else f"{centre} [{spread}]"
    )


def _count(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    found = _worded(found)
    shape = _shape(found)
    if shape == "W" and found[0].text.lower() in EVERYONE:
        return Cell(text, "read", everyone=True)
    if shape == "W" and found[0].text.lower() in NO_ONE:
        zero = Printed(found[0].text, 0, 0, exact=True)
        return Cell(text, "read", (Part("count", zero, found[0].start, found[0].end),))
    match shape:
        case "N":
            return Cell(text, "read", (_whole("count", found[0]),))
        case "P":
            return Cell(text, "read", (_part("percent", found[0]),))
        case "N(P)" | "N[P]" | "N(N)" | "N[N]":
            return Cell(text, "read", (_whole("count", found[0]), _part("percent", found[2])))
        case "P(N)" | "P[N]":
            return Cell(text, "read", (_whole("count", found[2]), _part("percent", found[0])))
        case "N/N" | "NWN":
            if shape == "NWN" and found[1].text.lower() not in ("of", "in"):
                raise Unreadable(f"`{text}` is not read as a count", _COUNT_EXAMPLES)
            return Cell(text, "read", (_whole("count", found[0]), _whole("of", found[2])))
        case "N/N(P)" | "N/N[P]" | "N/N(N)" | "N/N[N]":
            parts = _whole("count", found[0]), _whole("of", found[2]), _part("percent", found[4])
            return Cell(text, "read", parts)
        case "P(N/N)" | "P[N/N]":
            parts = _whole("count", found[2]), _whole("of", found[4]), _part("percent", found[0])
            return Cell(text, "read", parts)
    raise Unreadable(f"`{text}` is not read as a count", _COUNT_EXAMPLES)


_COUNT_EXAMPLES = "write for example `25`, `25 (80.6%)`, `25/31 (80.6%)`, `all`, `no` or `--`"


def _category(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    if any(token.kind == "P" for token in found) or _shape(found) in ("N(N)", "N[N]", "N/N", "N/N(N)"):
        raise Unreadable(f"`{text}` counts, and the head names no level", "put the level behind the variable")
    return Cell(text, "read", category=text.strip())


def _date(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    if parse_iso(text.strip()) is None:
        raise Unreadable(f"`{text}` is no date", "write it as 2020-02-28, 2020-02 or 2020")
    return Cell(text, "read", date=text.strip())


def _p(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    if _shape(found[:2]) == "W=" and found[0].text.lower() == "p":
        found = found[2:]
    elif found and found[0].kind == "W" and found[0].text.lower() == "p":
        found = found[1:]
    if _shape(found) != "N":
        raise Unreadable(f"`{text}` is no p value", "write for example `0.003` or `< 0.001`")
    return Cell(text, "read", (_part("p", found[0]),), form=next(iter(reading.forms), None))


def _effect(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    shape = _shape(found).replace("P", "N")
    if shape == "N":
        alone = next((form for form in reading.forms if not form.spread), None)
        if alone is None:
            raise Unreadable(f"`{text}` has no confidence interval", "write `.` for what is not printed")
        return Cell(text, "read", (_part("estimate", found[0]),), form=alone)
    spread = _spread(found, shape)
    if spread is None:
        raise Unreadable(f"`{text}` is not read as an effect", "write for example `0.55 (0.28 to 1.06)`")
    bracket, inner = spread
    form = _fitting(text, bracket, len(inner), reading.forms)
    centre = _part("estimate", found[0])
    if len(inner) == 1:
        return Cell(text, "read", (centre, _part(form.spread.lower(), inner[0])), form=form)
    return Cell(text, "read", (centre, _part("ci_low", inner[0]), _part("ci_high", inner[1])), form=form)


def _reference(text: str, found: tuple[Token, ...], reading: Reading) -> Cell:
    pair = _pair(found)
    if pair:
        return Cell(text, "read", (_part("low", pair[0], exact=True), _part("high", pair[1], exact=True)))
    if _shape(found) in ("N", "P") and found[0].number is not None and found[0].number.comparator:
        name = "low" if found[0].number.comparator.startswith(">") else "high"
        return Cell(text, "read", (_part(name, found[0], exact=True),))
    raise Unreadable(f"`{text}` is no reference range", "write for example `3.5–9.5` or `< 10`")


KINDS: dict[str, Callable[[str, tuple[Token, ...], Reading], Cell]] = {
    "number": _number,
    "count": _count,
    "category": _category,
    "date": _date,
    "p": _p,
    "effect": _effect,
    "reference": _reference,
}
