"""Whether a scope, as offices write it, contains a duty.

A scope lists matters, apart by , ; 、 or a line; a matter is a domain (`procurement` or 政府采购), a domain with kind or
action (`procurement.pay`), a region, the id of an instrument or obligation, or everything (`*`, 全部, 全面工作).
"""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from govaudit.docket.labels import ALSO_ZH, OPEN_ZH, ZH_WORDS

if TYPE_CHECKING:
    from govaudit.officials.record.officials import Officials

_EVERYTHING = {"*", "all", "全部", "全面工作", "全面"}
_MATTERS = re.compile(r"[,;，；、\n]+")
_STEPS = re.compile(r"[./]")


class ScopedDuty:
    """What a scope is held against: the ids, the region and the matter path of one obligation.

    Without an obligation (a rule broken on an instrument, or by a body) `instrument` and `bearer` say whose duty it was.
    """

    def __init__(
        self, officials: Officials, obligation: str, instrument: str | None = None, bearer: str | None = None
    ) -> None:
        def own(column: str) -> Any:
            return officials.cell("obligations", obligation, column)

        instrument = own("instrument") or instrument
        domain, kind, region = (
            officials.cell("instruments", instrument, name) for name in ("domain", "kind", "region")
        )
        if domain is None and instrument in officials.docket["debts"].index:
            domain = "debt"  # a debt is an instrument, whether or not the docket lists it as one
        self._state(obligation, instrument, own("bearer") or bearer, own("amount"), domain, kind, own("action"), region)
        if obligation in officials.obligations:
            sides = officials.view.sides
            self.beside = sides.beside(obligation)
            self.side: str = sides.of(obligation)
            self.assumed = sides.is_assumed(obligation)

    @classmethod
    def stated(cls, *facts: Any) -> ScopedDuty:
        """Make a duty of its facts: obligation, instrument, bearer, amount, domain, kind, action, region, beside, side."""
        duty = cls.__new__(cls)
        duty._state(*facts)  # noqa: SLF001 - of its own class
        return duty

    @property
    def uncharged(self) -> bool:
        """Whether nobody may be named, because the side is not on record."""
        return self.side in {"assumed", "not_stated"}

    def borne_by(self, bearer: str) -> ScopedDuty:
        """Return the same duty as another party bears it (T20-T22)."""
        other = copy(self)
        other.bearer = bearer
        return other

    def _state(
        self, obligation: str, instrument: str | None, bearer: str | None, amount: int | None,
        domain: str | None, kind: str | None, action: str | None, region: str | None,
        beside: str | None = None, side: str = "public_side",
    ) -> None:  # fmt: skip
        self.assumed = False
        self.beside, self.side = (
            beside,
            side,
        )  # the authority that answers beside a bearer of its side; whose side it is (R25.6)
        self.obligation, self.instrument, self.bearer, self.amount = obligation, instrument, bearer, amount
        self.domains = set() if domain is None else {domain, ZH_WORDS.get(domain, domain), *ALSO_ZH.get(domain, ())}
        self.matters = self.domains | _names("instruments", "kind", kind) | _names("obligations", "action", action)
        self.names = {name for name in (obligation, instrument, region) if name}
        self.depths: dict[str, int | None] = {}  # of the scopes already held against it


def _names(table: str, column: str, word: str | None) -> set[str]:
    """Return a word of an open list with its Chinese name."""
    return set() if word is None else {word, OPEN_ZH[table, column].get(word, word), ZH_WORDS.get(word, word)}


@cache
def matters(scope: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the matters a scope lists, each with its steps."""
    listed = (matter.strip() for matter in _MATTERS.split(scope))
    return tuple((matter, tuple(step for step in _STEPS.split(matter) if step)) for matter in listed if matter)


def specificity(scope: str | None, duty: ScopedDuty) -> int | None:
    """Return how narrowly the scope contains the duty (more is narrower, 0 is everything), None when it does not."""
    if not scope:
        return None
    if scope not in duty.depths:
        found = (_one(matter, steps, duty) for matter, steps in matters(scope))
        duty.depths[scope] = max((depth for depth in found if depth is not None), default=None)
    return duty.depths[scope]


def _one(matter: str, steps: tuple[str, ...], duty: ScopedDuty) -> int | None:
    if matter in _EVERYTHING:
        return 0
    if matter in duty.names:
        return 10
    if not steps or (len(steps) > 1 and steps[0] not in duty.domains):
        return None
    return len(steps) if all(step in duty.matters for step in steps) else None
