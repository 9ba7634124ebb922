"""YAML is read as text; what could blow up, recurse or hide a value is refused with its line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.problem import Fault
from govaudit.model.yaml_text import load_documents

LIMIT = 1 << 25
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff"), min_size=1)
trees = st.recursive(words, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=20)


def load(text: str) -> list[object]:
    return load_documents(text.encode(), LIMIT)


def fault(text: str) -> Fault:
    with pytest.raises(Fault) as caught:
        load(text)
    return caught.value


def test_scalars_stay_as_written():
    assert load("{a: 1.10, b: yes, c: 2026-03-31, d: '~', e: ~, f: , g: null}") == [
        {"a": "1.10", "b": "yes", "c": "2026-03-31", "d": "~", "e": None, "f": None, "g": None}
    ]


def test_several_documents_and_none():
    assert load("a: 1\n---\n- x\n") == [{"a": "1"}, ["x"]]
    assert load("# only a remark\n") == []


def test_lines_are_those_of_the_file():
    (document,) = load("a: 1\nb:\n  - c: 2\n    d: 3\n")
    assert document.line == 1
    assert document.line_of("b") == 2
    assert document["b"][0].line == 3
    assert document["b"][0].line_of("d") == 4


@pytest.mark.parametrize("text", ["[" * 1_000_000, "- " * 200_000, "{a: " * 200_000, "a: " + "[" * 1_000_000])
def test_deep_nesting_is_refused_and_the_process_lives(text: str):
    assert fault(text).code in {"too_deep", "bad_yaml"}


@pytest.mark.parametrize("text", ["a: &x 1", "a: *x", "&x [1]", "? &k a\n: 1\n"])
def test_anchors_and_aliases_are_refused(text: str):
    assert fault(text).code == "yaml_alias"


@pytest.mark.parametrize(("text", "line"), [("a: 1\na: 2", 2), ("b: 0\n? [x]\n: 1", 2), ("? {x: 1}\n: 1", 1)])
def test_repeated_keys_and_keys_that_are_no_text(text: str, line: int):
    found = fault(text)
    assert (found.code, found.line) == ("repeated_key", line)


def test_text_with_asterisks_and_ampersands_is_no_alias():
    assert load("a: 2 * 3 & 4\nb: '*x'") == [{"a": "2 * 3 & 4", "b": "*x"}]


def test_the_line_of_broken_yaml_and_of_other_encodings():
    assert fault("a: 1\nb: [1\nc: 2").line == 3
    with pytest.raises(Fault) as caught:
        load_documents("a: 1\nb: 中".encode("gbk"), LIMIT)
    assert (caught.value.code, caught.value.line) == ("wrong_encoding", 2)


def test_more_bytes_than_allowed():
    with pytest.raises(Fault) as caught:
        load_documents(b"a: 1", 3)
    assert caught.value.code == "file_too_large"


class PlainDumper(yaml.SafeDumper):
    """Writes an object that occurs twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


@given(trees)
def test_what_is_written_is_read(tree: object):
    assert load(yaml.dump(tree, Dumper=PlainDumper, allow_unicode=True)) == [tree]
