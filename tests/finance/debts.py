"""The debts of cashflows.json: terms and flows made with QuantLib 1.44; amounts are unrounded flows rounded half up to the fen.

QuantLib 1.44 knows China's holidays to the end of 2026 only, so payment days from 2027 on are no oracle.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from govaudit.model.days import parse_day
from govaudit.model.problem import Place
from govaudit.rules.days.rolling import ROLLS
from govaudit.schedules.schedule import Debt, RateFrom

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cashflows.json").read_text("utf-8"))
_AMORTISATION = {"LEVEL_PERIODIC": "level"}
HERE = Place("debts.csv", row=2)


def debt_of(case: dict[str, Any]) -> Debt:
    """Return a case's terms as the program knows them."""
    return Debt(
        case["id"], "CITY", case["kind"], round(case["face"]) * 100, parse_day(case["start"]), parse_day(case["end"]),
        (RateFrom(parse_day(case["start"]), Decimal(str(case["rate"]))),), case["freq"], HERE,
        amortisation=_AMORTISATION.get(case["amort"], case["amort"].lower()),
        weights=tuple(Fraction(str(weight)) for weight in case.get("weights", ())), grace=case.get("grace", 0),
        first_pay_on=parse_day(case["first_coupon"]) if "first_coupon" in case else None, end_of_month=case.get("eom", False),
        day_count=case["dc"].lower().removesuffix("f"), roll=ROLLS[case["roll"].lower()],
        calendar="cn" if case["cal"] == "CN-IB" else "cn-exchange",
    )  # fmt: skip
