"""What a user meets at the edges: midnight, what was known when, units, names of columns, exit statuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from cli.desk import call
from contract.forms import read_rows

if TYPE_CHECKING:
    from pathlib import Path

INSTRUMENTS = 'id,domain,kind,title,authority\n001,investment,agreement,"引进\n项目",F\n'
ORGS = "id,name\nF,示例局\n"
OBLIGATIONS = "id,instrument,title,bearer,due_on,amount,tz\n01,001,兑现,F,2026-03-31,3000000.01,\n02,001,交地,F,2026-03-31,,America/New_York\n"
NAMED = {
    "fingerprint",
    "kind",
    "rule",
    "severity",
    "instrument",
    "obligation",
    "trigger_event",
    "subject",
    "former_fingerprint",
    "message",
    "basis",
    "dates",
    "amounts",
    "responsible",
    "evidence",
    "next_step",
}
ANSWERED = {"person", "post", "role", "degree", "from", "to", "days", "share", "certainty", "path"}


def folder(path: Path, **tables: str) -> Path:
    path.mkdir()
    for name, text in {"instruments": INSTRUMENTS, "orgs": ORGS, "obligations": OBLIGATIONS, **tables}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def states(path: Path, as_of: str, *more: str) -> list[tuple[str, str, int]]:
    result = call("status", path, "--as-of", as_of, "--format", "csv", *more)
    assert result.exit_code == 0, result.output
    return [(row["obligation"], row["state"], int(row["breach_days"])) for row in read_rows(result.stdout)]


@pytest.mark.parametrize(
    ("as_of", "state", "days"),
    [("2026-03-31", "active", 0), ("2026-04-01", "breached", 1), ("2026-04-02", "breached", 2)],
)
def test_the_due_day_itself_is_in_time(as_of: str, state: str, days: int, tmp_path: Path) -> None:
    assert states(folder(tmp_path / "d"), as_of) == [("01", state, days), ("02", state, days)]


def test_an_instant_is_a_day_of_the_obligations_time_zone(tmp_path: Path) -> None:
    """16:30 UTC is 00:30 of the next day in Shanghai; 03:30 UTC is 23:30 of the day before in New York."""
    events = "id,obligation,type,occurred_at,amount\ne1,01,pay,2026-03-31T16:30:00Z,3000000.01\ne2,02,perform,2026-04-01T03:30:00Z,\n"
    assert states(folder(tmp_path / "d", events=events), "2026-06-30") == [
        ("01", "fulfilled_late", 1),
        ("02", "fulfilled", 0),
    ]


def test_what_was_recorded_later_was_not_known(tmp_path: Path) -> None:
    events = "id,obligation,type,occurred_on,recorded_at,amount\ne1,01,pay,2026-03-30,2026-04-15T01:00:00+08:00,3000000.01\ne2,02,perform,2026-03-30,2026-04-10,\n"
    docket = folder(tmp_path / "d", events=events)
    assert states(docket, "2026-06-30", "--known-at", "2026-04-14") == [("01", "breached", 91), ("02", "fulfilled", 0)]
    assert states(docket, "2026-06-30", "--known-at", "2026-04-15") == [("01", "fulfilled", 0), ("02", "fulfilled", 0)]


@pytest.mark.parametrize("heading", ["amount (万元)", "amount（万元）"])
@pytest.mark.parametrize("paid", ["300.000001,万元", "3000000.01,元", "0.030000,亿元"])
def test_units_in_headings_and_in_the_column_unit(heading: str, paid: str, tmp_path: Path) -> None:
    duties = f"id,instrument,title,bearer,due_on,{heading}\n01,001,兑现,F,2026-03-31,300.000001\n"
    events = f"id,obligation,type,occurred_on,amount,unit\ne1,01,pay,2026-03-30,{paid}\n"
    result = call(
        "status", folder(tmp_path / "d", obligations=duties, events=events), "--as-of", "2026-06-30", "--format", "csv"
    )
    row = read_rows(result.stdout)[0]
    assert row["amount"] == "3000000.01"
    assert row["performed_amount"] == ("3000000.00" if "亿" in paid else "3000000.01")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("due_date", "due_on"), ("amont", "amount"), ("titel", "title"), ("instrument_id", "instrument")],
)
def test_an_unknown_column_is_refused_with_the_one_meant(wrong: str, right: str, tmp_path: Path) -> None:
    docket = folder(tmp_path / "d", obligations=f"id,{wrong}\n01,x\n")
    result = call("status", docket, "--as-of", "2026-06-30", "--lang", "en")
    assert result.exit_code == 2
    assert f"column {wrong}: '{wrong}'" in result.stderr
    assert f"did you mean '{right}'?" in result.stderr


BAD = "id,instrument,title,bearer,due_on,amount\n01,001,甲,F,2019-13-01,5\n02,001,乙,F,2026-09-30,5x\n03,001,丙,F,2026-09-30,5\n"


def test_problems_have_their_row_and_column_and_stop_the_audit(tmp_path: Path) -> None:
    result = call(
        "audit", folder(tmp_path / "d", obligations=BAD), "--as-of", "2026-06-30", "--lang", "en", "--format", "json"
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert "obligations.csv row 2 column due_on: '2019-13-01'" in result.stderr
    assert "obligations.csv row 3 column amount: '5x'" in result.stderr


@pytest.mark.parametrize("command", ["status", "audit", "due"])
def test_rows_left_out_are_never_exit_status_0(command: str, tmp_path: Path) -> None:
    """No finding, yet two rows are not judged: said once each, counted, and 2."""
    result = call(
        command, folder(tmp_path / "d", obligations=BAD), "--as-of", "2026-06-30", "--lenient", "--lang", "en"
    )
    assert result.exit_code == 2
    assert result.stderr.count("2019-13-01") == 1
    assert "2 rows were left out" in result.stderr


def test_findings_have_every_field_of_the_contract_and_keep_to_the_schema(tmp_path: Path) -> None:
    posts = {
        "posts": "id,org,title\nP,F,局长\n",
        "persons": "id,name\nX,甲某\n",
        "tenures": "id,post,person,start\nT,P,X,2020\n",
    }
    docket = folder(tmp_path / "d", obligations=OBLIGATIONS.replace(",F,", ",P,"), **posts)
    first, again = (call("audit", docket, "--as-of", "2026-06-30", "--format", "json") for _ in range(2))
    assert first.exit_code == 1
    assert first.stdout_bytes == again.stdout_bytes
    run = json.loads(first.stdout)
    jsonschema.Draft202012Validator(json.loads(call("schema", "findings").stdout)).validate(run)
    breaches = [finding for finding in run["findings"] if finding["kind"] == "breach"]
    assert [finding["obligation"] for finding in breaches] == ["01", "02"]
    for finding in breaches:
        assert finding.keys() >= NAMED
        assert finding["message"]["zh"] != finding["message"]["en"]
        assert all({"act", "article", "confidence"} <= basis.keys() for basis in finding["basis"])
        assert all(line.keys() >= ANSWERED for line in finding["responsible"])
        assert [(line["person"], line["days"]) for line in finding["responsible"] if line["counted"]] == [("X", 91)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_output_that_cannot_be_written_is_exit_status_2(lang: str, tmp_path: Path) -> None:
    docket = folder(tmp_path / "d")
    result = call("audit", docket, "--as-of", "2026-06-30", "--output", tmp_path / "no" / "x.txt", "--lang", lang)
    assert result.exit_code == 2
    assert ("文件夹不存在" if lang == "zh" else "the folder does not exist") in result.stderr
    assert call("audit", docket, "--as-of", "2026-06-30", "--output", docket, "--lang", lang).exit_code == 2
