"""No command, format, choice or option without a case in the table of goldens."""

from __future__ import annotations

import shlex

import click
import pytest
from click.core import ParameterSource

from golden.cases import CASES, leaves

# Needs PySpark and Java: tests/settle/bulk/test_spark.py.
ELSEWHERE = {("audit", "engine", "spark"), ("status", "engine", "spark")}
LINES = [shlex.split(line.removeprefix("@")) for lines in CASES.values() for line in lines.splitlines()]


def _used(path: str, command: click.Command) -> set[tuple[str, str]]:
    """Return the options that cases give to a command, and with them the choices they take."""
    found = set()
    words = path.split()
    for line in LINES:
        if line[: len(words)] == words and "--help" not in line:
            context = command.make_context(path, line[len(words) :], resilient_parsing=True)
            given = [
                name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
            ]
            found |= {(name, "") for name in given} | {(name, str(value)) for name, value in context.params.items()}
    return found


@pytest.mark.parametrize(("path", "command"), leaves(), ids=[path for path, _ in leaves()])
def test_every_option_and_choice_of_a_command_has_a_case(
    path: str, command: click.Command, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GOVAUDIT_LANG", "zh")
    wanted = {(str(one.name), "") for one in command.params if one.name not in {"lang", "master"}}
    wanted |= {
        (str(one.name), choice)
        for one in command.params
        if isinstance(one.type, click.Choice) and one.name != "lang"
        for choice in one.type.choices
    }
    wanted -= {(name, choice) for command_, name, choice in ELSEWHERE if command_ == path}
    assert wanted - _used(path, command) == set()
