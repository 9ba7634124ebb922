"""How articles are cited: 第四十六条 in Chinese, art. 46 in English, whichever way they were written down."""

from __future__ import annotations

import re

from govaudit.model import Fault, Mapping, Place, Problem, Text, load_documents

_DIGITS = "零一二三四五六七八九"
_UNITS = {"条": "art.", "款": "para.", "项": "item", "章": "chapter", "节": "section"}
_NUMBER = rf"(\d+|[{_DIGITS}十百]+)"
_PART = re.compile(rf"第{_NUMBER}([{''.join(_UNITS)}])(之{_NUMBER})?")
_HEADING = re.compile(rf"[{_DIGITS}十]+(（[{_DIGITS}十]+）)*\d*")


def in_chinese(number: int) -> str:
    """Write 1 to 999 as articles are numbered: 10 is 十, 46 四十六, 110 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def in_digits(text: str) -> int:
    """Read a number of an article, in digits or Chinese: 四十六 is 46."""
    if text.isdigit():
        return int(text)
    total = last = 0
    for char in text:
        if char in "十百":
            total, last = total + (last or 1) * (10 if char == "十" else 100), 0
        else:
            last = _DIGITS.index(char)
    return total + last


def article_text(raw: object) -> str:
    """Write an article the one way it is kept: 46, 第46条 and 第四十六条 are 第四十六条; anything else stays as written."""
    text = "、".join(f"第{part}条" if part.isdigit() else part for part in str(raw).split("、"))
    return _PART.sub(_kept, text)


def _kept(part: re.Match[str]) -> str:
    number, unit, _, more = part.groups()
    return f"第{in_chinese(in_digits(number))}{unit}" + (f"之{in_chinese(in_digits(more))}" if more else "")


def cited(article: str) -> Text:
    """Return an article as it is cited in each language: 第三十一条第三项, art. 31 item 3; a heading 二（一）4 is sec. 2(1)4.

    A number alone (46, or 12.3 of a contract) is an article; in Chinese all else stays as written.
    """
    if _HEADING.fullmatch(article):
        numbers = re.sub(rf"[{_DIGITS}十]+", lambda match: str(in_digits(match[0])), article)
        return Text(article, f"sec. {numbers.replace('（', '(').replace('）', ')')}")
    if article[:1].isdigit():
        return Text(f"第{article}条", f"art. {article}")
    return Text(article, _english(article))


def _english(text: str) -> str:
    """Write 第…条第…款 with numbers; several articles share one 'art.'; words nobody can number stay as written."""
    cites = []
    for listed in text.split("、"):
        parts = list(_PART.finditer(listed))
        if not parts or "".join(part[0] for part in parts) != listed:
            return text
        cites.append(" ".join(f"{_UNITS[part[2]]} {_numbered(part)}" for part in parts))
    shared = all(cite.startswith("art. ") for cite in cites)
    return "art. " + ", ".join(cite[5:] for cite in cites) if shared else ", ".join(cites)


def _numbered(part: re.Match[str]) -> str:
    return str(in_digits(part[1])) + (f"-{in_digits(part[4])}" if part[4] else "")


# --- Rule files as text with line numbers: every scalar stays text, so that a verdict never hangs on YAML's guesses

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
