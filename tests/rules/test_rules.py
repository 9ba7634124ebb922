"""The rule format: what a rule file may say, how faults are told, what makes a breach."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.days import parse_day, to_date
from govaudit.rules.article import read_yaml
from govaudit.rules.catalogue import checklists_home, load_rules, read_rule, rule_schema
from govaudit.rules.rule_words import matches
from govaudit.rules.terms.rule_fields import Within, in_force
from govaudit.words.vocabulary import CAUSES, EVENTS, cause_codes

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
id: ZZ-1
kind: deadline
title: {zh: 逾期, en: late}
message: {zh: "应于{due_on}前", en: "by {due_on}"}
applies: {domain: procurement}
trigger: award_notice
within:
  2003-01-01: {n: 30, unit: day}
fulfilled_by: signed
action: sign
basis:
- {act: 某法, article: 第一条, confidence: verified, from: 2003-01-01}
verify: {zh: 核对, en: check}
next_step: {zh: 改正, en: correct}
examples:
- {name: {zh: 例, en: example}, events: {award_notice: 2026-01-16}, as_of: 2026-01-20, expect: pending}
"""


def faults(text: str, name: str = "x/ZZ-1-late.yaml") -> list[tuple[str, int | None, str]]:
    read = read_rule(text.encode(), name)
    assert isinstance(read, list)
    return [(fault.code, fault.place.row, fault.remedy.en) for fault in read]


def rule(text: str = RULE):
    read = read_rule(text.encode(), "x/ZZ-1-late.yaml")
    assert not isinstance(read, list), read
    return read


def test_a_rule_is_read_with_its_dated_values():
    assert rule().within[to_date(parse_day("2003-01-01"))].n == 30
    assert rule().verdict(parse_day("2026-01-16")) == "breach"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("severity", "severity", None),
        ("action: sign", "acton: sign", ("unknown_key", 10, "did you mean 'action'?")),
        ("fulfilled_by: signed", "fulfilled_by: singed", ("unknown_word", 1, "did you mean 'signed'?")),
        ("n: 30, unit: day", "n: 30, unit: fortnight", ("bad_value", 8, "the format is in docs/rules.md")),
        ("title: {zh: 逾期, en: late}", "title: {zh: 逾期}", ("text_in_two_languages", 3, "write {zh: …, en: …}")),
        ("by {due_on}", "by {due_day}", ("message_blanks", 1, "the same in both languages")),
        (
            "kind: deadline",
            "kind: dedline",
            ("unknown_kind", 2, "use one of: deadline, limit, grade, signal, required, forbidden"),
        ),
        ("id: ZZ-1", "id: ZZ-2", ("file_name", 1, "name the file ZZ-2-<short-name>.yaml")),
        (
            "applies: {domain: procurement}",
            "applies: {domain: procurement, where: {catgory: goods}}",
            ("unknown_word", 1, "did you mean 'category'?"),
        ),
        ("id: ZZ-1", "id: zz1", ("bad_rule_id", 1, "write GP-13 or GP-13a")),
        ("action: sign", "action: sign\naction: pay", ("bad_rule_file", 11, "write each key once")),
        ("verify:", "verify: [", ("bad_rule_file", None, "check indentation, colons and quotes")),
    ],
)
def test_faults_have_a_line_and_a_remedy(old: str, new: str, fault: tuple[str, int | None, str] | None):
    text = RULE.replace(old, new)
    if fault is None:
        assert text == RULE
        return
    found = faults(text)
    code, line, remedy = next(one for one in found if one[0] == fault[0])
    assert (code, remedy[: len(fault[2])]) == (fault[0], fault[2])
    assert line == fault[1] or fault[1] is None


def test_bytes_that_are_not_utf8_are_a_problem():
    assert read_rule("id: 规则".encode("gbk"), "a.yaml")[0].code == "bad_rule_file"


