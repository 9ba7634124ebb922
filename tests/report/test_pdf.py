"""The page of GB/T 9704-2012, measured in the file: A4, 22 lines of 28 characters, page numbers, same bytes."""

from __future__ import annotations

import io
from collections import defaultdict
from functools import cache

import pypdf
import pytest

from govaudit.model.text import Text
from govaudit.report.documents.blocks import Document, Para, Sheet
from govaudit.report.render import render_run
from govaudit.report.renderers import pdf
from report import example

MM = 72 / 25.4


@cache
def filled() -> pypdf.PdfReader:
    """Return a document of one paragraph that fills several pages."""
    day = Text("截至2026年6月30日", "as of 2026-06-30")
    sheet = Sheet("document", Text("版式", "layout"), day, (Para("国" * 3000),))
    return pypdf.PdfReader(io.BytesIO(pdf.write(Document(Text("版式", "layout"), 20634, "govaudit", (sheet,)), "zh")))


def runs(page: int) -> list[tuple[float, float, str]]:
    """Return (x, y, text) of every piece of text of a page, y from the bottom, in points."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append((cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5], text.strip()))

    filled().pages[page].extract_text(visitor_text=visit)
    return found


def lines(page: int) -> list[str]:
    rows: dict[int, str] = defaultdict(str)
    for _, y, text in runs(page):
        if "国" in text:
            rows[round(y)] += text
    return [rows[y] for y in sorted(rows, reverse=True)]


def test_the_page_is_a4() -> None:
    box = filled().pages[0].mediabox
    assert (round(float(box.width) / MM), round(float(box.height) / MM)) == (210, 297)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    full = lines(1)
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def test_the_first_line_of_a_paragraph_is_indented_by_two_characters() -> None:
    assert [len(line) for line in lines(0)[:2]] == [26, 28]


def test_the_text_block_starts_28_mm_from_the_left_edge() -> None:
    assert min(x for x, _, text in runs(1) if "国" in text) / MM == pytest.approx(28, abs=0.5)


@pytest.mark.parametrize(("page", "number", "odd"), [(0, 1, "odd"), (1, 2, "even"), (2, 3, "odd")])
def test_page_numbers_stand_between_dashes_outside_right_on_odd_left_on_even_pages(
    page: int, number: int, odd: str
) -> None:
    x, y, text = next((x, y, text) for x, y, text in runs(page) if "—" in text)
    assert text.replace(" ", "") == f"—{number}—"
    assert 35 - y / MM == pytest.approx(7 + 14 / MM, abs=3)
    assert (x / MM > 150) == (odd == "odd")


def test_the_day_is_on_every_page() -> None:
    for page in filled().pages:
        assert "截至2026年6月30日" in page.extract_text()


def test_same_input_same_bytes_and_the_day_as_its_date() -> None:
    made = [render_run("pdf", example.run(), "zh", "risk-warning") for _ in range(2)]
    assert made[0] == made[1]
    assert isinstance(made[0], bytes)
    information = pypdf.PdfReader(io.BytesIO(made[0])).metadata
    assert information is not None
    assert information.creation_date_raw is not None
    assert "20260630" in information.creation_date_raw


def test_each_letter_of_a_set_begins_with_page_1() -> None:
    made = render_run("pdf", example.run(), "zh", "breach-record")
    assert isinstance(made, bytes)
    pages = [page.extract_text().replace(" ", "") for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert sum("—1—" in page for page in pages) == 3
