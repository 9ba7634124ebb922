"""From paths to a docket: each file goes to the reader of its format, then integrity is checked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from govaudit.docket import TABLES
from govaudit.formats.collect import Collector
from govaudit.formats.settings.settings import CONFIG_NAME
from govaudit.model import PartialDate, Place, Text, iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govaudit.docket import Docket, TableBuilder

_CASE, _BOOK, _PLAIN = {".yaml", ".yml"}, {".xlsx", ".xlsm"}, {".csv", ".parquet"}


def read_docket(paths: Sequence[Path], exclude: Sequence[str] = (), encoding: str | None = None) -> Docket:
    """Read files and folders into one docket; every fault becomes a problem of it.

    `exclude` holds names of files or folders (relative to a given folder) that are not part of the docket;
    `encoding` is the declared encoding of CSV files.
    """
    out = Collector(encoding)
    for path in paths:
        if not path.exists():
            out.problem("no_such_file", Place(str(path)), Text("文件或文件夹不存在", "no such file or folder"),
                        Text("核对路径", "check the path"))  # fmt: skip
        read_files(docket_files(path, exclude), out)
    out.finish()
    if not any(len(table) for table in out.docket.tables.values()) and not out.docket.errors:
        out.problem("empty_docket", Place(str(paths[0]) if paths else "."), Text("没有读到任何数据", "nothing to audit was found"),
                    Text("放入案卷（YAML）、工作簿（XLSX）或数据表（CSV）；govaudit init 可生成样例", "put case files (YAML), workbooks (XLSX) or tables (CSV) there; govaudit init writes a sample"))  # fmt: skip
    out.docket.reading = repr(encoding)
    last_days(out)
    return out.sound()


def read_files(files: Iterable[tuple[Path, str]], out: Collector) -> None:
    """Read files, each with the name shown to people, into a collector."""
    for file, name in files:
        try:
            _read_file(file, name, out)
        except OSError as error:
            out.problem("unreadable_file", Place(name), Text("文件无法读取", f"the file cannot be read: {error.strerror}"),
                        Text("核对权限，关闭正在使用它的程序后重试", "check its permissions, close the program that holds it and try again"))  # fmt: skip


def docket_files(path: Path, exclude: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yield each file of a docket with the name shown to people: relative to the folder, with forward slashes."""
    if path.is_file():
        yield path, path.name
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        hidden = any(part.startswith((".", "~$")) for part in Path(name).parts)
        excluded = any(name == item.rstrip("/") or name.startswith(item.rstrip("/") + "/") for item in exclude)
        if file.is_file() and not hidden and not excluded and file.name != CONFIG_NAME:
            yield file, name


def _read_file(file: Path, name: str, out: Collector) -> None:
    """Give one file to the reader of its format; the reader is imported only then."""
    suffix = file.suffix.lower()
    if suffix in _CASE:
        from govaudit.formats.yaml_case.case_file import read_case

        read_case(file, name, out)
    elif suffix in _BOOK:
        from govaudit.formats.workbook.workbook import read_workbook

        read_workbook(file, name, out)
    elif suffix in _PLAIN:
        from govaudit.formats.csv_table import read_plain

        read_plain(file, name, out)
    elif suffix in {".json", ".jsonl", ".ndjson"}:
        from govaudit.formats.json_file import read_json_file

        read_json_file(file, name, out)
    else:
        _not_read(name, suffix, out)


def _not_read(name: str, suffix: str, out: Collector) -> None:
    if suffix in {".xls", ".et", ".ods", ".wps", ".doc", ".docx"}:
        out.problem("unsupported_format", Place(name), Text(f"不能读取 {suffix} 文件", f"{suffix} files cannot be read"),
                    Text("另存为 .xlsx 后重试", "save it as .xlsx and try again"))  # fmt: skip
        return
    out.note("not_read", Place(name), Text("不是案卷数据，未读取", "not docket data, not read"),
             Text(f"数据表命名为 {'、'.join(list(TABLES)[:3])}….csv", f"name tables {', '.join(list(TABLES)[:3])}, ….csv"))  # fmt: skip


# --- The end of a tenure as its source means it: the last day in office, or the day after (`sources.ends`)


def last_days(out: Collector) -> None:
    """Bring the ends of every source that writes the day after to last days, and say so."""
    sources = out.docket["sources"]
    stated = zip(sources["id"], sources["table"], sources["ends"], strict=True)
    for source in [key for key, table, ends in stated if table == "tenures" and ends == "day_after"]:
        _bring(out, source)


def _bring(out: Collector, source: str) -> None:
    table = out.docket["tenures"]
    rows = [row for row, end in enumerate(table["end"]) if end is not None and _comes_from(table, row, source)]
    starts = _starts(table)
    between: Counter[int] = Counter()
    kept = 0
    for row in rows:
        end, following = table["end"][row], starts[table["post"][row]]
        place = bisect_left(following, end.lo)
        if end.exact and place < len(following):
            days = following[place] - end.lo
            between[days] += 1
            if days == 1:
                kept += 1
                continue
        table["end"][row] = _day_before(end)
    from govaudit.formats.popolo import told  # few dockets have such a source

    words = told(between)
    out.note("ends_day_after", Place(source), Text(
        f"{len(rows)} 个离任日按“次日”读取，减一日；其中 {kept} 个的次日即有继任者到任，按最后在任日读取。离任日到下一个到任日的天数：{words.zh}",
        f"{len(rows)} ends read as days after the last one and set a day back, except {kept} that the next start follows on the next day: these "
        f"are last days. Days from an end to the next start: {words.en}",
    ), Text("核对来源的约定", "check the convention of the source"))  # fmt: skip


def _comes_from(table: TableBuilder, row: int, source: str) -> bool:
    """Whether a tenure names the source, or stands in the file of that name."""
    return source in {table["source"][row], table.places[row].file}


def _starts(table: TableBuilder) -> dict[str, list[int]]:
    """Return the days on which a tenure of each post begins, sorted; only those known to the day."""
    found: dict[str, list[int]] = defaultdict(list)
    for post, start in zip(table["post"], table["start"], strict=True):
        if start is not None and start.exact:
            found[post].append(start.lo)
    for days in found.values():
        days.sort()
    return found


def _day_before(date: PartialDate) -> PartialDate:
    said = iso(date.lo - 1) or "" if date.exact else date.as_written
    return PartialDate(date.lo - 1, date.hi - 1, said)
