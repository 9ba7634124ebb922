"""Words of the report that several sections use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.words import LEVELS
from govaudit.model.text import Text
from govaudit.report.warn.content import NO_DATA, Num

if TYPE_CHECKING:
    from govaudit.fiscal.ratio import Ratio

RISKS: dict[str, Text] = {
    "low": Text("低风险", "low risk"), "moderate": Text("中等风险", "moderate risk"), "high": Text("高风险", "high risk"),
    "in_distress": Text("已发生欠付", "in arrears"), "unknown": Text("风险不明", "risk unknown"),
}  # fmt: skip
# What a level prints as where there is no colour.
LETTERS: dict[str, Text] = {
    "green": Text("绿", "G"), "blue": Text("蓝", "B"), "yellow": Text("黄", "Y"), "orange": Text("橙", "O"), "red": Text("红", "R"),
    "no_data": Text("无", "–"),
}  # fmt: skip
KINDS = {
    "general": Text("一般债务", "general debt"),
    "special": Text("专项债务", "special debt"),
    "total": Text("合计", "total"),
}
NOT_STATED = Text("未写明", "not stated")
NOTHING = Text("—", "—")


def band(ratio: Ratio) -> Text:
    """Return the level of a ratio: its colour, no data, or that no line is drawn for it."""
    if ratio.value is None:
        return NO_DATA
    if ratio.mark is None:
        return Text("不设线", "no line")
    said = LEVELS[ratio.mark.band]
    name = ratio.mark.name
    return Text(f"{said.zh}（{name.zh}）", f"{said.en} ({name.en})") if name else said


def value(ratio: Ratio) -> Num:
    """Return the value of a ratio as a cell."""
    return Num(ratio.value, ratio.measure.unit, ratio.mark.line if ratio.mark else None)


def ratio_number(ratio: Ratio) -> Num | Text:
    """Return the value with its level's letter, for a matrix."""
    if ratio.value is None:
        return NO_DATA
    number = value(ratio)
    if ratio.mark is None:
        return number
    letter = LETTERS[ratio.mark.band]
    return Text(f"{number.shown('zh')} {letter.zh}", f"{number.shown('en')} {letter.en}")
