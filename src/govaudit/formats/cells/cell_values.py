"""One cell: what a person or a program wrote, read as the value its column holds.

Each reader of a kind takes the raw value (str, int, float, Decimal, bool, date, datetime, list, dict) and returns
the typed value; `Fault` says what is wrong and what to do. Nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from govaudit.docket.labels import ALSO_ZH, ZH_WORDS
from govaudit.formats.cells.rate_cells import read_rate
from govaudit.model import (
    LARGEST,
    UNITS,
    Fault,
    PartialDate,
    Text,
    civil_day,
    iso,
    partial_date,
    to_day,
    to_minor,
    zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket import Column

_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:(?:-|/|\.|月)(\d{1,2})日?|月)?$")
_YEAR = re.compile(r"(\d{4})年?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d{1,2})?$")
_MONEY = re.compile(r"(?:[¥￥]\s*)?([^\s万亿元百千]+)\s*(万元|亿元|百万元|千万元|万|亿|元)?$")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::00)?|[时点](?:(\d{1,2})分)?)$")
_HOUR, _MIDNIGHT = 60, 24 * 60  # minutes
_PLACEHOLDERS = {"9999-12-31", "2999-12-31", "1900-01-01", "1899-12-30", "0001-01-01", "0000-00-00", "1900-01-00"}
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_LONGEST_NUMBER, _HIGHEST_POWER = 400, 99  # characters, and powers of ten
_SERIALS = range(18264, 91313)  # Excel serials of 1950-01-01 to 2149-12-31
_SERIAL_ZERO = to_day(dt.date(1899, 12, 30))
_TRUE = {"true", "yes", "y", "1", "是", "√"}
_FALSE = {"false", "no", "n", "0", "否"}


def _text(raw: Any) -> str:
    """Write a raw cell as text; 30.0 as a person sees it, 30."""
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return str(raw).strip()


def _parts(text: str) -> tuple[int, ...] | None:
    """Split a written date into year[, month[, day]]; None when it is not shaped like a date."""
    for pattern in (_DATE, _COMPACT, _YEAR):
        if match := pattern.match(text):
            return tuple(int(part) for part in match.groups() if part)
    return None


def _check_date(text: str, day: int, year: int) -> int:
    if text in _PLACEHOLDERS or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Fault("placeholder_date", Text("这是占位日期，不是真实日期", "this is a placeholder, not a date"),
                    Text("不知道日期时留空", "leave the cell empty when the date is not known"))  # fmt: skip
    return day


def _bad_date() -> Fault:
    return Fault("bad_date", Text("不是有效日期", "not a date"),
                 Text("写成 2026-03-31、2026/3/31 或 2026年3月31日", "write 2026-03-31, 2026/3/31 or 2026年3月31日"))  # fmt: skip


def _impossible() -> Fault:
    return Fault("impossible_date", Text("没有这一天", "there is no such day"),
                 Text("核对年、月、日", "check the year, month and day"))  # fmt: skip


def _serial(raw: Any) -> int | None:
    """Read an Excel serial number as a day number; None when it is not one."""
    text = _text(raw)
    if re.fullmatch(r"\d{5}", text) and int(text) in _SERIALS:
        return _SERIAL_ZERO + int(text)
    return None


def read_date(raw: Any, _column: Column | None = None) -> int:
    """Read a civil date as days since 1970-01-01."""
    if isinstance(raw, dt.datetime):
        return _check_date(raw.date().isoformat(), to_day(raw.date()), raw.year)
    if isinstance(raw, dt.date):
        return _check_date(raw.isoformat(), to_day(raw), raw.year)
    if (serial := _serial(raw)) is not None:
        return serial
    text = _text(raw)
    if text in _PLACEHOLDERS:
        return _check_date(text, 0, 0)
    parts = _parts(text)
    if parts is None or len(parts) != 3:  # noqa: PLR2004 - year, month, day
        if parts and len(parts) == 2 and not 1 <= parts[1] <= 12:  # noqa: PLR2004 - months of a year
            raise _impossible()
        raise _bad_date()
    try:
        return _check_date(text, to_day(dt.date(*parts)), parts[0])
    except ValueError:
        raise _impossible() from None


def read_partial(raw: Any, column: Column | None = None) -> PartialDate:
    """Read a date known to the day, the month or the year."""
    text = _text(raw)
    parts = None if isinstance(raw, dt.date) or text in _PLACEHOLDERS else _parts(text)
    if parts is None or len(parts) == 3:  # noqa: PLR2004 - a full date
        day = read_date(raw, column)
        return PartialDate(day, day, iso(day) or "")
    try:
        found = partial_date(*parts)
    except ValueError:
        raise _impossible() from None
    _check_date(text, 0, parts[0])
    return found


def read_instant(raw: Any, _column: Column | None = None) -> dt.datetime:
    """Read an instant; without a UTC offset it is refused, because the civil day would be a guess."""
    try:
        moment = raw if isinstance(raw, dt.datetime) else dt.datetime.fromisoformat(_text(raw))
    except ValueError:
        raise Fault("bad_instant", Text("不是有效时刻", "not an instant"),
                    Text("写成 2026-03-31T17:30:00+08:00", "write 2026-03-31T17:30:00+08:00")) from None  # fmt: skip
    _check_date("", 0, moment.year)  # other zones are not reached from the ends of the calendar
    if moment.tzinfo is None:
        raise Fault("no_offset", Text("时刻没有时区", "the instant has no UTC offset"),
                    Text("加上时区，如 +08:00；只知道日期时用 occurred_on", "add the offset, such as +08:00; with a date only use occurred_on"))  # fmt: skip
    return moment


def read_recorded(raw: Any, column: Column | None = None) -> int:
    """Read when a fact was recorded: a date, or an instant taken as its day in China."""
    text = _text(raw)
    if not isinstance(raw, dt.date) and ("T" in text or re.search(r"\d{2}:\d{2}", text)):
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            return read_date(raw, column)
        return to_day(moment.date()) if moment.tzinfo is None else _day_in_china(moment)
    if isinstance(raw, dt.datetime) and raw.tzinfo is not None:
        return _day_in_china(raw)
    return read_date(raw, column)


def _day_in_china(moment: dt.datetime) -> int:
    return civil_day(read_instant(moment))


def read_anchor(raw: Any, column: Column | None = None) -> str:
    """Read what a period runs from: a date (written back as YYYY-MM-DD) or an event type."""
    text = _text(raw)
    if isinstance(raw, dt.date) or re.match(r"\d", text):
        return iso(read_date(raw, column)) or ""
    return text


def read_number(raw: Any, _column: Column | None = None) -> Decimal:
    """Read an exact number; a per cent sign divides by 100."""
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    percent = text.endswith(("%", "％"))
    text = text.rstrip("%％").strip()
    written = not isinstance(raw, bool) and _NUMBER.match(text)
    try:
        number = exact_decimal(text.replace(",", "") if written else "")
    except ValueError:
        raise Fault("text_in_number", Text("应为数字", "a number is needed here"),
                    Text("只写数字，不写单位以外的文字", "write digits only")) from None  # fmt: skip
    return number / 100 if percent else number


def read_int(raw: Any, column: Column | None = None) -> int:
    """Read a whole number; a year may be written as 2025年 or 2025年度."""
    if column is not None and column.name == "year" and isinstance(raw, str):
        raw = raw.strip().removesuffix("度").removesuffix("年")
    number = read_number(raw, column)
    if number != number.to_integral_value():
        raise Fault("not_whole", Text("应为整数", "a whole number is needed here"),
                    Text("去掉小数", "write it without decimals"))  # fmt: skip
    return int(number)


def read_money(raw: Any, currency: str, unit: int | None) -> int:
    """Read an amount as minor units. `unit` is yuan per unit as the heading or unit column says, None when unsaid."""
    if isinstance(raw, str) and (match := _MONEY.match(raw.strip())) and match[2]:
        own = UNITS[match[2]]
        if unit is not None and unit != own:
            raise Fault("unit_conflict", Text("单元格的单位与表头或单位列不一致", "the unit in the cell differs from the heading or unit column"),
                        Text("只保留一处单位", "state the unit in one place only"))  # fmt: skip
        raw, unit = match[1], own
    elif isinstance(raw, str):
        raw = raw.strip().lstrip("¥￥").strip()
    number = read_number(raw)
    if isinstance(raw, str) and ("%" in raw or "％" in raw):
        raise Fault(
            "percent_in_money",
            Text("金额不能是百分数", "an amount cannot be a percentage"),
            Text("写成金额", "write the amount"),
        )
    try:
        minor = to_minor(number, currency, unit or 1)
    except ValueError:
        raise Fault("finer_than_minor", Text("金额精度小于最小货币单位", "the amount is finer than the currency's minor unit"),
                    Text("核对金额与单位（元、万元、亿元）", "check the amount and its unit (yuan, 万元, 亿元)")) from None  # fmt: skip
    if abs(minor) >= LARGEST:
        raise Fault("amount_too_large", Text("金额过大", "the amount is too large"), Text("核对单位", "check the unit"))
    return minor


def read_unit(raw: Any) -> int:
    """Read a unit of account (元, 万元, 亿元) as yuan per unit."""
    text = _text(raw)
    if text not in UNITS:
        raise Fault("unknown_unit", Text("金额单位不明", "the unit of the amount is not known"),
                    Text("写 元、万元 或 亿元", "write 元, 万元 or 亿元"))  # fmt: skip
    return UNITS[text]


def read_choice(raw: Any, column: Column) -> str:
    """Read one word of a closed list, in English or Chinese."""
    text = _text(raw)
    word = text.lower().replace(" ", "_")
    if word in column.values:
        return word
    for value in column.values:
        if text == ZH_WORDS.get(value) or text in ALSO_ZH.get(value, ()):
            return value
    allowed_zh = "、".join(f"{ZH_WORDS[v]}（{v}）" if v in ZH_WORDS else v for v in column.values)
    raise Fault("bad_choice", Text("不在可选值之内", "not one of the allowed values"),
                Text(f"可选：{allowed_zh}", f"use one of: {', '.join(column.values)}"))  # fmt: skip


def read_flag(raw: Any, _column: Column | None = None) -> bool:
    """Read yes or no."""
    text = _text(raw).lower()
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise Fault("bad_flag", Text("应为是或否", "yes or no is needed here"), Text("写 是 或 否", "write yes or no"))


def read_json(raw: Any, _column: Column | None = None) -> Any:
    """Read structured attributes: a mapping, a list, or their JSON text."""
    if isinstance(raw, (dict, list)):
        return raw
    try:
        return json.loads(str(raw), parse_float=exact_decimal, parse_constant=exact_decimal)
    except (ValueError, RecursionError):
        raise Fault(
            "bad_json", Text("不是有效的JSON", "not valid JSON"), Text('写成 {"键": "值"}', 'write {"key": "value"}')
        ) from None


def exact_decimal(text: str) -> Decimal:
    """Read a number exactly; ValueError when it is none, or beyond all measure.

    Without a bound 1e999999999 would be written out in full somewhere, and a number of millions of digits takes hours.
    """
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text[:_LONGEST_NUMBER])
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number.adjusted()) > _HIGHEST_POWER:
        raise ValueError(text)
    return number


def read_list(raw: Any, _column: Column | None = None) -> list[str]:
    """Read several ids: a list, or text with ; between them."""
    if isinstance(raw, list):
        return [_text(item) for item in raw]
    return [item.strip() for item in re.split(r"[;；]", _text(raw)) if item.strip()]


def read_spans(raw: Any, column: Column | None = None) -> list[tuple[int, int]]:
    """Read periods `from/to; from/to`, both days included, as half-open days."""
    items = raw if isinstance(raw, list) else read_list(raw)
    spans = []
    for item in items:
        ends = [item.get("start"), item.get("end")] if isinstance(item, dict) else re.split(r"/|至|~", str(item))
        if len(ends) != 2:  # noqa: PLR2004 - two ends
            raise Fault(
                "bad_span",
                Text("期间写法不对", "not a period"),
                Text("写成 2026-01-01/2026-02-28", "write 2026-01-01/2026-02-28"),
            )
        start, end = (read_date(str(part).strip(), column) for part in ends)
        if end < start:
            raise Fault(
                "end_before_start",
                Text("结束早于开始", "the end is before the start"),
                Text("核对两个日期", "check both dates"),
            )
        spans.append((start, end + 1))
    return spans


def read_text(raw: Any, _column: Column | None = None) -> str:
    """Read plain text, as written."""
    if isinstance(raw, (dict, list)):
        raise Fault("not_text", Text("应为一个值，而不是列表或映射", "one value is needed here, not a list or mapping"),
                    Text("核对缩进", "check the indentation"))  # fmt: skip
    if isinstance(raw, dt.date):
        return raw.isoformat()
    return _text(raw)


def read_terms(raw: Any, column: Column | None = None) -> dict[str, Any]:
    """Read what an amendment, waiver, demand or correction changes, each value by its own kind."""
    found = read_json(raw, column)
    if not isinstance(found, dict):
        raise Fault(
            "bad_terms",
            Text("应为键和值", "keys and values are needed"),
            Text('写成 {"due_on": "2026-06-30"}', 'write {"due_on": "2026-06-30"}'),
        )
    unknown = [key for key in found if key not in _TERMS]
    if unknown:
        raise Fault(
            "unknown_key",
            Text(f"没有“{unknown[0]}”这一项", f"there is no '{unknown[0]}'"),
            Text(f"可用：{'、'.join(_TERMS)}", f"use: {', '.join(_TERMS)}"),
        )
    return {key: _TERMS[key](value, column) for key, value in found.items()}


def read_clock(raw: Any, _column: Column | None = None) -> int:
    """Read a time of day as minutes since midnight: 17:30, 17时30分; a spreadsheet's time cell."""
    time = raw.time() if isinstance(raw, dt.datetime) else raw
    written = _CLOCK.match((time.isoformat() if isinstance(time, dt.time) else _text(raw)).replace("：", ":"))
    hours, minutes = (int(written[1]), int(written[2] or written[3] or 0)) if written else (0, _HOUR)
    if minutes >= _HOUR or hours * _HOUR + minutes > _MIDNIGHT:
        raise Fault(
            "bad_clock",
            Text("不是一天中的时刻", "not a time of day"),
            Text("写成 17:30", "write 17:30"),
        )
    return hours * _HOUR + minutes


