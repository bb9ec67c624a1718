"""SRC08: a source file that lost a part of its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import Source
from msccurate.sources.regions import captions
from msccurate.text import Span, folds_to

if TYPE_CHECKING:
    from msccurate.tables import Document

_PROSE = ("abstract", "introduction", "methods", "results", "case", "discussion", "other")
#: Words with which no English sentence ends; `Nakano A` is an author.
_OPEN = re.compile(
    r"(?<![\w-])(?:the|a|an|of|and|or|with|from|into|that|which|whose|were|was|is|are|their|our|its|than|between|"
    r"as|because|although|while|whereas|including)\Z"
)
#: A subject that must be followed by its verb, and the beginning of another sentence instead; a search runs ahead by
#: its first letters.
_SPLICED = re.compile(
    r"[WTIHS](?<=[.!?\])]\s.)(?:(?<=W)e|(?<=T)hey|(?<=I)t|(?<=H)e|(?<=S)he)\s+(?:We|Our|The|This|These|Those|They|It|In|However|Moreover|Furthermore|"
    r"Here|During|Although|Patients|Table|Figure)\s+[a-z]+"
)
#: The least words of a passage that is taken for a sentence (proposal).
_LEAST_WORDS = 8
#: The most words of a caption (proposal).
_MOST_WORDS = 40


@rule("SRC08", "source-truncated", Severity.WARNING)
def source_truncated(document: Document) -> Iterator[Draft]:
    """The text of a source is whole: no sentence is cut, and behind the caption of a table stands the table.

    Why it matters: what a rendering of a document lost cannot be extracted, and nobody misses it: the results section
    of a paper may be a single `We`.

    Maths: three sure signs. A paragraph ends with a word that ends no sentence (`of`, `were`) and a heading or the end
    of the file follows; a subject is followed by the beginning of another sentence (`We Our experience`); a caption
    `Table 1 …` has neither rows nor numbers behind it, anywhere in the file.

    What to do: get a better rendering and make it a source; else adjudicate.

    ## Example

    ```text
    Groups were compared with t tests. We Our experience showed that this therapy is safe.
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}  # SRC08
    data: {}
    ```

    ## Corrected

    ```text
    Groups were compared with t tests. We treated 31 patients. Our experience showed that this therapy is safe.
    ```

    ```yaml
    data: {}
    ```
    """
    for source in document.sources.values():
        for span in (*_spliced(source), *_cut(source)):
            yield _draft(source, span, "a sentence is cut here", "the sentence stops here")
        for label, span in _bare_captions(source):
            yield _draft(source, span, f"{label} is missing: its caption has no table behind it", "the caption")


def _draft(source: Source, span: Span, message: str, words: str) -> Draft:
    shown = " ".join(span.of(source.text).split())
    return found(
        Label(f"sources.{source.id}", words, shown, source=Place(source.path, span)),
        f"{message}: `{shown[-80:]}`",
        help="use a complete rendering of the document; if there is none, adjudicate",
        differs=False,
    )


def _spliced(source: Source) -> Iterator[Span]:
    back = min((one.span.start for one in source.passages if one.section in ("references", "back")), default=None)
    for match in _SPLICED.finditer(source.text, 0, len(source.text) if back is None else back):
        yield Span(*match.span())


def _cut(source: Source) -> Iterator[Span]:
    """Ends of passages that are the end of no sentence, and that no later passage goes on with."""
    passages = source.passages
    for index, one in enumerate(passages):
        text = one.span.of(source.text).rstrip(" \t\r\n*_")
        if one.section not in _PROSE or len(text.split()) < _LEAST_WORDS or _is_heading(text):
            continue
        if not _OPEN.search(text) or "\t" in text:
            continue
        rest = (other for other in passages[index + 1 :] if other.section not in ("caption", "table", "footnote"))
        following = next(rest, None)
        if following is None or _is_heading(following.span.of(source.text)):
            yield Span(one.span.start + max(len(text) - 80, 0), one.span.start + len(text))


def _is_heading(text: str) -> bool:
    bare = text.strip()
    return bare.startswith("#") or (
        len(bare) < 40
        and re.match(
            r"(?:Introduction|Methods|Results|Discussion|Conclusions?|References|Acknowledge?ments?|Funding)\b", bare
        )
        is not None
    )


def _bare_captions(source: Source) -> Iterator[tuple[str, Span]]:
    """Captions of tables that nothing follows, wherever the label stands."""
    known = captions(source.text)
    stretches: dict[str, list[Span]] = {}
    for index, (start, label) in enumerate(known):
        end = known[index + 1][0] if index + 1 < len(known) else len(source.text)
        if folds_to(label).startswith("table"):
            stretches.setdefault(label, []).append(Span(start, end))
    for label, spans in stretches.items():
        if all(_is_bare(span.of(source.text)[len(label) :]) for span in spans):
            line = source.text.find("\n", spans[0].start)
            yield label, Span(spans[0].start, line if 0 <= line < spans[0].end else spans[0].end)


def _is_bare(behind: str) -> bool:
    """Whether what stands behind a label is a caption alone: one paragraph of words, and then nothing or a heading."""
    paragraphs = [one for one in re.split(r"\n\s*\n", behind.strip()) if one.strip()]
    if not paragraphs or "\t" in behind or "|" in paragraphs[0].strip(" |"):
        return False
    first, *rest = paragraphs
    if rest and not _is_heading(rest[0]):
        return False
    lines = first.split("\n")
    wrapped = all(line.lstrip()[:1].islower() for line in lines[1:])
    return wrapped and len(first.split()) <= _MOST_WORDS and not re.search(r"\d", first)
