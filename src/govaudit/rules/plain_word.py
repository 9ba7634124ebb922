"""Attribute values as plain words, so that a rule's `true` meets a workbook's 是 and a JSON true."""

from __future__ import annotations

from decimal import Decimal

_YES = {"true", "yes", "y", "是", "√"}
_NO = {"false", "no", "n", "否"}


def plain(value: object) -> str | None:
    """Return the word a scalar stands for: true, false, the shortest form of a number, or the text; None when empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    text = "" if value is None else str(value).strip()
    if text.lower() in _YES:
        return "true"
    if text.lower() in _NO:
        return "false"
    return text or None


def matches(value: object, wanted: tuple[str | None, ...]) -> bool:
    """Whether a value, or one item of a list, is one of the wanted words; None stands for "not stated", * for anything stated."""
    words = [plain(item) for item in value] if isinstance(value, (list, tuple)) else [plain(value)]
    return any(word in wanted or (word is not None and "*" in wanted) for word in words or [None])
