"""Gather one issue of the report: twelve sections, eight charts, the annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    items, one = all_items(scene), scene.overall
    sections: tuple[Section, ...] = (
        conclusion.section(scene, items),
        scope.section(scene),
        indicators.section(scene, ()),
        service.section(scene, ()),
        limits.section(scene, ()),
        limits.maturity(scene),
        ppp.section(scene, items, ()),
        contingent.section(scene),
        stress.section(scene, ()),
        districts.section(scene, ()),
        events.section(scene),
        rectification.section(scene, items),
    )
    return Issue(
        scene.unit, scene.name(scene.unit), scene.year, scene.as_of, one.level, one.risk, one.baseline, one.under_stress, one.set_by, items, scene.ratios,
        sections, annex.grids(scene, items), scene.audit.run.manifest,
    )  # fmt: skip
