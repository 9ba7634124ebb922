"""Dates and amounts of an entity, each fault named at its JSON pointer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.cells.cell_values import read_money
from govaudit.formats.ocds.entity import text_of
from govaudit.formats.ocds.release_dates import PLACEHOLDERS, ReleaseMoment, moment
from govaudit.model import Fault, Text, iso

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.model import Place

_CURRENCIES = dict.fromkeys(("RMB", "CNH", "YUAN", "RENMINBI", "人民币", "人民币元", "元", "¥", "￥"), "CNY")
_FORMS = {"no_time": "date_without_time", "no_zone": "date_without_zone"}


class Dated(NamedTuple):
    """A date and the release that states it."""

    moment: ReleaseMoment
    release: Release

    @property
    def day(self) -> int:
        """Its civil day in its own offset."""
        return self.moment.day


class Money(NamedTuple):
    """An exact amount in major units of its currency (ISO 4217)."""

    amount: Decimal
    currency: str


def dates(entity: Entity | None, *names: str) -> list[Dated]:
    """Return every statement of a date, oldest first; what is not a date is a problem, a placeholder is not stated."""
    if entity is None:
        return []
    found = []
    for value, release, place in entity.history(*names):
        read = _date(entity, value, place)
        if read is not None:
            found.append(Dated(read, release))
    return found


def date(entity: Entity | None, *names: str) -> ReleaseMoment | None:
    """Return the newest statement of a date."""
    found = dates(entity, *names)
    return found[-1].moment if found else None


def _date(entity: Entity, value: Any, place: Place) -> ReleaseMoment | None:
    if value is None:
        return None
    if str(value).startswith(PLACEHOLDERS):
        entity.run.note("placeholder_date", place, value)
        return None
    read = moment(value)
    if read is None:
        entity.run.problem("bad_date", place, Text("不是有效日期", "not a date"),
                               Text("写成 2026-03-31T00:00:00+08:00", "write 2026-03-31T00:00:00+08:00"), value)  # fmt: skip
    elif read.form in _FORMS:
        entity.run.note(_FORMS[read.form], place, value)
    return read


def money(entity: Entity | None) -> Money | None:
    """Return the newest amount of a Value object {amount, currency}; None when none is stated or it cannot be read."""
    if entity is None:
        return None
    raw, currency = entity.get("amount"), currency_of(entity)
    place = entity.under("amount")
    if raw is None:
        return None
    if currency is None:
        entity.run.problem(
            "no_currency",
            place,
            Text("金额没有币种", "an amount without a currency"),
            Text("补充 currency", "add currency"),
            raw,
        )
        return None
    return exact(entity, raw, currency, place)


def currency_of(entity: Entity | None, *names: str) -> str | None:
    """Return the currency of a value as its code (ISO 4217); what people write for the yuan is CNY, and said."""
    written = entity.text(*(names or ("currency",))) if entity is not None else None
    if entity is None or written is None:
        return None
    code = _CURRENCIES.get(written.strip().upper(), written.strip().upper())
    if code != written:
        entity.run.note("currency_word", entity.under("currency"), f"{written} → {code}")
    return code


def exact(entity: Entity, raw: Any, currency: str, place: Place) -> Money | None:
    """Read one amount; a problem when it is no number or finer than the currency's minor unit."""
    if isinstance(raw, str):
        entity.run.note("amount_is_text", place, raw)
    try:
        read_money(raw, currency, None)
        return Money(Decimal(str(raw).strip().replace(",", "")), currency)
    except Fault as fault:
        entity.run.problem(fault.code, place, fault.what, fault.remedy, raw)
    except ArithmeticError:
        entity.run.problem("text_in_number", place, Text("应为数字", "a number is needed here"),
                               Text("只写数字，不带单位和符号", "write digits only, without unit or sign"), raw)  # fmt: skip
    return None


def money_columns(value: Money | None) -> dict[str, str]:
    """Return the columns `amount` and `currency` of a row."""
    return {} if value is None else {"amount": text_of(format(value.amount, "f")), "currency": value.currency}


def day_text(day: int | None) -> str | None:
    """Write a day as YYYY-MM-DD."""
    return iso(day)
