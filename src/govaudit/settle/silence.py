"""What keeps a verdict unknown (R16, R25.5): events on record that cannot be used, and records that did not begin, or are not kept.

In: a duty bound and folded. Out: its state as it was before silence, with flags that say why. Unknown is an answer: nothing becomes
late, defaulted or kept by it, and only days that no use of the event could remove are counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.docket.cases import ASSESSED_FROM
from govaudit.docket.events import DONE, PAYMENTS, EventDoubt
from govaudit.model import Text, iso, spoken_money
from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.duty_terms import counted_amount
from govaudit.settle.kernel import fold
from govaudit.settle.terms import EventColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket import View
    from govaudit.docket.events import KnownEvent
    from govaudit.settle.bind_rows import Binder, BoundDuty
    from govaudit.settle.status import Status
    from govaudit.settle.terms import Days, Obligation

UNUSABLE, NOT_ASSESSED, NO_RECORD = "unusable(", "not_assessed(", "no_record"
_MONEY = {"pay", "refund", None}
_BEYOND_SENSE = 10  # times what is owed, where the instrument states no amount (R16)
_ENDED = {c.FULFILLED, c.FULFILLED_LATE, c.DISCHARGED, c.TERMINATED, c.SUPERSEDED, c.EXPIRED}

Folded = tuple[list[int], list[tuple[int, int, int]]]


def decided(s: list[int]) -> bool:
    """Whether a duty has ended, so that silence after its end says nothing."""
    return s[c.STATE] in _ENDED


class Silences:
    """Asks of each duty of a docket whether it can be judged by what is on record."""

    def __init__(self, binder: Binder, view: View) -> None:
        self.binder, self.coverage, self.as_of = binder, view.coverage, view.as_of
        instruments = view.docket["instruments"]
        self._whole = dict(
            zip(instruments["id"], zip(instruments["amount"], instruments["currency"], strict=True), strict=True)
        )
        self._confirmed = view.docket["events"]["confirmed"]

    def judged(
        self, duty: BoundDuty, folded: Folded, days: Days
    ) -> tuple[Folded, tuple[str, ...], tuple[EventDoubt, ...]]:
        """Return a duty as far as the records tell: state and spans, what is not known, and the events that ask."""
        found = sorted(self._doubts(duty), key=lambda one: (one.day, one.name))
        folded, unknown = self._without(duty, folded, days, found)
        if unknown:
            return folded, tuple(f"{UNUSABLE}{one.name})" for one in found if not one.usable), tuple(found)
        found = [one if one.row < 0 else one._replace(usable=True) for one in found]
        folded, flags = self._recorded(duty, folded, days)
        return folded, flags, tuple(found)

    # --- events that cannot be used ---------------------------------------------------------------------------------

    def _without(self, duty: BoundDuty, whole: Folded, days: Days, found: list[EventDoubt]) -> tuple[Folded, bool]:
        """Return the duty without the events in doubt, and whether its verdict hangs on them."""
        out = {one.row for one in found if not one.usable}
        if not out:
            return whole, False
        kept = [index for index, row in enumerate(duty.rows) if row < 0 or row not in out]
        sure, spans = fold(duty.versions, _picked(duty.events, kept), duty.tolled, duty.rates, days)
        first = min(one.day for one in found if not one.usable)
        if sure[c.STATE] == c.FULFILLED or (decided(sure) and sure[c.CLOSED] < first):
            return whole, False
        early = [index for index in kept if duty.events.day[index] < first]
        known = days._replace(known=min(days.known, first - 1))
        s, spans = fold(duty.versions, _picked(duty.events, early), duty.tolled, duty.rates, known)
        for slot in (c.BALANCE, c.RELEASED, c.INTEREST_PAID, c.CREDIT):
            s[slot] = sure[slot]
        if not decided(s):  # nothing becomes late by what is not known, though the days before it stay counted
            before = days._replace(known=min(known.known, s[c.DUE]))
            s[c.STATE] = fold(duty.versions, _picked(duty.events, early), duty.tolled, duty.rates, before)[0][c.STATE]
        return (s, spans), True

    def _doubts(self, duty: BoundDuty) -> Iterator[EventDoubt]:
        o = self.binder.obligations[duty.row]
        seen: set[tuple[int, int]] = set()
        paid = 0
        for day, fact in duty.performing:
            why = self._unusable(o, fact)
            amount = counted_amount(fact, o.currency)
            sure = bool(self._confirmed[fact.row])
            if why is None and amount is not None and o.amount is not None and not sure:
                why = _DOUBLED if (day, amount) in seen else self._beyond(o, amount)
                seen.add((day, amount))
            if why is not None:
                yield EventDoubt(fact.row, fact.id, day, why)
                continue
            before, paid = paid, paid + (amount or 0)
            if (
                o.amount is not None
                and not sure
                and before <= o.amount < paid - (o.tolerance or 0)
                and not self._credits(o)
            ):
                yield EventDoubt(fact.row, fact.id, day, _SURPLUS, usable=True)
        yield from self.binder.lost.of(o, self.binder.statutory.get(duty.id))

    def _credits(self, o: Obligation) -> bool:
        """Whether what is paid too much may be late interest, and is no surplus."""
        return o.interest_mode not in {None, "none"}

    @staticmethod
    def _unusable(o: Obligation, fact: KnownEvent) -> Text | None:
        """Say why the money of an event cannot be counted for a duty, None where it can or there is none to count."""
        if o.amount is None or (fact.amount or 0) < 0:  # a negative sum is refused when it is read
            return None
        if fact.amount is None:
            return None if fact.type == "perform" else _NO_AMOUNT
        if counted_amount(fact, o.currency) is not None:
            return None
        return _OTHER if fact.currency not in {None, o.currency or "CNY"} else _BAD_AMOUNT

    def _beyond(self, o: Obligation, amount: int) -> Text | None:
        owed = o.amount or 0
        whole, currency = self._whole.get(o.instrument or "", (None, None))
        said = (
            whole is not None
            and whole >= owed
            and (currency or "CNY") == (o.currency or "CNY")
            and not self._credits(o)
        )
        if amount <= (whole if said else _BEYOND_SENSE * owed):
            return None
        return _BEYOND.format(
            paid=spoken_money(amount, o.currency or "CNY"), owed=spoken_money(o.amount or 0, o.currency or "CNY")
        )

    # --- records that did not begin, or are not kept (R16, R25.5) -----------------------------------------------------

    def _recorded(self, duty: BoundDuty, folded: Folded, days: Days) -> tuple[Folded, tuple[str, ...]]:
        s, _ = folded
        due = s[c.DUE]
        if decided(s) or due >= min(self.as_of, days.known) or c.PERFORM in duty.events.code:
            return folded, ()
        tie = self.binder.statutory.get(duty.id)
        o, body = self.binder.obligations[duty.row], self.binder.table["bearer"][duty.row]
        if tie is not None and o.action not in _MONEY:
            covered = self.coverage.covers(body, tie.acts, self.binder.anchor_of(duty.row), due)
            return (folded, ()) if covered else (self._before(duty, days, due), (NO_RECORD,))
        if duty.opened:
            return folded, ()
        began = self._began(duty.row, body, o)
        if began is None or due >= began:
            return folded, ()
        since = f"{NOT_ASSESSED}{iso(began)})" if began < NEVER else NOT_ASSESSED + ")"
        return self._before(duty, days, due), (since,)

    def _began(self, row: int, body: str, o: Obligation) -> int | None:
        """Return the day from which the performance of a stated duty is on record; of debt service what `duties` assumes where nobody says."""
        stated = self.coverage.began(body, _acts_of(o))
        assumed = self.binder.table.columns.get(ASSESSED_FROM)
        return assumed[row] if stated is None and assumed is not None else stated

    @staticmethod
    def _before(duty: BoundDuty, days: Days, due: int) -> Folded:
        """Return a duty as it stood on its due day, before silence."""
        return fold(duty.versions, duty.events, duty.tolled, duty.rates, days._replace(known=min(days.known, due)))


def as_recorded(duty: BoundDuty, status: Status, days: Days) -> tuple[BoundDuty, Days]:
    """Return a duty, and how far its records reach, as its verdict was found: without the events that cannot be used, up to the silence."""
    if not status.silent:
        return duty, days
    out = {one.row: one.day for one in status.doubts if not one.usable}
    kept = [index for index, row in enumerate(duty.rows) if row < 0 or row not in out]
    due = NEVER if status.due_on is None else status.due_on
    last = min([due, *(day - 1 for day in out.values())])
    events, rows = _picked(duty.events, kept), [duty.rows[index] for index in kept]
    return replace(duty, events=events, rows=rows), days._replace(known=min(days.known, last))


def _acts_of(o: Obligation) -> set[str]:
    """Return the event types that tell that a stated duty was performed."""
    return {*PAYMENTS} if o.action in _MONEY else {"perform", DONE.get(o.action or "", "perform")}


def _picked(events: EventColumns, kept: list[int]) -> EventColumns:
    return EventColumns(*([column[index] for index in kept] for column in events))


_NO_AMOUNT = Text("付款没有写明金额，不知道付了多少", "the payment states no amount: how much was paid is not known")
_OTHER = Text(
    "金额的币种与义务不同，不能抵充", "the amount is in another currency than the duty and cannot be set against it"
)
_BAD_AMOUNT = Text("金额不能使用（细于最小货币单位）", "the amount cannot be used (finer than the minor unit)")
_DOUBLED = Text(
    "同一义务同一天有两笔金额相同的履行，可能重复登记",
    "two performances of one duty are equal in day and amount: perhaps entered twice",
)
_BEYOND = Text(
    "这笔{paid}远超应付的{owed}，可能是单位有误", "{paid} is far above the {owed} owed: perhaps the unit is wrong"
)
_SURPLUS = Text(
    "至此已付超过应付，多付部分暂记为结余", "more has now been paid than is owed; the surplus is credited meanwhile"
)
