"""The view that a document of its own (a handover sheet, a trace) is written from, with the manifest it ends with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.audit import manifest_of
from govaudit.model.run import Run
from govaudit.report.view import View

if TYPE_CHECKING:
    from govaudit.checks.settled import Settled
    from govaudit.cli.run import Loaded
    from govaudit.report.names import Names


def view_of(loaded: Loaded, done: Settled, names: Names, as_of: int, lang: str, *, lenient: bool, named: bool) -> View:
    """Return the view of a settled docket without findings."""
    manifest = manifest_of(done, loaded.rules, replace(loaded.question(lenient=lenient), as_of=as_of))
    return View(Run(manifest=replace(manifest, names=named), findings=()), names, lang)
