"""Words of a docket: Chinese names count, misspelt ones do not pass in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govaudit.formats.read import read_docket
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import load_rules
from govaudit.settle.settled_docket import settle_docket

if TYPE_CHECKING:
    from pathlib import Path

_CASE = """
orgs: [{id: B, name: 某局}]
instrument: {id: C, domain: procurement, kind: contract, title: 合同, authority: B, attributes: {%s}}
obligations:
- {id: O, title: 付款, bearer: B, anchor: 收到发票, n: 10, unit: day}
events:
- {id: E1, instrument: C, type: 签订, occurred_on: 2026-03-02}
- {id: E2, instrument: C, type: %s, occurred_on: 2026-03-04}
- {id: E3, obligation: O, type: 收到发票, occurred_on: 2026-03-02}
"""


@pytest.mark.parametrize(
    ("written", "event"),
    [("发出中标通知书", "award_notice"), ("撤回", "retract"), ("转让", "assign"), ("转移债务", "transfer_debt"), ("解除", "terminate")],
)  # fmt: skip
def test_names_the_lists_had_before_are_still_read(tmp_path: Path, written: str, event: str) -> None:
    (tmp_path / "a.yaml").write_text(_CASE % ("sme: true", written), encoding="utf-8")
    docket = settle_docket(read_docket([tmp_path]), load_rules(), parse_day("2026-03-31")).docket
    assert docket["events"]["type"][1] == event


def _settled(folder: Path, attributes: str, event: str) -> tuple[dict[str, str], list[tuple[str, str, str | None]]]:
    (folder / "a.yaml").write_text(_CASE % (attributes, event), encoding="utf-8")
    done = settle_docket(read_docket([folder]), load_rules(), parse_day("2026-03-31"))
    problems = [(p.code, p.level, p.value) for p in done.docket.problems if p.code != "date_read"]
    return {status.obligation: status.state for status in done.statuses}, problems


def test_chinese_event_names_are_events(tmp_path: Path) -> None:
    states, problems = _settled(tmp_path, "sme: true", "合同公告")
    assert states["C/GP-14"] == "fulfilled"  # signed Monday 2026-03-02, published on the second working day after
    assert states["O"] == "breached"  # 10 days from the invoice of 2026-03-02
    assert problems == []


def test_a_misspelt_event_is_an_error_and_a_misspelt_attribute_a_note(tmp_path: Path) -> None:
    states, problems = _settled(tmp_path, "smee: true", "contract_publishd")
    assert states["C/GP-14"] == "active"  # the row left out may have been the publication
    assert problems == [("near_word", "error", "contract_publishd"), ("attribute_unknown", "note", "smee")]


def test_rules_of_chinese_law_are_kept_to_chinese_cases(tmp_path: Path) -> None:
    at_home, _ = _settled(tmp_path, "jurisdiction: CN", "合同公告")
    abroad, _ = _settled(tmp_path, "jurisdiction: PY", "合同公告")
    assert {"C/GP-14", "C/GP-15"} <= set(at_home)
    assert set(abroad) == {"O"}


def test_fiscal_items_are_read_by_the_names_of_budget_papers_and_a_misspelt_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_text("id,name\nU,示例市\n", encoding="utf-8")
    (tmp_path / "fiscal.csv").write_text(
        "unit,year,basis,item,value\nU,2025,决算,专项债务付息支出,11\nU,2025,决算,政府性基金预算支出,100\nU,2025,决算,综合财力数,5\n"
        "U,2025,决算,一般债务余额:道路,5\nU,2025,决算,党建经费,5\nU,2025,决算,general_quota_advance,5\n",
        encoding="utf-8",
    )
    docket = settle_docket(read_docket([tmp_path]), load_rules(), parse_day("2026-03-31")).docket
    assert docket["fiscal"]["item"][:2] == ("special_interest", "fund_budget_expenditure")
    (note,) = [p for p in docket.problems if p.code == "item_unknown"]
    assert (note.level, note.value, str(note.place), note.remedy.zh) == (
        "note",
        "综合财力数",
        "fiscal.csv:4:item",
        "是否指“综合财力”？",
    )
