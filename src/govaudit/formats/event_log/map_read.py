"""Reads a map (YAML): every fault with its line, unknown keys with a 'did you mean', nothing assumed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.formats.cells.cell_values import read_choice, read_date, read_flag, read_int, read_text, read_tz
from govaudit.formats.event_log.log_map import (
    DAY_UNITS,
    EFFECTS,
    PARTIES,
    Columns,
    LogMap,
    MappedDuty,
    MappedMoment,
    MappedPeriod,
    Paper,
    Party,
    Value,
)
from govaudit.model import Fault, Mapping, Place, Problem, Text, load_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[[Any], Any]

_LARGEST = 1 << 20
_RULE_ID = re.compile(r"[^\s/#:>@]{1,80}$")  # these five part the ids that are made of it


class _RefusedMapError(Exception):
    """A part of the map has a problem that was recorded."""


def read_map(path: Path) -> tuple[LogMap | None, list[Problem]]:
    """Read a map; None when it has a problem."""
    reader = _Reader(path.name)
    try:
        return reader.log_map(_only(load_documents(path.read_bytes(), _LARGEST))), []
    except _RefusedMapError:
        pass
    except Fault as fault:
        reader.problems.append(Problem(fault.code, Place(path.name, row=fault.line), fault.what, fault.remedy))
    return None, reader.problems


class _Reader:
    """Reads the parts of a map; all problems of all parts are collected before any part is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    # --- keys and values ----------------------------------------------------------------------------------------------

    def fields(self, raw: Any, readers: dict[str, Read], required: tuple[str, ...] = ()) -> dict[str, Any]:
        """Read the keys of a mapping; _RefusedError when one is unknown, missing or cannot be read."""
        if not isinstance(raw, Mapping):
            raise Fault("not_a_mapping", Text("应为键和值", "keys and values are needed here"),
                        Text("核对缩进；见 govaudit schema map", "check the indentation; see govaudit schema map"))  # fmt: skip
        values, before = {}, len(self.problems)
        for key, item in raw.items():
            place = Place(self.name, row=raw.line_of(key), column=key)
            if key not in readers:
                self._unknown(key, readers, place)
            elif item is not None:
                try:
                    values[key] = readers[key](item)
                except _RefusedMapError:
                    continue
                except Fault as fault:
                    shown = None if isinstance(item, (list, dict)) else str(item)
                    self.problems.append(Problem(fault.code, place, fault.what, fault.remedy, shown))
        for key in required:
            if raw.get(key) is None:
                self.problems.append(Problem("missing_value", Place(self.name, row=raw.line, column=key), Text(f"必填项为空：{key}", f"required and empty: {key}"),
                                             Text(f"填写 {key}", f"fill in {key}")))  # fmt: skip
        if len(self.problems) > before:
            raise _RefusedMapError
        return values

    def _unknown(self, key: str, readers: dict[str, Read], place: Place) -> None:
        near = difflib.get_close_matches(key, readers, 1)
        remedy = (
            Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
            if near
            else Text(f"可用：{'、'.join(readers)}", f"use: {', '.join(readers)}")
        )
        self.problems.append(Problem("unknown_key", place, Text(f"没有“{key}”这一项", f"there is no '{key}'"), remedy, key))  # fmt: skip

    def named(self, raw: Any, read: Read) -> dict[str, Any]:
        """Read a mapping whose keys are names of the log."""
        return self.fields(raw, dict.fromkeys(raw, read) if isinstance(raw, Mapping) else {})

    def value(self, raw: Any) -> Value:
        """Read a constant or `{attribute, of, default}`."""
        if not isinstance(raw, Mapping):
            return Value(read_text(raw))
        return Value(**self.fields(raw, dict.fromkeys(("attribute", "of", "default"), read_text), ("attribute",)))

    def attribute(self, raw: Any) -> Value:
        """Read the name of an attribute, or `{attribute, of}`."""
        return self.value(raw) if isinstance(raw, Mapping) else Value(attribute=read_text(raw))

    def party(self, raw: Any) -> Party:
        """Read who: a constant, `{attribute, of, default, as}`, or `{ref}` to a row of another file of the docket."""
        if not isinstance(raw, Mapping):
            return Party(Value(read_text(raw)))
        keys = dict.fromkeys(("attribute", "of", "default", "ref", "name"), read_text) | {"as": _one_of(*PARTIES[:3])}
        found = self.fields(raw, keys)
        kind = found.pop("as", "org")
        named, ref = found.pop("name", None), found.pop("ref", None)
        if sum(part is not None for part in (named, ref, found.get("attribute"))) != 1:
            raise Fault("bad_party", Text("写明 attribute、name、ref 三者之一", "state one of attribute, name and ref"),
                        Text("例：{attribute: responsible, as: person}", "such as {attribute: responsible, as: person}"))  # fmt: skip
        if ref is not None:
            return Party(Value(ref), "ref")
        return Party(Value(named) if named is not None else Value(**found), kind)

    def moment(self, raw: Any) -> MappedMoment:
        """Read an activity, or `{attribute}` that holds a day."""
        return MappedMoment(value=self.value(raw)) if isinstance(raw, Mapping) else MappedMoment(read_text(raw))

    # --- the parts ----------------------------------------------------------------------------------------------------

    def log_map(self, raw: Any) -> LogMap:
        """Read a whole map."""
        keys: dict[str, Read] = {
            "log": self.columns,
            "instrument": self.paper,
            "obligations": self.duties,
            "events": self.kept,
        }
        found = self.fields(raw, keys, ("log", "instrument", "obligations"))
        keep = found.get("events", {})
        return LogMap(
            found["log"], found["instrument"], found["obligations"], {} if keep is True else keep, keep is True
        )

    def columns(self, raw: Any) -> Columns:
        """Read `log`."""
        keys: dict[str, Read] = {
            "case": read_text, "activity": read_text, "timestamp": read_text, "time_zone": read_tz, "stamps_in": read_tz,
            "timestamp_formats": _each(_form), "resource": read_text, "amount": read_text, "rounding": _one_of("half_up"),
            "only": lambda item: self.named(item, _each(read_text)), "complete_through": read_date,
        }  # fmt: skip
        found = self.fields(raw, keys, ("case", "activity", "timestamp", "time_zone"))
        found["formats"] = found.pop("timestamp_formats", ())
        found["rounding"] = "rounding" in found
        return Columns(**found)

    def paper(self, raw: Any) -> Paper:
        """Read `instrument`."""
        keys: dict[str, Read] = {
            "domain": _choice("instruments", "domain"), "kind": read_text, "title": self.value, "authority": self.party,
            "counterparty": self.party, "region": read_text, "currency": read_text,
            "attributes": lambda item: self.named(item, self.value),
        }  # fmt: skip
        found = self.fields(raw, keys, ("domain", "kind", "authority"))
        if any(found[key].kind in {"post", "person"} for key in ("authority", "counterparty") if key in found):
            raise Fault("not_a_body", Text("政府方和相对方应为机构", "authority and counterparty are bodies"),
                        Text("删去 as，或写 as: org", "remove 'as', or write as: org"))  # fmt: skip
        return Paper(**found)

    def kept(self, raw: Any) -> dict[str, str] | bool:
        """Read `events`: the word all, a list of activities, or activities with the event type each becomes."""
        if isinstance(raw, Mapping):
            return self.named(raw, read_text)
        if raw == "all":
            return True
        return {name: name for name in _each(read_text)(raw)}

    def duties(self, raw: Any) -> tuple[MappedDuty, ...]:
        """Read `obligations`."""
        if not isinstance(raw, list) or not raw:
            raise Fault("not_a_list", Text("应为义务的列表", "a list of obligations is needed"), Text("每项以“- ”开头", "begin each with '- '"))  # fmt: skip
        found, before = [], len(self.problems)
        for item in raw:
            try:
                found.append(self.duty(item))
            except _RefusedMapError:
                continue
            except Fault as fault:
                line = item.line if isinstance(item, Mapping) else None
                self.problems.append(Problem(fault.code, Place(self.name, row=line, column="obligations"), fault.what, fault.remedy))  # fmt: skip
        if len(self.problems) > before:
            raise _RefusedMapError
        if len({duty.id for duty in found}) < len(found):
            raise Fault("repeated_id", Text("有两项义务编号相同", "two obligations have the same id"), Text("改用不同的编号", "give them different ids"))  # fmt: skip
        return tuple(found)

    def duty(self, raw: Any) -> MappedDuty:
        """Read one kind of obligation."""
        keys: dict[str, Read] = {
            "id": _rule_id, "title": self.value, "trigger": self.moment, "fulfilled_by": _each(self.moment), "within": self.within,
            "due_attribute": self.due, "bearer": self.party, "beneficiary": self.party, "action": read_text, "amount": _each(self.attribute),
            "condition": read_text, "where": lambda item: self.named(item, _each(read_text)),
            "effects": lambda item: self.named(item, _one_of(*EFFECTS)), "repeat": _one_of("first", "each"), "early": read_flag,
        }  # fmt: skip
        found = self.fields(raw, keys, ("id", "title", "fulfilled_by"))
        each = found.pop("repeat", "first") == "each"
        within, due = found.pop("within", None), found.pop("due_attribute", None)
        if (within is None) == (due is None):
            raise Fault("no_deadline", Text("写明 within、due_attribute 二者之一", "state one of within and due_attribute"),
                        Text("例：within: {n: 90, unit: day}", "such as within: {n: 90, unit: day}"))  # fmt: skip
        if within is not None and "trigger" not in found:
            raise Fault("missing_value", Text("within 需要 trigger", "within needs a trigger"),
                        Text("填写 trigger：起算的活动", "fill in trigger, the activity it runs from"))  # fmt: skip
        if each and (found.get("trigger") is None or found["trigger"].activity is None):
            raise Fault("missing_value", Text("repeat: each 需要一个活动作 trigger", "repeat: each needs an activity as trigger"),
                        Text("填写 trigger，或删去 repeat", "fill in trigger, or remove repeat"))  # fmt: skip
        return MappedDuty(**found, **(within or due), each=each)

    def within(self, raw: Any) -> dict[str, Any]:
        """Read a period: the keys of a Duty it fills."""
        keys: dict[str, Read] = {
            "n": read_int, "unit": lambda raw: read_choice(raw, DAY_UNITS), "start": _choice("obligations", "start"), **_ROLLS,
        }  # fmt: skip
        found = self.fields(raw, keys, ("n", "unit"))
        if found["unit"] == "workday" and found.get("calendar", "none") == "none":
            raise Fault("no_calendar", Text("按工作日计算需要日历", "working days need a calendar"),
                        Text("仅有中国的日历：写 calendar: cn；其他地方的期限请换算为日", "only that of China is known: write calendar: cn; elsewhere state days"))  # fmt: skip
        if found["n"] < 0:
            raise Fault(
                "period_out_of_range", Text("期限不能为负", "a period cannot be negative"), Text("核对 n", "check n")
            )
        return {
            "within": MappedPeriod(found.pop("n"), found.pop("unit"), found.pop("start", "exclude")),
            **_rolled(found),
        }

    def due(self, raw: Any) -> dict[str, Any]:
        """Read the attribute that holds a deadline: the keys of a Duty it fills."""
        if not isinstance(raw, Mapping):
            return {"due": self.attribute(raw)}
        keys: dict[str, Read] = {"attribute": read_text, "of": read_text, "optional": read_flag, **_ROLLS}
        found = self.fields(raw, keys, ("attribute",))
        value = Value(attribute=found.pop("attribute"), of=found.pop("of", None))
        return {"due": value, "due_optional": found.pop("optional", False), **_rolled(found)}


