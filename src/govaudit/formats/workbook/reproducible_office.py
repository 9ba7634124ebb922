"""Office files without a clock: the same content gives the same bytes, and the dates inside are the day it speaks of."""

from __future__ import annotations

import io
import re
import zipfile

from govaudit.model import to_date

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def without_clock(data: bytes, as_of: int) -> bytes:
    """Return the zip file (xlsx, docx) with every time in it replaced by midnight of `as_of`."""
    date = to_date(as_of)
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)  # a zip file knows no year before 1980
    text = f"{date.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + text + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
