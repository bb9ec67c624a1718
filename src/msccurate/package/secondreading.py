"""The second reading: frictionless on the package as it was written, before it is moved into its place.

What only a reader of the files can say goes through it: that the descriptor is valid, that each CSV file is read by its
dialect and has the columns of its schema. What the rows say was asked before, of every row, by the schemas that are
compiled from the same descriptors (`tables/partwise.py`); a differential test holds the two together.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msccurate.package.errors import PackageError
from msccurate.tables.secondopinion import LIMIT_ROWS

#: Rows of each table that frictionless reads of a package that has more than it can read in seconds.
SAMPLE = 1_000


def read_again(descriptor: Path, rows: int) -> str:
    """Have frictionless read a package with so many rows, and say how far it read.

    Up to LIMIT_ROWS it reads all: values, keys, digests. Above, it reads the descriptor and the first rows of every
    table; foreign keys are then left out, as each would make it read a whole other table, and so are digests, which
    were computed while the files were written. Raises PackageError for what it rejects.
    """
    import frictionless

    every = rows <= LIMIT_ROWS
    described: dict[str, Any] = json.loads(descriptor.read_bytes())
    if not every:
        for one in described["resources"]:
            del one["hash"], one["bytes"]
            one["schema"].pop("foreignKeys", None)
    # not by its path: where that has brackets or stars, frictionless looks for files of such names
    package = frictionless.Package.from_descriptor(described, basepath=str(descriptor.parent))
    report = package.validate() if every else package.validate(limit_rows=SAMPLE)
    found = [error.message for error in report.errors]
    found += [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
    if found:
        raise PackageError(f"frictionless rejects the package, first of {len(found)}: {found[0]}")
    if every:
        return f"frictionless read the package as written, all {rows:,} rows"
    return (
        f"frictionless read the descriptor and the first {SAMPLE:,} rows of each table, as it takes too long for more"
        f" than {LIMIT_ROWS:,}; all {rows:,} rows fit the schemas of the package"
    )
