"""Each code of the specification has a test that bears its name, and a sentence for the reader: T1-T28, R1-R18, A1-A16."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from govaudit.report.status.explain_words import RULE_TEXTS

CODES = [f"{kind}{n}" for kind, last in (("T", 28), ("R", 18), ("A", 16)) for n in range(1, last + 1)]
_CODE = re.compile(r"(?:^test|_)([tra])(\d{2})(?=_)")


def _tested() -> dict[str, list[str]]:
    """The names of the tests of each code: `test_t07_…`, `test_r07_r13_…`."""
    found: dict[str, list[str]] = {}
    here = Path(__file__).parent
    for path in sorted([*here.glob("test_*.py"), *here.parent.glob("checks/test_*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                for kind, number in _CODE.findall(node.name):
                    found.setdefault(f"{kind.upper()}{int(number)}", []).append(f"{path.name}::{node.name}")
    return found


TESTED = _tested()


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_test_of_its_name_and_a_sentence(code: str):
    assert TESTED.get(code), f"no test is named after {code}"
    assert RULE_TEXTS[code].zh
    assert RULE_TEXTS[code].en


def test_no_test_is_named_after_a_code_that_does_not_exist():
    assert set(TESTED) <= set(CODES)
