"""The run as a workbook: findings, who held the posts, statuses, problems, manifest; a sheet each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, parse_day
from govaudit.officials import CERTAINTY_MEANING
from govaudit.report import say_facts as show
from govaudit.report.labels import CERTAINTY, KIND, SEVERITY, STATE, label, phase, word
from govaudit.report.renderers.sheet_book import SheetBook, amount, amount_days, day

if TYPE_CHECKING:
    from govaudit.model import Finding, Responsible, Run, StatusRecord
    from govaudit.report.documents.blocks import Words
    from govaudit.report.names import Names
    from govaudit.report.renderers.sheet_book import Cell


# The columns of findings that go on paper: what it is, what happened, why, who, what next.
_PRINTED = 10


def write(run: Run, names: Names, lang: str) -> bytes:
    """Return the workbook of a run."""
    book = SheetBook(lang, Text("政务履约审计", "Performance audit").pick(lang))
    _findings(book, run, names, lang)
    _people(book, run, names, lang)
    _statuses(book, run, lang)
    _problems(book, run, lang)
    _not_computed(book, run, names, lang)
    _manifest(book, run, lang)
    return book.bytes(parse_day(run.manifest.as_of))


def _findings(book: SheetBook, run: Run, names: Names, lang: str) -> None:
    dates = sorted({key for finding in run.findings for key in finding.dates})
    amounts = sorted({key for finding in run.findings for key in finding.amounts})
    facts = sorted({key for finding in run.findings for key in finding.facts} - {"amount_days_unit"})
    columns: list[tuple[Words, int]] = [
        (label("kind"), 10), (label("severity"), 7), (label("rule"), 9), (label("domain"), 14), (label("instrument_title"), 24), (label("title"), 18),
        (label("message"), 40), (label("basis"), 28), (label("responsible"), 40), (label("next_step"), 28),
        (label("suppressed"), 30), (label("instrument"), 16), (label("obligation"), 20), (label("evidence"), 24), (label("place"), 24),
        *((label(key), 12) for key in dates), *((label(key), 17) for key in amounts), *((label(key), 10) for key in facts), (label("fingerprint"), 19),
        (label("trigger_event"), 19),
    ]  # fmt: skip
    rows = (_finding(finding, names, lang, dates, amounts, facts) for finding in run.findings)
    book.sheet(Text("发现", "findings").pick(lang), columns, rows, printed=_PRINTED)


def _finding(
    finding: Finding, names: Names, lang: str, dates: list[str], amounts: list[str], facts: list[str]
) -> list[Cell]:
    people = "\n".join(line.pick(lang) for line in show.lines_of(finding, names))
    return [
        KIND[finding.kind], SEVERITY[finding.severity], finding.rule, word(names.domain(finding)),
        names.title("instruments", finding.instrument), finding.title, finding.message, show.bases(finding.basis), people, finding.next_step,
        finding.suppressed, finding.instrument, finding.obligation, "\n".join(names.title("evidence", key) for key in finding.evidence), finding.place,
        *(day(finding.dates.get(key)) for key in dates), *(_amount(key, finding, lang) for key in amounts),
        *(_fact(key, finding.facts.get(key)) for key in facts), finding.fingerprint, finding.trigger_event,
    ]  # fmt: skip


def _amount(key: str, finding: Finding, lang: str) -> Cell:
    value = finding.amounts.get(key)
    return amount_days(value, _currency(finding), lang) if key == "amount_days" else amount(value)


def _currency(finding: Finding) -> str:
    return str(finding.facts.get("currency") or "CNY")


def _fact(key: str, value: object) -> Cell:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return show.fact(key, value)


def _people(book: SheetBook, run: Run, names: Names, lang: str) -> None:
    columns: list[tuple[Words, int]] = [
        (label("fingerprint"), 19), (label("rule"), 10), (label("instrument_title"), 30), (label("obligation"), 20), (Text("机构岗位", "body and post"), 26),
        (label("name"), 14), (label("person"), 14), (label("role"), 12), (label("phase"), 10), (label("degree"), 18), (label("from"), 12), (label("to"), 12),
        (label("days"), 8), (label("share"), 10), (label("amount_days"), 20), (label("counted"), 10), (label("certainty"), 10), (label("notes"), 40),
    ]  # fmt: skip
    rows = (_person(finding, line, names, lang) for finding in run.findings for line in finding.responsible)
    book.sheet(Text("在任情况", "holders").pick(lang), columns, rows)


def _person(finding: Finding, line: Responsible, names: Names, lang: str) -> list[Cell]:
    counted = Text("是", "yes") if line.counted else Text("否", "no")
    return [
        finding.fingerprint, finding.rule, names.title("instruments", finding.instrument), finding.obligation, show.post(line, names), show.holder(line), line.person,
        word(line.role), phase(line.phase), word(line.degree), day(line.from_), day(line.to), line.days, show.share(line), amount_days(line.amount_days, _currency(finding), lang), counted,
        CERTAINTY[line.certainty], show.remarks(line),
    ]  # fmt: skip


_STATUS_DAYS = ("due_on", "due_on_raw", "grace_until", "performed_on")
_STATUS_MONEY = ("amount", "performed_amount", "open_amount")
_STATUS_COUNTS = ("breach_days", "episodes", "tolled_days")


def _statuses(book: SheetBook, run: Run, lang: str) -> None:
    columns: list[tuple[Words, int]] = [
        (label("obligation"), 22), (label("obligation_title"), 30), (label("instrument"), 16), (label("domain"), 16), (label("rule"), 10), (label("state"), 14),
        *((label(key), 12) for key in _STATUS_DAYS), *((label(key), 17) for key in _STATUS_MONEY), (label("currency"), 7), *((label(key), 10) for key in _STATUS_COUNTS),
        (label("interest"), 14), (label("flags"), 20), (label("rules_applied"), 20), (label("provisional"), 8), (label("trigger_event"), 19),
    ]  # fmt: skip
    book.sheet(Text("义务状态", "statuses").pick(lang), columns, (_status(status) for status in run.statuses))


def _status(status: StatusRecord) -> list[Cell]:
    days: list[Cell] = [day(getattr(status, key)) for key in _STATUS_DAYS]
    amounts: list[Cell] = [amount(getattr(status, key)) for key in _STATUS_MONEY]
    counts: list[Cell] = [getattr(status, key) for key in _STATUS_COUNTS]
    return [
        status.obligation, status.title or status.obligation, status.instrument, word(status.domain), status.rule,
        STATE.get(status.state, word(status.state)), *days, *amounts, status.currency, *counts, amount(status.interest),
        show.flags(status.flags), " ".join(status.rules_applied), Text("是", "yes") if status.provisional else Text("否", "no"), status.trigger_event,
    ]  # fmt: skip


def _problems(book: SheetBook, run: Run, lang: str) -> None:
    columns: list[tuple[Words, int]] = [
        (Text("类别", "level"), 8), (label("file"), 30), (label("sheet"), 14), (label("row"), 8), (label("column"), 14), (label("value"), 24), (label("what"), 44), (label("remedy"), 40),
    ]  # fmt: skip
    levels = {"error": Text("问题", "problem"), "note": Text("说明", "note")}
    rows = (
        [levels[one.level], one.file, one.sheet, one.row, one.column, one.value, one.what, one.remedy]
        for one in run.manifest.problems
    )
    book.sheet(Text("数据问题", "problems").pick(lang), columns, rows)


def _not_computed(book: SheetBook, run: Run, names: Names, lang: str) -> None:
    columns: list[tuple[Words, int]] = [
        (label("rule"), 10), (Text("对象编号", "subject id"), 24), (Text("对象", "subject"), 40), (Text("缺什么", "what is missing"), 60),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.rule, one.subject, names.any_title(one.subject), one.what] for one in run.manifest.not_computed
    ]
    book.sheet(Text("未能核定", "not computed").pick(lang), columns, rows)


def _manifest(book: SheetBook, run: Run, lang: str) -> None:
    manifest = run.manifest
    rows: list[list[Cell]] = [
        [Text("程序版本", "program"), manifest.program],
        [Text("规则集", "rule set"), manifest.rule_set],
        [label("as_of"), day(manifest.as_of)],
        [label("known_at"), day(manifest.known_at)],
        [Text("未计入行数", "rows left out"), manifest.left_out],
        [label("certainty"), CERTAINTY_MEANING],
        [Text("显示姓名", "names shown"), Text("是", "yes") if manifest.names else Text("否", "no")],
    ]
    rows += [[label(key), count] for key, count in manifest.counts.items()]
    rows += [[Text(f"输入：{one.file}", f"input: {one.file}"), f"SHA-256 {one.sha256}"] for one in manifest.inputs]
    rows += [[Text(f"规则：{key}", f"rule: {key}"), version] for key, version in sorted(manifest.rules.items())]
    book.sheet(
        Text("运行清单", "manifest").pick(lang), [(Text("项目", "item"), 34), (Text("内容", "content"), 76)], rows
    )
