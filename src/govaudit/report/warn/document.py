"""The report as a document on the page of GB/T 9704: the twelve sections, then an annex; drawings in one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govaudit.model.text import Text
from govaudit.report import sections, show
from govaudit.report.blocks import TITLE_BREAK, Document, Page, Sheet, Table
from govaudit.report.charts.echarts import draw
from govaudit.report.charts.style import WIDTH, spoken
from govaudit.report.warn.text_out import said

if TYPE_CHECKING:
    from govaudit.report.blocks import Words
    from govaudit.report.warn.content import Chart, Grid, Issue, Section

_FORMULAS = Text("指标公式、数据和出处，适用规则，输入文件；逐笔数据和重算记录见同期工作簿（xlsx）", "formulas, figures and sources, rules, inputs; every payment and the recalculation log are in the workbook (xlsx)")  # fmt: skip
_WIDE = 5  # columns beyond which a table is set small
_SIGNED = (
    Text("编制人（签字）：　　　　　　　　", "prepared by (signature): ________________"),
    Text("复核人（签字）：　　　　　　　　", "checked by (signature): ________________"),
    sections.BLANK_DATE,
)


def build(issue: Issue, lang: str) -> Document:
    """Return the document, its drawings in `lang`."""
    day = show.day(issue.as_of)
    line = Text(f"截至{day.zh}，{issue.year}年数据", f"as of {day.en}, figures of {issue.year}")
    title = Text(f"{issue.name}{TITLE_BREAK}财政风险预警报告", f"Fiscal risk warning: {issue.name}")
    page = Page()
    for section in issue.sections:
        _section(page, section, lang)
    report = Sheet("document", title, line, tuple(page.blocks), mast=sections.MAST_DOCUMENT,
                   number=Text(f"×××〔{day.en[:4]}〕×号", f"No. ___ ({day.en[:4]})"), attachments=(_FORMULAS,), signature=_SIGNED)  # fmt: skip
    return Document(title, issue.as_of, issue.manifest.program, (report, _annex(issue, line, lang)))


def _section(page: Page, section: Section, lang: str) -> None:
    page.heading(section.title.zh, section.title.en)
    for text in section.paragraphs:
        page.para(text)
    # A table can run over a page, a drawing cannot: the first table goes before the drawings, so that no page is left half empty.
    shown = [grid for grid in section.grids if not grid.annex]
    for grid in shown[:1]:
        _grid(page, grid, lang)
    for chart in section.charts:
        _chart(page, chart, lang)
    for grid in shown[1:]:
        _grid(page, grid, lang)
    for text in section.notes:
        page.note(text)


def _chart(page: Page, chart: Chart, lang: str) -> None:
    caption = Text(f"图{chart.id}　{chart.caption.zh}", f"Chart {chart.id}. {chart.caption.en}")
    if chart.option is None:
        lacks = chart.lacks or Text("无数据", "no data")
        page.note(Text(f"{caption.zh}：{lacks.zh}。", f"{caption.en}: {lacks.en}."))
        return
    option = spoken(chart.option, lang)
    page.figure(caption, draw(option, WIDTH, chart.height), json.dumps(option, ensure_ascii=False), chart.height)


def _grid(page: Page, grid: Grid, lang: str, *, dense: bool = False) -> None:
    rows: list[tuple[Words, ...]] = [tuple(said(cell, lang) for cell in row) for row in grid.rows]
    if rows:
        head, widths = tuple(column.label for column in grid.columns), tuple(column.width for column in grid.columns)
        page.blocks.append(
            Table(
                grid.caption,
                head,
                tuple(rows[: grid.most]),
                widths,
                len(rows),
                dense or (len(widths) > _WIDE and not grid.roomy),
            )
        )
    if grid.note is not None:
        page.note(grid.note)


def _annex(issue: Issue, line: Text, lang: str) -> Sheet:
    page = Page()
    for grid in issue.annex:
        if not grid.annex:
            _grid(page, grid, lang, dense=True)
    return Sheet("annex", Text("指标、规则和数据来源", "Figures, rules and sources"), line, tuple(page.blocks))
