"""How a late, refused or undecidable obligation is put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model.days import parse_day, spoken, spoken_count
from govaudit.model.money import spoken_money
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.engine.status import Status

# The rules of the promise itself; their ids never change meaning.
(
    UNPERFORMED, LATE, REFUSED, DRAFT_DUE, OTHER_SIDE, UNDECIDABLE, IN_GRACE, ENDED_LATE, VIOLATED, PROMISE_UNKEPT, SANCTION_EARLY, NO_RECORD,
) = (f"OB-{n:02}" for n in range(1, 13))  # fmt: skip
TITLES: dict[str, Text] = {
    UNPERFORMED: Text("到期未履行", "not performed when due"),
    LATE: Text("逾期履行", "performed late"),
    REFUSED: Text("到期前拒绝履行", "refused before it was due"),
    DRAFT_DUE: Text("待确认义务已过期限", "a draft obligation is past its due day"),
    OTHER_SIDE: Text("相对方逾期", "the other side is late"),
    UNDECIDABLE: Text("记录不足，不能判定", "the records do not reach far enough to tell"),
    IN_GRACE: Text("宽限期内未履行", "unperformed within the period of grace"),
    ENDED_LATE: Text("逾期后变更、终止或免除", "late, then changed, ended or waived"),
    VIOLATED: Text("持续义务未遵守", "a lasting duty was not observed"),
    PROMISE_UNKEPT: Text("不具约束力的承诺未按时兑现", "a promise without legal force was not kept in time"),
    SANCTION_EARLY: Text("期限未满即处罚", "sanctioned before it was late"),
    NO_RECORD: Text("债务没有付款记录", "no payment of any debt is on record"),
}
NEXT_STEPS: dict[str, Text] = {
    UNPERFORMED: Text(
        "督促义务主体书面说明原因、限期履行；逾期不改的按政务失信线索移送核实",
        "ask the body that owes it for a written explanation and a date; if it stays open, pass it on as a lead to be verified",
    ),
    LATE: Text(
        "核对履行日期的凭证，确认逾期天数；查明逾期原因并记录",
        "check the proof of the day it was performed and the days of delay; record why",
    ),
    REFUSED: Text(
        "核对拒绝履行的书面材料，督促撤回或依法定权限和程序办理变更并补偿",
        "check the refusal in writing; have it withdrawn, or changed by lawful procedure with compensation",
    ),
    DRAFT_DUE: Text("先确认该义务是否成立，再判定是否逾期", "confirm first that the obligation exists"),
    OTHER_SIDE: Text(
        "通知相对方履行；核对政府方有无先履行或协助义务未完成",
        "notify the other side; check that nothing is owed to it first",
    ),
    UNDECIDABLE: Text(
        "补齐该日之后的履行记录，或更新数据来源的完整截止日",
        "add the records after that day, or update the day up to which the source is complete",
    ),
    IN_GRACE: Text("在宽限期届满前督促履行", "have it performed before the grace ends"),
    ENDED_LATE: Text(
        "核对变更、终止或免除的书面文件及其权限、程序；此前的逾期天数仍应记录",
        "check the paper that changed, ended or waived it, and the power to do so; the earlier days stay on record",
    ),
    PROMISE_UNKEPT: Text(
        "核对承诺的场合和记录，跟踪办理；确有约束力的，补登合同或者文件后再判定",
        "check where the promise was made and follow it up; if a contract or document binds, add it and judge again",
    ),
    SANCTION_EARLY: Text(
        "核对处罚或者加收的日期；最后一日及宽限期内不得处罚，已处罚的依法纠正",
        "check the day of the sanction; none may fall on the last day or within grace, and one that did is to be put right",
    ),
    VIOLATED: Text(
        "核对每次违反的起止日期和原因，督促立即恢复",
        "check when and why it was broken each time; have it restored at once",
    ),
    NO_RECORD: Text(
        "并入还本付息的支付记录；记录只到某日的，在 sources 表写明 events 的完整截止日，此后到期的不作认定",
        "add the records of payment; where records reach to a day only, say so in the table sources: what falls due later is not judged",
    ),
}
_MESSAGES: dict[str, Text] = {
    REFUSED: Text("“{title}”履行期限至{due}，义务主体在到期前已表示或以行为表明不履行",
                  "'{title}' is due on {due}; its performance was refused before that day"),
    UNDECIDABLE: Text("“{title}”履行期限至{due}，此后没有完整记录，不能判定是否履行",
                      "'{title}' fell due on {due}; no complete records reach beyond, so it cannot be told whether it was performed"),
    SANCTION_EARLY: Text("“{title}”履行期限至{due}，处罚或者加收的日期不晚于该日或者宽限期",
                         "'{title}' is due on {due}; a sanction is dated no later than that day or its grace"),
    IN_GRACE: Text("“{title}”履行期限至{due}，尚未履行，宽限至{grace}{open}",
                   "'{title}' was due on {due} and is unperformed; grace runs until {grace}{open}"),
}  # fmt: skip
_DONE_LATE = Text("“{title}”履行期限至{due}，实际于{done}履行完毕，逾期{days}{interest}",
                  "'{title}' was due on {due} and performed on {done}, {days} late{interest}")  # fmt: skip
_STILL_OPEN = Text("“{title}”履行期限至{due}，尚未履行完毕，已逾期{days}{open}{interest}",
                   "'{title}' was due on {due} and is not fully performed, {days} late{open}{interest}")  # fmt: skip
_THEN_ENDED = Text("“{title}”履行期限至{due}，逾期{days}后{state}{open}{interest}",
                   "'{title}' was due on {due}; {days} late, then {state}{open}{interest}")  # fmt: skip
_MOVED = Text("“{title}”的期限变更为{due}，变更前已逾期{days}{open}{interest}",
              "'{title}' was {days} late when its due day was moved to {due}{open}{interest}")  # fmt: skip
_MISSED = Text("“{title}”须在{due}当日或之前履行，逾期不能补正；已过{days}{open}{interest}",
               "'{title}' had to be performed by {due} and cannot be made good later; {days} have passed{open}{interest}")  # fmt: skip
_NOT_OBSERVED = Text("“{title}”有{days}（{episodes}次）未遵守", "'{title}' was not observed on {days} ({episodes}×)")
_REACH = Text(
    "{said}（记录只完整到{day}，此后天数未计）", "{said} (records reach only to {day}; later days are not counted)"
)
_UNKNOWN_AFTER = "unknown_after("
_NOTHING = Text("", "")
_ENDED = {
    "discharged": Text("免除", "discharged"), "terminated": Text("合同终止", "the contract was terminated"),
    "superseded": Text("被变更后的义务取代", "superseded by an amendment"), "suspended": Text("中止", "suspended"),
}  # fmt: skip


def message(status: Status, title: Text, rule: str) -> Text:
    """Say in one sentence what was promised, when it was due, and what came of it."""
    late = _DONE_LATE if status.performed_on is not None else _STILL_OPEN
    if status.state == "breached_final":
        late = _MISSED
    ended = {VIOLATED: _NOT_OBSERVED, ENDED_LATE: _MOVED if moved(status) else _THEN_ENDED}
    text = _MESSAGES.get(rule) or ended.get(rule) or late
    said = text.format(
        title=title, due=spoken(status.due_on), grace=spoken(status.grace_until), done=spoken(status.performed_on), days=spoken_count(status.breach_days),
        episodes=status.episodes, state=_ENDED.get(status.state, _NOTHING), open=_money("，尚欠 {}", ", {} open", status.open_amount, status),
        interest=_interest(status),
    )  # fmt: skip
    return said if rule == UNDECIDABLE else with_reach(said, status)


def with_reach(said: Text, status: Status) -> Text:
    """Add to a sentence about breach days whether they were made good (T27), and how far the records reach that end early (R16)."""
    if "compensated" in status.flags:
        said = Text(f"{said.zh}（已按期补偿）", f"{said.en} (made good by its reparation)")
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
        return _NOTHING
    basis = "法定" if status.rule else "约定"
    total = _money(f"，按{basis}利率计逾期利息 {{}}", ", late interest {}", status.interest, status)
    unpaid = (
        _money("（未付 {}）", " ({} unpaid)", status.interest - status.interest_paid, status)
        if status.interest_paid
        else Text("（未付）", " (unpaid)")
    )
    return Text(total.zh + unpaid.zh, total.en + unpaid.en)


def _money(zh: str, en: str, value: int | None, status: Status) -> Text:
    if not value:
        return _NOTHING
    shown = spoken_money(value, status.currency)
    return Text(zh.format(shown.zh), en.format(shown.en))
