"""Adding a problem to a docket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model.problem import Problem

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder
    from govaudit.model.problem import Place
    from govaudit.model.text import Text


def report(docket: DocketBuilder, code: str, place: Place, what: Text, remedy: Text, value: Any = None) -> None:
    """Record what is wrong with a row of the docket."""
    docket.problems.append(Problem(code, place, what, remedy, None if value is None else str(value)))
