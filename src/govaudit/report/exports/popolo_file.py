"""Popolo JSON: persons, organisations, posts and memberships, as `intake/popolo.py` reads them.

An `end_date` is the last day in office. What is no substantive holding has its kind (acting, presiding, …) as the membership's `role`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govaudit.report.exports.export_view import stated, written

if TYPE_CHECKING:
    from govaudit.report.exports.export_view import HandedOut, Row


def write_popolo(facts: HandedOut) -> str:
    """Return one JSON object of arrays."""
    document = {
        "persons": [_person(row) for row in facts.persons()],
        "organizations": [_org(row) for row in facts.rows("orgs")],
        "posts": [_post(row) for row in facts.rows("posts")],
        "memberships": [_membership(row, facts.officials.org_of(row["post"])) for row in facts.tenures()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _person(row: Row) -> Row:
    listed = [{"scheme": scheme, "identifier": value} for scheme, value in (row["identifiers"] or {}).items()]
    died = written(row["status_on"]) if row["status"] == "dead" else None
    return stated({"id": row["id"], "name": row["name"], "death_date": died, "identifiers": listed})


def _org(row: Row) -> Row:
    code = [{"scheme": "cn-uscc", "identifier": row["code"]}] if row["code"] else []
    return stated({
        "id": row["id"], "name": row["name"], "classification": row["kind"], "parent_id": row["parent"],
        "founding_date": written(row["founded"]), "dissolution_date": written(row["dissolved"]), "identifiers": code,
    })  # fmt: skip


def _post(row: Row) -> Row:
    return stated({
        "id": row["id"], "label": row["title"], "organization_id": row["org"],
        "start_date": written(row["created"]), "end_date": written(row["abolished"]),
    })  # fmt: skip


def _membership(row: Row, org: str) -> Row:
    kind = row["kind"] if row["kind"] != "substantive" else None
    return stated({
        "id": row["id"], "person_id": row["person"], "organization_id": org, "post_id": row["post"], "role": kind,
        "start_date": written(row["start"]), "end_date": written(row["end"]),
    })  # fmt: skip
