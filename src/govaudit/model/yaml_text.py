"""YAML as text with line numbers and without surprises: every scalar stays text, aliases and repeated keys are refused.

Case files, rules and settings are all read here, so it stands below their rooms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model.problem import Fault
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

_DEPTH = 40
_EMPTY = {"", "~", "null", "Null", "NULL"}  # YAML 1.1: what an unquoted scalar writes for nothing


class Mapping(dict[str, Any]):
    """A mapping that knows the line it starts on and the line of each key, counted from 1."""

    line: int = 1
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Return the line of a key."""
        return self.lines.get(key, self.line)


def load_documents(data: bytes, limit: int) -> list[Any]:
    """Read all documents of a file of at most `limit` bytes; Fault, with its line where known, when it cannot be used.

    A value is None, text, a list or a `Mapping`.
    """
    if len(data) > limit:
        raise Fault("file_too_large", Text(f"YAML文件超过{limit >> 10}KB", f"the YAML file is over {limit >> 10} KB"),
                    Text("拆成几个文件；大批量数据用CSV或Parquet", "split it; use CSV or Parquet for bulk data"))  # fmt: skip
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data.decode("utf-8-sig"))
        events = iter(loader.get_event, None)
        return [_value(event, events, 0) for event in events if isinstance(event, yaml.NodeEvent)]
    except UnicodeDecodeError as error:
        raise Fault("wrong_encoding", Text("不是UTF-8编码", "not UTF-8"), Text("另存为UTF-8", "save the file as UTF-8"),
                    line=data.count(b"\n", 0, error.start) + 1) from None  # fmt: skip
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Fault("bad_yaml", Text("YAML写法有误", f"not valid YAML: {error.problem}"),
                    Text("核对缩进、冒号和引号", "check indentation, colons and quotes"), line=mark.line + 1 if mark else None) from None  # fmt: skip
    except yaml.YAMLError:
        raise Fault("bad_yaml", Text("YAML写法有误", "not valid YAML"),
                    Text("删除控制字符", "remove control characters")) from None  # fmt: skip


def _value(event: yaml.NodeEvent, events: Iterator[Any], depth: int) -> Any:
    """Read the value that `event` begins, taking the rest of it off `events`.

    libyaml would nest its nodes by recursion in C, and some hundred kilobytes of `[[[[` would end the process: here depth is bounded
    before anything nests.
    """
    import yaml

    if event.anchor is not None:  # of an alias, too: they can blow a few lines up to gigabytes
        raise Fault("yaml_alias", Text("不接受YAML锚点和别名", "YAML anchors and aliases are not accepted"),
                    Text("把内容写全；文字以 & 或 * 开头时加引号", "write the content out; quote text that starts with & or *"), line=_line(event))  # fmt: skip
    if isinstance(event, yaml.ScalarEvent):
        nothing = event.value in _EMPTY and event.implicit[0]
        return None if nothing or event.tag == "tag:yaml.org,2002:null" else event.value
    if depth > _DEPTH:
        raise Fault("too_deep", Text("嵌套过深", "nested too deeply"), Text("核对缩进", "check the indentation"), line=_line(event))  # fmt: skip
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(_line(event), events, depth)
    found = []
    while not isinstance(item := next(events), yaml.SequenceEndEvent):
        found.append(_value(item, events, depth + 1))
    return found


def _mapping(line: int, events: Iterator[Any], depth: int) -> Mapping:
    import yaml

    found = Mapping()
    found.line, found.lines = line, {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        at = _line(event)
        key = _value(event, events, depth + 1)
        if not isinstance(key, str) or key in found:
            raise Fault("repeated_key", Text(f"键重复或不是文字：{key}", f"the key is repeated or not text: {key}"),
                        Text("同一处每个键只写一次", "write each key once"), line=at)  # fmt: skip
        found[key], found.lines[key] = _value(next(events), events, depth + 1), at
    return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
