"""Ratios as rows: CSV and JSON with the columns of the docket contract, and a text in which each value shows its figures.

Shares are percentages with four decimals, rounded half up; money is yuan to the fen; line and distance are in the unit of the value.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from govaudit.model import SCHEMA_VERSION, Text, half_up, to_human, to_text
from govaudit.report.labels import word
from govaudit.report.renderers.csv_out import csv_table
from govaudit.report.renderers.terminal import clean, hanging, pad
from govaudit.rules import LEVELS
from govaudit.words import FISCAL_ITEMS, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.finance import Component, FigureDoubt
    from govaudit.finance.ratios import Ratio, Unit

COLUMNS = (
    "unit", "year", "basis", "measure", "value", "unit_of_value", "band", "line", "distance", "formula", "components", "sources", "status",
)  # fmt: skip
UNITS: dict[Unit, Text] = {
    "share": Text("%", "%"), "yuan": Text("元", " yuan"), "year": Text("年", " years"), "times": Text("倍", " times"), "day": Text("天", " days"), "count": Text("", ""),
}  # fmt: skip
_PLACES: dict[Unit, int] = {"share": 4, "yuan": 2, "year": 4, "times": 4, "day": 0, "count": 0}
STATUSES = words("figures", "statuses")


def number(value: Fraction | None, unit: Unit) -> str | None:
    """Write a value in its unit, rounded half up: 0.0896786 as 8.9679, yuan with two decimals, years with four."""
    if value is None:
        return None
    places = _PLACES[unit]
    scaled = value * (100 if unit == "share" else 1) * 10**places
    whole = half_up(scaled.numerator, scaled.denominator)
    text = f"{abs(whole):0{places + 1}d}"
    sign = "-" if whole < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else f"{sign}{text}"


def row(ratio: Ratio) -> dict[str, Any]:
    """Return one ratio with the columns of the contract; sentences as Text, figures and places as lists."""
    unit, mark = ratio.measure.unit, ratio.mark
    return {
        "unit": ratio.unit, "year": ratio.year, "basis": ratio.basis, "measure": ratio.measure.name, "value": number(ratio.value, unit),
        "unit_of_value": UNITS[unit].zh, "band": mark.band if mark else None, "line": number(mark.line, unit) if mark else None,
        "distance": number(mark.distance, unit) if mark else None, "formula": ratio.measure.formula, "components": list(ratio.components),
        "sources": list(ratio.sources), "status": ratio.status,
    }  # fmt: skip


def write_ratios(form: str, ratios: Sequence[Ratio], doubts: Sequence[FigureDoubt], year: int, lang: str) -> str:
    """Write the ratios as text, csv or json; text and json also tell what is in doubt about the figures of the year."""
    now = [one for one in doubts if one.year == year]
    if form == "csv":
        return csv_table(COLUMNS, (_plain(row(ratio), lang) for ratio in ratios))
    return _json(ratios, now, year) if form == "json" else _text(ratios, now, year, lang)


def _plain(values: dict[str, Any], lang: str) -> list[object]:
    parts = "; ".join(f"{one.item}@{one.year} {one.basis} {to_text(one.figure.value)}" for one in values["components"])
    return list(
        (
            values
            | {"formula": values["formula"].pick(lang), "components": parts, "sources": "; ".join(values["sources"])}
        ).values()
    )


def _json(ratios: Sequence[Ratio], doubts: Sequence[FigureDoubt], year: int) -> str:
    rows = []
    for ratio in ratios:
        values = row(ratio)
        rows.append(values | {
            "formula": _both(values["formula"]), "components": [_component(one) for one in values["components"]],
            "label": _both(ratio.measure.label), "scope": _both(ratio.scope or Text("", "")), "rule": ratio.mark.rule if ratio.mark else None,
            "notes": [_both(note) for note in ratio.notes],
        })  # fmt: skip
    problems = [
        {"check": one.check, "unit": one.unit, "year": one.year, "items": list(one.items), "what": _both(one.what), "amounts": one.amounts, "place": str(one.place)}
        for one in doubts
    ]  # fmt: skip
    document = {"schema_version": SCHEMA_VERSION, "year": year, "ratios": rows, "data_problems": problems}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _component(one: Component) -> dict[str, Any]:
    return {"item": one.item, "year": one.year, "basis": one.basis, "value": to_text(one.figure.value), "unit_of_value": "元",
            "times": str(one.times), "under": one.under, "source": one.figure.source, "place": str(one.figure.place)}  # fmt: skip


def _text(ratios: Sequence[Ratio], doubts: Sequence[FigureDoubt], year: int, lang: str) -> str:
    """Write a paragraph a unit: each value with its band and line, below it formula, figures and where they stand."""
    lines = [Text(f"{year}年财政指标", f"fiscal ratios of {year}").pick(lang)]
    for unit in dict.fromkeys(ratio.unit for ratio in ratios):
        mine = [ratio for ratio in ratios if ratio.unit == unit]
        lines += ["", clean(mine[0].scope.pick(lang) if mine[0].scope else unit)]
        width = max(cell_len(ratio.measure.label.pick(lang)) for ratio in mine)
        known = [ratio for ratio in mine if ratio.status != "no_data"]
        for ratio in known:
            lines += [f"  {pad(ratio.measure.label.pick(lang), width)}  {_said(ratio, lang)}", *_behind(ratio, lang)]
        missing = [ratio for ratio in mine if ratio.status == "no_data"]
        lines += [f"  {STATUSES['no_data'].pick(lang)}"] if missing else []
        lines += [
            line
            for ratio in missing
            for line in hanging(f"{ratio.measure.label.pick(lang)}  ", ratio.notes[0].pick(lang), 4, 100)
        ]
    lines += ["", Text("数据问题", "problems of the data").pick(lang)] if doubts else []
    lines += [line for one in doubts for line in hanging(f"{one.check}  ", f"{one.unit} {one.what.pick(lang)}", 2, 100)]
    return "\n".join(lines) + "\n"


def spoken(value: Fraction | None, unit: Unit, lang: str) -> str:
    """Write a value with its unit for people."""
    text = number(value, unit)
    if text is None or value is None:
        return STATUSES["no_data"].pick(lang)
    if unit == "yuan":
        scaled = value * 100
        text = to_human(half_up(scaled.numerator, scaled.denominator))
    return f"{text}{UNITS[unit].pick(lang)}"


def _said(ratio: Ratio, lang: str) -> str:
    unit, mark = ratio.measure.unit, ratio.mark
    parts = [spoken(ratio.value, unit, lang)]
    if mark:
        parts.append(LEVELS[mark.band].pick(lang))
    if mark and mark.line is not None and mark.distance is not None:
        line, distance = spoken(mark.line, unit, lang), spoken(abs(mark.distance), unit, lang)
        beyond = mark.distance < 0
        parts.append(
            Text(
                f"线{line}，{'超出' if beyond else '距'}{distance}",
                f"line {line}, {distance} {'beyond' if beyond else 'to go'}",
            ).pick(lang)
        )
    if ratio.status != "ok":
        parts.append(STATUSES[ratio.status].pick(lang))
    return "  ".join(parts)


def _behind(ratio: Ratio, lang: str) -> list[str]:
    figures = "；".join if lang == "zh" else "; ".join
    parts = figures(_figure(one, lang) for one in ratio.components)
    label = Text("口径", "basis").pick(lang)
    lines = hanging(
        "",
        f"{ratio.measure.formula.pick(lang)}；{label} {word(ratio.basis).pick(lang)}"
        if lang == "zh"
        else f"{ratio.measure.formula.pick(lang)}; {label} {word(ratio.basis).pick(lang)}",
        6,
        100,
    )
    lines += hanging("", parts, 6, 100)
    lines += hanging(
        "", Text(f"出处：{'；'.join(ratio.sources)}", f"sources: {'; '.join(ratio.sources)}").pick(lang), 6, 100
    )
    return lines + [line for note in ratio.notes for line in hanging("! ", note.pick(lang), 6, 100)]


def _figure(one: Component, lang: str) -> str:
    label = FISCAL_ITEMS.get(one.item, Text(one.item, one.item)).pick(lang)
    money = to_human(one.figure.value)
    return f"{one.year}年{label}{money}元" if lang == "zh" else f"{label} of {one.year} {money}"
