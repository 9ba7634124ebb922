"""How the duties that the law adds are tied to their rules and events: further columns of the table of obligations (rooms: duties)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govaudit.docket.table import Table

TIES = ("rule", "trigger_event", "performed_by")


class StatutoryTie(NamedTuple):
    """The rule of a statutory duty (`<instrument>/<rule>[#k]`), the id of the event that triggers it, and of those that perform it.

    The id of a trigger that was read from a column of its instrument is `<instrument>/<column>`.
    """

    rule: str
    trigger_event: str
    performed_by: tuple[str, ...]


def ties_of(obligations: Table) -> dict[str, StatutoryTie]:
    """Return the ties of the statutory duties in a table of obligations, by duty; none where no law was asked."""
    if "rule" not in obligations.columns:
        return {}
    rows = zip(obligations["id"], *(obligations[name] for name in TIES), strict=True)
    return {key: StatutoryTie(rule, trigger, acts) for key, rule, trigger, acts in rows if rule is not None}
