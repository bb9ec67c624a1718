"""A made-up study written down: the spec as a curator writes it, and the text of its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import fill

import numpy as np

from tests.benchmarks.world.names import references
from tests.benchmarks.world.study import Block, Row, Study

#: What plain YAML would read otherwise, at the start of a scalar or inside it.
_QUOTED = re.compile(r"^[\s>|\[\]*&!%@`{}\"'#,?:-]|: | #|:$")


def scalar(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if _QUOTED.search(text) or not text else text


def spec(study: Study, source: str, digest: str) -> str:
    """The spec of a study whose document is the file `source` with this checksum."""
    return "\n".join(_spec(study, source, digest)) + "\n"


def _spec(study: Study, source: str, digest: str) -> Iterator[str]:
    yield "msccurate: 1"
    yield "publication:"
    yield f"  title: {scalar(study.title)}"
    yield f"  authors: [{', '.join(study.authors)}]"
    yield f"  journal: {study.journal}"
    yield f"  published: {study.published}"
    yield f"  doi: {study.doi}"
    for key, text in study.publication.items():
        yield f"  {key}: {text}"
    yield "extraction: {by: curator-a, date: 2026-11-24}"
    yield f"sources: {{article: {{path: {source}, sha256: {digest}}}}}"
    yield "groups:"
    for group in study.groups:
        yield f"  {group.id}:"
        keys = [("n", group.n), *group.keys, ("label", group.label), ("quote", group.quote)]
        yield from (f"    {key}: {scalar(text)}" for key, text in keys if text)
    for section, entries in (("timepoints", study.timepoints), ("comparisons", study.comparisons)):
        if entries:
            yield f"{section}:"
            yield from (f"  {id}: {{{text}}}" for id, text in entries)
    if study.form:
        yield f"form: {study.form}"
    yield "data:"
    for block in study.blocks:
        yield from _block(block)
    if study.claims:
        yield "claims:"
        for claim in study.claims:
            yield f"  {claim.id}:"
            if claim.quote:
                yield f"    quote: {scalar(claim.quote)}"
            yield f"    expect: {claim.expect}"


def _block(block: Block) -> Iterator[str]:
    yield f"  {block.id}:"
    yield f"    label: {block.label}" if block.label else f"    quote: {scalar(block.quote)}"
    for key, text in (("about", block.about), ("form", block.form), ("note", block.note)):
        if text:
            yield f"    {key}: {scalar(text)}"
    if block.columns:
        yield f"    columns: {scalar(' | '.join(column.text for column in block.columns))}"
    if block.rows:
        yield "    rows:"
    for row in block.rows:
        cells = scalar(" | ".join(row.cells))
        if not row.form and not row.labelled:
            yield f"      {row.head.text}: {cells}"
            continue
        yield f"      {row.head.text}:"
        yield f"        cells: {cells}"
        if row.labelled:
            yield f"        label: {scalar(row.head.printed)}"
        if row.form:
            yield f"        form: {row.form}"


def source(study: Study, seed: int) -> str:
    """The text of a study's document; the seed decides its line lengths, page heads and references."""
    random = np.random.default_rng(seed)
    width = int(random.choice([0, 78, 92, 110]))
    tables = [block for block in study.blocks if block.label]
    sentences = [block.quote for block in study.blocks if block.quote]
    said = " ".join(sentences)
    sentences += [claim.quote for claim in study.claims if claim.quote and claim.quote not in said]
    said = " ".join(sentences)
    groups = [group.quote for group in study.groups if group.quote and group.quote not in said]
    printed = " ".join(table.caption + " ".join(head.printed for head in table.columns) for table in tables)
    groups = [quote for quote in dict.fromkeys(groups) if quote not in printed]
    paragraphs = [study.title, ", ".join(study.authors), "Methods", *(_filled(study.methods, width))]
    paragraphs.append("Results")
    paragraphs += _filled([f"{quote}." for quote in groups], width)
    paragraphs += _filled(_grouped(sentences, int(random.integers(2, 5))), width)
    if random.random() < 0.15:
        page = int(random.integers(2, 9))
        paragraphs.insert(
            len(paragraphs) - 1, f"{study.authors[0].split()[0]} et al. {study.journal} Page {page} of 12"
        )
    for table in tables:
        paragraphs.append("\n".join(_table(table)))
        if table.foot:
            paragraphs.append(table.foot)
    paragraphs += ["References", "\n".join(references(random))]
    return "\n\n".join(paragraphs) + "\n"


def _grouped(sentences: list[str], size: int) -> Iterator[str]:
    for start in range(0, len(sentences), size):
        yield " ".join(one if one.endswith(".") else f"{one}." for one in sentences[start : start + size])


def _filled(paragraphs: Iterable[str], width: int) -> list[str]:
    if not width:
        return list(paragraphs)
    return [fill(one, width, break_long_words=False, break_on_hyphens=False) for one in paragraphs]


def _table(table: Block) -> Iterator[str]:
    yield f"{table.label} {table.caption}"
    if table.layout == "spaces":
        if table.columns:
            yield " ".join(column.printed for column in table.columns)
        yield from (" ".join((row.head.printed, *_shown(row))) for row in table.rows)
        return
    yield "\t".join((table.corner, *(column.printed for column in table.columns or ())))
    yield from ("\t".join((row.head.printed, *_shown(row))) for row in table.rows)


def _shown(row: Row) -> list[str]:
    return ["" if cell == "." else cell for cell in row.cells]
