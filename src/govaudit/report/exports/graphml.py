"""GraphML: the accountability graph of a docket, for network programs: an edge a fact, with its kind, days and certainty.

Nodes are `<table>:<id>` (orgs, posts, persons, instruments, obligations). Edges run from the duty to those who answer: obligation →
instrument, obligation → bearer, post → body, body → parent, post → person (tenure), and from giver to taker for delegations and transfers,
from subordinate to superior for lines of authority.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from govaudit.model import iso
from govaudit.report.exports.export_view import stated, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.report.exports.export_view import HandedOut, Row

# What XML 1.0 cannot hold.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Edge = tuple[str, str, dict[str, Any]]


def write_graphml(facts: HandedOut) -> str:
    """Return the graph as GraphML."""
    from io import BytesIO

    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, label, kind in _nodes(facts):
        graph.add_node(_clean(key), kind=kind, label=_clean(label))
    for source, target, said in _edges(facts):
        graph.add_edge(_clean(source), _clean(target), **{name: _clean(value) for name, value in stated(said).items()})
    written_out = BytesIO()
    nx.write_graphml_xml(graph, written_out, encoding="utf-8")
    return written_out.getvalue().decode() + "\n"


def _clean(value: Any) -> str:
    return _NO_XML.sub("�", str(value))


def _nodes(facts: HandedOut) -> Iterator[tuple[str, str, str]]:
    yield from ((f"orgs:{row['id']}", row["name"], "body") for row in facts.rows("orgs"))
    yield from ((f"posts:{row['id']}", facts.officials.post_label(row["id"]), "post") for row in facts.rows("posts"))
    yield from ((f"persons:{row['id']}", row["name"], "person") for row in facts.persons())
    yield from ((f"instruments:{row['id']}", row["title"], "instrument") for row in facts.rows("instruments"))
    yield from ((f"obligations:{row['id']}", row["title"], "obligation") for row in facts.rows("obligations"))


def _edges(facts: HandedOut) -> Iterator[Edge]:
    yield from _of_office(facts)
    yield from _of_duties(facts)
    for row in facts.rows("delegations"):
        said = {"kind": "delegation", "scope": row["scope"], "revoked_on": iso(row["revoked_on"]), **_period(row)}
        yield f"posts:{row['from_post']}", f"posts:{row['to_post']}", said
    for row in facts.rows("authorities"):
        said = {"kind": "authority", "way": row["kind"] or "lead", "scope": row["scope"], **_period(row)}
        yield _party(facts, row["subordinate"]), _party(facts, row["superior"]), said
    for row in facts.rows("transfers"):
        to = row["to"] or row["deciding_body"]
        said = {"kind": "transfer", "way": row["kind"], "scope": row["scope"], "start": iso(row["date"])}
        if to is not None:
            yield (
                _party(facts, row["from"]),
                _party(facts, to),
                {**said, "fact": row["id"], "certainty": row["certainty"]},
            )


def _of_office(facts: HandedOut) -> Iterator[Edge]:
    for row in facts.rows("orgs"):
        if row["parent"] is not None:
            yield f"orgs:{row['id']}", f"orgs:{row['parent']}", {"kind": "parent"}
    for row in facts.rows("posts"):
        yield f"posts:{row['id']}", f"orgs:{row['org']}", {"kind": "post_of", "rank": row["rank"]}
    for row in facts.tenures():
        yield (
            f"posts:{row['post']}",
            f"persons:{row['person']}",
            {"kind": "tenure", "office": row["kind"], **_period(row)},
        )


def _of_duties(facts: HandedOut) -> Iterator[Edge]:
    for row in facts.rows("obligations"):
        key = f"obligations:{row['id']}"
        yield key, _party(facts, row["bearer"]), {"kind": "bearer", "due_on": iso(row["due_on"])}
        if row["instrument"] is not None:
            yield key, f"instruments:{row['instrument']}", {"kind": "part_of"}
    for row in facts.rows("assignments"):
        said = {"kind": "assignment", "role": row["role"], "scope": row["scope"], **_period(row)}
        duties = [f"{table}s:{row[table]}" for table in ("obligation", "instrument") if row[table] is not None]
        for duty in duties or [f"orgs:{facts.officials.org_of(row['post'])}"]:
            yield duty, f"posts:{row['post']}", said


def _party(facts: HandedOut, key: str) -> str:
    return f"posts:{key}" if key in facts.officials.posts else f"orgs:{key}"


def _period(row: Row) -> Row:
    return {
        "fact": row["id"],
        "start": written(row["start"]),
        "end": written(row["end"]),
        "certainty": row["certainty"],
    }
