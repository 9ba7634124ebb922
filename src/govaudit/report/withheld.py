"""A run in which nobody is named: for whatever is made public.

Persons' names and ids go; posts, days and records stay. A name that stands in a sentence, such as the title of an appointment paper, becomes ×××; in an
id it becomes ×××1, ×××2, so that ids stay apart. The name of a body stays, even where a person's is part of it: or nothing would be found any more.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from govaudit.model import KINDS, Certainty, Confidence, Record, Severity, Text
from govaudit.officials.record import Officials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govaudit.audit import Audit
    from govaudit.docket import Docket, View
    from govaudit.model import Finding, ProblemRecord, Run

MASK = "×××"
_SHORTEST = 2  # characters of a name; one alone is a word
# Fields and facts that hold ids of rows: what points to a row must go on pointing to it.
_IDS = frozenset({
    "id", "instrument", "obligation", "post", "org", "bearer", "authority", "counterparty", "unit", "subject", "fact", "transfers", "delegations", "event", "trigger_event",
})  # fmt: skip
_PERSONS = frozenset(
    {"person", "name", "merged_into", "人员", "姓名"}
)  # columns in which a cell that cannot be read may be a name
# Words of closed lists mean what the program means by them, whoever is called so.
_CLOSED = frozenset({
    *KINDS, *get_args(Severity), *get_args(Confidence), *get_args(Certainty), "person", "vacant", "unknown", "post_missing", "error", "note",
})  # fmt: skip
_R = TypeVar("_R", bound=Record)
# Columns of a docket in which people write sentences; ids, scopes and the names of bodies stay.
_SENTENCES = {
    "title", "locator", "note", "cause", "clause", "source", "start_reason", "end_reason", "revoked_by", "purpose", "repayment_source",
}  # fmt: skip


def withhold_names(run: Run) -> Run:
    """Return the run without persons' names and ids; one that names nobody is returned as it is."""
    return _Withheld(run).run() if run.manifest.names else run


def withheld_audit(found: Audit) -> Audit:
    """Return an audit that names nobody: its run, and the docket behind it, for documents that are written from both."""
    duties = found.settled.duties
    view = withheld_view(duties.view)
    cover = _coverer(duties.view.docket)
    debts = [
        replace(debt, purpose=cover(debt.purpose), repayment_source=cover(debt.repayment_source))
        for debt in duties.debts
    ]
    docket = replace(view.docket, problems=found.docket.problems)
    done = replace(found.settled, duties=duties._replace(view=view, debts=debts), docket=docket)
    return replace(found, run=withhold_names(found.run), settled=done, officials=Officials(view, found.officials.rules))


def withheld_view(view: View) -> View:
    """Return the same view of a docket that names nobody; what is judged by it stands."""
    cover, papers = _coverer(view.docket), frozenset(view.docket["evidence"]["id"])
    tables = []
    for table in view.docket.tables.values():
        covered = {column: [cover(value) for value in table[column]] for column in table.columns.keys() & _SENTENCES}
        if "evidence" in table.columns:
            covered["evidence"] = [
                value and [item if item in papers else cover(item) for item in value] for value in table["evidence"]
            ]
        if table.name == "persons":
            covered["name"] = [MASK] * len(table)
        tables.append(table.with_columns(**covered) if covered else table)
    return view.over(view.docket.with_tables(*tables), "known", "horizons", "register", "statutory")


def _coverer(docket: Docket) -> Callable[[Any], Any]:
    """Return what covers the names of the persons of a docket in a cell."""
    names = {name for name in docket["persons"]["name"] if len(name) >= _SHORTEST}
    masked = masker({name: name for name in docket["orgs"]["name"] if name not in names} | dict.fromkeys(names, MASK))

    def cover(value: Any) -> Any:
        return Text(masked(value.zh), masked(value.en)) if isinstance(value, Text) else value and masked(value)

    return cover


