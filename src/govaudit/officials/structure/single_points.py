"""Single points on which most duties hang: a post or person without whom nobody answers, a superior through whom all lines run.

Dominators of a flow graph (Lengauer and Tarjan 1979), by networkx. From "held" to persons, their posts, the posts those delegate to,
and the duties: what every way to a duty passes is what the duty hangs on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text
from govaudit.officials.record.assignment_scope import ScopedDuty
from govaudit.officials.record.bodies import name_of
from govaudit.officials.record.delegation import delegates
from govaudit.officials.record.posts import responsible_posts
from govaudit.officials.structure.structure import in_force
from govaudit.officials.structure.structure_people import structure_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.model import Finding
    from govaudit.officials.record.officials import Officials

_FEWEST = 5  # duties, and bodies of a line of authority, below which one point is no wonder
Node = tuple[str, str]  # kind, key
_ROOT: Node = ("root", "")


class _Hanging(NamedTuple):
    """A node without which so many leaves (`hanging`) cannot be reached, and the node on which it hangs itself."""

    node: Node
    hanging: int
    above: Node


def find_single_points(officials: Officials, as_of: int) -> list[Finding]:
    """Return the posts, persons and superiors on which more than half of all duties or bodies hang, if those are five or more."""
    return [*_held(officials, as_of), *_led(officials, as_of)]


def _held(officials: Officials, as_of: int) -> Iterator[Finding]:
    edges, duties = _flow(officials, as_of)
    found = _hanging(edges, "duty", duties)
    alone = {(one.above, one.hanging) for one in found if one.node[0] == "post"}
    for one in found:
        kind, key = one.node
        if kind == "person" and (one.node, one.hanging) in alone:
            continue  # he holds the one post that is said
        posts = (
            sorted({to[1] for start, to in edges if start == one.node and to[0] == "post"})
            if kind == "person"
            else [key]
        )
        where = [officials.post_label(post) for post in posts]
        said = {
            "posts": Text("、".join(f"“{label}”" for label in where), ", ".join(where)),
            "count": one.hanging,
            "total": len(duties),
        }
        yield structure_finding("ST-12", (kind, *posts), said, posts, kind)


def _flow(officials: Officials, as_of: int) -> tuple[set[tuple[Node, Node]], list[str]]:
    """Return the edges from holders over posts to the duties of the public side, and those duties."""
    edges: set[tuple[Node, Node]] = set()
    duties = []
    table = officials.docket["obligations"]
    for key in table["id"]:
        if officials.view.sides.of(key) != "public_side":
            continue
        duties.append(key)
        duty = ScopedDuty(officials, key)
        seats = [seat.post for seat in responsible_posts(officials, duty, as_of).seats]
        for post in {*seats, *delegates(officials, duty, seats, as_of).hops}:
            edges.add((("post", post), ("duty", key)))
            for tenure in officials.timeline(post).at(as_of).primary:
                edges |= {(_ROOT, ("person", tenure.person)), (("person", tenure.person), ("post", post))}
    return edges, duties


def _led(officials: Officials, as_of: int) -> Iterator[Finding]:
    edges = {
        (("key", up), ("key", down))
        for up, down, _ in in_force(officials, "authorities", ("superior", "subordinate"), as_of)
    }
    below = {end for _, end in edges}
    edges |= {(_ROOT, start) for start, _ in edges if start not in below}
    led = sorted({key for _, key in below})
    for one in _hanging(edges, "key", led):
        key = one.node[1]
        if one.node in below:  # of the top it goes without saying
            name = name_of(officials, key)
            said = {"posts": Text(f"“{name}”", name), "count": one.hanging, "total": len(led)}
            yield structure_finding("ST-12", ("led", key), said, (key,), "led")


def _hanging(edges: Iterable[tuple[Node, Node]], kind: str, leaves: list[str]) -> list[_Hanging]:
    """Return the inner nodes that dominate more than half of the leaves, by node."""
    graph = sorted(edges)
    if len(leaves) < _FEWEST or not any(start == _ROOT for start, _ in graph):
        return []
    import networkx as nx

    above = nx.immediate_dominators(nx.DiGraph(graph), _ROOT)
    tree = nx.DiGraph((over, node) for node, over in above.items() if node != _ROOT)
    count = Counter({(kind, leaf): 1 for leaf in leaves})
    for node in nx.dfs_postorder_nodes(tree, _ROOT):
        if node != _ROOT:
            count[above[node]] += count[node]
    own = Counter({(kind, leaf): 1 for leaf in leaves})
    found = [_Hanging(node, count[node] - own[node], above[node]) for node in sorted(above) if node != _ROOT]
    return [one for one in found if one.hanging >= _FEWEST and one.hanging * 2 > len(leaves)]
