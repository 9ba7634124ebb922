"""Leaving persons' names out of everything that is written for people, for whatever is made public: a matter of showing, not of judging."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govaudit.accountability.officials import Officials
from govaudit.law.attributes import ATTRIBUTES
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.accountability.gaps import Gap
    from govaudit.accountability.trace import Trace
    from govaudit.audit import Audit
    from govaudit.docket.table import Docket, Table
    from govaudit.docket.view import View
    from govaudit.model.finding import Finding, Hop, Manifest, Responsible, Run

MASK = "×××"
# Columns in which people write sentences; ids, scopes and the names of bodies stay, or nothing would be found any more.
_SENTENCES = {
    "title", "locator", "note", "cause", "clause", "source", "start_reason", "end_reason", "revoked_by", "purpose", "repayment_source",
}  # fmt: skip
_SHORTEST = 2  # characters of a name; one alone is a word


def withheld(found: Audit) -> Audit:
    """Return an audit as it is shown to the public: no registered person is named in it, only posts and the records about them."""
    mask = Mask(found.docket)
    duties = found.settled.duties
    view = mask.view(duties.view)
    debts = [
        replace(debt, purpose=mask.written(debt.purpose), repayment_source=mask.written(debt.repayment_source))
        for debt in duties.debts
    ]
    done = replace(found.settled, duties=duties._replace(view=view, debts=debts), docket=mask.docket(found.docket))
    traces = {key: mask.trace(one) for key, one in found.traces.items()}
    return replace(
        found, run=mask.run(found.run), settled=done, traces=traces, officials=Officials(view, found.officials.rules)
    )


class Mask:
    """Covers the names of the persons of a docket wherever a sentence holds one, such as the title of an appointment paper."""

    def __init__(self, docket: Docket) -> None:
        self._names = {name for name in docket["persons"]["name"] if name and len(name) >= _SHORTEST}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._papers, self._persons = frozenset(docket["evidence"]["id"]), frozenset(docket["persons"]["id"])

    def text(self, text: str) -> str:
        """Return a sentence with the names in it covered."""
        at = 0
        while at < len(text):
            found = next((size for size in self._lengths if text[at : at + size] in self._names), 0)
            if found:
                text = text[:at] + MASK + text[at + found :]
                at += len(MASK)
            else:
                at += 1
        return text

    def written(self, value: Any) -> Any:
        """Return a cell, or a sentence in both languages, with the names in it covered; nothing stays nothing."""
        if isinstance(value, Text):
            return Text(self.text(value.zh), self.text(value.en))
        return value and self.text(value)

    def _evidence(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        """Cover names in evidence that is described in words; ids of papers stay."""
        return tuple(item if item in self._papers else self.text(item) for item in listed)

    # --- tables -------------------------------------------------------------------------------------------------------

    def view(self, view: View) -> View:
        """Return the same view of a docket that names nobody."""
        return view.over(self.docket(view.docket), "known", "horizons", "register", "statutory")

    def docket(self, docket: Docket) -> Docket:
        """Return a docket that names nobody."""
        tables = [self._table(table) for table in docket.tables.values()] if self._names else [docket["persons"]]
        persons = next(table for table in tables if table.name == "persons")
        return docket.with_tables(*tables, persons.with_columns(name=(MASK,) * len(persons)))

    def _table(self, table: Table) -> Table:
        covered: dict[str, list[Any]] = {
            column: [self.written(value) for value in table[column]] for column in table.columns.keys() & _SENTENCES
        }
        if "evidence" in table.columns:
            covered["evidence"] = [value and list(self._evidence(tuple(value))) for value in table["evidence"]]
        return table.with_columns(**covered) if covered else table

    # --- what was found -----------------------------------------------------------------------------------------------

    def run(self, run: Run) -> Run:
        """Return a run that names nobody."""
        return replace(run, manifest=self._manifest(run.manifest), findings=tuple(map(self._finding, run.findings)))

    def _manifest(self, manifest: Manifest) -> Manifest:
        missing = tuple(replace(one, what=self.written(one.what)) for one in manifest.not_computed)
        return replace(manifest, names=False, not_computed=missing)

    def _finding(self, finding: Finding) -> Finding:
        facts = dict(finding.facts)
        if isinstance(listed := facts.get("records"), str):
            facts["records"] = ", ".join(key for key in listed.split(", ") if key not in self._persons)
        facts |= {
            key: self.written(facts[key]) for key in facts.keys() & ATTRIBUTES.keys() if isinstance(facts[key], str)
        }
        lines = tuple(replace(self._line(line), person=None) for line in finding.responsible)
        basis = tuple(
            replace(one, act=self.written(one.act), article=self.written(one.article)) for one in finding.basis
        )
        return replace(
            finding, message=self.written(finding.message), basis=basis, facts=facts, responsible=lines,
            evidence=self._evidence(finding.evidence), suppressed=self.written(finding.suppressed),
        )  # fmt: skip

    def _line(self, line: Responsible) -> Responsible:
        return replace(
            line, name=None, post_title=self.written(line.post_title), path=tuple(map(self._hop, line.path)),
            notes=tuple(map(self.written, line.notes)),
        )  # fmt: skip

    def _hop(self, hop: Hop) -> Hop:
        return replace(hop, text=self.written(hop.text), evidence=self._evidence(hop.evidence))

    def trace(self, found: Trace) -> Trace:
        """Return a trace without names; it still tells persons apart by their ids, as drawings must."""
        return replace(
            found, title=self.written(found.title), hops=tuple(map(self._hop, found.hops)), responsible=tuple(map(self._line, found.responsible)),
            gaps=tuple(map(self._gap, found.gaps)), indicators=tuple(map(self._gap, found.indicators)),
        )  # fmt: skip

    def _gap(self, gap: Gap) -> Gap:
        return gap._replace(text=self.written(gap.text), evidence=self._evidence(gap.evidence))
