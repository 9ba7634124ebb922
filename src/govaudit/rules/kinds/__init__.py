"""The kinds of rules as records: deadline, limit, required, forbidden, graded, signal, with their dated values and examples.

Records are checked when they are made; what does not fit raises the checker's error, which the catalogue turns into a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.kinds.builtin import Builtin
    from govaudit.rules.kinds.rule import (
        AnyRule,
        Applies,
        Deadline,
        Forbidden,
        Grade,
        Graded,
        Limit,
        Need,
        Required,
        Rule,
        Signal,
    )

open_door(__name__)
