"""Statutory duties are duties like any other (R25.1 to R25.3): suspended, paired, restarted, excused, named.

Working days are those of the State Council's calendar of 2026: Qingming 04-04 to 04-06, Labour Day 05-01 to 05-05 with Saturday 05-09 worked;
Spring Festival 02-15 to 02-23.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import complete, counted, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Tables


# The suspension e2, by its id or by its place, the third line of the file.
NAMED = r'\be2\b|row 3|csv:3|"row": 3'
# Suspended 03-10 to 03-29, that is 14 working or 20 calendar days that do not count; 03-30 counts again (R9: s tolled, e counted).
#   TO-03   20 from 03-02: 03-03..09 are 1-5, 03-30..04-03 are 6-10, 04-07..17 are 11-19, 04-20 is 20
#   TO-03a  40: 04-21..30 are 21-28, 05-06..09 are 29-32, 05-11..20 are 33-40
#   GP-23b  30 from 03-02: 05-06 and 05-07 are 29 and 30
#   TB-17   30 from 03-04: 03-05, 06, 09 are 1-3, 03-30..04-03 4-8, 04-07..10 9-12, 04-13..24 13-22, 04-27..30 23-26, 05-06..09 27-30 (a Saturday)
#   GP-13   30 calendar days from 03-02: 03-03..09 are 1-7, 04-21 is the 30th
_SUSPENDED = ("2026-03-10 suspend cause={}", "2026-03-30 resume cause={}")
RULES: dict[str, dict[str, Any]] = {
    "TO-03": {"domain": "disclosure", "from": "2026-03-02 request_received", "act": "request_answered",
              "due": "2026-04-20", "next": "2026-04-21", "plain": "2026-03-30"},
    "TO-03a": {"domain": "disclosure", "from": "2026-03-02 request_received", "act": "request_answered",
               "due": "2026-05-20", "next": "2026-05-21", "plain": "2026-04-28",
               "attributes": {"extension_approved": True}},
    "GP-23b": {"domain": "procurement", "from": "2026-03-02 complaint", "act": "complaint_decided",
               "due": "2026-05-07", "next": "2026-05-08", "plain": "2026-04-14",
               "attributes": {"finance_department": "A"}},
    "TB-17": {"domain": "tendering", "from": "2026-03-04 complaint_accepted", "act": "complaint_decided",
              "due": "2026-05-09", "next": "2026-05-10", "plain": "2026-04-16",
              "attributes": {"supervising_authority": "A"}},
    "GP-13": {"domain": "procurement", "from": "2026-03-02 award_notice", "act": "signed",
              "due": "2026-04-21", "next": "2026-04-22", "plain": "2026-04-01"},
}  # fmt: skip
SUSPENDING = [
    ("TO-03", "third_party_opinion"), ("TO-03", "征求意见"), ("TO-03", "statute"), ("TO-03", "法定"), ("TO-03", "court"),
    ("TO-03a", "third_party_opinion"), ("TO-03a", "statute"),
    ("GP-23b", "test"), ("GP-23b", "检验检测"), ("GP-23b", "appraisal"), ("GP-23b", "鉴定"), ("GP-23b", "expert_review"),
    ("GP-23b", "专家评审"), ("GP-23b", "papers_corrected"), ("GP-23b", "补正材料"), ("GP-23b", "statute"),
    ("TB-17", "test"), ("TB-17", "appraisal"), ("TB-17", "expert_review"), ("TB-17", "statute"), ("TB-17", "court"),
    ("GP-13", "court"), ("GP-13", "法院"),
]  # fmt: skip
# Causes that the article does not list, or none stated: named, never applied (R25.2). 条例(招投标) 61 has no 补正; 政府采购法 46 has no cause at all.
NOT_SUSPENDING = [
    ("TO-03", "appraisal"), ("TO-03", ""), ("TB-17", "papers_corrected"), ("GP-13", "statute"), ("GP-13", "expert_review"),
]  # fmt: skip


def of_rule(rule: str, *events: str, **more: Any) -> Tables:
    spec = RULES[rule]
    return facts(spec["from"], *events, domain=spec["domain"], attributes=spec.get("attributes", {}), **more)


@pytest.mark.parametrize(("rule", "cause"), SUSPENDING)
def test_a_cause_that_the_law_lists_stops_the_clock(book: Callable[..., Ledger], rule: str, cause: str):
    spec = RULES[rule]
    pause = [line.format(cause) for line in _SUSPENDED]
    row = book(of_rule(rule, *pause, f"{spec['due']} {spec['act']}")).status("2026-06-30")[f"C1/{rule}"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("fulfilled", spec["due"], 0)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_the_day_after_the_moved_last_day_is_one_day_late(book: Callable[..., Ledger], rule: str, form: str):
    spec = RULES[rule]
    pause = [line.format("court") for line in _SUSPENDED]
    ledger = book(of_rule(rule, *pause, f"{spec['next']} {spec['act']}"), form)
    row = ledger.status("2026-06-30")[f"C1/{rule}"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("fulfilled_late", spec["due"], 1)
    assert [one["facts"]["breach_days"] for one in ledger.audit("2026-06-30").of(rule, "breach")] == [1]


@pytest.mark.parametrize(("rule", "cause"), NOT_SUSPENDING)
def test_another_cause_is_named_and_not_applied(book: Callable[..., Ledger], rule: str, cause: str):
    spec = RULES[rule]
    pause = [line.format(cause).removesuffix(" cause=") for line in _SUSPENDED]
    ledger = book(of_rule(rule, *pause, f"{spec['plain']} {spec['act']}"))
    row = ledger.status("2026-06-30")[f"C1/{rule}"]
    assert (row["state"], row["due_on"], row["tolled_days"]) == ("fulfilled", spec["plain"], 0)
    assert re.search(NAMED, ledger.audit("2026-06-30").everything)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_explanation_shows_what_was_suspended(book: Callable[..., Ledger], lang: str):
    pause = [line.format("征求意见") for line in _SUSPENDED]
    text = book(of_rule("TO-03", *pause, "2026-04-20 request_answered")).explain("C1/TO-03", "2026-06-30", lang)
    assert ("2026-03-10" in text and "2026-04-20" in text) or ("2026年3月10日" in text and "2026年4月20日" in text)


@pytest.mark.parametrize(
    ("pause", "due"),
    [
        # naming the duty itself
        (("2026-03-10 suspend obligation=C1/TO-03 cause=third_party_opinion",
          "2026-03-30 resume obligation=C1/TO-03 cause=third_party_opinion"), "2026-04-20"),
        # from the last day itself, 03-30: days 1-19 have run by 03-27, the 20th is 04-02
        (("2026-03-30 suspend cause=statute", "2026-04-02 resume cause=statute"), "2026-04-02"),
        # two causes at once, 03-10 to 03-24 in union: 5 days before, 03-25..27 are 6-8, 03-30..04-03 9-13, 04-07..10 14-17, 04-13..15 18-20
        (("2026-03-10 suspend cause=third_party_opinion", "2026-03-16 suspend cause=court",
          "2026-03-20 resume cause=third_party_opinion", "2026-03-25 resume cause=court"), "2026-04-15"),
        # ended before the request came: nothing to stop
        (("2026-02-02 suspend cause=statute", "2026-02-10 resume cause=statute"), "2026-03-30"),
    ],
)  # fmt: skip
def test_suspensions_of_every_position(book: Callable[..., Ledger], pause: tuple[str, ...], due: str):
    row = book(of_rule("TO-03", *pause, f"{due} request_answered")).status("2026-06-30")["C1/TO-03"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("fulfilled", due, 0)


def test_a_suspension_that_never_ended_accuses_nobody(book: Callable[..., Ledger]):
    ledger = book(of_rule("TO-03", "2026-03-10 suspend cause=third_party_opinion", tables=complete()))
    assert ledger.status("2026-06-30")["C1/TO-03"]["state"] == "suspended"
    assert ledger.audit("2026-06-30").breaches == []


# 01-16 + 30 days = 02-15, the festival until 02-23: 02-24. 03-02 + 30 = 04-01. 03-20 + 30 = Sunday 04-19: 04-20.
@pytest.mark.parametrize(("rule", "domain"), [("GP-13", "procurement"), ("TB-14", "tendering")])
@pytest.mark.parametrize(
    ("signed", "state", "late"), [("2026-04-01", "fulfilled", 0), ("2026-04-02", "fulfilled_late", 1)]
)
def test_a_second_notice_restarts_the_time_to_sign(
    book: Callable[..., Ledger], rule: str, domain: str, signed: str, state: str, late: int
):
    events = ("2026-01-16 award_notice", "2026-02-20 winner_refused", "2026-03-02 award_notice", f"{signed} signed")
    ledger = book(facts(*events, domain=domain, tables=complete()))
    rows = {key: row for key, row in ledger.status("2026-06-30").items() if row["rule"] == rule}
    live = [row for row in rows.values() if row["state"] not in {"superseded", "discharged"}]
    assert [(row["state"], row["due_on"], row["breach_days"]) for row in live] == [(state, "2026-04-01", late)]
    assert len(rows) == 2
    kinds = ledger.audit("2026-06-30").kinds(rule)
    assert kinds == (["breach"] if late else [])


def test_a_notice_issued_again_while_the_first_still_ran_leaves_nothing_to_say(book: Callable[..., Ledger]):
    ledger = book(facts("2026-03-02 award_notice", "2026-03-20 award_notice", "2026-04-20 signed", tables=complete()))
    rows = ledger.status("2026-06-30")
    assert (rows["C1/GP-13"]["state"], rows["C1/GP-13"]["breach_days"]) == ("superseded", 0)
    assert (rows["C1/GP-13#2"]["state"], rows["C1/GP-13#2"]["due_on"]) == ("fulfilled", "2026-04-20")
    assert ledger.audit("2026-06-30").of("GP-13") == []


@pytest.mark.parametrize("refused", [True, False])
def test_superseded_when_overdue_warns_unless_excused(book: Callable[..., Ledger], refused: bool):  # noqa: FBT001
    events = ["2026-01-16 award_notice", "2026-03-02 award_notice", "2026-03-20 signed"]
    events[1:1] = ["2026-02-10 中标人拒签"] if refused else []
    audit = book(facts(*events, tables=complete())).audit("2026-06-30")
    assert [one for one in audit.breaches if one[0] == "GP-13"] == []
    told = [one for one in audit.of(kind="warning") if "GP-13" in said([one["rule"], one["obligation"]])]
    assert bool(told) is not refused


@pytest.mark.parametrize(("refused", "late"), [
    ("2026-02-10", 0), # before the last day, 02-24
    ("2026-03-02", 5), # 02-25 to 03-01 stay; from 03-02 on it is discharged
])  # fmt: skip
def test_the_winners_refusal_excuses_from_its_day_on(book: Callable[..., Ledger], refused: str, late: int):
    ledger = book(facts("2026-01-16 award_notice", f"{refused} winner_refused", tables=complete()))
    row = ledger.status("2026-06-30")["C1/GP-13"]
    assert (row["state"], row["breach_days"]) == ("discharged", late)
    assert ledger.audit("2026-06-30").kinds("GP-13") == (["breach"] if late else [])


@pytest.mark.parametrize("word", ["request_corrected", "补正", "request_received"])
@pytest.mark.parametrize(
    ("rule", "last", "after"), [("TO-03", "2026-04-20", "2026-04-21"), ("TO-03a", "2026-05-20", "2026-05-21")]
)
def test_a_corrected_request_counts_from_its_receipt(
    book: Callable[..., Ledger], word: str, rule: str, last: str, after: str
):
    # 03-23..27 are 1-5, 03-30..04-03 6-10, 04-07..10 11-14, 04-13..17 15-19, 04-20 is 20; 40 as in RULES
    for answered, late in ((last, 0), (after, 1)):
        ledger = book(of_rule(rule, f"2026-03-20 {word}", f"{answered} request_answered"))
        live = [row for row in ledger.status("2026-06-30").values() if row["state"] != "superseded"]
        assert [(row["due_on"], row["breach_days"]) for row in live] == [(last, late)]
        assert ledger.audit("2026-06-30").kinds(rule) == ["breach"] * late


def test_a_chain_of_corrections_leaves_the_last_one(book: Callable[..., Ledger]):
    # 20 working days from 04-10: 04-13..17 1-5, 20..24 6-10, 27..30 11-14, 05-06..09 15-18, 05-11, 05-12 are 19, 20
    events = ("2026-03-20 request_corrected", "2026-04-10 request_corrected", "2026-05-12 request_answered")
    rows = book(of_rule("TO-03", *events)).status("2026-06-30").values()
    assert sorted(row["state"] for row in rows) == ["fulfilled", "superseded", "superseded"]
    assert [row["due_on"] for row in rows if row["state"] == "fulfilled"] == ["2026-05-12"]


# 3 working days: 03-02 → 03-05, 03-10 → 03-13. Without `restarts_on` each inquiry is a matter of its own.
INQUIRIES = ("2026-03-02 inquiry", "2026-03-10 inquiry")


@pytest.mark.parametrize(
    ("act", "first", "second"),
    [
        ("2026-03-12 inquiry_answered", ("fulfilled_late", 7), ("breached", 7)), # the oldest open one; as of 03-20
        ("2026-03-12 inquiry_answered obligation=C1/GP-22a#2", ("breached", 15), ("fulfilled", 0)),
        ("2026-03-12 perform obligation=C1/GP-22a#2", ("breached", 15), ("fulfilled", 0)),
    ],
)  # fmt: skip
def test_an_act_performs_the_duty_it_names_else_the_oldest_open(
    book: Callable[..., Ledger], act: str, first: tuple[str, int], second: tuple[str, int]
):
    rows = book(facts(*INQUIRIES, act, tables=complete())).status("2026-03-20")
    assert (rows["C1/GP-22a"]["state"], rows["C1/GP-22a"]["breach_days"]) == first
    assert (rows["C1/GP-22a#2"]["state"], rows["C1/GP-22a#2"]["breach_days"]) == second


def test_a_lone_trigger_may_be_anticipated(book: Callable[..., Ledger]):
    rows = book(facts("2026-03-02 signed", "2026-03-01 contract_published", tables=complete())).status("2026-03-20")
    assert (rows["C1/GP-14"]["state"], rows["C1/GP-14"]["breach_days"]) == ("fulfilled", 0)


def test_an_assignment_may_name_a_statutory_duty(book: Callable[..., Ledger]):
    people: Tables = {
        "posts": [{"id": "PA", "org": "A", "title": "局长", "rank": "head"},
                  {"id": "PH", "org": "A", "title": "合同科长", "rank": "handler"}],
        "persons": [{"id": "x", "name": "张三"}, {"id": "y", "name": "李四"}],
        "tenures": [{"id": "t1", "post": "PA", "person": "x", "start": "2020-01-01"},
                    {"id": "t2", "post": "PH", "person": "y", "start": "2020-01-01"}],
        "assignments": [{"id": "a1", "post": "PH", "role": "responsible", "obligation": "C1/GP-14"}],
    }  # fmt: skip
    # 2 working days from 03-02: 03-04; published 03-10, six days late
    ledger = book(facts("2026-03-02 signed", "2026-03-10 contract_published", tables=people))
    lines = counted(ledger.trace("C1/GP-14", "2026-06-30")["responsible"])
    assert [(line["name"], line["days"]) for line in lines] == [("李四", 6)]


def test_what_is_excused_does_not_move_when_an_earlier_trigger_is_entered_late(book: Callable[..., Ledger]):
    excused = [
        {"obligation": "C1/GP-22a", "trigger": "e2", "reason": "已口头答复", "who": "审计组", "until": "2026-12-31"}
    ]
    tables = facts(*INQUIRIES, tables=complete())
    seen = []
    for rows in (tables["events"][1:], tables["events"]):  # without and with the earlier inquiry
        ledger = book({**tables, "events": rows})
        (ledger.folder / "excused.yaml").write_text(said(excused), encoding="utf-8")
        ledger.settings("suppressions: excused.yaml\nexclude: [excused.yaml]\n")
        findings = ledger.audit("2026-03-20").of("GP-22a")
        seen.append([one["trigger_event"] for one in findings if not one.get("suppressed")])
    assert seen == [[], ["e1"]]


def test_an_event_that_nothing_used_is_told_by_every_command(book: Callable[..., Ledger]):
    ledger = book(of_rule("TO-03", "2026-03-10 suspend cause=appraisal", "2026-03-30 request_answered"))
    for command in ("audit", "status"):
        assert re.search(NAMED, ledger.say(command, "--as-of", "2026-06-30", "--format", "json"))
