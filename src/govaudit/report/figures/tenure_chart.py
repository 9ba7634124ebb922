"""The tenure lanes of one trace as SVG: a lane a post, a bar a holder, days without one hatched, the overdue span shaded.

Drawn without a layout program, so it is always there. Black on white carries all of it: outlines, hatching, words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from govaudit.model import Text, iso, parse_day, to_date, to_day
from govaudit.officials import HOLDERS, role_word
from govaudit.officials.trace import TENURE_WORDS
from govaudit.report.figures.chain_layout import FONT, node_id, shorten, width, wrap

if TYPE_CHECKING:
    from govaudit.model import Chain, EmptyRecord, Lane, TenureRecord

WIDTH = 720  # on the 156 mm of an official page 12 px are then 7.4 pt
_LEFT, _RIGHT, _TOP = 186, 24, 92
_BAR, _GAP, _LINE = 22, 5, 15
_UNIT = 6.2  # pixels a column at 12 px
_MOST_LANES, _MOST_NOTES = 12, 40
_DEFS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="7" stroke="#b00020" stroke-width="2"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1.1" fill="#444"/>'
    "</pattern></defs>"
)


@dataclass(slots=True)
class _ChartSheet:
    """The page under the pen: the window of days, the words, and what is drawn so far."""

    chain: Chain
    lang: str
    names: bool
    start: int
    end: int
    out: list[str]

    def x(self, day: int) -> float:
        """Return the abscissa of a day, kept inside the chart."""
        day = min(max(day, self.start), self.end)
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.start) / (self.end - self.start), 2)

    def text(self, x: float, y: float, said: str, more: str = "") -> None:
        """Write a text."""
        self.out.append(f'<text x="{x:g}" y="{y:g}" {more}>{escape(said)}</text>')

    def rect(self, box: tuple[float, float, float, float], more: str) -> None:
        """Draw a box given as x, y, width, height."""
        x, y, wide, high = box
        self.out.append(f'<rect x="{x:g}" y="{y:g}" width="{wide:.2f}" height="{high:g}" {more}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, more: str = 'stroke="#000"') -> None:
        """Draw a line."""
        self.out.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {more}/>')


def lanes(chain: Chain, lang: str = "zh", *, names: bool = True) -> str:
    """Return the lanes as one SVG document, 720 pixels wide."""
    sheet = _ChartSheet(chain, lang, names, parse_day(chain.start), parse_day(chain.end), [])
    y: float = _TOP
    for lane in chain.lanes[:_MOST_LANES]:
        y = _lane(sheet, lane, y)
    if len(chain.lanes) > _MOST_LANES:
        rest = len(chain.lanes) - _MOST_LANES
        sheet.text(12, y + 16, Text(f"及另外 {rest} 个岗位", f"and {rest} more posts").pick(lang))
        y += 24
    if not chain.lanes:
        sheet.text(12, y + 16, Text("没有可列示的岗位", "no post to show").pick(lang))
        y += 24
    _axis(sheet, y)
    height = _legend(sheet, y + 40)
    back = _background(sheet, y)
    title = Text(f"任期图：{chain.title.zh}", f"Tenures: {chain.title.en}").pick(lang)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}" '
        f'font-family="{FONT}, sans-serif" font-size="12" role="img" aria-label={quoteattr(title)}>'
    )
    paper = f'<rect width="{WIDTH}" height="{height:g}" fill="#fff"/>'
    return "\n".join([head, _DEFS, paper, *back, *sheet.out, "</svg>", ""])


def _lane(sheet: _ChartSheet, lane: Lane, y: float) -> float:
    """Draw one post's lane from `y` down; return where the next begins."""
    rows: list[int] = []
    narrow: list[str] = []
    top = y + _GAP
    for tenure in lane.tenures:
        start_lo = parse_day(tenure.start_lo)
        row = next((number for number, busy in enumerate(rows) if busy <= start_lo + 1), len(rows))
        rows[row : row + 1] = [parse_day(tenure.end_hi)]
        _bar(sheet, tenure, top + row * (_BAR + _GAP), narrow)
    # Days on which somebody may have been in office get a row of their own: their bars stand above.
    extra = top + len(rows) * (_BAR + _GAP)
    for empty in lane.empty:
        _empty(sheet, empty, extra if empty.doubtful else top)
    doubtful = any(empty.doubtful for empty in lane.empty)
    bottom = top + max(1, len(rows) + doubtful) * (_BAR + _GAP)
    bottom = max(bottom, _label(sheet, lane, top))
    bottom = _notes(sheet, narrow, bottom)
    sheet.line(8, bottom, WIDTH - 8, bottom, 'stroke="#bbb"')
    return bottom


