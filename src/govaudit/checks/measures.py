"""Measures: the named formulas that limit rules hold against a value. Exact fractions; a missing input is said, never 0.

Each function takes one case (an instrument) and returns a Measured, a Text (what is missing), or None where there is nothing to
measure (no supplement was signed). Those of a unit and year are the ratios of finance.ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.checks.measured import Measured, Unit, number_of, share
from govaudit.docket.cases import purchase_key
from govaudit.duties import other_currency
from govaudit.finance import EXPOSURES
from govaudit.finance.ratios import RATIOS
from govaudit.formats.cells import read_rate
from govaudit.model import Fault, Text, iso, to_date
from govaudit.rules import plain
from govaudit.rules.days import add_months
from govaudit.words import attribute_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket.cases import Case, Cases
    from govaudit.finance.ratios import Measure as Ratio

Result = Measured | Text | None


@dataclass(frozen=True, slots=True)
class CaseMeasure:
    """One measure: its name, formula and unit; taken of an instrument (`of_case`), or of a unit and year (`of_year`)."""

    label: Text
    formula: Text
    unit: Unit
    of_case: Callable[[Case, Cases], Result] | None = None
    of_year: Ratio | None = None


def _growth(event: str) -> Callable[[Case, Cases], Result]:
    """Measure Σ of later contracts ÷ the original amount; the day is that of the last one."""

    def measure(case: Case, cases: Cases) -> Result:
        events = case.of([event])
        if not events:
            return None
        if any(one.amount is None for one in events):
            return Text("有补充或添购合同没有金额", "a supplement or add-on states no amount")
        currency = case.values["currency"] or "CNY"
        stated = [
            cases.docket["events"]["currency"][one.row] or "CNY" for one in events
        ]  # read as yuan where none is stated
        if (foreign := other_currency(stated, currency, Text("原合同", "the original contract"))) is not None:
            return foreign
        total = sum(one.amount or 0 for one in events)
        return share(total, case.values["amount"], Text("原合同金额", "original amount"), "total", "original", events[-1].day, currency)  # fmt: skip

    return measure


def _stated_share(part: str, *wholes: str) -> Callable[[Case, Cases], Result]:
    """Measure the attribute `part` (yuan) ÷ the first of `wholes` stated: attributes, or the instrument's amount."""

    def measure(case: Case, cases: Cases) -> Result:
        del cases
        stated = number_of(case.attributes.get(part))
        if not isinstance(stated, Fraction):
            return stated or _unstated(part)
        for whole in wholes:
            value = case.values["amount"] if whole == "amount" else number_of(case.attributes.get(whole))
            foreign = other_currency([case.values["currency"]], name=attribute_key(part)) if whole == "amount" else None
            if isinstance(value, Text):
                return value
            if value is not None and foreign is not None:
                return foreign
            if value is not None:
                fen = int(value) if whole == "amount" else int(value * 100)
                return share(int(stated * 100), fen, _label(whole), part, whole)
        return _unstated(*wholes)

    return measure


def _label(name: str) -> Text:
    return Text("文书金额", "amount of the instrument") if name == "amount" else attribute_key(name)


def _unstated(*names: str) -> Text:
    labels = [_label(name) for name in names]
    return Text(
        f"没有写明{'或'.join(label.zh for label in labels)}",
        f"not stated: {' or '.join(label.en for label in labels)}",
    )


def _stated(name: str) -> Callable[[Case, Cases], Result]:
    """Take the number the instrument states under an attribute."""

    def measure(case: Case, cases: Cases) -> Result:
        del cases
        value = number_of(case.attributes.get(name))
        if not isinstance(value, Fraction):
            return value or _unstated(name)
        return Measured(value, {name: str(plain(case.attributes[name]))})

    return measure


def _committee(part: Callable[[Fraction], Fraction]) -> Callable[[Case, Cases], Result]:
    """Measure a part of the number of members of the committee: representatives and experts."""

    def measure(case: Case, cases: Cases) -> Result:
        del cases
        names = ("committee_representatives", "committee_experts")
        counts = [number_of(case.attributes.get(name)) for name in names]
        known = [count for count in counts if isinstance(count, Fraction)]
        if len(known) < len(names):
            return next((count for count in counts if isinstance(count, Text)), None) or _unstated(*names)
        return Measured(part(sum(known, Fraction(0))), {name: str(plain(case.attributes[name])) for name in names})

    return measure


