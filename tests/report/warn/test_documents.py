"""The six formats say the same: every figure of the document is that of the JSON, nothing of the other language, the same bytes."""

from __future__ import annotations

import io
import json
import re
from fractions import Fraction
from functools import cache
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from govaudit.report.warning.chapters import SECTIONS, charts, render_warning, warning_issue
from govaudit.report.warning.content import Num
from report.warn.warned import city, figures, government, grids, issue, sample, scene

ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
NUMBERS = re.compile(r"-?\d[\d,]*\.\d+%?")


@cache
def made(form: str, lang: str = "zh") -> bytes:
    found = render_warning(form, issue(), lang)
    return found if isinstance(found, bytes) else found.encode()


@cache
def pdf_text(lang: str = "zh") -> str:
    pages = pypdf.PdfReader(io.BytesIO(made("pdf", lang))).pages
    return "\n".join(page.extract_text() for page in pages)


def docx_text(lang: str = "zh") -> str:
    file = docx.Document(io.BytesIO(made("docx", lang)))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def html_text(lang: str = "zh") -> str:
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", made("html", lang).decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


def strings(found: Any) -> list[str]:
    """Return every text in a JSON document."""
    if isinstance(found, dict):
        return [text for one in found.values() for text in strings(one)]
    if isinstance(found, list):
        return [text for one in found for text in strings(one)]
    return [found] if isinstance(found, str) else []


def test_a_pdf_of_at_most_twenty_pages_with_the_twelve_sections_and_the_signatures() -> None:
    assert len(pypdf.PdfReader(io.BytesIO(made("pdf"))).pages) <= 20
    text = pdf_text()
    for number, title in zip("一二三四五六七八九", (s.title.zh for s in issue().sections), strict=False):
        assert f"{number}、{title}" in text
    assert {"十、分地区情况", "编制人（签字）", "复核人（签字）"} <= {part for part in ("十、分地区情况", "编制人（签字）", "复核人（签字）") if part in text}  # fmt: skip


@pytest.mark.parametrize(("read", "lang"), [(pdf_text, "zh"), (docx_text, "zh"), (html_text, "zh"), (html_text, "en")])
def test_every_figure_of_a_document_is_in_the_json(read: Any, lang: str) -> None:
    said = set(NUMBERS.findall(" ".join(strings(json.loads(made("json", lang))))))
    found = set(NUMBERS.findall(read(lang)))
    assert len(found) > 200
    assert found <= said


def test_no_english_sentence_in_chinese_and_no_chinese_sentence_in_english() -> None:
    for text in (pdf_text(), docx_text(), html_text(), made("text").decode()):
        assert not ENGLISH.search(text), ENGLISH.search(text)
    for text in (html_text("en"), made("text", "en").decode()):
        assert not re.search(r"[。；：]", re.sub(r"〔.*?〕", "", text))


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "xlsx", "json", "text"])
def test_the_same_bytes_twice(form: str) -> None:
    again = render_warning(form, issue(), "zh")
    assert (again if isinstance(again, bytes) else again.encode()) == made(form)


def test_the_workbook_holds_numbers_as_numbers_and_every_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert len(book.sheetnames) == len(grids(issue()))
    (name,) = (name for name in book.sheetnames if name.startswith("4 今后12个月"))
    row = next(row for row in book[name].iter_rows(values_only=True) if row[0] == "2026-09")
    assert row[1:6] == (60000, 1872, 0, 9070, 70942)
    (name,) = (name for name in book.sheetnames if name.startswith("3 2025年指标"))
    cell = next(row for row in book[name].iter_rows() if row[0].value == "债务率")[1]
    assert (cell.value, cell.number_format) == (1.231579, "0.00##%")
    log = book["重算记录"]
    assert log.max_row == 1 + sum(len(ratio.components) for ratio in issue().ratios)
    assert all(row[8].value in {"分子", "分母", "加减项"} for row in list(log.iter_rows())[1:])


def test_the_log_recalculates_every_share() -> None:
    rows = next(one for one in grids(issue()) if one.id == "recalculation").rows
    sums: dict[str, dict[str, Any]] = {}
    for label, value, _, _, _, _, amount, times, side, _ in rows:
        assert isinstance(value, Num)
        assert isinstance(amount, Num)
        assert amount.value is not None
        found = sums.setdefault(str(label), {"value": value, "分子": 0, "分母": 0})
        if str(getattr(side, "zh", "")) in found:
            found[getattr(side, "zh", "")] += amount.value * Fraction(str(times))
    shares = [one for one in sums.values() if one["value"].unit == "share" and one["value"].value is not None]
    assert len(shares) > 10
    for one in shares:
        assert one["分子"] / one["分母"] == one["value"].value


def test_the_page_needs_no_network_and_a_name_cannot_end_its_script() -> None:
    page = made("html").decode()
    options = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert len(options) == 8
    assert all(json.loads(one)["series"] for one in options)
    outside = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r'(src|href)="(?!data:)', outside)
    orgs = [government("C", level="city"), government("D", "C", title="</script><b>县")]
    rows = [*figures("C", 2025, general_balance=1, general_limit=2), *figures("D", 2025, general_balance=1, general_limit=2)]  # fmt: skip
    hostile = render_warning("html", warning_issue(scene(city(orgs, rows), "C")), "zh")
    assert isinstance(hostile, str)
    assert "</script><b>" not in hostile


def test_drawings_stand_in_the_docx_as_pictures() -> None:
    file = docx.Document(io.BytesIO(made("docx")))
    assert len(file.inline_shapes) == 8
    assert all(shape.width.mm <= 156.1 and shape.height.mm <= 200.1 for shape in file.inline_shapes)


def test_every_chart_stands_in_one_section_under_the_letter_of_its_place() -> None:
    placed = [letter for letters, _ in SECTIONS for letter in letters]
    assert sorted(placed) == sorted(charts(sample())) == list("abcdefgh")
    assert [(section.number, "".join(chart.id for chart in section.charts)) for section in issue().sections] == [
        (number, letters) for number, (letters, _) in enumerate(SECTIONS, 1)
    ]
