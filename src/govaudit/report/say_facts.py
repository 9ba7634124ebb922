"""How facts are written for people: dates, money, legal bases, who held a post and when."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.model import Text, as_text, iso, parse_day, to_date, to_text
from govaudit.report.labels import CERTAINTY, CONFIDENCE, HOLDER, STATE, flag, label, phase, word
from govaudit.rules import LEVELS, cited
from govaudit.words import ATTRIBUTES, value_name, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govaudit.model import Basis, Finding, Responsible, StatusRecord
    from govaudit.report.names import Names
    from govaudit.settle import Status

_LISTED: dict[str, Mapping[str, Text]] = {
    "state": STATE,
    "basis": {},
    "rate_source": words("labels", "rate_sources"),
    "set_off": words("labels", "set_off"),
}
_AMOUNT = re.compile(r"(-?\d{1,40})(\.\d+)?(?: ?([A-Z]{3}))?")
_LARGE = 10_000
_DIGITS = 40  # of a number that is written with separators
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"(?P<where>[^:]+(?::[^:/]+)?):(?P<row>\d+)(?::(?P<column>[a-z_]+))?")


def day(number: int | None) -> Text:
    """Write a day number: 2026年3月31日, 2026-03-31; nothing for None."""
    if number is None:
        return Text("", "")
    date = to_date(number)
    return Text(f"{date.year}年{date.month}月{date.day}日", date.isoformat())


def iso_day(text: str | None) -> Text:
    """Write YYYY-MM-DD as people do; anything else (a partial date) stays as written."""
    try:
        return day(parse_day(text)) if text and _ISO.fullmatch(text) else Text(text or "", text or "")
    except ValueError:  # shaped like a day, and none
        return Text(text or "", text or "")


def amount(text: str | None, currency: str = "CNY") -> Text:
    """Write decimal text (with or without its currency) with thousands separators and its unit."""
    match = _AMOUNT.fullmatch(text or "")
    if match is None:
        return Text(text or "", text or "")
    whole, rest, stated = match.groups()
    sign = "-" if whole.startswith("-") else ""
    number = f"{sign}{abs(int(whole)):,}{rest or ''}"
    unit = stated or currency
    return Text(f"{number}元" if unit == "CNY" else f"{number} {unit}", f"{unit} {number}")


def amount_days(text: str | None, currency: str = "CNY") -> Text:
    """Write money times days with its own unit, so that nobody takes it for money owed: 1,000.00元·天, 1,000.00 CNY·days."""
    said, unit = amount(text, currency), "元" if currency == "CNY" else f" {currency}"
    number = said.zh.removesuffix(unit)
    return Text(f"{number}{unit}·天", f"{number} {currency}·days")


def minor(value: int | None, currency: str) -> Text:
    """Write minor units with their currency; nothing for None."""
    return Text("", "") if value is None else amount(to_text(value, currency), currency)


def say_basis(item: Basis, *, confidence: bool = False) -> Text:
    """Write one legal basis, as in 《政府采购法》第46条."""
    # A document is cited by its number (国办函〔2016〕88号) as it is, by its title in title marks; a Text is no title.
    act, article = as_text(item.act), item.article
    if isinstance(item.act, str) and not (act.zh.startswith("《") or act.zh.endswith("号")):
        act = Text(f"《{act.zh}》", f"《{act.en}》")
    if isinstance(article, str) or article is None:
        # A pointer into the input (OCDS) is no article: it stands in the place of the finding.
        article = cited(article) if article and not article.startswith("/") else Text("", "")
    said = Text(act.zh + article.zh, f"{act.en} {article.en}".rstrip())
    if confidence and item.confidence != "verified":
        note = CONFIDENCE[item.confidence]
        said = Text(f"{said.zh}（{note.zh}）", f"{said.en} ({note.en})")
    return said


def bases(items: tuple[Basis, ...]) -> Text:
    """Write all bases of a finding on one line."""
    said = [say_basis(item, confidence=True) for item in items]
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def holder(line: Responsible) -> Text:
    """Write who held the post: the name where it may be shown, else what is known instead."""
    if line.holder == "person" and line.name:
        return Text(line.name, line.name)
    return HOLDER[line.holder]


def post(line: Responsible, names: Names) -> str:
    """Write the post with its body, as in 示例市水务局局长."""
    if line.post and names.cell("posts", line.post, "title"):
        return names.party(line.post)
    return f"{names.title('orgs', line.org)}{line.post_title or line.post or ''}"


def period(line: Responsible) -> Text:
    """Write the days of a line, both included."""
    if not (line.from_ or line.to):
        return Text("", "")
    start, end = iso_day(line.from_), iso_day(line.to)
    if line.from_ == line.to:
        return start
    return Text(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")


def span(start: str | None, end: str | None, *, open_end: bool = False) -> Text:
    """Write two days (both included) for a narrow column; an open end is 'now' where asked."""
    if not (start or end) or start == end:
        return Text(start or "", start or "")
    last = Text("今", "now") if open_end and not end else Text(end or "", end or "")
    return Text(f"{start or ''}至{last.zh}", f"{start or ''} to {last.en}")


def due(status: Status | StatusRecord) -> Text:
    """Write the due day of an obligation for a column: marked where it is provisional, said where it is not set."""
    if status.due_on is None:
        return Text("未核定", "not set")
    day_text = status.due_on if isinstance(status.due_on, str) else iso(status.due_on) or ""
    return Text(f"{day_text}（暂定）", f"{day_text} (provisional)") if status.provisional else Text(day_text, day_text)


def share(line: Responsible) -> str:
    """Write the exact share of days, as in 30 1/2."""
    if not line.share:
        return ""
    try:
        value = Fraction(line.share)
    except ValueError:
        return line.share
    whole, rest = divmod(value.numerator, value.denominator)
    return str(whole) if not rest else f"{whole} {rest}/{value.denominator}" if whole else f"{rest}/{value.denominator}"


def lines_of(finding: Finding, names: Names) -> list[Text]:
    """Write who held the posts, the counted first: one line for a holder of a post, with all days that matter."""
    groups: dict[tuple[object, ...], list[Responsible]] = {}
    for line in sorted(finding.responsible, key=lambda line: not line.counted):
        same = (line.post, line.post_title, line.org, line.holder, line.person, line.name)
        groups.setdefault(same, []).append(line)
    return [_line(group, names) for group in groups.values()]


def _line(group: list[Responsible], names: Names) -> Text:
    times: dict[tuple[object, ...], list[Responsible]] = {}
    for line in group:
        times.setdefault((line.from_, line.to, line.certainty), []).append(line)
    agreed = len({line.certainty for line in group}) == 1
    parts = [_time(lines, sure=not agreed) for lines in times.values()]
    if agreed:
        parts.append(_certainty(group[0]))
    who = holder(group[0])
    title = post(group[0], names)
    told = join(parts)
    return Text(f"{title} {who.zh}，{told.zh}", f"{title} {who.en}, {told.en}")


def _time(lines: list[Responsible], *, sure: bool) -> Text:
    """Write the roles of one holder over the same days."""
    line = lines[0]
    roles = list(dict.fromkeys(role(each) for each in lines))
    parts = [
        period(line),
        days(line.days) if line.days else Text("", ""),
        Text("、".join(one.zh for one in roles), ", ".join(one.en for one in roles)),
        _certainty(line) if sure else Text("", ""),
    ]
    return Text("，".join(one.zh for one in parts if one.zh), ", ".join(one.en for one in parts if one.en))


def _certainty(line: Responsible) -> Text:
    """Write how sure a line is; where nobody is named and no vacancy is stated there is nothing to be sure of."""
    return Text("", "") if line.holder in {"unknown", "post_missing"} else CERTAINTY[line.certainty]


def role(line: Responsible) -> Text:
    """Write a role, with its phase where that is not the breach itself."""
    said = word(line.role)
    if line.phase == "overdue":
        return said
    when = phase(line.phase)
    return Text(f"{said.zh}（{when.zh}）", f"{said.en} ({when.en})")


def days(count: int) -> Text:
    """Write a number of days."""
    return Text(f"{count}天", f"{count} day" if count == 1 else f"{count} days")


_HELD = "在该岗位任职"


def remarks(line: Responsible) -> Text:
    """Write what a line says beyond post, holder, days, role and certainty: its degree with the rule, the rest."""
    notes = [note for note in line.notes if note.zh != _HELD]
    degree = word(line.degree)
    if degree.zh and not any(note.zh.startswith(degree.zh) for note in notes):
        notes.insert(0, degree)
    if line.role != "vacant" and line.path and not any(hop.evidence for hop in line.path):
        notes.append(Text("无证据", "no evidence"))
    return join(notes)


def place(written: str) -> Text:
    """Write a place `file:sheet:row:column` as people look for it; a place of another form stays as written."""
    match = _PLACE.fullmatch(written)
    if match is None:
        return Text(written, written)
    where, row, column = match["where"].replace(":", " "), match["row"], match["column"]
    return Text(
        f"{where} 第{row}行" + (f" {column}列" if column else ""),
        f"{where} row {row}" + (f" column {column}" if column else ""),
    )


def message(finding: Finding) -> Text:
    """Write the sentence of a finding, in which order money is set off (R13), and from which day its due day was rolled: the contract states that one."""
    stated, said = finding.dates.get("due_on_raw"), finding.message
    if source := finding.facts.get("rate_source"):
        order = fact("set_off", finding.facts.get("set_off"))
        rate = f"; at {fact('rate_source', source).en}" if source == "statutory" else ""  # any other the sentence names
        said = Text(f"{said.zh}；{order.zh}", f"{said.en}{rate}; {order.en}")
    if not stated or stated >= finding.dates.get("due_on", ""):
        return said
    raw = iso_day(stated)
    return Text(
        f"{said.zh}（期限原为{raw.zh}，遇休息日或者节假日顺延）",
        f"{said.en} (first due on {raw.en}, rolled over days off)",
    )


def sentence(text: Text) -> Text:
    """Write a sentence with its full stop."""
    ends = ("。", "？", "！", ".", "?", "!")
    return Text(
        text.zh if text.zh.endswith(ends) else f"{text.zh}。", text.en if text.en.endswith(ends) else f"{text.en}."
    )


def attribute(key: str, value: object) -> tuple[Text, Text]:
    """Write an attribute of an instrument: its name and value in words, large numbers with separators."""
    name = ATTRIBUTES.get(key)
    if isinstance(value, bool):
        return name or label(key), fact(key, value)
    written = str(value)
    # Only of a known attribute is it certain that digits are a number and not a code.
    if name is not None and written.isdecimal() and len(written) <= _DIGITS and int(written) >= _LARGE:
        return name, Text(f"{int(written):,}", f"{int(written):,}")
    return name or label(key), value_name(written)


def join(texts: list[Text]) -> Text:
    """Put several sentences on one line."""
    return Text("；".join(t.zh for t in texts if t.zh), "; ".join(t.en for t in texts if t.en))


_NOT_OWED = {"currency", "amount_days", "amount_days_unit"}
# In facts `basis` is the basis of figures (budget, final accounts), elsewhere the legal one.
_FACTS = {"basis": Text("数据口径", "basis of the figures")}


def facts(finding: Finding, but: frozenset[str] = frozenset()) -> list[tuple[Text, Text]]:
    """Return the dates, amounts and facts of a finding (all but those named) as labelled values, in the finding's order.

    Not amount-days, which compare cases and are owed by nobody: they stand in tables, never on paper that goes out.
    """
    currency = str(finding.amounts.get("currency") or finding.facts.get("currency") or "CNY")
    pairs = [(label(key), iso_day(value)) for key, value in finding.dates.items()]
    pairs += [(label(key), amount(value, currency)) for key, value in finding.amounts.items() if key not in _NOT_OWED]
    return pairs + [
        (_FACTS.get(key, label(key)), fact(key, value))
        for key, value in finding.facts.items()
        if key not in {*_NOT_OWED, *but}
    ]


def fact(key: str, value: object) -> Text:
    """Write one fact: yes and no, states and units of the closed lists in words, dates as people write them."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if key == "flags":
        return flags(str(value).split())
    if key in _LISTED or (key == "level" and value in LEVELS):
        return {**_LISTED, "level": LEVELS}[key].get(str(value), word(str(value)))
    return iso_day(value) if isinstance(value, str) else Text(str(value), str(value))


def flags(written: Iterable[str]) -> Text:
    """Write the flags of a status in words."""
    said = [flag(one) for one in written]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))
