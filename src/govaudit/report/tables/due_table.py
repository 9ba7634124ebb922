"""What falls due soon: as text, as a workbook, and as a calendar (iCalendar, RFC 5545) that phones and Outlook subscribe to."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from govaudit.model import SCHEMA_VERSION, Text, iso, to_date
from govaudit.report import say_facts as show
from govaudit.report.labels import word
from govaudit.report.names import Names
from govaudit.report.renderers.csv_out import csv_table
from govaudit.report.renderers.terminal import Paint, clean, hanging, pad
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.checks import DueRow
    from govaudit.docket import Docket
    from govaudit.report.documents.blocks import Words
    from govaudit.report.renderers.sheet_book import Cell

LIGHTS = words("labels", "lights")
_MARK = "●"
_NOBODY = Text("（未明确）", "(nobody named)")
_PROVISIONAL = Text("暂定", "provisional")


FORMATS = ("text", "xlsx", "ics", "json", "csv")


def write_due(
    form: str, rows: Sequence[DueRow], docket: Docket, as_of: int, lang: str, *, color: bool = False
) -> str | bytes:
    """Return the list in one of FORMATS: text for text, CSV and JSON, bytes for the rest."""
    names = Names(docket, lang)
    named = [row._replace(owner_org=names.title("orgs", row.owner_org)) if row.owner_org else row for row in rows]
    if form == "xlsx":
        return write_xlsx(named, as_of, lang)
    if form == "ics":
        return write_ics(named, as_of, lang)
    if form == "csv":
        return csv_table(_COLUMNS, ([_plain(row)[column] for column in _COLUMNS] for row in named))
    if form == "json":
        return write_json(named, as_of)
    return write_text(named, as_of, lang, color=color)


_COLUMNS = (
    "obligation", "instrument", "title", "action", "due_on", "days_left", "light", "owner_org", "owner_post", "owner_person", "provisional", "amount", "currency",
)  # fmt: skip


def _plain(row: DueRow) -> dict[str, Any]:
    """Return a row for programs, the same in both languages: titles are as in the docket, the program's own in Chinese."""
    return {**row._asdict(), "title": row.title.zh, "due_on": iso(row.due_on)}


