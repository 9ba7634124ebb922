"""What goes into the forms of a unit and year: its fiscal figures, and for the repayment plan the schedules of its debts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.debt_ledger.ledger import CONTINGENT, raised_as
from govaudit.finance.figures import BASES, Figures
from govaudit.finance.linear import LinearTerm
from govaudit.formats.debt_forms import FORM, FORMS, FURTHER, ONWARD, PLAN_YEARS, SAME, plan_columns
from govaudit.model import Text, to_human
from govaudit.schedules import civil_parts, flows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govaudit.docket import Docket
    from govaudit.formats.debt_forms import Form, FormFigure
    from govaudit.model import Place
    from govaudit.schedules import Debt

# By form and line the figure in each column, in fen; a column without a figure is left out.
Filled = dict[str, dict[str, dict[str, int]]]
_OWN = "本级"


class Tree:
    """The units a form is about: the unit, its own level, and those right below."""

    def __init__(self, docket: Docket, unit: str) -> None:
        orgs = docket["orgs"]
        self.unit = unit
        self.names = dict(zip(orgs["id"], orgs["name"], strict=True))
        children: dict[str, list[str]] = defaultdict(list)
        for key, parent in zip(orgs["id"], orgs["parent"], strict=True):
            if parent is not None and parent != key:
                children[parent].append(key)
        self.below = children[unit]
        self.own = next((key for key in self.below if str(self.names[key]).endswith(_OWN)), unit)
        self.all = {unit}
        todo = [unit]
        while todo:
            new = [key for key in children[todo.pop()] if key not in self.all]
            self.all.update(new)
            todo += new


def fill_forms(docket: Docket, debts: Sequence[Debt], unit: str, year: int) -> Filled:
    """Return the six forms of a unit and year, as far as the docket has figures."""
    figures, tree = Figures.read(docket), Tree(docket, unit)
    found: Filled = {form.id: _lines(figures, tree, form, year) for form in FORMS if form.columns != "years"}
    found["plan"] = _plan(figures, unit, year) or plan_of([debt for debt in debts if debt.unit in tree.all], year)
    return found


def _lines(figures: Figures, tree: Tree, form: Form, year: int) -> dict[str, dict[str, int]]:
    columns: dict[str, tuple[str, tuple[str, ...] | None]]
    if form.columns == "units":
        columns = {unit: (unit, None) for unit in (tree.unit, *tree.below)}
    elif form.columns == "scopes":
        columns = {"all": (tree.unit, None), "own": (tree.own, None)}
    else:
        columns = {"budget": (tree.unit, ("adjusted", "budget")), "execution": (tree.unit, ("final", "execution"))}
    found: dict[str, dict[str, int]] = {}
    for line in form.lines:
        for column, (unit, bases) in columns.items():
            wanted = bases if bases and line.basis == "column" else _first(line.basis)
            if bases and line.basis != "column" and (line.basis == "budget") != (column == "budget"):
                continue
            value = _value(figures, unit, year, LinearTerm(line.item, years=line.shift), wanted)
            if value is not None:
                found.setdefault(line.key, {})[column] = value
    return found


def _first(basis: str) -> tuple[str, ...]:
    """Return the bases to look at: accounts for what is over, budgets for what is planned."""
    projected = ("budget", "adjusted") if basis == "budget" else ("adjusted", "budget")
    return (*projected, "execution", "final") if basis in projected else BASES


def _value(figures: Figures, unit: str, year: int, term: LinearTerm, bases: Iterable[str]) -> int | None:
    parts = figures.find(unit, year, term, bases)
    return None if parts is None else int(sum(part.amount for part in parts))


def _plan(figures: Figures, unit: str, year: int) -> dict[str, dict[str, int]]:
    """Return the plan that the table of figures states, empty where it states none."""
    found: dict[str, dict[str, int]] = {}
    for line in FORM["plan"].lines:
        for column in plan_columns(year):
            item = line.item + ONWARD if column.endswith(ONWARD) else line.item
            at = int(column.removesuffix(ONWARD))
            value = _value(figures, unit, at, LinearTerm(item), ("budget", "adjusted"))
            if value is not None:
                found.setdefault(line.key, {})[column] = value
    return found


_KEYS = {("general", "new"): "B1", ("general", "swap"): "B2", ("general", "refinancing"): "B3",
         ("special", "new"): "C1", ("special", "swap"): "C2", ("special", "refinancing"): "C3"}  # fmt: skip


def plan_of(debts: Iterable[Debt], year: int) -> dict[str, dict[str, int]]:
    """Return when the principal of bonds outstanding at the end of a year falls due, by payment day; loans are in no bond form."""
    columns = plan_columns(year)
    found: dict[str, dict[str, int]] = {}
    for debt in debts:
        key = _KEYS.get((debt.kind, raised_as(debt)))
        if key is None or debt.kind == CONTINGENT or civil_parts(debt.start)[0] > year:
            continue
        for flow in flows(debt):
            at = civil_parts(flow.pay_on)[0]
            if flow.principal and at > year:
                column = columns[min(at - year, PLAN_YEARS) - 1]
                for line in (key, key[0], "A"):
                    cells = found.setdefault(line, dict.fromkeys(columns, 0))
                    cells[column] += flow.principal
    return found


# --- The sums a published form must satisfy: its own letters, the forms among each other, units and their total

Cell = tuple[str, str, int, str]  # form, unit, year, column: what stands in one column of a form


class FormDoubt(NamedTuple):
    """A sum that does not hold: what stands there, what it should come to, both in fen."""

    place: Place
    what: Text
    stated: int
    expected: int


def form_doubts(found: Sequence[FormFigure], unit: str) -> list[FormDoubt]:
    """Return every sum that does not hold in the forms of a unit, in the order of the forms."""
    return [*_within(found), *_across(found), *_units(found, unit)]


def _column(read: FormFigure) -> str:
    """Return what tells the columns of one form apart: the basis where columns are bases, the year where they are years."""
    columns = FORM[read.form].columns
    return read.basis if columns == "bases" and read.key != "1" else str(read.year) if columns == "years" else ""


def _within(found: Sequence[FormFigure]) -> Iterator[FormDoubt]:
    """Check the sums that the letters of a form state."""
    for form in FORMS:
        by_column: dict[tuple[str, str], dict[str, FormFigure]] = defaultdict(dict)
        opening: dict[str, FormFigure] = {}
        for read in (one for one in found if one.form == form.id):
            if form.columns == "bases" and read.key == "1":
                opening[read.unit] = read
            by_column[read.unit, _column(read)][read.key] = read
        rules = [(line.key, line.sums) for line in form.lines if line.sums] + list(FURTHER.get(form.id, ()))
        for (unit, _), column in by_column.items():
            cells = {"1": opening[unit], **column} if unit in opening else column
            for key, sums in rules:
                yield from _sum(form.id, cells, key, sums)


def _sum(form: str, cells: dict[str, FormFigure], key: str, sums: tuple[tuple[int, str], ...]) -> Iterator[FormDoubt]:
    parts = [(sign, cells[name]) for sign, name in sums if name in cells]
    # A part left blank is taken for nil, but a balance needs every flow.
    if key not in cells or len(parts) < (len(sums) if any(sign < 0 for sign, _ in sums) else 1):
        return
    whole = cells[key]
    total = sum(sign * part.value for sign, part in parts)
    said = " ".join(f"{'−' if sign < 0 else '+'} {name}" for sign, name in sums).removeprefix("+ ")
    title = FORM[form].title
    yield from _gap(
        whole,
        total,
        [part for _, part in parts],
        Text(f"{title}：{key} 应等于 {said}", f"{title}: {key} should be {said}"),
    )


def _gap(whole: FormFigure, expected: int, parts: Sequence[FormFigure], what: Text) -> Iterator[FormDoubt]:
    slack = (whole.grain + sum(part.grain for part in parts)) // 2
    if abs(whole.value - expected) > slack:
        yield FormDoubt(whole.place, what, whole.value, expected)


def _across(found: Sequence[FormFigure]) -> Iterator[FormDoubt]:
    """Check figures that two forms state of one unit and year."""
    first: dict[tuple[str, str, str, int], FormFigure] = {}
    for read in found:
        if not read.item.endswith("_onward"):
            first.setdefault((read.form, read.key, read.unit, read.year), read)
    for (one, key), (other, same) in SAME:
        for (form, line, unit, year), read in first.items():
            twin = first.get((other, same, unit, year)) if (form, line) == (one, key) else None
            if twin is not None:
                names = f"{FORM[other].title} {same}"
                what = Text(
                    f"{FORM[one].title}：{key} 应与{names}相同", f"{FORM[one].title}: {key} should be that of {names}"
                )
                yield from _gap(read, twin.value, [twin], what)


def _units(found: Sequence[FormFigure], total: str) -> Iterator[FormDoubt]:
    """Check that the units of the form by units add up to its total, where it lists its own level and others."""
    rows = [read for read in found if read.form == "limits"]
    below = list(dict.fromkeys(read.unit for read in rows if read.unit != total))
    if not any(unit.endswith("本级") for unit in below):
        return
    for line in FORM["limits"].lines:
        cells = {read.unit: read for read in rows if read.key == line.key}
        parts = [cells[unit] for unit in below if unit in cells]
        if total in cells and parts:
            what = Text(
                f"{FORM['limits'].title}：{line.key} 各单位之和应等于合计",
                f"{FORM['limits'].title}: {line.key} of the units should add up to the total",
            )
            yield from _gap(cells[total], sum(part.value for part in parts), parts, what)


def spoken_doubt(doubt: FormDoubt) -> Text:
    """Say a doubt in one sentence."""
    stated, expected = to_human(doubt.stated), to_human(doubt.expected)
    return Text(
        f"{doubt.place}：{doubt.what.zh}，表中{stated}元，应为{expected}元",
        f"{doubt.place}: {doubt.what.en}: {stated} stated, {expected} expected (yuan)",
    )
