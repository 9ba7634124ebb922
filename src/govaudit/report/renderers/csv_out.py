"""Findings as CSV text: one row a finding. Who writes it to a file puts a BOM in front, so that Excel and WPS show Chinese.

Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers. Column names are those
of the JSON; keys of dates, amounts and facts make a column each (`dates.due_on`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from govaudit.model import guarded
from govaudit.report import say_facts as show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.model import Finding, Run
    from govaudit.report.names import Names

_MAPS = ("dates", "amounts", "facts")
_HEAD = (
    "fingerprint", "kind", "rule", "severity", "domain", "instrument", "instrument_title", "obligation", "obligation_title", "title",
    "message", "basis",
)  # fmt: skip
_TAIL = ("responsible", "evidence", "place", "next_step", "suppressed", "trigger_event")


def guard(value: object) -> str:
    """Return a cell as text, with an apostrophe before anything that could become a formula."""
    return guarded("" if value is None else str(value))


def csv_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (lines end in CRLF), every cell and heading guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guard(name) for name in head])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue()


def write(run: Run, names: Names, lang: str) -> str:
    """Return all findings, the suppressed ones included, as CSV."""
    keys = {name: sorted({key for finding in run.findings for key in getattr(finding, name)}) for name in _MAPS}
    flat = [f"{name}.{key}" for name in _MAPS for key in keys[name]]
    head = [*_HEAD, *flat, *_TAIL]
    return csv_table(head, (_row(finding, keys, names, lang) for finding in run.findings))


def _row(finding: Finding, keys: dict[str, list[str]], names: Names, lang: str) -> list[object]:
    values = [getattr(finding, name).get(key) for name in _MAPS for key in keys[name]]
    people = "\n".join(line.pick(lang) for line in show.lines_of(finding, names))
    return [
        finding.fingerprint, finding.kind, finding.rule, finding.severity, names.domain(finding),
        finding.instrument, names.title("instruments", finding.instrument),
        finding.obligation, names.title("obligations", finding.obligation),
        finding.title.pick(lang), finding.message.pick(lang), show.bases(finding.basis).pick(lang),
        *values,
        people, "; ".join(finding.evidence), finding.place, finding.next_step.pick(lang),
        finding.suppressed.pick(lang) if finding.suppressed else None, finding.trigger_event,
    ]  # fmt: skip
