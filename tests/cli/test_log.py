"""`govaudit log`: a ledger kept by command."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from govaudit.formats.writing.whole_file import new_file

if TYPE_CHECKING:
    from pathlib import Path

COMMITMENT = ("--title", "投资奖励", "--authority", "示例市投资促进局", "--counterparty", "示例新材料有限公司", "--duty", "兑付奖励",
              "--action", "pay", "--due-on", "2026-03-31", "--amount", "300万元", "--who", "经办员")  # fmt: skip


def _states(folder: Path, as_of: str) -> dict[str, tuple[str, str]]:
    result = call("status", folder, "--as-of", as_of, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    return {row["obligation"]: (row["state"], row["open_amount"]) for row in csv.DictReader(io.StringIO(result.stdout))}


def test_a_whole_ledger_is_kept_by_command(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    assert (
        call(
            "log",
            "official",
            folder,
            "--org",
            "示例市投资促进局",
            "--post",
            "局长",
            "--person",
            "甲某",
            "--start",
            "2025-01-01",
        ).exit_code
        == 0
    )
    assert call("log", "commitment", folder, *COMMITMENT).exit_code == 0
    year = next((folder / "commitment").iterdir()).stem
    assert (
        call(
            "log", "obligation", folder, "--instrument", year, "--duty", "交付土地", "--due-on", "2026-12-31"
        ).exit_code
        == 0
    )
    assert (
        call(
            "log",
            "event",
            folder,
            "--type",
            "pay",
            "--obligation",
            f"{year}-1",
            "--on",
            "2026-04-20",
            "--amount",
            "100万元",
        ).exit_code
        == 0
    )
    assert _states(folder, "2026-06-30") == {f"{year}-1": ("breached", "2000000.00"), f"{year}-2": ("active", "")}
    assert "经办员" in (folder / "commitment" / f"{year}.yaml").read_text(encoding="utf-8")


def test_a_bad_record_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    call("log", "commitment", folder, *COMMITMENT)
    before = sorted(path.read_bytes() for path in folder.rglob("*.yaml"))
    result = call("log", "event", folder, "--type", "pay", "--obligation", "没有", "--on", "2026-04-20", "--lang", "zh")
    assert result.exit_code == 2
    assert "表 obligations 中没有此编号" in result.stderr
    assert call("log", "event", folder, "--type", "pay", "--on", "2026-02-30", "--obligation", "没有").exit_code == 2
    assert sorted(path.read_bytes() for path in folder.rglob("*.yaml")) == before


def test_what_is_missing_is_named_when_there_is_no_terminal(tmp_path: Path) -> None:
    result = call("log", "event", tmp_path, "--type", "pay", "--lang", "en")
    assert result.exit_code == 2
    assert "missing: --on" in result.stderr


def test_a_taken_id_is_not_overwritten(tmp_path: Path) -> None:
    assert call("log", "commitment", tmp_path, "--id", "K-1", *COMMITMENT).exit_code == 0
    written = (tmp_path / "commitment" / "K-1.yaml").read_bytes()
    assert call("log", "commitment", tmp_path, "--id", "K-1", *COMMITMENT).exit_code == 2
    assert (tmp_path / "commitment" / "K-1.yaml").read_bytes() == written


def test_of_many_writers_of_one_file_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    target = tmp_path / "event" / "SJ-1.yaml"
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda number: new_file(target, f"events: []  # {number}\n".encode()), range(32)))
    assert sorted(won) == [False] * 31 + [True]
    assert target.read_text(encoding="utf-8") == f"events: []  # {won.index(True)}\n"
    assert [path.name for path in (tmp_path / "event").iterdir()] == ["SJ-1.yaml"]


def test_a_bearer_is_found_by_name_like_the_authority(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    call(
        "log",
        "official",
        folder,
        "--org",
        "示例市财政局",
        "--post",
        "局长",
        "--person",
        "甲某",
        "--start",
        "2025-01-01",
    )
    assert call("log", "commitment", folder, "--id", "K-1", *COMMITMENT, "--bearer", "示例市财政局").exit_code == 0
    assert call("log", "obligation", folder, "--instrument", "K-1", "--duty", "交地", "--due-on", "2026-12-31",
                "--bearer", "示例市财政局/局长").exit_code == 0  # fmt: skip
    assert _states(folder, "2026-06-30").keys() == {"K-1-1", "K-1-2"}


def test_two_questions_never_have_the_same_words() -> None:
    from govaudit.cli.log import _DUTY, _INSTRUMENT

    asked = [ask.label for ask in (*_INSTRUMENT, *_DUTY)]
    assert len({label.zh for label in asked}) == len({label.en for label in asked}) == len(asked)


@pytest.mark.parametrize("key", ["../逃", ".隐", "~$锁", "a/b", "合" * 100, "a:b?", "..", "a\u2028b\x85c"])
def test_whatever_the_id_its_record_is_in_the_folder_and_is_read(tmp_path: Path, key: str) -> None:
    folder = tmp_path / "台账"
    assert call("log", "contract", folder, "--id", key, *COMMITMENT).exit_code == 0
    assert [path.parent for path in tmp_path.rglob("*.yaml")] == [folder / "contract"]
    assert set(_states(folder, "2026-06-30")) == {f"{key}-1"}


def test_ids_that_look_alike_as_file_names_are_two_records(tmp_path: Path) -> None:
    for key in ("a/b", "a_b", "a:b"):
        assert call("log", "contract", tmp_path, "--id", key, *COMMITMENT).exit_code == 0
    assert set(_states(tmp_path, "2026-06-30")) == {"a/b-1", "a_b-1", "a:b-1"}
