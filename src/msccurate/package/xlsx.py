"""The package as one workbook: a sheet per table, typed cells, frozen headers."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.tables.lexical import typed
from msccurate.tables.tableschema import Field, TableSchema

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILE = "evidence.xlsx"
#: What a sheet can hold, its header not counted.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
#: A workbook states when it was made; ours says the same every time.
CREATED = datetime(2000, 1, 1)


def write(export: Export, target: Target) -> None:
    """One workbook. Numbers show the decimals that were printed; texts that could be a formula are marked as texts.

    Raises PackageError for a table that a sheet cannot hold.
    """
    import xlsxwriter

    for schema in export.shipped:
        count = export.tables.count(schema.name)
        if count > MOST_ROWS:
            raise PackageError(
                f"{schema.name} has {count:,} rows, a sheet holds {MOST_ROWS:,}: export sqlite, duckdb or parquet"
            )
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": export.metadata.title, "comments": export.metadata.description, "created": CREATED})
    formats = _Formats(book)
    for schema in export.shipped:
        sheet = book.add_worksheet(schema.name)
        _header(sheet, schema, formats)
        rows = (row for frame in export.tables.frames(schema.name) for row in frame.iter_rows())
        number = 0
        for number, row in enumerate(rows, 1):
            for column, (field, value) in enumerate(zip(schema.fields, row, strict=True)):
                if value is not None:
                    _cell(sheet, number, column, field, value, formats)
        sheet.autofilter(0, 0, max(number, 1), len(schema.fields) - 1)
    book.close()
    target.add(FILE, content.getvalue())


class _Formats:
    """The formats of a workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[int, Format] = {}
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.text = book.add_format({"num_format": "@"})
        self.text.set_quote_prefix()

    def number(self, decimals: int) -> Format:
        if decimals not in self._numbers:
            shown = "0." + "0" * decimals if decimals else "0"
            self._numbers[decimals] = self._book.add_format({"num_format": shown})
        return self._numbers[decimals]


def _header(sheet: Worksheet, schema: TableSchema, formats: _Formats) -> None:
    for column, field in enumerate(schema.fields):
        unit = f" ({field.unit})" if field.unit else ""
        sheet.write_string(0, column, f"{field.name}{unit}", formats.header)
        sheet.set_column(column, column, max(len(field.name) + 2, 12))
        if field.description:
            sheet.write_comment(0, column, field.description, {"author": "msccurate"})
    sheet.freeze_panes(1, len(schema.primary_key))


def _cell(sheet: Worksheet, row: int, column: int, field: Field, value: Any, formats: _Formats) -> None:
    known = typed(field.type, value)
    if isinstance(known, bool):
        sheet.write_boolean(row, column, known)
    elif isinstance(known, int | float):
        decimals = -int(Decimal(value).as_tuple().exponent) if field.type == "number" else 0
        sheet.write_number(row, column, known, formats.number(decimals) if 0 < decimals <= 30 else None)
    elif isinstance(known, date):
        sheet.write_datetime(row, column, datetime(known.year, known.month, known.day), formats.date)
    elif isinstance(known, str):
        text = known if len(known) <= MOST_CHARACTERS else known[: MOST_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, text, formats.text if text[:1] in ("=", "+", "-", "@") else None)
