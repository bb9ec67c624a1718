"""Templates: ours, or those that a project puts in their place."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def text(value: object) -> str:
    """Plain text inside Markdown, on one line: nothing in it is markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def cell(value: object) -> str:
    """Plain text inside a cell of a Markdown table."""
    return text(value)


def code(value: object) -> str:
    """Text as code: backticks are fenced by more of them."""
    line = " ".join(str(value).split())
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fence(value: object) -> str:
    """Lines as a code block that nothing in them can close."""
    ticks = "`" * max(3, *(len(run) + 1 for run in [*re.findall(r"`+", str(value)), ""]))
    return f"{ticks}text\n{value}\n{ticks}"


@lru_cache(maxsize=4)
def environment(root: Path | None) -> Environment:
    """The environment for a project's templates; those in its `curation/templates/` come first, in a sandbox."""
    ours = PackageLoader("msccurate.render", "templates")
    loader = ChoiceLoader([FileSystemLoader(root / "curation" / "templates"), ours]) if root else ours
    made = SandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=_is_html, keep_trailing_newline=True, trim_blocks=False
    )
    made.filters |= {"text": text, "cell": cell, "code": code, "fence": fence}
    return made


def _is_html(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


class TemplateFault(Exception):
    """A template that cannot be rendered; the message names it, and says why."""


def rendered(root: Path | None, name: str, **values: object) -> str:
    """A page made from the template `name`. Raises TemplateFault."""
    try:
        return tidy(environment(root).get_template(name).render(**values))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{name}, line {line}" if line else name
        raise TemplateFault(f"the template {where} cannot be rendered: {error.message}") from None


def tidy(page: str) -> str:
    """No more than one empty line in a row, none at the ends, one line end."""
    return re.sub(r"\n{3,}", "\n\n", page).strip("\n") + "\n"