def _label(sheet: _ChartSheet, lane: Lane, top: float) -> float:
    said = wrap(lane.label, 28)
    for number, line in enumerate(said):
        sheet.text(12, top + 14 + number * _LINE, line, 'font-weight="bold"')
    sheet.text(12, top + 14 + len(said) * _LINE, role_word(lane.role).pick(sheet.lang), 'font-size="11"')
    return top + 20 + len(said) * _LINE


def _bar(sheet: _ChartSheet, tenure: TenureRecord, y: float, narrow: list[str]) -> None:
    """Draw one tenure: the certain days solid, the possible ones dashed; a name that does not fit goes below the lane."""
    left, sure_left, sure_right, right = (
        sheet.x(parse_day(day)) for day in (tenure.start_lo, tenure.start_hi, tenure.end_lo, tenure.end_hi)
    )
    mark = f"id={quoteattr(node_id('tenure', tenure.id))}"
    sheet.rect((left, y, right - left, _BAR), f'{mark} fill="#fff" stroke="#000" stroke-dasharray="3 2"')
    if sure_right > sure_left:
        sheet.rect((sure_left, y, sure_right - sure_left, _BAR), 'fill="#e8eef5" stroke="#000" stroke-width="1.2"')
    said = _who(sheet, tenure)
    if width(said) * _UNIT + 8 > right - left:
        narrow.append(f"{len(narrow) + 1} {said}")
        said = str(len(narrow))
    wide = width(said) * _UNIT + 2
    if wide <= sure_right - sure_left:
        left, right = sure_left, sure_right
    if wide <= right - left:
        sheet.text((left + right) / 2, y + 15, said, 'text-anchor="middle"')


def _who(sheet: _ChartSheet, tenure: TenureRecord) -> str:
    said = (
        shorten(tenure.name or "", 40)
        if sheet.names
        else Text(f"任期 {tenure.id}", f"tenure {tenure.id}").pick(sheet.lang)
    )
    kind = TENURE_WORDS.get(tenure.kind, Text(tenure.kind, tenure.kind)).pick(sheet.lang)
    return said if tenure.kind == "substantive" else Text(f"{said}（{kind}）", f"{said} ({kind})").pick(sheet.lang)


def _empty(sheet: _ChartSheet, empty: EmptyRecord, y: float) -> None:
    left, right = sheet.x(parse_day(empty.start)), sheet.x(parse_day(empty.end))
    look = 'fill="url(#hatch)" stroke="#b00020"' if empty.holder == "vacant" else 'fill="url(#dots)" stroke="#444"'
    sheet.rect((left, y, right - left, _BAR), f'{look} stroke-dasharray="5 3"')
    said = HOLDERS[empty.holder].pick(sheet.lang)
    wide = width(said) * _UNIT + 8
    if wide <= right - left:
        middle = (left + right) / 2
        sheet.rect((middle - wide / 2, y + 3, wide, _BAR - 6), 'fill="#fff"')
        sheet.text(middle, y + 15, said, 'text-anchor="middle"')


def _notes(sheet: _ChartSheet, narrow: list[str], bottom: float) -> float:
    """Write the names that did not fit into their bars."""
    if not narrow:
        return bottom
    rest = len(narrow) - _MOST_NOTES
    said = narrow[:_MOST_NOTES] + ([Text(f"及另外 {rest} 人", f"and {rest} more").pick(sheet.lang)] if rest > 0 else [])
    lines = wrap(Text("；", "; ").pick(sheet.lang).join(said), int((WIDTH - _LEFT - _RIGHT) / _UNIT))
    sheet.rect((_LEFT - 4, bottom, WIDTH - _LEFT - _RIGHT + 8, 6 + len(lines) * _LINE), 'fill="#fff"')
    for number, line in enumerate(lines):
        sheet.text(_LEFT, bottom + 12 + number * _LINE, line, 'font-size="11"')
    return bottom + 8 + len(lines) * _LINE


