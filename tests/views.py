"""Views for tests that do not care for the day, and the index of officials over one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.view import View
from govaudit.officials.record.officials import Officials
from govaudit.rules.days.rolling import NEVER

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.officials.trace.degrees import RuleFile


def officials_of(docket: Docket, known_at: int | None = None, rules: RuleFile | None = None) -> Officials:
    """The index over a docket, seen when all that is on record has happened."""
    return Officials(View(docket, NEVER - 1, known_at), rules)
