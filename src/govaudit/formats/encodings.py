"""The encoding of a CSV file: UTF-8, else what was declared, else GB18030 where the whole file is valid in it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from govaudit.model import Fault, Place, Text

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.formats.collect import Collector

_CHUNK = 1 << 20
_REMEDY = Text(
    "另存为“CSV UTF-8”，或用 --encoding 声明编码（如 GBK）",
    "save it as 'CSV UTF-8', or declare the encoding with --encoding (such as GBK)",
)


def find_encoding(path: Path, name: str, out: Collector) -> str:
    """Return the encoding to read with, and say so when it is not UTF-8; Fault with a `line` when there is none."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _use("utf-16", path, name, out)
    if out.encoding:
        return _declared(out.encoding, path, name, out)
    line = _first_fault(path, "utf-8-sig")
    if line is None:
        return "utf-8-sig"
    if _first_fault(path, "gb18030") is None and _reads_as_chinese(path):
        return _use("gb18030", path, name, out)
    raise _wrong(line)


def _declared(encoding: str, path: Path, name: str, out: Collector) -> str:
    try:
        known = codecs.lookup(encoding).name
        b"text".decode(known)  # LookupError, too, for codecs that are no encoding of text, such as zlib
    except (LookupError, UnicodeError):
        raise Fault(
            "unknown_encoding",
            Text(f"没有名为“{encoding}”的编码", f"there is no encoding called '{encoding}'"),
            _REMEDY,
        ) from None
    # GBK and GB2312 are parts of GB18030; files called so often hold characters of the larger set.
    wanted = "gb18030" if known in {"gbk", "gb2312", "cp936"} else "utf-8-sig" if known == "utf-8" else known
    return _use(wanted, path, name, out)


def _use(encoding: str, path: Path, name: str, out: Collector) -> str:
    line = _first_fault(path, encoding)
    if line is not None:
        raise _wrong(line)
    if encoding != "utf-8-sig":
        shown = {"gb18030": "GBK/GB18030", "utf-16": "UTF-16"}.get(encoding, encoding)
        out.note(
            "encoding",
            Place(name),
            Text(f"按 {shown} 编码读取", f"read as {shown}"),
            Text("文字无误则无需处理", "nothing to do if the text looks right"),
            shown,
        )
    return encoding


def _wrong(line: int) -> Fault:
    return Fault("wrong_encoding", Text("文字编码无法识别", "the text encoding is not known"), _REMEDY, line=line)


def _first_fault(path: Path, encoding: str) -> int | None:
    """Return the line of the first byte that cannot be decoded, None when the whole file can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(encoding, "ignore")
                return line + good.count("\n")
            if not chunk:
                return None


def _reads_as_chinese(path: Path) -> bool:
    """Tell whether the text decoded as GB18030 is such as people write: almost any bytes decode somehow.

    Of the characters beyond ASCII nine in ten must be Chinese of the common planes, full-width signs or punctuation.
    """
    with path.open(encoding="gb18030", newline="") as file:
        sample = file.read(1 << 18)
    beyond = [char for char in sample if ord(char) > 0x7F]  # noqa: PLR2004 - the end of ASCII
    common = sum(
        "一" <= char <= "龥" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "·—‘’“”…×￥¥"
        for char in beyond
    )
    return common * 10 >= len(beyond) * 9
