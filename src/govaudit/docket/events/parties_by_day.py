"""Who owes, who performs and who may claim on a day: assignment, delegation, transfer, joining and succession (T18-T22).

An event on the obligation, or on its instrument, names the new party in `terms: {to: …}` and, where it is not the bearer, the old one in
`from`. On the instrument it concerns the obligations that `from` has, else those of its public side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.docket.events.known_events import KEPT, day_of
from govaudit.model import DEFAULT_TZ, Problem, Text

if TYPE_CHECKING:
    from govaudit.docket.events.known_events import KnownEvent, KnownEvents
    from govaudit.docket.table import Docket


class DayParties(NamedTuple):
    """The parties on a day: joint bearers owe the whole, without parts (T21)."""

    bearers: tuple[str, ...]
    performer: str | None
    beneficiary: str | None


class Move(NamedTuple):
    """One change of parties in force from a day on; `old` is None where the event does not say whom it replaces."""

    day: int
    kind: str
    old: str | None
    new: str
    event: str
    row: int


def effective(fact: KnownEvent) -> bool:
    """Whether an event moves a party: it names the new one, and a transfer of debt has the creditor's consent (民法典 551: silence refuses)."""
    return bool(fact.terms.get("to")) and (fact.type != "transfer_debt" or fact.terms.get("consent") is True)


class Register:
    """The moves of every obligation of a docket, from its events as known."""

    def __init__(self, docket: Docket, known: KnownEvents) -> None:
        self._t, self._known = docket["obligations"], known
        self._number = self._t.index
        self._org = dict(zip(docket["posts"]["id"], docket["posts"]["org"], strict=True))
        self._public = dict(zip(docket["instruments"]["id"], docket["instruments"]["authority"], strict=True))
        self._found: dict[str, list[Move]] = {}

    def moves(self, obligation: str) -> list[Move]:
        """Return the moves that concern an obligation, by day and id."""
        if obligation not in self._found:
            row = self._number.get(obligation)
            self._found[obligation] = [] if row is None else self._moves(obligation, row)
        return self._found[obligation]

    def _moves(self, obligation: str, row: int) -> list[Move]:
        tz, cutoff, instrument = (self._t[name][row] for name in ("tz", "cutoff", "instrument"))
        own = [(fact, True) for fact in self._known.of_obligation.get(obligation, ())]
        own += [(fact, False) for fact in self._known.of_instrument.get(instrument or "", ())]
        found = sorted(
            (day_of(fact, tz or DEFAULT_TZ, cutoff), fact.id, fact, direct)
            for fact, direct in own
            if fact.type in KEPT and effective(fact)
        )
        parties, moves = self._first(row), []
        for day, key, fact, direct in found:
            move = Move(day, fact.type, fact.terms.get("from"), fact.terms["to"], key, fact.row)
            if direct or self._concerns(move, parties, self._public.get(instrument)):
                moves.append(move)
                parties = self._after(parties, move)
        return moves

    def on(self, obligation: str, day: int) -> DayParties:
        """Return the parties of an obligation on a day; a move counts from its own day on."""
        parties = self._first(self._number[obligation])
        for move in self.moves(obligation):
            if move.day <= day:
                parties = self._after(parties, move)
        return parties

    def _first(self, row: int) -> DayParties:
        return DayParties((self._t["bearer"][row],), self._t["performer"][row], self._t["beneficiary"][row])

    def _is(self, party: str | None, named: str | None) -> bool:
        """Whether a party is the one named, or a post of it."""
        return party is not None and named is not None and named in {party, self._org.get(party)}

    def _concerns(self, move: Move, parties: DayParties, public: str | None) -> bool:
        if move.old is not None:
            return any(
                self._is(party, move.old) for party in (*parties.bearers, parties.performer, parties.beneficiary)
            )
        return any(self._is(bearer, public) for bearer in parties.bearers)

    def _after(self, parties: DayParties, move: Move) -> DayParties:
        if move.kind == "assign":
            return parties._replace(beneficiary=move.new)
        if move.kind == "delegate":
            return parties._replace(performer=move.new)
        if move.kind == "join_debt":
            return parties._replace(bearers=tuple(dict.fromkeys((*parties.bearers, move.new))))
        if move.old is None:
            return parties._replace(bearers=(move.new,))
        bearers = tuple(dict.fromkeys(move.new if self._is(one, move.old) else one for one in parties.bearers))
        if move.kind == "transfer_debt":
            return parties._replace(bearers=bearers)
        performer, beneficiary = (
            move.new if self._is(one, move.old) else one for one in (parties.performer, parties.beneficiary)
        )
        return DayParties(bearers, performer, beneficiary)


def idle_moves(docket: Docket) -> list[Problem]:
    """Return a note on each event that moves no party, because it names none or lacks the creditor's consent."""
    notes = []
    table = docket["events"]
    for row, (kind, terms) in enumerate(zip(table["type"], table["terms"], strict=True)):
        if kind not in KEPT:
            continue
        if not (terms or {}).get("to"):
            notes.append(_note(docket, row, "party_not_stated", Text("没有写明新的一方，因此不起作用", "it does not say who the new party is and does nothing"),
                               Text('在 terms 中写明，如 {"to": "机构或岗位编号"}', 'name it in terms: {"to": "id of a body or post"}')))  # fmt: skip
        elif kind == "transfer_debt" and (terms or {}).get("consent") is not True:
            notes.append(_note(docket, row, "transfer_without_consent", Text("没有债权人同意的记录，债务转移不起作用（民法典第551条）", "the creditor's consent is not on record: the debt is not transferred (Civil Code art 551)"),
                               Text('债权人已同意的，在 terms 中写明 {"consent": true}', 'if the creditor consented, say so in terms: {"consent": true}')))  # fmt: skip
    return notes


def _note(docket: Docket, row: int, code: str, what: Text, remedy: Text) -> Problem:
    table = docket["events"]
    return Problem(code, table.places[row].at("terms"), what, remedy, table["id"][row], "note")
