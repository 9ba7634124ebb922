"""Single cells: what people write, read exactly or refused with what to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.docket.schema import TABLES
from govaudit.formats.cells import cell_values as cells
from govaudit.formats.cells.rate_cells import read_rate
from govaudit.model.days import civil_day, iso, to_day
from govaudit.model.money import to_minor, to_text
from govaudit.model.problem import Fault

THE_31ST = to_day(dt.date(2026, 3, 31))


@pytest.mark.parametrize("raw", [
    "2026-03-31", "2026-3-31", "2026/3/31", "2026.3.31", "2026年3月31日", "20260331", "46112", 46112, 46112.0, dt.date(2026, 3, 31), dt.datetime(2026, 3, 31),  # noqa: DTZ001 - workbooks know no zone
])  # fmt: skip
def test_a_date_in_the_forms_people_use(raw: object) -> None:
    assert cells.read_date(raw) == THE_31ST


@pytest.mark.parametrize(("raw", "code"), [
    ("2019-13", "impossible_date"), ("2019-13-01", "impossible_date"), ("2026-02-29", "impossible_date"), ("2026-02", "bad_date"), ("2026", "bad_date"),
    ("三月底", "bad_date"), ("9999-12-31", "placeholder_date"), ("1900-01-01", "placeholder_date"), ("0000-00-00", "placeholder_date"), (45.5, "bad_date"), (12, "bad_date"),
])  # fmt: skip
def test_what_is_no_date_is_refused(raw: object, code: str) -> None:
    with pytest.raises(Fault) as fault:
        cells.read_date(raw)
    assert fault.value.code == code


@given(st.dates(dt.date(1950, 1, 1), dt.date(2149, 12, 31)))
def test_every_form_of_a_day_is_the_same_day(date: dt.date) -> None:
    forms = [
        date.isoformat(),
        f"{date.year}/{date.month}/{date.day}",
        f"{date.year}年{date.month}月{date.day}日",
        (date - dt.date(1899, 12, 30)).days,
    ]
    assert {cells.read_date(form) for form in forms} == {to_day(date)}
    assert iso(to_day(date)) == date.isoformat()


@pytest.mark.parametrize(
    ("raw", "lo", "hi"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020年2月", "2020-02-01", "2020-02-29"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
    ],
)
def test_partial_dates_are_ranges(raw: str, lo: str, hi: str) -> None:
    found = cells.read_partial(raw)
    assert (iso(found.lo), iso(found.hi)) == (lo, hi)


def test_an_instant_needs_its_offset() -> None:
    with pytest.raises(Fault) as fault:
        cells.read_instant("2026-03-31T23:30:00")
    assert fault.value.code == "no_offset"
    late = cells.read_instant("2026-03-31T17:00:00Z")
    assert civil_day(late) == THE_31ST + 1  # 01:00 of the next day in China


@pytest.mark.parametrize("raw", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-10:00", "1066-10-14T09:00:00Z"])
def test_an_instant_beyond_all_records_is_refused(raw: str) -> None:
    for read in (cells.read_instant, cells.read_recorded):
        with pytest.raises(Fault) as fault:
            read(raw)
        assert fault.value.code == "placeholder_date"


@pytest.mark.parametrize("raw", ["Asia/Shanghai", "+08:00", "-0330"])
def test_a_time_zone_has_a_name_or_an_offset(raw: str) -> None:
    assert cells.read_tz(raw) == raw


@pytest.mark.parametrize("raw", ["+99:99", "Beijing", "../UTC"])
def test_what_is_no_time_zone_is_refused(raw: str) -> None:
    with pytest.raises(Fault) as fault:
        cells.read_tz(raw)
    assert fault.value.code == "unknown_tz"


@pytest.mark.parametrize("raw", ["9" * 3_000_000, "0." + "0" * 100 + "1", "1e100", "1e-1000000000"])
def test_a_number_nobody_writes_is_refused_at_once(raw: str) -> None:
    with pytest.raises(Fault) as fault:
        cells.read_number(raw)
    assert fault.value.code == "text_in_number"


@pytest.mark.parametrize(
    "raw", ['{"a": 1e999999999}', '{"a": 1E-999999999}', '{"a": NaN}', '{"a": -Infinity}', "[" * 100_000]
)
def test_json_that_would_blow_up_is_refused(raw: str) -> None:
    with pytest.raises(Fault) as fault:
        cells.read_json(raw)
    assert fault.value.code == "bad_json"


@pytest.mark.parametrize(("raw", "unit", "fen"), [
    ("1200.50", None, 120050), ("1,200.50", None, 120050), (1200.5, None, 120050), ("300万元", None, 300_000_000), ("3亿", None, 30_000_000_000),
    ("0.01", None, 1), ("￥12", None, 1200), (0.1, 10**4, 100_000), ("-5", None, -500), (85.64, 10**8, 856_400_000_000), ("12 元", 1, 1200),
])  # fmt: skip
def test_money_is_exact_to_the_fen(raw: object, unit: int | None, fen: int) -> None:
    assert cells.read_money(raw, "CNY", unit) == fen


@pytest.mark.parametrize(("raw", "unit", "code"), [
    ("两千", None, "text_in_number"), ("1.005", None, "finer_than_minor"), ("3万元", 1, "unit_conflict"), ("3 dollars", None, "text_in_number"),
    ("5%", None, "percent_in_money"), ("1,20", None, "text_in_number"), ("9" * 25, None, "amount_too_large"), ("nan", None, "text_in_number"), ("inf", None, "text_in_number"),
    (True, None, "text_in_number"),
])  # fmt: skip
def test_what_is_no_amount_is_refused(raw: object, unit: int | None, code: str) -> None:
    with pytest.raises(Fault) as fault:
        cells.read_money(raw, "CNY", unit)
    assert fault.value.code == code


@given(st.integers(-(10**15), 10**15), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_money_text_and_minor_units_are_one(minor: int, currency: str) -> None:
    assert to_minor(Decimal(to_text(minor, currency)), currency) == minor


@pytest.mark.parametrize(("raw", "daily"), [
    ("0.05%/day", Fraction(5, 10000)), ("每日万分之五", Fraction(5, 10000)), ("日利率0.5‰", Fraction(5, 10000)), ("4%/year", Fraction(4, 36500)),
    ("年利率4%", Fraction(4, 36500)), ("4% per annum act/360", Fraction(4, 36000)), ({"value": "0.04", "per": "year"}, Fraction(4, 36500)), ("0.0005 per day", Fraction(5, 10000)),
])  # fmt: skip
def test_rates_say_their_period(raw: object, daily: Fraction) -> None:
    assert read_rate(raw).daily == daily


@pytest.mark.parametrize(
    ("raw", "code"), [("0.0005", "rate_period_unclear"), (0.04, "rate_period_unclear"), ("a few per day", "bad_rate")]
)
def test_a_rate_without_its_period_is_refused(raw: object, code: str) -> None:
    with pytest.raises(Fault) as fault:
        read_rate(raw)
    assert fault.value.code == code


def test_a_rate_of_a_thousand_blanks_is_refused_at_once() -> None:
    with pytest.raises(Fault) as fault:
        read_rate("/day /" + " " * 100_000 + "x")
    assert fault.value.code == "bad_rate"


@pytest.mark.parametrize("raw", ["debt", "Debt", "地方政府债务", "地方债务"])
def test_a_choice_is_read_in_english_in_chinese_and_by_the_name_it_had_before(raw: str) -> None:
    assert cells.read_choice(raw, TABLES["instruments"].columns["domain"]) == "debt"


@pytest.mark.parametrize(
    ("column", "raw", "word"),
    [("roll", "不顺延", "none"), ("day_count", "实际/365", "act/365"), ("day_count", "30/360", "30/360"), ("day_count", "按月", "periodic"),
     ("calendar", "交易所", "cn-exchange"), ("amortisation", "到期还本", "bullet")],
)  # fmt: skip
def test_terms_of_debts_are_read_in_chinese(column: str, raw: str, word: str) -> None:
    assert cells.read_choice(raw, TABLES["debts"].columns[column]) == word


@pytest.mark.parametrize("raw", ["2025年", "2025年度", "2025", 2025])
def test_a_year_is_read_as_tables_head_it(raw: object) -> None:
    assert cells.read_int(raw, TABLES["fiscal"].columns["year"]) == 2025


@pytest.mark.parametrize(
    ("raw", "word"),
    [("决算数", "final"), ("预计执行数", "execution"), ("调整预算数", "adjusted"), ("预算数", "budget")],
)
def test_bases_are_read_as_budget_tables_head_them(raw: str, word: str) -> None:
    assert cells.read_choice(raw, TABLES["fiscal"].columns["basis"]) == word
