"""The six debt forms that a finance bureau publishes with its budget (地方政府债务信息公开), as data.

Layouts as published by counties and by the Ministry of Finance (预算公开表样, 财预〔2018〕209号): a line is `key | label | words that
tell it when read | item | years after the form's year | basis | sums`. In labels {y} is the form's year, {p} the one before, {n} the
next. A basis of `column` is that of the column the figure stands in; sums are cross-checks of the form itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Columns = Literal["units", "bases", "scopes", "years"]


class FormLine(NamedTuple):
    """One figure of a form: `sums` are keys that add up to it, a minus sign before those taken off."""

    key: str
    label: str
    words: re.Pattern[str]
    item: str
    shift: int
    basis: str
    sums: tuple[tuple[int, str], ...]

    def said(self, year: int) -> str:
        """Return the label of a form's year."""
        return self.label.format(y=year, p=year - 1, n=year + 1)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `columns` says what stands beside the lines: units (lines are then columns), bases, scopes of a unit, or years."""

    id: str
    title: str
    words: re.Pattern[str]
    columns: Columns
    lines: tuple[FormLine, ...]

    def line(self, key: str) -> FormLine:
        """Return a line by its key."""
        return next(line for line in self.lines if line.key == key)


def _line(text: str) -> FormLine:
    key, label, words, item, shift, basis, sums = (part.strip() for part in re.split(r" \|(?: |$)", text.strip()))
    parts = tuple((-1 if part[0] == "-" else 1, part.lstrip("-")) for part in sums.split())
    return FormLine(key, label, re.compile(words), item, int(shift), basis, parts)


def _form(key: str, title: str, words: str, columns: Columns, lines: str) -> Form:
    return Form(key, title, re.compile(words), columns, tuple(_line(line) for line in lines.strip().splitlines()))


def _balance(kind: str, zh: str, raised: str, after: str) -> str:
    return f"""
