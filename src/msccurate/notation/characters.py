"""Characters that mean the same: one for one, so that offsets stay."""

from __future__ import annotations

THIN = "\N{THIN SPACE}"

_SAME = {
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{HAIR SPACE}\N{SIX-PER-EM SPACE}"
                    "\N{FIGURE SPACE}\N{PUNCTUATION SPACE}\N{FOUR-PER-EM SPACE}\N{THREE-PER-EM SPACE}", THIN),
    **dict.fromkeys("\t\n\r\N{EN SPACE}\N{EM SPACE}\N{IDEOGRAPHIC SPACE}", " "),
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}"
                    "\N{HORIZONTAL BAR}\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}", "-"),
    **dict.fromkeys("\N{FULLWIDTH PERCENT SIGN}\N{SMALL PERCENT SIGN}", "%"),
    **dict.fromkeys("\N{FULLWIDTH LESS-THAN SIGN}\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "<"),
    **dict.fromkeys("\N{FULLWIDTH GREATER-THAN SIGN}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", ">"),
    **dict.fromkeys("\N{SLANTED EQUAL TO OR LESS-THAN}\N{LESS-THAN OVER EQUAL TO}", "≤"),
    **dict.fromkeys("\N{SLANTED EQUAL TO OR GREATER-THAN}\N{GREATER-THAN OVER EQUAL TO}", "≥"),
    **dict.fromkeys("\N{VECTOR OR CROSS PRODUCT}\N{MULTIPLICATION X}", "×"),
    "\N{FULLWIDTH LEFT PARENTHESIS}": "(",
    "\N{FULLWIDTH RIGHT PARENTHESIS}": ")",
    "\N{ALMOST EQUAL TO}": "~",
    "\N{TILDE OPERATOR}": "~",
}  # fmt: skip

_TABLE = str.maketrans(_SAME)
#: In longer texts than this it is faster to look for each character than to look each of their characters up.
_LONG = 500

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def plain(text: str) -> str:
    """`text` with one spelling of each dash, blank and sign; as long as before."""
    if text.isascii() and text.isprintable():
        return text
    if len(text) < _LONG:
        return text.translate(_TABLE)
    for one, same in _SAME.items():
        if one in text:
            text = text.replace(one, same)
    return text
