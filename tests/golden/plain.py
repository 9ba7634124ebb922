"""What a file holds, as lines of text: the part of a PDF, DOCX, XLSX or Parquet file that a person would compare."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIZE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_LINE, _LIBRARY = 500, 200_000  # from how many characters a line of markup is broken, or is a library carried along


def plain(data: bytes) -> str:
    """Return the text of a file: as it is, or what was taken out of a binary one."""
    if data.startswith(b"%PDF"):
        lines = _pdf(data)
    elif data.startswith(b"PAR1"):
        lines = _parquet(data)
    elif data.startswith(b"PK"):
        lines = _docx(data) if "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist() else _xlsx(data)
    else:
        return _markup(data.decode("utf-8").replace("\ufeff", "<BOM>").replace("\r", "<CR>"))
    return "\n".join(lines) + "\n"


def _markup(text: str) -> str:
    """Write out the drawings within a page, break long lines between tags, and keep but the digest of a style sheet and a library."""
    text = re.sub(r"(?<=<style>).*?(?=</style>)", lambda found: _digest(found[0]), text, flags=re.DOTALL)
    text = re.sub(r"data:image/svg\+xml;base64,([\w+/=]+)", lambda found: b64decode(found[1]).decode(), text)
    lines = [line if len(line) < _LIBRARY else _digest(line) for line in text.split("\n")]
    return "\n".join(line if len(line) < _LINE else line.replace("><", ">\n<") for line in lines)


def _digest(text: str) -> str:
    return f"<{len(text)} characters, sha256 {sha256(text.encode()).hexdigest()}>"


def _parquet(data: bytes) -> Iterator[str]:
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(data))
    yield from (f"{field.name}: {field.type}{'' if field.nullable else ' not null'}" for field in table.schema)
    for row in table.to_pylist():
        yield " | ".join("" if value is None else str(value) for value in row.values())


def _pdf(data: bytes) -> Iterator[str]:
    import pypdf

    book = pypdf.PdfReader(io.BytesIO(data))
    yield from (f"{name[1:]}: {value}" for name, value in (book.metadata or {}).items() if name != "/Producer")
    yield f"Lang: {book.trailer['/Root'].get('/Lang')}"
    yield from _outline(book, book.outline, 0)
    for number, page in enumerate(book.pages, 1):
        width, height = (round(float(side)) for side in (page.mediabox.width, page.mediabox.height))
        yield f"===== page {number} of {len(book.pages)}, {width} x {height} pt, {len(page.images)} images"
        yield from (line.rstrip() for line in page.extract_text().splitlines())


def _outline(book: Any, entries: list[Any], depth: int) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(book, entry, depth + 1)
        else:
            yield f"outline: {'  ' * depth}{entry.title} (page {(book.get_destination_page_number(entry) or 0) + 1})"


def _docx(data: bytes) -> Iterator[str]:
    """Yield what Word would show, read from the XML itself: python-docx takes a minute for what is here done in a second."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        told = etree.fromstring(parts.read("docProps/core.xml"))
        yield from sorted(f"{etree.QName(item).localname}: {item.text}" for item in told if item.text)
        body = etree.fromstring(parts.read("word/document.xml"))[0]
        for part in body:
            yield from (
                _table(part) if _name(part) == "tbl" else _section(part) if _name(part) == "sectPr" else _para(part)
            )
        edges = sorted(name for name in parts.namelist() if re.fullmatch(r"word/(header|footer)\d+\.xml", name))
        said = Counter(f"{name[5:11]}: {_text(etree.fromstring(parts.read(name)))}" for name in edges)
        yield from (f"{count} x {line}" for line, count in sorted(said.items()))
        yield from _whole(parts, r"word/(document|styles|header\d+|footer\d+)\.xml")


def _whole(parts: zipfile.ZipFile, names: str) -> Iterator[str]:
    """Yield a digest of each part as it is: what a person looks at above does not tell an indent or a margin."""
    for name in sorted(name for name in parts.namelist() if re.fullmatch(names, name)):
        yield f"{name}: {_digest(parts.read(name).decode())}"


def _name(part: Any) -> str:
    return str(etree.QName(part).localname)


def _all(part: Any, *path: str) -> list[Any]:
    return list(part.iterfind(".//" + "/".join(_W + step for step in path)))


def _value(part: Any, *path: str) -> str:
    found = _all(part, *path)
    return str(found[0].get(_W + "val", "on")) if found else ""


def _text(part: Any) -> str:
    marks = {"t": lambda one: one.text or "", "tab": lambda _: "<tab>", "br": lambda _: "<break>", "instrText": lambda one: f"<{(one.text or '').strip()}>",
             "drawing": lambda one: f"<picture {'x'.join(one[0].find(_SIZE).get(side) for side in ('cx', 'cy'))}>"}  # fmt: skip
    return "".join(
        marks[_name(one)](one) for one in part.iter() if _name(one) in marks and _name(one.getparent()) != "tabs"
    )


