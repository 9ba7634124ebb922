"""The documents: what stands in them, in one language only, the same text in every format."""

from __future__ import annotations

import dataclasses
import html.parser
import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest

from govaudit.model.problem import Fault
from govaudit.model.text import Text
from govaudit.report.choices import DOCUMENTS
from govaudit.report.documents import sections
from govaudit.report.documents.all_documents import build
from govaudit.report.documents.blocks import MOST_ROWS, Document, Pairs, Para, TableBlock, numeral, pick
from govaudit.report.figures.chain_drawing import figures
from govaudit.report.render import render_run
from govaudit.report.withheld import withhold_names
from report import example

if TYPE_CHECKING:
    from govaudit.model.run import Run

ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")


def document(kind: str, subject: str | None = None, run: Run | None = None) -> Document:
    return build(kind, run or example.run(), "zh", subject)


def rendered(form: str, kind: str, lang: str = "zh") -> bytes:
    made = render_run(form, example.run(), lang, kind)
    return made if isinstance(made, bytes) else made.encode()


class Body(html.parser.HTMLParser):
    """Collects the text of the body."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self.inside = self.inside or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.parts.append(data)


def text_of(form: str, data: bytes) -> str:
    if form == "html":
        body = Body()
        body.feed(data.decode())
        return "\n".join(part.strip() for part in body.parts if part.strip())
    if form == "docx":
        file = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def sentences(kind: str, lang: str = "zh", subject: str | None = None) -> str:
    """Return all text of a document in one language."""
    parts: list[str] = []
    for sheet in document(kind, subject).sheets:
        given = [
            sheet.mast,
            sheet.title,
            sheet.as_of,
            sheet.number,
            sheet.addressee,
            *sheet.attachments,
            *sheet.signature,
        ]
        for block in sheet.blocks:
            if isinstance(block, Pairs):
                given += [words for row in block.rows for words in row]
            elif isinstance(block, TableBlock):
                given += [block.caption, *block.head, *(words for row in block.rows for words in row)]
            else:
                given.append(block.text if isinstance(block, Para) or hasattr(block, "text") else block.caption)
        parts += [pick(words, lang) for words in given if words is not None]
    return "\n".join(parts)


def data_strings() -> list[str]:
    """Return everything that is data: cells of the docket, names of acts and files, names of persons."""
    docket, run = example.docket(), example.run()
    found = {
        str(value)
        for table in docket.tables.values()
        for values in table.columns.values()
        for value in values
        if isinstance(value, str)
    }
    found |= {
        str(part)
        for values in docket["instruments"]["attributes"]
        if values
        for pair in values.items()
        for part in pair
    }
    found |= {part for finding in run.findings for item in finding.basis for part in (item.act, item.article or "")}
    found |= {
        str(value)
        for problem in run.manifest.problems
        for value in (problem.file, problem.sheet, problem.column, problem.value)
    }
    found |= {file.file for file in run.manifest.inputs} | {line.name or "" for line in example.RESPONSIBLE}
    found |= {str(finding.place) for finding in run.findings}
    return sorted(found - {""}, key=len, reverse=True)


def without_data(text: str) -> str:
    for known in data_strings():
        text = text.replace(known, "¤")
    return text


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_an_english_document_holds_no_chinese_beyond_the_data(kind: str) -> None:
    rest = without_data(sentences(kind, "en"))
    assert not HAN.search(rest), [line for line in rest.splitlines() if HAN.search(line)]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_chinese_document_holds_no_english_sentence(kind: str) -> None:
    rest = without_data(sentences(kind, "zh"))
    assert not ENGLISH.search(rest), ENGLISH.findall(rest)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_document_carries_the_manifest_and_its_day(kind: str) -> None:
    text = sentences(kind)
    assert "截至2026年6月30日" in text
    assert "9f" * 32 in text
    assert "未计入行数\n1" in text
    assert "改为 2019-12-31 这样的日期" in text
    assert "PP-41(1)" in text


def test_breach_record_states_subject_facts_basis_people_objection_and_next_step() -> None:
    text = sentences("breach-record", subject="ppp-01/subsidy-2025")
    for said in (
        "示例市水务局", "11990000000000002B", "逾期181天", "13,600,000.00元", "《优化营商环境条例》第31条", "甘雨桐", "（岗位空缺）", "国库集中支付凭证",
        "任职线索的确定性：很可能", "部分依据未核对原文", "书面向记录机关提出", "确认是否存在约定的中止事由", "记录机关（盖章）：",
    ):  # fmt: skip
        assert said in text, said


def test_breach_record_names_no_guilt() -> None:
    text = sentences("breach-record")
    assert "不是对任何个人责任的认定" in text
    for word in ("违纪", "应予处分", "负有责任", "责任人员为"):
        assert word not in text


def test_breach_days_are_conserved_and_a_sum_that_is_off_is_said() -> None:
    whole = "计入分摊：有人在任151天，空缺30天，不明0天，合计181天，与逾期天数一致。"
    assert whole in sentences("breach-record", subject="ppp-01/subsidy-2025")
    off = sections._sum(example.findings()[0].responsible, 182)
    assert off is not None
    assert "不一致，应先核对" in off.zh


def test_one_slip_for_every_breach_that_stands() -> None:
    sheets = document("breach-record").sheets
    assert [sheet.form for sheet in sheets] == ["slip", "slip", "annex"]


def test_risk_warning_goes_to_each_body_with_what_is_asked_by_when() -> None:
    sheets = document("risk-warning").sheets
    assert [sheet.addressee for sheet in sheets[:-1]] == ["示例市东湖区人民政府", "示例市水务局"]
    text = sentences("risk-warning", subject="org-water")
    assert "支付2026年上半年可行性缺口补助" in text
    assert "2026-07-31" in text
    assert "请于2026年7月15日前书面答复" in text
    assert "PP-41" in text
    assert "未兑现投资奖励承诺" not in text


def test_a_breach_that_is_over_is_not_called_open() -> None:
    statuses = [
        status if status.obligation != "ppp-01/subsidy-2025" else dataclasses.replace(status, state="fulfilled_late")
        for status in example.statuses()
    ]
    made = render_run("html", example.run(stated=statuses), "zh", "risk-warning", "org-water")
    assert isinstance(made, str)
    assert "尚未了结的违约事项0项、已经了结的违约事项1项" in made
    assert "已经了结的违约事项</h2>" in made


def test_ppp_report_has_stages_states_split_hops_vacancy_and_missing_documents() -> None:
    text = sentences("ppp-accountability", subject="ppp-01")
    for said in ("BOT", "中标", "按期履行", "已逾期", "2026-01-01至2026-03-01", "任期记录：正式任职", "无证据", "示例市水务局局长岗位在逾期期间空缺30天。",
                 "任期图：支付2025年度可行性缺口补助", "交付建设用地\n履行：证明材料\n2021-09-18", "逾期天数自到期日的次日起算"):  # fmt: skip
        assert said in text, said


def test_audit_report_lists_by_domain_the_excluded_and_the_unsettled() -> None:
    text = sentences("audit")
    for said in ("一、总体情况", "二、政府和社会资本合作领域", "三、政府采购领域", "四、招商引资领域", "尚不能核定的义务", "完成园区北路通车", "已排除", "登记人：法制科",
                 "未能核定的规则", "文书没有交货日期"):  # fmt: skip
        assert said in text, said


def test_withheld_names_stay_out_of_every_document() -> None:
    run = withhold_names(example.run())
    for kind in DOCUMENTS:
        made = render_run("html", run, "zh", kind)
        assert isinstance(made, str)
        assert "甘雨桐" not in made
        assert "按要求，本件不显示人员姓名" in made or kind == "breach-record"


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("breach-record", "x"),
        ("risk-warning", "x"),
        ("ppp-accountability", "inv-03"),
        ("audit", "ppp-01"),
        ("letter", None),
    ],
)
def test_a_subject_that_is_not_there_is_said_with_a_remedy(kind: str, subject: str | None) -> None:
    with pytest.raises(Fault) as raised:
        document(kind, subject)
    assert raised.value.remedy.zh
    assert raised.value.remedy.en


def test_an_option_that_cannot_act_is_refused() -> None:
    with pytest.raises(Fault):
        render_run("csv", example.run(), "zh", "breach-record")


def test_tables_are_capped_and_say_so() -> None:
    finding = example.findings()[1]
    many = tuple(replace(finding, fingerprint=f"{number:016x}") for number in range(MOST_ROWS + 41))
    run = example.run(many)
    blocks = document("audit", run=run).sheets[0].blocks
    notes = [block.cap_note for block in blocks if isinstance(block, TableBlock) and block.cap_note]
    assert notes == [
        Text("仅列前200条，共241条，全表见附件", "only the first 200 of 241 rows; the annexed workbook has them all")
    ]


def test_markup_in_the_data_stays_text() -> None:
    finding = replace(example.findings()[0], title=Text("<script>alert(1)</script>", "<script>alert(1)</script>"))
    made = render_run("html", example.run((finding,)), "zh")
    assert isinstance(made, str)
    assert "<script" not in made
    assert "&lt;script&gt;" in made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_states_its_language_and_a_simplified_chinese_family(lang: str) -> None:
    page = rendered("html", "audit", lang).decode()
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert '"Noto Serif CJK SC"' in page
    body = next(line for line in page.splitlines() if line.startswith("html { font: 15.75pt"))
    assert body.index('"仿宋_GB2312"') < body.index('"Noto Serif CJK SC"')


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if HAN.match(character))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_html_pdf_and_docx_hold_the_same_text(kind: str) -> None:
    in_html, in_docx, in_pdf = (text_of(form, rendered(form, kind)) for form in ("html", "docx", "pdf"))
    assert letters(in_html) == letters(in_docx)
    # On paper the day stands in the head of every page as well, and headings of tables repeat.
    assert not letters(in_html) - letters(in_pdf)
    # The drawings are pictures apart in a page, and text on paper.
    drawn = "".join(figures(example.CHAIN, example.RESPONSIBLE).values()) if kind.startswith("ppp") else ""
    assert not set(letters(in_pdf)) - set(letters(in_html)) - set(drawn)


def test_docx_names_the_official_fonts_for_chinese_characters() -> None:
    file = docx.Document(io.BytesIO(rendered("docx", "breach-record")))
    named = set(re.findall(r'w:eastAsia="([^"]+)"', file.element.xml))
    assert {"仿宋_GB2312", "SimHei", "楷体_GB2312", "方正小标宋简体"} <= named
    assert not {name for name in named if "Noto" in name}


def test_docx_has_the_page_of_the_standard() -> None:
    file = docx.Document(io.BytesIO(rendered("docx", "audit")))
    section = file.sections[0]
    millimetres = [
        round(side.mm)
        for side in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.left_margin,
            section.right_margin,
            section.bottom_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 28, 26, 35]


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_headings_are_numbered_in_chinese(number: int, written: str) -> None:
    assert numeral(number) == written
