"""The core of `govaudit status` over a docket of generate.py in Polars, lazily and streamed: `peer_polars.py DOCKET CALENDAR SETTLED SHARES`.

The same logic as peer.sql, step by step, with the same limits: at most three payments that name one debt, one suspension of an obligation,
debts of a contract that fall due on different days. Days are integers since 1970-01-01, ranges of days half-open, money is minor units.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from day import AS_OF

_AS_OF = (dt.date.fromisoformat(AS_OF) - dt.date(1970, 1, 1)).days
_NEVER = 1_000_000
_PAYMENT = 10**12  # a payment as one number: its day times this, plus the amount
_RATE = 1_000_000  # rates are whole millionths of a year's fraction, a day's is 1/365 of that
c = pl.col


class Calendar(NamedTuple):
    """By day: working days before it, the first working day from it on, rates summed up before it; and the working days."""

    rank: pl.Series
    following: pl.Series
    accrued: pl.Series
    working: pl.Series


def calendar(path: Path, docket: Path) -> Calendar:
    """Return the index arrays of the calendar and of the rate table."""
    days = pl.read_parquet(path)
    rates = pl.read_parquet(docket / "rates.parquet").filter(c("table") == "lpr").sort("from")
    steps = (rates["value"].cast(pl.Decimal(9, 6)) * _RATE).cast(pl.Int64).to_numpy()
    first = rates["from"].to_physical().to_numpy()
    daily = np.concatenate([[0], steps])[np.searchsorted(first, days["day"].to_numpy(), side="right")]
    working = days.filter(c("day") == c("following"))["day"]
    return Calendar(days["rank"], days["following"], pl.Series(np.cumsum(daily) - daily), working)


def look(table: pl.Series, index: pl.Expr) -> pl.Expr:
    """Return the entries of an index array, null for null."""
    return pl.lit(table).gather(index)


def number(date: pl.Expr) -> pl.Expr:
    """Return a date as a number."""
    return date.to_physical()


def minor(amount: pl.Expr) -> pl.Expr:
    """Return an amount in minor units."""
    return (amount * 100).cast(pl.Int64)


def events_of(docket: Path) -> pl.LazyFrame:
    """Return the events up to the day of the verdict."""
    found = pl.scan_parquet(docket / "events.parquet").filter(number(c("occurred_on")) <= _AS_OF)
    return found.select("id", "obligation", "instrument", "type", "cause", day=number(c("occurred_on")), paid=minor(c("amount")))  # fmt: skip


# --- due days ---------------------------------------------------------------------------------------------------------


def anchored(docket: Path, events: pl.LazyFrame) -> pl.LazyFrame:
    """Return every obligation with what happened to it: suspended from `begin` to `until`."""

    def day_of(kind: str) -> pl.Expr:
        return pl.when(c("type") == kind).then(c("day"))

    payment = pl.when(c("type") == "pay").then(c("day").cast(pl.Int64) * _PAYMENT + c("paid"))
    own = (
        events.filter(c("obligation").is_not_null())
        .group_by("obligation")
        .agg(
            invoiced=day_of("invoiced").min(), done=day_of("perform").min(), begin=day_of("suspend").min(), resumed=day_of("resume").min(),
            court=((c("type") == "suspend") & (c("cause") == "court")).any(),
            payments=payment.count(), first=payment.min(), last=payment.max(), all=payment.sum(),
        )
    )  # fmt: skip
    deliveries = events.filter(c("obligation").is_null() & (c("type") == "delivered")).group_by("instrument").agg(delivered=c("day").min())  # fmt: skip
    dated = number(c("anchor").str.to_date("%Y-%m-%d", strict=False))
    return (
        pl.scan_parquet(docket / "obligations.parquet")
        .select("id", "instrument", "bearer", "unit", "n", "anchor", "allocation", amount=minor(c("amount")), fixed=number(c("due_on")))
        .join(own, left_on="id", right_on="obligation", how="left")
        .join(deliveries, on="instrument", how="left")
        .with_columns(
            anchor=pl.when(c("anchor") == "invoiced").then(c("invoiced")).when(c("anchor") == "delivered").then(c("delivered")).otherwise(dated),
            until=pl.when(c("begin").is_not_null()).then(c("resumed").fill_null(_NEVER)),
            court=c("court").fill_null(value=False),
        )
    )  # fmt: skip


def counted(found: pl.LazyFrame, days: Calendar) -> pl.LazyFrame:
    """Find the day before rolling (R2, R3, R9): null where it has not been triggered or is suspended without end.

    Days and working days are counted from `since`, `left` of them: where the suspension comes before they are used up, from its
    last day. Fixed days and months are moved by the tolled days up to them.
    """
    after = c("anchor") + 1
    working, counts = c("unit") == "workday", c("unit").is_in(["day", "workday"])
    unmoved = number((c("anchor").cast(pl.Date)).dt.offset_by(pl.format("{}mo", c("n"))))
    return (
        found.with_columns(tolled=pl.max_horizontal(c("begin"), after), unmoved=pl.coalesce(c("fixed"), unmoved))
        .with_columns(
            free=pl.when(working).then(look(days.rank, c("tolled")) - look(days.rank, after)).otherwise(c("tolled") - after),
        )
        .with_columns(
            stops=((c("until") > after) & (c("free") < c("n"))).fill_null(value=False),
            moves=((c("until") > after.fill_null(1)) & (c("tolled") <= c("unmoved"))).fill_null(value=False),
        )
        .with_columns(
            since=pl.when("stops").then(c("resumed") - 1).otherwise(c("anchor")),
            left=pl.when("stops").then(c("n") - c("free")).otherwise(c("n")),
        )
        .with_columns(
            raw=pl.when(working)
            .then(look(days.working, look(days.rank, c("since") + 1) + c("left") - 1))
            .when(counts)
            .then(c("since") + c("left"))
            .when("moves")
            .then(c("unmoved") + c("resumed") - c("tolled"))
            .otherwise(c("unmoved"))
        )
    )  # fmt: skip


def due_days(found: pl.LazyFrame, days: Calendar) -> pl.LazyFrame:
    """Roll once, and where that leads into the suspension, to its end (R5, R9); set the days that a court has stopped."""
    rolled = look(days.following, c("raw"))
    caught = (c("raw") < rolled) & (c("begin") <= rolled) & (rolled < c("until"))
    return found.select(
        "id", "instrument", "bearer", "amount", "allocation", "done", "payments", "first", "last", "all", "until",
        untriggered=c("fixed").is_null() & c("anchor").is_null(),
        due=pl.when(caught).then(look(days.following, c("resumed"))).otherwise(rolled),
        stop_from=pl.when("court").then(c("begin")).otherwise(0),
        stop_until=pl.when("court").then(c("until").clip(upper_bound=_AS_OF + 1)).otherwise(0),
    )  # fmt: skip


# --- breach days and money --------------------------------------------------------------------------------------------


def late_to(day: pl.Expr) -> pl.Expr:
    """Return where the breach days up to a day end: not before the day after the due day, nor after the day of the verdict (R8)."""
    return pl.min_horizontal(pl.max_horizontal(day, c("due").fill_null(_NEVER)), _AS_OF) + 1


def unstopped(day: pl.Expr) -> pl.Expr:
    """Return a day's number without the stopped days before it."""
    return day - pl.min_horizontal(pl.max_horizontal(day, c("stop_from")), c("stop_until")) + c("stop_from")


