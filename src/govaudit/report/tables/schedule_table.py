"""Debt service schedules as rows: CSV, JSON or Parquet with the columns of the docket contract, or text with yearly totals."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from govaudit.duties import late_clause, late_factor
from govaudit.finance.debt_ledger import Fee
from govaudit.model import SCHEMA_VERSION, Text, half_up, iso, spoken_money, to_date, to_human, to_text
from govaudit.report.renderers.csv_out import guard
from govaudit.report.renderers.terminal import WIDTH, clean, wrap
from govaudit.schedules import by_year, portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from govaudit.finance.debt_ledger import Arrears, Costs
    from govaudit.schedules import Debt, Flow, Portfolio

    Schedules = Sequence[tuple[Debt, list[Flow]]]

COLUMNS = (
    "instrument", "n", "accrual_start", "accrual_end", "due_on", "pay_on", "rate", "balance_before", "interest", "principal", "total",
    "provisional",
)  # fmt: skip
_DAYS = ("accrual_start", "accrual_end", "due_on", "pay_on")


def write_schedule(form: str, schedules: Schedules, costs: Costs, as_of: int, lang: str) -> str | bytes:
    """Return the schedules as text, csv, json, or parquet (bytes); text and json with what loans cost beside them."""
    if form == "csv":
        return _csv(schedules)
    if form == "json":
        document = {
            "schema_version": SCHEMA_VERSION,
            "as_of": iso(as_of),
            "portfolio": [_indicators(c, portfolio(found, as_of)) for c, found in _currencies(schedules)],
            "flows": list(_rows(schedules)),
            "late": [_row(one, debt) for debt, _ in schedules for one in costs.late.get(debt.id, ())],
            "commitment_fees": [_row(one, debt) for debt, _ in schedules for one in costs.fees.get(debt.id, ())],
            "no_payment_recorded": [debt.id for debt, _ in schedules if debt.id in costs.unknown],
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if form == "parquet":
        return _parquet(schedules)
    return _text(schedules, costs, as_of, lang)


_MONEY = ("principal", "interest", "penalty", "compound", "undrawn", "fee")


def _row(one: Arrears | Fee, debt: Debt) -> dict[str, Any]:
    """Return what is late or not drawn of a debt, days inclusive; of what is late with the clause its interest rests on."""
    values = {name: to_text(value, debt.currency) if name in _MONEY else value for name, value in one._asdict().items()}
    if isinstance(one, Fee):
        return {"instrument": debt.id, **values, "start": iso(one.start), "end": iso(one.end - 1)}
    clause = late_clause(debt)
    return {
        "instrument": debt.id,
        **values,
        "late_factor": str(late_factor(debt)),
        "clause": {"zh": clause.zh, "en": clause.en},
    }


def _rows(schedules: Schedules) -> Iterator[dict[str, Any]]:
    """Yield each flow: days as YYYY-MM-DD, money as decimal text, the rate as written."""
    for debt, flows in schedules:
        for flow in flows:
            money = (
                to_text(minor, debt.currency)
                for minor in (flow.balance_before, flow.interest, flow.principal, flow.total)
            )
            days = (iso(getattr(flow, name)) for name in _DAYS)
            yield dict(
                zip(COLUMNS, (debt.id, flow.n, *days, format(flow.rate, "f"), *money, flow.provisional), strict=True)
            )


def _csv(schedules: Schedules) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(schedules):
        cells = row | {"instrument": guard(row["instrument"]), "provisional": "true" if row["provisional"] else "false"}
        writer.writerow(cells.values())
    return out.getvalue()


def _parquet(schedules: Schedules) -> bytes:
    """Write Parquet: days as date32, money and rate as decimal text."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = list(_rows(schedules))
    kinds = (
        dict.fromkeys(COLUMNS, pa.string())
        | dict.fromkeys(_DAYS, pa.date32())
        | {"n": pa.int32(), "provisional": pa.bool_()}
    )
    every = [flow for _, flows in schedules for flow in flows]
    columns = {
        name: [to_date(getattr(flow, name)) for flow in every] if name in _DAYS else [row[name] for row in rows]
        for name in COLUMNS
    }
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({name: pa.array(columns[name], kinds[name]) for name in COLUMNS}), sink)
    return bytes(sink.getvalue())


_HEADS = Text(
    "期次 起息 止息 付款日 年利率 期初余额 利息 本金 合计", "n from to paid rate balance interest principal total"
)
_YEAR_HEADS = Text("年度 利息 本金 合计", "year interest principal total")
_LEGEND = Text(
    "* 暂定：该日的节假日安排尚未公布，或利率尚未重定价。",
    "* provisional: holidays of that day not yet announced, or the rate not yet reset.",
)


_LATE_HEADS = Text("期次 未付本金 未付利息 逾期天数 罚息 复利", "n principal interest days penalty compound")
_ORDER = Text(
    "付款先抵本期利息，再抵本金，罚息、复利另计",
    "money pays the interest of the period, then principal; penalty and compound interest are claims beside it",
)
_FEE_HEADS = Text("期次 自 至 未提款 承诺费", "n from to undrawn fee")
_NO_PAYMENT = Text(
    "没有任何还款记录，是否逾期不明，未计罚息。",
    "No payment is on record: what is late is unknown, and no penalty is counted.",
)


