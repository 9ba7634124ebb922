"""`govaudit explain RULE`: one rule as a page: what it checks, on what basis, since when, how to verify, examples."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import checklists_option, lang_option, say
from govaudit.cli.rules import CONFIDENCE_NAMES, KIND_NAMES, VERDICT_NAMES, domain_name, loaded
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govaudit.law.fields import Line, Period, Within
    from govaudit.law.rule import Applies, Deadline, Forbidden, Limit, Need, Required, Rule

_SEVERITIES = {"minor": Text("轻微", "minor"), "ordinary": Text("一般", "ordinary"), "serious": Text("严重", "serious")}
_UNITS = {
    "day": Text("日", "days"), "workday": Text("个工作日", "working days"), "week": Text("周", "weeks"),
    "month": Text("个月", "months"), "year": Text("年", "years"),
}  # fmt: skip
_EXPECT = {
    "kept": Text("已遵守", "kept"), "pending": Text("未到期", "not yet due"), "breach": Text("违约", "breach"), "warning": Text("提示", "warning"),
    "not_applicable": Text("不适用", "does not apply"), "not_computable": Text("资料不足，无法计算", "cannot be computed"),
}  # fmt: skip
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
    wanted = (
        found.rules.get(rule) or found.rules.get(rule.upper()) or found.rules.get(rule[:2].upper() + rule[2:].lower())
    )
    if wanted is None:
        near = [
            *(key for key in found.rules if key.startswith(rule.upper())),
            *difflib.get_close_matches(rule.upper(), found.rules, 3),
        ][:5]
        hint = (
            Text(f"，是否指 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?")
            if near
            else Text("，见 govaudit rules", "; see govaudit rules")
        )
        raise click.UsageError(Text(f"没有规则“{rule}”{hint.zh}", f"there is no rule '{rule}'{hint.en}").pick(lang))
    for line in page(wanted):
        click.echo(line.pick(lang))


def page(rule: Rule) -> Lines:
    """Yield the lines of a rule's page in both languages."""
    yield Text(f"{rule.id}  {rule.title.zh}", f"{rule.id}  {rule.title.en}")
    kind, verdict = KIND_NAMES[rule.kind], VERDICT_NAMES[rule.verdict()]
    severity = _SEVERITIES[rule.severity]
    yield Text(
        f"{kind.zh}规则；结论为“{verdict.zh}”；程度：{severity.zh}",
        f"kind: {kind.en}; finding: {verdict.en}; severity: {severity.en}",
    )
    if rule.soft:
        yield Text("软性规定（一般、原则上），只作提示", "a soft rule (generally, in principle): a warning only")
    yield from _section(Text("检查内容", "What it checks"), _parameters(rule))
    yield from _section(Text("适用范围", "Where it applies"), _scope(rule.applies, rule.bearer))
    yield from _section(Text("依据", "Sources"), _sources(rule))
    yield from _section(Text("如何核实", "How to verify"), [rule.verify])
    yield from _section(Text("下一步", "Next step"), [rule.next_step])
    yield from _section(Text("例外", "Exclusions"), rule.exclusions)
    yield from _section(Text("前提", "Assumptions"), rule.assumptions)
    yield from _section(Text("样例（即测试）", "Examples (they are the tests)"), _examples(rule))


def _section(title: Text, lines: Iterable[Text]) -> Lines:
    body = list(lines)
    if body:
        yield Text(f"\n{title.zh}", f"\n{title.en}")
        yield from (Text(f"  {line.zh}", f"  {line.en}") for line in body)


def _sources(rule: Rule) -> Lines:
    for basis in rule.basis:
        sure = CONFIDENCE_NAMES[basis.confidence]
        article = f" {basis.article}" if basis.article else ""
        until = (Text(f"至{basis.to}", f" until {basis.to}")) if basis.to else Text("起", " on")
        yield Text(
            f"{basis.act}{article}（{basis.from_}{until.zh}；{sure.zh}）",
            f"{basis.act}{article} (from {basis.from_}{until.en}; {sure.en})",
        )


