"""What somebody had in hand, term by term: as text, JSON, CSV and workbook; the handover sheet to sign is in handover_sheet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.model import SCHEMA_VERSION, Text, iso, to_date, to_text
from govaudit.officials import ROLES
from govaudit.report import say_facts as show
from govaudit.report.labels import HOLDER, STATE, label
from govaudit.report.renderers.csv_out import csv_table
from govaudit.report.renderers.terminal import clean, hanging

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.officials.record import HeldDuty, HeldTerm
    from govaudit.report.documents.blocks import Words
    from govaudit.report.names import Names
    from govaudit.report.renderers.sheet_book import Cell

FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")
_EARLIEST = -150_000  # days: what lies before it is no date but an unknown one
_WIDTH = 100
INHERITED, AROSE, ENDED, CARRIED = (
    Text("接任时已逾期", "late on taking over"),
    Text("任内发生逾期", "became late in the term"),
    Text("任内了结", "ended in the term"),
    Text("期末仍逾期", "still late at the end"),
)
OPEN = Text("离任交接清单（未了义务）", "Handover sheet (open obligations)")


class Listed(NamedTuple):
    """The answer to one question: about whom, which days, and each term with its duties."""

    subject: str
    start: int | None
    as_of: int
    known_at: int | None
    terms: Sequence[tuple[HeldTerm, Sequence[HeldDuty]]]
    named: bool


def first_day(day: int | None) -> str | None:
    """Write the first day of a term; None where it is not known."""
    return None if day is None or day < _EARLIEST else iso(day)


def held_marks(held: HeldDuty) -> list[Text]:
    """Return what is to be said of the breach of one duty."""
    said = (
        (held.inherited, INHERITED),
        (held.arose, AROSE),
        (held.ended_on is not None, ENDED),
        (held.carried, CARRIED),
    )
    return [text for true, text in said if true]


def counts(duties: Sequence[HeldDuty]) -> list[tuple[Text, int]]:
    """Count what matters on leaving."""
    return [
        (Text("任内义务", "duties in the term"), len(duties)),
        (INHERITED, sum(held.inherited for held in duties)),
        (AROSE, sum(held.arose for held in duties)),
        (ENDED, sum(held.ended_on is not None for held in duties)),
        (CARRIED, sum(held.carried for held in duties)),
        (Text("须移交的未了义务", "open, to be handed over"), sum(held.open for held in duties)),
    ]


def holder(term: HeldTerm, names: Names, *, named: bool) -> Text:
    """Name the holder of a term; of a whole post or body nobody."""
    if term.person is None:
        return Text("", "")
    name = names.title("persons", term.person)
    return Text(name, name) if named else HOLDER["person"]


def write_officials(form: str, listed: Listed, names: Names, lang: str) -> str | bytes:
    """Return the list as text, json, csv or xlsx."""
    if form == "json":
        return _json(listed, names)
    if form == "csv":
        rows = [row for term, duties in listed.terms for row in _flat(listed, term, duties, names)]
        return csv_table(_COLUMNS, ([row[column] for column in _COLUMNS] for row in rows))
    if form == "xlsx":
        return _xlsx(listed, names, lang)
    return "\n".join([*_text(listed, names, lang), ""])


_COLUMNS = (
    "org", "post", "post_title", "person", "name", "from", "to", "obligation", "instrument", "title", "clause", "counterparty", "role", "due_on",
    "state", "amount", "open_amount", "currency", "breach_days", "breach_days_in_term", "inherited", "arose", "ended_on", "carried", "open",
)  # fmt: skip


def _flat(listed: Listed, term: HeldTerm, duties: Sequence[HeldDuty], names: Names) -> Iterator[dict[str, Any]]:
    whose = _term(listed, term, names)
    for held in duties:
        yield {**whose, **_duty(held, names)}


def _term(listed: Listed, term: HeldTerm, names: Names) -> dict[str, Any]:
    named = listed.named and term.person is not None
    return {
        "org": names.org_of(term.post), "post": term.post, "post_title": names.party(term.post),
        "person": term.person if named else None, "name": names.title("persons", term.person) if named else None,
        "from": first_day(term.start), "to": iso(term.end - 1),
    }  # fmt: skip


def _holders(listed: Listed, term: HeldTerm, names: Names) -> list[dict[str, Any]]:
    """Return who held a post one after the other; empty for a person's term."""
    return [
        {
            "holder": one.holder, "person": one.person if listed.named else None,
            "name": names.title("persons", one.person) if listed.named and one.person else None,
            "from": first_day(one.start), "to": iso(one.end - 1), "days": one.end - one.start,
        }
        for one in term.sittings
    ]  # fmt: skip


def _duty(held: HeldDuty, names: Names) -> dict[str, Any]:
    status = held.status
    return {
        "obligation": status.obligation, "instrument": status.instrument, "title": names.title("obligations", status.obligation),
        "clause": names.cell("obligations", status.obligation, "clause"),
        "counterparty": names.title("orgs", names.cell("instruments", status.instrument, "counterparty")) or None,
        "role": held.role, "due_on": iso(status.due_on), "state": status.state, "amount": _money(status.amount, status.currency),
        "open_amount": _money(status.open_amount, status.currency), "currency": status.currency, "breach_days": status.breach_days,
        "breach_days_in_term": held.days, "inherited": held.inherited, "arose": held.arose, "ended_on": iso(held.ended_on),
        "carried": held.carried, "open": held.open,
    }  # fmt: skip


