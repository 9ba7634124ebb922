"""Hops of a trace: one fact each, with its interval, the day tested, its certainty and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model import Hop, Responsible, Text, iso
from govaudit.officials.record.tenure import CERTAINTIES, FOREVER, NEVER
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.model import Certainty
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure

NO_EVIDENCE = Text("（无证据）", " (no evidence)")
_WORST: dict[str, int] = {certainty: depth for depth, certainty in enumerate(CERTAINTIES)}
TENURE_WORDS = words("responsibility", "tenures")
_ANNOUNCED, _GAZETTED = Text("公布", "announced"), Text("公报", "gazetted")
_ENDED = {
    "written": Text("", ""),
    "open": Text("，未见离任记录", ", no end on record"),
    "left": Text("，离任日按人员状态", ", ended by the person's status"),
    "abolished": Text("，离任日按岗位或机构撤销", ", ended with the post or body"),
}


def worst(certainties: Iterable[str]) -> int:
    """Return the number of the weakest of them in CERTAINTIES."""
    return max((_WORST[certainty] for certainty in certainties), default=0)


def weakest(certainties: Iterable[str]) -> Certainty:
    """Return the weakest of them: the certainty of a chain is that of its weakest hop."""
    return CERTAINTIES[worst(certainties)]


def hop(
    officials: Officials,
    fact: str,
    text: Text,
    evidence: tuple[str, ...],
    tested: int | None = None,
    interval: tuple[str | None, str | None] = (None, None),
    certainty: Certainty = "certain",
) -> Hop:
    """Make a hop; one without a document says so, and is probable at most."""
    bare = not officials.documented(evidence)
    said = Text(text.zh + NO_EVIDENCE.zh, text.en + NO_EVIDENCE.en) if bare else text
    return Hop(
        fact=fact, text=said, start=interval[0], end=interval[1], tested_on=iso(tested),
        certainty=weakest((certainty, "probable")) if bare else certainty, evidence=evidence,
    )  # fmt: skip


def written(officials: Officials, table: str, row: int) -> tuple[str | None, str | None]:
    """Return start and end as the source writes them."""
    facts = officials.docket[table]
    start, end = facts["start"][row], facts["end"][row]
    return (start.as_written if start else None, end.as_written if end else None)


def office_line(officials: Officials, person: str | None, post: str | None, **more: Any) -> Responsible:
    """Return the line of a person in a post, with what people call both; `more` are its other fields."""
    named = {"name": officials.cell("persons", person, "name"), "post_title": officials.cell("posts", post, "title")}
    fields = {"org": officials.org_of(post) if post else None, "person": person, "post": post, **named, **more}
    return Responsible(**fields)


def tenure_hop(officials: Officials, tenure: Tenure, day: int) -> Hop:
    """Return the hop from a post to the person who held it; it names ids, not people."""
    kind, post, ended = TENURE_WORDS[tenure.kind], officials.post_label(tenure.post), _ENDED[tenure.end_by]
    start, end = written(officials, "tenures", tenure.row)
    if end is None and tenure.end_by in {"left", "abolished"} and NEVER < tenure.end_lo < FOREVER:
        end = iso(tenure.end_lo - 1)
    stated = officials.docket["tenures"]["certainty"][tenure.row] or "certain"
    papers = _papers(officials, tenure.row)
    return hop(officials, tenure.id,
        Text(f"在“{post}”任职：{kind.zh}{ended.zh}{papers.zh}", f"held {post}: {kind.en}{ended.en}{papers.en}"),
        officials.evidence("tenures", tenure.row),
        day,
        (start, end),
        weakest((stated, "certain" if tenure.covers(day) else "possible")),
    )  # fmt: skip


def _papers(officials: Officials, row: int) -> Text:
    """Say when the appointment was announced and gazetted, where that is not the day it took effect (which counts)."""
    table = officials.docket["tenures"]
    start = table["start"][row]
    other = [
        (said, table[column][row].as_written)
        for column, said in (("announced_on", _ANNOUNCED), ("gazetted_on", _GAZETTED))
        if table[column][row] is not None and table[column][row] != start
    ]
    return Text(
        "".join(f"，{said.zh} {day}" for said, day in other), "".join(f", {said.en} {day}" for said, day in other)
    )
