"""`govaudit explain RULE`: one rule as a page: what it checks, on what basis, since when, how to verify, examples."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import checklists_option, lang_option, say
from govaudit.cli.rules import domain_name, loaded
from govaudit.docket.labels import OPEN_ZH
from govaudit.model import Text, spoken_count
from govaudit.rules import (
    CONFIDENCES,
    LEVELS,
    OTHER_FINDINGS,
    RULE_KINDS,
    SEVERITIES,
    VERDICTS,
    spoken_period,
)
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govaudit.rules.kinds import AnyRule, Builtin, Deadline, Forbidden, Graded, Limit, Need, Required, Rule
    from govaudit.rules.terms import ExampleCase, MeasureLine, Period, Within

_EXPECT = words("rules", "outcomes")
Lines = Iterator[Text]


@click.command(
    help=say(
        "解释一条规则：检查什么、依据、期限或数值、如何核实、例外、样例。",
        "Explain one rule: what it checks, its sources, values, how to verify it, exclusions, examples.",
    )
)
@click.argument("rule")
@checklists_option
@lang_option
def explain(rule: str, checklists: tuple[Path, ...], lang: str) -> None:
    """Print the page of a rule; exit status 2 when there is no such rule."""
    found = loaded(checklists, lang)
    every = {**found.builtin, **found.rules}
    wanted = next(
        (every[key] for key in (rule, rule.upper(), rule[:2].upper() + rule[2:].lower()) if key in every), None
    )
    if wanted is None:
        begun = (key for key in every if key.startswith(rule.upper()))
        near = list(dict.fromkeys((*begun, *difflib.get_close_matches(rule.upper(), every, 3))))[:5]
        hint = (
            Text(f"，是否指 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?")
            if near
            else Text("，见 govaudit rules", "; see govaudit rules")
        )
        raise click.UsageError(Text(f"没有规则“{rule}”{hint.zh}", f"there is no rule '{rule}'{hint.en}").pick(lang))
    for line in page(wanted):
        click.echo(line.pick(lang))


def page(rule: AnyRule | Builtin) -> Lines:
    """Yield the lines of a rule's page in both languages."""
    yield Text(f"{rule.id}  {rule.title.zh}", f"{rule.id}  {rule.title.en}")
    yield from _own_head(rule) if rule.kind == "builtin" else _head(rule)
    yield from _section(Text("如何核实", "How to verify"), [rule.verify])
    yield from _section(Text("下一步", "Next step"), [rule.next_step])
    yield from _section(Text("例外", "Exclusions"), rule.exclusions)
    yield from _section(Text("前提", "Assumptions"), rule.assumptions)
    yield from _section(Text("样例（即测试）", "Examples (they are the tests)"), _examples(rule))


def _head(rule: AnyRule) -> Lines:
    kind, verdict = RULE_KINDS[rule.kind], VERDICTS[rule.verdict()]
    severity = SEVERITIES[rule.severity]
    yield Text(
        f"{kind.zh}规则；结论为“{verdict.zh}”；程度：{severity.zh}",
        f"kind: {kind.en}; finding: {verdict.en}; severity: {severity.en}",
    )
    if rule.soft:
        yield Text(
            "软性规定（一般、原则上）或者越线本身不违约的线，只作提示",
            "a soft rule (generally, in principle), or a line whose crossing breaks no promise: a warning only",
        )
    yield from _section(Text("检查内容", "What it checks"), _parameters(rule))
    yield from _section(Text("适用范围", "Where it applies"), _scope(rule))
    yield from _section(Text("依据", "Sources"), _sources(rule))


def _own_head(rule: Builtin) -> Lines:
    """Yield what a rule of the program checks and why; where no law says it, the program says so."""
    verdict = (VERDICTS | OTHER_FINDINGS)[rule.finding]
    zh, en = f"程序自带的规则；结论为“{verdict.zh}”", f"a rule of the program itself; finding: {verdict.en}"
    if rule.finding != "indication":
        severity = SEVERITIES[rule.severity]
        zh, en = f"{zh}；程度：{severity.zh}", f"{en}; severity: {severity.en}"
    if rule.severity_open is not None:
        severity = SEVERITIES[rule.severity_open]
        zh, en = f"{zh}，仍在持续的为{severity.zh}", f"{en}, {severity.en} while it goes on"
    yield Text(zh, en)
    yield from _section(Text("检查内容", "What it checks"), [rule.meaning])
    names = [domain_name(domain, "zh") for domain in rule.domain]
    scope = Text(f"领域：{'、'.join(names) or '各领域'}", f"domain: {', '.join(rule.domain) or 'all'}")
    yield from _section(Text("适用范围", "Where it applies"), [scope])
    said = rule.program and Text(f"程序：{rule.program.zh}", f"the program: {rule.program.en}")
    yield from _section(Text("依据", "Sources"), [*_sources(rule), *([said] if said else [])])


