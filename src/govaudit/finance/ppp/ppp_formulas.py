"""PPP outlay duty (财政支出责任): the formulas of 财金〔2015〕21号, the contract variant in use, and their inputs as a docket states them.

Money is fen, exact until rounded half up once; rates and shares are fractions. A project's four buckets are 股权投资, 运营补贴, 风险承担 and
配套投入.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from govaudit.formats.cells import read_int, read_money, read_number
from govaudit.model import Fault, Text, half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_T = TypeVar("_T")
_SPAN = ("first_year", "years")  # stated once for all parts, or by a part
_FIRST_YEAR, _LAST_YEAR, _LONGEST = 1970, 2100, 100


def _fen(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)


def equity(capital: int, share: Fraction) -> int:
    """股权投资: project capital × the government's share of the project company."""
    return _fen(capital * share)


class Subsidy(NamedTuple):
    """运营补贴 of one year: what the formula gives, and beyond user fees; a surplus of fees is no negative subsidy but to be shared."""

    year: int
    full: int  # 政府付费
    gap: int  # 可行性缺口补助
    surplus: int  # 超额收益


def subsidies(
    construction: int,
    profit: Fraction,
    discount: Fraction,
    years: int,
    opex: Sequence[int],
    fees: Sequence[int],
    first: int = 1,
) -> list[Subsidy]:
    """运营补贴 year by year (21号, articles 17 and 18): C × (1 + profit) × (1 + discount)^n ÷ years + opex × (1 + profit) − user fees.

    n starts at `first`: 1 in most reports, 0 in some. `opex` and `fees` hold one figure a year.
    """
    found = []
    for at in range(years):
        n = first + at
        cost = construction * (1 + profit) * (1 + discount) ** n / years + opex[at] * (1 + profit)
        gap = cost - fees[at]
        found.append(Subsidy(n, _fen(cost), _fen(max(gap, Fraction(0))), _fen(max(-gap, Fraction(0)))))
    return found


def annuity(principal: int, rate: Fraction, years: int) -> Fraction:
    """The level availability payment of a contract, exact: A = P·k(1+k)^n ÷ ((1+k)^n − 1); at no rate P ÷ n.

    Contracts pay it rounded to the fen (`instalment`) year after year, so its sum differs from the exact one by some fen.
    """
    if not rate:
        return Fraction(principal, years)
    growth = (1 + rate) ** years
    return principal * rate * growth / (growth - 1)


def instalment(principal: int, rate: Fraction, years: int) -> int:
    """The level availability payment, rounded to the fen before it is used."""
    return _fen(annuity(principal, rate, years))


def availability(
    instalment: int, financing: Sequence[int], opex: Sequence[int], income: Sequence[int], lump: Sequence[int]
) -> list[int]:
    """Return the contract variant year by year: instalment + cost of financing + operation − income of third parties + lump sums."""
    sums = zip(financing, opex, income, lump, strict=True)
    return [instalment + cost + run - earned + extra for cost, run, earned, extra in sums]


def risk_by_ratio(construction: int, rate: Fraction) -> int:
    """风险承担, 比例法: a share of the construction cost."""
    return _fen(construction * rate)


def risk_by_scenario(cases: Sequence[tuple[int, Fraction]]) -> int:
    """风险承担, 情景分析法: Σ outlay × probability; Fault when the probabilities do not sum to 1."""
    if sum(probability for _, probability in cases) != 1:
        raise Fault("bad_probabilities", Text("各情景概率之和应为1", "the probabilities of the cases must sum to 1"),
                    Text("核对各情景的概率", "check the probability of each case"))  # fmt: skip
    return _fen(sum((outlay * probability for outlay, probability in cases), Fraction(0)))


def risk_by_distribution(low: int, likely: int, high: int) -> int:
    """风险承担, 概率法: the mean of a triangular distribution."""
    return half_up(low + likely + high, 3)


def matching(total: int, paid_by_private: int) -> int:
    """配套投入: all other inputs − what the private side pays for them."""
    return total - paid_by_private


