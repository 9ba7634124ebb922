from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from govaudit.model.finding import ProblemRecord
from govaudit.model.text import Text
from govaudit.report.render import render_run
from govaudit.report.renderers.terminal import clean, wants_color, wrap
from report import example

CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff]{2,}[，。；]")


def text(lang: str = "zh", **more: bool | int) -> str:
    out = render_run("text", example.run(), lang, **more)
    assert isinstance(out, str)
    return out


def test_says_id_place_sentence_basis_officials_and_next_step() -> None:
    out = text()
    assert "PP-41" in out
    assert "ppp-01/subsidy-2025" in out
    assert "卷宗.xlsx obligations 第2行" in out
    assert "《优化营商环境条例》第31条" in out
    assert "示例市水务局局长 甘雨桐，2026年1月1日至2026年3月1日，60天" in out
    assert "（岗位空缺）" in out
    assert "核对国库支付凭证" in out


def test_summary_counts_the_open_findings_and_the_excluded_apart() -> None:
    assert "违约失信 2项，风险提示 1项，责任缺口 1项，数据问题 1项，已排除 1项" in text()


def test_excluded_findings_stand_in_their_own_section_with_reason() -> None:
    shown, _, excluded = text().partition("已排除（1）")
    assert "IP-09" not in shown
    assert "登记人：法制科；有效期至2026年12月31日" in excluded


def test_rows_left_out_are_said_before_anything_else() -> None:
    assert "有1行因数据问题未计入" in "\n".join(text().splitlines()[:4])


def test_no_colour_unless_asked() -> None:
    assert "\x1b" not in text()
    assert "\x1b[31" in text(color=True)


@pytest.mark.parametrize(
    ("variable", "tty", "expected"), [("", "tty", "colour"), ("1", "tty", "plain"), ("", "pipe", "plain")]
)
def test_no_color_and_pipes_switch_colour_off(
    monkeypatch: pytest.MonkeyPatch, variable: str, tty: str, expected: str
) -> None:
    class Stream:
        def isatty(self) -> bool:
            return tty == "tty"

    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_color(Stream()) is (expected == "colour")  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 100])
def test_no_line_is_wider_than_the_terminal(lang: str, width: int) -> None:
    sentences = [line for line in text(lang, width=width).splitlines() if line.startswith("    ")]
    assert sentences
    assert max(cell_len(line) for line in sentences) <= width


def test_english_output_holds_no_chinese_sentence() -> None:
    assert not CHINESE_SENTENCE.search(text("en"))


def test_names_and_titles_cannot_steer_the_terminal() -> None:
    assert clean("甲\x1b[31m乙\r\n丙\x9b2J") == "甲 [31m乙 丙 2J"


def test_marks_that_fill_a_line_do_not_push_the_next_one_over_its_width() -> None:
    assert wrap("11。。。。", 8) == ["11。。。", "。"]


@given(st.text(alphabet="义务到期（《，。；》）abc 12/", max_size=200), st.integers(8, 60))
def test_wrapping_loses_no_character_and_fits(given_text: str, width: int) -> None:
    lines = wrap(given_text, width)
    assert "".join(lines).replace(" ", "") == given_text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


@given(st.lists(st.sampled_from(["义务", "到期", "。", "，", "。》"]), min_size=20, max_size=100).map("示".join))
def test_no_line_starts_with_a_lone_stop(given_text: str) -> None:
    for before, line in zip(wrap(given_text, 40), wrap(given_text, 40)[1:], strict=False):
        assert line[0] not in "，。》"
        assert before


def test_every_flag_and_state_of_the_engine_has_words() -> None:
    from govaudit.report.labels import FLAGS, STATE, flag
    from govaudit.settle import codes

    assert set(codes.FLAGS) <= set(FLAGS)
    assert set(codes.STATES) <= set(STATE)
    assert flag("unknown_after(2026-06-30)").zh == "此后无完整记录（2026-06-30）"


def test_a_place_is_written_as_people_look_for_it() -> None:
    from govaudit.report import say_facts as show

    assert show.place("卷宗.xlsx:obligations:7:due_on").zh == "卷宗.xlsx obligations 第7行 due_on列"
    assert show.place("ppp/a.yaml:obligations:7").en == "ppp/a.yaml obligations row 7"
    assert show.place("suppressions.yaml:3").zh == "suppressions.yaml 第3行"
    assert show.place("a.json:ocds-1:/releases/0/contracts/0").zh == "a.json:ocds-1:/releases/0/contracts/0"


def test_fields_that_were_not_imported_are_told_once_with_their_names() -> None:
    run = example.run()
    remedy = Text("见对照", "see the table")
    notes = tuple(
        ProblemRecord(code="not_mapped", level="note", file="a.json", column=field, value="1", what=Text("1个值未导入", "1 value not imported"), remedy=remedy)
        for field in ("/version", "/license")
    )  # fmt: skip
    noted = replace(run, manifest=replace(run.manifest, problems=notes))
    out = render_run("text", noted, "zh")
    assert isinstance(out, str)
    assert "2种字段未导入（见对照）：/version、/license" in out
    assert "1个值未导入" not in out


def test_a_rolled_due_day_names_the_day_the_contract_states() -> None:
    from govaudit.report import say_facts as show

    first = example.run().findings[0]
    rolled = replace(first, dates={"due_on": "2026-03-02", "due_on_raw": "2026-03-01"})
    assert "期限原为2026年3月1日，遇休息日或者节假日顺延" in show.message(rolled).zh
    assert "first due on 2026-03-01, rolled" in show.message(rolled).en
    same = replace(first, dates={"due_on": "2026-03-02", "due_on_raw": "2026-03-02"})
    assert show.message(same) == first.message


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_more_than_a_person_reads_the_first_are_shown_and_the_rest_is_said(lang: str) -> None:
    run = example.run()
    one = next(finding for finding in run.findings if finding.kind == "warning" and not finding.suppressed)
    many = tuple(replace(one, rule=f"ZZ-{number:03}", instrument=None) for number in range(201))
    out = render_run("text", replace(run, findings=many, chains=()), lang)
    assert isinstance(out, str)
    assert "ZZ-199" in out
    assert "ZZ-200" not in out
    said = {
        "zh": "仅列前200条，共201条；全部见 --format xlsx 或 json",
        "en": "only the first 200 of 201 are shown; all of them with --format xlsx or json",
    }
    assert said[lang] in out
    exact = render_run("text", replace(run, findings=many[:200], chains=()), lang)
    assert said[lang].split("200")[0] not in exact
