"""Structure of the officials' record, whatever was breached: circles, self-supervision, orphans, seats taken twice.

networkx answers the questions about cycles, and is imported only where there are lines of authority, delegations or
transfers on record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from govaudit.model import Problem, Text
from govaudit.officials.official_words import REASONS, listed
from govaudit.officials.record.assignment_scope import ScopedDuty, specificity
from govaudit.officials.record.bodies import gone, name_of
from govaudit.officials.record.posts import reachable, scoped_rows
from govaudit.officials.structure.structure_people import (
    identities,
    self_supervision,
    structure_finding,
    tenures_at_odds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket import Docket
    from govaudit.model import Finding
    from govaudit.officials.record.officials import Officials

Edge = tuple[str, str, str]  # from, to, id of the fact


def structure_findings(officials: Officials, as_of: int) -> list[Finding]:
    """Return what is odd in the structure of posts, bodies and tenures as of a day (kind accountability_gap)."""
    if not officials.posts:
        return list(_no_posts(officials.docket))
    return [
        *_cycles(officials, as_of),
        *self_supervision(officials, as_of),
        *_posts(officials, as_of),
        *_bodies_without_posts(officials, as_of),
        *tenures_at_odds(officials, as_of),
        *identities(officials),
        *_withdrawn(officials),
    ]


def _no_posts(docket: Docket) -> Iterator[Finding]:
    duties = len(docket["obligations"])
    if duties:
        yield structure_finding("ST-11", ("posts",), {"count": duties})


# --- circles (networkx) -----------------------------------------------------------------------------------------------


def _cycles(officials: Officials, as_of: int) -> Iterator[Finding]:
    authorities = in_force(officials, "authorities", ("superior", "subordinate"), as_of)
    delegations = in_force(officials, "delegations", ("from_post", "to_post"), as_of)
    yield from _circling(officials, "ST-01", [authorities, _parents(officials)])
    yield from _circling(officials, "ST-10", [delegations])
    yield from _circling(officials, "ST-09", _transfers(officials))


def _circling(officials: Officials, rule: str, groups: list[list[Edge]]) -> Iterator[Finding]:
    """Return each circle within one of the groups of edges, once."""
    said: set[tuple[str, ...]] = set()
    for edges in groups:
        for members in _circles(edges):
            if tuple(members) in said:
                continue
            said.add(tuple(members))
            names = [name_of(officials, key) for key in members]
            bodies = Text(listed([f"“{name}”" for name in names]).zh, listed(names).en)
            inside = [fact for start, end, fact in edges if start in members and end in members]
            yield structure_finding(rule, members, {"bodies": bodies}, inside, "itself" if len(members) == 1 else "")


def _parents(officials: Officials) -> list[Edge]:
    """Return the edges from each body's parent to it; the fact is the row of the body."""
    table = officials.docket["orgs"]
    return [(parent, key, key) for key, parent in zip(table["id"], table["parent"], strict=True) if parent is not None]


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
    """Return the transfers of each day, and over all days those after which a body is no more.

    A to B and years later B to A is a history, on one day it is a circle; but a body that was merged cannot take over later.
    """
    facts = officials.docket["transfers"]
    by_day: dict[int, list[Edge]] = defaultdict(list)
    ended: list[Edge] = []
    for row in officials.visible("transfers"):
        if facts["to"][row] is not None:
            edge = (facts["from"][row], facts["to"][row], facts["id"][row])
            by_day[facts["date"][row]].append(edge)
            ended += [edge] if facts["kind"][row] in {"merge", "abolish"} and not facts["scope"][row] else []
    return [*(by_day[day] for day in sorted(by_day)), ended]


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


# --- evidence ------------------------------------------------------------------------------------------------------------


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
        yield structure_finding("ST-14", (key,), {"evidence": title, "count": len(listed)}, listed)


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
        if not start <= as_of < end or any(
            since <= as_of < until for since, until in gone(officials, officials.org_of(post))
        ):
            continue
        if post not in named:
            yield structure_finding("ST-03", (post,), {"post": label}, post=post)
        elif post in duties:
            holding = officials.timeline(post).at(as_of)
            if holding.holder in {"vacant", "unknown"}:
                yield structure_finding("ST-05", (post,), {"post": label, "why": REASONS[holding.reason]}, post=post)


def scope_problems(officials: Officials) -> list[Problem]:
    """Return what is wrong with scopes that bind nobody: duties of theirs lie only with bodies beyond their reach, or there are none."""
    table, found = officials.docket["assignments"], []
    rows = [row for rows in officials.assigned_by_scope.values() for row in rows]
    if not rows:
        return []
    duties = [ScopedDuty(officials, key) for key in officials.obligations]
    for row in sorted(rows):
        scope, post = table["scope"][row], table["post"][row]
        fitting = [duty for duty in duties if duty.side == "public_side" and specificity(scope, duty) is not None]
        bodies = {body for duty in fitting for body in reachable(officials, duty.bearer) if body in officials.orgs}
        if any(row in scoped_rows(officials, body) for body in bodies):
            continue
        label = officials.post_label(post)
        names = listed([officials.org_name(body) for body in sorted(bodies)])
        said = (
            Text(
                f"“{label}”的分工范围“{scope}”所含义务只属于{names.zh}，不在其机构、上级或下级之内，未适用",
                f"the duties within the scope '{scope}' of {label} lie only with {names.en}, neither its body nor above or below it: not applied",
            )
            if bodies
            else Text(
                f"“{label}”的分工范围“{scope}”内没有义务", f"there is no duty within the scope '{scope}' of {label}"
            )
        )
        remedy = Text(
            "核对岗位、范围，或者机构的上级（parent）", "check the post, the scope, or the parent of the bodies"
        )
        found.append(
            Problem(
                "scope_out_of_reach", table.places[row].at("scope"), said, remedy, scope, "error" if bodies else "note"
            )
        )
    return found


def _bodies_without_posts(officials: Officials, as_of: int) -> Iterator[Finding]:
    table = officials.docket["obligations"]
    duties: dict[str, int] = defaultdict(int)
    for key, bearer in zip(table["id"], table["bearer"], strict=True):
        public = officials.view.sides.of(key) == "public_side"
        dissolved = officials.cell("orgs", bearer, "dissolved")
        moved = bearer in officials.transfers_from or (dissolved is not None and dissolved.lo <= as_of)
        if bearer in officials.orgs and public and not moved and not officials.posts_of.get(bearer):
            duties[bearer] += 1
    for body, count in sorted(duties.items()):
        yield structure_finding("ST-04", (body,), {"body": officials.org_name(body), "count": count}, org=body)
