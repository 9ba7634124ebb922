"""Two days of one docket compared: which obligations stand otherwise and why, then which findings are new, changed, closed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.model import Text, iso, spoken, spoken_money, to_text
from govaudit.report import say_facts as show
from govaudit.report.diff import diff_table as findings
from govaudit.report.labels import STATE, label
from govaudit.report.renderers.terminal import Paint, clean, hanging
from govaudit.report.status import explain_words as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.names import Names
    from govaudit.settle import StateChange, Status
    from govaudit.settle.explanation import ExplainedStep

_DAYS = {"due_on", "performed_on"}
_MONEY = {"amount", "open_amount", "interest", "interest_paid", "credit"}


class Dates(NamedTuple):
    """The comparison: along `as_of` (what had happened) or `known_at` (what was recorded), from `first` to `last`; `other` is the day held."""

    along: str
    first: int
    last: int
    other: int | None


def days_text(dates: Dates, found: findings.Diff, changed: Sequence[StateChange], names: Names, lang: str, *, color: bool = False, width: int = 100) -> str:  # fmt: skip
    """Return the comparison for a terminal."""
    paint = Paint(color=color)
    lines = [paint(_title(dates).pick(lang), "bold"), ""]
    count = len(changed)
    lines.append(
        paint(Text(f"义务状态有变化 {count}项", f"obligations that stand otherwise: {count}").pick(lang), "bold")
    )
    for change in changed:
        title = clean(names.title("obligations", change.obligation))
        lines.append(f"  {paint(change.obligation, 'bold')}  {title}")
        for field in change.fields:
            lines += hanging("", _field(field, change).pick(lang), 4, width)
        lines += _because(dates, change, lang, width)
    lines += ["", *findings.findings_lines(found, lang, paint, width)]
    return "\n".join(lines) + "\n"


def days_json(dates: Dates, found: findings.Diff, changed: Sequence[StateChange]) -> str:
    """Return the comparison as JSON: that of the findings, and beside it the obligations with what lies between."""
    plain = findings.document(found)
    plain["compared"] = {
        "along": dates.along,
        "from": iso(dates.first),
        "to": iso(dates.last),
        "other_day": iso(dates.other),
    }
    plain["obligations"] = [
        {
            "obligation": change.obligation,
            "fields": {name: {"old": _plain(name, change.before), "new": _plain(name, change.after)} for name in change.fields},
            "because": [_step(step) for step in change.because],
        }
        for change in changed
    ]  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _title(dates: Dates) -> Text:
    first, last, other = spoken(dates.first), spoken(dates.last), spoken(dates.other)
    if dates.along == "as_of":
        known = (
            Text(f"（只用{other.zh}及以前记录的事实）", f" (from what was recorded by {other.en})")
            if dates.other is not None
            else Text("", "")
        )
        return Text(
            f"同一案卷截至{first.zh}与截至{last.zh}比较{known.zh}",
            f"One docket as of {first.en} and as of {last.en}{known.en}",
        )
    return Text(
        f"同一案卷截至{other.zh}：{first.zh}已知的与{last.zh}已知的比较",
        f"One docket as of {other.en}: as known on {first.en} and on {last.en}",
    )


def _field(name: str, change: StateChange) -> Text:
    was, now, said = _said(name, change.before), _said(name, change.after), label(name)
    return Text(f"{said.zh}：{was.zh} → {now.zh}", f"{said.en}: {was.en} → {now.en}")


def _said(name: str, status: Status | None) -> Text:
    if status is None:
        return Text("无此义务", "no such obligation")
    value = getattr(status, name)
    if name == "state":
        return STATE[value]
    if name == "flags":
        return show.flags(value) if value else Text("无", "none")
    if value is None:
        return Text("无", "none")
    if name in _DAYS:
        return spoken(value)
    return spoken_money(value, status.currency) if name in _MONEY else Text(str(value), str(value))


def _plain(name: str, status: Status | None) -> Any:
    if status is None:
        return None
    value = getattr(status, name)
    if name in _DAYS:
        return iso(value)
    if name in _MONEY:
        return None if value is None else to_text(value, status.currency)
    return list(value) if isinstance(value, tuple) else value


def _step(step: ExplainedStep) -> dict[str, Any]:
    return {"day": iso(step.day), "event": step.event, "type": step.type, "effect": step.effect, "codes": list(step.codes),
            "state": step.state, "recorded_at": iso(step.recorded)}  # fmt: skip


def _because(dates: Dates, change: StateChange, lang: str, width: int) -> list[str]:
    """Say what lies between: steps that happened or were recorded, else that days passed, or calendar and rates were published."""
    lines: list[str] = []
    currency = change.after.currency if change.after is not None else "CNY"
    for step in change.because:
        said, name, day, known = (
            words.effect(step, currency),
            words.event(step),
            spoken(step.day),
            spoken(step.recorded),
        )
        what = Text(f"{day.zh}{said.zh}", f"{day.en} {said.en}")
        if step.event is not None:
            when = Text(f"，{known.zh}记录", f", recorded {known.en}") if step.recorded is not None else Text("", "")
            what = Text(f"{what.zh}（{name.zh}{when.zh}）", f"{what.en} ({name.en}{when.en})")
        lines += hanging(Text("原因：", "because: ").pick(lang), what.pick(lang), 4, width)
    if not lines:
        rest = (
            Text("原因：其间没有新的事件，只是日子过去", "because: no event lies between, only days went by")
            if dates.along == "as_of"
            else Text(
                "原因：其间公布了日历或利率，或者更正了相关事实",
                "because: calendar days or rates were published, or a related fact was recorded",
            )
        )
        lines += hanging("", rest.pick(lang), 4, width)
    return lines
