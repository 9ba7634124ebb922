"""Gather one issue of the report: twelve sections, eight charts, the annex."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.report.charts.all import charts
from govaudit.report.warn import (  # fmt: skip
    annex,
    conclusion,
    contingent,
    districts,
    events,
    indicators,
    limits,
    ppp,
    rectification,
    scope,
    service,
    stress,
)
from govaudit.report.warn.content import Issue
from govaudit.report.warn.items import items as all_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.report.warn.content import Chart, Item, Section
    from govaudit.report.warn.scene import Scene

    Make = Callable[[Scene, tuple[Item, ...], tuple[Chart, ...]], Section]

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


def gather(scene: Scene) -> Issue:
    """Return the issue."""
    items, one, drawn = all_items(scene), scene.overall, charts(scene)
    sections = (make(scene, items, tuple(drawn[letter] for letter in letters)) for letters, make in SECTIONS)
    return Issue(
        unit=scene.unit, name=scene.name(scene.unit), year=scene.year, as_of=scene.as_of, level=one.level, risk=one.risk, baseline=scene.baseline,
        under_stress=scene.under_stress, set_by=one.set_by, items=items, ratios=scene.ratios,
        sections=tuple(replace(section, number=number) for number, section in enumerate(sections, 1)),
        annex=annex.grids(scene, items), manifest=scene.audit.run.manifest,
    )  # fmt: skip
