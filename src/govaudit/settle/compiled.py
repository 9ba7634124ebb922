"""The fold as machine code: kernel.py and what it calls, compiled by numba from the same source, over whole batches.

Compiling takes half a minute and is done once: the code is kept in the user's cache folder under a digest of the sources, and read
from there only where nobody else could have written it (model.disk_cache); what is damaged is compiled again. numba
wraps silently when an integer outgrows 64 bits, so an obligation whose sums could is folded by the plain form instead, which
counts without bound: every result is the plain form's.
"""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps, loads

from govaudit.model import cache_folder, read_whole, write_whole
from govaudit.rules.days import roll_day
from govaudit.settle import codes, deadline, interest, kernel
from govaudit.settle import fold_batch as batch
from govaudit.settle import lasting_duties as daily
from govaudit.settle import open_state as outcome
from govaudit.settle.codes import SLOTS
from govaudit.settle.columns import allocate_arrays as allotted
from govaudit.settle.columns import bind_arrays as bound
from govaudit.settle.columns import byte_parsers as ids
from govaudit.settle.columns import status_cells as cells
from govaudit.settle.fold_batch import Batch, fold_rows, spans_at
from govaudit.settle.kernel import fold
from govaudit.settle.terms import Days, EventColumns, RateColumns, Terms, Tolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from govaudit.rules.days import Calendar

    Array = NDArray[Any]

TERMS = np.dtype([(name, np.int64) for name in Terms._fields])
_MODULES = (
    sys.modules[roll_day.__module__],
    deadline,
    interest,
    outcome,
    daily,
    kernel,
    batch,
    allotted,
    bound,
    cells,
    ids,
)
_EVERY = (fold_rows, bound.bind_rows, allotted.allot_rows, cells.write_cells)  # what every docket needs
_ENTRIES = (
    *_EVERY, ids.look_through, ids.starts_of, ids.line_up, ids.place_events, ids.order_of, ids.read_days, ids.read_money,
)  # fmt: skip
_CALLED = (allotted.fold_afresh,)  # called from several places: inlined there it would be compiled as often


class Folded(NamedTuple):
    """The state of each obligation (N rows of SLOTS), its breach spans (see `batch.spans_at`), and what did not fit in 64 bits.

    `large` holds state and spans of the obligations that the plain form folded; their rows in `out` hold TOO_LARGE.
    """

    out: Array
    spans: Array
    large: dict[int, tuple[list[int], list[tuple[int, int, int]]]]

    def of(self, b: Batch, row: int) -> tuple[list[int], list[tuple[int, int, int]]]:
        """Return state and spans of one obligation as `kernel.fold` returns them."""
        if row in self.large:
            return self.large[row]
        state = self.out[row].tolist()
        flat = self.spans[spans_at(b, row) :][: 3 * state[codes.SPANS]].tolist()
        return state, list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))


