"""Stress: what figures become when something goes wrong, which lines that passes, and how far each line is.

A scenario says of some items what they become, as a sum over the figures as they stand: `fund_budget_expenditure: 0.7*fund_budget_expenditure`.
The six standard ones are in scenarios.yaml; a file of the same form holds a municipality's own.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.figures import BASES, Figure, Figures
from govaudit.finance.linear import LinearTerm, terms
from govaudit.model import Fault, Mapping, Text, half_up, load_documents
from govaudit.words import FISCAL_ITEMS, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.finance.accounts import Accounts
    from govaudit.finance.figures import Component, Key
    from govaudit.finance.ratios.ratio import Ratio

_LARGEST = 1 << 18  # bytes of a scenario file
STANDARD = Path(__file__).with_name("scenarios.yaml")
STRESSED = (
    "debt_ratio", "debt_ratio_all", "service_ratio", "service_ratio_net", "general_interest_share", "special_interest_share",
    "ppp_outlay_share", "refinancing_rate", "reserve_coverage", "interest_over_revenue", "service_cover",
)  # fmt: skip


class Scenario(NamedTuple):
    """What some items become; `shocks` are applied one after the other, each to the figures the ones before left."""

    id: str
    title: Text
    shocks: tuple[dict[str, tuple[LinearTerm, ...]], ...]


def read_scenarios(path: Path = STANDARD) -> list[Scenario]:
    """Read a file of scenarios, `id: {title: {zh, en}, items: {item: sum}}`; Fault says what is wrong with it."""
    documents = load_documents(path.read_bytes(), _LARGEST)
    if len(documents) != 1 or not isinstance(documents[0], Mapping):
        raise _fault(Text("应为一组情景", "a mapping of scenarios is needed"))
    return [_scenario(str(key), raw) for key, raw in documents[0].items()]


def _scenario(key: str, raw: object) -> Scenario:
    found: dict[str, object] = raw if isinstance(raw, dict) else {}
    title, items = found.get("title"), found.get("items")
    if (
        set(found) != {"title", "items"}
        or not isinstance(title, dict)
        or set(title) != {"zh", "en"}
        or not isinstance(items, dict)
    ):
        raise _fault(
            Text(f"情景 {key} 应有 title（zh、en）和 items", f"scenario {key}: title (zh, en) and items are needed")
        )
    try:
        shock = {str(item): terms(str(text)) for item, text in items.items()}
    except ValueError as error:
        left = str(error).rpartition(": ")[2]
        raise _fault(Text(f"情景 {key} 的算式有误：{left}", f"scenario {key}: not a sum of items: {left}")) from None
    for item in (*shock, *(term.item for sum_ in shock.values() for term in sum_)):
        if item not in FISCAL_ITEMS:
            near = did_you_mean(item, FISCAL_ITEMS)
            hint = Text(f"，是否指 {near}？", f"; did you mean {near}?") if near else Text("", "")
            raise _fault(
                Text(f"情景 {key}：没有项目 {item}{hint.zh}", f"scenario {key}: there is no item {item}{hint.en}")
            )
    return Scenario(key, Text(str(title["zh"]), str(title["en"])), (shock,))


def _fault(what: Text) -> Fault:
    return Fault("bad_scenario", what, Text("写法见 docs/fiscal.md", "the form is in docs/fiscal.md"))


def combined(scenarios: Sequence[Scenario]) -> Scenario:
    """Return all scenarios at once."""
    shocks = tuple(shock for one in scenarios for shock in one.shocks)
    return Scenario("combined", Text("以上合并", "all of these at once"), shocks)


def stressed(figures: Figures, scenario: Scenario, unit: str, year: int) -> Figures:
    """Return the figures of a unit under a scenario from a year on, rounded to the fen; items whose inputs are not on record stay as they are."""
    for shock in scenario.shocks:
        changed: dict[Key, Figure] = {}
        for at in (at for at in figures.years(unit) if at >= year):
            for basis in figures.bases(unit, at):
                for item, sum_ in shock.items():
                    if (figure := _shocked(figures, unit, at, basis, item, sum_)) is not None:
                        changed[unit, at, basis, item] = figure
        figures = Figures({**figures.stated, **changed}, figures.duties, figures.repeated)
    return figures


def _shocked(
    figures: Figures, unit: str, year: int, basis: str, item: str, sum_: tuple[LinearTerm, ...]
) -> Figure | None:
    now = figures.find(unit, year, LinearTerm(item), (basis,))
    if now is None:
        return None
    total = Fraction(0)
    for term in sum_:
        # What an item loses relative to the year before, or to another item, may stand on another basis of that year.
        bases = (basis,) if not term.years and term.item == item else (basis, *BASES)
        parts = figures.find(unit, year, term, bases) or _stand_in(figures, unit, year, term, bases)
        if parts is None and not term.optional:
            return None
        total += sum((part.amount for part in parts or ()), Fraction(0))
    return now[0].figure._replace(value=half_up(total.numerator, total.denominator))


# Where revenue from land is on no basis on record, the fund is taken to live on it: its revenue, else what it spends, so that no shock is lost in silence.
_STAND_INS = {"land_revenue": ("fund_revenue", "fund_budget_expenditure")}


def _stand_in(
    figures: Figures, unit: str, year: int, term: LinearTerm, bases: tuple[str, ...]
) -> list[Component] | None:
    others = (term._replace(item=item) for item in _STAND_INS.get(term.item, ()))
    return next((parts for one in others if (parts := figures.find(unit, year, one, bases))), None)


class Stress(NamedTuple):
    """The ratios of a unit under one scenario; `ratios` in the order of STRESSED."""

    scenario: Scenario
    ratios: tuple[Ratio, ...]


def stress_table(book: Accounts, unit: str, year: int, scenarios: Sequence[Scenario]) -> list[Stress]:
    """Return the baseline and each scenario, then all of them at once."""
    baseline = Scenario("baseline", Text("基准", "baseline"), ())
    cases = [
        (baseline, book),
        *((one, book.under(stressed(book.figures, one, unit, year))) for one in (*scenarios, combined(scenarios))),
    ]
    return [Stress(scenario, _ratios(under, unit, year)) for scenario, under in cases]


def _ratios(book: Accounts, unit: str, year: int) -> tuple[Ratio, ...]:
    return tuple(book.ratio(name, unit, year) for name in STRESSED)


class Reverse(NamedTuple):
    """What brings a ratio to its next line: the numerator rises, or the denominator falls, by this share; negative: it has been passed."""

    ratio: Ratio
    line: Fraction
    rise: Fraction
    fall: Fraction


def reverse(ratio: Ratio) -> Reverse | None:
    """Return the distance to the line in terms of the figures; None without a positive value and a line a rising value meets."""
    mark = ratio.mark
    if mark is None or not mark.line or not ratio.value or ratio.value < 0 or not ratio.measure.under:
        return None
    return Reverse(ratio, mark.line, mark.line / ratio.value - 1, 1 - ratio.value / mark.line)
