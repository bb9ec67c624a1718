"""Tables -> CSV: UTF-8, commas, line feeds, raw values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msccurate.tables.tableschema import TableSchema

if TYPE_CHECKING:
    import polars

#: The dialect that `csv_bytes` writes, said outright: a reader that guesses may guess wrong.
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}

#: A text that stands in quotes: one with a sign of the dialect in it, or white space at an end.
_QUOTED = r'[",\r\n]|^[\s\x1c-\x1f]|[\s\x1c-\x1f]$'


def csv_bytes(schema: TableSchema, frames: Iterable[polars.DataFrame]) -> Iterator[bytes]:
    """A table as a CSV file, piece by piece: its header, then each printed frame in the order of the primary key.

    Numbers keep the decimals they were printed with; nothing is escaped for spreadsheets (a leading minus is a
    number), texts that a spreadsheet would run are rejected before.
    """
    import polars

    quoted = [
        polars.when(text.str.contains(_QUOTED))
        .then(polars.concat_str(polars.lit('"'), text.str.replace_all('"', '""', literal=True), polars.lit('"')))
        .otherwise(text)
        .alias(name)
        for name, text in ((one.name, polars.col(one.name)) for one in schema.fields if one.type == "string")
    ]
    yield (",".join(schema.names) + "\n").encode()
    for frame in frames:
        piece = io.BytesIO()
        ordered = frame.sort(schema.primary_key or schema.names, maintain_order=True)
        ordered.with_columns(quoted).write_csv(piece, include_header=False, quote_style="never", null_value="")
        yield piece.getvalue()
