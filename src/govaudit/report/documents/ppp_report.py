"""PPP责任回溯报告: one project, its stages and obligations, its breaches, and who answered for it day by day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govaudit.model import Fault, Text
from govaudit.officials import CERTAINTY_MEANING
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import TITLE_BREAK, Page, Sheet
from govaudit.report.figures.chain_drawing import figures
from govaudit.report.labels import STATE, label, word
from govaudit.words import event_name

if TYPE_CHECKING:
    from govaudit.model import EventRecord, Finding, InstrumentRecord, Kind, StatusRecord
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView

TITLE = Text("PPP责任回溯报告", "PPP accountability report")
_METHOD = (
    Text("到期日按合同或者法律的期间规则计算，遇法定节假日依规定顺延；逾期天数自到期日的次日起算，扣除有效中止的天数。",
         "Due dates follow the rules of contract or law, with the roll over public holidays where it applies; breach days count from the day after the due date, "
         "without days of valid suspension."),
    Text("逾期的每一天按当日在该责任岗位任职的人归集；共同任职的平均分摊，空缺和不明的天数单列；各项之和等于逾期天数。",
         "Every breach day goes to whoever held the responsible post that day; joint holders share it, vacant and unknown days stand apart; the parts add up to the breach days."),
    Text("岗位承继和人员更替不影响单位的义务。追溯的每一步列明所据事实、期间和证据，确定性取其中最弱的一步；无证据的如实标明。",
         "A change of post or person leaves the obligation of the body as it is. Each step states its fact, interval and evidence; the certainty is that of the weakest step, "
         "and a step without evidence says so."),
    CERTAINTY_MEANING,
    Text("本报告只反映已输入的资料；未输入的履行、变更、中止或者任职记录可能改变结论。",
         "The report reflects the documents supplied; performance, amendments, suspensions or tenures that were not supplied may change it."),
)  # fmt: skip


def sheets(view: DocumentView, subject: str | None) -> list[Sheet]:
    """Return the report of one project, or of every PPP project of the docket."""
    projects = {one.id: one for one in view.run.instruments if one.domain == "ppp"}
    if subject is not None and subject not in projects:
        raise Fault("no_such_project", Text(f"没有PPP项目“{subject}”", f"there is no PPP project '{subject}'"),
                    Text(f"可用：{'、'.join(projects) or '无'}", f"use one of: {', '.join(projects) or 'none'}"))  # fmt: skip
    chosen = projects if subject is None else [subject]
    return [_report(projects[key], view) for key in chosen] or [_nothing(view)]


def _nothing(view: DocumentView) -> Sheet:
    page = Page()
    page.para(Text("本案卷没有PPP项目。", "The docket holds no PPP project."))
    return Sheet("slip", TITLE, view.as_of_line, tuple(page.blocks))


def _report(project: InstrumentRecord, view: DocumentView) -> Sheet:
    page = Page()
    findings = [finding for finding in view.open if finding.instrument == project.id]
    statuses = [status for status in view.run.statuses if status.instrument == project.id]
    events = [event for event in view.run.events if event.instrument == project.id]
    page.heading("项目概况", "The project")
    _facts(page, project, view)
    page.heading("结论摘要", "Summary")
    _summary(page, findings, statuses, view)
    page.heading("项目阶段与义务", "Stages and obligations")
    _stages(page, events, view)
    _obligations(page, statuses, view)
    breaches = [finding for finding in findings if finding.kind == "breach"]
    page.heading("违约事项与责任回溯", "Breaches and who answered")
    for finding in breaches:
        _breach(page, finding, view)
    if not breaches:
        page.para(Text("未发现违约事项。", "No breach was found."))
    _others(page, findings, view)
    _figures(page, statuses, view)
    page.heading("缺少的材料", "Documents missing")
    _missing(page, project, events, findings, view)
    page.heading("方法与局限", "Method and limits")
    for text in _METHOD:
        page.para(text)
    sections.left_out(page, view)
    title = Text(f"{project.title}{TITLE_BREAK}责任回溯报告", f"Accountability report: {project.title}")
    return Sheet("document", title, view.as_of_line, tuple(page.blocks), mast=sections.MAST_DOCUMENT, number=sections.letter_number(view),
                 addressee=view.names.title("orgs", project.authority),
                 attachments=(sections.MANIFEST_ANNEX,), signature=(sections.SIGNED_BY, sections.BLANK_DATE))  # fmt: skip


def _facts(page: Page, project: InstrumentRecord, view: DocumentView) -> None:
    page.pairs([
        (Text("项目名称", "project"), project.title),
        (Text("项目编号", "project id"), project.id),
        (Text("种类", "kind"), word(project.kind, ("instruments", "kind"))),
        (Text("政府方", "government side"), view.names.title("orgs", project.authority)),
        (Text("社会资本方", "private side"), view.names.title("orgs", project.counterparty)),
        *((label(key), show.iso_day(getattr(project, key))) for key in ("signed_on", "effective_on", "ends_on")),
        (Text("金额", "amount"), show.amount(project.amount, project.currency)),
        (label("region"), project.region),
        (label("status"), project.status),
        *(show.attribute(key, value) for key, value in project.attributes.items()),
    ])  # fmt: skip


def _summary(page: Page, findings: list[Finding], statuses: list[StatusRecord], view: DocumentView) -> None:
    as_of, kinds = show.day(view.as_of), Counter(finding.kind for finding in findings)
    states = Counter(status.state for status in statuses)
    said = show.join(
        [
            Text(f"{STATE[state].zh}{count}项", f"{STATE[state].en} {count}")
            for state, count in sorted(states.items())
            if state in STATE
        ]
    )
    page.para(Text(
        f"截至{as_of.zh}，本项目共有义务{len(statuses)}项（{said.zh}）。发现违约事项{kinds['breach']}项、风险提示{kinds['warning']}项、责任缺口{kinds['accountability_gap']}项。",
        f"As of {as_of.en} the project has {len(statuses)} obligations ({said.en}). Found: {kinds['breach']} breaches, {kinds['warning']} warnings, "
        f"{kinds['accountability_gap']} accountability gaps.",
    ))  # fmt: skip


def _stages(page: Page, events: list[EventRecord], view: DocumentView) -> None:
    rows: list[list[Words]] = [
        [event.on, event_name(event.type), _titles(event.evidence, view), event.note or ""]
        for event in events
        if event.obligation is None
    ]
    head = (label("occurred_on"), Text("阶段事件", "event"), label("evidence"), Text("备注", "notes"))
    page.table(Text("项目进程", "Course of the project"), head, rows, (22, 26, 30, 22))


def _titles(keys: tuple[str, ...], view: DocumentView) -> str:
    return "；".join(view.names.title("evidence", key) for key in keys)


def _obligations(page: Page, statuses: list[StatusRecord], view: DocumentView) -> None:
    ordered = sorted(statuses, key=lambda status: (status.due_on is None, status.due_on or "", status.obligation))
    rows: list[list[Words]] = [_obligation(status, view) for status in ordered]
    head = (
        Text("义务", "obligation"),
        Text("义务主体", "bearer"),
        label("due_on"),
        label("state"),
        label("performed_on"),
        label("breach_days"),
        label("open_amount"),
    )
    page.table(Text("义务履行情况", "Obligations and their states"), head, rows, (16, 11, 15, 12, 15, 10, 21))


def _obligation(status: StatusRecord, view: DocumentView) -> list[Words]:
    names = view.names
    return [
        names.title("obligations", status.obligation), names.party(status.bearer),
        show.due(status), STATE.get(status.state, word(status.state)), status.performed_on or "",
        str(status.breach_days or ""), _open_amount(status),
    ]  # fmt: skip


def _open_amount(status: StatusRecord) -> Text:
    """Write what is still open; nothing where nothing is."""
    return show.amount(status.open_amount if (status.open_amount or "").strip("0.") else None, status.currency)


def _breach(page: Page, finding: Finding, view: DocumentView) -> None:
    page.heading(finding.title.zh, finding.title.en, 2)
    page.para(show.sentence(show.message(finding)))
    sections.rule(page, finding, view)
    sections.people(page, finding, view.names)
    # The lines of one breach share most of their steps: each is listed once, as first met.
    hops = {(hop.fact, hop.text): (line, hop) for line in reversed(finding.responsible) for hop in reversed(line.path)}
    rows: list[list[Words]] = [
        [show.post(line, view.names), *sections.step(hop, view)] for line, hop in reversed(hops.values())
    ]
    head = (label("post"), *sections.STEPS)
    page.table(Text("追溯步骤", "Steps of the trace"), head, rows, (17, 25, 19, 14, 11, 14))
    page.para(show.sentence(Text(f"下一步：{finding.next_step.zh}", f"Next step: {finding.next_step.en}")))


def _others(page: Page, findings: list[Finding], view: DocumentView) -> None:
    kinds: list[tuple[Kind, Text]] = [
        ("accountability_gap", Text("责任缺口", "Accountability gaps")),
        ("warning", Text("风险提示", "Warnings")),
    ]
    for kind, title in kinds:
        found = [finding for finding in findings if finding.kind == kind]
        if found:
            page.heading(title.zh, title.en)
            sections.findings_table(page, None, found, view)


def _figures(page: Page, statuses: list[StatusRecord], view: DocumentView) -> None:
    """Draw the chain of posts for each breach of the project, the excluded ones too."""
    mine = {status.obligation for status in statuses}
    chosen = [chain for chain in view.run.chains if chain.obligation in mine]
    if not chosen:
        return
    lines = {(one.fingerprint, len(one.responsible)): one.responsible for one in view.run.findings}
    page.heading("责任图", "Drawings")
    for chain in chosen:
        about = view.names.any_title(chain.obligation)
        for kind, svg in figures(
            chain, lines[chain.finding, len(chain.holders)], view.lang, names=view.run.manifest.names
        ).items():
            what = Text("任期图", "tenures") if kind == "lanes" else Text("责任链图", "chain of responsibility")
            page.figure(Text(f"{what.zh}：{about}", f"{what.en}: {about}"), svg)


def _missing(
    page: Page, project: InstrumentRecord, events: list[EventRecord], findings: list[Finding], view: DocumentView
) -> None:
    names = view.names
    found: list[tuple[Words, Words, Words]] = [
        (names.title("obligations", event.obligation) if event.obligation else project.title, _document(event_name(event.type)), event.on)
        for event in events
        if not event.evidence
    ]  # fmt: skip
    found += [
        (show.post(line, names), _document(sections.fact(hop)), hop.tested_on or "")
        for finding in findings for line in finding.responsible for hop in line.path if not hop.evidence
    ]  # fmt: skip
    found += [
        (names.title("obligations", finding.obligation), finding.message, "")
        for finding in findings
        if finding.kind == "data_problem"
    ]
    # One paper proves a step on every day it was tested: it is asked for once, with the first of them.
    first = {row[:2]: row for row in reversed(found)}
    rows = [list(row) for row in reversed(first.values())]
    page.table(None, (label("title"), Text("缺什么", "what is missing"), Text("日期", "date")), rows, (34, 46, 20))
    if not rows:
        page.para(Text("所列事件和任职记录均有证据编号。", "Every event and tenure listed has evidence on record."))


def _document(of: Text) -> Text:
    return Text(f"{of.zh}：证明材料", f"{of.en}: the document")
