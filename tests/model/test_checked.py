"""Records: made of keywords, frozen, equal by value, and checked by pydantic where they come from outside."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError, field, replace
from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from govaudit.formats.cells.cell_values import read_date
from govaudit.model.problem import Fault
from govaudit.model.record import Record, Written, adapter, as_json, checked_record
from govaudit.model.text import Text


@checked_record
class Part(Record):
    """A part."""

    from_: Annotated[int, Written(ge=0)]
    words: dict[str, str] = field(default_factory=dict)


@checked_record
class Whole(Record):
    """A whole."""

    name: str
    parts: Annotated[tuple[Part, ...], Written(min_length=1)]
    note: Annotated[str, Written(lambda raw: f"{raw}!", {"type": ["string", "integer"]})] = "none"

    def refuse(self) -> None:
        if self.name == "bad":
            raise Fault("bad_name", Text("名称不对", "a bad name"), Text("改名", "rename"))


ONE = Whole(name="a", parts=(Part(from_=1),))


@pytest.mark.parametrize("values", [{}, {"name": "a"}, {"name": "a", "parts": (), "more": 1}, {"name": "a", "more": 1}])
def test_it_takes_its_own_values_and_no_others(values: dict[str, Any]):
    with pytest.raises(TypeError):
        Whole(**values)


def test_what_is_not_given_is_the_default_and_shared_with_nobody():
    first, second = Part(from_=1), Part(from_=1)
    assert (first.words, ONE.note) == ({}, "none")
    assert first.words is not second.words


def test_it_is_frozen_and_equal_by_value():
    with pytest.raises(FrozenInstanceError):
        ONE.name = "b"
    assert Whole(parts=(Part(from_=1),), name="a") == ONE
    assert replace(ONE, name="b") != ONE != "a"
    assert replace(ONE, name="b").parts is ONE.parts
    numbers = {Whole(name=name, parts=()) for name in "abab"}
    assert len(numbers) == 2


def test_a_fault_of_the_whole_is_found_however_it_is_made():
    with pytest.raises(Fault):
        Whole(name="bad", parts=())
    with pytest.raises(Fault):
        replace(ONE, name="bad")
    with pytest.raises(ValidationError) as found:
        adapter(Whole).validate_python({"name": "bad", "parts": [{"from": 1}]})
    assert found.value.errors()[0]["ctx"]["error"].fault.code == "bad_name"


def test_what_we_have_said_is_not_said_again_as_something_else():
    """A Fault passes whoever waits for a ValueError of a library: 1900 is no day of a docket, but there was such a day."""
    assert not issubclass(Fault, ValueError)
    for raw in ("1900-01-01", dt.date(1900, 1, 1)):
        with pytest.raises(Fault) as found:
            read_date(raw)
        assert found.value.code == "placeholder_date"


def test_json_gives_it_back():
    plain = {"name": "a", "parts": [{"from": 1, "words": {}}], "note": "none"}
    assert as_json(ONE) == plain
    assert adapter(Whole).validate_python(plain) == replace(ONE, note="none!")


@pytest.mark.parametrize(
    ("change", "place"),
    [({"parts": []}, "parts"), ({"parts": [{"from": -1}]}, "parts.0.from"), ({"parts": [{}]}, "parts.0.from"),
     ({"more": 1}, "more"), ({"name": 1}, "name")],
)  # fmt: skip
def test_pydantic_says_where_it_is_wrong(change: dict[str, Any], place: str):
    with pytest.raises(ValidationError) as found:
        adapter(Whole).validate_python({"name": "a", "parts": [{"from": 1}], **change})
    assert ".".join(map(str, found.value.errors()[0]["loc"])) == place


def test_the_schema_says_what_may_be_written():
    schema = adapter(Whole).json_schema()
    assert schema["properties"]["note"]["type"] == ["string", "integer"]
    assert (schema["required"], schema["properties"]["parts"]["minItems"]) == (["name", "parts"], 1)
    assert schema["$defs"]["Part"]["properties"]["from"]["minimum"] == 0
