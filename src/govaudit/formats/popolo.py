"""Popolo JSON: persons, organisations, posts and memberships as persons, orgs, posts and tenures.

Both forms are read: one object of arrays, or a list of objects; things may be nested (a person's memberships, a body's posts).
A membership's `end_date` is its last day, as the docket's is. A membership without a post is given one of its body and role; with a
post, a role that is a kind of tenure (acting, presiding, …) is taken as that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import TABLES
from govaudit.formats.ocds.convert import Conversion
from govaudit.formats.ocds.unmapped import report
from govaudit.model import Place, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.formats.collect import Collector
    from govaudit.formats.ocds.package import ReleaseSource

_KINDS = {
    "persons": "person",
    "people": "person",
    "organizations": "organization",
    "posts": "post",
    "memberships": "membership",
    "events": "event",
}
_NAMED = {
    "person": "person",
    "organization": "organization",
    "organisation": "organization",
    "post": "post",
    "membership": "membership",
}
_CREDIT_CODES = {"uscc", "cn-uscc", "统一社会信用代码"}
_DAY = 10
# Kinds of tenure that `govaudit export` writes as the role of a membership.
_TENURES = set(TABLES["tenures"].columns["kind"].values)

NOTES: dict[str, tuple[Text, Text]] = {
    "end_inclusive": (Text("按 Popolo 约定，end_date 是在任最后一日", "after Popolo's convention an end_date is the last day in office"),
                      Text("若数据源写的是离任次日，在 sources 表写明（id 为文件名，table 为 tenures，ends 为 day_after）", "if the source means the day after, say so in the table sources: id the name of the file, table tenures, ends day_after")),
    "post_made": (Text("任职未写明岗位，按机构和职务建立岗位", "a membership names no post, one was made of its body and role"),
                  Text("补充 post_id", "add post_id")),
    "dates_of_period": (Text("任职没有日期，取所属届期的日期", "a membership has no dates of its own, those of its legislative period are taken"),
                        Text("补充 start_date 和 end_date", "add start_date and end_date")),
    "no_person": (Text("任职没有人员（机构成员），未导入", "a membership without a person (of a body), not imported"), Text("无需处理", "nothing to do")),
    "no_body": (Text("任职或岗位没有机构，未导入", "a membership or post without a body, not imported"), Text("补充 organization_id", "add organization_id")),
    "id_is_number": (Text("编号写成了数字，按文本读取", "an id is a number, read as text"), Text("请数据发布方改正", "ask the publisher to correct it")),
    "repeated_id": (Text("同一编号出现两次，只读第一个", "an id stands twice, the first is read"), Text("合并或改正编号", "merge them or correct the id")),
}  # fmt: skip


class _Thing(NamedTuple):
    """One Popolo object with the ids its parents lend it."""

    kind: str
    node: dict[str, Any]
    place: Place
    lent: dict[str, str]


def kind_of(node: dict[str, Any]) -> str | None:
    """Say what an object of a list is; None when it is no Popolo object."""
    named = _NAMED.get(str(node.get("@type") or node.get("type") or "").lower())
    if named:
        return named
    keys = node.keys()
    if "post_id" in keys or ("person_id" in keys and "organization_id" in keys):
        return "membership"
    if "organization_id" in keys and keys & {"label", "role"}:
        return "post"
    if "name" in keys and keys & {"classification", "parent_id", "founding_date", "dissolution_date", "posts"}:
        return "organization"
    if "name" in keys and keys & {
        "family_name",
        "given_name",
        "birth_date",
        "gender",
        "memberships",
        "honorific_prefix",
        "sort_name",
    }:
        return "person"
    return None


def read_popolo(root: dict[str, Any], name: str, out: Collector) -> None:
    """Read one object of arrays into the collector."""
    things = [
        _Thing(kind, node, Place(name, column=f"/{key}/{i}"), {})
        for key, kind in _KINDS.items()
        for i, node in _objects(root.get(key))
    ]
    _Popolo(Conversion(name, out, NOTES)).read(things, root)


def read_popolo_list(sources: Sequence[ReleaseSource], name: str, out: Collector) -> None:
    """Read a list (or lines) of Popolo objects into the collector."""
    things = [
        _Thing(kind_of(s.node) or "person", s.node, Place(name, row=s.line, column=s.pointer or None), {})
        for s in sources
    ]
    _Popolo(Conversion(name, out, NOTES)).read(things, [source.node for source in sources])


def _objects(items: Any) -> list[tuple[int, dict[str, Any]]]:
    """Return the objects of a list with their positions; anything else holds none."""
    return [(i, item) for i, item in enumerate(items) if isinstance(item, dict)] if isinstance(items, list) else []


class _Popolo:
    """One file of Popolo objects."""

    def __init__(self, run: Conversion) -> None:
        self.run = run
        self.seen: dict[str, set[str]] = {"orgs": set(), "posts": set(), "persons": set(), "tenures": set()}
        self.periods: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, str] = {}
        self.made: dict[str, Place] = {}

    def read(self, things: list[_Thing], document: Any) -> None:
        """Add all rows; posts before memberships, because a membership may take its body from the post."""
        found = self._flat(things)
        self.periods = {
            str(thing.node["id"]): thing.node for thing in found if thing.kind == "event" and "id" in thing.node
        }
        readers = (
            ("organization", self._org),
            ("post", self._post),
            ("person", self._person),
            ("membership", self._membership),
        )
        for kind, reader in readers:
            for thing in found:
                if thing.kind == kind:
                    reader(thing)
        if any(thing.kind == "membership" for thing in found):
            self.run.note("end_inclusive", Place(self.run.file))
        self.run.finish()
        gaps(self.run.out, self.run.file, set(self.made))
        report(self.run, document)

    def _flat(self, things: list[_Thing]) -> list[_Thing]:
        """Take nested objects out of their parents, which lend them their ids."""
        found: list[_Thing] = []
        for thing in things:
            found.append(thing)
            own = thing.node.get("id")
            lent = {f"{thing.kind}_id": str(own)} if own is not None else {}
            for key in ("posts", "memberships", "children"):
                items = thing.node.get(key)
                kind = {"posts": "post", "memberships": "membership", "children": "organization"}[key]
                # A child's parent is its parent_id; the word lent differs from that of memberships and posts.
                given = {"parent_id": str(own)} if key == "children" and own is not None else lent
                inner = [
                    _Thing(
                        kind,
                        node,
                        Place(thing.place.file, None, thing.place.row, f"{thing.place.column or ''}/{key}/{i}"),
                        given,
                    )
                    for i, node in _objects(items)
                ]
                found += self._flat(inner)
        return found

    def _get(self, thing: _Thing, *names: str) -> str | None:
        """Return the first value that is stated, as text, else what a parent lends."""
        for name in names:
            value = thing.node.get(name)
            if value is not None and not isinstance(value, (dict, list)):
                self.run.used.add((id(thing.node), name))
                if not isinstance(value, str) and name.endswith("id"):
                    self.run.note(
                        "id_is_number",
                        Place(thing.place.file, None, thing.place.row, f"{thing.place.column or ''}/{name}"),
                        value,
                    )
                if str(value).strip():
                    return str(value).strip()
        return next((thing.lent[name] for name in names if name in thing.lent), None)

    def _date(self, thing: _Thing, *names: str) -> str | None:
        """Return a date, which may be a year or a month; of an instant the day."""
        value = self._get(thing, *names)
        return value[:_DAY] if value and "T" in value else value

    def _add(self, table: str, thing: _Thing, row: dict[str, Any]) -> None:
        key = str(row["id"])
        if key in self.seen[table]:
            self.run.note("repeated_id", thing.place, key)
            return
        self.seen[table].add(key)
        self.run.add(table, row, thing.place)

    def _org(self, thing: _Thing) -> None:
        self._add("orgs", thing, {
            "id": self._get(thing, "id") or self._get(thing, "name"), "name": self._get(thing, "name"), "kind": self._get(thing, "classification"),
            "parent": self._get(thing, "parent_id"), "code": self._credit_code(thing),
            "founded": self._date(thing, "founding_date"), "dissolved": self._date(thing, "dissolution_date"),
        })  # fmt: skip

    def _credit_code(self, thing: _Thing) -> str | None:
        for _, item in _objects(thing.node.get("identifiers")):
            if str(item.get("scheme", "")).lower() in _CREDIT_CODES:
                self.run.used |= {(id(item), "scheme"), (id(item), "identifier")}
                return str(item.get("identifier"))
        return None

    def _post(self, thing: _Thing) -> None:
        org, title = self._get(thing, "organization_id"), self._get(thing, "label", "role")
        if org is None:
            self.run.note("no_body", thing.place)
            return
        key = self._get(thing, "id") or f"{org}/{title}"
        self.posts[key] = org
        self._add(
            "posts",
            thing,
            {
                "id": key,
                "org": org,
                "title": title or key,
                "created": self._date(thing, "start_date"),
                "abolished": self._date(thing, "end_date"),
            },
        )

    def _person(self, thing: _Thing) -> None:
        died = self._date(thing, "death_date")
        identifiers = [item for _, item in _objects(thing.node.get("identifiers"))]
        for item in identifiers:
            self.run.used |= {(id(item), name) for name in ("scheme", "identifier") if name in item}
        self._add("persons", thing, {
            "id": self._get(thing, "id") or self._get(thing, "name"), "name": self._get(thing, "name"), "status": "dead" if died else None, "status_on": died,
            "identifiers": {str(item.get("scheme")): str(item.get("identifier")) for item in identifiers} or None,
        })  # fmt: skip

    def _membership(self, thing: _Thing) -> None:
        person = self._get(thing, "person_id") or self._of_member(thing)
        if person is None:
            self.run.note("no_person", thing.place)
            return
        post = self._get(thing, "post_id") or self._made_post(thing)
        if post is None:
            self.run.note("no_body", thing.place)
            return
        start, end = self._date(thing, "start_date"), self._date(thing, "end_date")
        if start is None and end is None:
            start, end = self._of_period(thing)
        key = self._get(thing, "id") or f"{person}/{post}/{start or len(self.seen['tenures']) + 1}"
        role = thing.node.get("role")
        kind = role if isinstance(role, str) and role in _TENURES and "post_id" in thing.node else None
        if kind is not None:
            self.run.used.add((id(thing.node), "role"))
        self._add(
            "tenures", thing, {"id": key, "post": post, "person": person, "kind": kind, "start": start, "end": end}
        )

    def _of_member(self, thing: _Thing) -> str | None:
        """Return the person of a membership whose member is a nested object."""
        member = thing.node.get("person") or thing.node.get("member")
        if not isinstance(member, dict) or "id" not in member:
            return None
        self.run.used.add((id(member), "id"))
        return str(member["id"])

    def _of_period(self, thing: _Thing) -> tuple[str | None, str | None]:
        """Return the dates of a membership's legislative period."""
        period = self.periods.get(self._get(thing, "legislative_period_id") or "")
        if period is None:
            return None, None
        self.run.note("dates_of_period", thing.place)
        inner = _Thing("event", period, thing.place, {})
        return self._date(inner, "start_date"), self._date(inner, "end_date")

    def _made_post(self, thing: _Thing) -> str | None:
        """Make a post of the body and the role of a membership without one."""
        org = self._get(thing, "organization_id")
        if org is None:
            return None
        title = self._get(thing, "role", "label") or "member"
        key = f"{org}/{title}"
        self.run.note("post_made", thing.place, key)
        if key not in self.seen["posts"]:
            self.made[key] = thing.place
            self._add("posts", thing, {"id": key, "org": org, "title": title})
        return key


