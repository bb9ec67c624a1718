"""Forms: how a document says that it prints its numbers, such as `mean ± SD | median (IQR)`."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from msccurate.findings import Problem
from msccurate.notation.head import split_bars
from msccurate.text import nearest

CENTRES = ("mean", "median", "HR", "OR", "RR", "RD", "MD", "SMD", "p")
SPREADS = ("SD", "SE", "IQR", "range", "90% CI", "95% CI", "99% CI")
_SPELLINGS = {"sem": "SE", "s.d.": "SD", "s.e.": "SE", "ci": "95% CI", "q1-q3": "IQR", "min-max": "range"}

_FORM = re.compile(
    r"(?P<centre>[A-Za-z]+)\s*(?:(?P<plus>±|\+/-)\s*(?P<after>[^()\[\]]+)"
    r"|\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\])?$"
)


class Form(Struct, frozen=True, cache_hash=True):
    """A centre and a spread: `bracket` is `±`, `(`, `[` or empty; `level` is that of a confidence interval."""

    centre: str
    spread: str = ""
    bracket: str = ""
    level: float = 95
    text: str = ""


class Forms(Struct, frozen=True):
    forms: tuple[Form, ...]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1024)
def read_forms(text: str) -> Forms:
    """The forms of a `form:` text; what cannot be read is a problem SPC10 at its place."""
    forms, problems = [], []
    for piece in split_bars(text):
        form = _form(piece.text)
        if isinstance(form, Form):
            forms.append(form)
        else:
            problems.append(Problem("SPC10", piece.span, form[0], form[1]))
    return Forms(tuple(forms), tuple(problems))


def _form(text: str) -> Form | tuple[str, str]:
    match = _FORM.match(text)
    known = {centre.lower(): centre for centre in CENTRES}
    if match is None or match["centre"].lower() not in known:
        near = nearest(match["centre"], known) if match else None
        help = f"did you mean `{known[near]}`?" if near else "write a form such as `mean ± SD` or `median (IQR)`"
        return f"`{text}` is no form", help
    centre = known[match["centre"].lower()]
    spread = (match["after"] or match["round"] or match["square"] or "").strip()
    if not spread:
        return Form(centre, text=text)
    bracket = "±" if match["plus"] else "(" if match["round"] else "["
    spreads = {name.lower(): name for name in SPREADS} | _SPELLINGS
    name = spreads.get(re.sub(r"\s+", " ", spread.lower()).replace("–", "-"))
    if name is None:
        near = nearest(spread, SPREADS)
        return f"`{spread}` is no spread", f"did you mean `{near}`?" if near else f"known are {', '.join(SPREADS)}"
    level = float(name[:2]) if name.endswith("CI") else 95
    return Form(centre, "CI" if name.endswith("CI") else name, bracket, level, text)
