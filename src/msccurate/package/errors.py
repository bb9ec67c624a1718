"""What can be wrong with an export."""

from __future__ import annotations


class PackageError(Exception):
    """A package that cannot be made or written, worded for the person who asked for it."""
