"""Certain needs a document: a row of `evidence` that the duty or its instrument, the post, the assignment and the tenure name."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.officials.bulk.bulk_lines import lines_of
from govaudit.officials.bulk.holder_files import spans_of, trace_many
from govaudit.officials.bulk.holder_index import Index
from govaudit.officials.record.tenure import CERTAINTIES
from govaudit.officials.trace.duty_classes import duties_of
from officials.facts import day, docket, late, run
from views import officials_of

LATE = late("2025-03-31", ("2025-04-01", "2025-04-09"))
SHOWN = {"duty": ["z"], "assignment": ["z"], "tenure": ["z"], "evidence": [{"id": "z", "title": "文件"}]}


def facts(**papers: Any) -> Any:
    given = {**SHOWN, **papers}
    return docket(
        orgs=[{"id": "bureau", "name": "示例局"}], posts=[{"id": "head", "org": "bureau", "title": "局长", "rank": "head"}],
        persons=[{"id": "A", "name": "甲"}], tenures=[{"id": "t", "post": "head", "person": "A", "start": "2020-01-01", "evidence": given["tenure"]}],
        instruments=[{"id": "i-1", "domain": "ppp", "kind": "contract", "title": "合同", "authority": "bureau", "evidence": given.get("paper")}],
        obligations=[{"id": "o-1", "instrument": "i-1", "title": "支付", "bearer": "bureau", "amount": 100, "clause": "第5条", "evidence": given["duty"], "side": given.get("side")}],
        assignments=[{"id": "a", "post": "head", "role": "responsible", "scope": "*", "evidence": given["assignment"]}] if given["assignment"] else [],
        evidence=given["evidence"],
    )  # fmt: skip


def certainty(made: Any) -> str:
    (line,) = run(made, LATE).counted
    index = Index(officials_of(made), duties_of(made), day("2025-03-01"), day("2025-06-01"))
    bulk = lines_of(trace_many(index, spans_of(made, [LATE])))
    assert [CERTAINTIES[one] for one in bulk.certainty.tolist()] == [line.certainty]
    return line.certainty


def test_with_a_document_for_every_hop_it_is_certain():
    assert certainty(facts()) == "certain"
    assert certainty(facts(duty=None, paper=["z"])) == "certain"


@pytest.mark.parametrize("bare", ["duty", "tenure"])
@pytest.mark.parametrize("named", [None, ["一份文件"]])
def test_a_hop_without_one_is_probable_at_most_and_says_so(bare: str, named: list[str] | None):
    made = facts(**{bare: named})
    assert certainty(made) == "probable"
    assert any("无证据" in hop.text.zh for hop in run(made, LATE).counted[0].path)


def test_a_document_withdrawn_is_none():
    assert certainty(facts(evidence=[{"id": "z", "title": "文件", "withdrawn_on": "2020-01-01"}])) == "probable"


def test_the_head_for_want_of_an_assignment_is_probable_and_no_direct_lead():
    made = facts(assignment=None)
    assert certainty(made) == "probable"
    (line,) = run(made, LATE).counted
    assert line.degree == "in_office"
    (line,) = run(facts(tenure=None), LATE).counted
    assert line.degree == "direct"  # dates and assignment leave no doubt who it was; the paper is to be found


def test_an_assumed_side_is_possible_at_most_and_the_word_stands_in_the_hop():
    made = facts(side="public_by_type")
    assert certainty(made) == "possible"
    assert "assumed" in run(made, LATE).hops[0].text.en
