"""How a cell is to be read: from what it is about and the forms that are declared around it."""

from __future__ import annotations

from functools import lru_cache

from msccurate.codebook import Codebook
from msccurate.notation import Cell, Form, Reading, read_cell
from msccurate.spec import Coordinates, Spec

#: Names that notation and records give the same number.
PART_NAMES = {"of": "denominator"}
EFFECTS = ("HR", "OR", "RR", "RD", "MD", "SMD")


def read(text: str, readings: tuple[Reading, ...]) -> tuple[Cell, Reading]:
    """Read a cell by the first of some readings that fits it."""
    first: tuple[Cell, Reading] | None = None
    for reading in readings:
        cell = read_cell(text, reading)
        if cell.state != "unreadable":
            return cell, reading
        if first is None or any(problem.kind == "SPC10" for problem in cell.problems):
            first = cell, reading
    assert first is not None
    return first


def readings(
    at: Coordinates, codebook: Codebook, spec: Spec, inner: tuple[tuple[Form, ...], ...]
) -> tuple[Reading, ...]:
    """How a cell can be read, by the innermost forms first: row and block (`inner`), comparison, document."""
    comparisons = [spec.comparisons[id] for id in at.comparison.split("+") if id]
    layers = [*inner, *(one.forms for one in comparisons), spec.forms]
    kinds = _kinds(at, codebook, bool(comparisons))
    if comparisons and not at.statistic and all({form.centre for form in one.forms} == {"p"} for one in comparisons):
        kinds = ("p",)  # a column of p values holds nothing else, whatever the document's forms could read
    return _ways(kinds, at.statistic, tuple(layers), spec.decimal)


@lru_cache(maxsize=4096)
def _ways(
    kinds: tuple[str, ...], statistic: str, layers: tuple[tuple[Form, ...], ...], decimal: str
) -> tuple[Reading, ...]:
    """The readings of some kinds: the same ones for most variables of most documents."""
    found = []
    for kind in kinds:
        for outer, layer in enumerate(layers, 1 - len(layers)):
            forms = tuple(form for form in layer if _belongs(form, kind))
            if forms or (kind not in ("p", "effect") and not outer):
                found.append(Reading(kind, statistic, forms, decimal))
    return tuple(found) or (Reading(kinds[-1], statistic, (), decimal),)


def read_size(text: str, spec: Spec) -> Cell:
    """Read how many patients a group has."""
    return read_cell(text, Reading("count", "n", decimal=spec.decimal))


def size_route(group: str) -> str:
    """The route of how many patients a group has."""
    return f"groups.{group}.n"


def _kinds(at: Coordinates, codebook: Codebook, compared: bool) -> tuple[str, ...]:
    if at.statistic == "reference":
        return ("reference",)
    variable = codebook.variables.get(at.variable)
    plain = "number"
    if variable is None or at.level or variable.kind == "yes/no":
        plain = "count"
    elif variable.kind in ("category", "date"):
        plain = variable.kind
    return ("p", "effect", plain) if compared and not at.statistic else (plain,)


def _belongs(form: Form, kind: str) -> bool:
    if kind == "p":
        return form.centre == "p"
    return (form.centre in EFFECTS) == (kind == "effect") and form.centre != "p"
