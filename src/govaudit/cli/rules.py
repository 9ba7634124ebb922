"""`govaudit rules`: the rules there are, and, with --test, whether their examples still hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import checklists_option, lang_option, say
from govaudit.docket import TABLES
from govaudit.docket.labels import ZH_WORDS
from govaudit.model import Text, as_json
from govaudit.rules import CONFIDENCES, OTHER_FINDINGS, RULE_KINDS, SEVERITIES, VERDICTS

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.rules import RuleSet
    from govaudit.rules.kinds import AnyRule, Builtin

DOMAINS = TABLES["instruments"].columns["domain"].values
_FINDINGS = VERDICTS | OTHER_FINDINGS
_ALL, _PROGRAM = Text("各领域", "all"), Text("程序", "program")


class _Domain(click.Choice[str]):
    """A domain by its code, its Chinese name, or a part of that name no other has; given on as the code."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the domain or fail with those there are."""
        named = [code for code in DOMAINS if value in domain_name(code, "zh")]
        return super().convert(named[0] if len(named) == 1 else value.lower(), param, ctx)


@click.command(
    help=say(
        "列出规则，程序自带的在前；各筛选条件同时满足；--test 运行规则自带的样例。",
        "List the rules, the program's own first; all filters given must hold; --test runs the examples they carry.",
    )
)
@click.option(
    "--domain",
    type=_Domain(DOMAINS),
    default=None,
    help=say(
        "只列写明该领域的，也可用中文名称或其一部分，如 债务",
        "only those that name this domain; its Chinese name, or part of it, will do",
    ),
)
@click.option("--kind", type=click.Choice(list(RULE_KINDS)), default=None, help=say("只列该种类", "only this kind"))
@click.option(
    "--severity", type=click.Choice(list(SEVERITIES)), default=None, help=say("只列该程度", "only this severity")
)
@click.option(
    "--act",
    default=None,
    help=say("只列依据中有该法律文件的（名称的一部分即可）", "only those based on this act (part of its name will do)"),
)
@click.option(
    "--words",
    default=None,
    help=say(
        "编号、名称、提示语（中英文）中有这些词的，词以空格分开",
        "only those with these words, parted by spaces, in id, title or message, in either language",
    ),
)
@click.option(
    "--confidence",
    type=click.Choice(list(CONFIDENCES)),
    default=None,
    help=say("只列依据可信度为此的规则", "only rules whose sources are this sure"),
)
@click.option(
    "--test",
    "run_tests",
    is_flag=True,
    help=say("运行样例，有不符的退出码为1", "run the examples; exit status 1 when one does not hold"),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("输出格式", "output format"),
)
@checklists_option
@lang_option
def rules(*, run_tests: bool, form: str, checklists: tuple[Path, ...], lang: str, **wanted: str | None) -> None:
    """List rules; a fault in a rule file ends it with exit status 2."""
    found = loaded(checklists, lang)
    chosen = [rule for rule in (*found.builtin.values(), *found) if _fits(rule, **wanted)]
    if run_tests:
        _run_examples(chosen, form, lang)
    elif form == "json":
        click.echo(json.dumps([_record(rule, found) for rule in chosen], ensure_ascii=False, indent=2))
    else:
        _table(chosen, lang)
        click.echo(
            Text(
                f"\n共{len(chosen)}条规则，规则集版本 {found.digest[:16]}",
                f"\n{len(chosen)} rules, rule-set version {found.digest[:16]}",
            ).pick(lang)
        )


def _fits(
    rule: AnyRule | Builtin, domain: str | None, kind: str | None, severity: str | None, act: str | None, words: str | None, confidence: str | None
) -> bool:  # fmt: skip
    """Whether a rule meets every filter given."""
    texts = [text for text in (rule.title, rule.message) if text is not None]
    said = " ".join([rule.id, *(part for text in texts for part in (text.zh, text.en))]).casefold()
    return (
        (domain is None or domain in domains_of(rule))
        and kind in (None, rule.kind)
        and severity in (None, severity_of(rule))
        and (act is None or any(act.strip("《》") in basis.act for basis in rule.basis))
        and all(word in said for word in (words or "").casefold().split())
        and confidence in (None, rule.confidence_on())
    )


