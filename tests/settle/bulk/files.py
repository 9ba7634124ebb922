"""The many ways in which people write the rows of a docket to CSV and Parquet files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from govaudit.docket.schema import TABLES
from govaudit.formats.workbook.template_examples import WORKED

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from settle.bulk.dockets import Row, Tables


def write(folder: Path, tables: Tables, draw: random.Random, *, odd: bool = False) -> None:
    """Write each table as a CSV or Parquet file, or as several in a folder; `odd` files have what only rows can read."""
    style = draw.choice(["csv", "parquet", "mixed"])
    for name, rows in tables.items():
        if not rows and name not in {"instruments", "obligations", "events"}:
            continue
        parts = [rows]
        if draw.random() < 0.2:
            cut = draw.randrange(len(rows) + 1)
            parts = [rows[:cut], rows[cut:]]
        stem = TABLES[name].title.zh if draw.random() < 0.1 else name
        for number, part in enumerate(parts):
            form = draw.choice(["csv", "parquet"]) if style == "mixed" else style
            path = folder / f"{stem}.{form}" if len(parts) == 1 else folder / stem / f"part-{number}.{form}"
            path.parent.mkdir(parents=True, exist_ok=True)
            columns = _columns(name, part, draw)
            if form == "csv":
                path.write_bytes(_csv(name, columns, part, draw, odd=odd and draw.random() < 0.4))
            else:
                _parquet(path, name, columns, part, draw)


def _columns(name: str, rows: Sequence[Row], draw: random.Random) -> list[str]:
    used = {column for row in rows for column in row}
    if draw.random() < 0.2:
        used |= set(draw.sample(list(TABLES[name].columns), 3))
    used |= {column for column in TABLES[name].required if not rows or draw.random() < 0.98}
    columns = [column for column in TABLES[name].columns if column in used]
    if draw.random() < 0.3:
        draw.shuffle(columns)
    return columns


def _heading(table: str, column: str, draw: random.Random, chance: float) -> str:
    label = TABLES[table].columns[column].label
    return draw.choice([label.zh, label.en, f"{column} ", column.upper()]) if draw.random() < chance else column


def _csv(name: str, columns: list[str], rows: Sequence[Row], draw: random.Random, *, odd: bool) -> bytes:
    out = io.StringIO()
    chance = draw.choice([0, 0, 0.5])
    lines = [
        [_heading(name, column, draw, chance) for column in columns],
        *([row.get(column, "") for column in columns] for row in rows),
    ]
    end, encoding = draw.choice(["\n", "\n", "\r\n"]), "utf-8-sig" if draw.random() < 0.2 else "utf-8"
    what = (
        draw.choice(["delimiter", "encoding", "lines", "lines", "lines", "lines", "lines", "lines", "tail"])
        if odd
        else ""
    )
    if what == "lines":
        _spoil_lines(name, columns, lines, draw)
    delimiter = draw.choice([";", "\t"]) if what == "delimiter" else ","
    quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    csv.writer(out, lineterminator=end, delimiter=delimiter, quoting=quoting).writerows(lines)
    text = out.getvalue()
    if what == "tail":
        text += draw.choice(['"never closed', 'a"b,c"d\n', "\n\n\n", "\x1a"])
    if draw.random() < 0.1:
        text = text.rstrip("\r\n")
    return text.encode("gb18030" if what == "encoding" else encoding, "replace")


def _spoil_lines(name: str, columns: list[str], lines: list[list[str]], draw: random.Random) -> None:
    """Give a file a line that is no plain row, another heading, or hardly anything at all."""
    at = draw.randrange(1, len(lines) + 1)
    what = draw.randrange(6)
    if what == 0:
        lines.insert(at, ["x"] * draw.choice([1, len(columns) - 1, len(columns) + 1]))
    elif what == 1:
        lines[0][-1] = draw.choice(["due_date", "", "amount(万元)", "notes", lines[0][0], "错误"])
    elif what == 2:
        lines.insert(at, draw.choice([[], [" "] * len(columns), [""] * len(columns)]))
    elif what == 3:
        del lines[draw.choice([0, 1]) :]
    elif what == 4:
        lines.insert(1, [TABLES[name].columns[column].label.zh for column in columns])
    else:
        worked = WORKED.get(name, [{}])[0]
        lines.insert(at, [str(worked.get(column, "")) for column in columns])


_FORMS: dict[str, tuple[str, ...]] = {
    "date": ("date32", "string", "timestamp", "date64", "large_string"), "recorded": ("date32", "string", "timestamp", "zoned"),
    "money": ("dec18_2", "dec12_2", "dec38_6", "dec20_4", "int64", "int32", "double", "string", "float"), "int": ("int64", "int8", "uint8", "int32", "double", "string", "dec18_2"),
    "id": ("string", "int64", "dictionary", "large_string", "int32"), "ref": ("string", "int64", "dictionary", "double", "large_string"),
    "flag": ("bool", "string"), "anchor": ("string", "date32", "dictionary", "timestamp"),
}  # fmt: skip


def _parquet(path: Path, name: str, columns: list[str], rows: Sequence[Row], draw: random.Random) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    chance = draw.choice([0, 0, 0.5])
    arrays: list[Any] = []
    for column in columns:
        cells = [row.get(column) or None for row in rows]
        forms = _FORMS.get(TABLES[name].columns[column].kind, ("string", "string", "dictionary", "large_string"))
        arrays.append(_array(cells, draw.choice([forms[0], *forms])))
    names = [_heading(name, column, draw, chance) for column in columns]
    if len(set(names)) < len(names):
        names = columns
    parquet.write_table(pa.table(arrays, names=names), path, row_group_size=draw.choice([3, 1000]))


def _array(cells: list[str | None], form: str) -> Any:
    """Return the cells as a column of a type, of text where one of them is not of it."""
    import pyarrow as pa

    if all(cell is None for cell in cells) and form != "string":
        return pa.nulls(len(cells), pa.null() if form.startswith("dec") else pa.string())
    try:
        return _TYPED[form](cells)
    except (ValueError, TypeError, OverflowError, InvalidOperation, pa.ArrowException):
        return pa.array(cells, pa.string())


def _typed(kind: Any, read: Callable[[str], Any]) -> Callable[[list[str | None]], Any]:
    def make(cells: list[str | None]) -> Any:
        import pyarrow as pa

        return pa.array(
            [None if cell is None else read(cell) for cell in cells],
            getattr(pa, kind)() if isinstance(kind, str) else kind(pa),
        )

    return make


def _same(kind: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read a cell as a type only where it says the same written back."""

    def read(cell: str) -> Any:
        value = kind(cell)
        if str(value) != cell:
            raise ValueError(cell)
        return value

    return read


