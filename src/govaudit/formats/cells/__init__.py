"""The meaning of one cell as people write it: days, money with its unit, numbers, rates, yes and no, lists.

Each reader returns the value, or raises `Fault` with what is wrong and what to write instead, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.cells.cell_values import READERS as READERS
    from govaudit.formats.cells.cell_values import exact_decimal as exact_decimal
    from govaudit.formats.cells.cell_values import read_date as read_date
    from govaudit.formats.cells.cell_values import read_int as read_int
    from govaudit.formats.cells.cell_values import read_money as read_money
    from govaudit.formats.cells.cell_values import read_number as read_number
    from govaudit.formats.cells.rate_cells import read_rate as read_rate

open_door(__name__)
