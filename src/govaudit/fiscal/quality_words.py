"""What is said of figures in doubt; the ids never change meaning."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.law.fiscal_items import FISCAL_ITEMS
from govaudit.model.money import half_up, spoken_money, to_text
from govaudit.model.problem import Place
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.fiscal.figures import Figure


class Doubt(NamedTuple):
    """A check that figures failed: `items` are those it is about, `amounts` decimal yuan."""

    check: str
    unit: str
    year: int
    items: tuple[str, ...]
    what: Text
    place: Place
    amounts: dict[str, str]

    @property
    def grave(self) -> bool:
        """Whether ratios of the items are not to be relied on; else it is only said beside them."""
        return self.check not in _BESIDE


_BESIDE = {"DQ-04", "DQ-07", "DQ-08", "DQ-09", "DQ-10", "DQ-11"}


class Check(NamedTuple):
    """A data-quality check: its name, the sentence of a finding, what to do."""

    title: Text
    message: Text
    next_step: Text


CHECKS: dict[str, Check] = {
    "DQ-01": Check(Text("疑似数量级错误", "unit slip"),
                   Text("{item}{value}，是{when}年或其他口径（{other}）的{times}倍，疑似万元、亿元等单位有误", "{item}: {value} is {times} times that of {when} or of another basis ({other}): its unit is in doubt"),
                   Text("核对原表单位（元、万元、亿元）后更正", "check the unit of the source table and correct it")),
    "DQ-02": Check(Text("疑似本级与全市口径混用", "scope slip"),
                   Text("{item}{value}，与{when}年（{other}）相差{times}倍，疑似本级、全市口径混用或录入有误", "{item}: {value} differs {times} times from {when} ({other}): own level and whole city may be mixed up"),
                   Text("核对该年数据是本级还是全市口径，统一后重填", "check whose accounts the figure is from and use one scope")),
    "DQ-03": Check(Text("下级合计与上级不符", "units below do not sum to the unit"),
                   Text("{item}{value}，下级单位合计{other}，相差{gap}", "{item}: {value}, the units below sum to {other}, a difference of {gap}"),
                   Text("逐个核对本级和下级单位数据", "check the own level and each unit below")),
    "DQ-04": Check(Text("余额超过限额", "balance above the limit"),
                   Text("{item}{value}，超过限额（{other}）{gap}；可能是限额为预下达数或口径不同", "{item}: {value} is {gap} above the limit ({other}); the limit may be preliminary or the scopes differ"),
                   Text("核对限额文件和余额口径，要求书面说明", "check the notified limit and the scope of the balance; ask for an explanation")),
    "DQ-05": Check(Text("期初加发行减还本不等于期末", "stock and flow do not meet"),
                   Text("{item}{value}，按期初、发行、还本推算相差{gap}", "{item}: {value}, {gap} away from opening + issued − repaid"),
                   Text("核对还本、发行口径；外债汇兑变动请单列", "check what is booked as issued and repaid; list changes by exchange rates apart")),
    "DQ-06": Check(Text("还本含置换隐性债务", "repayment holds a swap of hidden debt"),
                   Text("{item}推算差额{gap}，与置换隐性债务（{value}）相当：还本数中含有置换", "{item}: the difference of {gap} is about the swap of hidden debt ({value}): repayment holds the swap"),
                   Text("按平台口径填写还本，或单列“还本中置换隐性债务部分”", "give repayment without the swap, or the swapped part as an item of its own")),
    "DQ-07": Check(Text("限额为预下达数", "preliminary limit"),
                   Text("{item}{value}为预算或预下达数，尚无调整、决算数", "{item}: {value} is a budget or preliminary figure"),
                   Text("取得正式下达的限额文件", "obtain the limit as finally notified")),
    "DQ-08": Check(Text("预算与执行口径混用", "bases do not match"),
                   Text("{item}的分子、分母没有同一口径的数据，未计算", "{item}: numerator and denominator are not given on one basis; not computed"),
                   Text("补齐同一口径（预算、执行或决算）的数据", "add the missing figure on the same basis")),
    "DQ-09": Check(Text("发行与新增限额年度不一致", "issue does not fit the quota of the year"),
                   Text("{item}{value}，为当年新增限额（{other}）的{share}，疑似跨年使用限额", "{item}: {value} is {share} of the year's quota ({other}): quota and issue years may differ"),
                   Text("核对限额下达年度与发行年度", "check the years of quota and issue")),
    "DQ-10": Check(Text("空白未注明是否为零", "blank or nil"),
                   Text("有{other}而没有{item}，不知是零还是缺失", "{other} is given and {item} is not: nil or missing"),
                   Text("为零的填0，缺失的补齐", "write 0 where it is nil, else add it")),
    "DQ-11": Check(Text("缺少年度", "missing year"),
                   Text("没有任何数据，而{first}年和{last}年有", "no figure, though {first} and {last} have some"),
                   Text("补齐该年数据", "add the figures of the year")),
    "DQ-12": Check(Text("余额、限额或收支为负", "negative figure"),
                   Text("{item}为负数{value}", "{item} is negative: {value}"),
                   Text("核对正负号和口径", "check the sign and the scope")),
    "DQ-13": Check(Text("限额为零", "limit of zero"),
                   Text("{item}为零而余额为{value}", "{item} is zero, the balance {value}"),
                   Text("核对限额是否漏填", "check whether the limit was left out")),
    "DQ-14": Check(Text("同一数据填了两次", "figure stated twice"),
                   Text("{item}填了{other}和{value}，采用后者", "{item} is given as {other} and as {value}; the latter is used"),
                   Text("删除错误的一行", "remove the wrong row")),
    "DQ-15": Check(Text("分项之和与总数不符", "parts do not sum to the whole"),
                   Text("{item}{value}，分项合计{other}，相差{gap}", "{item}: {value}, the parts sum to {other}, a difference of {gap}"),
                   Text("核对公布的表格，注明差额原因", "check the published table and state the reason of the difference")),
}  # fmt: skip
_MONEY = ("value", "other", "gap")


def named(item: str) -> Text:
    """Return the name of an item; one that is not in the vocabulary stays as written."""
    return FISCAL_ITEMS.get(item, Text(item, item))


Said = Text | Fraction | int | str


def doubt(check: str, unit: str, year: int, items: tuple[str, ...], at: Figure | Place, **said: Said) -> Doubt:
    """Write a doubt: amounts (value, other, gap) in fen, `times` and `share` as fractions."""
    amounts: dict[str, int] = {}
    blanks: dict[str, object] = {**said}
    for name, value in said.items():
        if isinstance(value, Fraction | int) and name in _MONEY:
            amounts[name] = half_up(*value.as_integer_ratio())
            blanks[name] = spoken_money(amounts[name])
        elif isinstance(value, Fraction):
            blanks[name] = f"{_tenths(value * 100)}%" if name == "share" else _tenths(value)
    place = at if isinstance(at, Place) else at.place
    return Doubt(
        check,
        unit,
        year,
        items,
        CHECKS[check].message.format(**blanks),
        place,
        {name: to_text(value) for name, value in amounts.items()},
    )


def _tenths(value: Fraction) -> str:
    tenths = half_up(value.numerator * 10, value.denominator)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
