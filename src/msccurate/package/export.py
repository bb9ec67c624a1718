"""What every export is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msccurate.package.metadata import PackageMetadata
from msccurate.tables.parts import Parts
from msccurate.tables.tableschema import SHIPPED, TableSchema

if TYPE_CHECKING:
    from msccurate.review import Report
    from msccurate.tables import Corpus


@dataclass(frozen=True)
class Export:
    """The tables of a reviewed project, and what the project says of its package.

    `corpora` gives its documents, some at a time and in the order of their names, for the formats that are made from
    more than tables. `standard` is the version of the Data Package standard; `open_errors` counts the findings of
    severity error that nobody has settled yet, which a package says of itself.
    """

    tables: Parts
    metadata: PackageMetadata
    report: Report | None = None
    corpora: Callable[[], Iterable[Corpus]] = tuple
    standard: Literal["v1", "v2"] = "v2"
    open_errors: int = 0

    @property
    def schemas(self) -> Mapping[str, TableSchema]:
        return self.tables.schemas

    @property
    def shipped(self) -> tuple[TableSchema, ...]:
        """The schemas of the tables that leave the house, in the order in which they refer to each other."""
        return tuple(self.schemas[name] for name in SHIPPED if name in self.schemas)
