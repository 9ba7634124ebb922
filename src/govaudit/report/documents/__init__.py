"""The papers as data: audit report, breach record, risk warning, PPP accountability, handover, trace. Each is a `Document` of sheets and blocks, which every renderer writes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.documents.document_view import DocumentView
    from govaudit.report.documents.handover_sheet import handover_document
    from govaudit.report.documents.trace_page import trace_document

open_door(__name__)
