"""What is written where: never over the docket, never with what a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.desk import CASE, call, docket

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "command", [["audit", "--format", "json"], ["audit", "--errors"], ["status"], ["due"], ["structure"]]
)
def test_no_file_of_the_docket_is_overwritten(tmp_path: Path, command: list[str]) -> None:
    folder = docket(tmp_path / "d")
    case = folder / "案卷.yaml"
    (tmp_path / "link.yaml").symlink_to(case)
    option = [] if command[-1] == "--errors" else ["--output"]
    for target in (case, folder / ".." / "d" / "案卷.yaml", tmp_path / "link.yaml"):
        result = call(command[0], folder, *command[1:], *option, target, "--as-of", "2026-06-30")
        assert result.exit_code == 2
        assert case.read_text("utf-8") == CASE


def test_a_report_beside_the_docket_may_be_written_again(tmp_path: Path) -> None:
    folder = docket(tmp_path / "d")
    for _ in range(2):
        assert call("audit", folder, "--as-of", "2026-03-31", "--output", tmp_path / "r.txt").exit_code == 0


def test_escape_codes_in_data_do_not_reach_the_terminal(tmp_path: Path) -> None:
    bad = CASE.replace("amount: 2000.00", 'amount: "\\e]0;title\\a\\e[31m"').replace("道路养护合同", '"\\e[2J合同"')
    folder = docket(tmp_path / "d", bad)
    said = call("audit", folder, "--as-of", "2026-06-30", "--lenient")
    assert "\x1b" not in said.stderr + said.stdout
    assert "\x07" not in said.stderr + said.stdout
    for command in (["status"], ["due", "--overdue"], ["trace", "O1"], ["structure"]):
        told = call(
            command[0],
            *command[1:],
            *(["--docket"] if command[0] == "trace" else []),
            folder,
            "--as-of",
            "2026-06-30",
            "--lenient",
        )
        assert "\x1b" not in told.stderr + told.stdout, command


def test_the_settings_of_a_docket_name_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = docket(tmp_path / "d")
    (folder / "govaudit.yaml").write_text("lang: zh\nas_of: 2026-03-31\n", encoding="utf-8")
    monkeypatch.delenv("GOVAUDIT_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "截至" in call("audit", folder).stdout
    assert "截至" not in call("audit", folder, "--lang", "en").stdout
    monkeypatch.setenv("GOVAUDIT_LANG", "en")
    assert "截至" not in call("audit", folder).stdout


@pytest.mark.parametrize("command", ["audit", "status", "due"])
def test_a_csv_file_has_a_mark_for_excel_and_the_standard_output_has_none(tmp_path: Path, command: str) -> None:
    args = (command, docket(tmp_path / "d"), "--format", "csv", "--as-of", "2026-06-30")
    piped = call(*args).stdout_bytes
    call(*args, "--output", tmp_path / "out.csv")
    assert piped.split(b",")[0] in {b"fingerprint", b"obligation"}
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbf" + piped
