"""`govaudit trace --all`: the rows are those of each single trace, in every format."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from cli.desk import call
from cli.desk import docket as desk_docket
from govaudit.formats.read import read_docket
from govaudit.model.days import iso, parse_day
from govaudit.officials.record.officials import Officials
from govaudit.officials.trace.trace import trace_duty
from govaudit.report.exports import shares_file as shares_out
from govaudit.rules.catalogue import load_rules
from govaudit.settle.settled_docket import settle_docket

if TYPE_CHECKING:
    from govaudit.settle.status import Status

SAMPLES = Path(__file__).parents[2] / "contracts_samples"
AS_OF = parse_day("2026-06-30")


def test_the_rows_of_all_samples_are_those_of_each_trace():
    done = settle_docket(read_docket([SAMPLES]), load_rules(), AS_OF)
    officials = Officials(done.view)
    rows = list(shares_out.share_rows(officials, done.statuses, AS_OF, names=True))
    late: list[Status] = [status for status in done.statuses if status.spans]
    assert len(late) > 10
    for status in late:
        mine = [row for row in rows if row["obligation"] == status.obligation]
        lines = [
            line
            for line in trace_duty(officials, status, AS_OF).responsible
            if line.phase == "overdue" and (line.counted or line.days)
        ]
        theirs = [
            (line.role, line.post, line.holder, line.person, line.name, line.from_, line.to, line.days, line.share, line.amount_days, line.certainty)
            for line in lines
        ]  # fmt: skip
        columns = (
            "role",
            "post",
            "holder",
            "person",
            "name",
            "from",
            "to",
            "days",
            "share",
            "amount_days",
            "certainty",
        )
        said = [tuple(iso(row[name]) if name in {"from", "to"} else row[name] for name in columns) for row in mine]
        assert sorted(said, key=str) == sorted(theirs, key=str)
        assert sum(Fraction(row["share"]) for row in mine if row["share"]) == status.breach_days
    assert {row["obligation"] for row in rows} == {status.obligation for status in late}


def test_the_formats_hold_the_same_rows_and_no_names_when_not_wanted(tmp_path: Path):
    folder = desk_docket(tmp_path / "desk")

    def run(form: str, *more: str) -> bytes:
        target = tmp_path / f"rows.{form}"
        assert (
            call(
                "trace", "--all", folder, "--as-of", "2026-08-31", "--format", form, "--output", target, *more
            ).exit_code
            == 0
        )
        return target.read_bytes()

    rows: list[dict[str, Any]] = json.loads(run("json"))
    assert [(row["obligation"], row["person"], row["from"], row["to"], row["share"]) for row in rows] == [
        ("O1", "X", "2026-04-01", "2026-04-09", "9"), ("O1", "Y", "2026-04-10", "2026-04-20", "11"), ("O2", "Y", "2026-08-01", "2026-08-31", "31"),
    ]  # fmt: skip
    assert [{key: value or None for key, value in row.items()} | {"days": int(row["days"])} for row in csv.DictReader(io.StringIO(run("csv").decode("utf-8-sig")))] == rows  # fmt: skip
    table = pq.read_table(io.BytesIO(run("parquet"))).to_pylist()
    assert [row | {"from": row["from"].isoformat(), "to": row["to"].isoformat()} for row in table] == rows
    hidden = run("json", "--no-names").decode()
    assert "甲某" not in hidden
    assert all(row["person"] is None and row["name"] is None for row in json.loads(hidden))


def test_a_docket_without_a_breach_gives_no_row_and_wrong_formats_are_refused(tmp_path: Path):
    folder = desk_docket(tmp_path / "desk")
    assert json.loads(call("trace", "--all", folder, "--as-of", "2026-01-31", "--format", "json").stdout) == []
    assert call("trace", "--all", folder, "--format", "svg").exit_code == 2
    assert call("trace", "O1", folder, "--format", "csv").exit_code == 2
