"""`govaudit audit` and `status` as their users call them: exit statuses, formats, the contract of the columns."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import CASE, call, docket

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [
    "obligation",
    "instrument",
    "domain",
    "rule",
    "state",
    "due_on",
    "due_on_raw",
    "grace_until",
    "performed_on",
    "amount",
    "performed_amount",
    "open_amount",
    "breach_days",
    "amount_days",
    "interest",
    "episodes",
    "tolled_days",
    "flags",
    "rules_applied",
    "provisional",
    "trigger_event",
]


def test_status_rows_follow_the_contract(tmp_path: Path) -> None:
    result = call("status", docket(tmp_path), "--as-of", "2026-06-30", "--format", "csv", "--lang", "zh")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == COLUMNS
    late, ahead = rows
    # due Tuesday 2026-03-31, paid 2026-04-20: 20 days, all of 1,000.00 open on each of them
    assert (late["state"], late["due_on"], late["performed_on"], late["breach_days"]) == (
        "fulfilled_late",
        "2026-03-31",
        "2026-04-20",
        "20",
    )
    assert (late["amount"], late["performed_amount"], late["open_amount"], late["amount_days"]) == (
        "1000.00",
        "1000.00",
        "0.00",
        "20000.00",
    )
    assert (ahead["state"], ahead["breach_days"], ahead["performed_on"], ahead["provisional"]) == (
        "active",
        "0",
        "",
        "false",
    )
    assert result.exit_code == 0


def test_breach_days_are_split_over_both_holders(tmp_path: Path) -> None:
    run = json.loads(call("audit", docket(tmp_path), "--as-of", "2026-06-30", "--format", "json").stdout)
    (finding,) = [f for f in run["findings"] if f["obligation"] == "O1"]
    counted = {line["name"]: line["days"] for line in finding["responsible"] if line["counted"]}
    assert counted == {"甲某": 9, "乙某": 11}  # V9a: A to 04-09, B from 04-10
    assert (finding["kind"], finding["rule"], finding["dates"]["performed_on"]) == ("breach", "OB-02", "2026-04-20")
    assert set(finding["message"]) == {"zh", "en"}


@pytest.mark.parametrize(("args", "code"), [((), 1), (("--fail-on", "never"), 0), (("--as-of", "2026-03-31"), 0)])
def test_exit_status_says_whether_something_was_found(tmp_path: Path, args: tuple[str, ...], code: int) -> None:
    options = {"--as-of": "2026-06-30", **dict(zip(args[::2], args[1::2], strict=True))}
    flat = [item for pair in options.items() for item in pair]
    assert call("audit", docket(tmp_path), *flat).exit_code == code


def test_problems_stop_with_exit_status_2_and_their_place(tmp_path: Path) -> None:
    bad = docket(tmp_path, CASE.replace("due_on: 2026-03-31", "due_on: 2026-13-31"))
    result = call("audit", bad, "--as-of", "2026-06-30", "--lang", "zh")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "案卷.yaml obligations 第15行 due_on列：“2026-13-31”没有这一天。核对年、月、日。" in result.stderr
    assert "另有1行引用了以上有问题的行" in result.stderr  # the payment of the bad row


def test_lenient_goes_on_and_says_how_many_rows_were_left_out(tmp_path: Path) -> None:
    bad = docket(tmp_path, CASE.replace("due_on: 2026-03-31", "due_on: 2026-13-31"))
    run = json.loads(call("audit", bad, "--as-of", "2026-09-30", "--format", "json", "--lenient").stdout)
    assert run["manifest"]["left_out"] == 2
    assert [f["obligation"] for f in run["findings"] if f["kind"] == "breach"] == ["O2"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = docket(tmp_path)
    for form in ("json", "csv"):
        first, second = (
            call("audit", folder, "--as-of", "2026-06-30", "--format", form).stdout_bytes for _ in range(2)
        )
        assert first == second
        assert first


def test_persons_are_left_out_on_request(tmp_path: Path) -> None:
    named = call("audit", docket(tmp_path), "--as-of", "2026-06-30", "--format", "json").stdout
    unnamed = call("audit", tmp_path, "--as-of", "2026-06-30", "--format", "json", "--no-names").stdout
    assert "甲某" in named
    assert "甲某" not in unnamed
    assert "乙某" not in unnamed


def test_a_misspelt_event_type_is_a_problem_not_a_lost_payment(tmp_path: Path) -> None:
    bad = docket(tmp_path, CASE.replace("type: pay", "type: perfrom"))
    result = call("audit", bad, "--as-of", "2026-06-30", "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean 'perform'?" in result.stderr


def test_settings_of_the_docket_hold_unless_an_option_says_otherwise(tmp_path: Path) -> None:
    folder = docket(tmp_path)
    (folder / "govaudit.yaml").write_text("as_of: 2026-03-31\n", encoding="utf-8")
    assert call("audit", folder).exit_code == 0
    assert call("audit", folder, "--as-of", "2026-04-01").exit_code == 1
    (folder / "govaudit.yaml").write_text("asof: 2026-03-31\n", encoding="utf-8")
    result = call("audit", folder, "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean 'as_of'?" in result.stderr


def test_settings_hold_beside_other_files_and_are_said_to_be_unused_beside_other_folders(tmp_path: Path) -> None:
    folder = docket(tmp_path / "d")
    (folder / "govaudit.yaml").write_text("as_of: 2026-03-31\nlang: en\n", encoding="utf-8")
    more = tmp_path / "more.yaml"
    more.write_text("orgs: [{id: N, name: 示例市审计局}]\n", encoding="utf-8")
    for paths in ((folder, more), (more, folder)):
        result = call("audit", *paths, "--format", "json")
        assert result.exit_code == 0
        manifest = json.loads(result.stdout)["manifest"]
        assert manifest["as_of"] == "2026-03-31"
        assert "settings_not_used" not in [problem["code"] for problem in manifest["problems"]]
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "more.yaml").write_text(more.read_text("utf-8"), encoding="utf-8")
    manifest = json.loads(call("audit", folder, tmp_path / "e", "--as-of", "2026-04-01", "--format", "json").stdout)[
        "manifest"
    ]
    assert manifest["as_of"] == "2026-04-01"
    (note,) = [problem for problem in manifest["problems"] if problem["code"] == "settings_not_used"]
    assert (note["level"], note["file"]) == ("note", str(folder / "govaudit.yaml"))


def test_errors_are_written_with_a_header(tmp_path: Path) -> None:
    bad = docket(tmp_path / "d", CASE.replace("amount: 2000.00", "amount: 两千"))
    target = tmp_path / "problems.csv"
    assert call("audit", bad, "--errors", target).exit_code == 2
    (row,) = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert (row["file"], row["row"], row["column"], row["value"]) == ("案卷.yaml", "16", "amount", "两千")


def test_nothing_to_audit_is_said(tmp_path: Path) -> None:
    result = call("audit", tmp_path, "--lang", "zh")
    assert result.exit_code == 2
    assert "没有读到任何数据" in result.stderr
    missing = call("audit", tmp_path / "nowhere", "--lang", "zh")
    assert missing.exit_code == 2
    assert "文件或文件夹不存在" in missing.stderr
