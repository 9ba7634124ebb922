"""Files that are no clean tables, and places that cannot be written: the same answer as row by row, or a sentence, never a crash."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from cli.desk import call
from settle.bulk.both import REFUSED, ask, plainly

DAY = ["--as-of", "2026-06-30", "--lenient"]
TABLES: dict[str, dict[str, list[Any]]] = {
    "orgs": {"id": ["b"], "name": ["示例局"]},
    "instruments": {"id": ["c"], "domain": ["pledge"], "kind": ["plan"], "title": ["示例"], "authority": ["b"]},
    "obligations": {"id": ["o1", "o2"], "instrument": ["c", "c"], "title": ["一", "二"], "bearer": ["b", "b"], "due_on": ["2026-03-31", "2026-05-31"], "amount": ["10", "20.5"]},
    "events": {"id": ["e1"], "obligation": ["o1"], "type": ["pay"], "occurred_on": ["2026-04-02"], "amount": ["10"]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _plain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "slow" not in request.keywords:
        plainly(monkeypatch)
        monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)


def docket(folder: Path, **changed: dict[str, Any]) -> Path:
    """Write the docket above as Parquet, some columns changed."""
    folder.mkdir(exist_ok=True)
    for name, columns in TABLES.items():
        table = {column: value for column, value in {**columns, **changed.get(name, {})}.items() if value is not None}
        parquet.write_table(pa.table(table), folder / f"{name}.parquet")
    return folder


def agree(folder: Path, tmp_path: Path, *, refused: bool = False) -> None:
    """Assert that columns (or, refused there, the choice by size) answer as rows do."""
    by_row = ask(folder, "rows", "csv", tmp_path / "rows.csv", *DAY)
    by_column = ask(folder, "columns", "csv", tmp_path / "rows.csv", *DAY)
    assert (REFUSED in by_column.err) is refused
    if refused:
        assert by_column.status == 2
        by_column = ask(folder, "auto", "csv", tmp_path / "rows.csv", *DAY)
    assert by_column == by_row


def no_text(count: int) -> pa.Array:
    """Cells that say they are text and hold other bytes."""
    ends = pa.array(range(0, 2 * count + 1, 2), pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), count, [None, ends, pa.py_buffer(b"\xff\xfe" * count)])


TYPES: dict[str, dict[str, Any]] = {
    "a list as a title": {"obligations": {"title": [["一"], ["二"]]}},
    "a list where any words may stand": {"instruments": {"region": [["示例区"]]}},
    "a list as a note": {"events": {"note": [["说明"]]}},
    "a struct as a day": {"obligations": {"due_on": [{"y": 2026}, {"y": 2027}]}},
    "a map as attributes": {"instruments": {"attributes": [{"sme": "true"}]}},
    "a time as a day": {"obligations": {"due_on": pa.array([1, 2], pa.time32("s"))}},
    "truth as money": {"events": {"amount": [True]}},
    "bytes as an id": {"events": {"id": [b"e1"]}},
    "bytes that are no text": {"events": {"note": [b"\xff\xfe"]}},
    "fractions as ids": {"events": {"id": [1.5]}},
    "whole floats as ids": {"obligations": {"id": [1.0, 2.0]}, "events": {"obligation": [1.0]}},
    "not a number": {"obligations": {"amount": [float("nan"), 5.0]}},
    "infinity": {"obligations": {"amount": [float("inf"), 5.0]}},
    "nothing at all in a column": {"events": {"amount": pa.nulls(1), "cause": pa.nulls(1, pa.string())}},
    "nulls in what must be filled": {"obligations": {"title": [None, "二"], "bearer": [None, "b"]}},
    "no ids at all": {"obligations": {"id": pa.nulls(2, pa.string())}},
    "a column that must be there is not": {"obligations": {"bearer": None}},
    "categories": {"obligations": {"bearer": pa.array(["b", "b"]).dictionary_encode()}},
    "nanoseconds": {"events": {"occurred_on": pa.array([1_775_088_000_000_000_001], pa.timestamp("ns"))}},
    "a day in another zone": {"events": {"occurred_on": pa.array([1_775_088_000], pa.timestamp("s", "America/New_York"))}},
    "the first and the last day": {"obligations": {"due_on": pa.array([-719_162, 2_932_896], pa.date32())}},
    "unsigned and huge": {"obligations": {"amount": pa.array([2**64 - 1, 1], pa.uint64())}},
    "ids of ten thousand letters": {"obligations": {"id": ["o1" + "x" * 10_000, "o2"]}, "events": {"obligation": ["o1" + "x" * 10_000]}},
    "more digits than a float has": {"obligations": {"amount": pa.array([Decimal("1234567890123456.78"), None], pa.decimal256(40, 2))}},
    "debts that wrap around 64 bits": {"obligations": {"amount": pa.array([-(2**63), 5], pa.int64())}},
    "decimals that wrap around 64 bits": {"obligations": {"amount": pa.array([Decimal(-184467440737095516), None], pa.decimal128(18, 0))}},
    "not a number where there must be an id": {"instruments": {"authority": [float("nan")]}},
    "not a number for what a period runs from": {"obligations": {"due_on": None, "anchor": [float("nan")] * 2, "n": [1, 2], "unit": ["day"] * 2}},
    "an action of blanks": {"obligations": {"action": [" ", "pay "]}, "events": {"obligation": None, "instrument": ["c"]}},
    "rates of nothing that are none": {"obligations": {"amount": [None, "20.5"], "interest_rate": ["quite a lot", "none"], "interest_mode": [None, "none"]}},
    "a rate table of blanks": {"obligations": {"rate_table": [" ", None]}},
    "no such day to run from": {"obligations": {"anchor": [" 2026-02-30", "２０２６-02-30"]}},
    "raised digits to run from": {"obligations": {"anchor": ["²", "①②③④"]}},
    "a signature in a column": {"instruments": {"signed_on": ["2026-01-05"]}, "obligations": {"due_on": None, "anchor": ["signed", "签订"], "n": [3, 4], "unit": ["day"] * 2}},
    "an end and a beginning in columns": {"instruments": {"effective_on": ["2026-01-05"], "ends_on": ["2027-01-05"]}, "obligations": {"condition": ["effective", "ended"]}},
    "a signature told twice": {"instruments": {"signed_on": ["2026-01-05"]}, "obligations": {"condition": ["signed", "signed"]}, "events": {"type": ["signed"], "obligation": None, "instrument": ["c"]}},
    "a signature told of one and of both": {"instruments": {"signed_on": ["2026-01-05"]}, "obligations": {"condition": ["signed", "signed"]}, "events": {"type": ["signed"], "instrument": ["c"]}},
    "an event on one instrument and an odd other": {
        "instruments": {"id": ["c", "d"], "domain": ["pledge", "never"], "kind": ["plan"] * 2, "title": ["示例"] * 2, "authority": ["b"] * 2},
        "events": {"instrument": ["d"]},
    },
    "one id twice and one empty": {
        "obligations": {"instrument": [None, "c"]},
        "events": {"id": ["e1", "e1", None], "obligation": ["o1", "o1", "o2"], "type": ["pay"] * 3, "occurred_on": ["2026-04-02"] * 3, "amount": ["5"] * 3},
    },
    "a note that is no text": {"events": {"note": no_text(1)}},
    "clauses that are no text": {"obligations": {"clause": no_text(2)}},
    "days that no calendar has": {"obligations": {"due_on": pa.array([2**31 - 1, 20500], pa.date32())}},
    "a note on a day that no calendar has": {"events": {"note": pa.array([2**31 - 1], pa.date32())}},
    "words that SQL knows": {"obligations": {"id": ["o'); DROP TABLE events; --", 'o"2'], "condition": ["'", "%s {0}"]}},
}  # fmt: skip
REFUSED_TYPES = {
    "a note that is no text",
    "clauses that are no text",
    "days that no calendar has",
    "a note on a day that no calendar has",
    "a list as a title",
    "bytes as an id",
    "bytes that are no text",
    "fractions as ids",
    "nanoseconds",
    "more digits than a float has",
}


@pytest.mark.parametrize("what", TYPES)
def test_odd_types_of_parquet(what: str, tmp_path: Path):
    agree(docket(tmp_path / "docket", **TYPES[what]), tmp_path, refused=what in REFUSED_TYPES)


@pytest.mark.parametrize("table", ["instruments", "obligations", "events"])
def test_a_table_without_rows(table: str, tmp_path: Path):
    folder = docket(tmp_path / "docket")
    path = folder / f"{table}.parquet"
    parquet.write_table(parquet.read_table(path).slice(0, 0), path)
    agree(folder, tmp_path, refused=table == "obligations")


def test_more_contracts_than_obligations(tmp_path: Path):
    """The database then looks obligations up by contract, and they come in the order of contracts."""
    count = 3000
    contracts = {name: TABLES["instruments"][name] * count for name in TABLES["instruments"]}
    ids = [f"c{number}" for number in range(count)]
    agree(
        docket(tmp_path / "docket", instruments={**contracts, "id": ids}, obligations={"instrument": ["c2000", "c7"]}),
        tmp_path,
    )


MIXED: dict[str, dict[str, Any]] = {
    "floats": {"amount": pa.array([33.33], pa.float32())},
    "bytes": {"id": ["编号".encode()]},
    "truth": {"note": [True]},
    "whole numbers": {"id": [5], "amount": [33]},
    "days": {"occurred_on": pa.array([20_500], pa.date32())},
    "instants": {"occurred_on": pa.array([20_500 * 86_400], pa.timestamp("s"))},
}


@pytest.mark.parametrize("other", MIXED)
def test_files_of_one_table_with_other_types(other: str, tmp_path: Path):
    folder = docket(tmp_path / "docket", events={"note": ["说明"]})
    (folder / "events").mkdir()
    (folder / "events.parquet").rename(folder / "events" / "1.parquet")
    more = {**TABLES["events"], "id": ["e2"], "note": ["说明"], **MIXED[other]}
    parquet.write_table(pa.table(more), folder / "events" / "2.parquet")
    agree(folder, tmp_path, refused=other == "bytes")


def test_a_line_of_csv_that_is_none_far_down(tmp_path: Path):
    """It shows only when the lines before it have been settled."""
    folder = docket(tmp_path / "docket")
    (folder / "events.parquet").unlink()
    lines = [f"e{number},o1,delivered,2026-04-02,说明" for number in range(5000)]
    (folder / "events.csv").write_text("\n".join(["id,obligation,type,occurred_on,note", *lines, "e"]), "utf-8")
    agree(folder, tmp_path, refused=True)


@pytest.mark.parametrize("cut", [0, 4, 100, -9])
def test_a_damaged_file(cut: int, tmp_path: Path):
    path = docket(tmp_path / "docket") / "obligations.parquet"
    path.write_bytes(path.read_bytes()[:cut])
    agree(path.parent, tmp_path, refused=True)


def test_pages_that_are_damaged(tmp_path: Path):
    path = docket(tmp_path / "docket") / "obligations.parquet"
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(196)
    path.write_bytes(data)
    agree(path.parent, tmp_path, refused=True)


def test_payments_on_an_instrument_of_more_debts_than_columns_divide_them_over(tmp_path: Path):
    many = [f"o{number}" for number in range(200)]
    duties = {name: [TABLES["obligations"][name][0]] * 200 for name in TABLES["obligations"]}
    folder = docket(
        tmp_path / "docket",
        obligations={**duties, "id": many},
        events={"obligation": pa.nulls(1, pa.string()), "instrument": ["c"], "amount": ["1000.01"]},
    )
    agree(folder, tmp_path)


def test_a_file_of_the_docket_is_not_overwritten(tmp_path: Path):
    folder = docket(tmp_path / "docket")
    before = (folder / "events.parquet").read_bytes()
    done = call("status", folder, "--engine", "columns", "--format", "parquet", *DAY, "--output", folder / "events.parquet")  # fmt: skip
    assert done.exit_code == 2
    assert "events.parquet" in done.stderr
    assert (folder / "events.parquet").read_bytes() == before


@pytest.mark.parametrize(("output", "why"), [("nowhere/x.csv", "does not exist"), ("/dev/full", "disk is full")])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_an_output_that_cannot_be_written(output: str, why: str, tmp_path: Path):
    done = call("status", docket(tmp_path / "docket"), "--engine", "columns", "--format", "csv", *DAY, "--lang", "en", "--output", tmp_path / output)  # fmt: skip
    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["docket"]


def test_a_database_that_runs_out_of_disk_is_no_docket_for_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import duckdb

    def full(*_args: object) -> None:
        reason = "Could not write file: No space left on device"
        raise duckdb.IOException(reason)

    monkeypatch.setattr("govaudit.settle.bulk.bulk_status.prepare", full)
    done = call("status", docket(tmp_path / "docket"), "--engine", "auto", "--format", "csv", *DAY, "--lang", "en")
    assert done.exit_code == 2
    assert "the disk is full" in done.stderr


def test_a_cache_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from govaudit.settle import compiled

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert compiled._cache_folder.__wrapped__() is None


@contextlib.contextmanager
def running(folder: Path, output: Path) -> Any:
    """Run the command on a docket of some size."""
    command = [Path(sys.executable).with_name("govaudit"), "status", folder, "--engine", "columns", "--format", "csv", *DAY, "--output", output]  # fmt: skip
    with subprocess.Popen([*map(str, command)], stderr=subprocess.PIPE, text=True) as process:
        yield process


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docket that takes some seconds."""
    folder = docket(tmp_path_factory.mktemp("large") / "docket")
    count = 100_000
    ids = [f"o{number}" for number in range(count)]
    duties = {name: [TABLES["obligations"][name][0]] * count for name in TABLES["obligations"]}
    parquet.write_table(pa.table({**duties, "id": ids}), folder / "obligations.parquet")
    return folder


@pytest.mark.slow
def test_an_instrument_of_very_many_obligations(large: Path, tmp_path: Path):
    agree(large, tmp_path)


@pytest.mark.slow
def test_interrupted_it_leaves_nothing_behind(large: Path, tmp_path: Path):
    with running(large, tmp_path / "out.csv") as process:
        until = time.monotonic() + 200
        while not [*tmp_path.iterdir()] and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(200)
    assert process.returncode
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
def test_two_runs_at_once(large: Path, tmp_path: Path):
    with running(large, tmp_path / "one.csv") as one, running(large, tmp_path / "two.csv") as two:
        assert (one.wait(300), two.wait(300)) == (0, 0)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
