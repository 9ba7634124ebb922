"""Published debt forms: read as counties publish them (numbers of public tables, names left out), checked, written and read again."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from cli.desk import call
from govaudit.finance.form_figures.forms_fill import form_doubts
from govaudit.formats.debt_forms.form_tables import FORMS
from govaudit.formats.debt_forms.forms_read import FormFigure, read_forms

if TYPE_CHECKING:
    from pathlib import Path

# 亿元; a district's tables of 2020/2021: E = 51.97 + 32.47, 五 = 一 + 三 − 四.
LIMITS = [
    ["附表1"], ["某区2020年债务限额及余额预算情况表"], [None] * 6 + ["单位：亿元"],
    ["地区", "2020年债务限额", None, None, "2020年债务余额预计执行数"], [None, None, "一般债务", "专项债务", None, "一般债务", "专项债务"],
    ["公 式", "A=B+C", "B", "C", "D=E+F", "E", "F"], ["某区", 152.50, 89.00, 63.50, 84.44, 51.97, 32.47],
    ["注：1.本表反映上一年度限额及余额预计执行数。"],
]  # fmt: skip
GENERAL = [
    ["某区2020年和2021年地方政府一般债务余额情况表"], ["单位：亿元"], ["项 目", "预算数", "执行数"],
    ["一、2019年末地方政府一般债务余额实际数", 48.99, 48.99], ["二、2020年末地方政府一般债务限额", 89.00, 89.00],
    ["三、2020年地方政府一般债务发行额", 14.39, 14.39], ["其中：中央转贷地方的国际金融组织和外国政府贷款", None, None],
    ["2020年地方政府一般债券发行额", 14.39, 14.39], ["四、2020年地方政府一般债务还本支出", 11.41, 11.41],
    ["五、2020年末地方政府一般债务余额预计执行数", 51.97, 51.97], ["六、2021年地方财政赤字"], ["七、2021年地方政府一般债务限额"],
]  # fmt: skip
SPECIAL = [
    ["某区2020年和2021年地方政府专项债务余额情况表"], ["单位：亿元"], ["项 目", "预算数", "执行数"],
    ["一、2019年末地方政府专项债务余额实际数", None, 16.97], ["二、2020年末地方政府专项债务限额", 63.50, None],
    ["三、2020年地方政府专项债务发行额", None, 16.19], ["四、2020年地方政府专项债务还本支出", None, 0.69],
    ["五、2020年末地方政府专项债务余额预计执行数", None, 32.47], ["六、2021年地方政府专项债务新增限额", 5.5, None],
]  # fmt: skip
SERVICE = [
    ["表1-4"], ["地方政府债券发行及还本付息情况表"], [None, None, None, "单位:亿元"], ["项 目", "公式", "本地区", "本级"],
    ["一、2024年发行预计执行数", "A=B+D", 13.9703, 13.9703], ["(一)一般债券", "B", 4.7407, 4.7407], ["其中:再融资债券", "C", 3.8999, 3.8999],
    ["(二)专项债券", "D", 9.2296, 9.2296], ["其中:再融资债券", "E", 4.0296, 4.0296], ["二、2024年还本预计执行数", "F=G+H", 3.8645, 3.8645],
    ["(一)一般债券", "G", 3.2629, 3.2629], ["(二)专项债券", "H", 0.6016, 0.6016], ["三、2024年付息预计执行数", "I=J+K", 1.9841, 1.9841],
    ["(一)一般债券", "J", 0.9841, 0.9841], ["(二)专项债券", "K", 1, 1], ["四、2025年还本预算数", "L=M+O", 1.6371, 1.6371],
    ["(一)一般债券", "M", 1.6371, 1.6371], ["其中:再融资", None, 1.4728, 1.4728], ["财政预算安排", "N", 0.1643, 0.1643],
    ["(二)专项债券", "O", 0, 0], ["其中:再融资", None, 0, 0], ["财政预算安排", "P", 0, 0], ["五、2025年付息预算数", "Q=R+S", 2.0417, 2.0417],
    ["(一)一般债券", "R", 0.9618, 0.9618], ["(二)专项债券", "S", 1.0799, 1.0799], ["注:1.本表反映本地区和本级。"],
]  # fmt: skip
# A table as printed, with A = D (W-07): the limit of the year is not that of the year before and the new quota.
QUOTA = [
    ["附件6"], ["2019年地方政府债务限额调整情况表"], ["单位：亿元"], ["项目", "公 式", "本地区", "本级", "下级"],
    ["一、2018年地方政府债务限额", "A=B+C", 42866, 42866], ["其中：一般债务限额", "B", 3666, 3666], ["专项债务限额", "C", 39200, 39200],
    ["二、2019年新增地方政府债务限额", "D=E+F", 42866, 42866], ["其中：一般债务限额", "E", 3666, 3666], ["专项债务限额", "F", 39200, 39200],
    ["附：提前下达的2020年新增地方政府债务限额", "G=H+I", 0, 0], ["其中：一般债务限额", "H", 0, 0], ["专项债务限额", "I", 0, 0],
    ["三、2019年地方政府债务限额", "J=K+L", 502325, 502325], ["其中：一般债务限额", "K", 229079, 229079], ["专项债务限额", "L", 273246, 273246],
]  # fmt: skip
PLAN = [
    ["某区地方政府债券分年度偿还计划表"], ["单位：亿元"], ["项目", "2025年", "2026年", "2027年", "2028年", "2029年及以后"],
    ["合计", 1.6371, 2, 3, 4, 5], ["一、一般债券", 1.6371, 1, 1, 1, 1], ["新增债券", 0.1643, 1, 1, 1, 1], ["置换债券"], ["再融资债券", 1.4728],
    ["二、专项债券", 0, 1, 2, 3, 4], ["新增债券", 0, 1, 2, 3, 4],
]  # fmt: skip


def _book(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _read(path: Path, *sheets: list[list[Any]]) -> list[FormFigure]:
    found, problems = read_forms(_book(path / "表.xlsx", *sheets), "某区")
    assert problems == []
    return found


def _values(found: list[FormFigure]) -> dict[tuple[str, int, str, str], int]:
    return {(read.unit, read.year, read.basis, read.item): read.value for read in found}


def test_figures_have_unit_year_basis_and_fen(tmp_path: Path) -> None:
    values = _values(_read(tmp_path, LIMITS, GENERAL, SPECIAL, SERVICE))
    assert values["某区", 2020, "execution", "special_balance"] == 3_247_000_000 * 100
    assert values["某区", 2019, "final", "general_balance"] == 4_899_000_000 * 100
    assert values["某区", 2020, "budget", "special_limit"] == 6_350_000_000 * 100
    assert values["某区", 2021, "budget", "special_quota"] == 550_000_000 * 100
    assert values["某区", 2024, "execution", "refinancing_special"] == 402_960_000 * 100
    assert values["某区本级", 2025, "budget", "general_principal_own"] == 16_430_000 * 100
    assert ("某区", 2021, "budget", "deficit") not in values  # blank is no figure


@pytest.mark.parametrize(
    "form", [LIMITS, GENERAL, SPECIAL, SERVICE, PLAN], ids=["limits", "general", "special", "service", "plan"]
)
def test_published_forms_that_add_up_raise_no_doubt(tmp_path: Path, form: list[list[Any]]) -> None:
    assert form_doubts(_read(tmp_path, form), "某区") == []


def test_forms_of_one_unit_agree(tmp_path: Path) -> None:
    found = _read(tmp_path, [*LIMITS, *GENERAL], SPECIAL, SERVICE, PLAN)
    assert {read.form for read in found} == {"limits", "general", "special", "service", "plan"}
    assert form_doubts(found, "某区") == []
    wrong = [[cell if cell != 32.47 else 32.74 for cell in row] for row in SPECIAL]
    said = form_doubts(_read(tmp_path, LIMITS, wrong), "某区")
    assert [(one.place.sheet, one.place.row, one.place.column) for one in said] == [
        ("Sheet2", 8, "C"),
        ("Sheet1", 7, "G"),
    ]
    plan = [[1.5 if cell == 1.6371 else cell for cell in row] for row in PLAN]
    assert any(
        "偿还计划" in one.what.zh and "M" in one.what.zh for one in form_doubts(_read(tmp_path, SERVICE, plan), "某区")
    )


def test_a_published_sum_that_does_not_hold_is_a_finding(tmp_path: Path) -> None:
    said = form_doubts(_read(tmp_path, QUOTA), "某区")
    # J = 502,325 holds as K + L; it is not A + D = 85,732, nor K = B + E, nor L = C + F; once for each of two columns.
    assert {(one.place.row, one.stated // 10**10, one.expected // 10**10) for one in said} == {
        (14, 502325, 85732), (15, 229079, 7332), (16, 273246, 78400),
    }  # fmt: skip
    assert len(said) == 6


def test_rounding_of_the_printed_digits_is_no_difference(tmp_path: Path) -> None:
    near = [[84.45 if cell == 84.44 else cell for cell in row] for row in LIMITS]
    assert form_doubts(_read(tmp_path, near), "某区") == []
    far = [[84.46 if cell == 84.44 else cell for cell in row] for row in LIMITS]
    assert len(form_doubts(_read(tmp_path, far), "某区")) == 1


def test_units_add_up_to_the_total(tmp_path: Path) -> None:
    rows = [*LIMITS[:6], ["合计", 282.64, 100, 182.64, 266.63, 90, 176.63], ["本级", 97.52, 40, 57.52, 89.35, 30, 59.35],
            ["区1", 41.74, 20, 21.74, 39.60, 20, 19.60], ["县1", 143.38, 40, 103.38, 137.68, 40, 97.68]]  # fmt: skip
    found = _read(tmp_path, rows)
    assert {read.unit for read in found} == {"某区", "某区本级", "区1", "县1"}
    assert form_doubts(found, "某区") == []
    rows[-1] = ["县1", 143.38, 40, 103.38, 147.68, 50, 97.68]
    assert {one.what.zh.split("：")[1][0] for one in form_doubts(_read(tmp_path, rows), "某区")} == {"D", "E"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("单位：亿元", "金额"), "unit_unclear"), ((14.39, "十四"), "bad_figure"), ((14.39, 14.123456789012), "bad_figure"),
        (("四、2020年地方政府一般债务还本支出", "四、2018年地方政府一般债务还本支出"), "year_mismatch"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(tmp_path: Path, change: tuple[object, object], code: str) -> None:
    rows = [[change[1] if cell == change[0] else cell for cell in row] for row in GENERAL]
    _, problems = read_forms(_book(tmp_path / "表.xlsx", rows), "某区")
    assert code in {problem.code for problem in problems}


def _changed(rows: list[list[Any]], changes: dict[object, object]) -> list[list[Any]]:
    return [[changes.get(cell, cell) for cell in row] for row in rows]


def test_a_year_that_a_later_line_states_holds_for_the_lines_before(tmp_path: Path) -> None:
    rows = _changed(SPECIAL, {"一、2019年末专项债务余额实际数": "一、上年末专项债务余额实际数"})
    assert _values(_read(tmp_path, rows)) == _values(_read(tmp_path, SPECIAL))


def test_each_figure_without_a_year_is_a_problem(tmp_path: Path) -> None:
    yearless = [["某市地方政府一般债务余额情况表"], [None, None, "单位：亿元"], ["项目", "预算数", "执行数"],
                ["一、年末一般债务余额", None, 10.5], ["二、一般债务限额", 12, None]]  # fmt: skip
    for sheets in ([yearless], [yearless, SPECIAL], [[*yearless, *SPECIAL]], [[*SPECIAL, *yearless]]):
        found, problems = read_forms(_book(tmp_path / "表.xlsx", *sheets), "某区")
        assert [(one.code, one.level, one.value) for one in problems] == [
            ("year_unclear", "error", "1050000000.00"),
            ("year_unclear", "error", "1200000000.00"),
        ]
        assert len(found) == (6 if len(sheets[-1]) > len(yearless) else 0)
    done = call("forms", "read", tmp_path / "表.xlsx", "--unit", "某区", "--output", tmp_path / "案卷", "--lang", "zh")
    assert done.exit_code == 2
    assert "没有写明年度" in done.stderr


def test_each_figure_without_a_unit_of_money_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_forms(_book(tmp_path / "表.xlsx", _changed(SPECIAL, {"单位：亿元": "金额"})), "某区")
    assert [(one.code, one.place.row, one.place.column) for one in problems] == [
        ("unit_unclear", 4, "C"), ("unit_unclear", 5, "B"), ("unit_unclear", 6, "C"), ("unit_unclear", 7, "C"),
        ("unit_unclear", 8, "C"), ("unit_unclear", 9, "B"),
    ]  # fmt: skip


def test_figures_under_headings_nobody_knows_are_told(tmp_path: Path) -> None:
    _, problems = read_forms(
        _book(tmp_path / "表.xlsx", _changed(SPECIAL, {"预算数": "预算", "执行数": "执行"})), "某区"
    )
    assert [(one.code, one.level, one.place.row) for one in problems] == [("unknown_column", "error", row) for row in range(4, 10)]  # fmt: skip
    _, problems = read_forms(_book(tmp_path / "表.xlsx", _changed(SPECIAL, {"预算数": "预算"})), "某区")
    assert [(one.code, one.level, one.value, one.place.row) for one in problems] == [("unknown_column", "note", "预算", 5)]  # fmt: skip


def test_figures_below_the_notes_are_told(tmp_path: Path) -> None:
    rows = [*SPECIAL, ["注：单位为亿元。"], ["七、其他", 3]]
    _, problems = read_forms(_book(tmp_path / "表.xlsx", rows), "某区")
    assert [(one.code, one.level, one.value) for one in problems] == [("unknown_line", "note", "七、其他")]


def test_blank_forms_are_not_said_to_be_none(tmp_path: Path) -> None:
    _, problems = read_forms(_book(tmp_path / "表.xlsx", SPECIAL[:3]), "某区")
    assert [(one.code, one.value) for one in problems] == [("empty_form", "某区2020年和2021年地方政府专项债务余额情况表")]  # fmt: skip


def test_a_workbook_without_forms_is_refused(tmp_path: Path) -> None:
    _, problems = read_forms(_book(tmp_path / "表.xlsx", [["id", "name"], ["A", 3]]), "某区")
    assert [problem.code for problem in problems] == ["no_form"]


def test_read_check_write_and_read_again(tmp_path: Path) -> None:
    source = _book(tmp_path / "公开表.xlsx", LIMITS, GENERAL, SPECIAL)
    done = call("forms", "read", source, "--unit", "某区", "--output", tmp_path / "案卷", "--lang", "zh")
    assert done.exit_code == 0, done.stderr
    with (tmp_path / "案卷" / "fiscal.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {"公开表.xlsx:Sheet3:4:C"} <= {row["source"] for row in rows}
    target = tmp_path / "生成.xlsx"
    made = call("forms", "write", tmp_path / "案卷", "--unit", "某区", "--year", "2020", "--output", target)
    assert made.exit_code == 0, made.stderr
    again, problems = read_forms(target, "某区")
    assert problems == []
    first = _values(read_forms(source, "某区")[0])
    second = _values([read for read in again if read.form in {"limits", "special"}])
    assert second["某区", 2020, "execution", "special_balance"] == first["某区", 2020, "execution", "special_balance"]
    assert second["某区", 2021, "budget", "special_quota"] == 550_000_000 * 100
    assert form_doubts(again, "某区") == []
    written = target.read_bytes()
    call("forms", "write", tmp_path / "案卷", "--unit", "某区", "--year", "2020", "--output", target)
    assert target.read_bytes() == written


def test_sums_that_do_not_hold_end_with_status_1(tmp_path: Path) -> None:
    source = _book(tmp_path / "公开表.xlsx", QUOTA)
    done = call("forms", "read", source, "--unit", "某区", "--output", tmp_path / "案卷", "--lang", "zh")
    assert done.exit_code == 1
    assert (
        "公开表.xlsx:Sheet1:14:C：地方政府债务限额调整情况表：J 应等于 A + D，表中50,232,500,000,000.00元"
        in done.stdout
    )


def test_the_plan_comes_from_the_debts_where_no_figures_state_it(tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_text("id,name\nQ,某区\n", encoding="utf-8")
    (tmp_path / "debts.csv").write_text(
        "id,unit,kind,principal,start,end,rate,freq,purpose\n"
        "B1,Q,general,100000000,2020-05-20,2027-05-20,0.03,1,学校\n"
        "B2,Q,special,300000000,2024-05-20,2034-05-20,0.03,1,再融资专项债券\n"
        "B3,Q,special,500000000,2026-05-20,2030-05-20,0.03,1,以后才发\n"
        "C1,Q,contingent,900000000,2020-05-20,2027-05-20,0.03,1,担保\n",
        encoding="utf-8",
    )
    target = tmp_path / "表.xlsx"
    done = call("forms", "write", tmp_path, "--unit", "Q", "--year", "2025", "--output", target)
    assert done.exit_code == 0, done.stderr
    values = _values([read for read in read_forms(target, "某区")[0] if read.value])
    assert values["某区", 2027, "budget", "plan_general_new"] == 10**10
    assert values["某区", 2030, "budget", "plan_special_refinancing_onward"] == 3 * 10**10
    assert values["某区", 2030, "budget", "plan_total_onward"] == 3 * 10**10
    assert len(values) == 6


def test_every_sum_of_a_form_names_lines_of_it() -> None:
    for form in FORMS:
        keys = {line.key for line in form.lines}
        assert len(keys) == len(form.lines)
        assert {name for line in form.lines for _, name in line.sums} <= keys
