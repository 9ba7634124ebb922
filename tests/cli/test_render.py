"""`govaudit render`: documents of a kept result, without its docket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.desk import call, docket

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals of usage are said before --lang is parsed."""
    monkeypatch.setenv("GOVAUDIT_LANG", "en")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Keep a result and take its docket away."""
    folder, run = docket(tmp_path / "docket"), tmp_path / "六月.json"
    for form in ("json", "html", "csv"):
        target = run if form == "json" else tmp_path / f"at-once.{form}"
        done = call("audit", folder, "--as-of", "2026-06-30", "--format", form, "--output", target)
        assert done.exit_code == 1, done.output
    (folder / "案卷.yaml").unlink()
    return run


@pytest.mark.parametrize("form", ["html", "csv"])
def test_the_report_is_that_which_was_made_at_once(kept: Path, form: str):
    made = kept.with_name(f"later.{form}")
    done = call("render", kept, "--format", form, "--output", made)
    assert done.exit_code == 0, done.output
    assert made.read_bytes() == kept.with_name(f"at-once.{form}").read_bytes()


def test_a_document_in_either_language_about_one_obligation(kept: Path):
    chinese, english = (call("render", kept, "--document", "breach-record", "--format", "html", "--subject", "O1", "--lang", lang).output for lang in ("zh", "en"))  # fmt: skip
    assert "政务失信记录单" in chinese
    assert "Record of a breach by a public body" in english


def test_the_default_is_the_report_for_the_terminal(kept: Path):
    done = call("render", kept)
    assert done.exit_code == 0
    assert "Performance audit as of 2026-06-30" in done.output


def test_names_can_be_left_out_of_what_is_rendered_and_kept(kept: Path):
    assert "甲某" in kept.read_text("utf-8")
    public = kept.with_name("public.json")
    assert call("render", kept, "--no-names", "--format", "json", "--output", public).exit_code == 0
    assert "甲某" not in public.read_text("utf-8")
    refused = call("render", public, "--names")
    assert refused.exit_code == 2
    assert "was written without names" in refused.stderr
    assert call("render", public).exit_code == 0


def test_what_cannot_be_done_is_said_with_exit_status_2(kept: Path, tmp_path: Path):
    (tmp_path / "other.json").write_text('{"releases": []}', "utf-8")
    for words, said in (
        ((tmp_path / "none.json",), "no such file"),
        ((tmp_path / "other.json",), "not the result of an audit"),
        ((kept, "--document", "breach-record"), "no document of its own as text"),
        ((kept, "--document", "risk-warning", "--format", "html", "--subject", "?"), "there is no body '?'"),
        ((kept, "--format", "json", "--output", kept), "is not overwritten"),
        ((kept, "--document", "letter"), "letter"),
    ):
        done = call("render", *words)
        assert done.exit_code == 2, done.output
        assert said in done.stderr
