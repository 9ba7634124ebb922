"""Back-tests as rows: how often each signal was followed by an event, over all units and years. A table, not a probability."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govaudit.model import SCHEMA_VERSION, Text, half_up
from govaudit.report.renderers.csv_out import csv_table
from govaudit.report.renderers.terminal import clean, hanging, pad
from govaudit.report.tables.ratios_table import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.finance.warning import Confusion
    from govaudit.rules.kinds import Signal

COLUMNS = (
    "rule", "hit", "false_alarm", "missed", "quiet", "noise_to_signal", "missed_share", "false_share", "misclassified", "power",
    "event_given_signal", "event_rate",
)  # fmt: skip
_COUNTS = COLUMNS[1:5]
_HEADS = (
    Text("命中", "hits"), Text("误报", "false"), Text("漏报", "missed"), Text("无事", "quiet"), Text("噪声信号比", "noise/signal"),
    Text("漏报率%", "missed %"), Text("误报率%", "false %"), Text("信号后发生%", "event after %"),
)  # fmt: skip
_NOTE = Text(
    "事件：次年突破限额、债务逾期或债务率升档。各单位各年度合并统计；事件少时只是一张表，不是概率。",
    "An event: a limit broken, debt overdue or the debt ratio a band up in the years after. All units and years pooled; with few events "
    "this is a table, not a probability.",
)


def write_backtest(form: str, found: Sequence[tuple[Signal, Confusion]], lang: str) -> str:
    """Write the tables as text, csv or json; shares are percentages with four decimals, the noise-to-signal ratio has six."""
    rows = [_row(rule, counts) for rule, counts in found]
    if form == "csv":
        return csv_table(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    if form == "json":
        named = [
            row | {"title": {"zh": rule.title.zh, "en": rule.title.en}}
            for row, (rule, _) in zip(rows, found, strict=True)
        ]
        document = {"schema_version": SCHEMA_VERSION, "backtest": named}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return _text(found, rows, lang)


def _row(rule: Signal, counts: Confusion) -> dict[str, str | int | None]:
    shares = {name: number(getattr(counts, name), "share") for name in COLUMNS[6:]}
    tally = {name: getattr(counts, name) for name in _COUNTS}
    return {"rule": rule.id, **tally, "noise_to_signal": _six(counts.noise_to_signal), **shares}


def _six(value: Fraction | None) -> str | None:
    if value is None:
        return None
    millionths = half_up(value.numerator * 10**6, value.denominator)
    return f"{millionths // 10**6}.{millionths % 10**6:06}"


def _text(found: Sequence[tuple[Signal, Confusion]], rows: Sequence[dict[str, str | int | None]], lang: str) -> str:
    shown = (*_COUNTS, "noise_to_signal", "missed_share", "false_share", "event_given_signal")
    lines = [pad("", 8) + "".join(pad(head.pick(lang), 15) for head in _HEADS)]
    for row, (rule, _) in zip(rows, found, strict=True):
        lines.append(pad(rule.id, 8) + "".join(pad("-" if row[name] is None else str(row[name]), 15) for name in shown))
        lines += hanging("", clean(rule.title.pick(lang)), 8, 120)
    return "\n".join([*lines, "", *hanging("", _NOTE.pick(lang), 0, 100)]) + "\n"
