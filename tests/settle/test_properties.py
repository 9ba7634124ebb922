"""What has to hold whatever the facts: order of rows, later records, tolling, sums."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.model.days import iso, parse_day
from settle.dockets import obligation, read, settled, status

BASE = parse_day("2026-01-05")
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AS_OF = "2026-09-30"


def day(last: int = 150) -> st.SearchStrategy[str]:
    return st.integers(0, last).map(lambda n: iso(BASE + n) or "")


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = [
        "pay",
        "pay",
        "suspend",
        "resume",
        "demand",
        "repudiate",
        "retract",
        "waive",
        "amend",
        "reject",
        "correct",
        "impossible",
    ]
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(kinds))
        row: dict[str, Any] = {
            "id": f"e{number}",
            "obligation": "o",
            "type": kind,
            "occurred_on": draw(day()),
            "recorded_at": draw(day(250)),
        }
        if kind == "pay":
            row["amount"] = f"{draw(st.integers(1, 900))}.00"
        if kind in {"suspend", "resume"}:
            row["cause"] = draw(st.sampled_from(["court", "agreed", ""]))
        if kind == "amend":
            row["terms"] = {"due_on": draw(day())}
        if kind == "waive":
            row["terms"] = {"scope": "breach"}
        if kind in {"correct", "reject"} and number:
            row["corrects"] = f"e{draw(st.integers(0, number - 1))}"
        made.append(row)
    return made


TERMS = st.fixed_dictionaries({
    "due_on": day(60), "amount": st.just("1000.00"), "interest_rate": st.just("0.05%/day"), "grace_n": st.integers(0, 10),
    "grace_mode": st.sampled_from(["forgive", "extend", "sanction_only"]), "allocation": st.sampled_from(["interest_first", "principal_first"]),
})  # fmt: skip


@SETTINGS
@given(TERMS, rows(), st.randoms(use_true_random=False))
def test_any_order_of_rows_folds_the_same(terms: dict[str, Any], events: list[dict[str, Any]], chance: Any):
    shuffled = list(events)
    chance.shuffle(shuffled)
    one, other = (
        settled(read(obligations=[obligation(**terms)], events=order), AS_OF)["o"] for order in (events, shuffled)
    )
    assert one == other


@SETTINGS
@given(TERMS, rows(), day(260))
def test_facts_recorded_later_are_invisible(terms: dict[str, Any], events: list[dict[str, Any]], known_at: str):
    known = [row for row in events if row["recorded_at"] <= known_at]
    ids = {row["id"] for row in known}
    cut = [{k: v for k, v in row.items() if k != "corrects" or v in ids} for row in known]
    whole = settled(read(obligations=[obligation(**terms)], events=events), AS_OF, known_at)["o"]
    if all(row.get("corrects", row["id"]) in ids for row in known):
        assert whole == settled(read(obligations=[obligation(**terms)], events=cut), AS_OF, known_at)["o"]


@SETTINGS
@given(TERMS, rows(), day(200))
def test_facts_after_the_day_judged_are_invisible(terms: dict[str, Any], events: list[dict[str, Any]], as_of: str):
    events = [row for row in events if row["type"] != "correct"]  # a correction is about another day than its own
    past = [row for row in events if row["occurred_on"] <= as_of]
    ids = {row["id"] for row in past}
    if all(row.get("corrects", row["id"]) in ids for row in past):
        both = [settled(read(obligations=[obligation(**terms)], events=some), as_of)["o"] for some in (events, past)]
        assert both[0] == both[1]


@SETTINGS
@given(TERMS, rows())
def test_sums_hold(terms: dict[str, Any], events: list[dict[str, Any]]):
    found = settled(read(obligations=[obligation(**terms)], events=events), AS_OF)["o"]
    assert found.breach_days == sum(span.days for span in found.spans)
    assert found.amount_days == sum(span.days * span.balance for span in found.spans)
    assert all(one.end <= other.start for one, other in zip(found.spans, found.spans[1:], strict=False))
    assert (found.breach_days > 0) == (found.episodes > 0)


@SETTINGS
@given(TERMS, st.lists(st.tuples(day(), st.integers(1, 900)), max_size=5))
def test_money_is_conserved(terms: dict[str, Any], payments: list[tuple[str, int]]):
    found = status(
        terms, [("pay", on, {"amount": f"{amount}.00", "confirmed": True}) for on, amount in payments], AS_OF
    )
    assert found.performed_amount is not None
    assert found.performed_amount + found.interest_paid + found.credit == 100 * sum(amount for _, amount in payments)
    assert found.performed_amount + (found.open_amount or 0) == found.amount
    assert 0 <= found.interest_paid <= (found.interest or 0)


@SETTINGS
@given(
    st.sampled_from(["day", "workday", "week", "month"]), st.integers(1, 20), day(30),
    st.lists(st.tuples(day(), st.integers(0, 20), st.sampled_from(["court", "agreed"])), max_size=3),
)  # fmt: skip
def test_tolling_never_shortens(unit: str, n: int, start: str, stops: list[tuple[str, int, str]]):
    terms = {"anchor": start, "n": n, "unit": unit}
    events = []
    for number, (begin, length, cause) in enumerate(stops):
        end = iso(parse_day(begin) + length) or ""
        events += [("suspend", begin, {"cause": f"{cause}{number}"}), ("resume", end, {"cause": f"{cause}{number}"})]
    plain, tolled = status(terms, [], "2030-12-31"), status(terms, events, "2030-12-31")
    assert plain.due_on is not None
    assert tolled.due_on is not None
    assert tolled.due_on >= plain.due_on
    assert tolled.breach_days <= plain.breach_days


@SETTINGS
@given(day(600))
def test_as_of_the_due_day_is_0_days_and_a_day_later_1(due_on: str):
    made = read(obligations=[obligation(due_on=due_on)])
    due = settled(made, "2030-12-31")["o"].due_on
    assert due is not None
    assert settled(made, iso(due) or "")["o"].breach_days == 0
    assert settled(made, iso(due + 1) or "")["o"].breach_days == 1


@SETTINGS
@given(TERMS, rows())
def test_without_new_facts_a_later_day_never_has_fewer_breach_days(terms: dict[str, Any], events: list[dict[str, Any]]):
    made = read(obligations=[obligation(**terms)], events=events)
    last = max([dt.date.fromisoformat(row["occurred_on"]) for row in events] + [dt.date(2026, 7, 1)])
    days = [settled(made, (last + dt.timedelta(days=more)).isoformat())["o"].breach_days for more in (30, 60, 90)]
    assert days == sorted(days)


@SETTINGS
@given(st.data())
def test_no_due_day_is_a_suspended_day_and_no_grace_is_shorter_than_it_says(data: st.DataObject):
    draw = data.draw
    terms: dict[str, Any] = draw(
        st.one_of(
            st.fixed_dictionaries({"due_on": day()}),
            st.fixed_dictionaries(
                {"anchor": day(), "n": st.integers(0, 40), "unit": st.sampled_from(["day", "workday", "week"]), "start": st.sampled_from(["include", "exclude"])}
            ),
        )
    )  # fmt: skip
    terms |= {"roll": draw(st.sampled_from(["following", "none", "preceding", "modified_following"]))}
    terms |= {"tolling": draw(st.sampled_from(["pause", "restart"]))}
    grace = draw(st.integers(0, 10))
    terms |= (
        {"grace_n": grace, "grace_mode": draw(st.sampled_from(["forgive", "extend", "sanction_only"]))} if grace else {}
    )
    spans = [(first, first + draw(st.integers(1, 30))) for first in (draw(st.integers(BASE, BASE + 150)) for _ in range(draw(st.integers(1, 3))))]  # fmt: skip
    events = [(kind, iso(on), {"cause": f"c{n}"}) for n, span in enumerate(spans) for kind, on in zip(("suspend", "resume"), span, strict=True)]  # fmt: skip
    found = status(terms, events, "2027-12-31")
    assert found.due_on is not None
    assert not any(begin <= found.due_on < end for begin, end in spans)
    if grace and found.grace_until is not None and terms["grace_mode"] != "extend":
        assert found.grace_until >= found.due_on + grace
