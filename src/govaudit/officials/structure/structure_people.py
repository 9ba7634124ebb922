"""What is odd about people in the record of officials: self-supervision, two ids, tenures that cannot all be right."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from govaudit.model import Finding, fingerprint_of
from govaudit.officials.official_words import joined, listed
from govaudit.officials.record.officials import DEAD
from govaudit.officials.record.tenure import CLASSES, FOREVER, same_office
from govaudit.officials.trace.other_roles import heads
from govaudit.rules import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure


def self_supervision(officials: Officials, as_of: int) -> Iterator[Finding]:
    """Return pairs of a supervising and a supervised post that one person held at a time up to `as_of`."""
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
            said = {"above": one, "below": other, "tenures": joined(both)}
            yield structure_finding("ST-02", (above, below), said, (fact, *both), post=below)


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
    ones, others = _by_person(officials, above, as_of), _by_person(officials, below, as_of)
    found: dict[str, None] = {}
    for person in ones.keys() & others.keys():
        found.update(dict.fromkeys((*_meeting(ones[person], others[person]), *_meeting(others[person], ones[person]))))
    return sorted(found)


_Held = list[tuple[int, int, str]]  # certain from, until, id


def _by_person(officials: Officials, post: str, as_of: int) -> dict[str, _Held]:
    """Return, by person, the days up to `as_of` on which each tenure certainly covers the post, in order of time."""
    held: dict[str, _Held] = defaultdict(list)
    for tenure in officials.timeline(post).tenures:
        until = min(tenure.end_lo, as_of + 1)
        if tenure.start_hi < until:
            held[tenure.person].append((tenure.start_hi, until, tenure.id))
    return {person: sorted(days) for person, days in held.items()}


def _meeting(ones: _Held, others: _Held) -> list[str]:
    """Return the ids of those tenures that have a day in common with one of the others."""
    starts = [start for start, _, _ in others]
    latest = list(itertools.accumulate((until for _, until, _ in others), max))
    return [key for start, until, key in ones if (n := bisect_left(starts, until)) and latest[n - 1] > start]


def identities(officials: Officials) -> Iterator[Finding]:
    """Return persons under two ids: of one name, of one identifier, or merged in a circle."""
    yield from _merged_in_a_circle(officials)
    yield from _same_names(officials)
    yield from _same_identifiers(officials)


def _merged_in_a_circle(officials: Officials) -> Iterator[Finding]:
    table = officials.docket["persons"]
    into = {key: to for key, to in zip(table["id"], table["merged_into"], strict=True) if to is not None}
    seen: set[str] = set()
    for key in sorted(into):
        way: dict[str, None] = {}
        while key in into and key not in seen and key not in way:
            way[key] = None
            key = into[key]  # noqa: PLW2901 - the walk along the chain
        if key in way:
            circle = sorted(list(way)[list(way).index(key) :])
            yield structure_finding("ST-15", circle, {"persons": joined(circle), "taken": circle[0]}, circle)
        seen.update(way)


def _same_names(officials: Officials) -> Iterator[Finding]:
    """Return ids of one name that may well be of one person: they served in one body, or one identifier is stated of both.

    A name alone says nothing among thousands of officials; and two values of one kind of identifier are two persons.
    """
    table = officials.docket["persons"]
    stated: dict[str, dict[str, str]] = defaultdict(dict)
    # By name, kind and value of what is alike the persons.
    alike: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    bodies = _bodies(officials)
    for key, name, identifiers in zip(table["id"], table["name"], table["identifiers"], strict=True):
        person = officials.person(key)
        stated[person] |= {kind: str(one) for kind, one in identifiers.items()} if isinstance(identifiers, dict) else {}
        for kind, value in (*(("body", body) for body in bodies.get(key, ())), *stated[person].items()):
            alike[name, kind, value].setdefault(person)
    pairs = [
        (one, other) for people in alike.values() for one, other in itertools.combinations(people, 2)
        if all(stated[one][kind] == stated[other][kind] for kind in stated[one].keys() & stated[other].keys())
    ]  # fmt: skip
    for people in _joined(pairs):
        yield structure_finding("ST-08", people, {"count": len(people)}, people)


def _bodies(officials: Officials) -> dict[str, set[str]]:
    """Return the bodies in which each person, by id, held a post."""
    found: dict[str, set[str]] = defaultdict(set)
    tenures = officials.docket["tenures"]
    for row in officials.visible("tenures"):
        found[tenures["person"][row]].add(officials.org_of(tenures["post"][row]))
    return found


def _joined(pairs: list[tuple[str, str]]) -> list[list[str]]:
    """Return the groups that pairs make, each in order of id, in the order of their first pairs."""
    group: dict[str, list[str]] = {}
    for one, other in pairs:
        ones, others = group.setdefault(one, [one]), group.setdefault(other, [other])
        if ones is not others:
            ones += others
            group.update(dict.fromkeys(others, ones))
    return [sorted(people) for people in {id(people): people for people in group.values()}.values()]


def _same_identifiers(officials: Officials) -> Iterator[Finding]:
    table = officials.docket["persons"]
    holders: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key, stated in zip(table["id"], table["identifiers"], strict=True):
        for kind, value in stated.items() if isinstance(stated, dict) else ():
            holders[kind, str(value)].setdefault(officials.person(key))
    for (kind, _), people in sorted(holders.items()):
        if len(people) > 1:
            said = {"count": len(people), "identifier": kind}
            yield structure_finding("ST-16", (kind, *sorted(people)), said, sorted(people))


# --- tenures ----------------------------------------------------------------------------------------------------------


def tenures_at_odds(officials: Officials, as_of: int) -> Iterator[Finding]:
    """Return tenures outside the life of their post or person, and those of one post that cannot all be right."""
    for post in sorted(officials.tenures_of):
        if post not in officials.posts:
            continue
        timeline = officials.timeline(post)
        label = officials.post_label(post)
        outside = [tenure.id for tenure in timeline.tenures if _outside(tenure, officials.post_life(post))]
        after = [tenure.id for tenure in timeline.tenures if _after_death(officials, tenure)]
        double = _recorded_twice(officials, post)
        for rule, found in (("ST-06", outside), ("ST-17", after), ("ST-13", double)):
            if found:
                yield structure_finding(
                    rule, (post, *found), {"post": label, "tenures": listed(found)}, found, post=post
                )
        twice = _seated_twice(timeline.tenures, timeline.life.seats, as_of, officials.rules.handover.tolerance_days)
        if twice:
            yield structure_finding("ST-07", (post,), {"post": label, "tenures": listed(twice)}, twice, post=post)


def _outside(tenure: Tenure, life: tuple[int, int]) -> bool:
    start, end = life
    early = tenure.start_hi < start and tenure.start_hi < FOREVER
    return early or tenure.start_lo >= end or (tenure.end_by == "written" and tenure.end_lo > end)


def _after_death(officials: Officials, tenure: Tenure) -> bool:
    """Whether the written days of a tenure certainly go beyond the person's death."""
    if officials.cell("persons", tenure.person, "status") not in DEAD:
        return False
    died = officials.cell("persons", tenure.person, "status_on")
    return died is not None and (
        tenure.start_lo > died.hi or (tenure.end_by == "written" and tenure.end_lo > died.hi + 1)
    )


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
    found = _too_many(regular, seats, tolerance)
    for seat in {tenure.seat for tenure in regular if tenure.seat is not None}:
        found |= _too_many([tenure for tenure in regular if tenure.seat == seat], 1, tolerance)
    return [tenure.id for tenure in tenures if tenure.id in found]


