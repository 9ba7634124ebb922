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
from govaudit.law.rules import load_rules

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
    assert {one["finding"] for one in recalled} == {"warning"}


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


@pytest.mark.parametrize("rule", RULES.rules)
def test_no_line_of_a_page_is_in_the_other_language(rule: str):
    for line in page(RULES[rule]):
        stripped = line.zh.strip()
        assert not stripped or HAN.search(stripped) or not re.search(r"[a-z]{4,} [a-z]{3,}", stripped), stripped


@pytest.mark.parametrize("rule", ["OB-01", "ag-01", "ST-11", "DG-08", "SU-02"])
def test_rules_that_no_catalogue_states_are_explained_too(rule: str):
    done = run(explain, rule, "--lang", "zh")
    assert done.exit_code == 0
    assert done.stdout.startswith(rule.upper())
    assert "程序自带的规则" in done.stdout


def test_every_rule_of_a_promise_says_what_it_means():
    from govaudit.checks.breach_words import TITLES
    from govaudit.cli.own_rules import own_rules

    own = own_rules()
    assert all(own[rule].meaning and own[rule].next_step for rule in TITLES)
