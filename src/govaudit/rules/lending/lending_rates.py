"""The one-year loan prime rate (一年期LPR), below which no late rate agreed with a small or medium enterprise may lie.

`lpr_1y.csv` holds each day from which a new rate was in force, as a fraction a year. All rows are recalled, none was read again in the
notices of the interbank funding centre: what rests on them is provisional, and rows of a docket's own table LPR-1Y take their place.
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from govaudit.model import parse_day, to_day

LPR = "LPR-1Y"  # the name of the table, here and in dockets
# 国令728号 29: in force from this day. A contract signed before it had no floor to keep.
FLOOR_SINCE = to_day(dt.date(2020, 9, 1))
_TABLE = Path(__file__).with_name("lpr_1y.csv")


@lru_cache(maxsize=8)
def recalled_lpr(known_at: int | None) -> tuple[tuple[int, Fraction], ...]:
    """Return (first day, yearly rate) ascending; a rate is published on its first day, so later ones are not known before (R17)."""
    rows = csv.reader(_TABLE.read_text(encoding="utf-8").splitlines()[1:])
    dated = ((parse_day(first), Fraction(Decimal(value))) for first, value, _ in rows)
    return tuple(row for row in dated if known_at is None or row[0] <= known_at)
