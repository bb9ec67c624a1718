"""Where every route of a document stands in its spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msccurate.reading import Placing, placed
from msccurate.text import Span


class Routes(Mapping[str, Span]):
    """Route -> its span of the spec, worked out when somebody asks for it."""

    def __init__(self, known: Mapping[str, Placing]) -> None:
        self._known = known

    def __getitem__(self, route: str) -> Span:
        return placed(self._known[route])

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, route: object) -> bool:
        return route in self._known
