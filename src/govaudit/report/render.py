"""The door of this room: a run in, a report in one of seven formats out; each format is imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model.fault import Fault
from govaudit.model.text import Text
from govaudit.report.names import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status
    from govaudit.model.finding import Run
    from govaudit.report.blocks import Document

FORMATS = ("text", "json", "csv", "xlsx", "html", "pdf", "docx")
DOCUMENTS = ("audit", "breach-record", "risk-warning", "ppp-accountability")
# Formats that hold pages of prose; the others hold the findings as such, whatever the document.
PAGED = frozenset({"html", "pdf", "docx"})


def render(
    format: str,  # noqa: A002 - the word people type after --format
    run: Run,
    statuses: list[Status],
    docket: Docket,
    lang: str,
    document: str = "audit",
    subject: str | None = None,
    figures: Mapping[str, str] | None = None,
    *,
    color: bool = False,
    width: int = 100,
) -> bytes | str:
    """Return the report: text for text, json, csv and html, bytes for the rest.

    `subject` narrows a document to one obligation or finding (breach-record), body (risk-warning) or project
    (ppp-accountability); `figures` are SVG drawings by `<id>#lanes` or `<id>#graph`. A Fault names a subject that is not
    there, or an option that cannot act on this format.
    """
    names = Names(docket, lang)
    if format not in PAGED and (document != "audit" or subject is not None or figures):
        paged = ", ".join(sorted(PAGED))
        raise Fault("option_without_effect", Text(f"{format} 格式没有单独的文书", f"there is no document of its own as {format}"),
                    Text(f"文书请用：{paged}", f"use one of: {paged}"))  # fmt: skip
    if format == "text":
        from govaudit.report.text import write as write_text

        return write_text(run, names, lang, color=color, width=width)
    if format == "json":
        from govaudit.report.json_out import write as write_json

        return write_json(run)
    if format == "csv":
        from govaudit.report.csv_out import write as write_csv

        return write_csv(run, names, lang)
    if format == "xlsx":
        from govaudit.report.xlsx_out import write as write_xlsx

        return write_xlsx(run, statuses, names, lang)
    if format not in PAGED:
        raise Fault("unknown_format", Text(f"没有这种格式：{format}", f"no such format: {format}"),
                    Text(f"可用：{'、'.join(FORMATS)}", f"use one of: {', '.join(FORMATS)}"))  # fmt: skip
    return _paged(format, run, statuses, names, lang, document, subject, figures or {})


def _paged(
    kind: str, run: Run, statuses: list[Status], names: Names, lang: str,
    document: str, subject: str | None, figures: Mapping[str, str],
) -> bytes | str:  # fmt: skip
    from govaudit.report.documents import build

    return write_document(kind, build(document, run, statuses, names, subject, figures), lang)


def write_document(kind: str, pages: Document, lang: str) -> bytes | str:
    """Return a document as html, pdf or docx."""
    if kind == "docx":
        from govaudit.report.docx_out import write as write_docx

        return write_docx(pages, lang)
    if kind == "pdf":
        from govaudit.report.pdf import write as write_pdf

        return write_pdf(pages, lang)
    from govaudit.report.html import write as write_html

    return write_html(pages, lang)