def _section(title: Text, lines: Iterable[Text]) -> Lines:
    body = list(lines)
    if body:
        yield Text(f"\n{title.zh}", f"\n{title.en}")
        yield from (Text(f"  {line.zh}", f"  {line.en}") for line in body)


def _sources(rule: AnyRule | Builtin) -> Lines:
    from govaudit.model import Basis
    from govaudit.report import say_basis

    for basis in rule.basis:
        sure = CONFIDENCES[basis.confidence]
        said = say_basis(Basis(act=basis.act, article=basis.article))
        until = Text(f"至{basis.to}", f" until {basis.to}") if basis.to else Text("起", " on")
        yield Text(
            f"{said.zh}（{basis.from_}{until.zh}；{sure.zh}）", f"{said.en} (from {basis.from_}{until.en}; {sure.en})"
        )


def _scope(rule: Rule) -> Lines:
    applies = rule.applies
    domains = [domain_name(domain, "zh") for domain in applies.domain]
    yield Text(f"领域：{'、'.join(domains)}", f"domain: {', '.join(applies.domain)}")
    if applies.kind:
        kinds = [OPEN_ZH["instruments", "kind"].get(kind, kind) for kind in applies.kind]
        yield Text(f"文书种类：{'、'.join(kinds)}", f"kind of instrument: {', '.join(applies.kind)}")
    yield from (_condition(rule, "仅限：", "only where: ", *item) for item in applies.where.items())
    yield from (_condition(rule, "除外：", "except where: ", *item) for item in applies.unless.items())
    if applies.amount_at_least is not None:
        yield Text(
            f"金额{applies.amount_at_least:,}元以上（含本数）", f"amount of at least CNY {applies.amount_at_least:,}"
        )
    if applies.amount_at_most is not None:
        yield Text(
            f"金额{applies.amount_at_most:,}元以下（含本数）", f"amount of at most CNY {applies.amount_at_most:,}"
        )
    if applies.region:
        yield Text(f"地区：{'、'.join(applies.region)}", f"region: {', '.join(applies.region)}")
    who = _BEARERS.get(rule.bearer) or _attribute(rule, rule.bearer)
    yield Text(f"义务主体：{who.zh}", f"bearer: {who.en}")


def _attribute(rule: Rule, name: str) -> Text:
    """Return the name of an attribute with its key, which a docket uses."""
    from govaudit.checks import attribute_of

    label = attribute_of(rule, name)
    return Text(f"{label.zh}（{name}）", f"{label.en} ({name})")


def _condition(rule: Rule, zh: str, en: str, name: str, words: tuple[str | None, ...]) -> Text:
    from govaudit.words import value_names

    label, values = _attribute(rule, name), value_names(words)
    return Text(f"{zh}{label.zh} = {values.zh}", f"{en}{label.en} = {values.en}")


_BEARERS = {"authority": Text("政府方", "the authority"), "counterparty": Text("相对方", "the counterparty")}


def _parameters(rule: Rule) -> Lines:
    from govaudit.rules.kinds import Deadline, Graded, Limit, Required

    if isinstance(rule, Deadline):
        yield from _deadline(rule)
    elif isinstance(rule, Limit):
        yield from _limit(rule)
    elif isinstance(rule, Graded):
        yield from _graded(rule)
    elif isinstance(rule, Required):
        yield from _required(rule)
    else:
        yield from _forbidden(rule)  # type: ignore[arg-type]


def _event(rule: Rule | Builtin, *types: str) -> Text:
    from govaudit.checks import name_of

    names = [name_of(rule, word) for word in types]
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))


def _deadline(rule: Deadline) -> Lines:
    trigger, done = _event(rule, *rule.trigger), _event(rule, *rule.fulfilled_by)
    yield Text(f"起算：{trigger.zh}；完成：{done.zh}", f"runs from: {trigger.en}; fulfilled by: {done.en}")
    for start, within in sorted(rule.within.items()):
        yield _dated(str(start), _period(rule, within) if within else Text("", ""), within)
    if rule.interest is not None:
        per = Text("日", "day") if rule.interest.per == "day" else Text("年", "year")
        rate = f"{rule.interest.rate * 100:f}".rstrip("0").rstrip(".")
        yield Text(
            f"逾期利息：每{per.zh}{rate}%（有约定的从约定）", f"late interest: {rate}% a {per.en} (or as agreed)"
        )
    yield from _ends(rule)
    yield from _older(rule)


