"""Which cell styles of a workbook show a date without its day: `2019-05` typed into Excel is kept as 1 May 2019."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from govaudit.formats.workbook.sheet_scan import feed, parser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.formats.workbook.sheet_scan import Shown

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
