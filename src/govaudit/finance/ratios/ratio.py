"""A ratio of a unit and year with everything a reader needs to check it: formula, figures, their places, band and line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.finance.figures import BASES, PROJECTED, Component
from govaudit.finance.linear import LinearTerm, spoken
from govaudit.model import Text, half_up, spoken_money
from govaudit.words import FISCAL_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.finance.figures import Figures, Growth

Unit = Literal["share", "yuan", "year", "times", "day", "count"]
Status = Literal["ok", "no_data", "inconsistent"]


class Mark(NamedTuple):
    """The band of a value, the next line it meets (the last where all are passed), and how far it is: negative beyond it.

    `line` and `distance` are in the unit of the value; `rule` is the rule the line stands in, `name` what it calls the band reached.
    """

    band: str
    line: Fraction | None = None
    distance: Fraction | None = None
    rule: str | None = None
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A named formula: Σ `top` ÷ Σ `under`, or Σ `top` alone in yuan; `caveat` is said wherever the formula is."""

    name: str
    label: Text
    top: tuple[LinearTerm, ...] = ()
    under: tuple[LinearTerm, ...] = ()
    unit: Unit = "share"
    caveat: Text | None = None
    words: Text | None = None  # the formula where it is no quotient of sums

    @property
    def formula(self) -> Text:
        """The formula in words, with its caveat."""
        text = self.words or spoken(self.top, self.under)
        return text if self.caveat is None else Text(f"{text.zh}（{self.caveat.zh}）", f"{text.en} ({self.caveat.en})")


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a measure comes to for a unit and year.

    `value` is exact, a fraction of 1 for a share, yuan for money; None when the status is no_data or the denominator is not above
    zero. `basis` is that of the accounts, `components` every figure used, `scope` whose accounts they are. `mark` is filled by
    finance.ratios.ratio_lines: the band, the next line, how far it is.
    """

    measure: Measure
    unit: str
    year: int
    basis: str | None
    value: Fraction | None
    components: tuple[Component, ...] = ()
    status: Status = "ok"
    notes: tuple[Text, ...] = ()
    scope: Text | None = None
    mark: Mark | None = None
    owed: bool = False  # there is something above the line that cannot be computed
    doubted: bool = False  # a figure failed a data-quality check, or is preliminary: it proves nothing
    at: int | None = None  # the year the value belongs to, where it is another than that of the figures

    @property
    def projected(self) -> bool:
        """Whether the figures come from a budget."""
        return self.basis in PROJECTED

    @property
    def growth(self) -> Growth | None:
        """How the first figure that is grown from past accounts was grown; None where every figure is stated."""
        return next((one.figure.growth for one in self.components if one.figure.growth is not None), None)

    @property
    def otherwise(self) -> Fraction | None:
        """What the value would be by the other method of growth; None where none is grown or the other method gives nothing."""
        sums = {True: Fraction(0), False: Fraction(0)}
        for one in self.components:
            how = one.figure.growth
            value = one.figure.value if how is None or how.other is None else how.other
            sums[one.under] += one.times * value
        other = self.growth is not None and self.growth.other is not None
        return sums[False] / sums[True] if other and sums[True] > 0 else None

    @property
    def said_growth(self) -> Text | None:
        """How a figure was projected: from which accounts, at which rate and by which method, and what the other would give."""
        return _said_growth(self)

    @property
    def said_beside(self) -> Text | None:
        """What is named among the figures and counts nought times: PPP outlays that another budget pays."""
        beside = sum(one.figure.value for one in self.components if not one.times)
        said = spoken_money(beside)
        return (
            Text(
                f"另有{said.zh}由政府性基金等其他预算列支，不计入",
                f"{said.en} paid out of other budgets is not counted",
            )
            if beside
            else None
        )

    @property
    def asked(self) -> bool:
        """Whether anything above the line is on record: without it the measure does not concern the unit."""
        return self.owed or any(not one.under for one in self.components)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where each figure stands, with the source its row names."""
        places = (
            f"{one.figure.place}" + (f"（{one.figure.source}）" if one.figure.source else "") for one in self.components
        )
        return tuple(dict.fromkeys(places))


def take(figures: Figures, measure: Measure, unit: str, year: int, basis: str | None = None) -> Ratio:
    """Compute a measure on one basis, or on the most settled that has every figure."""
    for one in (basis,) if basis else figures.bases(unit, year):
        found = _components(figures, measure, unit, year, one)
        if all(parts or term.optional for term, parts, _ in found):
            return _computed(measure, unit, year, one, found)
    return _no_data(figures, measure, unit, year, basis)


def _computed(measure: Measure, unit: str, year: int, basis: str, found: Iterable[_Found]) -> Ratio:
    parts = tuple(part for _, some, _ in found for part in some or ())
    top = sum((part.amount for part in parts if not part.under), Fraction(0))
    if not measure.under:
        return Ratio(measure, unit, year, basis, top / 100, parts)
    under = sum((part.amount for part in parts if part.under), Fraction(0))
    if under > 0:
        return Ratio(measure, unit, year, basis, top / under, parts)
    return Ratio(measure, unit, year, basis, None, parts, "inconsistent" if top else "no_data",
                 (Text("分母为零或为负，不能计算", "the denominator is zero or negative"),))  # fmt: skip


