"""`govaudit explain-status`: one verdict explained in words and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govaudit.model import SCHEMA_VERSION, Text, iso, spoken, spoken_count, spoken_money, to_text, zone
from govaudit.report.labels import STATE, flag
from govaudit.report.renderers.terminal import WIDTH, clean, hanging, pad
from govaudit.report.status import explain_words as words
from govaudit.rules import spoken_period
from govaudit.settle import row as status_row
from govaudit.words import event_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.report.names import Names
    from govaudit.settle.explanation import Derivation, ExplainedStep, Explanation, Tolling


def explained_text(found: Explanation, names: Names, lang: str, width: int = WIDTH) -> str:
    """Return the explanation for a reader, section by section."""
    return "\n".join(_Told(found, names, lang, width).lines()) + "\n"


class _Told:
    """Tells one explanation in one language."""

    def __init__(self, found: Explanation, names: Names, lang: str, width: int) -> None:
        self.found, self.names, self.lang, self.width = found, names, lang, width
        self.status = found.status
        self.label = 12 if lang == "zh" else 16

    def lines(self) -> Iterator[str]:
        """Yield the text line by line."""
        yield from self._head()
        for number, one in enumerate(self.found.derivations):
            yield from self._due(one, number)
        yield from self._steps()
        yield from self._breach()
        yield from self._interest()
        yield from self._flags()
        yield from self._ground()
        yield from self._rules()

    # --- small things -------------------------------------------------------------------------------------------------

    def _line(self, label: Text, said: Text) -> Iterator[str]:
        yield from hanging(pad(label.pick(self.lang), self.label), said.pick(self.lang), 2, self.width)

    def _section(self, zh: str, en: str) -> Iterator[str]:
        yield ""
        yield Text(zh, en).pick(self.lang)

    def _money(self, value: int | None) -> Text:
        return Text("—", "—") if value is None else spoken_money(value, self.status.currency)

    # --- sections -----------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        found, status = self.found, self.status
        title = clean(self.names.title("obligations", status.obligation))
        of = clean(self.names.title("instruments", status.instrument))
        yield Text(
            f"状态说明：{title}（{status.obligation}）", f"Status explained: {title} ({status.obligation})"
        ).pick(self.lang)
        if of:
            yield from self._line(Text("文书", "instrument"), Text(of, of))
        day, known = spoken(found.as_of), spoken(found.known_at)
        until = (
            Text(f"，只用{known.zh}及以前记录的事实", f", from what was recorded by {known.en}")
            if found.known_at is not None
            else Text("", "")
        )
        yield from self._line(Text("截至", "as of"), Text(f"{day.zh}24时{until.zh}", f"the end of {day.en}{until.en}"))
        yield from self._line(Text("状态", "state"), STATE[status.state])
        said, decided = words.answer(found), words.decided(found)
        whole = Text(f"{said.zh}；{decided.zh}", f"{said.en}; {decided.en}") if decided else said
        yield from self._line(Text("结论", "verdict"), whole)

    def _due(self, one: Derivation, number: int) -> Iterator[str]:
        if one.since is None:
            yield from self._section("到期日", "Due day")
        else:
            day = spoken(one.since)
            yield from self._section(f"变更后的到期日（{number}），{day.zh}起生效，事件 {one.event}",
                                     f"Due day as changed ({number}), in force from {day.en}, event {one.event}")  # fmt: skip
        yield from self._period(one)
        if one.condition_type or one.reciprocal_of:
            yield from self._condition(one)
        if one.since is None:
            for tolled in self.found.tollings:
                yield from self._tolled(tolled)
        yield from self._roll(one)
        if one.grace_until is not None or one.grace_n:
            length, mode, until = (
                spoken_period(one.grace_n, one.grace_unit),
                words.GRACE_MODES[one.grace_mode],
                spoken(one.grace_until),
            )
            yield from self._line(
                Text("宽限", "grace"),
                Text(f"{length.zh}，至{until.zh}（{mode.zh}）", f"{length.en}, to {until.en} ({mode.en})"),
            )
        if one.long_stop is not None:
            yield from self._line(Text("最后期限", "long stop"), spoken(one.long_stop))
        due = spoken(one.due) if one.due is not None else Text("未定", "not set")
        yield from self._line(Text("到期日", "due day"), due)
        if one.amount is not None:
            yield from self._line(Text("金额", "amount"), self._money(one.amount))

    def _period(self, one: Derivation) -> Iterator[str]:
        if one.fixed is not None:
            yield from self._line(Text("约定日期", "fixed date"), spoken(one.fixed))
            return
        start = event_name(one.anchor_type) if one.anchor_type else Text("约定日期", "a stated date")
        shown = Text(f"{start.zh} {one.anchor_event}", f"{start.en} {one.anchor_event}") if one.anchor_event else start
        day = spoken(one.anchor) if one.anchor is not None else Text("尚未发生", "not seen yet")
        yield from self._line(Text("起算", "runs from"), Text(f"{day.zh}，{shown.zh}", f"{day.en}, {shown.en}"))
        if one.n is None or one.unit is None:
            return
        length, first = spoken_period(one.n, one.unit), spoken(one.first_counted)
        if one.before:
            yield from self._line(
                Text("期限", "period"),
                Text(f"此前至少{length.zh}，倒推", f"at least {length.en} before, counted backwards"),
            )
            return
        if one.ends_at is not None:
            end = one.ends_at.astimezone(zone(self.found.tz)).strftime("%Y-%m-%d %H:%M")
            yield from self._line(Text("期限", "period"), Text(f"{length.zh}，至{end}", f"{length.en}, to {end}"))
            return
        counted = Text("计入首日", "first day counted") if one.include else Text("不计首日", "first day not counted")
        since = (
            Text(f"，自{first.zh}起计算", f", counted from {first.en}")
            if one.first_counted is not None
            else Text("", "")
        )
        yield from self._line(
            Text("期限", "period"), Text(f"{length.zh}，{counted.zh}{since.zh}", f"{length.en}, {counted.en}{since.en}")
        )
        if one.off:
            listed = words.holidays(one.special)
            rest = (
                Text(f"；按放假安排：{listed.zh}", f"; by the official arrangement: {listed.en}")
                if one.special
                else Text("", "")
            )
            off = spoken_count(one.off)
            yield from self._line(
                Text("其中", "of these"),
                Text(f"非工作日{off.zh}未计{rest.zh}", f"{off.en} not worked do not count{rest.en}"),
            )

    def _condition(self, one: Derivation) -> Iterator[str]:
        named = [event_name(one.condition_type)] if one.condition_type else []
        if one.reciprocal_of:
            title = clean(self.names.title("obligations", one.reciprocal_of))
            named.append(Text(f"对方先履行“{title}”", f"the other side first performs '{title}'"))
        met = spoken(one.condition)
        state = Text(f"{met.zh}成就", f"met on {met.en}") if one.condition is not None else Text("尚未成就", "not met")
        what = Text("、".join(each.zh for each in named), ", ".join(each.en for each in named))
        yield from self._line(Text("条件", "condition"), Text(f"{what.zh}，{state.zh}", f"{what.en}, {state.en}"))

    def _tolled(self, tolled: Tolling) -> Iterator[str]:
        why = "、".join(clean(cause) for cause in tolled.causes)
        begin = spoken(tolled.begin)
        if tolled.end is None:
            days = Text(f"{begin.zh}起，尚未恢复", f"from {begin.en}, not resumed")
        else:
            span, count = words.stretch(tolled.begin, tolled.end), spoken_count(tolled.end - tolled.begin)
            days = Text(f"{span.zh}，{count.zh}", f"{span.en}, {count.en}")
        after = Text("，到期后也停止计算逾期", ", breach days stop too") if tolled.stops_breach else Text("", "")
        if tolled.not_deducted:
            after = words.NOT_DEDUCTED[tolled.not_deducted].format(
                cause=Text(f"“{why}”", f"'{why}'") if why else words.NO_CAUSE
            )
        events = Text(f"，事件 {'、'.join(tolled.events)}", f", events {', '.join(tolled.events)}")
        cause = Text(f"，原因：{why}", f", cause: {why}") if why else Text("", "")
        yield from self._line(
            Text("中止", "suspended"),
            Text(days.zh + cause.zh + after.zh + events.zh, days.en + cause.en + after.en + events.en),
        )

    def _roll(self, one: Derivation) -> Iterator[str]:
        if one.raw is None:
            return
        raw, untolled = spoken(one.raw), spoken(one.untolled)
        if one.untolled is not None and one.untolled != one.raw:
            yield from self._line(Text("未计中止", "unsuspended"), untolled)
        if one.fixed != one.raw or one.passed:
            yield from self._line(Text("顺延前", "before roll"), raw)
        if one.passed:
            why, to, mode = words.holidays(one.passed), spoken(one.rolled), words.ROLLS[one.roll]
            yield from self._line(
                Text("顺延", "roll"), Text(f"{why.zh}；{mode.zh}，即{to.zh}", f"{why.en}; {mode.en}, {to.en}")
            )
        elif one.roll == "none" and one.ends_at is None:
            yield from self._line(Text("顺延", "roll"), words.ROLLS["none"])
        if one.make_up is not None and one.roll != "none":
            day = words.holidays([one.make_up])
            yield from self._line(Text("工作日", "working day"), Text(f"{day.zh}，不顺延", f"{day.en}, no roll"))

    def _steps(self) -> Iterator[str]:
        if not self.found.steps:
            return
        yield from self._section("经过", "What happened")
        for step in self.found.steps:
            said, name, state = words.effect(step, self.status.currency), words.event(step), STATE[step.state]
            recorded = spoken(step.recorded)
            when = (
                Text(f"，{recorded.zh}记录", f", recorded {recorded.en}") if step.recorded is not None else Text("", "")
            )
            codes = " ".join(step.codes)
            text = Text(f"{said.zh}（{name.zh}{when.zh}）→ {state.zh}", f"{said.en} ({name.en}{when.en}) → {state.en}") if step.event else Text(f"{said.zh} → {state.zh}", f"{said.en} → {state.en}")  # fmt: skip
            yield from hanging(
                pad(iso(step.day) or "", 12), text.pick(self.lang) + (f"  {codes}" if codes else ""), 2, self.width
            )

    def _breach(self) -> Iterator[str]:
        if not self.status.spans:
            return
        yield from self._section("逾期天数", "Breach days")
        for span in self.status.spans:
            days, count = words.stretch(span.start, span.end), spoken_count(span.days)
            left = self._money(span.balance)
            owed = Text(f"，未付{left.zh}", f", {left.en} open") if self.status.amount is not None else Text("", "")
            yield from hanging(
                "",
                Text(f"{days.zh}，{count.zh}{owed.zh}", f"{days.en}, {count.en}{owed.en}").pick(self.lang),
                2,
                self.width,
            )
        total = spoken_count(self.status.breach_days)
        yield from self._line(
            Text("合计", "in all"),
            Text(f"{total.zh}，{self.status.episodes}次", f"{total.en}, {self.status.episodes}×"),
        )

    def _interest(self) -> Iterator[str]:
        found, status = self.found, self.status
        if found.interest_mode is None or not found.segments:
            return
        yield from self._section("逾期利息", "Late interest")
        if status.rate_source:
            yield from self._line(Text("利率", "rate"), words.RATE_SOURCES[status.rate_source])
        yield from self._line(Text("方式", "mode"), words.INTEREST_MODES[found.interest_mode])
        yield from self._line(Text("抵充", "set-off"), words.SET_OFF[found.set_off])
        if found.rate_table:
            yield from self._line(Text("利率表", "rate table"), Text(found.rate_table, found.rate_table))
        for part in found.segments:
            days, total = words.stretch(part.start, part.end), words.sum_of(part, found)
            yield from hanging(
                "", Text(f"{days.zh}：{total.zh}", f"{days.en}: {total.en}").pick(self.lang), 2, self.width
            )
        whole, paid = self._money(status.interest), self._money(status.interest_paid)
        yield from self._line(Text("合计", "in all"), Text(f"{whole.zh}，已付{paid.zh}", f"{whole.en}, {paid.en} paid"))

    def _flags(self) -> Iterator[str]:
        if not self.status.flags:
            return
        yield from self._section("标记", "Flags")
        for written in self.status.flags:
            said, why = flag(written), words.FLAG_TEXTS.get(written.partition("(")[0], Text("", ""))
            yield from hanging("", Text(f"{said.zh}：{why.zh}", f"{said.en}: {why.en}").pick(self.lang), 2, self.width)

    def _ground(self) -> Iterator[str]:
        found = self.found
        yield from self._section("依据的日历和记录", "Calendar and records")
        until = spoken(found.calendar_until)
        calendar = Text("不按工作日历顺延", "no working-day calendar") if found.calendar == "none" else Text(f"中国工作日历，放假安排已公布至{until.zh}", f"working days of China, announced to {until.en}")  # fmt: skip
        yield from self._line(Text("日历", "calendar"), calendar)
        horizon = (
            Text("未写明，视为完整", "not stated, taken as complete")
            if found.horizon is None
            else spoken(found.horizon)
        )
        yield from self._line(Text("记录完整到", "complete to"), horizon)
        reasons = [words.PROVISIONAL[why] for why in found.provisional_for]
        final = (
            Text("；".join(each.zh for each in reasons), "; ".join(each.en for each in reasons))
            if reasons
            else Text("否", "no")
        )
        yield from self._line(Text("暂定", "provisional"), final)

    def _rules(self) -> Iterator[str]:
        yield from self._section("适用规则", "Rules applied")
        for code in self.found.codes:
            yield from hanging(pad(code, 5), words.rule_text(code, self.found).pick(self.lang), 2, self.width)


# --- JSON -------------------------------------------------------------------------------------------------------------


def explained_json(found: Explanation, names: Names) -> str:
    """Return the explanation as JSON: days as YYYY-MM-DD, both ends included; money as decimal text; rates as exact fractions."""
    status = found.status
    document = {
        "schema_version": SCHEMA_VERSION, "obligation": status.obligation, "title": names.title("obligations", status.obligation),
        "as_of": iso(found.as_of), "known_at": iso(found.known_at), "time_zone": found.tz,
        "verdict": {"answer": found.verdict.answer, "decidable_from": iso(found.verdict.decidable_from), "waits_for": found.verdict.waits_for},
        "status": status_row(status), "due": [_due_row(one, status.currency) for one in found.derivations],
        "suspensions": [
            {"from": iso(t.begin), "to": iso(t.end - 1) if t.end is not None else None, "days": t.end - t.begin if t.end is not None else None,
             "causes": list(t.causes), "events": list(t.events), "stops_breach_days": t.stops_breach,
             "not_deducted": t.not_deducted}
            for t in found.tollings
        ],
        "steps": [_step_row(step, status.currency) for step in found.steps],
        "breach": [
            {"from": iso(s.start), "to": iso(s.end - 1), "days": s.days, "balance": _text(s.balance if status.amount is not None else None, status.currency)}
            for s in status.spans
        ],
        "interest": _interest_row(found), "flags": [_flag_row(one) for one in status.flags],
        "calendar": {"name": found.calendar, "announced_to": iso(found.calendar_until)}, "records_complete_through": iso(found.horizon),
        "provisional": status.provisional, "provisional_for": list(found.provisional_for),
        "set_off": found.set_off if status.amount is not None else None,
        "rules": [{"code": code, "zh": said.zh, "en": said.en} for code in found.codes for said in (words.rule_text(code, found),)],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _flag_row(written: str) -> dict[str, str]:
    said = words.FLAG_TEXTS.get(written.partition("(")[0], flag(written))
    return {"flag": written, "zh": said.zh, "en": said.en}


def _text(value: int | None, currency: str) -> str | None:
    return None if value is None else to_text(value, currency)


def _due_row(one: Derivation, currency: str) -> dict[str, Any]:
    days = {name: iso(getattr(one, name)) for name in ("since", "anchor", "fixed", "first_counted", "untolled", "raw", "rolled", "due", "condition", "grace_until", "long_stop")}  # fmt: skip
    plain = {name: getattr(one, name) for name in ("event", "anchor_type", "anchor_event", "n", "unit", "roll", "tolling", "condition_type", "reciprocal_of")}  # fmt: skip
    special = {
        name: [{"day": iso(day.day), "works": day.works, "name": day.name, "announced": day.announced} for day in listed]
        for name, listed in (("roll_passed", one.passed), ("special_days", one.special), ("due_is_make_up_workday", (one.make_up,) if one.make_up else ()))
    }  # fmt: skip
    grace = {"n": one.grace_n, "unit": one.grace_unit, "mode": one.grace_mode} if one.grace_n else None
    return {**days, **plain, "first_day_counted": one.include, "counted_backwards": one.before, "ends_at": one.ends_at.isoformat() if one.ends_at else None, "days_off_inside": one.off, **special, "grace": grace, "amount": _text(one.amount, currency)}  # fmt: skip


def _step_row(step: ExplainedStep, currency: str) -> dict[str, Any]:
    used = {
        name: to_text(getattr(step, name), currency)
        for name in ("principal", "interest", "credit")
        if getattr(step, name)
    }
    return {
        "day": iso(step.day), "event": step.event, "type": step.type, "effect": step.effect, "codes": list(step.codes), "state": step.state,
        "cause": step.cause, "about": step.about, "recorded_at": iso(step.recorded), "amount": _text(step.amount, currency), "used": used,
        "undesignated": step.surplus,
    }  # fmt: skip


def _interest_row(found: Explanation) -> dict[str, Any] | None:
    status = found.status
    if found.interest_mode is None:
        return None
    return {
        "mode": found.interest_mode, "rate_source": status.rate_source, "rate_table": found.rate_table, "total": _text(status.interest, status.currency),
        "paid": to_text(status.interest_paid, status.currency),
        "segments": [
            {"from": iso(part.start), "to": iso(part.end - 1), "days": part.end - part.start, "balance": to_text(part.balance, status.currency),
             "daily_rate": None if part.daily is None else str(part.daily), "rate_from": iso(part.since), "amount": to_text(part.part, status.currency)}
            for part in found.segments
        ],
    }  # fmt: skip