def _only(documents: list[Any]) -> Any:
    if len(documents) != 1:
        raise Fault("not_a_map", Text("应有且只有一个YAML文档", "one YAML document is needed"), Text("核对文件", "check the file"))  # fmt: skip
    return documents[0]


def _rolled(found: dict[str, Any]) -> dict[str, Any]:
    """Return roll and calendar; with a calendar and no word on rolling, a day off rolls as the law of that calendar says."""
    calendar = found.get("calendar", "none")
    roll = found.get("roll", "none" if calendar == "none" else "following")
    if roll != "none" and calendar == "none":
        raise Fault("no_calendar", Text("顺延需要日历", "rolling needs a calendar"),
                    Text("仅有中国的日历：写 calendar: cn，或删去 roll", "only that of China is known: write calendar: cn, or remove roll"))  # fmt: skip
    return {"roll": roll, "calendar": calendar}


def _one_of(*words: str) -> Read:
    def read(raw: Any) -> str:
        if raw not in words:
            raise Fault("bad_choice", Text("不在可选值之内", "not one of the allowed values"),
                        Text(f"可选：{'、'.join(words)}", f"use one of: {', '.join(words)}"))  # fmt: skip
        return str(raw)

    return read


def _choice(table: str, column: str) -> Read:
    return lambda raw: read_choice(raw, TABLES[table].columns[column])


def _each(read: Read) -> Read:
    """Read one item or a list of them as a tuple."""
    return lambda raw: tuple(read(item) for item in (raw if isinstance(raw, list) else [raw]))


def _form(raw: Any) -> str:
    text, day = read_text(raw), dt.datetime(2026, 3, 31, 17, 30, tzinfo=dt.UTC)
    try:
        good = dt.datetime.strptime(day.strftime(text), text).date() == day.date()  # noqa: DTZ007 - only its day is asked
    except ValueError:
        good = False
    if not good:
        raise Fault("bad_format", Text("时间格式无效，或没有年、月、日", "not a form of a time stamp, or without year, month and day"),
                    Text("例：%d/%m/%Y %H:%M:%S", "such as %d/%m/%Y %H:%M:%S"))  # fmt: skip
    return text


def _rule_id(raw: Any) -> str:
    text = read_text(raw)
    if not _RULE_ID.match(text):
        raise Fault("bad_id", Text("编号不能含空格或 / # : > @", "an id has no blanks and none of / # : > @"), Text("改用简短的词", "use a short word"))  # fmt: skip
    return text


_ROLLS: dict[str, Read] = {"roll": _choice("obligations", "roll"), "calendar": _choice("obligations", "calendar")}
