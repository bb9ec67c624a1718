"""What the terminal that we write to can show."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msccurate.render import Options

#: Terminals that are known to show OSC 8 links, by the variables that they set.
_LINKING = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR")
_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed", "WarpTerminal")
_TERMINALS = ("kitty", "alacritty", "foot", "ghostty", "wezterm", "contour")


class When(StrEnum):
    auto = "auto"
    always = "always"
    never = "never"


ColorOption = Annotated[When, typer.Option("--color", help="When to use colors.")]


def shown(when: When, root: Path, adjudicated: bool = False, statistics: bool = False) -> Options:
    """How to show a report of the project in `root` on stdout: in a pipe nothing is cut, colored or linked."""
    color = colored(when)
    return Options(
        color=color,
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else 0,
        adjudicated=adjudicated,
        statistics=statistics,
        links=root.as_uri() if _linked(color) else "",
        folder=_folder(root),
    )


def colored(when: When) -> bool:
    """Whether colors are wanted on stdout."""
    if when is not When.auto:
        return when is When.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _linked(color: bool) -> bool:
    """FORCE_HYPERLINK says so outright (0 for no); else where the terminal is known to show links."""
    said = os.environ.get("FORCE_HYPERLINK")
    if said:
        return said != "0"
    if not color or not sys.stdout.isatty():
        return False
    version = os.environ.get("VTE_VERSION", "")
    return (
        any(os.environ.get(name) for name in _LINKING)
        or os.environ.get("TERM_PROGRAM") in _PROGRAMS
        or (version.isdigit() and int(version) >= 5000)
        or any(name in os.environ.get("TERM", "") for name in _TERMINALS)
    )


def _folder(root: Path) -> str:
    """Where the project lies in its repository; empty at its top, and where there is none."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return "" if top == root else root.relative_to(top).as_posix()
