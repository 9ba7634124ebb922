"""A docket in memory settled on many machines: rules look across it, so only the settling of its obligations is spread.

Whatever may touch another's verdict stays together: an instrument with its obligations and events, what corrects or rejects an event, what
is owed because another obligation was broken, and for another. Each machine gets whole such groups and all tables that are not cut.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import Docket, Table, View
from govaudit.formats.bulk import STREAMED
from govaudit.settle.bulk.blobs import Blob
from govaudit.settle.bulk.row_fallback import spare_sources
from govaudit.settle.settle_rows import settle_with_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govaudit.docket.events import LeftOut
    from govaudit.model import Problem
    from govaudit.settle.bulk.many_machines import Carrier
    from govaudit.settle.status import Status

    Settled = tuple[list[Status], set[int], list[Problem]]

_PIECE = 50_000  # obligations of a piece
_REFERENCES = {
    "obligations": {"instrument": "instruments", "reciprocal_of": "obligations", "reparation_of": "obligations"},
    "events": {"obligation": "obligations", "instrument": "instruments", "corrects": "events"},
}
_CORRECTING = {"correct", "reject"}
_CAUSED = {"resume_without_suspension": 0}  # notes come in this order, then by event (settle.settle_rows)


class _Piece(NamedTuple):
    """The rows of a part of a docket by table, and their numbers in the whole."""

    rows: dict[str, Table]
    numbers: dict[str, list[int]]
    left_out: tuple[LeftOut, ...]  # the rows left out that name what is in it, or nothing there is


class _Question(NamedTuple):
    """What every task is told: the tables that are not cut, the sources that any row names, the days."""

    small: bytes
    named: frozenset[str]
    as_of: int
    known_at: int | None


def settle_spread(carrier: Carrier, view: View) -> Settled:
    """Settle what a view shows as `settle_with_use` does, in the pieces of a carrier."""
    docket = view.docket
    keys = carrier.keys(-(-len(docket["obligations"]) // _PIECE))
    named = frozenset({*docket["instruments"]["source"], *docket["obligations"]["source"]} - {None})
    rest = {name: Table.empty(name) if name in STREAMED else table for name, table in docket.tables.items()}
    question = _Question(pickle.dumps(Docket(rest)), named, view.as_of, view.known_at)
    blobs = (
        Blob(key, "piece", pickle.dumps(piece)) for key, piece in zip(keys, _pieces(view, len(keys)), strict=False)
    )
    statuses: list[Any] = [None] * len(docket["obligations"])
    used: set[int] = set()
    notes: list[Problem] = []
    for blob in carrier.spread(partial(_settle, question), blobs, len(keys)):
        rows, found, events, said = pickle.loads(blob.data)  # noqa: S301 - written by a task of ours
        for row, status in zip(rows, found, strict=True):
            statuses[row] = status
        used |= events
        notes += said
    row_of = docket["events"].index
    notes.sort(key=lambda note: (_CAUSED.get(note.code, 1), row_of[note.value or ""]))
    return statuses, used, notes


def _settle(question: _Question, blobs: Iterable[Blob]) -> Iterator[Blob]:
    """Settle pieces on the machine they came to."""
    for blob in blobs:
        piece: _Piece = pickle.loads(blob.data)  # noqa: S301 - written by the driver
        small: Docket = pickle.loads(question.small)  # noqa: S301 - likewise
        docket = spare_sources(small.with_tables(*piece.rows.values()), question.named)
        docket = replace(docket, left_out=piece.left_out)
        statuses, used, notes = settle_with_use(View(docket, question.as_of, question.known_at))
        events = piece.numbers["events"]
        for status in statuses:
            status.doubts = tuple(one._replace(row=events[one.row]) if one.row >= 0 else one for one in status.doubts)
        found = piece.numbers["obligations"], statuses, {events[row] for row in used}, notes
        yield Blob(blob.key, "settled", pickle.dumps(found))


# --- cutting ----------------------------------------------------------------------------------------------------------


def _pieces(view: View, count: int) -> Iterator[_Piece]:
    """Cut a docket into about so many pieces of whole groups."""
    groups, docket = _groups(view), view.docket
    size = max(1, -(-len(docket["obligations"]) // count))
    pieces: list[dict[str, list[int]]] = [{name: [] for name in STREAMED}]
    for group in groups:
        if len(pieces) < count and len(pieces[-1]["obligations"]) >= size:
            pieces.append({name: [] for name in STREAMED})
        for name, row in group:
            pieces[-1][name].append(row)
    for numbers in pieces:
        chosen = {name: sorted(rows) for name, rows in numbers.items()}
        tables = {name: docket[name].chosen(rows) for name, rows in chosen.items()}
        there = [row for row in docket.left_out if _names(row, tables) or not _names(row, docket.tables)]
        yield _Piece(tables, chosen, tuple(there))


def _names(row: LeftOut, tables: Mapping[str, Table]) -> bool:
    """Whether a row left out names a duty or an instrument of some tables."""
    named = (("obligations", row.values.get("obligation")), ("instruments", row.values.get("instrument")))
    return any(key in tables[table].index for table, key in named if key is not None)


def _groups(view: View) -> Iterator[list[tuple[str, int]]]:
    """Yield the settlement groups in the order of their first rows: (table, row) of each instrument, obligation and event."""
    docket = view.docket
    heads: dict[tuple[str, str], tuple[str, str]] = {}

    def head(one: tuple[str, str]) -> tuple[str, str]:
        root = one
        while (above := heads.setdefault(root, root)) != root:
            root = above
        while one != root:
            heads[one], one = root, heads[one]
        return root

    rows: dict[tuple[str, str], tuple[str, int]] = {}
    for name in STREAMED:
        for row, key in enumerate(docket[name]["id"]):
            rows[name, key] = name, row
    for one, other in _ties(view):
        if one in rows and other in rows:
            heads[head(one)] = head(other)
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for one, where in rows.items():
        found.setdefault(head(one), []).append(where)
    yield from found.values()


def _ties(view: View) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield pairs of rows (table, id) that may touch each other's verdicts."""
    docket = view.docket
    for name, columns in _REFERENCES.items():
        for column, table in columns.items():
            for key, value in zip(docket[name]["id"], docket[name][column], strict=True):
                if value is not None:
                    yield (name, key), (table, value)
    events = docket["events"]
    for key, kind, cause, terms in zip(events["id"], events["type"], events["cause"], events["terms"], strict=True):
        if kind in _CORRECTING:
            yield from ((("events", key), ("events", str(value))) for value in (cause, (terms or {}).get("corrects")))
    for key, tied in view.statutory.items():
        yield from ((("obligations", key), ("events", event)) for event in tied.events)
