"""The words of an explanation: what a step did, what a verdict waits for, periods, rates and holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.vocabulary import event_name
from govaudit.model.days import spoken, spoken_count
from govaudit.model.money import spoken_money
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.engine.reasons import Explanation, Segment, Step
    from govaudit.law.calendar import SpecialDay

ANSWERS: dict[str, Text] = {
    "satisfied": Text("已按期履行", "kept"),
    "violated": Text("未按期履行", "broken"),
    "pending": Text("尚不能判定", "not decided yet"),
    "unknown": Text("记录不足，不能判定", "unknown: the records do not reach far enough"),
}
_RELEASED = Text("未曾逾期，义务已消灭", "never broken, no longer owed")
_LASTING = {"satisfied": Text("一直遵守", "kept throughout"), "violated": Text("未遵守", "not observed")}
_EFFECTS: dict[str, Text] = {
    "due_passed": Text("到期日已过，未履行", "the due day passed unperformed"),
    "grace_over": Text("宽限期届满，未履行", "grace ended unperformed"),
    "cure_over": Text("催告期届满，未履行", "the period of the demand ended unperformed"),
    "long_stop": Text("最后期限届满，义务失效", "the long stop passed, the obligation lapsed"),
    "ended": Text("义务期间届满，没有未恢复的违反", "the term of the duty ended with no violation open"),
    "violation_over": Text("此后未再违反", "not violated from here on"),
    "corrected": Text("更正事件 {about}", "corrects event {about}"),
    "rejected": Text("拒收，该次履行不计", "rejects a performance, which does not count"),
    "superseded": Text("变更为另一义务", "amended: another obligation takes its place"),
    "changed": Text("变更条款，自该日起生效", "terms changed, in force from this day"),
    "moved": Text("当事人变更为 {about}", "the party changed to {about}"),
    "kept": Text("登记备查，不改变状态", "kept on record, the state stays"),
    "suspended": Text("中止{cause}", "suspended{cause}"),
    "resumed": Text("恢复{cause}", "resumed{cause}"),
    "triggered": Text("起算事件", "the event the period runs from"),
    "condition_met": Text("条件成就", "the condition was met"),
    "other_side_performed": Text("对方已先履行", "the other side performed first"),
    "performed": Text("履行", "performed"),
    "violated": Text("违反", "violated"),
    "restored": Text("恢复遵守", "restored"),
    "waived": Text("权利人放弃权利", "waived by the right-holder"),
    "waived_breach": Text("权利人不追究逾期，记录保留", "the breach is not pursued; its record stays"),
    "impossible": Text("履行不能", "impossible to perform"),
    "refused": Text("到期前拒绝履行", "refused before it was due"),
    "retracted": Text("撤回拒绝", "the refusal was retracted"),
    "demanded": Text("催告", "demanded"),
    "terminated": Text("合同终止", "the contract was terminated"),
    "compensated": Text("补偿履行完毕（{about}）", "made good by its reparation ({about})"),
    "no_effect": Text("不改变状态", "has no effect on the state"),
}
_MOVES: dict[str, Text] = {
    "assign": Text("债权转让，权利人变更为 {about}", "the claim was assigned to {about}"),
    "delegate": Text("委托 {about} 履行，义务主体不变", "performance was delegated to {about}, the bearer stays liable"),
    "transfer_debt": Text("债务转移给 {about}，此前的逾期仍属原义务主体", "the debt was transferred to {about}, earlier breach days stay with the old bearer"),
    "join_debt": Text("{about} 加入债务，共同承担", "{about} joined the debt and owes it jointly"),
    "succeed": Text("由 {about} 承继，未了结的逾期一并移交", "{about} succeeded, open breaches moved with the duty"),
}  # fmt: skip
ROLLS: dict[str, Text] = {
    "none": Text("条款写明不顺延", "the text excludes rolling"),
    "following": Text("顺延至下一工作日", "rolls to the next working day"),
    "preceding": Text("提前至上一工作日", "rolls back to the last working day"),
    "modified_following": Text("顺延，但不跨月", "rolls forward within the month, else back"),
}
GRACE_MODES: dict[str, Text] = {
    "forgive": Text("期内履行不算逾期", "performance within it is not late"),
    "extend": Text("到期日延至宽限期末", "the due day moves to its end"),
    "sanction_only": Text("逾期照计，期满前不采取措施", "days are late, but no remedy before its end"),
}
INTEREST_MODES: dict[str, Text] = {
    "floating": Text("分段计息，随利率表变化", "floating, by the rate of each day"),
    "fixed_at_breach": Text("按逾期首日利率", "the rate of the first day late"),
    "semester": Text("按每年1月1日和7月1日利率", "the rate of 1 January and 1 July"),
    "fixed_at_contract": Text("按合同签订日利率", "the rate of the day the contract was signed"),
}
PROVISIONAL: dict[str, Text] = {
    "calendar": Text("涉及尚未公布放假安排的年份", "it depends on a year whose holidays are not announced"),
    "rate": Text("有的日子查不到利率", "no rate is known for some days"),
}
_HOLIDAYS: dict[str, str] = {
    "元旦": "New Year", "春节": "Spring Festival", "清明节": "Tomb-Sweeping Day", "劳动节": "Labour Day", "五一": "Labour Day",
    "五一国际劳动节": "Labour Day", "端午节": "Dragon Boat Festival", "中秋节": "Mid-Autumn Festival", "国庆节": "National Day", "十一": "National Day",
    "中秋节、国庆节": "Mid-Autumn Festival and National Day", "国庆节、中秋节": "National Day and Mid-Autumn Festival",
    "抗日战争暨世界反法西斯战争胜利70周年纪念日": "Victory Day", "法定节假日（推算）": "statutory holiday (projected)",
}  # fmt: skip


def answer(found: Explanation) -> Text:
    """Say the verdict in a few words."""
    word = found.verdict.answer
    if word == "satisfied" and found.verdict.waits_for == "released":
        return _RELEASED
    if found.kind in {"maintenance", "prohibition"}:
        return _LASTING.get(word, ANSWERS[word])
    return ANSWERS[word]


def decided(found: Explanation) -> Text | None:
    """Say from which day the verdict stands, or what is to happen before it can be decided (R16); None when there is nothing to add."""
    answered, from_day, waits = found.verdict
    if answered == "satisfied":
        return None
    if answered == "violated":
        return _DECIDED["violated"].format(day=spoken(from_day))
    lasting = found.kind in {"maintenance", "prohibition"}
    key = "lasting" if waits == "performance" and lasting else str(waits)
    if from_day is None:
        key = f"{key}, open" if f"{key}, open" in _DECIDED else "due_day"
    return _DECIDED[key].format(day=spoken(from_day))


# What is waited for; `open` where no day is known by which the waiting ends.
_DECIDED: dict[str, Text] = {
    "violated": Text("自{day}起可以认定", "can be told from {day} on"),
    "trigger": Text("起算事件尚未发生；一直没有的，自{day}起失效", "the triggering event has not occurred; if it never does, the obligation lapses from {day} on"),
    "trigger, open": Text("起算事件尚未发生，何时能判定无法确定", "the triggering event has not occurred; when it can be told is not known"),
    "condition": Text("条件尚未成就；一直没有的，自{day}起失效", "the condition is not met; if it never is, the obligation lapses from {day} on"),
    "condition, open": Text("条件尚未成就，何时能判定无法确定", "the condition is not met; when it can be told is not known"),
    "resumption, open": Text("中止期间到期日未定，恢复后才能判定", "suspended: the due day is known only once it resumes"),
    "due_day": Text("到期日不能计算，无从判定", "the due day cannot be computed"),
    "records": Text("须有记录完整到{day}才能判定", "can be told once records are complete to {day}"),
    "lasting": Text("一直没有违反的，自{day}起可以认定遵守", "if never violated, kept from {day} on"),
    "performance": Text("一直未履行的，自{day}起可以认定违约", "if it stays unperformed, broken from {day} on"),
}  # fmt: skip


def effect(step: Step, currency: str) -> Text:
    """Say what a step did; of a payment also how it was used."""
    cause = Text(f"（{step.cause}）", f" ({step.cause})") if step.cause else Text("", "")
    words = _MOVES.get(step.type or "") if step.effect == "moved" else None
    said = (words or _EFFECTS[step.effect]).format(about=step.about or "—", cause=cause)
    if step.effect != "performed":
        return said
    uses = [
        (step.interest, "抵利息{}", "{} to interest"),
        (step.principal, "抵本金{}", "{} to principal"),
        (step.credit, "结余{}", "{} left over"),
    ]
    told = [
        (zh.format(m.zh), en.format(m.en)) for value, zh, en in uses if value for m in (spoken_money(value, currency),)
    ]
    whole = spoken_money(step.amount, currency) if step.amount is not None else Text("", "")
    source = (
        Text("（未指明债务的付款或者结余转来）", " (money that named no debt, or credit)")
        if step.surplus
        else Text("", "")
    )
    zh, en = "，".join(zh for zh, _ in told), ", ".join(en for _, en in told)
    return Text(f"{said.zh}{whole.zh}{source.zh}" + (f"：{zh}" if zh else ""), f"{said.en} {whole.en}".rstrip() + source.en + (f": {en}" if en else ""))  # fmt: skip


def event(step: Step) -> Text:
    """Name the event of a step with its id; a dash for the mere passing of a day."""
    if step.event is None:
        return Text("—", "—")
    name = event_name(step.type) if step.type else None
    return Text(f"{name.zh} {step.event}", f"{name.en} {step.event}") if name else Text(step.event, step.event)


def stretch(start: int, end: int) -> Text:
    """Say the days [start, end) as first and last day."""
    first, last = spoken(start), spoken(end - 1)
    return first if end - start == 1 else Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def holidays(days: Sequence[SpecialDay]) -> Text:
    """Say special days, runs of one name together: 2026年2月16日至2026年2月20日春节."""
    runs: list[list[SpecialDay]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last is not None and last.day + 1 == day.day and (last.name, last.works) == (day.name, day.works):
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [_run(run) for run in runs]
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def _run(run: list[SpecialDay]) -> Text:
    days, name = stretch(run[0].day, run[-1].day + 1), run[0].name
    why = Text("周末", "weekend") if name is None else Text(name, _HOLIDAYS.get(name, name))
    if run[0].works:
        why = Text("调休上班", "worked to make up for a holiday") if name is None else Text(f"{name}调休上班", f"worked to make up for {_HOLIDAYS.get(name, name)}")  # fmt: skip
    return Text(f"{days.zh}{why.zh}", f"{days.en} {why.en}")


def percent(value: Fraction) -> str:
    """Write a fraction as an exact percentage: 0.05%, 4%; one without an end as a fraction."""
    hundred = value * 100
    rest, places = hundred.denominator, 0
    while rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5
        places += 1
    if rest != 1:
        return f"{hundred}%"
    digits = str(int(abs(hundred) * 10**places)).rjust(places + 1, "0")
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return f"{'-' if hundred < 0 else ''}{whole}{'.' + decimals if decimals else ''}%"


def rate(part: Segment, per: str | None, basis: int | None) -> Text:
    """Say the rate of one segment: 每日0.05%, 年利率4%÷365."""
    if part.daily is None:
        return Text("利率不明", "rate not known")
    if per == "year" and basis:
        yearly = percent(part.daily * basis)
        return Text(f"年利率{yearly}÷{basis}", f"{yearly} a year / {basis}")
    return Text(f"每日{percent(part.daily)}", f"{percent(part.daily)} a day")


def sum_of(part: Segment, found: Explanation) -> Text:
    """Say how the interest of one segment is computed: days × balance × rate = amount; an amount that was rounded says so."""
    currency = found.status.currency
    days, money, result = (
        spoken_count(part.end - part.start),
        spoken_money(part.balance, currency),
        spoken_money(part.part, currency),
    )
    sign = "=" if part.exact == part.part else "≈"
    by = rate(part, found.rate_per, found.rate_basis)
    return Text(
        f"{days.zh} × {money.zh} × {by.zh} {sign} {result.zh}", f"{days.en} × {money.en} × {by.en} {sign} {result.en}"
    )
