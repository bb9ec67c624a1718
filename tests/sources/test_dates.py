"""Dates in running text: every way to print a day is found, wherever the sentence puts it."""

from __future__ import annotations

import pytest

from msccurate.notation import renderings
from msccurate.sources.dates import find_dates


@pytest.mark.parametrize("iso", ["2020-03-05", "2021-09-14", "2019-12-31", "2020-08-01"])
@pytest.mark.parametrize("sentence", ["{}", "Seen on {} again", "({}; 12.5 ± 3.1)", "1–3\t{}\n4.5", "12.5, {},\n14.2"])
def test_every_rendering_of_a_day_is_found(iso: str, sentence: str) -> None:
    for rendering in renderings(iso):
        bare = rendering.removeprefix("the ")
        assert bare in [one.text for one in find_dates(sentence.format(bare))]
