"""Plain tables: CSV files named after their table, and Parquet. Rows are counted as lines of the file, from 1."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from govaudit.formats.csv_block import add_block
from govaudit.formats.encodings import find_encoding
from govaudit.formats.workbook.headings import near_table, read_headings, recognised, repeats_headings, table_of
from govaudit.formats.workbook.template_examples import is_worked, perhaps_worked
from govaudit.model import Fault, Place, Text

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from govaudit.formats.collect import Collector
    from govaudit.formats.workbook.headings import Headings

    Record = tuple[int, list[str]]  # the line on which it starts, its fields

_DELIMITERS = {",": Text("逗号", "a comma"), "\t": Text("制表符", "a tab"), ";": Text("分号", "a semicolon")}
_BLOCK, _A_ROW = 1 << 19, 64  # characters that are read together, counting so many for a row beside its own
LONGEST_FIELD = 4 << 20  # a longer field is a quote that was never closed


def read_plain(path: Path, name: str, out: Collector) -> None:
    """Read one CSV or Parquet file; its stem, or the folder of a part file, names the table."""
    table = table_of(path.stem) or table_of(PurePosixPath(name).parent.name)
    if table is None:
        out.problem(
            "unknown_table",
            Place(name),
            Text("没有叫这个名字的表", "no table has this name"),
            near_table(path.stem),
            path.stem,
        )
        return
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        size = file.tell()
    out.record(name, digest.hexdigest(), size)
    if not size:
        out.problem(
            "empty_file",
            Place(name),
            Text("文件没有内容", "the file is empty"),
            Text("删除该文件，或填写表头和数据", "remove it, or write headings and rows"),
        )
    elif path.suffix.lower() == ".parquet":
        from govaudit.formats.parquet import read_parquet

        read_parquet(path, name, table, out)
    else:
        _read_csv(path, name, table, out)


def _read_csv(path: Path, name: str, table: str, out: Collector) -> None:
    try:
        encoding = find_encoding(path, name, out)
    except Fault as fault:
        out.problem(fault.code, Place(name, row=fault.line), fault.what, fault.remedy)
        return
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file, table, name, out)
        file.seek(0)
        _CsvReader(name, table, out).read(_blocks(file, delimiter, name, out))


def _delimiter(file: io.TextIOWrapper, table: str, name: str, out: Collector) -> str:
    """Choose the delimiter under which the first line names a column; the comma where nothing speaks for another."""
    line = next((line for line in file if line.strip()), "").strip("\ufeff\r\n")
    for delimiter, word in _DELIMITERS.items():
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if len(cells) > 1 and recognised(table, cells):
            if delimiter != ",":
                out.note(
                    "delimiter",
                    Place(name, row=1),
                    Text(f"列以{word.zh}分隔，已照此读取", f"columns are separated by {word.en}; read so"),
                )
            return delimiter
    return ","


def _blocks(file: io.TextIOWrapper, delimiter: str, name: str, out: Collector) -> Iterator[list[Record]]:
    """Yield the records in blocks: the headings, then rows; a broken quote ends the file with a problem."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    block: list[Record] = []
    line, size, is_broken = 1, _BLOCK, False
    try:
        for cells in reader:
            text = "".join(cells)
            if text.strip():
                block.append((line, cells))
                size += len(text) + _A_ROW
                if size > _BLOCK:
                    yield block
                    block, size = [], 0
            line = reader.line_num + 1
    except csv.Error:
        is_broken = True
    if block:
        yield block
    if is_broken:
        out.problem("bad_csv", Place(name, row=line), Text("引号没有成对，自该行起未读取", "quotes do not match; nothing was read from this line on"),
                    Text('字段内的引号写成两个 ""', 'write a quote inside a field as two ""'))  # fmt: skip


