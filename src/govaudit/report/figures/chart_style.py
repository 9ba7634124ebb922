"""What all charts share: how an option becomes plain JSON, fonts, and fills that tell apart without colour."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.model import Text, half_up
from govaudit.report.renderers.fonts import HEITI

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 640  # pixels, of the text block
_FONT = ", ".join((*HEITI.official, *HEITI.free, HEITI.generic))
LEVEL_COLOURS = {
    "green": "#a9d3a5", "blue": "#9fc3e6", "yellow": "#f4e08a", "orange": "#efa868", "red": "#d9695f", "no_data": "#ffffff", "no_line": "#f3f3f3",
}  # fmt: skip
# Fills from dark to light, each with its own hatch: told apart on a black and white copy.
_FILLS = ("#5b7c99", "#a8c0d4", "#d9b38c", "#efe0c8", "#8ba888", "#d4e0cf", "#9a8aa8", "#ddd5e4")
_STRIPES: tuple[dict[str, Any] | None, ...] = (
    None,
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": math.pi / 4},
    {"symbol": "circle", "dashArrayX": [[7, 7], [0, 7, 7, 0]], "dashArrayY": [7, 0], "symbolSize": 0.7},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -math.pi / 4},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": math.pi / 2},
    {"symbol": "rect", "dashArrayX": [[5, 5], [0, 5, 5, 0]], "dashArrayY": [5, 0], "symbolSize": 1},
    {"symbol": "triangle", "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [8, 0], "symbolSize": 0.7},
)
_HATCH = "rgba(0, 0, 0, 0.45)"


class ChartPoint(NamedTuple):
    """An amount inside an option: where it is drawn in the unit of either language."""

    zh: Fraction
    en: Fraction


class Scale(NamedTuple):
    """The unit of a chart's amounts, in fen by language."""

    unit: Text
    zh: int
    en: int

    def at(self, fen: int | Fraction) -> ChartPoint:
        """Return an amount to be drawn."""
        return ChartPoint(Fraction(fen) / self.zh, Fraction(fen) / self.en)

    def said(self, fen: int | Fraction, places: int = 2) -> Text:
        """Write an amount as a label."""
        point = self.at(fen)
        return Text(_decimal(point.zh, places), _decimal(point.en, max(0, places - 2)))


_LARGE = Scale(Text("亿元", "CNY mn"), 10_000_000_000, 100_000_000)
_SMALL = Scale(Text("万元", "CNY 1,000"), 1_000_000, 100_000)


def scale_of(amounts: Iterable[int | Fraction]) -> Scale:
    """Return the unit some amounts are drawn in: 亿元, or 万元 where none reaches 0.1亿元."""
    highest = max((abs(Fraction(one)) for one in amounts), default=Fraction(0))
    return _SMALL if 0 < highest * 10 < _LARGE.zh else _LARGE


def spoken(option: Any, lang: str) -> Any:
    """Return an option as plain JSON: each Text in its language, each exact number as a coordinate for drawing (never computed with)."""
    if isinstance(option, Text):
        return option.pick(lang)
    if isinstance(option, ChartPoint):
        return round(float(option.zh if lang == "zh" else option.en), 6)
    if isinstance(option, Fraction):
        return round(float(option), 6)
    if isinstance(option, dict):
        return {key: spoken(one, lang) for key, one in option.items()}
    if isinstance(option, (list, tuple)):
        return [spoken(one, lang) for one in option]
    return option


def percent(value: Fraction, places: int = 2) -> str:
    """Write a share as a label."""
    return _decimal(value * 100, places) + "%"


def _decimal(value: Fraction, places: int) -> str:
    whole = half_up(value.numerator * 10**places, value.denominator)
    text = f"{abs(whole):0{places + 1}d}"
    cut = len(text) - places
    return f"{'-' if whole < 0 else ''}{int(text[:cut]):,}" + (f".{text[cut:]}" if places else "")


def base(**parts: Any) -> dict[str, Any]:
    """Return what every option begins with."""
    return {
        "animation": False,
        "backgroundColor": "#ffffff",
        "textStyle": {"fontFamily": _FONT, "fontSize": 12, "color": "#000000"},
        "grid": {"left": 8, "right": 16, "top": 30, "bottom": 52, "containLabel": True},
        "legend": {"bottom": 0, "itemWidth": 26, "itemHeight": 14, "textStyle": {"fontSize": 12, "color": "#000000"}},
        "tooltip": {"confine": True},
    } | parts


def axis(kind: str, **parts: Any) -> dict[str, Any]:
    """Return an axis in black; `kind` is category or value."""
    lines = {"lineStyle": {"color": "#000000"}}
    split = {"splitLine": {"lineStyle": {"color": "#d0d0d0"}}} if kind == "value" else {"splitLine": {"show": False}}
    return {"type": kind, "axisLine": {"show": True, **lines}, "axisTick": lines, "axisLabel": {"color": "#000000", "fontSize": 12}, "nameTextStyle": {"color": "#000000"}} | split | parts  # fmt: skip


def fill(number: int) -> dict[str, Any]:
    """Return the fill of the nth series: a tone and a hatch of its own."""
    hatch = _STRIPES[number % len(_STRIPES)]
    style: dict[str, Any] = {"color": _FILLS[number % len(_FILLS)], "borderColor": "#000000", "borderWidth": 0.6}
    return style if hatch is None else {**style, "decal": {"color": _HATCH, **hatch}}


def label(**parts: Any) -> dict[str, Any]:
    """Return a label without the halo that a PDF would paint over its text."""
    return {"show": True, "fontSize": 11, "color": "#000000", "textBorderWidth": 0} | parts


_LONGEST = 14  # characters of a name on an axis


def short(name: str, longest: int = _LONGEST) -> Text:
    """Return a name for an axis: without 人民政府, a long one without its middle."""
    plain = name.removesuffix("人民政府") or name
    tail = (longest - 1) // 2
    text = plain if len(plain) <= longest else f"{plain[: longest - 1 - tail]}…{plain[-tail:]}"
    return Text(text, text)


def shorts(names: Sequence[str]) -> list[Text]:
    """Return names for an axis; those that would read alike run over two lines."""
    found = [short(name) for name in names]
    alike = {text for text, count in Counter(found).items() if count > 1}
    return [_in_two(name) if text in alike else text for name, text in zip(names, found, strict=True)]


def _in_two(name: str) -> Text:
    text = short(name, 2 * _LONGEST).zh
    return Text(*2 * (f"{text[:_LONGEST]}\n{text[_LONGEST:]}",))


def legend_lines(names: Sequence[Text]) -> int:
    """Return how many lines a legend of these names takes, in the language that needs more."""
    lines = 0
    for lang in ("zh", "en"):
        used, count = 0, 1
        for name in names:
            wide = _MARK + sum(_EM if ord(letter) > _LATIN else _EN for letter in name.pick(lang))
            used, count = (wide, count + 1) if used and used + wide > WIDTH else (used + wide, count)
        lines = max(lines, count)
    return lines


_EM, _EN, _MARK, _LATIN = 12, 7, 46, 0x2FF  # pixels of a Chinese letter, of a Latin one, of what stands before a name


def folded(text: Text, zh: int, en: int) -> Text:
    """Break a long label into lines of so many characters."""
    chinese = "\n".join(text.zh[at : at + zh] for at in range(0, len(text.zh), zh))
    lines: list[str] = []
    for word in text.en.split():
        if lines and len(lines[-1]) + 1 + len(word) <= en:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return Text(chinese, "\n".join(lines))
