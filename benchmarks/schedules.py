"""Debt service schedules: CPU seconds of govaudit and of QuantLib for the same bonds, with equal results.

Run it as `.venv/bin/python benchmarks/schedules.py`; the figures go into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal

import QuantLib as ql  # noqa: N813 - its usual name

from govaudit.model.days import to_date, to_day
from govaudit.model.problem import Place
from govaudit.rules.days.rolling import add_months
from govaudit.schedules.schedule import Debt, Flow, RateFrom, business_days, flows

COUPONS = 20
_HERE = Place("benchmark")


def bonds(number: int) -> list[Debt]:
    """Return bonds of twenty half-yearly coupons, each with its own start, rate and principal; the same every time."""
    found = []
    for i in range(number):
        start = to_day(dt.date(2010, 1, 1)) + (i * 37) % 2000
        rate = RateFrom(start, Decimal(200 + i % 250) / 10**4)
        end = add_months(start, COUPONS * 6)
        found.append(Debt(f"B{i}", "CITY", "general", (i % 900 + 1) * 10**8, start, end, (rate,), 2, _HERE))
    return found


def ours(debts: list[Debt]) -> list[list[Flow]]:
    """Work out every flow."""
    return [flows(debt) for debt in debts]


def quantlib(debts: list[Debt]) -> list[list[tuple[object, float]]]:
    """Work out payment day and amount of every flow with QuantLib's bonds."""
    calendar, count = ql.China(ql.China.IB), ql.ActualActual(ql.ActualActual.ISMA)
    period, null = ql.Period(6, ql.Months), ql.NullCalendar()
    found = []
    for debt in debts:
        start, end = to_date(debt.start), to_date(debt.end)
        schedule = ql.Schedule(
            ql.Date(start.day, start.month, start.year), ql.Date(end.day, end.month, end.year), period, null,
            ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward, False,  # noqa: FBT003 - its end of month has no name
        )  # fmt: skip
        bond = ql.FixedRateBond(0, 100.0, schedule, [float(debt.rates[0].value)], count, ql.Following, 100.0, ql.Date(), calendar)  # fmt: skip
        found.append([(flow.date(), flow.amount() * debt.principal / 10**4) for flow in bond.cashflows()])
    return found


def main() -> None:
    """Print CPU seconds of both, the best of three, and the share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bonds", type=int, default=10_000)
    debts = bonds(parser.parse_args().bonds)
    business_days("cn")
    level = [replace(debt, amortisation="level") for debt in debts]
    seconds = {}
    for name, run, made in (("govaudit", ours, debts), ("govaudit, level instalments", ours, level), ("QuantLib", quantlib, debts)):  # fmt: skip
        best = min(_timed(run, made) for _ in range(3))
        seconds[name] = best
        print(f"{name:30} {best:6.2f} s  {len(made) * COUPONS / best:12,.0f} flows a second")
    print(f"govaudit / QuantLib            {seconds['govaudit'] / seconds['QuantLib']:6.2f}")
    _compare(debts[:500])


def _timed(run: object, debts: list[Debt]) -> float:
    before = time.process_time()
    run(debts)  # type: ignore[operator] - either of the two functions
    return time.process_time() - before


def _compare(debts: list[Debt]) -> None:
    """Fail unless totals agree; QuantLib lists the principal as a flow of its own."""
    for mine, theirs in zip(ours(debts), quantlib(debts), strict=True):
        assert abs(sum(f.total for f in mine) / 100 - sum(amount for _, amount in theirs)) < COUPONS, mine[0].debt  # noqa: S101 - a comparison
    print("totals agree")


if __name__ == "__main__":
    main()
