"""What `audit` and `render` share: which document of a run is wanted, and how it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from govaudit.cli.options import say
from govaudit.model import Fault
from govaudit.report import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from govaudit.model import Run


def document_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--document` and `--subject`."""
    subject = click.option(
        "--subject",
        default=None,
        help=say(
            "文书对象：义务或发现（失信记录单）、机构（提示函）、项目（PPP报告）",
            "whom the document is about: an obligation or finding, a body, or a project",
        ),
    )
    document = click.option("--document", type=click.Choice(list(DOCUMENTS)), default="audit", show_default=True,
                            help=say("文书：审计报告、政务失信记录单、风险提示函、PPP责任回溯报告（html、pdf、docx）", "the document: audit report, breach record, risk warning, PPP accountability report (html, pdf, docx)"))  # fmt: skip
    return document(subject(command))


def write_run(run: Run, form: str, output: Path | None, document: str, subject: str | None, lang: str) -> None:
    """Write a run as it is asked for; a document or subject that cannot be had ends the command with exit status 2."""
    from govaudit.cli.run import emit, refuse
    from govaudit.report import render_run
    from govaudit.report.renderers import wants_color

    try:
        content = render_run(form, run, lang, document, subject, color=output is None and wants_color(sys.stdout))
    except Fault as fault:
        refuse(fault, lang)
    emit(content, output, lang, bom=form == "csv")
