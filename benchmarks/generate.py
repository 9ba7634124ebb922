"""A docket of any size, the same rows every time: `.venv/bin/python benchmarks/generate.py FOLDER --obligations 1000000`.

Contracts, obligations and events as mix.py draws them; bodies, posts, persons and their terms of office, with handovers on one day,
overlaps and vacancies; a table of rates. Written chunk by chunk, so that memory does not grow with the size. The obligations and events
of a contract lie together, which only speed may rely on: `--shuffle` scatters them over the files.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from day import AS_OF
from mix import CONTRACTS_OF_A_POST, EACH, dates, drawn, events, names, obligations, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mix import Ints

_CHUNK = EACH * 30_720  # obligations; a row group of each file
_TENURES = 4  # of each post, about 400 days each
_TAKING_OFFICE = 18993  # 2022-01-01
_RATES = {"2023-01-01": "0.0365", "2024-07-22": "0.0335", "2024-10-21": "0.0310", "2025-05-20": "0.0300"}


def generate(folder: Path, count: int, *, shuffle: bool = False) -> None:
    """Write the tables of a docket of so many obligations as Parquet into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    contracts = -(-count // EACH)
    posts = max(5, contracts // CONTRACTS_OF_A_POST)
    _write(folder / "obligations.parquet", (obligations(n, posts) for n in _numbers(count, 1, shuffle=shuffle)))
    _write(folder / "events.parquet", (_events(n, shuffle=shuffle) for n in _numbers(count, 2, shuffle=shuffle)))
    _write(folder / "instruments.parquet", (_instruments(n, posts) for n in _numbers(contracts, 3, shuffle=shuffle)))
    _write(folder / "orgs.parquet", [_orgs(np.arange(posts))])
    _write(folder / "posts.parquet", [_posts(np.arange(posts))])
    _write(folder / "persons.parquet", [_persons(np.arange(posts * _TENURES))])
    _write(folder / "tenures.parquet", [_tenures(np.arange(posts * _TENURES))])
    _write(folder / "rates.parquet", [_rates()])


def _numbers(count: int, salt: int, *, shuffle: bool) -> Iterator[Ints]:
    """Yield 0 to count - 1 chunk by chunk, in order or, shuffled, in steps that share no divisor with the count."""
    step = int(count * 0.6180339887) + salt if shuffle else 1
    while math.gcd(step, count) > 1:
        step += 1
    for first in range(0, count, _CHUNK):
        yield np.arange(first, min(first + _CHUNK, count)) * step % count


def _write(path: Path, tables: Iterator[pa.Table] | list[pa.Table]) -> None:
    """Write tables as row groups of one file; ids, of which there are too many for a dictionary, plainly."""
    tables = iter(tables)
    first = next(tables)
    few = [name for name in first.column_names if name not in {"id", "obligation", "instrument"}]
    with pq.ParquetWriter(path, first.schema, use_dictionary=few, store_decimal_as_integer=True) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)


def _events(number: Ints, *, shuffle: bool) -> pa.Table:
    table = events(number)
    return table.take(pa.array(np.argsort(drawn(np.arange(len(table)), 30, 2**31)))) if shuffle else table


def _instruments(number: Ints, posts: int) -> pa.Table:
    same = np.zeros_like(number)
    return pa.table(
        {
            "id": names("i", number),
            "domain": words(same, ("investment",)),
            "kind": words(same, ("agreement",)),
            "title": names("示例协议", number),
            "authority": names("g", number % posts),
            "counterparty": names("f", drawn(number, 20, posts)),
            "signed_on": dates(19692 + drawn(number, 21, 30)),
        }
    )


def _orgs(number: Ints) -> pa.Table:
    columns = {"id": ("g", "f"), "name": ("示例局", "示例公司")}
    filled = {name: pa.concat_arrays([names(start, number) for start in said]) for name, said in columns.items()}
    return pa.table({**filled, "kind": words(np.repeat([0, 1], len(number)), ("department", "company"))})


def _posts(number: Ints) -> pa.Table:
    same = np.zeros_like(number)
    said = {"title": words(same, ("局长",)), "rank": words(same, ("head",))}
    return pa.table({"id": names("p", number), "org": names("g", number), **said})


def _persons(number: Ints) -> pa.Table:
    return pa.table({"id": names("h", number), "name": names("示例人员", number)})


def _tenures(number: Ints) -> pa.Table:
    """Return four terms of office a post: the next begins on the last day, the day after, during the term, or after a vacancy."""
    place = number % _TENURES
    start = _TAKING_OFFICE + np.where(place == 0, 0, place * 400 + drawn(number, 22, 120))
    following = _TAKING_OFFICE + (place + 1) * 400 + drawn(number + 1, 22, 120)
    handover = np.choose(
        drawn(number, 23, 4),
        [np.zeros_like(number), -np.ones_like(number), drawn(number, 24, 40), -1 - drawn(number, 24, 60)],
    )
    last = place == _TENURES - 1
    end = np.where(last, following, following + handover)
    return pa.table(
        {
            "id": names("t", number),
            "post": names("p", number // _TENURES),
            "person": names("h", number),
            "start": dates(start),
            "end": dates(end, ~last | (drawn(number, 25, 5) == 0)),
        }
    )


def _rates() -> pa.Table:
    first = [dt.date.fromisoformat(day) for day in _RATES]
    return pa.table({"table": ["lpr"] * len(_RATES), "from": first, "value": list(_RATES.values())})


def main() -> None:
    """Read the command line and write the docket."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--obligations", type=int, default=100_000)
    parser.add_argument("--shuffle", action="store_true", help="scatter the rows over the files")
    chosen = parser.parse_args()
    generate(chosen.folder, chosen.obligations, shuffle=chosen.shuffle)
    print(f"{chosen.folder}: {chosen.obligations} obligations; judge them with --as-of {AS_OF}")


if __name__ == "__main__":
    main()