def fold_batch(b: Batch, calendar: Calendar, as_of: int, jobs: int = 1, room: Folded | None = None) -> Folded:
    """Fold every obligation of a batch of int64 arrays (`terms` of dtype TERMS) as of a day, on `jobs` threads.

    The arrays must be as `Batch` says, version numbers in CHANGE events included: machine code checks no bounds.
    `room` is the result of an earlier batch, no longer needed, written over where it is large enough: new memory costs more than the fold.
    """
    count = len(b.known)
    reuse = room is not None and len(room.out) >= count and len(room.spans) >= spans_at(b, count)
    out = room.out[:count] if room is not None and reuse else np.empty((count, SLOTS), np.int64)
    spans = room.spans if room is not None and reuse else np.zeros(spans_at(b, count), np.int64)
    rank, nth = _ranks(calendar)
    run = compiled(fold_rows)
    bounds = [count * part // jobs for part in range(jobs + 1)]
    if jobs == 1:
        left = run(out, spans, b, rank, nth, as_of, 0, count)
    else:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(jobs) as pool:
            left = sum(pool.map(lambda part: run(out, spans, b, rank, nth, as_of, *part), pairwise(bounds)))
    large = np.flatnonzero(out[:, codes.STATE] == codes.TOO_LARGE).tolist() if left else []
    return Folded(out, spans, {row: _fold_plainly(b, row, calendar, as_of) for row in large})


@lru_cache(maxsize=1)
def _ranks(calendar: Calendar) -> tuple[Array, Array]:
    """Return the index arrays of a calendar: making them costs as much as folding thirty thousand obligations."""
    return np.asarray(calendar.rank, np.int64), np.asarray(calendar.nth, np.int64)


def _fold_plainly(b: Batch, row: int, calendar: Calendar, as_of: int) -> tuple[list[int], list[tuple[int, int, int]]]:
    def cut(columns: tuple[Any, ...], lo: int, hi: int) -> list[list[int]]:
        return [column[lo:hi].tolist() for column in columns]

    terms: Any = b.terms
    versions = [Terms(*version) for version in terms[b.term_at[row] : b.term_at[row + 1]].tolist()]
    events = EventColumns(*cut((b.day, b.code, b.value), b.event_at[row], b.event_at[row + 1]))
    tolled = Tolled(*cut((b.begin, b.end, b.court), b.tolled_at[row], b.tolled_at[row + 1]))
    rates = RateColumns(*cut((b.first, b.numerator), b.rate_from[row], b.rate_to[row]))
    return fold(versions, events, tolled, rates, Days(calendar.rank, calendar.nth, as_of, int(b.known[row])))


# --- compiling --------------------------------------------------------------------------------------------------------


def is_compiled() -> bool:
    """Whether the machine code that takes long to make is there already, so that the first batch need not wait for it."""
    folder = _cache_folder()
    return folder is not None and all(any(folder.glob(f"{entry.__name__}-*")) for entry in _EVERY)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an entry as machine code."""
    return _compiled()[function]


@lru_cache(maxsize=1)
def _compiled() -> dict[Any, Callable[..., Any]]:
    """Return the compiled entries by their plain form: a copy of each function whose globals name the compiled copies of the others.

    Nothing in them allocates, so they are compiled without reference counts (`_nrt`), which would take two thirds of its time; all is
    inlined into one function, which makes it twice as fast again.
    """
    folder = _cache_folder()
    scopes = [dict(vars(module)) for module in _MODULES]
    made: dict[Any, Any] = {}
    for module, scope in zip(_MODULES, scopes, strict=True):
        for function in vars(module).values():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                entry = function in _ENTRIES
                copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__)
                copy.__module__, copy.__qualname__ = function.__module__, function.__qualname__
                made[function] = numba.njit(copy, nogil=True, error_model="numpy", _nrt=False, no_cpython_wrapper=not entry, no_cfunc_wrapper=True, forceinline=not entry and function not in _CALLED)  # type: ignore[call-overload] # fmt: skip
                if entry and folder is not None:
                    made[function]._cache = _Kept(function.__name__, folder)  # noqa: SLF001 - its only door takes numba's own kind
    for scope in scopes:
        scope.update({name: made[value] for name, value in scope.items() if isinstance(value, FunctionType) and value in made})  # fmt: skip
    return {entry: made[entry] for entry in _ENTRIES}


class _Kept(NullCache):
    """The machine code of one function: a file a signature and processor, headed by a digest.

    numba's own files have none, and it fails on every run where one is damaged.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self._name, self._folder = name, folder

    def _path(self, sig: Any, codegen: Any) -> Path:
        key = hashlib.sha256(repr((sig, codegen.magic_tuple())).encode()).hexdigest()
        return self._folder / f"{self._name}-{key[:32]}"

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the code kept for a signature, None where there is none that is whole."""
        target_context.refresh()
        data = read_whole(self._path(sig, target_context.codegen()))
        return None if data is None else CompileResult._rebuild(target_context, *loads(data))  # type: ignore[no-untyped-call] # noqa: SLF001 - as numba does

    def save_overload(self, sig: Any, cres: Any) -> None:
        """Keep the code of a signature."""
        write_whole(self._path(sig, cres.codegen), dumps(cres._reduce()))  # type: ignore[no-untyped-call] # noqa: SLF001


@lru_cache(maxsize=1)
def _cache_folder() -> Path | None:
    """Return the folder that keeps the code of these sources, None when none can be used."""
    digest = hashlib.sha256(f"{sys.version} {numba.__version__} {np.__version__}".encode())
    for module in (*_MODULES, codes, sys.modules[__name__], sys.modules[Terms.__module__]):
        digest.update(Path(str(module.__file__)).read_bytes())
    return cache_folder(f"fold-{digest.hexdigest()[:16]}")
