"""The package and the files for metafor, read by R: every row, and escalc on the columns as they are."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from math import log, sqrt
from pathlib import Path

import pytest

from msccurate.package import write_folder, writer
from tests.package.made import files
from tests.package.trial import trial

#: Where R has to be, its absence is a failure.
REQUIRED = os.environ.get("MSCCURATE_REQUIRE_R") == "1"


def r(code: str, folder: Path) -> list[list[str]]:
    """What an R script writes as CSV to its standard output."""
    if shutil.which("Rscript") is None:
        if REQUIRED:
            pytest.fail("Rscript is not installed")
        pytest.skip("Rscript is not installed")
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    if "there is no package called" in done.stderr and not REQUIRED:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout)))


def test_r_reads_every_table_and_every_number(tmp_path: Path) -> None:
    export = trial(tmp_path / "trial")
    made = files(export)
    write_folder(tmp_path / "package", writer(export))
    code = """
    for (file in sort(list.files(pattern = "[.]csv$"))) {
      table <- read.csv(file, encoding = "UTF-8", na.strings = "", check.names = FALSE)
      numbers <- table[vapply(table, is.numeric, TRUE)]
      cat(file, nrow(table), ncol(table), sprintf("%.10g", sum(numbers, na.rm = TRUE)), sep = ",", fill = TRUE)
    }
    """
    found = {name: (int(rows), int(columns)) for name, rows, columns, _ in r(code, tmp_path / "package")}
    expected = {}
    for name, content in made.items():
        if name.endswith(".csv"):
            head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
            expected[name] = (len(rows), len(head))
    assert found == expected
    means = r('m <- read.csv("measurements.csv"); cat(na.omit(m$mean), sep = ",")', tmp_path / "package")
    printed = csv.DictReader(io.StringIO(made["measurements.csv"].decode(), newline=""))
    assert [float(one) for one in means[0]] == [float(row["mean"]) for row in printed if row["mean"]]


def test_escalc_takes_the_files_as_they_are(tmp_path: Path) -> None:
    write_folder(tmp_path / "metafor", writer(trial(tmp_path / "trial"), "metafor"))
    code = """
    suppressMessages(library(metafor))
    d <- read.csv("contrasts_dichotomous.csv"); c <- read.csv("contrasts_continuous.csv"); e <- read.csv("effects.csv")
    d <- escalc("RR", ai = ai, bi = bi, ci = ci, di = di, data = d, slab = slab)
    c <- subset(c, refused == "" & !change)
    c <- escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = c, slab = slab)
    for (one in list(d, c)) cat(paste(one$variable, one$yi, one$vi, sep = ","), sep = "\n")
    fit <- rma(yi, sei = sei, data = e)
    cat("pooled", fit$b[1], fit$se, sep = ",", fill = TRUE)
    """
    found = {name: (float(yi), float(vi)) for name, yi, vi in r(code, tmp_path / "metafor")}
    assert found["death"] == pytest.approx((log((4 / 40) / (7 / 38)), 1 / 4 - 1 / 40 + 1 / 7 - 1 / 38))
    assert found["lymphocytes"] == pytest.approx((1.2 - 1.1, 0.3**2 / 40 + 0.28**2 / 38))
    assert found["albumin"] == pytest.approx((1.0, 0.5**2 + 0.6**2))
    assert "crp" not in found
    assert found["pooled"] == pytest.approx((log(0.55), (log(1.06) - log(0.28)) / (2 * 1.959963985)))
    assert sqrt(found["albumin"][1]) < 1
