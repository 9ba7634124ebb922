"""Words of the report that several sections use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.report.warning.content import NO_DATA, Num
from govaudit.rules import LEVELS
from govaudit.words import words

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio

RISKS = words("warnings", "risks")
LETTERS = words("warnings", "letters")
KINDS = words("warnings", "debts")
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
