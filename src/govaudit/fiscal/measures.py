"""The ratios of a unit and year, a line each: `name zh | en | unit | formula`. The formulas are those of budget reports and rating scorecards.

Printed where several readings are in use, each under its own name: the new-debt ratio has three, debt service two. Contingent debt is
never added to statutory debt; the reading that counts half of it (some cities publish it) stands beside.
"""

from __future__ import annotations

from govaudit.fiscal.linear import terms
from govaudit.fiscal.ratio import Measure, Unit
from govaudit.model.text import Text

_MEASURES = """
debt_ratio 债务率 | debt ratio | share | total_balance / comprehensive_capacity
debt_ratio_all 全口径债务率 | all-in debt ratio | share | all_balance / comprehensive_capacity
debt_ratio_contingent 债务率（含或有债务50%） | debt ratio with half of contingent debt | share | total_balance + 0.5*contingent_balance / comprehensive_capacity
debt_to_gdp 负债率 | debt to gross regional product | share | total_balance / gdp
service_ratio 偿债率（含再融资） | debt service, gross | share | total_principal + total_interest / comprehensive_capacity
service_ratio_net 偿债率（扣除再融资） | debt service net of refinancing | share | total_principal + total_interest - refinancing / comprehensive_capacity
general_interest_share 一般债务付息支出占比 | interest on general debt | share | general_interest / general_budget_expenditure
special_interest_share 专项债务付息支出占比 | interest on special debt | share | special_interest / fund_budget_expenditure
general_limit_use 一般债务限额使用率 | use of the general debt limit | share | general_balance / general_limit
special_limit_use 专项债务限额使用率 | use of the special debt limit | share | special_balance / special_limit
total_limit_use 政府债务限额使用率 | use of the debt limit | share | total_balance / total_limit
general_limit_headroom 一般债务限额余量 | headroom under the general debt limit | yuan | general_limit - general_balance
special_limit_headroom 专项债务限额余量 | headroom under the special debt limit | yuan | special_limit - special_balance
total_limit_headroom 政府债务限额余量 | headroom under the debt limit | yuan | total_limit - total_balance
general_debt_excess 一般债务余额超出限额 | general debt above its limit | yuan | general_balance - general_limit
special_debt_excess 专项债务余额超出限额 | special debt above its limit | yuan | special_balance - special_limit
total_debt_excess 政府债务余额超出限额 | government debt above its limit | yuan | total_balance - total_limit
new_debt_growth 新增债务率（余额增幅） | new debt ratio, growth of the balance | share | total_balance - total_balance@-1 / total_balance@-1
new_debt_capacity 新增债务率（新增债券与综合财力之比） | new debt ratio, new bonds over capacity | share | total_new / comprehensive_capacity
new_debt_marginal 新增债务率（债务增量与财力增量之比） | new debt ratio, growth of debt over growth of capacity | share | total_balance - total_balance@-1 / comprehensive_capacity - comprehensive_capacity@-1
refinancing_rate 借新还旧率 | principal repaid by refinancing | share | refinancing - swap? / total_principal - swap_repaid?
refinancing_of_service 再融资占还本付息比例 | refinancing over debt service | share | refinancing - swap? / total_principal + total_interest - swap_repaid?
overdue_ratio 逾期债务率 | overdue debt ratio | share | overdue_balance / total_balance
general_residual 一般债务存量流量差额 | residual of general debt | yuan | general_balance - general_balance@-1 - general_raised + general_principal - general_swap_repaid? - general_fx_change?
special_residual 专项债务存量流量差额 | residual of special debt | yuan | special_balance - special_balance@-1 - special_issued + special_principal - special_swap_repaid? - special_fx_change?
total_residual 政府债务存量流量差额 | residual of government debt | yuan | total_balance - total_balance@-1 - total_issued - general_foreign? + total_principal - swap_repaid? - fx_change?
reserve_coverage 偿债准备金覆盖率 | cover of next year's service by the reserve | share | reserve / total_principal@+1 + total_interest@+1
ppp_outlay_share PPP支出责任占比 | PPP outlays | share | ppp_duty / general_budget_expenditure
contingent_overdue_share 或有债务逾期率 | overdue share of contingent debt | share | contingent_overdue / contingent_balance
contingent_called_share 或有债务代偿率 | share of contingent debt called | share | contingent_called / contingent_balance
contingent_gap_share 或有债务偿付缺口与上年一般公共预算收入之比 | service gap of contingent debt over last year's revenue | share | contingent_gap / general_revenue@-1
default_share 违约金额占到期本息比例 | amount in default over principal and interest due | share | default_amount / total_principal + total_interest
interest_over_revenue 付息与经常性收入之比 | interest over operating revenue | share | total_interest / operating_revenue
service_cover 经常性结余对还本付息的覆盖 | debt service covered by the operating balance | share | operating_revenue - operating_expenditure / total_principal + total_interest
payback 净债务偿还年数 | payback of net debt | year | total_balance - reserve? / operating_revenue - operating_expenditure
"""
_CAVEATS = {
    "debt_ratio_contingent": Text(
        "或有债务单列，不计入法定债务", "contingent debt stands apart and is no statutory debt"
    ),
    "special_interest_share": Text("按计算口径，分母待核", "on the computed basis: confirm the denominator"),
    "general_interest_share": Text("按计算口径，分母待核", "on the computed basis: confirm the denominator"),
    "refinancing_rate": Text("扣除置换隐性债务", "swaps of hidden debt taken out"),
    "refinancing_of_service": Text("扣除置换隐性债务", "swaps of hidden debt taken out"),
}


def _measure(line: str) -> tuple[str, Measure]:
    head, en, unit, formula = line.split(" | ")
    name, zh = head.split(" ", 1)
    top, _, under = formula.partition(" / ")
    kinds: dict[str, Unit] = {"share": "share", "yuan": "yuan", "year": "year"}
    return name, Measure(name, Text(zh, en), terms(top), terms(under) if under else (), kinds[unit], _CAVEATS.get(name))


RATIOS: dict[str, Measure] = dict(_measure(line) for line in _MEASURES.strip().splitlines())
# The excess is the headroom the other way round: rules speak of it, tables do not.
SHOWN = tuple(name for name in RATIOS if not name.endswith("_excess"))
