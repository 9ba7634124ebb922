"""The table of fiscal figures, looked up by unit, year, basis and item; a total that is not stated is the sum of its parts.

Figures of a budget are projections; accounts of one year stand on one basis, and two bases are never mixed inside a share.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.finance.debt_duties import duties
from govaudit.finance.linear import LinearTerm, terms
from govaudit.finance.quality_words import doubt, named
from govaudit.model import Place, Text, half_up, to_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.docket import Docket
    from govaudit.finance.debt_duties import Outlay
    from govaudit.finance.quality_words import FigureDoubt

# Most to least settled: the accounts, their execution, the adjusted and the first budget; then what finance.warning.projection works out.
BASES = ("final", "execution", "adjusted", "budget", "plan")
ACCOUNTS, PROJECTED = BASES[:2], BASES[2:]

# What an item is the sum of where it is not stated; of several sums the first whose items are all on record.
_MADE_OF: dict[str, tuple[tuple[LinearTerm, ...], ...]] = {
    item: tuple(terms(text) for text in texts.split(" | "))
    for item, texts in {
        "total_limit": "general_limit + special_limit",
        "total_balance": "general_balance + special_balance",
        "total_interest": "general_interest + special_interest",
        "total_principal": "general_principal + special_principal",
        "total_new": "new_general + new_special",
        "total_quota": "general_quota + special_quota",
        "refinancing": "refinancing_general + refinancing_special | general_principal_refinanced + special_principal_refinanced",
        "refinancing_general": "general_principal_refinanced",
        "refinancing_special": "special_principal_refinanced",
        "general_raised": "general_issued + general_foreign?",
        "general_issued": "new_general + refinancing_general",
        "special_issued": "new_special + refinancing_special",
        "total_issued": "general_issued + special_issued",
        "plan_total": "plan_general + plan_special",
        "plan_total_onward": "plan_general_onward + plan_special_onward",
        "swap_repaid": "general_swap_repaid + special_swap_repaid",
        "fx_change": "general_fx_change + special_fx_change",
        "comprehensive_capacity": "general_revenue + fund_revenue + capital_revenue? + transfers_in? - transfers_up?",
    }.items()
}


class Growth(NamedTuple):
    """How a figure of a year ahead was grown from the accounts of some years: rates a year, the method used, what the other method gives (fen)."""

    first: int
    last: int
    compound: Fraction
    mean: Fraction | None  # of the yearly rates; None where no two years running are on record
    method: Method
    other: int | None


class Figure(NamedTuple):
    """One figure in fen, where it stands, and the source its row names; `growth` where it is projected from the accounts of other years."""

    value: int
    place: Place
    source: str | None = None
    growth: Growth | None = None


class Component(NamedTuple):
    """A figure as it enters a value: `times` it, above or `under` the line."""

    item: str
    year: int
    basis: str
    figure: Figure
    times: Fraction
    under: bool = False

    @property
    def amount(self) -> Fraction:
        """The figure times its coefficient, in fen."""
        return self.times * self.figure.value


Key = tuple[str, int, str, str]  # unit, year, basis, item
Method = Literal["compound", "mean"]  # of the growth of a denominator ahead (settings: ppp_growth)


class Figures:
    """All figures of a docket; `as_of` leaves out accounts of years not over on that day, and what was recorded later."""

    def __init__(
        self,
        stated: dict[Key, Figure],
        duties: dict[tuple[str, int], list[Outlay]] | None = None,
        repeated: list[FigureDoubt] | None = None,
    ) -> None:
        self.stated, self.duties, self.repeated = stated, duties or {}, repeated or []

    @classmethod
    def read(cls, docket: Docket, as_of: int | None = None, known_at: int | None = None) -> Figures:
        """Read the fiscal table as known then; of a figure stated twice the last stands (finance.quality tells of it)."""
        stated: dict[Key, Figure] = {}
        twice: list[FigureDoubt] = []
        for (key, figure), recorded in zip(_rows(docket), docket["fiscal"]["recorded_at"], strict=True):
            if not _known(key[1], key[2], recorded, as_of, known_at):
                continue
            if key in stated and stated[key].value != figure.value:
                twice.append(
                    doubt(
                        "DQ-14",
                        key[0],
                        key[1],
                        (key[3],),
                        figure.place,
                        item=named(key[3]),
                        value=figure.value,
                        other=stated[key].value,
                    )
                )
            stated[key] = figure
        return cls(stated, duties(docket), twice)

    @cached_property
    def _index(self) -> dict[str, tuple[list[int], list[str]]]:
        """The years and the items of each unit, units in the order of the table."""
        found: dict[str, tuple[set[int], set[str]]] = {}
        for unit, year, _, item in self.stated:
            years, items = found.setdefault(unit, (set(), set()))
            years.add(year)
            items.add(item)
        return {unit: (sorted(years), sorted(items)) for unit, (years, items) in found.items()}

    @cached_property
    def _places(self) -> dict[tuple[str, int], Place]:
        found: dict[tuple[str, int], Place] = {}
        for (unit, year, _, _), figure in self.stated.items():
            found.setdefault((unit, year), figure.place)
        return found

    @cached_property
    def _on_record(self) -> dict[tuple[str, int], tuple[str, ...]]:
        found: dict[tuple[str, int], set[str]] = {}
        for unit, year, basis, _ in self.stated:
            found.setdefault((unit, year), set()).add(basis)
        return {key: tuple(basis for basis in BASES if basis in some) for key, some in found.items()}

    def bases(self, unit: str, year: int) -> tuple[str, ...]:
        """The bases on which a unit and year has a figure, from the most settled."""
        return self._on_record.get((unit, year), ())

    def unit_years(self) -> list[tuple[str, int]]:
        """Every unit and year with a figure, in order."""
        return sorted(self._places)

    def units(self) -> list[str]:
        """Every unit with a figure, in the order of the table."""
        return list(self._index)

    def years(self, unit: str) -> list[int]:
        """The years in which a unit has a figure."""
        return self._index.get(unit, ([], []))[0]

    def items(self, unit: str) -> list[str]:
        """The items of which a unit has a figure, in order."""
        return self._index.get(unit, ([], []))[1]

    def place(self, unit: str, year: int) -> Place:
        """Where the first figure of a unit and year stands."""
        return self._places.get((unit, year), Place("fiscal"))

    def has(self, unit: str, year: int, item: str) -> bool:
        """Whether an item is stated on any basis."""
        return any((unit, year, basis, item) in self.stated for basis in BASES)

    def most_settled(self, unit: str, year: int, item: str) -> Figure | None:
        """Return the stated figure of the most settled basis."""
        return next((self.stated[key] for basis in BASES if (key := (unit, year, basis, item)) in self.stated), None)

    def get(self, unit: str, year: int, item: str, basis: str) -> Figure | None:
        """Return a stated figure."""
        return self.stated.get((unit, year, basis, item))

    def find(self, unit: str, year: int, term: LinearTerm, bases: Iterable[str]) -> list[Component] | None:
        """Return what a term comes to on the first of some bases that has it: the figure, or the parts it is the sum of."""
        for basis in bases:
            if (found := self._on(unit, year + term.years, term, basis)) is not None:
                return found
        return None

    def _on(self, unit: str, year: int, term: LinearTerm, basis: str) -> list[Component] | None:
        if (figure := self.get(unit, year, term.item, basis)) is not None:
            return [Component(term.item, year, basis, figure, term.times)]
        if term.item == "ppp_duty" and (unit, year) in self.duties:
            return self._duties(unit, year, term)
        for sum_ in _MADE_OF.get(term.item, ()):
            if (found := self._sum(unit, year, sum_, basis)) is not None:
                return [one._replace(times=one.times * term.times) for one in found]
        return None

    def _sum(self, unit: str, year: int, sum_: tuple[LinearTerm, ...], basis: str) -> list[Component] | None:
        found: list[Component] = []
        for part in sum_:
            parts = self._on(unit, year, part, basis)
            if parts is None and not part.optional:
                return None
            found += parts or ()
        return found

    def not_computed(self, unit: str, year: int) -> tuple[Text, ...]:
        """Say which PPP duties of a year cannot be computed from the inputs stated, and why."""
        outlays = self.duties.get((unit, year), ())
        unknown = {one.project: one.why for one in outlays if one.why is not None and one.general}
        return tuple(Text(f"{project}：{why.zh}", f"{project}: {why.en}") for project, why in unknown.items())

    def _duties(self, unit: str, year: int, term: LinearTerm) -> list[Component] | None:
        """Return the duties of a year, a component a row; None when a project states none.

        What other budgets than the general one pay is named, nought times: it counts towards no line of it.
        """
        owed = [(one, one.duty) for one in self.duties[unit, year]]
        found = [
            Component(
                term.item,
                year,
                "planned" if one.contracted is None else "contracted",
                Figure(duty, one.place, one.project),
                term.times if one.general else Fraction(0),
            )
            for one, duty in owed
            if duty is not None
        ]
        missing = any(duty is None and one.general for one, duty in owed)
        return None if missing or not found else found


def _rows(docket: Docket) -> Iterator[tuple[Key, Figure]]:
    """Iterate over the figures as they stand in the table."""
    table = docket["fiscal"]
    columns = zip(*(table[c] for c in ("unit", "year", "basis", "item", "value", "source")), table.places, strict=True)
    for unit, year, basis, item, value, source, place in columns:
        yield (unit, year, basis, item), Figure(value, place, source)


def _known(year: int, basis: str, recorded: int | None, as_of: int | None, known_at: int | None) -> bool:
    """Whether a figure is known: accounts from the end of their year, budgets and plans of any year from the day they are recorded, at once where none is stated."""
    days = [day for day in (as_of, known_at) if day is not None]
    if recorded is not None and days and recorded > min(days):
        return False
    return as_of is None or basis in PROJECTED or to_day(dt.date(year, 12, 31)) <= as_of


# --- Figures grown at the rate of their own past, where nothing states the years ahead

_STEPS = 5  # 财金〔2015〕21号: the rate of the five years before
_BY_METHOD = {"general_budget_expenditure"}  # the denominator of the PPP share, which the setting is about


def growth(first: int, last: int, years: int) -> Fraction:
    """Return the compound growth factor a year between two figures some years apart, to 30 digits: the root of last over first."""
    with localcontext(prec=40) as context:
        root = context.power(Decimal(last) / Decimal(first), Decimal(1) / Decimal(years))
        return Fraction(round(root, 30))


def grow_item(
    figures: Figures, unit: str, year: int, item: str, horizon: int, method: Method = "compound"
) -> dict[Key, Figure]:
    """Grow an item from its accounts at up to five yearly steps before; of fewer than two years, or one not above zero, nothing is known.

    The compound rate spans first to last, also over a year that is missing; the mean is that of the rates between years running.
    """
    known: dict[int, Figure] = {}
    for at in range(year - _STEPS, year + 1):
        if parts := figures.find(unit, at, LinearTerm(item), ACCOUNTS):
            known[at] = _together([part.figure for part in parts], int(sum(part.amount for part in parts)))
    if len(known) < 2 or any(one.value <= 0 for one in known.values()):  # noqa: PLR2004 - growth takes two
        return {}
    first, last = min(known), max(known)
    factor = growth(known[first].value, known[last].value, last - first)
    steps = [Fraction(known[at].value, known[at - 1].value) for at in known if at - 1 in known]
    mean = sum(steps, Fraction(0)) / len(steps) if steps else None
    used = mean if method == "mean" and mean is not None and item in _BY_METHOD else factor
    other = factor if used is not factor else mean
    return {
        (unit, at, "plan", item): known[last]._replace(
            value=rounded(known[last].value * used ** (at - last)),
            growth=Growth(
                first, last, factor - 1, None if mean is None else mean - 1, "compound" if used is factor else "mean",
                None if other is None else rounded(known[last].value * other ** (at - last)),
            ),
        )
        for at in range(year + 1, year + horizon + 1)
    }  # fmt: skip


def _together(figures: list[Figure], value: int) -> Figure:
    """Return a sum of figures: of several no one place is that of the sum, so it stands in their file and names the places."""
    first = figures[0]
    if len(figures) == 1:
        return first._replace(value=value)
    places = dict.fromkeys(str(figure.place) for figure in figures)
    return Figure(value, Place(first.place.file, first.place.sheet), " + ".join(places))


def rounded(value: Fraction) -> int:
    """Return a sum of fen rounded half up."""
    return half_up(value.numerator, value.denominator)
