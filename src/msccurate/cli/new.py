"""`msccurate new`: start a spec."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.root import RootOption, find_root

TEMPLATE = """\
# yaml-language-server: $schema=../curation/spec.schema.json
msccurate: 1

publication:
  title: {title}

extraction: {{by: {by}}}

sources:
  article: {{path: {path}, sha256: {digest}}}

groups:
  all: {{label: all patients}}          # add n, and the quote that says so

data:

  # One block per table or sentence, in the document's order. For example:
  #
  # demographics:
  #   quote: The median age was 70 years (IQR, 61–71 years); 25 patients (80.6%) were male.
  #   form: median (IQR)
  #   rows:
  #     age (years): 70 (61–71)
  #     sex male: 25 (80.6%)

  start:
    quote: {title}
    note: a placeholder, to be replaced
"""


def command(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of the new document, such as doe2021.")],
    source: Annotated[Path, typer.Option("--source", metavar="FILE", help="The document's text, inside the project.")],
    by: Annotated[str, typer.Option("--by", help="Who extracts.")] = "curator-a",
    root: RootOption = None,
) -> None:
    """Start a spec: specs/DOCUMENT.yaml with its source and placeholders."""
    from msccurate.cli.write import write

    folder = find_root(root)
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_-]*)?", document):
        raise UsageError(f"`{document}` cannot be a document's id: use small letters, digits and `_`, a letter first")
    spec = folder / "specs" / f"{document}.yaml"
    if spec.exists():
        raise UsageError(f"{spec.relative_to(folder)} exists already")
    path = _inside(source, folder)
    data = (folder / path).read_bytes()
    try:
        title = _title(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text: convert it first") from None
    write(spec, TEMPLATE.format(title=title, by=by, path=path, digest=sha256(data).hexdigest()))
    typer.echo(f"specs/{document}.yaml")
    typer.echo("fill it in, then run `msccurate check`", err=True)


def _inside(source: Path, root: Path) -> str:
    for candidate in (source, root / source):
        if candidate.is_file():
            resolved = candidate.resolve()
            if not resolved.is_relative_to(root):
                raise UsageError(f"{source} lies outside of the project: copy it into {root.name}/seeds/ first")
            return resolved.relative_to(root).as_posix()
    raise UsageError(f"--source {source}: there is no such file")


def _title(text: str) -> str:
    """The first line of words, as a text that YAML takes as it is."""
    lines = (re.sub(r"<[^<>]*>|[*_#]+", "", line).strip() for line in text.splitlines())
    line = next((line for line in lines if len(line.split()) > 2), "the title as printed")
    return "'" + line[:300].replace("'", "''") + "'"
