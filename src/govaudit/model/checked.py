"""Frozen records that pydantic checks where they come from outside, a rule file or an earlier run's JSON.

What the program makes itself mypy has checked. So pydantic, which takes as long to import as a small audit to run, is imported here and
only when something is read, written as JSON or described by a schema; annotations tell it what it needs.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import TypeAdapter

T = TypeVar("T")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


class Record:
    """Base of records, each a `@record`; unknown keys are refused, `from_` is written `from`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.removesuffix("_"),
    }
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    record_names: ClassVar[tuple[str, ...]]
    record_defaults: ClassVar[dict[str, Any]]
    record_makers: ClassVar[dict[str, Callable[[], Any]]]

    def __init__(self, **values: Any) -> None:
        own = self.__dict__
        own.update(self.record_defaults)
        own.update(values)
        for name, make in self.record_makers.items():
            own.setdefault(name, make())
        if len(own) != len(self.record_names) or not all(name in own for name in self.record_names):
            raise TypeError(type(self).__name__, *values)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse values that do not go together, with a Fault."""

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(name)

    def _values(self) -> tuple[Any, ...]:
        return tuple(self.__dict__[name] for name in self.record_names)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._values()}"


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def record(made: type[T]) -> type[T]:
    """Make a class a frozen record that is given its values by name.

    For every library it is a dataclass; but `@dataclass` compiles six methods for each class, here a tenth of a small audit in all.
    """
    done: Any = dataclass(init=False, repr=False, eq=False, kw_only=True)(made)
    done.record_names = tuple(one.name for one in fields(done))
    done.record_defaults = {one.name: one.default for one in fields(done) if one.default is not MISSING}
    done.record_makers = {one.name: one.default_factory for one in fields(done) if one.default_factory is not MISSING}
    return made


class Written:
    """In an annotation: how a value is read before its type is checked, the JSON Schema of what may be written, and bounds (`ge`, `pattern`)."""

    def __init__(
        self, read: Callable[[object], object] | None = None, schema: dict[str, Any] | None = None, **bounds: int | str
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
