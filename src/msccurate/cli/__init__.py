"""The command line: one command, one module."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

#: Module of each command, in the order of the help.
COMMANDS = ("check", "render", "export", "diff", "adjudicate", "explain", "rules", "test", "new", "init", "cache")

app = typer.Typer(
    name="msccurate",
    help="Check extracted numbers against the documents they come from.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
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


for _name in COMMANDS:
    _module = import_module(f"msccurate.cli.{_name}")
    app.command(_name, context_settings=getattr(_module, "SETTINGS", None))(_module.command)


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
