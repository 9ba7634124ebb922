"""The drawings: DOT text is compared, not SVG bytes; the lanes are our own SVG."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from govaudit.model.days import iso, parse_day
from govaudit.officials.trace.chain import chain_of
from govaudit.report.figures.chain_drawing import MISSING, MOST_NODES, MOST_ON_PAGE, dot, figures, picture
from govaudit.report.figures.chain_layout import node_id, pad, shorten, width, wrap
from govaudit.report.figures.tenure_chart import lanes
from officials.facts import late, office, run, tenure
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.model.finding import Responsible
    from govaudit.model.run import Chain
    from govaudit.settle.status import Status

TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))
SVG = "{http://www.w3.org/2000/svg}"
has_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def vacancy(**more: list[dict[str, object]]) -> Docket:
    return office(
        [tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-10", kind="acting")], **more
    )


def traced(facts: Docket, asked: Status = TWENTY) -> tuple[Chain, tuple[Responsible, ...]]:
    """Return what is drawn of a trace, and its lines."""
    found = run(facts, asked)
    return chain_of(officials_of(facts), found), found.responsible


def graph(facts: Docket, lang: str = "zh", *, names: bool = True) -> str:
    return dot(*traced(facts), lang, names=names)


def test_edges_run_from_breach_to_person():
    said = graph(vacancy())
    for edge in (
        '"n_breach" -> "n_duty_o-1"',
        '"n_duty_o-1" -> "n_instrument_i-1"',
        '"n_instrument_i-1" -> "n_post_head"',
        '"n_post_head" -> "n_person_A"',
    ):
        assert edge in said
    assert 'id="n_person_A", label="姓名A\\n责任岗位 5 天' in said


def test_a_vacancy_is_a_red_dashed_box_that_says_so():
    (line,) = [line for line in graph(vacancy()).splitlines() if "n_vacant_head" in line and "label" in line]
    assert 'label="空缺\\n责任岗位 4 天（很可能）"' in line
    assert 'style="dashed", color="#b00020"' in line


def test_transferred_duties_are_bold_and_supervision_dotted():
    facts = vacancy(
        orgs=[{"id": "old", "name": "旧局"}, {"id": "bureau", "name": "示例局"}],
        posts=[
            {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
            {"id": "boss", "org": "old", "title": "主任"},
        ],
        transfers=[{"id": "m1", "kind": "merge", "from": "old", "to": "bureau", "date": "2020-01-01"}],
        authorities=[{"id": "u1", "superior": "boss", "subordinate": "head", "kind": "supervise"}],
        obligations=[{"id": "o-1", "instrument": "i-1", "title": "支付", "bearer": "old"}],
    )
    said = graph(facts)
    assert '"n_instrument_i-1" -> "n_post_head" [style="bold"]' in said
    assert '"n_instrument_i-1" -> "n_post_boss" [style="dotted"]' in said


def test_case_73_long_names_and_markup_in_labels():
    title = '示例市<财政>&"国资"\\监督管理委员会第一投资合作与项目履约综合协调处处长'
    facts = vacancy(posts=[{"id": "head", "org": "bureau", "title": title, "rank": "head"}])
    said = graph(facts)
    assert '<财政>&amp;\\"国资' in said
    assert "\\\\监督" in said
    lane = ET.fromstring(lanes(traced(facts)[0]))  # noqa: S314 - our own drawing
    assert title[:10] in "".join(text.text or "" for text in lane.iter(f"{SVG}text"))


@has_dot
def test_case_73_graphviz_gives_the_labels_back_as_written():
    facts = vacancy(posts=[{"id": "head", "org": "bureau", "title": '处长<&"\\n&lt;', "rank": "head"}])
    drawn, whole = picture(*traced(facts))
    assert whole
    texts = [text.text for text in ET.fromstring(drawn).iter(f"{SVG}text")]  # noqa: S314 - our own drawing
    assert '示例局处长<&"\\n&lt;' in texts
    ids = [element.get("id") for element in ET.fromstring(drawn).iter() if element.get("id")]  # noqa: S314 - our own drawing
    assert "n_post_head" in ids
    assert len(ids) == len(set(ids))


def crowd(count: int) -> Docket:
    first = parse_day("2026-04-01")
    return office([tenure(f"t{n:03}", f"P{n:03}", iso(first + n), iso(first + n)) for n in range(count)])


def test_case_74_two_hundred_holders_are_capped_and_said():
    facts = crowd(200)
    asked = late("2026-03-31", ("2026-04-01", "2026-10-17"))
    said = dot(*traced(facts, asked))
    nodes = [line for line in said.splitlines() if "label=" in line and "->" not in line]
    assert drawn_nodes(said) <= MOST_NODES
    shown = sum("n_person_" in line for line in nodes)
    assert f"及另外 {200 - shown} 人" in said
    lane = lanes(traced(facts, asked)[0])
    assert "及另外 160 人" in lane


def test_the_cap_is_used_to_its_last_node_and_never_passed():
    facts, asked = crowd(9), late("2026-03-31", ("2026-04-01", "2026-10-17"))
    chain, lines = traced(facts, asked)
    whole = drawn_nodes(dot(chain, lines))
    assert whole > 10
    for most in range(8, whole + 3):
        capped = dot(chain, lines, most=most)
        assert ("n_more" in capped) == (most <= whole), "one node is kept for what is left out"
        assert drawn_nodes(capped) == min(most, whole)


def drawn_nodes(text: str) -> int:
    return sum("label=" in line and "->" not in line for line in text.splitlines())


@has_dot
def test_case_74_on_a_page_fewer_are_drawn_so_that_they_can_be_read():
    facts = crowd(200)
    page = figures(*traced(facts, late("2026-03-31", ("2026-04-01", "2026-10-17"))))["graph"]
    shown = page.count('id="n_person_')
    assert 10 < shown < MOST_ON_PAGE
    assert f"及另外 {200 - shown} 人" in page


def test_case_75_same_input_same_bytes():
    one, other = vacancy(), vacancy()
    assert graph(one) == graph(other)
    assert lanes(traced(one)[0]) == lanes(traced(other)[0])


def test_lanes_show_holders_vacancy_due_date_and_overdue_days():
    facts = vacancy()
    drawn = lanes(traced(facts)[0])
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for words in (
        "姓名A",
        "姓名B（代理）",
        "空缺",
        "到期日 2026-03-31",
        "逾期 20 天：2026-04-01 至 2026-04-20",
        "示例局局长",
    ):
        assert words in said, words
    assert any("hatch" in (box.get("fill") or "") for box in root.iter(f"{SVG}rect"))
    assert any(box.get("id") == "n_tenure_t1" for box in root.iter(f"{SVG}rect"))


def test_no_language_is_mixed_and_names_can_be_left_out():
    facts = vacancy()
    english = lanes(traced(facts)[0], "en", names=False) + graph(facts, "en", names=False)
    for chinese in ("空缺", "到期", "逾期", "责任", "在任", "义务", "姓名"):
        assert chinese not in english
    assert "vacant" in english
    for word in ("vacant", "breach", "due", "days"):
        assert f">{word}" not in lanes(traced(facts)[0])


def test_without_names_holders_are_told_apart_by_numbers():
    facts = vacancy()
    drawn = lanes(traced(facts)[0], names=False) + graph(facts, names=False)
    assert "任职者1" in drawn
    assert "任职者2" in drawn
    assert 'id="n_person_1"' in drawn
    assert not any(word in drawn for word in ("姓名A", "姓名B", "n_person_A", ">A<", ">B<"))


def test_without_graphviz_only_the_lanes_are_drawn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    facts = vacancy()
    chain, lines = traced(facts)
    drawn, whole = picture(chain, lines)
    assert (whole, drawn) == (False, lanes(chain))
    assert list(figures(chain, lines)) == ["lanes"]
    assert "graphviz" in MISSING.zh


def test_a_trace_without_breach_or_post_can_be_drawn():
    bare = office([], posts=[])
    asked = late("2026-03-31")
    asked.due_on = None
    chain, lines = traced(bare, asked)
    assert "没有可列示的岗位" in lanes(chain)
    assert '"n_breach" -> "n_duty_o-1"' in dot(chain, lines)


def test_text_is_measured_in_columns():
    assert (width("局长A"), pad("局长", 6), shorten("局长副局长", 5)) == (5, "局长  ", "局长…")
    assert wrap("示例市财政局副局长（分管）", 12) == ["示例市财政局", "副局长（分管）"]
    assert wrap("a long English title", 8) == ["a long", "English", "title"]
    assert wrap("", 8) == [""]


def test_node_ids_keep_different_keys_apart():
    keys = ["a", "a_b", "a b", "甲", "a/b", "_61_", "A"]
    assert len({node_id("post", key) for key in keys}) == len(keys)
