"""Case files: one instrument with its duties, events, evidence and officials in one YAML file, and the JSON Schema of such a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.yaml_case.case_json_schema import case_schema

open_door(__name__)
