"""What goes into the forms of a unit and year: its fiscal figures, and for the repayment plan the schedules of its debts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from govaudit.finance.debt_ledger.ledger import CONTINGENT, raised_as
from govaudit.finance.figures import BASES, Figures
from govaudit.finance.linear import LinearTerm
from govaudit.formats.debt_forms import FORM, FORMS, ONWARD, PLAN_YEARS, plan_columns
from govaudit.schedules import civil_parts, flows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.docket import Docket
    from govaudit.formats.debt_forms import Form
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
