"""Made-up studies, right and ordinary: from patients to a spec, and the text that it is read from."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from tests.benchmarks.world.cohort_study import cohort_study
from tests.benchmarks.world.series import series
from tests.benchmarks.world.study import Study
from tests.benchmarks.world.trial import trial
from tests.benchmarks.world.write import source as source_of
from tests.benchmarks.world.write import spec as spec_of

DESIGNS = ("cross-sectional", "tables", "series", "trial")


def study(design: str, seed: int, number: int, large: bool = False, ordinary: bool = False) -> Study:
    """Study `number` of the world `seed`; `large` ones have some 300 cells, in `ordinary` ones data are missing,
    percentages cut off, effects adjusted, ages decimal, and events explain what jumps."""
    random = np.random.default_rng([seed, number])
    name = f"study{number:06}"
    if design == "series":
        return series(random, number, name, large, ordinary)
    if design == "trial":
        return trial(random, number, name, large, ordinary)
    return cohort_study(
        random, number, name, text=design == "cross-sectional", visits=4 if large else 0, ordinary=ordinary
    )


def written(right: Study, seed: int, extracted: Study | None = None) -> tuple[str, str]:
    """The text of a study's document, and the spec of it as extracted: right, or with an error."""
    text = source_of(right, seed)
    digest = sha256(text.encode()).hexdigest()
    return text, spec_of(extracted or right, f"seeds/{right.name}.txt", digest)


__all__ = ["DESIGNS", "Study", "source_of", "spec_of", "study", "written"]
