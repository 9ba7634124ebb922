"""Whom a scope reaches, what a newcomer inherits, how splits and candidates are printed, and bodies that are no more."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from govaudit.audit import Question, audit
from govaudit.docket.view import View
from govaudit.model.days import iso
from govaudit.officials.bulk.bulk_lines import lines_of
from govaudit.officials.bulk.holder_files import spans_of, trace_many
from govaudit.officials.bulk.holder_index import Index
from govaudit.officials.record.handover import terms
from govaudit.officials.structure.structure import scope_problems
from govaudit.officials.trace.duty_classes import duties_of
from govaudit.rules.catalogue import RuleSet
from officials.facts import day, docket, late, run, tenure
from views import officials_of

Row = dict[str, Any]
TWENTY = late("2025-03-31", ("2025-04-01", "2025-04-20"))
ORGS: list[Row] = [
    {"id": "a", "name": "甲市"}, {"id": "f", "name": "财政局", "parent": "a"}, {"id": "n", "name": "乙乡"}, {"id": "m", "name": "丙镇"},
]  # fmt: skip
POSTS: list[Row] = [{"id": f"h{org['id']}", "org": org["id"], "title": "负责人", "rank": "head"} for org in ORGS]
TENURES: list[Row] = [tenure(f"t{org['id']}", org["id"].upper(), "2020-01-01", post=f"h{org['id']}") for org in ORGS]


def facts(bearer: str = "a", **more: list[Row]) -> Any:
    given = {
        "orgs": ORGS, "posts": POSTS, "tenures": TENURES, "persons": [{"id": key, "name": f"姓名{key}"} for key in "AFNMB"],
        "instruments": [{"id": "i-1", "domain": "debt", "kind": "loan", "title": "贷款", "authority": bearer, "region": "甲地"}],
        "obligations": [{"id": "o-1", "instrument": "i-1", "title": "还本", "bearer": bearer, "action": "pay", "amount": 100, "due_on": "2025-03-31", "roll": "none", "kind": "achievement", "currency": "CNY"}],
    }  # fmt: skip
    return docket(**{**given, **more})


def split_of(made: Any) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """The split of the days, which a trace in bulk tells alike."""
    found = [(line.person or line.holder, line.from_, line.to, line.share) for line in run(made, TWENTY).counted]
    officials = officials_of(made)
    index = Index(officials, duties_of(made), day("2025-03-01"), day("2025-06-01"))
    lines = lines_of(trace_many(index, spans_of(made, [TWENTY])))
    assert [(iso(first), iso(last), str(lines.share(n))) for n, (first, last) in enumerate(zip(lines.first.tolist(), lines.last.tolist(), strict=True))] == [
        row[1:] for row in found
    ]  # fmt: skip
    return found


def assigned(scope: str, post: str = "hf") -> list[Row]:
    return [{"id": "s", "post": post, "role": "responsible", "scope": scope}]


@pytest.mark.parametrize("scope", ["debt", "地方政府债务", "全部", "all", "i-1", "甲地", "debt.pay"])
def test_a_finance_bureau_answers_by_scope_for_its_citys_debts(scope: str):
    assert split_of(facts(assignments=assigned(scope))) == [("F", "2025-04-01", "2025-04-20", "20")]


def test_a_scope_reaches_the_bodies_below_and_the_narrower_one_goes_first():
    assert split_of(facts("f", assignments=assigned("debt", "ha")))[0][0] == "A"
    own = [*assigned("*", "ha"), {"id": "s2", "post": "hf", "role": "responsible", "scope": "debt"}]
    assert split_of(facts(assignments=own))[0][0] == "F"
    both = [*assigned("debt", "ha"), {"id": "s2", "post": "hf", "role": "responsible", "scope": "debt"}]
    assert split_of(facts(assignments=both))[0][0] == "A"  # of two alike the body's own


def test_a_scope_of_a_body_elsewhere_is_a_problem_that_names_post_scope_and_bodies():
    made = facts(assignments=assigned("debt", "hn"))
    assert split_of(made)[0][0] == "A"
    (problem,) = scope_problems(officials_of(made))
    assert (problem.level, problem.code) == ("error", "scope_out_of_reach")
    assert all(word in problem.what.zh for word in ("乙乡负责人", "debt", "甲市"))
    assert [one.level for one in scope_problems(officials_of(facts(assignments=assigned("ppp"))))] == ["note"]
    assert scope_problems(officials_of(facts(assignments=assigned("debt")))) == []
    done = audit(made, RuleSet(rules={}, files={}), Question(as_of=day("2025-04-20")))
    assert "scope_out_of_reach" in [one.code for one in done.run.manifest.problems]


def merged(*moves: tuple[str, str, str, str]) -> list[Row]:
    return [
        {"id": f"m{n}", "kind": kind, "from": old, "to": new, "date": on}
        for n, (kind, old, new, on) in enumerate(moves)
    ]


def test_merged_there_and_back_is_three_rows_that_do_not_overlap():
    moves = merged(("merge", "a", "n", "2025-04-10"), ("merge", "n", "a", "2025-04-15"))
    assert split_of(facts(transfers=moves)) == [
        ("A", "2025-04-01", "2025-04-09", "9"), ("N", "2025-04-10", "2025-04-14", "5"), ("A", "2025-04-15", "2025-04-20", "6"),
    ]  # fmt: skip


def test_joint_successors_share_the_days_and_the_shares_are_the_sum():
    moves = merged(("split", "a", "n", "2025-04-10"), ("split", "a", "m", "2025-04-10"))
    found = split_of(facts(transfers=moves))
    assert [row[3] for row in found] == ["9", "11/2", "11/2"]
    assert sum(Fraction(row[3] or 0) for row in found) == 20


def test_coarse_dates_of_one_man_are_his_and_possible():
    made = facts(tenures=[tenure("t0", "A", "2020", "2025", post="ha"), tenure("t9", "A", "2025", post="ha")])
    assert split_of(made) == [("A", "2025-04-01", "2025-04-20", "20")]
    (line,) = run(made, TWENTY).counted
    assert line.certainty == "possible"


def test_coarse_dates_of_two_name_both_and_nobody_holds():
    made = facts(tenures=[tenure("t0", "A", "2020-01-01", "2025", post="ha"), tenure("t9", "B", "2025", post="ha")])
    (line,) = run(made, TWENTY).counted
    assert (line.holder, line.person, set(line.candidates)) == ("unknown", None, {"姓名A", "姓名B"})
    assert not any("t9" in note.zh + note.en for note in line.notes)


def test_a_blank_start_is_called_so():
    made = facts(tenures=[tenure("t0", "A", None, "2025-12-31", post="ha")])
    (line,) = run(made, TWENTY).counted
    assert line.holder == "unknown"
    assert line.notes[0].en == "the start of a tenure is blank"


@pytest.mark.parametrize(
    ("came", "lying"), [("2024-09-15", False), ("2025-03-31", False), ("2025-04-01", False), ("2025-04-02", True)]
)  # fmt: skip
def test_only_what_was_overdue_when_he_came_is_inherited(came: str, *, lying: bool):
    rows = [tenure("t0", "A", "2020-01-01", iso(day(came) - 1), post="ha"), tenure("t1", "B", came, post="ha")]
    made = facts(
        tenures=rows,
        instruments=[
            {"id": "i-1", "domain": "debt", "kind": "loan", "title": "-", "authority": "a", "signed_on": "2019-01-01"}
        ],
    )
    long = late("2025-03-31", ("2025-04-01", "2025-06-30"))
    found = run(made, long).indicators
    assert [gap.kind for gap in found] == (["left_lying"] if lying else [])
    assert all("姓名B" in gap.text.zh and "t1" not in gap.text.zh for gap in found)


def test_nobody_inherits_from_himself_through_a_merger():
    rows = [tenure("t0", "A", "2020-01-01", "2025-04-09", post="ha"), tenure("t1", "A", "2025-04-10", post="hn")]
    made = facts(tenures=rows, transfers=merged(("merge", "a", "n", "2025-04-10")))
    assert run(made, late("2025-03-31", ("2025-04-01", "2025-06-30"))).indicators == ()


def test_a_body_that_is_no_more_has_no_vacancy():
    rows = [tenure("t0", "A", "2020-01-01", "2025-04-09", post="ha"), *TENURES[1:]]
    made = facts(tenures=rows, transfers=merged(("merge", "a", "n", "2025-04-10")))
    (term,) = terms(officials_of(made), "ha", None, day("2025-12-31"))
    assert [(one.holder, iso(one.end - 1)) for one in term.sittings] == [("person", "2025-04-09")]
    found = audit(made, RuleSet(rules={}, files={}), Question(as_of=day("2025-12-31"))).run.findings
    assert not {"ST-04", "ST-05"} & {one.rule for one in found}
    assert View(made, day("2025-12-31")).sides.of("o-1") == "public_side"
