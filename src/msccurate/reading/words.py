"""What is wrong with text that is not YAML, in the words of a curator.

libyaml and the pure-Python loader word the same faults differently; both say what they were scanning, and
where. The rest is read off the text there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from msccurate.findings import Problem
from msccurate.reading.nodes import Scalar
from msccurate.text import Lines, Span

#: Deeper than any spec, shallower than any stack.
DEEPEST = 32

_LONGEST_KEY = 1024
#: Up to what a message repeats of a text.
_LONGEST = 80
_KEY = r"""'[^']*' *|"[^"]*" *|[^\s'"\[{#][^\n]*?"""
_ROW = re.compile(rf"(?P<lead> *(?:- +)*(?:(?:{_KEY}):(?=\s) *)?)(?P<value>[^\r\n]*)")
_INVISIBLE = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_COMMENT = re.compile(r"\S[ \t]+#")


def quoted(piece: str) -> str:
    """A text in single quotes, as YAML wants it; cut where it is too long for a message."""
    return "'" + brief(piece).replace("'", "''") + "'"


def brief(piece: str) -> str:
    """A text, cut where it is too long for a message."""
    return piece if len(piece) <= _LONGEST else piece[: _LONGEST - 1].rstrip() + "…"


def too_deep(span: Span) -> Problem:
    """Brackets or blocks in each other, deeper than is read."""
    words = f"this is nested more than {DEEPEST} levels deep"
    return Problem("SPC01", span, words, "six levels are enough for every file of ours")


def _begun(first: str) -> str:
    shown = "a backtick" if first == "`" else f"`{first}`"
    return f"a text cannot begin with {shown}, which has a meaning of its own in YAML"


def in_plain_words(error: yaml.YAMLError, text: str, scalars: Sequence[Scalar]) -> Problem:
    """The first error of an unreadable file, at its place; `scalars` are those before it."""
    return _Fault(error, text, scalars).problem()


