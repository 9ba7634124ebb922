"""A docket that stays loaded answers the second question as the first: asked again, for an earlier day, or with names after without.

Each case is run in a process that keeps its dockets, after another case over the same docket, and must say what its golden
says. Then what two commands say of one thing: two days of a docket are two audits; without names only the names are missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from golden.cases import CASES, DAY, DOCKETS, DUTIES
from golden.runs import GIVEN, ROOT, run
from golden.test_golden import KEPT
from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("audit", "status", "due", "schedule", "ledger", "ratios", "backtest", "structure", "export")
FORMATS = {"status": "json", "export": "popolo"}
AGAIN = [
    *(f"{command}/{docket}-{FORMATS.get(command, 'text')}" for command in COMMANDS for docket in DOCKETS),
    *(f"{command}/{duty}-text" for command in ("trace", "explain-status") for duty in DUTIES),
    *("trace/samples-all-csv", "officials/post-text", "officials/handover-text", "warn/no-names", "diff/samples-text", "diff/warning-text"),
]  # fmt: skip
LATER = {"trace": "late-text", "explain-status": "late-text", "officials": "post-text", "export": "samples-popolo"}
EARLIER = ("audit", "status", "due", "schedule", "ledger", "backtest", "structure", "export", *LATER)
AFTER = [
    *((f"{command}/{LATER.get(command, 'samples-text')}", f"{command}/earlier") for command in dict.fromkeys(EARLIER)),
    *((f"{command}/no-names{form}", f"{command}/{kept}") for command, form, kept in (
        ("audit", "-csv", "samples-csv"), ("due", "-csv", "samples-csv"), ("trace", "-text", "late-text"), ("officials", "", "post-text"),
    )),
    ("audit/samples-csv", "audit/known-at"), ("warn/city-text", "audit/warning-text"), ("audit/samples-text", "structure/samples-text"),
    ("diff/samples-text", "status/samples-text"),
]  # fmt: skip
ORDERS = [*((name, name) for name in AGAIN), *AFTER]


def _golden(name: str) -> str:
    return next(path for path in (KEPT / f"{name}.txt", KEPT / f"{name}.zh.txt") if path.exists()).read_text("utf-8")


@pytest.mark.parametrize(("first", "second"), ORDERS, ids=lambda name: name)
def test_a_kept_docket_answers_as_a_fresh_one(first: str, second: str, tmp_path: Path):
    said = run(f"{CASES[first]}\n{CASES[second]}", "zh", tmp_path / "kept", "--keep-dockets")
    assert said == f"{_golden(first)}\n{_golden(second)}"


DOCUMENTS = ("breach-record", "risk-warning", "ppp-accountability")


@pytest.mark.parametrize(
    "name",
    [
        *(f"audit/{docket}-{form}" for docket in DOCKETS for form in ("text", "csv", "json", "xlsx", "html", "docx")),
        *(f"audit/{name}-{form}" for name in DOCUMENTS for form in ("html", "docx") if (name, form) != ("ppp-accountability", "docx")),
    ],
)  # fmt: skip
def test_a_kept_run_makes_what_the_audit_made(name: str, tmp_path: Path):
    docket, _, asked = CASES[name].removeprefix("audit ").partition(f" {DAY}")
    kept = f"@audit {docket} {DAY} --format json --output 审计.json"
    made, golden = run(f"{kept}\nrender 审计.json {asked}", "zh", tmp_path / "kept"), _golden(name)
    assert made.partition("----- stdout")[2] == golden.partition("----- stdout")[2].partition("----- stderr")[0]


def _json(line: str, folder: Path) -> Any:
    """Return what a command writes as JSON."""
    text = run(f"{line} --format json", "zh", folder)
    return json.loads(text.partition("----- stdout\n")[2].partition("----- stderr\n")[0])


@pytest.mark.parametrize(
    ("docket", "days"),
    [
        ("contracts_samples", ("2025-06-30", "2025-12-31")),
        ("contracts_samples", ("2026-03-31", "2026-06-30")),
        ("contracts_samples/warning", ("2024-12-31", "2026-06-30")),
        ("given/place", ("2025-02-01", "2026-06-30")),
    ],
)
def test_two_days_of_a_docket_are_two_audits(docket: str, days: tuple[str, str], tmp_path: Path):
    first, last = days
    two_days = _json(f"diff {docket} --as-of {first} --and-as-of {last}", tmp_path / "days")
    audits = "".join(f"@audit {docket} --as-of {day} --format json --output {day}.json\n" for day in days)
    two_runs = _json(f"{audits}diff {first}.json {last}.json", tmp_path / "runs")
    assert two_runs["new_findings"]
    assert two_days | two_runs == two_days


@pytest.mark.parametrize("docket", ["contracts_samples", "contracts_samples/warning", "given/place"])
def test_without_names_only_the_names_are_missing(docket: str, tmp_path: Path):
    named, unnamed = (
        _json(f"audit {docket} {DAY} {option}", tmp_path / option[2:]) for option in ("--names", "--no-names")
    )
    persons = read_docket([ROOT / docket if docket.startswith("contracts") else GIVEN / docket.partition("/")[2]])[
        "persons"
    ]
    names = dict(zip(persons["id"], persons["name"], strict=True))
    assert any(name in json.dumps(named, ensure_ascii=False) for name in names.values())
    assert not any(name in json.dumps(unnamed, ensure_ascii=False) for name in names.values())
    assert _nameless(named, names) == _nameless(unnamed, names)


_OF_PERSONS = {"name", "person", "persons", "names", "question_digest"}


def _nameless(found: Any, names: dict[str, str]) -> Any:
    """Take persons out of a result: their names in sentences, their names and ids in what is said of a holder, and that they were asked for."""
    if isinstance(found, dict):
        return {key: _nameless(value, names) for key, value in found.items() if key not in _OF_PERSONS}
    if isinstance(found, list):
        return [_nameless(value, names) for value in found]
    if isinstance(found, str):
        for key, name in names.items():
            found = ", ".join(part for part in found.split(", ") if part != key).replace(name, "×××")
    return found
