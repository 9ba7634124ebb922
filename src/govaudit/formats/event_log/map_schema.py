"""The JSON Schema of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.docket.labels import ZH_WORDS
from govaudit.formats.event_log.log_map import DAY_UNITS, EFFECTS, PARTIES

if TYPE_CHECKING:
    from govaudit.docket import Column

_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_FLAG: dict[str, Any] = {"enum": [True, False, "true", "false", "yes", "no", "是", "否"]}


def _object(description: str, properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"description": description, "type": "object", "properties": properties, "required": list(required), "additionalProperties": False}  # fmt: skip


def _text(description: str, *examples: str) -> dict[str, Any]:
    return {"description": description, **_TEXT, **({"examples": list(examples)} if examples else {})}


def _some(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _words(description: str, column: Column) -> dict[str, Any]:
    words = column.values
    return {"description": description, "enum": [*words, *(ZH_WORDS[word] for word in words if word in ZH_WORDS)]}


def _named(description: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "type": "object", "additionalProperties": item}


_OF = _text(
    "取自 case（案例）、event（起算事件）或某个活动；不写则先事件后案例 / of the case, the event, or an activity; by default the event, then the case"
)
_ATTRIBUTE = {
    "attribute": _text("日志属性 / attribute of the log"),
    "of": _OF,
    "default": _text("日志没有时取此值 / stands in where the log says nothing"),
}
_VALUE = {"anyOf": [_TEXT, _object("日志属性 / an attribute of the log", _ATTRIBUTE, ("attribute",))]}
_MOMENT = {
    "anyOf": [{"type": "string"}, _object("记有日期的属性 / an attribute that holds a day", _ATTRIBUTE, ("attribute",))]
}
_PARTY = {"anyOf": [_TEXT, _object("谁 / who", {
    **_ATTRIBUTE, "name": _text("固定名称 / a constant name"), "ref": _text("卷宗其他文件中的编号 / an id of another file of the docket"),
    "as": {"description": "机构、岗位或人员，默认机构 / body, post or official; default body", "enum": list(PARTIES[:3])},
})]}  # fmt: skip
_ROLL = {
    "roll": _words("遇休息日 / on a day off; default none", TABLES["obligations"].columns["roll"]),
    "calendar": _words("日历，默认无 / calendar, default none", TABLES["obligations"].columns["calendar"]),
}


def log_map_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a map."""
    whole = _object(
        "事件日志对照表 / map of an event log",
        {
            "log": _log(), "instrument": _instrument(),
            "obligations": {"description": "义务 / obligations", "type": "array", "items": _duty(), "minItems": 1},
            "events": {
                "description": "另外保留的活动：all、列表，或 活动: 事件类型 / further activities kept: all, a list, or activity: event type",
                "anyOf": [{"const": "all"}, _some({"type": "string"}), _named("", _TEXT)],
            },
        },
        ("log", "instrument", "obligations"),
    )  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "govaudit event log map", **whole}


def _log() -> dict[str, Any]:
    return _object(
        "日志的列 / columns of the log",
        {
            "case": _text("案例编号 / case id", "concept:name"), "activity": _text("活动 / activity", "concept:name"),
            "timestamp": _text("时间 / time stamp", "time:timestamp"), "time_zone": _text("在此时区取日历日 / the zone of the civil days", "Asia/Shanghai", "Europe/Rome"),
            "stamps_in": _text("没有时区的时间按此时区读取，默认 time_zone / the zone of stamps without an offset, default time_zone", "UTC"),
            "timestamp_formats": {"description": "时间格式，默认ISO 8601 / forms of the stamps, default ISO 8601", **_some({"type": "string"})},
            "resource": _text("经办人 / who did it", "org:resource"), "amount": _text("事件金额 / amount of an event"),
            "rounding": {"description": "金额精度小于分时四舍五入；不写则为问题 / round what is finer than the minor unit; else a problem", "const": "half_up"},
            "only": _named("只取属性为这些值的事件 / only events whose attribute has one of these values", _some(_TEXT)),
            "complete_through": _text("记录完整到哪一天，默认日志最后一天 / the day up to which the records are complete, default the last of the log", "2026-06-30"),
        },
        ("case", "activity", "timestamp", "time_zone"),
    )  # fmt: skip


def _instrument() -> dict[str, Any]:
    return _object(
        "每个案例成为一份文书 / each case becomes an instrument",
        {
            "domain": _words("领域 / domain", TABLES["instruments"].columns["domain"]), "kind": _text("种类 / kind"), "title": _VALUE, "authority": _PARTY, "counterparty": _PARTY,
            "region": _text("地区 / region"), "currency": _text("币种，默认CNY / currency, default CNY", "EUR"), "attributes": _named("其他属性 / other attributes", _VALUE),
        },
        ("domain", "kind", "authority"),
    )  # fmt: skip


def _duty() -> dict[str, Any]:
    n = {"type": ["integer", "string"]}
    period = {
        "n": n,
        "unit": _words("单位 / unit", DAY_UNITS),
        "start": _words("首日 / first day", TABLES["obligations"].columns["start"]),
        **_ROLL,
    }
    due = {
        "attribute": _TEXT,
        "of": _OF,
        "optional": {"description": "没有期限的案例没有此义务 / cases without it have no such obligation", **_FLAG},
        **_ROLL,
    }
    return _object(
        "一类义务 / a kind of obligation",
        {
            "id": {"type": "string", "pattern": "^[^\\s/#:>@]{1,80}$"}, "title": _VALUE,
            "trigger": {"description": "起算 / what it runs from", **_MOMENT}, "fulfilled_by": {"description": "履行 / what fulfils it", **_some(_MOMENT)},
            "within": _object("期限 / period", period, ("n", "unit")),
            "due_attribute": {"description": "记有期限的属性 / the attribute that holds the deadline", "anyOf": [_TEXT, _object("", due, ("attribute",))]},
            "bearer": {"description": "义务主体，默认政府方 / who owes it, default the authority", **_PARTY}, "beneficiary": _PARTY,
            "action": _text("行为 / action", "pay", "deliver", "answer"),
            "amount": {"description": "金额，列表则相加 / amount; a list is added up", **_some(_VALUE)},
            "condition": _text("条件：此活动发生后才须履行 / owed only once this activity has happened"),
            "where": _named("只限属性为这些值的案例 / only where the attribute has one of these values", _some(_TEXT)),
            "effects": _named("活动: 中止、终止等 / activity: suspend, terminate and the like", {"enum": list(EFFECTS)}),
            "repeat": {"description": "起算活动重复时：first 只计第一次（默认），each 每次一项 / of a repeated trigger: the first (default), or each", "enum": ["first", "each"]},
            "early": {"description": "起算之前的履行也算 / what was done before the trigger counts too", **_FLAG},
        },
        ("id", "title", "fulfilled_by"),
    )  # fmt: skip
