"""The same for dockets larger than memory: bucket by bucket in columns, on several processes or machines, with the same bytes.

What is not in its plainest form goes to the rows, its whole instrument. Raises `NotInColumnsError` where the tables cannot be taken so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.settle.bulk.bulk_status import NotInColumnsError, Result, settle_large
    from govaudit.settle.bulk.many_machines import settle_many
    from govaudit.settle.bulk.row_fallback import HolderFinder
    from govaudit.settle.bulk.spark_session import Spark, spark
    from govaudit.settle.bulk.spread import settle_spread

open_door(__name__)
