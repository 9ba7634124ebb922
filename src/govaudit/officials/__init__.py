"""Who held which post when, and who answers for a duty: the accountability graph (rule R24; degrees and words of it).

Days are civil day numbers, half open inside; shares of days are exact Fractions and add up to the days of breach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.official_words import (
        CERTAINTIES,
        CERTAINTY_MEANING,
        DEGREES,
        HOLDERS,
        PHASES,
        ROLES,
        phase_word,
        role_word,
    )

open_door(__name__)
