"""One run seen by the documents: open and excluded findings, the names behind ids, the day it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.model import Text, parse_day
from govaudit.report import say_facts as show

if TYPE_CHECKING:
    from govaudit.model import Finding, Kind, Run
    from govaudit.report.names import Names

# States that still ask something of somebody.
RUNNING = frozenset({"active", "grace", "suspended", "curing"})
# States in which a breach is over: what is left is to say why.
SETTLED = frozenset({"fulfilled", "fulfilled_late", "discharged", "expired", "terminated", "superseded"})


@dataclass(frozen=True)
class DocumentView:
    """The run and the names behind its ids: those it holds, or those of the docket of a page that is no document of the run.

    `lang` is the language of drawings; all else is in both.
    """

    run: Run
    names: Names
    lang: str

    @cached_property
    def as_of(self) -> int:
        """The day number the run speaks of."""
        return parse_day(self.run.manifest.as_of)

    @cached_property
    def as_of_line(self) -> Text:
        """The line under every title."""
        said = show.day(self.as_of)
        known = self.run.manifest.known_at
        if known is None:
            return Text(f"截至{said.zh}", f"as of {said.en}")
        seen = show.iso_day(known)
        return Text(f"截至{said.zh}，依{seen.zh}已知事实", f"as of {said.en}, as known on {seen.en}")

    @cached_property
    def open(self) -> list[Finding]:
        """Findings that stand."""
        return [finding for finding in self.run.findings if finding.suppressed is None]

    @cached_property
    def excluded(self) -> list[Finding]:
        """Findings excluded (已排除) with a reason."""
        return [finding for finding in self.run.findings if finding.suppressed is not None]

    def of_kind(self, kind: Kind) -> list[Finding]:
        """Return the findings of a kind that stand."""
        return [finding for finding in self.open if finding.kind == kind]

    @cached_property
    def _states(self) -> dict[str, str]:
        return {status.obligation: status.state for status in self.run.statuses}

    def settled(self, finding: Finding) -> bool:
        """Whether the obligation of a breach has been performed since, or has ended: nothing is asked of it but the reason."""
        return self._states.get(finding.obligation or "") in SETTLED

    def title(self, finding: Finding) -> str:
        """Return the title of what a finding is about: its instrument, obligation, body, or place."""
        names = self.names
        if finding.instrument:
            return names.any_title(finding.instrument)
        return (
            names.title("obligations", finding.obligation)
            or names.title("orgs", names.subject(finding))
            or finding.place
            or ""
        )
