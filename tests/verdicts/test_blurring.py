"""Dockets where everything was kept, with one cell emptied or made unreadable at a time: no breach that does not name what is missing.

A reader of a finding must be able to see on which doubtful fact it hangs; else the verdict is unknown (issue 11, property).
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import Audit, complete, contract, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from verdicts.ledger import Ledger, Row, Tables

CITY: list[Row] = [{"id": "A", "name": "某市", "level": "city", "kind": "government"}]
BOND: Row = {
    "id": "B1",
    "unit": "A",
    "kind": "general",
    "principal": 1000000,
    "start": "2024-06-15",
    "end": "2028-06-15",
    "rate": "0.03",
    "freq": 1,
}
PAID = [{"id": f"q{n}", "obligation": f"B1/{n}", "instrument": "B1", "type": "pay", "occurred_on": day, "amount": 30000}
        for n, day in enumerate(("2025-06-16", "2026-06-15"), 1)]  # fmt: skip
PEOPLE: Tables = {
    "posts": [{"id": "PA", "org": "A", "title": "局长", "rank": "head"}],
    "persons": [{"id": "x", "name": "张三"}],
    "tenures": [{"id": "t1", "post": "PA", "person": "x", "start": "2020-01-01"}],
}
ON = "instrument=C1"
KEPT: dict[str, Tables] = {
    # answered on the moved last day, 2026-04-20
    "a request with time for a third party": facts(
        "2026-03-02 request_received", "2026-03-10 suspend cause=third_party_opinion", "2026-03-30 resume cause=third_party_opinion",
        "2026-04-20 request_answered", domain="disclosure", tables={**complete(), **PEOPLE}),
    # 30 days from 2025-06-12: Monday 07-14; two working days from 06-03: 06-05; seven: 06-12
    "a purchase from a small enterprise": contract(
        "2025-05-20 award_notice", "2025-06-03 signed", "2025-06-05 contract_published", "2025-06-12 filed",
        "2025-06-12 delivered amount=1000000", f"2025-07-14 pay {ON} amount=1000000", signed_on="2025-06-03",
        attributes={"sme": True, "method": "open_tender", "category": "goods", "late_interest_rate": "0.05%/day"},
        tables={**complete(), **PEOPLE}),
    "a second candidate": facts(
        "2026-01-16 award_notice", "2026-02-20 winner_refused", "2026-03-02 award_notice", "2026-03-31 signed",
        "2026-04-02 contract_published", "2026-04-10 filed", attributes={"method": "open_tender"}, tables={**complete(), **PEOPLE}),
    "a promise to an investor": facts(
        f"2025-03-31 pay obligation=O {ON} amount=1000000", f"2025-04-30 perform obligation=D {ON}", domain="investment", kind="agreement",
        signed_on="2024-03-15", amount=32000000, attributes={"written": True, "within_authority": True}, tables={**complete(), **PEOPLE},
        duties=[duty("O", due_on="2025-03-31", amount=1000000), duty("D", due_on="2025-04-30", action="deliver")]),
    "a bond": {"orgs": CITY, "debts": [BOND], "events": PAID, **complete("2024-01-01")},
}  # fmt: skip
AS_OF = "2026-06-30"


def blurred(tables: Tables) -> Iterator[tuple[str, Tables]]:
    """Yield each docket with one cell of a fact emptied (of an event also made unreadable), one attribute or one row of office dropped."""
    for table, rows in tables.items():
        for place, row in enumerate(rows):
            for column, value in row.items():
                if column == "id" or value in ("", None) or table == "orgs":
                    continue
                if column == "attributes":
                    for name in value:
                        yield name, _with(tables, table, place, column, {k: v for k, v in value.items() if k != name})
                    continue
                for blur in ("", "??") if table == "events" else ("",):
                    yield str(row.get("id")), _with(tables, table, place, column, blur)
            if table in {"sources", "posts", "tenures"}:
                yield str(row["id"]), {**tables, table: [one for one in rows if one is not row]}


def _with(tables: Tables, table: str, place: int, column: str, value: Any) -> Tables:
    made = copy.deepcopy(tables)
    made[table][place][column] = value
    return {name: rows for name, rows in made.items() if rows}


@pytest.mark.parametrize("tables", KEPT.values(), ids=KEPT)
def test_all_was_kept(book: Callable[..., Ledger], tables: Tables):
    audit = book(tables).audit(AS_OF)
    assert audit.breaches == []
    assert {row["breach_days"] for row in audit.run["statuses"]} <= {0}


@pytest.mark.parametrize("tables", KEPT.values(), ids=KEPT)
def test_no_blurred_cell_accuses_without_being_named(book: Callable[..., Ledger], tables: Tables):
    accused = []
    for fact, rows in blurred(tables):
        ledger = book({name: one for name, one in rows.items() if one})
        audit: Audit = ledger.audit(AS_OF, "--lenient", fine=(0, 1, 2))
        accused += [(fact, one["rule"], one["obligation"]) for one in audit.of(kind="breach") if not _names(one, fact)]
    assert accused == []


def _names(finding: Row, fact: str) -> bool:
    told = said([finding["message"], finding["facts"], finding["evidence"], finding["dates"], finding.get("notes")])
    return bool(re.search(rf"(?<![\w]){re.escape(fact)}(?![\w])", told))
