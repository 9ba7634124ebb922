"""Large CSV and Parquet tables in batches of columns, for the settling of dockets larger than memory.

In come paths, out come Arrow batches with the number of each row in its file; what is not in its plainest form is left to the row reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.bulk.bulk_reader import ENOUGH as ENOUGH
    from govaudit.formats.bulk.bulk_reader import STREAMED as STREAMED
    from govaudit.formats.bulk.bulk_reader import Large as Large
    from govaudit.formats.bulk.bulk_reader import Slice as Slice
    from govaudit.formats.bulk.bulk_reader import UnreadableError as UnreadableError
    from govaudit.formats.bulk.bulk_reader import find_large as find_large
    from govaudit.formats.bulk.column_batches import batches as batches
    from govaudit.formats.bulk.column_batches import rows_of as rows_of

open_door(__name__)
