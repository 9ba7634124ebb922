"""PPP outlays: worked formulas, a county hospital's contract to the fen, and the path against the cap."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.law_docket import docket_of, findings, rules, unit
from checks.cases import checked_by
from cli.desk import call
from finance.desk import city, printed, rows
from govaudit.finance.accounts import Accounts
from govaudit.finance.figures import growth
from govaudit.finance.ppp import ppp_formulas as ppp
from govaudit.finance.ppp.ppp_outlays import cap_path, projects
from govaudit.model.days import parse_day
from govaudit.model.money import to_text
from govaudit.model.problem import Fault

if TYPE_CHECKING:
    from pathlib import Path

WAN = 1_000_000  # fen


def wan(fen: int) -> str:
    """Write fen in 万元 with four decimals."""
    return str((Decimal(fen) / WAN).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def test_equity_risk_and_matching() -> None:
    assert wan(ppp.equity(20000 * WAN, Fraction(20, 100))) == "4000.0000"
    assert wan(ppp.risk_by_ratio(100000 * WAN, Fraction(2, 100))) == "2000.0000"
    cases = [(500 * WAN, Fraction(6, 10)), (2000 * WAN, Fraction(3, 10)), (5000 * WAN, Fraction(1, 10))]
    assert wan(ppp.risk_by_scenario(cases)) == "1400.0000"
    assert wan(ppp.risk_by_distribution(0, 1000 * WAN, 5000 * WAN)) == "2000.0000"
    assert wan(ppp.matching(3000 * WAN, 800 * WAN)) == "2200.0000"
    with pytest.raises(Fault, match="sum to 1"):
        ppp.risk_by_scenario(cases[:2])


def subsidies(first: int = 1, fee: int = 1500) -> list[ppp.Subsidy]:
    return ppp.subsidies(
        100000 * WAN, Fraction(6, 100), Fraction(5, 100), 10, [2000 * WAN] * 10, [fee * WAN] * 10, first
    )


def test_operating_subsidies_by_the_formula_of_21() -> None:
    # 万元, ten years: construction 100,000, profit 6%, discount 5%, operation 2,000, fees 1,500
    full = [
        "13250.0000",
        "13806.5000",
        "14390.8250",
        "15004.3663",
        "15648.5846",
        "16325.0138",
        "17035.2645",
        "17781.0277",
        "18564.0791",
        "19386.2830",
    ]
    gap = [
        "11750.0000",
        "12306.5000",
        "12890.8250",
        "13504.3663",
        "14148.5846",
        "14825.0138",
        "15535.2645",
        "16281.0277",
        "17064.0791",
        "17886.2830",
    ]
    found = subsidies()
    assert [wan(one.full) for one in found] == full
    assert [wan(one.gap) for one in found] == gap
    assert wan(sum(one.full for one in found)) == "161191.9439"
    assert wan(sum(one.gap for one in found)) == "146191.9439"
    assert wan(subsidies(first=0)[0].gap) == "11220.0000"


def test_fees_above_the_cost_are_a_surplus_to_share_not_a_negative_subsidy() -> None:
    found = subsidies(fee=15000)[0]
    assert (wan(found.full), wan(found.gap), wan(found.surplus)) == ("13250.0000", "0.0000", "1750.0000")


FINANCING = "31613707.51 26747874.42 24754565.33 21302004.50 20217145.74 20219120.34 20115990.58 20065412.95 22969883.21 22819155.04 22565262.45 22362952.10 27085721.49 27664211.33 34989890.71 34079494.05 311249727.58 0.00"
OPEX = "5768117.42 6890208.16 5713241.86" + " 5710000" * 15
INCOME = "4285070.31 6229093.45 5564017.88" + " 5560000" * 15
PAYMENTS = "41627001.58 35939236.09 33434036.27 29982251.46 28897392.70 28899367.30 28796237.54 28745659.91 31650130.17 31499402.00 31245509.41 31043199.06 35765968.45 36344458.29 43670137.67 42759741.01 319929974.54 30978324.75"


def fen(text: str) -> list[int]:
    return [int(Decimal(part) * 100) for part in text.split()]


def hospital() -> list[int]:
    instalment = ppp.instalment(8_000_000_000, Fraction("0.0799"), 18)
    return ppp.availability(instalment, fen(FINANCING), fen(OPEX), fen(INCOME), [0] * 17 + [2_229_807_779])


def test_a_county_hospitals_contract_to_the_fen_w11() -> None:
    # published: P 80,000,000 at 7.99% over 18 years; the instalment is rounded first
    instalment = ppp.instalment(8_000_000_000, Fraction("0.0799"), 18)
    assert to_text(instalment) == "8530246.96"
    assert to_text(instalment * 18) == "153544445.28"
    assert to_text(instalment * 18 - 8_000_000_000) == "73544445.28"
    interest = 8_000_000_000 * 799 // 10000
    assert (to_text(interest), to_text(instalment - interest)) == ("6392000.00", "2138246.96")
    assert hospital() == fen(PAYMENTS)
    # the sum of what is paid, and the total of the source, which adds the instalment unrounded
    exact = ppp.annuity(8_000_000_000, Fraction("0.0799"), 18)
    assert f"{float(exact / 100):.6f}" == "8530246.961844"
    assert to_text(sum(hospital())) == "891208028.20"
    assert to_text(round(sum(hospital()) + 18 * (exact - instalment))) == "891208028.23"
    assert to_text(round(18 * exact)) == "153544445.31"


def test_the_same_contract_peaks_at_ten_times_its_median_year() -> None:
    outlays = [
        {"project": "P", "year": 2020 + n, "bucket": "subsidy", "planned": to_text(value), "unit": "元"}
        for n, value in enumerate(hospital())
    ]
    tables = {
        "instruments": [
            {
                "id": "P",
                "domain": "ppp",
                "kind": "contract",
                "title": "P",
                "authority": "unit",
                "signed_on": "2019-06-01",
            }
        ],
        "ppp_outlays": outlays,
    }
    book = Accounts(city(rows(2025, general_budget_expenditure=100), **tables), rules())
    peak = book.ratio("ppp_peak_over_median", "unit", 2025)
    assert peak.value is not None
    assert f"{float(peak.value):.1f}" == "10.1"
    assert [part.year for part in peak.components] == [2036]


@given(st.integers(1, 10**12), st.fractions(0, Fraction(1, 2), max_denominator=10**4), st.integers(1, 40))
def test_an_annuity_repays_its_principal(principal: int, rate: Fraction, years: int) -> None:
    # an independent reference: roll the balance forward year by year; what is left is rounding only
    instalment, balance = ppp.instalment(principal, rate, years), Fraction(principal)
    for _ in range(years):
        balance = balance * (1 + rate) - instalment
    assert abs(balance) <= sum((1 + rate) ** k for k in range(years))


# The numbers of the worked formulas above, 万元, as a docket states them.
INPUTS: dict[str, Any] = {
    "first_year": "2026", "years": "10",
    "equity": {"first_year": "2025", "capital": "20000万元", "share": "20%"},
    "subsidy": {"construction": "100000万元", "profit": "6%", "discount": "5%", "opex": "2000万元", "fees": "1500万元"},
    "risk": {"construction": "100000万元", "ratio": "2%"},
    "matching": {"total": "3000万元", "private": "800万元"},
}  # fmt: skip


def project(inputs: object, *outlays: dict[str, object], **more: object) -> dict[str, list[dict[str, object]]]:
    instrument = {
        "id": "P",
        "domain": "ppp",
        "kind": "contract",
        "title": "P",
        "authority": "unit",
        "signed_on": "2019-06-01",
    }
    return {"instruments": [instrument | {"attributes": {"outlay_inputs": inputs}} | more], "ppp_outlays": list(outlays)}  # fmt: skip


def owed(inputs: object, *outlays: dict[str, object]) -> dict[tuple[int, str], str]:
    book = Accounts(city(rows(2026, general_budget_expenditure=100), **project(inputs, *outlays)), rules())
    return {(one.year, one.bucket): str(one.why.en) if one.why else wan(one.duty or 0) for at in book.figures.duties.values() for one in at}  # fmt: skip


def test_outlays_follow_from_the_inputs_a_docket_states() -> None:
    found = owed(INPUTS)
    assert {key: value for key, value in found.items() if key[1] != "risk" and key[0] < 2028} == {
        (2025, "equity"): "4000.0000", (2026, "subsidy"): "11750.0000", (2027, "subsidy"): "12306.5000", (2026, "matching"): "2200.0000",
    }  # fmt: skip
    assert found[2035, "subsidy"] == "17886.2830"
    assert {value for (_, bucket), value in found.items() if bucket == "risk"} == {"2000.0000"}
    assert len(found) == 1 + 10 + 10 + 1


def test_a_contract_fixes_what_was_planned() -> None:
    availability = {"principal": "80000000", "rate": "7.99%", "financing": FINANCING.split(), "opex": OPEX.split(), "income": INCOME.split(),
                    "lump": ["0"] * 17 + ["22298077.79"]}  # fmt: skip
    found = owed(
        {"first_year": 2020, "years": 18, "availability": availability, "subsidy": {**INPUTS["subsidy"], "opex": "0"}}
    )
    assert list(found.values()) == [wan(sum_) for sum_ in fen(PAYMENTS)]


def test_what_a_row_states_goes_before_the_formula() -> None:
    row: dict[str, object] = {"project": "P", "year": 2026, "bucket": "subsidy", "planned": "9000", "unit": "万元"}
    found = owed(INPUTS, row)
    assert (found[2026, "subsidy"], found[2027, "subsidy"]) == ("9000.0000", "12306.5000")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"construction": "100000万元", "profit": "6%"}, "subsidy.discount of outlay_inputs: not stated"),
        ({**INPUTS["subsidy"], "opexx": "1"}, "subsidy.opexx of outlay_inputs: there is no such input"),
        ({**INPUTS["subsidy"], "opex": ["1", "2"]}, "subsidy.opex of outlay_inputs: 10 sums are needed, one a year"),
        ({**INPUTS["subsidy"], "profit": "six"}, "subsidy.profit of outlay_inputs: a number is needed here"),
        ({**INPUTS["subsidy"], "opex": "-1"}, "subsidy.opex of outlay_inputs: it may not be negative"),
        ({**INPUTS["subsidy"], "first_n": "7"}, "subsidy.first_n of outlay_inputs: 0 or 1 is needed"),
        ({**INPUTS["subsidy"], "years": "0"}, "subsidy.years of outlay_inputs: 1 to 100 years are needed"),
        ({**INPUTS["subsidy"], "first_year": "26"}, "subsidy.first_year of outlay_inputs: no sensible year"),
        ("a lot", "subsidy of outlay_inputs: inputs by name are needed"),
    ],
)
def test_a_part_that_cannot_be_computed_is_unknown_and_the_others_are_not(part: object, said: str) -> None:
    found = owed({**INPUTS, "subsidy": part})
    assert found[2026, "subsidy"] == said
    assert found[2026, "risk"] == "2000.0000"


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ("20000", "outlay_inputs of outlay_inputs: one of equity, subsidy, availability, risk, matching is needed"),
        ({"subsidi": {}}, "subsidi of outlay_inputs: one of equity, subsidy, availability, risk, matching is needed"),
        ({"risk": {"first_year": 2026, "years": 1, "cases": [["500", "0.6"], ["2000", "0.3"]]}}, "risk.cases of outlay_inputs: the probabilities of the cases must sum to 1"),
    ],
)  # fmt: skip
def test_inputs_that_are_none_are_said_in_every_year_on_record(inputs: object, said: str) -> None:
    assert list(owed(inputs).values()) == [said]


def test_ratios_and_warn_count_what_follows_from_the_inputs(tmp_path: Path) -> None:
    docket = {
        "orgs": [{"id": "unit", "name": "某市", "kind": "government", "level": "city"}],
        "fiscal": rows(2025, general_budget_expenditure=10) + rows(2026, basis="budget", general_budget_expenditure=20),
        **{name: some for name, some in project(INPUTS).items() if some},
    }  # fmt: skip
    file = tmp_path / "docket.yaml"
    file.write_text(json.dumps(docket), encoding="utf-8")
    done = call("ratios", file, "--year", "2026", "--format", "json", "--lang", "en")
    (ratio,) = (one for one in json.loads(done.stdout)["ratios"] if one["measure"] == "ppp_outlay_share")
    assert ratio["value"] == "7.9750"  # (11750 + 2000 + 2200) / 200000
    docket["instruments"][0]["attributes"]["outlay_inputs"] = {**INPUTS, "subsidy": {}}
    file.write_text(json.dumps(docket), encoding="utf-8")
    done = call("ratios", file, "--year", "2026", "--format", "json", "--lang", "en")
    (ratio,) = (one for one in json.loads(done.stdout)["ratios"] if one["measure"] == "ppp_outlay_share")
    assert (ratio["value"], ratio["status"]) == (None, "no_data")
    assert ratio["notes"][0]["en"] == "P: subsidy.construction of outlay_inputs: not stated"
    audit = json.loads(call("audit", file, "--as-of", "2026-12-31", "--format", "json").stdout)
    assert {one["rule"] for one in audit["manifest"]["not_computed"] if "subsidy.construction" in one["what"]["en"]} >= {"PP-01"}  # fmt: skip
    warn = json.loads(call("warn", file, "--unit", "unit", "--as-of", "2026-12-31", "--format", "json").stdout)
    (section,) = (one for one in warn["sections"] if one["number"] == 7)
    assert "Not computed: P, subsidy.construction of outlay_inputs: not stated; what is owed is unknown." in str(
        section
    )


def test_the_cap_path_grows_expenditure_at_the_past_rate() -> None:
    # 亿元: expenditure 100 … 124 over five years grows 5.5250% a year; duties 6.2, 9.7, 13.0, 15.9, 12.4
    assert f"{float(growth(100, 124, 4) - 1) * 100:.4f}" == "5.5250"
    spent = [
        row
        for n, value in enumerate((100, 106, 112, 118, 124))
        for row in rows(2021 + n, general_budget_expenditure=value)
    ]
    tables = {
        "instruments": [
            {
                "id": "P",
                "domain": "ppp",
                "kind": "contract",
                "title": "P",
                "authority": "unit",
                "signed_on": "2019-06-01",
            }
        ],
        "ppp_outlays": [
            {"project": "P", "year": 2026 + n, "bucket": "subsidy", "planned": value, "unit": "亿元"}
            for n, value in enumerate(("6.2", "9.7", "13.0", "15.9", "12.4"))
        ],
    }
    path = cap_path(Accounts(city(spent, **tables), rules()), "unit", 2025)
    assert [printed(one) for one in path] == ["4.7382", "7.0249", "8.9219", "10.3408", "7.6423"]
    under = [next(part.figure.value for part in one.components if part.under) for one in path]
    assert [f"{Decimal(value) / 10**10:.4f}" for value in under] == [
        "130.8510",
        "138.0806",
        "145.7095",
        "153.7600",
        "162.2553",
    ]
    assert [one.mark and one.mark.band for one in path] == ["green", "orange", "orange", "red", "orange"]


def test_a_stated_budget_goes_before_growth() -> None:
    spent = [
        *rows(2024, general_budget_expenditure=100),
        *rows(2025, general_budget_expenditure=110),
        *rows(2026, basis="budget", general_budget_expenditure=200),
    ]
    tables = {"instruments": [{"id": "P", "domain": "ppp", "kind": "contract", "title": "P", "authority": "unit", "signed_on": "2019-06-01"}],
              "ppp_outlays": [{"project": "P", "year": year, "bucket": "subsidy", "planned": 10, "unit": "亿元"} for year in (2026, 2027)]}  # fmt: skip
    assert [printed(one) for one in cap_path(Accounts(city(spent, **tables), rules()), "unit", 2025)] == [
        "5.0000",
        "7.5131",
    ]


def test_buckets_by_year_and_project_planned_contracted_and_paid() -> None:
    outlays = [
        {"project": "P", "year": 2025, "bucket": "subsidy", "planned": 10, "contracted": 12, "paid": 5},
        {"project": "P", "year": 2025, "bucket": "equity", "planned": 3},
        {"project": "P", "year": 2026, "bucket": "subsidy", "planned": 10},
    ]
    tables = {"orgs": [unit()], "instruments": [{"id": "P", "domain": "ppp", "kind": "contract", "title": "甲项目", "authority": "unit"}], "ppp_outlays": outlays,
              "fiscal": rows(2025, general_budget_expenditure=1)}  # fmt: skip
    (project,) = projects(docket_of(**tables))
    assert project.unit == "unit"
    assert {key: (cell.planned, cell.contracted, cell.paid) for key, cell in project.amounts.items()} == {
        (2025, "subsidy"): (1000, 1200, 500), (2025, "equity"): (300, None, None), (2026, "subsidy"): (1000, None, None),
    }  # fmt: skip
    assert (project.sums(2025).planned, project.sums(2025).contracted, project.sums(2026).paid) == (1300, 1200, None)


@pytest.mark.parametrize(
    ("signed", "attributes", "flagged"),
    [
        ("2023-11-02", {"payment_mechanism": "viability_gap"}, []),
        ("2023-11-03", {"payment_mechanism": "viability_gap"}, ["warning"]),
        ("2024-06-01", {"payment_mechanism": "可用性付费"}, ["warning"]),
        ("2024-06-01", {"payment_mechanism": "保底"}, ["warning"]),
        ("2024-06-01", {"payment_mechanism": "user_pay"}, []),
        ("2024-06-01", {"payment_mechanism": "政府付费", "legacy": True}, []),
    ],
)
def test_payment_by_the_government_is_flagged_under_the_new_mechanism(
    signed: str, attributes: dict[str, object], flagged: list[str]
) -> None:
    instrument = {
        "id": "P",
        "domain": "ppp",
        "kind": "contract",
        "title": "P",
        "authority": "unit",
        "signed_on": signed,
        "attributes": attributes,
    }
    docket = docket_of(orgs=[unit()], instruments=[instrument])
    assert [one.kind for one in findings(docket, "2026-06-30", "PP-15")] == flagged


def _outlays(*years: int) -> dict[str, list[dict[str, object]]]:
    return {
        "instruments": [{"id": "P", "domain": "ppp", "kind": "contract", "title": "P", "authority": "unit", "signed_on": "2019-06-01"}],
        "ppp_outlays": [{"project": "P", "year": year, "bucket": "subsidy", "planned": 13, "unit": "亿元"} for year in years],
    }  # fmt: skip


def test_the_share_of_a_year_ahead_is_asked_like_any_other_and_audited() -> None:
    spent = [row for n in range(5) for row in rows(2021 + n, general_budget_expenditure=100)]
    docket = city(spent, **_outlays(2026, 2027))
    found = Accounts(docket, rules()).ratio("ppp_outlay_share", "unit", 2027)
    assert (printed(found), found.basis, found.projected) == ("13.0000", "plan", True)
    assert found.mark
    assert found.mark.band == "red"
    said = [one for one in checked_by(docket, rules(), parse_day("2026-01-31")).findings if one.rule == "PP-01"]
    # one finding for the two years beyond the line
    assert [(one.kind, one.facts["years"], one.facts["basis"]) for one in said] == [("warning", "2026 2027", "plan")]


def test_a_year_missing_among_the_accounts_does_not_quicken_growth() -> None:
    # 100 in 2021 and 121 in 2023 grow 10 per cent a year, not 21; 2025 is two years after the last account
    spent = [*rows(2021, general_budget_expenditure=100), *rows(2023, general_budget_expenditure=121)]
    found = Accounts(city(spent, **_outlays(2025)), rules()).ratio("ppp_outlay_share", "unit", 2025)
    assert [part.figure.value for part in found.components if part.under] == [14_641 * 10**8]
    # a year missing between accounts is a gap in the figures, not a year ahead
    assert Accounts(city(spent, **_outlays(2022)), rules()).ratio("ppp_outlay_share", "unit", 2022).status == "no_data"
