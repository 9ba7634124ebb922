"""Corner cases of accountability.md §3 that begin in a file, or end in a report: each named by its number."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from govaudit.cli.main import cli
from govaudit.officials.structure.structure import structure_findings
from govaudit.officials.trace.degrees import rule_file
from govaudit.officials.trace.trace import trace_duty
from officials.facts import day, docket, kinds, late, office, run, split, tenure
from views import officials_of

Row = dict[str, object]
TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))
CASE = """
orgs: [{id: fin, name: 示例市财政局}, {id: co, name: 示例公司}]
posts: [{id: head, org: fin, title: 局长, rank: head}]
persons: [{id: p1, name: 甲一}, {id: p2, name: 乙二}]
instruments: [{id: i, domain: investment, kind: agreement, title: 示例协议, authority: fin, counterparty: co, signed_on: 2025-06-01}]
obligations:
- {id: o, instrument: i, title: 付一, bearer: head, action: pay, due_on: 2026-03-31, amount: 100}
"""


def asked(folder: Path, more: str, *arguments: str, as_of: str = "2026-04-20") -> Result:
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    return CliRunner().invoke(cli, ["trace", "o", str(folder), "--as-of", as_of, "--lang", "zh", *arguments])


def traced(folder: Path, more: str, as_of: str = "2026-04-20") -> dict[str, Any]:
    done = asked(folder, more, "--format", "json", as_of=as_of)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def one(**cells: str) -> str:
    return (
        "tenures:\n- {id: t1, post: head, person: p1, "
        + ", ".join(f"{key}: {value}" for key, value in cells.items())
        + "}\n"
    )


def test_case_07_an_end_before_the_start_is_refused_with_its_row(tmp_path: Path) -> None:
    done = asked(tmp_path, one(start="2026-02-01", end="2026-01-01"))
    assert done.exit_code == 2
    assert re.search(r"case\.yaml.*第\d+行 end列：“2026-01-01”结束早于开始", done.stderr)


@pytest.mark.parametrize("date", ["9999-12-31", "0000-00-00", "1900-01-01"])
@pytest.mark.parametrize("column", ["start", "end"])
def test_case_08_sentinel_dates_are_no_dates(tmp_path: Path, date: str, column: str) -> None:
    other = {"start": "2025-01-01"} if column == "end" else {"end": "2026-12-31"}
    done = asked(tmp_path, one(**other, **{column: f"'{date}'"}))
    assert done.exit_code == 2
    assert re.search(rf"case\.yaml.*第\d+行 {column}列：“{date}”这是占位日期", done.stderr)


def test_case_08_a_year_0000_is_no_date_either(tmp_path: Path) -> None:
    done = asked(tmp_path, one(start="'0000'"))
    assert (done.exit_code, "第" in done.stderr, "start列" in done.stderr) == (2, True, True)


@pytest.mark.parametrize("date", ["2019-13", "2019-02-29", "2019-13-01"])
def test_case_10_an_impossible_date_is_refused_with_its_row(tmp_path: Path, date: str) -> None:
    done = asked(tmp_path, one(start=f"'{date}'"))
    assert done.exit_code == 2
    assert re.search(rf"case\.yaml.*第\d+行 start列：“{date}”没有这一天", done.stderr)


def test_case_12_the_effective_date_counts_and_the_others_are_shown(tmp_path: Path) -> None:
    found = traced(tmp_path, one(start="2026-04-11", announced_on="2026-03-20", gazetted_on="2026-05"))
    assert [(line["holder"], line["from"], line["days"]) for line in found["responsible"] if line["counted"]] == [
        ("unknown", "2026-04-01", 10), ("person", "2026-04-11", 10),
    ]  # fmt: skip
    (hop,) = [hop for hop in found["hops"] if hop["fact"] == "t1"]
    assert "公布 2026-03-20，公报 2026-05" in hop["text"]["zh"]
    (same,) = [
        hop
        for hop in traced(tmp_path, one(start="2025-01-01", announced_on="2025-01-01"))["hops"]
        if hop["fact"] == "t1"
    ]
    assert "公布" not in same["text"]["zh"]


def test_case_23_a_head_in_name_only_leaves_it_to_the_deputy_who_presides() -> None:
    rows = [tenure("t1", "A", "2020-01-01", kind="nominal"), tenure("t2", "B", "2020-01-01", kind="presiding")]
    found = run(office(rows), TWENTY)
    assert (split(found), kinds(found)) == ({"B": 20}, [])
    assert "同期另有姓名A在任" in [note.zh for note in found.counted[0].notes]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (
            "2025-04-20",
            None,
            "主持工作满一年",
        ),  # a year is full at the end of 19 April 2026; judged at the end of 20 April
        ("2025-04-21", None, "主持工作满一年"),
        ("2025-04-22", None, "主持工作未满一年"),
        ("2024-01-01", "2026-04-10", "主持工作满一年"),
        ("2025-04", None, "是否满一年"),
    ],
)
def test_case_24_a_deputy_who_presides_for_a_year_is_within_the_audits(start: str, end: str | None, said: str) -> None:
    found = run(office([tenure("t1", "A", start, end, kind="presiding")]), TWENTY, as_of="2026-04-20")
    assert said in " ".join(note.zh for note in found.counted[0].notes)


def test_case_24_a_year_from_the_leap_day_ends_with_february() -> None:
    rows = [tenure("t1", "A", "2024-02-29", "2025-02-28", kind="presiding")]
    found = run(office(rows), late("2024-12-31", ("2025-01-01", "2025-01-10")), as_of="2025-03-31")
    assert "主持工作满一年" in " ".join(note.zh for note in found.counted[0].notes)


def test_case_31_votes_without_minutes_are_one_gap_that_names_the_records() -> None:
    acts = [
        {
            "id": f"v{n}",
            "person": "A",
            "post": "head",
            "instrument": "i-1",
            "kind": "decide",
            "vote": "for",
            "date": "2026-01-05",
        }
        for n in range(2)
    ]
    found = run(office([tenure("t1", "A", "2020-01-01")], acts=acts), TWENTY)
    assert [(gap.kind, gap.facts) for gap in found.gaps] == [("minutes_missing", ("v0", "v1"))]
    assert all(line.path[0].text.zh.endswith("（无证据）") for line in found.responsible if line.role == "decider")


AMENDED = """
tenures:
- {id: t1, post: head, person: p1, start: 2025-01-01, end: 2026-04-10}
- {id: t2, post: head, person: p2, start: 2026-04-11}
acts:
- {id: s1, person: p1, post: head, instrument: i, kind: sign, date: 2025-06-01}
- {id: s2, person: p2, post: head, instrument: i, kind: sign, date: 2026-05-01}
events:
- {id: e1, obligation: o, type: amend, occurred_on: 2026-05-01, terms: {due_on: 2026-07-31}}
"""


def test_case_35_an_amendment_leaves_the_old_breach_to_the_old_date(tmp_path: Path) -> None:
    found = traced(tmp_path, AMENDED, as_of="2026-06-30")
    assert (found["due_on"], found["breach_days"]) == ("2026-07-31", 30)
    assert [(line["person"], line["from"], line["to"]) for line in found["responsible"] if line["counted"]] == [
        ("p1", "2026-04-01", "2026-04-10"), ("p2", "2026-04-11", "2026-04-30"),
    ]  # fmt: skip
    later = traced(tmp_path, AMENDED, as_of="2026-08-10")
    assert later["breach_days"] == 40
    due = [
        (line["person"], line["from"])
        for line in later["responsible"]
        if line["phase"] == "due" and line["role"] == "responsible"
    ]
    assert due == [("p1", "2026-03-31"), ("p2", "2026-07-31")]  # each due date with the terms valid then
    signers = [(line["person"], line["phase"]) for line in later["responsible"] if line["role"] == "signer"]
    assert signers == [("p1", "commitment"), ("p2", "overdue")]


@pytest.mark.parametrize(("lapses", "expected"), [(False, [("B", 20)]), (True, [("B", 5)])])
def test_case_41_whether_a_delegation_lapses_with_the_delegator_is_in_the_rule_file(
    lapses: bool,  # noqa: FBT001 - a parameter of the test
    expected: list[tuple[str, int]],
) -> None:
    rows = [
        tenure("t1", "A", "2020-01-01", "2026-04-05"),
        tenure("t2", "C", "2026-04-06"),
        tenure("tb", "B", "2020-01-01", post="x"),
    ]
    posts = [{"id": post, "org": "bureau", "title": post} for post in ("head", "x")]
    facts = office(
        rows, posts=posts, delegations=[{"id": "d1", "from_post": "head", "to_post": "x", "start": "2025-01-01"}]
    )
    rules = replace(rule_file(), delegation=replace(rule_file().delegation, lapses_with_delegator=lapses))
    found = trace_duty(officials_of(facts, None, rules), TWENTY, day("2026-12-31"))
    assert [(line.person, line.days) for line in found.responsible if line.role == "delegate"] == expected
    assert kinds(found) == (["void_delegation"] if lapses else [])


def test_case_51_boundaries_redrawn_divide_the_obligations_by_region() -> None:
    def place(region: str) -> dict[str, int]:
        letters = "abc"
        facts = docket(
            orgs=[{"id": x, "name": f"示例{x}区"} for x in letters],
            posts=[{"id": f"h{x}", "org": x, "title": "区长", "rank": "head"} for x in letters],
            persons=[{"id": x.upper(), "name": x} for x in letters],
            tenures=[tenure(f"t{x}", x.upper(), "2010-01-01", post=f"h{x}") for x in letters],
            instruments=[
                {"id": "i-1", "domain": "ppp", "kind": "contract", "title": "-", "authority": "a", "region": region}
            ],
            obligations=[{"id": "o-1", "instrument": "i-1", "title": "-", "bearer": "a"}],
            transfers=[
                {"id": f"m{to}", "kind": "function_move", "from": "a", "to": to, "scope": scope, "date": "2026-04-11"}
                for to, scope in (("b", "东片"), ("c", "西片"))
            ],
        )
        found = run(facts, TWENTY)
        assert kinds(found) == []
        return split(found)

    assert place("东片") == {"A": 10, "B": 10}
    assert place("西片") == {"A": 10, "C": 10}
    assert place("南片") == {"A": 20}


def test_case_52_a_succession_after_the_due_date_takes_nothing_back() -> None:
    facts = docket(
        orgs=[{"id": x, "name": x} for x in "ab"], posts=[{"id": f"h{x}", "org": x, "title": "局长", "rank": "head"} for x in "ab"],
        persons=[{"id": x, "name": x} for x in "AB"],
        tenures=[tenure("ta", "A", "2010-01-01", post="ha"), tenure("tb", "B", "2010-01-01", post="hb")],
        obligations=[{"id": "o-1", "title": "-", "bearer": "a"}],
        transfers=[{"id": "m1", "kind": "merge", "from": "a", "to": "b", "date": "2026-04-21"}],
    )  # fmt: skip
    found = run(facts, TWENTY)
    assert split(found) == {"A": 20}
    assert all(hop.fact != "m1" for line in found.responsible for hop in line.path)


def test_case_53_a_platform_company_has_two_lines_of_authority() -> None:
    bodies = {"co": "示例城投公司", "sasac": "示例市国资委", "party": "示例市委"}
    facts = docket(
        orgs=[{"id": key, "name": name} for key, name in bodies.items()],
        posts=[{"id": f"h-{key}", "org": key, "title": "负责人", "rank": "head"} for key in bodies],
        persons=[{"id": key.upper(), "name": key} for key in bodies],
        tenures=[tenure(f"t-{key}", key.upper(), "2010-01-01", post=f"h-{key}") for key in bodies],
        obligations=[{"id": "o-1", "title": "-", "bearer": "co"}],
        authorities=[{"id": f"u-{up}", "superior": up, "subordinate": "co", "kind": kind} for up, kind in (("sasac", "supervise"), ("party", "lead"))],
    )  # fmt: skip
    found = run(facts, TWENTY)
    assert split(found) == {"CO": 20}
    beside = {(line.person, line.days) for line in found.responsible if line.role == "supervisor"}
    assert beside == {("SASAC", 20), ("PARTY", 20)}


def test_case_57_suspended_days_are_left_out_with_the_reason(tmp_path: Path) -> None:
    events = """
