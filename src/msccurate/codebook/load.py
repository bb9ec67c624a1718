"""Reading `curation/codebook.yaml` and `curation/units.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from msccurate.codebook.agreements import read_bands, read_relations, read_roles, read_schedules, read_terms
from msccurate.codebook.file import CurationFile, LoadedFile
from msccurate.codebook.measures import SECTIONS, read_units
from msccurate.codebook.model import Codebook
from msccurate.codebook.tolerances import read_tolerances
from msccurate.codebook.units import Units
from msccurate.codebook.variables import read_variables
from msccurate.text import nearest

_SECTIONS = ("variables", "relations", "schedules", "roles", "tolerances", "terms")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project's codebook and units, and the files that they were read from, with their problems."""

    codebook: Codebook
    units: Units
    files: tuple[LoadedFile, ...]


def load(root: Path) -> Loaded:
    """Read codebook and units; never raises: what is wrong is in the files' problems."""
    units_file = CurationFile(root, "curation/units.yaml", SECTIONS)
    units = read_units(units_file)
    book_file = CurationFile(root, "curation/codebook.yaml", _SECTIONS)
    variables = read_bands(book_file, read_variables(book_file, units))
    codebook = Codebook(
        variables,
        {one.id: one for one in read_relations(book_file, variables)},
        {one.id: one for one in read_schedules(book_file, variables)},
        tuple(read_terms(book_file)),
        dict(read_roles(book_file, variables)),
        dict(read_tolerances(book_file)),
    )
    _check_conversions(units_file, codebook)
    return Loaded(codebook, units, (book_file.loaded(), units_file.loaded()))


def _check_conversions(file: CurationFile, codebook: Codebook) -> None:
    """Report factors of an analyte that looks misspelt; one that a small codebook does not have does no harm."""
    for key, _ in file.entries(file.root.get("conversions"), "`conversions`"):
        near = nearest(key.text, codebook.variables, 0.85)
        if near and key.text not in codebook.variables:
            words = f"conversions of `{key.text}`, which is no variable of the codebook"
            file.problem("SPC07", key.span, words, f"did you mean `{near}`?")
