"""离任交接清单: the sheet an official signs on leaving, one for each term, with every open obligation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from govaudit.model import Text, iso
from govaudit.officials import ROLES
from govaudit.report import say_facts as show
from govaudit.report.documents import sections
from govaudit.report.documents.all_documents import MOST_SHEETS
from govaudit.report.documents.blocks import Document, Page, Sheet
from govaudit.report.labels import STATE, label
from govaudit.report.tables.officials_table import ENDED, counts, first_day, held_marks, holder
from govaudit.settle import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.officials.record import HeldDuty, HeldTerm
    from govaudit.report.documents.blocks import Words
    from govaudit.report.documents.document_view import DocumentView
    from govaudit.report.tables.officials_table import Listed

TITLE = Text("离任交接清单", "Handover sheet")
_SIGNATURE = (
    Text(
        "移交人（签字）：　　　　　　　　接收人（签字）：", "Handed over by:                              Received by:"
    ),
    Text("监交人（签字）：", "Witnessed by:"),
    sections.BLANK_DATE,
)
_NOTE = Text(
    "本清单由程序依所列输入生成，移交前应逐项核对并补充。人员更替不影响单位履行义务。清单只说明在任期间和义务状态，不认定责任。",
    "Made from the inputs listed; check and complete every item before signing. A change of office leaves the obligations of the body "
    "as they are. It states time in office and the state of obligations, and finds nothing against anyone.",
)


def handover_document(listed: Listed, view: DocumentView) -> Document:
    """Return a sheet for each term that had duties, and the run manifest."""
    shown = [(term, duties) for term, duties in listed.terms if duties] or list(listed.terms[:1])
    made = [_sheet(listed, term, duties, view) for term, duties in shown[:MOST_SHEETS]]
    if len(shown) > MOST_SHEETS:
        page = Page()
        page.para(Text(f"仅列前{MOST_SHEETS}份，共{len(shown)}份。", f"Only the first {MOST_SHEETS} of {len(shown)}."))
        made.append(Sheet("slip", Text("未列出的部分", "Not included"), view.as_of_line, tuple(page.blocks)))
    return Document(TITLE, listed.as_of, view.run.manifest.program, (*made, sections.manifest(view)))


def _sheet(listed: Listed, term: HeldTerm, duties: Sequence[HeldDuty], view: DocumentView) -> Sheet:
    page, names = Page(), view.names
    page.heading("基本情况", "The term")
    start = first_day(term.start)
    page.pairs([
        (Text("单位", "body"), names.title("orgs", names.org_of(term.post))),
        (Text("岗位", "post"), names.title("posts", term.post)),
        (Text("在任人员", "holder"), holder(term, names, named=listed.named)),
        (Text("期间", "period"), show.span(start, iso(term.end - 1)) if start else Text(f"至{iso(term.end - 1)}", f"to {iso(term.end - 1)}")),
        (Text("概况", "summary"), show.join([Text(f"{text.zh}{count}项", f"{text.en} {count}") for text, count in counts(duties)])),
    ])  # fmt: skip
    _open(page, [held for held in duties if held.open], view)
    _late(page, [held for held in duties if held_marks(held)], view)
    page.note(_NOTE)
    last = show.day(term.end - 1)
    line = Text(f"截至{last.zh}", f"as of {last.en}")
    return Sheet("slip", TITLE, line, tuple(page.blocks), attachments=(sections.MANIFEST_ANNEX,), signature=_SIGNATURE)


def _open(page: Page, duties: Sequence[HeldDuty], view: DocumentView) -> None:
    page.heading("未了义务", "Open obligations")
    if not duties:
        page.para(Text("没有未了义务。", "No open obligation."))
        return
    rows: list[list[Words]] = [
        [str(number), _what(held, view), show.due(held.status), STATE[held.status.state],
         show.minor(held.status.open_amount or None, held.status.currency), str(held.status.breach_days or ""), "", ""]
        for number, held in enumerate(duties, 1)
    ]  # fmt: skip
    head = (
        sections.NUMBER, Text("义务、文书、相对方", "obligation, instrument, counterparty"), label("due_on"), label("state"),
        label("open_amount"), label("breach_days"), Text("资料", "papers"), Text("接收", "received"),
    )  # fmt: skip
    page.table(None, head, rows, (5, 30, 14, 11, 19, 8, 6, 6))
    totals: dict[str, int] = defaultdict(int)
    for status in Status.counted_once([held.status for held in duties]):
        totals[status.currency] += status.open_amount or 0
    said = [show.minor(total, currency) for currency, total in sorted(totals.items()) if total]
    if said:
        page.note(
            Text(
                f"未履行金额合计：{'，'.join(one.zh for one in said)}。",
                f"Open in all: {', '.join(one.en for one in said)}.",
            )
        )


def _what(held: HeldDuty, view: DocumentView) -> Text:
    names, status = view.names, held.status
    other = names.title("orgs", names.cell("instruments", status.instrument, "counterparty"))
    parts = [
        names.title("obligations", status.obligation),
        names.title("instruments", status.instrument),
        other,
        status.obligation,
    ]
    if held.role != "responsible":
        role = ROLES[held.role]
        zh, en = (f"〔{role.pick(lang)}〕" for lang in ("zh", "en"))
        return Text("\n".join([*filter(None, parts), zh]), "\n".join([*filter(None, parts), en]))
    return Text(*("\n".join(filter(None, parts)),) * 2)


def _late(page: Page, duties: Sequence[HeldDuty], view: DocumentView) -> None:
    if not duties:
        return
    page.heading("逾期事项", "Breaches")
    rows: list[list[Words]] = []
    for held in duties:
        marks = held_marks(held)
        on = iso(held.ended_on)
        if on is not None:
            marks = [mark if mark is not ENDED else Text(f"{ENDED.zh}（{on}）", f"{ENDED.en} ({on})") for mark in marks]
        rows.append(
            [
                view.names.title("obligations", held.status.obligation),
                show.due(held.status),
                str(held.days),
                show.join(marks),
            ]
        )
    head = (
        Text("义务", "obligation"),
        label("due_on"),
        Text("任内逾期天数", "breach days in the term"),
        Text("情况", "what became of it"),
    )
    page.table(None, head, rows, (38, 16, 14, 32))
