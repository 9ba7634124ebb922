"""`govaudit trace` and `govaudit structure` as a user runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

CASE = """
id: PPP-1
domain: ppp
kind: concession
title: 示例特许经营协议
authority: gov
counterparty: co
signed_on: 2024-03-01
obligations:
- {id: PPP-1/pay, title: 支付服务费, bearer: fin, action: pay, due_on: 2026-03-31, amount: 1000}
events:
- {type: pay, obligation: PPP-1/pay, occurred_on: 2026-04-20, amount: 1000}
"""
PEOPLE = """
orgs:
- {id: gov, name: 示例市人民政府}
- {id: fin, name: 示例市财政局}
- {id: co, name: 示例公司}
posts:
- {id: head, org: fin, title: 局长, rank: head}
persons:
- {id: p1, name: 甲一}
- {id: p2, name: 乙二}
tenures:
- {id: t1, post: head, person: p1, start: 2020-01-01, end: 2026-04-05, evidence: 任免通知}
- {id: t2, post: head, person: p2, start: 2026-04-10}
"""


@pytest.fixture
def docket(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def trace(*arguments: str | Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(cli, ["trace", *map(str, arguments), "--as-of", "2026-06-30", "--lang", lang])


def test_text_shows_the_split_the_hops_and_the_gap(docket: Path):
    done = trace("PPP-1/pay", docket)
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["2026-04-01", "2026-04-05", "5", "示例市财政局局长", "甲一", "责任岗位", "很可能"] in rows
    assert ["2026-04-06", "2026-04-09", "4", "示例市财政局局长", "空缺", "责任岗位", "很可能"] in rows
    assert ["2026-04-10", "2026-04-20", "11", "示例市财政局局长", "乙二", "责任岗位", "很可能"] in rows
    assert "有人在任 16，空缺 4，不明 0，无岗位 0" in done.stdout
    assert "证据：任免通知" in done.stdout
    assert "（无证据）" in done.stdout
    assert "AG-01" in done.stdout
    assert "不作责任认定" in done.stdout


def test_columns_stand_under_each_other(docket: Path):
    from rich.cells import cell_len

    lines = [line for line in trace("PPP-1/pay", docket).stdout.splitlines() if "示例市财政局局长  " in line]
    assert len({cell_len(line[: line.index("示例市财政局局长")]) for line in lines[:3]}) == 1


def test_the_docket_may_stand_first_last_or_be_an_option(docket: Path):
    said = trace("PPP-1/pay", docket).stdout
    assert trace(docket, "PPP-1/pay").stdout == said
    assert trace("PPP-1/pay", "--docket", docket).stdout == said


def test_json_is_the_same_every_time_and_adds_up(docket: Path):
    done = trace("PPP-1/pay", docket, "--format", "json")
    assert trace("PPP-1/pay", docket, "--format", "json").stdout == done.stdout
    document = json.loads(done.stdout)
    counted = [line for line in document["responsible"] if line["counted"]]
    assert sum(line["days"] for line in counted) == document["breach_days"] == 20
    assert {"from", "to", "path", "certainty"} <= counted[0].keys()
    assert [gap["rule"] for gap in document["gaps"]] == ["AG-01"]


def test_names_and_person_ids_can_be_left_out(docket: Path):
    for form in ("text", "json"):
        said = trace("PPP-1/pay", docket, "--no-names", "--format", form).stdout
        assert not any(word in said for word in ("甲一", "乙二", "p1", "p2"))


def test_english_output_has_no_chinese_but_the_data(docket: Path):
    said = trace("PPP-1/pay", docket, lang="en").stdout
    for own in ("支付服务费", "示例特许经营协议", "示例市财政局局长", "甲一", "乙二", "任免通知"):
        said = said.replace(own, "")
    assert said.isascii()


def test_svg_goes_to_a_file(docket: Path):
    target = docket / "out.svg"
    assert (
        trace(
            "PPP-1/pay", docket / "case.yaml", docket / "people.yaml", "--format", "svg", "--output", target
        ).exit_code
        == 0
    )
    assert target.read_text("utf-8").startswith("<svg")
    assert "任期图：支付服务费" in target.read_text("utf-8")


def test_an_unknown_obligation_is_answered_with_a_near_one(docket: Path):
    done = trace("PPP-1/pya", docket)
    assert done.exit_code == 2
    assert "是否指：PPP-1/pay" in done.stderr


def test_structure_reports_and_sets_the_exit_status(docket: Path):
    assert CliRunner().invoke(cli, ["structure", str(docket), "--as-of", "2026-06-30", "--lang", "zh"]).exit_code == 0
    (docket / "more.yaml").write_text(
        "tenures:\n- {id: t3, post: head, person: p1, start: 2026-05-01}\n", encoding="utf-8"
    )
    done = CliRunner().invoke(cli, ["structure", str(docket), "--as-of", "2026-06-30", "--lang", "zh"])
    assert (done.exit_code, "ST-07" in done.stdout) == (1, True)
    plain = CliRunner().invoke(cli, ["structure", str(docket), "--as-of", "2026-06-30", "--format", "json"])
    assert [finding["rule"] for finding in json.loads(plain.stdout)] == ["ST-07"]
