"""The columnar index over duties and posts: every timeline cut once, then asked with one `searchsorted` for many breaches.

Two sorted keys, each `number << 22 | day`: of a class of duties, to the posts that answer from that day on; of a post, to who
holds it from that day on. What stands behind a key is what `Tracer.answer` and `Timeline` say of it, so a trace in bulk and a trace
of one obligation have one source. Days are counted from 0001-01-01 here. Lists of several values are in CSR form: `at[n]:at[n+1]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govaudit.model import EPOCH, iso
from govaudit.officials.record.timeline import HOLDERS, REASONS
from govaudit.officials.trace import other_roles as beside
from govaudit.officials.trace.duty_classes import Classifier
from govaudit.officials.trace.hops import tenure_hop, worst
from govaudit.officials.trace.trace_gaps import rivals
from govaudit.officials.trace.tracer import Tracer
from govaudit.settle import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from govaudit.model import Hop
    from govaudit.officials.record.assignment_scope import ScopedDuty
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.record.timeline import Holding
    from govaudit.officials.trace.duty_classes import ClassedDuties

BITS = 22  # of a day counted from 0001-01-01: the year 9999 needs no more
ROLES = ("responsible", *beside.BESIDE)


def keyed(number: Any, day: Any) -> Any:
    """Return the sorted key of a day (since 1970-01-01) of a numbered timeline; days before the year 1 count as its first."""
    import numpy as np

    return number << BITS | np.maximum(day + EPOCH, 0)


class IndexRows:
    """Lists of numbers, one after another: CSR form while it grows."""

    def __init__(self) -> None:
        self.at: list[int] = [0]
        self.values: list[int] = []

    def add(self, values: Iterable[int]) -> None:
        """Add one list."""
        self.values.extend(values)
        self.at.append(len(self.values))

    def arrays(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the ends and the values."""
        import numpy as np

        return np.array(self.at, np.int64), np.array(self.values, np.int64)


@dataclass(slots=True)
class Answers:
    """Which posts answer, by class of duties and day. An entry is one post in one role, `joint` of them sharing each day."""

    key: NDArray[Any]  # class << 22 | first day
    stop: NDArray[Any]  # day (since 1970) on which it ends
    flags: list[tuple[str, ...]]  # what was odd on the way (posts.Answer.flags), by answer
    entry_at: NDArray[Any]  # CSR: answer -> entries
    role: NDArray[Any]  # by entry, into ROLES
    post: NDArray[Any]  # by entry, row of the table; one more than the last where no post is known
    joint: NDArray[Any]
    certainty: NDArray[Any]  # the weakest of its hops, into hops.CERTAINTIES
    hop_at: NDArray[Any]  # CSR: entry -> hops, numbers into Index.hops
    hop: NDArray[Any]


@dataclass(slots=True)
class Holdings:
    """Who holds a post, by post and day; `at` lists who shares the day: tenures, or one entry -1 where nobody is known to."""

    key: NDArray[Any]  # post << 22 | first day
    stop: NDArray[Any]  # day (since 1970) on which it ends
    holder: NDArray[Any]  # into HOLDERS
    reason: NDArray[Any]  # into REASONS
    conflict: NDArray[Any]  # more people than seats, beyond the day of handover
    at: NDArray[Any]  # CSR: holding -> sharers
    tenure: NDArray[Any]  # by sharer, row of the table
    person: NDArray[Any]  # by sharer, into Index.person_ids


