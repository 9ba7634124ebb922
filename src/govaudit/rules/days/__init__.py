"""Civil days, the working-day calendar of the State Council's yearly notices (2004 on), and the roll of a day (rules R3, R5).

Days are ints, civil days since 1970-01-01; `rank` and `nth` are the calendar as index arrays. Beyond the last notice a day is provisional.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.days.rolling import FOLLOWING as FOLLOWING
    from govaudit.rules.days.rolling import MARGIN as MARGIN
    from govaudit.rules.days.rolling import NEVER as NEVER
    from govaudit.rules.days.rolling import NO_ROLL as NO_ROLL
    from govaudit.rules.days.rolling import PRECEDING as PRECEDING
    from govaudit.rules.days.rolling import ROLLS as ROLLS
    from govaudit.rules.days.rolling import add_months as add_months
    from govaudit.rules.days.rolling import civil as civil
    from govaudit.rules.days.rolling import day_number as day_number
    from govaudit.rules.days.rolling import roll_day as roll_day
    from govaudit.rules.days.working_days import Calendar as Calendar
    from govaudit.rules.days.working_days import SpecialDay as SpecialDay
    from govaudit.rules.days.working_days import chinese_calendar as chinese_calendar
    from govaudit.rules.days.working_days import special_days as special_days

open_door(__name__)
