"""What a record asks for: options of a command, and the same asked one by one in a terminal, checked by the column's own reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from govaudit.docket import TABLES, Column
from govaudit.docket.labels import OPEN_ZH, ZH_WORDS
from govaudit.model import Text
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_NEEDED = Text("必填", "this is needed")
_HINT = Text(
    "带 * 的必填，其余可直接回车略过；按 Ctrl+C 放弃。",
    "* must be answered, Enter passes over the others, Ctrl+C gives up.",
)
_MISSING = Text("缺少：{}", "missing: {}")
# Where one record asks for two columns of the same name, each says whose it is.
_NAMES = words("labels", "questions")


class Ask(NamedTuple):
    """One question: the option's name, the column it fills, whether it must be answered."""

    option: str
    table: str
    column: Column
    required: bool

    @property
    def key(self) -> str:
        """The option as a Python name."""
        return self.option.replace("-", "_")

    @property
    def label(self) -> Text:
        """The question: the column's label, with the words to choose from."""
        name = _NAMES.get(self.option, self.column.label)
        words = self.column.values
        if not words:
            return name
        said = {**ZH_WORDS, **OPEN_ZH.get((self.table, self.column.name), {})}
        zh = "、".join(said.get(word, word) for word in words)
        return Text(f"{name.zh}（{zh}）", f"{name.en} ({', '.join(words)})")


def asks(*lines: str) -> tuple[Ask, ...]:
    """Read questions written `option[*] table.column`; a star marks one that must be answered."""
    found = []
    for line in lines:
        option, where = line.split()
        table, column = where.split(".")
        found.append(Ask(option.rstrip("*"), table, TABLES[table].columns[column], option.endswith("*")))
    return tuple(found)


def with_options(command: Callable[..., Any], questions: Sequence[Ask], lang: str) -> Callable[..., Any]:
    """Add an option for each question."""
    for ask in reversed(questions):
        command = click.option(f"--{ask.option}", ask.key, default=None, help=ask.label.pick(lang))(command)
    return command


def answers(questions: Sequence[Ask], given: dict[str, str | None], lang: str) -> dict[str, str | None]:
    """Take the options; in a terminal ask for the rest when something needed is missing, else refuse and say what."""
    found = {ask.key: given[ask.key] for ask in questions}
    missing = [ask for ask in questions if ask.required and not found[ask.key]]
    if missing and not sys.stdin.isatty():
        raise click.UsageError(_MISSING.pick(lang).format(" ".join(f"--{ask.option}" for ask in missing)))
    if missing:
        click.echo(_HINT.pick(lang))
        found |= {ask.key: _prompt(ask, lang) for ask in questions if found[ask.key] is None}
    return found


def _prompt(ask: Ask, lang: str) -> str | None:
    """Ask until the answer can be read; an empty one passes where nothing is needed."""
    while True:
        answer: str = click.prompt(
            ("* " if ask.required else "  ") + ask.label.pick(lang), default="", show_default=False
        ).strip()
        if not answer and not ask.required:
            return None
        fault = _NEEDED if not answer else _fault(ask.column, answer)
        if fault is None:
            return answer
        click.echo(fault.pick(lang))


def _fault(column: Column, answer: str) -> Text | None:
    from govaudit.formats.cells import READERS, read_money
    from govaudit.model import Fault

    try:
        if column.kind == "money":
            read_money(answer, "CNY", None)
        else:
            READERS[column.kind](answer, column)
    except Fault as fault:
        return Text(f"{fault.what.zh}。{fault.remedy.zh}", f"{fault.what.en}; {fault.remedy.en}")
    return None
