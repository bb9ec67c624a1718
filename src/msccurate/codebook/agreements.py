"""Reading the relations, schedules, roles and terms of `curation/codebook.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from msccurate.codebook.file import CurationFile
from msccurate.codebook.model import Relation, Schedule, Terms, Variable
from msccurate.expressions import Tree, parse, words
from msccurate.notation import STATISTICS
from msccurate.reading import Mapping, Scalar
from msccurate.text import nearest

_SCHEDULE = ("count", "every", "from", "to")


def read_relations(file: CurationFile, variables: dict[str, Variable]) -> Iterator[Relation]:
    """The relations whose expression can be read."""
    for key, node in file.section("relations"):
        file.identifier(key)
        expect = node if isinstance(node, Scalar) else node.get("expect") if isinstance(node, Mapping) else None
        note = file.text_of(node.get("note"), "`note`") if isinstance(node, Mapping) else ""
        if isinstance(node, Mapping):
            file.known(node, ("expect", "note"), f"relation `{key.text}`")
        if not isinstance(expect, Scalar):
            help = "write `expect: a <= b`"
            file.problem("SPC03", key.span, f"relation `{key.text}` has no expression", help)
            continue
        tree = read_expression(file, expect, f"relation `{key.text}`", variables)
        if tree is not None:
            yield Relation(key.text, expect.text, tree, note)


def read_expression(file: CurationFile, text: Scalar, what: str, variables: dict[str, Variable]) -> Tree | None:
    """An expression over the codebook's variables; None where it cannot be read."""
    parsed = parse(text.text)
    for one in parsed.problems:
        file.problem(one.kind, text.at(one.span.start, one.span.end), one.words, one.help)
    for leaf in words(parsed.tree) if parsed.tree else ():
        for word in leaf.words:
            if not _known(word, leaf.words, variables):
                place = text.at(leaf.span.start, leaf.span.end)
                file.problem("SPC07", place, f"unknown word `{word}` in {what}", _meant(word, variables))
    return parsed.tree


def read_bands(file: CurationFile, variables: dict[str, Variable]) -> dict[str, Variable]:
    """The variables again, with the expressions that define their levels."""
    found = dict(variables)
    section = file.root.get("variables")
    for entry in section.entries if isinstance(section, Mapping) else ():
        key, variable = entry.key, found.get(entry.key.text)
        bands = entry.value.get("bands") if isinstance(entry.value, Mapping) else None
        if bands is None or variable is None:
            continue
        source, trees = "proposal", {}
        for level, text in file.entries(bands, "`bands`"):
            if level.text == "source":
                source = file.text_of(text, "`source`")
            elif level.text not in variable.levels:
                help = _meant(level.text, variable.levels)
                file.problem("SPC07", level.span, f"`{level.text}` is no level of `{key.text}`", help)
            elif isinstance(text, Scalar):
                tree = read_expression(file, text, f"the bands of `{key.text}`", variables)
                trees.update({level.text: tree} if tree else {})
            else:
                file.problem("SPC03", level.span, f"the band of `{level.text}` must be an expression")
        found[key.text] = replace(variable, bands=trees, bands_source=source)
    return found


def _known(word: str, beside: tuple[str, ...], variables: dict[str, Variable]) -> bool:
    levels = (variables[other].levels for other in beside if other in variables)
    return word in variables or word in STATISTICS or any(word in known for known in levels)


def read_schedules(file: CurationFile, variables: dict[str, Variable]) -> Iterator[Schedule]:
    """The schedules that name a variable for each of their parts."""
    for key, node in file.maps("schedules"):
        file.identifier(key)
        file.known(node, (*_SCHEDULE, "note"), f"schedule `{key.text}`")
        names = [file.needed(key, node, name, f"schedule `{key.text}`") for name in _SCHEDULE]
        for part, name in zip(_SCHEDULE, names, strict=True):
            value = node.get(part)
            if name and name not in variables and value is not None:
                said = f"schedule `{key.text}` names `{name}`, which is no variable"
                file.problem("SPC07", value.span, said, _meant(name, variables))
        kinds = [variables[name].kind for name in names if name in variables]
        if len(kinds) == len(names):
            if kinds != ["number", "number", "date", "date"]:
                said = f"schedule `{key.text}` needs numbers for count and every, dates for from and to"
                file.problem("SPC07", key.span, said)
            else:
                yield Schedule(key.text, *names)


def read_roles(file: CurationFile, variables: dict[str, Variable]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The part in a rule -> the variables that play it."""
    for key, node in file.section("roles"):
        file.identifier(key)
        names = tuple(file.scalars(node, f"role `{key.text}`"))
        for name in names:
            if name.text not in variables:
                said = f"role `{key.text}` names `{name.text}`, which is no variable"
                file.problem("SPC07", name.span, said, _meant(name.text, variables))
        yield key.text, tuple(name.text for name in names if name.text in variables)


def read_terms(file: CurationFile) -> Iterator[Terms]:
    """The sets of terms of which a document should use one only."""
    for key, node in file.maps("terms"):
        file.identifier(key)
        what = f"terms `{key.text}`"
        file.known(node, ("kind", "terms", "note"), what)
        kind = file.one_of(node, "kind", ("exclusive", "confused"))
        if node.get("kind") is None:
            file.problem("SPC03", key.span, f"{what} has no `kind`", "write `kind: exclusive` or `kind: confused`")
        entries = file.entries(node.get("terms"), "`terms`")
        terms = {name.text: file.texts(value, "spellings") for name, value in entries}
        if len(terms) < 2:
            help = "write each term with its spellings: `terms: {a: [a, A1], b: [b]}`"
            file.problem("SPC03", key.span, f"{what} holds fewer than two terms", help)
        yield Terms(key.text, kind, terms, file.text_of(node.get("note"), "`note`"))


def _meant(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else ""
