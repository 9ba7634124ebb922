"""A carrier of one process: what Spark does to the parts of a docket, as a loop."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from govaudit.settle.bulk.bulk_tasks import in_order, match, read_groups, read_ids, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.formats.bulk.bulk_reader import Slice
    from govaudit.settle.bulk.blobs import Blob
    from govaudit.settle.bulk.bulk_tasks import Job


class Loop:
    """Carries everything in this process, in so many pieces."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces

    def keys(self, pieces: int) -> tuple[int, ...]:
        return tuple(range(100, 100 + max(pieces, self._pieces)))

    def spread(
        self, task: Callable[[Iterable[Blob]], Iterator[Blob]], blobs: Iterable[Blob], pieces: int
    ) -> Iterator[Blob]:
        found = list(blobs)
        assert len({blob.key for blob in found}) <= pieces
        for blob in found:
            yield from task([blob])

    def carry(self, job: Job, ids: Sequence[Slice], groups: Sequence[Slice]) -> Iterator[Blob]:
        job = pickle.loads(pickle.dumps(job))  # noqa: S301 - as it would travel
        matched = _gathered(job, [blob for part in ids for blob in read_ids(job, part)], match)
        pieces = [*matched, *(blob for part in groups for blob in read_groups(job, part))]
        return iter(_gathered(job, _gathered(job, pieces, settle), in_order))


def _gathered(job: Job, blobs: list[Blob], task: Callable[[Job, Iterable[Blob]], Iterator[Blob]]) -> list[Blob]:
    assert {blob.key for blob in blobs} <= set(job.keys)
    return [made for key in job.keys for made in task(job, [blob for blob in blobs if blob.key == key])]
