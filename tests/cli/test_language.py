"""The command line speaks one language at a time: help pages and refusals, those of click itself included."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from govaudit.cli.chinese import PLURALS, SENTENCES
from govaudit.cli.main import COMMANDS

ENGLISH_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def said(*words: str, lang: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from govaudit.cli.main import main; main()", *words],
        env={**os.environ, "GOVAUDIT_LANG": lang},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["", *COMMANDS, "log event"])
def test_a_help_page_is_in_one_language(command: str) -> None:
    code, zh = said(*command.split(), "--help", lang="zh")
    assert code == 0
    assert "用法：" in zh
    said_by_us = zh.partition("\n")[2]  # the first line repeats the command
    assert not ENGLISH_SENTENCE.search(said_by_us), ENGLISH_SENTENCE.findall(said_by_us)


@pytest.mark.parametrize(
    "words", [["audit"], ["audit", "--nope"], ["audit", "x", "--format", "doc"], ["audit", "x", "--output"], ["nope"]]
)
def test_a_refusal_is_in_one_language(words: list[str]) -> None:
    code, zh = said(*words, lang="zh")
    assert code == 2
    assert "错误：" in zh
    assert not ENGLISH_SENTENCE.search(zh), zh
    assert not CHINESE.search(said(*words, lang="en")[1])


def test_lang_on_the_command_line_counts_for_the_help_page_too() -> None:
    assert "选项" in said("audit", "--lang", "zh", "--help", lang="en")[1]
    assert "Options:" in said("audit", "--lang=en", "--help", lang="zh")[1]


def test_a_folder_is_no_output_file() -> None:
    code, zh = said("audit", "x", "--format", "pdf", "--output", "out/", lang="zh")
    assert code == 2
    assert "请给出文件名" in zh
    assert not Path("out").exists()


def test_the_sentences_are_those_of_the_click_in_use() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    for sentence in {*SENTENCES, *PLURALS}:
        assert sentence.encode("unicode_escape").decode() in source, sentence
