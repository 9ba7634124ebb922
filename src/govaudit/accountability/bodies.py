"""Step 2 of a trace: follow a body, or a post, through mergers, splits and moved functions to the day asked about.

A transfer counts from its own date on, never back (§3 case 52). 民法典 67 and 行政诉讼法 26: the merged body or the
successor answers, and where an abolished body has none, the body that decided the abolition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.accountability.hops import hop
from govaudit.accountability.scope import specificity
from govaudit.accountability.tenure import NEVER
from govaudit.model.days import iso
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.accountability.officials import Officials
    from govaudit.accountability.scope import Duty
    from govaudit.model.finding import Hop

KINDS = {
    "merge": Text("并入", "merged into"),
    "split": Text("分立为", "split into"),
    "abolish": Text("撤销，由其承继", "abolished, succeeded by"),
    "rename": Text("更名为", "renamed"),
    "function_move": Text("职能划转至", "function moved to"),
    "post_move": Text("岗位划转至", "post moved to"),
}


class Succession(NamedTuple):
    """Where the duty lies on the day: bodies or posts, the hops there, and what was odd on the way."""

    at: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()


def follow(officials: Officials, start: str, duty: Duty, day: int) -> Succession:
    """Return the bodies (or posts) in which the duty of `start` lies on the day; several after an unscoped split."""
    if start not in officials.transfers_from:
        return Succession((start,))
    return _follow(officials, start, duty, day, NEVER, frozenset())


def _follow(officials: Officials, here: str, duty: Duty, day: int, since: int, seen: frozenset[int]) -> Succession:
    table = officials.docket["transfers"]
    rows = [row for row in officials.transfers_from.get(here, ()) if table["date"][row] <= day]
    later = [row for row in rows if table["date"][row] >= since]
    fresh = [row for row in later if row not in seen]
    if not fresh:
        return Succession((here,), (), _standing_flags(officials, rows, later, seen))
    chosen = _choose(officials, fresh, duty)
    if not chosen:
        return Succession((here,))
    date = table["date"][chosen[0]]
    at: dict[str, None] = {}
    hops: list[Hop] = []
    flags: dict[str, None] = {}
    for row in chosen:
        target, flag = _target(officials, row)
        hops.append(_hop(officials, row, target, day))
        onward = _follow(officials, target, duty, day, date, seen | set(chosen)) if target else Succession(())
        hops.extend(onward.hops)
        at.update(dict.fromkeys(onward.at))
        flags.update(dict.fromkeys((*flag, *onward.flags)))
    if len(chosen) > 1:
        flags["joint_successors"] = None
    return Succession(tuple(at), tuple(hops), tuple(flags))


def _standing_flags(officials: Officials, rows: list[int], later: list[int], seen: frozenset[int]) -> tuple[str, ...]:
    """Say why nothing is followed: the chain came back to itself, or the body was gone before the duty reached it."""
    if later:
        return ("succession_cycle",)
    whole = [
        row for row in rows if row not in seen and officials.docket["transfers"]["kind"][row] in {"merge", "abolish"}
    ]
    return ("succession_order",) if whole else ()


def _choose(officials: Officials, rows: list[int], duty: Duty) -> list[int]:
    """Return the transfers that take the duty: scope-specific ones first, then whole-body ones of one day."""
    table = officials.docket["transfers"]
    scoped = [
        (depth, row)
        for row in rows
        if table["scope"][row] and (depth := specificity(table["scope"][row], duty)) is not None
    ]
    if scoped:
        deepest = max(depth for depth, _ in scoped)
        return _earliest(officials, [row for depth, row in scoped if depth == deepest])
    return _earliest(officials, [row for row in rows if not table["scope"][row]])


def _earliest(officials: Officials, rows: list[int]) -> list[int]:
    days = officials.docket["transfers"]["date"]
    first = min((days[row] for row in rows), default=NEVER)
    return [row for row in rows if days[row] == first]


def _target(officials: Officials, row: int) -> tuple[str | None, tuple[str, ...]]:
    table = officials.docket["transfers"]
    if table["to"][row] is not None:
        return table["to"][row], ()
    return table["deciding_body"][row], ("no_successor",)


def name_of(officials: Officials, key: str | None) -> str:
    """Return the name of a body or post."""
    if key is not None and key in officials.posts:
        return officials.post_label(key)
    return officials.org_name(key)


def _hop(officials: Officials, row: int, target: str | None, day: int) -> Hop:
    table = officials.docket["transfers"]
    source, kind = name_of(officials, table["from"][row]), KINDS[table["kind"][row]]
    to = name_of(officials, target)
    if table["to"][row] is None:
        kind = Text(
            "撤销且无承继机关，转至作出决定的机关", "abolished without a successor, on to the body that decided it"
        )
    unscoped = table["kind"][row] in {"function_move", "split"} and not table["scope"][row]
    return hop(
        table["id"][row],
        Text(f"“{source}”{kind.zh}“{to or '无'}”", f"{source} {kind.en} {to or '(none)'}"),
        officials.evidence("transfers", row),
        day,
        (iso(table["date"][row]), None),
        table["certainty"][row] or ("probable" if unscoped else "certain"),
    )
