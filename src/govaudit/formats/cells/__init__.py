"""The meaning of one cell as people write it: days, money with its unit, numbers, rates, yes and no, lists.

Each reader returns the value, or raises `Fault` with what is wrong and what to write instead, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.cells.cell_values import READERS, exact_decimal, read_date, read_int, read_money, read_number
    from govaudit.formats.cells.rate_cells import read_rate

open_door(__name__)
