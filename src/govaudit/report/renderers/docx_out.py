"""A document as DOCX, to be edited in WPS or Word: the same sheets, official font names, the page of GB/T 9704."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor

from govaudit.formats.workbook import without_clock
from govaudit.model import Text
from govaudit.report.documents.blocks import FigureBlock, Heading, Pairs, Para, TableBlock, pick, title_lines
from govaudit.report.renderers.fonts import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG
from govaudit.report.renderers.html import addressed, bracketed, is_number, mast_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.documents.blocks import Block, Document, Sheet, Words
    from govaudit.report.renderers.fonts import Face

_RED = RGBColor(0xE6, 0x00, 0x12)
_LINE = Pt(28.95)  # 22 lines in 225 mm
_HALF, _DENSE = Pt(14.5), Pt(11)
_SIZE, _SIZE_EN, _TABLE_SIZE, _DENSE_SIZE, _NOTE_SIZE = 16.0, 11.5, 10.5, 8.0, 12.0
_TEXT_WIDTH = 156  # mm
_LEFT, _RIGHT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " ")  # XML 1.0 has no place for them


def write(document: Document, lang: str) -> bytes:
    """Return the file; the same document gives the same bytes."""
    return without_clock(_DocxWriter(document, lang).write(), document.as_of)


class _DocxWriter:
    def __init__(self, document: Document, lang: str) -> None:
        self.document, self.lang = document, lang
        self.file: Any = docx.Document()
        self.size = _SIZE if lang == "zh" else _SIZE_EN
        self.line = _LINE if lang == "zh" else Pt(19)

    def write(self) -> bytes:
        """Write all sheets, a section each."""
        core = self.file.core_properties
        core.author, core.title, core.comments = (
            self.document.program,
            self._pick(self.document.title),
            "",
        )
        self.file.settings.odd_and_even_pages_header_footer = True
        self._normal()
        for number, sheet in enumerate(self.document.sheets):
            section = self.file.sections[0] if number == 0 else self.file.add_section(WD_SECTION.NEW_PAGE)
            self._page(section, sheet, restart=number == 0 or len(self.document.sheets) > 2)  # noqa: PLR2004 - as in pdf
            self._sheet(sheet)
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _pick(self, words: Words) -> str:
        return pick(words, self.lang).translate(_ILLEGAL)

    def _normal(self) -> None:
        style = self.file.styles["Normal"]
        style.font.size = Pt(self.size)
        _face(style.element.get_or_add_rPr(), FANGSONG, self.lang)

    def _page(self, section: Any, sheet: Sheet, *, restart: bool) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(37),
            Mm(35),
            Mm(28),
            Mm(26),
        )
        section.header_distance, section.footer_distance = Mm(25), Mm(23)
        layout = section._sectPr  # noqa: SLF001 - python-docx has no call for page numbers
        for inherited in layout.findall(qn("w:pgNumType")):
            layout.remove(inherited)  # a new section starts as a copy of the one before
        if restart:
            numbering = OxmlElement("w:pgNumType")
            numbering.set(qn("w:start"), "1")
            layout.append(numbering)
        for part in (section.header, section.even_page_header):
            part.is_linked_to_previous = False
            self._run(part.paragraphs[0], sheet.as_of, SONGTI, _TABLE_SIZE)
            part.paragraphs[0].alignment = _RIGHT
        for part, side in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
            part.is_linked_to_previous = False
            self._page_number(part.paragraphs[0], side)

    def _page_number(self, paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        self._run(paragraph, "— ", SONGTI, 14)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
        self._run(paragraph, " —", SONGTI, 14)

    def _run(self, paragraph: Any, words: Words, face: Face, size: float, *, color: RGBColor | None = None) -> None:
        run = paragraph.add_run(self._pick(words))
        run.font.size, run.font.bold = Pt(size), face.bold or None
        if color is not None:
            run.font.color.rgb = color
        _face(run._element.get_or_add_rPr(), face, self.lang)  # noqa: SLF001 - east Asian fonts have no call of their own

    def _line(
        self, words: Words, face: Face = FANGSONG, *, size: float | None = None, align: WD_ALIGN_PARAGRAPH = _LEFT,
        before: float = 0, line: Pt | None = None, color: RGBColor | None = None, keep: bool = False, parent: Any = None,
    ) -> Any:  # fmt: skip
        paragraph = (parent or self.file).add_paragraph()
        _spacing(paragraph, line or self.line, before)
        paragraph.alignment = align
        paragraph.paragraph_format.keep_with_next = keep
        self._run(paragraph, words, face, size or self.size, color=color)
        return paragraph

    def _sheet(self, sheet: Sheet) -> None:
        self.size, self.line = self._measure(sheet)
        if sheet.form == "annex":
            self._line(Text("附件", "Annex"), HEITI)
        self._head(sheet)
        before = 2 * self.line.pt if sheet.form in {"document", "letter"} else 0
        for number, line in enumerate(title_lines(self._pick(sheet.title))):
            self._line(line, XIAOBIAOSONG, size=22, align=_CENTER, before=before if number == 0 else 0, line=_LINE)
        self._line(bracketed(sheet.as_of, self.lang), KAITI, align=_CENTER)
        if sheet.addressee:
            self._line(addressed(sheet.addressee, self.lang), before=self.line.pt, keep=True)
        for block in sheet.blocks:
            self._block(block)
        if sheet.attachments:
            names = Text("；", "; ").pick(self.lang).join(self._pick(name) for name in sheet.attachments)
            self._indent(self._line(Text(f"附件：{names}", f"Annex: {names}"), before=self.line.pt, keep=True))
        for number, words in enumerate(sheet.signature):
            self._signature(sheet, words, number)

    def _measure(self, sheet: Sheet) -> tuple[float, Pt]:
        """Return the size of the body and its line: a slip is a form and set smaller, to stay within two pages."""
        if self.lang != "zh":
            return _SIZE_EN, Pt(19)
        return (_NOTE_SIZE, Pt(20)) if sheet.form == "slip" else (_SIZE, _LINE)

    def _head(self, sheet: Sheet) -> None:
        if sheet.mast:
            size = mast_size(self._pick(sheet.mast))
            above = Mm(35).pt if sheet.form == "document" else 0
            mast = self._line(
                sheet.mast, XIAOBIAOSONG, size=size, align=_CENTER, before=above, line=Pt(size * 1.2), color=_RED
            )
            if sheet.form == "letter":
                _rule(mast, "double")
        if sheet.number:
            align, above = (_CENTER, 2 * self.line.pt) if sheet.form == "document" else (_RIGHT, 0)
            number = self._line(sheet.number, align=align, before=above)
            if sheet.form == "document":
                _rule(number, "single")

    def _signature(self, sheet: Sheet, words: Words, number: int) -> None:
        right = sheet.form != "slip" or number == len(sheet.signature) - 1
        paragraph = self._line(
            words,
            align=_RIGHT if right else _LEFT,
            before=2 * self.line.pt if number == 0 else 0,
            keep=number < len(sheet.signature) - 1,
        )
        if right:
            paragraph.paragraph_format.right_indent = Pt(4 * self.size)

    def _indent(self, paragraph: Any) -> None:
        """Indent the first line by two characters, whatever the size becomes."""
        if self.lang == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(2 * self.size)
            paragraph._p.get_or_add_pPr().ind.set(qn("w:firstLineChars"), "200")  # noqa: SLF001 - no call for characters

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._indent(self._line(block.text, HEITI if block.level == 1 else KAITI, keep=True))
        elif isinstance(block, Para):
            note = block.style == "note"
            paragraph = self._line(block.text, size=_NOTE_SIZE if note else None, line=Pt(20) if note else None)
            if not note:
                self._indent(paragraph)
        elif isinstance(block, Pairs):
            self._grid(list(block.rows), (24, 76), head=False)
        elif isinstance(block, TableBlock):
            if block.caption:
                self._line(block.caption, HEITI, size=_NOTE_SIZE, align=_CENTER, line=Pt(22), keep=True)
            self._grid([block.head, *block.rows], block.widths, head=True, dense=block.dense)
            if block.cap_note:
                self._line(block.cap_note, size=_NOTE_SIZE, line=Pt(20))
        elif isinstance(block, FigureBlock):
            self._picture(block)
            self._line(block.caption, HEITI, align=_CENTER, size=_NOTE_SIZE)

    def _picture(self, figure: FigureBlock) -> None:
        """Add a drawing as a picture, as wide as the text block and no higher than 200 mm."""
        paragraph = self.file.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = _CENTER, True
        shown = paragraph.add_run().add_picture(io.BytesIO(png(figure.svg)))
        scale = min(Mm(_TEXT_WIDTH) / shown.width, Mm(200) / shown.height)
        shown.width, shown.height = Emu(int(shown.width * scale)), Emu(int(shown.height * scale))
        shown._inline.docPr.set("descr", self._pick(figure.caption))  # noqa: SLF001 - python-docx has no call for it

    def _grid(self, rows: Sequence[Sequence[Words]], widths: Sequence[int], *, head: bool, dense: bool = False) -> None:
        table = self.file.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        _table_indent(table)
        if dense:
            _cell_margins(table, Mm(0.6))
        shares = [Mm(_TEXT_WIDTH * width / sum(widths)) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        for number, row in enumerate(rows):
            cells = table.add_row().cells
            for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
                cell.width = shares[place]
                titled = (head and number == 0) or (not head and place == 0)
                self._cell(
                    cell.paragraphs[0], words, HEITI if titled else FANGSONG, centred=head and number == 0, dense=dense
                )
            _row(table.rows[-1], repeat=head and number == 0)
        _spacing(self.file.add_paragraph(), Pt(6), 0)

    def _cell(self, paragraph: Any, words: Words, face: Face, *, centred: bool, dense: bool) -> None:
        _spacing(paragraph, _DENSE if dense else _HALF, 0)
        paragraph.alignment = _CENTER if centred else _RIGHT if is_number(words) else _LEFT
        size = _DENSE_SIZE if dense else _TABLE_SIZE
        self._run(paragraph, words, face, size if self.lang == "zh" or dense else size - 1)


def _face(properties: Any, face: Face, lang: str) -> None:
    """Name the official font, for Latin letters and for Chinese characters (eastAsia) alike."""
    fonts = properties.get_or_add_rFonts()
    latin = face.official[0] if lang == "zh" else "Times New Roman"
    for slot, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", face.official[0])):
        fonts.set(qn(f"w:{slot}"), name)
        fonts.attrib.pop(qn(f"w:{slot}Theme"), None)


def _spacing(paragraph: Any, line: Pt, before: float) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, line
    shape.space_before, shape.space_after = Pt(before), Pt(0)


def _rule(paragraph: Any, kind: str) -> None:
    """Draw the red rule under a paragraph, 4 mm below it."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", kind), ("sz", "16" if kind == "single" else "12"), ("space", "11"), ("color", "E60012")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _table_indent(table: Any) -> None:
    """Move a table right by the margin of its cells, so that its frame stands on the edge of the text block."""
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.append(indent)  # noqa: SLF001 - python-docx has no call for it


def _cell_margins(table: Any, side: Length) -> None:
    """Set the margins left and right in the cells of a table."""
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(side.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx has no call for it


def _row(row: Any, *, repeat: bool) -> None:
    """Keep a row on one page; repeat the heading on every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for either
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


# --- A drawing as a picture, for programs that do not show SVG

_ZOOM = 3  # dots per pixel: about 300 to the inch at the width of the text block


def png(svg: str, zoom: int = _ZOOM) -> bytes:
    """Return a drawing (SVG) as PNG; the same drawing gives the same bytes on a machine with the same fonts."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, dpi=96))
