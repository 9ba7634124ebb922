"""The run as JSON: written with the same bytes for the same run, read back with everything that is wrong said, and the published schema of it."""

from __future__ import annotations

from typing import Any

import msgspec

from govaudit.model import SCHEMA_VERSION, Fault, Run, Text, adapter

_AGAIN = Text("用 govaudit audit --format json 重新生成", "make it again with govaudit audit --format json")


class _Marked(msgspec.Struct):
    """What tells a run from any other JSON, before the rest of it is looked at."""

    schema_version: str
    manifest: msgspec.Raw
    findings: msgspec.Raw


def write_run_json(run: Run) -> str:
    """Return the run as indented JSON text; fields in the order of the schema, keys of open maps in that in which documents list them."""
    # pydantic writes records without a detour through plain objects; indenting is quicker in msgspec.
    plain = adapter(Run).dump_json(run, by_alias=True)
    return msgspec.json.format(plain.decode(), indent=2) + "\n"


def read_run(data: bytes, name: str, older: tuple[str, ...] = ()) -> Run:
    """Read a run from the JSON that `write` makes; a Fault says what is wrong with the file, where, and what to do.

    `older` are the versions before this one that will do: they hold the findings, but not all that documents print.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        version = msgspec.json.decode(data, type=_Marked).schema_version
    except msgspec.ValidationError:
        raise Fault(
            "not_a_run", Text(f"{name} 不是审计结果", f"{name} is not the result of an audit"), _AGAIN
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Fault(
            "not_json", Text(f"{name} 不是JSON文件，或者不完整", f"{name} is not JSON, or not whole"), _AGAIN
        ) from None
    if version not in {SCHEMA_VERSION, *older}:
        newer = _number(version) > _number(SCHEMA_VERSION)
        raise Fault("schema_version", Text(f"{name} 的版本是{version[:20]}，本程序读取 {'、'.join((*older, SCHEMA_VERSION))}", f"{name} has schema version {version[:20]}, this program reads {', '.join((*older, SCHEMA_VERSION))}"),
                    Text("由较新的程序生成：升级 govaudit", "a newer program made it: update govaudit") if newer else _AGAIN)  # fmt: skip
    from pydantic import ValidationError

    try:
        return adapter(Run).validate_json(data, strict=True)
    except Fault as fault:
        raise _damaged(fault.what, name) from None
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(map(str, detail["loc"]))[:120]
        raise _damaged(Text(f"{where} 不合格式", f"{where}: {detail['msg'][:120]}"), name) from None


def _number(version: str) -> tuple[int, ...]:
    """Return the parts of a version, () for what is none."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 10 for part in parts) else ()  # noqa: PLR2004


def _damaged(what: Text, name: str) -> Fault:
    said = Text(f"{name} 已损坏或者被改动：{what.zh}", f"{name} is damaged or was changed: {what.en}")
    return Fault("damaged_run", said, _AGAIN)


def run_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that `write` keeps to."""
    plain = adapter(Run).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govaudit:run:{SCHEMA_VERSION}",
        **plain,
    }
