"""Gather one issue of the report: twelve sections, eight charts, the annex."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

from govaudit.report.figures.debt_path import debt_path
from govaudit.report.figures.heat_map import heat
from govaudit.report.figures.limit_bars import limit_use
from govaudit.report.figures.maturity_wall import wall
from govaudit.report.figures.outlay_path import outlays
from govaudit.report.figures.payment_calendar import calendar
from govaudit.report.figures.tornado import tornado
from govaudit.report.figures.waterfall import waterfall
from govaudit.report.warning import annex, conclusion, contingent, districts, indicators, rectification
from govaudit.report.warning import debt_limits as limits
from govaudit.report.warning import ppp_chapter as ppp
from govaudit.report.warning import service_chapter as service
from govaudit.report.warning import stress_chapter as stress
from govaudit.report.warning import warning_events as events
from govaudit.report.warning import warning_scope as scope
from govaudit.report.warning.content import Issue
from govaudit.report.warning.warning_items import items as all_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.report.warning.content import Chart, Item, Section
    from govaudit.report.warning.scene import Scene

    Make = Callable[[Scene, tuple[Item, ...], tuple[Chart, ...]], Section]
    from govaudit.report.warning.content import Chart

# The sections in their order, which numbers them, each with the letters of its charts.
SECTIONS: tuple[tuple[str, Make], ...] = (
    ("", lambda scene, items, _: conclusion.section(scene, items)),
    ("", lambda scene, *_: scope.section(scene)),
    ("bg", lambda scene, _, drawn: indicators.section(scene, drawn)),
    ("ah", lambda scene, _, drawn: service.section(scene, drawn)),
    ("f", lambda scene, _, drawn: limits.section(scene, drawn)),
    ("", lambda scene, *_: limits.maturity(scene)),
    ("e", ppp.section),
    ("", lambda scene, *_: contingent.section(scene)),
    ("c", lambda scene, _, drawn: stress.section(scene, drawn)),
    ("d", lambda scene, _, drawn: districts.section(scene, drawn)),
    ("", lambda scene, *_: events.section(scene)),
    ("", lambda scene, items, _: rectification.section(scene, items)),
)


def warning_issue(scene: Scene) -> Issue:
    """Return the issue."""
    items, one, drawn = all_items(scene), scene.overall, charts(scene)
    sections = (make(scene, items, tuple(drawn[letter] for letter in letters)) for letters, make in SECTIONS)
    return Issue(
        unit=scene.unit, name=scene.name(scene.unit), year=scene.year, as_of=scene.as_of, level=one.level, risk=one.risk, baseline=scene.baseline,
        under_stress=scene.under_stress, set_by=one.set_by, items=items, ratios=scene.ratios,
        sections=tuple(replace(section, number=number) for number, section in enumerate(sections, 1)),
        annex=annex.grids(scene, items), manifest=scene.audit.run.manifest,
    )  # fmt: skip


# --- The door of the report: an issue in, one of six formats out; each is imported when asked for


def render_warning(form: str, issue: Issue, lang: str) -> str | bytes:
    """Return the report as text, json or html (text), xlsx, pdf or docx (bytes)."""
    if form == "json":
        from govaudit.report.warning.warning_json import write as write_json

        return write_json(issue, lang)
    if form == "text":
        from govaudit.report.warning.warning_text import write as write_text

        return write_text(issue, lang)
    if form == "xlsx":
        from govaudit.report.warning.warning_book import write as write_xlsx

        return write_xlsx(issue, lang)
    from govaudit.report.render import write_document
    from govaudit.report.warning.warning_pages import build

    return write_document(form, build(issue, lang), lang)


# --- The charts of a report, by letter

# In the order of their letters, by which SECTIONS places them.
_CHARTS = (wall, debt_path, tornado, heat, outlays, limit_use, waterfall, calendar)


def charts(scene: Scene) -> dict[str, Chart]:
    """Return every chart by its letter."""
    return {letter: replace(make(scene), id=letter) for letter, make in zip(ascii_lowercase, _CHARTS, strict=False)}
