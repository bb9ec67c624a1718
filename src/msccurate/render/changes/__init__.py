"""Changes between two states -> text, Markdown, JSON: `render(changes, base, options) -> str` in a module each.

`base` is the commit that the older state is of, and the name by which it was asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msccurate.render.options import Options
    from msccurate.review.changes import Changes

#: Format -> its module.
FORMATS = {"text": "text", "markdown": "markdown", "json": "json"}


def render(changes: Changes, format: str, base: tuple[str, str], options: Options) -> str:
    """The changes in one of FORMATS, as text that ends with a newline."""
    text: str = import_module(f"msccurate.render.changes.{FORMATS[format]}").render(changes, base, options)
    return text


__all__ = ["FORMATS", "render"]
