"""XES logs (IEEE 1849), streamed: memory holds one trace at a time, and of it only the attributes the map names.

Attributes stand directly in a trace or event; what is nested in them (lists, containers, meta attributes) and the
globals of a log, which are defaults for tools that write logs and no facts, are passed over.
"""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.parsers import expat

from govaudit.formats.event_log.log_case import LogEntry, LogTrace, Seen
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 18
_LONGEST_TAG = 16 << 20  # bytes; expat holds a tag whole
_TYPES = {"string", "date", "int", "float", "boolean", "id"}
_ROOT, _TRACE, _IN_TRACE, _IN_EVENT = 1, 2, 3, 4  # depth of elements
_GZIP = b"\x1f\x8b"
_TORN = Text("向提供者重新索取，或重新导出", "ask for it again, or export it again")


def read_xes(path: Path, wanted: set[str], seen: Seen) -> Iterator[LogTrace]:
    """Yield the traces of a .xes or .xes.gz file with the attributes in `wanted`; Fault, with its line, where it ends as XML."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        yield from _Parser(wanted, seen).traces(stream)


class _Parser:
    """Handlers of one parse; finished traces wait in `ready`."""

    def __init__(self, wanted: set[str], seen: Seen) -> None:
        self.wanted, self.seen = wanted, seen.attributes
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.ready: list[LogTrace] = []
        self.depth = self.count = 0
        self.line = self.event_line = 0
        self.own: dict[str, str] | None = None  # values of the trace at hand
        self.event: dict[str, str] | None = None  # values of the event at hand
        self.entries: list[LogEntry] = []
        self.faults: list[tuple[int, Fault]] = []

    def traces(self, stream: BinaryIO) -> Iterator[LogTrace]:
        """Parse the stream and yield its traces."""
        fed = 0
        while True:
            try:
                chunk = stream.read(_CHUNK)
                self.parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                yield from self.ready
                raise _broken(error) from None
            except (LookupError, ValueError):  # an encoding Python does not know, or of several bytes a character
                raise _unknown_encoding(self.parser.CurrentLineNumber) from None
            except (gzip.BadGzipFile, EOFError, zlib.error):
                yield from self.ready
                raise Fault("damaged_gzip", Text("压缩文件已损坏或不完整", "the gzip file is damaged or cut off"), _TORN) from None  # fmt: skip
            yield from self.ready
            self.ready.clear()
            if not chunk:
                return
            fed += len(chunk)
            if fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
                raise Fault("hostile_xml", Text("有一个标签过长（可能是恶意文件）", "a tag is too long (the file may be hostile)"), _TORN,
                            line=self.parser.CurrentLineNumber)  # fmt: skip

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if depth == _IN_EVENT:
            if self.event is not None:
                self._attribute(self.event, tag, attrs)
        elif depth == _IN_TRACE:
            if self.own is None:
                return
            if _local(tag) == "event":
                self.event, self.event_line = {}, self.parser.CurrentLineNumber
            else:
                self._attribute(self.own, tag, attrs)
        elif depth == _TRACE:
            self._open(_local(tag))
        elif depth == _ROOT and _local(tag) != "log":
            raise Fault("not_xes", Text(f"不是XES事件日志：根元素是 {tag[:40]}", f"not an XES log: the root element is {tag[:40]}"),
                        Text("给出 .xes 文件，或导出为CSV", "give an .xes file, or export it as CSV"), line=1)  # fmt: skip

    def _open(self, tag: str) -> None:
        if tag == "trace":
            self.count += 1
            self.own, self.entries, self.faults = {}, [], []
            self.line = self.parser.CurrentLineNumber
        elif tag == "event":  # an event of no case
            line = self.parser.CurrentLineNumber
            self.count += 1
            self.ready.append(LogTrace(self.count, line, {}, (), ((line, _CASELESS),)))

    def _attribute(self, bag: dict[str, str], tag: str, attrs: dict[str, str]) -> None:
        key = attrs.get("key")
        if key is None or (tag not in _TYPES and _local(tag) not in _TYPES):
            return
        self.seen.add(key)
        if key not in self.wanted:
            return
        value = attrs.get("value", "").strip()
        if bag.setdefault(key, value) != value:
            fault = Fault("repeated_attribute", Text(f"同一处有两个“{key}”，取值不同", f"'{key}' stands here twice with different values"),
                          Text("只保留一个", "keep one of them"))  # fmt: skip
            self.faults.append((self.parser.CurrentLineNumber, fault))

    def _end(self, _tag: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if depth == _IN_TRACE:
            if self.event is not None:
                self.entries.append(LogEntry(len(self.entries) + 1, self.event_line, self.event))
                self.event = None
        elif depth == _TRACE and self.own is not None:
            self.ready.append(LogTrace(self.count, self.line, self.own, self.entries, self.faults))
            self.own = None


_CASELESS = Fault("event_without_case", Text("事件不在任何案例（trace）之内", "the event stands in no trace"),
                  Text("把它移入所属的 trace", "move it into its trace"))  # fmt: skip


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _refuse(*_: object) -> None:
    raise Fault("hostile_xml", Text("XML含有文档类型声明（可能是恶意文件）", "the XML has a document type declaration (it may be hostile)"),
                Text("向提供者核实该文件", "ask whoever sent the file"))  # fmt: skip


def _broken(error: expat.ExpatError) -> Fault:
    if error.code in _ENCODINGS:
        return _unknown_encoding(error.lineno)
    return Fault("bad_xml", Text("XML有误，自此处起无法读取", "the XML is broken; nothing can be read from here on"), _TORN, line=error.lineno)  # fmt: skip


def _unknown_encoding(line: int) -> Fault:
    return Fault("wrong_encoding", Text("文字编码无法识别", "the text encoding is not known"),
                 Text("另存为UTF-8", "save the file as UTF-8"), line=line)  # fmt: skip


_ENCODINGS = {
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
}
