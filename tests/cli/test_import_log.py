"""`govaudit import-log`: a docket whole or not at all, and exit statuses that never hide what was left out."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from formats.event_log.logs import SEND, case, event, xes

if TYPE_CHECKING:
    from pathlib import Path

GOOD = [
    case("A", event("Create", "2006-08-01T00:00:00.000+02:00"), event("Send", "2006-10-30T00:00:00.000+01:00")),
    case("B", event("Create", "2007-01-10"), event("Send", "2007-04-11T00:00:00.000+02:00")),
    case("C", event("Create", "2007-04-12")),
]
BAD = [*GOOD, case("D", event("Create", "2007-01-10"), event("Send", "gestern"))]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(SEND, encoding="utf-8")
    (tmp_path / "log.xes").write_text(xes(GOOD), encoding="utf-8")
    (tmp_path / "bad.xes").write_text(xes(BAD), encoding="utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_log_becomes_a_docket_that_status_reads(desk: Path, form: str):
    done = call(
        "import-log",
        desk / "log.xes",
        "--map",
        desk / "map.yaml",
        "--output",
        desk / "out",
        "--format",
        form,
        "--lang",
        "zh",
    )
    assert done.exit_code == 0, done.stderr
    assert "已读3个案例" in done.stdout
    assert "send：义务3项，对应履行2次" in done.stdout
    assert names(desk / "out") == {
        f"{table}.{form}" for table in ("instruments", "obligations", "events", "orgs", "sources")
    }
    status = call("status", desk / "out", "--as-of", "2008-01-01", "--format", "csv", "--lang", "en")
    assert status.exit_code == 0, status.stderr
    rows = {row["obligation"]: row for row in csv.DictReader(io.StringIO(status.stdout))}
    assert [(row["state"], row["due_on"], row["breach_days"]) for row in rows.values()] == [
        ("fulfilled", "2006-10-30", "0"), ("fulfilled_late", "2007-04-10", "1"), ("active", "2007-07-11", "0"),
    ]  # fmt: skip
    assert rows["C/send"]["flags"] == "unknown_after(2007-04-12)"


def test_a_packed_log_is_read_too(desk: Path):
    (desk / "log.xes.gz").write_bytes(gzip.compress((desk / "log.xes").read_bytes()))
    assert call("import-log", desk / "log.xes.gz", "--map", desk / "map.yaml", "--output", desk / "out").exit_code == 0


def test_a_problem_stops_and_leaves_nothing_behind(desk: Path):
    before = names(desk)
    done = call("import-log", desk / "bad.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "zh")
    assert done.exit_code == 2
    assert "第4个案例（D）第2个事件：时间无法识别" in done.stderr
    assert "1个问题，涉及4个案例中的1个" in done.stderr
    assert names(desk) == before


def test_lenient_leaves_the_case_out_and_says_so_and_still_exits_2(desk: Path):
    done = call(
        "import-log",
        desk / "bad.xes",
        "--map",
        desk / "map.yaml",
        "--output",
        desk / "out",
        "--lenient",
        "--lang",
        "en",
    )
    assert done.exit_code == 2
    assert "1 of 4 cases left out for problems" in done.stdout
    assert "event 2 of trace 4 (D)" in done.stderr
    text = (desk / "out" / "obligations.csv").read_text("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == ["A/send", "B/send", "C/send"]


def test_a_misspelt_map_stops_before_anything_is_written(desk: Path):
    (desk / "map.yaml").write_text(SEND.replace("fulfilled_by", "fulfiled_by"), encoding="utf-8")
    done = call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "zh")
    assert done.exit_code == 2
    assert "是否指“fulfilled_by”" in done.stderr
    assert not (desk / "out").exists()


def test_an_activity_the_log_never_has_stops_too(desk: Path):
    (desk / "map.yaml").write_text(SEND.replace("fulfilled_by: Send", "fulfilled_by: Sent"), encoding="utf-8")
    done = call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "en")
    assert done.exit_code == 2
    assert "did you mean 'Send'?" in done.stderr
    assert not (desk / "out").exists()


def test_a_folder_with_anything_in_it_is_left_alone(desk: Path):
    (desk / "out").mkdir()
    (desk / "out" / "mine.txt").write_text("x", "utf-8")
    done = call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "en")
    assert done.exit_code == 2
    assert "not empty" in done.stderr
    assert names(desk / "out") == {"mine.txt"}


def test_an_empty_folder_is_used(desk: Path):
    (desk / "out").mkdir()
    assert call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out").exit_code == 0
    assert (desk / "out" / "events.csv").is_file()


@pytest.mark.parametrize("name", ["log.txt", "log.xes.zip", "log"])
def test_what_is_no_log_is_refused(desk: Path, name: str):
    (desk / name).write_text("x", "utf-8")
    done = call("import-log", desk / name, "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "zh")
    assert done.exit_code == 2
    assert "不是事件日志" in done.stderr


def test_a_csv_log_in_a_declared_encoding(desk: Path):
    text = "concept:name,活动,time:timestamp\nA,开始,2026-01-01\nA,结束,2026-01-02\n"
    (desk / "log.csv").write_bytes(text.encode("gbk"))
    rule = SEND.replace("activity: concept:name", "activity: 活动").replace("Create", "开始").replace("Send", "结束")
    (desk / "map.yaml").write_text(rule, encoding="utf-8")
    done = call(
        "import-log",
        desk / "log.csv",
        "--map",
        desk / "map.yaml",
        "--output",
        desk / "out",
        "--encoding",
        "gbk",
        "--lang",
        "zh",
    )
    assert done.exit_code == 0, done.stderr
    assert "按 GBK/GB18030 编码读取" in done.stderr


def test_the_schema_of_maps_is_printed():
    made = json.loads(call("schema", "map").stdout)
    assert set(made["properties"]) == {"log", "instrument", "obligations", "events"}


@pytest.mark.parametrize(("lang", "said"), [("zh", "1个案例无一可用，未生成卷宗"), ("en", "none of 1 cases can be used; no docket was written")])  # fmt: skip
def test_where_every_case_is_refused_no_docket_is_named(desk: Path, lang: str, said: str):
    (desk / "bad.xes").write_text(xes(BAD[-1:]), encoding="utf-8")
    done = call("import-log", desk / "bad.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lenient", "--lang", lang)  # fmt: skip
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (desk / "out").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "磁盘已满"), ("en", "the disk is full")])
def test_a_docket_that_cannot_be_written_is_said_with_the_reason(desk: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str):  # fmt: skip
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("govaudit.formats.event_log.log_tables.Tables.write", full)
    done = call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", lang)
    assert done.exit_code == 2
    assert done.stderr.strip().endswith(said)


def test_a_log_that_cannot_be_read_is_not_a_folder_that_cannot_be_written(desk: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("govaudit.formats.event_log.to_docket.read_xes", broken)
    done = call("import-log", desk / "log.xes", "--map", desk / "map.yaml", "--output", desk / "out", "--lang", "en")
    assert done.exit_code == 2
    assert "log.xes: the file cannot be read: Input/output error" in done.stderr
    assert "cannot write" not in done.stderr
