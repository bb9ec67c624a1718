"""Reported tests in running text: the cases of the R package, and what it misses."""

from __future__ import annotations

import json

import pytest

from msccurate.forensics import p_from, statcheck
from msccurate.forensics.reported_p import stated
from tests.forensics.peers import cases, published

#: Where the R package errs, or judges what cannot be judged, by `text_id`.
OTHERWISE = {
    "37": "p = .05 may be 0.0451 as well as 0.0549: no change of significance is proved",
    "90": "the same for p = .0500",
    "91": "the same",
    "104": "the printed t is rounded too: with the largest that prints so p is below",
    "112": "the same",
    "212": "the text says one-tailed",
    "216": "p = .000 is p < .0005",
    "223": "the very end of the interval",
    "224": "the very end of the interval",
    "262": "a correlation above 1 is reported, not passed over",
    "263": "the same",
    "282": "Qb with its N",
    "296": "a semicolon",
    "297": "square brackets",
    "299": "a p value above 1 is reported, not passed over",
    "301": "a minus sign with a blank",
    "302": "≥",
    "303": "≥",
}


def test_the_cases_of_the_r_package() -> None:
    grouped: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in cases("statcheck_tests"):
        grouped.setdefault((row["text_id"], row["text"], row["options"]), []).append(row)
    for (text_id, text, options), rows in grouped.items():
        chosen = json.loads(options)
        if text_id in OTHERWISE or chosen.get("pEqualAlphaSig") is False:
            continue  # `p = alpha` is a matter of taste, and both are within rounding
        found = statcheck(text, chosen.get("alpha", 0.05), chosen.get("OneTailedTests", False))
        expected = [(row["error"], row["decision_error"]) for row in rows if row["n_results"] != "0"]
        assert [(str(one.possible is False).upper(), str(one.flips).upper()) for one in found] == expected, text


def test_published_examples() -> None:
    for values, row in published("statcheck_text"):
        found = statcheck(values["text"])
        expected = row["expected"].split(" (")[0]
        verdict = {"consistent": True, "inconsistent": False, "not checkable without df": None}[expected]
        assert [one.possible for one in found] == [verdict], row
    for values, row in published("p_value"):
        possible = [one.possible for one in statcheck(values["text"])]
        assert possible == [row["expected"] == "impossible as exact value; p < .001"], row


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("t(28) = 2.20, P = .036", True),
        ("t28 = 2.20, p = .036", True),
        ("t(28)=2·20, p=0·036", True),
        ("χ²(1, N = 90) = 3.84, p = .05", True),
        ("χ² = 3.84, df = 1, P = 0.02", False),
        ("t(28) = 2.20, p ≤ .04", True),
        ("r(28) = 1.00, p < .001", True),
        ("t(28) = 0.0, p = .98", True),
        ("F(2, 28) = 3.20, p = .000", False),
        ("HR 0.55 (95% CI 0.28 to 1.06), P = 0.07", True),
        ("hazard ratio, 0.55; 95% CI, 0.28 to 1.06; P = 0.07", True),
        ("OR = 2.10 (95% CI 1.20–3.60), p = 0.30", False),
        ("RR 0.81 [95% CI 0.70-0.94]; P=0.005", True),
        ("mean difference 3.2 (95% CI 1.1 to 5.3), p = 0.003", True),
        ("mean difference 3.2 (95% CI 1.1 to 5.3), p = 0.30", False),
        ("HR 0.55 (95% CI 0.28 to 1.06), P = 0.04", True),
        ("HR 0.55 (95% CI 0.60 to 1.06), P = 0.04", False),
        ("U = 30, p = .04; age 28 = 2.20", None),
    ],
)
def test_what_is_read(text: str, possible: bool | None) -> None:
    found = [one.possible for one in statcheck(text)]
    assert found == ([] if possible is None else [possible])


def test_many_texts() -> None:
    frame = statcheck(["t(28) = 2.20, p = .04", None, "t(28) = 2.20, p = .09; z = 1.96, p = .05"])
    assert frame["text"].to_list() == [0, 2, 2]
    assert frame["possible"].to_list() == [True, False, True]
    assert frame["flips"].to_list() == [False, True, False]


def test_p_over_columns_is_p_of_one_row() -> None:
    rows = [("t", "2.20", "28"), ("F", "3.2", "2, 28"), ("z", "-1.96", None), ("r", ".45", "20"), ("chi2", "3.84", "1"),
            ("t", "0.0", "28.4"), ("Q", "> 12", "3"), ("r", "1.00", "8")]  # fmt: skip
    frame = p_from([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    for (test, value, df), low, high in zip(rows, frame["p_low"], frame["p_high"], strict=True):
        one = p_from(test, value, df)
        assert (low, high) == (pytest.approx(one.p.low, rel=1e-12), pytest.approx(one.p.high, rel=1e-12))
    assert p_from("F", ["3.2", "4"], (["2", "1"], 28))["df"].to_list() == ["2,28", "1,28"]
    assert p_from("F", ["3.2"], ("2", "28"))["p_low"][0] == pytest.approx(p_from("F", "3.2", "2,28").p.low)


@pytest.mark.parametrize(
    ("words", "stated_of"),
    [
        ("one-tailed tests", "one-sided"), ("1-Sided", "one-sided"), ("a directional hypothesis", "one-sided"),
        ("Bonferroni's method", "corrected"), ("by Šidák", "corrected"), ("Sidak", "corrected"), ("FDR", "corrected"),
        ("the false discovery rate", "corrected"), ("Tukey", "corrected"), ("Scheffé", "corrected"),
        ("Dunnett", "corrected"), ("Multiple comparisons", "corrected"), ("multiple testing", "corrected"),
        ("adjusted P values", "corrected"), ("corrected for multiplicity", "corrected"), ("Holm", "corrected"),
        ("Greenhouse-Geisser", "sphericity"), ("Huynh-Feldt", "sphericity"), ("repeated-measures", "sphericity"),
        ("Fisher's exact test", "exact"), ("Monte Carlo", "exact"), ("a permutation test", "exact"),
        ("randomisation test", "exact"), ("Yates", "exact"), ("continuity correction", "exact"),
        ("Wilcoxon", "ranks"), ("Mann-Whitney", "ranks"), ("MannWhitney U", "ranks"), ("rank sum", "ranks"),
        ("Kruskal-Wallis", "ranks"), ("the signed-rank test", "ranks"),
    ],
)  # fmt: skip
def test_what_a_text_says_of_its_tests(words: str, stated_of: str) -> None:
    assert stated_of in stated(f"Groups were compared, {words}.")
    assert not stated("Groups were compared, and patients ranked a dozen hospitals.")
