"""Two runs compared by fingerprint: what is new, still open, changed (and in which fields), and closed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govaudit.model import SCHEMA_VERSION, Text, as_json
from govaudit.report import say_facts as show
from govaudit.report.labels import KIND, SEVERITY, label
from govaudit.report.renderers.terminal import Paint, clean, hanging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Finding, Run

_FIELDS = ("kind", "rule", "severity", "title", "message", "basis", "dates", "amounts", "facts", "responsible", "evidence", "next_step")  # fmt: skip
# How a verdict was computed, not what it says.
_WORKINGS = {"rules_applied", "amount_days_unit"}
_MAPS = ("dates", "amounts", "facts")
# Versions that can be compared with this one: 1.1 added fields, and other fingerprints of findings about statutory obligations.
COMPARABLE_VERSIONS = ("1.0",)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding in both runs; `fields` names what differs (`facts.breach_days`), with the values before and after."""

    old: Finding
    new: Finding
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """The four heaps, in the order of the newer run (closed: of the older). An excluded finding counts as closed."""

    old: Run
    new: Run
    added: tuple[Finding, ...]
    same: tuple[Finding, ...]
    changed: tuple[Change, ...]
    closed: tuple[Finding, ...]


def compare_runs(old: Run, new: Run) -> Diff:
    """Compare two runs; findings are the same when their fingerprints are, in a run of schema version 1.0 the former ones."""
    now = {one.former_fingerprint: one.fingerprint for run in (old, new) for one in run.findings}
    before, after = (
        {now.get(one.fingerprint, one.fingerprint): one for one in run.findings if one.suppressed is None}
        for run in (old, new)
    )
    both = [(before[key], finding) for key, finding in after.items() if key in before]
    changes = [Change(was, now, _fields(was, now)) for was, now in both]
    return Diff(
        old, new,
        added=tuple(finding for key, finding in after.items() if key not in before),
        same=tuple(change.new for change in changes if not change.fields),
        changed=tuple(change for change in changes if change.fields),
        closed=tuple(finding for key, finding in before.items() if key not in after),
    )  # fmt: skip


def _fields(old: Finding, new: Finding) -> tuple[tuple[str, Any, Any], ...]:
    was, now = (as_json(finding) for finding in (old, new))
    found: list[tuple[str, Any, Any]] = []
    for name in _FIELDS:
        if name in _MAPS:
            keys = sorted((was[name].keys() | now[name].keys()) - _WORKINGS)
            found += [
                (f"{name}.{key}", was[name].get(key), now[name].get(key))
                for key in keys
                if was[name].get(key) != now[name].get(key)
            ]
        elif was[name] != now[name]:
            found.append((name, was[name], now[name]))
    return tuple(found)


def diff_json(diff: Diff) -> str:
    """Return the comparison as JSON; findings are those of the run, changes name their fields with both values."""
    return json.dumps(document(diff), ensure_ascii=False, indent=2) + "\n"


def document(diff: Diff) -> dict[str, Any]:
    """Return the comparison as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": {"as_of": diff.old.manifest.as_of, "findings": len(diff.old.findings)},
        "new": {"as_of": diff.new.manifest.as_of, "findings": len(diff.new.findings)},
        "new_findings": [as_json(finding) for finding in diff.added],
        "still_open": [finding.fingerprint for finding in diff.same],
        "changed": [
            {"fingerprint": change.new.fingerprint, "rule": change.new.rule, "fields": {name: {"old": was, "new": now} for name, was, now in change.fields}}
            for change in diff.changed
        ],
        "closed": [as_json(finding) for finding in diff.closed],
    }  # fmt: skip


def diff_text(diff: Diff, lang: str, *, color: bool = False, width: int = 100) -> str:
    """Return the comparison for a terminal."""
    paint = Paint(color=color)
    was, now = show.iso_day(diff.old.manifest.as_of), show.iso_day(diff.new.manifest.as_of)
    title = Text(f"两次审计比较：{was.zh} → {now.zh}", f"Two audits compared: {was.en} → {now.en}").pick(lang)
    return "\n".join([paint(title, "bold"), *findings_lines(diff, lang, paint, width)]) + "\n"


def findings_lines(diff: Diff, lang: str, paint: Paint, width: int) -> list[str]:
    """Return the four heaps of findings, counted first."""
    lines = [
        Text(
            f"新增 {len(diff.added)}项，变化 {len(diff.changed)}项，未变 {len(diff.same)}项，了结 {len(diff.closed)}项",
            f"new {len(diff.added)}, changed {len(diff.changed)}, still open {len(diff.same)}, closed {len(diff.closed)}",
        ).pick(lang),
    ]
    lines += _heap(Text("新增", "New"), diff.added, lang, paint, width, "red")
    if diff.changed:
        lines += [
            "",
            paint(Text(f"变化（{len(diff.changed)}）", f"Changed ({len(diff.changed)})").pick(lang), "bold", "yellow"),
        ]
        for change in diff.changed:
            lines += [
                _head(change.new, lang, paint),
                *(
                    _field(name, _united(name, old, change.old), _united(name, new, change.new), lang)
                    for name, old, new in change.fields
                ),
            ]
    lines += _heap(Text("未变", "Still open"), diff.same, lang, paint, width)
    lines += _heap(Text("了结", "Closed"), diff.closed, lang, paint, width, "green")
    return lines


def _heap(title: Text, findings: Sequence[Finding], lang: str, paint: Paint, width: int, *styles: str) -> list[str]:
    if not findings:
        return []
    count = len(findings)
    lines = ["", paint(Text(f"{title.zh}（{count}）", f"{title.en} ({count})").pick(lang), "bold", *styles)]
    for finding in findings:
        lines += [_head(finding, lang, paint), *hanging("", show.message(finding).pick(lang), 4, width)]
    return lines


def _head(finding: Finding, lang: str, paint: Paint) -> str:
    about = finding.obligation or finding.instrument or finding.place or ""
    kind = KIND[finding.kind].pick(lang)
    return f"  {paint(clean(finding.rule), 'bold')}  {clean(finding.title.pick(lang))}  {kind}  {paint(clean(about), 'dim')}"


def _united(name: str, value: Any, finding: Finding) -> Any:
    """Return a value as it is to be shown: money times days with its own unit."""
    if name != "amounts.amount_days" or value is None:
        return value
    return show.amount_days(value, str(finding.facts.get("currency") or "CNY"))


def _field(name: str, old: Any, new: Any, lang: str) -> str:
    said = label(name.partition(".")[2] or name).pick(lang)
    if isinstance(old, (dict, list, tuple)) or isinstance(new, (dict, list, tuple)):
        if isinstance(new, dict) and lang in new:
            return f"    {said}{Text('：', ': ').pick(lang)}{clean(str(new[lang]))}"
        return f"    {said}{Text('：有变化', ': changed').pick(lang)}"
    was, now = (_value(name.partition(".")[2], value, lang) for value in (old, new))
    return f"    {said}{Text('：', ': ').pick(lang)}{was} → {now}"


def _value(key: str, value: object, lang: str) -> str:
    if value is None:
        return Text("无", "none").pick(lang)
    if isinstance(value, Text):
        return value.pick(lang)
    known = {**KIND, **SEVERITY}.get(str(value))
    return known.pick(lang) if known else clean(show.fact(key, value).pick(lang))