@given(
    soft=st.booleans(),
    sources=st.lists(st.sampled_from(["verified", "recalled", "doubtful"]), min_size=1, max_size=3),
    value=st.sampled_from(["verified", "recalled", "doubtful"]),
)
def test_only_hard_law_with_verified_sources_and_values_gives_a_breach(soft: bool, sources: list[str], value: str):  # noqa: FBT001 - drawn by hypothesis
    basis = "".join(f"- {{act: 某法, confidence: {one}, from: 2003-01-01}}\n" for one in sources)
    text = re.sub(r"basis:\n.*\n", f"basis:\n{basis}", RULE).replace("unit: day}", f"unit: day, confidence: {value}}}")
    read = rule(text + f"soft: {str(soft).lower()}\n")
    hard = not soft and {*sources, value} == {"verified"}
    assert read.verdict(parse_day("2026-01-16")) == ("breach" if hard else "warning")
    assert read.verdict() == read.verdict(parse_day("2026-01-16"))


def test_a_source_not_in_force_does_not_weaken_the_verdict():
    text = RULE.replace("verify:", "- {act: 旧法, confidence: doubtful, from: 1999-01-01, to: 2002-12-31}\nverify:")
    assert rule(text).verdict(parse_day("2026-01-16")) == "breach"
    assert rule(text).basis_on(parse_day("2002-12-31"))[0].act == "旧法"
    assert rule(text).basis_on(parse_day("1998-12-31")) == ()


def test_a_bare_number_is_an_article():
    assert rule(RULE.replace("第一条", "46")).basis[0].article == "第四十六条"
    assert rule(RULE.replace("第一条", "43、44")).basis[0].article == "第四十三条、第四十四条"
    assert rule(RULE.replace("第一条", "附件9")).basis[0].article == "附件9"


def test_the_version_is_the_latest_that_starts_on_or_before_the_day():
    days = {"2003-01-01": 30, "2025-06-01": 20, "2026-01-01": None}
    values = {to_date(parse_day(day)): n and Within(n=n, unit="day") for day, n in days.items()}

    def chosen(day: str) -> int | None:
        found = in_force(values, parse_day(day))
        return None if found is None else found.n

    assert [
        chosen(day) for day in ("2002-12-31", "2003-01-01", "2025-05-31", "2025-06-01", "2025-12-31", "2026-01-01")
    ] == [None, 30, 30, 20, 20, None]


@pytest.mark.parametrize(
    ("value", "wanted", "met"),
    [
        (True, ("true",), True), ("是", ("true",), True), ("yes", ("true",), True), (None, ("true",), False), (None, (None,), True), ("", (None,), True),
        ("否", ("false",), True), ("货物", ("goods", "货物"), True), (["a", "b"], ("b",), True), ([], (None,), True), ("x", ("*",), True), (None, ("*",), False),
    ],
)  # fmt: skip
def test_attributes_are_compared_as_plain_words(value: object, wanted: tuple[str | None, ...], met: bool):  # noqa: FBT001 - a parameter of the test
    assert matches(value, wanted) is met


def test_reason_codes_are_read_in_chinese_and_several_at_once():
    assert cause_codes("人员更替") == {"staff_change"}
    assert cause_codes("change_of_head；政策调整") == {"change_of_head", "policy_change"}
    assert cause_codes(None) == frozenset()


def test_every_word_of_the_vocabulary_has_both_names():
    for words in (EVENTS, CAUSES):
        for word, name in words.items():
            assert re.search(r"[\u4e00-\u9fff]", name.zh), word
            assert name.en, word
            assert not re.search(r"[\u4e00-\u9fff]", name.en), word


# --- the published rules ----------------------------------------------------------------------------------------------


def test_all_published_rules_are_sound_and_there_are_thirty_of_procurement_and_small_enterprises():
    rules = load_rules()
    assert rules.problems == []
    hard = [one for one in rules if one.id[:2] in {"GP", "SM"} and one.confidence_on() == "verified"]
    assert len(hard) >= 30


def test_published_rules_say_their_articles_and_show_three_cases_each():
    for one in load_rules():
        if one.id[:2] in {"GP", "SM"}:
            assert all(basis.article for basis in one.basis), one.id
            assert len(one.examples) >= 3, one.id


