"""The main job is a function of docket, rules and question: asked again, or for an earlier day after a later one, it says the same."""

from __future__ import annotations

import csv
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from govaudit.audit import Question, audit
from govaudit.formats.read import read_docket
from govaudit.formats.settings.settings import read_suppressions
from govaudit.model.days import parse_day
from govaudit.officials.trace.degrees import rule_file
from govaudit.report.renderers.run_json import write_run_json
from govaudit.rules.catalogue import load_rules
from govaudit.settle.settled_docket import settle_docket

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

SAMPLES = Path(__file__).parents[1] / "contracts_samples"
_NOT_READ = ["suppressions.yaml", "govaudit.yaml", "faulty", "expected", "warning", "workbook"]
RULES = load_rules((), examples=False)
LATE, EARLY = parse_day("2026-06-30"), parse_day("2025-06-30")
_BUREAU = "orgs: [{id: A, name: 示例局, kind: department}]\n"


@pytest.fixture(scope="module")
def samples() -> Docket:
    return read_docket([SAMPLES], _NOT_READ)


def said(docket: Docket, as_of: int, known_at: int | None = None) -> str:
    return write_run_json(audit(docket, RULES, Question(as_of=as_of, known_at=known_at)).run)


def found(folder: Path, case: str, as_of: str) -> list[str]:
    """Return the rules of the findings about a case file."""
    (folder / "case.yaml").write_text(_BUREAU + case, encoding="utf-8")
    run = audit(read_docket([folder]), RULES, Question(as_of=parse_day(as_of))).run
    return [finding.rule for finding in run.findings]


# --- nothing is written back ------------------------------------------------------------------------------------------


def test_the_same_question_has_the_same_answer_and_an_earlier_day_that_of_a_fresh_docket(samples: Docket) -> None:
    late = said(samples, LATE)
    assert said(samples, EARLY) == said(read_docket([SAMPLES], _NOT_READ), EARLY) != late
    assert said(samples, LATE, EARLY) != late
    assert said(samples, LATE) == late


def test_the_docket_stays_as_it_was_read(samples: Docket) -> None:
    before = {name: (dict(table.columns), table.places) for name, table in samples.tables.items()}
    problems = samples.problems
    done = settle_docket(samples, RULES, LATE)
    assert len(done.docket["obligations"]) > len(samples["obligations"])
    assert {name: (dict(table.columns), table.places) for name, table in samples.tables.items()} == before
    assert samples.problems == problems


def test_a_write_to_a_docket_fails(samples: Docket) -> None:
    table = samples["obligations"]
    with pytest.raises(FrozenInstanceError):
        samples.tables = {}  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        table.columns = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        samples.tables["events"] = table  # type: ignore[index]
    with pytest.raises(TypeError):
        table.columns["title"] = ()  # type: ignore[index]
    with pytest.raises(TypeError):
        table["title"][0] = "另一名称"  # type: ignore[index]
    with pytest.raises(TypeError):
        table.index["O"] = 0  # type: ignore[index]
    for growing in (table.places, table["id"], samples.problems, samples.inputs):
        assert not hasattr(growing, "append")


def test_a_question_is_a_key() -> None:
    items, problems = read_suppressions(SAMPLES / "suppressions.yaml")
    assert problems == []
    ask = Question(as_of=LATE, suppressions=tuple(items), place=rule_file())
    assert {ask: 1}[replace(ask)] == 1
    assert len({ask, replace(ask, known_at=EARLY), replace(ask, place=None), replace(ask, suppressions=())}) == 4
    with pytest.raises(TypeError):
        Question(LATE)  # type: ignore[call-arg]
    with pytest.raises(FrozenInstanceError):
        ask.as_of = EARLY  # type: ignore[misc]


# --- one view of what is known ----------------------------------------------------------------------------------------

ACCEPTED = """
instrument: {id: C1, domain: procurement, kind: contract, title: 示例合同, authority: A, signed_on: 2025-01-05}
obligations: [{id: C1/acc, title: 验收, bearer: A, action: accept, due_on: 2025-03-10}]
events:
- {id: e1, obligation: C1/acc, type: perform, occurred_on: 2025-03-01}
"""
REJECTED = "- {id: e2, obligation: C1/acc, type: reject, occurred_on: 2025-06-01}\n"


def test_a_rejection_that_has_not_happened_yet_takes_no_finding_away(tmp_path: Path) -> None:
    plain = found(tmp_path, ACCEPTED, "2025-04-30")
    assert "GP-30" in plain  # accepted without an acceptance report
    assert found(tmp_path, ACCEPTED + REJECTED, "2025-04-30") == plain
    assert "GP-30" in found(tmp_path, ACCEPTED + REJECTED, "2025-05-31")
    assert "GP-30" not in found(tmp_path, ACCEPTED + REJECTED, "2025-06-01")


DEBT = """
debts:
- {id: L1, unit: A, kind: loan, principal: 100000.00, rate: 0.04, start: 2024-01-15, end: 2026-01-15, freq: 1}
sources: [{id: S, table: events, rank: 1%s}]
"""


@pytest.mark.parametrize(
    ("through", "warned"),
    [("", True), (", complete_through: 2026-06-30", True), (", complete_from: 2024-01-01", False)],
)
def test_only_a_source_that_says_since_when_it_is_complete_makes_no_record_a_fact(
    tmp_path: Path,
    through: str,
    warned: bool,  # noqa: FBT001 - a row of the table
) -> None:
    rules = found(tmp_path, DEBT % through, "2026-06-30")
    assert rules.count("OB-01") == (0 if warned else 2)
    assert ("OB-12" in rules) is warned


# --- words and names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["audit", "status", "due --within 900d --overdue", "trace L1/2", "explain-status L1/2"]
)
def test_what_the_program_calls_a_payment_of_a_debt_is_in_the_language_of_the_report(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "case.yaml").write_text(
        _BUREAU.replace("示例局", "Bureau") + DEBT % ", complete_from: 2024-01-01", encoding="utf-8"
    )
    said_in = {
        lang: call(*command.split(), tmp_path, "--as-of", "2026-06-30", "--lang", lang).stdout for lang in ("zh", "en")
    }
    assert "L1 第2期还本付息" in said_in["zh"]
    assert "L1, payment 2 (principal and interest)" in said_in["en"].replace("\n", " ").replace("    ", "")
    assert "期还本付息" not in said_in["en"]


PEOPLE = """
posts: [{id: P, org: A, title: 局长, rank: head}]
persons: [{id: X, name: 欧阳甲一}, {id: Y, name: 司徒乙二}]
tenures: [{id: T1, post: P, person: X, start: 2020-01-01, end: 2026-04-09}, {id: T2, post: P, person: Y, start: 2026-04-10}]
instrument: {id: C1, domain: procurement, kind: contract, title: 示例合同, authority: A}
obligations: [{id: O1, title: 付款, bearer: P, action: pay, due_on: 2026-03-31, amount: 100}]
"""


def test_withholding_names_adds_and_takes_no_finding(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(_BUREAU + PEOPLE, encoding="utf-8")
    said = {
        flag: call("audit", tmp_path, "--as-of", "2026-06-30", "--format", "csv", flag).stdout
        for flag in ("--names", "--no-names")
    }
    named, plain = (
        [(row["fingerprint"], row["kind"], row["rule"]) for row in csv.DictReader(text.splitlines())]
        for text in said.values()
    )
    assert plain == named
    assert "ST-08" not in {rule for *_, rule in named}  # one name under several ids
    assert "司徒乙二" in said["--names"]
    assert "司徒乙二" not in said["--no-names"]