def _money(minor: int | None, currency: str) -> str | None:
    return None if minor is None else to_text(minor, currency)


def _json(listed: Listed, names: Names) -> str:
    document = {
        "schema_version": SCHEMA_VERSION, "subject": listed.subject, "from": iso(listed.start), "as_of": iso(listed.as_of),
        "known_at": iso(listed.known_at),
        "terms": [
            {**_term(listed, term, names), "holders": _holders(listed, term, names), "duties": [_duty(held, names) for held in duties]}
            for term, duties in listed.terms
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _text(listed: Listed, names: Names, lang: str) -> Iterator[str]:
    as_of = show.day(listed.as_of)
    yield Text(f"履职清单  截至{as_of.zh}", f"Duties in hand, as of {as_of.en}").pick(lang)
    if not listed.terms:
        yield Text("这段时间没有任职记录。", "No time in office on record in this period.").pick(lang)
    for term, duties in listed.terms:
        who = holder(term, names, named=listed.named).pick(lang)
        start = first_day(term.start) or Text("不详", "unknown").pick(lang)
        said = Text(f"{start} 至 {iso(term.end - 1)}", f"{start} to {iso(term.end - 1)}").pick(lang)
        yield ""
        yield clean("  ".join(part for part in (names.party(term.post), who, said) if part))
        comma = Text("，", ", ").pick(lang)
        yield "  " + comma.join(f"{text.pick(lang)} {count}" for text, count in counts(duties))
        yield from _sat(listed, term, names, lang)
        late = [held for held in duties if held_marks(held)]
        for title, found in ((Text("逾期事项", "Breaches"), late), (OPEN, [held for held in duties if held.open])):
            if found:
                yield f"  {title.pick(lang)}"
                for number, held in enumerate(found, 1):
                    yield from hanging(f"{number:>3}  ", clean(_line(held, names, lang)), 2, _WIDTH)


def _sat(listed: Listed, term: HeldTerm, names: Names, lang: str) -> Iterator[str]:
    """Say who held a whole post one after the other, and on which days nobody is known to have."""
    if term.sittings:
        yield f"  {Text('任职情况', 'Holders').pick(lang)}"
    for one in term.sittings:
        known = listed.named and one.person is not None
        who = names.title("persons", one.person) if known else HOLDER[one.holder].pick(lang)
        start = first_day(one.start) or Text("不详", "unknown").pick(lang)
        yield clean(f"    {start}  {iso(one.end - 1)}  {who}")


def _line(held: HeldDuty, names: Names, lang: str) -> str:
    status = held.status
    parts = [
        f"{names.title('obligations', status.obligation)}  {status.obligation}",
        ROLES[held.role].pick(lang),
        Text(f"到期 {show.due(status).zh}", f"due {show.due(status).en}").pick(lang),
        STATE[status.state].pick(lang),
    ]
    if status.open_amount:
        left = show.minor(status.open_amount, status.currency)
        parts.append(Text(f"未付 {left.zh}", f"open {left.en}").pick(lang))
    if held.days:
        parts.append(Text(f"任内逾期 {held.days} 天", f"{held.days} breach days in the term").pick(lang))
    parts += [mark.pick(lang) for mark in held_marks(held)]
    return Text("；", "; ").pick(lang).join(parts)


YES, NO = Text("是", "yes"), Text("", "")


def _xlsx(listed: Listed, names: Names, lang: str) -> bytes:
    """Return a workbook: the handover sheet first, then all duties."""
    from govaudit.report.renderers.sheet_book import SheetBook

    book = SheetBook(lang, OPEN.pick(lang))
    columns: list[tuple[Words, int]] = [
        (label("post"), 26), (label("name"), 12), (label("from"), 12), (label("to"), 12), (Text("义务", "obligation"), 36), (label("instrument_title"), 30),
        (Text("相对方", "counterparty"), 24), (label("role"), 12), (label("due_on"), 12), (label("state"), 12), (label("open_amount"), 18),
        (label("breach_days"), 9), (INHERITED, 9), (AROSE, 9), (ENDED, 12), (CARRIED, 9), (label("obligation"), 22),
    ]  # fmt: skip
    rows = [(held.open, _cells(listed, term, held, names)) for term, duties in listed.terms for held in duties]
    book.sheet(
        Text("离任交接清单", "handover").pick(lang), columns, [row for is_open, row in rows if is_open], printed=16
    )
    book.sheet(Text("任内义务", "all duties").pick(lang), columns, [row for _, row in rows], printed=16)
    return book.bytes(listed.as_of)


def _cells(listed: Listed, term: HeldTerm, held: HeldDuty, names: Names) -> list[Cell]:
    from govaudit.report.renderers.sheet_book import amount, day

    status = held.status
    flags: list[Cell] = [YES if true else NO for true in (held.inherited, held.arose)]
    return [
        names.party(term.post), holder(term, names, named=listed.named), day(first_day(term.start)), to_date(term.end - 1),
        names.title("obligations", status.obligation), names.title("instruments", status.instrument),
        names.title("orgs", names.cell("instruments", status.instrument, "counterparty")), ROLES[held.role], day(iso(status.due_on)),
        STATE[status.state], amount(_money(status.open_amount, status.currency)), held.days, *flags, day(iso(held.ended_on)),
        YES if held.carried else NO, status.obligation,
    ]  # fmt: skip
