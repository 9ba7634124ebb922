"""Organisations: one row each, however often a file names them; companies can be told from public bodies by `kind`.

An id with a registry prefix (org-id.guide: `GB-COH-…`) is the same body everywhere and kept; any other id is known only
inside its process and gets the process id before it. Without an id the identifier stands, without both the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.formats.ocds.convert import Conversion
    from govaudit.formats.ocds.entity import Entity
    from govaudit.model import Place

_GLOBAL = re.compile(r"[A-Z]{2,3}-[A-Z0-9_]+-\S")
_COMPANY = {
    "supplier",
    "tenderer",
    "preferredBidder",
    "lender",
    "equity",
    "privateParty",
    "qualifiedBidder",
    "enquirer",
}
_PUBLIC = {"buyer", "procuringEntity", "publicAuthority", "administrativeEntity", "reviewBody", "grantor"}


@dataclass(slots=True)
class _Org:
    name: str
    place: Place
    roles: set[str] = field(default_factory=set)
    code: str | None = None

    @property
    def kind(self) -> str | None:
        """Public if it ever buys or decides, a company if it only sells; None when its roles do not say."""
        if self.roles & _PUBLIC:
            return "government"
        return "company" if self.roles & _COMPANY else None


@dataclass(slots=True)
class Orgs:
    """All organisations of a file, written out at its end."""

    run: Conversion
    found: dict[str, _Org] = field(default_factory=dict)

    def note(self, key: str, name: str | None, place: Place, *roles: str, code: str | None = None) -> str:
        """Remember an organisation and the roles it was seen in; return its id."""
        org = self.found.get(key)
        if org is None:
            org = self.found[key] = _Org(name or key, place)
        elif name and org.name == key:
            org.name = name
        elif name and name != org.name:
            self.run.note("name_differs", place, f"{key}: {org.name} / {name}")
        org.roles.update(roles)
        org.code = org.code or code
        return key

    def write(self) -> None:
        """Add a row for each organisation that no earlier file has."""
        known = set(self.run.out.docket["orgs"]["id"])
        for key, org in self.found.items():
            if key not in known:
                row = {"id": key, "name": org.name, "kind": org.kind, "code": org.code}
                self.run.add("orgs", row | ({"level": "company"} if org.kind == "company" else {}), org.place)


@dataclass(slots=True)
class ReleaseParties:
    """The parties of one process: resolves references to organisation ids."""

    orgs: Orgs
    scope: str
    by_id: dict[str, str] = field(default_factory=dict)
    by_role: dict[str, list[str]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    def read(self, parties: list[Entity]) -> None:
        """Read the `parties` list."""
        for party in parties:
            roles = party.words("roles")
            key = self._row(party, *roles)
            self.by_id[party.key] = key
            for role in roles:
                self.by_role.setdefault(role, []).append(key)

    def _row(self, party: Entity, *roles: str) -> str:
        identifier = party.child("identifier")
        scheme, number = (identifier.text("scheme"), identifier.text("id")) if identifier else (None, None)
        name = party.text("name") or (identifier.text("legalName") if identifier else None)
        own = party.text("id")
        registered = f"{scheme}-{number}" if scheme and number else number
        if own and (_GLOBAL.match(own) or not registered):
            key = own if _GLOBAL.match(own) else f"{self.scope}/{own}"
        else:
            key = registered or name or f"{self.scope}/{party.pointer}"
        address = party.child("address")
        country = (address.text("country") or address.text("countryName")) if address else None
        if country:
            self.countries[key] = country
        code = number if (scheme or "").startswith("CN") else registered if registered != key else None
        return self.orgs.note(key, name, party.place, *roles, code=code)

    def ref(self, reference: Entity | None, *roles: str) -> str | None:
        """Return the organisation id of a reference {id, name}, adding the organisation when no party has it."""
        if reference is None:
            return None
        own = reference.text("id")
        if own in self.by_id:
            key = self.by_id[own]
            return self.orgs.note(key, reference.text("name"), reference.place, *roles)
        if own is None and not reference.has("name", "identifier"):
            return None
        key = self._row(reference, *roles)
        if own:
            self.by_id[own] = key
        return key

    def placeholder(self, word: str, place: Place, *roles: str) -> str:
        """Return an organisation that stands for one the data do not name."""
        key = f"{self.scope} ({word})"
        return self.orgs.note(key, key, place, *roles)
