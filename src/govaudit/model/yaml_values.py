"""Values built from the events of the YAML parser.

libyaml would nest its nodes by recursion in C, and some hundred kilobytes of `[[[[` would end the process. Here depth is bounded before
anything nests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from govaudit.model.fault import Fault
from govaudit.model.text import Text
from govaudit.model.yaml_text import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 40
_EMPTY = {"", "~", "null", "Null", "NULL"}  # YAML 1.1: what an unquoted scalar writes for nothing


def value_of(event: yaml.NodeEvent, events: Iterator[Any], depth: int) -> Any:
    """Read the value that `event` begins, taking the rest of it off `events`."""
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
        found.append(value_of(item, events, depth + 1))
    return found


def _mapping(line: int, events: Iterator[Any], depth: int) -> Mapping:
    found = Mapping()
    found.line, found.lines = line, {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        at = _line(event)
        key = value_of(event, events, depth + 1)
        if not isinstance(key, str) or key in found:
            raise Fault("repeated_key", Text(f"键重复或不是文字：{key}", f"the key is repeated or not text: {key}"),
                        Text("同一处每个键只写一次", "write each key once"), line=at)  # fmt: skip
        found[key], found.lines[key] = value_of(next(events), events, depth + 1), at
    return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
