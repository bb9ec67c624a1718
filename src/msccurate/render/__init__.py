"""Report -> text, JSON, Markdown. One module per format, each with `render(report, options) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msccurate.render.options import Options

if TYPE_CHECKING:
    from msccurate.review import Report

#: Format -> module; a suffix of a report's path that is listed here names its format.
FORMATS = {"full": "text", "concise": "concise", "json": "json", "markdown": "markdown"}
SUFFIXES = {".json": "json", ".md": "markdown", ".txt": "full"}


def render(report: Report, format: str, options: Options) -> str:
    """The report in one of FORMATS, as text that ends with a newline. Raises KeyError for another format."""
    module = import_module(f"msccurate.render.{FORMATS[format]}")
    text: str = module.render(report, options)
    return text


__all__ = ["FORMATS", "SUFFIXES", "Options", "render"]
