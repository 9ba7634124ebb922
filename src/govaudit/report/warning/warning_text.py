"""The report for a terminal: the paragraphs and tables of the twelve sections; charts are named only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.renderers.terminal import WIDTH, clean, pad, wrap
from govaudit.report.warning.content import Num

if TYPE_CHECKING:
    from govaudit.report.warning.content import Cell, Issue, Section, WarningGrid

_WIDEST = 30  # cells of a column


def write(issue: Issue, lang: str) -> str:
    """Return the text."""
    day = show.day(issue.as_of)
    head = Text(f"{issue.name}财政风险预警报告（截至{day.zh}）", f"Fiscal risk warning: {issue.name} (as of {day.en})")
    lines = [clean(head.pick(lang))]
    for section in issue.sections:
        lines += ["", f"{section.number}. {section.title.pick(lang)}", *_section(section, lang)]
    for grid in issue.annex[:1]:
        lines += ["", *table(grid, lang)]
    return "\n".join(lines) + "\n"


def _section(section: Section, lang: str) -> list[str]:
    lines = [line for text in section.paragraphs for line in wrap(text.pick(lang), WIDTH)]
    for grid in section.grids:
        if not grid.annex:
            lines += ["", *table(grid, lang)]
    return lines + [line for text in section.notes for line in ("", *wrap(text.pick(lang), WIDTH))]


def table(grid: WarningGrid, lang: str) -> list[str]:
    """Return a table; cells that are too long go on below."""
    rows = [[column.label.pick(lang) for column in grid.columns], *([said(cell, lang) for cell in row] for row in grid.shown())]  # fmt: skip
    widths = [min(_WIDEST, max(cell_len(row[n]) for row in rows)) for n in range(len(grid.columns))]
    lines = [grid.caption.pick(lang)]
    for row in rows:
        parts = [wrap(clean(cell), width) for cell, width in zip(row, widths, strict=True)]
        for n in range(max(len(part) for part in parts)):
            cells = (pad(part[n] if n < len(part) else "", width) for part, width in zip(parts, widths, strict=True))
            lines.append(("  " + "  ".join(cells)).rstrip())
    if (shown := len(grid.shown())) < len(grid.rows):
        lines.append(Text(f"  仅列前{shown}条，共{len(grid.rows)}条", f"  the first {shown} of {len(grid.rows)}").pick(lang))  # fmt: skip
    return lines


def said(cell: Cell, lang: str) -> str:
    """Return what a document prints for a cell."""
    if isinstance(cell, Num):
        return cell.shown(lang)
    return cell.pick(lang) if isinstance(cell, Text) else cell
