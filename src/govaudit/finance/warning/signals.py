"""Early warning: every signal rule against the book, the bands and limits of the law, and the overall level they add up to.

Levels are mechanical, as in the IMF and World Bank debt framework: worst of the lines of the law; where only a stress passes them, one
notch lower; payments in arrears stand above all. A level says what a rule found, not how likely a crisis is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.finance.ratios.ratio import Ratio
from govaudit.finance.ratios.ratio_lines import NO_DATA, RatioLine, bands, concerns_unit, marked, reached, year_end
from govaudit.finance.ratios.ratio_measures import RATIOS
from govaudit.finance.stress.stress import STRESSED, read_scenarios, stress_table
from govaudit.finance.warning.signal_values import sign, sign_of, unknown_word
from govaudit.rules.kinds import Graded, Limit, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.finance.accounts import Accounts
    from govaudit.finance.stress.stress import Scenario, Stress

Risk = Literal["low", "moderate", "high", "in_distress", "unknown"]
_STEPS = ("green", "blue", "yellow", "orange", "red")
_NOTCH_BELOW = {"red": "orange", "orange": "yellow"}


class Signalled(NamedTuple):
    """What a rule came to for a measure of a unit and year: the value its sign takes, the line it has passed, the level."""

    rule: Signal
    ratio: Ratio
    line: RatioLine | None
    level: str


def signal_ratios(book: Accounts, unit: str, year: int) -> list[Signalled]:
    """Return what every signal rule comes to, in order of rules; rules that do not concern the unit are left out."""
    day = year_end(year)
    rules = [rule for rule in book.rules if isinstance(rule, Signal) and rule.basis_on(day)]
    wanted = [rule for rule in rules if concerns_unit(rule.applies, book.units.unit(unit))]
    return [
        one for rule in wanted for name in rule.of if (one := signal_value(book, rule, name, unit, year)) is not None
    ]


def signal_value(book: Accounts, rule: Signal, name: str, unit: str, year: int) -> Signalled | None:
    """Return what one rule comes to for one measure; None where nothing of the measure is on record."""
    if (why := unknown_word(rule, name)) is not None:
        return Signalled(rule, Ratio(sign_of(rule, name), unit, year, None, None, (), "no_data", (why,)), None, NO_DATA)
    ratio = replace(sign(rule.sign).take(book, name, unit, year), measure=sign_of(rule, name), mark=None)
    if ratio.value is None:
        return Signalled(rule, ratio, None, NO_DATA) if ratio.status != "ok" and ratio.asked else None
    lines = bands(rule, year)
    # Of a value itself the band is that of its row among the ratios; a sign of it has its own.
    blurred = book.on_limit(book.computed(name, unit, year)) if rule.sign == "value" else None
    line = reached(ratio.value if blurred is None else blurred, lines)
    ratio = marked(ratio, lines, blurred)
    return Signalled(rule, ratio, line, ratio.mark.band if ratio.mark else "green")


class Overall(NamedTuple):
    """The level of a unit, what set it, how it stands without stress and under it, and what is unknown."""

    level: str
    risk: Risk
    set_by: tuple[Ratio, ...]
    baseline: str
    under_stress: str
    unknown: tuple[Ratio, ...]


def statutory(book: Accounts, unit: str, year: int) -> list[Ratio]:
    """Return the ratios the law or a place's bands draw lines for; early-warning rules of our own are left out."""
    lawful = {
        name
        for rule in book.rules if not isinstance(rule, Signal) and concerns_unit(rule.applies, book.units.unit(unit))
        for name in (rule.of if isinstance(rule, Graded) else (rule.measure,) if isinstance(rule, Limit) else ())
    }  # fmt: skip
    return [book.ratio(name, unit, year) for name in RATIOS if name in lawful]


def overall(book: Accounts, unit: str, year: int, scenarios: Sequence[Scenario] | None = None) -> Overall:
    """Return the mechanical level of a unit."""
    ratios = statutory(book, unit, year)
    table = stress_table(book, unit, year, read_scenarios() if scenarios is None else scenarios)[1:]
    baseline, stress = worst(ratios), _stressed(table, {ratio.measure.name for ratio in ratios})
    late = book.arrears.get(unit, 0) > 0
    level: str
    risk: Risk
    level, risk = mechanical(baseline, stress, arrears=late)
    unknown = tuple(ratio for ratio in ratios if ratio.mark is not None and ratio.mark.band == NO_DATA and ratio.asked)
    if level == "green" and (unknown or not any(ratio.value is not None for ratio in ratios)):
        level, risk = NO_DATA, "unknown"
    decisive = tuple(ratio for ratio in ratios if ratio.mark is not None and ratio.mark.band == baseline != "green")
    return Overall(level, risk, decisive, baseline, stress, unknown)


def mechanical(baseline: str, stress: str, *, arrears: bool) -> tuple[str, Risk]:
    """Return the level and the risk: arrears red; else the baseline's level, or one notch below what only a stress reaches."""
    if arrears:
        return "red", "in_distress"
    below = _NOTCH_BELOW.get(stress, "green")
    if baseline != "green":
        return max(baseline, below, key=_STEPS.index), "high"
    return (below, "moderate") if stress != "green" else ("green", "low")


def worst(ratios: Iterable[Ratio]) -> str:
    """Return the worst colour of some ratios; what is unknown is no colour."""
    found = [ratio.mark.band for ratio in ratios if ratio.mark is not None and ratio.mark.band in _STEPS]
    return max(found, key=_STEPS.index, default="green")


def _stressed(table: Sequence[Stress], lawful: set[str]) -> str:
    return worst(
        ratio
        for stress in table
        for ratio in stress.ratios
        if ratio.measure.name in lawful and ratio.measure.name in STRESSED
    )
