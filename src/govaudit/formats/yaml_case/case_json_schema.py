"""The JSON Schema of case files, made from the tables: editors complete and check YAML with it.

It takes what the reader takes: words in English or Chinese, numbers or text, rows nested under their parent.
"""

from __future__ import annotations

from typing import Any

from govaudit.docket import TABLES, Column, TableSpec
from govaudit.docket.labels import OPEN_ZH, ZH_WORDS
from govaudit.formats.workbook.template_notes import KIND_NOTES
from govaudit.formats.yaml_case.case_file import NAMELESS, OFFICIALS, PARENT, SINGULAR, children_of
from govaudit.formats.yaml_case.case_shapes import GROUPS
from govaudit.model import Text

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_DATE: dict[str, Any] = {"type": ["string", "integer"], "examples": ["2026-03-31"]}
_NUMBER: dict[str, Any] = {"type": ["number", "string"]}
_YES_NO = [True, False, "true", "false", "yes", "no", "是", "否"]
_KINDS: dict[str, dict[str, Any]] = {
    "id": {"type": ["string", "number"], "minLength": 1}, "ref": {"type": ["string", "number"], "minLength": 1}, "text": _TEXT,
    "date": _DATE, "partial": {"type": ["string", "integer"], "examples": ["2019", "2019-05", "2019-05-20"]}, "recorded": _DATE,
    "anchor": {"type": ["string", "integer"], "examples": ["accepted", "2026-03-31"]},
    "instant": {"type": "string", "examples": ["2026-03-31T17:30:00+08:00"]}, "money": _NUMBER, "int": {"type": ["integer", "string"]},
    "number": _NUMBER, "rate": {"type": ["string", "object"], "examples": ["0.05%/day", "4%/year"]}, "flag": {"enum": _YES_NO},
    "list": {"anyOf": [{"type": "string"}, {"type": "array", "items": _TEXT}]}, "json": {"type": ["object", "array", "string"]},
    "terms": {"type": ["object", "string"]}, "spans": {"type": ["array", "string"], "examples": ["2026-01-01/2026-02-28"]},
    "tz": {"type": "string", "examples": ["Asia/Shanghai"]}, "clock": {"type": "string", "examples": ["17:30"]},
}  # fmt: skip


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a case file."""
    keys = {**{table: table for table in TABLES}, **SINGULAR}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govaudit case file",
        "description": _both(Text("案卷：一份文书（含 id 和 domain），或按表名排列的数据行", "a case: one instrument (with id and domain), or rows under the names of their tables")),
        "type": "object",
        "if": {"required": ["id", "domain"]},
        "then": {"$ref": "#/$defs/instruments"},
        "else": {
            "properties": {**{key: _rows(table, TABLES[table].title) for key, table in keys.items()}, OFFICIALS: {"$ref": "#/$defs/_officials"}},
            "additionalProperties": False,
        },
        "$defs": {**{name: _row(spec) for name, spec in TABLES.items()}, "_officials": _officials()},
    }  # fmt: skip


def _officials() -> dict[str, Any]:
    return {
        "description": _both(Text("机构、岗位、人员、任期等", "organisations, posts, persons, tenures and the like")), "type": ["object", "null"],
        "properties": {table: _rows(table, TABLES[table].title) for table in TABLES}, "additionalProperties": False,
    }  # fmt: skip


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _rows(table: str, title: Text) -> dict[str, Any]:
    ref = {"$ref": f"#/$defs/{table}"}
    return {"description": _both(title), "anyOf": [{"type": "array", "items": ref}, ref, {"type": "null"}]}


def _row(spec: TableSpec) -> dict[str, Any]:
    children = children_of(spec.name)
    inherited = {column for (_, child), column in PARENT.items() if child == spec.name}
    properties = {name: _column(spec.name, column) for name, column in spec.columns.items()}
    for key, table in {**{table: table for table in TABLES if table in children}, **SINGULAR}.items():
        if table in children:
            rows = _rows(table, TABLES[table].title)  # ids of rows, or the rows themselves
            own = properties.get(key)
            properties[key] = rows if own is None else {"description": own["description"], "anyOf": [own, rows]}
    if spec.name == "instruments":
        properties[OFFICIALS] = {"$ref": "#/$defs/_officials"}
    if spec.name == "obligations":
        properties |= {
            group: {"description": f"{'、'.join(columns.values())} / {', '.join(columns.values())}", "type": "object", "additionalProperties": False,
                    "properties": {word: _column(spec.name, spec.columns[column]) for word, column in columns.items()}}
            for group, columns in GROUPS.items()
        }  # fmt: skip
    optional = inherited | ({"id"} if spec.name in NAMELESS else set())
    schema: dict[str, Any] = {
        "type": "object", "description": _both(spec.title), "properties": properties, "additionalProperties": False,
        "required": [name for name, column in spec.columns.items() if column.required and name not in optional],
    }  # fmt: skip
    groups = [(*group, *(["due"] if "due_on" in group else [])) for group in spec.needs if not inherited & set(group)]
    if groups:
        schema["allOf"] = [{"anyOf": [{"required": [name]} for name in group]} for group in groups]
    return schema


def _column(table: str, column: Column) -> dict[str, Any]:
    note = KIND_NOTES.get(column.kind)
    zh, en = (
        (f"{column.label.zh}：{note.zh}", f"{column.label.en}: {note.en}")
        if note
        else (column.label.zh, column.label.en)
    )
    schema: dict[str, Any] = {"description": f"{zh} / {en}", **_values(table, column)}
    if column.refers:
        tables = " / ".join(column.refers)
        schema["description"] += f"（{tables} 表中的编号 / an id of {tables}）"
    if column.default is not None:
        schema["default"] = column.default
    return schema if column.required else _nullable(schema)


def _values(table: str, column: Column) -> dict[str, Any]:
    if not column.values:
        return dict(_KINDS.get(column.kind, {}))
    chinese = OPEN_ZH.get((table, column.name), ZH_WORDS)
    words = list(dict.fromkeys([*column.values, *(chinese[word] for word in column.values if word in chinese)]))
    return {"anyOf": [{"enum": words}, {"type": "string"}]} if column.open_list else {"enum": words}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Let an optional value be left empty, which YAML reads as null."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*kinds, "null"]}
    return schema
