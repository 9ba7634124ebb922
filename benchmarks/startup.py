"""CPU seconds of whole govaudit processes: what a person waits for, import of libraries included.

Run it as `.venv/bin/python benchmarks/startup.py`; the figures go into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import AS_OF, generate

ROOT = Path(__file__).parent.parent
GOVAUDIT = str(Path(sys.executable).with_name("govaudit"))
SAMPLES = "contracts_samples/docket" if (ROOT / "contracts_samples" / "docket").is_dir() else "contracts_samples"


def measured(folder: str) -> dict[str, tuple[list[str], float | None]]:
    """Return the commands by name, each with its aim; `folder` holds a docket of 100 obligations."""
    day = ["--as-of", AS_OF]
    return {
        "python -c pass": ([sys.executable, "-c", "pass"], None),
        "govaudit --help": ([GOVAUDIT, "--help"], 0.2),
        "govaudit status of 100 obligations": ([GOVAUDIT, "status", folder, *day], 0.5),
        "govaudit audit of 100 obligations": ([GOVAUDIT, "audit", folder, *day], 0.5),
        f"govaudit audit {SAMPLES}": ([GOVAUDIT, "audit", SAMPLES, *day], 0.5),
    }


def hundred(folder: Path) -> None:
    """Write a docket of 100 obligations as CSV."""
    import duckdb

    with tempfile.TemporaryDirectory() as parquet:
        generate(Path(parquet), 100)
        for file in Path(parquet).glob("*.parquet"):
            duckdb.read_parquet(str(file)).write_csv(str(folder / f"{file.stem}.csv"))


def cpu_seconds(command: list[str]) -> float:
    """Return user and system time of one process and of all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environment()
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: there are findings
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment() -> dict[str, str]:
    """Return the environment of a pipe: no colour, no width of somebody's terminal."""
    return {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")}


def main() -> None:
    """Print the median of some runs for each command, after one run that fills the caches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each command is measured (default: 5)")
    runs = parser.parse_args().runs
    floor = 0.0
    print(f"{'command':<44} {'CPU s':>7} {'aim':>6} {'x pass':>7}")
    with tempfile.TemporaryDirectory() as folder:
        hundred(Path(folder))
        for name, (command, aim) in measured(folder).items():
            cpu_seconds(command)
            median = statistics.median(cpu_seconds(command) for _ in range(runs))
            floor = floor or median
            print(f"{name:<44} {median:>7.3f} {f'< {aim}' if aim else '':>6} {median / floor:>7.1f}")


if __name__ == "__main__":
    main()
