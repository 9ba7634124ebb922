"""The verdict on one obligation as of a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.model import StatusRecord, iso, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.docket.events import EventDoubt

_SAME = (
    "obligation", "instrument", "domain", "rule", "state", "currency", "breach_days", "episodes", "tolled_days", "flags", "rules_applied", "provisional", "trigger_event",
)  # fmt: skip
_DAYS = ("due_on", "due_on_raw", "grace_until", "performed_on")
_MONEY = ("amount", "performed_amount", "open_amount", "interest")


class Span(NamedTuple):
    """Breach days [start, end) on which `balance` minor units (0 for acts without an amount) stood open."""

    start: int
    end: int
    balance: int

    @property
    def days(self) -> int:
        """Number of breach days."""
        return self.end - self.start


@dataclass(slots=True)
class Status:
    """One row of `govaudit status`; days are civil day numbers, money minor units, `state` a word of obligations.md §1.1.

    `spans` are the breach days the count rests on: non-overlapping, ascending, tolled days cut out;
    sum(span.days) == breach_days. `rules_applied` are rule codes (R2, A1, T5, …). `trigger_event` is the id of the event that gave rise
    to a statutory obligation, None of a promised one. `rate_source` says whose rate late interest runs at (agreed, statutory, assumed,
    floor), `set_off` what money pays first in a debt that bears it (interest_first, principal_first); None where no interest runs.
    """

    obligation: str
    instrument: str | None
    domain: str | None
    rule: str | None
    state: str
    due_on: int | None = None
    due_on_raw: int | None = None
    grace_until: int | None = None
    performed_on: int | None = None
    amount: int | None = None
    performed_amount: int | None = None
    open_amount: int | None = None
    currency: str = "CNY"
    breach_days: int = 0
    amount_days: int | None = None
    interest: int | None = None
    interest_paid: int = 0
    rate_source: str | None = None
    set_off: str | None = None
    credit: int = 0
    episodes: int = 0
    tolled_days: int = 0
    flags: tuple[str, ...] = ()
    rules_applied: tuple[str, ...] = ()
    provisional: bool = False
    trigger_event: str | None = None
    spans: tuple[Span, ...] = ()
    decisive: tuple[str, ...] = field(default=())
    doubts: tuple[EventDoubt, ...] = ()  # events that cannot be used for it, or ask to be checked
    strange: tuple[str, ...] = ()  # events on its instrument of a type nobody knows

    @property
    def duty(self) -> str:
        """The obligation's id, of a statutory one without `#k`: that number moves when an earlier trigger is entered late."""
        return self.obligation if self.rule is None else f"{self.instrument}/{self.rule}"

    @property
    def silent(self) -> bool:
        """Whether what is on record does not tell (R16, R25.5): the state is that before silence, and nobody is charged."""
        return any(flag.startswith(SILENT) for flag in self.flags)

    @property
    def cause(self) -> tuple[str, ...]:
        """What makes it the same obligation from run to run: its id; of a statutory one the duty and the event that triggered it."""
        return (self.duty,) if self.trigger_event is None else (self.duty, self.trigger_event)

    @staticmethod
    def counted_once(statuses: Sequence[Status]) -> list[Status]:
        """Return those whose sums may be added: of one sum owed by contract and by law the row of the law, which is due first (R25.4)."""
        flags = (flag for status in statuses for flag in status.flags if flag.startswith(_BESIDE))
        twice = {name for flag in flags for name in flag[len(_BESIDE) : -1].split(",")}
        return [status for status in statuses if status.obligation not in twice]

    def record(self, **stated: Any) -> StatusRecord:
        """Return it as the run keeps it, with what the obligation states: title, bearer, clause."""
        values = {name: getattr(self, name) for name in _SAME} | {name: iso(getattr(self, name)) for name in _DAYS}
        for name in _MONEY:
            minor = getattr(self, name)
            values[name] = None if minor is None else to_text(minor, self.currency)
        return StatusRecord(**values, **stated)


SILENT = ("unusable(", "not_assessed(", "no_record")  # flags of a verdict that is unknown
_BESIDE = "beside("


def beside_flag(stated: Iterable[str]) -> str:
    """Return the flag of a duty of the law that stands beside stated ones for the same thing (R25.4)."""
    return f"{_BESIDE}{','.join(stated)})"
