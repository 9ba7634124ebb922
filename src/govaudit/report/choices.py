"""What can be asked of this room: formats and documents; commands list them without importing what makes them."""

from __future__ import annotations

FORMATS = ("text", "json", "csv", "xlsx", "html", "pdf", "docx")
# The documents by name, each a module of this room with its TITLE and the `sheets` it makes of a view and a subject. The only list of them.
DOCUMENTS = {
    "audit": "audit_report",
    "breach-record": "breach_record",
    "risk-warning": "risk_warning",
    "ppp-accountability": "ppp_report",
}
# Formats that hold pages of prose; the others hold the findings as such, whatever the document.
PAGED = frozenset({"html", "pdf", "docx"})
