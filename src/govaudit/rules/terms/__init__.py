"""The dated parts that rules are made of: periods, lines, examples, and which of them is in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.terms.rule_fields import (
        COMPARE,
        Example,
        ExampleCase,
        Expected,
        MeasureLine,
        Period,
        Sentence,
        Shown,
        Within,
        in_force,
    )

open_door(__name__)
