"""Case files (YAML): one instrument with its obligations, events, evidence and officials, nested or side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket.schema import TABLES
from govaudit.model.fault import Fault
from govaudit.model.problem import Place
from govaudit.model.text import Text
from govaudit.model.yaml_text import Mapping, load_documents

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.intake.collect import Collector

# (parent table, child table) -> the child's column that holds the parent's id.
PARENT = {
    ("instruments", "obligations"): "instrument", ("instruments", "events"): "instrument",
    ("instruments", "acts"): "instrument", ("instruments", "assignments"): "instrument",
    ("instruments", "ppp_outlays"): "project", ("obligations", "events"): "obligation",
    ("obligations", "acts"): "obligation", ("obligations", "assignments"): "obligation",
    ("orgs", "posts"): "org", ("orgs", "fiscal"): "unit", ("orgs", "debts"): "unit",
    ("posts", "tenures"): "post", ("posts", "assignments"): "post", ("persons", "tenures"): "person",
}  # fmt: skip
# Tables whose rows may go without an id in a case file: it is made from the parent and the row's number.
NAMELESS = {"events", "tenures", "assignments", "acts", "delegations", "authorities", "transfers"}
LARGEST = 32 << 20  # bytes of a case file
SINGULAR = {
    "instrument": "instruments",
    "obligation": "obligations",
    "event": "events",
    "org": "orgs",
    "project": "instruments",
}


def children_of(table: str) -> set[str]:
    """Return the tables whose rows may stand inside a row of `table`: an instrument may hold its whole case."""
    if table == "instruments":
        return set(TABLES) - {"instruments"}
    return {child for parent, child in PARENT if parent == table}


def read_case(path: Path, name: str, out: Collector) -> None:
    """Read one case file into the collector."""
    try:
        documents = load_documents(out.file(path, name), LARGEST)
    except Fault as fault:
        out.problem(fault.code, Place(name, row=fault.line), fault.what, fault.remedy)
        return
    if not documents:
        out.problem(
            "empty_file",
            Place(name),
            Text("文件没有内容", "the file is empty"),
            Text("删除该文件或填写内容", "remove it or fill it in"),
        )
    for document in documents:
        _Case(name, out).document(document)


class _Case:
    """One document: walks it, gives children their parent's id, rows their place."""

    def __init__(self, name: str, out: Collector) -> None:
        self.name, self.out = name, out
        self.made: dict[str, int] = {}

    def document(self, document: Any) -> None:
        if not isinstance(document, Mapping):
            self.out.problem("not_a_case", Place(self.name), Text("不是案卷：应为键和值", "not a case file: keys and values are needed"),
                             Text("用 govaudit init 生成样例", "see the sample that govaudit init writes"))  # fmt: skip
            return
        if "id" in document and "domain" in document:
            self.row("instruments", document, {})
            return
        owner = self._only_instrument(document)
        for key, value in document.items():
            if key == "officials" and isinstance(value, Mapping):
                self.document(value)
                continue
            table = SINGULAR.get(key, key)
            if table not in TABLES:
                self.out.headings_of_case(key, Place(self.name, row=document.line_of(key)))
                continue
            for item in value if isinstance(value, list) else [value]:
                if item is not None:
                    self.item(table, item, {} if table == "instruments" else owner, document.line_of(key))

    def _only_instrument(self, document: Mapping) -> dict[str, str]:
        found = [
            item
            for key in ("instrument", "instruments", "project")
            if key in document
            for item in _listed(document[key])
        ]
        if len(found) == 1 and isinstance(found[0], Mapping) and found[0].get("id"):
            return {"instruments": str(found[0]["id"])}
        return {}

    def item(self, table: str, item: Any, parents: dict[str, str], line: int) -> None:
        if isinstance(item, Mapping):
            self.row(table, item, parents)
        else:
            self.out.problem("not_a_row", Place(self.name, table, line), Text("应为一行数据（键和值）", "a row (keys and values) is needed"),
                             Text("核对缩进和“-”", "check the indentation and the '-'"), item)  # fmt: skip

    def row(self, table: str, item: Mapping, parents: dict[str, str]) -> None:
        columns = TABLES[table].columns
        nested = children_of(table)
        children = {
            key: value for key, value in item.items() if SINGULAR.get(key, key) in nested and key not in columns
        }
        values: dict[str, Any] = {key: value for key, value in item.items() if key not in children}
        self._inherit(table, values, parents)
        if "id" in columns and not values.get("id") and table in NAMELESS:
            values["id"] = self._make_id(table, parents)
        self.out.add(table, values, Place(self.name, table, item.line))
        own = dict(parents)
        if values.get("id"):
            own[table] = str(values["id"])
        for key, value in children.items():
            for child in _listed(value):
                self.item(SINGULAR.get(key, key), child, own, item.line_of(key))

    def _inherit(self, table: str, values: dict[str, Any], parents: dict[str, str]) -> None:
        """Fill the nearest parent's id where the row does not state one."""
        for parent in ("persons", "posts", "orgs", "obligations", "instruments"):
            column = PARENT.get((parent, table))
            if column and parent in parents:
                stated = values.get(column) or (parent == "instruments" and values.get("obligation"))
                if not stated and not (table in {"acts", "assignments"} and values.get("scope")):
                    values[column] = parents[parent]
                    return
                if stated:
                    return

    def _make_id(self, table: str, parents: dict[str, str]) -> str:
        owner = next(
            (parents[p] for p in ("obligations", "posts", "persons", "orgs", "instruments") if p in parents), self.name
        )
        key = f"{owner}/{table}"
        self.made[key] = self.made.get(key, 0) + 1
        return f"{key}-{self.made[key]}"


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
