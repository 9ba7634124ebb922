"""The files of words: one form that is YAML, every word in both languages, none missing and none left over."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import yaml

from govaudit.docket.schema import TABLES
from govaudit.finance.debt_ledger import ledger
from govaudit.finance.ratios import ratio_measures as measures
from govaudit.finance.warning import signal_values as signs
from govaudit.model import finding
from govaudit.officials.bulk import holder_index as index
from govaudit.officials.record import acts, tenure, timeline
from govaudit.rules.days import rolling
from govaudit.rules.kinds import rule
from govaudit.settle import codes, interest
from govaudit.settle.explanation import replay
from govaudit.words.word_tables import read_tables, words

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "govaudit"
FILES = sorted((SOURCES / "words").glob("*.yaml"))
MODULES = sorted(SOURCES.rglob("*.py"))
LINE = 'pay: {zh: "付款", en: "payment"}'
# What dockets may say though no rule asks for it: the vocabulary is wider than the checklists.
OPEN = {("events", "types"), ("events", "causes"), ("attributes", "unasked"), ("explanations", "holidays")}
LISTED = {("explanations", "codes")}  # all of a list that is numbered through (tests/report/test_explain_status.py)


def tables() -> set[tuple[str, str]]:
    """Return every (topic, table) on file."""
    return {(path.stem, table) for path in FILES for table in read_tables(path.read_text("utf-8"), path.name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_yaml_and_says_first_what_it_holds(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.match(r"# [A-Z].+", text)
    read = {
        table: [
            (key, {"zh": said.zh, "en": said.en} | ({"also": list(found.also[key])} if key in found.also else {}))
            for key, said in found.items()
        ]
        for table, found in read_tables(text, path.name).items()
    }
    assert read == {table: list(found.items()) for table, found in yaml.safe_load(text).items()}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"  {LINE}", "neither a new table nor a word of one"),
        (f"a:\n  {LINE}\na:", "neither a new table nor a word of one"),
        (f"a:\n{LINE}", "neither a new table nor a word of one"),
        ('a:\n  pay: {zh: "付款"}', "neither a new table nor a word of one"),
        ("a:\n  pay: {zh: 付款, en: payment}", "neither a new table nor a word of one"),
        (f'a:\n  {LINE}\n  pay: {{zh: "支付", en: "pay"}}', "the key stands twice"),
        ('a:\n  pay: {zh: "", en: "payment"}', "neither a new table nor a word of one"),
        ('a:\n  pay: {zh: "付款", en: ""}', "neither a new table nor a word of one"),
        ('a:\n  pay: {zh: "付款", en: " "}', "neither a new table nor a word of one"),
        ('a:\n  pay: {zh: "payment", en: "pay"}', "zh holds no Chinese"),
        ('a:\n  pay: {zh: "付款", en: "支付"}', "en holds Chinese"),
        ('a:\n  pay: {zh: "付款", en: "付款"}', "en holds Chinese"),
        ('a:\n  pay: {zh: "付款", en: "pay", also: ["付款"]}', "a spelling stands twice"),
        ('a:\n  pay: {zh: "付款", en: "pay", also: ["支付", "支付"]}', "a spelling stands twice"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=rf"^some\.yaml, line \d: {wrong}: ") as refused:
        read_tables(text, "some.yaml")
    assert str(refused.value).endswith(text.splitlines()[-1])


def test_what_both_languages_write_alike_and_what_english_quotes_is_let_through() -> None:
    read = read_tables(
        'a:\n  digest: {zh: "SHA-256", en: "SHA-256"}\n  "on": {zh: "写\\"万元\\"", en: "write \\"万元\\""}\n', "x"
    )
    assert [(key, said.zh, said.en) for key, said in read["a"].items()] == [
        ("digest", "SHA-256", "SHA-256"),
        ("on", '写"万元"', 'write "万元"'),
    ]


def test_a_spelling_means_its_word_even_where_it_is_the_name_of_another() -> None:
    read = read_tables(f'a:\n  {LINE[:-1]}, also: ["已付款"]}}\n  paid: {{zh: "已付款", en: "paid"}}', "x")["a"]
    assert read.meanings() == {"付款": "pay", "已付款": "pay"}


@pytest.mark.parametrize("second", ['{zh: "付款", en: "paid"}', '{zh: "支付", en: "paid", also: ["付讫"]}'])
def test_a_name_or_spelling_of_two_words_means_neither(second: str) -> None:
    read = read_tables(f'a:\n  {LINE[:-1]}, also: ["付讫"]}}\n  paid: {second}', "x")["a"]
    with pytest.raises(ValueError, match="stands for two words of pay, paid"):
        read.meanings()


def test_the_code_asks_for_every_table_and_for_no_other() -> None:
    asked = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "words":
                topic, table = (ast.literal_eval(argument) for argument in node.args)
                asked.add((topic, table))
    assert asked == tables()


def test_no_word_is_left_over() -> None:
    used: set[str] = set()
    for path in chain(MODULES, *(folder.rglob("*.yaml") for folder in (SOURCES, ROOT / "checklists"))):
        if path not in FILES:
            used |= set(re.findall(r"[\w/*-]+", path.read_text("utf-8")))
    asked = {(topic, table, key) for topic, table in tables() - OPEN - LISTED for key in words(topic, table)}
    opened = {f"{waits}_open" for waits in ("trigger", "condition", "resumption")}  # report.explain_words.decided
    assert {(topic, table, key) for topic, table, key in asked if key not in used | opened} == set()


def test_all_words_of_open_vocabularies_have_one_meaning() -> None:
    for topic, table in (*OPEN - {("attributes", "unasked")}, ("attributes", "attributes"), ("figures", "items")):
        assert words(topic, table).meanings()


def choices(table: str, column: str) -> tuple[str, ...]:
    return TABLES[table].columns[column].values


ALL_KINDS = {column.kind for table in TABLES.values() for column in table.columns.values()}
ALL_CHOICES = {
    word for table in TABLES.values() for column in table.columns.values() if column.kind == "choice"
    for word in column.values
}  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "table", "keys"),
    [
        ("choices", "closed", ALL_CHOICES - {"30/360", "30e/360"}),  # these two are written alike
        ("choices", "kinds", choices("instruments", "kind")),
        ("choices", "actions", choices("obligations", "action")),
        ("choices", "bodies", choices("orgs", "kind")),
        ("choices", "levels", choices("orgs", "level")),
        ("choices", "people", choices("persons", "status")),
        ("responsibility", "roles", {*index.ROLES, *acts.ROLE_OF_ACT.values(), *acts.ROLE_OF_VOTE.values()}),
        ("responsibility", "holders", set(timeline.HOLDERS) - {"person"}),
        ("responsibility", "certainties", tenure.CERTAINTIES),
        ("responsibility", "acts", choices("acts", "kind")),
        ("responsibility", "votes", choices("acts", "vote")),
        ("responsibility", "reasons", {*timeline.REASONS, "no_post"} - {""}),
        ("responsibility", "tenures", choices("tenures", "kind")),
        ("responsibility", "successions", choices("transfers", "kind")),
        ("labels", "states", codes.STATES),
        ("labels", "holders", timeline.HOLDERS),
        ("rules", "severities", get_args(finding.Severity)),
        ("rules", "confidences", get_args(finding.Confidence)),
        ("rules", "kinds", {*rule.KINDS, "builtin"}),
        ("rules", "levels", {*signs.LEVELS, "no_data"}),
        ("rules", "units", choices("obligations", "unit")),
        ("explanations", "effects", replay._ORDER),
        ("explanations", "rolls", rolling.ROLLS),
        ("explanations", "grace_modes", codes.GRACE_MODES),
        ("explanations", "interest_modes", interest.MODES),
        ("figures", "items", choices("fiscal", "item")),
        ("figures", "ratios", measures.RATIOS),
        ("figures", "ledger", ledger.AMOUNTS[:-1]),
        ("template", "cells", ALL_KINDS - {"choice", "ref", "text", "tz"}),  # of which the comment says something else
    ],
)
def test_every_word_the_code_knows_has_its_text(topic: str, table: str, keys: Iterable[str]) -> None:
    assert set(words(topic, table)) == set(keys)


def test_flags_and_events_of_the_engine_have_their_text() -> None:
    assert set(codes.FLAGS) <= set(words("labels", "flags"))
    assert set(choices("events", "type")) <= set(words("events", "types"))
    assert set(measures._CAVEATS) <= set(measures.RATIOS)


def test_help_reads_no_words() -> None:
    code = "from govaudit.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, "--help"], capture_output=True, check=True, text=True
    )
    assert " govaudit.cli.main\n" in done.stderr
    assert "govaudit.words" not in done.stderr


def test_no_table_of_words_is_code() -> None:
    """Sentences stay beside what finds them; a table that gives a name to each of five keys or more is a file of words."""
    # The help page reads no words; some units of numbers are a sign, or nothing; the others are the program's own rules.
    allowed = {
        "cli/main.py", "report/tables/ratios_table.py", "report/warning/content.py",
    }  # fmt: skip
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict) and sum(map(is_word, zip(node.keys, node.values, strict=True))) > 4
    }
    assert found <= allowed


def is_word(item: tuple[ast.expr | None, ast.expr]) -> bool:
    key, value = item
    return (
        isinstance(key, ast.Constant)
        and isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "Text"
        and all(isinstance(argument, ast.Constant) for argument in value.args)
    )
