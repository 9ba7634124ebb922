"""A city that does not exist, the same every time: bodies, posts, terms of office, duties, delegations, mergers, and its breaches.

With 20,000 bodies: 60,000 posts, 150,000 tenures and 300,000 edges (tenures, posts of bodies, parents, assignments, authorities,
delegations, transfers). Every table of the docket is filled as a reader would fill it.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from govaudit.docket.builder import DocketBuilder
from govaudit.model.days import PartialDate, iso, parse_day
from govaudit.model.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket.table import Docket

AS_OF = parse_day("2026-06-30")
START = parse_day("2018-01-01")
_DOMAINS = ("procurement", "investment", "pledge", "task")
_ACTIONS = ("pay", "deliver", "report")
_PLACE = Place("city")
Row = dict[str, Any]
Breach = tuple[int, int, int, int]  # row of the obligation, start, end (half-open), balance


def exact(day: int) -> PartialDate:
    """Return a date known to the day."""
    return PartialDate(day, day, iso(day) or "")


def city(bodies: int = 20_000, obligations: int = 100_000) -> tuple[Docket, list[Breach]]:
    """Return the docket and a span of breach days for each obligation."""
    chance = random.Random(20_261_124)  # noqa: S311 - a made city, not a secret
    docket = DocketBuilder()
    tables = {
        "orgs": _orgs(bodies),
        "posts": _posts(bodies),
        "tenures": _tenures(bodies, chance),
        "assignments": _assignments(bodies, chance),
        "authorities": ({"id": f"u{n}", "superior": f"g{n // 20}-0", "subordinate": f"g{n}", "kind": "lead"} for n in range(1, bodies)),
        "delegations": _delegations(bodies, chance),
        "transfers": _transfers(bodies, chance),
        "instruments": _instruments(obligations, bodies, chance),
        "obligations": _obligations(obligations, chance),
    }  # fmt: skip
    for name, rows in tables.items():
        _fill(docket, name, rows)
    people = dict.fromkeys(docket["tenures"]["person"])
    _fill(docket, "persons", ({"id": person, "name": person} for person in people))
    for row, instrument in enumerate(docket["obligations"]["instrument"]):
        docket["obligations"]["bearer"][row] = docket["instruments"]["authority"][int(instrument[1:])]
    return docket.freeze(), [_breach(row, chance) for row in range(obligations)]


def _fill(docket: DocketBuilder, name: str, rows: Iterator[Row]) -> None:
    table = docket[name]
    for row in rows:
        table.append(row, _PLACE)


def _orgs(bodies: int) -> Iterator[Row]:
    for n in range(bodies):
        yield {"id": f"g{n}", "name": f"示例局{n}", "kind": "department", "parent": f"g{n // 20}" if n else None}


def _posts(bodies: int) -> Iterator[Row]:
    for n in range(bodies):
        for k, (title, rank) in enumerate((("局长", "head"), ("副局长", "deputy"), ("科长", "member"))):
            yield {"id": f"g{n}-{k}", "org": f"g{n}", "title": title, "rank": rank}


def _tenures(bodies: int, chance: random.Random) -> Iterator[Row]:
    """Two or three terms a post; a third of the handovers leave a gap, which somebody presides over half of the time."""
    number = 0
    for post in range(3 * bodies):
        begin = START + chance.randrange(400)
        for term in range(2 + post % 2):
            last = term == 1 + post % 2
            end = begin + chance.randrange(500, 1400)
            gap = chance.randrange(1, 90) if chance.randrange(3) == 0 else 0
            kind = "acting" if term and gap and chance.randrange(2) else "substantive"
            yield {
                "id": f"t{number}", "post": f"g{post // 3}-{post % 3}", "person": f"h{number}", "kind": kind,
                "start": exact(begin), "end": None if last else exact(end), "evidence": ["任免文件"],
            }  # fmt: skip
            number += 1
            begin = end + 1 + gap


def _assignments(bodies: int, chance: random.Random) -> Iterator[Row]:
    """In each body the deputy supervises one domain (分管), and an official is responsible for another from some day on."""
    for n in range(bodies):
        first, second = chance.sample(_DOMAINS, 2)
        yield {"id": f"a{2 * n}", "post": f"g{n}-1", "role": "supervisor", "scope": first, "evidence": ["分工文件"]}
        since = exact(START + chance.randrange(2500)) if chance.randrange(2) else None
        yield {"id": f"a{2 * n + 1}", "post": f"g{n}-2", "role": "responsible", "scope": second, "start": since, "evidence": ["权责清单"]}  # fmt: skip


def _delegations(bodies: int, chance: random.Random) -> Iterator[Row]:
    for n in range(8 * bodies // 20):
        body, since = n * 20 // 8, START + chance.randrange(2500)
        yield {"id": f"d{n}", "from_post": f"g{body}-0", "to_post": f"g{body}-2", "scope": chance.choice(("*", *_DOMAINS)),
               "start": exact(since), "end": exact(since + 600), "evidence": ["委托书"]}  # fmt: skip


def _transfers(bodies: int, chance: random.Random) -> Iterator[Row]:
    """One body in ten is merged into the next."""
    for n in range(bodies // 10):
        date = START + chance.randrange(1500, 3000)
        yield {"id": f"m{n}", "kind": "merge", "from": f"g{10 * n + 3}", "to": f"g{10 * n + 4}", "date": date, "evidence": ["机构改革方案"]}  # fmt: skip


def _instruments(obligations: int, bodies: int, chance: random.Random) -> Iterator[Row]:
    for n in range(obligations):
        yield {"id": f"i{n}", "domain": chance.choice(_DOMAINS), "kind": "contract", "title": "示例合同", "authority": f"g{chance.randrange(bodies)}"}  # fmt: skip


def _obligations(obligations: int, chance: random.Random) -> Iterator[Row]:
    for n in range(obligations):
        yield {"id": f"o{n}", "instrument": f"i{n}", "title": "示例义务", "action": chance.choice(_ACTIONS), "amount": 100 * chance.randrange(1, 10**7), "clause": "第5条"}  # fmt: skip


def _breach(row: int, chance: random.Random) -> Breach:
    start = chance.randrange(parse_day("2020-01-01"), AS_OF - 30)
    return row, start, min(AS_OF + 1, start + chance.randrange(5, 700)), 100 * chance.randrange(1, 10**7)
