"""Rule files as text with line numbers: every scalar stays text, so that a verdict never hangs on YAML's guesses."""

from __future__ import annotations

import re

from govaudit.model.fault import Fault
from govaudit.model.problem import Place, Problem
from govaudit.model.text import Text
from govaudit.model.yaml_text import Mapping, load_documents

_LARGEST = 1 << 18  # bytes
_EXAMPLES = re.compile(rb"^examples:.*\n(?:[ \t#-].*\n|\r?\n)*", re.MULTILINE)


def without_examples(data: bytes) -> bytes:
    """Leave out a rule's examples: half of its text, of no use to an audit. Line numbers stay."""
    return _EXAMPLES.sub(lambda block: b"\n" * block[0].count(b"\n"), data, count=1)


def read_yaml(data: bytes, file: str) -> Mapping | Problem:
    """Read one rule file (one YAML mapping), or say what is wrong with it."""
    try:
        documents = load_documents(data, _LARGEST)
    except Fault as fault:
        return Problem("bad_rule_file", Place(file, row=fault.line or 1), fault.what, fault.remedy)
    if len(documents) == 1 and isinstance(documents[0], Mapping):
        return documents[0]
    return Problem("bad_rule_file", Place(file, row=1), Text("不是规则：应为键和值", "not a rule: keys and values are needed"),
                   Text("一个文件写一条规则，格式见 docs/rules.md", "write one rule a file; the format is in docs/rules.md"))  # fmt: skip