def _background(sheet: _ChartSheet, bottom: float) -> list[str]:
    """Shade the overdue days, under everything else; write title, due date and overdue days above the lanes."""
    chain, back = sheet.chain, _ChartSheet(sheet.chain, sheet.lang, sheet.names, sheet.start, sheet.end, [])
    title = Text(f"任期图：{chain.title.zh}", f"Tenures: {chain.title.en}").pick(sheet.lang)
    back.text(12, 24, shorten(title, 84), 'font-size="15" font-weight="bold"')
    for span in chain.spans:
        left, right = back.x(parse_day(span.from_)), back.x(parse_day(span.to) + 1)
        back.rect(
            (left, _TOP - 8, right - left, bottom - _TOP + 8), 'fill="#d9d9d9" stroke="#777" stroke-dasharray="1 3"'
        )
    if chain.spans:
        days, first, last = chain.breach_days, chain.spans[0].from_, chain.spans[-1].to
        said = Text(f"逾期 {days} 天：{first} 至 {last}", f"{days} breach days: {first} to {last}")
        back.text(12, 46, said.pick(sheet.lang))
    if chain.due_on is not None:
        x = back.x(parse_day(chain.due_on) + 1)
        back.line(x, _TOP - 14, x, bottom, 'stroke="#000" stroke-width="2" stroke-dasharray="8 3"')
        said = Text(f"到期日 {chain.due_on}（当日24时）", f"due {chain.due_on} (end of the day)")
        half = width(said.pick(sheet.lang)) * _UNIT / 2
        back.text(min(max(x, half + 8), WIDTH - half - 8), _TOP - 20, said.pick(sheet.lang), 'text-anchor="middle"')
    return back.out


def _axis(sheet: _ChartSheet, y: float) -> None:
    """Draw the axis of dates: years, quarters, months or weeks, as many as can be read."""
    sheet.line(_LEFT, y + 4, WIDTH - _RIGHT, y + 4)
    for day in _ticks(sheet.start, sheet.end):
        x = sheet.x(day)
        sheet.line(x, y + 4, x, y + 9)
        sheet.text(x, y + 24, iso(day) or "", 'text-anchor="middle" font-size="11"')


def _ticks(start: int, end: int) -> list[int]:
    days = end - start
    if days <= 60:  # noqa: PLR2004 - up to two months a tick a week
        return list(range(start + 7, end - 3, 7 if days <= 45 else 14))  # noqa: PLR2004 - as many as fit
    step = next((months for months in (1, 2, 3, 6, 12, 24, 60, 120) if days / (30.4 * months) <= 6), 240)  # noqa: PLR2004 - at most 6
    first = to_date(start)
    month = (first.year * 12 + first.month - 1) // step * step
    found = []
    while (day := to_day(dt.date(month // 12, month % 12 + 1, 1))) < end:
        if day > start + days // 40:
            found.append(day)
        month += step
    return [day for day in found if day < end - days // 40]


def _legend(sheet: _ChartSheet, y: float) -> float:
    """Say what the signs mean; return the height of the sheet."""
    signs = [
        ('fill="#e8eef5" stroke="#000"', Text("在任", "in office")),
        (
            'fill="none" stroke="#000" stroke-dasharray="3 2"',
            Text("可能在任（日期不精确）", "possibly in office (coarse dates)"),
        ),
        ('fill="url(#hatch)" stroke="#b00020" stroke-dasharray="5 3"', HOLDERS["vacant"]),
        ('fill="url(#dots)" stroke="#444" stroke-dasharray="5 3"', HOLDERS["unknown"]),
        ('fill="#d9d9d9" stroke="#777" stroke-dasharray="1 3"', Text("逾期日", "breach days")),
    ]
    x: float = 12
    for look, words in signs:
        said = words.pick(sheet.lang)
        sheet.rect((x, y, 26, 13), look)
        sheet.text(x + 32, y + 11, said, 'font-size="11"')
        x += 56 + width(said) * _UNIT
    note = Text(
        "在该岗位任职的日期，仅为线索，不作责任认定。",
        "Days in office: a lead for verification, not a finding of guilt.",
    )
    sheet.text(12, y + 32, note.pick(sheet.lang), 'font-size="11"')
    return y + 44
