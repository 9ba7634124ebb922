"""Exclusions, and the fingerprints they name: a duty of the law is known by the event that triggered it, not by its number.

GP-13: a contract is to be signed within 30 days of the award notice (政府采购法 46), here never: every notice is a breach, the time not
running anew with each (`restarts_on` is taken off the rule: tests/checks/test_statutory_ends.py has that).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from checks.cases import docket
from govaudit.audit import Question, audit
from govaudit.formats.settings.settings import read_suppressions
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.rules.kinds.rule import Deadline

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.model.finding import Finding, Run
    from govaudit.rules.kinds.rule import AnyRule

RULES = load_rules()
AS_OF = parse_day("2026-12-31")
BECAUSE = "reason: 已约谈, who: 采购科, until: 2027-06-30"
# The earlier notice was entered in October, the later one when it happened.
LATER = {"id": "N2", "type": "award_notice", "occurred_on": "2026-05-06", "recorded_at": "2026-05-06"}
EARLIER = {"id": "N1", "type": "award_notice", "occurred_on": "2026-03-02", "recorded_at": "2026-10-08"}


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def alone(rule: AnyRule) -> AnyRule:
    """Return a rule of which each trigger is a matter of its own."""
    return replace(rule, restarts_on=()) if isinstance(rule, Deadline) else rule


class Asked:
    """An audit of contract C1 under some rules, with exclusions as they stand in a file."""

    def __init__(self, folder: Path, events: list[dict[str, Any]], rules: str = "GP-13", **tables: Any) -> None:
        self.folder, self.events, self.tables = folder, events, tables
        self.rules = RuleSet(rules={rule: alone(RULES[rule]) for rule in rules.split()})

    def run(self, *lines: str, known_at: str | None = None) -> Run:
        path = self.folder / "排除.yaml"
        path.write_text("\n".join(lines) or "[]", encoding="utf-8")
        found, problems = read_suppressions(path) if lines else ([], [])
        assert problems == []
        known = parse_day(known_at) if known_at else None
        return audit(
            docket(events=self.events, **self.tables),
            self.rules,
            Question(as_of=AS_OF, known_at=known, suppressions=tuple(found)),
        ).run

    def breaches(self, *, known_at: str | None = None) -> list[Finding]:
        """Return the breaches without any exclusion."""
        return [one for one in self.run(known_at=known_at).findings if one.kind == "breach"]

    def excluded(self, *lines: str, known_at: str | None = None) -> set[str | None]:
        """Return the triggers of the findings that the lines exclude."""
        return {one.trigger_event for one in self.run(*lines, known_at=known_at).findings if one.suppressed}

    def about(self, *lines: str, known_at: str | None = None) -> list[Finding]:
        """Return the findings about the lines themselves."""
        return [one for one in self.run(*lines, known_at=known_at).findings if one.rule.startswith("SU-")]


def instead(run: Run) -> list[str]:
    """Return the lines that notes give to write instead; both languages give the same."""
    said = [one.what for one in run.manifest.problems if one.code == "exclusion_without_trigger"]
    assert all(one.zh.split("\n")[1:] == one.en.split("\n")[1:] for one in said)
    return [one.zh.split("\n")[1] for one in said]


@pytest.fixture
def one(tmp_path: Path) -> Asked:
    return Asked(tmp_path, [LATER])


@pytest.fixture
def two(tmp_path: Path) -> Asked:
    return Asked(tmp_path, [LATER, EARLIER])


# --- the fingerprint --------------------------------------------------------------------------------------------------


def test_the_fingerprint_of_a_duty_of_the_law_is_made_of_rule_duty_and_trigger(two: Asked):
    found = {one.trigger_event: one for one in two.breaches()}
    assert {key: one.obligation for key, one in found.items()} == {"N1": "C1/GP-13", "N2": "C1/GP-13#2"}
    for trigger, number in (("N1", "C1/GP-13"), ("N2", "C1/GP-13#2")):
        assert found[trigger].fingerprint == digest("GP-13", "C1/GP-13", trigger)
        assert found[trigger].former_fingerprint == digest("GP-13", number)
        assert found[trigger].subject == "bureau"


def test_an_earlier_trigger_entered_late_moves_no_fingerprint(two: Asked):
    (before,) = two.breaches(known_at="2026-09-30")
    after = {one.trigger_event: one for one in two.breaches(known_at="2026-10-08")}
    assert before.obligation == after["N1"].obligation != after["N2"].obligation
    assert before.fingerprint == after["N2"].fingerprint != after["N1"].fingerprint


def test_a_trigger_in_a_column_is_named_after_it(tmp_path: Path):
    asked = Asked(tmp_path, [], "GP-14", instrument={"signed_on": "2026-03-02"})
    (found,) = asked.breaches()
    assert (found.trigger_event, found.fingerprint) == ("C1/signed_on", digest("GP-14", "C1/GP-14", "C1/signed_on"))
    assert asked.excluded(f"- {{rule: GP-14, trigger: C1/signed_on, {BECAUSE}}}") == {"C1/signed_on"}


def test_a_hash_in_the_id_of_an_instrument_is_no_number(tmp_path: Path):
    events = [{**LATER, "instrument": "C#2"}, {**EARLIER, "instrument": "C#2"}]
    found = Asked(tmp_path, events, instrument={"id": "C#2"}).breaches()
    assert {one.fingerprint for one in found} == {digest("GP-13", "C#2/GP-13", key) for key in ("N1", "N2")}


def test_a_promise_keeps_its_fingerprint_and_has_no_trigger(tmp_path: Path):
    duty = {"id": "O1", "instrument": "C1", "title": "付款", "bearer": "P", "due_on": "2026-03-31"}
    posts = [{"id": "P", "org": "bureau", "title": "局长"}]
    (found,) = Asked(tmp_path, [], obligations=[duty], posts=posts).breaches()
    assert (found.fingerprint, found.former_fingerprint, found.trigger_event) == (digest("OB", "O1"), None, None)
    assert found.subject == "bureau"  # the body of the post that the duty names


def test_the_subject_is_whom_the_duty_bound_when_it_was_broken(tmp_path: Path):
    duty = {"id": "O1", "instrument": "C1", "title": "付款", "bearer": "bureau", "due_on": "2026-03-31"}
    orgs = [{"id": "heir", "name": "承继局"}]
    move = {"obligation": "O1", "type": "succeed", "terms": '{"to": "heir"}'}

    def subject(day: str) -> str | None:
        asked = Asked(tmp_path, [{**move, "occurred_on": day}], obligations=[duty], orgs=orgs)
        return asked.breaches()[0].subject

    assert (subject("2026-04-01"), subject("2026-04-02")) == ("heir", "bureau")


def test_a_corrected_trigger_is_the_same_trigger(two: Asked):
    before = {one.fingerprint for one in two.breaches()}
    two.events.append({"type": "correct", "corrects": "N1", "occurred_on": "2026-06-08"})  # it comes second now
    after = {one.trigger_event: one for one in two.breaches()}
    assert after["N1"].obligation == "C1/GP-13#2"
    assert {one.fingerprint for one in after.values()} == before


def test_triggers_of_one_day_are_told_apart(tmp_path: Path):
    same = Asked(tmp_path, [{**LATER, "id": key} for key in ("N2", "N1", "N3")])
    assert len({one.fingerprint for one in same.breaches()}) == 3
    assert same.excluded(f"- {{obligation: C1/GP-13, trigger: N1, {BECAUSE}}}") == {"N1"}


def test_a_gap_about_a_duty_of_the_law_says_its_trigger(tmp_path: Path):
    posts = [{"id": "P", "org": "bureau", "title": "局长", "rank": "head"}]
    found = Asked(tmp_path, [LATER], posts=posts).run().findings
    assert {one.rule: (one.trigger_event, one.subject) for one in found if one.obligation} == {
        "GP-13": ("N2", "bureau"), "AG-02": ("N2", "bureau"),
    }  # fmt: skip


# --- what is excluded -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", ["trigger: N2", "rule: GP-13, trigger: N2", "instrument: C1, trigger: N2", "obligation: C1/GP-13, trigger: N2", "obligation: C1/GP-13#2, trigger: N2"])  # fmt: skip
def test_a_trigger_says_which_whatever_was_entered_since(names: str, two: Asked):
    line = f"- {{{names}, {BECAUSE}}}"
    for known_at in ("2026-09-30", "2026-10-08", None):
        assert two.excluded(line, known_at=known_at) == {"N2"}
        assert two.about(line, known_at=known_at) == []
    assert instead(two.run(line)) == []


def test_a_new_fingerprint_says_which_too(two: Asked):
    line = f"- {{fingerprint: {digest('GP-13', 'C1/GP-13', 'N2')}, obligation: C1/GP-13, {BECAUSE}}}"
    assert two.excluded(line) == two.excluded(line, known_at="2026-09-30") == {"N2"}
    assert two.about(line) == []


def test_rule_and_instrument_mean_all(two: Asked):
    line = f"- {{rule: GP-13, instrument: C1, {BECAUSE}}}"
    assert two.excluded(line) == {"N1", "N2"}
    assert two.about(line) == []
    assert instead(two.run(line)) == []


OLD = {"obligation": f"obligation: C1/GP-13, {BECAUSE}", "fingerprint": f"fingerprint: '{digest('GP-13', 'C1/GP-13')}', {BECAUSE}"}  # fmt: skip
NEW = {
    "obligation": f"- {{obligation: C1/GP-13, trigger: N2, {BECAUSE}}}",
    "fingerprint": f"- {{fingerprint: {digest('GP-13', 'C1/GP-13', 'N2')}, trigger: N2, {BECAUSE}}}",
}


@pytest.mark.parametrize("by", OLD)
def test_an_old_entry_holds_where_there_is_one_trigger_and_the_line_to_write_is_given(by: str, one: Asked):
    old = f"- {{{OLD[by]}}}"
    assert one.excluded(old) == {"N2"}
    assert one.about(old) == []
    run = one.run(old)
    assert instead(run) == [NEW[by]]
    (note,) = [said for said in run.manifest.problems if said.code == "exclusion_without_trigger"]
    assert (note.level, note.file, note.row, run.manifest.left_out) == ("note", "排除.yaml", 1, 0)
    assert one.excluded(NEW[by]) == {"N2"}
    assert instead(one.run(NEW[by])) == []


@pytest.mark.parametrize("by", OLD)
def test_an_old_entry_excuses_nothing_once_an_earlier_trigger_is_entered(by: str, two: Asked):
    """It was written for N2, the only one known then; by its number it would now excuse N1."""
    old = f"- {{{OLD[by]}}}"
    assert two.excluded(old, known_at="2026-10-07") == {"N2"}
    assert two.excluded(old) == set()
    (said,) = two.about(old)
    assert (said.rule, said.kind, said.place) == ("SU-03", "data_problem", "排除.yaml:1")
    for text in (said.message.zh, said.message.en):
        assert all(word in text for word in ("C1/GP-13", "N1", "2026-04-01", "N2", "2026-06-05"))
    assert "trigger:" in said.next_step.zh
    assert "trigger:" in said.next_step.en
    assert instead(two.run(old)) == []


@pytest.mark.parametrize("name", ["obligation: C1/GP-13#2", "obligation: C1/GP-13#7", f"fingerprint: '{digest('GP-13', 'C1/GP-13#2')}'", "rule: OB-07, obligation: C1/GP-13"])  # fmt: skip
def test_a_number_is_unclear_where_there_are_several_triggers(name: str, two: Asked):
    line = f"- {{{name}, {BECAUSE}}}"
    assert two.excluded(line) == set()
    assert [one.rule for one in two.about(line)] == ["SU-03"]


@pytest.mark.parametrize("by", OLD)
def test_adding_the_trigger_to_the_old_line_is_enough(by: str, two: Asked):
    for key in ("N1", "N2"):
        line = f"- {{{OLD[by]}, trigger: {key}}}"
        assert two.excluded(line) == {key}
        assert two.about(line) == []


def test_it_is_unclear_even_where_the_duty_it_meant_was_performed(two: Asked):
    two.events.append({"type": "signed", "occurred_on": "2026-03-20"})
    assert {one.trigger_event for one in two.breaches()} == {"N2"}
    assert [one.rule for one in two.about(f"- {{obligation: C1/GP-13, {BECAUSE}}}")] == ["SU-03"]


def test_a_number_that_is_gone_excludes_nothing_and_is_said_to(one: Asked):
    line = f"- {{obligation: C1/GP-13#2, {BECAUSE}}}"
    assert one.excluded(line) == set()
    assert [said.rule for said in one.about(line)] == ["SU-02"]


@pytest.mark.parametrize(("names", "said"), [("rule: GP-13, trigger: N9", "没有由“N9”触发的法定义务"), ("rule: GP-14, trigger: N2", "“N2”触发的是C1/GP-13"), ("obligation: C1/GP-14, trigger: N2", "“N2”触发的是C1/GP-13")])  # fmt: skip
def test_a_trigger_that_does_not_fit_is_said(names: str, said: str, two: Asked):
    line = f"- {{{names}, {BECAUSE}}}"
    assert two.excluded(line) == set()
    (found,) = two.about(line)
    assert (found.rule, found.kind) == ("SU-02", "data_problem")
    assert said in found.message.zh
    assert "trigger" in found.message.en


def test_a_trigger_not_yet_known_excludes_nothing_then(two: Asked):
    line = f"- {{trigger: N1, {BECAUSE}}}"
    assert two.excluded(line, known_at="2026-09-30") == set()
    assert [one.rule for one in two.about(line, known_at="2026-09-30")] == ["SU-02"]


@pytest.mark.parametrize("name", ["obligation: C1/GP-13", "obligation: C1/GP-13, trigger: N2", "trigger: N9"])
def test_an_expired_entry_is_only_said_to_be_expired(name: str, one: Asked, two: Asked):
    line = f"- {{{name}, reason: 已约谈, who: 采购科, until: 2026-06-30}}"
    for asked in (one, two):
        assert asked.excluded(line) == set()
        assert [said.rule for said in asked.about(line)] == ["SU-01"]
        assert instead(asked.run(line)) == []


@pytest.mark.parametrize("key", ["123", "null", "yes", "2026-01-01", "- N", "a: b", "N, {1}", 'say "no"', "it's", "#2", "N#2", "决定〔2026〕3号", "N|x", "*N", "!n", "C1/GP-13#2"])  # fmt: skip
def test_the_line_to_write_holds_for_any_id(key: str, tmp_path: Path):
    asked = Asked(tmp_path, [{**LATER, "id": key}])
    assert {one.fingerprint for one in asked.breaches()} == {digest("GP-13", "C1/GP-13", key)}
    (line,) = instead(asked.run(f"- {{obligation: C1/GP-13, {BECAUSE}}}"))
    asked.events.append(EARLIER)
    assert asked.excluded(line) == {key}
    assert asked.about(line) == []


def test_the_line_to_write_keeps_what_the_entry_said(tmp_path: Path):
    reason = "“暂缓”: 见会议纪要, 第3条 #待办 " + "很长的理由" * 40
    asked = Asked(tmp_path, [LATER])
    old = f'- {{rule: GP-13, instrument: C1, obligation: C1/GP-13, reason: "{reason}", who: "Li, Ming", until: 2027-06-30}}'
    (line,) = instead(asked.run(old))
    (tmp_path / "新.yaml").write_text(line, encoding="utf-8")
    (said,), problems = read_suppressions(tmp_path / "新.yaml")
    assert problems == []
    assert said[1:4] == (reason, "Li, Ming", parse_day("2027-06-30"))
    assert said[4:] == (None, "GP-13", "C1", "C1/GP-13", "N2")


def test_fingerprints_of_findings_about_exclusions_did_not_move(two: Asked):
    line = f"- {{rule: GP-15, obligation: C9, {BECAUSE}}}"
    (found,) = two.about(line)
    assert found.fingerprint == digest("SU-02", "", "GP-15", "", "C9")
    first, second = (two.about(f"- {{rule: GP-15, trigger: {key}, {BECAUSE}}}")[0] for key in ("N1", "N2"))
    assert first.fingerprint != second.fingerprint
