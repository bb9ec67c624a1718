"""`msccurate test`: the forensic checks, from the shell."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from inspect import Parameter, cleandoc, signature
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import Struct

from msccurate.cli.errors import UsageError

#: What begins with a hyphen may be a negative number, or a parameter of the check.
SETTINGS = {"ignore_unknown_options": True}

#: Parameters that take several numbers in one word: `2,28`.
SEVERAL = ("df", "scale")

#: Parameters that count people, or what each is asked: without any there are no numbers to test.
SIZES = ("n", "n1", "n2", "items")


def command(
    check: Annotated[str, typer.Argument(metavar="CHECK", help="grim, grimmer, debit, ...; left out: list them.")] = "",
    values: Annotated[
        list[str] | None, typer.Argument(metavar="VALUE", help="The reported numbers, in order or as --name VALUE.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Ask of every row of a CSV file; its header names.")
    ] = None,
) -> None:
    """Ask one forensic check of reported numbers: `msccurate test grim 5.19 --n 28`.

    Numbers are read as printed: trailing zeros count. The exit status is 1 if the numbers are impossible, else 0.
    """
    if not check:
        _list()
        return
    function = _function(check)
    if csv is not None:
        given = _arguments(check, function, values or [], partly=True)
        _answer_table(function, _columns(csv, check, function, given), given)
        return
    if not values:
        typer.echo(f"{_usage(check, function)}\n\n{cleandoc(function.__doc__ or '')}")
        return
    arguments = _arguments(check, function, values)
    _expect_sizes(arguments)
    answer = _ask(function, arguments)
    typer.echo(jsonlib.dumps(plain(answer), ensure_ascii=False) if json else _told(answer))
    if any(one.possible is False for one in (answer if isinstance(answer, tuple) else (answer,))):
        raise typer.Exit(1)


def _expect_sizes(arguments: dict[str, Any]) -> None:
    """Refuse sizes below 1, which are mistyped: rows of a file that have them are not testable instead."""
    from msccurate.forensics.arguments import whole

    given = [(name, arguments[name]) for name in SIZES if name in arguments]
    given += [(f"n of group {place}", group[0]) for place, group in enumerate(arguments.get("groups", ()), 1)]
    for name, value in given:
        try:
            size = whole(value, name)
        except ValueError:
            continue  # the check says it in its own words
        if size is not None and size < 1:
            raise UsageError(f"{name} is {value}: write a whole number of 1 or more")


def _ask(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    try:
        return function(**arguments)
    except (ValueError, TypeError) as error:
        raise UsageError(str(error)) from None


def _told(answer: Any) -> str:
    if isinstance(answer, tuple):
        return "\n".join(str(one) for one in answer) or "no reported test found"
    return str(answer)


def _list() -> None:
    from msccurate import forensics

    for name in forensics.CHECKS:
        function = getattr(forensics, name)
        typer.echo(f"{_usage(name, function)}\n    {cleandoc(function.__doc__ or '').partition(chr(10))[0]}")


def _function(check: str) -> Callable[..., Any]:
    from msccurate import forensics
    from msccurate.text import nearest

    name = check.replace("-", "_")
    if name not in forensics.CHECKS:
        near = nearest(name, forensics.CHECKS)
        hint = f"; did you mean {near}?" if near else f"; there are {', '.join(forensics.CHECKS)}"
        raise UsageError(f"there is no check `{check}`{hint}")
    function: Callable[..., Any] = getattr(forensics, name)
    return function


def _usage(check: str, function: Callable[..., Any]) -> str:
    words = [f"msccurate test {check}"]
    for parameter in signature(function).parameters.values():
        name = parameter.name.upper()
        if parameter.default is Parameter.empty:
            words.append("N,MEAN,SD ..." if parameter.name == "groups" else name)
        elif isinstance(parameter.default, bool):
            words.append(f"[--{parameter.name}]")
        else:
            words.append(f"[--{parameter.name} {name if parameter.default is None else parameter.default}]")
    return " ".join(words)


def _arguments(check: str, function: Callable[..., Any], words: list[str], partly: bool = False) -> dict[str, Any]:
    """The function's arguments from the words of a command line; `partly` allows some to be missing."""
    parameters = signature(function).parameters
    found: dict[str, Any] = {}
    rest: list[str] = []
    queue = list(words)
    while queue:
        word = queue.pop(0)
        if not word.startswith("--"):
            rest.append(word)
            continue
        name, equals, value = word[2:].replace("-", "_").partition("=")
        if name not in parameters:
            raise UsageError(f"{check} has no --{name}: {_usage(check, function)}")
        if isinstance(parameters[name].default, bool):
            found[name] = True
        elif equals or queue:
            found[name] = _value(name, value if equals else queue.pop(0))
        else:
            raise UsageError(f"--{name} needs a value")
    for name, parameter in parameters.items():
        if name in found or not rest:
            continue
        if name == "groups":
            found[name] = tuple(tuple(part.strip() for part in one.split(",")) for one in rest)
            rest = []
        elif not isinstance(parameter.default, bool):
            found[name] = _value(name, rest.pop(0))
    missing = [
        name for name, one in parameters.items() if one.default is Parameter.empty and name not in found and not partly
    ]
    if missing or rest:
        wrong = f"{', '.join(missing)} missing" if missing else f"`{rest[0]}` is one value too many"
        raise UsageError(f"{wrong}: {_usage(check, function)}")
    return found


def _value(name: str, text: str) -> Any:
    if name == "text" and text == "-":
        return sys.stdin.read()
    return tuple(part.strip() for part in text.split(",")) if name in SEVERAL and "," in text else text


def _columns(path: Path, check: str, function: Callable[..., Any], given: dict[str, Any]) -> dict[str, list[Any]]:
    import csv

    parameters = signature(function).parameters
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: {error}") from None
    if not rows:
        raise UsageError(f"{path}: no rows below a header; its columns are {', '.join(parameters)}")
    if "groups" in parameters:
        return {"groups": _groups(path, rows)}
    names = [name for name in parameters if name in rows[0] and name not in given]
    needed = [name for name, one in parameters.items() if one.default is Parameter.empty]
    lacking = [name for name in needed if name not in names and name not in given]
    if lacking:
        raise UsageError(f"{path}: no column {', '.join(lacking)}: {_usage(check, function)}")
    return {name: [row[name] or None for row in rows] for name in names}


def _groups(path: Path, rows: list[dict[str, str]]) -> list[Any]:
    """The columns of groups: n1, mean1, sd1, n2, mean2, sd2, ..."""
    found: list[Any] = []
    for place in count(1):
        names = [f"{what}{place}" for what in ("n", "mean", "sd")]
        if any(name not in rows[0] for name in names):
            break
        found.append(tuple([row[name] or None for row in rows] for name in names))
    if not found:
        raise UsageError(f"{path}: no columns n1, mean1, sd1, n2, mean2, sd2, ...")
    return found


def _answer_table(function: Callable[..., Any], columns: dict[str, list[Any]], given: dict[str, Any]) -> None:
    frame = _ask(function, {**columns, **given})
    typer.echo(frame.write_csv(), nl=False)
    if "possible" in frame.columns and (frame["possible"] == False).any():  # noqa: E712
        raise typer.Exit(1)


def plain(value: Any) -> Any:
    """Results as JSON holds them: records as maps, fractions as numbers, infinite ends as null."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)
