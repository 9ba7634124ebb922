"""An example of a rule: a few facts, a day, and the verdict expected; every example is run as a test."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from typing import Any, Literal

from govaudit.law.fields import Exact, Names, Sentence
from govaudit.model.checked import Record, record

Word = Literal["kept", "pending", "breach", "warning", "not_applicable", "not_computable"]


@record
class Expected(Record):
    """The figures expected of a deadline: days of breach, due date, late interest in yuan."""

    breach_days: int
    due_on: dt.date | None = None
    interest: Exact | None = None


@record
class Case(Record):
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


@record
class Example(Case):
    """A case, and the verdict of a rule of law on it."""

    expect: Word | Expected


@record
class Shown(Case):
    """A case in which the whole audit finds what a built-in rule says, or one much like it in which it does not.

    `rules`: the published rules of law that apply in it, none where none is named.
    """

    rules: Names = ()
    expect: Literal["found", "not_found"]
