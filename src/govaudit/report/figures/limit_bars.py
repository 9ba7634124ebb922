"""(f) Use of the debt limits with the headroom, by unit and class."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.model import Text
from govaudit.report.figures.chart_style import axis, base, fill, label, percent, scale_of, shorts
from govaudit.report.warning.content import KINDS, LETTERS, NO_DATA, Chart

if TYPE_CHECKING:
    from govaudit.report.warning.scene import Scene

_CAPTION = Text("限额使用率和余量", "Use of the debt limits, and headroom")
_FEW, _MOST = 8, 40  # up to so many units both classes are drawn, beyond it their total; never more than a page
_HUNDRED, _CLIPPED = 100, Fraction(2)  # a use of more than twice the limit is drawn as twice, its label says it


def limit_use(scene: Scene) -> Chart:
    """Return the chart."""
    units = [scene.unit, *scene.below][:_MOST]
    kinds = ("general", "special") if len(units) <= _FEW else ("total",)
    pairs = [(unit, kind) for unit in units for kind in kinds]
    if all(scene.ratio(f"{kind}_limit_use", unit).value is None for unit, kind in pairs):
        return Chart(_CAPTION, None, Text("无数据：没有限额或者余额", "no data: no limits or balances"))
    names = dict(zip(units, shorts([scene.name(unit) for unit in units]), strict=True))
    used = [_used(scene, unit, kind) for unit, kind in pairs]
    free = [_free(scene, unit, kind) for unit, kind in pairs]
    highest = max([one["value"] for one in used if one["value"] != "-"] + [_HUNDRED])  # never above _CLIPPED
    common: dict[str, Any] = {"type": "bar", "stack": "limit", "barMaxWidth": 16}
    option = base(
        xAxis=axis("value", min=0, max=-(-int(highest * 15 / 10) // 20) * 20, interval=20, axisLabel={"color": "#000000", "formatter": "{value}%"}),
        yAxis=axis("category", inverse=True, data=[_name(names[unit], kind) for unit, kind in pairs], axisLabel={"color": "#000000", "interval": 0, "fontSize": 10}),
        grid={"left": 8, "right": 24, "top": 8, "bottom": 40, "containLabel": True},
        series=[
            {**common, "name": Text("已用", "used"), "itemStyle": fill(1), "data": used,
             "markLine": {"silent": True, "symbol": "none", "lineStyle": {"color": "#000000", "type": "solid", "width": 1.5}, "data": [{"xAxis": _HUNDRED, "label": {"show": False}}]}},
            {**common, "name": Text("余量", "headroom"), "itemStyle": {"color": "#ffffff", "borderColor": "#000000", "borderWidth": 0.6}, "data": free},
        ],
    )  # fmt: skip
    return Chart(_CAPTION, option, height=70 + 23 * len(pairs))


def _name(name: Text, kind: str) -> Text:
    return Text(f"{name.zh}·{KINDS[kind].zh[:2]}", f"{name.en}: {KINDS[kind].en.split()[0]}")


def _used(scene: Scene, unit: str, kind: str) -> dict[str, Any]:
    value = scene.ratio(f"{kind}_limit_use", unit).value
    return {"value": "-" if value is None else min(max(value, Fraction(0)), _CLIPPED) * _HUNDRED, "itemStyle": fill(3 if value is not None and value > 1 else 1)}  # fmt: skip


def _free(scene: Scene, unit: str, kind: str) -> dict[str, Any]:
    """Return the headroom, with what is said at the end of the bar: use, level, headroom or excess."""
    use, room = scene.ratio(f"{kind}_limit_use", unit), scene.ratio(f"{kind}_limit_headroom", unit).value
    if use.value is None or room is None:
        return {"value": 0, "label": label(formatter=NO_DATA, position="right")}
    letter = LETTERS[use.mark.band] if use.mark else Text("", "")
    scale = scale_of([room * 100])
    left = scale.said(abs(room) * 100)
    said = Text(
        f"{percent(use.value)} {letter.zh}，{'超' if room < 0 else '余'}{left.zh}{scale.unit.zh}",
        f"{percent(use.value)} {letter.en}, {left.en} {scale.unit.en} {'over' if room < 0 else 'left'}",
    )
    return {
        "value": min(max(Fraction(0), 1 - use.value), Fraction(1)) * _HUNDRED,
        "label": label(formatter=said, position="right"),
    }
