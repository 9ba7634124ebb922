"""Rows and columns give the same rows, the same problems and the same exit status, for every docket."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import random
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from settle.bulk.both import REFUSED, ask, plainly
from settle.bulk.dockets import some_docket
from settle.bulk.files import write
from settle.bulk.loop import Loop

if TYPE_CHECKING:
    from collections.abc import Iterator


def differs(seed: int, folder: Path, *, odd: bool = False, engine: str = "columns") -> tuple[bool, bool]:
    """Settle a random docket both ways and assert that they agree; returns whether columns refused it, and whether rows came out."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    docket = folder / str(seed)
    docket.mkdir()
    write(docket, some_docket(draw), draw, odd=odd)
    form = draw.choice(["csv", "csv", "parquet"])
    output = None if form == "csv" and draw.random() < 0.3 else folder / f"{seed}.{form}"
    more = ["--as-of", draw.choice(["2025-06-30", "2026-02-28", "2026-06-30", "2027-06-30"])]
    if draw.random() < 0.3:
        more += ["--known-at", draw.choice(["2025-09-01", "2026-03-01"])]
    if draw.random() < 0.7:
        more.append("--lenient")
    by_row = ask(docket, "rows", form, output, *more)
    by_column = ask(docket, engine, form, output, *more)
    refused = REFUSED in by_column.err
    if refused:
        by_column = ask(docket, "auto", form, output, *more)
    assert by_column == by_row, seed
    return refused, bool(by_row.rows or by_row.out)


def test_random_dockets_settle_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    told = [differs(seed, tmp_path) for seed in range(12)]
    assert sum(refused for refused, _ in told) < 3
    assert sum(written for _, written in told) > 4


def test_files_that_only_rows_can_read_settle_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    assert any(refused for refused, _ in (differs(seed, tmp_path, odd=True) for seed in range(1000, 1004)))


def test_random_dockets_settle_alike_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    @contextmanager
    def session(_master: str | None, _lang: str) -> Iterator[Loop]:
        yield Loop(3)

    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.cli.spark.session", session)
    for seed in (106, 107, 108):
        differs(seed, tmp_path, engine="spark")


TRIGGERED = {
    "orgs": "id,name\nb1,示例局\n",
    "instruments": "id,domain,kind,title,authority,signed_on\nc1,procurement,contract,合同,b1,\nc2,procurement,contract,合同,b1,2026-03-02\nc3,investment,agreement,协议,b1,\n",
    "obligations": "id,instrument,title,bearer,due_on\no1,c1,交付,b1,2026-05-31\no2,c2,交付,b1,2026-05-31\no3,c3,交付,b1,2026-05-31\n",
    "events": 'id,instrument,type,occurred_on\n"通知,""一""",c1,award_notice,2026-05-06\n通知二,c1,award_notice,2026-03-02\n',
}


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["columns", "spark"])
def test_the_trigger_of_a_duty_of_the_law_is_in_the_last_column(
    form: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    @contextmanager
    def session(_master: str | None, _lang: str) -> Iterator[Loop]:
        yield Loop(3)

    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    monkeypatch.setattr("govaudit.cli.spark.session", session)
    docket = tmp_path / "d"
    docket.mkdir()
    for name, text in TRIGGERED.items():
        (docket / f"{name}.csv").write_text(text, encoding="utf-8")
    by_row, by_column = (
        ask(docket, one, form, tmp_path / f"rows.{form}", "--as-of", "2026-06-30") for one in ("rows", engine)
    )
    assert by_column == by_row
    assert by_row.status == 0
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(by_row.rows.decode("utf-8-sig"))))
    else:
        assert by_row.rows[0][-1] == ("trigger_event", "string")
        rows = by_row.rows[1]
    assert {row["obligation"]: row["trigger_event"] or None for row in rows} == {
        "o1": None, "o2": None, "o3": None, "c1/GP-13": "通知二", "c1/GP-13#2": '通知,"一"',
        "c2/GP-14": "c2/signed_on", "c2/GP-15": "c2/signed_on",
    }  # fmt: skip


NAMED = {
    "orgs": "id,name\nb1,示例局\nf1,示例公司\n",
    "posts": "id,org,title\nP,b1,局长\n",
    "instruments": "id,domain,kind,title,authority,counterparty\n"
    + "".join(
        f"c{n},{domain},contract,合同,b1,f1\n"
        for n, domain in enumerate(["procurement", "procurement", "investment", "disclosure"], 1)
    ),
    "obligations": "id,instrument,title,bearer,action,due_on,amount,pays_for\no1,c1,付款,b1,pay,2026-05-01,100,price\no2,c2,付款,b1,pay,2026-05-01,100,\n"
    "o3,c3,交付,b1,deliver,2026-05-01,,\no4,c3,付款,b1,pay,2026-05-01,100,\n",
    "events": "id,instrument,obligation,type,occurred_on,amount,cause\ne1,c1,,award_notice,2026-01-16,,\ne2,,c1/GP-13,signed,2026-02-25,,\n"
    "e3,c3,,pay,2026-04-01,100,\ne4,,o2,pay,2026-04-01,100,\ne5,c3,,demand,2026-05-05,,\ne6,c1,,suspend,2026-01-20,,约定\ne7,,c2/GP-13,signed,2026-03-01,,\n"
    "e8,c4,,request_corrected,2026-03-02,,\ne9,c4,,pay,2026-03-03,5,\n",
    "assignments": "id,post,role,obligation\na1,P,responsible,c1/GP-13\na2,P,responsible,c2/GP-13\n",
}


