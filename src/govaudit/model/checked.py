"""Frozen records that pydantic checks where they come from outside, a rule file or an earlier run's JSON.

What the program makes itself mypy has checked. So pydantic, which takes as long to import as a small audit to run, is imported here and
only when something is read, written as JSON or described by a schema; annotations tell it what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import TypeAdapter
T = TypeVar("T")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


@dataclass(frozen=True, kw_only=True)
class Record:
    """Base of records, each a `@dataclass(frozen=True, kw_only=True)`; unknown keys are refused, `from_` is written `from`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.removesuffix("_"),
    }


class Written:
    """In an annotation: how a value is read before its type is checked, the JSON Schema of what may be written, and bounds (`ge`, `min_length`)."""

    def __init__(
        self, read: Callable[[object], object] | None = None, schema: dict[str, Any] | None = None, **bounds: int
    ) -> None:
        self.read, self.schema, self.bounds = read, schema, bounds

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Tell pydantic how to check the value."""
        from pydantic_core.core_schema import no_info_before_validator_function

        inner = {**handler(source), **self.bounds}
        return inner if self.read is None else no_info_before_validator_function(self.read, inner)

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Tell pydantic the schema of the value."""
        return handler(core) if self.schema is None else dict(self.schema)


def adapter(record: type[T]) -> TypeAdapter[T]:
    """Return what checks a record, and writes and describes it as JSON; its `validate_…` raise pydantic's ValidationError."""
    if record not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[record] = TypeAdapter(record)
    return _ADAPTERS[record]


def as_json(record: Record) -> dict[str, Any]:
    """Return a record as it is written in JSON."""
    found: dict[str, Any] = adapter(type(record)).dump_python(record, mode="json", by_alias=True)
    return found
