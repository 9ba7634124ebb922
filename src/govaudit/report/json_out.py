"""The run as JSON: the same bytes for the same input, and the published schema of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from govaudit.model.checked import Record, adapter
from govaudit.model.finding import SCHEMA_VERSION, Run

_R = TypeVar("_R", bound=Record)


def write(run: Run) -> str:
    """Return the run as indented JSON text; fields in the order of the schema, keys of open maps sorted."""
    manifest = _sorted(run.manifest, ("counts", "rules"))
    findings = tuple(_sorted(finding, ("dates", "amounts", "facts")) for finding in run.findings)
    # pydantic writes records without a detour through plain objects; indenting is quicker in msgspec.
    plain = adapter(Run).dump_json(replace(run, manifest=manifest, findings=findings), by_alias=True)
    return msgspec.json.format(plain.decode(), indent=2) + "\n"


def _sorted(record: _R, maps: tuple[str, ...]) -> _R:
    """Return the record with the keys of its open maps in order."""
    return replace(record, **{name: dict(sorted(getattr(record, name).items())) for name in maps})


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that `write` keeps to."""
    plain = adapter(Run).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govaudit:run:{SCHEMA_VERSION}",
        **plain,
    }
