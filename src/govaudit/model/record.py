"""Frozen records that pydantic checks where they come from outside, a rule file or an earlier run's JSON.

What the program makes itself mypy has checked. So pydantic, which takes as long to import as a small audit to run, is imported here and
only when something is read, written as JSON or described by a schema; annotations tell it what it needs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from decimal import Decimal
from functools import cache, partial
from inspect import get_annotations
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

from govaudit.model.problem import Fault
from govaudit.model.text import Text

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
    record_keys: ClassVar[frozenset[str]]
    record_defaults: ClassVar[dict[str, Any]]
    record_makers: ClassVar[dict[str, Any]]

    def __init__(self, **values: Any) -> None:
        own = self.__dict__
        own.update(self.record_defaults)
        own.update(values)
        for name, make in self.record_makers.items():
            own.setdefault(name, make())
        if own.keys() != self.record_keys:
            raise TypeError(type(self).__name__, *values)
        self.refuse()

    def refuse(self) -> None:
        """Refuse values that do not go together, with a Fault."""

    def __post_init__(self) -> None:
        """Refuse them to pydantic, which fills in the values itself."""
        _heard(lambda _: self.refuse(), None)

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
def checked_record(made: type[T]) -> type[T]:
    """Make a class a frozen record that is given its values by name.

    For every library it is a dataclass; but `@dataclass` compiles six methods for each class, here a tenth of a small audit in all.
    """
    done: Any = dataclass(init=False, repr=False, eq=False, kw_only=True)(made)
    done.record_names = tuple(one.name for one in fields(done))
    done.record_keys = frozenset(done.record_names)
    done.record_defaults = {one.name: one.default for one in fields(done) if one.default is not MISSING}
    done.record_makers = {one.name: one.default_factory for one in fields(done) if one.default_factory is not MISSING}
    return made


class RecordRefusedError(ValueError):
    """A Fault as pydantic hears it: of other errors it makes none of its own with their place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what.en)
        self.fault = fault


def _heard(read: Callable[[object], object], raw: object) -> object:
    try:
        return read(raw)
    except Fault as fault:
        raise RecordRefusedError(fault) from fault


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
        return inner if self.read is None else no_info_before_validator_function(partial(_heard, self.read), inner)

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


# --- records as plain data, to be kept ----------------------------------------------------------------------------------


def as_plain(value: Any) -> Any:
    """Return a value as JSON can hold it, without what is as it is by default; `from_plain` makes it again. TypeError where it cannot."""
    if isinstance(value, Record):
        names = (name for name in value.record_names if getattr(value, name) != _default(value, name))
        return {name: as_plain(getattr(value, name)) for name in names}
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value)
    raise TypeError(type(value))


def _default(value: Record, name: str) -> Any:
    return value.record_makers[name]() if name in value.record_makers else value.record_defaults.get(name, MISSING)


_WRITERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    ((str, int, NoneType), lambda value: value),
    (Text, lambda text: [text.zh, text.en]),
    ((list, tuple), lambda parts: [as_plain(part) for part in parts]),
    (dict, lambda parts: {as_plain(name): as_plain(part) for name, part in parts.items()}),
    (dt.date, dt.date.isoformat),
    (Decimal, str),
)


def from_plain(kind: Any, value: Any) -> Any:
    """Return the record, tuple, day, number or word of type `kind` that `as_plain` was given.

    What goes together was checked when it was kept. TypeError, ValueError or KeyError where the value is not of the type.
    """
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what makes values of a type out of plain data."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if get_origin(kind) in _MADE_OF:
        return _MADE_OF[get_origin(kind)](*get_args(kind))
    return _record_reader(kind)


def _record_reader(kind: type[Record]) -> Callable[[Any], Any]:
    names = {name: reader for one in reversed(kind.__mro__) for name, reader in _readers(one).items()}
    keys, defaults, makers = kind.record_keys, kind.record_defaults, kind.record_makers

    def read(value: Any) -> Any:
        made = object.__new__(kind)
        own = made.__dict__
        own.update(defaults)
        for name, part in _of(dict, value).items():
            own[name] = names[name](part)
        for name, make in makers.items():
            own.setdefault(name, make())
        if own.keys() != keys:
            raise TypeError(kind.__name__, *value)
        return made

    return read


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    """Return the readers of the fields that a class itself adds to those of its bases; a class's own settings are no fields."""
    hints = get_annotations(kind, eval_str=True) if issubclass(kind, Record) and kind is not Record else {}
    return {name: _reader(hint) for name, hint in hints.items() if name in kind.record_names}  # type: ignore[attr-defined]


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(kind, value)
    return value


def _many(made: type, kind: Any) -> Callable[[Any], Any]:
    one = _reader(kind)
    return lambda value: made(map(one, _of(list, value)))


def _pairs(*kinds: Any) -> Callable[[Any], Any]:
    name, one = map(_reader, kinds)
    return lambda value: {name(key): one(part) for key, part in _of(dict, value).items()}


def _first_of(*kinds: Any) -> Callable[[Any], Any]:
    """Read a value of one of several types; the types of a union differ in what they are written as."""
    readers = [_reader(kind) for kind in kinds]

    def read(value: Any) -> Any:
        for reader in readers:
            try:
                return reader(value)
            except (TypeError, ValueError, KeyError):
                continue
        raise TypeError(value)

    return read


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    **{kind: partial(_of, kind) for kind in (str, int, bool, NoneType)},
    Any: lambda value: value,
    Text: lambda value: Text(*_of(list, value)),
    Decimal: lambda value: Decimal(_of(str, value)),
    dt.date: dt.date.fromisoformat,
}
_MADE_OF: dict[Any, Callable[..., Callable[[Any], Any]]] = {
    Annotated: lambda kind, *_: _reader(kind),
    tuple: lambda kind, *_: _many(tuple, kind),
    list: partial(_many, list),
    dict: _pairs,
    Literal: lambda *words: {word: word for word in words}.__getitem__,
    Union: _first_of,
    UnionType: _first_of,
}