def _para(part: Any) -> Iterator[str]:
    """Yield a paragraph with its style, outline level, alignment, and the fonts, sizes (half points) and weights of its runs."""
    looks = [_value(part, "pPr", what) for what in ("pStyle", "outlineLvl", "jc")]
    runs = (run for run in _all(part, "r") if _text(run))
    fonts = {
        f"{(_all(run, 'rFonts') or [run])[0].get(_W + 'eastAsia', '')} {_value(run, 'rPr', 'sz')}{' bold' * bool(_all(run, 'rPr', 'b'))}"
        for run in runs
    }
    yield f"[{', '.join(look for look in (*looks, *sorted(fonts)) if look)}] {_text(part)}".rstrip()
    for section in _all(part, "pPr", "sectPr"):
        yield from _section(section)


def _section(part: Any) -> Iterator[str]:
    for step in ("pgSz", "pgMar", "pgNumType"):
        yield from (
            f"section {step}: {' '.join(f'{etree.QName(key).localname}={value}' for key, value in one.items())}"
            for one in _all(part, step)
        )


def _table(part: Any) -> Iterator[str]:
    yield f"table {_value(part, 'tblStyle')} of {' '.join(column.get(_W + 'w') for column in _all(part, 'gridCol'))}"
    for row in part.iterfind(_W + "tr"):
        head = "head " * bool(_all(row, "trPr", "tblHeader"))
        yield f"{head}| " + " | ".join(map(_docx_cell, row.iterfind(_W + "tc"))) + " |"


def _docx_cell(cell: Any) -> str:
    looks = (("across", "gridSpan"), ("down", "vMerge"), ("aligned", "jc"), ("bold", "b"))
    shown = ", ".join(f"{word} {value}" for word, step in looks if (value := _value(cell, step)) not in {"", "left"})
    return " / ".join(map(_text, cell.iterfind(_W + "p"))) + (f" {{{shown}}}" if shown else "")


def _xlsx(data: bytes) -> Iterator[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    yield f"title: {book.properties.title}, creator: {book.properties.creator}, created: {book.properties.created}"
    yield from (f"name: {name} = {item.attr_text}" for name, item in sorted(book.defined_names.items()))
    for sheet in book.worksheets:
        yield f"===== sheet {sheet.title}, {sheet.dimensions}, {sheet.sheet_state}, frozen at {sheet.freeze_panes}, filter {sheet.auto_filter.ref}"
        page, view = sheet.page_setup, sheet.sheet_view
        yield (
            f"page: {page.orientation}, paper {page.paperSize}, area {sheet.print_area or '-'}, titles {sheet.print_title_rows or '-'}, "
            f"fit {page.fitToWidth} x {page.fitToHeight}, zoom {view.zoomScale}, grid {view.showGridLines}, {len(sheet._images)} images, {len(sheet._charts)} charts"
        )
        looks = Counter(_look(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None)
        yield from (f"{count} cells of {look}" for look, count in sorted(looks.items()))
        yield f"widths: {', '.join(f'{key} {side.width:g}' for key, side in sheet.column_dimensions.items())}"
        yield from (f"merged: {area}" for area in sorted(str(area) for area in sheet.merged_cells.ranges))
        yield from sorted(
            f"allowed: {one.sqref} {one.type} {one.formula1} {one.formula2 or ''} {one.prompt or ''}".rstrip()
            for one in sheet.data_validations.dataValidation
        )
        yield from sorted(
            f"coloured: {area.sqref} {rule.type} {rule.operator or ''} {rule.formula}"
            for area in sheet.conditional_formatting
            for rule in area.rules
        )
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            yield f"{row[0].row}{f' ({height:g})' if height else ''} | " + " | ".join(map(_cell, row))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        yield from _whole(parts, r"xl/(styles|worksheets/sheet\d+)\.xml")


def _look(cell: Any) -> str:
    side, edge = cell.alignment, cell.border
    frame = "framed" if edge.left and edge.left.style else "unframed"
    return f"{cell.font.name} {cell.font.sz or 0:g}, {side.horizontal or '-'} {side.vertical or '-'}{' wrapped' * bool(side.wrap_text)}, {frame}"


def _cell(cell: Any) -> str:
    """Return a value with what makes it look other than plain: number format, bold, colour, link, note."""
    looks = [
        cell.number_format if cell.number_format != "General" else "",
        "bold" if cell.font.b else "",
        cell.fill.fgColor.rgb if cell.fill.fill_type else "",
        f"link {cell.hyperlink.target or cell.hyperlink.location}" if cell.hyperlink else "",
        f"note {cell.comment.text}" if cell.comment else "",
    ]
    value = "" if cell.value is None else f"{cell.value}"
    kind = {"n": "", "s": "", "inlineStr": ""}.get(cell.data_type, cell.data_type)
    shown = "; ".join(str(look) for look in (kind, *looks) if look)
    return (value + (f" {{{shown}}}" if shown else "")).replace("\r", "<CR>").replace("\n", "<line>")
