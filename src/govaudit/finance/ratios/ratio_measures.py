"""The ratios of a unit and year, a line each: `name | unit | formula`, and the column it has in a comparison of units. The formulas are those of budget reports and rating scorecards.

Printed where several readings are in use, each under its own name: the new-debt ratio has three, debt service two. Contingent debt is
never added to statutory debt; the reading that counts half of it (some cities publish it) stands beside.
"""

from __future__ import annotations

from govaudit.finance.linear import terms
from govaudit.finance.ratios.ratio import Measure, Unit
from govaudit.words import words

_MEASURES = """
debt_ratio | share | total_balance / comprehensive_capacity | 2
debt_ratio_all | share | all_balance / comprehensive_capacity | 1
debt_ratio_contingent | share | total_balance + 0.5*contingent_balance / comprehensive_capacity
debt_to_gdp | share | total_balance / gdp
service_ratio | share | total_principal + total_interest / comprehensive_capacity
service_ratio_net | share | total_principal + total_interest - refinancing / comprehensive_capacity
general_interest_share | share | general_interest / general_budget_expenditure | 3
special_interest_share | share | special_interest / fund_budget_expenditure | 4
general_limit_use | share | general_balance / general_limit | 5
special_limit_use | share | special_balance / special_limit | 6
total_limit_use | share | total_balance / total_limit
general_limit_headroom | yuan | general_limit - general_balance
special_limit_headroom | yuan | special_limit - special_balance
total_limit_headroom | yuan | total_limit - total_balance
general_debt_excess | yuan | general_balance - general_limit
special_debt_excess | yuan | special_balance - special_limit
total_debt_excess | yuan | total_balance - total_limit
new_debt_growth | share | total_balance - total_balance@-1 / total_balance@-1
new_debt_capacity | share | total_new / comprehensive_capacity
new_debt_marginal | share | total_balance - total_balance@-1 / comprehensive_capacity - comprehensive_capacity@-1
refinancing_rate | share | refinancing - swap? / total_principal - swap_repaid? | 7
refinancing_of_service | share | refinancing - swap? / total_principal + total_interest - swap_repaid?
overdue_ratio | share | overdue_balance / total_balance | 8
general_residual | yuan | general_balance - general_balance@-1 - general_raised + general_principal - general_swap_repaid? - general_fx_change?
special_residual | yuan | special_balance - special_balance@-1 - special_issued + special_principal - special_swap_repaid? - special_fx_change?
total_residual | yuan | total_balance - total_balance@-1 - total_issued - general_foreign? + total_principal - swap_repaid? - fx_change?
reserve_coverage | share | reserve / total_principal@+1 + total_interest@+1
ppp_outlay_share | share | ppp_duty / general_budget_expenditure | 9
contingent_overdue_share | share | contingent_overdue / contingent_balance
contingent_called_share | share | contingent_called / contingent_balance
contingent_gap_share | share | contingent_gap / general_revenue@-1
default_share | share | default_amount / total_principal + total_interest
interest_over_revenue | share | total_interest / operating_revenue
service_cover | share | operating_revenue - operating_expenditure / total_principal + total_interest
payback | year | total_balance - reserve? / operating_revenue - operating_expenditure
"""
_LABELS = words("figures", "ratios")
_CAVEATS = words("figures", "caveats")


_LINES = [line.split(" | ") for line in _MEASURES.strip().splitlines()]


def _measure(name: str, unit: str, formula: str) -> Measure:
    top, _, under = formula.partition(" / ")
    kinds: dict[str, Unit] = {"share": "share", "yuan": "yuan", "year": "year"}
    return Measure(name, _LABELS[name], terms(top), terms(under) if under else (), kinds[unit], _CAVEATS.get(name))


RATIOS: dict[str, Measure] = {name: _measure(name, unit, formula) for name, unit, formula, *_ in _LINES}
# Those that units are compared by, in order of their columns.
COMPARED = tuple(name for _, name in sorted((int(column), name) for name, _, _, *rest in _LINES for column in rest))
# The excess is the headroom the other way round: rules speak of it, tables do not.
SHOWN = tuple(name for name in RATIOS if not name.endswith("_excess"))
