"""FollowTheMoney JSON lines: Person, PublicBody, Company, Position, Occupancy, Contract, ContractAward and Debt, one entity a line.

Ids are `<table>-<id>`, with a digest in place of an id that holds more than Latin letters and digits. Dates are years, months or days; amounts exact decimal text. An entity that is wrong in itself is refused before
it is written (`HandedOut.tenures`): the library takes an occupancy that ends before it starts.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from govaudit.model import iso, to_text
from govaudit.report.exports.export_view import COMPANIES, stated, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.report.exports.export_view import HandedOut, Row

_PLAIN = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?", re.ASCII)


def write_ftm(facts: HandedOut) -> str:
    """Return the entities as JSON lines, by schema and id."""
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in _entities(facts))


def _entities(facts: HandedOut) -> Iterator[Row]:
    yield from (_entity("Person", _key("persons", row["id"]), name=row["name"], deathDate=written(row["status_on"]) if row["status"] == "dead" else None,
                        idNumber=list((row["identifiers"] or {}).values())) for row in facts.persons())  # fmt: skip
    for row in facts.rows("orgs"):
        yield _entity(
            "Company" if row["kind"] in COMPANIES else "PublicBody", _key("orgs", row["id"]), name=row["name"], classification=row["kind"],
            parent=_ref("orgs", row["parent"]), registrationNumber=row["code"],
            incorporationDate=written(row["founded"]), dissolutionDate=written(row["dissolved"]),
        )  # fmt: skip
    for row in facts.rows("posts"):
        yield _entity(
            "Position", _key("posts", row["id"]), name=facts.officials.post_label(row["id"]), organization=_ref("orgs", row["org"]),
            numberOfSeats=row["seats"], inceptionDate=written(row["created"]), dissolutionDate=written(row["abolished"]),
        )  # fmt: skip
    for row in facts.tenures():
        yield _entity(
            "Occupancy", _key("tenures", row["id"]), holder=_key("persons", row["person"]), post=_ref("posts", row["post"]), recordId=row["id"],
            startDate=written(row["start"]), endDate=written(row["end"]), description=row["kind"],
        )  # fmt: skip
    for row in facts.rows("instruments"):
        yield from _contract(row)
    for row in facts.rows("debts"):
        yield _entity(
            "Debt", _key("debts", row["id"]), debtor=_ref("orgs", row["unit"]), amount=_money(row["principal"], row["currency"]), currency=row["currency"],
            startDate=iso(row["start"]), endDate=iso(row["end"]), description=row["kind"],
        )  # fmt: skip


def _contract(row: Row) -> Iterator[Row]:
    key = _key("instruments", row["id"])
    amount, currency = _money(row["amount"], row["currency"]), row["currency"] if row["amount"] is not None else None
    yield _entity(
        "Contract", key, title=row["title"], authority=_ref("orgs", row["authority"]), amount=amount, currency=currency,
        contractDate=iso(row["signed_on"]), type=row["kind"], classification=row["domain"],
    )  # fmt: skip
    if row["counterparty"] is not None:
        yield _entity("ContractAward", _key("awards", row["id"]), contract=key, supplier=_ref("orgs", row["counterparty"]),
                      amount=amount, currency=currency)  # fmt: skip


def _ref(table: str, key: str | None) -> str | None:
    return None if key is None else _key(table, key)


def _key(table: str, key: str) -> str:
    """Return an id the library takes: Latin letters, digits, - and . between them."""
    plain = _PLAIN.fullmatch(key)
    return f"{table}-{key if plain else hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _money(minor: int | None, currency: str | None) -> str | None:
    return None if minor is None else to_text(minor, currency or "CNY")


def _entity(schema: str, key: str, **values: Any) -> Row:
    """Return an entity; every property is a list of texts."""
    said = stated(values)
    lists = {name: value if isinstance(value, list) else [str(value)] for name, value in said.items()}
    return {"id": key, "schema": schema, "properties": lists}