def domains_of(rule: AnyRule | Builtin) -> tuple[str, ...]:
    """Return the domains a rule names; a rule of the program may name none and holds in all."""
    return rule.domain if rule.kind == "builtin" else rule.applies.domain


def severity_of(rule: AnyRule | Builtin) -> str | None:
    """Return the severity of a rule's findings; an indication is none and has a degree instead."""
    return None if finding_of(rule) == "indication" else rule.severity


def finding_of(rule: AnyRule | Builtin) -> str:
    """Return what not meeting the rule amounts to."""
    return rule.finding if rule.kind == "builtin" else rule.verdict()


def loaded(checklists: tuple[Path, ...], lang: str) -> RuleSet:
    """Read the rules; faults in rule files are shown and end the command with exit status 2."""
    from govaudit.cli.run import PROBLEM_EXIT, show_problems
    from govaudit.rules import load_rules

    found = load_rules(checklists)
    if found.problems:
        show_problems(found.problems, lang)
        raise SystemExit(PROBLEM_EXIT)
    return found


def domain_name(domain: str, lang: str) -> str:
    """Return the name of a domain."""
    return ZH_WORDS[domain] if lang == "zh" else domain


def _record(rule: AnyRule | Builtin, found: RuleSet) -> dict[str, object]:
    return {
        "id": rule.id, "kind": rule.kind, "domain": list(domains_of(rule)), "severity": severity_of(rule), "soft": rule.soft,
        "confidence": rule.confidence_on(), "finding": finding_of(rule), "title": {"zh": rule.title.zh, "en": rule.title.en},
        "basis": [as_json(basis) for basis in rule.basis], "file": found.files[rule.id],
    }  # fmt: skip


def _table(chosen: list[AnyRule | Builtin], lang: str) -> None:
    from rich.cells import cell_len, set_cell_size

    head = [
        Text("编号", "id"), Text("种类", "kind"), Text("结论", "finding"), Text("依据", "sources"), Text("名称", "title"), Text("领域", "domain"),
    ]  # fmt: skip
    rows = [tuple(text.pick(lang) for text in head)]
    for rule in chosen:
        sure = rule.confidence_on()
        domains = ("、" if lang == "zh" else ", ").join(domain_name(domain, lang) for domain in domains_of(rule))
        texts = (
            RULE_KINDS[rule.kind],
            _FINDINGS[finding_of(rule)],
            CONFIDENCES[sure] if sure else _PROGRAM,
            rule.title,
        )
        rows.append((rule.id, *(text.pick(lang) for text in texts), domains or _ALL.pick(lang)))
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        click.echo("  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _run_examples(chosen: list[AnyRule | Builtin], form: str, lang: str) -> None:
    from govaudit.checks.examples import run_examples
    from govaudit.cli.builtin_examples import run_builtin_examples

    outcomes = [
        (rule, outcome)
        for rule in chosen
        for outcome in (run_builtin_examples(rule) if rule.kind == "builtin" else run_examples(rule))
    ]
    failed = [(rule, outcome) for rule, outcome in outcomes if not outcome.met]
    if form == "json":
        records = [
            {"rule": rule.id, "example": {"zh": one.example.name.zh, "en": one.example.name.en}, "expected": one.wanted, "got": one.got, "holds": one.met}
            for rule, one in outcomes
        ]  # fmt: skip
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        for rule, outcome in failed:
            name, wanted = outcome.example.name.pick(lang), outcome.wanted
            click.echo(
                Text(
                    f"{rule.id} “{name}”：应为 {wanted}，实为 {outcome.got}",
                    f"{rule.id} '{name}': expected {wanted}, got {outcome.got}",
                ).pick(lang)
            )
        click.echo(
            Text(
                f"{len(chosen)}条规则，{len(outcomes)}个样例，{len(failed)}个不符",
                f"{len(chosen)} rules, {len(outcomes)} examples, {len(failed)} do not hold",
            ).pick(lang)
        )
    if failed:
        raise SystemExit(1)
