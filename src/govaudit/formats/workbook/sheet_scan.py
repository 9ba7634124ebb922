"""One pass over the XML of a sheet, before anything reads its values: where cells are, which are merged or computed.

python-calamine reserves memory for the whole used range at once, says nothing of formulas and turns error values into
blanks; so this streaming pass (expat, flat memory) measures the range and remembers what a reader must be told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from xml.parsers import expat

from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO


Shown = Literal["month", "year"]  # what a format shows of a date when it leaves out the day

_CHUNK = 1 << 18
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}$")
_CONTENT = {"v", "is", "f"}


@dataclass(slots=True)
class SheetFacts:
    """What the pass found. Rows count from 1, columns from 1 (A); `used` is None when no cell holds anything.

    `merged` holds (first row, last row, range text); `formulas` column letters -> (count, first cell);
    `uncached` the formula cells without a computed value, `errors` cell -> error text such as #REF!; `coarse` the cells
    whose format shows a date to the month or the year only.
    """

    used: tuple[int, int, int, int] | None = None  # first row, last row, first column, last column
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: dict[str, tuple[int, str]] = field(default_factory=dict)
    uncached: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    coarse: dict[str, Shown] = field(default_factory=dict)
    hidden_rows: int = 0
    first_hidden: int | None = None

    @property
    def area(self) -> int:
        """Cells of the used range, blank ones included."""
        if self.used is None:
            return 0
        top, bottom, left, right = self.used
        return (bottom - top + 1) * (right - left + 1)


def column_number(letters: str) -> int:
    """Return 1 for A, 28 for AB."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return A for 1, AB for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def damaged(what: Text) -> Fault:
    """Return the fault of a workbook whose parts do not fit together."""
    return Fault(
        "damaged_workbook",
        what,
        Text("用 Excel 或 WPS 打开后另存为新的 .xlsx", "open it in Excel or WPS and save it as a new .xlsx"),
    )


class _Scan:
    """Handlers of one parse. Blank cells, which may be millions, cost one call that only remembers them."""

    def __init__(self, coarse_styles: Mapping[str, Shown]) -> None:
        self.facts = SheetFacts()
        self.coarse_styles = coarse_styles
        self.parser = parser()
        self.parser.StartElementHandler = self.start
        self.row = self.column = 0
        self.cell: dict[str, str] = {}
        self.type = ""
        self.formula = self.value = False
        self.text: list[str] = []
        self.top = self.left = 1 << 30
        self.bottom = self.right = 0
        self.columns: dict[str, int] = {}

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "c":
            if "r" in attrs:
                self.cell = attrs
            else:
                self._unnumbered(attrs)
        elif tag in _CONTENT:
            self._content(tag)
        elif tag == "row":
            self._row(attrs)
        elif tag == "mergeCell":
            self._merged(attrs.get("ref", ""))
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attrs)

    def _row(self, attrs: dict[str, str]) -> None:
        number = attrs.get("r")
        if number is not None and not (number.isdecimal() and len(number) < 8):  # noqa: PLR2004 - a million has 7 digits
            raise damaged(Text("行号无效", "a row has no valid number"))
        self.row, self.column, self.cell = int(number) if number else self.row + 1, 0, {}
        if attrs.get("hidden") in {"1", "true"}:
            self.facts.hidden_rows += 1
            self.facts.first_hidden = self.facts.first_hidden or self.row

    def _unnumbered(self, attrs: dict[str, str]) -> None:
        """Take a cell without a reference as the one after the last."""
        if "r" in self.cell:
            self._locate()
        self.column += 1
        self.cell = attrs

    def _locate(self) -> None:
        """Read the reference of the cell at hand."""
        ref = self.cell["r"]
        letters = ref.rstrip("0123456789")
        if letters not in self.columns:
            if not _CELL.match(ref):
                raise damaged(Text(f"单元格编号无效：{ref[:20]}", f"not a cell: {ref[:20]}"))
            self.columns[letters] = column_number(letters)
        if ref[len(letters) :] != str(self.row):
            raise damaged(Text(f"单元格 {ref[:20]} 不在第 {self.row} 行", f"cell {ref[:20]} is not in row {self.row}"))
        self.column = self.columns[letters]

    def _content(self, tag: str) -> None:
        if "r" in self.cell:
            self._locate()
        row, column = self.row, self.column
        self.bottom = max(self.bottom, row)
        self.top = min(self.top, row)
        self.right = max(self.right, column)
        self.left = min(self.left, column)
        if self.coarse_styles and tag == "v" and (shown := self.coarse_styles.get(self.cell.get("s", ""))):
            self.facts.coarse[self._name()] = shown
        if tag == "f":
            self.formula, self.value = True, False
            self._listen()
        elif tag == "v" and (self.formula or self.cell.get("t") == "e"):
            self._listen()

    def _listen(self) -> None:
        """Take text and ends until the cell is over: only formulas and error values need them."""
        self.text = []
        self.parser.CharacterDataHandler = self.text.append
        self.parser.EndElementHandler = self.end

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            shown, kind = "".join(self.text).strip(), self.cell.get("t")
            # An empty text is a computed value (t="str"); an empty number is none.
            self.value = bool(shown) or kind == "str"
            if kind == "e":
                self.facts.errors[self._name()] = shown
        elif tag == "c":
            if self.formula:
                self._formula()
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _formula(self) -> None:
        name = self._name()
        self.formula = False
        if not self.value:
            self.facts.uncached.add(name)
            return
        letters = column_letters(self.column)
        count, first = self.facts.formulas.get(letters, (0, name))
        self.facts.formulas[letters] = (count + 1, first)

    def _name(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def _merged(self, ref: str) -> None:
        rows = [int(part) for part in re.findall(r"\d{1,7}", ref)]
        if rows:
            self.facts.merged.append((min(rows), max(rows), ref))

    def result(self) -> SheetFacts:
        if self.bottom:
            self.facts.used = (self.top, self.bottom, self.left, self.right)
        return self.facts


def parser() -> expat.XMLParserType:
    """Return a parser that refuses document type declarations, and with them every entity."""
    made = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Fault("hostile_workbook", Text("工作簿的XML含有文档类型声明（可能是恶意文件）", "the workbook's XML has a document type declaration (it may be hostile)"),
                    Text("向提供者核实该文件", "ask whoever sent the file"))  # fmt: skip

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    return made


def feed(stream: BinaryIO, made: expat.XMLParserType) -> None:
    """Parse a whole stream; Fault when it is not XML."""
    try:
        while chunk := stream.read(_CHUNK):
            made.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position only
        made.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError:
        raise damaged(Text("工作簿中的XML有误", "the XML inside the workbook is broken")) from None


def scan_sheet(stream: BinaryIO, coarse_styles: Mapping[str, Shown]) -> SheetFacts:
    """Scan the XML of one sheet; `coarse_styles` are the styles that show a month or a year only."""
    scan = _Scan(coarse_styles)
    feed(stream, scan.parser)
    return scan.result()
