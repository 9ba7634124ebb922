"""A run kept as JSON: every document comes from it as from the audit itself, and whatever is wrong with a file is said."""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from govaudit.audit import Question, audit
from govaudit.formats.read import read_docket
from govaudit.formats.settings.settings import read_settings, read_suppressions
from govaudit.model.days import parse_day
from govaudit.model.problem import Fault
from govaudit.report.choices import DOCUMENTS, FORMATS, PAGED
from govaudit.report.render import render_run
from govaudit.report.renderers.run_json import read_run, write_run_json
from govaudit.report.withheld import withhold_names
from govaudit.rules.catalogue import load_rules
from report import example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govaudit.model.run import Run

SAMPLES = Path(__file__).parents[2] / "contracts_samples"
PAGES = [(form, document) for form in ("html", "docx") for document in DOCUMENTS]
TABLES = [(form, "audit") for form in FORMATS if form not in PAGED]


@cache
def samples() -> Run:
    settings, _ = read_settings(SAMPLES)
    excluded, _ = read_suppressions(SAMPLES / "suppressions.yaml")
    docket = read_docket([SAMPLES], [*settings.exclude, "suppressions.yaml"])
    return audit(docket, load_rules(), Question(as_of=parse_day("2026-06-30"), suppressions=tuple(excluded))).run


@cache
def kept(*, names: bool) -> Run:
    """Return the run as it comes back from its JSON."""
    return read_run(write_run_json(samples() if names else withhold_names(samples())).encode(), "run.json")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("form", "document"), TABLES + PAGES)
def test_what_is_made_of_the_kept_run_is_what_was_made_at_once(form: str, document: str, lang: str):
    assert render_run(form, kept(names=True), lang, document) == render_run(form, samples(), lang, document)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_paper_made_of_the_kept_run_is_the_same_byte_by_byte(document: str, lang: str):
    assert render_run("pdf", kept(names=True), lang, document) == render_run("pdf", samples(), lang, document)


@pytest.mark.parametrize(("form", "document"), [*TABLES, ("html", "breach-record"), ("html", "ppp-accountability")])
def test_names_left_out_later_are_left_out_as_at_once(form: str, document: str):
    assert render_run(form, withhold_names(kept(names=True)), "zh", document) == render_run(
        form, kept(names=False), "zh", document
    )


def test_a_run_comes_back_as_it_was_and_is_written_alike():
    for run in (samples(), withhold_names(samples()), example.run(), withhold_names(example.run())):
        text = write_run_json(run)
        assert read_run(text.encode(), "run.json") == run
        assert write_run_json(read_run(text.encode(), "run.json")) == text
    assert read_run(b"\xef\xbb\xbf" + write_run_json(example.run()).encode(), "run.json") == example.run()


def test_a_run_written_without_names_holds_none_anywhere():
    people = samples().persons
    assert len(people) > 20
    text = write_run_json(withhold_names(samples()))
    assert [person.name for person in people if person.name in text] == []
    assert all(person.name in write_run_json(samples()) for person in people)


def test_drawings_stand_in_the_run_for_every_breach_that_was_traced():
    traced = {
        finding.obligation for finding in samples().findings if finding.rule.startswith("OB") and finding.responsible
    }
    assert traced
    assert traced <= {chain.obligation for chain in samples().chains}
    page = render_run("html", kept(names=True), "zh", "ppp-accountability", "PPP-01")
    assert isinstance(page, str)
    assert page.count("data:image/svg") > 1


# --- files that are none, or not whole --------------------------------------------------------------------------------

PLAIN: dict[str, Any] = json.loads(write_run_json(example.run()))


def changed(*path: str | int, value: Any) -> bytes:
    """Return the example as JSON with one value changed."""
    document = copy.deepcopy(PLAIN)
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(document).encode()


BROKEN = {
    "empty": b"",
    "cut short": json.dumps(PLAIN).encode()[:-20],
    "not text": b"\xff\xfe\x00\x01",
    "nested deeply": b"[" * 100_000,
    "nested deeply inside": changed("findings", 0, "title", value=0).replace(b'"title": 0', b'"title": ' + b"[" * 5000),
    "a list": b"[1]",
    "another document": json.dumps({"document": "warn", "items": []}).encode(),
    "open contracting data": json.dumps({"releases": [], "uri": "x"}).encode(),
    "no manifest": json.dumps({"schema_version": PLAIN["schema_version"], "findings": []}).encode(),
    "no findings": changed("findings", value=None),
    "older": changed("schema_version", value="1.0"),
    "newer": changed("schema_version", value="2.0"),
    "no version": changed("schema_version", value="x" * 5000),
    "unknown kind": changed("findings", 0, "kind", value="guilt"),
    "unknown field": changed("findings", 0, "guilty", value=True),
    "a number for a text": changed("findings", 0, "rule", value=3),
    "a text for a number": changed("statuses", 0, "breach_days", value="181"),
    "a fraction of a day": changed("statuses", 0, "breach_days", value=0.5),
    "not a number": changed("statuses", 0, "breach_days", value=float("nan")),
    "a number beyond all measure": changed("findings", 0, "facts", value={"breach_days": 10**400}),
    "digits beyond all measure": changed("statuses", 0, "amount", value="9" * 5000),
    "an amount that is none": changed("statuses", 0, "open_amount", value="1e9"),
    "no such day": changed("statuses", 0, "due_on", value="2026-02-30"),
    "a day in another form": changed("manifest", "as_of", value="20260630"),
    "a share of nothing": changed("findings", 0, "responsible", 0, "share", value="1/0"),
    "a share that never ends": changed("findings", 0, "responsible", 0, "share", value="1e999999999"),
    "a chain of another finding": changed("chains", 0, "finding", value="0" * 16),
    "a chain with other lines": changed("chains", 0, "holders", value=[1]),
    "a drawing that ends before it starts": changed("chains", 0, "end", value="2020-01-01"),
    "names though none are shown": changed("manifest", "names", value=False),
}  # fmt: skip


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong_and_what_to_do(data: bytes):
    with pytest.raises(Fault) as raised:
        read_run(data, "六月.json")
    assert "六月.json" in raised.value.what.zh
    assert "六月.json" in raised.value.what.en
    assert len(raised.value.what.en) < 300
    assert raised.value.remedy.zh
    assert raised.value.remedy.en


