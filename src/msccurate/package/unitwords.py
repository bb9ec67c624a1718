"""Units as papers print them, from their UCUM codes."""

from __future__ import annotations

import re

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_WHOLE = {"1": "", "a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours", "Cel": "°C", "[degF]": "°F"}


def typeset(text: str) -> str:
    """A text whose powers of ten are written with superscripts: `10^9` as `10⁹`."""
    return re.sub(r"(?<![\d.,])10\^(-?\d+)", lambda found: f"10{found[1].translate(_SUPERSCRIPTS)}", text)


def unit_words(code: str) -> str:
    """`10*9/L` as `10⁹/L`, `ug/mL` as `µg/mL`, `mm[Hg]` as `mm Hg`; empty for the number 1."""
    if code in _WHOLE:
        return _WHOLE[code]
    code = code.replace("[iU]", "IU")
    words = re.sub(r"10\*(\d+)", lambda found: f"10{found[1].translate(_SUPERSCRIPTS)}", code)
    words = re.sub(r"\bu(?=[A-Za-z])", "µ", words)
    words = re.sub(r"\{1\.73_m2\}", "1.73 m²", words)
    words = re.sub(r"\{([^}]*)\}", lambda found: f" {found[1].replace('_', ' ')}", words)
    words = re.sub(r"(?<=[A-Za-z])\[([^]]*)\]", lambda found: f" {found[1].translate(_SUBSCRIPTS)}", words)
    words = words.replace("[", "").replace("]", "")
    return re.sub(r"(?<=[a-z])([23])(?![0-9])", lambda found: found[1].translate(_SUPERSCRIPTS), words)
