"""Report -> text, JSON, Markdown, HTML, SARIF, … One module per format, each with `render(report, options) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msccurate.render.options import Options

if TYPE_CHECKING:
    from msccurate.review import Report

#: Format -> its module. To add one: the module, and its line here.
FORMATS = {
    "full": "text",
    "concise": "concise",
    "json": "json",
    "markdown": "markdown",
    "html": "html",
    "csv": "csv",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
}

#: End of a report's path -> the format that it names, where it names one only.
SUFFIXES = {
    ".sarif.json": "sarif",
    ".sarif": "sarif",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".csv": "csv",
    ".xml": "junit",
    ".txt": "full",
}


def render(report: Report, format: str, options: Options) -> str:
    """The report in one of FORMATS, as text that ends with a newline. Raises KeyError for another format."""
    module = import_module(f"msccurate.render.{FORMATS[format]}")
    text: str = module.render(report, options)
    return text


__all__ = ["FORMATS", "SUFFIXES", "Options", "render"]
