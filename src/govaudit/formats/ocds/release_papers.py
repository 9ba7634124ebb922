"""Documents as evidence: title, address, day of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.formats.ocds.json_values import date, day_text

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.formats.ocds.process import Process


def documents(process: Process, owner: Entity, prefix: str, *types: str) -> list[str]:
    """Add the documents of an object as evidence; return the ids of those of the given types (all, when none is given).

    A milestone of the standard may only name a document of its stage by id: such a reference has no title and is returned as is.
    """
    wanted = []
    for document in owner.children("documents"):
        key = f"{prefix}/documents/{document.key}"
        kind = document.text("documentType")
        title = document.text("title") or document.text("description") or kind
        if title is None and not document.has("url"):
            continue
        issued = date(document, "datePublished")
        process.add("evidence", {
            "id": key, "title": title or document.key, "locator": document.text("url"), "issued_on": day_text(issued.day if issued else None),
        }, document.place)  # fmt: skip
        if not types or kind in types:
            wanted.append(key)
    return wanted


def published(owner: Entity, *types: str) -> tuple[int, Release] | None:
    """Return the first day on which a document of the given types was published, and the release that states it."""
    found = [
        (issued.day, document.first)
        for document in owner.children("documents")
        if document.text("documentType") in types and (issued := date(document, "datePublished"))
    ]
    return min(found, key=lambda item: item[0]) if found else None
