"""Finding reported tests in running text: what is printed, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from msccurate.notation.characters import SUPERSCRIPTS, plain
from msccurate.printed import Printed

#: A whole df glued to its `t` (`t28`, a subscript lost) is at least this: `t1` and `t2` are times (proposal).
LEAST_GLUED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A reported test: what was read, and its place in the text.

    `test` is one of `p_value.TESTS`, or `ratio` or `difference` for an effect (`value`) with a confidence interval
    (`ci`, its `level` in percent). `df` is empty where none is printed. `p` is None for `ns`; `adjusted` says that the
    p value itself is called so.
    """

    test: str
    start: int
    end: int
    value: Printed
    df: tuple[Printed, ...]
    p: Printed | None
    adjusted: bool = False
    ci: tuple[Printed, Printed] | None = None
    level: Printed | None = None


_B = "[ \N{THIN SPACE}]*"
_CMP = r"(?:<=|>=|=<|=>|[=<>≤≥])"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_EXPONENT = rf"(?:[eE][-+]?\d{{1,3}}|{_B}[×xX*]{_B}10{_B}(?:\^{_B})?\{{?(?:-{_B}\d{{1,3}}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})\}}?)?"
_SIGNED = rf"[-+]?{_B}{_DIGITS}"
_FREE = r"(?<![\w.\-])"
_UNIT = r"(?!\w|%|\.\d| ?(?:[kM]?Pa|mm ?Hg|atm|bar|psi)\b)"
_SIDES = rf"(?:{_B}\(?(?:one|two|1|2)[- ](?:sided|tailed)\)?)?"
_ADJUSTED = r"(?P<adjusted>[_ ]?[{(]?(?:adj|corr|fdr|bonf|holm|tukey)[a-z]*[})]?)?"
_P = (
    rf"(?<![A-Za-z])[pP](?:[ -]?values?)?{_ADJUSTED}{_SIDES}{_B}"
    rf"(?:(?P<p_sign>{_CMP}){_B}(?P<p>{_SIGNED}{_EXPONENT}){_UNIT}|=?{_B}(?P<p_ns>[nN]\.?[sS])(?![A-Za-z]))"
)
_BEFORE_P = rf"{_B}(?:[,;:(\[]|with\b|and\b)?{_B}[(\[]?{_B}"

#: Names by their first letters, whose set the search runs ahead by; those of χ² and Q have many spellings.
_FIRST = "χΧ𝜒ꭓ𝛘cCxXQFtrzZ"
_NAME = (
    rf"(?P<name>[{_FIRST}](?<![\w.\-].)(?:(?<=[χΧ𝜒ꭓ𝛘])(?:²|\^?2)?|(?<=[cC])hi(?:²|[-_^ ]?2|[- ]squared?)"
    r"|(?<=[xX])(?:²|\^?2)|(?<=Q)(?:[-_]?(?:w|b|within|between))?|(?<=[FtrzZ])))"
)
_STATISTIC = re.compile(
    rf"{_NAME}"
    rf"(?P<df>{_B}[(\[][^()\[\]]{{1,40}}[)\]]|_?\{{?\d[\d.,; ]{{0,12}}\}}?)?{_B}"
    rf"(?P<sign>{_CMP}){_B}[^\w\s.,;:()\[\]<>=+±~-]{{0,3}}(?P<value>{_SIGNED})(?![\w%]|\.\d)"
    rf"(?:{_B}[,;(]{_B}(?:df|d\.f\.){_B}={_B}(?P<df_behind>\d[\d.]*(?:{_B}[,;]{_B}\d[\d.]*(?![\d.]*{_B}=))?)\)?)?"
    rf"(?:{_B}[,;]{_B}(?![pP]\b)[A-Za-zηωφε][\w²^.]{{0,12}}{_B}[=<>]{_B}{_SIGNED}){{0,2}}"
    rf"(?:{_BEFORE_P}{_P}|{_B}[,;(]{_B}(?P<ns>[nN]\.?[sS])(?![A-Za-z]))"
)
_RATIO = (
    r"[ac]?(?:HR|OR|RR|IRR|SHR)|(?:hazards?|odds|risk|rate|incidence rate) ratio|relative risk"
    r"|(?:Hazards?|Odds|Risk|Rate) ratio|Relative risk"
)
_DIFFERENCE = r"W?MD|(?:[Mm]ean|[Ww]eighted mean) difference"
_CI_WORDS = rf"(?:CI|C\.I\.|confidence intervals?|confidence limits?){_B}(?:of|from)?{_B}[=:,]?{_B}[(\[]?{_B}"
_INTERVAL = re.compile("CI|C[.]I[.]|confidence")
_EFFECT = re.compile(
    rf"{_FREE}(?:(?P<ratio>{_RATIO})|(?P<difference>{_DIFFERENCE}))s?(?:{_B}[(\[][A-Za-z]{{2,4}}[)\]])?"
    rf"{_B}(?:[=:,]|of\b|was\b|is\b)?{_B}(?P<value>{_SIGNED})(?![\w%])(?:{_B}[A-Za-z/]{{1,12}}\b){{0,2}}{_B}"
    rf"[,;:]?{_B}[(\[]?{_B}(?P<level>\d{{2}}(?:\.\d)?){_B}%{_B}{_CI_WORDS}"
    rf"(?P<low>{_SIGNED}){_B}(?:to|-|,|;){_B}(?P<high>{_SIGNED})(?![\w%]|\.\d){_B}[)\]]?{_BEFORE_P}{_P}"
)
_PARTS = re.compile(
    rf"{_B}(?:df{_B}={_B})?(?P<first>\d+(?:\.\d+)?|[lI](?={_B}[,;])|\d{{1,3}}(?:,\d{{3}})+)"
    rf"(?:{_B}[,;]{_B}(?:df\d?{_B}={_B})?(?P<second>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?))?"
    rf"(?:{_B}[,;]{_B}[nN]{_B}={_B}\d[\d,]*)?{_B}"
)
_TESTS = {"t": "t", "F": "F", "r": "r", "Q": "Q", "z": "z", "Z": "z"}
_FREEDOM = {"t": 1, "F": 2, "chi2": 1, "r": 1, "Q": 1, "z": 0}
_SIGNS = {"=": "", "≤": "<=", "=<": "<=", "≥": ">=", "=>": ">="}


