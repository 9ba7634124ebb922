"""Articles are kept one way and cited as each language cites them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.rules.article import article_text, cited, in_chinese, in_digits


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("46", "第四十六条", "art. 46"),
        ("第46条", "第四十六条", "art. 46"),
        ("第四十六条", "第四十六条", "art. 46"),
        ("43、44", "第四十三条、第四十四条", "art. 43, 44"),
        ("第三十一条第三项", "第三十一条第三项", "art. 31 item 3"),
        ("第5条第2款", "第五条第二款", "art. 5 para. 2"),
        ("第一百零五条之一", "第一百零五条之一", "art. 105-1"),
        ("二（一）4", "二（一）4", "sec. 2(1)4"),
        ("三", "三", "sec. 3"),
        ("附件9", "附件9", "附件9"),
    ],
)
def test_an_article_is_cited_in_both_languages(written: str, zh: str, en: str):
    kept = article_text(written)
    assert (kept, cited(kept).zh, cited(kept).en) == (zh, zh, en)


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("46", "第46条", "art. 46"),
        ("12.3", "第12.3条", "art. 12.3"),
        ("第12条", "第12条", "art. 12"),
        ("补充条款", "补充条款", "补充条款"),
    ],
)
def test_a_clause_of_a_contract_stays_as_the_contract_writes_it(clause: str, zh: str, en: str):
    assert (cited(clause).zh, cited(clause).en) == (zh, en)


@given(st.integers(1, 999))
def test_chinese_numbers_are_read_as_they_are_written(number: int):
    assert in_digits(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "text"), [(10, "十"), (20, "二十"), (46, "四十六"), (110, "一百一十"), (105, "一百零五"), (100, "一百")]
)
def test_numbers_are_written_as_statutes_number_articles(number: int, text: str):
    assert in_chinese(number) == text
