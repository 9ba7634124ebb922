"""Who answered for 100,000 breaches: the index, a walk over a networkx graph and a DuckDB range join, in one run.

Run it as `.venv/bin/python benchmarks/accountability.py [--bodies 20000 --breaches 100000]`; the figures go into benchmarks/README.md.
CPU seconds of one core. Every way gives the days of each breach by post and person, and they must agree; the walk is asked for a
sample. The index also records every hop and all roles, the walk the hops, the range join neither; the join is given the posts.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from city import AS_OF, START, Breach, city

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx

    from govaudit.docket.table import Docket
    from govaudit.officials.bulk.bulk_lines import Lines
    from govaudit.officials.bulk.holder_index import Index

Days = Counter[tuple[int, str, str]]  # (obligation, post, person or why nobody) -> breach days
_CLASSES = {"substantive": 0, "acting": 1}
_FOREVER = 10**7
_RUNS = 3  # the best of these counts: the machine's other work is not ours


def timed(work: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    """Return the CPU seconds of the best run, and what it gave."""
    best, found = float("inf"), None
    for _ in range(runs):
        began = time.process_time()
        found = work()
        best = min(best, time.process_time() - began)
    return best, found


# --- the index ------------------------------------------------------------------------------------------------------------


def build(docket: Docket) -> Index:
    """Compile the record of officials."""
    from govaudit.docket.view import View
    from govaudit.officials.bulk.holder_index import Index
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.trace.duty_classes import duties_of

    return Index(Officials(View(docket, AS_OF)), duties_of(docket), START, AS_OF + 1)


def by_index(index: Index, breaches: list[Breach], roles: int | None = None) -> tuple[Lines, int]:
    """Trace all breaches, in all roles or the first ones; return the lines and the number of hops recorded."""
    import numpy as np

    from govaudit.officials.bulk.bulk_lines import lines_of
    from govaudit.officials.bulk.holder_files import Spans, trace_many
    from govaudit.officials.bulk.holder_index import ROLES

    traced = trace_many(index, Spans(*np.array(breaches, np.int64).T), roles or len(ROLES))
    return lines_of(traced), len(traced.hop)


def days_of(index: Index, lines: Lines) -> Days:
    """Return the additive split as days."""
    from govaudit.officials.record.timeline import HOLDERS

    found: Days = Counter()
    columns = (lines.role, lines.duty, lines.post, lines.person, lines.holder, lines.days)
    for role, duty, post, person, holder, days in zip(*(column.tolist() for column in columns), strict=True):
        if role == 0:
            who = index.person_ids[person] if person >= 0 else HOLDERS[holder]
            found[duty, index.post_ids[post] or "", who] += days
    return found


# --- DuckDB ---------------------------------------------------------------------------------------------------------------

_HELD = f"""
    CREATE TABLE held AS
    WITH cut AS (SELECT DISTINCT post, unnest([since, until]) AS day FROM tenure),
    stretch AS (SELECT post, day AS since, lead(day, 1, {_FOREVER}) OVER (PARTITION BY post ORDER BY day) AS until FROM cut WHERE day < {_FOREVER}),
    best AS (
        SELECT s.post, s.since, s.until, coalesce(arg_min(t.person, (t.class, -t.since)), 'vacant') AS who
        FROM stretch s LEFT JOIN tenure t ON t.post = s.post AND t.since <= s.since AND t.until > s.since GROUP BY ALL)
    SELECT * FROM best UNION ALL SELECT post, {-_FOREVER}, min(since), 'unknown' FROM tenure GROUP BY post ORDER BY 1, 2"""  # noqa: S608 - our own constants
# Every day is somebody's or nobody's in `held`, so no side is ever missing: least and greatest would pass over a NULL.
_JOIN = """
    SELECT b.duty, a.post, h.who, sum(least(b.until, a.until, h.until) - greatest(b.since, a.since, h.since))::BIGINT AS days
    FROM breach b JOIN answer a ON a.class = b.class AND a.since < b.until AND a.until > b.since
    JOIN held h ON h.post = a.post AND h.since < least(b.until, a.until) AND h.until > greatest(b.since, a.since)
    GROUP BY ALL"""


def duck(docket: Docket, index: Index, breaches: list[Breach]) -> Any:
    """Return a connection with the facts: tenures as written, the posts that answer as the index found them, the breaches."""
    import duckdb
    import numpy as np
    import pyarrow as pa

    from govaudit.model.days import EPOCH
    from govaudit.officials.bulk.holder_index import BITS

    base = duckdb.connect(config={"threads": 1})
    tenures, answers = docket["tenures"], index.answers
    tenure = pa.table({
        "post": tenures["post"], "person": tenures["person"], "class": [_CLASSES[kind] for kind in tenures["kind"]],
        "since": [date.lo for date in tenures["start"]], "until": [_FOREVER if date is None else date.hi + 1 for date in tenures["end"]],
    })  # fmt: skip
    chosen = np.flatnonzero(answers.role == 0)
    owner = np.repeat(np.arange(len(answers.key)), np.diff(answers.entry_at))[chosen]
    answer = pa.table({
        "class": answers.key[owner] >> BITS, "since": (answers.key[owner] & ((1 << BITS) - 1)) - EPOCH, "until": answers.stop[owner],
        "post": [index.post_ids[post] for post in answers.post[chosen].tolist()],
    })  # fmt: skip
    duty, since, until, _ = np.array(breaches, np.int64).T
    breach = pa.table({"duty": duty, "class": index.class_of[duty], "since": since, "until": until})
    for name, table in (("tenure", tenure), ("answer", answer), ("breach", breach)):
        base.register("arrow", table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow")  # noqa: S608 - our own names
    return base


# --- networkx -------------------------------------------------------------------------------------------------------------


def graph_of(docket: Docket) -> nx.MultiDiGraph:
    """Return the facts as a graph: bodies, posts and persons, an edge a fact with its days."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for table, source, target in (
        ("transfers", "from", "to"), ("posts", "org", "id"), ("tenures", "post", "person"), ("delegations", "from_post", "to_post"),
        ("authorities", "subordinate", "superior"),
    ):  # fmt: skip
        for row in docket[table].rows():
            graph.add_edge(row[source], row[target], table=table, fact=row)
    org = dict(zip(docket["posts"]["id"], docket["posts"]["org"], strict=True))
    for row in docket["assignments"].rows():
        graph.add_edge(org[row["post"]], row["post"], table="assignments", fact=row)
    return graph


