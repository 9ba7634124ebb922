"""One contracting process while it is read: who is in it, and the rows that are made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.formats.ocds.json_values import day_text
from govaudit.model import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.formats.ocds.convert import Conversion
    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.formats.ocds.ocds_parties import ReleaseParties
    from govaudit.model import Place

_CHINA = {"CN", "CHN", "CHINA", "中国", "中华人民共和国"}


@dataclass(slots=True)
class Process:
    """A process while it is read; `scope` is its ocid, which stands before every id that is not known everywhere.

    `through` is the last day of which the file knows anything: no record after it means unknown, not undone (R16).
    """

    run: Conversion
    scope: str
    root: Entity
    parties: ReleaseParties
    place: Place
    through: int | None
    ppp: bool = False
    authority: str = ""
    awards: dict[str, Entity] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The docket's domain of the process."""
        return "ppp" if self.ppp else "procurement"

    @property
    def region(self) -> str | None:
        """The country of the authority, as the data write it."""
        return self.parties.countries.get(self.authority)

    @property
    def source_id(self) -> str:
        """The id of the process in the table of sources."""
        return f"{self.run.file}#{self.scope}"

    def add(self, table: str, row: Mapping[str, Any], place: Place) -> None:
        """Add one row."""
        self.run.add(table, row, place)

    def instrument(self, row: dict[str, Any], place: Place) -> None:
        """Add an instrument; its attributes name the process and the jurisdiction, as far as the data show one."""
        attributes = {
            "ocid": self.scope,
            "jurisdiction": self._jurisdiction(row.get("currency")),
            **row.pop("attributes"),
        }
        self.run.out.add(
            "instruments",
            {
                "source": self.source_id,
                "domain": self.domain,
                "authority": self.authority,
                "region": self.region,
                **row,
                "attributes": attributes,
            },
            place,
        )

    def _jurisdiction(self, currency: str | None) -> str:
        """CN where the country or, without one, the currency says so; else the country as written, or unknown."""
        if self.region is None:
            return "CN" if currency == "CNY" else "unknown"
        return "CN" if self.region.strip().upper() in _CHINA else self.region

    def obligation(
        self, row: dict[str, Any], place: Place, entity: Entity, *, denied: bool, known_to: int | None = None
    ) -> None:
        """Add an obligation; its source is the process, so that the engine knows how far the records go (`known_to`, where they end before).

        Foreign calendars are not known: no due day rolls. What is denied (`notMet`) stays so until a release says otherwise; what is
        only announced (`scheduled`) is known as of the last release that says it, not after.
        """
        through = self.through if denied else self._stated_through(entity)
        through = known_to if known_to is not None and (through is None or known_to < through) else through
        source = self.source_id + ("" if through == self.through or through is None else f"@{iso(through)}")
        if through is not None:
            self.sources[source] = through
        self.run.out.add(
            "obligations", {"roll": "none", "calendar": "none", "clause": place.column, **row, "source": source}, place
        )

    def _stated_through(self, entity: Entity) -> int | None:
        """Return the day of the last release that states an object; a process of one release is stated as a whole."""
        days = [version.release.day for version in entity.versions if version.release.day is not None]
        return self.through if len(self.root.versions) == 1 or not days else max(days)

    def event(self, row: dict[str, Any], day: int, known: Release, place: Place) -> None:
        """Add an event of a civil day, recorded with the release that states it."""
        self.add("events", {"occurred_on": iso(day), "recorded_at": day_text(known.day), **row}, place)

    def undated(self, row: dict[str, Any], place: Place) -> None:
        """Add an event whose missing day was reported: it is left out, and known to have been on record."""
        self.run.out.add("events", {**row, "source": place.column}, place, broken=("occurred_on",))


def write_sources(process: Process) -> None:
    """Say up to which day the file's records of this process, and of single obligations in it, go."""
    if process.through is not None:
        process.sources.setdefault(process.source_id, process.through)
    for key, through in process.sources.items():
        process.run.note("records_end", process.place, iso(through))
        process.run.out.add("sources", {"id": key, "table": "events", "complete_through": iso(through)}, process.place)
