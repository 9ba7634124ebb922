"""Random dockets, drawn so that a person can check each row by hand; only the columns named in spec/docket.md."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contract.oracle import ONE, Row, Want, fold

if TYPE_CHECKING:
    from collections.abc import Callable

AS_OF = dt.date(2026, 6, 30)
JAN31 = dt.date(2026, 1, 31)
HOLIDAYS = [
    dt.date(2026, 1, 3),
    dt.date(2026, 2, 15),
    dt.date(2026, 2, 28),
    dt.date(2026, 4, 4),
    dt.date(2026, 5, 31),
    dt.date(2026, 5, 2),
]
DOMAINS = ["procurement", "investment", "ppp", "debt", "pledge", "task"]


@dataclass
class Drawn:
    """The tables, and what each obligation of them must come to."""

    tables: dict[str, list[Row]]
    want: dict[str, Want] = field(default_factory=dict)

    def again(self, as_of: dt.date) -> dict[str, Want]:
        """What the same docket comes to on another day."""
        return {o["id"]: fold(o, self.events_of(o), self.tables["rates"], as_of) for o in self.tables["obligations"]}

    def events_of(self, obligation: Row) -> list[Row]:
        whole = [e for e in self.tables["events"] if e.get("instrument") == obligation["instrument"]]
        return [
            {**e, "day": e["occurred_on"]} for e in self.tables["events"] if e.get("obligation") == obligation["id"]
        ] + [{**e, "day": e["occurred_on"]} for e in whole]


class Draw:
    """Fills the tables, one instrument with one obligation at a time."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - test data
        self.tables: dict[str, list[Row]] = {
            "instruments": [], "obligations": [], "events": [], "evidence": [], **officials(),
            "rates": [{"table": "LPR-1Y", "from": dt.date(2025, 1, 1), "value": Decimal("0.0365")}, {"table": "LPR-1Y", "from": dt.date(2026, 4, 1), "value": Decimal("0.0730")}],
        }  # fmt: skip

    def obligation(self, **given: Any) -> Row:
        n = f"{len(self.tables['instruments']) + 1:03}"
        self.tables["instruments"].append({
            "id": n, "domain": self.rng.choice(DOMAINS), "kind": "contract", "title": f"第{n}号协议，含“引号”", "authority": "F",
            "counterparty": "C", "signed_on": dt.date(2025, 12, 1), "amount": Decimal("1234567.89"),
        })  # fmt: skip
        row = {
            "id": f"{n}-1",
            "instrument": n,
            "title": f"履行第{n}项",
            "bearer": self.rng.choice(["P1", "P2"]),
            "beneficiary": "C",
            "clause": "第3条",
            **given,
        }
        self.tables["obligations"].append(row)
        return row

    def event(self, obligation: Row, kind: str, day: dt.date, *, whole: bool = False, **given: Any) -> None:
        of = {"instrument": obligation["instrument"]} if whole else {"obligation": obligation["id"]}
        number = f"E{len(self.tables['events']) + 1:04}"
        self.tables["events"].append({"id": number, **of, "type": kind, "occurred_on": day, **given})

    def day(self, low: dt.date, high: dt.date) -> dt.date:
        return low + ONE * self.rng.randrange((high - low).days + 1)

    def yuan(self) -> Decimal:
        """A principal whose daily interest at 0.05 % and 3.65 % has no part of a fen."""
        return Decimal(self.rng.randrange(1, 500)) * 20000

    def settle(self, row: Row, due: dt.date, *, whole: bool = False) -> None:
        """Performed early, near the due day, late, in part or not at all."""
        day = (
            self.day(due - 10 * ONE, max(due - 5 * ONE, min(due + 40 * ONE, AS_OF + 3 * ONE)))
            if self.rng.random() < 0.75
            else None
        )
        if day and row.get("amount"):
            part = self.rng.random() < 0.3 and row.get("interest_mode") is None
            self.event(row, "pay", day, amount=row["amount"] / 4 if part else row["amount"])
        elif day:
            self.event(row, "perform", day, whole=whole)


def officials() -> dict[str, list[Row]]:
    """Two posts: one handed over twice (once with a shared day), one vacant for a time."""
    return {
        "orgs": [{"id": "F", "name": "示例市财政局", "kind": "department", "level": "department"}, {"id": "C", "name": "样例公司", "kind": "company"}],
        "posts": [{"id": "P1", "org": "F", "title": "局长", "rank": "head"}, {"id": "P2", "org": "F", "title": "副局长", "rank": "deputy"}],
        "persons": [{"id": f"R{k}", "name": f"{x}某"} for k, x in enumerate("甲乙丙丁", 1)],
        "tenures": [
            {"id": "T1", "post": "P1", "person": "R1", "start": "2019", "end": dt.date(2026, 3, 10)},
            {"id": "T2", "post": "P1", "person": "R2", "start": dt.date(2026, 3, 10), "end": dt.date(2026, 4, 30)},
            {"id": "T3", "post": "P1", "person": "R3", "start": dt.date(2026, 5, 1)},
            {"id": "T4", "post": "P2", "person": "R4", "start": "2020-05", "end": dt.date(2026, 2, 28)},
            {"id": "T5", "post": "P2", "person": "R1", "start": dt.date(2026, 4, 1)},
        ],
    }  # fmt: skip


def fixed(d: Draw) -> None:
    due = d.day(dt.date(2026, 1, 5), dt.date(2026, 7, 20))
    row = d.obligation(due_on=due, action="pay", amount=d.yuan() if d.rng.random() < 0.6 else None)
    d.settle(row, due)


