"""The door of the report: an issue in, one of six formats out; each is imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.report.warn.content import Issue


def render(form: str, issue: Issue, lang: str) -> str | bytes:
    """Return the report as text, json or html (text), xlsx, pdf or docx (bytes)."""
    if form == "json":
        from govaudit.report.warn.json_out import write as write_json

        return write_json(issue, lang)
    if form == "text":
        from govaudit.report.warn.text_out import write as write_text

        return write_text(issue, lang)
    if form == "xlsx":
        from govaudit.report.warn.xlsx_out import write as write_xlsx

        return write_xlsx(issue, lang)
    from govaudit.report.render import write_document
    from govaudit.report.warn.document import build

    return write_document(form, build(issue, lang), lang)
