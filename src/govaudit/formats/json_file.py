"""One JSON file: which of the open formats it is, and its reader. Anything else is a problem with a remedy.

Known: OCDS release and record packages, single releases and records, lists and JSON lines of them, OC4IDS packages and projects,
Popolo. Numbers are exact (Decimal), keys written twice in one object are reported, NaN and Infinity are refused.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govaudit.formats.cells.cell_values import exact_decimal
from govaudit.model import Place, Text

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from govaudit.formats.collect import Collector
    from govaudit.formats.ocds.package import ReleaseSource

_POPOLO = ("persons", "people", "organizations", "posts", "memberships")
_REMEDY = Text("可读：OCDS 发布包或记录包、OC4IDS 项目、Popolo 人员机构数据；自有数据请用 YAML、XLSX 或 CSV",
               "readable: OCDS release or record packages, OC4IDS projects, Popolo persons and bodies; for data of your own use YAML, XLSX or CSV")  # fmt: skip


class _RefusedError(ValueError):
    """A JSON constant that is no number, or a number beyond all measure."""


def read_json_file(path: Path, name: str, out: Collector) -> None:
    """Read one JSON or JSON-lines file into the collector."""
    text = _decode(out.file(path, name), name, out)
    if text is None:
        return
    if not text.strip():
        out.problem(
            "empty_file",
            Place(name),
            Text("文件没有内容", "the file is empty"),
            Text("删除该文件或填写内容", "remove it or fill it in"),
        )
        return
    documents = _parse(text, name, out)
    if documents:
        _dispatch(documents, name, out)


def _decode(data: bytes, name: str, out: Collector) -> str | None:
    """Decode UTF-8, with or without BOM, or UTF-16 with one; JSON has no other encodings (RFC 8259)."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        out.problem(
            "wrong_encoding",
            Place(name, row=line),
            Text("不是 UTF-8 编码", "not UTF-8"),
            Text("另存为 UTF-8", "save it as UTF-8"),
        )
        return None


def _parse(text: str, name: str, out: Collector) -> list[tuple[Any, int | None]]:
    """Parse one document, or JSON lines: (value, line) each; a line that cannot be read is a problem of its own."""
    try:
        return [(_loads(text, Place(name), out), None)]
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if error.msg != "Extra data" and not (len(lines) > 1 and _is_line(lines[0][1])):
            return _unreadable(error, error.lineno, name, out)
    except (_RefusedError, RecursionError, ValueError) as error:
        return _unreadable(error, None, name, out)
    documents: list[tuple[Any, int | None]] = []
    for number, line in lines:
        try:
            documents.append((_loads(line, Place(name, row=number), out), number))
        except (RecursionError, ValueError) as error:
            _unreadable(error, number, name, out)
    return documents


