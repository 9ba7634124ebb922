"""Rows from any reader become typed rows of the docket; what cannot be read becomes a problem with its place."""

from __future__ import annotations

import difflib
import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES, Column, DocketBuilder, Input, check_integrity
from govaudit.docket.labels import OPEN_ENGLISH
from govaudit.formats.cells.cell_values import READERS, read_money, read_unit
from govaudit.model import Fault, PartialDate, Place, Problem, Text, iso
from govaudit.words import ATTRIBUTES, EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from govaudit.docket import Docket

# How alike a mistyped column must be to be suggested: due_date is 0.57 like due_on.
NEAR = 0.55
# The column that states the unit of a table's amounts, where the heading does not.
UNIT_COLUMNS = {
    "obligations": "amount_unit",
    "fiscal": "unit_of_value",
    "instruments": "unit",
    "events": "unit",
    "ppp_outlays": "unit",
}
_DATED = {"date", "partial", "anchor", "recorded"}
# Kinds of which a column writes the same few values again and again; what is read never changes.
REPEATED = _DATED | {"choice", "int", "flag", "tz", "rate", "clock", "number"}


class Collector:
    """Collects rows, notes and problems while files are read; `docket` is what they grow into, `sound` the result.

    `encoding` is what the user declared for CSV files, None to find it out.
    """

    def __init__(self, encoding: str | None = None) -> None:
        self.docket = DocketBuilder()
        self.encoding = encoding
        self.made: dict[str, dict[str, Any]] = {}  # ids made for rows without one in case files -> the row
        self.numbers: dict[str, int] = {}  # how many such ids each owner has
        self.stated: dict[tuple[str, str], dict[str, Any]] = {}  # rows of officials in case files, by table and id
        # By table and column: cells that repeat -> the value read; `loud` those with something to say of it.
        self.known: defaultdict[tuple[str, str], dict[Any, Any]] = defaultdict(dict)
        self.loud: defaultdict[tuple[str, str], dict[Any, Any]] = defaultdict(dict)
        self.echoes: dict[tuple[str, str | None, str], tuple[int, str, str, Place]] = {}

    def file(self, path: Path, name: str | None = None) -> bytes:
        """Read a file whole and record it as an input with its sha256."""
        data = path.read_bytes()
        self.record(name or str(path), hashlib.sha256(data).hexdigest(), len(data))
        return data

    def record(self, name: str, sha256: str, size: int) -> None:
        """Record an input that a reader streamed itself."""
        self.docket.inputs.append(Input(name, sha256, size))

    def problem(self, code: str, place: Place, what: Text, remedy: Text, value: object = None) -> None:
        """Record a problem that costs its row."""
        self.docket.problems.append(Problem(code, place, what, remedy, _shown(value)))

    def note(self, code: str, place: Place, what: Text, remedy: Text | None = None, value: object = None) -> None:
        """Record something understood or left out on purpose."""
        self.docket.problems.append(
            Problem(code, place, what, remedy or Text("无需处理", "nothing to do"), _shown(value), "note")
        )

    def headings(self, table: str, names: Iterable[str], place: Place) -> bool:
        """Check the column names of a table; each unknown one is a problem with a 'did you mean'."""
        columns = TABLES[table].columns
        unknown = [name for name in names if name not in columns]
        for name in unknown:
            near = difflib.get_close_matches(name, columns, 1, cutoff=NEAR)
            self.problem(
                "unknown_column", place.at(name),
                Text(f"表 {table} 没有列“{name}”", f"table {table} has no column '{name}'"),
                Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near
                else Text(f"删除该列；可用的列：{'、'.join(columns)}", f"remove it; the columns are: {', '.join(columns)}"), name,
            )  # fmt: skip
        return not unknown

    def headings_of_case(self, key: str, place: Place) -> None:
        """Report a key of a case file that is no table."""
        near = difflib.get_close_matches(key, [*TABLES, "instrument"], 1)
        self.problem("unknown_key", place.at(key), Text(f"案卷中没有“{key}”这一项", f"a case file has no '{key}'"),
                     Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near
                     else Text(f"可用：instrument、{'、'.join(TABLES)}", f"use: instrument, {', '.join(TABLES)}"), key)  # fmt: skip

    def add(
        self, table: str, raw: Mapping[str, Any], place: Place, units: Mapping[str, int] | None = None, broken: Collection[str] = ()
    ) -> None:  # fmt: skip
        """Add one row: every cell is read by its column's kind, a row with a fault is not added.

        `units` holds yuan per unit of money columns whose heading states one; `broken` names columns whose fault the
        reader has reported already: the rest of the row is checked all the same.
        """
        spec, known = TABLES[table], self.known
        given = {n: v for n, v in raw.items() if not is_empty(v)}
        good = given.keys() <= spec.columns.keys() or self.headings(table, given, place)
        row: dict[str, Any] = dict(spec.defaults)
        for name, value in given.items():
            if name in spec.as_written and isinstance(value, str):
                row[name] = value.strip()
            elif isinstance(value, str) and (found := known[table, name].get(value)) is not None:
                row[name] = found
            elif column := spec.columns.get(name):
                try:
                    row[name] = self.cell(table, column, value, given, units or {})
                except Fault as fault:
                    good = False
                    self.problem(fault.code, place.at(name), fault.what, fault.remedy, value)
                    continue
                if (shown := echo(column, value, row[name])) is not None:
                    self._echo(place.at(name), value, shown)
                elif isinstance(value, str) and (column.open_list or column.kind in REPEATED):
                    known[table, name][value] = row[name]
        filled = {*given, *broken} if broken else given.keys()
        good = self._filled(table, filled, place) and good and not broken
        if good:
            self.docket[table].append(row, place)
            return
        self.docket.leave_out(table, row, place)
        if isinstance(row.get("id"), str):
            self.docket.rejected.setdefault(table, set()).add(row["id"])

    def cell(self, table: str, column: Column, value: Any, given: Mapping[str, Any], units: Mapping[str, int]) -> Any:
        """Read one cell that is not empty; `given` holds the row's cells that say what an amount means; Fault when it cannot be read."""
        if column.open_list and isinstance(value, str):
            return OPEN_ENGLISH.get((table, column.name), {}).get(value.strip()) or READERS[column.kind](value, column)
        if column.kind != "money":
            return READERS[column.kind](value, column)
        unit = units.get(column.name)
        stated = given.get(UNIT_COLUMNS.get(table, ""))
        if stated is not None:
            own = read_unit(stated)
            if unit is not None and unit != own:
                raise Fault("unit_conflict", Text("表头的单位与单位列不一致", "the heading and the unit column state different units"),
                            Text("只保留一处单位", "state the unit in one place only"))  # fmt: skip
            unit = own
        return read_money(value, str(given.get("currency") or "CNY").strip(), unit)

    def _echo(self, at: Place, raw: Any, shown: str) -> None:
        """Remember a date that was not written YYYY-MM-DD, to say once a column how it was read."""
        key = (at.file, at.sheet, at.column or "")
        count, first, read, at = self.echoes.get(key, (0, str(raw), shown, at))
        self.echoes[key] = (count + 1, first, read, at)

    def echo_again(self, key: tuple[str, str | None, str], more: int) -> None:
        """Count more dates of an echo that is there already."""
        if more:
            count, first, read, at = self.echoes[key]
            self.echoes[key] = (count + more, first, read, at)

    def finish(self) -> None:
        """Say how dates in other forms were read."""
        for count, first, read, at in self.echoes.values():
            self.note(
                "date_read",
                at,
                Text(
                    f"{count}个日期按此规则读取：“{first}”读作 {read}",
                    f"{count} dates read like this: '{first}' as {read}",
                ),
                value=first,
            )
        self.echoes.clear()

    def sound(self) -> Docket:
        """Return the docket of all that was read: rows that are no good taken out, names in Chinese taken as the words they stand for."""
        self.finish()
        check_integrity(self.docket)
        take_chinese_words(self.docket)
        return self.docket.freeze()

    def _filled(self, table: str, given: AbstractSet[str], place: Place) -> bool:
        spec = TABLES[table]
        missing = [group for group in spec.needs if given.isdisjoint(group)]
        if not spec.required <= given:
            missing[:0] = [(name,) for name in spec.columns if name in spec.required and name not in given]
        for group in missing:
            names = " / ".join(group)
            self.problem("missing_value", place.at(group[0]), Text(f"必填项为空：{names}", f"required and empty: {names}"),
                         Text(f"填写 {names}", f"fill in {names}"))  # fmt: skip
        return not missing


