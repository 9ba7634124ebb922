"""Gather one issue of the report: twelve sections, eight charts, the annex."""

from __future__ import annotations

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
    from govaudit.report.warn.content import Section
    from govaudit.report.warn.scene import Scene


def gather(scene: Scene) -> Issue:
    """Return the issue."""
    items, one, drawn = all_items(scene), scene.overall, charts(scene)
    sections: tuple[Section, ...] = (
        conclusion.section(scene, items),
        scope.section(scene),
        indicators.section(scene, (drawn["b"], drawn["g"])),
        service.section(scene, (drawn["a"], drawn["h"])),
        limits.section(scene, (drawn["f"],)),
        limits.maturity(scene),
        ppp.section(scene, items, (drawn["e"],)),
        contingent.section(scene),
        stress.section(scene, (drawn["c"],)),
        districts.section(scene, (drawn["d"],)),
        events.section(scene),
        rectification.section(scene, items),
    )
    return Issue(
        scene.unit, scene.name(scene.unit), scene.year, scene.as_of, one.level, one.risk, scene.baseline, scene.under_stress, one.set_by, items, scene.ratios,
        sections, annex.grids(scene, items), scene.audit.run.manifest,
    )  # fmt: skip
