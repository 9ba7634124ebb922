"""The rules of the program itself: what their files must say, and that files and checks know the same ids."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

import govaudit
from govaudit.rules.catalogue import builtin, checklists_home, load_rules, read_rule
from govaudit.rules.kinds.builtin import Builtin, checked

SOURCES = Path(govaudit.__file__).parent
RULES = load_rules()
ID = re.compile(r"(?:OB|AG|ST|DG|DQ|SU)-\d\d")
TEXT = next((checklists_home() / "builtin").glob("ST-01-*.yaml")).read_text("utf-8")


def test_each_has_a_file_and_a_check():
    assert RULES.problems == []
    assert set(RULES.builtin) == set(checked())


def test_every_id_in_the_code_has_a_file_and_every_file_is_used():
    named = set()
    for path in SOURCES.rglob("*.py"):
        if path.name != "builtin.py":
            strings = (
                node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
            )
            named |= {text for text in strings if isinstance(text, str) and ID.fullmatch(text)}
    degrees = yaml.safe_load((SOURCES / "officials" / "trace" / "degrees.yaml").read_text("utf-8"))
    assert named | {rule["id"] for rule in degrees["degrees"]} == set(RULES.builtin)


def test_no_rule_of_law_has_the_id_of_one_of_the_program():
    assert not RULES.rules.keys() & RULES.builtin.keys()


@pytest.mark.parametrize("rule", RULES.builtin)
def test_a_rule_says_why_how_to_verify_it_and_what_it_finds_and_leaves(rule: str):
    one = RULES.builtin[rule]
    assert one.basis or one.program
    assert all(basis.article for basis in one.basis)
    if one.finding == "breach":
        assert one.confidence_on() == "verified"
    shown = {example.expect for example in one.examples}
    assert shown == ({"not_found"} if rule == "AG-04" else {"found", "not_found"})  # days of AG-04 are told as AG-05


def test_the_message_fills_in_what_the_check_gives():
    assert builtin("ST-01").say("itself", bodies="甲局").zh == "甲局指向自己"
    assert builtin("ST-01").say(bodies="甲局").en == "甲局 form a circle"
    with pytest.raises(ValueError, match="DG-08"):
        builtin("DG-08").say()
    with pytest.raises(ValueError, match="DG-08"):
        _ = builtin("DG-08").found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("", "", None),
        ("{bodies}互相", "{bodys}互相", "message_blanks"),
        ('{zh: "{bodies}指向自己"', "{zh: 指向自己", "message_blanks"),
        ("itself:", "himself:", "wrong_forms"),
        ("finding: accountability_gap", "finding: indication", "wrong_forms"),
        ("program:", "exclusion:", "unknown_key"),
        ("id: ST-01", "id: ST-77", "unknown_builtin"),
        ("expect: found", "expect: breach", "bad_value"),
        ("finding: accountability_gap", "finding: guilt", "bad_value"),
    ],
)  # fmt: skip
def test_a_file_that_says_what_no_check_fills_in_is_refused(old: str, new: str, code: str | None):
    assert old in TEXT
    read = read_rule(TEXT.replace(old, new, 1).encode(), "builtin/ST-01-x.yaml")
    assert isinstance(read, Builtin) if code is None else code in {problem.code for problem in read}


def test_a_rule_without_law_must_say_why_the_program_looks():
    bare = re.sub(r"program:.*\n", "", TEXT)
    assert "program" not in bare
    assert [problem.code for problem in read_rule(bare.encode(), "builtin/ST-01-x.yaml")] == ["no_reason"]


@pytest.mark.parametrize("rule", ["OB-01", "ST-01"])
def test_another_folder_cannot_restate_a_rule_of_the_program(tmp_path: Path, rule: str):
    law = next((checklists_home() / "procurement").glob("GP-13-*.yaml")).read_text("utf-8")
    (tmp_path / f"{rule}-mine.yaml").write_text(TEXT if rule == "ST-01" else law.replace("GP-13", rule), "utf-8")
    found = load_rules([tmp_path])
    assert [(problem.code, problem.value) for problem in found.problems] == [("builtin_rule", rule)]
    assert found.builtin == RULES.builtin
    assert rule not in found.rules


def test_a_new_rule_of_kind_builtin_in_another_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setitem(checked(), "ZZ-01", checked()["ST-01"])
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "ZZ-01-mine.yaml").write_text(TEXT.replace("ST-01", "ZZ-01"), "utf-8")
    (problem,) = load_rules([folder]).problems
    assert (problem.code, problem.place.column) == ("builtin_rule", "kind")
