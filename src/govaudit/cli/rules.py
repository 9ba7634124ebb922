"""`govaudit rules`: the rules there are, and, with --test, whether their examples still hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import checklists_option, lang_option, say
from govaudit.docket.schema import TABLES
from govaudit.docket.words import ZH_WORDS
from govaudit.law.words import CONFIDENCES, RULE_KINDS, VERDICTS
from govaudit.model.checked import as_json
from govaudit.model.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.law.rule import AnyRule
    from govaudit.law.rules import RuleSet

DOMAINS = TABLES["instruments"].columns["domain"].values


@click.command(
    help=say("列出规则；--test 运行规则自带的样例。", "List the rules; --test runs the examples they carry.")
)
@click.option("--domain", type=click.Choice(DOMAINS), default=None, help=say("只列该领域", "only this domain"))
@click.option("--kind", type=click.Choice(list(RULE_KINDS)), default=None, help=say("只列该种类", "only this kind"))
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
def rules(
    *,
    domain: str | None,
    kind: str | None,
    confidence: str | None,
    run_tests: bool,
    form: str,
    checklists: tuple[Path, ...],
    lang: str,
) -> None:
    """List rules; a fault in a rule file ends it with exit status 2."""
    found = loaded(checklists, lang)
    chosen = [
        rule for rule in found
        if domain in (None, *rule.applies.domain) and kind in (None, rule.kind) and confidence in (None, rule.confidence_on())
    ]  # fmt: skip
    if run_tests:
        _run_examples(chosen, lang)
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


def loaded(checklists: tuple[Path, ...], lang: str) -> RuleSet:
    """Read the rules; faults in rule files are shown and end the command with exit status 2."""
    from govaudit.cli.run import PROBLEM_EXIT, show_problems
    from govaudit.law.rules import load_rules

    found = load_rules(checklists)
    if found.problems:
        show_problems(found.problems, lang)
        raise SystemExit(PROBLEM_EXIT)
    return found


def domain_name(domain: str, lang: str) -> str:
    """Return the name of a domain."""
    return ZH_WORDS[domain] if lang == "zh" else domain


def _record(rule: AnyRule, found: RuleSet) -> dict[str, object]:
    return {
        "id": rule.id, "kind": rule.kind, "domain": list(rule.applies.domain), "severity": rule.severity, "soft": rule.soft,
        "confidence": rule.confidence_on(), "finding": rule.verdict(), "title": {"zh": rule.title.zh, "en": rule.title.en},
        "basis": [as_json(basis) for basis in rule.basis], "file": found.files[rule.id],
    }  # fmt: skip


def _table(chosen: list[AnyRule], lang: str) -> None:
    from rich.cells import cell_len, set_cell_size

    head = [
        Text("编号", "id"), Text("种类", "kind"), Text("结论", "finding"), Text("依据", "sources"), Text("名称", "title"), Text("领域", "domain"),
    ]  # fmt: skip
    rows = [tuple(text.pick(lang) for text in head)]
    rows += [
        (rule.id, RULE_KINDS[rule.kind].pick(lang), VERDICTS[rule.verdict()].pick(lang), CONFIDENCES[rule.confidence_on()].pick(lang),
         rule.title.pick(lang), ("、" if lang == "zh" else ", ").join(domain_name(domain, lang) for domain in rule.applies.domain))
        for rule in chosen
    ]  # fmt: skip
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        click.echo("  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _run_examples(chosen: list[AnyRule], lang: str) -> None:
    from govaudit.checks.examples import run_examples

    outcomes = [(rule, outcome) for rule in chosen for outcome in run_examples(rule)]
    failed = [(rule, outcome) for rule, outcome in outcomes if not outcome.met]
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
