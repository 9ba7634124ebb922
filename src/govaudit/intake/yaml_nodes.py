"""YAML with line numbers and without surprises: every scalar stays text, aliases and repeated keys are refused."""

from __future__ import annotations

from typing import Any

import yaml

from govaudit.model.fault import Fault
from govaudit.model.text import Text

_LIMIT = 32 * 2**20
_DEPTH = 40


class Mapping(dict[str, Any]):
    """A mapping that knows the line it starts on and the line of each key, counted from 1."""

    line: int = 1
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Return the line of a key."""
        return self.lines.get(key, self.line)


def _fault(code: str, what: Text, remedy: Text, line: int | None = None) -> Fault:
    fault = Fault(code, what, remedy)
    fault.line = line  # type: ignore[attr-defined]
    return fault


def load_documents(data: bytes) -> list[Any]:
    """Read all documents; Fault (with a `line` where known) when the file cannot be used."""
    if len(data) > _LIMIT:
        raise _fault("file_too_large", Text("YAML文件超过32MB", "the YAML file is over 32 MB"),
                     Text("大批量数据用CSV或Parquet", "use CSV or Parquet for bulk data"))  # fmt: skip
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _fault(
            "wrong_encoding", Text("不是UTF-8编码", "not UTF-8"), Text("另存为UTF-8", "save the file as UTF-8"), line
        ) from None
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return [_value(node, 0) for node in yaml.compose_all(_no_aliases(text, loader), Loader=loader)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.line + 1 if mark else None
        raise _fault("bad_yaml", Text("YAML写法有误", f"not valid YAML: {error.problem}"),
                     Text("核对缩进、冒号和引号", "check indentation, colons and quotes"), at) from None  # fmt: skip
    except (yaml.YAMLError, RecursionError):
        raise _fault(
            "bad_yaml",
            Text("YAML写法有误", "not valid YAML"),
            Text("核对控制字符与嵌套", "check control characters and nesting"),
        ) from None


def _no_aliases(text: str, loader: Any) -> str:
    """Refuse aliases before anything is composed: they can blow a few lines up to gigabytes."""
    if "*" in text or "&" in text:
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken)):
                raise _fault("yaml_alias", Text("不接受YAML锚点和别名", "YAML anchors and aliases are not accepted"),
                             Text("把内容写全；文字以 & 或 * 开头时加引号", "write the content out; quote text that starts with & or *"), token.start_mark.line + 1)  # fmt: skip
    return text


def _value(node: yaml.Node, depth: int) -> Any:
    line = node.start_mark.line + 1
    if depth > _DEPTH:
        raise _fault("too_deep", Text("嵌套过深", "nested too deeply"), Text("核对缩进", "check the indentation"), line)
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, depth + 1) for item in node.value]
    return _mapping(node, line, depth)


def _mapping(node: yaml.Node, line: int, depth: int) -> Mapping:
    found = Mapping()
    found.line, found.lines = line, {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else None
        at = key_node.start_mark.line + 1
        if key is None or key in found:
            raise _fault("repeated_key", Text(f"键重复或不是文字：{key}", f"the key is repeated or not text: {key}"),
                         Text("同一处每个键只写一次", "write each key once"), at)  # fmt: skip
        found[key], found.lines[key] = _value(value_node, depth + 1), at
    return found