def _too_many(tenures: list[Tenure], seats: int, tolerance: int) -> set[str]:
    """Return the ids of tenures that run beside each other with more people than seats: one sweep over the days of starting."""
    found: set[str] = set()
    running: list[tuple[int, str]] = []  # until, person: a heap
    people: Counter[str] = Counter()
    present = 0
    fresh: list[tuple[int, str]] = []  # until, id: not yet found
    for day, starting in itertools.groupby(sorted(tenures, key=_start), key=_start):
        handed_over = day + 1 + tolerance
        while running and running[0][0] <= handed_over:
            _, gone = heappop(running)
            people[gone] -= 1
            present -= not people[gone]
        for tenure in starting:
            if tenure.end_lo > handed_over:
                heappush(running, (tenure.end_lo, tenure.person))
                present += not people[tenure.person]
                people[tenure.person] += 1
                fresh.append((tenure.end_lo, tenure.id))
        if present > seats:
            found.update(key for until, key in fresh if until > handed_over)
            fresh = []
    return found


def _start(tenure: Tenure) -> int:
    return tenure.start_hi


# --- The findings of structure: what may be odd in the record of officials, in the words of its rules (checklists/builtin)


def structure_finding(
    key: str,
    subject: Iterable[str],
    blanks: Mapping[str, object],
    records: Iterable[str] = (),
    form: str = "",
    **facts: str,
) -> Finding:
    """Return the finding of a rule of structure; `blanks` fill in its sentence, `records` are the ids of the rows it is about."""
    rule = builtin(key)
    listed = ", ".join(records)
    return Finding(
        fingerprint=fingerprint_of(key, *subject), kind=rule.found, rule=key, severity=rule.severity, title=rule.title,
        message=rule.say(form, **blanks), facts={**facts, **({"records": listed} if listed else {})}, next_step=rule.next_step,
    )  # fmt: skip