def _ends(rule: Deadline) -> Lines:
    """Say what suspends a deadline, starts it anew, excuses it, or takes its place (R25)."""
    from govaudit.checks import cause_of

    if rule.suspended_by:
        causes = [cause_of(rule, word) for word in rule.suspended_by]
        yield Text(
            f"中止原因：{'、'.join(one.zh for one in causes)}（法定指以上各项）；法院",
            f"suspended by: {', '.join(one.en for one in causes)} (`statute` stands for these); a court",
        )
    if rule.restarts_on:
        again = _event(rule, *rule.restarts_on)
        yield Text(f"重新起算：{again.zh}", f"runs anew from: {again.en}")
    if rule.excused_by:
        excuse = _event(rule, *rule.excused_by)
        yield Text(f"免责：{excuse.zh}", f"excused by: {excuse.en}")
    if rule.in_place_of:
        action = rule.in_place_of.action
        name = OPEN_ZH["obligations", "action"].get(action, action)
        yield Text(
            f"文书自有的、付同一笔款项的“{name}”义务代替之",
            f"a stated '{action}' duty for the same thing takes its place",
        )


def _older(rule: Deadline | Forbidden) -> Lines:
    if rule.unsettled:
        yield Text(f"{rule.unsettled.signed_before}前签订的：{rule.unsettled.why.zh}",
                   f"of contracts signed before {rule.unsettled.signed_before}: {rule.unsettled.why.en}")  # fmt: skip


def _period(rule: Rule, period: Period) -> Text:
    said = spoken_period(period.n, period.unit)
    zh, en = said.zh, said.en
    if agreed := getattr(period, "agreed", None):
        own = _attribute(rule, agreed)
        zh, en = f"{zh}，有约定的按约定：{own.zh}", f"{en}, or as agreed: {own.en}"
    if (most := getattr(period, "at_most", None)) is not None:
        longest = spoken_period(most, period.unit)
        zh, en = f"{zh}，最长{longest.zh}", f"{en}, at most {longest.en}"
    return Text(zh, en)


def _dated(start: str, value: Text, source: Within | MeasureLine | Period | None) -> Text:
    if source is None:
        return Text(f"{start}起：不再适用", f"from {start}: no longer in force")
    sure = CONFIDENCES[source.confidence]
    note = Text("", "") if source.confidence == "verified" else Text(f"（{sure.zh}）", f" ({sure.en})")
    return Text(f"{start}起：{value.zh}{note.zh}", f"from {start}: {value.en}{note.en}")


def _limit(rule: Limit) -> Lines:
    from fractions import Fraction

    from govaudit.checks import MEASURES, shown

    measure = MEASURES.get(rule.measure)
    if measure is None:
        yield Text(f"没有指标 {rule.measure}，不能计算", f"there is no measure {rule.measure}: cannot be computed")
        return
    yield Text(f"{measure.label.zh} = {measure.formula.zh}", f"{measure.label.en} = {measure.formula.en}")
    verdict = Text("即提示", "a warning") if rule.soft else Text("即不合规", "not lawful")
    for start, line in sorted(rule.value.items()):
        value = shown(Fraction(line.value), measure.unit) if line else Text("", "")
        yield _dated(
            str(start),
            Text(f"{rule.compare} {value.zh} {verdict.zh}", f"{verdict.en} when {rule.compare} {value.en}"),
            line,
        )
    for name, wanted in rule.signed_with.items():
        own, said = _attribute(rule, name), "、".join(str(word) for word in wanted)
        yield Text(
            f"仅在超过的年度或者其后签订{own.zh}为{said}的项目时提示",
            f"found only where an instrument with {own.en} {said} is signed in such a year or after it",
        )


def _graded(rule: Graded) -> Lines:
    from fractions import Fraction

    from govaudit.checks import shown
    from govaudit.finance.warning import sign_of

    measures = [sign_of(rule, name) for name in rule.of]
    for measure in measures:
        yield Text(f"{measure.label.zh} = {measure.formula.zh}", f"{measure.label.en} = {measure.formula.en}")
    for start, steps in sorted(rule.levels.items()):
        for step in steps or ():
            value, level = shown(Fraction(step.value), measures[0].unit), step.name or LEVELS[step.level]
            yield Text(
                f"{start}起：{step.compare} {value.zh} 为{level.zh}",
                f"from {start}: {level.en} when {step.compare} {value.en}",
            )


