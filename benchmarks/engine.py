"""What settling large dockets costs, in one run: CPU seconds, peak memory, and each as a multiple of reading and writing alone.

Run it as `.venv/bin/python benchmarks/engine.py [--sizes 100000 1000000]`; the figures go into benchmarks/README.md. Every measurement
is a process of its own. `floor` is DuckDB reading obligations and events and writing one row an obligation, without joining them;
`govaudit status` is the whole command, from Parquet to Parquet; `fold` is the compiled fold alone, on obligations bound from a
docket of the same kind, on one core, in memory that an earlier batch has used.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from generate import AS_OF, generate

GOVAUDIT = str(Path(sys.executable).with_name("govaudit"))
_BOUND = 10_000  # obligations that are bound; the fold is measured on as many copies of them as the size asks for
# Every column of both tables is decoded and one row an obligation written; nothing is joined, sorted or computed.
_FLOOR = """
COPY (
    SELECT o.*, e.* FROM '{folder}/obligations.parquet' o, (
        SELECT max(COLUMNS(*)) FROM '{folder}/events.parquet'
    ) e
) TO '{folder}/floor.out' (FORMAT parquet)
"""


class Cost(NamedTuple):
    """What a process took: CPU seconds (user and system), wall seconds, peak memory in MB, and what it printed."""

    cpu: float
    wall: float
    memory: float
    said: str


def measure(command: list[str]) -> Cost:
    """Run a process and return what it took; end with its own words when it fails."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024, said)


def _environment() -> dict[str, str]:
    """Return the environment without settings that slow the arithmetic of numpy, and with one thread for it."""
    return {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}


def floor(folder: Path) -> None:
    """Read and write with DuckDB, computing nothing."""
    import duckdb

    duckdb.execute(_FLOOR.format(folder=folder))


def fold_alone(folder: Path, count: int) -> None:
    """Print the CPU seconds of the compiled fold over `count` obligations, copies of those of the docket in `folder`."""
    import numpy as np

    from govaudit.engine.bind import Binder
    from govaudit.engine.compiled import fold_batch, is_compiled
    from govaudit.engine.deadline import NEVER
    from govaudit.engine.facts import known_facts
    from govaudit.engine.pack import Bound, pack
    from govaudit.intake.read import read_docket
    from govaudit.law.calendar import chinese_calendar
    from govaudit.model.days import parse_day

    docket, as_of = read_docket([folder]), parse_day(AS_OF)
    binder = Binder(docket, known_facts(docket, None, as_of), as_of, None)
    duties = [binder.duty(row) for row in range(len(docket["obligations"]))]
    b = pack([Bound(d.versions, d.events, d.tolled, d.rates, NEVER) for d in duties])
    if not is_compiled():
        print("compiling the fold; once, half a minute", file=sys.stderr)
    fold_batch(b, chinese_calendar(), as_of)
    times = count // len(duties)

    def ends(column: object) -> object:
        own = np.asarray(column)
        return np.concatenate([[0], (own[1:] + own[-1] * np.arange(times)[:, None]).ravel()])

    shared = {"first": b.first, "numerator": b.numerator}
    at = {name: ends(getattr(b, name)) for name in ("term_at", "event_at", "tolled_at")}
    rest = {name: np.tile(getattr(b, name), times) for name in b._fields if name not in {*shared, *at}}
    whole = b._replace(**at, **rest)
    room = fold_batch(whole, chinese_calendar(), as_of)
    began = time.process_time()
    fold_batch(whole, chinese_calendar(), as_of, room=room)
    print(time.process_time() - began)


def report(size: int, folder: Path, sample: Path, whole_up_to: int) -> None:
    """Print the lines of one size."""
    generate(folder, size)
    this = [sys.executable, __file__]
    base = measure([*this, "--floor", str(folder)])
    _line(size, "floor (DuckDB, Parquet to Parquet)", base, base)
    if size <= whole_up_to:
        out = folder.parent / "status.parquet"
        command = [GOVAUDIT, "status", str(folder), "--as-of", AS_OF, "--format", "parquet", "--output", str(out)]
        (folder / "floor.out").unlink()
        _line(size, "govaudit status", measure(command), base)
    fold = measure([*this, "--fold", str(sample), str(size)])
    seconds = float(fold.said)
    print(f"{size:>10,}  {'fold alone, one core':<36} {seconds:>8.2f} {'':>8} {'':>8} {seconds / base.cpu:>8.2f}   {size / seconds / 1e6:.1f} million obligations a second")  # fmt: skip


def _line(size: int, name: str, cost: Cost, base: Cost) -> None:
    print(f"{size:>10,}  {name:<36} {cost.cpu:>8.2f} {cost.wall:>8.2f} {cost.memory:>8.0f} {cost.cpu / base.cpu:>8.2f}", flush=True)  # fmt: skip


def main() -> None:
    """Measure each size, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], help="numbers of obligations")
    parser.add_argument("--whole-up-to", type=int, default=100_000, help="largest size at which the whole command is measured (default: 100000)")  # fmt: skip
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--fold", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.floor:
        floor(chosen.floor)
    elif chosen.fold:
        fold_alone(Path(chosen.fold[0]), int(chosen.fold[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            sample = Path(scratch) / "sample"
            generate(sample, _BOUND)
            measure([sys.executable, __file__, "--fold", str(sample), str(_BOUND)])  # compiles, once
            print(f"{'obligations':>10}  {'':<36} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'x floor':>8}")
            for size in chosen.sizes:
                report(size, Path(scratch) / str(size), sample, chosen.whole_up_to)


if __name__ == "__main__":
    main()
