"""A small study as tables: every table has a row, every column a value, and nothing is wrong with it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msccurate.tables.schema import Schemas, load_schemas

ROOT = Path(__file__).parents[2]
KEY = {"document": "kim2020", "extractor": "first"}
UNITS = {"unit_printed": "years", "unit": "a"}
PLACE = {"source": "article", "source_start": 120, "source_end": 131}
HEADS = {"block": "table1", "variable": "age", "level": "old", "group": "all+treated", "timepoint": "before"}
CENTRES = {
    "value": Decimal("70"),
    "mean": Decimal("70.10"),
    "sd": Decimal("9.0"),
    "median": Decimal("70"),
    "q1": Decimal("-1.0"),
    "q3": Decimal("71"),
}

_TABLES: dict[str, list[dict[str, Any]]] = {
    "documents": [
        {
            **KEY,
            "path": "specs/kim2020.yaml",
            "title": 'Cells, "stem" or not',
            "authors": "Kim A; Lee B",
            "journal": "Journal",
            "published": "2020-07",
            "received": "2020",
            "accepted": "2020-06-30",
            "doi": "10.1000/xyz123",
            "pmid": "0123456",
            "pmcid": "PMC123",
            "registration": "NCT01234567",
            "design": "case series",
            "extracted_by": "curator-a",
            "extracted_on": "2026-11-22",
        }
    ],
    "sources": [{**KEY, "source": "article", "path": "seeds/kim.txt", "sha256": "0f" * 32, "characters": 5000}],
    "groups": [
        {**KEY, "group": "all", "label": "Total", "n": 31, "curated_value": None, "parent": None, "arm": None},
        {
            **KEY,
            "group": "treated",
            "label": "Cells",
            "n": 16,
            "curated_value": "17",
            "parent": "all",
            "arm": "experimental",
        },
    ],
    "timepoints": [
        {
            **KEY,
            "timepoint": "before",
            "position": 1,
            "label": "Before",
            "start": date(2020, 2, 1),
            "end": date(2020, 2, 1),
            "time": "day 0",
        }
    ],
    "variables": [{"variable": "age", "label": "Age", "kind": "number", "unit": "a", "loinc": "30525-0"}],
    "measurements": [
        {
            **KEY,
            "route": "table1.age.all",
            **HEADS,
            "text": "> 70.10 ± 9.0",
            **{name: Decimal(number) for number, name in enumerate(("n", "missing", "events", "count", "denominator"))},
            "percent": Decimal("80.60"),
            **CENTRES,
            **{name: Decimal("1.50") for name in ("se", "iqr", "min", "max", "range")},
            "comparator": ">",
            "category": "positive",
            "date": "2020-02-01",
            "form": "mean ± SD",
            **UNITS,
            "canonical_unit": "a",
            "canonical_value": Decimal("70.1"),
            "curated_value": "71",
            **PLACE,
        }
    ],
    "comparisons": [
        {
            **KEY,
            "route": "table1.age.p",
            "comparison": "p+q",
            **HEADS,
            "text": "< 0.001",
            "test": "paired t",
            "estimate": Decimal("0.50"),
            "ci_low": Decimal("0.10"),
            "ci_high": Decimal("0.90"),
            "p": Decimal("0.001"),
            "comparator": "<",
            **CENTRES,
            "form": "p",
            "unit_printed": "years",
            "curated_value": "0.01",
            **PLACE,
        }
    ],
    "reference_ranges": [
        {
            **KEY,
            "route": "table1.age.reference",
            "block": "table1",
            "variable": "age",
            "text": "3.5–9.5",
            "low": Decimal("3.5"),
            "high": Decimal("9.5"),
            "comparator": "<",
            **UNITS,
            **PLACE,
        }
    ],
    "numbers": [
        {
            **KEY,
            "route": "table1.age.all",
            "part": "mean",
            "text": "70.10",
            "mantissa": 7010,
            "decimals": 2,
            "comparator": ">",
            "exact": False,
            "low": 70.095,
            "high": 70.105,
        }
    ],
    "claims": [
        {**KEY, "claim": "older", "expect": "age > 60", "quote": "were\nold", "about": "treated", "result": "holds"}
    ],
    "passages": [
        {**KEY, "source": "article", "passage": 1, "section": "results", "start": 0, "end": 9, "text": "=Results"}
    ],
    "source_numbers": [
        {
            **KEY,
            "source": "article",
            "start": 120,
            "end": 125,
            "text": "70.10",
            "role": "table",
            "table": "Table 1",
            "row": "Age",
            "column": "All",
            "route": "table1.age.all",
        }
    ],
    "anchors": [
        {
            **KEY,
            "route": "table1.age.all",
            "source": "article",
            "start": 120,
            "end": 131,
            "tier": "verbatim",
            "status": "found",
            "text": "70.10 ± 9.0",
        }
    ],
    "problems": [
        {**KEY, "kind": "SPC06", "path": "specs/kim2020.yaml", "line": 3, "column": 7, "message": "unreadable"}
    ],
    "adjudications": [
        {
            "document": "kim2020",
            "adjudication": "a1",
            "fingerprint": "PCT01-0123456789ab",
            "extractor": "first",
            "measurement": "table1.age.all",
            "verdict": "accepted",
            "reason": "the authors were asked",
            "by": "curator-b",
            "date": "2026-11-23",
            "value": "80.6%",
        }
    ],
    "findings": [
        {
            "fingerprint": "PCT01-0123456789ab-2",
            "code": "PCT01",
            "name": "percent-mismatch",
            "severity": "error",
            "verdict": "source-error",
            **KEY,
            "route": "table1.sex_male#percent",
            "measurement": "table1.age.all",
            "message": "86.0% is not 25 of 31",
            "help": "write 25 (80.6%)",
            "expected": "80.6%",
            "path": "specs/kim2020.yaml",
            "line": 137,
            "column": 21,
            "text": "86.0%",
            "source_path": "seeds/kim.txt",
            "source_line": 94,
            "source_column": 15,
            "source_text": "86.0%",
            "adjudication": "a1",
        }
    ],
}


def study() -> dict[str, list[dict[str, Any]]]:
    """The tables, a fresh copy."""
    return deepcopy(_TABLES)


def schemas() -> Schemas:
    """The schemas of this repository."""
    return load_schemas(ROOT)
