"""The report as data: sections of paragraphs, tables of typed cells and charts. Every format is written from it, so no two can differ."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.model import Text
from govaudit.report.documents.blocks import Words
from govaudit.rules import LEVELS
from govaudit.words import words

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio, Unit
    from govaudit.model import Finding, Manifest

NO_DATA = Text("无数据", "no data")
_WAN = {"zh": 10_000, "en": 1_000_000}  # yuan of a 万元 and of a CNY million, the units money is printed in


@dataclass(frozen=True, slots=True)
class Num:
    """An exact number in its unit: a fraction of 1 for a share, yuan for money; None is unknown and said so.

    `line` is what it is held against: printed with more decimals where fewer would seem to stand on it.
    """

    value: Fraction | None
    unit: Unit = "yuan"
    line: Fraction | None = None

    def shown(self, lang: str, *, unit: bool = False) -> str:
        """Write the number for people: shares with %, money in 万元 or CNY million; `unit` adds the unit of money, years, days."""
        if self.value is None:
            return NO_DATA.pick(lang)
        size = (
            Fraction(100) if self.unit == "share" else Fraction(1, _WAN[lang]) if self.unit == "yuan" else Fraction(1)
        )
        places = 0 if self.unit in {"day", "count"} else 2
        text = _rounded(self.value * size, places)
        if self.line is not None and self.value != self.line and text == _rounded(self.line * size, places):
            text = _rounded(self.value * size, places + 2)
        return text + ("%" if self.unit == "share" else _UNITS[self.unit].pick(lang) if unit else "")


_UNITS: dict[Unit, Text] = {
    "share": Text("%", "%"), "yuan": Text("万元", " CNY mn"), "year": Text("年", " years"), "times": Text("倍", " times"),
    "day": Text("天", " days"), "count": Text("个", ""),
}  # fmt: skip


def fen(value: int | None) -> Num:
    """Return an amount in fen as a number in yuan."""
    return Num(None if value is None else Fraction(value, 100))


def _rounded(value: Fraction, places: int) -> str:
    """Write a number half up with thousands separators."""
    from govaudit.model import half_up

    whole = half_up(value.numerator * 10**places, value.denominator)
    text = f"{abs(whole):0{places + 1}d}"
    cut = len(text) - places
    return f"{'-' if whole < 0 else ''}{int(text[:cut]):,}" + (f".{text[cut:]}" if places else "")


Cell = Words | Num


_FEWEST = 3  # rows of a list, however crowded the document


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a table: its key in the JSON, its heading, its width relative to the others."""

    key: str
    label: Text
    width: int = 10


@dataclass(frozen=True, slots=True)
class WarningGrid:
    """A table. `most` caps the rows of a list in documents, JSON and workbook have all; without it every row is shown.

    `annex`: workbook and JSON only; `roomy`: never set small.
    """

    id: str
    caption: Text
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    most: int | None = None
    annex: bool = False
    roomy: bool = False

    def shown(self, *, crowded: bool = False) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows a document shows, of a crowded one a third of them."""
        if self.most is None:
            return self.rows
        return self.rows[: max(_FEWEST, self.most // 3) if crowded else self.most]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: `option` is an ECharts option whose leaves may be Text; None where `lacks` says what is missing."""

    caption: Text
    option: dict[str, Any] | None
    lacks: Text | None = None
    height: int = 300
    id: str = ""  # its letter


@dataclass(frozen=True, slots=True)
class Section:
    """One of the twelve sections; its number is that of its place among them."""

    title: Text
    paragraphs: tuple[Text, ...] = ()
    grids: tuple[WarningGrid, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[Text, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A matter that asks somebody to act: what a rule found, its level, who acts by when."""

    finding: Finding
    level: str
    unit: str
    who: Text
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of the report."""

    unit: str
    name: str
    year: int
    as_of: int
    level: str
    risk: str
    baseline: str
    under_stress: str
    set_by: tuple[Ratio, ...]
    items: tuple[Item, ...]
    ratios: tuple[Ratio, ...]
    sections: tuple[Section, ...]
    annex: tuple[WarningGrid, ...]
    manifest: Manifest


# --- Words of the report that several sections use

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
