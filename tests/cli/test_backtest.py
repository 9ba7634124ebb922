"""`govaudit backtest`: the tables of a panel small enough to count by hand."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from cli.desk import call

if TYPE_CHECKING:
    from pathlib import Path

# use of the general limit in 2018 and 2019: near and then broken, near and kept, far and broken, far and kept
_USE = {"a": (96, 101), "b": (96, 97), "c": (50, 101), "d": (50, 60)}


def _panel(folder: Path) -> Path:
    (folder / "orgs.csv").write_text(
        "id,name,level\n" + "".join(f"{key},{key}县,county\n" for key in _USE), encoding="utf-8"
    )
    rows = [
        f"{key},{year},final,{item},{value},亿元\n"
        for key, use in _USE.items()
        for year, balance in zip((2018, 2019), use, strict=True)
        for item, value in (("general_balance", balance), ("general_limit", 100))
    ]
    (folder / "fiscal.csv").write_text("unit,year,basis,item,value,unit_of_value\n" + "".join(rows), encoding="utf-8")
    return folder


def test_a_panel_counted_by_hand(tmp_path: Path) -> None:
    asked = ("backtest", _panel(tmp_path), "--rule", "EW-L1", "--as-of", "2020-12-31", "--format")
    (row,) = csv.DictReader(io.StringIO(call(*asked, "csv").stdout.removeprefix("\ufeff")))
    assert [row[name] for name in ("hit", "false_alarm", "missed", "quiet")] == ["1"] * 4
    assert (row["noise_to_signal"], row["missed_share"], row["event_given_signal"]) == (
        "1.000000",
        "50.0000",
        "50.0000",
    )
    (found,) = json.loads(call(*asked, "json").stdout)["backtest"]
    assert (found["rule"], found["hit"], found["title"]["zh"]) == ("EW-L1", 1, "限额将满")
    text = call(*asked, "text", "--lang", "zh").stdout
    assert "命中" in text
    assert "不是概率" in text


def test_every_signal_is_listed_and_an_unknown_one_refused(tmp_path: Path) -> None:
    found = json.loads(call("backtest", _panel(tmp_path), "--as-of", "2020-12-31", "--format", "json").stdout)[
        "backtest"
    ]
    assert {row["rule"] for row in found} >= {"EW-T1", "EW-L1", "EW-Q1"}
    assert call("backtest", tmp_path, "--rule", "EW-XX").exit_code == 2
