"""XES as it is met: nested and typed attributes, globals, prefixes, gzip; and files that are broken or hostile."""

from __future__ import annotations

import gzip
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from formats.event_log.logs import SEND, case, event, xes
from govaudit.formats.event_log import xes as module
from govaudit.formats.event_log.log_case import Seen
from govaudit.formats.event_log.xes import read_xes
from govaudit.model.problem import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formats.event_log.logs import Made
    from govaudit.formats.event_log.log_case import LogTrace

    Carry = Callable[..., Made]

RICH = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- a comment -->
<x:log xmlns:x="http://www.xes-standard.org/" openxes.version="1.0RC7">
  <x:extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <x:global scope="trace"><x:string key="deadline" value="1970-01-01"/></x:global>
  <x:global scope="event"><x:string key="concept:name" value="UNKNOWN"/></x:global>
  <x:classifier name="Activity" keys="concept:name"/>
  <x:int key="total" value="2"><x:string key="concept:name" value="not a case"/></x:int>
  <x:trace>
    <x:string key="concept:name" value=" R\u00fcm "><x:string key="concept:name" value="nested"/></x:string>
    <x:list key="parts"><x:values><x:string key="concept:name" value="listed"/></x:values></x:list>
    <x:container key="box"><x:string key="deadline" value="2000-01-01"/></x:container>
    <x:event>
      <x:date key="time:timestamp" value="2026-01-01T00:00:00+01:00"/>
      <x:string key="concept:name" value="Create"><x:string key="time:timestamp" value="no stamp"/></x:string>
      <x:float key="amount" value="35.0"/><x:boolean key="urgent" value="true"/><x:int key="points" value="2"/><x:id key="ref" value="u-1"/>
    </x:event>
  </x:trace>
  <x:trace><x:string key="concept:name" value="B"/></x:trace>
</x:log>
"""


def read(path: Path, data: str | bytes, wanted: set[str]) -> tuple[list[LogTrace], Seen]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    seen = Seen()
    return list(read_xes(path, wanted, seen)), seen


def test_attributes_of_traces_and_events_are_read_and_nothing_nested_or_global(tmp_path: Path):
    wanted = {"concept:name", "time:timestamp", "deadline", "amount", "urgent", "ref"}
    traces, seen = read(tmp_path / "log.xes", RICH.encode("iso-8859-1"), wanted)
    assert [(trace.number, trace.line, trace.values) for trace in traces] == [
        (1, 9, {"concept:name": "Rüm"}),
        (2, 19, {"concept:name": "B"}),
    ]
    (entry,) = traces[0].entries
    assert (entry.number, entry.line) == (1, 13)
    assert entry.values == {
        "time:timestamp": "2026-01-01T00:00:00+01:00", "concept:name": "Create", "amount": "35.0", "urgent": "true", "ref": "u-1",
    }  # fmt: skip
    assert "points" in seen.attributes
    assert "deadline" not in seen.attributes


def test_a_packed_log_is_the_same_log_whatever_it_is_called(tmp_path: Path):
    text = xes([case("A", event("Create", "2026-01-01"))])
    plain = read(tmp_path / "log.xes", text, {"concept:name"})[0]
    assert plain == read(tmp_path / "log.xes.gz", gzip.compress(text.encode()), {"concept:name"})[0]
    assert plain == read(tmp_path / "other.xes", gzip.compress(text.encode()), {"concept:name"})[0]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "b">]>\n<log/>', "hostile_xml", None),
        ('<!DOCTYPE log SYSTEM "http://example.org/x.dtd"><log/>', "hostile_xml", None),
        ("<html><body/></html>", "not_xes", 1),
        ("", "bad_xml", 1),
        ("case,activity\nA,Create\n", "bad_xml", 1),
        ("<log>\n<trace>\n", "bad_xml", 3),
        ("<log>\n<trace>\n<event></trace></log>", "bad_xml", 3),
        ("<log>&a;</log>", "bad_xml", 1),
        ('<?xml version="1.0" encoding="klingon"?><log/>', "wrong_encoding", 1),
        (gzip.compress(xes([]).encode(), mtime=0)[:-12], "damaged_gzip", None),
        (b"\x1f\x8bnot gzip at all", "damaged_gzip", None),
    ],
)
def test_a_broken_or_hostile_file_is_a_fault_with_its_line(
    tmp_path: Path, data: str | bytes, code: str, line: int | None
):
    with pytest.raises(Fault) as caught:
        read(tmp_path / "log.xes", data, set())
    assert (caught.value.code, caught.value.line) == (code, line)


def test_a_tag_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_LONGEST_TAG", 1 << 20)
    with pytest.raises(Fault) as caught:
        read(tmp_path / "log.xes", '<log><trace><string key="' + "a" * (4 << 20) + '"/></trace></log>', set())
    assert caught.value.code == "hostile_xml"


def test_what_was_read_before_the_break_is_kept_and_the_break_is_said(carry: Carry):
    text = xes([case("A", event("Create", "2026-01-01")), case("B", event("Create", "2026-01-01"))])
    made = carry(SEND, text[: text.rindex("<event>")])
    assert "bad_xml" in made.codes()
    assert set(made.rows("instruments")) == {"A"}


def test_an_attribute_twice_with_two_values_costs_the_case(carry: Carry):
    text = xes([case("A", event("Create", "2026-01-01")), case("B", event("Create", "2026-01-01"))])
    twice = text.replace(
        '<string key="concept:name" value="Create"/>',
        '<string key="concept:name" value="Create"/><string key="concept:name" value="Send"/>',
        1,
    )
    made = carry(SEND, twice)
    assert made.codes()["repeated_attribute"] == 1
    assert set(made.rows("instruments")) == {"B"}


def test_an_event_outside_any_trace_is_a_problem(carry: Carry):
    text = xes([case("A", event("Create", "2026-01-01"), event("Send", "2026-01-02"))])
    stray = text.replace("</log>", '<event><string key="concept:name" value="Create"/></event></log>')
    made = carry(SEND, stray)
    assert made.codes() == {"event_without_case": 1}
    assert set(made.rows("obligations")) == {"A/send"}


def test_memory_holds_a_trace_and_not_the_log(tmp_path: Path):
    padding = {f"attribute {number}": "x" * 100 for number in range(10)}
    path = tmp_path / "log.xes"
    path.write_text(xes(case(f"A{n}", *[event("Create", "2026-01-01", **padding)] * 3) for n in range(3000)), "utf-8")
    assert path.stat().st_size > 10_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_xes(path, {"concept:name"}, Seen())) == 3000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
