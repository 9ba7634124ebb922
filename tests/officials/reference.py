"""A slow walk written from accountability.md §2.2 and §2.3 alone, to which `test_reference.py` holds the program's trace.

One breach day after the other, one reading of the dates after the other, rows as dictionaries, no index.

Where the specification leaves a choice, the choice is said here in words: an assignment ends when the duty leaves the body of its
post; on a day on which one assignment ends and another begins it is the later one's; before the first tenure on record nothing is known
unless a source or the post's own beginning says since when the record is whole.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket.table import Docket
    from govaudit.model.days import PartialDate
    from govaudit.settle.status import Status

Row = dict[str, Any]
Who = tuple[str | None, str, str | None]  # post, holder, person
BEFORE, AFTER = -(10**6), 10**6
RANK = {"substantive": 0, "concurrent": 0, "acting": 1, "presiding": 2, "secondment": 3}
GONE = {"retired", "dead"}


class Walked(NamedTuple):
    """Days charged, exactly; and, by role, the days of those who stand beside."""

    charged: dict[Who, Fraction]
    beside: dict[tuple[str, Who], int]


def walk(facts: Docket, status: Status, known_at: int = AFTER) -> Walked:
    return _Reference(facts, status.obligation, known_at).walk(status)


class _Reference:
    def __init__(self, facts: Docket, obligation: str, known_at: int) -> None:
        self.rows = {
            name: [row for row in table.rows() if _known(row, known_at)] for name, table in facts.tables.items()
        }
        self.duty = self.one("obligations", obligation) or {}
        self.paper = self.one("instruments", self.duty.get("instrument")) or {}

    def one(self, table: str, key: str | None) -> Row | None:
        return next((row for row in self.rows[table] if row["id"] == key), None)

    def walk(self, status: Status) -> Walked:
        charged: dict[Who, Fraction] = Counter()  # type: ignore[assignment]
        beside: Counter[tuple[str, Who]] = Counter()
        for span in status.spans:
            for day in range(span.start, span.end):
                posts = self.posts(day)
                for post in posts:
                    holders = list(self.holders(post, day))
                    for who in holders:
                        charged[who] += Fraction(1, len(posts) * len(holders))
                if not posts:
                    charged[None, "post_missing", None] += 1
                for role, post in self.others(posts, day):
                    beside.update((role, who) for who in self.holders(post, day))
        return Walked(dict(charged), dict(beside))

    # --- step 2: the body --------------------------------------------------------------------------------------------

    def bodies(self, start: str, day: int, since: int = BEFORE, done: tuple[str, ...] = ()) -> list[str]:
        """Follow transfers forward in time: those of a fitting scope first, then of the whole body; several are joint.

        The body that decided an abolition is asked only where no transfer of that day names who takes over, and only if
        it still is.
        """
        rows = [
            (self.depth(row["scope"]) if row["scope"] else -1, row)
            for row in self.rows["transfers"]
            if row["from"] == start and since <= row["date"] <= day
        ]
        rows = [(depth, row) for depth, row in rows if depth is not None]
        heirs = {row["date"] for _, row in rows if row["to"]}
        rows = [
            (depth, row) for depth, row in rows if row["id"] not in done and (row["to"] or row["date"] not in heirs)
        ]
        deepest = max((depth for depth, _ in rows), default=None)
        first = min((row["date"] for depth, row in rows if depth == deepest), default=None)
        chosen = [row for depth, row in rows if depth == deepest and row["date"] == first]
        if not chosen:
            return [start]
        done = (*done, *(row["id"] for row in chosen))
        found = []
        for row in chosen:
            to = row["to"] or row["deciding_body"]
            if to and (row["to"] or self.is_still(to, row["date"], done)):
                found += self.bodies(to, day, row["date"], done)
        return list(dict.fromkeys(found))

    def is_still(self, body: str, day: int, done: tuple[str, ...]) -> bool:
        """Whether a body did not end before the day, or on the way here, without being set up again."""
        last = max((row["date"] for row in self.rows["transfers"] if row["from"] == body and not row["scope"]
                    and row["kind"] in {"merge", "abolish", "rename"} and (row["date"] < day or row["id"] in done)), default=None)  # fmt: skip
        return last is None or any(row["to"] == body and last < row["date"] <= day for row in self.rows["transfers"])

    def depth(self, scope: str) -> int | None:
        """How narrowly a scope contains the duty: by id most of all, then by path, `*` least."""
        found: list[int] = []
        for matter in scope.split(","):
            if matter == "*":
                found.append(0)
            elif matter in {self.duty["id"], self.paper.get("id")}:
                found.append(10)
            else:
                domain, *more = matter.split(".")
                if domain == self.paper.get("domain") and all(step == self.duty["action"] for step in more):
                    found.append(1 + len(more))
        return max(found, default=None)

    # --- step 3: the post --------------------------------------------------------------------------------------------

    def org(self, post: str) -> str:
        return (self.one("posts", post) or {"org": ""})["org"]

    def exists(self, post: str, day: int) -> bool:
        row = self.one("posts", post)
        return (
            row is not None
            and (row["created"] is None or row["created"].lo <= day)
            and (row["abolished"] is None or day <= row["abolished"].hi)
        )

    def posts(self, day: int) -> list[str]:
        bearer = self.duty["bearer"]
        is_post = self.one("posts", bearer) is not None
        bodies = self.bodies(self.org(bearer) if is_post else bearer, day)
        assigned = [row for row in self.rows["assignments"] if row["role"] == "responsible"]
        named = self.assigned([row for row in assigned if row["obligation"] == self.duty["id"]], day)
        if named:
            return named
        if is_post and self.exists(bearer, day) and self.org(bearer) in bodies:
            return [bearer]
        by_paper = [
            row
            for row in assigned
            if row["obligation"] is None and row["instrument"] == self.paper.get("id") is not None
        ]
        found = self.assigned([row for row in by_paper if set(self.above(self.org(row["post"]))) & set(bodies)], day)
        return found or list(dict.fromkeys(post for body in bodies for post in self.in_body(body, assigned, day)))

    def in_body(self, body: str, assigned: list[Row], day: int) -> list[str]:
        """By scope, else the deputy in charge, else the head, else the only post."""
        posts = [row["id"] for row in self.rows["posts"] if row["org"] == body and self.exists(row["id"], day)]
        heads = [post for post in posts if self.rank(post) == "head"]
        leading = [row for row in self.rows["assignments"] if row["role"] in {"supervisor", "approver"}]
        in_charge = [row for row in leading if self.rank(row["post"]) == "deputy" and row["post"] in posts]
        return (
            self.narrowest(assigned, body, day)
            or self.narrowest([row for row in in_charge if self.org(row["post"]) == body], body, day)
            or heads
            or (posts if len(posts) == 1 else [])
        )

    def rank(self, post: str) -> str | None:
        return (self.one("posts", post) or {"rank": None})["rank"]

    def narrowest(self, rows: list[Row], body: str, day: int) -> list[str]:
        """The narrowest scopes first; a wider one where nobody is assigned by a narrower one on the day."""
        scoped = [(self.depth(row["scope"]), self.org(row["post"]) == body, row) for row in rows
                  if row["scope"] and not row["obligation"] and not row["instrument"] and self.reaches(self.org(row["post"]), body)]  # fmt: skip
        for wanted in sorted({one[:2] for one in scoped if one[0] is not None}, reverse=True):
            found = self.assigned([row for *rank, row in scoped if tuple(rank) == wanted], day)
            if found:
                return found
        return []

    def reaches(self, org: str, body: str) -> bool:
        """Whether the scope of a post of one body reaches the duties of another: of itself, those above it and those below it."""
        return body in self.above(org) or org in self.above(body)

    def above(self, body: str) -> list[str]:
        found = [body]
        while (up := (self.one("orgs", found[-1]) or {}).get("parent")) and up not in found:
            found.append(up)
        return found

    def assigned(self, rows: list[Row], day: int) -> list[str]:
        active = [row for row in rows if _in_force(row, day)]
        if any(row["start"] and row["start"].lo == day for row in active):
            active = [
                row
                for row in active
                if not (row["end"] and row["end"].hi == day and not (row["start"] and row["start"].lo == day))
            ]
        return sorted({row["post"] for row in active if self.exists(row["post"], day) and self.still_there(row, day)})

    def still_there(self, row: Row, day: int) -> bool:
        """Whether the duty has not left the body of the post since the assignment began."""
        body = self.org(row["post"])
        return body in self.bodies(body, day) or (
            row["start"] is not None and body not in self.bodies(body, row["start"].lo)
        )

    # --- steps 4 and 7: beside the responsible post --------------------------------------------------------------------

    def others(self, posts: list[str], day: int) -> Iterator[tuple[str, str]]:
        bearer = self.duty["bearer"]
        bodies = self.bodies(self.org(bearer) or bearer, day)
        for row in self.rows["posts"]:
            if (
                row["rank"] == "head"
                and row["org"] in {*bodies, *map(self.org, posts)}
                and self.exists(row["id"], day)
                and row["id"] not in posts
            ):
                yield "head", row["id"]
        for post in sorted(set(self.superiors({*posts, *bodies}, day)) - set(posts)):
            yield "supervisor", post
        for post in sorted(self.delegates(posts, day)):
            yield "delegate", post

    def superiors(self, below: set[str], day: int) -> Iterator[str]:
        for row in self.rows["authorities"]:
            fits = not row["scope"] or self.depth(row["scope"]) is not None
            if row["subordinate"] in below and row["kind"] != "guide" and fits and _in_force(row, day):
                if self.one("posts", row["superior"]):
                    yield row["superior"]
                else:
                    yield from (
                        one["id"]
                        for one in self.rows["posts"]
                        if one["org"] == row["superior"] and one["rank"] == "head"
                    )
        for row in self.rows["assignments"]:
            named = row["obligation"] == self.duty["id"] or (
                row["obligation"] is None and row["instrument"] == self.paper.get("id") is not None
            )
            scoped = (
                bool(row["scope"])
                and not row["obligation"]
                and not row["instrument"]
                and any(
                    self.reaches(self.org(row["post"]), body)
                    for body in self.bodies(self.org(self.duty["bearer"]) or self.duty["bearer"], day)
                )
            )
            if (
                row["role"] == "supervisor"
                and (named or (scoped and self.depth(row["scope"]) is not None))
                and _in_force(row, day)
            ):
                yield row["post"]

    def delegates(self, posts: list[str], day: int) -> set[str]:
        """Every way along delegations that hold, tried one by one; a way never returns to a post it has passed."""
        found: set[str] = set()
        ways: list[tuple[tuple[str, ...], bool]] = [((post,), True) for post in posts]
        while ways:
            way, free = ways.pop()
            rows = [row for row in self.rows["delegations"] if row["from_post"] == way[-1] and _in_force(row, day)
                    and (row["revoked_on"] is None or day < row["revoked_on"])]  # fmt: skip
            amount = self.duty["amount"]
            rows = [row for row in rows if row["ceiling"] is None or amount is None or amount <= row["ceiling"]]
            depths = [(0 if not row["scope"] else self.depth(row["scope"]), row) for row in rows]
            deepest = max((depth for depth, _ in depths if depth is not None), default=0)
            for depth, row in depths:
                if depth == deepest and free and row["to_post"] not in way:
                    found.add(row["to_post"])
                    ways.append(((*way, row["to_post"]), bool(row["may_redelegate"])))
        return found

    # --- steps 5 and 6: the holders ------------------------------------------------------------------------------------

    def holders(self, post: str, day: int) -> list[Who]:
        if not self.exists(post, day):
            return [(post, "post_missing", None)]
        rows = [row for row in self.rows["tenures"] if row["post"] == post]
        answers = {
            self.seated(list(reading), post, day)
            for reading in product(*(list(self.readings(row, day)) for row in rows))
        }
        if len(answers) > 1:
            people = {person for answer in answers for person in answer}
            able = [row for row in rows if (row["kind"] or "substantive") in RANK and self.may_cover(row, day)]
            alone = ((self.one("posts", post) or {})["seats"] or 1) == 1 and len(people) == 1 and len(able) > 1
            return [(post, "person", *people)] if alone else [(post, "unknown", None)]
        (answer,) = answers
        if answer:
            return [(post, "person", person) for person in sorted(answer)]
        return [(post, "vacant" if self.recorded(post, rows, day) else "unknown", None)]

    def may_cover(self, row: Row, day: int) -> bool:
        suspended = any(since <= day < until for since, until in row["suspended"] or ())
        return not suspended and any(start <= day < end for _, start, end in self.readings(row, day))

    def readings(self, row: Row, day: int) -> Iterator[tuple[Row, int, int]]:
        """Every exact pair of days, the end excluded, that a tenure may stand for; an unknown start is long ago, today or to come."""
        starts = range(row["start"].lo, row["start"].hi + 1) if row["start"] else (BEFORE, day, AFTER)
        for start in starts:
            for end in self.ends(row):
                yield row, start, end

    def ends(self, row: Row) -> set[int]:
        if row["end"]:
            return set(range(row["end"].lo + 1, row["end"].hi + 2))
        person, post = self.one("persons", self.person(row["person"])) or {}, self.one("posts", row["post"]) or {}
        bounds: list[PartialDate] = (
            [person["status_on"]] if person.get("status") in GONE and person.get("status_on") else []
        )
        bounds += [post["abolished"]] if post.get("abolished") else []
        last = min((bound.hi + 1 for bound in bounds), default=AFTER)
        reach = self.coverage()[1]
        sure = last if reach is None else min(last, max(reach, row["start"].hi if row["start"] else BEFORE) + 1)
        loose = {day for bound in bounds for day in range(bound.lo + 1, bound.hi + 2) if day <= last}
        return {last, sure, *loose} if loose else {last, sure}

    def person(self, key: str) -> str:
        seen = {key}
        while (into := (self.one("persons", key) or {}).get("merged_into")) and into not in seen:
            key = into
            seen.add(key)
        return key

    def seated(self, reading: list[tuple[Row, int, int]], post: str, day: int) -> frozenset[str]:
        """Substantive, else acting, else presiding; the later start first; as many as there are seats, equals together."""
        best: dict[str, tuple[int, int]] = {}
        for row, start, end in reading:
            suspended = any(since <= day < until for since, until in row["suspended"] or ())
            kind = row["kind"] or "substantive"
            if start <= day < end and not suspended and kind in RANK:
                person, rank = self.person(row["person"]), (RANK[kind], -start)
                best[person] = min(best.get(person, rank), rank)
        ranked = sorted(best.values())
        seats = (self.one("posts", post) or {})["seats"] or 1
        last = ranked[min(seats, len(ranked)) - 1] if ranked else None
        return frozenset(person for person, rank in best.items() if last is not None and rank <= last)

    def coverage(self) -> tuple[bool, int | None]:
        stated = [row["complete_through"] for row in self.rows["sources"] if row["table"] == "tenures"]
        return bool(stated), min((day for day in stated if day is not None), default=None)

    def recorded(self, post: str, rows: list[Row], day: int) -> bool:
        """Whether no holder means nobody: within what the record covers."""
        stated, reach = self.coverage()
        if reach is not None and day > reach:
            return False
        if stated:
            return True
        created = (self.one("posts", post) or {}).get("created")
        firsts = [row["start"].lo if row["start"] else min(self.ends(row)) for row in rows]
        return bool(rows) and day >= (created.lo if created else min(firsts))


def _known(row: Row, known_at: int) -> bool:
    since, until = row.get("recorded_from"), row.get("recorded_to")
    return (since is None or since <= known_at) and (until is None or until > known_at)


def _in_force(row: Row, day: int) -> bool:
    return (row["start"] is None or row["start"].lo <= day) and (row["end"] is None or day <= row["end"].hi)
