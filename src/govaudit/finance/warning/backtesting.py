"""Back-test of signals on a panel of units and years: the confusion table and what follows from it (Kaminsky, Lizondo and Reinhart).

With few events a unit the whole panel is taken together; the table is the result, no probability is claimed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.warning.signals import signal_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.finance.accounts import Accounts
    from govaudit.rules.kinds import Signal

_STEPS = ("green", "yellow", "orange", "red")


class Confusion(NamedTuple):
    """Unit-years by signal and event: `hit` A both, `false_alarm` B a signal only, `missed` C an event only, `quiet` D neither."""

    hit: int
    false_alarm: int
    missed: int
    quiet: int

    @property
    def missed_share(self) -> Fraction | None:
        """C ÷ (A + C): events without a signal."""
        return _share(self.missed, self.hit + self.missed)

    @property
    def false_share(self) -> Fraction | None:
        """B ÷ (B + D): quiet years with a signal."""
        return _share(self.false_alarm, self.false_alarm + self.quiet)

    @property
    def noise_to_signal(self) -> Fraction | None:
        """[B ÷ (B + D)] ÷ [A ÷ (A + C)]; None without events, quiet years or hits."""
        caught = _share(self.hit, self.hit + self.missed)
        return self.false_share / caught if caught and self.false_share is not None else None

    @property
    def misclassified(self) -> Fraction | None:
        """C ÷ (A + C) + B ÷ (B + D): both kinds of error."""
        if self.missed_share is None or self.false_share is None:
            return None
        return self.missed_share + self.false_share

    @property
    def power(self) -> Fraction | None:
        """Youden's J, the weight of a signal: 1 − misclassified."""
        return None if self.misclassified is None else 1 - self.misclassified

    @property
    def event_given_signal(self) -> Fraction | None:
        """A ÷ (A + B): how many signals were followed by an event."""
        return _share(self.hit, self.hit + self.false_alarm)

    @property
    def event_rate(self) -> Fraction | None:
        """(A + C) ÷ all: how many unit-years had an event."""
        return _share(self.hit + self.missed, sum(self))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def confusion(pairs: Iterable[tuple[bool, bool]]) -> Confusion:
    """Count pairs of (signal, event)."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for pair in pairs:
        counts[pair] += 1
    return Confusion(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def backtest_signals(book: Accounts, rule: Signal, ahead: int = 1) -> Confusion:
    """Hold a signal of each unit and year against the events of the `ahead` years after it; unit-years without data are left out."""
    pairs = []
    for unit, year in book.figures.unit_years():
        found = [signal_value(book, rule, name, unit, year) for name in rule.of]
        levels = [one.level for one in found if one is not None and one.level != "no_data"]
        later = [event(book, unit, year + k) for k in range(1, ahead + 1)]
        if levels and None not in later:
            pairs.append((any(level != "green" for level in levels), any(later)))
    return confusion(pairs)


def event(book: Accounts, unit: str, year: int) -> bool | None:
    """Whether a limit was broken, debt was overdue or the debt ratio stepped up a band in a year; None where nothing is known."""
    excess = [book.computed(f"{kind}_debt_excess", unit, year).value for kind in ("general", "special", "total")]
    overdue = book.computed("overdue_ratio", unit, year).value
    now, before = (book.ratio("debt_ratio", unit, at) for at in (year, year - 1))
    known = [value > 0 for value in (*excess, overdue) if value is not None]
    if now.mark and before.mark and now.mark.band in _STEPS and before.mark.band in _STEPS:
        known.append(_STEPS.index(now.mark.band) > _STEPS.index(before.mark.band))
    return any(known) if known else None