def walk(graph: nx.MultiDiGraph, bearer: str, domain: str, span: Breach) -> tuple[Days, list[str]]:
    """Follow one breach through the graph, written from the specification; return the days by post and person, and the hops."""
    duty, start, end, _ = span
    days: Days = Counter()
    hops: list[str] = []
    for since, until in pairwise(sorted({start, end, *_turns(graph, bearer, start, end)})):
        post = _post(graph, _body(graph, bearer, since, hops), domain, since, hops)
        held = list(_facts(graph, post, "tenures"))
        cuts = {day for fact in held for day in (fact["start"].lo, _end(fact)) if since < day < until}
        for first, last in pairwise(sorted({since, until, *cuts})):
            days[duty, post, _holder(held, first, hops)] += last - first
        given = (fact for fact in _facts(graph, post, "delegations") if fact["scope"] in {"*", domain})
        hops += [fact["id"] for fact in given if fact["start"].lo <= since <= fact["end"].hi]
    return days, hops


def _facts(graph: nx.MultiDiGraph, node: str, table: str) -> Iterator[dict[str, Any]]:
    return (data["fact"] for _, _, data in graph.out_edges(node, data=True) if data["table"] == table)


def _turns(graph: nx.MultiDiGraph, body: str, start: int, end: int) -> set[int]:
    """Return the days inside the span on which the body, or an assignment in it or its successors, changes."""
    days = {fact["start"].lo for fact in _facts(graph, body, "assignments") if fact["start"]}
    for fact in _facts(graph, body, "transfers"):
        days |= {fact["date"], *_turns(graph, fact["to"], start, end)}
    return {day for day in days if start < day < end}


def _body(graph: nx.MultiDiGraph, body: str, day: int, hops: list[str]) -> str:
    for fact in _facts(graph, body, "transfers"):
        if fact["date"] <= day:
            hops.append(fact["id"])
            return _body(graph, fact["to"], day, hops)
    return body


