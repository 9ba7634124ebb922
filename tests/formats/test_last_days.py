"""Office holders of 240 years, from facts on file through both readers to the timeline: who held the post on any day, and when nobody did.

officeholders.csv restates facts of unitedstates/congress-legislators (executive.yaml, CC0 1.0): terms of presidents and vice presidents
since 1789, persons by their GovTrack number. Its ends are days after the last one in office.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.formats.read import read_docket
from govaudit.model.days import iso, parse_day
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.officials.record.officials import Officials

with Path(__file__).with_name("officeholders.csv").open(encoding="utf-8") as file:
    TERMS = list(csv.DictReader(file))
FIRST = {"president": "1789-04-30", "vice-president": "1789-04-21"}
# vp_vacancies.csv: derived from the same source, first day and day after the last.
VACANCIES = [
    ("1812-04-20", "1813-03-04"), ("1814-11-23", "1817-03-04"), ("1832-12-28", "1833-03-04"), ("1841-04-04", "1845-03-04"),
    ("1850-07-09", "1853-03-04"), ("1853-04-18", "1857-03-04"), ("1865-04-15", "1869-03-04"), ("1875-11-22", "1877-03-04"),
    ("1881-09-19", "1885-03-04"), ("1885-11-25", "1889-03-04"), ("1899-11-21", "1901-03-04"), ("1901-09-14", "1905-03-04"),
    ("1912-10-30", "1913-03-04"), ("1923-08-02", "1925-03-04"), ("1945-04-12", "1949-01-20"), ("1963-11-22", "1965-01-20"),
    ("1973-10-10", "1973-12-06"), ("1974-08-09", "1974-12-19"),
]  # fmt: skip
# The days before, on and after each start and end.
TURNS = sorted(
    {parse_day(term[side]) + off for term in TERMS for side in ("start", "end") for off in (-1, 0, 1)}
    & set(range(parse_day("1789-04-30"), parse_day("2028-12-31")))
)
SOURCE = "id,table,complete_through,ends\n{},tenures,2028-12-31,{}\n"


def popolo(folder: Path) -> str:
    """Write the facts as Popolo; return the name of the file."""
    members = [{"id": f"t{n}", "person_id": t["person"], "post_id": t["post"], "organization_id": "usa", "start_date": t["start"], "end_date": t["end"]}
               for n, t in enumerate(TERMS)]  # fmt: skip
    people = [{"id": key, "name": key} for key in sorted({t["person"] for t in TERMS})]
    posts = [
        {"id": post, "label": post, "organization_id": "usa", "start_date": first} for post, first in FIRST.items()
    ]
    document = {
        "persons": people,
        "organizations": [{"id": "usa", "name": "-"}],
        "posts": posts,
        "memberships": members,
    }
    (folder / "officials.json").write_text(json.dumps(document), encoding="utf-8")
    return "officials.json"


def tables(folder: Path) -> str:
    """Write the facts as CSV tables; return the source that the tenures name."""
    people = "".join(f"{key},{key}\n" for key in sorted({t["person"] for t in TERMS}))
    tenures = "".join(
        f"t{n},{t['post']},{t['person']},{t['start']},{t['end']},legislators\n" for n, t in enumerate(TERMS)
    )
    posts = "".join(f"{post},usa,{post},{first}\n" for post, first in FIRST.items())
    for name, text in (("orgs", "id,name\nusa,-\n"), ("persons", "id,name\n" + people), ("posts", "id,org,title,created\n" + posts),
                       ("tenures", "id,post,person,start,end,source\n" + tenures)):  # fmt: skip
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return "legislators"


def read(folder: Path, source: str, ends: str = "day_after") -> Docket:
    (folder / "sources.csv").write_text(SOURCE.format(source, ends), encoding="utf-8")
    found = read_docket([folder])
    assert found.errors == []
    return found


def vacancies(officials: Officials, post: str) -> list[tuple[str, str]]:
    spans = officials.timeline(post).between(parse_day(FIRST[post]), parse_day("2028-12-31"))
    return [(iso(since) or "", iso(until) or "") for since, until, holding in spans if holding.holder == "vacant"]


@pytest.fixture(scope="module", params=[popolo, tables])
def officials(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Officials:
    folder = tmp_path_factory.mktemp("officials")
    return officials_of(read(folder, request.param(folder)))


def test_eighteen_vacancies_of_13808_days_are_found_exactly(officials: Officials):
    assert vacancies(officials, "vice-president") == VACANCIES
    assert sum(parse_day(until) - parse_day(since) for since, until in VACANCIES) == 13_808
    assert vacancies(officials, "president") == []


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=300
)
@given(
    st.sampled_from(sorted(FIRST)),
    st.one_of(st.integers(parse_day("1789-04-30"), parse_day("2028-12-30")), st.sampled_from(TURNS)),
)
def test_who_held_the_post_on_any_day(officials: Officials, post: str, day: int):
    on = iso(day) or ""
    there = {term["person"] for term in TERMS if term["post"] == post and term["start"] <= on < term["end"]}
    assert {tenure.person for tenure in officials.timeline(post).at(day).primary} == there


def test_what_the_source_does_is_told(tmp_path: Path):
    found = read(tmp_path, popolo(tmp_path))
    told = {problem.code: problem.what.en for problem in found.problems}
    assert "131 ends read as days after" in told["ends_day_after"]
    assert "Days from an end to the next start: 0: 111, 31 and more: 18" in told["ends_day_after"]
    assert "0: 111" in told["handover_days"]


def test_read_as_last_days_the_vacancies_are_a_day_shorter(tmp_path: Path):
    """Without the convention nothing is lost on handovers, but the day somebody died counts as his."""
    officials = officials_of(read(tmp_path, popolo(tmp_path), "last_day"))
    shorter = [(iso(parse_day(since) + 1), until) for since, until in VACANCIES]
    assert vacancies(officials, "vice-president") == shorter


def test_a_source_that_mixes_both_makes_no_vacancy_of_one_day(tmp_path: Path):
    lines = [
        "a,p,x,2020-01-01,2021-01-01",
        "b,p,y,2021-01-01,2022-03-31",
        "c,p,x,2022-04-01,2023-01-01",
        "d,p,y,2023-01-03,",
    ]
    for name, text in (("orgs", "id,name\no,示例局\n"), ("persons", "id,name\nx,甲\ny,乙\n"), ("posts", "id,org,title\np,o,局长\n"),
                       ("tenures", "id,post,person,start,end\n" + "\n".join(lines) + "\n")):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = read(tmp_path, "tenures.csv")
    ends = [end and end.as_written for end in found["tenures"]["end"]]
    assert ends == [
        "2020-12-31",
        "2022-03-31",
        "2022-12-31",
        None,
    ]  # the second is a last day: the next one begins on the day after
    holders = [
        holding.holder
        for *_, holding in officials_of(found).timeline("p").between(parse_day("2020-01-01"), parse_day("2024-01-01"))
    ]
    assert holders == ["person", "person", "person", "vacant", "person"]  # 1 and 2 January 2023
    said = next(problem.what.zh for problem in found.problems if problem.code == "ends_day_after")
    assert "0天 1次，1天 1次，2天 1次" in said
    assert "其中 1 个" in said


def test_a_month_is_set_back_too_and_a_term_of_no_day_is_a_problem(tmp_path: Path):
    for name, text in (("orgs", "id,name\no,示例局\n"), ("persons", "id,name\nx,甲\n"), ("posts", "id,org,title\np,o,局长\n"), ("sources", SOURCE.format("tenures.csv", "day_after")),
                       ("tenures", "id,post,person,start,end\na,p,x,2020-01-01,2021-02\nb,p,x,2022-01-01,2022-01-01\n")):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = read_docket([tmp_path])
    (first, *_) = found["tenures"]["end"]
    assert (iso(first.lo), iso(first.hi), first.as_written) == ("2021-01-31", "2021-02-27", "2021-02")
    assert [(problem.code, problem.place.row) for problem in found.errors] == [("end_before_start", 3)]
