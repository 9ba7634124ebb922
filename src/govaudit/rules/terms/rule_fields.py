"""The kinds of value a rule file holds: sentences in two languages, dated values, exact numbers, words."""

from __future__ import annotations

import datetime as dt
import operator
from dataclasses import field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from govaudit.model import Fault, Record, Text, Written, checked_record, to_date
from govaudit.rules.article import article_text
from govaudit.rules.rule_words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

Confidence = Literal["verified", "recalled", "doubtful"]
Unit = Literal["day", "workday", "week", "month", "year"]
Roll = Literal["following", "none", "preceding", "modified_following"]
T = TypeVar("T")


def _text(raw: object) -> object:
    if isinstance(raw, Text):
        return raw
    if (
        not isinstance(raw, dict)
        or set(raw) != {"zh", "en"}
        or not all(isinstance(v, str) and v.strip() for v in raw.values())
    ):
        raise Fault("text_in_two_languages", Text("需要中文和英文两句", "a sentence in Chinese and one in English are needed"),
                    Text("写成 {zh: …, en: …}", "write {zh: …, en: …}"))  # fmt: skip
    return Text(raw["zh"], raw["en"])


def _number(raw: object) -> object:
    """Read an exact number; 10% is 0.1."""
    text = str(raw).strip()
    try:
        return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Fault("bad_number", Text("应为数字或百分数", "a number or a percentage is needed"),
                    Text("写成 0.1 或 10%", "write 0.1 or 10%")) from None  # fmt: skip


def _words(raw: object) -> object:
    """Take one word or a list of them."""
    items = raw if isinstance(raw, (list, tuple)) else [raw]
    return tuple(plain(item) for item in items)


def listed(raw: object) -> object:
    """Take one item or a list of them."""
    return raw if isinstance(raw, (list, tuple)) else [raw]


_SENTENCE = {
    "type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"], "additionalProperties": False,
}  # fmt: skip
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_SCALARS = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_NAME: dict[str, Any] = {"type": ["string", "integer"]}  # an editor reads the region 370200 as a number
_STRINGS = {"anyOf": [_NAME, {"type": "array", "items": _NAME}]}

Sentence = Annotated[Text, Written(_text, _SENTENCE)]
Exact = Annotated[Decimal, Written(_number, {"type": ["number", "string"]})]
Words = Annotated[tuple[str | None, ...], Written(_words, _SCALARS)]
Names = Annotated[tuple[str, ...], Written(listed, _STRINGS)]
Article = Annotated[str, Written(article_text, {"type": ["string", "integer"]})]
Dated = dict[dt.date, T | None]


@checked_record
class Period(Record):
    """A length of time. `start` says whether the first day counts (R2), `roll` what a last day off does (R5)."""

    n: Annotated[int, Written(ge=0)]
    unit: Unit
    start: Literal["exclude", "include"] = "exclude"
    roll: Roll = "following"
    confidence: Confidence = "verified"


@checked_record
class Within(Period):
    """A time limit; `agreed` names the attribute holding the contract's own number, `at_most` what it may not pass.

    `names_date`: the text names a date ("before 31 March"), reached by counting n units; no period that ends (A1, A2).
    """

    agreed: str | None = None
    at_most: int | None = None
    names_date: bool = False


@checked_record
class MeasureLine(Record):
    """The value a measure is held against, in the measure's unit; within `tolerance` beyond it: review, no breach."""

    value: Exact
    tolerance: Exact = Decimal(0)
    confidence: Confidence = "verified"


Compare = Literal[">", ">=", "<", "<="]
COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


def in_force(values: Mapping[dt.date, T | None], day: int) -> T | None:
    """Return the value in force on a day: the latest that starts on or before it; None before the first or after a repeal."""
    found = None
    for start in sorted(values):
        if start > to_date(day):
            break
        found = values[start]
    return found


@checked_record
class Interest(Record):
    """Late interest: `mode` of the obligations table, a rate a day or a year; `agreed` names the contract's own rate."""

    mode: Literal["floating", "fixed_at_breach", "semester", "fixed_at_contract"]
    rate: Exact
    per: Literal["day", "year"]
    basis: int = 365
    agreed: str | None = None


@checked_record
class InPlaceOf(Record):
    """What a rule of payment stands back for: stated duties of this action that pay for the same thing (R25.4)."""

    action: str


@checked_record
class Unsettled(Record):
    """Instruments signed before a day, of which no transitional clause says whether the older law still holds (T9).

    `where` narrows it to those the older law would let be. What they do is a warning, for the reason `why`.
    """

    signed_before: dt.date
    where: dict[str, Words] = field(default_factory=dict)
    why: Sentence


# --- An example of a rule: a few facts, a day, and the verdict expected; every example is run as a test

Word = Literal["kept", "pending", "breach", "warning", "not_applicable", "not_computable"]


@checked_record
class Expected(Record):
    """The figures expected of a deadline: days of breach, due date, late interest in yuan."""

    breach_days: int
    due_on: dt.date | None = None
    interest: Exact | None = None


@checked_record
class ExampleCase(Record):
    """The facts of an example, and the day it is judged at.

    `events`: type -> date, {on, amount, cause, evidence}, or a list of these. `instrument`: further columns.

    `rows`: rows of other tables, table -> list of rows in the words of the docket (the instrument is `X`, its
    authority `authority`, the other side `counterparty`). Amounts are yuan.
    """

    name: Sentence
    events: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    amount: Exact | None = None
    instrument: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    as_of: dt.date


@checked_record
class Example(ExampleCase):
    """A case, and the verdict of a rule of law on it."""

    expect: Word | Expected


@checked_record
class Shown(ExampleCase):
    """A case in which the whole audit finds what a built-in rule says, or one much like it in which it does not.

    `rules`: the published rules of law that apply in it, none where none is named.
    """

    rules: Names = ()
    expect: Literal["found", "not_found"]