def _post(graph: nx.MultiDiGraph, body: str, domain: str, day: int, hops: list[str]) -> str:
    fitting = [fact for fact in _facts(graph, body, "assignments") if fact["scope"] == domain and (fact["start"] is None or fact["start"].lo <= day)]  # fmt: skip
    for role in ("responsible", "supervisor"):
        for fact in fitting:
            if fact["role"] == role:
                hops.append(fact["id"])
                return str(fact["post"])
    head = next(fact["id"] for fact in _facts(graph, body, "posts") if fact["rank"] == "head")
    hops.append(head)
    return str(head)


def _end(tenure: dict[str, Any]) -> int:
    return _FOREVER if tenure["end"] is None else int(tenure["end"].hi) + 1


def _holder(held: list[dict[str, Any]], day: int, hops: list[str]) -> str:
    serving = [fact for fact in held if fact["start"].lo <= day < _end(fact)]
    if not serving:
        return "unknown" if all(day < fact["start"].lo for fact in held) else "vacant"
    best = min(serving, key=lambda fact: (_CLASSES[fact["kind"]], -fact["start"].lo))
    hops.append(best["id"])
    return str(best["person"])


# --- the run --------------------------------------------------------------------------------------------------------------


def main() -> None:
    """Measure the three ways over one city and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=20_000)
    parser.add_argument("--breaches", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=2_000, help="breaches for the networkx walk (default: 2000)")
    chosen = parser.parse_args()
    docket, breaches = city(chosen.bodies, chosen.breaches)
    counts = {
        name: len(docket[name])
        for name in ("orgs", "posts", "tenures", "assignments", "authorities", "delegations", "transfers")
    }
    edges = sum(counts.values()) - 1  # each post and each body but one hangs on a body
    print(", ".join(f"{n:,} {name}" for name, n in counts.items()) + f": {edges:,} edges; {len(breaches):,} breaches")

    built, index = timed(lambda: build(docket))
    seconds, (lines, hops) = timed(lambda: by_index(index, breaches), _RUNS)
    alone, _ = timed(lambda: by_index(index, breaches, 1), _RUNS)
    own = days_of(index, lines)
    assert sum(own.values()) == sum(end - start for _, start, end, _ in breaches)  # noqa: S101 - no day is lost
    base = duck(docket, index, breaches)
    cutting, _ = timed(lambda: base.execute(_HELD))
    joining, rows = timed(lambda: base.sql(_JOIN).to_arrow_table(), _RUNS)
    joined: Days = Counter({(row["duty"], row["post"], row["who"]): row["days"] for row in rows.to_pylist()})
    assert joined == own  # noqa: S101 - the ways agree
    graphing, graph = timed(lambda: graph_of(docket))
    sample = breaches[: chosen.sample]
    owed = [(docket["obligations"]["bearer"][row], docket["instruments"]["domain"][row]) for row, *_ in sample]
    walking, walked = timed(lambda: [walk(graph, *duty, span) for duty, span in zip(owed, sample, strict=True)])
    asked = {row for row, *_ in sample}
    assert sum((days for days, _ in walked), Counter()) == {key: n for key, n in own.items() if key[0] in asked}  # noqa: S101

    every = len(breaches)
    _report([
        ("index, all roles", built, every, seconds), ("index, responsible posts", built, every, alone),
        ("DuckDB range join", cutting, every, joining), ("networkx walk", graphing, len(sample), walking),
    ])  # fmt: skip
    print(f"the index recorded {hops:,} hops and {len(lines.duty):,} lines in all roles; days by post and person agree")


def _report(ways: list[tuple[str, float, int, float]]) -> None:
    """Print for each way what it took to prepare and to trace, and how many times faster it is than the last one."""
    slowest = ways[-1][2] / ways[-1][3]
    print(f"{'':<26} {'prepared, CPU s':>16} {'traces':>9} {'CPU s':>8} {'a CPU second':>13} {'x last':>8}")
    for name, prepared, count, seconds in ways:
        rate = count / seconds
        print(f"{name:<26} {prepared:>16.2f} {count:>9,} {seconds:>8.3f} {rate:>13,.0f} {rate / slowest:>8.1f}")


if __name__ == "__main__":
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    main()
