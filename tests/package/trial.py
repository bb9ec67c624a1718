"""A made-up trial of two arms, for the exports that people pool."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msccurate.package import Export
from tests.package.made import reviewed_export
from tests.projects import make_project

SOURCE = """Cells against placebo

Patients received cells (n = 40) or placebo (n = 38). C-reactive protein at day 7 was 21 [8–54]
mg/L and 30 [24–37] mg/L. Values are mean ± SD or median [IQR].
The hazard ratio of death was 0.55 (95% CI, 0.28 to 1.06).

Table 1 Outcomes
Death 4/40 (10.0%) 7/38 (18.4%)
Lymphocyte count, ×10^6/L 1200 ± 300 1100 ± 280
Albumin (mean ± SE), g/L 31.0 ± 0.5 30.0 ± 0.6
Temperature, °F 98.6 ± 1.8 100.4 ± 0.9
Urea, mmol/L 6.1 ± 1.2 7.0 ± 1.5
"""

SPEC = """msccurate: 1
publication:
  {{title: Cells against placebo, authors: [Doe J], published: 2021-05, doi: 10.1000/trial, journal: J,
    design: {design}}}
extraction: {{by: curator-a}}
sources: {{article: {{path: seeds/doe2021.txt, sha256: {digest}}}}}
groups:
  all: {{}}
  cells: {{n: 40, arm: experimental, quote: cells (n = 40)}}
  placebo: {{n: 38, arm: control, quote: placebo (n = 38)}}
timepoints: {{day7: {{}}}}
comparisons: {{hr: {{compare: cells vs placebo, form: HR (95% CI)}}}}
form: mean ± SD | median [IQR]
data:
  crp:
    quote: C-reactive protein at day 7 was 21 [8–54] mg/L and 30 [24–37] mg/L.
    about: day7
    columns: cells | placebo
    rows: {{crp (mg/L): '21 [8–54] | 30 [24–37]'}}
  hazard:
    quote: The hazard ratio of death was 0.55 (95% CI, 0.28 to 1.06).
    columns: hr
    rows: {{death: '0.55 (0.28 to 1.06)'}}
  table1:
    label: Table 1
    columns: cells | placebo
    rows:
      death: 4/40 (10.0%) | 7/38 (18.4%)
      lymphocytes (×10^6/L): 1200 ± 300 | 1100 ± 280
      albumin (g/L): {{cells: 31.0 ± 0.5 | 30.0 ± 0.6, form: mean ± SE, label: Albumin}}
      temperature (°F): 98.6 ± 1.8 | 100.4 ± 0.9
      bun (mmol/L): {{cells: 6.1 ± 1.2 | 7.0 ± 1.5, label: Urea}}
"""


def trial(folder: Path, adjudications: str = "", death: str = "4/40 (10.0%)", design: str = "trial") -> Export:
    """The trial as a project in `folder`, reviewed and ready for export; `death` is how its first arm prints that,
    `design` what the document calls itself."""
    source = SOURCE.replace("4/40 (10.0%)", death)
    make_project(folder)
    (folder / "seeds" / "doe2021.txt").write_text(source, encoding="utf-8")
    digest = sha256(source.encode()).hexdigest()
    (folder / "specs" / "doe2021.yaml").write_text(
        SPEC.format(digest=digest, design=design).replace("4/40 (10.0%)", death), encoding="utf-8"
    )
    if adjudications:
        path = folder / "curation" / "adjudications" / "doe2021.yaml"
        path.write_text(adjudications, encoding="utf-8")
    return reviewed_export(folder)
