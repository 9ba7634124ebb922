"""A document as PDF: the same HTML through WeasyPrint, on the page of GB/T 9704."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from govaudit.report.renderers import html

if TYPE_CHECKING:
    from govaudit.report.documents.blocks import Document

# A report and its annex are numbered through; the letters or slips of a set each begin with page 1.
_ONE_RUN = 2


def write(document: Document, lang: str) -> bytes:
    """Return the PDF; the same document gives the same bytes."""
    fonts = FontConfiguration()
    texts = [html.write(part, lang, live=False) for part in _parts(document)]
    # Drawings come inside the page; whatever the data holds, no report reads a file or asks the network.
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    rendered = [HTML(string=text, url_fetcher=fetcher).render(font_config=fonts) for text in texts]
    pages = [page for one in rendered for page in one.pages]
    identifier = hashlib.sha256("".join(texts).encode()).digest()[:16]
    made: bytes = rendered[0].copy(pages).write_pdf(pdf_identifier=identifier)
    return made


def _parts(document: Document) -> list[Document]:
    if len(document.sheets) <= _ONE_RUN:
        return [document]
    return [dataclasses.replace(document, sheets=(sheet,)) for sheet in document.sheets]
