from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.desk import call

SAMPLE = Path(__file__).parents[2] / "contracts_samples" / "warning"
ASK = ("warn", SAMPLE, "--unit", "FL", "--as-of", "2026-06-30")


def document(*more: object) -> dict[str, Any]:
    result = call(*ASK, "--format", "json", *more)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def table(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    grids = [grid for section in found["sections"] for grid in section["tables"]] + found["annex"]
    (rows,) = (grid["rows"] for grid in grids if grid["id"] == key)
    return rows  # type: ignore[no-any-return]


def test_twelve_sections_in_order() -> None:
    found = document()
    assert [section["title"]["zh"] for section in found["sections"]] == [
        "结论", "口径说明", "指标总表", "还本付息计划", "债务限额", "期限与再融资", "PPP支出责任", "或有债务和融资平台", "压力测试", "分地区情况",
        "违约、逾期事件和应急级别", "整改情况",
    ]  # fmt: skip


def test_the_level_of_the_sample_worked_out_by_hand() -> None:
    # 2025: debt 234 of 190 billion = 123.1579 % and all debt 285 of 190 = 150 %: yellow from 120. Land (42) −30 % leaves 37.4 of 50 billion of fund
    # spending: 4.8 / 37.4 = 12.8342 % interest, beyond the red line of 10; what only a stress reaches counts one notch less: orange.
    found = document()
    assert (found["level"], found["risk"], found["baseline"], found["under_stress"]) == ("orange", "high", "yellow", "red")  # fmt: skip
    values = {ratio["measure"]: ratio["value"] for ratio in found["ratios"]}
    assert values["debt_ratio"] == "123.1579"
    assert values["debt_ratio_all"] == "150.0000"
    assert values["special_interest_share"] == "9.6000"
    assert values["refinancing_rate"] == "88.4615"  # (34 + 91 − 10) / (40 + 100 − 10)
    assert values["ppp_outlay_share"] == "5.0000"
    (land,) = (row for row in table(found, "stress") if row["scenario"]["zh"] == "土地收入下降30%")
    assert land["special_interest_share"]["zh"] == "12.83% 红"


def test_debt_service_of_the_sample_worked_out_by_hand() -> None:
    # September 2026: G1 600 million falls due on the 18th with 3.12 % = 18.72 million; S4 pays 3 billion × 2.78 % / 2 = 41.7 million on the
    # 9th and S5 4 billion × 2.45 % / 2 = 49 million on the 21st.
    (row,) = (row for row in table(document(), "calendar") if row["month"] == "2026-09")
    assert row["general_principal"]["value"] == "600000000.00"
    assert row["general_interest"]["value"] == "18720000.00"
    assert row["special_interest"]["value"] == "90700000.00"
    assert row["total"]["shown"] == {"zh": "70,942.00", "en": "709.42"}


def test_missing_figures_of_a_unit_below_are_listed_and_never_green() -> None:
    found = document()
    missing = table(found, "no_data")
    assert [row["measure"]["zh"] for row in missing if row["unit"] == "范例市卯县人民政府"] == ["债务率"]
    (row,) = (row for row in table(found, "districts") if row["unit"] == "范例市卯县人民政府")
    assert row["debt_ratio"]["zh"] == "无数据"


def test_what_was_never_given_is_said(tmp_path: Path) -> None:
    said = call(*ASK, "--lang", "zh").stdout
    assert "与上期比较：未提供上期报告。" in said
    assert "上期预警事项及整改情况：未提供" in said
    earlier = tmp_path / "before.json"
    assert call("warn", SAMPLE, "--unit", "FL", "--as-of", "2026-03-31", "--format", "json", "--output", earlier).exit_code == 0  # fmt: skip
    now = call(*ASK, "--lang", "zh", "--previous", earlier).stdout
    assert "与上期（截至2026年3月31日，橙色）比较：总体等级持平" in now
    assert "未提供上期报告" not in now


@pytest.mark.parametrize("named", [True, False])
def test_persons_are_named_only_when_asked(named: bool) -> None:  # noqa: FBT001 - a parameter of the test
    said = call(*ASK, "--lang", "zh", "--names" if named else "--no-names").stdout
    assert ("赵示例" in said) is named
    assert "范例市人民政府市长" in said


def test_a_unit_without_figures_is_refused_with_those_that_have() -> None:
    result = call("warn", SAMPLE, "--unit", "CZ", "--as-of", "2026-06-30", "--lang", "zh")
    assert result.exit_code == 2
    assert "FL" in result.stderr


def test_a_unit_may_be_given_by_its_name() -> None:
    by_name = call("warn", SAMPLE, "--unit", "范例市人民政府", "--as-of", "2026-06-30", "--format", "json")
    assert json.loads(by_name.stdout) == document()


def test_an_earlier_report_of_another_unit_or_a_later_day_is_refused(tmp_path: Path) -> None:
    later = tmp_path / "later.json"
    assert call("warn", SAMPLE, "--unit", "FL", "--as-of", "2026-07-31", "--format", "json", "--output", later).exit_code == 0  # fmt: skip
    result = call(*ASK, "--previous", later, "--lang", "zh")
    assert (result.exit_code, "不早于本期" in result.stderr) == (2, True)
    result = call("warn", SAMPLE, "--unit", "ZQ", "--as-of", "2026-09-30", "--previous", later, "--lang", "zh")
    assert (result.exit_code, "不是单位" in result.stderr) == (2, True)
    later.write_text("[]", encoding="utf-8")
    result = call(*ASK, "--previous", later, "--lang", "en")
    assert (result.exit_code, "cannot be used" in result.stderr) == (2, True)


def test_what_became_of_the_items_of_the_issue_before(tmp_path: Path) -> None:
    earlier = tmp_path / "before.json"
    assert call("warn", SAMPLE, "--unit", "FL", "--as-of", "2025-06-30", "--format", "json", "--output", earlier).exit_code == 0  # fmt: skip
    found = document("--previous", earlier)
    rows = table(found, "follow_up")
    before = json.loads(earlier.read_text("utf-8"))["items"]
    assert len(rows) == len(before)
    now = {item["fingerprint"] for item in found["items"]}
    gone = sum(item["fingerprint"] not in now for item in before)
    assert sum(row["status"]["zh"].startswith("本期不再出现") for row in rows) == gone > 0


def test_an_issue_written_before_is_followed_up_by_the_former_fingerprint(tmp_path: Path) -> None:
    """An earlier program knew an item about a duty of the law by rule and number: here P1/PP-14b, still late."""
    earlier = tmp_path / "before.json"
    assert call("warn", SAMPLE, "--unit", "FL", "--as-of", "2026-06-29", "--format", "json", "--output", earlier).exit_code == 0  # fmt: skip
    before = json.loads(earlier.read_text("utf-8"))
    run = json.loads(call("audit", SAMPLE, "--as-of", "2026-06-30", "--format", "json").stdout)
    former = {one["fingerprint"]: one["former_fingerprint"] for one in run["findings"] if one["former_fingerprint"]}
    moved = [item for item in before["items"] if item["fingerprint"] in former]
    assert {item["rule"] for item in moved} == {"PP-14b"}
    for item in moved:
        item["fingerprint"] = former[item["fingerprint"]]
    earlier.write_text(json.dumps(before), encoding="utf-8")
    rows = table(document("--previous", earlier), "follow_up")
    assert {row["status"]["zh"] for row in rows if row["rule"] == "PP-14b"} == {"仍未解决"}


def test_an_exclusion_shows_its_trigger(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- {obligation: P1/PP-14b, trigger: E3, reason: 已约谈, who: 财政局, until: 2027-06-30}\n", "utf-8")  # fmt: skip
    rows = table(document("--suppressions", tmp_path / "x.yaml"), "excluded")
    assert [row["subject"] for row in rows] == ["P1/PP-14b E3"]