1 | 一、{{p}}年末地方政府{zh}债务余额实际数 | 年末.*余额 | {kind}_balance | -1 | final |
2 | 二、{{y}}年末地方政府{zh}债务余额限额 | 限额 | {kind}_limit | 0 | column |
{raised}
4 | 四、{{y}}年地方政府{zh}债务还本额 | 还本 | {kind}_principal | 0 | column |
5 | 五、{{y}}年末地方政府{zh}债务余额预计执行数 | 年末.*余额 | {kind}_balance | 0 | column | 1 3 -4
{after}
7 | 七、{{n}}年末地方政府{zh}债务余额限额 | 限额 | {kind}_limit | 1 | budget |"""


_GENERAL = """3 | 三、{y}年地方政府一般债务举借额 | (发行|举借)(额|数|收入)? | general_raised | 0 | column | 3a 3b
3a | 其中：中央转贷地方的国际金融组织和外国政府贷款 | 外国政府贷款|外债转贷 | general_foreign | 0 | column |
3b | {y}年地方政府一般债券发行额 | 一般债券发行 | general_issued | 0 | column |"""
_SPECIAL = "3 | 三、{y}年地方政府专项债务发行额 | (发行|举借)(额|数|收入)? | special_issued | 0 | column |"

_SERVICE = """
A | 一、{y}年发行预计执行数 | 发行 | total_issued | 0 | execution | B D
B | （一）一般债券 | 一般债券 | general_issued | 0 | execution |
C | 其中：再融资债券 | 再融资 | refinancing_general | 0 | execution |
D | （二）专项债券 | 专项债券 | special_issued | 0 | execution |
E | 其中：再融资债券 | 再融资 | refinancing_special | 0 | execution |
F | 二、{y}年还本预计执行数 | 还本 | total_bonds_repaid | 0 | execution | G H
G | （一）一般债券 | 一般债券 | general_bonds_repaid | 0 | execution |
H | （二）专项债券 | 专项债券 | special_bonds_repaid | 0 | execution |
I | 三、{y}年付息预计执行数 | 付息 | total_interest | 0 | execution | J K
J | （一）一般债券 | 一般债券 | general_interest | 0 | execution |
K | （二）专项债券 | 专项债券 | special_interest | 0 | execution |
L | 四、{n}年还本预算数 | 还本 | total_principal | 1 | budget | M O
M | （一）一般债券 | 一般债券 | general_principal | 1 | budget | M1 N
M1 | 其中：再融资 | 再融资 | general_principal_refinanced | 1 | budget |
N | 财政预算安排 | 财政预算安排 | general_principal_own | 1 | budget |
O | （二）专项债券 | 专项债券 | special_principal | 1 | budget | O1 P
O1 | 其中：再融资 | 再融资 | special_principal_refinanced | 1 | budget |
P | 财政预算安排 | 财政预算安排 | special_principal_own | 1 | budget |
Q | 五、{n}年付息预算数 | 付息 | total_interest | 1 | budget | R S
R | （一）一般债券 | 一般债券 | general_interest | 1 | budget |
S | （二）专项债券 | 专项债券 | special_interest | 1 | budget |"""

_PLAN = """
A | 合计 | ^合计|总计 | plan_total | 1 | budget | B C
B | 一、一般债券 | 一般债券 | plan_general | 1 | budget | B1 B2 B3
B1 | 新增债券 | 新增 | plan_general_new | 1 | budget |
B2 | 置换债券 | 置换 | plan_general_swap | 1 | budget |
B3 | 再融资债券 | 再融资 | plan_general_refinancing | 1 | budget |
C | 二、专项债券 | 专项债券 | plan_special | 1 | budget | C1 C2 C3
C1 | 新增债券 | 新增 | plan_special_new | 1 | budget |
C2 | 置换债券 | 置换 | plan_special_swap | 1 | budget |
C3 | 再融资债券 | 再融资 | plan_special_refinancing | 1 | budget |"""

_QUOTA = """
A | 一、{p}年地方政府债务限额 | 债务限额 | total_limit | -1 | adjusted | B C
B | 其中：一般债务限额 | 一般债务限额 | general_limit | -1 | adjusted |
C | 专项债务限额 | 专项债务限额 | special_limit | -1 | adjusted |
D | 二、{y}年新增地方政府债务限额 | 新增.*债务限额 | total_quota | 0 | adjusted | E F
E | 其中：一般债务限额 | 一般债务限额 | general_quota | 0 | adjusted |
F | 专项债务限额 | 专项债务限额 | special_quota | 0 | adjusted |
G | 附：提前下达的{n}年新增地方政府债务限额 | 提前下达 | total_quota_advance | 1 | budget | H I
H | 其中：一般债务限额 | 一般债务限额 | general_quota_advance | 1 | budget |
I | 专项债务限额 | 专项债务限额 | special_quota_advance | 1 | budget |
J | 三、{y}年地方政府债务限额 | 债务限额 | total_limit | 0 | adjusted | K L
K | 其中：一般债务限额 | 一般债务限额 | general_limit | 0 | adjusted |
L | 专项债务限额 | 专项债务限额 | special_limit | 0 | adjusted |"""

_LIMITS = """
A | {y}年债务限额 | 债务限额 | total_limit | 0 | execution | B C
B | 一般债务 | 一般债务 | general_limit | 0 | execution |
C | 专项债务 | 专项债务 | special_limit | 0 | execution |
D | {y}年债务余额预计执行数 | 债务余额 | total_balance | 0 | execution | E F
E | 一般债务 | 一般债务 | general_balance | 0 | execution |
F | 专项债务 | 专项债务 | special_balance | 0 | execution |"""

FORMS: tuple[Form, ...] = (
    _form("limits", "地方政府债务限额及余额预算情况表", "债务限额及余额", "units", _LIMITS),
    _form("general", "地方政府一般债务余额情况表", "一般债务余额", "bases", _balance("general", "一般", _GENERAL, "6 | 六、{n}年地方财政赤字 | 赤字 | deficit | 1 | budget |")),
    _form("special", "地方政府专项债务余额情况表", "专项债务余额", "bases", _balance("special", "专项", _SPECIAL, "6 | 六、{n}年地方政府专项债务新增限额 | 新增限额 | special_quota | 1 | budget |")),
    _form("service", "地方政府债券发行及还本付息情况表", "发行及还本付息", "scopes", _SERVICE),
    _form("plan", "地方政府债券分年度偿还计划表", "偿还计划", "years", _PLAN),
    _form("quota", "地方政府债务限额调整情况表", "限额(调整|安排|提前下达)|新增.*限额.*(安排|情况)", "scopes", _QUOTA),
)  # fmt: skip
FORM = {form.id: form for form in FORMS}
# Sums across lines of a form that its letters do not say: the limit of a year is that of the year before and the new quota.
FURTHER: dict[str, tuple[tuple[str, tuple[tuple[int, str], ...]], ...]] = {
    "quota": (("J", ((1, "A"), (1, "D"))), ("K", ((1, "B"), (1, "E"))), ("L", ((1, "C"), (1, "F")))),
}  # fmt: skip
# Lines of two forms that state the same figure of one unit: (form, line, column) with column None for any.
SAME: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (("service", "M"), ("plan", "B")), (("service", "O"), ("plan", "C")), (("limits", "E"), ("general", "5")),
    (("limits", "F"), ("special", "5")), (("limits", "B"), ("general", "2")), (("limits", "C"), ("special", "2")),
)  # fmt: skip
ONWARD = "_onward"  # the last column of the plan holds its year and all later ones
PLAN_YEARS = 5


def plan_columns(year: int) -> list[str]:
    """Return the columns of the repayment plan: the next years one by one, the last with all that follow."""
    return [str(at) for at in range(year + 1, year + PLAN_YEARS)] + [f"{year + PLAN_YEARS}{ONWARD}"]
