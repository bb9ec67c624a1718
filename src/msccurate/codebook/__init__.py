"""What the curators of a review agree on: variables, units, conversions, relations, schedules."""

from msccurate.codebook.bounds import Bound, read_bound
from msccurate.codebook.file import LoadedFile
from msccurate.codebook.load import Loaded, load
from msccurate.codebook.loinc import loinc_check_digit
from msccurate.codebook.model import (
    Codebook,
    Definition,
    Distribution,
    Relation,
    Schedule,
    Terms,
    Tolerance,
    Variable,
)
from msccurate.codebook.units import ConversionError, Scale, Spelled, Unit, Units

__all__ = [
    "Bound",
    "Codebook",
    "ConversionError",
    "Definition",
    "Distribution",
    "Loaded",
    "LoadedFile",
    "Relation",
    "Scale",
    "Schedule",
    "Spelled",
    "Terms",
    "Tolerance",
    "Unit",
    "Units",
    "Variable",
    "load",
    "loinc_check_digit",
    "read_bound",
]
