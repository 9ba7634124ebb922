"""The kinds of rules as records: deadline, limit, required, forbidden, graded, signal, with their dated values and examples.

Records are checked when they are made; what does not fit raises the checker's error, which the catalogue turns into a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.kinds.builtin import Builtin as Builtin
    from govaudit.rules.kinds.rule import AnyRule as AnyRule
    from govaudit.rules.kinds.rule import Applies as Applies
    from govaudit.rules.kinds.rule import Deadline as Deadline
    from govaudit.rules.kinds.rule import Forbidden as Forbidden
    from govaudit.rules.kinds.rule import Grade as Grade
    from govaudit.rules.kinds.rule import Graded as Graded
    from govaudit.rules.kinds.rule import Limit as Limit
    from govaudit.rules.kinds.rule import Need as Need
    from govaudit.rules.kinds.rule import Required as Required
    from govaudit.rules.kinds.rule import Rule as Rule
    from govaudit.rules.kinds.rule import Signal as Signal

open_door(__name__)