def test_a_newer_file_asks_for_a_newer_program_and_an_older_one_to_be_made_again():
    def remedy(version: str) -> str:
        with pytest.raises(Fault) as raised:
            read_run(changed("schema_version", value=version), "run.json")
        assert version in raised.value.what.zh
        return raised.value.remedy.en

    assert "update" in remedy("99.0")
    assert "make it again" in remedy("0.9")


def test_the_place_of_what_is_wrong_is_said():
    with pytest.raises(Fault) as raised:
        read_run(changed("statuses", 2, "due_on", value="never"), "run.json")
    assert "statuses.2.due_on" in raised.value.what.en


# --- content meant to do harm: it is refused, or shown as it stands ------------------------------------------------------

NASTY = (
    None, "", 0, -1, 10**30, "9" * 5000, "1/0", "1e999999999", "2026-99-99", "0001-01-01", "9999-12-31", "\x00\x1b[31m", "=1+1", "<script>", True, [], {},
    {"zh": "{x}", "en": "{x}"}, "ghost", "甘雨桐", "person", 3.5, "٣٤٥", "\u202e", "x" * 40_000,
)  # fmt: skip


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _places(one, (*path, step))
    if path:
        yield path


def test_whatever_stands_in_a_file_it_is_refused_or_shown():
    draw, places, shown = random.Random(11), list(_places(PLAIN)), 0  # noqa: S311 - no secret
    for _ in range(150):
        try:
            run = read_run(changed(*draw.choice(places), value=draw.choice(NASTY)), "run.json")
        except Fault:
            continue
        shown += 1
        form, document = draw.choice([*TABLES, ("html", draw.choice(list(DOCUMENTS)))])
        assert render_run(form, draw.choice([run, withhold_names(run)]), draw.choice(["zh", "en"]), document)
    assert shown > 20


# --- names ---------------------------------------------------------------------------------------------------------------


def named(change: Callable[[Any], None]) -> Run:
    """Return the example without names after a change of its JSON."""
    document = copy.deepcopy(PLAIN)
    change(document)
    return withhold_names(read_run(json.dumps(document).encode(), "run.json"))


def test_ids_made_of_names_are_masked_and_still_lead_to_their_rows():
    def rename(document: Any) -> None:
        text = json.dumps(document, ensure_ascii=False)
        text = text.replace('"inv-03/reward"', '"甘雨桐/奖励"').replace('"inv-03/road"', '"陆知远/奖励"')
        document.update(json.loads(text))

    run = named(rename)
    ids = [status.obligation for status in run.statuses]
    assert len(ids) == len(set(ids))
    assert "甘雨桐" not in write_run_json(run)
    made = render_run("csv", run, "zh")
    assert isinstance(made, str)
    assert "兑现设备投资奖励" in made


def test_a_name_within_a_longer_word_or_the_name_of_a_body_is_none():
    def called(document: Any) -> None:
        document["persons"] += [{"id": "p-8", "name": "an"}, {"id": "p-9", "name": "东湖"}]
        document["findings"][0]["next_step"] = {"zh": "请an核对东湖", "en": "ask an about the plan"}

    run = named(called)
    assert run.findings[0].next_step.zh == "请×××核对×××"
    assert run.findings[0].next_step.en == "ask ××× about the plan"
    assert any(org.name == "示例市东湖区人民政府" for org in run.orgs)


def test_a_cell_that_could_not_be_read_where_a_name_stands_is_left_out():
    def misread(document: Any) -> None:
        document["manifest"]["problems"][0] |= {"column": "name", "value": "尉迟某某", "what": {"zh": "“尉迟某某”重复", "en": "'尉迟某某' twice"}}  # fmt: skip

    run = named(misread)
    assert run.manifest.problems[0].value == "×××"
    assert "尉迟" not in write_run_json(run)


def test_a_run_without_names_stays_as_it_is():
    once = withhold_names(example.run())
    assert withhold_names(once) is once
    assert once.manifest.question_digest != example.run().manifest.question_digest