class _CsvReader:
    """Reads the records of one file: headings, then rows."""

    def __init__(self, name: str, table: str, out: Collector) -> None:
        self.name, self.table, self.out = name, table, out
        self.headings: Headings | None = None
        self.names: list[str] = []  # the column of each field, empty where it has none
        self.nameless: list[int] = []  # the fields without a heading
        self.width = self.worked = 0

    def read(self, blocks: Iterator[list[Record]]) -> None:
        """Read a file: its headings, then its rows."""
        ((line, cells),) = next(blocks, [(1, [])])
        cells = [cell.lstrip("\ufeff") for cell in cells]
        self.width = len(cells)
        if not recognised(self.table, cells):
            self.out.problem("no_headings", Place(self.name, row=line), Text("首行没有一个列名可识别", "no column name was recognised in the first row"),
                             Text("第一行应为列名，如 id；用 govaudit schema 查看", "the first row must be the column names, such as id"), cells[0] if cells else None)  # fmt: skip
        else:
            self.headings = read_headings(self.table, cells, Place(self.name, row=line), self.out)
        if self.headings is None:
            self._left_out(sum(map(len, blocks)))
            return
        blank = [None] * (self.width - len(self.headings.columns))
        self.names = ["" if column is None else column.name for column in (*self.headings.columns, *blank)]
        self.nameless = [at for at, name in enumerate(self.names) if not name and at != self.headings.remarks]
        for count, block in enumerate(blocks):
            skipped = not count and self._second_heading(*block[0])
            if rows := block[skipped:]:
                self._rows(rows)
        if self.worked:
            self.out.note(
                "worked_row",
                Place(self.name),
                Text(
                    "模板的示例行未改动，未作为数据读取",
                    "the template's worked row is unchanged and was not read as data",
                ),
            )

    def _left_out(self, rows: int) -> None:
        if rows:
            self.out.note("sheet_left_out", Place(self.name), Text(f"表头有误，其下 {rows} 行未读取", f"because of the headings {rows} rows below were not read"),
                          Text("改正表头后重试", "correct the headings and try again"))  # fmt: skip

    def _second_heading(self, line: int, cells: list[str]) -> bool:
        assert self.headings is not None  # noqa: S101 - set by read
        again = repeats_headings(self.table, self.headings, cells)
        for column, unit in (again.units if again else {}).items():
            if self.headings.units.setdefault(column, unit) != unit:
                self.out.problem("unit_conflict", Place(self.name, row=line, column=column), Text("两行表头的金额单位不一致", "the two heading rows state different units"),
                                 Text("改为同一单位", "make them the same"))  # fmt: skip
        return again is not None

    def _rows(self, block: list[Record]) -> None:
        assert self.headings is not None  # noqa: S101 - set by read
        blank = [""] * self.width
        fields = list(zip(*(cells if len(cells) == self.width else blank for _, cells in block), strict=True))
        cells = {name: field for name, field in zip(self.names, fields, strict=False) if name}
        apart = {row for row, (_, cells) in enumerate(block) if len(cells) != self.width}
        apart.update(row for at in self.nameless for row, cell in enumerate(fields[at]) if cell.strip())
        apart.update(perhaps_worked(self.table, cells))
        places = [Place(self.name, row=line) for line, _ in block]
        add_block(self.out, self.table, cells, places, self.headings.units, lambda row: self._row(*block[row]), apart)

    def _row(self, line: int, cells: list[str]) -> None:
        assert self.headings is not None  # noqa: S101 - set by read
        place = Place(self.name, row=line)
        if len(cells) != self.width:
            self.out.problem("ragged_row", place, Text(f"该行有 {len(cells)} 个字段，表头有 {self.width} 个", f"the row has {len(cells)} fields, the heading {self.width}"),
                             Text("补足或删去多余的分隔符；含逗号的字段加引号", "add or remove separators; quote fields that contain one"), ",".join(cells))  # fmt: skip
            return
        for position in self.nameless:
            if cells[position].strip():
                self.out.problem("no_heading", place, Text(f"第 {position + 1} 个字段有值而没有列名", f"field {position + 1} has a value and no heading"),
                                 Text("填写列名，或清空该列", "write a heading or clear the column"), cells[position])  # fmt: skip
                return
        raw = {name: cell for name, cell in zip(self.names, cells, strict=True) if name and cell.strip()}
        if is_worked(self.table, raw):
            self.worked += 1
        else:
            self.out.add(self.table, raw, place, self.headings.units)
