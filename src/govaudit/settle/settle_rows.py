"""Settle a docket: every obligation to its status as of a day, as known on a day."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from govaudit.docket.events import idle_moves
from govaudit.model import Problem, Text, iso
from govaudit.rules.days import NEVER, NO_ROLL, Calendar, chinese_calendar
from govaudit.settle import codes as c
from govaudit.settle.bind_rows import Binder, BoundDuty
from govaudit.settle.clause import BEFORE
from govaudit.settle.codes import FLAGS, SET_OFF, STATES
from govaudit.settle.deadline import MONTH, WORKDAY, YEAR
from govaudit.settle.kernel import fold, interest
from govaudit.settle.opening import fold_opened
from govaudit.settle.reparation import bind_reparations, mark_compensated
from govaudit.settle.silence import Silences
from govaudit.settle.status import Span, Status, beside_flag
from govaudit.settle.terms import Days, EventColumns, Obligation, Terms
from govaudit.settle.unused import not_taken

if TYPE_CHECKING:
    from govaudit.docket import Docket, View
    from govaudit.docket.cases import StatutoryTie


_OF_RATES = c.F_FLOOR | c.F_FLOOR_RECALLED | c.F_FLOOR_UNKNOWN  # they say nothing where no interest has accrued


def settle(view: View) -> list[Status]:
    """Return the status of every obligation that a view shows."""
    return settle_with_use(view)[0]


def settle_with_use(view: View) -> tuple[list[Status], set[int], list[Problem]]:
    """Return the statuses, the rows of the events that some obligation used, and notes on events that could do nothing."""
    calendar, docket, horizons = chinese_calendar(view.known_at), view.docket, view.horizons
    binder = Binder(view)
    silences = Silences(binder, view)
    days = Days(calendar.rank, calendar.nth, view.as_of, NEVER)
    bound = bind_reparations(binder, days, horizons)
    instruments = docket["instruments"]
    domain = dict.fromkeys(docket["debts"]["id"], "debt")
    domain |= zip(instruments["id"], instruments["domain"], strict=True)
    statuses = []
    for row in range(len(binder.table)):
        duty = bound[row] if row in bound else binder.duty(row)
        horizon = horizons.of(binder.table["source"][row], binder.table["instrument"][row])
        known = days._replace(known=horizon)
        folded = fold_opened(duty, known)
        (state, spans), flags, doubts = silences.judged(duty, folded, known)
        status = _status(binder, duty, state, spans, horizon, calendar, domain)
        status.flags, status.doubts = (*status.flags, *flags), doubts
        status.strange = binder.lost.strange(binder.obligations[row])
        statuses.append(status)
    mark_compensated(binder, statuses)
    refused = not_taken(binder, statuses)
    idle = [_idle_resumption(docket, row) for row in sorted(binder.idle - binder.used)]
    return statuses, binder.used | binder.idle, [*refused, *idle, *idle_moves(docket)]


def _idle_resumption(docket: Docket, row: int) -> Problem:
    """Return the note on a resumption that ended no suspension of any obligation it concerns (T14)."""
    return Problem(
        "resume_without_suspension",
        docket["events"].places[row].at("type"),
        Text("这次恢复之前没有同一原因（或未写原因）的未结束的中止，因此不起作用", "no suspension of this cause, or without a cause, was open: the resumption does nothing"),
        Text("核对日期和原因；遗漏的中止请补登为“中止”事件", "check its day and cause; record the suspension that is missing"),
        docket["events"]["id"][row],
        "note",
    )  # fmt: skip


def _status(
    binder: Binder,
    duty: BoundDuty,
    s: list[int],
    spans: list[tuple[int, int, int]],
    horizon: int,
    calendar: Calendar,
    domain: dict[str, str],
) -> Status:
    terms, table, row = duty.versions[s[c.VERSION]], binder.table, duty.row
    instrument = table["instrument"][row]
    statutory = binder.statutory.get(duty.id)
    s[c.FLAG_BITS] |= duty.flags if s[c.ACCRUED] else duty.flags & ~_OF_RATES
    if any(_sanctioned_early(duty, calendar, day) for day in duty.sanctions):
        s[c.FLAG_BITS] |= c.F_SANCTION_EARLY
    credit = s[c.CREDIT] - binder.spent[duty.id]
    if not credit:
        s[c.FLAG_BITS] &= ~c.F_CREDIT
    money = terms.amount >= 0
    in_doubt = s[c.FLAG_BITS] & (c.F_RATE_MISSING | c.F_FLOOR_RECALLED)
    provisional = _provisional(terms, s, calendar, table["calendar"][row]) or bool(in_doubt)
    return Status(
        obligation=duty.id, instrument=instrument, domain=domain.get(instrument) if instrument else None,
        rule=statutory.rule if statutory else None, state=STATES[s[c.STATE]], due_on=_day(s[c.NOMINAL]), due_on_raw=_day(s[c.RAW]),
        grace_until=_day(s[c.GRACE_END]) if terms.grace_n else None, performed_on=_day(s[c.PERFORMED]),
        amount=terms.amount if money else None, performed_amount=_performed(s, terms) if money else None,
        open_amount=s[c.BALANCE] if money else None, currency=table["currency"][row] or "CNY", breach_days=s[c.BREACH_DAYS],
        amount_days=s[c.AMOUNT_DAYS] if money else None, interest=interest(s, terms) if terms.den else None,
        interest_paid=s[c.INTEREST_PAID], rate_source=duty.rate_source if terms.den else None,
        set_off=SET_OFF[terms.principal_first] if terms.den else None, credit=credit, episodes=s[c.EPISODES],
        tolled_days=s[c.TOLLED_DAYS], flags=(*_flags(s, binder.as_of, horizon, bool(table["draft"][row]), provisional), *_beside(statutory)),
        rules_applied=_rules(s, terms, duty, binder.obligations[row], (horizon, binder.as_of)), provisional=provisional,
        trigger_event=statutory.trigger_event if statutory else None, spans=tuple(Span(*span) for span in spans), decisive=tuple(_decisive(binder, duty)),
    )  # fmt: skip


def _sanctioned_early(duty: BoundDuty, calendar: Calendar, day: int) -> bool:
    """Whether a sanction came while the last day, or grace of any kind, had not passed under the terms of that day (A6, R7)."""
    upto = bisect_right(duty.events.day, day)
    events = EventColumns(*(column[:upto] for column in duty.events))
    s, _ = fold(duty.versions, events, duty.tolled, duty.rates, Days(calendar.rank, calendar.nth, day, NEVER))
    return day <= max(s[c.DUE], s[c.GRACE_END])


def _day(day: int) -> int | None:
    return day if -NEVER < day < NEVER else None


def _performed(s: list[int], t: Terms) -> int:
    """Return the principal performed: what is no longer open, less what was waived or excused."""
    return t.amount - s[c.BALANCE] - s[c.RELEASED]


def _provisional(t: Terms, s: list[int], calendar: Calendar, which: str | None) -> bool:
    """Whether a due day rests on calendar days that no notice has announced (platform of R5, R17)."""
    if which == "none" or s[c.NOMINAL] >= NEVER:
        return False
    days = [s[c.RAW], s[c.NOMINAL]]
    if s[c.GRACE_END] < NEVER:
        days.append(s[c.GRACE_END])
    if t.unit == WORKDAY and t.fixed >= NEVER:
        days.append(t.anchor + 1)
    elif t.roll == NO_ROLL:
        return False
    return not all(calendar.announced(day) for day in days)


def _flags(s: list[int], as_of: int, horizon: int, draft: bool, provisional: bool) -> tuple[str, ...]:  # noqa: FBT001 - plain facts
    flags = [name for bit, name in enumerate(FLAGS) if s[c.FLAG_BITS] >> bit & 1]
    still_open = s[c.STATE] not in (c.FULFILLED, c.FULFILLED_LATE, c.DISCHARGED, c.TERMINATED, c.SUPERSEDED, c.EXPIRED)
    if still_open and as_of > horizon:
        flags.append(f"unknown_after({iso(horizon)})")
    if draft:
        flags.append("draft")
    if provisional:
        flags.append("provisional")
    return tuple(flags)


def _beside(tie: StatutoryTie | None) -> tuple[str, ...]:
    """Return the flag of a duty of the law beside stated ones for the same thing, whose money is the same (R25.4)."""
    return (beside_flag(tie.beside),) if tie is not None and tie.beside else ()


def _rules(s: list[int], t: Terms, duty: BoundDuty, o: Obligation, known: tuple[int, int]) -> tuple[str, ...]:
    """Return the codes of the rules that made the verdict; `known` are the last day of complete records and the day judged."""
    due, flags = s[c.NOMINAL], s[c.FLAG_BITS]
    horizon, as_of = known
    computed = o.due_on is None and due < NEVER
    period = t.fixed >= NEVER and due < NEVER
    applied = {
        "R2": period,
        "R3": period and t.unit in (MONTH, YEAR),
        "R4": computed and o.start == BEFORE,
        "R5": due < NEVER and due != s[c.RAW],
        "R6": o.cutoff is not None,
        "R7": bool(t.grace_n),
        "R8": s[c.BREACH_DAYS] > 0,
        "R9": s[c.TOLLED_DAYS] > 0 or (bool(duty.tolled.begin) and due >= NEVER),
        "R10": t.condition > 0,
        "R11": t.amount >= 0 and c.PERFORM in duty.events.code,
        "R12": s[c.CREDIT] > 0,
        "R13": t.den > 0 and s[c.ACCRUED] > 0,
        "R14": bool(flags & c.F_REPUDIATED),
        "R15": bool(flags & (c.F_CURED | c.F_CURE_ASSUMED)) or s[c.STATE] in (c.CURING, c.DEFAULTED),
        "R16": as_of > horizon,
        "R17": bool(flags & c.F_AMENDED),
        "R18": bool(flags & c.F_TIME_BARRED),
        "A1": bool(flags & c.F_DAY_BEFORE),
        "A6": bool(flags & c.F_SANCTION_EARLY),
        "A9": bool(flags & c.F_CURE_ASSUMED),
        "A12": bool(flags & c.F_BACKDATED),
        "A15": duty.limit is not None,
    }
    return tuple(code for code, holds in applied.items() if holds)


def _decisive(binder: Binder, duty: BoundDuty) -> list[str]:
    """Return the ids of the events that moved the obligation."""
    ids = binder.docket["events"]["id"]
    return [ids[row] for row in duty.rows if row >= 0]
