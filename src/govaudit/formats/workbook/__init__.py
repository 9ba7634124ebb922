"""Workbooks (xlsx) behind a guard: headings, cells, template, the marked copy with remarks, files without a clock in them.

Sizes and shapes are checked before anything is unpacked; a workbook that is refused is a problem, not an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.workbook.marked_copy import write_marked
    from govaudit.formats.workbook.template import empty_workbook, without_clock
    from govaudit.formats.workbook.template_examples import WORKED_ID

open_door(__name__)
