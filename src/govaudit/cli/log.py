"""`govaudit log`: record a commitment, contract, obligation, event or official in a docket folder, with who and when."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import click

from govaudit.cli.options import lang_option, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govaudit.docket.table import Docket
    from govaudit.intake.ledger import Rows


class Ask(NamedTuple):
    """One thing asked: option name, the table and column whose reader checks it, whether it must be given."""

    option: str
    table: str
    column: str
    zh: str
    en: str
    required: bool = False
    default: str | None = None


_INSTRUMENT = (
    Ask("id", "instruments", "id", "编号（回车自动编号）", "id (empty: numbered)"),
    Ask("title", "instruments", "title", "名称", "title", required=True),
    Ask("authority", "instruments", "authority", "政府方：机构编号或名称", "authority: id or name of the body", required=True),
    Ask("counterparty", "instruments", "counterparty", "相对方：机构编号或名称", "other side: id or name of the body"),
    Ask("signed-on", "instruments", "signed_on", "签订日", "signed on"),
    Ask("region", "instruments", "region", "地区", "region"),
    Ask("total", "instruments", "amount", "合同总额，如 1200.50 或 300万元", "amount of the whole, such as 1200.50 or 300万元"),
)
_DUTY = (
    Ask("duty", "obligations", "title", "承诺（义务）内容", "what is promised", required=True),
    Ask("action", "obligations", "action", "行为：pay、deliver、publish、sign、file、refund、report、answer", "action: pay, deliver, publish, sign, file, refund, report, answer"),
    Ask("due-on", "obligations", "due_on", "到期日（不定日期的留空）", "due on (empty if it runs from an event)"),
    Ask("anchor", "obligations", "anchor", "起算事件或日期（有到期日的留空）", "event or date it runs from (empty with a due date)"),
    Ask("n", "obligations", "n", "期限数", "length of the period"),
    Ask("unit", "obligations", "unit", "期限单位：日、工作日、周、月、年", "unit: day, workday, week, month, year"),
    Ask("amount", "obligations", "amount", "金额，如 1200.50 或 300万元", "amount, such as 1200.50 or 300万元"),
    Ask("condition", "obligations", "condition", "条件（事件类型）", "condition (event type)"),
    Ask("bearer", "obligations", "bearer", "责任岗位或机构（留空为政府方）", "post or body that owes it (empty: the authority)"),
    Ask("clause", "obligations", "clause", "条款", "clause"),
)
_OF = (Ask("instrument", "obligations", "instrument", "文书编号", "id of the instrument", required=True),)
_EVENT = (
    Ask("on", "events", "occurred_on", "发生日", "occurred on", required=True),
    Ask("type", "events", "type", "类型：pay、perform、signed、suspend、resume、amend、waive…", "type: pay, perform, signed, suspend, resume, amend, waive, …", required=True),
    Ask("obligation", "events", "obligation", "义务编号（针对文书的留空）", "id of the obligation (empty if it concerns the instrument)"),
    Ask("instrument", "events", "instrument", "文书编号（针对义务的留空）", "id of the instrument (empty if it concerns an obligation)"),
    Ask("amount", "events", "amount", "金额", "amount"),
    Ask("cause", "events", "cause", "原因", "cause"),
    Ask("note", "events", "note", "备注", "note"),
)
_OFFICIAL = (
    Ask("org", "posts", "org", "机构：编号或名称", "body: id or name", required=True),
    Ask("post", "posts", "title", "职务", "title of the post", required=True),
    Ask("rank", "posts", "rank", "级别：正职、副职、成员、承办", "rank: head, deputy, member, handler"),
    Ask("person", "persons", "name", "姓名", "name", required=True),
    Ask("start", "tenures", "start", "任职日", "start", required=True),
    Ask("end", "tenures", "end", "离任日", "end"),
    Ask("kind", "tenures", "kind", "任职方式：正式、代理、主持工作、兼任、挂职", "kind: substantive, acting, presiding, concurrent, secondment"),
)


@click.group(help=say("登记承诺、合同、义务、事件或任职：每条写成一个案卷文件，先校验后写入，注明登记人和时间。", "Record a commitment, contract, obligation, event or official: a case file each, checked before it is written, with who and when."))
def log() -> None:
    """Hold the kinds of record."""


def _record(name: str, questions: Sequence[Ask], help_zh: str, help_en: str) -> Callable[[Callable[..., tuple[str, Rows]]], click.Command]:
    """Make a subcommand whose options are the questions; what is missing is asked for in a terminal."""

    def decorate(build: Callable[..., tuple[str, Rows]]) -> click.Command:
        def run(docket: Path, who: str | None, lang: str, **given: str | None) -> None:
            _run(name, questions, build, docket, who, lang, given)

        command: Callable[..., Any] = lang_option(run)
        command = click.option("--who", default=None, help=say("登记人，默认当前用户", "who records it; default the current user"))(command)
        for ask in reversed(questions):
            command = click.option(f"--{ask.option}", ask.option.replace("-", "_"), default=None, help=say(ask.zh, ask.en))(command)
        command = click.argument("docket", type=click.Path(file_okay=False, path_type=Path))(command)
        return log.command(name, help=say(help_zh, help_en))(command)

    return decorate


def _run(name: str, questions: Sequence[Ask], build: Callable[..., tuple[str, Rows]], folder: Path, who: str | None, lang: str, given: dict[str, str | None]) -> None:
    from govaudit.cli.run import PROBLEM_EXIT, show_problems
    from govaudit.intake.ledger import add_record
    from govaudit.intake.read import read_docket
    from govaudit.intake.settings import read_settings

    settings, _ = read_settings(folder)
    exclude = [*settings.exclude, *settings.checklists, *settings.suppressions]
    docket = read_docket([folder], exclude) if folder.exists() else read_docket([])
    answers = _answers(questions, given, lang)
    now = dt.datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    stamp = {"who": who or getpass.getuser(), "when": now.isoformat()}
    key, rows = build(docket, answers, stamp)
    path, problems = add_record(folder, name, key, rows, exclude)
    if path is None:
        show_problems(problems, lang)
        raise SystemExit(PROBLEM_EXIT)
    click.echo(say(f"已登记 {key}：{path}", f"recorded {key}: {path}") if lang is None else f"{'已登记' if lang == 'zh' else 'recorded'} {key}: {path}")


def _answers(questions: Sequence[Ask], given: dict[str, str | None], lang: str) -> dict[str, str | None]:
    """Take the options; ask for what is missing one by one in a terminal, else refuse with the list of what is missing."""
    answers = {ask.option: given[ask.option.replace("-", "_")] for ask in questions}
    missing = [ask for ask in questions if ask.required and not answers[ask.option]]
    if missing and not sys.stdin.isatty():
        names = " ".join(f"--{ask.option}" for ask in missing)
        raise click.UsageError(f"{'缺少' if lang == 'zh' else 'missing'} {names}")
    if missing:
        for ask in questions:
            if answers[ask.option] is None:
                answers[ask.option] = _prompt(ask, lang)
    return answers


def _prompt(ask: Ask, lang: str) -> str | None:
    """Ask until the answer can be read as its column."""
    while True:
        answer: str = click.prompt(ask.zh if lang == "zh" else ask.en, default="", show_default=False).strip()
        if not answer and not ask.required:
            return None
        fault = _fault(ask, answer)
        if answer and fault is None:
            return answer
        click.echo(fault.pick(lang) if fault else ("必填" if lang == "zh" else "needed"))


def _fault(ask: Ask, answer: str) -> Any:
    from govaudit.docket.schema import TABLES
    from govaudit.intake.cells import READERS, read_money
    from govaudit.model.fault import Fault

    column = TABLES[ask.table].columns[ask.column]
    try:
        if column.kind == "money":
            read_money(answer, "CNY", None)
        else:
            READERS[column.kind](answer, column)
    except Fault as fault:
        return fault.what
    return None


def _source(stamp: dict[str, str]) -> str:
    return f"{stamp['who']} {stamp['when']}"


def _org(docket: Docket, named: str | None, rows: Rows, source: str, level: str | None = None) -> str | None:
    """Return the id of a body given by id or name; an unknown one is added under its name."""
    if named is None:
        return None
    table = docket["orgs"]
    for key, name in zip(table["id"], table["name"], strict=True):
        if named in {key, name}:
            return str(key)
    if all(row["id"] != named for row in rows.setdefault("orgs", [])):
        rows["orgs"].append({"id": named, "name": named, "level": level, "source": source})
    return named


def _instrument(docket: Docket, a: dict[str, str | None], stamp: dict[str, str], domain: str, kind: str, prefix: str) -> tuple[str, Rows]:
    from govaudit.intake.ledger import next_id

    rows: Rows = {}
    source = _source(stamp)
    key = a["id"] or next_id(docket, "instruments", f"{prefix}-{stamp['when'][:4]}")
    authority = _org(docket, a["authority"], rows, source)
    rows["instruments"] = [{
        "id": key, "domain": domain, "kind": kind, "title": a["title"], "authority": authority,
        "counterparty": _org(docket, a["counterparty"], rows, source, "company"), "signed_on": a["signed-on"], "amount": a["total"], "region": a["region"], "source": source,
    }]  # fmt: skip
    rows["obligations"] = [_duty(a, f"{key}-1", key, authority, source)]
    return key, rows


def _duty(a: dict[str, str | None], key: str, instrument: str, authority: str | None, source: str) -> dict[str, Any]:
    return {
        "id": key, "instrument": instrument, "title": a["duty"], "bearer": a["bearer"] or authority, "action": a["action"], "due_on": a["due-on"],
        "anchor": a["anchor"], "n": a["n"], "unit": a["unit"], "amount": a["amount"], "condition": a["condition"], "clause": a["clause"], "source": source,
    }  # fmt: skip


@_record("commitment", (*_INSTRUMENT, *_DUTY), "登记一项招商引资承诺", "record a commitment to an investor")
def commitment(docket: Docket, a: dict[str, str | None], stamp: dict[str, str]) -> tuple[str, Rows]:
    """Build the rows of an investment commitment."""
    return _instrument(docket, a, stamp, "investment", "commitment", "ZS")


@_record("contract", (*_INSTRUMENT, *_DUTY), "登记一份政府采购合同", "record a procurement contract")
def contract(docket: Docket, a: dict[str, str | None], stamp: dict[str, str]) -> tuple[str, Rows]:
    """Build the rows of a procurement contract."""
    return _instrument(docket, a, stamp, "procurement", "contract", "CG")


@_record("obligation", (*_OF, *_DUTY), "给已有文书再登记一项义务", "record a further obligation of an instrument")
def obligation(docket: Docket, a: dict[str, str | None], stamp: dict[str, str]) -> tuple[str, Rows]:
    """Build the row of a further obligation."""
    from govaudit.intake.ledger import next_id

    instrument = a["instrument"] or ""
    row = docket["instruments"].index().get(instrument)
    authority = docket["instruments"]["authority"][row] if row is not None else None
    taken = sum(key == instrument for key in docket["obligations"]["instrument"])
    key = f"{instrument}-{taken + 1}" if f"{instrument}-{taken + 1}" not in set(docket["obligations"]["id"]) else next_id(docket, "obligations", instrument)
    return key, {"obligations": [_duty(a, key, instrument, authority, _source(stamp))]}


@_record("event", _EVENT, "登记一个事件（付款、履行、中止、变更…）", "record an event (payment, performance, suspension, change, …)")
def event(docket: Docket, a: dict[str, str | None], stamp: dict[str, str]) -> tuple[str, Rows]:
    """Build the row of an event, recorded now."""
    from govaudit.intake.ledger import next_id

    key = next_id(docket, "events", f"SJ-{stamp['when'][:10].replace('-', '')}")
    return key, {"events": [{
        "id": key, "obligation": a["obligation"], "instrument": a["instrument"], "type": a["type"], "occurred_on": a["on"], "recorded_at": stamp["when"],
        "amount": a["amount"], "cause": a["cause"], "note": a["note"], "source": _source(stamp),
    }]}  # fmt: skip


@_record("official", _OFFICIAL, "登记任职：机构、岗位、人员、任期", "record an official: body, post, person, tenure")
def official(docket: Docket, a: dict[str, str | None], stamp: dict[str, str]) -> tuple[str, Rows]:
    """Build the rows of a tenure, with body, post and person where they are new."""
    from govaudit.intake.ledger import next_id

    rows: Rows = {}
    source = _source(stamp)
    org = _org(docket, a["org"], rows, source)
    post = _known(docket, "posts", {"org": org, "title": a["post"]}) or f"{org}/{a['post']}"
    if post not in set(docket["posts"]["id"]):
        rows["posts"] = [{"id": post, "org": org, "title": a["post"], "rank": a["rank"], "source": source}]
    person = _known(docket, "persons", {"name": a["person"]})
    if person is None:
        person = next_id(docket, "persons", "RY")
        rows["persons"] = [{"id": person, "name": a["person"], "source": source}]
    key = next_id(docket, "tenures", "RZ")
    rows["tenures"] = [{"id": key, "post": post, "person": person, "start": a["start"], "end": a["end"], "kind": a["kind"], "recorded_from": stamp["when"], "source": source}]
    return key, rows


def _known(docket: Docket, table: str, wanted: dict[str, str | None]) -> str | None:
    """Return the id of the row with these values."""
    for row in docket[table].rows():
        if all(row[column] == value for column, value in wanted.items()):
            return str(row["id"])
    return None
