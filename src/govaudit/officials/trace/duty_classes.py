"""Duties that are answered for alike: the same bearer, and nothing on record that tells them apart.

Who answers depends on the bearer and on which scopes on record contain the duty; a city has hundreds of thousands of obligations
but far fewer such classes, so each class is asked once (see `index`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import View
from govaudit.officials.record.assignment_scope import ScopedDuty, matters, specificity
from govaudit.officials.record.posts import reachable, reached, scoped_rows
from govaudit.officials.record.tenure import FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from govaudit.docket import Docket
    from govaudit.officials.record.officials import Officials

_SCOPED = ("assignments", "delegations", "transfers", "authorities")


class ClassedDuties(NamedTuple):
    """Columns of one length, a value an obligation: text or None, the amount in minor units or None. Lists or Arrow arrays."""

    obligation: Sequence[str]
    instrument: Sequence[str | None]
    bearer: Sequence[str | None]
    amount: Sequence[int | None]
    domain: Sequence[str | None]
    kind: Sequence[str | None]
    action: Sequence[str | None]
    region: Sequence[str | None]
    beside: Sequence[str | None]
    side: Sequence[str]


def duties_of(docket: Docket) -> ClassedDuties:
    """Return the duties of a docket, in the order of its obligations."""
    obligations, rows, table = docket["obligations"], docket["instruments"].index, docket["instruments"]
    places = [rows.get(key) for key in obligations["instrument"]]
    sides = View(docket, FOREVER).sides
    own = {name: [None if at is None else table[name][at] for at in places] for name in ("domain", "kind", "region")}
    debts = docket["debts"].index
    own["domain"] = [
        domain or ("debt" if key in debts else None)
        for domain, key in zip(own["domain"], obligations["instrument"], strict=True)
    ]
    return ClassedDuties(
        obligations["id"], obligations["instrument"], obligations["bearer"], obligations["amount"],
        own["domain"], own["kind"], obligations["action"], own["region"], [sides.beside(key) for key in obligations["id"]],
        [sides.of(key) for key in obligations["id"]],
    )  # fmt: skip


class Classes(NamedTuple):
    """The class of each duty (int64, n values), and a duty that stands for each class."""

    of: NDArray[Any]
    duties: list[ScopedDuty]


class Classifier:
    """What the record of officials can tell apart."""

    def __init__(self, officials: Officials) -> None:
        self.officials = officials
        self._depths: dict[tuple[str, tuple[Any, ...]], int | None] = {}
        self._told_by: dict[tuple[str | None, str | None], tuple[tuple[str, ...], bool]] = {}

    @cached_property
    def _named(self) -> set[str]:
        """Every id that an assignment or a scope names."""
        scopes = (scope for name in _SCOPED for scope in self.officials.docket[name]["scope"] if scope)
        words = {matter for scope in set(scopes) for matter, _ in matters(scope)}
        return words | self.officials.assigned_by_obligation.keys() | self.officials.assigned_by_instrument.keys()

    def classes(self, duties: ClassedDuties) -> Classes:
        """Return the classes of duties; first those of equal columns, then those of equal answers."""
        import numpy as np

        codes, firsts = self._equal_columns(duties)
        found: dict[tuple[Any, ...], int] = {}
        kept: list[ScopedDuty] = []
        joined = np.empty(len(firsts), np.int64)
        for number, row in enumerate(firsts.tolist()):
            duty = self._stated(duties, row)
            key = self._key(duty)
            joined[number] = found.setdefault(key, len(kept))
            if joined[number] == len(kept):
                kept.append(duty)
        return Classes(joined[codes], kept)

    def _equal_columns(self, duties: ClassedDuties) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return a code for each duty, equal where all that can matter is equal, and the first row of each code."""
        import numpy as np
        import pyarrow as pa

        named = pa.array(sorted(self._named), pa.string())
        code = np.zeros(len(duties.obligation), np.int64)
        first = np.arange(min(1, len(code)))
        for column in duties._fields:
            values = getattr(duties, column)
            code, first = _joined(code, self._codes(column, values, named))
        return code, first

    def _codes(self, column: str, values: Sequence[Any], named: Any) -> NDArray[Any]:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        if column == "amount":
            limits = sorted({limit for limit in self.officials.docket["delegations"]["ceiling"] if limit is not None})
            amounts = pa.array(values, pa.int64()).fill_null(-(1 << 62)).to_numpy(zero_copy_only=False)
            return np.asarray(np.searchsorted(np.array(limits, np.int64), amounts))
        texts = pa.array(values, pa.string()) if not isinstance(values, (pa.Array, pa.ChunkedArray)) else values
        if column in {"obligation", "instrument"}:
            found = pc.index_in(texts, value_set=named)
        else:
            coded = pc.dictionary_encode(texts)
            found = (coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded).indices
        return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False)).astype(np.int64) + 1

    def _stated(self, duties: ClassedDuties, row: int) -> ScopedDuty:
        """Return the duty of a row; an id that nobody names is left out, so that it stands for its class."""
        facts = {name: _plain(getattr(duties, name)[row]) for name in duties._fields}
        for name in ("obligation", "instrument"):
            facts[name] = facts[name] if facts[name] in self._named else None
        facts["obligation"] = facts["obligation"] or ""
        return ScopedDuty.stated(*(facts[name] for name in duties._fields))

    def _key(self, duty: ScopedDuty) -> tuple[Any, ...]:
        """Return what answers depend on: bearer, names, and how narrowly each scope that may concern the bearer contains the duty."""
        names = (duty.obligation, duty.instrument)
        what = (*sorted(duty.names), *sorted(duty.matters), *sorted(duty.domains))
        who = (duty.bearer, duty.beside, duty.side)
        if any(names):  # an assignment by name may lead to posts of other bodies: told apart by all its facts
            return (*who, *names, what, duty.amount)
        scopes, capped = self._scopes(duty.bearer, duty.beside)
        return (*who, tuple(self._depth(scope, what, duty) for scope in scopes), duty.amount if capped else None)

    def _depth(self, scope: str, what: tuple[Any, ...], duty: ScopedDuty) -> int | None:
        if (scope, what) not in self._depths:
            self._depths[scope, what] = specificity(scope, duty)
        return self._depths[scope, what]

    def _scopes(self, bearer: str | None, beside: str | None) -> tuple[tuple[str, ...], bool]:
        """Return the scopes that may concern a bearer's duties, and whether a delegation has a ceiling."""
        if (bearer, beside) not in self._told_by:
            self._told_by[bearer, beside] = self._find_scopes(bearer, beside)
        return self._told_by[bearer, beside]

    def _find_scopes(self, bearer: str | None, beside: str | None) -> tuple[tuple[str, ...], bool]:
        officials = self.officials
        bodies = reachable(officials, bearer) | reachable(officials, beside)
        by_scope = [row for body in bodies for row in scoped_rows(officials, body)]
        posts = {officials.docket["assignments"]["post"][row] for row in by_scope}
        keys = reached(officials, bodies | posts)
        keys |= {post for key in keys for post in officials.ranked(key, None)}
        delegated = _closure(officials, keys)
        rows = {
            "assignments": by_scope,
            "delegations": delegated,
            "transfers": [row for key in keys for row in officials.transfers_from.get(key, ())],
            "authorities": [row for key in keys for row in officials.superiors_of.get(key, ())],
        }
        scopes = {officials.docket[table]["scope"][row] for table, found in rows.items() for row in found}
        capped = any(officials.docket["delegations"]["ceiling"][row] is not None for row in delegated)
        return tuple(sorted(scope for scope in scopes if scope)), capped


def _closure(officials: Officials, posts: Iterable[str]) -> list[int]:
    """Return the rows of all delegations on chains from the posts."""
    rows: dict[int, None] = {}
    waiting, seen = list(posts), set[str]()
    while waiting:
        post = waiting.pop()
        if post not in seen:
            seen.add(post)
            rows.update(dict.fromkeys(officials.delegated_from.get(post, ())))
            waiting += [
                officials.docket["delegations"]["to_post"][row] for row in officials.delegated_from.get(post, ())
            ]
    return list(rows)


def _joined(code: NDArray[Any], more: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Combine two codes into one that counts from 0, and the first row of each value."""
    import numpy as np

    both = code * (int(more.max(initial=0)) + 1) + more
    _, first, inverse = np.unique(both, return_index=True, return_inverse=True)
    return inverse, first


def _plain(value: Any) -> Any:
    """Return a Python value of an Arrow scalar."""
    return value.as_py() if hasattr(value, "as_py") else value
