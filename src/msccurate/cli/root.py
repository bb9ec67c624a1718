"""Finding the project that a command is about, and its configuration."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from msccurate.cli.errors import UsageError
from msccurate.text import nearest

RootOption = Annotated[
    Path | None, typer.Option("--root", metavar="FOLDER", help="The project's folder (default: searched upwards).")
]

CONFIGURATION = ("fail-on", "select", "ignore", "coverage")


@dataclass(frozen=True, slots=True)
class Configuration:
    """`[tool.msccurate]` of the project's pyproject.toml."""

    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    coverage: float = 100


def find_root(given: Path | None) -> Path:
    """The project root: the given one, or the nearest folder upwards that is one. Raises UsageError."""
    if given is not None:
        if not given.is_dir():
            raise UsageError(f"--root {given}: there is no such folder")
        if not (given / "specs").is_dir() and not _configured(given):
            raise UsageError(f"--root {given}: no msccurate project here; `msccurate init` makes one")
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _configured(folder) or ((folder / "specs").is_dir() and (folder / "curation").is_dir()):
            return folder
    raise UsageError("no project here or above: change to its folder, or make one with `msccurate init`")


def _configured(folder: Path) -> bool:
    return "msccurate" in _tool(folder)


def _tool(folder: Path) -> dict[str, Any]:
    path = folder / "pyproject.toml"
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            tool = tomllib.load(file).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    return tool if isinstance(tool, dict) else {}


def configuration(root: Path) -> Configuration:
    """The project's configuration. Raises UsageError for keys and values that are not known."""
    table = _tool(root).get("msccurate", {})
    for key in table:
        if key not in CONFIGURATION:
            near = nearest(key, CONFIGURATION)
            hint = f"did you mean `{near}`?" if near else f"known are {', '.join(CONFIGURATION)}"
            raise UsageError(f"pyproject.toml: unknown key `{key}` in [tool.msccurate]: {hint}")
    coverage = table.get("coverage", 100)
    if isinstance(coverage, bool) or not isinstance(coverage, int | float) or not 0 <= coverage <= 100:
        raise UsageError(f"pyproject.toml: coverage is `{coverage}`; write a percentage, such as coverage = 100")
    return Configuration(
        str(table.get("fail-on", "error")),
        tuple(str(one) for one in table.get("select", ())),
        tuple(str(one) for one in table.get("ignore", ())),
        coverage,
    )
