"""Debt service as obligations of the docket: settled by payments on the debt or on a flow, arrears and late interest by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from govaudit.checks.settled import Settled, settled
from govaudit.docket.view import View
from govaudit.duties.debt_service import DebtService, debt_service
from govaudit.fiscal.arrears import arrears as days_unpaid
from govaudit.fiscal.service_arrears import arrears, commitment_fee, exchange_gain, late_interest, revalued, split
from govaudit.intake.read import read_docket
from govaudit.law.rules import load_rules
from govaudit.model.days import iso, parse_day
from govaudit.schedules.schedule import Flow
from govaudit.schedules.schedule_terms import read_debts

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

# A loan of 10,000,000 at 4.5 %, interest of 112,500.00 a quarter (30/360), due on 20 March 2026.
LOAN = "L1,CITY,loan,10000000,2025-03-20,2026-03-20,0.045,4,none,30/360\n"
BOND = "B1,CITY,general,500000000,2024-03-18,2027-03-18,0.0238,1,following,\n"
_HEAD = "id,unit,kind,principal,start,end,rate,freq,roll,day_count\n"


def _read(folder: Path, debts: str, events: str = "", **tables: str) -> Docket:
    (folder / "orgs.csv").write_text("id,name,kind\nCITY,某市,government\n", encoding="utf-8")
    (folder / "debts.csv").write_text(_HEAD + debts, encoding="utf-8")
    if events:
        (folder / "events.csv").write_text(
            "id,obligation,instrument,type,occurred_on,amount\n" + events, encoding="utf-8"
        )
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    docket = read_docket([folder])
    assert not docket.errors
    return docket


def _service(docket: Docket, as_of: str) -> DebtService:
    return debt_service(View(docket, parse_day(as_of)))[0]


def _settle(docket: Docket, as_of: str) -> dict[str, Status]:
    return {status.obligation: status for status in _settled(docket, as_of).statuses}


def _settled(docket: Docket, as_of: str) -> Settled:
    return settled(docket, load_rules((), examples=False), parse_day(as_of))


_QUARTERS = "E1,,L1,pay,2025-06-20,112500\nE2,L1/2,,pay,2025-09-19,112500\nE3,,L1,pay,2025-12-20,112500\n"


def test_each_flow_is_an_obligation_of_the_unit_due_on_its_business_day(tmp_path: Path) -> None:
    docket = _read(tmp_path, BOND)
    table = _service(docket, "2026-01-01").view.docket["obligations"]
    assert not len(docket["obligations"])
    assert table["id"] == ("B1/1", "B1/2", "B1/3")
    assert table["bearer"] == ("CITY",) * 3
    assert table["amount"] == (1_190_000_000, 1_190_000_000, 51_190_000_000)
    statuses = _settle(_read(tmp_path, BOND.replace("2024-03-18,2027-03-18", "2024-06-20,2026-06-20")), "2026-06-22")
    # 20 June 2026 is a Saturday: the payment day is Monday, and that day is still in time.
    assert [(s.state, iso(s.due_on_raw), iso(s.due_on)) for s in statuses.values()][-1] == (
        "active",
        "2026-06-20",
        "2026-06-22",
    )
    assert statuses["B1/1"].domain == "debt"


def test_payments_on_the_loan_and_on_a_flow_settle_them(tmp_path: Path) -> None:
    statuses = _settle(_read(tmp_path, LOAN, _QUARTERS), "2026-03-20")
    assert [s.state for s in statuses.values()] == ["fulfilled"] * 3 + ["active"]
    assert [iso(s.performed_on) for s in statuses.values()] == ["2025-06-20", "2025-09-19", "2025-12-20", None]


def test_a_late_loan_bears_interest_of_one_and_a_half_times_its_rate(tmp_path: Path) -> None:
    docket = _read(tmp_path, LOAN, _QUARTERS + "E4,,L1,pay,2026-04-26,10112500\n")
    service = _service(_read(tmp_path, LOAN), "2026-05-01")
    status = _settle(docket, "2026-05-01")["L1/4"]
    assert (status.state, status.breach_days) == ("fulfilled_late", 37)
    # 10,000,000 × 4.5 % × 1.5 × 37 / 360 = 69,375.00; on the interest of 112,500.00 it is 780.47 (§2.10).
    found = arrears(service.flow["L1/4"], status)
    assert found == (0, 0, 37, 6_937_500, 78_047)
    assert status.interest == 7_015_547  # rounded once: 70,155.46875


def test_a_part_payment_settles_interest_first(tmp_path: Path) -> None:
    docket = _read(tmp_path, LOAN, _QUARTERS + "E4,L1/4,,pay,2026-03-20,1112500\n")
    service = _service(_read(tmp_path, LOAN), "2026-05-01")
    found = arrears(service.flow["L1/4"], _settle(docket, "2026-04-26")["L1/4"])
    # 9,000,000 × 4.5 % × 1.5 × 37 / 360
    assert found == (900_000_000, 0, 37, 6_243_750, 0)


def test_a_flow_not_yet_due_is_no_arrears(tmp_path: Path) -> None:
    docket = _read(tmp_path, LOAN, _QUARTERS)
    service = _service(_read(tmp_path, LOAN), "2026-01-01")
    assert arrears(service.flow["L1/4"], _settle(docket, "2026-01-01")["L1/4"]) == (0, 0, 0, 0, 0)


def test_a_bond_bears_no_late_interest_that_nobody_agreed(tmp_path: Path) -> None:
    status = _settle(_read(tmp_path, BOND, "E1,B1/1,,pay,2025-03-20,11900000\n"), "2026-05-01")["B1/1"]
    assert (status.state, status.breach_days, status.interest) == ("fulfilled_late", 2, None)


def test_payments_stated_as_obligations_stand_alone(tmp_path: Path) -> None:
    own = "id,instrument,title,bearer,action,due_on,amount\nB1/息2025,B1,付息,CITY,pay,2025-03-18,11900000\n"
    statuses = _settle(_read(tmp_path, BOND, "E1,B1/息2025,,pay,2025-03-18,11900000\n", obligations=own), "2026-05-01")
    assert list(statuses) == ["B1/息2025"]


def test_contingent_debt_is_nobodys_duty_until_called(tmp_path: Path) -> None:
    assert not _settle(_read(tmp_path, BOND.replace("general", "contingent")), "2026-05-01")


def test_a_payment_of_no_such_flow_is_a_problem_with_its_place(tmp_path: Path) -> None:
    docket = _read(tmp_path, BOND, "E1,B1/4,,pay,2025-03-18,11900000\nE2,B1/1,,pay,2025-03-18,11900000\n")
    done = _settled(docket, "2026-05-01")
    assert next(status.state for status in done.statuses if status.obligation == "B1/1") == "fulfilled"
    (problem,) = done.docket.errors
    assert (str(problem.place), problem.value) == ("events.csv:2:obligation", "B1/4")


def _found(folder: Path, as_of: str) -> list[tuple[str, str, str | None]]:
    out = call("audit", folder, "--as-of", as_of, "--format", "json").stdout
    return [(f["kind"], f["rule"], f["obligation"]) for f in json.loads(out)["findings"] if f["rule"].startswith("OB")]


def test_a_debt_never_served_among_recorded_payments_is_in_breach(tmp_path: Path) -> None:
    _read(tmp_path, BOND + LOAN, _QUARTERS)
    assert sorted(_found(tmp_path, "2026-05-01")) == [
        ("breach", "OB-01", "B1/1"),
        ("breach", "OB-01", "B1/2"),
        ("breach", "OB-01", "L1/4"),
    ]


def test_without_any_payment_on_record_each_is_a_breach_and_one_warning_doubts_the_records(tmp_path: Path) -> None:
    _read(tmp_path, BOND + LOAN)
    found = _found(tmp_path, "2025-04-01")
    assert sorted(found, key=lambda one: one[1]) == [("breach", "OB-01", "B1/1"), ("warning", "OB-12", None)]
    assert call("audit", tmp_path, "--as-of", "2025-04-01").exit_code == 1


def test_what_falls_due_after_the_records_end_is_not_judged(tmp_path: Path) -> None:
    _read(tmp_path, BOND, sources="id,table,complete_through\nBANK,events,2025-12-31\n")
    found = _found(tmp_path, "2026-05-01")
    assert [one for one in found if one[0] == "breach"] == [("breach", "OB-01", "B1/1")]
    assert ("data_problem", "OB-06", "B1/2") in found


def test_where_records_are_said_to_be_complete_nothing_paid_is_a_breach(tmp_path: Path) -> None:
    _read(tmp_path, BOND, sources="id,table,complete_through\nBANK,events,2026-04-30\n")
    out = call("audit", tmp_path, "--as-of", "2026-04-30", "--lang", "en").stdout
    assert out.count("OB-01") == 2
    assert "OB-12" not in out


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (late_interest(1_000_000_000, Decimal("0.045"), 37), 6_937_500),
        (late_interest(11_250_000, Decimal("0.045"), 37), 78_047),
        (late_interest(1_000_000_000, Decimal("0.045"), 37, Fraction(13, 10)), 6_012_500),
        (commitment_fee(3_500_000_000, Decimal("0.0025"), 184), 4_472_222),
    ],
)
def test_worked_figures(made: int, expected: int) -> None:
    assert made == expected


def test_an_exchange_gain_is_what_flows_do_not_explain() -> None:
    # 12,000,000 dollars at 7.1884, one million repaid at 7.1562, eleven left at 7.0288.
    opening, closing = revalued(12_000_000, Decimal("7.1884")), revalued(11_000_000, Decimal("7.0288"))
    repaid = revalued(1_000_000, Decimal("7.1562"))
    assert (opening, repaid, closing) == (8_626_080_000, 715_620_000, 7_731_680_000)
    assert exchange_gain(opening, 0, repaid, closing) == 178_780_000


def test_what_is_open_of_a_flow_is_principal_up_to_its_principal() -> None:
    flow = Flow("D", 1, 0, 1, 1, 1, Decimal(0), 100, 30, 100, provisional=False)
    assert [split(flow, amount) for amount in (130, 110, 100, 40, 0)] == [
        (100, 30),
        (100, 10),
        (100, 0),
        (40, 0),
        (0, 0),
    ]


def test_bad_debts_are_told_once_however_often_they_are_read(tmp_path: Path) -> None:
    docket = _read(tmp_path, BOND + LOAN.replace("0.045", "4.5"))
    for _ in range(2):
        debts, problems = read_debts(View(docket, parse_day("2026-05-01")))
        assert [debt.id for debt in debts] == ["B1"]
        assert [str(problem.place) for problem in problems] == ["debts.csv:3:rate"]
    assert docket.errors == []
    done = _settled(docket, "2026-05-01")
    assert [str(problem.place) for problem in done.docket.errors] == ["debts.csv:3:rate"]
    assert list(done.docket["debts"]["id"]) == ["B1"]


def test_arrears_are_unknown_where_no_payment_is_on_record_at_all(tmp_path: Path) -> None:
    gdp = "unit,year,basis,item,value\nCITY,2025,final,gdp,1\n"
    docket = _read(tmp_path, BOND + LOAN, fiscal=gdp)
    done = _settled(docket, "2026-05-01")
    assert all("no_payment_recorded" in status.flags for status in done.statuses if status.breach_days)
    assert days_unpaid(done.docket, done.statuses) == {}
    docket = _read(tmp_path, BOND + LOAN, _QUARTERS, fiscal=gdp)
    done = _settled(docket, "2026-05-01")
    assert not any("no_payment_recorded" in status.flags for status in done.statuses)
    # 18 March 2025 to 1 May 2026
    assert days_unpaid(done.docket, done.statuses) == {"CITY": 409}


@pytest.mark.parametrize(
    ("terms", "value"),
    [(BOND.replace("500000000", "-5"), "-5.00"), (BOND.replace("2027-03-18", "2023-01-01"), "2023-01-01"),
     (BOND.replace("2027-03-18", "2024-03-18"), "2024-03-18")],
)  # fmt: skip
def test_a_problem_shows_the_value_as_people_write_it(tmp_path: Path, terms: str, value: str) -> None:
    (tmp_path / "orgs.csv").write_text("id,name\nCITY,某市\n", encoding="utf-8")
    (tmp_path / "debts.csv").write_text(_HEAD + terms, encoding="utf-8")
    docket = read_docket([tmp_path])
    _, problems = read_debts(View(docket, parse_day("2026-05-01")))
    assert [problem.value for problem in (*docket.errors, *problems)] == [value]
