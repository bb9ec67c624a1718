"""Reading the tolerances of `curation/codebook.yaml`, and what one name may stand for."""

from __future__ import annotations

from collections.abc import Iterator

from msccurate.codebook.bounds import Bound, read_bound
from msccurate.codebook.file import CurationFile
from msccurate.codebook.model import Definition, Tolerance
from msccurate.reading import Mapping, Node, Scalar, Sequence


def read_tolerances(file: CurationFile) -> Iterator[tuple[str, tuple[Tolerance, ...]]]:
    """Name -> what a rule forgives: one map, or a list of maps with a range each."""
    for key, node in file.section("tolerances"):
        file.identifier(key)
        items = node.items if isinstance(node, Sequence) else (node,)
        yield key.text, tuple(one for item in items if (one := _tolerance(file, key, item)) is not None)


def _tolerance(file: CurationFile, key: Scalar, node: Node) -> Tolerance | None:
    what = f"tolerance `{key.text}`"
    if not isinstance(node, Mapping):
        file.problem("SPC03", node.span, f"{what} must be a map", "write for example `{by: 6, source: proposal}`")
        return None
    file.known(node, ("by", "within", "source", "note"), what)
    if node.get("by") is None:
        file.problem("SPC03", key.span, f"{what} has no `by`")
    by = file.positive(node.get("by"), "`by`")
    within = range_of(file, node.get("within"), "`within`")
    source = file.text_of(node.get("source"), "`source`") or "proposal"
    return Tolerance(by, within, source) if by is not None else None


def read_definitions(file: CurationFile, node: Node | None) -> Iterator[Definition]:
    """What documents may define a variable as: id -> its printed forms and the range of its values."""
    for key, value in file.entries(node, "`definitions`"):
        file.identifier(key)
        what = f"definition `{key.text}`"
        if not isinstance(value, Mapping):
            file.problem("SPC03", key.span, f"{what} must be a map", "its keys are printed, range and source")
            continue
        file.known(value, ("printed", "range", "source"), what)
        printed = file.texts(value.get("printed"), "`printed`")
        source = file.text_of(value.get("source"), "`source`") or "proposal"
        bound = range_of(file, value.get("range"), "`range`", source)
        if not printed or bound is None:
            file.problem("SPC03", key.span, f"{what} needs `printed` and `range`")
        else:
            yield Definition(key.text, printed, bound)


def range_of(file: CurationFile, node: Node | None, what: str, source: str = "proposal") -> Bound | None:
    """A range that has no source of its own."""
    text = file.text_of(node, what)
    bound = read_bound(text, source) if text else None
    if text and bound is None and node is not None:
        file.problem("SPC03", node.span, f"{what} is no range (`{text}`)", "write for example `35 to 60`")
    return bound