def _midnight(cell: str) -> dt.datetime:
    return dt.datetime.combine(_same(dt.date.fromisoformat)(cell), dt.time())


_TYPED: dict[str, Callable[[list[str | None]], Any]] = {
    "string": _typed("string", str), "large_string": _typed("large_string", str), "binary": _typed("binary", str.encode),
    "dictionary": lambda cells: _TYPED["string"](cells).dictionary_encode(), "bool": _typed("bool_", {"true": True, "false": False}.get),
    "date32": _typed("date32", dt.date.fromisoformat), "date64": _typed("date64", dt.date.fromisoformat), "timestamp": _typed(lambda pa: pa.timestamp("us"), _midnight),
    "zoned": _typed(lambda pa: pa.timestamp("us", "Asia/Shanghai"), lambda cell: _midnight(cell).replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))),
    "int64": _typed("int64", _same(int)), "int32": _typed("int32", _same(int)), "int8": _typed("int8", _same(int)), "uint8": _typed("uint8", _same(int)),
    "double": _typed("float64", float), "float": _typed("float32", float), "dec18_2": _typed(lambda pa: pa.decimal128(18, 2), Decimal),
    "dec12_2": _typed(lambda pa: pa.decimal128(12, 2), Decimal), "dec38_6": _typed(lambda pa: pa.decimal128(38, 6), Decimal),
    "dec20_4": _typed(lambda pa: pa.decimal128(20, 4), Decimal),
}  # fmt: skip
