"""The door of this room: a run in, a report in one of seven formats out; each format is imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Fault, Text
from govaudit.report.choices import FORMATS, PAGED
from govaudit.report.names import RunNames

if TYPE_CHECKING:
    from govaudit.model import Run
    from govaudit.report.documents.blocks import Document


def render_run(
    format: str,  # noqa: A002 - the word people type after --format
    run: Run,
    lang: str,
    document: str = "audit",
    subject: str | None = None,
    *,
    color: bool = False,
    width: int = 100,
) -> bytes | str:
    """Return the report: text for text, json, csv and html, bytes for the rest.

    `subject` narrows a document to one obligation or finding (breach-record), body (risk-warning) or project
    (ppp-accountability). A Fault names a subject that is not there, or an option that cannot act on this format.
    """
    if format not in FORMATS:
        raise Fault("unknown_format", Text(f"没有这种格式：{format}", f"no such format: {format}"),
                    Text(f"可用：{'、'.join(FORMATS)}", f"use one of: {', '.join(FORMATS)}"))  # fmt: skip
    if format in PAGED:
        from govaudit.report.documents.all_documents import build

        return write_document(format, build(document, run, lang, subject), lang)
    if document != "audit" or subject is not None:
        paged = ", ".join(sorted(PAGED))
        raise Fault("option_without_effect", Text(f"{format} 格式没有单独的文书", f"there is no document of its own as {format}"),
                    Text(f"文书请用：{paged}", f"use one of: {paged}"))  # fmt: skip
    if format == "json":
        from govaudit.report.renderers.run_json import write_run_json as write_json

        return write_json(run)
    if format == "csv":
        from govaudit.report.renderers.csv_out import write as write_csv

        return write_csv(run, RunNames(run, lang), lang)
    if format == "xlsx":
        from govaudit.report.renderers.findings_book import write as write_xlsx

        return write_xlsx(run, RunNames(run, lang), lang)
    from govaudit.report.renderers.audit_text import write as write_text

    return write_text(run, RunNames(run, lang), lang, color=color, width=width)


def write_document(kind: str, pages: Document, lang: str) -> bytes | str:
    """Return a document as html, pdf or docx."""
    if kind == "docx":
        from govaudit.report.renderers.docx_out import write as write_docx

        return write_docx(pages, lang)
    if kind == "pdf":
        from govaudit.report.renderers.pdf import write as write_pdf

        return write_pdf(pages, lang)
    from govaudit.report.renderers.html import write as write_html

    return write_html(pages, lang)
