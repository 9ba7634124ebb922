"""One Chinese name for each word of a list: what the template offers is what reports print and readers take."""

from __future__ import annotations

import pytest

from govaudit.docket.labels.column_words import ALSO_ZH, OPEN_ENGLISH, OPEN_ZH, ZH_WORDS
from govaudit.docket.schema import TABLES
from govaudit.formats.workbook.template import word_of
from govaudit.report.labels import label, word
from govaudit.words.vocabulary import FISCAL_ITEMS, event_name


def test_the_drop_down_of_event_types_has_the_names_reports_print() -> None:
    for event in TABLES["events"].columns["type"].values:
        assert word_of("events", "type", event, "zh") == event_name(event).zh


@pytest.mark.parametrize("column", [("obligations", "action"), ("instruments", "kind"), ("instruments", "domain")])
def test_a_report_prints_the_word_of_the_drop_down(column: tuple[str, str]) -> None:
    for key in TABLES[column[0]].columns[column[1]].values:
        assert word(key, column).zh == word_of(*column, key, "zh")


def test_fiscal_items_have_the_same_name_as_a_heading() -> None:
    assert {key: label(key).zh for key in OPEN_ZH["fiscal", "item"]} == OPEN_ZH["fiscal", "item"]


def test_no_two_words_of_a_list_share_a_name() -> None:
    assert all(len(set(words.values())) == len(words) for words in OPEN_ZH.values())
    assert len(OPEN_ENGLISH["fiscal", "item"]) == len(FISCAL_ITEMS) + sum(map(len, FISCAL_ITEMS.also.values()))
    for table in TABLES.values():
        for column in table.columns.values():
            if column.kind == "choice":
                names = [name for key in column.values for name in (ZH_WORDS.get(key, key), *ALSO_ZH.get(key, ()))]
                assert len(names) == len(set(names)), (table.name, column.name)