def is_empty(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def echo(column: Column, raw: Any, value: Any) -> str | None:
    """Return how a date was read that was not written YYYY-MM-DD, None where there is nothing to say."""
    if column.kind not in _DATED or not isinstance(raw, (str, int, float)) or value is None:
        return None
    shown = value.as_written if isinstance(value, PartialDate) else value if isinstance(value, str) else iso(value)
    if str(raw).strip() == shown or (column.kind == "anchor" and not str(raw)[:1].isdigit()) or "T" in str(raw):
        return None
    return shown


def _shown(value: object) -> str | None:
    """Quote a value in a problem, cut to a length a person can read."""
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= 200 else text[:200] + "…"  # noqa: PLR2004 - a line or two


# --- Event types and attributes written in Chinese, taken as the words the rules and the engine know

_EVENT_OF = EVENTS.meanings()
_ATTRIBUTE_OF = ATTRIBUTES.meanings()


def take_chinese_words(docket: DocketBuilder) -> None:
    """Replace Chinese names by their words: event types, anchors and conditions, attributes of instruments."""
    for table, columns in (("events", ("type",)), ("obligations", ("anchor", "condition"))):
        for column in columns:
            docket[table].columns[column] = [value and meaning_of(value) for value in docket[table][column]]
    docket["instruments"].columns["attributes"] = [
        {_ATTRIBUTE_OF.get(key, key): value for key, value in attributes.items()}
        if isinstance(attributes, dict)
        else attributes
        for attributes in docket["instruments"]["attributes"]
    ]


def meaning_of(word: str) -> str:
    """Return the word that the name of an event type stands for, else the name itself."""
    return _EVENT_OF.get(word, word)
