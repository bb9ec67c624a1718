"""Templates: ours, or those that a project puts in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

_QUOTED = re.compile(r"`([^`]+)`")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def text(value: object) -> str:
    """Plain text inside Markdown, on one line: nothing in it is markup."""
    return _escaped(str(value)).strip()


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", value))


def cell(value: object) -> str:
    """Plain text inside a cell of a Markdown table."""
    return text(value)


def code(value: object) -> str:
    """Text as code: backticks are fenced by more of them."""
    line = " ".join(str(value).split())
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def prose(value: object) -> str:
    """A sentence of ours on one line of Markdown, of a table too: what it quotes in backticks is code.

    A quotation with a bar, which would end a cell of a table, stays text.
    """
    parts = _QUOTED.split(str(value))
    return "".join(
        code(part) if at % 2 and "|" not in part else _escaped(f"`{part}`" if at % 2 else part)
        for at, part in enumerate(parts)
    ).strip()


def html_prose(value: object) -> Markup:
    """The same as HTML, escaped."""
    parts = _QUOTED.split(str(value))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)
    )


def fence(value: object) -> str:
    """Lines as a code block that nothing in them can close."""
    ticks = "`" * max(3, *(len(run) + 1 for run in [*re.findall(r"`+", str(value)), ""]))
    return f"{ticks}text\n{value}\n{ticks}"


def own(folder: Path) -> Path | None:
    """The folder if a project has templates of its own in it."""
    return folder if any(folder.rglob("*.j2")) else None


def templates(own: Path | None, ours: PackageLoader, **how: Any) -> Environment:
    """An environment of our templates; those in a project's own folder come first, and then all run in the sandbox."""
    if own is None:
        return Environment(loader=ours, undefined=StrictUndefined, **how)
    loader = ChoiceLoader([FileSystemLoader(own), ours])
    return SandboxedEnvironment(loader=loader, undefined=StrictUndefined, **how)


@lru_cache(maxsize=4)
def environment(own: Path | None) -> Environment:
    """The environment for pages in Markdown and single ones in HTML."""
    made = templates(
        own, PackageLoader("msccurate.render", "templates"), autoescape=_is_html, keep_trailing_newline=True
    )
    made.filters |= {"text": text, "cell": cell, "code": code, "fence": fence, "prose": prose, "html_prose": html_prose}
    return made


def _is_html(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


class TemplateFault(Exception):
    """A template that cannot be rendered; the message names it, and says why."""


def rendered(root: Path | None, name: str, **values: object) -> str:
    """A page made from a template, the project's own in `curation/templates/` if it is there. Raises TemplateFault."""
    return tidy(filled(environment(own(root / "curation" / "templates") if root else None), name, values))


def filled(environment: Environment, name: str, values: Mapping[str, Any], folder: str = "") -> str:
    """A template with values put in, byte for byte; `folder` says in a fault where it is. Raises TemplateFault."""
    try:
        return environment.get_template(name).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{folder}{name}, line {line}" if line else f"{folder}{name}"
        raise TemplateFault(f"the template {where} cannot be rendered: {error.message}") from None


def tidy(page: str) -> str:
    """No more than one empty line in a row, none at the ends, one line end."""
    return re.sub(r"\n{3,}", "\n\n", page).strip("\n") + "\n"
