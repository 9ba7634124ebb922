"""Lines for a terminal: cell widths of Chinese characters, wrapping by Chinese typographic habit, colour."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

if TYPE_CHECKING:
    from typing import TextIO

WIDTH = 100
# A run of half-width characters stays together; a full-width one may break on either side, except as below.
_TOKEN = re.compile(r"[ \t]+|[!-~\u00a0-\u024f]+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：？！）》」』】〉〕”’…％%)]},.;:!?")
_NOT_LAST = frozenset("（《「『【〈〔“‘([{")

# So much of a line goes to the next one for the sake of a mark that may not stand first: the word before it and its marks. More marks in
# a row are data, no sentence, and break anywhere.
_MOST_CARRIED = 6
_WEIGHTS = frozenset({"bold", "dim"})
# C0 and C1 controls: in data they could move the cursor or recolour the terminal.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def clean(text: str) -> str:
    """Return the text on one line without control characters."""
    return _CONTROLS.sub(" ", text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells; no line starts with closing or ends with opening punctuation."""
    text = clean(text)
    if cell_len(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line, used = "", 0
    for token in _TOKEN.findall(text):
        for piece in _pieces(token, width):
            cells = len(piece) if piece.isascii() else cell_len(piece)
            if used + cells <= width or not line.strip():
                line, used = line + piece, used + cells
                continue
            kept, carried = _carry(line, piece)
            if cell_len(carried) + cells > width:
                kept, carried = line, ""
            lines.append(kept.rstrip())
            line = (carried + piece).lstrip()
            used = cell_len(line)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(token: str, width: int) -> list[str]:
    """Cut a half-width run that is longer than a whole line (a path, a hash)."""
    return [token[start : start + width] for start in range(0, len(token), width)] if len(token) > width else [token]


def _carry(line: str, following: str) -> tuple[str, str]:
    """Split off what must go to the next line together with `following`."""
    whole, least = line + following, max(1, len(line) - _MOST_CARRIED)
    cut = len(line)
    while cut > least and (whole[cut] in _NOT_FIRST or whole[cut - 1] in _NOT_LAST):
        cut -= 1
    return line[:cut], line[cut:]


def pad(text: str, width: int) -> str:
    """Fill a text with spaces to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def hanging(label: str, text: str, indent: int, width: int) -> list[str]:
    """Return `label` and the wrapped text beside it, every line indented."""
    margin = " " * indent
    room = max(20, width - indent - cell_len(label))
    first, *rest = wrap(text, room)
    return [margin + label + first, *(margin + " " * cell_len(label) + line for line in rest)]


class Paint:
    """Colours text, or leaves it alone where colour is not wanted."""

    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text in the styles given, each a word such as bold or red."""
        if not self.color or not styles:
            return text
        colour = next((style for style in styles if style not in _WEIGHTS), None)
        return click.style(text, fg=colour, bold="bold" in styles or None, dim="dim" in styles or None)


def wants_color(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: a terminal, and NO_COLOR (no-color.org) not set."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()
