"""What early warning found, as findings: warnings with the level in the facts, in the words of their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks.grades import band_finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.fiscal.book import Book
    from govaudit.fiscal.signals import Signalled
    from govaudit.model.finding import Finding


def signal_findings(book: Book, signals: Iterable[Signalled]) -> list[Finding]:
    """Return a finding for each signal whose value has passed a line, in their order."""
    return [band_finding(one.rule, one.ratio, one.line, book) for one in signals if one.line is not None]
