"""The index over the officials' tables: built once a docket, asked by id and day, without a graph search.

Facts recorded after `known_at`, or no longer valid then, are not in it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govaudit.officials.record.papers import Papers
from govaudit.officials.record.tenure import CERTAINTIES, FOREVER, NEVER, Tenure, TenureBounds, ends
from govaudit.officials.record.timeline import Life, Timeline, life_between, reliable
from govaudit.officials.trace.degrees import rule_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from govaudit.docket import View
    from govaudit.docket.events import Register
    from govaudit.model import PartialDate
    from govaudit.officials.trace.degrees import RuleFile

Groups = dict[str, list[int]]
DEAD = {"dead", "deceased", "死亡", "去世", "病故"}
# A status with a day that ends an open tenure: whoever is retired, dead, removed or gone no longer serves.
_LEFT = DEAD | {
    "retired", "resigned", "dismissed", "removed",
    "退休", "离休", "辞职", "免职", "开除", "撤职",
}  # fmt: skip


class Officials(Papers):
    """Posts, tenures, assignments, authorities, transfers and acts by their keys; rows are row numbers of the tables."""

    def __init__(self, view: View, rules: RuleFile | None = None) -> None:
        self.view, self.docket = view, view.docket
        self._given = rules
        self.known_at = FOREVER if view.known_at is None else view.known_at
        self._timelines: dict[str, Timeline] = {}
        self.overruled: dict[str, list[Tenure]] = {}  # tenure id -> other records of the same tenure that it overrules
        self._lives: dict[str, tuple[int, int]] = {}
        self._labels: dict[str, str] = {}
        self._cells: dict[tuple[str, str], tuple[Mapping[str, int], Sequence[Any]]] = {}
        self.reaching: dict[str, tuple[int, ...]] = {}  # of posts.scoped_rows, by body
        self._ranks: dict[tuple[str, str | None], list[str]] = {}
        self.change_days: dict[
            tuple[str | None, str | None, tuple[int, ...]], list[int]
        ] = {}  # of posts.changes, by bearer, authority beside it, and assignments

    @cached_property
    def rules(self) -> RuleFile:
        """The rules of the place: degrees, handover, delegation."""
        return self._given or rule_file()

    # --- the tables, as known then -------------------------------------------------------------------------------------

    def visible(self, table: str) -> Iterator[int]:
        """Yield the rows recorded by `known_at` and still valid then."""
        facts = self.docket[table]
        if "recorded_from" not in facts.columns:
            yield from range(len(facts))
            return
        for row, (since, until) in enumerate(zip(facts["recorded_from"], facts["recorded_to"], strict=True)):
            if (since is None or since <= self.known_at) and (until is None or until > self.known_at):
                yield row

    def _grouped(self, table: str, column: str) -> Groups:
        groups: Groups = defaultdict(list)
        keys = self.docket[table][column]
        ids = self.docket[table]["id"]
        for row in self.visible(table):
            if keys[row] is not None:
                groups[keys[row]].append(row)
        for rows in groups.values():
            rows.sort(key=ids.__getitem__)
        return dict(groups)

    @cached_property
    def orgs(self) -> Mapping[str, int]:
        """Org id -> row."""
        return self.docket["orgs"].index

    @cached_property
    def posts(self) -> Mapping[str, int]:
        """Post id -> row."""
        return self.docket["posts"].index

    @cached_property
    def persons(self) -> Mapping[str, int]:
        """Person id -> row."""
        return self.docket["persons"].index

    @cached_property
    def instruments(self) -> Mapping[str, int]:
        """Instrument id -> row."""
        return self.docket["instruments"].index

    @cached_property
    def obligations(self) -> Mapping[str, int]:
        """Obligation id -> row."""
        return self.docket["obligations"].index

    @cached_property
    def posts_of(self) -> Groups:
        """Org id -> rows of its posts, by id."""
        return self._grouped("posts", "org")

    @cached_property
    def tenures_of(self) -> Groups:
        """Post id -> rows of its tenures."""
        return self._grouped("tenures", "post")

    @cached_property
    def assigned_roles(self) -> set[str]:
        """Every role that some assignment gives."""
        return set(self.docket["assignments"]["role"])

    @cached_property
    def assigned_by_obligation(self) -> Groups:
        """Obligation id -> rows of assignments that name it."""
        return self._grouped("assignments", "obligation")

    @cached_property
    def assigned_by_instrument(self) -> Groups:
        """Instrument id -> rows of assignments that name it, without those that name an obligation."""
        named = self.docket["assignments"]["obligation"]
        groups = self._grouped("assignments", "instrument")
        return {key: [row for row in rows if named[row] is None] for key, rows in groups.items()}

    @cached_property
    def assigned_by_scope(self) -> Groups:
        """Org id -> rows of assignments by scope to its posts."""
        table, groups = self.docket["assignments"], defaultdict(list)
        for row in self.visible("assignments"):
            if table["scope"][row] and table["obligation"][row] is None and table["instrument"][row] is None:
                groups[self.org_of(table["post"][row])].append(row)
        for rows in groups.values():
            rows.sort(key=table["id"].__getitem__)
        return dict(groups)

    @cached_property
    def transfers_from(self) -> Groups:
        """Org or post id -> rows of transfers from it."""
        return self._grouped("transfers", "from")

    @cached_property
    def transfers_to(self) -> Groups:
        """Org or post id -> rows of transfers to it."""
        return self._grouped("transfers", "to")

    @cached_property
    def superiors_of(self) -> Groups:
        """Org or post id -> rows of authorities over it."""
        return self._grouped("authorities", "subordinate")

    @cached_property
    def delegated_from(self) -> Groups:
        """Post id -> rows of delegations by it."""
        return self._grouped("delegations", "from_post")

    @property
    def register(self) -> Register | None:
        """The changes of parties by events (T18-T22), None when there is none."""
        return self.view.register

    @cached_property
    def events(self) -> Mapping[str, int]:
        """Event id -> row."""
        return self.docket["events"].index

    @cached_property
    def against(self) -> set[str]:
        """Ids of the events that deal with no duty: refusals, demands of the other side, violations."""
        table = self.docket["events"]
        kinds = {"repudiate", "retract", "demand", "violate", "suspend", "resume"}
        return {key for key, kind in zip(table["id"], table["type"], strict=True) if kind in kinds}

    @cached_property
    def dealt_with(self) -> Groups:
        """Obligation id -> rows of events by which something was done about it: performed or paid in part."""
        table, groups = self.docket["events"], defaultdict(list)
        recorded = table["recorded_at"]
        for row, (kind, key) in enumerate(zip(table["type"], table["obligation"], strict=True)):
            if (
                key is not None
                and kind in {"pay", "perform"}
                and (recorded[row] is None or recorded[row] <= self.known_at)
            ):
                groups[key].append(row)
        for key, statutory in self.view.statutory.items():
            groups[key].extend(self.events[act] for act in statutory.performed_by)
        return dict(groups)

    @cached_property
    def suspended_by(self) -> Groups:
        """Obligation or instrument id -> rows of events that suspended it or let it go on, as known then."""
        table, groups = self.docket["events"], defaultdict(list)
        for row, (kind, recorded) in enumerate(zip(table["type"], table["recorded_at"], strict=True)):
            if kind in {"suspend", "resume"} and (recorded is None or recorded <= self.known_at):
                groups[table["obligation"][row] or table["instrument"][row]].append(row)
        return dict(groups)

    @cached_property
    def acts_on_obligation(self) -> Groups:
        """Obligation id -> rows of acts on it."""
        return self._grouped("acts", "obligation")

    @cached_property
    def acts_on_instrument(self) -> Groups:
        """Instrument id -> rows of acts on it, without those that name an obligation."""
        named = self.docket["acts"]["obligation"]
        groups = self._grouped("acts", "instrument")
        return {key: [row for row in rows if named[row] is None] for key, rows in groups.items()}

    @cached_property
    def _rows(self) -> dict[str, Mapping[str, int]]:
        return {table: self.docket[table].index for table in ("transfers", "delegations")}

    def row(self, table: str, key: str) -> int | None:
        """Return the row of a transfer or delegation with that id."""
        return self._rows[table].get(key)

    # --- one row ------------------------------------------------------------------------------------------------------

    def cell(self, table: str, key: str | None, column: str) -> Any:
        """Return one value of the row with that id, None when there is no such row."""
        found = self._cells.get((table, column))
        if found is None:
            found = self._cells[table, column] = getattr(self, table), self.docket[table][column]
        row = found[0].get(key) if key is not None else None
        return None if row is None else found[1][row]

    def ranked(self, body: str, rank: str | None) -> list[str]:
        """Return the body's posts of a rank (any when None), by id."""
        if (body, rank) not in self._ranks:
            table, rows = self.docket["posts"], self.posts_of.get(body, ())
            self._ranks[body, rank] = [table["id"][row] for row in rows if rank is None or table["rank"][row] == rank]
        return self._ranks[body, rank]

    def org_of(self, post: str) -> str:
        """Return the body a post belongs to."""
        org: str = self.cell("posts", post, "org") or ""
        return org

    def org_name(self, org: str | None) -> str:
        """Return a body's name, its id when it has no row."""
        return self.cell("orgs", org, "name") or org or ""

    def post_label(self, post: str) -> str:
        """Return body and title, as people say it."""
        if post not in self._labels:
            self._labels[post] = self._label(post)
        return self._labels[post]

    def _label(self, post: str) -> str:
        title: str = self.cell("posts", post, "title") or post
        body = self.org_name(self.org_of(post))
        return title if title.startswith(body) else body + (" " if title.isascii() else "") + title

    def person(self, key: str) -> str:
        """Return the id a person's identities were merged into; of identities merged in a circle the first by id."""
        if key not in self._merged:
            return key
        way = [key]
        while (into := self._merged.get(way[-1])) is not None:
            if into in way:
                return min(way[way.index(into) :])
            way.append(into)
        return way[-1]

    @cached_property
    def _merged(self) -> dict[str, str]:
        return {key: into for key in self.persons if (into := self.cell("persons", key, "merged_into")) is not None}

    def names(self, tenures: Iterable[Tenure]) -> tuple[str, ...]:
        """Return the names of those who held some tenures, each person once."""
        people = dict.fromkeys(tenure.person for tenure in tenures)
        return tuple(self.cell("persons", person, "name") or person for person in people)

    @cached_property
    def left(self) -> dict[str, PartialDate]:
        """Person id -> the date from which he surely serves no longer."""
        return {
            key: date for key in self.persons
            if self.cell("persons", key, "status") in _LEFT and (date := self.cell("persons", key, "status_on")) is not None
        }  # fmt: skip

    # --- in force, in office ------------------------------------------------------------------------------------------

    def in_force(self, table: str, row: int, day: int) -> str | None:
        """Return certain or possible when the fact's start and end cover the day, else None."""
        facts = self.docket[table]
        start, end = facts["start"][row], facts["end"][row]
        if (start is not None and day < start.lo) or (end is not None and day > end.hi):
            return None
        sure = (start is None or day >= start.hi) and (end is None or day <= end.lo)
        return "certain" if sure else "possible"

    def post_life(self, post: str) -> tuple[int, int]:
        """Return [start, end) outside which the post, or its body, surely does not exist."""
        if post not in self._lives:
            self._lives[post] = self._find_life(post)
        return self._lives[post]

    def _find_life(self, post: str) -> tuple[int, int]:
        return life_between(
            (self.cell("posts", post, "created"), self.cell("orgs", self.org_of(post), "founded")),
            (self.cell("posts", post, "abolished"), self.cell("orgs", self.org_of(post), "dissolved")),
        )

    @cached_property
    def coverage(self) -> tuple[bool, int | None]:
        """Return whether a source of tenures states its completeness, and the last day it reaches (None: no limit).

        Of several sources the earliest day counts: nobody says which posts each of them covers.
        """
        sources = self.docket["sources"]
        days = [
            day for table, day in zip(sources["table"], sources["complete_through"], strict=True) if table == "tenures"
        ]
        return bool(days), min((day for day in days if day is not None), default=None)

    def timeline(self, post: str) -> Timeline:
        """Return the post's timeline, built at its first use."""
        if post not in self._timelines:
            self._timelines[post] = self._build(post)
        return self._timelines[post]

    def _build(self, post: str) -> Timeline:
        tenures = self._reliable(list(self._tenures(post)))
        start, end = self.post_life(post)
        stated, reach = self.coverage
        known_from = NEVER if stated else start if tenures and start > NEVER else None
        known_to = FOREVER if reach is None else reach + 1
        return Timeline(tenures, Life(start, end, known_from, known_to, self.cell("posts", post, "seats") or 1))

    def _reliable(self, tenures: list[Tenure]) -> list[Tenure]:
        """Leave out what a less reliable record says of a tenure that a more reliable one states otherwise (§3 case 67)."""
        if self.is_of_one_standing:
            return tenures
        standing = {tenure.id: self._standing(tenure.row) for tenure in tenures}
        kept, over = reliable(tenures, standing)
        for one, other in over:
            self.overruled.setdefault(other.id, []).append(one)
        return kept

    def _standing(self, row: int) -> tuple[int, int]:
        """Return how reliable a tenure's record is, less is more: its own certainty, then the rank of its source."""
        table = self.docket["tenures"]
        certainty = CERTAINTIES.index(table["certainty"][row] or "certain")
        rank = self._source_ranks.get(table["source"][row] or "")
        return certainty, FOREVER if rank is None else rank

    @cached_property
    def is_of_one_standing(self) -> bool:
        """Whether no record of a tenure is said to be more reliable than another."""
        return not self._source_ranks and {None, "certain"}.issuperset(self.docket["tenures"]["certainty"])

    @cached_property
    def _source_ranks(self) -> dict[str, int]:
        table = self.docket["sources"]
        return {key: rank for key, rank in zip(table["id"], table["rank"], strict=True) if rank is not None}

    def _tenures(self, post: str) -> Iterator[Tenure]:
        table, reach, abolished = self.docket["tenures"], self.coverage[1], self._abolished(post)
        columns = [table[column] for column in ("id", "person", "kind", "seat", "start", "end", "suspended")]
        for row in self.tenures_of.get(post, ()):
            key, who, kind, seat, start, end, suspended = (column[row] for column in columns)
            person = self.person(who)
            start_lo, start_hi = (start.lo, start.hi) if start else (NEVER, FOREVER)
            bounds = TenureBounds(reach, self.left.get(person), abolished)
            yield Tenure(
                row, key, post, person, kind or "substantive", seat,
                start_lo, start_hi, *ends(start_hi if start else NEVER, end, bounds), tuple(suspended or ()),
            )  # fmt: skip

    def _abolished(self, post: str) -> PartialDate | None:
        dates = (self.cell("posts", post, "abolished"), self.cell("orgs", self.org_of(post), "dissolved"))
        return min((date for date in dates if date is not None), key=lambda date: date.hi, default=None)
