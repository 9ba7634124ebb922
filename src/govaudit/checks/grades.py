"""Ratios against the bands a place prints for them (kind: grade): warnings, each with the level reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks.found import make_finding
from govaudit.checks.measured import measured_of, shown
from govaudit.duties import NotComputable
from govaudit.finance.ratios import bands, concerns_unit, reached, year_end
from govaudit.finance.warning import unknown_word
from govaudit.rules import LEVELS
from govaudit.rules.kinds import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.finance import Accounts
    from govaudit.finance.ratios import Ratio, RatioLine
    from govaudit.finance.warning import Signalled
    from govaudit.model import Finding
    from govaudit.rules.kinds import Graded


def check(rules: Iterable[object], book: Accounts) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    for rule in (rule for rule in rules if isinstance(rule, Grade)):
        unknown = {name: why for name in rule.of if (why := unknown_word(rule, name)) is not None}
        missing += [NotComputable(rule.id, "*", why) for why in unknown.values()]
        for unit, year in book.figures.unit_years():
            if not rule.basis_on(year_end(year)) or not concerns_unit(rule.applies, book.units.unit(unit)):
                continue
            for name in (name for name in rule.of if name not in unknown):
                result = _graded(rule, name, unit, year, book)
                if isinstance(result, NotComputable):
                    missing.append(result)
                elif result is not None:
                    findings.append(result)
    return findings, missing


def _graded(rule: Grade, name: str, unit: str, year: int, book: Accounts) -> Finding | NotComputable | None:
    ratio = book.computed(name, unit, year)
    if not ratio.asked:
        return None
    if ratio.value is None:
        return NotComputable(rule.id, f"{unit}/{year}", ratio.notes[0])
    line = reached(ratio.value, bands(rule, year))
    return None if line is None else band_finding(rule, ratio, line, book)


def band_finding(rule: Graded, ratio: Ratio, line: RatioLine, book: Accounts) -> Finding:
    """Return the warning that a ratio of a unit and year has reached a line of a rule."""
    day, measured, name = year_end(ratio.year), measured_of(ratio), ratio.measure.name
    blanks = {
        "title": book.units.name(ratio.unit), "measure": ratio.measure.label, "measured": shown(measured.value, ratio.measure.unit, line.value),
        "limit": shown(line.value, ratio.measure.unit), "level": line.name or LEVELS[line.level], "year": str(ratio.year),
    }  # fmt: skip
    return make_finding(
        rule, (ratio.unit, str(ratio.year), name), day, book.figures.place(ratio.unit, ratio.year), blanks, dates={"on": day},
        amounts={item: text for item, text in measured.parts.items() if item not in {"basis", "projects"}},
        facts={"measure": name, "level": line.level, "compare": line.compare, "limit": str(line.value), "measured": str(measured.value),
               "basis": measured.parts["basis"], "unit": ratio.unit, "year": ratio.year},
    )  # fmt: skip


# --- What early warning found, as findings: warnings with the level in the facts, in the words of their rules


def signal_findings(book: Accounts, signals: Iterable[Signalled]) -> list[Finding]:
    """Return a finding for each signal whose value has passed a line, in their order."""
    return [band_finding(one.rule, one.ratio, one.line, book) for one in signals if one.line is not None]
