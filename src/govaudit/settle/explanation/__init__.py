"""Why a verdict is what it is: the due day step by step, the events that moved it, what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.settle.explanation.explain_duty import Explainer
    from govaudit.settle.explanation.verdict_reasons import Derivation, ExplainedStep, Explanation, Segment, Tolling

open_door(__name__)
