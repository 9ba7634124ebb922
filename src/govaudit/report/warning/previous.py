"""The issue before: what of an earlier report (its JSON) the present one is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from govaudit.model import Fault, Text, parse_day

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1 << 26  # bytes


class Said(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    zh: str
    en: str

    @property
    def text(self) -> Text:
        """The sentence as a Text."""
        return Text(self.zh, self.en)


class Matter(msgspec.Struct, frozen=True):
    """One item of the issue before."""

    fingerprint: str
    rule: str
    title: Said
    message: Said
    level: str
    by: str


class Band(msgspec.Struct, frozen=True):
    """One ratio of the issue before."""

    measure: str
    value: str | None = None
    band: str | None = None


class Previous(msgspec.Struct, frozen=True):
    """What is read of a report's JSON; the rest of it is passed over."""

    document: str
    unit: str
    as_of: str
    year: int
    level: str
    items: tuple[Matter, ...] = ()
    ratios: tuple[Band, ...] = ()


def read_previous(path: Path, unit: str, as_of: int) -> Previous:
    """Read the report before; a Fault where the file is none, is of another unit, or of no earlier day."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _bad(Text("文件过大", "the file is too large"))
        found = msgspec.json.decode(path.read_bytes(), type=Previous)
        day = parse_day(found.as_of)
    except (OSError, msgspec.MsgspecError, ValueError):
        raise _bad(Text("不是本命令 --format json 的结果", "it is no result of this command's --format json")) from None
    if found.document != "warn" or found.unit != unit:
        raise _bad(Text(f"不是单位“{unit}”的报告", f"it is no report of unit '{unit}'"))
    if day >= as_of:
        raise _bad(Text(f"截至日{found.as_of}不早于本期", f"its day {found.as_of} is not before this issue's"))
    return found


def _bad(what: Text) -> Fault:
    return Fault("bad_previous", Text(f"上期报告不能使用：{what.zh}", f"the previous report cannot be used: {what.en}"),
                 Text("用上期 govaudit warn --format json 的文件", "give the file of an earlier govaudit warn --format json"))  # fmt: skip
