"""The debt ledger as text, CSV or JSON: a row for each unit, scope and class; amounts as decimal text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from govaudit.finance.debt_ledger import AMOUNTS, CONTINGENT, TOTAL
from govaudit.model import SCHEMA_VERSION, Text, iso, to_human, to_text
from govaudit.report.labels import word
from govaudit.report.names import Names
from govaudit.report.renderers.csv_out import csv_table
from govaudit.report.renderers.terminal import clean
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket import Docket
    from govaudit.finance.debt_ledger import LedgerEntry

_MONEY = AMOUNTS[:-1]
_COLUMNS = ("unit", "year", "scope", "kind", "currency", *AMOUNTS)
_HEADS = words("figures", "ledger")
_TOTAL = Text("合计", "total")
_PAID = Text(
    "还本按还款计划和付款记录计；没有一笔债务付款记录的，视为按计划偿还。",
    "Repaid by the schedules and the payments on record; where no payment of any debt is on record all count as repaid to plan.",
)
_SCOPE = {"own": Text("本单位", "own"), "all": Text("含下级", "with those below")}


def write_ledger(form: str, entries: Sequence[LedgerEntry], docket: Docket, year: int, as_of: int, lang: str) -> str:
    """Return the ledger of a year in one of text, csv, json."""
    rows = [_row(entry, year) for entry in entries]
    if form == "csv":
        return csv_table(_COLUMNS, ([row[column] for column in _COLUMNS] for row in rows))
    if form == "json":
        document = {"schema_version": SCHEMA_VERSION, "as_of": iso(as_of), "ledger": rows}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return _text(entries, Names(docket, lang), year, lang)


def _row(entry: LedgerEntry, year: int) -> dict[str, Any]:
    amounts = {name: to_text(getattr(entry.sums, name), entry.currency) for name in _MONEY}
    return {"unit": entry.unit, "year": year, "scope": entry.scope, "kind": entry.kind, "currency": entry.currency, **amounts,
            "debts": entry.sums.debts}  # fmt: skip


def _text(entries: Sequence[LedgerEntry], names: Names, year: int, lang: str) -> str:
    lines = [Text(f"{year}年债务台账", f"debt ledger {year}").pick(lang)]
    shown = [
        name for name in _MONEY if any(getattr(entry.sums, name) for entry in entries) or name in {"opening", "closing"}
    ]
    kinds = [(entry, _kind(entry.kind, lang)) for entry in entries]
    rows = [
        [name, *(to_human(getattr(entry.sums, column), entry.currency) for column in shown)] for entry, name in kinds
    ]
    heads = ["", *(_HEADS[name].pick(lang) for name in shown)]
    widths = [max(cell_len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    at: tuple[str, str, str] | None = None
    for entry, row in zip(entries, rows, strict=True):
        if (entry.unit, entry.scope, entry.currency) != at:
            at = entry.unit, entry.scope, entry.currency
            currency = "" if entry.currency == "CNY" else f" {entry.currency}"
            lines += [
                "",
                clean(f"{names.title('orgs', entry.unit)} {_SCOPE[entry.scope].pick(lang)}{currency}"),
                _line(heads, widths),
            ]
        lines.append(_line(row, widths))
    if not entries:
        lines.append(Text("没有债务。", "There are no debts.").pick(lang))
    else:
        lines += ["", _PAID.pick(lang)]
    if any(entry.kind == CONTINGENT for entry in entries):
        lines.append(Text("或有债务单列，不计入合计。", "Contingent debt stands apart and is in no total.").pick(lang))
    return "\n".join(lines) + "\n"


def _kind(kind: str, lang: str) -> str:
    return _TOTAL.pick(lang) if kind == TOTAL else word(kind, ("debts", "kind")).pick(lang)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0] + " " * (widths[0] - cell_len(cells[0]))
    rest = (" " * (width - cell_len(cell)) + cell for cell, width in zip(cells[1:], widths[1:], strict=True))
    return "  ".join([first, *rest]).rstrip()