class _Fault:
    """What the parser said, and the line it said it of."""

    def __init__(self, error: yaml.YAMLError, text: str, scalars: Sequence[Scalar]) -> None:
        self.text, self.scalars = text, scalars
        self.said = str(getattr(error, "problem", None) or error)
        self.doing = str(getattr(error, "context", None) or "")
        self.at = self._index(getattr(error, "problem_mark", None), 0)
        self.since = self._index(getattr(error, "context_mark", None), self.at)
        self.lines = Lines(text)
        self.char = text[self.at : self.at + 1]
        self.start, self.line = self._line(self.at)
        self.before = text[self.start : self.at]

    def _index(self, mark: yaml.Mark | None, default: int) -> int:
        return default if mark is None else min(mark.index, len(self.text))

    def _line(self, offset: int) -> tuple[int, str]:
        start = self.text.rfind("\n", 0, offset) + 1
        return start, self.text[start:].split("\n", 1)[0].rstrip("\r")

    def _number(self, offset: int) -> int:
        return self.lines.position(offset).line

    def problem(self) -> Problem:
        said, doing = self.said, self.doing
        if "nesting depth" in said:
            # libyaml 0.2.6 counts too, and may look further ahead than the events it has given.
            return too_deep(Span(self.at, min(self.at + 1, len(self.text))))
        for place in (self.since, self.at):
            start, _ = self._line(place)
            hidden = _INVISIBLE.search(self.text, start, place)
            if hidden:
                words = f"an unseen line break (U+{ord(hidden.group()):04X}) begins a new line for YAML here"
                return self._worded(hidden.start(), words, "delete it, or begin a new line here")
        if "\t" in self.line[: len(self.line) - len(self.line.lstrip())]:
            return self._worded(self.start, "this line is indented with a tab", "indent with blanks")
        if self.char == "\t" and "cannot start any" in said:
            return self._worded(self.at, "a tab stands here, where YAML wants a blank", "write a blank instead")
        if "escape" in said or "hexadecimal" in said or "hexdecimal" in said:
            words = "a backslash between double quotes begins an escape, and this is none"
            at = max(self.text.rfind("\\", 0, self.at + 1), 0)
            return self._worded(at, words, "use single quotes, where a backslash is a backslash")
        if "quoted scalar" in doing:
            return self._open_quote()
        if "directive" in doing + said or "incompatible YAML" in said:
            place = self.since if "directive" in doing else self.at
            line = self._line(place)[1].rstrip()
            words = f"`{brief(line)}` is a directive of YAML, and those are not read"
            help = f"delete the line; or quote its key: {quoted(line.split(':')[0])}"
            return self._worded(place, words, help, place + len(line))
        if any(word in doing for word in ("block scalar", "an alias", "an anchor", "a tag")):
            return self._begins(self.since)
        if any(word in said for word in ("cannot start any", "entries are not", "keys are not", "undefined tag")):
            return self._begins(self.at)
        if "mapping values are not allowed" in said:
            return self._second_colon()
        if "flow mapping" in doing or "flow sequence" in doing or "flow node" in doing:
            return self._in_brackets()
        if "could not find expected ':'" in said:
            return self._no_key()
        return self._misfit()

    def _worded(self, at: int, words: str, help: str = "", end: int = 0) -> Problem:
        at = min(at, max(len(self.text) - 1, 0))
        return Problem("SPC01", Span(at, min(max(end, at + 1), len(self.text))), words, help)

    def _begins(self, at: int) -> Problem:
        """A text that begins with a character that YAML keeps for itself."""
        start, line = self._line(at)
        row = _ROW.match(line)
        value = start + row.start("value") if row else at
        if "{" in self.text[value:at] or "[" in self.text[value:at]:
            # Inside a map or list in brackets, only the piece up to the next comma is to be quoted.
            piece = re.split(r"[,\]}\r\n]", self.text[at:], maxsplit=1)[0].rstrip()
            if not self.text[value:at].endswith(("]", "}", "] ", "} ")):
                words = _begun(self.text[at : at + 1])
                return self._worded(at, words, f"quote it: {quoted(piece)}", at + len(piece))
        value = min(value, at)
        whole = self.text[value : start + len(line)].rstrip()
        first = whole[:1] + " " if whole[:1] in "-?" else whole[:1]
        return self._worded(value, _begun(first), f"quote the whole row: {quoted(whole)}", value + len(whole))

    def _open_quote(self) -> Problem:
        quote = self.text[self.since : self.since + 1]
        words = f"the quote ({quote}) that opens in line {self._number(self.since)} is never closed"
        help = "close it at the end of the text; or, if the quote belongs to the text, write "
        start, line = self._line(self.since)
        piece = line[self.since - start :].rstrip()
        return self._worded(self.since, words, help + quoted(piece))

    def _too_long(self, at: int) -> Problem:
        return self._worded(at, f"this key is longer than {_LONGEST_KEY:,} characters", "shorten it")

    def _second_colon(self) -> Problem:
        row = _ROW.match(self.line)
        value = self.start + row.start("value") if row and row["lead"].strip() else self.at
        if self.at - self.start - (len(self.line) - len(self.line.lstrip())) > _LONGEST_KEY:
            return self._too_long(self.start)
        if value < self.at:
            whole = self.text[value : self.start + len(self.line)].rstrip()
            words = "a second colon with a blank behind it stands in this line"
            help = f"quote it: {quoted(whole)}; or write `>-` after the first colon, and the text below it"
            return self._worded(self.at, words, help)
        above = self._line_above()
        words = f"for YAML the text of line {above} goes on in this line, where no colon can stand"
        help = f"indent it as the lines beside it; or, if it belongs under line {above}, end that with a colon"
        return self._worded(self.start + len(self.line) - len(self.line.lstrip()), words, help)

    def _in_brackets(self) -> Problem:
        if "flow node" in self.doing:
            if self.char == ":":
                return self._worded(self.at, "a key is empty", "write the key before the colon")
            # It names the place where an item was to begin, not the bracket.
            self.since = max(self.text.rfind("[", 0, self.at), self.text.rfind("{", 0, self.at), 0)
        bracket = self.text[self.since : self.since + 1]
        what, close = ("list", "]") if bracket == "[" else ("map", "}")
        same_line = self._number(self.since) == self._number(self.at) and self.at < len(self.text.rstrip())
        if same_line and self.char in "[]{}:'\"":
            if bracket == "[" and " | " in self.line:
                return self._begins(self.since)
            words = f"a text in a {what} between `{bracket}` and `{close}` cannot hold `{self.char}`"
            return self._worded(self.at, words, "quote that text")
        if same_line and self._behind_quote():
            return self._gone_on(in_brackets=True)
        if same_line and self.char == ",":
            return self._worded(self.at, "nothing stands before this comma", "delete it, or write what is missing")
        if same_line:
            words = f"a comma is missing before this in the {what} that opens with `{bracket}`"
            return self._worded(self.at, words, f"write the comma, or close the {what} with `{close}`")
        return self._open_bracket()

    def _open_bracket(self) -> Problem:
        bracket = self.text[self.since]
        what, close = ("list", "]") if bracket == "[" else ("map", "}")
        words = f"the {what} that opens with `{bracket}` in line {self._number(self.since)} is not closed"
        help = f"close it with `{close}`; if it is a text, quote the whole of it"
        return self._worded(self.since, words, help)

    def _no_key(self) -> Problem:
        if self.text[self.since : self.since + 1] in ("[", "{"):
            return self._open_bracket()
        piece = self._line(self.since)[1].strip()
        end = self.since + len(piece)
        if ": " in piece or piece.endswith(":"):
            return self._too_long(self.since)
        if ":" in piece:
            words = "there is no blank behind the colon of this line"
            return self._worded(self.since, words, f"write `{brief(piece.replace(':', ': ', 1))}`", end)
        words = "this line has no colon, so it is no `key: value`"
        help = "write a colon and a blank behind the key; or indent it deeper if the text above goes on in it"
        return self._worded(self.since, words, help, end)

    def _misfit(self) -> Problem:
        """Something stands where the lines above leave no room for it."""
        if self.before.strip():
            return self._behind()
        above = self._line_above()
        if self.char == ":":
            return self._worded(self.at, "a key is empty", "write the key before the colon")
        if "document start" in self.said and above and self.lines.line(above).startswith("..."):
            words = "a second document begins here"
            return self._worded(self.at, words, "one file holds one document: delete the line above")
        text_above = self.lines.line(above) if above else ""
        cut = _COMMENT.search(text_above)
        if cut and len(text_above) - len(text_above.lstrip()) < len(self.before):
            words = f"line {above} ends at its ` #`, which begins a comment, so its text cannot go on here"
            return self._worded(self.at, words, f"quote the whole text, or move the comment of line {above}")
        if self.char == "-":
            words = "a list item stands among keys"
            return self._worded(self.at, words, "give the list a key, and indent its items")
        if "'-' indicator" in self.said or "block collection" in self.doing + self.said:
            words = "this line is no item of the list above it"
            return self._worded(self.at, words, "begin it with `- `, or indent it as the key of the list")
        if self.char in ("]", "}"):
            return self._closes_nothing()
        words = "the indentation of this line fits no line above it"
        return self._worded(self.at, words, "indent it with as many blanks as the lines beside it")

    def _behind(self) -> Problem:
        """Something stands behind a quoted text or a bracket, or a value begins with what closes nothing."""
        row = _ROW.match(self.line)
        value = row["value"] if row else ""
        if self._behind_quote():
            return self._gone_on()
        if self.char in ("]", "}"):
            return self._closes_nothing()
        if value[:1] and value[:1] in "[{,]}*&!":
            return self._begins(self.at)
        words = f"`{brief(self.line[len(self.before) :].strip())}` cannot stand here"
        return self._worded(self.at, words, "quote the whole row")

    def _closes_nothing(self) -> Problem:
        return self._worded(self.at, f"`{self.char}` closes nothing here", "delete it, or quote the whole row")

    def _behind_quote(self) -> bool:
        closed = bool(self.scalars) and self.scalars[-1].style in ("'", '"')
        return closed and self.before.rstrip()[-1:] in ("'", '"')

    def _gone_on(self, in_brackets: bool = False) -> Problem:
        """A quote inside a quoted text has closed it, or the quote was to be closed lines ago."""
        opening = self.scalars[-1].span.start
        opened, here = self._number(opening), self._number(self.at)
        if opened != here:
            words = f"the quote that opens in line {opened} is closed only here, in line {here}"
            return self._worded(self.at - 1, words, f"close it in line {opened}")
        words = "the text goes on behind its closing quote"
        if in_brackets:
            return self._worded(self.at, words, "put the quotes around the whole text")
        whole = self.text[opening : self.start + len(self.line)].rstrip()
        meant = whole[1:-1] if whole[0] == whole[-1] else whole
        return self._worded(self.at, words, f"quote the whole row: {quoted(meant)}")

    def _line_above(self) -> int:
        """The number of the nearest line above that is neither blank nor a comment; 0 where there is none."""
        for number in range(self._number(self.at) - 1, 0, -1):
            line = self.lines.line(number).strip()
            if line and not line.startswith("#"):
                return number
        return 0
