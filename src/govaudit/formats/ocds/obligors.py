"""Who owes a milestone, which OCDS does not say (R25.6).

The parties to its payments or the milestone's own tell one; its type gives a side with certainty `possible`, its title alone an
assumption that may warn; where nothing tells it, no side is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.formats.ocds.json_values import currency_of

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.process import Process
    from govaudit.model import Place

_PUBLIC_TYPES = {"payment", "approval", "assessment", "preProcurement"}
_SUPPLIER_TYPES = {"delivery", "reporting"}
_PUBLIC_ROLES = {"buyer", "procuringEntity", "publicAuthority", "administrativeEntity", "grantor"}
_PRIVATE_ROLES = {"supplier", "privateParty", "lender", "equity", "preferredBidder"}
# Acts of the public side by their names in zh, en, es, fr: approval, acceptance, signature, law.
_PUBLIC_ACT = re.compile(
    r"approv|authori[sz]|accept|\bsign(s|ed|ing|ature)?\b|\blaws?\b|decree|legislat|ordinance|no[- ]objection|(contract|commercial)\s*close|procurement"
    r"|aproba|autoriza|acepta|\bfirma|suscripci|\bley\b|decreto|ordenanza|conformidad|dictamen"
    r"|approb|approuv|autoris|réception|\bloi\b|décret|ordonnance"
    r"|批准|审批|批复|核准|许可|验收|签署|签订|签约|签字|法律|法规|法令|立法|条例",
    re.IGNORECASE,
)
# What is handed in for such an act is not the act.
_HANDED_IN = re.compile(
    r"submi|present|entreg|solicit|request|appl(y|ication)|\bsend|deliver|remise|dépôt|demande|soumi|提交|报送|报批|报审|送审|申请|递交|提请",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class Instrument:
    """Where obligations hang; `suppliers` are the organisations bound on the private side."""

    process: Process
    id: str
    entity: Entity
    stage: Literal["before", "contract"]
    suppliers: list[str] = field(default_factory=list)

    @property
    def currency(self) -> str | None:
        """The currency of the contract's value."""
        return currency_of(self.entity.child("value", "contractValue"))

    def supplier(self, place: Place) -> str:
        """Return the private side: the supplier, several as one joint body, or a placeholder."""
        process = self.process
        if len(self.suppliers) == 1:
            return self.suppliers[0]
        if not self.suppliers:
            process.run.note("no_supplier", place)
            return process.parties.placeholder("supplier", place, "supplier")
        names = "、".join(process.parties.orgs.found[key].name for key in self.suppliers)
        process.run.note("joint_suppliers", place, names)
        return process.parties.orgs.note(f"{self.id}/suppliers", names, place, "supplier")


class Obligor(NamedTuple):
    """Who bears a milestone, and what tells its side: a word of the column `side`, None where the parties tell it."""

    bearer: str
    side: str | None


def obligor(instrument: Instrument, milestone: Entity, paid_by: Obligor | None) -> Obligor:
    """Say who owes a milestone; `paid_by` is whom its transactions name."""
    process, kind = instrument.process, milestone.text("type")
    stated = _party(instrument, milestone) or (paid_by if kind == "payment" else None)
    if stated is not None:
        return stated
    process.run.note("bearer_from_type", milestone.under("type"), kind or milestone.text("code", "milestoneCode"))
    if kind in _PUBLIC_TYPES:
        return Obligor(process.authority, "public_by_type")
    if instrument.stage == "before":
        return Obligor(process.authority, "assumed")  # there is no other side yet
    if kind in _SUPPLIER_TYPES:
        return Obligor(instrument.supplier(milestone.place), "other_by_type")
    if _is_public_act(milestone, kind):
        return Obligor(process.authority, "assumed")
    return Obligor(process.parties.placeholder("not stated", milestone.place), "not_stated")


def payer_of(instrument: Instrument, payer: str | None, payee: str | None) -> Obligor | None:
    """Say who owed what a transaction paid; of one that names only who got it, the other side of that."""
    if payer is not None:
        return Obligor(payer, _side(instrument, payer))
    if payee is None:
        return None
    if payee == instrument.process.authority:
        return Obligor(instrument.supplier(instrument.entity.place), "other_side")
    return Obligor(instrument.process.authority, None) if payee in instrument.suppliers else None


def _party(instrument: Instrument, milestone: Entity) -> Obligor | None:
    """Return the one party that a milestone names and whose role tells a side."""
    parties = instrument.process.parties
    named = {parties.ref(one) for one in milestone.children("relatedParties", "relatedParty")} - {None}
    told = [Obligor(key, side) for key in named if key is not None and (side := _side(instrument, key)) is not None]
    return told[0] if len(told) == len(named) == 1 else None


def _side(instrument: Instrument, key: str) -> str | None:
    """Return the side that a party's roles in the process tell."""
    roles = instrument.process.parties.orgs.found[key].roles
    if key in instrument.suppliers or (roles & _PRIVATE_ROLES and not roles & _PUBLIC_ROLES):
        return "other_side"
    return "public_side" if key == instrument.process.authority or roles & _PUBLIC_ROLES else None


def _is_public_act(milestone: Entity, kind: str | None) -> bool:
    """Whether title, code or an unlisted type name an act that the public side does."""
    said = (milestone.text("title") or milestone.text("description"), milestone.text("code", "milestoneCode"), kind)
    words = _HUMP.sub(" ", " ".join(part for part in said if part))
    return bool(_PUBLIC_ACT.search(words)) and not _HANDED_IN.search(words)
