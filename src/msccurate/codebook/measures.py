"""Reading `curation/units.yaml`: units, their printed spellings, and conversions."""

from __future__ import annotations

from fractions import Fraction

from msccurate.codebook.file import CurationFile
from msccurate.codebook.units import Unit, Units, folded
from msccurate.reading import Mapping, Node, Scalar, Sequence
from msccurate.text import nearest

SECTIONS = ("units", "conversions")
_UNIT_KEYS = ("dimension", "factor", "offset", "spellings", "flattened", "note")
_CONVERSION_KEYS = ("from", "to", "factor", "source", "note")


def read_units(file: CurationFile) -> Units:
    """All units and conversions of a file; what is wrong with them goes to its problems."""
    by_code: dict[str, Unit] = {}
    owners: dict[str, str] = {}
    for key, node in file.maps("units", required=True):
        file.known(node, _UNIT_KEYS, f"unit `{key.text}`")
        dimension = file.needed(key, node, "dimension", f"unit `{key.text}`")
        factor = file.positive(node.get("factor"), "`factor`")
        if node.get("factor") is None:
            file.problem("SPC03", key.span, f"unit `{key.text}` has no `factor`")
        offset = file.number(node.get("offset"), "`offset`") or Fraction(0)
        spellings = _spellings(file, key, node, "spellings", owners)
        flattened = _spellings(file, key, node, "flattened", owners)
        if factor is not None:
            by_code[key.text] = Unit(key.text, dimension, factor, offset, spellings, flattened)
    factors: dict[tuple[str, str, str], Fraction] = {}
    for key, items in file.section("conversions"):
        if not isinstance(items, Sequence):
            help = "write `- {from: mg/dL, to: mmol/L, factor: '0.0555', source: …}`"
            file.problem("SPC03", items.span, f"the conversions of `{key.text}` must be a list", help)
            continue
        for item in items.items:
            _conversion(file, key.text, item, by_code, factors)
    return Units(by_code, factors)


def _spellings(file: CurationFile, key: Scalar, node: Mapping, name: str, owners: dict[str, str]) -> tuple[str, ...]:
    """Printed spellings of a unit; one that another unit has, too, is a problem."""
    found = []
    for spelling in (*([key] if name == "spellings" else []), *file.scalars(node.get(name), f"`{name}`")):
        owner = owners.setdefault(folded(spelling.text), key.text)
        if owner != key.text:
            words = f"`{spelling.text}` is a spelling of `{owner}` and of `{key.text}`"
            file.problem("SPC07", spelling.span, words, "leave it at one of them")
        if spelling is not key:
            found.append(spelling.text)
    return tuple(found)


def _conversion(
    file: CurationFile,
    variable: str,
    item: Node,
    by_code: dict[str, Unit],
    factors: dict[tuple[str, str, str], Fraction],
) -> None:
    what = f"a conversion of `{variable}`"
    if not isinstance(item, Mapping):
        file.problem("SPC03", item.span, f"{what} must be a map with `from`, `to`, `factor` and `source`")
        return
    file.known(item, _CONVERSION_KEYS, what)
    for name in _CONVERSION_KEYS[:4]:
        if item.get(name) is None:
            file.problem("SPC03", item.span, f"{what} has no `{name}`")
    factor = file.positive(item.get("factor"), "`factor`")
    ends = []
    for name in ("from", "to"):
        end = item.get(name)
        code = file.text_of(end, f"`{name}`")
        if end is not None and code and code not in by_code:
            near = nearest(code, by_code)
            help = f"did you mean `{near}`?" if near else "add it to `units`"
            file.problem("UNT02", end.span, f"`{code}` is no unit of this file", help)
        elif code:
            ends.append(by_code[code])
    if len(ends) < 2 or factor is None:
        return
    if ends[0].dimension == ends[1].dimension:
        words = f"`{ends[0].code}` and `{ends[1].code}` both measure {ends[0].dimension}: they convert without a factor"
        file.problem("SPC03", item.span, words, "leave this conversion out")
        return
    factors[variable, ends[0].code, ends[1].code] = factor
