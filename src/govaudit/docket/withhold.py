"""Leaving persons' names out of everything that is written for people, for whatever is made public."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

MASK = "×××"
# Columns in which people write sentences; ids, scopes and the names of bodies stay, or nothing would be found any more.
_SENTENCES = {
    "title", "locator", "note", "cause", "clause", "source", "start_reason", "end_reason", "revoked_by", "purpose", "repayment_source",
}  # fmt: skip
_SHORTEST = 2  # characters of a name; one alone is a word


def withhold_names(docket: Docket) -> None:
    """Mask the registered persons' names wherever a sentence of the docket holds one, such as the title of an appointment paper."""
    names = {name for name in docket["persons"]["name"] if name and len(name) >= _SHORTEST}
    lengths = sorted({len(name) for name in names}, reverse=True)
    papers = set(docket["evidence"]["id"])

    def masked(text: str) -> str:
        at = 0
        while at < len(text):
            found = next((size for size in lengths if text[at : at + size] in names), 0)
            if found:
                text = text[:at] + MASK + text[at + found :]
                at += len(MASK)
            else:
                at += 1
        return text

    for table in docket.tables.values() if names else ():
        for column in table.columns.keys() & _SENTENCES:
            table.columns[column] = [value and masked(value) for value in table[column]]
        if "evidence" in table.columns:
            table.columns["evidence"] = [
                value and [item if item in papers else masked(item) for item in value] for value in table["evidence"]
            ]
    docket["persons"].columns["name"] = [MASK] * len(docket["persons"])
