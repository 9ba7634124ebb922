"""Values of a workbook that the guard let pass, by python-calamine.

A small book costs a few milliseconds in this process, and the guard has bounded what it can take: its used range and
unpacked size. A child process costs ten times that, so it is kept for large books, where a reader that runs wild must
not take the audit with it: there memory and CPU time are capped and the rows come back as lines of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.formats.workbook.guard import GuardedBook

IN_PROCESS_CELLS, IN_PROCESS_BYTES = 500_000, 48 << 20
_MEMORY, _SECONDS = 3 << 30, 240


def cells_of(path: Path, book: GuardedBook, wanted: Sequence[str]) -> Iterator[tuple[str, int, list[Any]]]:
    """Yield (sheet name, row number from 1, cells from column A) of the wanted sheets in turn, blank rows left out.

    A blank cell is None. Fault when the reader gives up.
    """
    small = book.area <= IN_PROCESS_CELLS and book.unpacked <= IN_PROCESS_BYTES
    names = [sheet.name for sheet in book.sheets if sheet.facts.used and sheet.name in wanted]
    return _read(path, names) if small else _read_apart(path, names)


def _read(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int, list[Any]]]:
    import python_calamine as calamine

    try:
        with calamine.load_workbook(str(path)) as workbook:
            for name in names:
                for number, cells in enumerate(workbook.get_sheet_by_name(name).iter_rows(), 1):
                    row = [None if cell == "" else cell for cell in cells]
                    if any(cell is not None for cell in row):
                        yield name, number, row
    except (calamine.CalamineError, calamine.WorksheetNotFound, OSError):
        raise _unreadable() from None
    except BaseException as error:
        # A panic of the Rust library arrives as a class of its own, which cannot be imported.
        if type(error).__name__ == "PanicException":
            raise _unreadable() from None
        raise


def _unreadable() -> Fault:
    return Fault("damaged_workbook", Text("工作簿无法读取", "the workbook cannot be read"),
                 Text("用 Excel 或 WPS 打开后另存为新的 .xlsx", "open it in Excel or WPS and save it as a new .xlsx"))  # fmt: skip


def _read_apart(path: Path, names: Sequence[str]) -> Iterator[tuple[str, int, list[Any]]]:
    import subprocess

    command = [sys.executable, "-m", "govaudit.formats.workbook.book_values", str(path), *names]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        for line in child.stdout or ():
            name, number, cells = json.loads(line)
            yield name, number, [_from_json(cell) if isinstance(cell, list) else cell for cell in cells]
    if child.returncode:
        raise Fault("workbook_too_large", Text("读取该工作簿超出内存或时间上限", "reading the workbook took more memory or time than allowed"),
                    Text("大批量数据用CSV或Parquet", "use CSV or Parquet for bulk data"))  # fmt: skip


_KINDS: dict[str, type[dt.datetime | dt.date | dt.time]] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}


def _to_json(cell: Any) -> Any:
    if isinstance(cell, (dt.date, dt.time)):
        return [type(cell).__name__, cell.isoformat()]
    return ["timedelta", cell.total_seconds()] if isinstance(cell, dt.timedelta) else cell


def _from_json(cell: list[Any]) -> Any:
    kind, value = cell
    return dt.timedelta(seconds=value) if kind == "timedelta" else _KINDS[kind].fromisoformat(value)


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(path: str, *names: str) -> None:
    _limit()
    for row in _read(Path(path), names):
        sys.stdout.write(json.dumps([*row[:2], [_to_json(cell) for cell in row[2]]]) + "\n")


if __name__ == "__main__":
    _child(*sys.argv[1:])