def read_tz(raw: Any, _column: Column | None = None) -> str:
    """Read a time zone: an IANA name or a fixed offset such as +08:00."""
    text = _text(raw)
    try:
        zone(text)
    except (ValueError, OSError, KeyError):  # zoneinfo's own error is a KeyError
        raise Fault(
            "unknown_tz",
            Text("时区不明", "the time zone is not known"),
            Text("写成 Asia/Shanghai 或 +08:00", "write Asia/Shanghai or +08:00"),
        ) from None
    return text


_TERMS: dict[str, Callable[[Any, Any], Any]] = {
    "due_on": read_date, "effective_on": read_date, "signed_on": read_date, "amount": read_number, "n": read_int,
    "scope": read_text, "void": read_flag, "corrects": read_text, "successor": read_text,
    "to": read_text, "from": read_text, "consent": read_flag, "authorised": read_flag,
}  # fmt: skip

READERS: dict[str, Callable[[Any, Any], Any]] = {
    "id": read_text, "ref": read_text, "text": read_text, "choice": read_choice, "date": read_date,
    "anchor": read_anchor, "partial": read_partial, "instant": read_instant, "recorded": read_recorded,
    "int": read_int, "number": read_number, "rate": read_rate, "json": read_json, "flag": read_flag,
    "list": read_list, "spans": read_spans, "terms": read_terms, "tz": read_tz, "clock": read_clock,
}  # fmt: skip