class _Withheld:
    """One run on its way: the names in it, and what stands for them."""

    def __init__(self, run: Run) -> None:
        self.given = run
        self.ids = {person.id for person in run.persons}
        names = sorted({person.name for person in run.persons if len(person.name) >= _SHORTEST})
        bodies = {org.name: org.name for org in run.orgs if org.name not in names}
        self.papers = {paper.id for paper in run.evidence}
        self.sentence = masker(bodies | dict.fromkeys(names, MASK))
        self.key = masker({name: f"{MASK}{number}" for number, name in enumerate(names, 1)})

    def run(self) -> Run:
        """Return the run masked: first what only the names are told by, then every text that is left."""
        given = self.given
        manifest = replace(
            given.manifest, names=False, problems=tuple(map(self._problem, given.manifest.problems)),
            question_digest=hashlib.sha256(f"without names {given.manifest.question_digest}".encode()).hexdigest(),
        )  # fmt: skip
        chains = tuple(
            replace(chain, lanes=tuple(replace(lane, tenures=tuple(replace(one, name=None) for one in lane.tenures)) for lane in chain.lanes))
            for chain in given.chains
        )  # fmt: skip
        findings = tuple(map(self._finding, given.findings))
        return self._record(replace(given, manifest=manifest, persons=(), findings=findings, chains=chains))

    def _finding(self, finding: Finding) -> Finding:
        lines = tuple(replace(line, name=None, person=None, candidates=()) for line in finding.responsible)
        facts, message = dict(finding.facts), finding.message
        if isinstance(listed := facts.get("records"), str):
            told = listed.split(", ")
            people = [key for key in told if key in self.ids]
            facts["records"] = ", ".join(key for key in told if key not in self.ids)
            said = masker(dict.fromkeys(people, MASK))
            message = Text(said(message.zh), said(message.en))
        return replace(finding, responsible=lines, facts=facts, message=message)

    def _problem(self, problem: ProblemRecord) -> ProblemRecord:
        """Leave out a cell that is a person's id, or stands where a name should: its row was not read, so nobody knows the name."""
        value = problem.value
        if not value or not (problem.column in _PERSONS or value in self.ids):
            return problem
        said = [
            Text(*(one.pick(lang).replace(value, MASK) for lang in ("zh", "en")))
            for one in (problem.what, problem.remedy)
        ]
        return replace(problem, value=MASK, what=said[0], remedy=said[1])

    def _record(self, given: _R) -> _R:
        values: dict[str, Any] = {name: getattr(given, name) for name in given.record_names}
        return replace(given, **{name: self._value(name, value) for name, value in values.items()})

    def _value(self, name: str, value: Any) -> Any:
        """Return what stands for the value of a field."""
        if isinstance(value, str):
            return (
                value
                if value in _CLOSED
                else (self.key if name in _IDS or value in self.papers else self.sentence)(value)
            )
        if isinstance(value, Text):
            return Text(self.sentence(value.zh), self.sentence(value.en))
        if isinstance(value, tuple):
            return tuple(self._value(name, one) for one in value)
        if isinstance(value, dict):
            return {self.sentence(key): self._value(key, one) for key, one in value.items()}
        return self._record(value) if isinstance(value, Record) else value


def masker(instead: Mapping[str, str]) -> Callable[[str], str]:
    """Return what puts other words in the place of these, the longest first; a word of Latin letters only where it stands alone."""
    sizes: dict[str, list[int]] = {}
    for word in sorted(instead, key=len, reverse=True):
        found = sizes.setdefault(word[0], [])
        if len(word) not in found:
            found.append(len(word))

    def alone(text: str, start: int, end: int) -> bool:
        inner = text[start:end]
        before, after = text[start - 1 : start], text[end : end + 1]
        return not (_letter(inner[0]) and _letter(before)) and not (_letter(inner[-1]) and _letter(after))

    @cache
    def masked(text: str) -> str:
        parts, at, since = [], 0, 0
        while at < len(text):
            size = next(
                (n for n in sizes.get(text[at], ()) if text[at : at + n] in instead and alone(text, at, at + n)), 0
            )
            if size:
                parts += [text[since:at], instead[text[at : at + size]]]
                since = at + size
            at += size or 1
        return "".join([*parts, text[since:]]) if parts else text

    return masked


def _letter(character: str) -> bool:
    return character.isascii() and character.isalnum()
