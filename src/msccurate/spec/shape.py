"""The format of a spec, said once: which keys stand where, and what each may hold.

The loader checks against it, and the JSON Schema for editors is generated from it.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, TEXTS, MAP, EACH, TEXT_OR_MAP, CELLS = "text", "texts", "map", "each", "text or map", "cells"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a map: `holds` is text, a list of texts, a map of fixed keys, a map of ids to such maps (`each`), an
    expression or cells that may also be a map. `values` and `pattern` narrow a text; `words` explain it."""

    name: str
    holds: str
    words: str
    required: bool = False
    shape: tuple[Key, ...] = ()
    values: tuple[str, ...] = ()
    pattern: str = ""
    wants: str = ""


ISO = r"\d{4}(-\d{2}(-\d{2})?)?"
ID = r"[a-z][a-z0-9_]*"

NOTE = Key("note", TEXT, "Free text for readers; nothing is checked in it.")
_DATE = "a date such as 2020-07-11 (it may stop at the month or year)"

PUBLICATION = (
    Key("title", TEXT, "The title as printed.", required=True),
    Key("authors", TEXTS, "The authors as printed, in order."),
    Key("journal", TEXT, "The journal's name."),
    Key("published", TEXT, "Date of publication.", pattern=ISO, wants=_DATE),
    Key("received", TEXT, "Date the journal received it.", pattern=ISO, wants=_DATE),
    Key("accepted", TEXT, "Date the journal accepted it.", pattern=ISO, wants=_DATE),
    Key("doi", TEXT, "The DOI, without https://doi.org/."),
    Key("pmid", TEXT, "The PubMed number."),
    Key("pmcid", TEXT, "The PubMed Central number, such as PMC7402800."),
    Key("registration", TEXT, "The trial registration number."),
    Key("design", TEXT, "The design of the study: case report, case series, randomised trial, ..."),
    NOTE,
)
EXTRACTION = (
    Key("by", TEXT, "Who wrote this spec."),
    Key("date", TEXT, "When it was written.", pattern=ISO, wants=_DATE),
    NOTE,
)
SOURCE = (
    Key("path", TEXT, "Path of the document file from the project root.", required=True),
    Key(
        "sha256",
        TEXT,
        "SHA-256 of the document file.",
        required=True,
        pattern=r"[0-9a-f]{64}",
        wants="the 64 hexadecimal digits that `sha256sum` prints",
    ),
    NOTE,
)
GROUP = (
    Key("n", TEXT, "How many patients: a whole number as printed."),
    Key("label", TEXT, "The group's printed name, as in column heads."),
    Key("quote", TEXT, "Where the document says how many."),
    Key("of", TEXT, "The group that this one is a part of."),
    Key("arm", TEXT, "The trial arm.", values=("experimental", "control")),
    Key("parts", TEXTS, "The groups that together make up this one, each patient in one of them."),
    Key("to", TEXTS, "The groups that all of them are in later, but for those `lost`."),
    Key("lost", TEXTS, "Heads that count who of them was lost, withdrew or was excluded: `[lost, withdrew]`."),
    NOTE,
)
TIMEPOINT = (
    Key("label", TEXT, "The printed name, as in column heads."),
    Key("date", TEXT, "The date, if it is one day.", pattern=ISO, wants=_DATE),
    Key("from", TEXT, "First date of a period.", pattern=ISO, wants=_DATE),
    Key("to", TEXT, "Last date of a period.", pattern=ISO, wants=_DATE),
    Key("time", TEXT, "Time since baseline, such as `28 days`."),
    NOTE,
)
COMPARISON = (
    Key("compare", TEXT, "What is compared, `a vs b`; the last is the reference.", required=True),
    Key("form", TEXT, "How its numbers are printed: `p`, `HR (95% CI)`, `MD (95% CI)`, ..."),
    Key("test", TEXT, "The statistical test, as the document names it."),
    Key("adjusted", TEXT, "What it is adjusted for, or `yes`; `no` for crude numbers."),
    Key("sides", TEXT, "`one` for one-sided tests.", values=("one", "two")),
    Key("correction", TEXT, "The correction of its p values for several tests: `Bonferroni`, ..."),
    Key("margin", TEXT, "The non-inferiority margin, as printed."),
    Key("level", TEXT, "The level of the interval that is held against the margin, as printed: `95%`."),
    NOTE,
)
PLAN = (
    Key("registered", TEXT, "Date of registration.", pattern=ISO, wants=_DATE),
    Key("registered_n", TEXT, "How many patients were planned, as registered."),
    Key("block", TEXT, "Size of the largest block of the randomisation.", pattern=r"\d+", wants="a whole number"),
    Key("strata", TEXT, "Number of strata of the randomisation; without it 1.", pattern=r"\d+", wants="a whole number"),
    Key(
        "allocation",
        TEXT,
        "Ratio of the arms, the experimental one first; without it 1:1.",
        pattern=r"[1-9]\d?:[1-9]\d?",
        wants="a ratio such as `2:1`",
    ),
    NOTE,
)
ROW = (
    Key("cells", TEXT, "The cells, separated by ` | `.", required=True),
    Key("label", TEXT, "The row's printed name, where the codebook does not know it."),
    Key("form", TEXT, "How this row's numbers are printed."),
    NOTE,
)
BLOCK = (
    Key("label", TEXT, "The printed label of a table or figure, such as `Table 1`."),
    Key("quote", TEXT, "The words of the running text that hold the numbers."),
    Key("source", TEXT, "Which of the sources; the first is the default."),
    Key("about", TEXT, "A head that holds for all cells of the block."),
    Key("columns", TEXT, "The heads of the columns, separated by ` | `."),
    Key("form", TEXT, "How this block's numbers are printed."),
    Key("digitised", TEXT, "`yes` for numbers read off a graph.", values=("yes", "no")),
    Key("rows", CELLS, "Head of each row: its cells.", shape=ROW),
    NOTE,
)
CLAIM = (
    Key("expect", TEXT, "What must hold, as an expression.", required=True),
    Key("quote", TEXT, "The words in which the authors say so."),
    Key("about", TEXT, "A head that holds for the whole claim."),
    NOTE,
)
SPEC = (
    Key("msccurate", TEXT, "Version of the format.", required=True, values=("1",)),
    Key("publication", MAP, "What was published.", required=True, shape=PUBLICATION),
    Key("extraction", MAP, "Who extracted it, and when.", required=True, shape=EXTRACTION),
    Key("sources", EACH, "The document's files; the first is the default.", required=True, shape=SOURCE),
    Key("plan", MAP, "How the study was planned.", shape=PLAN),
    Key("groups", EACH, "Groups of patients; the first is the default.", required=True, shape=GROUP),
    Key("timepoints", EACH, "Points in time, in their order.", shape=TIMEPOINT),
    Key("comparisons", EACH, "Comparisons of groups or times.", shape=COMPARISON),
    Key("decimal", TEXT, "The document's decimal sign, where it is not a full stop.", values=(",", "·", ".")),
    Key("form", TEXT, "How the document prints its numbers: `mean ± SD | median (IQR)`."),
    Key("data", EACH, "Blocks of numbers, in the document's order.", required=True, shape=BLOCK),
    Key("claims", TEXT_OR_MAP, "What must hold, and what the authors say.", shape=CLAIM),
    Key("eligibility", TEXT_OR_MAP, "Whom the study included, as expressions: `age >= 18`.", shape=CLAIM),
    NOTE,
)
