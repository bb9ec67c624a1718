"""Reading the variables of `curation/codebook.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msccurate.codebook.bounds import Bound, read_bound
from msccurate.codebook.file import CurationFile
from msccurate.codebook.loinc import loinc_check_digit
from msccurate.codebook.model import Distribution, Variable
from msccurate.codebook.tolerances import read_definitions
from msccurate.codebook.units import Units
from msccurate.notation import STATISTICS
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.text import nearest

_KEYS = ("label", "kind", "unit", "levels", "spellings", "loinc", "whole", "items", "scale", "possible", "usual",
         "centres", "reference", "daily", "limit", "moves", "bands", "distribution", "delivers", "ambiguous",
         "definitions", "correlates", "outcome", "better", "note")  # fmt: skip
_KINDS = ("number", "yes/no", "category", "date")
_OF_NUMBERS = ("unit", "whole", "items", "scale", "possible", "usual", "centres", "reference", "daily", "limit",
               "ambiguous", "definitions", "correlates", "outcome", "better")  # fmt: skip
#: Keys that name other variables, and the verb between.
_NAMING = {"moves": "moves", "ambiguous": "may mean", "correlates": "correlates"}
_OF_CATEGORIES = ("levels", "bands", "distribution")
_DAILY = ("rise", "fall", "ratio", "least", "above")
_LOINC = re.compile(r"([1-9][0-9]{0,6})-([0-9])")


def read_variables(file: CurationFile, units: Units) -> dict[str, Variable]:
    """All variables of a codebook; what is wrong with them goes to the file's problems."""
    maps = list(file.maps("variables", required=True))
    variables = {key.text: _variable(file, key, node, units) for key, node in maps}
    for key, node in maps:
        file.identifier(key)
        if key.text in STATISTICS:
            file.problem("SPC07", key.span, f"`{key.text}` is a statistic and cannot name a variable")
        for level in _level_keys(file, node.get("levels")):
            taken = "a statistic" if level.text in STATISTICS else "a variable" if level.text in variables else ""
            if taken:
                words = f"`{level.text}` is a level of `{key.text}` and also {taken}"
                file.problem("SPC07", level.span, words, "a word of heads names one thing: rename one")
        counted = variables[key.text].distribution
        if counted is not None and (counted.of not in variables or variables[counted.of].kind != "number"):
            words = f"`{key.text}` is the distribution of `{counted.of}`, which is no number of the codebook"
            file.problem("SPC07", key.span, words, _meant(counted.of, variables))
        for name, verb in _NAMING.items():
            for other in file.scalars(node.get(name), f"`{name}`"):
                if other.text not in variables:
                    words = f"`{key.text}` {verb} `{other.text}`, which is no variable"
                    file.problem("SPC07", other.span, words, _meant(other.text, variables))
    return variables


def _variable(file: CurationFile, key: Scalar, node: Mapping, units: Units) -> Variable:
    what = f"variable `{key.text}`"
    file.known(node, _KEYS, what)
    kind = file.one_of(node, "kind", _KINDS) or "number"
    _check_kind(file, key, node, kind)
    possible, usual = _bound(file, node, "possible"), _bound(file, node, "usual")
    usual_node = node.get("usual")
    if possible and usual and usual_node and not _inside(usual, possible):
        words = f"what is usual ({usual.text}) goes beyond what is possible ({possible.text})"
        file.problem("SPC03", usual_node.span, words)
    daily, daily_source = _daily(file, node.get("daily"))
    return Variable(
        id=key.text,
        label=file.needed(key, node, "label", what),
        kind=kind,
        unit=_unit(file, node.get("unit"), units),
        levels=_levels(file, node.get("levels")),
        spellings=file.texts(node.get("spellings"), "`spellings`"),
        loinc=_loinc(file, node.get("loinc")),
        whole=file.one_of(node, "whole", ("certain", "likely")),
        items=_items(file, node),
        scale=_scale(file, node),
        possible=possible,
        usual=usual,
        centres=_bound(file, node, "centres"),
        reference=_bounds(file, node.get("reference"), "`reference`"),
        daily=daily,
        daily_source=daily_source,
        limit=_bound(file, node, "limit"),
        moves=tuple(one.text for one in _scalars(node.get("moves"))),
        delivers=_bound(file, node, "delivers"),
        ambiguous=tuple(one.text for one in _scalars(node.get("ambiguous"))),
        definitions=tuple(read_definitions(file, node.get("definitions"))),
        correlates=_pair(file, node.get("correlates")),
        distribution=_distribution(file, node),
        outcome=_outcome(file, node.get("outcome")),
        better=file.one_of(node, "better", ("higher", "lower")),
        note=file.text_of(node.get("note"), "`note`"),
    )


