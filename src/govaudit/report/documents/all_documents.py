"""The four documents as data; HTML, PDF and DOCX are made from what `build` returns, so that they cannot drift apart."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from govaudit.model import Fault, Text
from govaudit.report.choices import DOCUMENTS
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import Document, Page, Sheet
from govaudit.report.documents.document_view import DocumentView
from govaudit.report.names import RunNames

if TYPE_CHECKING:
    from govaudit.model import Run

# Slips, letters or projects of one file: beyond it nobody reads on, and a PDF takes minutes.
MOST_SHEETS = 100


def build(document: str, run: Run, lang: str, subject: str | None = None) -> Document:
    """Return a document, its drawings in one language, with the run manifest as its last sheet; a Fault names a document or a subject that is not there."""
    if document not in DOCUMENTS:
        raise Fault("unknown_document", Text(f"没有这种文书：{document}", f"no such document: {document}"),
                    Text(f"可用：{'、'.join(DOCUMENTS)}", f"use one of: {', '.join(DOCUMENTS)}"))  # fmt: skip
    view = DocumentView(run, RunNames(run, lang), lang)
    module = import_module(f"{__package__}.{DOCUMENTS[document]}")
    made = _capped(module.sheets(view, subject), view)
    return Document(module.TITLE, view.as_of, run.manifest.program, (*made, sections.manifest(view)))


def _capped(sheets: list[Sheet], view: DocumentView) -> list[Sheet]:
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
