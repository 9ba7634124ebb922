"""PPP outlay duty (财政支出责任): the formulas of 财金〔2015〕21号, the contract variants in use, and what is payable by performance.

Money is fen, exact until rounded half up once; rates and shares are fractions. A project's four buckets are 股权投资, 运营补贴, 风险承担 and
配套投入.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model.fault import Fault
from govaudit.model.money import half_up
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    instalment: int,
    financing: Sequence[int],
    opex: Sequence[int],
    income: Sequence[int],
    lump: Mapping[int, int] | None = None,
) -> list[int]:
    """Return the contract variant year by year: instalment `yearly` + cost of financing + operation − income of third parties; `lump` by year from 1."""
    sums = zip(financing, opex, income, strict=True)
    return [
        instalment + cost + run - earned + (lump or {}).get(year, 0) for year, (cost, run, earned) in enumerate(sums, 1)
    ]


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


class Step(NamedTuple):
    """From a score on, this share is paid."""

    score: Fraction
    share: Fraction


# Bands are terms of each contract; 80 and more paying in full is published, the rest is how such bands usually run.
USUAL = (
    Step(Fraction(80), Fraction(1)), Step(Fraction(70), Fraction(9, 10)), Step(Fraction(60), Fraction(3, 4)), Step(Fraction(0), Fraction(0)),
)  # fmt: skip


def payable(due: int, score: Fraction, steps: Sequence[Step] = USUAL) -> int:
    """按效付费: due × the share of the band the score is in, from the highest band down."""
    return _fen(due * next((step.share for step in steps if score >= step.score), Fraction(0)))