def _scope(applies: Applies, bearer: str) -> Lines:
    domains = [domain_name(domain, "zh") for domain in applies.domain]
    yield Text(f"领域：{'、'.join(domains)}", f"domain: {', '.join(applies.domain)}")
    if applies.kind:
        yield Text(f"文书种类：{'、'.join(applies.kind)}", f"kind of instrument: {', '.join(applies.kind)}")
    for words, zh, en in ((applies.where, "属性", "attribute"), (applies.unless, "除外：属性", "except: attribute")):
        for name, values in words.items():
            yield Text(f"{zh} {name} = {_words(values).zh}", f"{en} {name} = {_words(values).en}")
    if applies.amount_at_least is not None:
        yield Text(
            f"金额 {applies.amount_at_least:,}元以上（含本数）", f"amount of at least {applies.amount_at_least:,} yuan"
        )
    if applies.region:
        yield Text(f"地区：{'、'.join(applies.region)}", f"region: {', '.join(applies.region)}")
    if applies.without_obligation:
        yield Text(
            f"文书自有“{applies.without_obligation}”义务的除外",
            f"not where the instrument has its own '{applies.without_obligation}' obligation",
        )
    yield Text(
        f"义务主体：{_BEARERS.get(bearer, Text(f'属性 {bearer}', '')).zh}",
        f"bearer: {_BEARERS.get(bearer, Text('', f'attribute {bearer}')).en}",
    )


_ACTIONS = {
    "pay": "付款",
    "deliver": "交付",
    "publish": "公布",
    "sign": "签订",
    "file": "备案",
    "refund": "退还",
    "report": "报告",
    "answer": "答复",
}
_BEARERS = {"authority": Text("政府方", "the authority"), "counterparty": Text("相对方", "the counterparty")}


def _words(values: tuple[str | None, ...]) -> Text:
    special = {
        None: Text("未写明", "not stated"),
        "*": Text("已写明", "stated"),
        "true": Text("是", "yes"),
        "false": Text("否", "no"),
    }
    shown = [special.get(value, Text(str(value), str(value))) for value in values]
    return Text("或".join(word.zh for word in shown), " or ".join(word.en for word in shown))


def _parameters(rule: Rule) -> Lines:
    from govaudit.law.rule import Deadline, Limit, Required

    if isinstance(rule, Deadline):
        yield from _deadline(rule)
    elif isinstance(rule, Limit):
        yield from _limit(rule)
    elif isinstance(rule, Required):
        yield from _required(rule)
    else:
        yield from _forbidden(rule)  # type: ignore[arg-type]


def _event(rule: Rule, *types: str) -> Text:
    from govaudit.checks.found import name_of

    names = [name_of(rule, word) for word in types]
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))


def _deadline(rule: Deadline) -> Lines:
    trigger, done = _event(rule, *rule.trigger), _event(rule, *rule.fulfilled_by)
    yield Text(f"起算：{trigger.zh}；完成：{done.zh}", f"runs from: {trigger.en}; fulfilled by: {done.en}")
    for start, within in sorted(rule.within.items()):
        yield _dated(str(start), _period(within) if within else Text("", ""), within)
    if rule.interest is not None:
        per = Text("日", "day") if rule.interest.per == "day" else Text("年", "year")
        rate = f"{rule.interest.rate * 100:f}".rstrip("0").rstrip(".")
        yield Text(
            f"逾期利息：每{per.zh}{rate}%（有约定的从约定）", f"late interest: {rate}% a {per.en} (or as agreed)"
        )


def _period(period: Period) -> Text:
    unit = _UNITS[period.unit]
    agreed, most = getattr(period, "agreed", None), getattr(period, "at_most", None)
    more_zh = (f"，约定优先（属性 {agreed}）" if agreed else "") + (
        f"，最长{most}{unit.zh}" if most is not None else ""
    )
    more_en = (f", or as agreed (attribute {agreed})" if agreed else "") + (
        f", at most {most}" if most is not None else ""
    )
    return Text(f"{period.n}{unit.zh}{more_zh}", f"{period.n} {unit.en}{more_en}")


