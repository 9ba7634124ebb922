"""Rows under way between machines: Arrow in bytes, addressed by a key, so that what carries them need not know what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ROWS = 1 << 16  # of one blob: some megabytes
ADDRESS = "_at"  # the column of a table that says to which of the keys a row goes


class Blob(NamedTuple):
    """Some rows of one kind, and the key by which blobs are brought together."""

    key: int
    kind: str
    data: bytes


def addressed(kind: str, table: pa.Table, keys: Sequence[int]) -> Iterator[Blob]:
    """Cut a table into blobs by its column ADDRESS, numbers below the number of keys; rows for one key keep their order."""
    at: Any = table[ADDRESS].combine_chunks().to_numpy()
    order = np.argsort(at, kind="stable")
    rows = table.drop_columns([ADDRESS]).take(pa.array(order)).combine_chunks()
    found, starts = np.unique(at[order], return_index=True)
    stops = np.append(starts[1:], len(at))[: len(found)]
    for address, start, stop in zip(found.tolist(), starts.tolist(), stops.tolist(), strict=True):
        yield from sent(kind, rows.slice(start, stop - start), keys[address])


def sent(kind: str, table: pa.Table, key: int) -> Iterator[Blob]:
    """Write a table as blobs of one key."""
    for start in range(0, len(table), _ROWS):
        part = table.slice(start, _ROWS).combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, part.schema) as writer:
            writer.write_table(part)
        yield Blob(key, kind, sink.getvalue().to_pybytes())


def received(blobs: Iterable[Blob]) -> dict[str, pa.Table]:
    """Put blobs together again by kind."""
    found: dict[str, list[pa.Table]] = {}
    for blob in blobs:
        found.setdefault(blob.kind, []).append(pa.ipc.open_stream(blob.data).read_all())
    return {kind: pa.concat_tables(tables) for kind, tables in found.items()}
