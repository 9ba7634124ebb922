"""The words of rules: counted units of time, and one word for each thing wherever it is said."""

from __future__ import annotations

from typing import get_args

import pytest

from govaudit.model.finding import Severity
from govaudit.rules import rule_words as words
from govaudit.rules.kinds.rule import KINDS


@pytest.mark.parametrize(
    ("n", "unit", "zh", "en"),
    [
        (1, "day", "1日", "1 day"),
        (7, "workday", "7个工作日", "7 working days"),
        (1, "month", "1个月", "1 month"),
        (2, "week", "2周", "2 weeks"),
        (3, "year", "3年", "3 years"),
    ],
)
def test_a_period_is_counted_as_people_say_it(n: int, unit: str, zh: str, en: str) -> None:
    said = words.spoken_period(n, unit)
    assert (said.zh, said.en) == (zh, en)


def test_every_severity_and_kind_of_rule_has_its_word() -> None:
    assert set(words.RULE_KINDS) == {*KINDS, "builtin"}
    assert set(words.SEVERITIES) == set(get_args(Severity))


def test_reports_and_commands_say_what_the_list_says() -> None:
    from govaudit.report import labels

    assert labels.CONFIDENCE["recalled"].zh == "未核对原文"
    assert {kind: labels.KIND[kind] for kind in words.VERDICTS} == words.VERDICTS
    assert [labels.KIND_TITLES[kind].en for kind in ("breach", "accountability_gap")] == [
        "breaches",
        "accountability gaps",
    ]
