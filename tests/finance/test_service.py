"""Debt service as obligations of the docket: settled by payments on the debt or on a flow, arrears and late interest by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from cli.desk import call
from govaudit.docket.view import View
from govaudit.duties.debt_service import LATE_FACTOR, DebtService, owed_by_debts
from govaudit.finance.debt_duties import arrears as days_unpaid
from govaudit.finance.debt_ledger.penalty_interest import arrears, split_arrears
from govaudit.formats.read import read_docket
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import load_rules
from govaudit.schedules.debt_terms import read_debts
from govaudit.schedules.schedule import Flow
from govaudit.settle.settled_docket import Settled, settle_docket

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.settle.status import Status

# A loan of 10,000,000 at 4.5 %, interest of 112,500.00 a quarter (30/360), due on 20 March 2026.
LOAN = "L1,CITY,loan,10000000,2025-03-20,2026-03-20,0.045,4,none,30/360\n"
BOND = "B1,CITY,general,500000000,2024-03-18,2027-03-18,0.0238,1,following,\n"
_HEAD = "id,unit,kind,principal,start,end,rate,freq,roll,day_count\n"


def _read(folder: Path, debts: str, events: str = "", head: str = _HEAD, **tables: str) -> Docket:
    (folder / "orgs.csv").write_text("id,name,kind\nCITY,某市,government\n", encoding="utf-8")
    (folder / "debts.csv").write_text(head + debts, encoding="utf-8")
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
    return owed_by_debts(View(docket, parse_day(as_of)))[0]


def _settle(docket: Docket, as_of: str) -> dict[str, Status]:
    return {status.obligation: status for status in _settled(docket, as_of).statuses}


def _settled(docket: Docket, as_of: str) -> Settled:
    return settle_docket(docket, load_rules((), examples=False), parse_day(as_of))


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
    found = arrears(service.flow["L1/4"], status, LATE_FACTOR)
    assert found == (4, 0, 0, 37, 6_937_500, 78_047)
    assert status.interest == 7_015_547  # rounded once: 70,155.46875


def test_a_part_payment_settles_interest_first(tmp_path: Path) -> None:
    docket = _read(tmp_path, LOAN, _QUARTERS + "E4,L1/4,,pay,2026-03-20,1112500\n")
    service = _service(_read(tmp_path, LOAN), "2026-05-01")
    found = arrears(service.flow["L1/4"], _settle(docket, "2026-04-26")["L1/4"], LATE_FACTOR)
    # 9,000,000 × 4.5 % × 1.5 × 37 / 360
    assert found == (4, 900_000_000, 0, 37, 6_243_750, 0)


def test_a_flow_not_yet_due_is_no_arrears(tmp_path: Path) -> None:
    docket = _read(tmp_path, LOAN, _QUARTERS)
    service = _service(_read(tmp_path, LOAN), "2026-01-01")
    assert arrears(service.flow["L1/4"], _settle(docket, "2026-01-01")["L1/4"], LATE_FACTOR) == (4, 0, 0, 0, 0, 0)


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


def test_without_any_payment_on_record_none_is_assessed_and_one_warning_asks_for_the_records(tmp_path: Path) -> None:
    _read(tmp_path, BOND + LOAN)
    found = _found(tmp_path, "2025-04-01")
    assert sorted(found, key=lambda one: one[1]) == [("warning", "OB-12", None)]
    assert call("audit", tmp_path, "--as-of", "2025-04-01").exit_code == 0


def test_what_falls_due_after_the_records_end_is_not_judged(tmp_path: Path) -> None:
    _read(tmp_path, BOND, sources="id,table,complete_from,complete_through\nBANK,events,2024-01-01,2025-12-31\n")
    found = _found(tmp_path, "2026-05-01")
    assert [one for one in found if one[0] == "breach"] == [("breach", "OB-01", "B1/1")]
    assert ("data_problem", "OB-06", "B1/2") in found


def test_where_records_are_said_to_be_complete_nothing_paid_is_a_breach(tmp_path: Path) -> None:
    _read(tmp_path, BOND, sources="id,table,complete_from,complete_through\nBANK,events,2024-01-01,2026-04-30\n")
    out = call("audit", tmp_path, "--as-of", "2026-04-30", "--lang", "en").stdout
    assert out.count("OB-01") == 2
    assert "OB-12" not in out


_LOANS = _HEAD.replace("id,", "late_factor,commitment_rate,id,", 1)


def _schedule(folder: Path, debts: str, events: str, as_of: str, **tables: str) -> dict[str, Any]:
    _read(folder, debts, events, **tables)
    done = call("schedule", folder, "--as-of", as_of, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_schedule_tells_what_is_late_of_a_loan_and_what_that_costs(tmp_path: Path) -> None:
    found = _schedule(tmp_path, LOAN + BOND, _QUARTERS + "E4,L1/4,,pay,2026-03-20,1112500\n", "2026-04-26")
    (late,) = found["late"]
    # 9,000,000 × 4.5 % × 1.5 × 37 / 360; a bond bears none
    assert (late["instrument"], late["n"], late["principal"], late["interest"], late["days"]) == (
        "L1",
        4,
        "9000000.00",
        "0.00",
        37,
    )
    assert (late["penalty"], late["compound"], late["late_factor"]) == ("62437.50", "0.00", "3/2")
    assert "no late factor is stated" in late["clause"]["en"]
    assert (found["commitment_fees"], found["no_payment_recorded"]) == ([], [])
    text = call("schedule", tmp_path, "--as-of", "2026-04-26", "--lang", "zh").stdout
    assert "罚息" in text
    assert "62,437.50" in text


def test_the_factor_of_the_contract_goes_before_the_most_the_law_allows(tmp_path: Path) -> None:
    events = _QUARTERS + "E4,,L1,pay,2026-04-26,10112500\n"
    _read(tmp_path, f"1.3,,{LOAN}", events, _LOANS)
    (late,) = json.loads(call("schedule", tmp_path, "--as-of", "2026-05-01", "--format", "json").stdout)["late"]
    # 10,000,000 × 4.5 % × 1.3 × 37 / 360 = 60,125.00; on the interest of 112,500.00 it is 676.41
    assert (late["penalty"], late["compound"], late["clause"]["en"]) == (
        "60125.00",
        "676.41",
        "late interest as agreed: 1.3 times the rate, a 360th of a year a day",
    )
    assert _settle(read_docket([tmp_path]), "2026-05-01")["L1/4"].interest == 6_080_141  # 60,801.40625, rounded once
    _read(tmp_path, f"50,,{LOAN}", events, _LOANS)
    done = call("schedule", tmp_path, "--as-of", "2026-05-01", "--lang", "en")
    assert done.exit_code == 2
    assert "a late factor lies between 1 and 2" in done.stderr


def test_a_loan_not_drawn_whole_pays_the_agreed_fee_on_the_rest(tmp_path: Path) -> None:
    # 50,000,000 agreed, 15,000,000 drawn at once: on 35,000,000 a year's 0.25 % for 184 days is 44,722.22
    loan = ",0.0025,L2,CITY,loan,50000000,2026-01-01,2027-01-01,0.04,1,none,act/360\n"
    _read(tmp_path, loan, "E1,,L2,drawn,2026-01-01,15000000\n", _LOANS)
    (fee,) = json.loads(call("schedule", tmp_path, "--as-of", "2026-07-03", "--format", "json").stdout)[
        "commitment_fees"
    ]
    assert fee == {
        "instrument": "L2",
        "n": 1,
        "start": "2026-01-01",
        "end": "2026-07-03",
        "undrawn": "35000000.00",
        "fee": "44722.22",
    }
    _read(tmp_path, loan, "E1,,L2,drawn,2026-01-01,15000000\nE2,,L2,drawn,2026-01-11,35000000\n", _LOANS)
    (fee,) = json.loads(call("schedule", tmp_path, "--as-of", "2026-07-03", "--format", "json").stdout)[
        "commitment_fees"
    ]
    assert (fee["undrawn"], fee["fee"]) == ("0.00", "2430.56")  # ten days of 35,000,000


def test_where_no_payment_is_on_record_no_penalty_is_counted(tmp_path: Path) -> None:
    found = _schedule(tmp_path, LOAN, "", "2026-04-26")
    assert (found["late"], found["no_payment_recorded"]) == ([], ["L1"])


def test_what_is_open_of_a_flow_is_principal_up_to_its_principal() -> None:
    flow = Flow("D", 1, 0, 1, 1, 1, Decimal(0), 100, 30, 100, provisional=False)
    assert [split_arrears(flow, amount) for amount in (130, 110, 100, 40, 0)] == [
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
