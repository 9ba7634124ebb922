"""责任追溯: one trace as a page, with every step, its dates, certainty and evidence, and both drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, iso
from govaudit.officials import CERTAINTY_MEANING
from govaudit.officials.trace import gap_findings, indicator_findings
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import Document, Page, Sheet
from govaudit.report.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.officials.trace import Trace
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView

TITLE = Text("责任追溯", "Trace of responsibility")


def trace_document(trace: Trace, view: DocumentView, drawn: Mapping[str, str]) -> Document:
    """Return the page of one trace with its drawings, and the run manifest."""
    page, names = Page(), view.names
    page.heading("义务", "The obligation")
    due = show.day(trace.due_on)
    page.pairs([
        (Text("义务", "obligation"), names.title("obligations", trace.obligation)),
        (Text("义务编号", "obligation id"), trace.obligation),
        (Text("文书", "instrument"), names.title("instruments", trace.instrument)),
        (Text("义务主体", "bearer"), names.party(names.cell("obligations", trace.obligation, "bearer"))),
        (Text("到期日", "due on"), due if trace.due_on is not None else Text("未核定", "not set")),
        (Text("逾期天数", "breach days"), str(trace.breach_days)),
        (Text("逾期期间", "breach days from and to"), show.join([show.span(iso(start), iso(end - 1)) for start, end in trace.spans])),
    ])  # fmt: skip
    page.heading("岗位任职线索", "Who held the post: leads")
    sections.holders(page, trace.responsible, trace.breach_days, names)
    page.heading("追溯步骤", "Steps of the trace")
    rows: list[list[Words]] = [[str(number), *sections.step(hop, view)] for number, hop in enumerate(trace.hops, 1)]
    page.table(None, (sections.NUMBER, *sections.STEPS), rows, (6, 36, 19, 14, 11, 14))
    page.para(CERTAINTY_MEANING)
    _missing(page, trace)
    _figures(page, drawn)
    sheet = Sheet("slip", TITLE, view.as_of_line, tuple(page.blocks), attachments=(sections.MANIFEST_ANNEX,))
    return Document(TITLE, view.as_of, view.run.manifest.program, (sheet, sections.manifest(view)))


def _missing(page: Page, trace: Trace) -> None:
    groups = (
        (Text("责任缺口", "Accountability gaps"), gap_findings([trace])),
        (Text("新官不理旧账线索", "Inherited and left lying"), indicator_findings(trace)),
    )
    for title, found in groups:
        if found:
            page.heading(title.zh, title.en)
            rows: list[list[Words]] = [[one.rule, one.message, one.next_step] for one in found]
            page.table(None, (label("rule"), label("message"), label("next_step")), rows, (12, 50, 38))


def _figures(page: Page, drawn: Mapping[str, str]) -> None:
    page.heading("责任图", "Drawings")
    for kind, svg in drawn.items():
        what = Text("任期图", "Tenures") if kind == "lanes" else Text("责任链图", "Chain of responsibility")
        page.figure(what, svg)
