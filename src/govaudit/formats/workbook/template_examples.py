"""The worked rows of the template workbook: one or two a table, tied together, with ids that start with 示例-.

The template writes them and the readers leave them out while they are untouched; a changed one is data.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from govaudit.docket.labels import OPEN_ZH, ZH_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORKED_ID = "示例-"  # what their ids start with
WORKED: dict[str, list[dict[str, Any]]] = {
    "instruments": [{
        "id": "示例-合同1", "domain": "procurement", "kind": "contract", "title": "示例：办公设备采购合同", "authority": "示例-机构1",
        "counterparty": "示例-机构2", "signed_on": dt.date(2026, 3, 2), "amount": 580000, "status": "履行中",
    }],
    "obligations": [{
        "id": "示例-义务1", "instrument": "示例-合同1", "title": "示例：验收合格后30日内付款", "bearer": "示例-机构1",
        "beneficiary": "示例-机构2", "action": "pay", "anchor": "accepted", "n": 30, "unit": "day", "amount": 580000, "clause": "第6条",
    }],
    "events": [{
        "id": "示例-事件1", "obligation": "示例-义务1", "type": "accepted", "occurred_on": dt.date(2026, 4, 10),
        "evidence": "示例-证据1", "note": "示例：验收报告",
    }],
    "orgs": [
        {"id": "示例-机构1", "name": "示例市某局", "kind": "department", "level": "department"},
        {"id": "示例-机构2", "name": "示例某公司", "kind": "company", "level": "company"},
    ],
    "posts": [{"id": "示例-岗位1", "org": "示例-机构1", "title": "局长", "rank": "head"}],
    "persons": [{"id": "示例-人员1", "name": "（姓名）", "status": "serving"}],
    "tenures": [{
        "id": "示例-任期1", "post": "示例-岗位1", "person": "示例-人员1", "start": dt.date(2024, 5, 20), "kind": "substantive",
    }],
    "assignments": [{"id": "示例-分工1", "post": "示例-岗位1", "role": "responsible", "obligation": "示例-义务1"}],
    "evidence": [{"id": "示例-证据1", "title": "示例：验收报告", "locator": "档案室2026-15号", "issued_on": dt.date(2026, 4, 10)}],
    "fiscal": [{"unit": "示例-机构1", "year": 2025, "basis": "final", "item": "general_budget_expenditure", "value": 1234567890}],
    "debts": [{
        "id": "示例-债券1", "unit": "示例-机构1", "kind": "special", "principal": 100000000, "start": dt.date(2025, 6, 10),
        "end": dt.date(2035, 6, 10), "rate": 0.0231, "freq": 2, "purpose": "示例：污水处理厂",
    }],
}  # fmt: skip
_KEYS = {table: {next(iter(row.values())) for row in rows} for table, rows in WORKED.items()}


def is_worked(table: str, raw: Mapping[str, Any]) -> bool:
    """Tell whether a row is an untouched worked row of its table; `raw` holds the cells that are filled."""
    key = raw.get(_key_column(table))
    # The key rules out nearly every row at once.
    return key in _KEYS.get(table, ()) and any(_same(table, row, raw) for row in WORKED[table])


def perhaps_worked(table: str, cells: Mapping[str, Sequence[Any]]) -> list[int]:
    """Return the rows of a block, its cells given by column, that have the key of a worked row."""
    keys, column = _KEYS.get(table, set()), cells.get(_key_column(table), ())
    return [] if keys.isdisjoint(column) else [row for row, key in enumerate(column) if key in keys]


def _key_column(table: str) -> str:
    return "unit" if table == "fiscal" else "id"


def _same(table: str, expected: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    return raw.keys() == expected.keys() and all(
        _plain(raw[name]) in {_plain(value), ZH_WORDS.get(value), OPEN_ZH.get((table, name), {}).get(value)}
        for name, value in expected.items()
    )


def _plain(value: Any) -> str:
    """Write a cell so that 30, 30.0 and "30" compare as equal."""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
