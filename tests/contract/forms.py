"""The same rows as a person or a system would deliver them: CSV, Parquet, workbook, case files, the filled-in template."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from contract.oracle import Row

    Tables = dict[str, list[Row]]

MONEY = {"amount", "tolerance"}


def text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else "" if value is None else str(value)


def names(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def as_csv(tables: Tables, folder: Path, *, bom: bool = True, end: str = "\r\n", encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True)
    for table, rows in tables.items():
        if not rows:
            continue
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig" if bom else encoding, newline="") as file:
            out = csv.writer(file, lineterminator=end)
            out.writerow(names(rows))
            out.writerows([text(row.get(name)) for name in names(rows)] for row in rows)
    return folder


def as_parquet(tables: Tables, folder: Path) -> Path:
    """date32, int64, decimal128 and string, with a time stamp where an instant is meant."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True)
    for table, rows in tables.items():
        if not rows:
            continue
        columns = {}
        for name in names(rows):
            values = [row.get(name) for row in rows]
            kinds = {type(v) for v in values if v is not None}
            if kinds == {Decimal}:
                scale = 2 if name in MONEY else 6
                columns[name] = pa.array(
                    [v if v is None else round(v, scale) for v in values], pa.decimal128(20, scale)
                )
            elif kinds == {dt.date}:
                columns[name] = pa.array(values, pa.date32())
            elif kinds == {dt.datetime}:
                columns[name] = pa.array(values, pa.timestamp("us", tz="UTC"))
            elif kinds == {int}:
                columns[name] = pa.array(values, pa.int64())
            else:
                columns[name] = pa.array([None if v is None else text(v) for v in values], pa.string())
        pq.write_table(pa.table(columns), folder / f"{table}.parquet")
    return folder


def cell(value: Any, at: int) -> Any:
    """A date as a real date mostly, now and then as the text a person types; an amount as a number."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return [value, value, f"{value.year}/{value.month}/{value.day}", f"{value.year}年{value.month}月{value.day}日"][
            at % 4
        ]
    return float(value) if isinstance(value, Decimal) else value


def as_workbook(tables: Tables, path: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for table, rows in tables.items():
        if rows:
            sheet = book.create_sheet(table)
            sheet.append(names(rows))
            for at, row in enumerate(rows):
                sheet.append([cell(row.get(name), at) for name in names(rows)])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def in_template(tables: Tables, path: Path) -> Path:
    """Fill in the workbook that `govaudit template` wrote at `path`, from the third row on, over the worked rows."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for table, rows in tables.items():
        sheet = book[table]
        headings = {str(c.value).split("(")[0].split("（")[0].strip(): c.column for c in sheet[1] if c.value}
        for number in range(3, sheet.max_row + 1):
            for column in headings.values():
                sheet.cell(number, column).value = None
        for at, row in enumerate(rows):
            for name, value in row.items():
                sheet.cell(at + 3, headings[name]).value = cell(value, at)
    book.save(path)
    return path


def plain(value: Any) -> Any:
    """YAML without tags: an amount is a number in its decimals."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return float(value) if isinstance(value, Decimal) else value


class _Plain(yaml.SafeDumper):
    """A person repeats a date instead of naming it with an anchor."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _write(folder: Path, files: dict[str, Any]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(
            yaml.dump(plain(data), Dumper=_Plain, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    return folder


PEOPLE = ("orgs", "posts", "persons", "tenures", "rates")


def _of(tables: Tables, instrument: Row) -> tuple[list[Row], list[Row]]:
    mine = [o for o in tables["obligations"] if o["instrument"] == instrument["id"]]
    ids = {o["id"] for o in mine}
    return mine, [e for e in tables["events"] if e.get("obligation") in ids or e.get("instrument") == instrument["id"]]


def side_by_side(tables: Tables, folder: Path) -> Path:
    """`instrument:` one mapping, `obligations:` and `events:` beside it, every reference written out; officials in their own file."""
    files: dict[str, Any] = {"officials": {name: tables[name] for name in PEOPLE}}
    for one in tables["instruments"]:
        mine, events = _of(tables, one)
        files[one["id"]] = {"instrument": one, "obligations": mine, "events": events}
    return _write(folder, files)


def without(row: Row, *names_left: str) -> Row:
    return {k: v for k, v in row.items() if k not in names_left}


def nested(tables: Tables, folder: Path) -> Path:
    """Obligations inside the instrument, events inside the obligation they are about, no reference repeated; officials at top."""
    files: dict[str, Any] = {"officials": {name: tables[name] for name in PEOPLE}}
    for one in tables["instruments"]:
        mine, events = _of(tables, one)
        inside = [
            {
                **without(o, "instrument"),
                "events": [without(e, "obligation") for e in events if e.get("obligation") == o["id"]],
            }
            for o in mine
        ]
        files[one["id"]] = {
            "instrument": {
                **one,
                "obligations": inside,
                "events": [without(e, "instrument") for e in events if "instrument" in e],
            }
        }
    return _write(folder, files)


def at_top(tables: Tables, folder: Path) -> Path:
    """The file is the instrument: its own columns at the top level, its lists below them; officials in a group."""
    files: dict[str, Any] = {
        "officials": {"officials": {name: tables[name] for name in PEOPLE if name != "rates"}, "rates": tables["rates"]}
    }
    for one in tables["instruments"]:
        mine, events = _of(tables, one)
        files[one["id"]] = {**one, "obligations": [without(o, "instrument") for o in mine], "events": events}
    return _write(folder, files)


def one_file(tables: Tables, folder: Path) -> Path:
    """Everything in one file, table by table."""
    return _write(folder, {"all": tables})


FORMS: dict[str, Callable[[Tables, Path], Path]] = {
    "csv": as_csv, "parquet": as_parquet, "yaml-beside": side_by_side, "yaml-nested": nested, "yaml-top": at_top, "yaml-one": one_file,
}  # fmt: skip


def read_rows(payload: str) -> list[dict[str, str]]:
    """The rows of `govaudit status --format csv`."""
    return list(csv.DictReader(payload.lstrip("\ufeff").splitlines()))
