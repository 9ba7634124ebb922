"""The view that a document of its own (a handover sheet, a trace) is written from, with the manifest it ends with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.audit import manifest_of
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
    figures: Mapping[str, str] | None = None,
    *,
    lenient: bool,
    named: bool,
) -> View:
    """Return the view of a settled docket without findings."""
    manifest = replace(manifest_of(done, loaded.rules, loaded.question(lenient=lenient)), names=named)
    return View(Run(manifest=manifest, findings=()), done.statuses, names, figures or {})