def _outcome(file: CurationFile, node: Node | None) -> str:
    if isinstance(node, Scalar):
        file.identifier(node)
    return file.text_of(node, "`outcome`")


def _pair(file: CurationFile, node: Node | None) -> tuple[str, ...]:
    names = tuple(one.text for one in _scalars(node))
    if node is not None and len(set(names)) != 2:
        file.problem("SPC03", node.span, "`correlates` must name two variables", "write `correlates: [crp, il6]`")
        return ()
    return names


def _items(file: CurationFile, node: Mapping) -> int:
    """How many items a score is the mean of."""
    value = node.get("items")
    items = file.positive(value, "`items`")
    if items is None or value is None:
        return 1
    if items.denominator != 1 or not node.get("whole"):
        words = "`items` counts the items of a score, whose values are whole"
        file.problem("SPC03", value.span, words, "write for example `whole: certain` and `items: 10`")
    return max(int(items), 1)


def _scale(file: CurationFile, node: Mapping) -> tuple[int, int] | None:
    """Both whole ends of an item."""
    bound, value = _bound(file, node, "scale"), node.get("scale")
    if bound is None or value is None:
        return None
    whole = [int(end) for end in (bound.low, bound.high) if end is not None and end.denominator == 1]
    if len(whole) < 2 or not node.get("whole"):
        words = "`scale` holds the two whole ends of an item, whose values are whole"
        file.problem("SPC03", value.span, words, "write for example `whole: certain` and `scale: 1 to 5`")
        return None
    return whole[0], whole[1]


def _distribution(file: CurationFile, node: Mapping) -> Distribution | None:
    """The number whose values the levels of a category are, and the value or range of each level."""
    value = node.get("distribution")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        file.problem("SPC03", value.span, "`distribution` must be a map", "its keys are of and values")
        return None
    file.known(value, ("of", "values"), "`distribution`")
    levels = [level.text for level in _level_scalars(node.get("levels"))]
    values = {}
    for key, one in file.entries(value.get("values"), "`values`"):
        bound = _value(file, one)
        if key.text not in levels:
            near = nearest(key.text, levels)
            help = f"did you mean `{near}`?" if near else f"its levels are {', '.join(levels)}"
            file.problem("SPC07", key.span, f"`{key.text}` is no level of this category", help)
        elif bound is not None:
            values[key.text] = bound
    missing = [level for level in levels if level not in values]
    if missing:
        words = f"`distribution` does not say what {missing[0]} stands for"
        file.problem("SPC03", value.span, words, "give every level a value (`3`) or a range (`>= 4`) in `values`")
    of = file.text_of(value.get("of"), "`of`")
    return Distribution(of, values) if of and not missing else None


def _value(file: CurationFile, node: Node) -> Bound | None:
    """A value, or a range of them."""
    text = node.text if isinstance(node, Scalar) else ""
    if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text):
        return Bound(Fraction(text), Fraction(text), text)
    return next(iter(_bounds(file, node, "a value of `distribution`")), None)


def _check_kind(file: CurationFile, key: Scalar, node: Mapping, kind: str) -> None:
    """Keys that the kind of a variable asks for, or has no use for."""
    if kind == "category" and node.get("levels") is None:
        file.problem("SPC03", key.span, f"category `{key.text}` has no `levels`", "write `levels: [mild, severe]`")
    for entry in node.entries:
        name = entry.key.text
        if (kind != "number" and name in _OF_NUMBERS) or (kind != "category" and name in _OF_CATEGORIES):
            wanted = "category" if name in _OF_CATEGORIES else "number"
            words = f"`{name}` belongs to a {wanted}, and `{key.text}` is of kind {kind}"
            file.problem("SPC03", entry.key.span, words, f"leave `{name}` out, or change `kind`")


