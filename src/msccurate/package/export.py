"""What every export is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msccurate.package.metadata import PackageMetadata
from msccurate.tables.tableschema import SHIPPED, Rows, TableSchema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msccurate.review import Reviewed


@dataclass(frozen=True)
class Export:
    """The tables of a reviewed project, their schemas, and what the project says of its package.

    `standard` is the version of the Data Package standard; `open_errors` how many findings of severity error nobody
    has settled yet, which a package says of itself.
    """

    tables: Mapping[str, Rows]
    schemas: Mapping[str, TableSchema]
    metadata: PackageMetadata
    reviewed: Reviewed | None = None
    standard: Literal["v1", "v2"] = "v2"
    open_errors: int = 0

    @property
    def shipped(self) -> tuple[TableSchema, ...]:
        """The schemas of the tables that leave the house, in the order in which they refer to each other."""
        return tuple(self.schemas[name] for name in SHIPPED if name in self.schemas)
