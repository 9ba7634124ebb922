"""The run as JSON: the same bytes for the same input, and the published schema of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from govaudit.model.finding import SCHEMA_VERSION, Run

if TYPE_CHECKING:
    from govaudit.model.finding import Finding


def write(run: Run) -> str:
    """Return the run as indented JSON text; fields in the order of the schema, keys of open maps sorted."""
    manifest = run.manifest.model_dump(mode="json")
    for key in ("counts", "rules"):
        manifest[key] = dict(sorted(manifest[key].items()))
    document = {
        "schema_version": run.schema_version,
        "manifest": manifest,
        "findings": [_finding(finding) for finding in run.findings],
    }
    # The encoder of the standard library indents in Python, most of the time of a long run; the bytes are the same.
    plain = json.dumps(document, ensure_ascii=False).encode()
    return msgspec.json.format(plain, indent=2).decode() + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    plain = finding.model_dump(mode="json", by_alias=True)
    for key in ("dates", "amounts", "facts"):
        plain[key] = dict(sorted(plain[key].items()))
    return plain


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that `write` keeps to."""
    plain = Run.model_json_schema(by_alias=True, mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govaudit:run:{SCHEMA_VERSION}",
        **plain,
    }
