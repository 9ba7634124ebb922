"""One verdict in words and as JSON: every number of the explanation appears, sums add up, one language at a time."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from govaudit.docket.view import View
from govaudit.model.days import parse_day
from govaudit.report.names import Names
from govaudit.report.status import explain_words
from govaudit.report.status import status_explained as explain_status
from govaudit.report.status.explain_words import FLAG_TEXTS, RULE_TEXTS
from govaudit.settle import codes
from govaudit.settle.explanation.explain_duty import Explainer
from settle.dockets import docket, settled
from settle.test_vectors import RATES, SUSPENDED, V6, V6_PAID, V7, period

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
AWARD = {"anchor": "award_notice", "n": 30, "unit": "day"}


def told(terms: dict[str, Any], events: list[Any], as_of: str, form: str = "zh", **tables: Any) -> str:
    made = docket(terms, events, **tables)
    found = Explainer(View(made, parse_day(as_of))).explain(settled(made, as_of)["o"])
    names = Names(made)
    return (
        explain_status.explained_json(found, names)
        if form == "json"
        else explain_status.explained_text(found, names, form)
    )


def joined(text: str) -> str:
    """Undo the wrapping of a Chinese text."""
    return re.sub(r"\n\s+", "", text)


def test_v1_in_words():
    said = joined(told(AWARD, [("award_notice", "2026-01-16")], "2026-02-25"))
    assert "2026年1月16日，中标（成交）通知书发出 e1" in said
    assert "30日，不计首日，自2026年1月17日起计算" in said
    assert "2026年2月15日周末；2026年2月16日至2026年2月20日春节；2026年2月21日至2026年2月22日周末；2026年2月23日春节；顺延至下一工作日，即2026年2月24日" in said  # fmt: skip
    assert "未按期履行；自2026年2月25日起可以认定" in said
    assert "民法典第203条" in said


def test_v5_in_words():
    said = joined(told(period(30, "day", "2026-03-02"), SUSPENDED, "2026-04-01"))
    assert "2026年3月10日至2026年3月19日，10天，原因：court" in said
    assert "一直未履行的，自2026年4月14日起可以认定违约" in said


def test_v6_in_words():
    said = joined(told(V6, V6_PAID, "2026-05-10"))
    assert "20天 × 1,000,000.00元 × 每日0.05% = 10,000.00元" in said
    assert "20天 × 610,000.00元 × 每日0.05% = 6,100.00元" in said
    assert "履行600,000.00元：抵利息6,100.00元，抵本金593,900.00元" in said
    assert "16,100.00元，已付16,100.00元" in said


def test_v7_in_words_of_both_languages():
    zh, en = (told(V7, [], "2026-07-10", lang, rates=RATES) for lang in ("zh", "en"))
    assert "8天 × 365,000.00元 × 年利率4%÷365 = 320.00元" in zh
    assert "10 days × CNY 365,000.00 × 5% a year / 365 = CNY 500.00" in en


CASES: dict[str, tuple[dict[str, Any], list[Any], str]] = {
    "grace and cure": ({"due_on": "2026-03-31", "grace_n": 5}, [("demand", "2026-04-10")], "2026-06-01"),
    "pending": ({**AWARD, "long_stop": "2026-12-31"}, [], "2026-06-01"),
    "condition": ({"due_on": "2026-03-31", "condition": "accepted"}, [("accepted", "2026-05-06")], "2026-06-01"),
    "working days": (period(7, "workday", "2026-02-10"), [], "2026-03-01"),
    "make-up": (period(30, "day", "2026-09-10"), [], "2026-09-11"),
    "amended": ({"due_on": "2026-03-31", "amount": "10"}, [("amend", "2026-04-05", {"terms": {"due_on": "2026-06-30", "amount": "5"}})], "2026-05-01"),
    "ended": ({"due_on": "2026-03-31"}, [("terminate", "2026-03-05", {"instrument": "i"})], "2026-05-01"),
    "lasting": ({"due_on": "2026-03-31", "kind": "maintenance"}, [("violate", "2026-02-01"), ("restore", "2026-02-05")], "2026-05-01"),
    "many": ({"due_on": "2026-03-31"}, [("repudiate", "2026-02-01"), ("retract", "2026-02-03"), ("assign", "2026-02-04"), ("perform", "2026-04-01"),
                                        ("reject", "2026-04-02"), ("waive", "2026-04-03", {"terms": {"scope": "breach"}}), ("correct", "2026-04-04", {"corrects": "e6"}),
                                        ("impossible", "2026-04-05")], "2026-05-01"),
    "provisional": (period(1, "year", "2026-09-10"), [], "2026-09-11"),
    "suspended": ({"due_on": "2026-03-31"}, SUSPENDED[:1], "2026-05-01"),
    "interest": ({**V7, "interest_mode": "semester"}, [("pay", "2026-07-01", {"amount": "1"})], "2026-07-10"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_language_at_a_time(case: str):
    rates = RATES if case == "interest" else []
    zh, en = (told(*CASES[case], lang, rates=rates) for lang in ("zh", "en"))
    assert not ENGLISH.search(zh), ENGLISH.findall(zh)
    for own in ("示例义务", "示例合同"):
        en = en.replace(own, "")
    assert not CHINESE.search(en), CHINESE.findall(en)


@pytest.mark.parametrize("case", CASES)
def test_json_is_the_same_every_time_and_adds_up(case: str):
    rates = RATES if case == "interest" else []
    first, second = (told(*CASES[case], "json", rates=rates) for _ in range(2))
    assert first == second
    document = json.loads(first)
    assert sum(span["days"] for span in document["breach"]) == document["status"]["breach_days"]
    if document["interest"]:
        parts = [Fraction(part["amount"]) for part in document["interest"]["segments"]]
        assert sum(parts, Fraction(0)) == Fraction(document["interest"]["total"])
    assert document["due"][-1]["due"] == document["status"]["due_on"]
    assert {"answer", "decidable_from", "waits_for"} == document["verdict"].keys()


def test_every_code_and_flag_has_its_sentence():
    wanted = {f"R{n}" for n in (*range(1, 19), 25)} | {f"A{n}" for n in range(1, 17)} | {f"T{n}" for n in range(1, 29)}
    assert RULE_TEXTS.keys() == wanted
    assert set(codes.FLAGS) <= FLAG_TEXTS.keys()
    for text in (*RULE_TEXTS.values(), *FLAG_TEXTS.values()):
        assert text.zh
        assert text.en
        assert not CHINESE.search(text.en)


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.0005", "0.05%"), ("0.04", "4%"), ("0.0345", "3.45%"), ("1", "100%"), ("-0.001", "-0.1%"), ("1/300", "1/3%"), ("0", "0%")],
)  # fmt: skip
def test_a_rate_is_written_exactly(value: str, written: str):
    assert explain_words.percent(Fraction(value)) == written
