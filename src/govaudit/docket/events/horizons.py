"""Up to which day "no record" means "did not happen" (R16): each source of events states how far its records go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from govaudit.docket.table import Docket


class Horizons:
    """The last day of complete records by fact: that of the source a row names, else of its instrument's source.

    A row that names none takes the earliest of the sources that no row names: nobody says which facts those cover.
    """

    def __init__(self, docket: Docket) -> None:
        t = docket["sources"]
        rows = zip(t["id"], t["table"], t["complete_through"], strict=True)
        self._stated: dict[str, int] = {
            key: through for key, table, through in rows if table == "events" and through is not None
        }
        instruments, obligations = docket["instruments"], docket["obligations"]
        self._of_instrument = dict(zip(instruments["id"], instruments["source"], strict=True))
        named = {*instruments["source"], *obligations["source"]}
        self._rest = min((day for key, day in self._stated.items() if key not in named), default=NEVER)

    def of(self, source: str | None, instrument: str | None) -> int:
        """Return the last day of complete records for a row, NEVER when no source limits it."""
        for name in (source, self._of_instrument.get(instrument or "")):
            if name in self._stated:
                return self._stated[name]
        return self._rest