def _costs(debt: Debt, costs: Costs, as_of: int, lang: str) -> list[str]:
    """Return what a loan costs beside its schedule."""
    lines: list[str] = []
    if late := costs.late.get(debt.id):
        said = (iso(as_of), late_clause(debt))
        heading = Text(f"截至{said[0]}逾期；{said[1].zh}；{_ORDER.zh}", f"late on {said[0]}; {said[1].en}; {_ORDER.en}")
        rows = [[str(one.n), to_human(one.principal, debt.currency), to_human(one.interest, debt.currency), str(one.days),
                 to_human(one.penalty, debt.currency), to_human(one.compound, debt.currency)] for one in late]  # fmt: skip
        lines += [*wrap(heading.pick(lang), WIDTH), *_table(_LATE_HEADS.pick(lang).split(), rows), ""]
    if fees := costs.fees.get(debt.id):
        rows = [[str(one.n), iso(one.start) or "", iso(one.end - 1) or "", to_human(one.undrawn, debt.currency), to_human(one.fee, debt.currency)] for one in fees]  # fmt: skip
        lines += [Text("承诺费", "commitment fee").pick(lang), *_table(_FEE_HEADS.pick(lang).split(), rows), ""]
    return [*lines, *([_NO_PAYMENT.pick(lang), ""] if debt.id in costs.unknown else [])]


def _text(schedules: Schedules, costs: Costs, as_of: int, lang: str) -> str:
    lines: list[str] = []
    for debt, flows in schedules:
        title = Text(f"{debt.id}：本金{to_human(debt.principal, debt.currency)}，{iso(debt.start)}起息，{iso(debt.end)}到期",
                     f"{debt.id}: principal {to_human(debt.principal, debt.currency)}, from {iso(debt.start)} to {iso(debt.end)}")  # fmt: skip
        lines += [
            clean(title.pick(lang)),
            *_table(_HEADS.pick(lang).split(), [_cells(flow, debt.currency) for flow in flows]),
            "",
            *_costs(debt, costs, as_of, lang),
        ]
    for currency, found in _currencies(schedules):
        totals = by_year(flow for _, flows in found for flow in flows)
        heading = Text("按付款年度合计", "by year of payment").pick(lang) + (
            "" if currency == "CNY" else f" {currency}"
        )
        rows = [[str(year), *(to_human(minor, currency) for minor in (t.interest, t.principal, t.total))] for year, t in totals.items()]  # fmt: skip
        lines += [
            clean(heading),
            *_table(_YEAR_HEADS.pick(lang).split(), rows),
            "",
            *_summary(currency, portfolio(found, as_of), as_of, lang),
        ]
    if any(flow.provisional for _, flows in schedules for flow in flows):
        lines.append(_LEGEND.pick(lang))
    if not schedules:
        lines.append(Text("没有债务。", "There are no debts.").pick(lang))
    return "\n".join(lines).rstrip("\n") + "\n"


def _currencies(schedules: Schedules) -> list[tuple[str, Schedules]]:
    """Return the schedules by currency, contingent debt left out: it is added to nothing."""
    owed = [one for one in schedules if one[0].kind != "contingent"]
    return [
        (currency, [one for one in owed if one[0].currency == currency])
        for currency in sorted({debt.currency for debt, _ in owed})
    ]


def _indicators(currency: str, found: Portfolio) -> dict[str, str | None]:
    """Return the indicators of a portfolio: money to the minor unit, shares, years and rate with six decimals."""
    measures = {name: getattr(found, name) for name in ("due_1y", "due_3y", "average_years", "average_rate")}
    shown = {name: None if value is None else _decimal(value, 6) for name, value in measures.items()}
    return {"currency": currency, "outstanding": to_text(found.outstanding, currency), **shown}


def _decimal(value: Fraction, places: int) -> str:
    scaled = half_up(value.numerator * 10**places, value.denominator)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}d}"


def _summary(currency: str, found: Portfolio, as_of: int, lang: str) -> list[str]:
    if found.due_1y is None or found.due_3y is None or found.average_years is None or found.average_rate is None:
        return []
    year, three, rate = (_decimal(value * 100, 2) for value in (found.due_1y, found.due_3y, found.average_rate))
    years, owed = _decimal(found.average_years, 2), spoken_money(found.outstanding, currency)
    said = Text(
        f"截至{iso(as_of)}按计划余额{owed.zh}，其中一年内到期{year}%，三年内{three}%；平均剩余期限{years}年，平均利率{rate}%。",
        f"Outstanding to plan on {iso(as_of)}: {owed.en}, {year} % of it due within a year, {three} % within three; {years} years to maturity and {rate} % a year on average.",
    )
    return [said.pick(lang), ""]


def _cells(flow: Flow, currency: str) -> list[str]:
    paid = f"{iso(flow.pay_on)}{'*' if flow.provisional else ''}"
    money = (to_human(minor, currency) for minor in (flow.balance_before, flow.interest, flow.principal, flow.total))
    return [
        str(flow.n),
        iso(flow.accrual_start) or "",
        iso(flow.accrual_end) or "",
        paid,
        format(flow.rate, "f"),
        *money,
    ]


def _table(heads: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(cell_len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    return [
        "  ".join(" " * (width - cell_len(cell)) + cell for cell, width in zip(row, widths, strict=True))
        for row in [heads, *rows]
    ]
