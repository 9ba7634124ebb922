"""The table of cases: a name (folder/file of its golden) and the command lines that are run, one after another in one folder.

`contracts_samples` and `given` (inputs of this folder) are there to read; a line after `@` only prepares and is not kept. The
day is always stated. A new command, format, choice or option needs a case here: `test_table.py` says which one has none.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.main import cli
from govaudit.cli.rules import DOMAINS
from govaudit.rules.catalogue import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    Lines = Iterator[tuple[str, str]]

FAULTY = Path(__file__).parents[2] / "contracts_samples" / "faulty"
S, W, F = "contracts_samples", "contracts_samples/warning", "contracts_samples/faulty"
DAY, EARLY = "--as-of 2026-06-30", "--as-of 2025-06-30"
DOCKETS = {"samples": f"{S} {DAY}", "warning": f"{W} {DAY}", "faulty": f"{F} --lenient {DAY}"}
# A duty performed late, one amended after it was late, one in breach, a debt paid in time, one not triggered, one of the law.
DUTIES = {
    "late": "PPP-01/补贴2024", "amended": "PPP-03/付费2024", "breach": "ZS-08/便道", "kept": "ZW-01/息2024", "idle": "ZS-04/达产",
    "statutory": "ZC-2025-02/GP-13",
}  # fmt: skip
READ = (
    "--known-at 2026-06-29 --checklists given/rules --encoding utf-8 --strict --output 结果"  # how a docket may be read
)
# The duties of given/terms.yaml, one for each term of a clause.
TERMS = (
    "不顺延", "顺延", "提前", "同月", "调休上班", "计首日", "倒计", "工作日", "周", "月", "小时", "宽限", "宽限未守", "展期",
    "只罚", "中止", "剩余", "重算", "浮动", "违约日", "约定", "先本", "维持", "禁止", "准时", "条件", "对待", "对方",
)  # fmt: skip
LOG_CONTRACT = "--title 路灯合同 --authority 示例市城管局 --counterparty 样例照明公司 --signed-on 2026-01-05 --region 示例市 --total 100万元"
LOG_DUTY = (
    "--duty 付首款 --action pay --anchor signed --n 30 --unit day --amount 30万元 --bearer 示例市城管局 --clause 第三条"
)


def _formats(name: str, line: str, formats: str) -> Lines:
    for form in formats.split():
        yield f"{name}-{form}", f"{line} --format {form}"


def _every_docket() -> Lines:
    for name, docket in DOCKETS.items():
        dayless = docket.replace(DAY, "")
        yield from _formats(f"audit/{name}", f"audit {docket}", "text json csv xlsx html docx pdf")
        yield from _formats(f"status/{name}", f"status {docket}", "text csv json parquet")
        yield from _formats(f"due/{name}", f"due {docket} --overdue --within 90d", "text csv json xlsx ics")
        yield from _formats(f"schedule/{name}", f"schedule {docket}", "text csv json parquet")
        yield from _formats(f"ledger/{name}", f"ledger {docket} --year 2025", "text csv json")
        yield from _formats(f"ratios/{name}", f"ratios {dayless} --year 2025", "text csv json")
        yield from _formats(f"backtest/{name}", f"backtest {docket}", "text csv json")
        yield from _formats(f"structure/{name}", f"structure {docket}", "text json")
        yield from _formats(f"export/{name}", f"export {docket}", "popolo ftm graphml")
        yield from _formats(f"trace/{name}-all", f"trace --all {docket}", "csv json parquet")
        yield from _formats(f"diff/{name}", f"diff {dayless} {EARLY} --and-as-of 2025-12-31", "text json")


def _asked() -> Lines:
    """Yield each command over a docket asked for an earlier day, and with every option of how it is read."""
    of_one = {"trace": DUTIES["late"], "explain-status": DUTIES["late"], "officials": "ZJ-1"}
    more = {"ledger": "--year 2025", "export": "--format popolo", "warn": "--unit FL --names"}
    for name in [
        "audit",
        "status",
        "due",
        "schedule",
        "ledger",
        "backtest",
        "structure",
        "export",
        "trace",
        "explain-status",
        "officials",
        "warn",
    ]:
        line = " ".join(filter(None, (name, of_one.get(name), W if name == "warn" else S, more.get(name))))
        yield f"{name}/earlier", f"{line} {EARLY}"
        yield f"{name}/options", f"{line} {DAY} {READ}"
    yield "ratios/options", f"ratios {S} --year 2025 {READ.replace('--known-at 2026-06-29', '')}"
    yield "diff/options", f"diff {S} {DAY} --and-as-of 2026-07-31 {READ.replace('--output 结果', '')}"


def _audit() -> Lines:
    yield from _formats(
        "audit/breach-record",
        f"audit {S} {DAY} --document breach-record --subject PPP-01/补贴2024",
        "html docx pdf text",
    )
    yield from _formats("audit/risk-warning", f"audit {S} {DAY} --document risk-warning --subject CG", "html docx pdf")
    yield from _formats(
        "audit/ppp-accountability", f"audit {S} {DAY} --document ppp-accountability --subject PPP-01", "html docx pdf"
    )
    for document in ("breach-record", "risk-warning", "ppp-accountability"):
        yield f"audit/{document}-of-all", f"audit {S} {DAY} --document {document} --format html --no-names"
    yield from _formats("audit/no-names", f"audit {S} {DAY} --no-names", "text csv html")
    yield "audit/no-names-json", "audit given/place --no-names --format json"
    kinds = ("breach", "warning", "accountability_gap", "data_problem", "never")
    gap, draft = f"{F}/11-占位日期.yaml --lenient", "given/draft.yaml"  # no finding above a gap; none above a warning
    asked = [f"audit {docket} {DAY} --fail-on {kind}" for docket in (gap, draft, "given/place") for kind in kinds]
    yield "audit/fail-on", "\n".join(asked)
    yield "audit/suppressions", f"audit {S} {DAY} --suppressions given/suppressions.yaml"
    yield (
        "audit/place",
        "audit given/place\naudit given/place --lang zh --names --fail-on breach\nstatus given/place\ntrace HT/款 given/place",
    )
    yield "audit/workbook", f"audit {S}/workbook/示例市.xlsx {DAY} --format csv --engine rows --names"
    yield "audit/known-at", f"audit {S} {DAY} --known-at 2026-03-31 --format csv"
    yield "audit/faulty-strict", f"audit {F} {DAY}"
    yield (
        "audit/faulty-one-by-one",
        "\n".join(
            f"audit {F}/{path.name} {DAY} --format csv" for path in sorted(FAULTY.iterdir()) if path.name != "README.md"
        ),
    )
    yield (
        "audit/errors",
        f"audit {F} --errors 问题.csv\naudit {F} --errors 问题.json {DAY}\naudit {F}/23-金额写了文字.xlsx --errors 问题.xlsx {DAY}\naudit {F} --errors - {DAY}",
    )


def _render() -> Lines:
    """Yield what is made of a kept run; that it is what `audit` itself makes is in `test_twice.py`."""
    made = "@audit given/place --format json --names --output 审计.json\n"
    yield from _formats("render/place", f"{made}render 审计.json", "text json csv xlsx html docx pdf")
    for name in ("breach-record", "risk-warning", "ppp-accountability"):
        yield (
            f"render/{name}",
            f"{made}render 审计.json --document {name} --subject HT/款 --format html --output 文书.html",
        )
    unnamed = "@audit given/place --format json --output 无名.json"
    yield (
        "render/names",
        f"{made}render 审计.json --no-names --format csv\n{unnamed}\nrender 无名.json --names\nrender 无名.json --format csv",
    )
    yield (
        "render/refused",
        f"{made}render 审计.json --output 审计.json\nrender {S}/fiscal.yaml\nrender 没有.json\nrender 审计.json --document breach-record",
    )


def _other() -> Lines:
    for name, duty in DUTIES.items():
        yield from _formats(f"trace/{name}", f"trace {duty} {S} {DAY}", "text json prov svg")
        yield from _formats(f"explain-status/{name}", f"explain-status {duty} {S} {DAY}", "text json")
    yield from _formats("trace/late", f"trace {DUTIES['late']} {S} {DAY}", "html docx pdf")
    yield from _formats("trace/no-names", f"trace {DUTIES['late']} --docket {S} {DAY} --no-names", "text json svg html")
    yield "explain-status/docket", f"explain-status {DUTIES['late']} --docket {S} {DAY}"
    for name, who in {"post": "ZJ-1", "body": "CZ", "person": "郑庚七"}.items():
        yield from _formats(f"officials/{name}", f"officials {who} {S} {DAY}", "text json csv")
    yield from _formats(
        "officials/handover",
        f"officials ZJ-1 --docket {S} {DAY} --from 2025-01-01 --to 2025-12-31",
        "text xlsx html docx pdf",
    )
    yield "officials/label", f"officials 示例市住房和城乡建设局局长 {S} {DAY}"
    yield "officials/no-names", f"officials ZJ-1 {S} {DAY} --no-names"
    yield from _formats("due/no-names", f"due {S} {DAY} --no-names", "text csv json xlsx")
    yield from _formats("due/names", f"due {S} {DAY} --names", "ics")
    yield (
        "export/names",
        "\n".join(f"export {S} {DAY} --names --format {form}" for form in ("popolo", "ftm", "graphml")),
    )
    yield (
        "status/holders",
        f"status {S} {DAY} --format csv --output 状态.csv --holders 在任.csv\nstatus {S} {DAY} --engine rows --holders 在任.parquet",
    )
    yield "schedule/one", f"schedule {S} {DAY} --instrument ZW-10\nschedule {S} --instrument ZW-1 {DAY}"
    yield "ledger/unit", f"ledger {W} {DAY} --year 2025 --unit YX\nledger {W} {DAY} --year 2025 --unit 没有"
    yield (
        "ratios/basis",
        "\n".join(f"ratios {W} --year 2025 --basis {basis}" for basis in ("budget", "adjusted", "execution", "final")),
    )
    yield "backtest/one", f"backtest {W} {DAY} --rule EW-L1 --ahead 2"


def _terms() -> Lines:
    for form in ("text", "json"):
        lines = (f"explain-status {duty} given/terms.yaml {DAY} --format {form}" for duty in TERMS)
        yield f"explain-status/terms-{form}", "\n".join(lines)
    yield from _formats("status/terms", f"status given/terms.yaml {DAY}", "text csv")
    yield "audit/terms-text", f"audit given/terms.yaml {DAY}"


def _warn() -> Lines:
    warn = f"warn {W} {DAY}"
    yield from _formats("warn/city", f"{warn} --unit FL", "text json xlsx html docx pdf")
    yield "warn/county-html", f"{warn} --unit YX --format html"
    yield "warn/no-names", f"{warn} --unit 范例市人民政府 --no-names --year 2024"
    yield "warn/scenarios", f"{warn} --unit FL --scenarios given/scenarios.yaml --suppressions given/suppressions.yaml"
    yield (
        "warn/previous",
        f"@warn {W} --unit FL --as-of 2026-03-31 --format json --output 上期.json\n{warn} --unit FL --previous 上期.json",
    )
    crowded = "given/crowded"  # more holders, districts, sources, duties and findings than a page or a list takes
    yield from _formats("crowded/warn", f"warn {crowded} {DAY} --unit F --year 2025", "text html docx xlsx")
    yield from _formats("crowded/audit", f"audit {crowded} {DAY}", "text html docx")
    yield from _formats("crowded/trace", f"trace O40 --docket {crowded} {DAY}", "text svg html")
    yield from _formats("crowded/slip", f"audit {crowded} {DAY} --document breach-record --subject O40", "html docx")
    yield "warn/refused", f"warn {S} {DAY} --unit SF\n{warn} --unit 没有"


def _diff() -> Lines:
    made = "".join(
        f"@audit {S} --as-of {day} --format json --output {name}\n"
        for name, day in (("旧.json", "2025-06-30"), ("新.json", "2025-12-31"))
    )
    yield (
        "diff/two-runs",
        f"{made}diff 旧.json 新.json\ndiff 新.json 新.json\ndiff 旧.json {S}/fiscal.yaml\ndiff 旧.json 没有.json",
    )
    yield "diff/two-runs-json", f"{made}diff 旧.json 新.json --format json"
    yield from _formats("diff/known", f"diff {S} {DAY} --known-at 2026-05-31 --and-known-at 2026-07-31", "text json")
    yield "diff/place", "diff given/place --as-of 2026-03-31 --and-as-of 2026-06-30"


def _rules() -> Lines:
    yield from _formats("rules/all", "rules", "text json")
    yield "rules/test", "rules --test\nrules --test --checklists given/rules"
    for option in ("kind", "confidence", "severity"):
        yield f"rules/{option}", "\n".join(f"rules --{option} {choice}" for choice in _choices("rules", option))
    yield "rules/domain", "\n".join(f"rules --domain {one}" for one in [*DOMAINS, "债务", "政府", "没有"])
    yield (
        "rules/found",
        "rules --act 预算法\nrules --words 'award notice'\nrules --words 招标 --severity serious --domain tendering",
    )
    rules = load_rules((), examples=False)
    ids = sorted({*rules.rules, *rules.builtin})
    for group, found in groupby(ids, lambda key: key.partition("-")[0]):
        yield f"explain/{group}", "\n".join(f"explain {key}" for key in found)
    yield "explain/found", "explain gp-13\nexplain GP-1\nexplain XX-99\nexplain XS-01 --checklists given/rules"
    yield from ((f"schema/{what}", f"schema {what}") for what in _choices("schema", "what"))


def _choices(command: str, name: str) -> tuple[str, ...]:
    return next(
        tuple(one.type.choices) for path, leaf in leaves() if path == command for one in leaf.params if one.name == name
    )


def _written() -> Lines:
    for kind in ("commitment", "contract"):
        line = f"log {kind} 台账 {LOG_CONTRACT} --who 经办员"
        dated = LOG_DUTY.replace("--anchor signed --n 30 --unit day", "--due-on 2026-02-04")
        yield (
            f"log/{kind}",
            f"{line} {LOG_DUTY} --id ZS-9 --condition 验收合格\n{line} {dated} --id ZS-10\nstatus 台账 {DAY}",
        )
    made = f"@log contract 台账 {LOG_CONTRACT} {LOG_DUTY} --id HT-9 --who 经办员\n"
    duty = LOG_DUTY.replace("付首款", "付尾款").replace("--anchor signed --n 30 --unit day", "--due-on 2026-05-31")
    yield (
        "log/obligation",
        f"{made}log obligation 台账 --instrument HT-9 {LOG_DUTY} --condition 质保期满 --who 经办员\nlog obligation 台账 --instrument HT-9 {duty} --who 经办员\nlog obligation 台账 --instrument HT-8 {duty} --who 经办员",
    )
    yield (
        "log/event",
        f"{made}log event 台账 --on 2026-01-20 --type pay --obligation HT-9-1 --amount 10万元 --note 首笔 --who 经办员\nlog event 台账 --on 2026-01-21 --type suspend --instrument HT-9 --cause weather --who 经办员\nlog event 台账 --on 2026-13-01 --type pay --obligation HT-9-7 --who 经办员\nstatus 台账 {DAY}",
    )
    yield (
        "log/official",
        "log official 台账 --org 示例市城管局 --post 局长 --rank head --person 甲示例 --start 2024-01-01 --end 2026-01-31 --kind substantive --who 经办员\nlog official 台账 --org 示例市城管局 --post 局长 --person 甲示例 --start 昨天 --who 经办员",
    )
    for form in ("csv", "parquet"):
        yield (
            f"import-log/xes-{form}",
            f"import-log given/log/log.xes --map given/log/map.yaml --output 卷宗 --format {form}\nstatus 卷宗 --as-of 2008-01-01 --engine rows",
        )
    yield (
        "import-log/csv",
        "import-log given/log/log.csv --map given/log/map-csv.yaml --output 卷宗 --encoding utf-8 --strict",
    )
    yield (
        "import-log/faulty",
        "import-log given/log/bad.xes --map given/log/map.yaml --output 卷宗\nimport-log given/log/bad.xes --map given/log/map.yaml --output 卷宗 --lenient\nimport-log given/place/case.yaml --map given/log/map.yaml --output 卷宗二\nimport-log given/log/log.xes --map given/place/case.yaml --output 卷宗二",
    )
    for money in ("元", "万元", "亿元"):
        yield (
            f"forms/write-{money}",
            f"forms write {W} {DAY} --unit FL --year 2025 --money {money} --output 公开表.xlsx",
        )
    yield (
        "forms/write-samples",
        f"forms write {S} {DAY} {READ}.xlsx --unit SF --year 2025\nforms write {F} --lenient {DAY} --unit 没有 --year 2025 --output 二.xlsx",
    )
    yield (
        "forms/read",
        f"@forms write {W} {DAY} --unit FL --year 2025 --output 公开表.xlsx\nforms read 公开表.xlsx --unit 范例市人民政府 --output 卷宗 --strict\nforms read 公开表.xlsx --unit 范例市人民政府 --output 卷宗\nforms read {S}/workbook/示例市.xlsx --unit 示例市 --output 卷宗二 --lenient",
    )
    yield "template/template", "template 空白.xlsx\ntemplate 空白.xlsx\ntemplate 空白.csv"
    yield "init/init", f"init 项目\ninit 项目\naudit 项目 {DAY}"
    yield "doctor/doctor", "doctor"
    # Compiled first, which is said only where it was not done before; the rows are those of one core and of two.
    rows = f"status 卷宗 {DAY} --engine columns --format csv"
    yield (
        "status/columns",
        f"@import-log given/log/log.csv --map given/log/map-csv.yaml --output 卷宗\n@{rows}\n{rows} --jobs 1 --holders 在任.csv\n{rows} --jobs 2 --output 状态.csv\nstatus 卷宗 {DAY} --engine auto --format parquet --output 状态.parquet",
    )


REFUSED = (
    "没有", "audti", "audit", "audit 没有这个案卷", f"audit {S} --fromat csv", f"audit {S} --format doc", f"audit {S} --as-of 2026-02-30", f"audit {S} --as-of",
    f"audit {S} --output 文件夹/", f"audit {S} {DAY} --output 没有/结果.txt", f"audit {S} --master local", f"audit {S} --document breach-record {DAY} --format html --subject 没有",
    f"audit {S} --suppressions 没有.yaml {DAY}", f"audit {S} --checklists 没有", f"audit {F}/41-GBK编码 --encoding 没有 {DAY}", f"audit {S} {W} {DAY} --format csv",
    f"audit {S} --errors 问题.xlsx {DAY}", f"status {S} --engine columns {DAY}", f"status {S} --engine rows --jobs 2", f"status {S} --jobs 0", f"status {S} --master local",
    f"status {S} --holders 在任.txt", f"status {S} --holders 同.csv --output 同.csv", f"due {S} --within 很久", f"ratios {S}", f"ratios {S} --year 99999", f"ledger {S} --year abc",
    f"trace 没有 {S} {DAY}", f"trace ZW-01/息2042 {S} {DAY}", f"trace --all {S} {DAY}", f"trace ZW-01/息2024 {S} {DAY} --format csv", f"explain-status 没有 {S} {DAY}",
    f"officials 没有 {S} {DAY}", f"officials 局长 {S} {DAY}", f"officials CZ {S} {DAY} --from 2027-01-01", f"export {S}", f"backtest {S} {DAY} --rule EW-X9",
    f"diff {S} {DAY}", f"diff {S}", f"diff {S} --and-as-of 2026-06-30", f"diff {S} {DAY} --and-as-of 2025-06-30", f"diff {S} {DAY} --and-as-of 2026-07-30 --and-known-at 2026-07-30",
    "diff 一.json 二.json", "log event", "log even 台账", "log contract 台账 --who 经办员", "import-log 没有 --map 没有 --output 卷宗", "forms", "forms read 没有 --unit 某市 --output 卷宗",
    "forms write contracts_samples --unit 没有 --year 2025 --output 表.xlsx", "template", "template 没有/空白.xlsx", "init", "init given", "rules --kind 没有", "explain", "schema 没有", "doctor 多余",
)  # fmt: skip


@cache
def leaves() -> tuple[tuple[str, click.Command], ...]:
    """Return every command that does something, by its name as typed."""
    return tuple((path, command) for path, command in _commands("", cli) if not isinstance(command, click.Group))


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _commands(f"{path} {name}".strip(), found)


def _help() -> Lines:
    yield "help/govaudit", "--help\n-h\n--version"
    yield from ((f"help/{path.replace(' ', '-')}", f"{path} --help") for path, _ in _commands("", cli) if path)


def _table() -> Lines:
    for part in (_every_docket, _asked, _audit, _render, _other, _terms, _warn, _diff, _rules, _written, _help):
        yield from part()
    yield "refused/usage", "\n".join(REFUSED)


CASES = dict(_table())
# Long, and the same in the other language but for words that another case holds: kept in one.
IN_ONE_LANGUAGE = {
    **dict.fromkeys(("crowded/warn-html", "crowded/warn-docx", "crowded/warn-xlsx", "crowded/audit-html", "crowded/audit-docx", "crowded/slip-docx"), "zh"),
    "warn/city-json": "zh", "warn/city-html": "zh", "warn/county-html": "en", "audit/breach-record-of-all": "zh", "audit/risk-warning-of-all": "en",
    "audit/ppp-accountability-of-all": "zh", "audit/workbook": "zh", "audit/known-at": "zh", "ratios/basis": "zh", "init/init": "zh",
    **{name: "en" for name in CASES if name.endswith("/options")}, **{name: "zh" for name in CASES if name.endswith("/earlier")},
}  # fmt: skip
SLOW = {"warn/city-docx", "crowded/warn-docx", "rules/test", "audit/ppp-accountability-docx", "status/columns"}


def is_slow(name: str) -> bool:
    """Whether a case takes seconds: what sets pages, draws pictures for a word processor, or compiles."""
    return name.endswith("-pdf") or name in SLOW
