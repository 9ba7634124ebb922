"""The rows of a streamed table as batches of Arrow, in their order: Parquet read as it lies, all else through DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from govaudit.formats.bulk.bulk_reader import UnreadableError, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from govaudit.formats.bulk.bulk_reader import Large, TableFile

ROWS = 1 << 16  # of a batch
_SMALL = 4  # bytes a value up to which a column of a file is surely one of few words
_IDS = {"id", "instrument", "obligation"}


def batches(large: Large, base: DuckDBPyConnection, table: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table with their numbers `rn`; its view must have been made."""
    files = large.files[table]
    if large.is_piece or not large.is_uniform or any(file.is_csv for file in files):
        yield from rows_of(base, f"FROM raw_{table}")
        return
    for file in files:
        yield from _of_parquet(file)


def rows_of(base: DuckDBPyConnection, query: str) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a query; it runs on one thread: on several, rows come in no order."""
    yield from stream(base.cursor(), query, ROWS)


def _of_parquet(file: TableFile) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file; columns that repeat few words come as dictionaries, as they are written."""
    names = dict(zip(file.headings, (column.name for column in file.columns), strict=True))
    few = [heading for heading in _repeated(file) if names[heading] not in _IDS]
    first = file.first
    try:
        # What is read ahead (`pre_buffer`) would be kept until the file is closed.
        with parquet.ParquetFile(file.path, read_dictionary=few, pre_buffer=False) as opened:
            for batch in opened.iter_batches(ROWS, use_threads=False):
                number = pa.array(np.arange(first, first + len(batch)))
                first += len(batch)
                yield batch.rename_columns([names[name] for name in batch.schema.names]).append_column("rn", number)
    except (OSError, pa.ArrowException) as error:
        raise UnreadableError(file.name) from error


def _repeated(file: TableFile) -> set[str]:
    """Return the columns of text that are written as numbers of words, in less than a word each."""
    meta = parquet.read_metadata(file.path)
    groups = [
        {
            chunk.path_in_schema
            for chunk in map(meta.row_group(group).column, range(meta.num_columns))
            if chunk.physical_type == "BYTE_ARRAY" and chunk.has_dictionary_page
            and chunk.total_uncompressed_size <= _SMALL * chunk.num_values
        }
        for group in range(meta.num_row_groups)
    ]  # fmt: skip
    return set.intersection(*groups) & set(file.headings) if groups else set()