_MIDDLE_DOT = re.compile(r"[·∙‧](?:(?<![\w.].)|(?<=\d.))(?=\d)")


def find_tests(text: str, decimal: str = ".") -> tuple[Found, ...]:
    """The tests that a text reports, in order; `decimal` is its decimal sign (a middle dot is always one)."""
    same = _MIDDLE_DOT.sub(".", plain(text))
    if decimal == ",":
        same = re.sub(r"(?<=\d),(?=\d)", ".", same)
    statistics = (_statistic(text, match) for match in _STATISTIC.finditer(same))
    effects = (_effect(text, match) for match in (_EFFECT.finditer(same) if _INTERVAL.search(same) else ()))
    found = [one for one in chain(statistics, effects) if one is not None]
    return tuple(sorted(found, key=lambda one: one.start))


def _statistic(text: str, match: re.Match[str]) -> Found | None:
    test = _TESTS.get(match["name"][0], "chi2")
    printed = match["df"] or ""
    df = _freedom(test, printed or match["df_behind"] or "")
    if df is None or (printed and (match["df_behind"] or _glued(test, printed, df))):
        return None
    if not df and match["name"][0] in "xX":
        return None  # `x2 = 3.84`: a second x?
    no_p = match["ns"] or match["p_ns"]
    if match["ns"] and not df and test != "z":
        return None  # `t = 2.20, ns`: nanoseconds?
    value = _number(text, match, "value", _sign(match["sign"]))
    p = None if no_p else _number(text, match, "p", _sign(match["p_sign"]))
    return Found(test, match.start(), match.end(), value, df, p, bool(match["adjusted"]))


def _effect(text: str, match: re.Match[str]) -> Found | None:
    if match["p_ns"]:
        return None
    test = "ratio" if match["ratio"] else "difference"
    ci = (_number(text, match, "low"), _number(text, match, "high"))
    p = _number(text, match, "p", _sign(match["p_sign"]))
    value = _number(text, match, "value")
    adjusted, level = bool(match["adjusted"]), _number(text, match, "level")
    return Found(test, match.start(), match.end(), value, (), p, adjusted, ci, level)


def _freedom(test: str, printed: str) -> tuple[Printed, ...] | None:
    """Degrees of freedom; none printed is an empty tuple, what cannot be those of this test is None."""
    inside = printed.strip(" \N{THIN SPACE}_{}()[]")
    if not inside:
        return ()
    match = _PARTS.fullmatch(inside)
    if match is None:
        return None
    texts = [one for one in (match["first"], match["second"]) if one]
    if len(texts) == 2 and _FREEDOM[test] == 1 and re.fullmatch(r"\d{1,3},\d{3}", inside):
        texts = [inside]  # one df with a thousands separator: t(1,234)
    df = tuple(_read("1" if one in "lI" else one) for one in texts)
    return df if len(df) == _FREEDOM[test] and all(one.value > 0 for one in df) else None


def _glued(test: str, printed: str, df: tuple[Printed, ...]) -> bool:
    """Whether what is glued to the name of a test is rather a part of another name, such as `r2` or `t1`."""
    if printed.lstrip(" \N{THIN SPACE}")[0] in "([":
        return False
    return test in "rQ" or (test == "t" and df[0].value < LEAST_GLUED)


def _sign(printed: str) -> str:
    return _SIGNS.get(printed, printed)


def _number(text: str, match: re.Match[str], group: str, comparator: str = "") -> Printed:
    """A number as it stands in the text, its comparator read apart."""
    start, end = match.span(group)
    return _read(match[group], comparator, text[start:end])


def _read(same: str, comparator: str = "", shown: str = "") -> Printed:
    digits, _, power = re.sub(r"[×xX*].*?10", "e", same.translate(SUPERSCRIPTS)).replace("E", "e").partition("e")
    bare = re.sub(r"[^\d.]", "", digits)
    whole, _, fraction = bare.partition(".")
    mantissa = int(whole + fraction) * (-1 if digits.lstrip().startswith("-") else 1)
    exponent = int(re.sub(r"[^\d-]", "", power) or 0)
    return Printed(shown or same, mantissa, len(fraction) - exponent, comparator)