# --- the inputs a docket states -----------------------------------------------------------------------------------------


class Projected(NamedTuple):
    """What the formulas give for a year and bucket: the outlay, fixed by the contract or planned, or why it cannot be computed."""

    year: int
    bucket: str
    planned: int | None = None
    contracted: int | None = None
    why: Text | None = None


def projected(inputs: object, years: Sequence[int]) -> list[Projected]:
    """Return the outlays that the attribute `outlay_inputs` of a project gives (docs/fiscal.md), by year and bucket.

    A part of which something is missing or cannot be read is unknown in its years, or in `years` where it does not say its own.
    """
    stated = inputs if isinstance(inputs, dict) else {"outlay_inputs": inputs}
    shared = {name: stated[name] for name in _SPAN if name in stated}
    made = [one for name, part in stated.items() if name not in shared for one in _of_part(name, part, shared, years)]
    found: dict[tuple[int, str], Projected] = {}
    for one in made:
        before = found.get((one.year, one.bucket), one)
        found[one.year, one.bucket] = Projected(
            one.year, one.bucket, before.planned if one.planned is None else one.planned,
            before.contracted if one.contracted is None else one.contracted, before.why or one.why,
        )  # fmt: skip
    return [found[key] for key in sorted(found)]


def _of_part(name: str, part: object, shared: dict[str, object], years: Sequence[int]) -> list[Projected]:
    bucket, span = "subsidy", list(years)
    try:
        if name not in _PARTS:
            raise _fault(name, Text(f"应为 {'、'.join(_PARTS)} 之一", f"one of {', '.join(_PARTS)} is needed"))
        bucket, running, read = _PARTS[name]
        at = _Inputs(name, part, shared)
        span = at.years(running=running)
        found = [one._replace(bucket=bucket) for one in read(at, span)]
        at.refuse_others()
    except Fault as fault:
        return [Projected(year, bucket, why=fault.what) for year in span]
    return found


def _fault(name: str, what: Text) -> Fault:
    return Fault("bad_outlay_inputs", Text(f"outlay_inputs 的 {name}：{what.zh}", f"{name} of outlay_inputs: {what.en}"),
                 Text("写法见 docs/fiscal.md", "the form is in docs/fiscal.md"))  # fmt: skip


class _Inputs:
    """The inputs of one formula; what is asked for and not there, or cannot be read, is a Fault."""

    def __init__(self, name: str, values: object, shared: dict[str, object]) -> None:
        if not isinstance(values, dict):
            raise _fault(name, Text("应逐项写明参数", "inputs by name are needed"))
        self.name, self.values, self.asked = name, {**shared, **values}, set(_SPAN)

    def _bad(self, name: str, what: Text) -> Fault:
        return _fault(f"{self.name}.{name}", what)

    def of(self, name: str, read: Callable[[Any], _T], raw: Any) -> _T:
        """Read a value; a Fault that says where."""
        try:
            return read(raw)
        except Fault as fault:
            raise self._bad(name, fault.what) from None

    def has(self, name: str) -> bool:
        """Whether an input is stated."""
        self.asked.add(name)
        return self.values.get(name) not in (None, "")

    def one(self, name: str, read: Callable[[Any], _T]) -> _T:
        """Return an input there has to be."""
        if not self.has(name):
            raise self._bad(name, Text("没有写明", "not stated"))
        return self.of(name, read, self.values[name])

    def each(self, name: str, years: Sequence[int]) -> list[int]:
        """Return sums, one a year: as many are listed, or one for every year; nothing stated is none."""
        if not self.has(name):
            return [0] * len(years)
        raw = self.values[name]
        if not isinstance(raw, list):
            return [self.of(name, _money, raw)] * len(years)
        if len(raw) != len(years):
            raise self._bad(name, Text(f"应为{len(years)}个数，一年一个", f"{len(years)} sums are needed, one a year"))
        return [self.of(name, _money, one) for one in raw]

    def years(self, *, running: bool) -> list[int]:
        """Return the years of operation, or the one in which a sum is paid once."""
        first = self.one("first_year", _year)
        return [first + at for at in range(self.one("years", _count))] if running else [first]

    def refuse_others(self) -> None:
        """Refuse a name that no formula of the part asks for: a misspelt one would change the sum without a word."""
        if other := next((name for name in self.values if name not in self.asked), None):
            raise self._bad(other, Text("没有这一项", "there is no such input"))


