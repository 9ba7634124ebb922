"""The report as JSON: both languages, numbers in full beside what the documents print. An option of a chart is in one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govaudit.model import SCHEMA_VERSION, Text, as_json, iso
from govaudit.report.tables.ratios_table import UNITS, number
from govaudit.report.warning.content import Num

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell, Chart, Issue, Item, Section, WarningGrid


def write(issue: Issue, lang: str) -> str:
    """Return the document."""
    found = {
        "schema_version": SCHEMA_VERSION, "document": "warn", "unit": issue.unit, "name": issue.name, "year": issue.year, "as_of": iso(issue.as_of),
        "level": issue.level, "risk": issue.risk, "baseline": issue.baseline, "under_stress": issue.under_stress,
        "set_by": [_band(ratio) for ratio in issue.set_by], "items": [_item(item) for item in issue.items], "ratios": [_band(ratio) for ratio in issue.ratios],
        "sections": [_section(section, lang) for section in issue.sections], "annex": [_grid(grid) for grid in issue.annex],
        "manifest": as_json(issue.manifest),
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _band(ratio: Ratio) -> dict[str, Any]:
    mark, unit = ratio.mark, ratio.measure.unit
    return {
        "measure": ratio.measure.name, "label": _both(ratio.measure.label), "year": ratio.year, "basis": ratio.basis, "value": number(ratio.value, unit),
        "unit_of_value": UNITS[unit].zh, "band": mark.band if mark else None, "line": number(mark.line, unit) if mark else None,
        "distance": number(mark.distance, unit) if mark else None, "rule": mark.rule if mark else None, "status": ratio.status,
        "formula": _both(ratio.measure.formula), "notes": [_both(note) for note in ratio.notes],
    }  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    one = item.finding
    return {
        "fingerprint": one.fingerprint, "rule": one.rule, "kind": one.kind, "unit": item.unit, "level": item.level, "title": _both(one.title), "message": _both(one.message),
        "next_step": _both(one.next_step), "who": _both(item.who), "by": iso(item.by), "facts": one.facts, "amounts": one.amounts, "place": one.place,
    }  # fmt: skip


def _section(section: Section, lang: str) -> dict[str, Any]:
    return {
        "number": section.number, "title": _both(section.title), "paragraphs": [_both(text) for text in section.paragraphs],
        "tables": [_grid(grid) for grid in section.grids], "charts": [_chart(chart, lang) for chart in section.charts], "notes": [_both(text) for text in section.notes],
    }  # fmt: skip


def _chart(chart: Chart, lang: str) -> dict[str, Any]:
    from govaudit.report.figures.chart_style import spoken

    lacks = None if chart.lacks is None else _both(chart.lacks)
    option = None if chart.option is None else spoken(chart.option, lang)
    return {"id": chart.id, "caption": _both(chart.caption), "option": option, "lacks": lacks}


def _grid(grid: WarningGrid) -> dict[str, Any]:
    return {
        "id": grid.id, "caption": _both(grid.caption), "columns": [{"key": column.key, "label": _both(column.label)} for column in grid.columns],
        "rows": [{column.key: _cell(cell) for column, cell in zip(grid.columns, row, strict=True)} for row in grid.rows],
    }  # fmt: skip


def _cell(cell: Cell) -> Any:
    """Return data as text, a sentence in both languages, a number with its unit and what the documents print for it."""
    if isinstance(cell, Num):
        return {
            "value": number(cell.value, cell.unit),
            "unit": UNITS[cell.unit].zh,
            "shown": {"zh": cell.shown("zh"), "en": cell.shown("en")},
        }
    return _both(cell) if isinstance(cell, Text) else cell
