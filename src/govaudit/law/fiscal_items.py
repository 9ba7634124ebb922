"""The items of the table of fiscal figures: word, Chinese and English name. Flows are of the year, balances and limits at its end.

The list is open: another item is kept as written. A total that is not stated is the sum of its parts (fiscal.figures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.vocabulary import read_words

if TYPE_CHECKING:
    from govaudit.model.text import Text

_ITEMS = """
general_budget_expenditure 一般公共预算支出 | general public budget expenditure
fund_budget_expenditure 政府性基金预算支出 | government fund expenditure
comprehensive_capacity 综合财力 | comprehensive fiscal capacity
general_limit 一般债务限额 | limit of general debt
special_limit 专项债务限额 | limit of special debt
total_limit 政府债务限额 | limit of government debt
general_balance 一般债务余额 | balance of general debt
special_balance 专项债务余额 | balance of special debt
total_balance 政府债务余额 | balance of government debt
all_balance 全口径债务余额 | balance of all debt
general_interest 一般债务付息 | interest on general debt
special_interest 专项债务付息 | interest on special debt
total_interest 政府债务付息 | interest on government debt
general_principal 一般债务还本 | general debt repaid
special_principal 专项债务还本 | special debt repaid
total_principal 政府债务还本 | government debt repaid
new_general 新增一般债券 | new general bonds
new_special 新增专项债券 | new special bonds
total_new 新增债券 | new bonds
refinancing 再融资债券 | refinancing bonds
refinancing_general 再融资一般债券 | general refinancing bonds
refinancing_special 再融资专项债券 | special refinancing bonds
swap 置换隐性债务债券 | bonds swapped for hidden debt
swap_repaid 还本中置换隐性债务部分 | repayment that swapped hidden debt
general_swap_repaid 一般债务还本中置换隐性债务部分 | general repayment that swapped hidden debt
special_swap_repaid 专项债务还本中置换隐性债务部分 | special repayment that swapped hidden debt
general_issued 一般债券发行额 | general bonds issued
special_issued 专项债券发行额 | special bonds issued
total_issued 政府债券发行额 | bonds issued
fx_change 汇兑变动 | change by exchange rates
general_fx_change 一般债务汇兑变动 | change of general debt by exchange rates
special_fx_change 专项债务汇兑变动 | change of special debt by exchange rates
general_quota 新增一般债务限额 | new general quota
special_quota 新增专项债务限额 | new special quota
general_raised 一般债务举借额 | general debt raised
general_foreign 一般债务外债转贷 | foreign loans on-lent as general debt
general_bonds_repaid 一般债券还本 | general bonds repaid
special_bonds_repaid 专项债券还本 | special bonds repaid
total_bonds_repaid 政府债券还本 | bonds repaid
general_principal_refinanced 一般债务还本中再融资部分 | general repayment by refinancing
general_principal_own 一般债务还本中财政预算安排部分 | general repayment from the budget
special_principal_refinanced 专项债务还本中再融资部分 | special repayment by refinancing
special_principal_own 专项债务还本中财政预算安排部分 | special repayment from the budget
deficit 财政赤字 | deficit
overdue_balance 逾期债务余额 | balance of overdue debt
default_amount 违约金额 | amount in default
own_funds 财政预算安排还本付息 | debt service funded by the budget
reserve 偿债准备金 | debt service reserve
gdp 地区生产总值 | gross regional product
general_revenue 一般公共预算收入 | general public budget revenue
fund_revenue 政府性基金收入 | government fund revenue
land_revenue 土地出让收入 | land revenue
capital_revenue 国有资本经营收入 | revenue of state capital
transfers_in 上级补助收入 | transfers received
transfers_up 上解支出 | transfers paid up
operating_revenue 经常性收入 | operating revenue
operating_expenditure 经常性支出 | operating expenditure
contingent_balance 或有债务余额 | balance of contingent debt
contingent_overdue 或有债务逾期余额 | overdue contingent debt
contingent_called 或有债务代偿额 | contingent debt called
contingent_gap 或有债务偿付缺口 | service gap of contingent debt
ppp_duty PPP支出责任 | PPP outlay duty
"""

FISCAL_ITEMS: dict[str, Text] = read_words(_ITEMS)

# What budget papers and people write for an item besides its name.
_ALSO = {
    "general_budget_expenditure": "一般公共预算支出合计 一般公共预算本级支出", "fund_budget_expenditure": "政府性基金支出 政府性基金预算支出合计",
    "comprehensive_capacity": "地方综合财力 政府综合财力 地方财力", "gdp": "GDP 生产总值 地区生产总值（GDP）",
    "general_limit": "地方政府一般债务限额 政府一般债务限额", "special_limit": "地方政府专项债务限额 政府专项债务限额", "total_limit": "地方政府债务限额 债务限额",
    "general_balance": "地方政府一般债务余额 政府一般债务余额", "special_balance": "地方政府专项债务余额 政府专项债务余额", "total_balance": "地方政府债务余额 债务余额",
    "general_interest": "一般债务付息支出 一般债务利息 一般债务利息支出 一般债券付息", "special_interest": "专项债务付息支出 专项债务利息 专项债务利息支出 专项债券付息",
    "total_interest": "债务付息支出 政府债务付息支出", "general_principal": "一般债务还本支出", "special_principal": "专项债务还本支出",
    "total_principal": "债务还本支出 政府债务还本支出", "general_revenue": "一般公共预算收入合计", "fund_revenue": "政府性基金预算收入",
    "land_revenue": "国有土地使用权出让收入 土地使用权出让收入", "capital_revenue": "国有资本经营预算收入", "refinancing": "再融资债券发行额",
}  # fmt: skip
ITEM_OF = {name: word for word, names in _ALSO.items() for name in names.split()}
