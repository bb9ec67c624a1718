"""Cells: what a curator writes between two bars, read as its kind and forms say."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from msccurate.findings import Problem
from msccurate.notation.characters import plain
from msccurate.notation.kinds import KINDS, read_statistic
from msccurate.notation.model import Cell, Part, Reading, Unreadable
from msccurate.notation.tokens import Token, tokens
from msccurate.text import Span

__all__ = ["Cell", "Part", "Reading", "read_cell"]

MISSING = frozenset(
    {
        "-",
        "--",
        "---",
        "nr",
        "n/r",
        "na",
        "n/a",
        "nd",
        "n.d.",
        "not reported",
        "not available",
        "not stated",
        "not done",
        "missing",
    }
)


@lru_cache(maxsize=65536)
def read_cell(text: str, reading: Reading) -> Cell:
    """Read a cell; what cannot be read is in its problems, with offsets in `text`."""
    bare = text.strip()
    if bare == ".":
        return Cell(text, "blank")
    if not bare:
        return _refused(text, Unreadable("the cell is empty", "write `.` for a blank cell"))
    if plain(bare).lower() in MISSING or (reading.kind == "p" and bare.upper() in ("NS", "N.S.")):
        return Cell(text, "missing")
    found = tokens(text, reading.decimal)
    try:
        _refuse_impossible(found)
        lost = _exponent_problems(found)
        if any(problem.kind == "UNT06" for problem in lost):
            return Cell(text, "read", problems=lost)
        cell = read_statistic(text, found, reading) if reading.statistic else KINDS[reading.kind](text, found, reading)
    except Unreadable as error:
        return _refused(text, error)
    return replace(cell, problems=(*lost, *cell.problems)) if lost else cell


def _refused(text: str, error: Unreadable) -> Cell:
    return Cell(text, "unreadable", problems=(Problem(error.kind, Span(0, len(text)), error.words, error.help),))


def _refuse_impossible(found: tuple[Token, ...]) -> None:
    for token in found:
        if token.lexeme and token.lexeme.too_long:
            raise Unreadable(f"`{token.text}` has too many digits", "is a blank or a bar missing?")


def _exponent_problems(found: tuple[Token, ...]) -> tuple[Problem, ...]:
    problems = []
    for token in found:
        place = Span(token.start, token.end)
        if token.lexeme and token.lexeme.lost:
            words = f"`{token.text}` has lost its exponent"
            problems.append(Problem("UNT06", place, words, "no value is made of it; see whether another source has it"))
        elif token.lexeme and token.lexeme.flattened and token.number:
            words = f"`{token.text}` has a flattened exponent: read as {_unflattened(token)}"
            help = "the file lost a superscript; if the document itself prints it so, adjudicate"
            problems.append(Problem("UNT05", place, words, help))
    return tuple(problems)


def _unflattened(token: Token) -> str:
    front, _, tail = plain(token.text).replace("x", "×").replace("X", "×").partition("×")
    return f"{front.strip()} × 10^{tail.replace(' ', '')[2:]}"