def test_no_sentence_of_a_rule_is_in_the_other_language():
    rules = load_rules()
    for one in (*rules, *rules.builtin.values()):
        for text in (
            one.title,
            one.verify,
            one.next_step,
            *one.exclusions,
            *one.assumptions,
            *(example.name for example in one.examples),
        ):
            assert re.search(r"[\u4e00-\u9fff]", text.zh) or not re.search(r"[A-Za-z]", text.zh), (one.id, text.zh)
            assert not re.search(r"[\u4e00-\u9fff]{2}", text.en), (one.id, text.en)  # a unit such as 亿 may stand


def test_the_schema_accepts_every_published_rule_and_refuses_a_typo():
    validator = jsonschema.Draft202012Validator(rule_schema())
    for path in checklists_home().rglob("*.yaml"):
        validator.validate(_as_json(yaml.safe_load(path.read_text("utf-8"))))
    assert not validator.is_valid(_as_json(yaml.safe_load(RULE.replace("action", "acton"))))


def _as_json(value: object) -> object:
    """Write YAML dates, in keys too, as an editor's JSON view of the file does."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def test_a_folder_of_ones_own_may_add_a_rule_but_not_restate_one(tmp_path: Path):
    published = load_rules()
    (tmp_path / "ZZ-1-late.yaml").write_text(RULE, "utf-8")
    (tmp_path / "GP-13-other-meaning.yaml").write_text(RULE.replace("ZZ-1", "GP-13"), "utf-8")
    found = load_rules([tmp_path])
    assert "ZZ-1" in found.rules
    assert [problem.code for problem in found.problems] == ["repeated_rule"]
    assert found["GP-13"] == published["GP-13"]
    assert found.digest != published.digest


def test_the_version_of_the_rule_set_is_its_contents():
    assert load_rules().digest == load_rules().digest
    assert re.fullmatch(r"[0-9a-f]{64}", load_rules().digest)


def test_a_missing_folder_is_a_problem(tmp_path: Path):
    assert [problem.code for problem in load_rules([tmp_path / "none"]).problems] == ["no_such_folder"]


def test_a_run_without_examples_reads_the_same_rules():
    whole, bare = load_rules(), load_rules(examples=False)
    assert bare.digest == whole.digest
    assert bare.problems == []
    assert [replace(rule, examples=()) for rule in whole] == list(bare)


def test_a_rule_may_name_attributes_of_its_own():
    text = RULE.replace("applies: {domain: procurement}", "applies: {domain: procurement, where: {lake_side: true}}")
    assert faults(text)[0][0] == "unknown_word"
    named = text.replace("verify:", "words: {lake_side: {zh: 临湖, en: by a lake}}\nverify:")
    assert rule(named).attribute_names == ("lake_side",)


def test_a_fault_after_the_examples_is_found_at_its_line_without_them():
    examples = "examples:\n" + RULE.partition("examples:\n")[2]
    text = RULE.replace(examples, "") + examples + "soft: perhaps\n"
    whole, bare = (read_rule(text.encode(), "x/ZZ-1-late.yaml", examples=examples) for examples in (True, False))
    assert isinstance(whole, list)
    assert isinstance(bare, list)
    assert bare[0].place == whole[0].place
    assert bare[0].place.row == text.count("\n")


def test_examples_are_asked_for():
    read = read_rule(RULE.partition("examples:\n")[0].encode(), "x/ZZ-1-late.yaml")
    assert isinstance(read, list)
    assert (read[0].code, read[0].place.column) == ("missing_value", "examples")


@pytest.mark.parametrize(
    ("written", "value"), [("~", None), ("null", None), ("", None), ("'null'", "null"), ("no", "no"), ("012", "012")]
)
def test_every_scalar_but_null_stays_as_written(written: str, value: str | None):
    found = read_yaml(f"key: {written}\n".encode(), "a.yaml")
    assert isinstance(found, dict)
    assert found["key"] == value
