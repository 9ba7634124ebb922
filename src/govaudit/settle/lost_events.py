"""Facts on record that no duty can use: of a word nobody knows, of an amount nobody can count, of a row left out (R16)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.docket.events import DONE, EventDoubt
from govaudit.model import DEFAULT_TZ, Text, civil_day
from govaudit.rules.days import NEVER
from govaudit.settle.event_effects import ENGINE_TYPES, OF_INSTRUMENT, SUSPENSION
from govaudit.words import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket import View
    from govaudit.docket.cases import StatutoryTie
    from govaudit.docket.events import KnownEvent, LeftOut
    from govaudit.settle.terms import Obligation

_PAYING = {"pay", "refund", None}


class _Lost(NamedTuple):
    doubt: EventDoubt
    type: str | None  # None: it cannot be read, so that it may be anything


class LostEvents:
    """The events of a view that no duty can use, asked for what they might have done to one."""

    def __init__(self, view: View) -> None:
        docket, known = view.docket, view.known
        self._as_of = view.as_of
        duties = docket["obligations"]
        awaited = {*duties["anchor"], *duties["condition"]}
        laws = {word for tie in view.statutory.values() for word in tie.types}
        self._words = {*ENGINE_TYPES, *EVENTS, *DONE.values(), *awaited, *laws}
        self._on: dict[str, list[_Lost]] = defaultdict(list)
        self._of: dict[str, list[_Lost]] = defaultdict(list)
        debts: dict[str, set[str]] = defaultdict(set)
        columns = zip(duties["instrument"], duties["amount"], duties["currency"], strict=True)
        for instrument, amount, currency in columns:
            if instrument is not None and amount is not None:
                debts[instrument].add(currency or "CNY")
        self._astray: list[tuple[int, str]] = []  # rows left out that name nothing there is
        # Of a word nobody knows and none is near: they move nothing, and are named (docket.labels.near_words asks about the others).
        self._strange: dict[str, list[tuple[int, str]]] = {}
        duty_ids, instruments = set(duties["id"]), {*docket["instruments"]["id"], *docket["debts"]["id"]}
        for row in docket.left_out:
            lost = _left(row, self._words)
            duty, instrument = str(row.values.get("obligation")), str(row.values.get("instrument"))
            if duty in duty_ids:
                self._of[duty].append(lost)
            elif instrument in instruments:
                self._on[instrument].append(lost)
            else:
                self._astray.append((lost.doubt.day, lost.doubt.name))
        for owner, facts in (*known.of_obligation.items(), *known.of_instrument.items()):
            unknown = [(fact.on(DEFAULT_TZ), fact.id) for fact in facts if fact.type not in self._words]
            self._strange.setdefault(owner, []).extend(unknown)
        for key, facts in known.of_instrument.items():
            self._on[key] += [one for fact in facts if (one := _uncounted(fact, debts.get(key, set())))]

    def of(self, o: Obligation, tie: StatutoryTie | None) -> Iterator[EventDoubt]:
        """Yield what on record might have triggered, performed, suspended or ended a duty by the day judged, and cannot be used."""
        for one in self._of.get(o.id, ()):
            if one.doubt.day <= self._as_of:
                yield one.doubt
        for one in self._on.get(o.instrument or "", ()):
            if one.doubt.day <= self._as_of and _touches(one, o, tie):
                yield one.doubt

    def strange(self, o: Obligation) -> tuple[str, ...]:
        """Return the ids of the events by the day judged that may have moved a duty and say not what or whom: of a type nobody knows, or left out and naming nothing there is."""
        there = (*self._strange.get(o.id, ()), *self._strange.get(o.instrument or "", ()), *self._astray)
        return tuple(name for day, name in there if day <= self._as_of)


def _left(row: LeftOut, words: set[str | None]) -> _Lost:
    """Return a row left out as what it may have told: of what could be read its id, type and day."""
    values = row.values
    day, at = values.get("occurred_on"), values.get("occurred_at")
    on = day if isinstance(day, int) else civil_day(at, DEFAULT_TZ) if at is not None else -NEVER
    name = values.get("id") or f"{row.place.file}:{row.place.row}"
    written = str(values.get("type"))
    type_ = EVENTS.meanings().get(written, written)
    return _Lost(EventDoubt(-1, str(name), on, _LEFT_OUT, place=str(row.place)), type_ if type_ in words else None)


def _uncounted(fact: KnownEvent, currencies: set[str]) -> _Lost | None:
    """Return what stands on an instrument and performs none of its duties: a payment without an amount or in another currency, an act of no duty."""
    if fact.type == "perform":
        return _Lost(EventDoubt(fact.row, fact.id, fact.on(DEFAULT_TZ), _NO_DUTY), fact.type)
    if fact.type not in _PAYING or not currencies:
        return None
    if fact.amount is None:
        return _Lost(EventDoubt(fact.row, fact.id, fact.on(DEFAULT_TZ), _NO_AMOUNT), fact.type)
    if fact.currency is not None and fact.currency not in currencies:
        return _Lost(EventDoubt(fact.row, fact.id, fact.on(DEFAULT_TZ), _OTHER), fact.type)
    return None


def _touches(lost: _Lost, o: Obligation, tie: StatutoryTie | None) -> bool:
    """Whether what stands on an instrument might have moved a duty on it."""
    if lost.type is None:
        return True
    if tie is not None and (lost.type in tie.types or lost.type in SUSPENSION):
        return True
    if lost.type == "perform":
        return tie is None
    if lost.type in _PAYING:
        return tie is None and o.amount is not None and o.action in _PAYING
    return lost.type in OF_INSTRUMENT | SUSPENSION or lost.type in {o.anchor, o.condition}


_LEFT_OUT = Text("这一行有问题，未能读入", "the row has a problem and was left out")
_OTHER = Text(
    "付款的币种与各项义务都不同，不能抵充",
    "the payment is in another currency than the duties and cannot be set against them",
)
_NO_DUTY = Text("没有写明履行的是哪一项义务", "which duty it performs is not stated")
_NO_AMOUNT = Text("付款没有写明金额，不知道付了多少", "the payment states no amount: how much was paid is not known")
