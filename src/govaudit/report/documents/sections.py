"""Sections that several documents share: facts, who held the post, evidence, the run manifest."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.documents.blocks import Page, Sheet
from govaudit.report.labels import CERTAINTY, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Finding, Hop, ProblemRecord, Responsible
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView
    from govaudit.report.names import Names

YES, NO = Text("是", "yes"), Text("否", "no")
NUMBER = Text("序号", "No.")
MAST = Text("〔发文机关名称〕", "[issuing body]")
MAST_DOCUMENT = Text("〔发文机关名称〕文件", "[issuing body]")
BLANK_DATE = Text("　　　　年　　月　　日", "date: ____________")
SIGNED_BY = Text("〔发文机关署名、印章〕", "[name and seal of the issuing body]")
LEAD_ONLY = Text(
    "下列内容只说明何人在何日在该岗位任职，是供核实的线索，不是对任何个人责任的认定。",
    "The following says only who held the post on which days: leads to verify, not a finding against any person.",
)
_NOTE = Text("备注", "notes")


def letter_number(view: DocumentView) -> Text:
    """Return the place of the document number (发文字号), to be filled in by the issuing body."""
    year = view.run.manifest.as_of[:4]
    return Text(f"×××〔{year}〕×号", f"No. ___ ({year})")


def heading_texts(*keys: str) -> tuple[Text, ...]:
    """Return column headings by key."""
    return tuple(label(key) for key in keys)


def people(page: Page, finding: Finding, names: Names) -> None:
    """Add who held the posts on which days, and the sum that must come out as the breach days."""
    days = finding.facts.get("breach_days")
    holders(page, finding.responsible, days if isinstance(days, int) else None, names)


def holders(page: Page, responsible: Sequence[Responsible], breach_days: int | None, names: Names) -> None:
    """Add lines of responsibility, those that count first, and their sum."""
    page.para(LEAD_ONLY)
    if not responsible:
        page.para(Text("本次输入中没有可据以追溯的岗位或者任职记录。", "The input holds no post or tenure to trace."))
        return
    lines = sorted(responsible, key=lambda line: not line.counted)
    head = (
        label("post"),
        Text("在任人员", "holder"),
        Text("在任期间", "in office"),
        label("role"),
        label("days"),
        label("certainty"),
        _NOTE,
    )
    page.table(
        Text("岗位任职情况", "Who held the posts"),
        head,
        [_person(line, names) for line in lines],
        (28, 23, 35, 32, 13, 21, 48),
    )
    total = _sum(responsible, breach_days)
    if total is not None:
        page.note(total)


def _person(line: Responsible, names: Names) -> list[Words]:
    counted = show.share(line) or str(line.days)
    return [
        show.post(line, names), show.holder(line), show.span(line.from_, line.to), show.role(line),
        counted if line.counted else str(line.days or ""), CERTAINTY[line.certainty], show.remarks(line),
    ]  # fmt: skip


def _sum(responsible: Sequence[Responsible], breach_days: int | None) -> Text | None:
    counted = [line for line in responsible if line.counted]
    if not counted:
        return None
    held, vacant, unknown = (
        sum((_days(line) for line in counted if line.holder in kinds), Fraction())
        for kinds in (("person",), ("vacant", "post_missing"), ("unknown",))
    )
    total = held + vacant + unknown
    split = Text(
        f"有人在任{held}天，空缺{vacant}天，不明{unknown}天，合计{total}天",
        f"held {held}, vacant {vacant}, unknown {unknown}, together {total} days",
    )
    if breach_days is None:
        return Text(f"计入分摊：{split.zh}。", f"Counted: {split.en}.")
    if total == breach_days:
        return Text(f"计入分摊：{split.zh}，与逾期天数一致。", f"Counted: {split.en}, as many as the breach days.")
    return Text(
        f"计入分摊：{split.zh}，与逾期天数{breach_days}天不一致，应先核对。",
        f"Counted: {split.en}, but the breach days are {breach_days}; check first.",
    )


def _days(line: Responsible) -> Fraction:
    try:
        return Fraction(line.share) if line.share else Fraction(line.days)
    except ValueError:
        return Fraction(line.days)


STEPS = (
    Text("所据事实", "fact"),
    Text("期间", "interval"),
    Text("检验日", "tested on"),
    label("certainty"),
    label("evidence"),
)


def step(hop: Hop, view: DocumentView) -> list[Words]:
    """Return one step of a trace as the cells of STEPS."""
    listed = "；".join(view.names.title("evidence", key) for key in hop.evidence)
    bare = hop.text.zh.endswith("（无证据）")
    proof: Words = Text(f"无证据（{listed}）", f"no evidence ({listed})") if bare and listed else listed
    proof = proof or Text("无证据", "no evidence")
    return [
        fact(hop),
        show.span(hop.start, hop.end, open_end=True),
        hop.tested_on or "",
        CERTAINTY[hop.certainty],
        proof,
    ]


def fact(hop: Hop) -> Text:
    """Write the fact of a step; that it has no evidence is said in the column beside it."""
    return Text(hop.text.zh.removesuffix("（无证据）"), hop.text.en.removesuffix(" (no evidence)"))


def evidence(page: Page, keys: Sequence[str], names: Names) -> None:
    """Add the evidence relied on, or say that there is none."""
    if not keys:
        page.para(Text("本次输入未附证据，应先补充。", "No evidence is on record; it has to be supplied first."))
        return
    rows: list[list[Words]] = [
        [str(number), names.title("evidence", key), str(names.cell("evidence", key, "locator") or ""),
         str(names.cell("evidence", key, "issued_on") or ""), str(names.cell("evidence", key, "sha256") or "")]
        for number, key in enumerate(keys, 1)
    ]  # fmt: skip
    head = (NUMBER, Text("证据", "evidence"), *heading_texts("locator", "issued_on", "sha256"))
    page.table(None, head, rows, (8, 28, 20, 20, 24))


def rule(page: Page, finding: Finding, view: DocumentView) -> None:
    """Add the rule, its version, and the legal basis with the catalogue's confidence in the wording."""
    version = view.run.manifest.rules.get(finding.rule)
    name = Text(f"{finding.rule} {finding.title.zh}", f"{finding.rule} {finding.title.en}")
    page.pairs(
        [
            (label("rule"), name),
            (Text("规则版本", "rule version"), version),
            (label("basis"), show.bases(finding.basis)),
        ]
    )


