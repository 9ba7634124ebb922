"""How a late, refused or undecidable obligation is put into words: the sentences of its rule, with their blanks filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, parse_day, spoken, spoken_count, spoken_money
from govaudit.rules import builtin

if TYPE_CHECKING:
    from govaudit.settle import Status

# The rules of the promise itself (checklists/builtin); their ids never change meaning.
UNPERFORMED, LATE, REFUSED, DRAFT_DUE, OTHER_SIDE, UNDECIDABLE = "OB-01", "OB-02", "OB-03", "OB-04", "OB-05", "OB-06"
EVENT_IN_DOUBT = "OB-14"
IN_GRACE, ENDED_LATE, VIOLATED, PROMISE_UNKEPT, SANCTION_EARLY, NO_RECORD, NO_SIDE = (
    "OB-07",
    "OB-08",
    "OB-09",
    "OB-10",
    "OB-11",
    "OB-12",
    "OB-13",
)
_REACH = Text(
    "{said}（记录只完整到{day}，此后天数未计）", "{said} (records reach only to {day}; later days are not counted)"
)
_NOT_DEDUCTED = Text(
    "{said}（到期后有中止未扣除：原因未写，或者不属于法院、债权人一方、法律规定）",
    "{said} (a suspension after the due day is not deducted: no cause, or none of court, the creditor's side, statute)",
)
_UNKNOWN_AFTER, _NOT_TAKEN = "unknown_after(", "suspension_not_taken("
# Whose rate late interest runs at: `rate_source` of a status.
_RATES = {
    "agreed": Text("约定利率", " at the agreed rate"), "statutory": Text("法定利率", ""),
    "floor": Text("法定下限（签订日一年期LPR）", " at the floor of the law, the one-year LPR on signing"),
    "assumed": Text("暂定利率", " at an assumed rate"),
}  # fmt: skip
NOTHING = Text("", "")
# What is said of a side that the data do not state, and of what it was told by (R25.6).
SIDES = {
    **dict.fromkeys(("public_by_type", "other_by_type"), Text("（推定：数据未写明义务方，按事项类型认为，仅为“可能”）", " (assumed: the data name no obligor, the side follows from the type alone; possible at most)")),
    "assumed": Text("（推定：数据未写明义务方，仅按名称认为属政府方，不指向任何人）", " (assumed: the data name no obligor, the title alone suggests the public side; no person is meant)"),
    "not_stated": Text("（数据未写明由哪一方履行，不作推定）", " (the data do not state which side had to perform, and none is assumed)"),
}  # fmt: skip
_ENDED = {
    "discharged": Text("免除", "discharged"), "terminated": Text("合同终止", "the contract was terminated"),
    "superseded": Text("被变更后的义务取代", "superseded by an amendment"), "suspended": Text("中止", "suspended"),
}  # fmt: skip


def message(status: Status, title: Text, rule: str, side: Text = NOTHING) -> Text:
    """Say in one sentence what was promised, when it was due, and what came of it; `side` says on what it rests whose duty it was."""
    said = builtin(rule).say(
        _form(status, rule), title=title, due=spoken(status.due_on), grace=spoken(status.grace_until), done=spoken(status.performed_on),
        days=spoken_count(status.breach_days), episodes=status.episodes, state=_ENDED.get(status.state, NOTHING),
        open=_money("，尚欠 {}", ", {} open", status.open_amount, status), interest=_interest(status),
    )  # fmt: skip
    said = Text(said.zh + side.zh, said.en + side.en)
    return said if rule == UNDECIDABLE else with_reach(said, status)


def _form(status: Status, rule: str) -> str:
    """Return which sentence of a rule fits: moved before the delay was over, missed for good, or performed."""
    if rule == ENDED_LATE:
        return "moved" if moved(status) else ""
    if status.state == "breached_final":
        return "missed"
    return "" if status.performed_on is None else "done"


def with_reach(said: Text, status: Status) -> Text:
    """Add to a sentence about breach days whether they were made good (T27), and how far the records reach that end early (R16)."""
    if "compensated" in status.flags:
        said = Text(f"{said.zh}（已按期补偿）", f"{said.en} (made good by its reparation)")
    if "suspension_not_deducted" in status.flags:
        said = _NOT_DEDUCTED.format(said=said)
    strange = status.strange
    if strange and status.breach_days:
        said = Text(
            f"{said.zh}（事件{'、'.join(strange)}类型或者所指不明，未计）",
            f"{said.en} (event {', '.join(strange)} is of no known type, or names nothing there is, and moved nothing)",
        )
    untaken = [flag[len(_NOT_TAKEN) : -1] for flag in status.flags if flag.startswith(_NOT_TAKEN)]
    if untaken:
        said = Text(
            f"{said.zh}（中止{'、'.join(untaken)}没有写明原因，或者原因不是该项法律列举的，未扣除）",
            f"{said.en} (suspension {', '.join(untaken)} states no cause, or none that this law lists, and is not deducted)",
        )
    horizon = next((flag[len(_UNKNOWN_AFTER) : -1] for flag in status.flags if flag.startswith(_UNKNOWN_AFTER)), None)
    if horizon is None or not status.breach_days:
        return said
    return _REACH.format(said=said, day=spoken(parse_day(horizon)))


def owed(status: Status) -> Text:
    """Say what is still open and what late interest has accrued, as a clause to end a sentence; nothing where nothing is."""
    still, late = _money("，尚欠 {}", ", {} open", status.open_amount, status), _interest(status)
    return Text(still.zh + late.zh, still.en + late.en)


def moved(status: Status) -> bool:
    """Whether all breach days lie before an amendment moved the due day."""
    return "amended" in status.flags and status.due_on is not None and status.spans[-1].end <= status.due_on + 1


def _interest(status: Status) -> Text:
    """Say what late interest has accrued and what of it is unpaid: a claim by law or contract, not a sum awarded."""
    if not status.interest:
        return NOTHING
    at = _RATES[status.rate_source or "agreed"]
    total = _money(f"，按{at.zh}计逾期利息 {{}}", f", late interest {{}}{at.en}", status.interest, status)
    unpaid = (
        _money("（未付 {}）", " ({} unpaid)", status.interest - status.interest_paid, status)
        if status.interest_paid
        else Text("（未付）", " (unpaid)")
    )
    return Text(total.zh + unpaid.zh, total.en + unpaid.en)


def _money(zh: str, en: str, value: int | None, status: Status) -> Text:
    if not value:
        return NOTHING
    shown = spoken_money(value, status.currency)
    return Text(zh.format(shown.zh), en.format(shown.en))