def anchored(d: Draw) -> None:
    unit, n = d.rng.choice([("day", 30), ("day", 7), ("workday", 10), ("workday", 7), ("week", 3), ("month", 2)])
    begun = d.day(dt.date(2026, 1, 5), dt.date(2026, 6, 20))
    kind = d.rng.choice(["award_notice", "signed", "delivered", "accepted", "invoiced"])
    row = d.obligation(
        anchor=kind,
        n=n,
        unit=unit,
        amount=d.yuan(),
        action="pay",
        start=d.rng.choice([None, "exclude", "include"]) if unit == "day" else None,
    )
    if kind == "signed":
        d.tables["instruments"][-1]["signed_on"] = begun
    d.event(row, kind, begun, whole=d.rng.random() < 0.5)
    d.settle(row, begun + 30 * ONE)


def month_end(d: Draw) -> None:
    n = d.rng.choice([1, 2, 3, 5, 12])
    row = d.obligation(
        anchor=JAN31 if n < 12 else dt.date(2025, 1, 31), n=n, unit="month", roll=d.rng.choice([None, "none"])
    )
    d.settle(row, dt.date(2026, 3, 10))


def rolls(d: Draw) -> None:
    due = d.rng.choice(HOLIDAYS)
    row = d.obligation(
        due_on=due, roll=d.rng.choice(["following", "none", "preceding", "modified_following"]), amount=d.yuan()
    )
    d.settle(row, due)


def grace(d: Draw) -> None:
    due = d.day(dt.date(2026, 3, 1), dt.date(2026, 7, 10))
    row = d.obligation(
        due_on=due,
        grace_n=d.rng.choice([5, 10, 20]),
        grace_unit=d.rng.choice(["day", "workday"]),
        grace_mode=d.rng.choice([None, "forgive", "extend", "sanction_only"]),
        amount=d.yuan(),
    )
    d.settle(row, due)


def interest(d: Draw) -> None:
    due = d.day(dt.date(2026, 2, 25), dt.date(2026, 4, 20))
    mode = d.rng.choice(["floating", "fixed_at_breach"])
    rate = d.rng.choice([{"interest_rate": "0.05%/day"}, {"interest_rate": "3.65%/year"}, {"rate_table": "LPR-1Y"}])
    amount = d.yuan()
    row = d.obligation(
        due_on=due,
        action="pay",
        amount=amount,
        allocation=d.rng.choice([None, "interest_first", "principal_first"]),
        interest_mode=mode,
        **rate,
    )
    share = d.rng.choice([Decimal("0.4"), Decimal("0.25")])
    first = due + ONE * d.rng.randrange(1, 30)
    d.event(row, "pay", first, amount=amount * share)
    if d.rng.random() < 0.6:
        d.event(
            row,
            "pay",
            first + ONE * d.rng.randrange(1, 40),
            amount=amount * d.rng.choice([1 - share, Decimal("0.3"), Decimal(2)]),
        )


def suspended(d: Draw) -> None:
    begun = d.day(dt.date(2026, 1, 10), dt.date(2026, 3, 10))
    row = d.obligation(anchor="accepted", n=d.rng.choice([30, 45]), unit="day", amount=d.yuan())
    d.event(row, "accepted", begun)
    stop = begun + ONE * d.rng.randrange(2, 20)
    d.event(row, "suspend", stop, cause=d.rng.choice(["agreed", "court"]))
    if d.rng.random() < 0.8:
        d.event(row, "resume", stop + ONE * d.rng.randrange(1, 25))
        d.settle(row, begun + 60 * ONE)


def stayed(d: Draw) -> None:
    """A court stays the payment after the due day: those days leave the breach (V8)."""
    due = d.day(dt.date(2026, 2, 25), dt.date(2026, 3, 20))
    row = d.obligation(due_on=due, amount=d.yuan(), roll="none")
    stop = due + ONE * d.rng.randrange(2, 20)
    d.event(row, "suspend", stop, cause="court")
    d.event(row, "resume", stop + ONE * d.rng.randrange(1, 25))
    d.event(row, "pay", stop + 40 * ONE, amount=row["amount"])


def waived(d: Draw) -> None:
    due = d.day(dt.date(2026, 3, 1), dt.date(2026, 5, 20))
    row = d.obligation(due_on=due)
    d.event(row, "waive", due + ONE * d.rng.randrange(-5, 20))


def conditional(d: Draw) -> None:
    due = d.day(dt.date(2026, 3, 1), dt.date(2026, 6, 25))
    row = d.obligation(due_on=due, condition="approved", long_stop=d.rng.choice([None, AS_OF, AS_OF - ONE]))
    if d.rng.random() < 0.5:
        d.event(row, "approved", due - 20 * ONE)
        d.settle(row, due)


def pending(d: Draw) -> None:
    d.obligation(
        anchor="accepted", n=30, unit="day", amount=d.yuan(), long_stop=d.rng.choice([None, AS_OF, AS_OF - ONE])
    )


def punctual(d: Draw) -> None:
    due = d.day(dt.date(2026, 3, 1), dt.date(2026, 6, 20))
    d.settle(d.obligation(due_on=due, kind="punctual"), due)


FAMILIES: list[Callable[[Draw], None]] = [
    fixed, anchored, month_end, rolls, grace, interest, suspended, stayed, waived, conditional, pending, punctual,
]  # fmt: skip


def docket(seed: int, rounds: int = 4) -> Drawn:
    """Every family `rounds` times, in order."""
    draw = Draw(seed)
    for _ in range(rounds):
        for family in FAMILIES:
            family(draw)
    draw.tables = {
        name: [{k: v for k, v in row.items() if v is not None} for row in rows] for name, rows in draw.tables.items()
    }
    drawn = Drawn(draw.tables)
    drawn.want = drawn.again(AS_OF)
    return drawn
