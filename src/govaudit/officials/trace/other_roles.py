"""Those who stand beside the holder and are never added to the split: heads, supervisors, handlers, payers by assignment.

They get the same breach days as parallel lines (R24.3). Supervision is an assignment with that role, or a line of authority
(领导, 监督) over the responsible post or its body; guidance (业务指导) supervises nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.officials.record.assignment_scope import ScopedDuty, specificity
from govaudit.officials.record.bodies import follow
from govaudit.officials.record.posts import exists, scoped_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.posts import Answer

ROLES = ("approver", "reviewer", "handler", "payer")
BESIDE = ("head", "supervisor", "delegate", "authority", *ROLES)
_LEADS = {"lead", "supervise"}


def assigned(officials: Officials, duty: ScopedDuty, found: Answer, day: int, role: str) -> list[str]:
    """Return the posts with that role by an assignment in force on the day, those already answering left out."""
    if role not in officials.assigned_roles:
        return []
    table = officials.docket["assignments"]
    rows = [
        *officials.assigned_by_obligation.get(duty.obligation, ()),
        *officials.assigned_by_instrument.get(duty.instrument or "", ()),
    ]
    for body in found.bodies:
        rows += [row for row in scoped_rows(officials, body) if specificity(table["scope"][row], duty) is not None]
    own = {seat.post for seat in found.seats}
    posts = dict.fromkeys(
        table["post"][row] for row in rows if table["role"][row] == role and officials.in_force("assignments", row, day)
    )
    return [post for post in posts if post not in own]


def supervisors(officials: Officials, duty: ScopedDuty, found: Answer, day: int) -> list[str]:
    """Return the posts that supervise the responsible posts or their bodies on the day."""
    below = [*(seat.post for seat in found.seats), *found.bodies]
    posts = dict.fromkeys(assigned(officials, duty, found, day, "supervisor"))
    for key in below:
        posts.update(dict.fromkeys(superiors(officials, key, duty, day)))
    own = {seat.post for seat in found.seats}
    return [post for post in posts if post not in own]


def superiors(officials: Officials, key: str, duty: ScopedDuty, day: int) -> list[str]:
    """Return the posts with authority over a post or body on the day; of a superior body its heads."""
    table = officials.docket["authorities"]
    posts: dict[str, None] = {}
    for row in officials.superiors_of.get(key, ()):
        scope = table["scope"][row]
        fits = not scope or specificity(scope, duty) is not None
        if fits and (table["kind"][row] or "lead") in _LEADS and officials.in_force("authorities", row, day):
            posts.update(dict.fromkeys(_posts(officials, table["superior"][row])))
    return list(posts)


def _posts(officials: Officials, key: str) -> list[str]:
    if key in officials.posts:
        return [key]
    return heads(officials, key)


def heads(officials: Officials, body: str) -> list[str]:
    """Return the head posts of a body, by id."""
    table = officials.docket["posts"]
    return [table["id"][row] for row in officials.posts_of.get(body, ()) if table["rank"][row] == "head"]


def authority(officials: Officials, duty: ScopedDuty, found: Answer, day: int) -> list[str]:
    """Return the heads of the authority for which another body of its side performs (R25.6), those already answering left out."""
    if duty.beside is None:
        return []
    own = {*found.heads, *(seat.post for seat in found.seats)}
    bodies = follow(officials, duty.beside, duty, day).at
    return [
        post for body in bodies for post in heads(officials, body) if post not in own and exists(officials, post, day)
    ]


def pointer(officials: Officials, duty: ScopedDuty, post: str | None, day: int) -> str | None:
    """Return where to turn when nobody held the post: head of the body, superior leader, superior body. Never charged."""
    body = officials.org_of(post) if post else duty.bearer or ""
    near = [head for head in heads(officials, body) if head != post]
    near += superiors(officials, post or "", duty, day) + superiors(officials, body, duty, day)
    parent = officials.cell("orgs", body, "parent")
    near += heads(officials, parent) if parent else []
    return near[0] if near else parent


def authority_changes(officials: Officials, keys: Sequence[str], start: int, end: int) -> list[int]:
    """Return the days inside (start, end) on which an authority over one of the keys begins or ends."""
    table = officials.docket["authorities"]
    days: set[int] = set()
    for key in keys:
        for row in officials.superiors_of.get(key, ()):
            for column, later in (("start", 0), ("end", 1)):
                date = table[column][row]
                days.update((date.lo + later, date.hi + later) if date is not None else ())
    return sorted(day for day in days if start < day < end)
