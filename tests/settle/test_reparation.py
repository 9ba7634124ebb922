"""T27: what is owed because another obligation was broken, or lawfully changed, and the other made good by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.docket.view import View
from govaudit.model.days import iso, parse_day
from govaudit.settle import allocate
from govaudit.settle.explanation.explain_duty import Explainer
from settle.dockets import WORLD, event_rows, obligation, read, settled

if TYPE_CHECKING:
    from govaudit.settle.status import Status

DUE = {"due_on": "2026-03-31"}  # a Tuesday
PENALTY = {"anchor": "breached", "n": 10, "unit": "day", "roll": "none", "reparation_of": "o"}


def both(
    terms: dict[str, Any], repair: dict[str, Any], events: list[tuple[Any, ...]], as_of: str, *more: dict[str, Any]
) -> dict[str, Status]:
    made = read(obligations=[obligation("r", **repair), obligation(**terms), *more], events=event_rows(events))
    assert not made.errors, made.errors
    return settled(made, as_of)


def test_t27_a_reparation_waits_for_the_breach_and_runs_from_its_first_day():
    before = both(DUE, PENALTY, [], "2026-03-31")["r"]
    after = both(DUE, PENALTY, [], "2026-04-01")["r"]
    assert (before.state, before.due_on) == ("pending", None)
    assert (after.state, iso(after.due_on)) == ("active", "2026-04-11")


def test_a_chain_of_reparations_does_not_allot_every_other_contract_again(monkeypatch: pytest.MonkeyPatch):
    owing = {"amount": "100", "action": "pay"}
    chain = [obligation("o", **DUE, **owing)]
    chain += [obligation(f"r{n}", **{**PENALTY, **owing, "reparation_of": f"r{n - 1}" if n else "o"}) for n in range(3)]
    others = [obligation(f"x{n}-{k}", **DUE, **owing, instrument=f"I{n}") for n in range(20) for k in range(2)]
    instruments = [*WORLD["instruments"], *({**WORLD["instruments"][0], "id": f"I{n}"} for n in range(20))]
    made = read(obligations=[*chain, *others], instruments=instruments, events=event_rows([]))
    gone_through: list[int] = []
    ledger = allocate._Ledger
    monkeypatch.setattr(
        allocate, "_Ledger", lambda binder, rows, days: gone_through.append(len(rows)) or ledger(binder, rows, days)
    )
    found = settled(made, "2026-12-31")
    assert [iso(found[key].due_on) for key in ("o", "r0", "r1", "r2")] == [
        "2026-03-31",
        "2026-04-11",
        "2026-04-22",
        "2026-05-03",
    ]
    assert (gone_through.count(2), gone_through.count(4)) == (20, 4)


def test_t27_kept_in_time_nothing_is_to_be_repaired():
    found = both(DUE, PENALTY, [("perform", "2026-03-31")], "2026-12-31")
    assert (found["r"].state, found["o"].flags) == ("pending", ())


@pytest.mark.parametrize(
    ("done", "state", "compensated"), [("2026-04-11", "fulfilled", True), ("2026-04-12", "fulfilled_late", False)]
)
def test_t27_fulfilled_in_its_own_time_it_marks_the_other_whose_state_stays(
    done: str,
    state: str,
    compensated: bool,  # noqa: FBT001 - a table of cases
):
    found = both(DUE, PENALTY, [("perform", done, {"obligation": "r"})], "2026-06-30")
    assert (found["r"].state, found["o"].state, found["o"].breach_days) == (state, "breached", 91)
    assert ("compensated" in found["o"].flags, "T27" in found["o"].rules_applied) == (compensated, compensated)


def test_t27_also_of_what_was_performed_late():
    events = [("perform", "2026-04-03"), ("perform", "2026-04-11", {"obligation": "r"})]
    found = both(DUE, PENALTY, events, "2026-06-30")
    assert (found["o"].state, found["o"].breach_days, "compensated" in found["o"].flags) == ("fulfilled_late", 3, True)


def test_t25_t27_a_punctual_obligation_can_only_be_repaired():
    events = [("perform", "2026-04-05", {"obligation": "r"})]
    found = both({**DUE, "kind": "punctual"}, PENALTY, events, "2026-06-30")["o"]
    assert (found.state, "compensated" in found.flags) == ("breached_final", True)


def test_t27_a_grace_that_forgives_must_pass_before_anything_is_to_be_repaired():
    """Grace to 2026-04-10: the breach counts from 1 April, but stands only from the 11th."""
    terms = {**DUE, "grace_n": 10}
    assert both(terms, PENALTY, [], "2026-04-10")["r"].state == "pending"
    found = both(terms, PENALTY, [], "2026-04-11")
    assert (iso(found["o"].spans[0].start), iso(found["r"].due_on)) == ("2026-04-01", "2026-04-21")


def test_t27_a_forgiven_delay_is_none():
    found = both({**DUE, "grace_n": 10}, PENALTY, [("perform", "2026-04-10")], "2026-12-31")
    assert (found["o"].state, found["r"].state) == ("fulfilled", "pending")


def test_t27_an_extension_by_grace_moves_the_breach():
    assert (
        iso(both({**DUE, "grace_n": 10, "grace_mode": "extend"}, PENALTY, [], "2026-12-31")["r"].due_on) == "2026-04-21"
    )


def test_t27_of_a_prohibition_from_the_day_it_was_violated():
    terms = {"kind": "prohibition", "due_on": "2026-12-31"}
    events = [("violate", "2026-05-06"), ("perform", "2026-05-16", {"obligation": "r"})]
    found = both(terms, PENALTY, events, "2026-06-30")
    assert (iso(found["r"].due_on), found["r"].state, "compensated" in found["o"].flags) == (
        "2026-05-16",
        "fulfilled",
        True,
    )


def test_t27_one_of_several_still_owed_leaves_it_open():
    second = obligation("s", **PENALTY)
    events = [("perform", "2026-04-05", {"obligation": "r"})]
    assert "compensated" not in both(DUE, PENALTY, events, "2026-04-10", second)["o"].flags
    events.append(("perform", "2026-04-11", {"obligation": "s"}))
    assert "compensated" in both(DUE, PENALTY, events, "2026-06-30", second)["o"].flags


def test_t27_a_chain_of_reparations_each_repairs_the_one_before():
    """The penalty is due 2026-04-11; broken on the 12th it is itself repaired within ten days, by the 22nd."""
    second = obligation("s", **{**PENALTY, "reparation_of": "r"})
    found = both(DUE, PENALTY, [("perform", "2026-04-22", {"obligation": "s"})], "2026-06-30", second)
    assert [iso(found[key].due_on) for key in "ors"] == ["2026-03-31", "2026-04-11", "2026-04-22"]
    assert [("compensated" in found[key].flags) for key in "ors"] == [False, True, False]


def test_t27_each_repairing_the_other_neither_begins():
    made = read(
        obligations=[
            obligation("a", **{**PENALTY, "reparation_of": "b"}),
            obligation("b", **{**PENALTY, "reparation_of": "a"}),
        ]
    )
    assert {s.state for s in settled(made, "2026-12-31").values()} == {"pending"}


def test_t27_no_obligation_repairs_itself():
    made = read(obligations=[obligation("a", **{**PENALTY, "reparation_of": "a"})])
    assert [(p.code, p.place.column) for p in made.errors] == [("refers_to_itself", "reparation_of")]


def test_t27_compensation_after_a_lawful_change_runs_from_the_change():
    """A promise withdrawn for the public interest: superseded, not broken; the compensation is owed from that decision."""
    repair = {"anchor": "amend", "n": 30, "unit": "day", "roll": "none", "reparation_of": "o", "amount": "500.00"}
    events = [("amend", "2026-03-02", {"terms": {"successor": "none"}})]
    owed = both(DUE, repair, events, "2026-03-02")
    assert (owed["o"].state, owed["r"].state, iso(owed["r"].due_on)) == ("superseded", "active", "2026-04-01")
    paid = both(DUE, repair, [*events, ("pay", "2026-04-01", {"obligation": "r", "amount": "500"})], "2026-12-31")
    assert (paid["o"].breach_days, "compensated" in paid["o"].flags) == (0, True)


def test_t23_what_repairs_outlives_the_contract_and_so_does_what_arises_by_its_end():
    repair = {**PENALTY, "amount": "500.00"}
    restitution = obligation("s", anchor="terminate", n=30, unit="day", roll="none")
    events = [("terminate", "2026-04-20", {"instrument": "i"})]
    found = both(DUE, repair, events, "2026-06-30", restitution)
    assert [found[key].state for key in "ors"] == ["terminated", "breached", "breached"]
    assert iso(found["s"].due_on) == "2026-05-20"


def test_t27_money_that_names_no_debt_reaches_a_penalty_only_once_it_exists():
    """1000 due 31 March, 50 penalty from the breach; 1000 paid in time leave no breach, 1050 paid late pay both."""
    debt = {**DUE, "amount": "1000.00", "action": "pay"}
    penalty = {**PENALTY, "n": 0, "amount": "50.00", "action": "pay"}
    in_time = both(debt, penalty, [("pay", "2026-03-31", {"instrument": "i", "amount": "1000"})], "2026-06-30")
    assert (in_time["o"].state, in_time["r"].state) == ("fulfilled", "pending")
    late = both(debt, penalty, [("pay", "2026-04-01", {"instrument": "i", "amount": "1050"})], "2026-06-30")
    assert (late["o"].state, late["r"].state, late["o"].credit) == ("fulfilled_late", "fulfilled", 0)


def test_t27_is_told_with_its_day():
    made = read(
        obligations=[obligation("r", **PENALTY), obligation(**DUE)],
        events=event_rows([("perform", "2026-04-05", {"obligation": "r"})]),
    )
    explainer = Explainer(View(made, parse_day("2026-06-30")))
    statuses = settled(made, "2026-06-30")
    told = [(iso(s.day), s.effect, s.codes, s.about) for s in explainer.explain(statuses["o"]).steps]
    assert told == [("2026-04-01", "due_passed", ("T7",), None), ("2026-04-05", "compensated", ("T27",), "r")]
    begun = explainer.explain(statuses["r"])
    step = begun.steps[0]
    assert (iso(step.day), step.effect, step.codes) == ("2026-04-01", "triggered", ("T1",))
    assert (begun.derivations[0].anchor_type, begun.derivations[0].anchor_event) == ("breached", "o")
