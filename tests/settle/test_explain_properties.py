"""What has to hold of every explanation, on random obligations: sums, the day in force, no change of state without a step."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.docket.view import View
from govaudit.model.days import to_day
from govaudit.model.money import half_up
from govaudit.settle.explanation.explain_duty import Explainer
from settle.dockets import docket, settled
from settle.test_reference import day, events, rates_of, row, rows_of, terms


def holds(data: st.DataObject) -> None:
    promised = data.draw(terms())
    made = docket(row(promised), rows_of(data.draw(events(promised))), rates=rates_of(promised))
    as_of = data.draw(day(180))
    status = settled(made, as_of.isoformat())["o"]
    found = Explainer(View(made, to_day(as_of))).explain(status)
    assert found.derivations[-1].due == status.due_on
    assert found.derivations[-1].raw == status.due_on_raw
    exact = sum((part.exact for part in found.segments), Fraction(0))
    assert half_up(exact.numerator, exact.denominator) == (status.interest or 0)
    assert sum(part.part for part in found.segments) == (status.interest or 0)
    assert [day for part in found.segments for day in range(part.start, part.end)] == (
        [day for span in status.spans for day in range(span.start, span.end)] if found.segments else []
    )
    if found.steps:
        assert found.steps[-1].state == status.state
    paid = [step for step in found.steps if step.effect == "performed"]
    assert sum(step.interest for step in paid) == status.interest_paid
    assert sum(step.credit for step in paid) == status.credit
    assert (found.verdict.answer == "violated") >= (status.breach_days > 0)
    if found.verdict.answer == "pending" and found.verdict.decidable_from is not None:
        assert found.verdict.decidable_from > found.as_of


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_explanation_adds_up_to_its_verdict(data: st.DataObject):
    holds(data)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_many_more_explanations_add_up(data: st.DataObject):
    holds(data)
