"""The command line: one command, one module, which is imported when the command is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

#: Module of each command, in the order of the help.
COMMANDS = ("check", "render", "export", "diff", "adjudicate", "explain", "rules", "test", "new", "init", "cache")

#: What the program and each of its commands have in common.
_SETTINGS: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


class _Commands(Mapping[str, Any]):
    """The commands by name, each made when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def _command(name: str) -> Any:
    module = import_module(f"msccurate.cli.{name}")
    alone = typer.Typer(add_completion=False, **_SETTINGS)
    alone.command(name, context_settings=getattr(module, "SETTINGS", None))(module.command)
    return get_command(alone)


class _Program(TyperGroup):
    """The program, which knows its commands by name only."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("Any", _Commands())


app = typer.Typer(
    name="msccurate",
    cls=_Program,
    help="Check extracted numbers against the documents they come from.",
    no_args_is_help=True,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    **_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"msccurate {version('msccurate')}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Check extracted numbers against the documents they come from."""


def main() -> None:
    """Run the command line; exit status 0 clean, 1 findings, 2 usage, configuration or crash."""
    from msccurate.cli.errors import UsageError

    try:
        app()
    except UsageError as error:
        typer.echo(f"msccurate: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # the reader of our output went away: nothing is left to say, and nothing went wrong here
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("msccurate: stopped", err=True)
        sys.exit(2)
    except Exception as error:
        import os

        if os.environ.get("MSCCURATE_TRACEBACK"):
            raise
        words = f"msccurate: something broke inside the program: {type(error).__name__}: {error}"
        typer.echo(f"{words}\nplease report it; MSCCURATE_TRACEBACK=1 shows where", err=True)
        sys.exit(2)


__all__ = ["app", "main"]
