"""msccurate: a compiler for evidence extraction.

The public names: `check` a project folder and get a `Report` of `Finding`s; `load` a project without checking it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msccurate.findings import Finding
    from msccurate.review import Report
    from msccurate.tables import Project

__all__ = ["Finding", "Report", "check", "forensics", "load"]


def load(root: Path | str) -> Project:
    """Load the project in a folder: its codebook and documents. What cannot be read is in their problems."""
    from msccurate.tables import load_project

    return load_project(Path(root).resolve())


def check(root: Path | str) -> Report:
    """Check the project in a folder with all rules."""
    from msccurate.review import review

    return review(load(root)).report


def __getattr__(name: str) -> object:
    if name == "forensics":
        from importlib import import_module

        return import_module("msccurate.forensics")
    if name == "Finding":
        from msccurate.findings import Finding

        return Finding
    if name == "Report":
        from msccurate.review import Report

        return Report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
