"""Structure of the officials' record, whatever was breached: circles, self-supervision, orphans, seats taken twice.

networkx answers the questions about cycles, and is imported only where there are lines of authority, delegations or
transfers on record.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.accountability.beside import heads
from govaudit.accountability.bodies import name_of
from govaudit.accountability.tenure import CLASSES, FOREVER, same_office
from govaudit.accountability.tracegaps import clash
from govaudit.accountability.words import REASONS
from govaudit.model.finding import Finding, Severity
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.accountability.officials import Officials
    from govaudit.accountability.tenure import Tenure
    from govaudit.docket.table import Docket

Edge = tuple[str, str, str]  # from, to, id of the fact


class _Rule(NamedTuple):
    severity: Severity
    title: Text
    next_step: Text


STRUCTURE_RULES: dict[str, _Rule] = {
    "ST-01": _Rule("ordinary", Text("领导关系成环", "lines of authority run in a circle"), Text("核对领导关系，改正方向或起止日期", "check the lines of authority, correct direction or dates")),
    "ST-02": _Rule("ordinary", Text("自己监督自己", "a supervisor supervises himself"), Text("核对是否一人兼任两岗，必要时另定监督人", "check whether one person holds both posts; name another supervisor if so")),
    "ST-03": _Rule("minor", Text("孤立岗位", "orphan post"), Text("登记该岗位的任期、分工或领导关系，或删除该岗位", "record its tenures, assignments or superior, or remove the post")),
    "ST-04": _Rule("ordinary", Text("承担义务的机构没有岗位", "a body that owes duties has no post"), Text("登记该机构的岗位与任期", "record the posts of the body and their tenures")),
    "ST-05": _Rule("ordinary", Text("责任岗位目前无人", "nobody holds a responsible post now"), Text("核对任免文件，补登任期，或确认由谁主持工作", "check the appointment papers and record the tenure, or who presides")),
    "ST-06": _Rule("ordinary", Text("任期超出岗位或机构的存续期", "a tenure outside the life of its post or body"), Text("核对岗位、机构的设立和撤销日期与任免文件", "check when post and body were set up and abolished against the appointment papers")),
    "ST-07": _Rule("ordinary", Text("一个席位同时有两人", "two holders of one seat"), Text("核对前任离任日；确为多职数的，填写职数", "check when the predecessor left; if there are several seats, record how many")),
    "ST-08": _Rule("minor", Text("不同编号的人员同名", "one name under several ids"), Text("核对是否同一人；是则填写“并入”", "check whether they are one person; if so fill in merged_into")),
    "ST-09": _Rule("ordinary", Text("承继关系成环", "transfers run in a circle"), Text("核对机构改革文件，改正方向或日期", "check the reform papers, correct direction or date")),
    "ST-10": _Rule("ordinary", Text("委托关系成环", "delegations run in a circle"), Text("核对委托书，改正方向或起止日期", "check the delegations, correct direction or dates")),
    "ST-11": _Rule("minor", Text("案卷没有岗位记录，不能追溯责任岗位", "no posts on record, so nothing can be traced"), Text("登记岗位与任期（posts、tenures 两表）", "record posts and tenures (tables posts and tenures)")),
    "ST-12": _Rule("minor", Text("多数义务系于一处", "most duties hang on one point"), Text("核对是否另有分管、承办或受托岗位，必要时明确代理人", "check whether others share, handle or are delegated; name a stand-in if not")),
    "ST-13": _Rule("minor", Text("同一任职有两种记载", "one tenure is recorded in two ways"), Text("核对任免文件，删去一条，或注明各来源的可靠次序", "check the appointment papers; remove one, or rank the sources")),
    "ST-14": _Rule("ordinary", Text("所据证据已撤回", "evidence relied on was withdrawn"), Text("补充其他证据，或改正所涉记录", "supply other evidence, or correct the records that rest on it")),
}  # fmt: skip


def structure_findings(officials: Officials, as_of: int) -> list[Finding]:
    """Return what is odd in the structure of posts, bodies and tenures as of a day (kind accountability_gap)."""
    if not officials.posts:
        return list(_no_posts(officials.docket))
    return [
        *_cycles(officials, as_of),
        *_self_supervision(officials, as_of),
        *_posts(officials, as_of),
        *_bodies_without_posts(officials),
        *_tenures(officials, as_of),
        *_same_names(officials),
        *_withdrawn(officials),
    ]


def structure_finding(
    rule: str, subject: Iterable[str], message: Text, records: Iterable[str] = (), **facts: str
) -> Finding:
    """Return the finding of a rule of structure; `records` are the ids of the rows it is about."""
    said = STRUCTURE_RULES[rule]
    listed = ", ".join(records)
    return Finding(
        fingerprint=fingerprint(rule, *subject), kind="accountability_gap", rule=rule, severity=said.severity,
        title=said.title, message=message, facts={**facts, **({"records": listed} if listed else {})}, next_step=said.next_step,
    )  # fmt: skip


def _no_posts(docket: Docket) -> Iterator[Finding]:
    duties = len(docket["obligations"])
    if duties:
        text = Text(
            f"{duties} 项义务均无法对应到岗位和任职者",
            f"none of {duties} obligations can be traced to a post or its holder",
        )
        yield structure_finding("ST-11", ("posts",), text)


# --- circles (networkx) -----------------------------------------------------------------------------------------------


def _cycles(officials: Officials, as_of: int) -> Iterator[Finding]:
    authorities = in_force(officials, "authorities", ("superior", "subordinate"), as_of)
    delegations = in_force(officials, "delegations", ("from_post", "to_post"), as_of)
    for rule, edges in (
        ("ST-01", authorities),
        ("ST-10", delegations),
        *(("ST-09", edges) for edges in _transfers(officials)),
    ):
        for members in _circles(edges):
            names = [name_of(officials, key) for key in members]
            text = Text("、".join(f"“{name}”" for name in names) + "互相构成环", f"{', '.join(names)} form a circle")
            inside = [fact for start, end, fact in edges if start in members and end in members]
            yield structure_finding(rule, members, text, inside)


def in_force(officials: Officials, table: str, columns: tuple[str, str], day: int) -> list[Edge]:
    """Return the lines of authority or delegations in force on a day, as edges."""
    facts = officials.docket[table]
    start, end = (facts[column] for column in columns)
    return [
        (start[row], end[row], facts["id"][row])
        for row in officials.visible(table)
        if officials.in_force(table, row, day)
    ]


def _transfers(officials: Officials) -> list[list[Edge]]:
    """Return the transfers by day: A to B and years later B to A is a history, on one day it is a circle."""
    facts = officials.docket["transfers"]
    by_day: dict[int, list[Edge]] = defaultdict(list)
    for row in officials.visible("transfers"):
        if facts["to"][row] is not None:
            by_day[facts["date"][row]].append((facts["from"][row], facts["to"][row], facts["id"][row]))
    return [by_day[day] for day in sorted(by_day)]


def _circles(edges: list[Edge]) -> list[list[str]]:
    """Return the members of each circle, sorted; a record without circles never imports networkx."""
    if _is_acyclic(edges):
        return []
    import networkx as nx

    graph = nx.DiGraph((start, end) for start, end, _ in edges)
    loops = {start for start, end, _ in edges if start == end}
    found = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1 or part & loops]
    return sorted(found)


def _is_acyclic(edges: list[Edge]) -> bool:
    """Take away, one by one, whatever nothing leads to (Kahn 1962); what is left lies on or behind a circle."""
    onward: dict[str, list[str]] = defaultdict(list)
    for start, end, _ in edges:
        onward[start].append(end)
    leading = Counter(end for _, end, _ in edges)
    waiting = [key for key in onward if not leading[key]]
    left = len(edges)
    while waiting:
        for end in onward[waiting.pop()]:
            left -= 1
            leading[end] -= 1
            if not leading[end]:
                waiting.append(end)
    return not left


# --- people -----------------------------------------------------------------------------------------------------------


def _self_supervision(officials: Officials, as_of: int) -> Iterator[Finding]:
    pairs: dict[tuple[str, str], str] = {}
    facts = officials.docket["authorities"]
    for row in officials.visible("authorities"):
        if (facts["kind"][row] or "lead") != "guide":
            for above in _as_posts(officials, facts["superior"][row]):
                for below in _as_posts(officials, facts["subordinate"][row]):
                    pairs.setdefault((above, below), facts["id"][row])
    pairs.update(_assigned_pairs(officials))
    for (above, below), fact in sorted(pairs.items()):
        both = _held_together(officials, above, below, as_of)
        if above != below and both:
            one, other = officials.post_label(above), officials.post_label(below)
            text = Text(
                f"“{one}”监督“{other}”，两岗曾由同一人同时担任（{'、'.join(both)}）",
                f"{one} supervises {other}, and one person held both at a time ({', '.join(both)})",
            )
            yield structure_finding("ST-02", (above, below), text, (fact, *both), post=below)


def _as_posts(officials: Officials, key: str) -> list[str]:
    return [key] if key in officials.posts else heads(officials, key)


def _assigned_pairs(officials: Officials) -> dict[tuple[str, str], str]:
    """Return (supervisor, supervised) posts of one obligation or instrument by their assignments."""
    facts = officials.docket["assignments"]
    roles: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in officials.visible("assignments"):
        subject = facts["obligation"][row] or facts["instrument"][row]
        if subject is not None:
            roles[subject]["above" if facts["role"][row] == "supervisor" else "below"].append(row)
    return {
        (facts["post"][above], facts["post"][below]): facts["id"][above]
        for rows in roles.values()
        for above in rows["above"]
        for below in rows["below"]
    }


def _held_together(officials: Officials, above: str, below: str, as_of: int) -> list[str]:
    """Return the ids of tenures in which one person certainly held both posts on some day up to `as_of`."""
    found: dict[str, None] = {}
    for one in officials.timeline(above).tenures:
        for other in officials.timeline(below).tenures:
            last = min(one.end_lo, other.end_lo, as_of + 1)
            if one.person == other.person and max(one.start_hi, other.start_hi) < last:
                found.update({one.id: None, other.id: None})
    return list(found)


def _same_names(officials: Officials) -> Iterator[Finding]:
    table = officials.docket["persons"]
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for key, name in zip(table["id"], table["name"], strict=True):
        by_name[name].setdefault(officials.person(key))
    for people in by_name.values():
        if len(people) > 1:
            yield structure_finding(
                "ST-08",
                sorted(people),
                Text(f"{len(people)} 个人员编号登记为同一姓名", f"{len(people)} ids of persons carry the same name"),
                sorted(people),
            )


def _withdrawn(officials: Officials) -> Iterator[Finding]:
    rests: dict[str, list[str]] = defaultdict(list)
    if officials.withdrawn:
        for name, table in officials.docket.tables.items():
            if "evidence" in table.columns:
                for row in officials.visible(name):
                    for key in table["evidence"][row] or ():
                        rests[key].append(table["id"][row])
    for key in sorted(officials.withdrawn & rests.keys()):
        title, listed = officials.evidence_title(key), rests[key]
        text = Text(
            f"证据“{title}”已撤回，仍有 {len(listed)} 条记录以其为据",
            f"{title} was withdrawn; {len(listed)} records still rest on it",
        )
        yield structure_finding("ST-14", (key,), text, listed)


# --- posts and bodies -------------------------------------------------------------------------------------------------


def _used(officials: Officials) -> tuple[set[str], set[str]]:
    """Return the posts that answer for something, and those that occur anywhere in the record."""
    docket = officials.docket
    duties = {key for key in docket["obligations"]["bearer"] if key in officials.posts}
    duties |= {docket["assignments"]["post"][row] for row in officials.visible("assignments")}
    duties |= {key for key in docket["authorities"]["superior"] if key in officials.posts}
    named = duties | set(officials.tenures_of) | set(docket["obligations"]["performer"])
    named |= {post for post in docket["acts"]["post"] if post} | {post for post in docket["events"]["post"] if post}
    for table, columns in (
        ("authorities", ("superior", "subordinate")),
        ("delegations", ("from_post", "to_post")),
        ("transfers", ("from", "to")),
    ):
        named |= {key for column in columns for key in docket[table][column] if key}
    return duties, named


def _posts(officials: Officials, as_of: int) -> Iterator[Finding]:
    duties, named = _used(officials)
    for post in sorted(officials.posts):
        start, end = officials.post_life(post)
        label = officials.post_label(post)
        if not start <= as_of < end:
            continue
        if post not in named:
            yield structure_finding(
                "ST-03",
                (post,),
                Text(
                    f"“{label}”没有任期、分工、领导关系或任何记录",
                    f"{label} has no tenure, assignment, superior or any other record",
                ),
                post=post,
            )
        elif post in duties:
            holding = officials.timeline(post).at(as_of)
            if holding.holder in {"vacant", "unknown"}:
                why = REASONS[holding.reason]
                yield structure_finding("ST-05", (post,), Text(f"“{label}”：{why.zh}", f"{label}: {why.en}"), post=post)


def _bodies_without_posts(officials: Officials) -> Iterator[Finding]:
    table = officials.docket["obligations"]
    duties: dict[str, int] = defaultdict(int)
    for bearer, instrument in zip(table["bearer"], table["instrument"], strict=True):
        private = bearer == officials.cell("instruments", instrument, "counterparty")
        moved = bearer in officials.transfers_from
        if bearer in officials.orgs and not private and not moved and not officials.posts_of.get(bearer):
            duties[bearer] += 1
    for body, count in sorted(duties.items()):
        name = officials.org_name(body)
        yield structure_finding(
            "ST-04",
            (body,),
            Text(
                f"“{name}”承担 {count} 项义务，没有登记岗位",
                f"{name} owes {count} obligations and has no post on record",
            ),
            org=body,
        )


def _tenures(officials: Officials, as_of: int) -> Iterator[Finding]:
    for post in sorted(officials.tenures_of):
        if post not in officials.posts:
            continue
        timeline = officials.timeline(post)
        outside = [tenure.id for tenure in timeline.tenures if _outside(tenure, officials.post_life(post))]
        label = officials.post_label(post)
        if outside:
            text = Text(
                f"“{label}”的任期 {'、'.join(outside)} 超出岗位或机构存续期",
                f"{label}: tenures {', '.join(outside)} lie outside the life of the post or body",
            )
            yield structure_finding("ST-06", (post, *outside), text, outside, post=post)
        double = _recorded_twice(officials, post)
        if double:
            text = Text(
                f"“{label}”的任期 {'、'.join(double)} 是同一人同时的任职，起止日期不同",
                f"{label}: tenures {', '.join(double)} are of one person at one time, with different dates",
            )
            yield structure_finding("ST-13", (post, *double), text, double, post=post)
        twice = _seated_twice(timeline.tenures, timeline.life.seats, as_of, officials.rules.handover.tolerance_days)
        if twice:
            text = Text(
                f"“{label}”的任期 {'、'.join(twice)} 同时在任，超过职数",
                f"{label}: tenures {', '.join(twice)} ran at the same time, more than there are seats",
            )
            yield structure_finding("ST-07", (post,), text, twice, post=post)


def _outside(tenure: Tenure, life: tuple[int, int]) -> bool:
    start, end = life
    early = tenure.start_hi < start and tenure.start_hi < FOREVER
    return early or tenure.start_lo >= end or (tenure.end_by == "written" and tenure.end_lo > end)


def _recorded_twice(officials: Officials, post: str) -> list[str]:
    """Return the tenures of a post that state one person's time in it in different ways, those overruled included."""
    tenures = sorted(officials.timeline(post).tenures, key=lambda tenure: (tenure.person, tenure.start_lo, tenure.id))
    found: dict[str, None] = {}
    for one, other in itertools.pairwise(tenures):
        if same_office(one, other):
            found.update({one.id: None, other.id: None})
    for tenure in tenures:
        if tenure.id in officials.overruled:
            found.update(dict.fromkeys((tenure.id, *(other.id for other in officials.overruled[tenure.id]))))
    return list(found)


def _seated_twice(tenures: list[Tenure], seats: int, as_of: int, tolerance: int) -> list[str]:
    """Return the tenures of the first class that overlap by more than a day of handover beyond the number of seats."""
    regular = [tenure for tenure in tenures if CLASSES.get(tenure.kind) == 0 and tenure.start_hi <= as_of]
    found: dict[str, None] = {}
    for tenure in regular:
        rivals = [
            other
            for other in regular
            if other.person != tenure.person and other.covers(tenure.start_hi) and clash(tenure, other, tolerance)
        ]
        same_seat = [other for other in rivals if tenure.seat is not None and other.seat == tenure.seat]
        if len({other.person for other in rivals}) >= seats or same_seat:
            found.update(dict.fromkeys((*(other.id for other in rivals), tenure.id)))
    return list(found)
