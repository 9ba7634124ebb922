"""What settling large dockets costs, in one run: CPU seconds, wall seconds, peak memory, each also as a multiple of reading and writing alone.

Run it as `.venv/bin/python benchmarks/engine.py [--sizes 100000 1000000] [--with 100000000]`; what it prints goes into README.md. First
the peers must agree with govaudit on ten thousand obligations. Every measurement is a process of its own, all from Parquet to Parquet:

* the floor: DuckDB reads every column of obligations and events and writes a row an obligation, joining and computing nothing;
* `govaudit status`: the whole command;
* copied: DuckDB reads obligations and events, and reads and writes the two tables that govaudit made of them;
* fold alone: the compiled fold on one core, over obligations bound from a docket of the same kind, in memory an earlier batch has used;
* the same core logic as DuckDB SQL (peer.sql) and in Polars (peer_polars.py).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING, NamedTuple

from day import AS_OF
from peers import HERE, PEERS, peer_command, status_command, tables

if TYPE_CHECKING:
    from govaudit.settle.fold_batch import Batch

_CHECKED = 10_000  # obligations on which the peers must agree with govaudit
_BOUND = 10_000  # obligations that are bound; the fold is measured on as many copies of them as the size asks for
_FLOOR = """
COPY (
    SELECT o.*, e.* FROM '{docket}/obligations.parquet' o, (
        SELECT last(COLUMNS(*)) FROM '{docket}/events.parquet'
    ) e
) TO '{out}' (FORMAT parquet)
"""
_COPY = """
SELECT last(COLUMNS(*)) FROM '{docket}/obligations.parquet'; SELECT last(COLUMNS(*)) FROM '{docket}/events.parquet';
COPY (FROM '{settled}') TO '{out}' (FORMAT parquet); COPY (FROM '{shares}') TO '{out}' (FORMAT parquet)
"""


class Cost(NamedTuple):
    """What a process took: CPU seconds (user and system, children included), wall seconds, peak memory in MB, and what it printed."""

    cpu: float
    wall: float
    memory: float
    said: str


def measure(command: list[str]) -> Cost | None:
    """Run a process and return what it took; None when it failed, after it has said why.

    Of several processes the memory is that of the largest one, and never less than this one's: nothing large is imported here.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as process:
        said = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"{' '.join(command)} ended with {process.returncode}", file=sys.stderr)
        return None
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024, said)


def _environment() -> dict[str, str]:
    """Return the environment without settings that slow the arithmetic of numpy."""
    return {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}


def floor(docket: str, out: str) -> None:
    """Read and write with DuckDB, computing nothing."""
    import duckdb

    duckdb.execute(_FLOOR.format(docket=docket, out=out))


def copied(docket: str, settled: str, shares: str, out: str) -> None:
    """Read the docket, and copy what was made of it, with DuckDB."""
    import duckdb

    duckdb.execute(_COPY.format(docket=docket, settled=settled, shares=shares, out=out))


def fold_alone(docket: str, count: str) -> None:
    """Print the CPU seconds of the compiled fold over `count` obligations, copies of those of a docket."""
    import numpy as np

    from govaudit.model.days import parse_day
    from govaudit.rules.days.working_days import chinese_calendar
    from govaudit.settle.compiled import fold_batch, is_compiled

    batch, as_of = _bound(Path(docket)), parse_day(AS_OF)
    if not is_compiled():
        print("compiling the fold; once, half a minute", file=sys.stderr)
    fold_batch(batch, chinese_calendar(), as_of)
    times = int(count) // len(batch.known)

    def ends(column: object) -> object:
        own = np.asarray(column)
        return np.concatenate([[0], (own[1:] + own[-1] * np.arange(times)[:, None]).ravel()])

    shared = {"first": batch.first, "numerator": batch.numerator}
    at = {name: ends(getattr(batch, name)) for name in ("term_at", "event_at", "tolled_at")}
    rest = {name: np.tile(getattr(batch, name), times) for name in batch._fields if name not in {*shared, *at}}
    whole = batch._replace(**at, **rest)
    room = fold_batch(whole, chinese_calendar(), as_of)
    began = time.process_time()
    fold_batch(whole, chinese_calendar(), as_of, room=room)
    print(time.process_time() - began)


