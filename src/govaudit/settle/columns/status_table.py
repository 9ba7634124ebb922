"""The rows of `govaudit status` as columns of Arrow, around the cells that the compiled `write_cells` writes into their buffers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from govaudit.docket import TABLES
from govaudit.model import iso
from govaudit.settle.codes import FLAGS, STATES
from govaudit.settle.columns.status_cells import (
    DRAFT,
    HORIZON,
    PROVISIONAL,
    RULES,
    WIDEST,
    Known,
    StatusCells,
    write_cells,
)
from govaudit.settle.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govaudit.settle.fold_batch import Batch


Ints = Any  # an int64 array
Bools = Any  # an array of booleans
_DOMAINS = TABLES["instruments"].columns["domain"].values


def columns_of(out: Ints, b: Batch, known: Known, domain: Ints) -> dict[str, pa.Array]:
    """Return the columns of the status table from `domain` on; words as dictionaries, money as decimal text of yuan.

    `domain` is the number of a domain among those of the docket's columns, from 1 on; 0 for none.
    """
    to = room_for(len(out))
    compiled(write_cells)(out, b, known, to)
    due_on, due_on_raw, grace_until, performed_on = map(_dates, to.days, to.dated)
    amount, performed, open_, amount_days, interest = map(_texts, to.text, to.text_at, to.priced)
    breach_days, episodes, tolled_days = map(pa.array, to.counts)
    return {
        "domain": _words(domain - 1, _DOMAINS, domain == 0), "rule": pa.nulls(len(out), pa.string()), "state": _words(to.state, STATES),
        "due_on": due_on, "due_on_raw": due_on_raw, "grace_until": grace_until, "performed_on": performed_on,
        "amount": amount, "performed_amount": performed, "open_amount": open_, "breach_days": breach_days,
        "amount_days": amount_days, "interest": interest, "episodes": episodes, "tolled_days": tolled_days,
        "flags": _spelled(to.flags, _flags), "rules_applied": _spelled(to.rules, _rules), "provisional": pa.array(to.provisional),
        "trigger_event": pa.nulls(len(out), pa.string()),
    }  # fmt: skip


def room_for(count: int) -> StatusCells:
    """Return room for the cells of so many obligations."""
    return StatusCells(
        np.empty((4, count), np.int32), np.empty((4, count), np.bool_), np.empty((5, count * WIDEST), np.uint8),
        np.zeros((5, count + 1), np.int32), np.empty((5, count), np.bool_), np.empty((3, count), np.int64), np.empty(count, np.int8),
        np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.bool_),
    )  # fmt: skip


def _bits(present: Bools) -> pa.Buffer:
    return pa.py_buffer(np.packbits(present, bitorder="little"))


def _dates(days: Any, present: Bools) -> pa.Array:
    return pa.Array.from_buffers(pa.date32(), len(days), [_bits(present), pa.py_buffer(days)])


def _texts(text: Any, at: Any, present: Bools) -> pa.Array:
    return pa.Array.from_buffers(pa.string(), len(at) - 1, [_bits(present), pa.py_buffer(at), pa.py_buffer(text)])


def _words(number: Ints, words: Sequence[str], missing: Bools = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(number, mask=missing), pa.array(words, pa.string()))


def _spelled(key: Ints, words: Callable[[int], str]) -> pa.Array:
    """Write each key in words; there are few different ones."""
    coded = pa.array(key).dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        coded.indices, pa.array(map(words, coded.dictionary.to_pylist()), pa.string())
    )


def _flags(key: int) -> str:
    words = [name for bit, name in enumerate(FLAGS) if key >> bit & 1]
    if horizon := key >> HORIZON:
        words.append(f"unknown_after({iso(horizon - 1)})")
    return " ".join(words + ["draft"] * (key >> DRAFT & 1) + ["provisional"] * (key >> PROVISIONAL & 1))


def _rules(key: int) -> str:
    return " ".join(code for bit, code in enumerate(RULES) if key >> bit & 1)