def _unit(file: CurationFile, node: Node | None, units: Units) -> str:
    unit = file.text_of(node, "`unit`") or "1"
    if node is not None and unit != "1" and unit not in units.by_code:
        near = nearest(unit, units.by_code)
        help = f"did you mean `{near}`?" if near else "add it to curation/units.yaml"
        file.problem("UNT02", node.span, f"`{unit}` is no unit of curation/units.yaml", help)
    return unit


def _loinc(file: CurationFile, node: Node | None) -> str:
    text = file.text_of(node, "`loinc`")
    if not text or node is None:
        return ""
    match = _LOINC.fullmatch(text)
    if match is None:
        file.problem("SPC03", node.span, f"`{text}` is no LOINC code", "write it as `1988-5`")
    elif loinc_check_digit(match[1]) != int(match[2]):
        words = f"`{text}` is no LOINC code: its check digit is wrong"
        help = f"for {match[1]} it would be {loinc_check_digit(match[1])}; compare the code with loinc.org"
        file.problem("SPC03", node.span, words, help)
    return text


def _level_scalars(node: Node | None) -> tuple[Scalar, ...]:
    return tuple(entry.key for entry in node.entries) if isinstance(node, Mapping) else _scalars(node)


def _level_keys(file: CurationFile, node: Node | None) -> Iterator[Scalar]:
    for level in _level_scalars(node):
        file.identifier(level)
        yield level


def _levels(file: CurationFile, node: Node | None) -> dict[str, tuple[str, ...]]:
    if isinstance(node, Mapping):
        return {entry.key.text: file.texts(entry.value, "spellings of a level") for entry in node.entries}
    return dict.fromkeys(file.texts(node, "`levels`"), ())


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in items if isinstance(item, Scalar))


def _bound(file: CurationFile, node: Mapping, name: str) -> Bound | None:
    """The one range of a key."""
    value = node.get(name)
    if isinstance(value, Sequence):
        file.problem("SPC03", value.span, f"`{name}` must be one range, not a list")
        return None
    return next(iter(_bounds(file, value, f"`{name}`")), None)


def _bounds(file: CurationFile, node: Node | None, what: str) -> tuple[Bound, ...]:
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return tuple(bound for item in node.items for bound in _bounds(file, item, what))
    source = "proposal"
    limits: Node = node
    if isinstance(node, Mapping):
        file.known(node, ("range", "source"), what)
        source = file.text_of(node.get("source"), "`source`") or source
        limits = node.get("range") or node
    bound = read_bound(limits.text, source) if isinstance(limits, Scalar) else None
    if bound is None:
        said = f" (`{limits.text}`)" if isinstance(limits, Scalar) else ""
        help = "write for example `0 to 120`, `< 10` or `{range: 0 to 120, source: …}`, the lower end first"
        file.problem("SPC03", node.span, f"{what} is no range{said}", help)
        return ()
    return (bound,)


def _inside(inner: Bound, outer: Bound) -> bool:
    low = outer.low is None or (inner.low is not None and inner.low >= outer.low)
    return low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


def _daily(file: CurationFile, node: Node | None) -> tuple[dict[str, Fraction], str]:
    if node is None:
        return {}, "proposal"
    if not isinstance(node, Mapping):
        file.problem("SPC03", node.span, "`daily` must be a map", f"its keys are {', '.join(_DAILY)} and source")
        return {}, "proposal"
    file.known(node, (*_DAILY, "source"), "`daily`")
    read = {name: file.positive(node.get(name), f"`{name}`") for name in _DAILY}
    limits = {name: value for name, value in read.items() if value is not None}
    for name, factor in limits.items():
        wrong = {"ratio": factor < 1, "least": factor > 1}.get(name, False)
        value = node.get(name)
        if wrong and value is not None:
            words = f"`{name}` is a factor and must be {'at least' if name == 'ratio' else 'at most'} 1"
            file.problem("SPC03", value.span, words)
    return limits, file.text_of(node.get("source"), "`source`") or "proposal"


def _meant(word: str, known: dict[str, Variable]) -> str:
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else "add it to `variables`"
