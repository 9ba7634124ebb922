"""Civil days, the working-day calendar of the State Council's yearly notices (2004 on), and the roll of a day (rules R3, R5).

Days are ints, civil days since 1970-01-01; `rank` and `nth` are the calendar as index arrays. Beyond the last notice a day is provisional.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.days.rolling import (
        FOLLOWING,
        MARGIN,
        NEVER,
        NO_ROLL,
        PRECEDING,
        ROLLS,
        add_months,
        civil,
        day_number,
        roll_day,
    )
    from govaudit.rules.days.working_days import Calendar, SpecialDay, chinese_calendar, special_days

open_door(__name__)
