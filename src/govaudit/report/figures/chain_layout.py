"""What both drawings share: the font, the ids of nodes, and text measured in columns (Unicode TR 11)."""

from __future__ import annotations

import re
import unicodedata

FONT = "Noto Sans CJK SC"
_CLOSING = frozenset("，。、；：？！）》」』】”’…")  # never first on a line
_PIECE = re.compile(r"[!-~]+|\s|.", re.DOTALL)


def width(text: str) -> int:
    """Return the number of columns a text takes; combining marks take none."""
    return sum(_column(char) for char in text)


def _column(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """Fill with spaces up to a number of columns."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: anywhere between Chinese characters, Latin words where possible."""
    lines, line = [], ""
    for piece in (part for found in _PIECE.findall(text) for part in _cut(found, columns)):
        room = columns + 2 if piece in _CLOSING else columns
        if piece == "\n" or (line and width(line) + width(piece) > room):
            lines.append(line.rstrip())
            line = "" if piece.isspace() else piece
        elif line or not piece.isspace():
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _cut(piece: str, columns: int) -> list[str]:
    return [piece[start : start + columns] for start in range(0, len(piece), columns)]


def shorten(text: str, columns: int) -> str:
    """Cut a text to so many columns, with an ellipsis where something is lost."""
    if width(text) <= columns:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > columns - 1:
            break
        kept += char
    return kept + "…"


def node_id(kind: str, key: str) -> str:
    """Return the id of a node: `n_`, its kind, and its key with everything but letters and digits written as code points."""
    return f"n_{kind}_" + re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", key)