class Index:
    """The record of officials, compiled for the duties of a docket and the days [first, until)."""

    def __init__(self, officials: Officials, duties: ClassedDuties, first: int, until: int) -> None:
        self.officials, self.duties = officials, duties
        self.first, self.until = first, max(until, first + 1)
        self.hops: list[Hop] = []
        self.holdings: list[Holding | None] = []
        self.tenures: dict[int, Tenure] = {}
        self._hop_numbers: dict[tuple[Any, ...], int] = {}
        self.class_of, standing = Classifier(officials).classes(duties)
        self.answers = self._answers(standing)
        self.held = self._held()

    @cached_property
    def post_ids(self) -> list[str | None]:
        """Post id by row, None for no post."""
        return [*self.officials.docket["posts"]["id"], None]

    @cached_property
    def tenure_certainty(self) -> NDArray[Any]:
        """The certainty stated of each tenure, by row, into hops.CERTAINTIES."""
        import numpy as np

        return np.array(
            [
                worst([stated or "certain", *(() if self.officials.documented(papers or ()) else ("probable",))])
                for stated, papers in zip(
                    *(self.officials.docket["tenures"][name] for name in ("certainty", "evidence")), strict=True
                )
            ]
            or [0]
        )

    @cached_property
    def footing(self) -> NDArray[Any]:
        """How certain it is that there is each duty at all, by row, into hops.CERTAINTIES."""
        import numpy as np

        officials = self.officials
        shown: dict[str | None, bool] = {}  # whether a document shows an instrument
        found = []
        for key, instrument in zip(self.duties.obligation, self.duties.instrument, strict=True):
            row, paper = officials.obligations.get(key), officials.instruments.get(instrument or "")
            if instrument not in shown:
                shown[instrument] = officials.documented(officials.shown_by(("instruments", paper)))
            bare = not shown[instrument] and not officials.documented(officials.shown_by(("obligations", row)))
            assumed = row is not None and officials.view.sides.is_assumed(key)
            found.append(worst(["possible"] if assumed else ["probable"] if bare else ["certain"]))
        return np.array(found or [0])

    def hop(self, number: int, day: int, obligation: str) -> Hop:
        """Return a hop with the day it was tested on; numbers after the last are rows of tenures."""
        if number >= len(self.hops):
            return tenure_hop(self.officials, self.tenures[number - len(self.hops)], day)
        found = self.hops[number]
        return replace(found, tested_on=iso(day), fact=found.fact or obligation)

    # --- classes of duties --------------------------------------------------------------------------------------------

    def _answers(self, standing: list[ScopedDuty]) -> Answers:
        import numpy as np

        key: list[int] = []
        stop: list[int] = []
        flags: list[tuple[str, ...]] = []
        entries, hops = IndexRows(), IndexRows()
        columns: list[tuple[int, ...]] = []
        for number, duty in enumerate(standing):
            tracer = Tracer(self.officials, Status(duty.obligation, duty.instrument, None, None, ""), self.until, duty)
            days = [self.first, *tracer.changes(self.first, self.until)]
            key += [number << BITS | max(day + EPOCH, 0) for day in days]
            stop += [*days[1:], self.until]
            for day in days:
                flags.append(tracer.answer(day).flags)
                found = list(self._entries(tracer, day))
                entries.add(range(len(columns), len(columns) + len(found)))
                for *entry, path in found:
                    columns.append((*entry, worst(step.certainty for step in path)))
                    hops.add([self._number(step) for step in path])
        roles, posts, joint, certainty = np.array(columns, np.int64).reshape(-1, 4).T
        hop_at, hop = hops.arrays()
        return Answers(
            np.array(key, np.int64), np.array(stop, np.int64), flags, entries.arrays()[0], roles, posts, joint, certainty, hop_at, hop
        )  # fmt: skip

    def _entries(self, tracer: Tracer, day: int) -> Iterator[tuple[int, int, int, tuple[Hop, ...]]]:
        """Yield each post that answers in some role on the day, how many share it, and the hops that lead there."""
        rows = self.officials.posts
        seated = tracer.seated(day)
        for post in seated:
            yield 0, rows[post], len(seated), tracer.to_posts(day, post)
        if not seated:
            yield 0, len(self.post_ids) - 1, 1, tracer.to_posts(day, None)
        for role, posts in tracer.beside(day).items():
            for post in posts:
                path = tracer.delegates(day).hops[post] if role == "delegate" else ()
                yield ROLES.index(role), rows[post], len(posts), path

    def _number(self, step: Hop) -> int:
        key = (step.fact, step.text, step.start, step.end, step.certainty, step.evidence)
        number = self._hop_numbers.setdefault(key, len(self.hops))
        if number == len(self.hops):
            self.hops.append(step)
        return number

    # --- posts --------------------------------------------------------------------------------------------------------

    def _held(self) -> Holdings:
        import numpy as np

        nobody = len(self.post_ids) - 1
        key: list[int] = []
        stop: list[int] = []
        columns: list[tuple[int, int, bool]] = []
        tenures, persons, people = IndexRows(), list[int](), dict[str, int]()
        for post in np.unique(self.answers.post).tolist():
            for day, end, holding in [(self.first, self.until, None)] if post == nobody else self._segments(post):
                key.append(post << BITS | max(day + EPOCH, 0))
                stop.append(end)
                self.holdings.append(holding)
                columns.append(self._column(post, holding))
                sharing = holding.primary if holding is not None and holding.holder == "person" else ()
                self.tenures.update((tenure.row, tenure) for tenure in sharing)
                tenures.add([tenure.row for tenure in sharing] or [-1])
                persons += [people.setdefault(tenure.person, len(people)) for tenure in sharing] or [-1]
        holder, reason, conflict = np.array(columns, np.int64).reshape(-1, 3).T
        at, tenure = tenures.arrays()
        self.person_ids = list(people)
        return Holdings(
            np.array(key, np.int64),
            np.array(stop, np.int64),
            holder,
            reason,
            conflict,
            at,
            tenure,
            np.array(persons, np.int64),
        )

    def _segments(self, post: int) -> Iterator[tuple[int, int, Holding | None]]:
        return self.officials.timeline(self.post_ids[post] or "").between(self.first, self.until)

    def _column(self, post: int, holding: Holding | None) -> tuple[int, int, bool]:
        if holding is None:
            return HOLDERS.index("post_missing"), REASONS.index("post_missing"), False
        conflict = bool(rivals(self.officials, self.post_ids[post] or "", holding))
        return HOLDERS.index(holding.holder), REASONS.index(holding.reason), conflict
