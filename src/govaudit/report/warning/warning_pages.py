"""The report as a document on the page of GB/T 9704: the twelve sections, then an annex; drawings in one language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.cells import cell_len

from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import TITLE_BREAK, Document, Page, Sheet, TableBlock
from govaudit.report.figures.chart_style import WIDTH, spoken
from govaudit.report.figures.echarts import draw
from govaudit.report.warning.content import NO_DATA
from govaudit.report.warning.warning_text import said

if TYPE_CHECKING:
    from govaudit.report.documents.blocks import Block
    from govaudit.report.warning.content import Chart, Issue, Section, WarningGrid

_FORMULAS = Text("指标公式、数据和出处，适用规则，输入文件；逐笔数据和重算记录见同期工作簿（xlsx）", "formulas, figures and sources, rules, inputs; every payment and the recalculation log are in the workbook (xlsx)")  # fmt: skip
_WIDE = 5  # columns beyond which a table is set small
_CROWDED = 15_500
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
    writer = _Writer(lang, crowded=_letters(issue, lang) > _CROWDED)
    report = Sheet("document", title, line, writer.report(issue), mast=sections.MAST_DOCUMENT,
                   number=Text(f"×××〔{day.en[:4]}〕×号", f"No. ___ ({day.en[:4]})"), attachments=(_FORMULAS,), signature=_SIGNED)  # fmt: skip
    annex = Sheet("annex", Text("指标、规则和数据来源", "Figures, rules and sources"), line, writer.annex(issue))
    return Document(title, issue.as_of, issue.manifest.program, (report, annex))


def _letters(issue: Issue, lang: str) -> int:
    """Return how much the tables of the document hold, in cells of a terminal: more than some pages of it crowd the rest."""
    grids = [*(grid for section in issue.sections for grid in section.grids), *issue.annex]
    return sum(cell_len(said(cell, lang)) for grid in grids if not grid.annex for row in grid.shown() for cell in row)


class _Writer:
    """Collects blocks in one language; of a `crowded` document lists are shorter, so that it stays within twenty pages."""

    def __init__(self, lang: str, *, crowded: bool) -> None:
        self.lang, self.crowded = lang, crowded

    def report(self, issue: Issue) -> tuple[Block, ...]:
        """Return the twelve sections."""
        page = Page()
        for section in issue.sections:
            self._section(page, section)
        return tuple(page.blocks)

    def annex(self, issue: Issue) -> tuple[Block, ...]:
        """Return the tables of the annex, all set small."""
        page = Page()
        for grid in issue.annex:
            if not grid.annex:
                self._grid(page, grid, dense=True)
        return tuple(page.blocks)

    def _section(self, page: Page, section: Section) -> None:
        page.heading(section.title.zh, section.title.en)
        for text in section.paragraphs:
            page.para(text)
        # A table can run over a page, a drawing cannot: the first table goes before the drawings, so that no page is left half empty.
        shown = [grid for grid in section.grids if not grid.annex]
        for grid in shown[:1]:
            self._grid(page, grid)
        for chart in section.charts:
            self._chart(page, chart)
        for grid in shown[1:]:
            self._grid(page, grid)
        for text in section.notes:
            page.note(text)

    def _chart(self, page: Page, chart: Chart) -> None:
        caption = Text(f"图{chart.id}　{chart.caption.zh}", f"Chart {chart.id}. {chart.caption.en}")
        if chart.option is None:
            lacks = chart.lacks or NO_DATA
            page.note(Text(f"{caption.zh}：{lacks.zh}。", f"{caption.en}: {lacks.en}."))
            return
        option = spoken(chart.option, self.lang)
        page.figure(caption, draw(option, WIDTH, chart.height), json.dumps(option, ensure_ascii=False), chart.height)

    def _grid(self, page: Page, grid: WarningGrid, *, dense: bool = False) -> None:
        rows = [tuple(said(cell, self.lang) for cell in row) for row in grid.shown(crowded=self.crowded)]
        if rows:
            head, widths = (
                tuple(column.label for column in grid.columns),
                tuple(column.width for column in grid.columns),
            )
            small = dense or (len(widths) > _WIDE and not grid.roomy)
            page.blocks.append(TableBlock(grid.caption, head, tuple(rows), widths, len(grid.rows), small))