def findings_table(page: Page, caption: Text | None, findings: Sequence[Finding], view: DocumentView) -> None:
    """Add findings as a table: number, rule, title and instrument, sentence, basis."""
    rows: list[list[Words]] = [
        [str(number), finding.rule, _subject(finding, view), show.message(finding), show.bases(finding.basis)]
        for number, finding in enumerate(findings, 1)
    ]
    head = (NUMBER, label("rule"), label("title"), label("message"), label("basis"))
    page.table(caption, head, rows, (7, 11, 24, 36, 22))


def _subject(finding: Finding, view: DocumentView) -> Text:
    about = view.title(finding)
    return Text(
        f"{finding.title.zh}\n{about}" if about else finding.title.zh,
        f"{finding.title.en}\n{about}" if about else finding.title.en,
    )


def left_out(page: Page, view: DocumentView) -> None:
    """Say what of the input was not counted."""
    manifest = view.run.manifest
    if manifest.left_out:
        page.para(Text(
            f"输入中有{manifest.left_out}行因数据问题未计入本次结论，明细见运行清单。",
            f"{manifest.left_out} rows of the input were left out for problems; the run manifest lists them.",
        ))  # fmt: skip
    if not manifest.names:
        page.para(Text("按要求，本件不显示人员姓名。", "Names of persons are withheld, as asked."))


def manifest(view: DocumentView) -> Sheet:
    """Return the annex every document carries: program, rules, dates, inputs, what was left out, problems."""
    page, run = Page(), view.run.manifest
    page.pairs([
        (Text("程序版本", "program"), run.program),
        (Text("规则集", "rule set"), run.rule_set),
        (label("as_of"), show.iso_day(run.as_of)),
        (Text("只用该日及以前记录的事实", "facts recorded by"), show.iso_day(run.known_at) if run.known_at else Text("不限", "no limit")),
        (Text("遇问题行", "rows with problems"), Text("跳过并说明", "left out and said so") if run.lenient else Text("即停止", "stop the audit")),
        (Text("显示姓名", "names shown"), YES if run.names else NO),
        (Text("未计入行数", "rows left out"), str(run.left_out)),
        (Text("有发现的规则（版本）", "rules with findings (version)"), "  ".join(f"{key}({version})" for key, version in sorted(run.rules.items()))),
(Text("计数", "counts"), show.join([Text(f"{label(key).zh}{count}", f"{label(key).en} {count}") for key, count in run.counts.items()])),
    ])  # fmt: skip
    files: list[list[Words]] = [[file.file, str(file.size), file.sha256] for file in run.inputs]
    page.table(Text("输入文件", "Inputs"), heading_texts("file", "size", "sha256"), files, (34, 14, 52))

    page.table(
        Text("数据问题与说明", "Problems and notes"),
        heading_texts("place", "value", "what", "remedy"),
        [_problem(one) for one in run.problems],
        (26, 14, 34, 26),
    )
    return Sheet("annex", Text("运行清单", "Run manifest"), view.as_of_line, tuple(page.blocks))


def _problem(problem: ProblemRecord) -> list[Words]:
    place = ":".join(
        str(part) for part in (problem.file, problem.sheet, problem.row, problem.column) if part is not None
    )
    return [show.place(place), problem.value or "", problem.what, problem.remedy]


MANIFEST_ANNEX = Text("运行清单", "Run manifest")
