"""The guard before every workbook: what is inside is measured and looked at before a reader may touch it.

Members, paths, real unpacked sizes, compression ratio, XML declarations, used range. The figures are those of a very
large honest workbook; what is beyond them is asked for as CSV or Parquet.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from govaudit.formats.workbook.sheet_scan import SheetFacts, damaged, feed, parser, scan_sheet
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from govaudit.formats.workbook.sheet_scan import Shown

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MEMBERS = 4000
_UNPACKED = 2 << 30
_RATIO, _RATIO_FROM = 250, 8 << 20  # deflate never passes 1032; XML of blank rows stays under 60
_AREA = 20_000_000  # a million rows of 20 columns
_XML = (".xml", ".rels", ".vml")
_CHUNK = 1 << 20


@dataclass(slots=True)
class GuardedSheet:
    """One sheet of a workbook in the order of its tabs."""

    name: str
    hidden: bool
    facts: SheetFacts


@dataclass(slots=True)
class GuardedBook:
    """What the guard found. `unpacked` in bytes; `serials_from_1904`: unformatted day numbers count from 1904."""

    sheets: list[GuardedSheet] = field(default_factory=list)
    unpacked: int = 0
    serials_from_1904: bool = False

    @property
    def area(self) -> int:
        """Cells that a reader will hold for the largest sheet, blank ones included."""
        return max((sheet.facts.area for sheet in self.sheets), default=0)


def inspect(path: Path) -> GuardedBook:
    """Look into a workbook; Fault says why it is not read."""
    _not_another_format(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        # RuntimeError: an encrypted member; NotImplementedError: an unknown compression; ValueError: a broken name.
        raise damaged(Text("工作簿已损坏，无法打开", "the workbook is damaged and cannot be opened")) from None


def _not_another_format(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Fault(
            "empty_file",
            Text("文件没有内容", "the file is empty"),
            Text("删除该文件，或重新导出", "remove it, or export it again"),
        )
    if start == _OLE:
        raise Fault("encrypted_or_old", Text("工作簿设有密码，或是旧的 .xls 格式", "the workbook has a password or is an old .xls"),
                    Text("另存为不带密码的 .xlsx", "save it as .xlsx without a password"))  # fmt: skip
    if not start.startswith(b"PK"):
        raise Fault("not_a_workbook", Text("不是 .xlsx 工作簿（可能只改了扩展名）", "not an .xlsx workbook (perhaps only renamed)"),
                    Text("用 Excel 或 WPS 打开后另存为 .xlsx；文本数据用 .csv", "open it in Excel or WPS and save it as .xlsx; use .csv for text"))  # fmt: skip


def _hostile(what: Text) -> Fault:
    return Fault(
        "hostile_workbook",
        what,
        Text("向提供者核实该文件；大批量数据用CSV或Parquet", "ask whoever sent it; use CSV or Parquet for bulk data"),
    )


def _inspect(archive: zipfile.ZipFile) -> GuardedBook:
    members = archive.infolist()
    _check_names(members)
    book = GuardedBook()
    parts = {_clean(member.filename): member for member in members}
    tabs, book.serials_from_1904 = _tabs(archive, parts)
    sheets = {part: (name, hidden) for name, hidden, part in tabs}
    coarse = {}
    if styles := parts.get("xl/styles.xml"):
        with _open(archive, styles) as stream:
            coarse = coarse_styles(cast("BinaryIO", _Counted(stream, styles, 0)))
    facts = {}
    for part, member in parts.items():
        with _open(archive, member) as stream:
            counted = _Counted(stream, member, book.unpacked)
            if part in sheets and not part.startswith("xl/chartsheets/"):
                facts[part] = scan_sheet(cast("BinaryIO", counted), coarse)
            else:
                _pass_over(counted, part)
        book.unpacked += counted.size
        if counted.size != member.file_size:
            raise damaged(Text("工作簿部件的大小与记录不符", "a part of the workbook is not of the size it declares"))
    for name, hidden, part in tabs:
        if part not in parts:
            raise damaged(Text(f"找不到工作表“{name}”的内容", f"the content of sheet '{name}' is missing"))
        if part in facts:
            book.sheets.append(GuardedSheet(name, hidden, facts[part]))
    if book.area > _AREA:
        raise _too_wide(book)
    return book


def _pass_over(stream: _Counted, part: str) -> None:
    """Unpack a part without keeping it; XML is parsed for declarations on the way."""
    if part.lower().endswith(_XML):
        feed(cast("BinaryIO", stream), parser())
    else:
        while stream.read(_CHUNK):
            pass


def _too_wide(book: GuardedBook) -> Fault:
    sheet = max(book.sheets, key=lambda item: item.facts.area)
    _, bottom, _, right = sheet.facts.used or (0, 0, 0, 0)
    return Fault("used_range_too_large", Text(f"工作表“{sheet.name}”的已用区域过大：到第 {bottom} 行、第 {right} 列", f"the used range of sheet '{sheet.name}' is too large: to row {bottom}, column {right}"),
                 Text("删除表格以外的零散单元格（选中空白行列后删除）再保存；大批量数据用CSV或Parquet", "delete stray cells outside the table (select and delete the blank rows and columns) and save; use CSV or Parquet for bulk data"))  # fmt: skip


def _clean(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MEMBERS:
        raise _hostile(
            Text(f"工作簿内含 {len(members)} 个部件，过多", f"the workbook has {len(members)} parts, too many")
        )
    names = [_clean(member.filename) for member in members]
    if len(set(names)) != len(names) or any(".." in name.split("/") or ":" in name for name in names):
        raise _hostile(Text("工作簿内部的文件名重复或指向外部", "names inside the workbook repeat or lead outside it"))


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    """Open a member to its real end: the size it declares may be a lie, and readers differ in believing it."""
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged(Text("工作簿的压缩方式无法识别", "the workbook is compressed in an unknown way"))
    unbounded = copy.copy(member)
    unbounded.file_size = 1 << 62
    return cast("BinaryIO", archive.open(unbounded))


class _Counted:
    """A stream that stops when it grows beyond what an honest workbook holds."""

    def __init__(self, stream: BinaryIO, member: zipfile.ZipInfo, so_far: int) -> None:
        self.stream, self.so_far = stream, so_far
        self.packed = max(member.compress_size, 1)
        self.size = 0

    def read(self, size: int) -> bytes:
        chunk = self.stream.read(size)
        self.size += len(chunk)
        if self.so_far + self.size > _UNPACKED or (self.size > _RATIO_FROM and self.size > _RATIO * self.packed):
            raise _hostile(
                Text(
                    "工作簿解压后过大（可能是压缩炸弹）", "the workbook unpacks to far too much (it may be a zip bomb)"
                )
            )
        return chunk


def _tabs(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> tuple[list[tuple[str, bool, str]], bool]:
    """Return (sheet name, hidden, part) in the order of the tabs, and whether days count from 1904."""
    sheets: list[tuple[str, bool, str]] = []
    from_1904 = False
    targets: dict[str, str] = {}

    def relation(tag: str, attrs: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = _clean(attrs.get("Target", ""))
            targets[attrs.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    def book(tag: str, attrs: dict[str, str]) -> None:
        nonlocal from_1904
        tag = tag.rpartition(":")[2]
        if tag == "workbookPr":
            from_1904 = attrs.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            key = next((value for name, value in attrs.items() if name.rpartition(":")[2] == "id" and name != "id"), "")
            sheets.append((attrs.get("name", ""), attrs.get("state", "visible") != "visible", targets.get(key, "")))

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", book)):
        if part not in parts:
            raise Fault("not_a_workbook", Text("不是 .xlsx 工作簿（是别的压缩文件）", "not an .xlsx workbook (some other archive)"),
                        Text("用 Excel 或 WPS 另存为 .xlsx", "save it as .xlsx in Excel or WPS"))  # fmt: skip
        made = parser()
        made.StartElementHandler = handler
        with _open(archive, parts[part]) as stream:
            feed(cast("BinaryIO", _Counted(stream, parts[part], 0)), made)
    return sheets, from_1904


# --- Which cell styles of a workbook show a date without its day: `2019-05` typed into Excel is kept as 1 May 2019

# The formats that a file names by number alone and that show no day: ECMA-376 part 1, 18.8.30 (numFmt), the list for all
# languages (17) and that of zh-cn (27 to 57).
_BUILT_IN = {"17": "mmm-yy", **dict.fromkeys(("27", "36", "50", "52", "57"), 'yyyy"年"m"月"')}
_NO_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def coarse_styles(stream: BinaryIO) -> dict[str, Shown]:
    """Return style number -> what it shows of a date, for the styles that leave out the day."""
    formats: dict[str, Shown] = {number: shown for number, code in _BUILT_IN.items() if (shown := _shown(code))}
    styles: dict[str, Shown] = {}
    count = -1
    inside = False

    def start(tag: str, attrs: Mapping[str, str]) -> None:
        nonlocal count, inside
        tag = tag.rpartition(":")[2]
        if tag == "numFmt" and (shown := _shown(attrs.get("formatCode", ""))):
            formats[attrs.get("numFmtId", "")] = shown
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            count += 1
            if shown := formats.get(attrs.get("numFmtId", "")):
                styles[str(count)] = shown

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag.rpartition(":")[2] != "cellXfs"

    made = parser()
    made.StartElementHandler, made.EndElementHandler = start, end
    feed(stream, made)
    return styles


def _shown(code: str) -> Shown | None:
    letters = set(_NO_CODE.sub("", code.split(";", maxsplit=1)[0]).lower())
    if "y" not in letters or letters & set("dhs0#"):
        return None
    return "month" if "m" in letters else "year"
