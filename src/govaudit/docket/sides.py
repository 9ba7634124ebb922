"""Whose side a duty lies on: the instrument's counterparty and who is bound to it, or the authority and all who perform for it (R25.6).

What a body is (company, department) tells no side: a state company that builds the road a government promised performs for the government.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from govaudit.docket.events.parties_by_day import Register
    from govaudit.docket.table import Docket

# `assumed`: the public side, by the title of a milestone alone. Told by its type: possible at most, but of a side.
Side = Literal["public_side", "other_side", "assumed", "not_stated"]
_WEIGHTIEST: tuple[Side, ...] = ("public_side", "assumed", "not_stated", "other_side")
_BY_TYPE: dict[str, Side] = {"public_by_type": "public_side", "other_by_type": "other_side"}
_COMPANY = {"company", "企业"}


class Sides:
    """The sides of a docket's obligations; `register` has the changes of their parties by events."""

    def __init__(self, docket: Docket, register: Register | None) -> None:
        self._docket, self._register = docket, register
        self._org = dict(zip(docket["posts"]["id"], docket["posts"]["org"], strict=True))
        self._near: dict[tuple[str, str | None, str | None], Side | None] = {}
        self._bound = self._ties()

    def of(self, obligation: str, bearer: str | None = None) -> Side:
        """Return the side of an obligation as its bearer, or another who came to bear it (T20-T22), bears it."""
        table = self._docket["obligations"]
        row = table.index[obligation]
        if bearer is None or bearer == table["bearer"][row]:
            stated = table["side"][row]
            return _BY_TYPE.get(stated, stated) or self._told(row)
        return self._nearest(bearer, *self._parties(row)) or self.of(obligation)

    def is_assumed(self, obligation: str) -> bool:
        """Whether the side rests on no more than a type or a title, or on nothing at all: possible at most."""
        table = self._docket["obligations"]
        return table["side"][table.index[obligation]] in _BY_TYPE or self.of(obligation) in {"assumed", "not_stated"}

    def over(self, obligation: str, days: Collection[tuple[int, int]]) -> Side:
        """Return the side on which spans [start, end) of days lay: the public one if it bore the duty on any of them."""
        moves = self._register.moves(obligation) if self._register is not None else []
        if self._register is None or not moves:
            return self.of(obligation)
        asked = {day for start, end in days for day in (start, *(m.day for m in moves if start < m.day < end))}
        on = [self._register.on(obligation, day).bearers for day in asked]
        # Joint bearers owe the whole: a public one among them answers for it.
        taken = {move.new for move in moves if move.kind == "transfer_debt"}
        found = {self._moved(obligation, one, one in taken) for bearers in on for one in bearers} or {
            self.of(obligation)
        }
        return next(side for side in _WEIGHTIEST if side in found)

    def _moved(self, obligation: str, bearer: str, taken: bool) -> Side:  # noqa: FBT001 - a fact of the bearer
        """Return the side of one who came to bear a duty; a company that took a debt over with the creditor's consent owes it as its own (民法典 551)."""
        near = self._nearest(bearer, *self._parties(self._docket["obligations"].index[obligation]))
        return "other_side" if taken and near is None and self._is_company(bearer) else self.of(obligation, bearer)

    def beside(self, obligation: str) -> str | None:
        """Return the authority that answers beside a bearer of another body on its side, None where none does."""
        row = self._docket["obligations"].index[obligation]
        authority, bearer = self._parties(row)[0], self._docket["obligations"]["bearer"][row]
        own = authority is None or authority in {bearer, self._org.get(bearer)}
        return None if own or self.of(obligation) != "public_side" else authority

    def _parties(self, row: int) -> tuple[str | None, str | None]:
        papers, debts, key = (
            self._docket["instruments"],
            self._docket["debts"],
            self._docket["obligations"]["instrument"][row],
        )
        if key in papers.index:
            at = papers.index[key]
            return papers["authority"][at], papers["counterparty"][at]
        return (debts["unit"][debts.index[key]] if key in debts.index else None), None

    def _told(self, row: int) -> Side:
        """Tell the side by the parties; where no counterparty is on record a company of neither side has none but its creditor's debtor."""
        authority, other = self._parties(row)
        bearer, creditor = (self._docket["obligations"][name][row] for name in ("bearer", "beneficiary"))
        near = self._nearest(bearer, authority, other)
        if near is not None:
            return near
        if other is not None or not self._is_company(bearer):
            return "public_side"
        if creditor is None:
            return "not_stated"
        return "other_side" if self._nearest(creditor, authority, None) else "public_side"

    def _is_company(self, bearer: str) -> bool:
        orgs = self._docket["orgs"]
        at = orgs.index.get(self._org.get(bearer, bearer))
        return at is not None and not _COMPANY.isdisjoint({orgs["kind"][at], orgs["level"][at]})

    def _nearest(self, bearer: str, authority: str | None, other: str | None) -> Side | None:
        """Return the side of the party that the bearer is, or is bound to in the fewest steps; of both the other one's."""
        key = (bearer, authority, other)
        if key not in self._near:
            self._near[key] = self._walk(*key)
        return self._near[key]

    def _walk(self, bearer: str, authority: str | None, other: str | None) -> Side | None:
        seen: set[str] = set()
        here = {bearer, self._org.get(bearer, bearer)}
        while here:
            if other in here:
                return "other_side"
            if authority in here:
                return "public_side"
            seen |= here
            here = {to for one in here for to in self._bound.get(one, ())} - seen
        return None

    def _ties(self) -> dict[str, set[str]]:
        """Return to whom each body or post is bound: the body above it, whom it succeeded, who delegated the whole of a matter to it."""
        found: dict[str, set[str]] = {}
        for low, high in self._pairs():
            found.setdefault(low, set()).update({high, self._org.get(high, high)})
        return found

    def _pairs(self) -> Iterator[tuple[str, str]]:
        orgs, moved, given = (self._docket[name] for name in ("orgs", "transfers", "delegations"))
        yield from ((key, up) for key, up in zip(orgs["id"], orgs["parent"], strict=True) if up)
        yield from ((to, of) for to, of in zip(moved["to"], moved["from"], strict=True) if to)
        unscoped = zip(given["to_post"], given["from_post"], given["scope"], strict=True)
        yield from ((to, of) for to, of, scope in unscoped if not scope)