def _payment_term(case: Case, cases: Cases) -> Result:
    """Return the longest term a contract gives itself to pay, in days after delivery, acceptance, settlement or invoice."""
    table = cases.docket["obligations"]
    terms: list[tuple[int, str]] = []
    for row in case.obligations:
        if table["action"][row] != "pay" or table["anchor"][row] not in _PAY_ANCHORS:
            continue
        unit, n = table["unit"][row], table["n"][row]
        if unit not in {"day", "week"}:
            return Text("付款期限不是按日约定的", "the time to pay is not agreed in days")
        terms.append((n * (7 if unit == "week" else 1), table["id"][row]))
    if terms:
        days, key = max(terms)
        return Measured(Fraction(days), {"obligation": key})
    if any(table["action"][row] == "pay" for row in case.obligations):
        return Text(
            "付款义务没有以交付、验收、结算或发票为起算点",
            "no payment duty runs from delivery, acceptance, settlement or invoice",
        )
    # Nothing agreed: the term of the law applies, which is no breach.
    return _stated("payment_days")(case, cases) if "payment_days" in case.attributes else None


_PAY_ANCHORS = {"delivered", "accepted", "settlement_confirmed", "invoiced", "acceptance_due"}


def _term_years(case: Case, cases: Cases) -> Result:
    """Return the length of an agreement in years, last day included: whole years to the anniversary, the rest as a fraction."""
    del cases
    start, end = case.values["effective_on"] or case.values["signed_on"], case.values["ends_on"]
    if start is None or end is None or end < start:
        return Text("没有写明生效日和终止日", "the first and the last day are not stated")
    whole = to_date(end).year - to_date(start).year + 1
    while add_months(start, 12 * whole) > end + 1:
        whole -= 1
    since, until = add_months(start, 12 * whole), add_months(start, 12 * (whole + 1))
    return Measured(
        whole + Fraction(end + 1 - since, until - since), {"start": iso(start) or "", "end": iso(end) or ""}, start
    )


def _split(case: Case, cases: Cases) -> Result:
    """Sum the purchases without open tender of one purchaser, year, budget item and category, over the threshold (GPR §28)."""
    key = purchase_key(case)
    group = cases.unopened.get(key, []) if key is not None else []
    if len(group) < 2 or group[-1] is not case:  # noqa: PLR2004 - splitting takes two; it is reported once, on the last of them
        return None
    threshold = number_of(case.attributes.get("open_tender_threshold"))
    if not isinstance(threshold, Fraction):
        return threshold or _unstated("open_tender_threshold")
    if any(other.values["amount"] is None for other in group):
        return Text("同一预算项目下有合同没有金额", "a contract under the same budget item states no amount")
    if (foreign := other_currency(other.values["currency"] for other in group)) is not None:
        return foreign
    total = sum(other.values["amount"] for other in group)
    return share(total, int(threshold * 100), Text("公开招标数额标准", "open-tender threshold"), "total", "threshold")


def _agreed_rate(case: Case, cases: Cases) -> Result:
    """Return the agreed yearly late rate minus the one-year LPR of the signing day, in percentage points of 1."""
    stated, signed = case.attributes.get("late_interest_rate"), case.values["signed_on"]
    if stated is None:
        return None
    try:
        rate = read_rate(stated)
    except Fault as fault:
        return fault.what
    table = cases.docket["rates"]
    rows = zip(table["table"], table["from"], table["value"], table["recorded_at"], strict=True)
    lpr = [
        (start, value) for name, start, value, recorded in rows
        if name == "LPR-1Y" and signed is not None and start <= signed and (cases.known_at is None or recorded is None or recorded <= cases.known_at)
    ]  # fmt: skip
    if not lpr:
        return Text(
            "没有签订日的一年期LPR（利率表 LPR-1Y）", "no one-year LPR for the day of signature (rate table LPR-1Y)"
        )
    _, value = max(lpr)
    return Measured(rate.daily * 365 - Fraction(value), {"agreed": str(plain(stated)), "lpr": format(value, "f")})


def _measure(
    zh: str, en: str, formula_zh: str, formula_en: str, unit: Unit, of_case: Callable[[Case, Cases], Result]
) -> CaseMeasure:
    return CaseMeasure(Text(zh, en), Text(formula_zh, formula_en), unit, of_case)


_UNPAID = EXPOSURES["ppp_unpaid"].measure

