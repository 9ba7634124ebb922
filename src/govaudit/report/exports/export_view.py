"""The record of officials as it is handed to other programs: what was known, persons under their names or under numbers.

Files that leave the house name nobody unless asked to: a person is then `person-1`, `person-2`, … and a tenure `tenure-1`, …, in the
order of ids, which may hold names. Tenures at odds with themselves are refused with a problem, since the formats and their libraries check less than we do.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govaudit.model import Problem, Text
from govaudit.officials.record import Officials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket import View
    from govaudit.model import PartialDate

Row = dict[str, Any]
COMPANIES = {"company", "enterprise", "企业", "公司"}


class HandedOut:
    """Rows of a docket as known on a day; `problems` grows while tenures are read."""

    def __init__(self, view: View, *, names: bool) -> None:
        self.docket, self.names = view.docket, names
        self.officials = Officials(view)
        self.problems: list[Problem] = []

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows known then, by id."""
        rows, ids = self.docket[table], self.docket[table]["id"]
        return (rows.row(row) for row in sorted(self.officials.visible(table), key=lambda row: str(ids[row])))

    @cached_property
    def _aliases(self) -> dict[str, str]:
        own = sorted({self.officials.person(key) for key in self.docket["persons"]["id"]})
        return {key: key if self.names else f"person-{number}" for number, key in enumerate(own, 1)}

    def person(self, key: str) -> str:
        """Return the id under which a person is handed out; merged identities are one."""
        return self._aliases[self.officials.person(key)]

    def persons(self) -> Iterator[Row]:
        """Yield the persons, each identity once; without names, name and identifiers are left out."""
        for row in self.rows("persons"):
            if self.officials.person(row["id"]) == row["id"]:
                alias = self.person(row["id"])
                hidden = {} if self.names else {"name": alias, "identifiers": None, "source": None}
                yield {**row, **hidden, "id": alias}

    def tenures(self) -> Iterator[Row]:
        """Yield the tenures that hold together; the others become problems."""
        ids = self.docket["tenures"]["id"]
        for nth, number in enumerate(sorted(self.officials.visible("tenures"), key=lambda row: str(ids[row])), 1):
            row = self.docket["tenures"].row(number)
            wrong = self._wrong(row)
            if wrong is None:
                key = row["id"] if self.names else f"tenure-{nth}"
                yield {**row, "id": key, "person": self.person(row["person"]), "kind": row["kind"] or "substantive"}
            else:
                place, column = self.docket["tenures"].places[number], wrong[0]
                self.problems.append(Problem(
                    "not_handed_out", place.at(column), wrong[1], Text("改正后再导出，该行未导出", "correct it and export again: the row was left out"), str(row["id"])
                ))  # fmt: skip

    def _wrong(self, row: Row) -> tuple[str, Text] | None:
        """Return the column and what is wrong with a tenure, None when nothing is."""
        start, end = row["start"], row["end"]
        if start is not None and end is not None and end.hi < start.lo:
            return "end", Text("离任早于任职", "it ends before it starts")
        if row["post"] not in self.officials.posts:
            return "post", Text("没有这个岗位", "there is no such post")
        if row["person"] not in self.officials.persons:
            return "person", Text("没有这个人员", "there is no such person")
        first, until = self.officials.post_life(row["post"])
        if (start is not None and start.lo >= until) or (end is not None and end.hi < first):
            return "start", Text(
                "任期全部在岗位或机构存续期之外", "the tenure lies wholly outside the life of its post or body"
            )
        return None


def written(date: PartialDate | None) -> str | None:
    """Return a date as the source knows it: year, month or day."""
    return None if date is None else date.as_written


def stated(row: Row) -> Row:
    """Leave out what is not stated."""
    return {key: value for key, value in row.items() if value not in (None, "", [])}


# --- Popolo JSON: persons, organisations, posts and memberships, as `formats/popolo.py` reads them


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