def running(day: pl.Expr, table: pl.Series) -> pl.Expr:
    """Return the running sum before a day without what the stopped days added."""
    total, begin, end = look(table, day), look(table, c("stop_from")), look(table, c("stop_until"))
    return pl.when(day <= c("stop_from")).then(total).when(day < c("stop_until")).then(begin).otherwise(total - end + begin)  # fmt: skip


def half_up(numerator: pl.Expr) -> pl.Expr:
    """Return accrued interest rounded half up to minor units (R13)."""
    return (2 * numerator + 365 * _RATE) // (2 * 365 * _RATE)


def debts(due: pl.LazyFrame, days: Calendar) -> pl.LazyFrame:
    """Walk the payments that name their debt, one after the other, interest or principal first (R11, R13)."""
    middle = pl.when(c("payments") == 3).then(c("all") - c("first") - c("last"))  # noqa: PLR2004 - there are at most three
    second = pl.when(c("payments") == 2).then(c("last")).otherwise(middle)  # noqa: PLR2004
    third = pl.when(c("payments") == 3).then(c("last"))  # noqa: PLR2004
    found = due.filter(c("allocation") != "fifo").with_columns(payment_1="first", payment_2=second, payment_3=third)
    found = found.with_columns(
        *((c(f"payment_{k}") // _PAYMENT).cast(pl.Int32).alias(f"paid_{k}") for k in (1, 2, 3)),
        *((c(f"payment_{k}") % _PAYMENT).fill_null(0).alias(f"part_{k}") for k in (1, 2, 3)),
    )
    ends = [0, c("paid_1"), pl.coalesce("paid_2", "paid_1"), pl.coalesce("paid_3", "paid_2", "paid_1"), _AS_OF]
    found = found.with_columns(late_to(pl.lit(end) if isinstance(end, int) else end).alias(f"late_{k}") for k, end in enumerate(ends))  # fmt: skip
    found = found.with_columns(
        *(unstopped(c(f"late_{k}")).alias(f"days_{k}") for k in range(5)),
        *(running(c(f"late_{k}"), days.accrued).alias(f"rates_{k}") for k in range(5)),
        balance=c("amount"), accrued=pl.lit(0, pl.Int64), amount_days=pl.lit(0, pl.Int64), interest_paid=pl.lit(0, pl.Int64),
        performed=pl.lit(None, pl.Int32),
    )  # fmt: skip
    for k in (1, 2, 3):
        found = accrue(found, k)
        owed, part = half_up(c("accrued")) - c("interest_paid"), c(f"part_{k}")
        principal = (
            pl.when(c("allocation") == "principal_first").then(part).otherwise(pl.max_horizontal(part - owed, 0))
        )
        found = found.with_columns(owed=owed, principal=pl.min_horizontal(principal, c("balance")))
        found = found.with_columns(
            balance=c("balance") - c("principal"),
            interest_paid=c("interest_paid") + pl.min_horizontal(part - c("principal"), c("owed")),
        )
        closed = c("performed").is_null() & (c("balance") == 0)
        found = found.with_columns(performed=pl.when(closed).then(c(f"paid_{k}")).otherwise(c("performed")))
    return accrue(found, 4).with_columns(interest=half_up(c("accrued")))


def accrue(found: pl.LazyFrame, k: int) -> pl.LazyFrame:
    """Add the days between two payments at the balance open on them (R8, R13)."""
    days, rates = c(f"days_{k}") - c(f"days_{k - 1}"), c(f"rates_{k}") - c(f"rates_{k - 1}")
    return found.with_columns(accrued=c("accrued") + c("balance") * rates, amount_days=c("amount_days") + c("balance") * days)  # fmt: skip


def instalments(due: pl.LazyFrame, events: pl.LazyFrame) -> pl.LazyFrame:
    """Settle debts by the payments that name only the contract, first in, first out (R11).

    Each part of a payment that meets a part of a debt is a lot, used on the day of the payment but not before the debt is due (R12).
    """
    fifo = due.filter(c("allocation") == "fifo")
    owing = fifo.filter(c("due") <= _AS_OF).select(
        "id", "instrument", "due", "amount", "stop_from", "stop_until", owed_by=c("amount").cum_sum().over("instrument", order_by="due")
    )  # fmt: skip
    payments = events.filter(c("obligation").is_null() & (c("type") == "pay")).select(
        "instrument", "day", "paid", paid_by=c("paid").cum_sum().over("instrument", order_by=["day", "id"])
    )
    paid_before, owed_before = c("paid_by") - c("paid"), c("owed_by") - c("amount")
    lots = (
        owing.join(payments, on="instrument")
        .filter((paid_before < c("owed_by")) & (c("paid_by") > owed_before))
        .with_columns(
            used=pl.max_horizontal("day", "due"),
            lot=pl.min_horizontal("paid_by", "owed_by") - pl.max_horizontal(paid_before, owed_before),
        )
        .group_by("id")
        .agg(
            lots=c("lot").sum(), used=c("used").max(), lot_days=(c("lot") * (unstopped(c("used") + 1) - unstopped(c("due") + 1))).sum()
        )
    )  # fmt: skip
    late = unstopped(pl.lit(_AS_OF + 1)) - unstopped(late_to(pl.lit(0)))
    return (
        fifo.join(lots, on="id", how="left")
        .with_columns(balance=c("amount") - c("lots").fill_null(0))
        .with_columns(
            amount_days=c("lot_days").fill_null(0) + c("balance") * late,
            performed=pl.when(c("balance") == 0).then(c("used")),
            interest=pl.lit(None, pl.Int64),
        )
    )


# --- the whole --------------------------------------------------------------------------------------------------------


def kept(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Compute a table that several others rest on, once."""
    return frame.collect(engine="streaming").lazy()


def settled(docket: Path, days: Calendar) -> pl.LazyFrame:
    """Return a row an obligation: state, breach days, money."""
    events = events_of(docket)
    due = kept(due_days(counted(anchored(docket, events), days), days))
    none = pl.lit(None, pl.Int64)
    acts = due.filter(c("amount").is_null()).with_columns(performed="done", balance=none, amount_days=none, interest=none)  # fmt: skip
    columns = ["id", "instrument", "bearer", "due", "amount", "until", "untriggered", "stop_from", "stop_until", "performed", "balance", "amount_days", "interest"]  # fmt: skip
    closed = pl.concat([part.select(columns) for part in (acts, debts(due, days), instalments(due, events))])
    due_on = c("due").fill_null(_NEVER)
    said = pl.Enum(["fulfilled", "fulfilled_late", "suspended", "pending", "active", "breached"])
    state = (
        pl.when(c("performed") <= due_on).then(pl.lit("fulfilled", said))
        .when(c("performed").is_not_null()).then(pl.lit("fulfilled_late", said))
        .when((c("until") > _AS_OF) & ((c("stop_until") > 0) | (due_on >= _AS_OF))).then(pl.lit("suspended", said))
        .when("untriggered").then(pl.lit("pending", said))
        .when(due_on >= _AS_OF).then(pl.lit("active", said))
        .otherwise(pl.lit("breached", said))
    )  # fmt: skip
    return closed.with_columns(
        state=state, late_from=late_to(pl.lit(0)), late_until=late_to(c("performed").fill_null(_AS_OF))
    ).with_columns(breach_days=unstopped(c("late_until")) - unstopped(c("late_from")))


def statuses(done: pl.LazyFrame) -> pl.LazyFrame:
    """Return the columns that are written."""

    def major(name: str) -> pl.Expr:
        return (
            (c(name).cast(pl.Decimal(15, 0)) * pl.lit("0.01").cast(pl.Decimal(3, 2)))
            .cast(pl.Decimal(18, 2))
            .alias(name)
        )

    return done.select(
        obligation="id", instrument="instrument", state="state", due_on=c("due").cast(pl.Date), performed_on=c("performed").cast(pl.Date),
        amount=major("amount"), open_amount=major("balance"), breach_days="breach_days", amount_days=major("amount_days"),
        interest=major("interest"),
    )  # fmt: skip


def holders(docket: Path) -> pl.LazyFrame:
    """Return who held a post, as runs of days: the tenure that began last of those covering a day, null for nobody (R24)."""
    tenures = pl.scan_parquet(docket / "tenures.parquet").select("post", tenure="id", begun=number(c("start")), ended=(number(c("end")) + 1).fill_null(_NEVER))  # fmt: skip
    posts = pl.scan_parquet(docket / "posts.parquet").select(post="id", first=pl.lit(0, pl.Int32))
    cuts = pl.concat([posts, tenures.select("post", first="begun"), tenures.select("post", first="ended")]).unique()
    covers = (c("begun") <= c("first")) & (c("first") < c("ended"))
    of_day = pl.when(covers).then(c("begun"))
    held = (
        cuts.join(tenures, on="post", how="left")
        .group_by("post", "first")
        .agg(tenure=c("tenure").filter(covers).sort_by(of_day.filter(covers)).last())
        .sort("post", "first")
    )
    changed = (c("post") != c("post").shift()).fill_null(value=True) | c("tenure").ne_missing(c("tenure").shift())
    same = c("post") == c("post").shift(-1)
    return held.filter(changed).with_columns(until=pl.when(same).then(c("first").shift(-1)).otherwise(_NEVER))


def shares(done: pl.LazyFrame, docket: Path) -> pl.LazyFrame:
    """Split the breach days of each obligation among those who held the bearer's post (R24)."""
    begin, end = c("begin"), c("finish")
    return (
        done.filter(c("breach_days") > 0)
        .select("id", "bearer", "late_from", "late_until", "stop_from", "stop_until")
        .join(holders(docket), left_on="bearer", right_on="post")
        .filter((c("first") < c("late_until")) & (c("until") > c("late_from")))
        .with_columns(begin=pl.max_horizontal("late_from", "first"), finish=pl.min_horizontal("late_until", "until"))
        .with_columns(days=unstopped(end) - unstopped(begin))
        .filter(c("days") > 0)
        .select(
            "tenure", "days", obligation="id", post="bearer",
            **{
                "from": pl.when((c("stop_from") <= begin) & (begin < c("stop_until"))).then(c("stop_until")).otherwise(begin).cast(pl.Date),
                "to": (pl.when((c("stop_from") < end) & (end <= c("stop_until"))).then(c("stop_from")).otherwise(end) - 1).cast(pl.Date),
            },
        )
    )  # fmt: skip


def main() -> None:
    """Settle a docket and write both tables."""
    docket, days, settled_to, shares_to = (Path(path) for path in sys.argv[1:])
    done = kept(settled(docket, calendar(days, docket)))
    for table, path in ((statuses(done), settled_to), (shares(done, docket), shares_to)):
        table.sink_parquet(path, compression="snappy", maintain_order=False, engine="streaming")


if __name__ == "__main__":
    main()