def write_json(rows: Sequence[DueRow], as_of: int) -> str:
    """Return the list as JSON, days as YYYY-MM-DD, amounts as decimal text."""
    document = {"schema_version": SCHEMA_VERSION, "as_of": iso(as_of), "due": [_plain(row) for row in rows]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def sentence(row: DueRow) -> Text:
    """Say how many days are left, or how many it is late."""
    if row.days_left < 0:
        return Text(f"已逾期{-row.days_left}天", f"{show.days(-row.days_left).en} late")
    if row.days_left == 0:
        return Text("今日到期", "due today")
    return Text(f"还有{row.days_left}天", f"{show.days(row.days_left).en} left")


def owner(row: DueRow) -> Text:
    """Name who has to act: body and post, and the person where named."""
    post = f"{row.owner_org or ''}{row.owner_post or ''}"
    said = " ".join(part for part in (post, row.owner_person) if part)
    return Text(said, said) if said else _NOBODY


def write_text(rows: Sequence[DueRow], as_of: int, lang: str, *, color: bool = False, width: int = 100) -> str:
    """Return the list for a terminal, in the order given."""
    paint, counts = Paint(color=color), {light: sum(row.light == light for row in rows) for light in LIGHTS}
    day = show.day(as_of)
    lines = [paint(Text(f"到期提醒 截至{day.zh}", f"Falling due, as of {day.en}").pick(lang), "bold")]
    said = [Text(f"{LIGHTS[light].zh} {count}项", f"{LIGHTS[light].en} {count}") for light, count in counts.items()]
    lines += [Text("，", ", ").pick(lang).join(text.pick(lang) for text in said), paint("─" * width, "dim")]
    if not rows:
        lines.append(Text("这段时间没有到期的义务。", "Nothing falls due in this time.").pick(lang))
    for row in rows:
        lines += _lines(row, lang, paint, width)
    if rows:
        lines += [paint(line, "dim") for line in hanging("", _LEGEND.pick(lang), 0, width)]
    return "\n".join(lines) + "\n"


def _lines(row: DueRow, lang: str, paint: Paint, width: int) -> list[str]:
    # The light is a word as well as a colour: it has to survive a black-and-white printer.
    light = paint(f"{_MARK} {LIGHTS[row.light].pick(lang)}", row.light)
    left = sentence(row).pick(lang)
    provisional = f"  {_PROVISIONAL.pick(lang)}" if row.provisional else ""
    head = f"{light}  {show.day(row.due_on).pick(lang)}  {paint(left, 'bold')}{provisional}"
    room = 8 if lang == "zh" else 10
    parts = [(Text("义务", "what"), f"{row.title.pick(lang)}  {row.obligation}"), (Text("办理", "action"), word(row.action, ("obligations", "action")).pick(lang)),
             (Text("金额", "amount"), show.amount(row.amount, row.currency).pick(lang) if row.amount else ""), (Text("责任", "who"), owner(row).pick(lang))]  # fmt: skip
    lines = [head]
    for name, said in parts:
        if said:
            lines += hanging(pad(name.pick(lang), room), clean(said), 2, width)
    return lines


_LEGEND = Text(
    "红灯：已逾期，或者剩余天数不到提前量的三分之一；黄灯：在提前量之内；绿灯：尚早。提前量：支付、退还30天，交付60天，报告、答复15天，签订、备案10天，公开7天，其他20天。",
    "red: late, or within a third of the lead time; yellow: within it; green: early. Lead times in days: pay, refund 30; deliver 60; report, answer 15; sign, file 10; publish 7; else 20.",
)


def write_xlsx(rows: Sequence[DueRow], as_of: int, lang: str) -> bytes:
    """Return the list as a workbook."""
    from govaudit.report.renderers.sheet_book import SheetBook, amount

    book = SheetBook(lang, Text("到期提醒", "Falling due").pick(lang))
    columns: list[tuple[Words, int]] = [
        (Text("亮灯", "light"), 8), (Text("到期日", "due on"), 12), (Text("剩余天数", "days left"), 9), (Text("义务", "obligation"), 36), (Text("办理", "action"), 10),
        (Text("金额", "amount"), 18), (Text("责任单位", "body"), 24), (Text("责任岗位", "post"), 20), (Text("责任人", "person"), 12), (Text("暂定", "provisional"), 8),
        (Text("文书编号", "instrument id"), 18), (Text("义务编号", "obligation id"), 24),
    ]  # fmt: skip
    cells: list[list[Cell]] = [
        [LIGHTS[row.light], to_date(row.due_on), row.days_left, row.title, word(row.action, ("obligations", "action")), amount(row.amount), row.owner_org, row.owner_post, row.owner_person,
         Text("是", "yes") if row.provisional else Text("否", "no"), row.instrument, row.obligation]
        for row in rows
    ]  # fmt: skip
    book.sheet(Text("到期提醒", "due").pick(lang), columns, cells, printed=10)
    return book.bytes(as_of)


def write_ics(rows: Sequence[DueRow], as_of: int, lang: str) -> bytes:
    """Return a calendar of whole-day entries; an obligation keeps its UID, so that a new file replaces the old entry."""
    from icalendar import Calendar, Event

    stamp = dt.datetime.combine(to_date(as_of), dt.time(), dt.UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//govaudit//due//" + ("ZH" if lang == "zh" else "EN"))
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", Text("到期提醒", "Falling due").pick(lang))
    for row in rows:
        event, date = Event(), to_date(row.due_on)
        event.add("uid", f"{_uid(row.obligation)}@govaudit")
        event.add("dtstamp", stamp)
        event.add("dtstart", date)
        event.add("dtend", date + dt.timedelta(days=1))
        event.add("summary", f"[{LIGHTS[row.light].pick(lang)}] {row.title.pick(lang)}")
        event.add("description", _description(row, lang))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _uid(obligation: str) -> str:
    """Return a name that RFC 5545 takes whatever the id holds, the same every time."""
    from govaudit.model import fingerprint_of

    return fingerprint_of("due", obligation)


def _description(row: DueRow, lang: str) -> str:
    parts = [(Text("责任", "who"), owner(row)), (Text("金额", "amount"), show.amount(row.amount, row.currency) if row.amount else Text("", "")),
             (Text("义务编号", "obligation id"), Text(row.obligation, row.obligation))]  # fmt: skip
    if row.provisional:
        parts.append((Text("提示", "note"), Text("到期日暂定", "the due date is provisional")))
    return "\n".join(
        f"{name.pick(lang)}{Text('：', ': ').pick(lang)}{said.pick(lang)}" for name, said in parts if said.pick(lang)
    )
