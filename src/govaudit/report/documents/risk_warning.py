"""风险提示函: a letter to one body about its warnings, its open breaches, what falls due, and what is asked by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Fault, Text, parse_day
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.blocks import TITLE_BREAK, Page, Sheet
from govaudit.report.documents.document_view import RUNNING
from govaudit.report.labels import label

if TYPE_CHECKING:
    from govaudit.model import Finding, StatusRecord
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView

TITLE = Text("风险提示函", "Risk warning")
# Days ahead that a letter looks, and the days it gives for an answer; the issuing body may change the draft.
AHEAD, ANSWER = 90, 15
_OF_NO_PUBLIC_BODY = frozenset({"OB-05", "OB-13"})


def sheets(view: DocumentView, subject: str | None) -> list[Sheet]:
    """Return a letter to one body, or to every body with a finding."""
    by_org = _by_org(view)
    due = _due(view)
    if subject is None:
        return [_letter(org, by_org.get(org, []), due.get(org, []), view) for org in sorted(by_org)] or [_nothing(view)]
    if not view.names.has("orgs", subject):
        raise Fault("no_such_body", Text(f"没有机构“{subject}”", f"there is no body '{subject}'"),
                    Text("用机构表中的编号", "give an id of the table of organisations"))  # fmt: skip
    return [_letter(subject, by_org.get(subject, []), due.get(subject, []), view)]


def _by_org(view: DocumentView) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in view.open:
        if finding.kind in {"breach", "warning"}:
            found.setdefault(_addressee(finding, view) or "", []).append(finding)
    return found


def _addressee(finding: Finding, view: DocumentView) -> str | None:
    """Return whom a letter about a finding goes to: of what the other side owes, or nobody is known to owe, the authority of the paper."""
    own = view.names.subject(finding)
    if finding.rule not in _OF_NO_PUBLIC_BODY:
        return own
    return view.names.cell("instruments", finding.instrument, "authority") or own


def _due(view: DocumentView) -> dict[str, list[StatusRecord]]:
    found: dict[str, list[StatusRecord]] = {}
    for status in sorted(view.run.statuses, key=lambda status: (status.due_on or "", status.obligation)):
        if status.state in RUNNING and 0 < _days_left(status, view) <= AHEAD:
            org = view.names.org_of(view.names.cell("obligations", status.obligation, "bearer"))
            found.setdefault(org or "", []).append(status)
    return found


def _days_left(status: StatusRecord, view: DocumentView) -> int:
    """Return how many days are left, 0 where no day is set."""
    return 0 if status.due_on is None else parse_day(status.due_on) - view.as_of


def _title(name: str) -> Text:
    return Text(f"关于{name}{TITLE_BREAK}政务履约风险的提示函", f"Warning on the performance of obligations: {name}")


def _letter(org: str, findings: list[Finding], due: list[StatusRecord], view: DocumentView) -> Sheet:
    page, name = Page(), view.names.title("orgs", org) if org else "〔　　　〕"
    warnings = [finding for finding in findings if finding.kind == "warning"]
    late = [finding for finding in findings if finding.kind == "breach" and not view.settled(finding)]
    over = [finding for finding in findings if finding.kind == "breach" and view.settled(finding)]
    as_of = show.day(view.as_of)
    page.para(Text(
        f"经比对合同、协议、承诺及其履行记录，截至{as_of.zh}，你单位有风险事项{len(warnings)}项、尚未了结的违约事项{len(late)}项、已经了结的违约事项{len(over)}项，"
        f"今后{AHEAD}日内到期的义务{len(due)}项。现提示如下。",
        f"Contracts, agreements, commitments and the record of their performance were compared as of {as_of.en}: {len(warnings)} risks, "
        f"{len(late)} breaches still open, {len(over)} breaches that are over, {len(due)} obligations falling due within {AHEAD} days. They are set out below.",
    ))  # fmt: skip
    _section(page, view, warnings, Text("风险事项", "Risks"))
    _section(page, view, late, Text("尚未了结的违约事项", "Breaches still open"))
    _section(page, view, over, Text("已经了结的违约事项", "Breaches that are over"))
    if due:
        page.heading("即将到期的义务", "Falling due")
        page.table(
            None,
            _DUE_HEAD,
            [_due_row(status, view) for status in due],
            (28, 28, 15, 9, 20),
        )
    page.heading("请办理事项", "What is asked")
    _requests(page, view, findings, due)
    sections.left_out(page, view)
    return Sheet("letter", _title(name), view.as_of_line, tuple(page.blocks), mast=sections.MAST, number=sections.letter_number(view),
                 addressee=name, attachments=(sections.MANIFEST_ANNEX,), signature=(sections.SIGNED_BY, sections.BLANK_DATE))  # fmt: skip


def _section(page: Page, view: DocumentView, findings: list[Finding], title: Text) -> None:
    if findings:
        page.heading(title.zh, title.en)
        sections.findings_table(page, None, findings, view)


_DUE_HEAD = (
    Text("义务", "obligation"),
    Text("文书", "instrument"),
    label("due_on"),
    Text("剩余天数", "days left"),
    Text("金额", "amount"),
)


def _due_row(status: StatusRecord, view: DocumentView) -> list[Words]:
    return [
        view.names.title("obligations", status.obligation), view.names.title("instruments", status.instrument), show.due(status),
        str(_days_left(status, view)), show.amount(status.open_amount, status.currency),
    ]  # fmt: skip


def _requests(page: Page, view: DocumentView, findings: list[Finding], due: list[StatusRecord]) -> None:
    answer = show.day(view.as_of + ANSWER)
    if findings:
        page.para(Text(
            f"请于{answer.zh}前书面答复：逐项说明事实是否属实、原因、拟采取的措施和完成时间，并附证明材料；认为不实的，一并提出异议。",
            f"Please answer in writing by {answer.en}, item by item: whether the facts are right, why, what will be done and by when, with documents; "
            "what is disputed should be objected to in the same answer.",
        ))  # fmt: skip
    steps = dict.fromkeys((finding.rule, finding.title, finding.next_step) for finding in findings)
    for rule, title, step in steps:
        page.para(show.sentence(Text(f"{title.zh}（{rule}）：{step.zh}", f"{title.en} ({rule}): {step.en}")))
    if due:
        page.para(Text("对即将到期的义务，请落实资金和责任人，于到期日前履行；预计不能按期履行的，请提前与相对方依法协商变更并报告。",
                       "For what falls due, please secure funds and a person in charge and perform by the due date; where that cannot be done, agree a "
                       "change with the other side in lawful form beforehand and report it."))  # fmt: skip
    if not findings and not due:
        page.para(Text("目前没有需要办理的事项。", "Nothing is asked at present."))


def _nothing(view: DocumentView) -> Sheet:
    page = Page()
    page.para(Text("本次审计没有需要提示的事项。", "The audit has nothing to warn of."))
    return Sheet("slip", Text("风险提示", "Risk warning"), view.as_of_line, tuple(page.blocks))