def _required(rule: Required) -> Lines:
    before = _event(rule, *rule.before)
    yield Text(f"在“{before.zh}”之前：", f"before '{before.en}':")
    for need in rule.needs:
        yield _need(rule, need)
        for start, period in sorted(need.at_least.items()):
            length = _period(rule, period) if period else Text("", "")
            yield _dated(str(start), Text(f"至少提前{length.zh}", f"at least {length.en} before"), period)


def _need(rule: Required, need: Need) -> Text:
    if need.event:
        name = _event(rule, *need.event)
        if need.missing == "fine":
            return Text(f"如有“{name.zh}”：", f"'{name.en}', if there is one:")
        return Text(f"事件：{name.zh}", f"event: {name.en}")
    if need.evidence:
        return Text(f"证据：{'或'.join(need.evidence)}", f"document: {' or '.join(need.evidence)}")
    if need.values:
        return _condition(rule, "须写明：", "stated: ", need.attribute or "", need.values)
    label = _attribute(rule, need.attribute or "")
    return Text(f"须写明：{label.zh}", f"stated: {label.en}")


def _forbidden(rule: Forbidden) -> Lines:
    from govaudit.checks import cause_of

    if rule.events:
        name = _event(rule, *rule.events)
        yield Text(f"不得发生：{name.zh}", f"must not occur: {name.en}")
    if rule.causes:
        names = [cause_of(rule, cause) for cause in rule.causes]
        yield Text(
            f"不得以此为由：{'、'.join(name.zh for name in names)}",
            f"not for the reason of: {', '.join(name.en for name in names)}",
        )
    for attribute, taken in rule.attributes.items():
        yield _condition(rule, "不得有：", "must not be: ", attribute, taken)
    if rule.during:
        after, until = _event(rule, *rule.during.after), _event(rule, *rule.during.until)
        yield Text(f"期间：自“{after.zh}”至“{until.zh}”", f"from '{after.en}' until '{until.en}'")
    yield from _older(rule)


def _examples(rule: AnyRule | Builtin) -> Lines:
    from govaudit.rules.terms import Expected

    for example in rule.examples:
        expect = example.expect
        if isinstance(expect, Expected):
            late = spoken_count(expect.breach_days)
            outcome = Text(f"逾期{late.zh}", f"{late.en} late")
        else:
            outcome = _EXPECT[expect]
        facts = list(_facts(rule, example))
        zh, en = "，".join(fact.zh for fact in facts), ", ".join(fact.en for fact in facts)
        yield Text(f"{example.name.zh}：{outcome.zh}（{zh}{'；' if zh else ''}截至{example.as_of}）",
                   f"{example.name.en}: {outcome.en} ({en}{'; ' if en else ''}as of {example.as_of})")  # fmt: skip


def _facts(rule: AnyRule | Builtin, example: ExampleCase) -> Lines:
    """Yield the events of an example, then its amount and attributes."""
    from govaudit.checks import attribute_of
    from govaudit.rules import plain
    from govaudit.words import value_name

    for name, value in example.events.items():
        event = _event(rule, name)
        for one in value if isinstance(value, list) else [value]:
            said = _fact(rule, one)
            yield Text(f"{event.zh} {said.zh}", f"{event.en} {said.en}")
    if example.amount is not None:
        yield Text(f"金额{example.amount:,}元", f"amount CNY {example.amount:,}")
    for name, value in example.attributes.items():
        label, words = attribute_of(rule, name), [value_name(plain(one)) for one in _listed(value)]
        yield Text(
            f"{label.zh}：{'、'.join(word.zh for word in words)}", f"{label.en}: {', '.join(word.en for word in words)}"
        )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _fact(rule: AnyRule | Builtin, value: object) -> Text:
    """Write an event of an example: its day, and what else is said of it."""
    from govaudit.checks import cause_of
    from govaudit.words import cause_codes

    if not isinstance(value, dict):
        return Text(str(value), str(value))
    day = str(value.get("on", ""))
    paid = [Text(f"{value['amount']}元", f"CNY {value['amount']}")] if "amount" in value else []
    parts = [Text(day, day), *paid, *(cause_of(rule, code) for code in sorted(cause_codes(value.get("cause"))))]
    return Text(" ".join(part.zh for part in parts), " ".join(part.en for part in parts))
