"""What is wrong with the record of office as a whole: circles, double records, single points, posts without anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.structure.single_points import find_single_points
    from govaudit.officials.structure.structure import scope_problems, structure_findings

open_door(__name__)
