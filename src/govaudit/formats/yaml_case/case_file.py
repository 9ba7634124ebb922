"""Case files (YAML): one instrument with its obligations, events, evidence and officials, nested or side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.formats.yaml_case.case_shapes import rows_in_place, rows_of, ungroup
from govaudit.model import Fault, Mapping, Place, Text, load_documents

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.formats.collect import Collector

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
# Tables of officials: a row said again in another case, with the same words, is the same fact. Events are not: two may be alike.
SHARED = {"orgs", "posts", "persons", "tenures", "assignments", "authorities", "delegations", "transfers", "evidence"}
OFFICIALS = "officials"  # a case may put orgs, posts, persons and tenures into one group
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
    beside = {"evidence"} if table in {"obligations", "events"} else set()
    return beside | {child for parent, child in PARENT if parent == table}


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

    def document(self, document: Any, parents: dict[str, str] | None = None) -> None:
        """Read a case, several of them in a list, or the group `officials` of a case (`parents`: whose)."""
        if isinstance(document, list) and document:
            for one in document:
                self.document(one)
            return
        if not isinstance(document, Mapping):
            self.out.problem("not_a_case", Place(self.name), Text("不是案卷：应为键和值", "not a case file: keys and values are needed"),
                             Text("用 govaudit init 生成样例", "see the sample that govaudit init writes"))  # fmt: skip
            return
        if "id" in document and "domain" in document:
            self.row("instruments", document, {})
            return
        owner = self._only_instrument(document) or parents or {}
        for key, value in document.items():
            if key == OFFICIALS and isinstance(value, Mapping):
                self.document(value, owner)
                continue
            table = SINGULAR.get(key, key)
            if table not in TABLES:
                self.out.headings_of_case(key, Place(self.name, row=document.line_of(key)))
                continue
            for item in rows_of(table, value, children_of(table)):
                if item is not None:
                    self.item(table, item, {} if table == "instruments" else owner, document.line_of(key))

    def _only_instrument(self, document: Mapping) -> dict[str, str]:
        found = [
            item
            for key in ("instrument", "instruments", "project")
            if key in document
            for item in rows_of("instruments", document[key], children_of("instruments"))
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
        ungroup(table, item)
        for target, one in rows_in_place(table, item):
            self.row(target, one, {})
        officials = (
            item.pop(OFFICIALS, None) if table == "instruments" and isinstance(item.get(OFFICIALS), Mapping) else None
        )
        children = {
            key: value
            for key, value in item.items()
            if SINGULAR.get(key, key) in nested and (key not in columns or _are_rows(value))
        }
        values: dict[str, Any] = {key: value for key, value in item.items() if key not in children}
        self._inherit(table, values, parents)
        if "id" in columns and not values.get("id") and table in NAMELESS:
            values["id"] = self._make_id(table, parents, values)
        if not self._said_before(table, values):
            self.out.add(table, values, Place(self.name, table, item.line))
        own = dict(parents)
        if values.get("id"):
            own[table] = str(values["id"])
        if officials:
            self.document(officials, own)
        for key, value in children.items():
            child_table = SINGULAR.get(key, key)
            for child in rows_of(child_table, value, children_of(child_table)):
                self.item(child_table, child, own, item.line_of(key))

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

    def _said_before(self, table: str, values: dict[str, Any]) -> bool:
        """Tell whether another case has this row of officials: each case names its own, and they are often the same."""
        if table not in SHARED or not values.get("id"):
            return False
        first = self.out.stated.setdefault((table, str(values["id"])), values)
        return first is not values and values.items() <= first.items() if _plain(values) and _plain(first) else False

    def _make_id(self, table: str, parents: dict[str, str], values: dict[str, Any]) -> str:
        owner = next(
            (parents[p] for p in ("obligations", "posts", "persons", "orgs", "instruments") if p in parents), self.name
        )
        # An event is known by what it says, not by its place in the file: one entered late must not take the id of another.
        said = [values.get(name) for name in ("occurred_on", "occurred_at", "type")] if table == "events" else []
        key = f"{owner}/{'-'.join(str(one) for one in said if one) or table}"
        number = 1 if table in SHARED else self.out.numbers.get(key, 0) + 1
        while (made := f"{key}-{number}") in self.out.made:
            if table in SHARED and self.out.made[made] == values:
                return made
            number += 1
        self.out.made[made] = dict(values)
        self.out.numbers[key] = number
        return made


def _are_rows(value: Any) -> bool:
    """Whether what stands under the name of a column and of a table (evidence) is rows of the table, not ids of them."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def _plain(values: dict[str, Any]) -> bool:
    return all(value is None or isinstance(value, str) for value in values.values())
