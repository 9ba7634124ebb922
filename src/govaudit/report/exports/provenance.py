"""PROV-JSON (W3C submission, 2013): the explanation of one trace, as provenance of its lines of responsibility.

Each hop is an entity (the fact relied on, with its interval, certainty and evidence), each line an entity derived from the facts of its
path in order; posts and persons are agents, a person acting for the post held; the evidence is what facts were derived from.
Names in identifiers are percent-encoded. What is derived is an indication (线索), not a verdict.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from govaudit import __version__
from govaudit.model import iso

if TYPE_CHECKING:
    from govaudit.model import Hop, Responsible, Text
    from govaudit.officials.trace import Trace

Node = dict[str, Any]
_RUN, _PROGRAM = "ga:run", "ga:program"


def write_prov(trace: Trace, known_at: int | None) -> str:
    """Return the trace as PROV-JSON; persons are agents only where the trace names them."""
    return json.dumps(_Document(trace, known_at).parts, ensure_ascii=False, indent=2) + "\n"


class _Document:
    """The parts of the document while it grows; relations are numbered in the order they are met."""

    def __init__(self, trace: Trace, known_at: int | None) -> None:
        asked = {"ga:as_of": iso(trace.as_of), "ga:known_at": iso(known_at), "ga:obligation": trace.obligation}
        self.parts: dict[str, Any] = {
            "prefix": {"ga": "urn:govaudit:"},
            "entity": {},
            "activity": {_RUN: {"prov:label": f"govaudit trace {trace.obligation}", **_stated(asked)}},
            "agent": {_PROGRAM: {"prov:type": _type("prov:SoftwareAgent"), "prov:label": f"govaudit {__version__}"}},
        }
        self._facts: dict[tuple[str, Text], str] = {}
        self._seen: set[tuple[str, ...]] = set()
        self._relate("wasAssociatedWith", activity=_RUN, agent=_PROGRAM)
        for step in trace.hops:
            self._fact(step)
        for number, line in enumerate(trace.responsible, 1):
            self._line(f"ga:line/{number}", line)

    def _fact(self, step: Hop) -> str:
        """Return the entity of a hop, adding it and its evidence at first sight."""
        known = self._facts.get((step.fact, step.text))
        if known is not None:
            return known
        key = self._facts[step.fact, step.text] = f"ga:hop/{len(self._facts) + 1}"
        said = {"ga:fact": step.fact, "ga:from": step.start, "ga:to": step.end, "ga:tested_on": step.tested_on}
        self.parts["entity"][key] = {
            "prov:type": _type("ga:Fact"), "prov:label": _labels(step.text), "ga:certainty": step.certainty, **_stated(said),
        }  # fmt: skip
        self._relate("used", activity=_RUN, entity=key)
        for proof in step.evidence:
            source = f"ga:evidence/{quote(proof, safe='')}"
            self.parts["entity"].setdefault(source, {"prov:type": _type("ga:Evidence"), "prov:label": proof})
            self._relate("wasDerivedFrom", generatedEntity=key, usedEntity=source)
        return key

    def _line(self, key: str, line: Responsible) -> None:
        said = {
            "ga:role": line.role, "ga:phase": line.phase, "ga:degree": line.degree, "ga:holder": line.holder, "ga:from": line.from_, "ga:to": line.to,
            "ga:days": line.days, "ga:share": line.share, "ga:counted": line.counted, "ga:certainty": line.certainty,
        }  # fmt: skip
        notes = [label for note in line.notes for label in _labels(note)]
        self.parts["entity"][key] = {
            "prov:type": _type("ga:Indication"),
            **_stated(said),
            **({"ga:note": notes} if notes else {}),
        }
        self._relate("wasGeneratedBy", entity=key, activity=_RUN)
        for step in line.path:
            self._relate("wasDerivedFrom", generatedEntity=key, usedEntity=self._fact(step))
        agents = [self._agent("post", line.post, line.post_title), self._agent("person", line.person, line.name)]
        for agent in agents:
            if agent is not None:
                self._relate("wasAttributedTo", entity=key, agent=agent)
        if None not in agents:
            self._relate("actedOnBehalfOf", delegate=agents[1], responsible=agents[0], activity=_RUN)

    def _agent(self, kind: str, key: str | None, label: str | None) -> str | None:
        if key is None:
            return None
        name = f"ga:{kind}/{quote(key, safe='')}"
        what = "prov:Person" if kind == "person" else "ga:Post"
        self.parts["agent"].setdefault(name, {"prov:type": _type(what), "prov:label": label or key})
        return name

    def _relate(self, relation: str, **ends: str | None) -> None:
        """Add a relation between parts, once."""
        if (relation, *map(str, ends.values())) not in self._seen:
            self._seen.add((relation, *map(str, ends.values())))
            found = self.parts.setdefault(relation, {})
            found[f"_:{relation}{len(found) + 1}"] = {f"prov:{end}": name for end, name in ends.items()}


def _type(name: str) -> Node:
    return {"$": name, "type": "xsd:QName"}


def _labels(text: Text) -> list[Node]:
    return [{"$": text.zh, "lang": "zh"}, {"$": text.en, "lang": "en"}]


def _stated(values: Node) -> Node:
    return {name: value for name, value in values.items() if value is not None}