events:
- {id: e1, obligation: o, type: suspend, occurred_on: 2026-03-20, cause: 法院裁定中止}
- {id: e2, obligation: o, type: resume, occurred_on: 2026-04-05, cause: 中止原因消除}
"""
    found = traced(tmp_path, one(start="2025-01-01") + events, as_of="2026-05-31")
    counted = [line for line in found["responsible"] if line["counted"]]
    assert sum(line["days"] for line in counted) == found["breach_days"] < 61
    assert [hop["text"]["zh"] for hop in found["hops"] if hop["fact"] in {"e1", "e2"}] == [
        "中止计期，此后的日子不计入：法院裁定中止（无证据）", "恢复计期：中止原因消除（无证据）",
    ]  # fmt: skip


def test_case_58_days_within_the_handover_allowance_are_shown_apart() -> None:
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-10"), tenure("t2", "B", "2026-04-11")])

    def after(allowance: int) -> list[tuple[str | None, int, int | None]]:
        rules = rule_file().adjusted(None, allowance, None)
        found = trace_duty(officials_of(facts, None, rules), TWENTY, day("2026-12-31"))
        assert sum(line.days for line in found.counted) == 20  # the count itself stays
        return [(line.person, line.days, line.days_after_handover) for line in found.counted]

    assert after(0) == [("A", 10, None), ("B", 10, None)]
    assert after(4) == [("A", 10, 10), ("B", 10, 6)]
    assert after(30) == [("A", 10, 10), ("B", 10, 0)]


def test_case_67_of_two_records_the_more_reliable_decides_and_both_are_shown() -> None:
    rows = [
        tenure("t1", "A", "2020-01-01", "2026-04-05", source="gazette"),
        tenure("t2", "A", "2020-01-01", "2026-04-08", source="news"),
    ]
    ranked: list[Row] = [{"id": "gazette", "table": "posts", "rank": 1}, {"id": "news", "table": "posts", "rank": 2}]
    found = run(office(rows, sources=ranked), TWENTY)
    assert split(found) == {"A": 5, "VACANT": 15}
    assert any("t2（2020-01-01 至 2026-04-08）" in note.zh for note in found.counted[0].notes)
    turned = [{**row, "rank": 3 - int(str(row["rank"]))} for row in ranked]
    assert split(run(office(rows, sources=turned), TWENTY)) == {"A": 8, "VACANT": 12}
    doubtful = [rows[0], {**rows[1], "certainty": "possible"}]
    assert split(run(office(doubtful), TWENTY)) == {"A": 5, "VACANT": 15}
    findings = structure_findings(officials_of(office(rows)), day("2026-04-03"))
    assert [(finding.rule, finding.facts["records"]) for finding in findings] == [("ST-13", "t1, t2")]


def test_case_68_withdrawn_evidence_proves_nothing_from_then_on() -> None:
    paper = [{"id": "w1", "title": "任免通知", "withdrawn_on": "2026-05-01"}]
    facts = office([tenure("t1", "A", "2020-01-01", evidence=["w1"])], evidence=paper)
    before, after = (run(facts, TWENTY, known_at=known).counted[0].path[-1] for known in ("2026-04-30", "2026-05-01"))
    assert (before.evidence, "无证据" in before.text.zh) == (("w1",), False)
    assert (after.evidence, "无证据" in after.text.zh) == ((), True)
    findings = structure_findings(officials_of(facts), day("2026-06-01"))
    assert [(finding.rule, finding.facts["records"]) for finding in findings] == [("ST-14", "t1")]


def test_every_corner_case_has_a_test_named_after_its_number() -> None:
    found = {
        int(number)
        for file in Path(__file__).parent.glob("test_*.py")
        for numbers in re.findall(r"^def test_case_((?:\d\d_)+)", file.read_text("utf-8"), re.MULTILINE)
        for number in numbers.strip("_").split("_")
    }
    assert found >= set(range(1, 76)), sorted(set(range(1, 76)) - found)
