"""The four documents as data; HTML, PDF and DOCX are made from what `build` returns, so that they cannot drift apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model.fault import Fault
from govaudit.model.text import Text
from govaudit.report import audit_report, breach_record, ppp_report, risk_warning, sections
from govaudit.report.blocks import Document, Page, Sheet
from govaudit.report.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.engine.status import Status
    from govaudit.model.finding import Run
    from govaudit.report.names import Names

# Slips, letters or projects of one file: beyond it nobody reads on, and a PDF takes minutes.
MOST_SHEETS = 100

TITLES = {
    "audit": audit_report.TITLE,
    "breach-record": breach_record.TITLE,
    "risk-warning": Text("风险提示函", "Risk warning"),
    "ppp-accountability": Text("PPP责任回溯报告", "PPP accountability report"),
}


def build(
    document: str, run: Run, statuses: list[Status], names: Names, subject: str | None, figures: Mapping[str, str]
) -> Document:
    """Return a document with the run manifest as its last sheet; a Fault names a subject that is not there."""
    view = View(run, statuses, names, figures)
    if document not in TITLES:
        raise Fault("unknown_document", Text(f"没有这种文书：{document}", f"no such document: {document}"),
                    Text(f"可用：{'、'.join(TITLES)}", f"use one of: {', '.join(TITLES)}"))  # fmt: skip
    if document == "audit" and subject is not None:
        raise Fault("option_without_effect", Text("审计报告针对全部案卷，不能限定对象", "the audit report covers the whole docket"),
                    Text("去掉对象，或者选用其他文书", "leave the subject out or choose another document"))  # fmt: skip
    sheets = _sheets(document, view, subject)
    return Document(
        TITLES[document], view.as_of, run.manifest.program, (*_capped(sheets, view), sections.manifest(view))
    )


def _sheets(document: str, view: View, subject: str | None) -> list[Sheet]:
    if document == "breach-record":
        return breach_record.sheets(view, subject)
    if document == "risk-warning":
        return risk_warning.sheets(view, subject)
    if document == "ppp-accountability":
        return ppp_report.sheets(view, subject)
    return audit_report.sheets(view)


def _capped(sheets: list[Sheet], view: View) -> list[Sheet]:
    if len(sheets) <= MOST_SHEETS:
        return sheets
    page = Page()
    page.para(
        Text(
            f"仅列前{MOST_SHEETS}份，共{len(sheets)}份，其余请逐一指定对象生成。",
            f"Only the first {MOST_SHEETS} of {len(sheets)}; make the others one by one, by subject.",
        )
    )
    return [
        Sheet("slip", Text("未列出的部分", "Not included"), view.as_of_line, tuple(page.blocks)),
        *sheets[:MOST_SHEETS],
    ]
