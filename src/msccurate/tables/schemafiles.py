"""Table Schema files: the project's own, and those that msccurate brings along."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from msccurate.tables.schemareading import read_schema
from msccurate.tables.tableschema import TABLES, TableSchema
from msccurate.text import nearest

FOLDER = "curation/schemas"
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """Something wrong with a schema file, worded."""

    path: str
    words: str


class Schemas(Mapping[str, TableSchema]):
    """The schemas of all tables, by name.

    Where a project has no file for a table, or one with `problems`, the schema that msccurate brings along is used.
    """

    def __init__(self, tables: Mapping[str, TableSchema], problems: tuple[SchemaProblem, ...] = ()) -> None:
        self._tables = dict(tables)
        self.problems = problems

    def __getitem__(self, name: str) -> TableSchema:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def load_schemas(root: Path) -> Schemas:
    """The table schemas of a project; never raises: what is wrong with a file is in the problems."""
    folder = root / FOLDER
    tables: dict[str, TableSchema] = {}
    problems: list[SchemaProblem] = []
    for name in TABLES:
        own = folder / f"{name}.json"
        schema, wrong = _cached(own) if own.is_file() else (None, ())
        problems += [SchemaProblem(f"{FOLDER}/{name}.json", words) for words in wrong]
        if schema is None or wrong:
            schema, _ = _cached(shipped_folder() / f"{name}.json")
        if schema is not None:
            tables[name] = schema
    if folder.is_dir():
        for path in sorted(folder.glob("*.json")):
            if path.stem not in TABLES:
                near = nearest(path.stem, TABLES)
                hint = f"did you mean `{near}.json`?" if near else "tables are " + ", ".join(TABLES)
                problems.append(SchemaProblem(f"{FOLDER}/{path.name}", f"no table is called `{path.stem}`: {hint}"))
    return Schemas(tables, tuple(problems))


def shipped_folder() -> Path:
    """Where the schemas lie that msccurate brings along: in the installed package, or in its repository."""
    installed = Path(__file__).parents[1] / "starter" / "schemas"
    return installed if installed.is_dir() else Path(__file__).parents[3] / FOLDER


def _cached(path: Path) -> tuple[TableSchema | None, tuple[str, ...]]:
    try:
        state = path.stat()
    except OSError as error:
        return None, (f"the file cannot be read: {error.strerror or error}",)
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, size: int) -> tuple[TableSchema | None, tuple[str, ...]]:
    if size > LARGEST_FILE:
        return None, (f"the file is larger than {LARGEST_FILE} bytes, which no table schema is",)
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        return None, (f"line {error.lineno}, column {error.colno}: this is not valid JSON: {error.msg.lower()}",)
    except (OSError, UnicodeDecodeError, RecursionError, ValueError) as error:
        return None, (str(error) or "the file cannot be read",)
    problems: list[str] = []
    schema = read_schema(path.stem, descriptor, problems)
    return schema, tuple(problems)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError(f"the key `{key}` stands twice in one map; keep one of them")
        seen[key] = value
    return seen
