"""Ratios against the bands a place prints for them (kind: grade): warnings, each with the level reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.checks.found import day_of, make_finding, said_values, said_years, say_projected, settled_first
from govaudit.checks.measured import measured_of, shown
from govaudit.duties import NotComputable
from govaudit.finance.ratios import bands, concerns_unit, reached, year_end
from govaudit.finance.warning import LEVELS as WARNING_LEVELS
from govaudit.finance.warning import unknown_word
from govaudit.model import iso, spoken_money
from govaudit.rules import LEVELS
from govaudit.rules.kinds import Grade, Signal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.finance import Accounts
    from govaudit.finance.ratios import Ratio, RatioLine
    from govaudit.finance.warning import Signalled
    from govaudit.model import Finding, Text
    from govaudit.rules.kinds import Graded


def check(rules: Iterable[object], book: Accounts) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    for rule in (rule for rule in rules if isinstance(rule, Grade)):
        unknown = {name: why for name in rule.of if (why := unknown_word(rule, name)) is not None}
        missing += [NotComputable(rule.id, "*", why) for why in unknown.values()]
        passed: dict[tuple[str, str], list[_Reached]] = defaultdict(list)
        for unit, year in book.figures.unit_years():
            if not rule.basis_on(year_end(year)) or not concerns_unit(rule.applies, book.units.unit(unit)):
                continue
            for name in (name for name in rule.of if name not in unknown):
                result = _graded(rule, name, unit, year, book)
                if isinstance(result, NotComputable):
                    missing.append(result)
                elif result is not None:
                    passed[unit, name].append(result)
        findings += [_together(rule, unit, some, book) for (unit, _), some in passed.items()]
    return findings, missing


class _Reached(NamedTuple):
    """A year in which a measure has reached a line."""

    ratio: Ratio
    line: RatioLine


def _graded(rule: Grade, name: str, unit: str, year: int, book: Accounts) -> _Reached | NotComputable | None:
    ratio = book.computed(name, unit, year)
    if not ratio.asked:
        return None
    if ratio.value is None:
        return NotComputable(rule.id, f"{unit}/{year}", ratio.notes[0])
    line = reached(ratio.value, bands(rule, year))
    return None if line is None else _Reached(ratio, line)


def _together(rule: Grade, unit: str, some: list[_Reached], book: Accounts) -> Finding:
    """Write one finding of all years in which a measure of a unit has reached a line: it speaks of the worst, and names the others; its fingerprint is that of the first."""
    settled = settled_first([one.ratio for one in some])
    known = [one for one in some if one.ratio in settled]
    worst = max(known, key=lambda one: (WARNING_LEVELS.index(one.line.level), one.ratio.value or 0))
    ratios = [one.ratio for one in some]
    values = [(one.ratio.year, shown(one.ratio.value or Fraction(0), one.ratio.measure.unit, one.line.value)) for one in some]  # fmt: skip
    years = [year for year, _ in values]
    said = {"year": said_years(years), "measured": said_values(values, worst.ratio.year)}
    found = _finding(rule, (unit, str(years[0]), worst.ratio.measure.name), worst.ratio, worst.line, book, said)
    found = replace(
        found, dates={"on": iso(day_of(years, book)) or ""}, facts={**found.facts, "years": " ".join(map(str, years))}
    )
    return say_projected(found, ratios)


def _finding(
    rule: Graded, key: tuple[str, ...], ratio: Ratio, line: RatioLine, book: Accounts, said: dict[str, Text]
) -> Finding:
    """Return the warning that a ratio has reached a line of a rule; `said` replaces blanks of its sentence."""
    day, measured, name = year_end(ratio.year), measured_of(ratio), ratio.measure.name
    # A sign of a measure is no figure of its own among the ratios: its level is that of its rule.
    level = (None if isinstance(rule, Signal) else book.level(name, ratio.unit, ratio.year)) or line.level
    blanks: dict[str, object] = {
        "title": book.units.name(ratio.unit), "measure": ratio.measure.label, "measured": shown(measured.value, ratio.measure.unit, line.value),
        "limit": shown(line.value, ratio.measure.unit), "level": line.name or LEVELS[level], "year": str(ratio.at or ratio.year),
        "amount": spoken_money(int(sum(one.amount for one in ratio.components if not one.under))), **said,
    }  # fmt: skip
    return make_finding(
        rule, key, day, book.figures.place(ratio.unit, ratio.year), blanks, dates={"on": day},
        amounts={item: text for item, text in measured.parts.items() if item not in {"basis", "projects"}},
        facts={"measure": name, "level": level, "compare": line.compare, "limit": str(line.value), "measured": str(measured.value),
               "basis": measured.parts["basis"], "unit": ratio.unit, "year": ratio.year},
    )  # fmt: skip


# --- What early warning found, as findings: warnings with the level in the facts, in the words of their rules


def signal_findings(book: Accounts, signals: Iterable[Signalled]) -> list[Finding]:
    """Return a finding for each signal whose value has passed a line, in their order."""
    return [
        _finding(one.rule, (one.ratio.unit, str(one.ratio.year), one.ratio.measure.name), one.ratio, one.line, book, {})
        for one in signals
        if one.line is not None
    ]
