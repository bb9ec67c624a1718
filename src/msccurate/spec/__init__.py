"""Extraction specs: marked nodes -> spec model."""

from msccurate.spec.coordinates import Coordinates
from msccurate.spec.load import load
from msccurate.spec.model import Block, CellText, Claim, Comparison, Group, HeadText, Row, Spec, Timepoint
from msccurate.spec.vocabulary import Vocabulary

__all__ = [
    "Block",
    "CellText",
    "Claim",
    "Comparison",
    "Coordinates",
    "Group",
    "HeadText",
    "Row",
    "Spec",
    "Timepoint",
    "Vocabulary",
    "load",
]
