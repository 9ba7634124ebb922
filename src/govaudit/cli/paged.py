"""The view that a document of its own (a handover sheet, a trace) is written from, with the manifest it ends with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.audit import manifest_of
from govaudit.model import Run
from govaudit.report.documents import DocumentView

if TYPE_CHECKING:
    from govaudit.cli.run import Loaded
    from govaudit.report import Names
    from govaudit.settle import Settled


def view_of(
    loaded: Loaded, done: Settled, names: Names, as_of: int, lang: str, *, lenient: bool, named: bool
) -> DocumentView:
    """Return the view of a settled docket without findings."""
    manifest = manifest_of(done, loaded.rules, replace(loaded.question(lenient=lenient), as_of=as_of))
    return DocumentView(Run(manifest=replace(manifest, names=named), findings=()), names, lang)
