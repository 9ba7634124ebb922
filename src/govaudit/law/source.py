"""Rule files as text with line numbers: every scalar stays text, so that a verdict never hangs on YAML's guesses."""

from __future__ import annotations

import re
from typing import Any

import yaml

from govaudit.model.problem import Place, Problem
from govaudit.model.text import Text

_LIMIT = 2**18
_EXAMPLES = re.compile(rb"^examples:.*\n(?:[ \t#-].*\n|\r?\n)*", re.MULTILINE)
_NULLS = {"", "~", "null", "Null", "NULL"}


class Lines(dict[str, Any]):
    """A mapping that knows the line it starts on and the line of each key, counted from 1."""

    line: int
    lines: dict[str, int]


def without_examples(data: bytes) -> bytes:
    """Leave out a rule's examples: half of its text, of no use to an audit. Line numbers stay."""
    return _EXAMPLES.sub(lambda block: b"\n" * block[0].count(b"\n"), data, count=1)


def read_yaml(data: bytes, file: str) -> Lines | Problem:
    """Read one rule file (one YAML mapping, UTF-8, no aliases), or say what is wrong with it."""
    if len(data) > _LIMIT:
        return _problem(
            file,
            1,
            Text("规则文件过大", "the rule file is too large"),
            Text("一个文件只写一条规则", "write one rule a file"),
        )
    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        found = _value(node) if node is not None else None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _problem(file, line, Text("不是UTF-8编码", "not UTF-8"), Text("另存为UTF-8", "save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _problem(file, mark.line + 1 if mark else 1, Text("YAML写法有误", f"not valid YAML: {error.problem}"),
                        Text("核对缩进、冒号和引号", "check indentation, colons and quotes"))  # fmt: skip
    except (yaml.YAMLError, RecursionError):
        return _problem(
            file,
            1,
            Text("YAML写法有误", "not valid YAML"),
            Text("核对控制字符与嵌套", "check control characters and nesting"),
        )
    if not isinstance(found, Lines):
        return _problem(file, 1, Text("不是规则：应为键和值", "not a rule: keys and values are needed"),
                        Text("格式见 docs/rules.md", "the format is in docs/rules.md"))  # fmt: skip
    return found


def _problem(file: str, line: int, what: Text, remedy: Text) -> Problem:
    return Problem("bad_rule_file", Place(file, row=line), what, remedy)


def _value(node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in _NULLS else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    found = Lines()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"the key {key} is repeated", problem_mark=key_node.start_mark)
        found.lines[key] = key_node.start_mark.line + 1
        found[key] = _value(value_node)
    return found