def _bound(docket: Path) -> Batch:
    """Return the obligations of a docket as the fold takes them, payments allotted to their debts."""
    from govaudit.docket.view import View
    from govaudit.formats.read import read_docket
    from govaudit.model.days import parse_day
    from govaudit.rules.days.rolling import NEVER
    from govaudit.rules.days.working_days import chinese_calendar
    from govaudit.settle.allocate import allot
    from govaudit.settle.bind_rows import Binder
    from govaudit.settle.terms import Days

    read, as_of, calendar = read_docket([docket]), parse_day(AS_OF), chinese_calendar()
    binder = Binder(View(read, as_of))
    bound = allot(binder, Days(calendar.rank, calendar.nth, as_of, NEVER))
    duties = [bound.get(row) or binder.duty(row) for row in range(len(read["obligations"]))]
    packing = run_path(str(HERE.parent / "tests/settle/packing.py"))
    made: Batch = packing["pack"]([packing["Bound"](d.versions, d.events, d.tolled, d.rates, NEVER) for d in duties])
    return made


def report(size: int, scratch: Path, peers_up_to: int) -> None:
    """Print the lines of one size."""
    docket, this = scratch / str(size), [sys.executable, __file__]
    subprocess.run(
        [sys.executable, str(HERE / "generate.py"), str(docket), "--obligations", str(size)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    base = measure([*this, "--floor", str(docket), str(scratch / "floor.parquet")])
    if base is None:
        return
    _line(size, "floor: read and write (DuckDB)", base, base)
    ours = tables(scratch, "govaudit")
    _line(size, "`govaudit status`, holders included", measure(status_command(docket, ours)), base)
    copy = [*this, "--copied", str(docket), *map(str, ours), str(scratch / "floor.parquet")]
    _line(size, "the same tables copied (DuckDB)", measure(copy), base)
    if size > peers_up_to:
        return
    fold = measure([*this, "--fold", str(scratch / "docket"), str(size)])
    if fold is not None:
        cpu = float(fold.said)
        said = f"fold alone, {size / cpu / 1e6:.1f} million a second and core"
        _line(size, said, Cost(cpu, cpu, fold.memory, ""), base)
    for peer in PEERS:
        _line(
            size, peer, measure(peer_command(peer, docket, scratch / "calendar.parquet", tables(scratch, peer))), base
        )


def _line(size: int, name: str, cost: Cost | None, base: Cost) -> None:
    """Print a row of the table, in Markdown."""
    figures = ["did not end", "", "", ""]
    if cost is not None:
        figures = [f"{cost.cpu:.2f}", f"{cost.cpu / base.cpu:.2f}", f"{cost.wall:.1f}", f"{cost.memory:.0f}"]
    print(f"| {size:,} | {name} | {' | '.join(figures)} |", flush=True)


def main() -> None:
    """Measure each size, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], help="numbers of obligations")
    parser.add_argument("--with", type=int, nargs="+", default=[], dest="more", help="further sizes, such as 100000000")
    parser.add_argument("--peers-up-to", type=int, default=10_000_000, help="largest size at which the peers and the fold alone, which hold all in memory, are measured (default: 10000000)")  # fmt: skip
    parser.add_argument("--floor", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--copied", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--fold", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.floor:
        floor(*chosen.floor)
    elif chosen.copied:
        copied(*chosen.copied)
    elif chosen.fold:
        fold_alone(*chosen.fold)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            run([*chosen.sizes, *chosen.more], Path(scratch), chosen.peers_up_to)


def run(sizes: list[int], scratch: Path, peers_up_to: int) -> None:
    """Check the peers, compile the fold, and print the table."""
    command = [sys.executable, str(HERE / "peers.py"), str(scratch), "--obligations", str(_CHECKED)]
    subprocess.run(command, check=True)
    measure([sys.executable, __file__, "--fold", str(scratch / "docket"), str(_BOUND)])  # compiles, once
    print("| obligations | what | CPU s | × floor | wall s | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        report(size, scratch, peers_up_to)


if __name__ == "__main__":
    main()
