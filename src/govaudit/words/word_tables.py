"""The words of the house: vocabularies and labels, each in Chinese and English, a topic a YAML file beside this one.

In: the topic and the table, `words("events", "types")`; `FILE.yaml` holds tables, a table words, a line each:

    pay: {zh: "付款", en: "payment", also: ["支付", "已支付"]}

Out: the words by key in the order of the file, which is that of drop-downs and of reports; `also` are other Chinese spellings, which
readers take and nobody writes. Only topics asked for are read, each once a process.

The files are YAML, but of this one form, so that a line is read by one pattern: a topic takes less than 1 ms, all of them 5, where a
YAML library takes 30, and no copy has to be kept in a cache. Every line is checked as it is read. Errors: ValueError with file and line
on any other form, a key or a spelling that stands twice, an empty word, `zh` without Chinese (but a word both languages write alike,
SHA-256), `en` with Chinese that is no quotation of `zh`; FileNotFoundError and KeyError for a topic or a table that is none.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from govaudit.model import Text

_STRING = r'"((?=[^\s"])[^"\\]*(?:\\.[^"\\]*)*)"'
_WORD = re.compile(
    rf'  ([A-Za-z][\w/-]*|"[^"\\]+"): {{zh: {_STRING}, en: {_STRING}(?:, also: (\["[^"\\]+"(?:, "[^"\\]+")*\]))?}}'
)
_TABLE = re.compile(r"([a-z_]+):")
_NO_LINE = re.compile(r" *(#.*)?")
_LATIN = re.compile("[A-Za-z]")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


class WordTable(dict[str, Text]):
    """The words of a table by key, in the order of its file; `also` holds the other Chinese spellings of some."""

    def __init__(self) -> None:
        super().__init__()
        self.also: dict[str, tuple[str, ...]] = {}

    def meanings(self) -> dict[str, str]:
        """Return the key that each Chinese name and spelling stands for; a name also listed as a spelling of another word means that one.

        ValueError where two words have one name, or list one spelling.
        """
        names = {text.zh: key for key, text in self.items()}
        others = {spelling: key for key, spellings in self.also.items() for spelling in spellings}
        if len(names) < len(self) or len(others) < sum(map(len, self.also.values())):
            msg = f"a name or a spelling stands for two words of {', '.join(self)}"
            raise ValueError(msg)
        return names | others


def words(topic: str, table: str) -> WordTable:
    """Return a table of a topic."""
    return _topic(topic)[table]


@cache
def _topic(name: str) -> dict[str, WordTable]:
    path = Path(__file__).with_name(f"{name}.yaml")
    return read_tables(path.read_text("utf-8"), path.name)


def read_tables(text: str, name: str) -> dict[str, WordTable]:
    """Read the tables of a file of words; `name` is said in errors."""
    tables: dict[str, WordTable] = {}
    table: WordTable | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if table is not None and (match := _WORD.fullmatch(line)):
            wrong = _add(table, *match.groups())
        elif (match := _TABLE.fullmatch(line)) and match[1] not in tables:
            table, wrong = tables.setdefault(match[1], WordTable()), None
        else:
            wrong = None if _NO_LINE.fullmatch(line) else "neither a new table nor a word of one"
        if wrong:
            msg = f"{name}, line {number}: {wrong}: {line}"
            raise ValueError(msg)
    return tables


def _add(table: WordTable, key: str, zh: str, en: str, also: str | None) -> str | None:
    """Add a word as written; return what is wrong with it."""
    if "\\" in zh or "\\" in en:
        zh, en = json.loads(f'["{zh}", "{en}"]')
    key = key.strip('"')
    if key in table:
        return "the key stands twice"
    text = table[key] = Text(zh, en)
    if not (_CHINESE.search(zh) or zh == en):
        return "zh holds no Chinese"
    if not (en.isascii() or _quotes(text)):
        return "en holds Chinese"
    if also:
        table.also[key] = tuple(json.loads(also))
        if len({zh, *table.also[key]}) <= len(table.also[key]):
            return "a spelling stands twice"
    return None


def _quotes(text: Text) -> bool:
    """Whether Chinese in English is a part of a sentence that quotes the other."""
    quoted = _CHINESE.findall(text.en)
    return not quoted or (_LATIN.search(text.en) is not None and all(run in text.zh for run in quoted))
