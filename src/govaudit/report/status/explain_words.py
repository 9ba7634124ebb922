"""The words of an explanation: what a step did, what a verdict waits for, periods, rates and holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, spoken, spoken_count, spoken_money
from govaudit.words import event_name, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.rules.days import SpecialDay
    from govaudit.settle.explanation import ExplainedStep, Explanation, Segment

ANSWERS = words("explanations", "answers")
_RELEASED = Text("未曾逾期，义务已消灭", "never broken, no longer owed")
_LASTING = words("explanations", "lasting")
_EFFECTS = words("explanations", "effects")
_MOVES = words("explanations", "moves")
_DECIDED = words("explanations", "decided")
ROLLS = words("explanations", "rolls")
GRACE_MODES = words("explanations", "grace_modes")
INTEREST_MODES = words("explanations", "interest_modes")
PROVISIONAL = words("explanations", "provisional")
RULE_TEXTS = words("explanations", "codes")
_PRINCIPAL_FIRST = words("explanations", "principal_first")
FLAG_TEXTS = words("explanations", "flags")
NOT_DEDUCTED = words("explanations", "not_deducted")
NO_CAUSE = Text("（未写）", "(none stated)")
RATE_SOURCES = words("labels", "rate_sources")
SET_OFF = words("labels", "set_off")
_HOLIDAYS = words("explanations", "holidays")
_HOLIDAY_OF = _HOLIDAYS.meanings()


def rule_text(code: str, found: Explanation) -> Text:
    """Say a rule as it was applied: money is set off in one order or the other (R11)."""
    return _PRINCIPAL_FIRST.get(code, RULE_TEXTS[code]) if found.set_off == "principal_first" else RULE_TEXTS[code]


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
    if from_day is None and waits != "usable_record":
        key = f"{key}_open" if f"{key}_open" in _DECIDED else "due_day"
    return _DECIDED[key].format(day=spoken(from_day))


def effect(step: ExplainedStep, currency: str) -> Text:
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


def event(step: ExplainedStep) -> Text:
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
    if name is None:
        why = Text("调休上班", "worked to make up for a holiday") if run[0].works else Text("周末", "weekend")
    else:
        english = _HOLIDAYS[_HOLIDAY_OF[name]].en if name in _HOLIDAY_OF else name
        why = Text(f"{name}调休上班", f"worked to make up for {english}") if run[0].works else Text(name, english)
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
