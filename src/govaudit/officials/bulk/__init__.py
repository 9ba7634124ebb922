"""Who answered, for millions of breaches: timelines of posts as arrays, holders and hops by index. Days are civil day numbers; shares of a day are exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.bulk.bulk_lines import lines_of
    from govaudit.officials.bulk.holder_files import spans_of, trace_many
    from govaudit.officials.bulk.holder_index import ROLES, Index
    from govaudit.officials.bulk.shares import BreachHolders, holders_of

open_door(__name__)
