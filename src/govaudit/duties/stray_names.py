"""Rows that name a duty which is made here and not read (`<debt>/<n>`, `<instrument>/<rule>[#k]`), when there is none of that name.

The reader lets such names pass, as it knows neither schedules nor rules.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.docket import TABLES
from govaudit.docket.cases import instrument_of
from govaudit.docket.events import LeftOut
from govaudit.model import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket import Docket, Table

_NO_FLOW = Text("没有这一期还本付息", "there is no such payment of the debt")
_FLOWS = Text(
    "用 govaudit schedule 核对期次；还本付息已另写为义务的，引用该义务",
    "compare the numbers of govaudit schedule; where payments are stated as obligations name those",
)
_NO_DUTY = Text("没有规则产生这项法定义务", "no rule gives such a statutory duty")
_DUTIES = Text(
    "用 govaudit status 核对义务编号；其触发事件要在案，规则要适用于该文书",
    "compare the ids of govaudit status; its trigger has to be on record, and the rule to concern the instrument",
)


def without_strays(docket: Docket, excused: Mapping[str, Text | None], *, by_law: bool) -> tuple[Docket, list[Problem]]:
    """Return the docket without the rows that name a duty there is none of, and a problem for each.

    Names of statutory duties are looked at when they are all there (`by_law`). Those `excused` may come yet (None), or could not be
    computed for the reason given, which is a note: their rows stay.
    """
    known = {*docket["obligations"]["id"], *docket.elsewhere.get("obligations", ())}
    meant = known - _of_strays(docket, known) if by_law else known
    tables = []
    problems: list[Problem] = []
    left: list[LeftOut] = []
    for table in docket.tables.values():
        strays: set[int] = set()
        for column in (c.name for c in TABLES[table.name].columns.values() if "obligations" in c.refers):
            named = {row for row, value in enumerate(table[column]) if value is not None and value not in known}
            bad = {row for row in named - strays if by_law or instrument_of(table[column][row]) is None}
            for row in sorted(bad):
                value = table[column][row]
                if value not in excused:
                    strays.add(row)
                    problems.append(_problem(table, row, column, meant))
                elif (why := excused[value]) is not None:
                    problems.append(_note(table, row, column, why))
        tables += [table.without(strays)] if strays else []
        if table.name == "events":
            left += [LeftOut(table.row(row), table.places[row]) for row in sorted(strays)]
    if not tables:
        return docket, problems
    return replace(docket.with_tables(*tables), left_out=(*docket.left_out, *left)), problems


def _of_strays(docket: Docket, known: set[str]) -> set[str]:
    """Return the statutory duties that only events which name no duty there is gave rise to: nobody means those."""
    events, duties = docket["events"], docket["obligations"]
    strays = {
        key
        for key, duty in zip(events["id"], events["obligation"], strict=True)
        if duty is not None and duty not in known
    }
    return {key for key, trigger in zip(duties["id"], duties["trigger_event"], strict=True) if trigger in strays}


def _problem(table: Table, row: int, column: str, known: set[str]) -> Problem:
    value = table[column][row]
    place, instrument = table.places[row].at(column), instrument_of(value)
    if instrument is None:
        return Problem("missing_reference", place, _NO_FLOW, _FLOWS, value)
    near = difflib.get_close_matches(value, sorted(key for key in known if instrument_of(key) == instrument), 1)
    remedy = Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near else _DUTIES
    return Problem("missing_reference", place, _NO_DUTY, remedy, value)


def _note(table: Table, row: int, column: str, why: Text) -> Problem:
    what = Text(
        f"这项法定义务未能计算（{why.zh}），本行未使用",
        f"this statutory duty could not be computed ({why.en}): the row is not used",
    )
    return Problem(
        "duty_not_computed",
        table.places[row].at(column),
        what,
        Text("补上所缺事实", "state what is missing"),
        table[column][row],
        "note",
    )