def _dated(start: str, value: Text, source: Within | Line | Period | None) -> Text:
    if source is None:
        return Text(f"{start}起：不再适用", f"from {start}: no longer in force")
    sure = CONFIDENCE_NAMES[source.confidence]
    note = Text("", "") if source.confidence == "verified" else Text(f"（{sure.zh}）", f" ({sure.en})")
    return Text(f"{start}起：{value.zh}{note.zh}", f"from {start}: {value.en}{note.en}")


def _limit(rule: Limit) -> Lines:
    from fractions import Fraction

    from govaudit.checks.measured import shown
    from govaudit.checks.measures import MEASURES

    measure = MEASURES.get(rule.measure)
    if measure is None:
        yield Text(f"没有指标 {rule.measure}，不能计算", f"there is no measure {rule.measure}: cannot be computed")
        return
    yield Text(f"{measure.label.zh} = {measure.formula.zh}", f"{measure.label.en} = {measure.formula.en}")
    for start, line in sorted(rule.value.items()):
        value = shown(Fraction(line.value), measure.unit) if line else Text("", "")
        yield _dated(
            str(start), Text(f"{rule.compare} {value.zh} 即不合规", f"not lawful when {rule.compare} {value.en}"), line
        )


def _required(rule: Required) -> Lines:
    before = _event(rule, *rule.before)
    yield Text(f"在“{before.zh}”之前：", f"before '{before.en}':")
    for need in rule.needs:
        yield _need(rule, need)
        for start, period in sorted(need.at_least.items()):
            length = _period(period) if period else Text("", "")
            yield _dated(str(start), Text(f"至少提前{length.zh}", f"at least {length.en} before"), period)


def _need(rule: Required, need: Need) -> Text:
    if need.event:
        name = _event(rule, *need.event)
        if need.missing == "fine":
            return Text(f"如有“{name.zh}”：", f"'{name.en}', if there is one:")
        return Text(f"事件：{name.zh}", f"event: {name.en}")
    if need.evidence:
        return Text(f"证据：{'或'.join(need.evidence)}", f"document: {' or '.join(need.evidence)}")
    values = _words(need.values) if need.values else Text("已写明", "stated")
    return Text(f"属性：{need.attribute} = {values.zh}", f"attribute: {need.attribute} = {values.en}")


def _forbidden(rule: Forbidden) -> Lines:
    from govaudit.checks.found import cause_of

    if rule.events:
        name = _event(rule, *rule.events)
        yield Text(f"不得发生：{name.zh}", f"must not occur: {name.en}")
    if rule.causes:
        names = [cause_of(rule, cause) for cause in rule.causes]
        yield Text(
            f"不得以此为由：{'、'.join(name.zh for name in names)}",
            f"not for the reason of: {', '.join(name.en for name in names)}",
        )
    for attribute, words in rule.attributes.items():
        yield Text(f"不得有：{attribute} = {_words(words).zh}", f"must not be: {attribute} = {_words(words).en}")
    if rule.during:
        after, until = _event(rule, *rule.during.after), _event(rule, *rule.during.until)
        yield Text(f"期间：自“{after.zh}”至“{until.zh}”", f"from '{after.en}' until '{until.en}'")


def _examples(rule: Rule) -> Lines:
    from govaudit.law.example import Expected

    for example in rule.examples:
        expect = example.expect
        if isinstance(expect, Expected):
            outcome = Text(f"逾期{expect.breach_days}天", f"{expect.breach_days} days late")
        else:
            outcome = _EXPECT[expect]
        facts = [(_event(rule, name), _fact(value)) for name, value in example.events.items()]
        zh = "，".join(f"{name.zh} {value}" for name, value in facts)
        en = ", ".join(f"{name.en} {value}" for name, value in facts)
        yield Text(f"{example.name.zh}：{outcome.zh}" + (f"（{zh}；截至 {example.as_of}）" if zh else ""),
                   f"{example.name.en}: {outcome.en}" + (f" ({en}; as of {example.as_of})" if en else ""))  # fmt: skip


def _fact(value: object) -> str:
    if isinstance(value, list):
        return " + ".join(_fact(item) for item in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)
