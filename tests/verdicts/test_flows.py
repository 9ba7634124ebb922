"""Flows of loans and bonds (docket.md, fiscal.md 3): month ends, a long last stub, an equal last instalment, what service nobody lists.

Coupons of whole periods are face × rate / payments a year, whatever the days; a stub counts in periods as they would have run.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row

CITY: list[Row] = [{"id": "A", "name": "某市", "level": "city", "kind": "government"}]
COUPON = "20000.00"  # 1,000,000 × 4 % / 2


def bond(start: str, end: str, **columns: object) -> Row:
    terms = {"kind": "general", "principal": 1000000, "rate": "0.04", "freq": 2, "roll": "none"}
    return {"id": "E", "unit": "A", "start": start, "end": end, **terms, **columns}


def flows(book: Callable[..., Ledger], row: Row) -> list[Row]:
    return book({"orgs": CITY, "debts": [row]}).table("schedule")


MONTH_ENDS = {
    ("2020-02-29", "2024-02-28"): "2020-08-31 2021-02-28 2021-08-31 2022-02-28 2022-08-31 2023-02-28 2023-08-31 2024-02-28",
    ("2019-02-28", "2024-02-28"):
        "2019-08-31 2020-02-29 2020-08-31 2021-02-28 2021-08-31 2022-02-28 2022-08-31 2023-02-28 2023-08-31 2024-02-28",
    ("2020-02-29", "2024-02-29"): "2020-08-31 2021-02-28 2021-08-31 2022-02-28 2022-08-31 2023-02-28 2023-08-31 2024-02-29",
}  # fmt: skip


@pytest.mark.parametrize(("ends", "days"), MONTH_ENDS.items())
def test_a_month_end_bond_pays_at_month_ends_whatever_its_last_day(
    book: Callable[..., Ledger], ends: tuple[str, str], days: str
):
    rows = flows(book, bond(*ends, end_of_month=True))
    assert [row["due_on"] for row in rows] == days.split()
    assert {row["interest"] for row in rows} == {COUPON}
    assert rows[-1]["principal"] == "1000000.00"


def test_without_the_flag_the_day_of_the_month_stays(book: Callable[..., Ledger]):
    rows = flows(book, bond("2019-08-28", "2020-08-28"))
    assert [row["due_on"] for row in rows] == ["2020-02-28", "2020-08-28"]


# The last regular date is 2026-01-15; the last period runs from there: one whole period to 07-15, then 92 of the 184 days to 2027-01-15.
#   to 2026-10-15: 20,000 × (1 + 92/184) = 30,000.00.   to 2026-09-15: 62 of 184: 20,000 × (1 + 62/184) = 26,739.13
@pytest.mark.parametrize(("end", "last"), [("2026-10-15", "30000.00"), ("2026-09-15", "26739.13")])
def test_a_long_last_stub(book: Callable[..., Ledger], end: str, last: str):
    rows = flows(book, bond("2024-07-15", end, last_regular_on="2026-01-15"))
    assert [row["due_on"] for row in rows] == ["2025-01-15", "2025-07-15", "2026-01-15", end]
    assert [row["interest"] for row in rows] == [COUPON, COUPON, COUPON, last]


def test_without_it_the_stub_is_short(book: Callable[..., Ledger]):
    """Counted back from the end, the odd period comes first: 07-15 to 10-15 is 92 of the 183 days from 04-15."""
    rows = flows(book, bond("2024-07-15", "2026-10-15"))
    assert len(rows) == 5
    assert sum(Decimal(row["principal"]) for row in rows) == 1000000


# A = P·k(1+k)^n / ((1+k)^n − 1) with 80,000,000, 7.99 %, 18 years: 8,530,246.96; eighteen of them are 153,544,445.28, exactly 153,544,445.31.
@pytest.mark.parametrize(("last", "total"), [("equal", "153544445.28"), ("rest", None), ("", None)])
def test_the_last_of_level_instalments(book: Callable[..., Ledger], last: str, total: str | None):
    row = bond("2024-01-01", "2042-01-01", kind="loan", principal=80000000, rate="0.0799", freq=1, amortisation="level")
    row |= {"day_count": "periodic", **({"last": last} if last else {})}
    rows = flows(book, row)
    assert {one["total"] for one in rows[:-1]} == {"8530246.96"}
    assert sum(Decimal(one["principal"]) for one in rows) == 80000000
    if total:
        assert rows[-1]["total"] == "8530246.96"
        assert sum(Decimal(one["total"]) for one in rows) == Decimal(total)


def test_the_rest_of_a_third(book: Callable[..., Ledger]):
    """1,000 over three years at nothing: 333.33, 333.33, 333.34."""
    rows = flows(
        book, bond("2024-01-01", "2027-01-01", kind="loan", principal=1000, rate="0", freq=1, amortisation="level")
    )
    assert [one["total"] for one in rows] == ["333.33", "333.33", "333.34"]
