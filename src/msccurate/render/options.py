"""How a report is to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`color`: with ANSI colors; `width`: columns to cut long lines at, 0 for never; `adjudicated`: show adjudicated
    findings in full; `statistics`: add the table of findings per rule; `links`: the file: URL of the project's folder
    if places are to be links to it, else empty; `folder`: where the project lies in its repository, empty for its top:
    what reads a report beside a repository wants paths from there."""

    color: bool = False
    width: int = 0
    adjudicated: bool = False
    statistics: bool = False
    links: str = ""
    folder: str = ""

    def path(self, path: str) -> str:
        """A path of the project, from the top of its repository."""
        return f"{self.folder}/{path}" if self.folder else path
