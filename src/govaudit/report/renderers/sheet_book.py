"""A workbook for people: headings, filters, frozen rows; text that can never become a formula.

Dates are dates, amounts numbers; a text cell is typed as text and marked with a quote prefix where a spreadsheet might read
it as a formula after an edit.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from rich.cells import cell_len

from govaudit.formats.workbook import without_clock
from govaudit.model import Text, is_formula, parse_day, to_date
from govaudit.report import say_facts as show
from govaudit.report.documents.blocks import Words, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Percent(Decimal):
    """A share as a fraction of 1, shown with a percent sign."""


class AmountDays(Decimal):
    """Money times days, a number shown with its unit (元·天), so that nobody takes it for money owed."""

    unit: str = ""


Cell = Words | int | Decimal | dt.date | None
MOST_ROWS = 1_048_575  # of a sheet, under its heading
_LONGEST = 32_000  # characters of a cell: Excel takes 32,767
_LINE, _TALLEST = 14.5, 409.0  # points of a line; the tallest row Excel allows
_DIGITS = 15  # that a spreadsheet's numbers keep
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(?: ?[A-Z]{3})?")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_LENGTH = 31

_THIN = Side(style="thin", color="BFBFBF")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FONT, _BODY_FONT = Font(name="黑体", size=10.5, color="FFFFFF"), Font(name="宋体", size=10.5)
_HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
_WRAP, _TOP, _HEAD_ALIGN = (
    Alignment(vertical="top", wrap_text=True),
    Alignment(vertical="top"),
    Alignment(horizontal="center", vertical="center", wrap_text=True),
)


class SheetBook:
    """A workbook under construction: `sheet` after `sheet`, then `bytes`."""

    def __init__(self, lang: str, title: str) -> None:
        self.lang = lang
        self._book = Workbook(write_only=True)
        self._styles: dict[tuple[str, bool], Any] = {}
        self._book.properties.title, self._book.properties.creator = title, "govaudit"

    def sheet(
        self,
        title: str,
        columns: Sequence[tuple[Words, int]],
        rows: Iterable[Sequence[Cell]],
        *,
        printed: int | None = None,
    ) -> None:
        """Add a sheet of headings (with widths in characters) and rows; one too long goes on in further sheets.

        `printed` is the number of columns that go on paper, all unless given.
        """
        pending: Iterator[Sequence[Cell]] = iter(rows)
        part = 1
        while True:
            sheet = self._book.create_sheet(self._title(title, part))
            count = self._fill(sheet, columns, pending)
            last = get_column_letter(len(columns))
            sheet.auto_filter.ref = f"A1:{last}{count + 1}"
            sheet.print_area = f"A1:{get_column_letter(printed or len(columns))}{count + 1}"
            following = next(pending, None)
            if following is None:
                return
            pending = itertools.chain([following], pending)
            part += 1

    def _fill(self, sheet: Any, columns: Sequence[tuple[Words, int]], rows: Iterator[Sequence[Cell]]) -> int:
        sheet.freeze_panes = "A2"
        sheet.sheet_view.zoomScale = 100
        for number, (_, width) in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        sheet.print_title_rows = "1:1"
        sheet.append([self._head(sheet, pick(name, self.lang)) for name, _ in columns])
        count = 0
        for row in itertools.islice(rows, MOST_ROWS):
            count += 1
            lines = max((self._lines(value, width) for value, (_, width) in zip(row, columns, strict=True)), default=1)
            if lines > 1:  # WPS and LibreOffice do not work the height out by themselves
                sheet.row_dimensions[count + 1].height = min(_TALLEST, _LINE * lines)
            sheet.append([self._cell(sheet, value) for value in row])
            sheet.row_dimensions.pop(count + 1, None)
        return count

    def _title(self, title: str, part: int) -> str:
        """Return a name Excel takes for a sheet, never twice the same, never the start of a formula."""
        clean = _NOT_IN_TITLES.sub(" ", title).strip("' ")
        clean = ("_" + clean if is_formula(clean) else clean) or "_"
        taken = {name.lower() for name in self._book.sheetnames}
        while True:
            suffix = f" ({part})" if part > 1 else ""
            name = clean[: _TITLE_LENGTH - len(suffix)] + suffix
            if name.lower() not in taken:
                return name
            part += 1

    def _lines(self, value: Cell, width: int) -> int:
        if not isinstance(value, (str, Text)):
            return 1
        return sum(-(-cell_len(line) // width) or 1 for line in pick(value, self.lang).split("\n"))

    def _head(self, sheet: Any, text: str) -> Any:
        return self._text(sheet, text, "head")

    def _text(self, sheet: Any, text: str, style: str = "text") -> Any:
        clean = ILLEGAL_CHARACTERS_RE.sub(" ", text)
        cell: Any = WriteOnlyCell(sheet, clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…")
        cell.data_type = "s"  # whatever it begins with: never a formula, never an error value
        cell._style = self._style(sheet, style, quoted=is_formula(clean))  # noqa: SLF001 - see _style
        return cell

    def _cell(self, sheet: Any, value: Cell) -> Any:
        if isinstance(value, (str, Text)):
            return self._text(sheet, pick(value, self.lang))
        cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # the stubs know neither Decimal nor date
        kind = (
            value.unit
            if isinstance(value, AmountDays)
            else "percent"
            if isinstance(value, Percent)
            else "amount"
            if isinstance(value, Decimal)
            else "date"
            if isinstance(value, dt.date)
            else "number"
        )
        cell._style = self._style(sheet, kind)  # noqa: SLF001 - see _style
        return cell

    def _style(self, sheet: Any, kind: str, *, quoted: bool = False) -> Any:
        """Return the style of a kind of cell, made once: setting font, frame and alignment cell by cell takes 20 times as long."""
        found = self._styles.get((kind, quoted))
        if found is None:
            cell: Any = WriteOnlyCell(sheet)
            cell.font, cell.border = (_HEAD_FONT if kind == "head" else _BODY_FONT), _FRAME
            cell.alignment = {"head": _HEAD_ALIGN, "text": _WRAP}.get(kind, _TOP)
            if kind == "head":
                cell.fill = _HEAD_FILL
            formats = {"amount": "#,##0.00##", "percent": "0.00##%", "date": "yyyy-mm-dd"}
            cell.number_format = formats.get(kind, f'#,##0.00##"{kind}"' if "·" in kind else "General")
            cell.quotePrefix = quoted
            found = self._styles[kind, quoted] = cell._style  # noqa: SLF001 - openpyxl shares styles so itself
        return found

    def bytes(self, as_of: int) -> bytes:
        """Return the file; every date in it is `as_of`."""
        out = io.BytesIO()
        self._book.save(out)
        return without_clock(out.getvalue(), as_of)


def amount(text: str | None) -> Cell:
    """Return decimal text as a number; one with more digits than a spreadsheet keeps stays text."""
    match = _AMOUNT.fullmatch(text or "")
    if match is None:
        return text
    number = Decimal(match[1])
    return number if len(number.as_tuple().digits) <= _DIGITS else match[1]


def amount_days(text: str | None, currency: str, lang: str) -> Cell:
    """Return money times days as a number with its unit; one with more digits than a spreadsheet keeps as text with it."""
    if text is None:
        return None
    said, number = show.amount_days(text, currency).pick(lang), amount(text)
    if not isinstance(number, Decimal):
        return said
    found = AmountDays(number)
    found.unit = said.lstrip("-0123456789.,")
    return found


def day(text: str | None) -> Cell:
    """Return YYYY-MM-DD as a date; a partial date stays text."""
    try:
        return to_date(parse_day(text)) if text else None
    except ValueError:
        return text
