"""Binding in columns: from the cells of obligations and events to what the fold works on, obligation by obligation (settle.bind_rows).

`bind_rows` is compiled with the kernel; as it stands it is plain Python. It keeps to what is plain: of a row that needs more it says
so in `again` (settle its instrument row by row), of several suspensions in `pieces` (pair them outside).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.columns.allocate_arrays import PAYMENT

Ints = Any  # an int64 array, or any sequence of integers
PAIR = -1  # several suspensions, to be paired outside
SOLE, FIRST, NOBODY = (
    1,
    2,
    -1,
)  # what payments on the instrument itself mean to its only debt, to the first of several, where there is none


class BoundRows(NamedTuple):
    """The cells of N obligations as their stream names them, the denominator of their interest, what they take (SOLE, FIRST), the first of their instrument."""

    kind: Ints
    fixed: Ints
    anchor: Ints
    anchor_type: Ints
    condition_type: Ints
    n: Ints
    unit: Ints
    include: Ints
    roll: Ints
    grace_n: Ints
    grace_unit: Ints
    grace_mode: Ints
    tolling: Ints
    amount: Ints
    tolerance: Ints
    principal_first: Ints
    mode: Ints
    contract: Ints
    den: Ints
    long_stop: Ints
    done: Ints
    domain: Ints
    odd: Ints
    takes: Ints
    first: Ints


class Moves(NamedTuple):
    """The events of N obligations: rows `at[i]` to `at[i + 1]` in any order; those not `direct` stand on the instrument of which i is the first."""

    at: Ints
    day: Ints
    type: Ints
    value: Ints
    cause: Ints
    direct: Ints
    odd: Ints


class Meaning(NamedTuple):
    """What the codes mean: see `settle.columns.codebook`; `trigger[domain, type]` is 1 where the law makes a duty of it, `idle[type]` where it moves nothing on an instrument, `opening[type]` where only the rows know it."""

    verb: Ints
    moves: Ints
    court: Ints
    breach: Ints
    trigger: Any
    idle: Ints
    opening: Ints
    suspend: int
    resume: int
    pay: int
    waive: int
    perform: int


class Into(NamedTuple):
    """Where the bound obligations go: terms and events of a `Batch`, one suspension each, how many there are (or PAIR), and `again`."""

    terms: Any
    day: Any
    code: Any
    value: Any
    event_at: Any
    begin: Any
    end: Any
    court: Any
    pieces: Any
    again: Any


def bind_rows(o: BoundRows, e: Moves, m: Meaning, as_of: int, to: Into) -> None:
    """Bind every obligation; the events kept are moved together and sorted by day and code (§1.2)."""
    filled = 0
    for row in range(len(o.kind)):
        to.event_at[row] = filled
        to.again[row] = o.odd[row]
        anchor, condition = _anchor(o, e, row, as_of), 0
        if o.condition_type[row]:
            condition = _first(o, e, row, o.condition_type[row], as_of)
        _terms(o, to.terms, row, anchor, condition)
        is_suspended = False
        for owner in range(_owners(o, row)):
            for at in _range(o, e, row, owner):
                if e.direct[at] != 1 - owner:
                    continue
                is_suspended |= e.type[at] == m.suspend
                code = _code(o, e, m, row, at) if e.day[at] <= as_of else -1
                if _is_for_rows(o, e, m, row, at, as_of) or _in_doubt(o, e, m, row, at, code):
                    to.again[row] = 1
                if code >= 0 and filled == len(to.day):
                    to.again[row] = 1
                elif code >= 0:
                    _put(to, row, filled, e.day[at], code, c.IN_FULL if code == c.DEMAND else e.value[at])
                    filled += 1
        if is_suspended:
            _suspend(o, e, m, row, as_of, to)
    to.event_at[len(o.kind)] = filled


def _owners(o: BoundRows, row: int) -> int:
    """Return 2: what stands on the obligation itself (0) and on its instrument (1); 1 where there is no instrument."""
    return 2 if o.first[row] >= 0 else 1


def _range(o: BoundRows, e: Moves, row: int, owner: int) -> range:
    """Return the events among which those of an owner lie."""
    of = o.first[row] if owner else row
    return range(e.at[of], e.at[of + 1])


def _anchor(o: BoundRows, e: Moves, row: int, as_of: int) -> int:
    if o.fixed[row] < NEVER:
        return NEVER
    if o.anchor[row] < NEVER:
        return int(o.anchor[row])
    return _first(o, e, row, o.anchor_type[row], as_of)


def _first(o: BoundRows, e: Moves, row: int, kind: int, as_of: int) -> int:
    """Return the day of the first event of a type, on the obligation itself before its instrument; NEVER when there is none."""
    for owner in range(_owners(o, row)):
        found = NEVER
        for at in _range(o, e, row, owner):
            if e.type[at] == kind and e.day[at] <= as_of and e.direct[at] == 1 - owner:
                found = min(found, e.day[at])
        if found < NEVER:
            return found
    return NEVER


def _is_for_rows(o: BoundRows, e: Moves, m: Meaning, row: int, at: int, as_of: int) -> bool:
    return bool(e.odd[at] or _triggers(o, e, m, row, at) or _moves_nothing(o, e, m, row, at, as_of))


def _triggers(o: BoundRows, e: Moves, m: Meaning, row: int, at: int) -> bool:
    """Whether the law may make a duty of an event; performing a duty to sign is a signature."""
    kind = o.done[row] if e.type[at] == m.perform and o.done[row] else e.type[at]
    return bool(m.trigger[o.domain[row], kind] > 0)


def _moves_nothing(o: BoundRows, e: Moves, m: Meaning, row: int, at: int, as_of: int) -> bool:
    """Whether an event on an instrument is there to move duties and moves none: that has to be said, by the rows (settle.unused)."""
    if e.direct[at] or e.day[at] > as_of:
        return False
    is_unpaid = e.type[at] == m.pay and (o.takes[row] == NOBODY or e.value[at] < 0)
    return bool(m.idle[e.type[at]] > 0 or is_unpaid)


def _in_doubt(o: BoundRows, e: Moves, m: Meaning, row: int, at: int, code: int) -> bool:
    """Whether an event may be one that cannot be used, which the rows decide (settle.silence): no amount, more than is owed, an opening balance."""
    if e.direct[at] and m.opening[e.type[at]]:
        return True
    if code != c.PERFORM or o.amount[row] < 0:
        return False
    return bool((e.value[at] < 0 and e.type[at] != m.perform) or e.value[at] > o.amount[row])


def _code(o: BoundRows, e: Moves, m: Meaning, row: int, at: int) -> int:
    """Return what an event does to the obligation, -1 for nothing (settle.bind_rows)."""
    kind = e.type[at]
    if not e.direct[at]:
        if kind == m.pay and e.value[at] >= 0 and o.takes[row] > 0:
            return c.PERFORM if o.takes[row] == SOLE else PAYMENT
        return int(m.verb[kind]) if m.moves[kind] else -1
    if kind == m.waive and m.breach[e.cause[at]]:
        return c.WAIVE_BREACH
    if m.verb[kind] >= 0:
        return int(m.verb[kind])
    done = (
        kind == o.done[row] and kind != o.condition_type[row] and (o.fixed[row] < NEVER or kind != o.anchor_type[row])
    )
    return c.PERFORM if done else -1


def _put(to: Into, row: int, at: int, day: int, code: int, value: int) -> None:
    """Put an event among those of its obligation, kept in order; two at once of which one is in full are told apart by id, in rows."""
    while at > to.event_at[row] and (to.day[at - 1], to.code[at - 1]) > (day, code):
        to.day[at], to.code[at], to.value[at] = to.day[at - 1], to.code[at - 1], to.value[at - 1]
        at -= 1
    to.day[at], to.code[at], to.value[at] = day, code, value
    back = at - 1
    while back >= to.event_at[row] and to.day[back] == day and to.code[back] == code:
        other = to.value[back]
        is_double = code == c.PERFORM and other == value and value > 0
        if is_double or (other != value and c.IN_FULL in (other, value)):
            to.again[row] = 1
        back -= 1


def _suspend(o: BoundRows, e: Moves, m: Meaning, row: int, as_of: int, to: Into) -> None:
    """Bind one suspension and what ends it (T13, T14); several are paired outside."""
    suspended = resumed = 0
    begin = end = NEVER
    cause = ended_by = 0
    for owner in range(_owners(o, row)):
        for at in _range(o, e, row, owner):
            if e.day[at] > as_of or e.direct[at] != 1 - owner:
                continue
            if e.type[at] == m.suspend:
                suspended, begin, cause = suspended + 1, e.day[at], e.cause[at]
            elif e.type[at] == m.resume:
                resumed, end, ended_by = resumed + 1, e.day[at], e.cause[at]
    if not suspended:
        return
    fits = resumed == 0 or (resumed == 1 and end > begin and (ended_by in (0, cause) or cause == 0))
    if suspended == 1 and fits:
        to.pieces[row], to.begin[row], to.end[row], to.court[row] = 1, begin, end, m.court[cause]
    else:
        to.pieces[row] = PAIR


def _terms(o: BoundRows, terms: Any, row: int, anchor: int, condition: int) -> None:
    t = terms[row]
    t.kind, t.anchor, t.fixed, t.n, t.unit = o.kind[row], anchor, o.fixed[row], o.n[row], o.unit[row]
    t.include, t.roll, t.condition = o.include[row], o.roll[row], condition
    t.grace_n, t.grace_unit, t.grace_mode, t.tolling = (
        o.grace_n[row],
        o.grace_unit[row],
        o.grace_mode[row],
        o.tolling[row],
    )
    t.amount, t.tolerance, t.principal_first = o.amount[row], o.tolerance[row], o.principal_first[row]
    t.interest_mode, t.den, t.signed, t.skips_paying_day, t.backwards = o.mode[row], o.den[row], 0, 0, 0
    t.contract = o.contract[row] if o.contract[row] >= 0 else anchor if anchor < NEVER else 0
    awaits = o.fixed[row] >= NEVER and o.anchor[row] >= NEVER
    awaited = max(anchor if awaits else -NEVER, condition or -NEVER)
    t.long_stop = o.long_stop[row] if awaited > o.long_stop[row] else NEVER
