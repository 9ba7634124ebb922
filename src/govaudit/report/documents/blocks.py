"""A document as data: sheets of headings, paragraphs, tables and figures, from which HTML, PDF and DOCX are all made.

A `str` is data and stays as written; a `Text` is a sentence of ours and is picked by language.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Words = str | Text
MOST_ROWS = 200  # of one table in a document; the workbook has them all
TITLE_BREAK = "\u200b"
_TITLE_LINE = 20  # characters of 22 pt in 156 mm
_DIGITS = "零一二三四五六七八九十"
_TEN = 10


def pick(words: Words, lang: str) -> str:
    """Return data as it stands, a sentence in its language."""
    return words.pick(lang) if isinstance(words, Text) else words


def title_lines(title: str) -> list[str]:
    """Cut a title that is too long for one line where its writer allowed it (a zero-width space)."""
    plain = title.replace(TITLE_BREAK, "")
    return [plain] if len(plain) <= _TITLE_LINE else title.split(TITLE_BREAK)


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese numerals, as headings are numbered: 三, 十二, 二十一."""
    tens, ones = divmod(number, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; level 1 一、 level 2 （一）, as GB/T 9704 numbers them."""

    level: Literal[1, 2]
    text: Text


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `note` is set smaller, under a table."""

    text: Words
    style: Literal["body", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values, a row each: the form of a record slip."""

    rows: tuple[tuple[Text, Words], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its caption (None where the heading just above says it); `widths` are relative; `total` counts the rows before the cap.

    A `dense` one is set small, its columns as wide as their numbers need.
    """

    caption: Text | None
    head: tuple[Text, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]
    total: int
    dense: bool = False

    @property
    def cap_note(self) -> Text | None:
        """Say what the cap left out, None when all rows are here."""
        shown = len(self.rows)
        if shown == self.total:
            return None
        return Text(
            f"仅列前{shown}条，共{self.total}条，全表见附件",
            f"only the first {shown} of {self.total} rows; the annexed workbook has them all",
        )


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A drawing (SVG) with its caption; `option` (JSON) draws the same on a page that runs scripts."""

    caption: Text
    svg: str
    option: str | None = None
    height: int = 300


Block = Heading | Para | Pairs | TableBlock | FigureBlock


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter, slip or report, or an annex; it starts on a page of its own.

    Forms of GB/T 9704: `document` has a red head and rule, `letter` the head of a 信函, `slip` and `annex` neither.
    `signature` lines stay blank for those who sign.
    """

    form: Literal["document", "letter", "slip", "annex"]
    title: Text
    as_of: Text
    blocks: tuple[Block, ...]
    mast: Text | None = None
    number: Words | None = None
    addressee: Words | None = None
    attachments: tuple[Text, ...] = ()
    signature: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is rendered: sheets, the day it speaks of (day number), the program that wrote it."""

    title: Text
    as_of: int
    program: str
    sheets: tuple[Sheet, ...]


@dataclass(slots=True)
class Page:
    """Collects the blocks of a sheet and numbers its headings."""

    blocks: list[Block] = field(default_factory=list)
    _counts: Counter[int] = field(default_factory=Counter)

    def heading(self, zh: str, en: str, level: Literal[1, 2] = 1) -> None:
        """Add a numbered heading."""
        self._counts[level] += 1
        if level == 1:
            self._counts[2] = 0
            text = Text(f"{numeral(self._counts[1])}、{zh}", f"{self._counts[1]}. {en}")
        else:
            text = Text(f"（{numeral(self._counts[2])}）{zh}", f"{self._counts[1]}.{self._counts[2]} {en}")
        self.blocks.append(Heading(level, text))

    def para(self, text: Words) -> None:
        """Add a paragraph of the body."""
        self.blocks.append(Para(text))

    def note(self, text: Words) -> None:
        """Add a smaller paragraph."""
        self.blocks.append(Para(text, "note"))

    def pairs(self, rows: Iterable[tuple[Text, Words | None]]) -> None:
        """Add labels and values; a row without a value is left out."""
        kept = tuple((label, value) for label, value in rows if value is not None and pick(value, "zh"))
        if kept:
            self.blocks.append(Pairs(kept))

    def table(
        self, caption: Text | None, head: Sequence[Text], rows: Sequence[Sequence[Words]], widths: Sequence[int]
    ) -> None:
        """Add a table of at most MOST_ROWS rows; an empty one is left out."""
        if rows:
            shown = tuple(tuple(row) for row in rows[:MOST_ROWS])
            self.blocks.append(TableBlock(caption, tuple(head), shown, tuple(widths), len(rows)))

    def figure(self, caption: Text, svg: str, option: str | None = None, height: int = 300) -> None:
        """Add a drawing."""
        self.blocks.append(FigureBlock(caption, svg, option, height))