def _is_line(line: str) -> bool:
    """Whether a first line is a whole JSON object: the mark of JSON lines."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _loads(text: str, place: Place, out: Collector) -> Any:
    twice: list[str] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    twice.append(key)
                seen.add(key)
        return built

    value = json.loads(text, parse_float=_number, parse_constant=_refuse, object_pairs_hook=build)
    for key in dict.fromkeys(twice):
        out.problem("repeated_key", place.at(key), Text(f"同一对象中“{key}”写了两次，只读最后一个", f"'{key}' is written twice in one object, only the last is read"),
                    Text("删除其中之一", "remove one of them"), twice.count(key))  # fmt: skip
    return value


def _number(text: str) -> Decimal:
    try:
        return exact_decimal(text)
    except ValueError:
        raise _RefusedError(text) from None


def _refuse(word: str) -> None:
    raise _RefusedError(word)


def _unreadable(error: Exception, line: int | None, name: str, out: Collector) -> list[tuple[Any, int | None]]:
    if isinstance(error, json.JSONDecodeError):
        where = Text(f"第{error.colno}个字符处", f"at character {error.colno}")
        what = Text(f"不是有效的JSON，{where.zh}", f"not valid JSON, {where.en}")
    elif isinstance(error, RecursionError):
        what = Text("嵌套过深", "nested too deeply")
    elif isinstance(error, _RefusedError):
        what = Text(f"{str(error)[:40]} 不是可用的JSON数值", f"{str(error)[:40]} is no number that can be used")
    else:
        what = Text("不是有效的JSON", "not valid JSON")
    out.problem(
        "bad_json",
        Place(name, row=line),
        what,
        Text(
            "重新导出该文件，或用JSON校验工具查看该处",
            "export the file again, or look at that place with a JSON checker",
        ),
    )
    return []


def _dispatch(documents: list[tuple[Any, int | None]], name: str, out: Collector) -> None:
    """Give the documents to the reader of their kind; items of a list are documents of their own."""
    from govaudit.formats.ocds.package import ReleaseSource

    root = documents[0][0] if len(documents) == 1 and documents[0][1] is None else None
    if isinstance(root, dict) and _is_popolo(root):
        from govaudit.formats.popolo import read_popolo

        read_popolo(root, name, out)
        return
    sources: list[ReleaseSource] = []
    for value, line in documents:
        items = [(value, "")] if not isinstance(value, list) else [(item, f"/{i}") for i, item in enumerate(value)]
        for item, pointer in items:
            if isinstance(item, dict):
                sources.append(ReleaseSource(item, pointer, line))
            else:
                _unknown(Place(name, row=line, column=pointer or None), out)
    if sources and all(_is_popolo_item(source.node) for source in sources):
        from govaudit.formats.popolo import read_popolo_list

        read_popolo_list(sources, name, out)
    elif sources:
        _open_contracting(sources, root if root is not None else [value for value, _ in documents], name, out)
    elif not any(problem.place.file == name for problem in out.docket.problems):
        _unknown(Place(name), out)


def _is_popolo(root: dict[str, Any]) -> bool:
    return any(isinstance(root.get(key), list) for key in _POPOLO) and "ocid" not in root


def _is_popolo_item(node: dict[str, Any]) -> bool:
    """Whether an object of a list is a Popolo person, organisation, post or membership."""
    from govaudit.formats.popolo import kind_of

    return "ocid" not in node and "releases" not in node and kind_of(node) is not None


def _open_contracting(sources: list[ReleaseSource], document: Any, name: str, out: Collector) -> None:
    from govaudit.formats.ocds.convert import Conversion
    from govaudit.formats.ocds.package import PackageReader
    from govaudit.formats.ocds.projects import read_project
    from govaudit.formats.ocds.release_dates import moment
    from govaudit.formats.ocds.unmapped import report

    run = Conversion(name, out)
    published = [found.day for source in sources if (found := moment(source.node.get("publishedDate")))]
    run.used.update(
        (id(source.node), "publishedDate") for source in sources if moment(source.node.get("publishedDate"))
    )
    reader = PackageReader(
        run, ppp=any(_is_ppp(source.node) for source in sources), published=max(published, default=None)
    )
    releases, records, projects = _sorted(sources, name, out)
    reader.releases(releases)
    reader.records(records)
    for source in projects:
        read_project(reader, source)
    reader.orgs.write()
    run.finish()
    if releases or records or projects:
        report(run, document)


def _is_ppp(node: dict[str, Any]) -> bool:
    """Whether a package declares the profile for public-private partnerships."""
    extensions = node.get("extensions")
    return any(
        isinstance(url, str) and ("/ppp/" in url or "public-private" in url or "_ppp" in url)
        for url in (extensions if isinstance(extensions, list) else [])
    )


def _sorted(
    sources: list[ReleaseSource], name: str, out: Collector
) -> tuple[list[ReleaseSource], list[ReleaseSource], list[ReleaseSource]]:
    """Take packages apart: releases, records, projects; what is none of them is a problem."""
    releases: list[ReleaseSource] = []
    records: list[ReleaseSource] = []
    projects: list[ReleaseSource] = []
    for source in sources:
        node = source.node
        inner = [key for key in ("records", "releases", "projects") if isinstance(node.get(key), list) and "ocid" not in node]  # fmt: skip
        if inner:
            for key in [key for key in inner if node[key]] or inner[:1]:
                found = _inside(source, key, name, out)
                {"records": records, "releases": releases, "projects": projects}[key].extend(found)
        elif "ocid" in node or isinstance(node.get("compiledRelease"), dict):
            is_record = any(key in node for key in ("compiledRelease", "versionedRelease", "releases"))
            (records if is_record else releases).append(source)
        elif "contractingProcesses" in node or str(node.get("id", "")).startswith("oc4ids"):
            projects.append(source)
        elif {"tender", "awards", "contracts", "planning"} & node.keys():
            releases.append(source)  # its missing ocid is reported there
        else:
            _unknown(Place(name, row=source.line, column=source.pointer or None), out)
    return releases, records, projects


def _inside(source: ReleaseSource, key: str, name: str, out: Collector) -> list[ReleaseSource]:
    from govaudit.formats.ocds.package import ReleaseSource as Item

    items = source.node[key]
    if not items:
        out.problem("empty_package", Place(name, row=source.line, column=f"{source.pointer}/{key}"), Text("数据包内没有内容", "the package is empty"),
                    Text("重新下载或导出", "download or export it again"))  # fmt: skip
    for i, item in enumerate(items):
        if not isinstance(item, dict):
            _unknown(Place(name, row=source.line, column=f"{source.pointer}/{key}/{i}"), out)
    return [
        Item(item, f"{source.pointer}/{key}/{i}", source.line) for i, item in enumerate(items) if isinstance(item, dict)
    ]


def _unknown(place: Place, out: Collector) -> None:
    out.problem("unknown_json", place, Text("不认识的JSON数据", "JSON of an unknown kind"), _REMEDY)
