"""The rules of the program itself, which no catalogue file states: of promises, gaps, structure, degrees, exclusions, figures in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a finding on a promise means, beyond its title.
_MEANING: dict[str, Text] = {
    "OB-01": Text("政府方的义务到期（已按约定顺延、扣除有效中止）仍未履行完毕；或者期限是合同目的所在，过期即不可补正",
                  "a government body has not fully performed by the due day (after roll and valid suspension), or performed after a day that was of the essence"),
    "OB-02": Text("政府方的义务已经履行，但晚于到期日", "a government body performed, but after the due day"),
    "OB-03": Text("到期前，义务主体已书面或者以行为表明不履行", "before the due day the body said or showed that it will not perform"),
    "OB-04": Text("标为“待确认”的义务过了期限：只提示，先确认义务是否成立", "an obligation marked as draft is past its due day: a warning until it is confirmed"),
    "OB-05": Text("相对方（企业等）的义务逾期：只提示，不是政府失信", "the other side is late: a warning, not a breach by government"),
    "OB-06": Text("数据来源写明的完整截止日早于到期日：不知道是否履行，不作认定", "the records reach no further than before the due day: nothing is concluded"),
    "OB-07": Text("已过到期日，仍在约定或者法定的宽限期内", "past the due day, within an agreed or statutory period of grace"),
    "OB-08": Text("逾期之后才变更期限、终止或者免除：此前的逾期天数仍在", "changed, ended or waived only after it was late: the earlier days stay"),
    "OB-09": Text("须持续遵守的义务（不得为某事、保持某状态）被违反的天数和次数", "days and times on which a lasting duty was not observed"),
    "OB-10": Text("标为无约束力的承诺（如口头承诺）过期未兑现：只提示和跟踪，不作违约认定", "a promise marked as without force, such as an oral one, passed its day: a warning to follow up, never a breach"),
    "OB-11": Text("未逾期的义务，处罚或者加收的日期不晚于最后一日或者宽限期", "an obligation that was not late was sanctioned by its last day or within grace"),
    "OB-12": Text("全部债务没有一笔付款记录：多为记录没有并入，逐期的逾期认定以补齐记录为准", "not one payment of any debt is on record: mostly the records are missing, and each payment found late awaits them"),
}  # fmt: skip
_EXCLUSIONS: dict[str, tuple[Text, Text]] = {
    "SU-01": (Text("排除项已到期", "an exclusion has expired"), Text("删除该排除项，或写明新的理由和期限", "remove it, or state a new reason and date")),
    "SU-02": (Text("排除项未生效", "an exclusion has no effect"), Text("核对编号，或删除该排除项", "check its ids, or remove it")),
    "SU-03": (Text("排除项没有写明触发事件", "an exclusion does not say which trigger it means"), Text("在该行加上“trigger: 触发事件编号”；要全部排除的，只写 rule 和 instrument", "add `trigger:` with the id of one of them to the line; to exclude all, name rule and instrument only")),
}  # fmt: skip


class OwnRule(NamedTuple):
    """A rule of the program: its id, title, what it means, what to do."""

    id: str
    title: Text
    meaning: Text | None
    next_step: Text | None


def own_rules() -> dict[str, OwnRule]:
    """Return the rules of the program by id."""
    return {rule.id: rule for rule in (*_promises(), *_gaps(), *_structure(), *_degrees(), *_excluded(), *_doubts())}


def _promises() -> Iterator[OwnRule]:
    from govaudit.checks.breach_words import NEXT_STEPS, TITLES

    for rule, title in TITLES.items():
        yield OwnRule(rule, title, _MEANING[rule], NEXT_STEPS[rule])


def _gaps() -> Iterator[OwnRule]:
    from govaudit.accountability.gaps import GAP_RULES

    for gap in GAP_RULES.values():
        yield OwnRule(gap.rule, gap.title, None, gap.next_step)


def _structure() -> Iterator[OwnRule]:
    from govaudit.accountability.structure_rules import STRUCTURE_RULES

    for key, rule in STRUCTURE_RULES.items():
        yield OwnRule(key, rule.title, None, rule.next_step)


def _degrees() -> Iterator[OwnRule]:
    from govaudit.accountability.degrees import rule_file
    from govaudit.accountability.words import DEGREES

    for rule in rule_file().degrees:
        meaning = Text(
            f"有此记录的，提示为“{DEGREES[rule.degree].zh}”，供核实，不是责任认定",
            f"where this is on record: {DEGREES[rule.degree].en}; to be verified, not a finding against anyone",
        )
        yield OwnRule(rule.id, Text(rule.situation.zh, rule.situation.en), meaning, None)


def _excluded() -> Iterator[OwnRule]:
    for key, (title, step) in _EXCLUSIONS.items():
        yield OwnRule(key, title, None, step)


def _doubts() -> Iterator[OwnRule]:
    from govaudit.fiscal.quality_words import CHECKS

    for key, check in CHECKS.items():
        yield OwnRule(key, check.title, None, check.next_step)


def page(rule: OwnRule) -> Iterator[Text]:
    """Yield the lines that explain a rule of the program."""
    yield Text(f"{rule.id}  {rule.title.zh}", f"{rule.id}  {rule.title.en}")
    yield Text("程序自带的规则，不在规则目录中", "a rule of the program, not of the catalogue")
    for title, said in (
        (Text("含义", "What it means"), rule.meaning),
        (Text("下一步", "Next step"), rule.next_step),
    ):
        if said is not None:
            yield Text(f"\n{title.zh}\n  {said.zh}", f"\n{title.en}\n  {said.en}")
