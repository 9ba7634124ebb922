"""Who held which post when, and who answers for a duty: the accountability graph (rule R24; degrees and words of it).

Days are civil day numbers, half open inside; shares of days are exact Fractions and add up to the days of breach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.official_words import CERTAINTIES as CERTAINTIES
    from govaudit.officials.official_words import DEGREES as DEGREES
    from govaudit.officials.official_words import HOLDERS as HOLDERS
    from govaudit.officials.official_words import PHASES as PHASES
    from govaudit.officials.official_words import ROLES as ROLES
    from govaudit.officials.official_words import phase_word as phase_word
    from govaudit.officials.official_words import role_word as role_word

open_door(__name__)
