"""The audit report: all findings by domain, what could not be settled, what was excluded and left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govaudit.docket import TABLES
from govaudit.model import Fault, Text
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import Page, Sheet
from govaudit.report.labels import KIND_TITLES, STATE, label, word

if TYPE_CHECKING:
    from govaudit.model import Finding, Kind
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView

TITLE = Text("政务履约审计报告", "Audit of the performance of public obligations")
_KINDS: tuple[Kind, ...] = ("breach", "warning", "accountability_gap", "data_problem")
_UNSETTLED = frozenset({"pending", "conditional"})
DOMAINS = (*TABLES["instruments"].columns["domain"].values, "none")


def sheets(view: DocumentView, subject: str | None) -> list[Sheet]:
    """Return the report on the whole docket; a subject is refused."""
    if subject is not None:
        raise Fault("option_without_effect", Text("审计报告针对全部案卷，不能限定对象", "the audit report covers the whole docket"),
                    Text("去掉对象，或者选用其他文书", "leave the subject out or choose another document"))  # fmt: skip
    page = Page()
    page.heading("总体情况", "Overview")
    _overview(page, view)
    by_domain: dict[str, list[Finding]] = {}
    for finding in view.open:
        if finding.kind in {"breach", "warning"}:
            by_domain.setdefault(view.names.domain(finding), []).append(finding)
    for domain in sorted(by_domain, key=_rank):
        _domain(page, domain, by_domain[domain], view)
    _rest(page, view)
    _unsettled(page, view)
    _not_computed(page, view)
    _excluded(page, view)
    page.heading("说明", "Notes")
    page.para(Text("本报告由程序比对所列输入文件得出，供核实使用；涉及人员的内容只说明任职时间，不认定责任。",
                   "The report compares the inputs listed and is meant to be verified; where persons are named it states when they held a post, and finds nothing against them."))  # fmt: skip
    sections.left_out(page, view)
    return [Sheet("document", TITLE, view.as_of_line, tuple(page.blocks), mast=sections.MAST_DOCUMENT, number=sections.letter_number(view),
                  attachments=(sections.MANIFEST_ANNEX,), signature=(sections.SIGNED_BY, sections.BLANK_DATE))]  # fmt: skip


def _rank(domain: str) -> int:
    return DOMAINS.index(domain) if domain in DOMAINS else len(DOMAINS)


def _overview(page: Page, view: DocumentView) -> None:
    counts = Counter(finding.kind for finding in view.open)
    as_of = show.day(view.as_of)
    said = show.join(
        [Text(f"{KIND_TITLES[kind].zh}{counts[kind]}项", f"{KIND_TITLES[kind].en} {counts[kind]}") for kind in _KINDS]
    )
    page.para(Text(
        f"截至{as_of.zh}，共核对义务{len(view.run.statuses)}项。发现：{said.zh}；另有已排除{len(view.excluded)}项。",
        f"As of {as_of.en}, {len(view.run.statuses)} obligations were examined. Found: {said.en}; excluded {len(view.excluded)}.",
    ))  # fmt: skip
    grid = Counter((view.names.domain(finding), finding.kind) for finding in view.open)
    domains = sorted({domain for domain, _ in grid}, key=_rank)
    rows: list[list[Words]] = [[word(domain), *(str(grid[domain, kind]) for kind in _KINDS)] for domain in domains]
    page.table(
        Text("各领域发现数", "Findings by domain"),
        (label("domain"), *(KIND_TITLES[kind] for kind in _KINDS)),
        rows,
        (32, 17, 17, 17, 17),
    )
    states = Counter(status.state for status in view.run.statuses)
    page.table(Text("义务状态", "States of the obligations"), (label("state"), Text("项数", "count")),
               [[STATE.get(state, word(state)), str(count)] for state, count in sorted(states.items())], (60, 40))  # fmt: skip


def _domain(page: Page, domain: str, findings: list[Finding], view: DocumentView) -> None:
    name = word(domain)
    page.heading(f"{name.zh}领域" if domain != "none" else "其他", name.en.capitalize())
    for kind in ("breach", "warning"):
        found = [finding for finding in findings if finding.kind == kind]
        title = KIND_TITLES[kind]
        sections.findings_table(page, Text(f"{name.zh}：{title.zh}", f"{name.en}: {title.en}"), found, view)


def _rest(page: Page, view: DocumentView) -> None:
    kinds: tuple[Kind, ...] = ("accountability_gap", "data_problem")
    for kind in kinds:
        found = view.of_kind(kind)
        if found:
            title = KIND_TITLES[kind]
            page.heading(title.zh, title.en.capitalize())
            sections.findings_table(page, None, found, view)


def _unsettled(page: Page, view: DocumentView) -> None:
    names = view.names
    rows: list[list[Words]] = [
        [
            names.title("obligations", status.obligation),
            names.title("instruments", status.instrument),
            _why(status.state, provisional=status.provisional),
        ]
        for status in view.run.statuses
        if status.provisional or (status.state in _UNSETTLED and status.due_on is None)
    ]
    if rows:
        page.heading("尚不能核定的义务", "Not settled yet")
        page.table(
            None,
            (Text("义务", "obligation"), Text("文书", "instrument"), Text("原因", "why")),
            rows,
            (36, 34, 30),
        )


def _not_computed(page: Page, view: DocumentView) -> None:
    missing = view.run.manifest.not_computed
    if not missing:
        return
    page.heading("未能核定的规则", "Rules that could not be computed")
    rows: list[list[Words]] = [[one.rule, view.names.any_title(one.subject), one.what] for one in missing]
    page.table(None, (label("rule"), Text("对象", "subject"), Text("缺什么", "what is missing")), rows, (14, 40, 46))


def _why(state: str, *, provisional: bool) -> Text:
    if provisional:
        return Text("日历或者利率表未覆盖，结论暂定", "calendar or rate table does not reach so far; provisional")
    return Text(f"{STATE[state].zh}，期限未起算", f"{STATE[state].en}, the term has not begun")


def _excluded(page: Page, view: DocumentView) -> None:
    if not view.excluded:
        return
    page.heading("已排除", "Excluded")
    rows: list[list[Words]] = [
        [finding.rule, finding.title, view.title(finding), finding.suppressed or ""] for finding in view.excluded
    ]  # fmt: skip
    page.table(
        None,
        (label("rule"), label("title"), Text("文书", "instrument"), label("suppressed")),
        rows,
        (12, 24, 28, 36),
    )
