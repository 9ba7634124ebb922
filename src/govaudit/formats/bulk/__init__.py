"""Large CSV and Parquet tables in batches of columns, for the settling of dockets larger than memory.

In come paths, out come Arrow batches with the number of each row in its file; what is not in its plainest form is left to the row reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.bulk.bulk_reader import ENOUGH, STREAMED, Large, Slice, UnreadableError, find_large
    from govaudit.formats.bulk.column_batches import batches, rows_of

open_door(__name__)