_Found = tuple[LinearTerm, list[Component] | None, bool]


def _components(figures: Figures, measure: Measure, unit: str, year: int, basis: str) -> list[_Found]:
    sides = [(term, False) for term in measure.top] + [(term, True) for term in measure.under]
    found: list[_Found] = []
    for term, under in sides:
        parts = figures.find(unit, year, term, _bases(term, basis))
        found.append((term, [part._replace(under=under) for part in parts] if parts else None, under))
    return found


def _bases(term: LinearTerm, basis: str) -> tuple[str, ...]:
    """Return the bases a term may be taken from beside shares of one basis.

    A limit is fixed by the budget or its adjustment; a balance of another year is the same stock on every basis; other figures of another
    year must be of the same sort, accounts or projections.
    """
    if term.item.endswith("_limit"):
        return (basis, "adjusted", "final", "execution", "budget")
    if term.item == "ppp_duty" or term.years > 0 or (term.years and term.item.endswith("_balance")):
        return BASES
    if term.years:
        return (basis, *(one for one in BASES if one != basis and (one in PROJECTED) == (basis in PROJECTED)))
    return (basis,)


def _no_data(figures: Figures, measure: Measure, unit: str, year: int, basis: str | None) -> Ratio:
    """Say what is missing: on every basis, or on any one of them."""
    bases = (basis,) if basis else figures.bases(unit, year) or BASES[:1]
    on_record: list[Component] = []
    missing: list[LinearTerm] = []
    sides = [(term, False) for term in measure.top] + [(term, True) for term in measure.under]
    for term, under in sides:
        parts = next((parts for one in bases if (parts := figures.find(unit, year, term, _bases(term, one)))), None)
        on_record += [part._replace(under=under) for part in parts or ()]
        missing += [term] if parts is None and not term.optional else []
    note = lacking(missing) if missing else _not_one_basis(measure)
    why = figures.not_computed(unit, year) if any(term.item == "ppp_duty" for term in missing) else ()
    rest = lacking(others) if (others := [term for term in missing if term.item != "ppp_duty"]) else None
    notes = (*why, *((rest,) if rest else ())) if why else (note,)
    return Ratio(measure, unit, year, None, None, tuple(on_record), "no_data", notes, owed=bool(why))


def lacking(missing: Iterable[LinearTerm]) -> Text:
    """Say which figures are not on record, with the year they are asked for."""
    names = list(dict.fromkeys(missing))
    zh = "、".join(
        FISCAL_ITEMS[t.item].zh + (f"（{t.years:+d}年）" if t.years else "") if t.item in FISCAL_ITEMS else t.item
        for t in names
    )
    return Text(
        f"没有财政数据 {zh}",
        f"no fiscal figure {', '.join(t.item + (f'@{t.years:+d}' if t.years else '') for t in names)}",
    )


def _not_one_basis(measure: Measure) -> Text:
    names = [term.item for term in (*measure.top, *measure.under)]
    zh = "、".join(FISCAL_ITEMS[name].zh if name in FISCAL_ITEMS else name for name in names)
    return Text(f"没有同一口径的数据：{zh}", f"not given on one basis: {', '.join(names)}")


def _said_growth(ratio: Ratio) -> Text | None:
    """Say that a figure of a ratio is projected, from which accounts, at which rate and by which method; both rates are said. None where none is."""
    grown = next((one for one in ratio.components if one.figure.growth is not None), None)
    how = None if grown is None else grown.figure.growth
    if grown is None or how is None:
        return None
    item = FISCAL_ITEMS.get(grown.item, Text(grown.item, grown.item))
    rates = {"compound": how.compound, "mean": how.mean}
    used = rates.pop(how.method) or Fraction(0)
    ((other, rate),) = rates.items()
    zh = f"{item.zh}为推算数，按{how.first}—{how.last}年决算的{_METHODS[how.method].zh}{_percent(used)}推算"
    en = f"{item.en} is projected at the {_METHODS[how.method].en} of the accounts {how.first}-{how.last}, {_percent(used)} a year"
    if rate is not None:
        then = "" if ratio.otherwise is None else _percent(ratio.otherwise)
        zh += f"；按{_METHODS[other].zh}{_percent(rate)}推算的，{'占比' if then else ''}为{then or '—'}"
        en += f"; at the {_METHODS[other].en}, {_percent(rate)}, the share is {then or '-'}"
    return Text(zh, en)


_METHODS = {
    "compound": Text("年均复合增速", "compound rate"),
    "mean": Text("各年增速平均值", "mean of the yearly rates"),
}


def _percent(value: Fraction) -> str:
    """Write a rate or share as per cent, at most four decimals, half up."""
    scaled = half_up((value * 10**6).numerator, (value * 10**6).denominator)
    sign, scaled = ("-" if scaled < 0 else ""), abs(scaled)
    return f"{sign}{scaled // 10**4}.{scaled % 10**4:04d}".rstrip("0").rstrip(".") + "%"
