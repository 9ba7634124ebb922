"""A docket settled: every duty's status as of a day, with all problems met on the way."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from govaudit.duties import NO_RECORD, gather_duties
from govaudit.model import Problem, Text
from govaudit.settle.settle_rows import settle_with_use
from govaudit.settle.unused import idle_events, unused_events
from govaudit.words import ATTRIBUTES, FISCAL_ITEMS

if TYPE_CHECKING:
    from govaudit.docket import Docket, View
    from govaudit.duties import Duties
    from govaudit.rules import RuleSet
    from govaudit.settle.status import Status


class Settler(Protocol):
    """Settles the duties of a view: here, or on other machines."""

    def __call__(self, view: View) -> tuple[list[Status], set[int], list[Problem]]:
        """Return the statuses, the rows of the events that some duty used, and notes on events that could do nothing."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The duties of a docket and their statuses; `docket` is the one `read`, with the duties and with the problems met since."""

    read: Docket
    duties: Duties
    statuses: list[Status]
    docket: Docket

    @property
    def view(self) -> View:
        """The view that all this was seen in."""
        return self.duties.view


def settle_docket(
    docket: Docket, rules: RuleSet, as_of: int, known_at: int | None = None, settle: Settler = settle_with_use
) -> Settled:
    """Gather what is owed, then settle every duty as of a day; `settle` may do so elsewhere (settle.bulk.spread)."""
    duties, problems = gather_duties(docket, rules, as_of, known_at)
    statuses, used, idle = settle(duties.view)
    for status in statuses:
        if status.instrument in duties.unrecorded and status.breach_days:
            status.flags += (NO_RECORD,)
    seen = duties.view.docket
    problems += [
        *idle,
        *unused_events(seen, rules, used),
        *idle_events(duties.view, used),
        *unknown_attributes(seen, rules),
        *unknown_items(seen),
    ]
    return Settled(docket, duties, statuses, seen.with_problems(problems))


# --- Attributes and fiscal items nobody knows: a misspelt word must not pass in silence

_NEAR = 0.8  # how alike a word must be to count as a misspelling


def unknown_attributes(docket: Docket, rules: RuleSet) -> list[Problem]:
    """Return a note for each attribute of an instrument that looks like a misspelt one of the rules'."""
    known = set(ATTRIBUTES) | {name for rule in rules for name in (*rule.applies.where, *rule.applies.unless)}
    table = docket["instruments"]
    found: dict[str, int] = {}
    for row, attributes in enumerate(table["attributes"]):
        for name in attributes or ():
            if name not in known:
                found.setdefault(name, row)
    notes = []
    for name, row in found.items():
        if near := difflib.get_close_matches(name, sorted(known), 1, cutoff=_NEAR):
            what = Text(f"没有规则认识属性“{name}”", f"no rule knows the attribute '{name}'")
            remedy = Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
            notes.append(Problem("attribute_unknown", table.places[row].at("attributes"), what, remedy, name, "note"))
    return notes


def unknown_items(docket: Docket) -> list[Problem]:
    """Return a note for each fiscal item that looks like a misspelt one; `item:part` is a part of an item, whatever its name."""
    table = docket["fiscal"]
    found: dict[str, int] = {}
    for row, item in enumerate(table["item"]):
        if item not in FISCAL_ITEMS and ":" not in item:
            found.setdefault(item, row)
    if not found:
        return []
    from govaudit.formats.debt_forms import FORMS, ONWARD

    named = {line.item for form in FORMS for line in form.lines}
    known = [name for word, text in FISCAL_ITEMS.items() for name in (word, text.zh)]
    notes = []
    for item, row in found.items():
        near = difflib.get_close_matches(item, known, 1, cutoff=_NEAR)
        if near and item.removesuffix(ONWARD) not in named:
            what = Text(f"没有指标用到财政数据“{item}”", f"no measure knows the fiscal item '{item}'")
            remedy = Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
            notes.append(Problem("item_unknown", table.places[row].at("item"), what, remedy, item, "note"))
    return notes