# --- How a source of office holders writes the handover: the days from one holder's end to the next one's start

_LONG = 31


def gaps(out: Collector, file: str, several: set[str]) -> None:
    """Note how often each number of days lies between successive holders of the posts of a file; `several` posts have many holders."""
    counted: Counter[int] = Counter()
    for tenures in _by_post(out, file, several).values():
        for (_, end), (start, _) in pairwise(sorted(tenures)):
            counted[start - end] += 1
    if not counted:
        return
    words = told(counted)
    out.note("handover_days", Place(file), Text(
        f"前任离任日到继任任职日的天数：{words.zh}", f"days from one holder's end to the next one's start: {words.en}",
    ), Text("0 表示交接日同属两人（归后任），1 表示离任日为最后一日；两者并存时核对来源", "0: both share the day (it is the incomer's); 1: the end is the last day; check the source where both occur"))  # fmt: skip


def told(counted: Counter[int]) -> Text:
    """Say how often each number of days occurs; overlaps, and a month and more, are each taken together."""
    grouped: Counter[int] = Counter()
    for days, times in counted.items():
        grouped[max(-1, min(days, _LONG))] += times
    words = [(_name(days), times) for days, times in sorted(grouped.items())]
    return Text(
        "，".join(f"{name.zh} {n}次" for name, n in words) or "无",
        ", ".join(f"{name.en}: {n}" for name, n in words) or "none",
    )


def _name(days: int) -> Text:
    if days < 0:
        return Text("重叠", "overlap")
    return Text("31天以上", "31 and more") if days == _LONG else Text(f"{days}天", str(days))


def _by_post(out: Collector, file: str, several: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Return (start, end) of the tenures of a file with both dates known to the day, by post."""
    table = out.docket["tenures"]
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for post, start, end, place in zip(table["post"], table["start"], table["end"], table.places, strict=True):
        if place.file == file and post not in several and start and end and start.exact and end.exact:
            found[post].append((start.lo, end.lo))
    return found
