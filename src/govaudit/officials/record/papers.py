"""What a fact of the record rests on: the evidence it lists, and whether any of it is a document that the docket has a row of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.model import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import Docket


class Papers:
    """The evidence of a docket as known on a day (the part of `Officials` that knows of documents)."""

    docket: Docket
    known_at: int

    def evidence(self, table: str, row: int) -> tuple[str, ...]:
        """Return the evidence of a fact: evidence ids, else where its source says it comes from."""
        facts = self.docket[table]
        listed, clauses = facts.columns.get("evidence"), facts.columns.get("clause")
        if listed is not None and listed[row]:
            return tuple(key for key in listed[row] if key not in self.withdrawn)
        said = (clauses[row] if clauses is not None else None) or facts["source"][row]
        return (as_text(said).zh,) if said else ()

    def shown_by(self, *facts: tuple[str, int | None]) -> tuple[str, ...]:
        """Return the documents that show one of several facts (table and row), where there are none what the first of them rests on."""
        found = [self.evidence(table, row) for table, row in facts if row is not None]
        documents = tuple(dict.fromkeys(key for keys in found for key in keys if self.documented((key,))))
        return documents or next((keys for keys in found if keys), ())

    def documented(self, evidence: Iterable[str]) -> bool:
        """Whether any of the evidence is a document on record: a row of the table, not withdrawn; a clause or a source is none."""
        return any(key in self._documents for key in evidence)

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(self.docket["evidence"]["id"]) - self.withdrawn

    @cached_property
    def withdrawn(self) -> set[str]:
        """Ids of evidence that was withdrawn, as known then: no hop rests on it any more."""
        table = self.docket["evidence"]
        return {
            key for key, day in zip(table["id"], table["withdrawn_on"], strict=True) if day is not None and day <= self.known_at
        }  # fmt: skip

    def evidence_title(self, key: str) -> str:
        """Return the title of a piece of evidence with its place in it; what is no id of one stays as written."""
        table = self.docket["evidence"]
        row = table.index.get(key)
        if row is None:
            return key
        return " ".join(part for part in (table["title"][row], table["locator"][row]) if part)
