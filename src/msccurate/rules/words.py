"""TXT: words that carry data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.text import folds_to, nearest

if TYPE_CHECKING:
    from msccurate.tables import Document


@rule("TXT01", "unknown-level", Severity.WARNING)
def unknown_level(document: Document) -> Iterator[Draft]:
    """The text of a category cell is one of the category's levels, in one of its spellings.

    Why it matters: `positve` counts as a value of its own in every table that is made from it.

    What to do: if the document prints this, adjudicate and give the level as the curated value; a spelling that papers
    really use belongs into the codebook.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positve}}  # TXT01
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {nucleic_acid: positive}}
    ```
    """
    for one in document.measurements:
        variable = document.codebook.variables.get(one.at.variable)
        if variable is None or not one.category or not variable.levels:
            continue
        known = {folds_to(word): level for level, words in variable.levels.items() for word in (level, *words)}
        if folds_to(one.category) not in known:
            spellings = [word for level, words in variable.levels.items() for word in (level, *words)]
            near = nearest(one.category, spellings)
            help = (
                f"did it mean `{near}`? if the document prints this, adjudicate"
                if near
                else (f"levels of {variable.label}: {', '.join(variable.levels)}")
            )
            yield found(
                Label(one.route, "", one.text),
                f"`{one.category}` is no level of {variable.label}",
                help=help,
                expected=near,
            )
