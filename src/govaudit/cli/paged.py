"""The view that a document of its own (a handover sheet, a trace) is written from, with the manifest it ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.audit import Question, manifest_of
from govaudit.model.finding import Run
from govaudit.report.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.checks.settled import Settled
    from govaudit.cli.run import Loaded
    from govaudit.report.names import Names


def view_of(
    loaded: Loaded,
    done: Settled,
    names: Names,
    as_of: int,
    figures: Mapping[str, str] | None = None,
    *,
    lenient: bool,
    named: bool,
) -> View:
    """Return the view of a settled docket without findings."""
    ask = Question(as_of, loaded.known_at, lenient, named)
    manifest = manifest_of(done.docket, loaded.rules, ask, done.statuses, [], done.missing)
    return View(Run(manifest=manifest, findings=()), done.statuses, names, figures or {})
