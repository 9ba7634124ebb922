"""Section 12: what became of the warnings of the issue before, and what was excluded with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, iso
from govaudit.report import say_facts as show
from govaudit.report.warning.content import NOTHING, GridColumn, Section, WarningGrid
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govaudit.model import Finding, Suppression
    from govaudit.report.warning.content import Cell, Item
    from govaudit.report.warning.previous import Matter
    from govaudit.report.warning.scene import Scene


def section(scene: Scene, items: tuple[Item, ...]) -> Section:
    """Return the section."""
    lead: list[Text] = []
    grids: list[WarningGrid] = []
    if scene.previous is None:
        lead.append(Text("上期预警事项及整改情况：未提供（可附上期报告的数据文件）。", "Warnings of the last issue and what became of them: not given (--previous)."))  # fmt: skip
    else:
        found = _follow(scene, items)
        grids += [found] if found.rows else []
        gone = sum(row[4] == _GONE for row in found.rows)
        lead.append(Text(
            f"上期（截至{show.iso_day(scene.previous.as_of).zh}）预警{len(found.rows)}项，本期不再出现{gone}项。",
            f"Of the {len(found.rows)} items of the last issue ({scene.previous.as_of}) {gone} no longer appear.",
        ))  # fmt: skip
    if scene.suppressions:
        grids.append(_excluded(scene.suppressions))
    else:
        lead.append(Text("已批准的排除和整改说明：未提供（可附排除清单）。", "Exclusions with a reason: not given (--suppressions)."))  # fmt: skip
    return Section(Text("整改情况", "Follow-up"), tuple(lead), tuple(grids))


_GONE = Text("本期不再出现，核对销号依据", "no longer found: check why")
_OPEN = Text("仍未解决", "still open")


def _follow(scene: Scene, items: tuple[Item, ...]) -> WarningGrid:
    now = {key: item for item in items for key in _keys(item.finding)}
    excluded = {
        key: one.suppressed for one in scene.audit.run.findings if one.suppressed is not None for key in _keys(one)
    }
    before = scene.previous.items if scene.previous else ()
    rows = tuple(_row(one, now, excluded) for one in before)
    columns = (
        GridColumn("rule", Text("规则", "rule"), 9), GridColumn("title", Text("事项", "matter"), 16), GridColumn("level", Text("上期等级", "level then"), 9), GridColumn("by", Text("要求期限", "asked by"), 13),
        GridColumn("status", Text("状态", "status"), 17), GridColumn("evidence", Text("依据", "evidence"), 36),
    )  # fmt: skip
    return WarningGrid("follow_up", Text("上期预警事项", "Items of the last issue"), columns, rows, most=12)


def _keys(finding: Finding) -> tuple[str, ...]:
    """Return the fingerprints that an issue before may know a finding by."""
    former = finding.former_fingerprint
    return (finding.fingerprint,) if former is None else (finding.fingerprint, former)


def _row(one: Matter, now: dict[str, Item], excluded: Mapping[str, Text]) -> tuple[Cell, ...]:
    status, evidence = _GONE, one.message.text
    if one.fingerprint in now:
        item = now[one.fingerprint]
        status = _OPEN if item.level == one.level else Text(f"仍未解决，转为{LEVELS[item.level].zh}", f"still open, now {LEVELS[item.level].en}")  # fmt: skip
        evidence = item.finding.message
    elif (reason := excluded.get(one.fingerprint)) is not None:
        status, evidence = Text("已排除", "excluded"), reason
    level = LEVELS.get(one.level, Text(one.level, one.level))
    return (one.rule, one.title.text, level, one.by, status, evidence)


def _subject(one: Suppression) -> Cell:
    return " ".join(filter(None, (one.obligation or one.instrument, one.trigger))) or NOTHING


def _excluded(found: Sequence[Suppression]) -> WarningGrid:
    rows = tuple(
        (one.rule or one.fingerprint or "", _subject(one), one.reason, one.who, iso(one.until) or "")
        for one in found
    )  # fmt: skip
    columns = (
        GridColumn("rule", Text("规则", "rule"), 12), GridColumn("subject", Text("对象", "subject"), 20), GridColumn("reason", Text("理由", "reason"), 36), GridColumn("who", Text("批准", "approved by"), 18), GridColumn("until", Text("至", "until"), 14),
    )  # fmt: skip
    return WarningGrid("excluded", Text("排除清单", "Exclusions"), columns, rows, most=8)
