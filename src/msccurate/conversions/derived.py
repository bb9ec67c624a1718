"""A value that no document prints: derived from those that one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class NotConvertible(ValueError):
    """A conversion that would mislead, or that its inputs do not allow; the reason is for the reader of the data."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived value with its trail: the method's name, the inputs in order, the formula, and who published it."""

    value: float
    method: str
    inputs: tuple[tuple[str, float], ...]
    formula: str
    source: str

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        given = ", ".join(f"{name} = {value:g}" for name, value in self.inputs)
        return f"{self.method}: {self.formula}, with {given} ({self.source})"


def derived(value: float, method: str, inputs: Mapping[str, float], formula: str, source: str) -> Derived:
    """The derived value of `inputs`, named in the order of the formula."""
    return Derived(float(value), method, tuple((name, float(one)) for name, one in inputs.items()), formula, source)


def require(holds: bool, reason: str) -> None:
    """Raises NotConvertible with the reason where something that a conversion rests on does not hold."""
    if not holds:
        raise NotConvertible(reason)