def test_duties_of_the_law_are_named_and_what_moved_nothing_is_said_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    docket = tmp_path / "d"
    docket.mkdir()
    for name, text in NAMED.items():
        (docket / f"{name}.csv").write_text(text, encoding="utf-8")
    by_row, by_column = (
        ask(docket, one, "csv", None, "--as-of", "2026-06-30", "--lenient") for one in ("rows", "columns")
    )
    assert by_column == by_row
    assert by_row.status == 2
    rows = list(csv.DictReader(io.StringIO(by_row.out.decode("utf-8-sig"))))
    assert {row["obligation"]: row["breach_days"] for row in rows} == {
        "o1": "0", "o2": "0", "o3": "55", "o4": "0", "c1/GP-13": "1",
        "c1/GP-14": "0", "c1/GP-15": "0", "c4/TO-03": "0",  # no record, and no source says that such records are complete (R25.5)
    }  # fmt: skip
    said = by_row.err.split("\n")
    assert sum("no rule gives such a statutory duty" in line for line in said) == 2
    assert sum("had an effect on no obligation" in line for line in said) == 2
    assert sum("does not stop the time of c1/GP-13" in line for line in said) == 1


@pytest.fixture(scope="session")
def machine_code(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile once: other workers wait, and take the code from the cache."""
    with (Path(tempfile.gettempdir()) / f"govaudit-compiling-{os.getuid()}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        differs(0, tmp_path_factory.mktemp("first"))


@pytest.mark.slow
@pytest.mark.usefixtures("machine_code")
@pytest.mark.parametrize("block", range(6))
def test_many_random_dockets_settle_alike_in_machine_code(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    for seed in range(10_000 + 20 * block, 10_000 + 20 * (block + 1)):
        differs(seed, tmp_path, odd=block == 5)


def test_the_floor_of_the_law_and_what_is_not_deducted_are_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """At 1 % agreed the LPR on signing counts; 18 % stays; force majeure after the due day is deducted from nothing, and grace rolls forward."""
    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    tables = {
        "orgs": "id,name\nA,某局\nB,某公司\n",
        "instruments": "id,domain,kind,title,authority,counterparty,signed_on\nc1,procurement,contract,合同,A,B,2026-01-10\nc2,procurement,contract,合同,A,B,\n",
        "obligations": "id,instrument,title,bearer,action,due_on,amount,interest_mode,interest_rate,roll,grace_n\n"
        "o1,c1,款,A,pay,2026-03-31,1000000,fixed_at_contract,1%/year,,\no2,c1,款,A,pay,2026-03-31,1000000,fixed_at_contract,0.05%/day,,\n"
        "o3,c2,款,A,pay,2026-03-31,1000000,fixed_at_contract,1%/year,,\no4,c2,款,A,pay,2026-02-15,1000000,,,preceding,7\n",
        "events": "id,obligation,type,occurred_on,cause\ne1,o2,suspend,2026-04-10,不可抗力\ne2,o2,resume,2026-04-20,不可抗力\n",
        "rates": "table,from,value\nLPR-1Y,2025-05-20,0.03\n",
    }  # fmt: skip
    (docket := tmp_path / "d").mkdir()
    for name, text in tables.items():
        (docket / f"{name}.csv").write_text(text, encoding="utf-8")
    by_row, by_column = (
        ask(docket, one, "csv", tmp_path / "rows.csv", "--as-of", "2026-06-30") for one in ("rows", "columns")
    )
    assert by_column == by_row
    rows = {row["obligation"]: row for row in csv.DictReader(io.StringIO(by_row.rows.decode("utf-8-sig")))}
    told = {key: (row["interest"], row["flags"]) for key, row in rows.items() if not key.startswith("c")}
    assert told == {
        "o1": ("7479.45", "rate_floor"), "o2": ("45500.00", "suspension_not_deducted"), "o3": ("2493.15", "rate_floor_unknown"), "o4": ("", ""),
    }  # fmt: skip
    assert rows["o4"]["grace_until"] == "2026-02-24"  # back to Saturday 02-14, which is worked; 02-21 is the festival's
