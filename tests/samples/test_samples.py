"""contracts_samples: every status and finding is the one worked out by hand; the workbook says the same as the case files."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from cli.desk import call
from govaudit.audit import Audit, Question, audit
from govaudit.formats.read import read_docket
from govaudit.formats.settings.settings import read_settings, read_suppressions
from govaudit.model.days import iso, parse_day
from govaudit.model.money import to_text
from govaudit.model.record import as_json
from govaudit.rules.catalogue import load_rules
from samples.make_workbook import SAMPLES, TARGET, build

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = parse_day("2026-06-30")
EXPECTED = SAMPLES / "expected"


def _audit(*paths: Path, known_at: int | None = None) -> Audit:
    settings, problems = read_settings(SAMPLES)
    assert not problems
    assert settings.as_of == AS_OF
    suppressions, problems = read_suppressions(SAMPLES / "suppressions.yaml")
    assert not problems
    docket = read_docket(list(paths), [*settings.exclude, "suppressions.yaml"])
    assert not docket.errors
    return audit(docket, load_rules(), Question(as_of=AS_OF, known_at=known_at, suppressions=tuple(suppressions)))


@cache
def _samples() -> Audit:
    return _audit(SAMPLES)


@cache
def _workbook() -> Audit:
    return _audit(TARGET)


def _table(name: str) -> list[dict[str, str]]:
    with (EXPECTED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _money(value: int | None) -> str:
    return "" if value is None else to_text(value)


def _status_rows(result: Audit) -> dict[str, dict[str, str]]:
    return {
        s.obligation: {
            "state": s.state, "due_on": iso(s.due_on) or "", "performed_on": iso(s.performed_on) or "", "breach_days": str(s.breach_days),
            "open_amount": _money(s.open_amount), "interest": _money(s.interest), "tolled_days": str(s.tolled_days),
            "trigger_event": s.trigger_event or "",
        }
        for s in result.statuses
    }  # fmt: skip


def test_every_obligation_has_the_status_worked_out_by_hand() -> None:
    expected = {
        row["obligation"]: {k: v for k, v in row.items() if k not in {"obligation", "why"}}
        for row in _table("status.csv")
    }
    assert _status_rows(_samples()) == expected


_FINDING = (
    "kind",
    "rule",
    "instrument",
    "obligation",
    "unit",
    "year",
    "breach_days",
    "open_amount",
    "interest",
    "suppressed",
    "trigger_event",
    "subject",
)


def _finding_row(finding: Any) -> tuple[str, ...]:
    contract = finding.kind in {"breach", "warning"} and finding.obligation
    return (
        finding.kind, finding.rule, finding.instrument or "", finding.obligation or "", str(finding.facts.get("unit", "")),
        str(finding.facts.get("year", "")), str(finding.facts.get("breach_days", finding.facts.get("days"))) if contract else "",
        finding.amounts.get("open_amount", "") if contract else "", finding.amounts.get("interest", "") if contract else "",
        "yes" if finding.suppressed else "", finding.trigger_event or "", finding.subject or "",
    )  # fmt: skip


def test_findings_are_those_worked_out_by_hand_and_no_others() -> None:
    expected = Counter(tuple(row[name] for name in _FINDING) for row in _table("findings.csv"))
    found = Counter(_finding_row(finding) for finding in _samples().run.findings)
    assert found - expected == Counter()
    assert expected - found == Counter()


# sha256 over the sorted fingerprints of all findings as schema version 1.0 had them.
_BEFORE = {
    "": "333d4ebb332e41ba998360f5044d069216a7358e52529672df15e63648781cfc",
    "warning": "a7b11ed491d2a2dd04051962b93033ba75a0cd92643d9991ec059ca798983992",
    "faulty": "db3427e7f92b7b290e9c16ef2c6b4ba6b612a3a51199a941b923779dc7becefe",
}


@pytest.mark.parametrize("folder", _BEFORE)
def test_only_fingerprints_of_findings_about_duties_of_the_law_have_moved(folder: str) -> None:
    run = json.loads(call("audit", SAMPLES / folder, "--as-of", "2026-06-30", "--lenient", "--format", "json").stdout)
    found = run["findings"]
    before = sorted(one["former_fingerprint"] or one["fingerprint"] for one in found)
    assert hashlib.sha256(" ".join(before).encode()).hexdigest() == _BEFORE[folder]
    moved = [one for one in found if one["former_fingerprint"]]
    assert moved
    for one in moved:
        parts = (one["rule"], f"{one['instrument']}/{one['rule']}", one["trigger_event"])
        assert one["fingerprint"] == hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def test_every_expected_row_says_why() -> None:
    assert all(row["why"] for name in ("status.csv", "findings.csv") for row in _table(name))


def test_the_samples_show_every_state_that_can_occur() -> None:
    states = {status.state for status in _samples().statuses}
    assert states == {
        "pending", "conditional", "active", "grace", "breached", "curing", "defaulted", "repudiated", "suspended", "fulfilled",
        "fulfilled_late", "discharged", "expired", "terminated", "superseded", "breached_final",
    }  # fmt: skip


@pytest.mark.parametrize(("domain", "least"), [("procurement", 6), ("ppp", 3), ("investment", 8), ("debt", 12)])
def test_enough_instruments_of_each_domain(domain: str, least: int) -> None:
    docket = read_docket([SAMPLES], ["workbook", "faulty", "expected", "warning", "suppressions.yaml"])
    assert docket["instruments"]["domain"].count(domain) >= least


def _days(obligation: str) -> list[tuple[str | None, str | None, int]]:
    finding = next(f for f in _samples().run.findings if f.obligation == obligation and f.kind == "breach")
    return [(line.person, line.holder, line.days) for line in finding.responsible if line.counted]


def test_a_vacancy_during_a_breach_is_charged_to_nobody() -> None:
    # 2026-01-01..01-15 T10; vacant 01-16..03-09 = 16 + 28 + 9; 03-10..06-30 T11 = 22 + 30 + 31 + 30
    assert _days("ZS-01/奖励") == [("R10", "person", 15), (None, "vacant", 53), ("R11", "person", 113)]


def test_a_change_of_officials_splits_the_days() -> None:
    # 2025-11-01, 11-02 the predecessor; 11-03..12-12 = 28 + 12 the successor
    assert _days("ZS-02/厂房") == [("R07", "person", 2), ("R08", "person", 40)]


def test_a_payment_recorded_late_was_not_known_then() -> None:
    then = _audit(SAMPLES, known_at=AS_OF)
    now = _status_rows(_samples())["ZW-03/息202605"]
    known = _status_rows(then)["ZW-03/息202605"]
    assert (now["state"], now["breach_days"]) == ("fulfilled", "0")
    assert (known["state"], known["breach_days"]) == ("breached", "33")  # 05-29..06-30 = 3 + 30


def test_the_workbook_is_the_one_its_script_writes() -> None:
    from openpyxl import load_workbook

    written, stored = build(), load_workbook(TARGET)
    assert stored.sheetnames == written.sheetnames
    for name in written.sheetnames:
        assert [[_plain(cell) for cell in row] for row in stored[name].values] == [
            [_plain(cell) for cell in row] for row in written[name].values
        ]


def _plain(value: Any) -> str:
    """Compare a cell as read back (datetime, float) with the cell as written (date, Decimal)."""
    text = "" if value is None else str(value)
    text = text.removesuffix(" 00:00:00")
    try:
        return str(float(text))
    except ValueError:
        return text


def test_workbook_and_case_files_give_the_same_statuses() -> None:
    assert _status_rows(_workbook()) == _status_rows(_samples())


def test_workbook_and_case_files_give_the_same_findings() -> None:
    def comparable(result: Audit) -> list[dict[str, Any]]:
        return sorted(
            (as_json(replace(f, place=None)) for f in result.run.findings),
            key=lambda row: (row["rule"], row["fingerprint"]),
        )

    assert comparable(_workbook()) == comparable(_samples())


def test_no_file_is_left_unread() -> None:
    docket = read_docket([SAMPLES], ["workbook", "faulty", "expected", "warning", "suppressions.yaml"])
    assert [problem for problem in docket.problems if problem.code == "not_read"] == []
    apart = {"faulty", "warning"}
    files = [path for path in SAMPLES.rglob("*.yaml") if path.relative_to(SAMPLES).parts[0] not in apart]
    assert len(docket.inputs) == len(files) - 2  # settings, exclusions
