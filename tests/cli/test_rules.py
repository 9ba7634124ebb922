"""`govaudit rules` and `govaudit explain`, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from govaudit.cli.explain import explain, page
from govaudit.cli.rules import rules
from govaudit.rules.catalogue import load_rules

if TYPE_CHECKING:
    import click

RULES = load_rules()
HAN = re.compile(r"[\u4e00-\u9fff]")


def run(command: click.Command, *args: str):
    return CliRunner().invoke(command, list(args))


def test_rules_are_listed_by_domain_kind_and_confidence():
    listed = json.loads(run(rules, "--domain", "procurement", "--kind", "limit", "--format", "json").stdout)
    assert "GP-17a" in {one["id"] for one in listed}
    assert {one["kind"] for one in listed} == {"limit"}
    recalled = json.loads(run(rules, "--confidence", "recalled", "--format", "json").stdout)
    assert {one["finding"] for one in recalled} == {"warning", "indication"}


def listed(*args: str) -> list[str]:
    return [one["id"] for one in json.loads(run(rules, *args, "--format", "json").stdout)]


def test_a_domain_is_known_by_its_chinese_name_too_and_by_a_part_that_no_other_has():
    assert listed("--domain", "地方政府债务") == listed("--domain", "债务") == listed("--domain", "debt")
    assert "LD-05" in listed("--domain", "债务")
    wrong = run(rules, "--domain", "政府")  # in three names
    assert wrong.exit_code == 2
    assert "disclosure" in wrong.stderr


def test_rules_are_found_by_act_severity_and_words_in_either_language():
    by_act = listed("--act", "《优化营商环境条例》")
    assert {"OB-01", "IP-01"} <= set(by_act)
    assert set(by_act) <= set(listed("--act", "优化营商"))
    serious = listed("--severity", "serious")
    assert "OB-01" in serious
    assert "OB-02" not in serious
    assert not {one for one in listed("--severity", "ordinary") if one.startswith("DG")}  # a degree is no severity
    assert "OB-02" in listed("--words", "Performed LATE")
    assert "GP-13" not in listed("--words", "Performed LATE")
    assert listed("--words", "gp-13") == ["GP-13", "GP-13a"]
    assert "OB-02" in listed("--words", "逾期履行")
    assert listed("--words", "月球") == []


def test_the_list_holds_every_rule_the_programs_own_too():
    every = json.loads(run(rules, "--format", "json").stdout)
    assert len(every) == len(RULES) + len(RULES.builtin)
    assert listed("--kind", "builtin") == list(RULES.builtin)
    own = {one["id"]: one for one in every}
    assert (own["AG-01"]["finding"], own["AG-01"]["confidence"], own["AG-01"]["domain"]) == (
        "accountability_gap",
        None,
        [],
    )
    assert own["DQ-01"]["file"] == "builtin/DQ-01-unit-slip.yaml"
    assert {"程序", "各领域"} <= set(run(rules, "--kind", "builtin", "--lang", "zh").stdout.split())


def test_a_filter_that_fits_nothing_lists_nothing():
    assert "0 rules" in run(rules, "--domain", "debt", "--words", "tenure", "--lang", "en").stdout


def test_the_list_says_how_many_and_which_version():
    shown = run(rules, "--domain", "procurement", "--lang", "zh").stdout
    assert "GP-13" in shown
    assert RULES.digest[:16] in shown


def test_examples_run_from_the_command_line():
    done = run(rules, "--test", "--domain", "procurement", "--lang", "en")
    assert done.exit_code == 0
    assert "0 do not hold" in done.stdout


def test_an_example_that_does_not_hold_gives_exit_status_1(tmp_path: Path):
    text = (
        Path(__file__).parents[2].joinpath("checklists/procurement/GP-13-contract-signed-late.yaml").read_text("utf-8")
    )
    (tmp_path / "ZZ-9-signed-late.yaml").write_text(
        text.replace("GP-13", "ZZ-9").replace("signed: 2026-02-24", "signed: 2026-02-25"), "utf-8"
    )
    done = run(rules, "--test", "--checklists", str(tmp_path), "--lang", "en")
    assert done.exit_code == 1
    assert "ZZ-9" in done.stdout
    done = run(rules, "--test", "--checklists", str(tmp_path), "--words", "ZZ-9", "--format", "json")
    assert done.exit_code == 1
    assert {one["rule"]: one["holds"] for one in json.loads(done.stdout) if not one["holds"]} == {"ZZ-9": False}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_of_ones_own_cannot_restate_a_rule_of_the_program(tmp_path: Path, lang: str):
    text = (
        Path(__file__).parents[2].joinpath("checklists/procurement/GP-13-contract-signed-late.yaml").read_text("utf-8")
    )
    (tmp_path / "OB-01-mine.yaml").write_text(text.replace("GP-13", "OB-01"), "utf-8")
    done = run(rules, "--checklists", str(tmp_path), "--lang", lang)
    assert done.exit_code == 2
    assert {"zh": "OB-01 是程序自带的规则", "en": "OB-01 is a rule of the program itself"}[lang] in done.stderr


def test_a_bad_rule_file_ends_with_status_2_and_its_line(tmp_path: Path):
    (tmp_path / "ZZ-1-x.yaml").write_text("id: ZZ-1\nkind: deadlin\n", "utf-8")
    done = run(rules, "--checklists", str(tmp_path), "--lang", "en")
    assert done.exit_code == 2
    assert "ZZ-1-x.yaml row 2" in done.stderr


def test_explain_says_what_when_and_how_to_verify():
    shown = run(explain, "SM-01a", "--lang", "zh").stdout
    for words in ("如何核实", "第九条", "2025-06-01", "0.05%", "逾期45天"):
        assert words in shown


def test_an_id_is_found_in_any_case_and_a_wrong_one_gets_a_hint():
    assert run(explain, "gp-17A", "--lang", "en").stdout.startswith("GP-17a")
    wrong = run(explain, "GP-99", "--lang", "en")
    assert wrong.exit_code == 2
    assert "did you mean" in wrong.stderr


@pytest.mark.parametrize("rule", [*RULES.rules, *RULES.builtin])
def test_no_line_of_a_page_is_in_the_other_language(rule: str):
    for line in page(RULES.builtin.get(rule) or RULES[rule]):
        stripped = line.zh.strip()
        assert not stripped or HAN.search(stripped) or not re.search(r"[a-z]{4,} [a-z]{3,}", stripped), stripped


@pytest.mark.parametrize("rule", ["OB-01", "ag-01", "ST-11", "DG-08", "DQ-01", "SU-02"])
def test_a_rule_of_the_program_is_explained_as_fully_as_one_of_the_law(rule: str):
    done, law = run(explain, rule, "--lang", "zh"), run(explain, "GP-13", "--lang", "zh")
    assert done.exit_code == 0
    assert done.stdout.startswith(rule.upper())
    assert "程序自带的规则" in done.stdout
    sections = [line for line in law.stdout.splitlines() if line and not line.startswith((" ", "GP-", "期限", "例外"))]
    assert sections == ["检查内容", "适用范围", "依据", "如何核实", "下一步", "样例（即测试）"]
    assert set(sections) <= set(done.stdout.splitlines())


def test_a_rule_that_no_law_states_says_so():
    assert "程序：" in run(explain, "ST-03", "--lang", "zh").stdout
    said = run(explain, "OB-09", "--lang", "en").stdout
    assert "《优化营商环境条例》 art. 31 (from 2020-01-01 on; wording verified)" in said
    assert "severity: ordinary, serious while it goes on" in said


def test_a_wrong_id_of_the_program_gets_a_hint_too():
    assert "did you mean OB-10, OB-11, OB-12" in run(explain, "OB-1", "--lang", "en").stderr