def _money(raw: object) -> int:
    found = read_money(raw, "CNY", None)
    if found < 0:
        raise Fault("negative", Text("不应为负数", "it may not be negative"), Text("核对", "check it"))
    return found


def _share(raw: object) -> Fraction:
    return Fraction(read_number(raw))


def _year(raw: object) -> int:
    found = read_int(raw)
    if not _FIRST_YEAR <= found <= _LAST_YEAR:
        raise Fault("bad_year", Text("年度不合理", "no sensible year"), Text("核对", "check it"))
    return found


def _first(raw: object) -> int:
    found = read_int(raw)
    if found not in {0, 1}:
        raise Fault("bad_first_n", Text("应为0或1", "0 or 1 is needed"), Text("核对", "check it"))
    return found


def _count(raw: object) -> int:
    found = read_int(raw)
    if not 0 < found <= _LONGEST:
        raise Fault(
            "bad_years", Text(f"年数应为1至{_LONGEST}", f"1 to {_LONGEST} years are needed"), Text("核对", "check it")
        )
    return found


def _cases(raw: object) -> list[tuple[int, Fraction]]:
    pairs = raw if isinstance(raw, list) else []
    if not pairs or not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - outlay, probability
        raise Fault(
            "bad_cases",
            Text("应为 [支出, 概率] 的列表", "a list of [outlay, probability] is needed"),
            Text("核对", "check it"),
        )
    return [(_money(outlay), _share(probability)) for outlay, probability in pairs]


def _equity(at: _Inputs, years: Sequence[int]) -> Iterator[Projected]:
    yield Projected(years[0], "", equity(at.one("capital", _money), at.one("share", _share)))


def _subsidy(at: _Inputs, years: Sequence[int]) -> Iterator[Projected]:
    first = at.one("first_n", _first) if at.has("first_n") else 1
    made = subsidies(at.one("construction", _money), at.one("profit", _share), at.one("discount", _share), len(years),
                     at.each("opex", years), at.each("fees", years), first)  # fmt: skip
    yield from (Projected(year, "", one.gap) for year, one in zip(years, made, strict=True))


def _availability(at: _Inputs, years: Sequence[int]) -> Iterator[Projected]:
    level = instalment(at.one("principal", _money), at.one("rate", _share), len(years))
    dues = availability(level, at.each("financing", years), at.each("opex", years), at.each("income", years), at.each("lump", years))  # fmt: skip
    yield from (Projected(year, "", contracted=max(due, 0)) for year, due in zip(years, dues, strict=True))


def _risk(at: _Inputs, years: Sequence[int]) -> Iterator[Projected]:
    if at.has("cases"):
        due = at.of("cases", risk_by_scenario, at.one("cases", _cases))
    elif at.has("likely"):
        due = risk_by_distribution(at.one("low", _money), at.one("likely", _money), at.one("high", _money))
    else:
        due = risk_by_ratio(at.one("construction", _money), at.one("ratio", _share))
    yield from (Projected(year, "", due) for year in years)


def _matching(at: _Inputs, years: Sequence[int]) -> Iterator[Projected]:
    yield Projected(years[0], "", matching(at.one("total", _money), at.one("private", _money)))


# part -> bucket, whether it runs over several years, what reads it
_PARTS: dict[str, tuple[str, bool, Callable[[_Inputs, Sequence[int]], Iterator[Projected]]]] = {
    "equity": ("equity", False, _equity), "subsidy": ("subsidy", True, _subsidy), "availability": ("subsidy", True, _availability),
    "risk": ("risk", True, _risk), "matching": ("matching", False, _matching),
}  # fmt: skip
