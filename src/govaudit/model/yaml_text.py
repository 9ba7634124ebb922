"""YAML as text with line numbers and without surprises: every scalar stays text, aliases and repeated keys are refused.

Case files, rules and settings are all read here, so it stands below their rooms.
"""

from __future__ import annotations

from typing import Any

from govaudit.model.fault import Fault
from govaudit.model.text import Text


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

    from govaudit.model.yaml_values import value_of

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data.decode("utf-8-sig"))
        events = iter(loader.get_event, None)
        return [value_of(event, events, 0) for event in events if isinstance(event, yaml.NodeEvent)]
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
