"""The dated parts that rules are made of: periods, lines, examples, and which of them is in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.terms.rule_fields import COMPARE as COMPARE
    from govaudit.rules.terms.rule_fields import Example as Example
    from govaudit.rules.terms.rule_fields import ExampleCase as ExampleCase
    from govaudit.rules.terms.rule_fields import Expected as Expected
    from govaudit.rules.terms.rule_fields import MeasureLine as MeasureLine
    from govaudit.rules.terms.rule_fields import Period as Period
    from govaudit.rules.terms.rule_fields import Sentence as Sentence
    from govaudit.rules.terms.rule_fields import Shown as Shown
    from govaudit.rules.terms.rule_fields import Within as Within
    from govaudit.rules.terms.rule_fields import in_force as in_force

open_door(__name__)