MEASURES: dict[str, CaseMeasure] = {
    "supplement_share": _measure("补充合同比例", "share of supplements", "Σ 补充合同金额 ÷ 原合同金额", "Σ supplements ÷ original amount", "share", _growth("supplement_signed")),
    "add_on_share": _measure("添购比例", "share of add-on purchases", "Σ 添购金额 ÷ 原合同金额", "Σ add-on purchases ÷ original amount", "share", _growth("add_on_signed")),
    "bid_deposit_share": _measure("投标保证金比例", "share of the bid deposit", "投标保证金 bid_deposit ÷ 采购预算 budget_amount", "bid_deposit ÷ budget_amount", "share", _stated_share("bid_deposit", "budget_amount")),
    "performance_bond_share": _measure("履约保证金比例", "share of the performance bond", "履约保证金 performance_bond ÷ 合同金额", "performance_bond ÷ contract amount", "share", _stated_share("performance_bond", "amount")),
    "retention_share": _measure("质量保证金比例", "share of the retention", "质量保证金 retention ÷ 结算价款 settled_amount（未结算时为合同金额）", "retention ÷ settled_amount (contract amount before settlement)", "share", _stated_share("retention", "settled_amount", "amount")),
    "price_weight": _measure("价格分权重", "weight of the price", "评分办法所列价格分 price_weight", "price_weight as stated in the evaluation method", "share", _stated("price_weight")),
    "sme_reserved_share": _measure("预留中小企业份额", "share reserved for SMEs", "预留金额 sme_reserved ÷ 采购预算 budget_amount", "sme_reserved ÷ budget_amount", "share", _stated_share("sme_reserved", "budget_amount")),
    "small_micro_share": _measure("小微企业占预留份额", "small and micro share of the reservation", "小微预留金额 small_micro_reserved ÷ 预留金额 sme_reserved", "small_micro_reserved ÷ sme_reserved", "share", _stated_share("small_micro_reserved", "sme_reserved")),
    "payment_term_days": _measure("合同约定付款期限", "time to pay agreed in the contract", "自交付、验收、结算确认或收到发票起的最长付款天数", "longest number of days to pay after delivery, acceptance, settlement or invoice", "day", _payment_term),
    "similar_contracts_asked": _measure("资格条件要求的类似业绩合同数", "similar contracts asked for as qualification", "similar_contracts", "similar_contracts", "count", _stated("similar_contracts")),
    "framework_years": _measure("框架协议有效期", "term of the framework agreement", "framework_years", "framework_years", "year", _stated("framework_years")),
    "split_purchases": _measure("同一预算项目同一品目非公开招标采购与公开招标数额标准之比", "purchases without open tender over the open-tender threshold", "Σ 同一采购人、年度、budget_item、category 的合同金额 ÷ open_tender_threshold", "Σ contracts of one purchaser, year, budget_item and category ÷ open_tender_threshold", "share", _split),
    "agreed_late_rate_over_lpr": _measure("约定逾期利率与一年期LPR之差", "agreed late rate minus one-year LPR", "约定年化利率 late_interest_rate − 签订日 LPR-1Y", "late_interest_rate a year − LPR-1Y on the day of signature", "share", _agreed_rate),
    "bid_bond_share": _measure("投标保证金比例", "share of the bid bond", "投标保证金 bid_deposit ÷ 招标项目估算价 estimated_price", "bid_deposit ÷ estimated_price", "share", _stated_share("bid_deposit", "estimated_price")),
    "committee_representatives_to_experts": _measure("评标委员会代表与专家之比", "representatives to experts on the committee", "招标人代表人数 committee_representatives ÷ 专家人数 committee_experts", "committee_representatives ÷ committee_experts", "share", _stated_share("committee_representatives", "committee_experts")),
    "committee_members": _measure("评标委员会成员人数", "members of the committee", "招标人代表人数 committee_representatives ＋ 专家人数 committee_experts", "committee_representatives + committee_experts", "count", _committee(lambda members: members)),
    "committee_odd": _measure("评标委员会成员人数除以二的余数", "members of the committee modulo two", "（committee_representatives ＋ committee_experts）除以 2 的余数", "(committee_representatives + committee_experts) modulo 2", "count", _committee(lambda members: members % 2)),
    "bidder_count": _measure("投标人数", "number of bidders", "投标人数 bidders", "bidders", "count", _stated("bidders")),
    "investment_over_estimate": _measure("总投资与批准概算之比", "investment over the approved estimate", "总投资 total_investment ÷ 批准概算 approved_estimate", "total_investment ÷ approved_estimate", "share", _stated_share("total_investment", "approved_estimate")),
    "design_over_feasibility": _measure("概算与可研估算之比", "design estimate over feasibility estimate", "初步设计概算 design_estimate ÷ 可研估算 feasibility_estimate", "design_estimate ÷ feasibility_estimate", "share", _stated_share("design_estimate", "feasibility_estimate")),
    "term_years": _measure("协议期限", "term of the agreement", "生效日（或签订日）至终止日的年数", "years from the first to the last day", "year", _term_years),
    **{name: CaseMeasure(one.label, one.formula, one.unit, of_year=one) for name, one in RATIOS.items()},
    "ppp_unpaid": CaseMeasure(_UNPAID.label, _UNPAID.formula, _UNPAID.unit, of_year=_UNPAID),
}  # fmt: skip
