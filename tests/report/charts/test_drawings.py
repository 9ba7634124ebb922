"""Drawings: plain SVG of the official library, no halo, told apart without colour, the same bytes, the same numbers as the tables."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from govaudit.model.text import Text
from govaudit.report.figures import echarts
from govaudit.report.figures.chart_style import WIDTH, folded, scale_of, short, spoken
from govaudit.report.renderers.docx_out import png
from govaudit.report.warning.chapters import charts
from report.warn.warned import grid, issue, sample


@cache
def option(letter: str, lang: str = "zh") -> dict[str, Any]:
    found = charts(sample())[letter].option
    assert found is not None
    plain: dict[str, Any] = spoken(found, lang)
    return plain


@cache
def drawing(letter: str, lang: str = "zh") -> str:
    return echarts.draw(option(letter, lang), WIDTH, charts(sample())[letter].height)


def values(one: Any) -> list[float]:
    found = [point["value"] if isinstance(point, dict) else point for point in one["data"]]
    return [0 if point == "-" else point for point in found]


@pytest.mark.parametrize("letter", list("abcdefgh"))
def test_a_drawing_is_the_same_twice_and_has_no_halo(letter: str) -> None:
    again = echarts.draw(option(letter), WIDTH, charts(sample())[letter].height)
    assert again == drawing(letter)
    assert drawing(letter).startswith("<svg")
    assert "paint-order" not in drawing(letter)
    assert not re.search(r"<text[^>]*\sstroke=", drawing(letter))
    assert "http" not in drawing(letter).replace("http://www.w3.org", "")


@pytest.mark.parametrize("letter", list("abcdefgh"))
def test_labels_are_of_one_language(letter: str) -> None:
    english = " ".join(re.findall(r">([^<]*)</text>", drawing(letter, "en")))
    chinese = " ".join(re.findall(r">([^<]*)</text>", drawing(letter)))
    assert not re.search(r"[A-Za-z]{4,}", chinese)
    assert not re.search(r"[一二三四五六七八九十]个月|余额|计划|情景", english)


@pytest.mark.parametrize("letter", ["a", "e", "g"])
def test_fills_are_told_apart_without_colour(letter: str) -> None:
    bars = [one for one in option(letter)["series"] if one["type"] == "bar" and not one.get("silent")]
    styles = [one.get("itemStyle") or one["data"][0]["itemStyle"] for one in bars]
    hatches = [str(style.get("decal")) for style in styles]
    assert len(set(hatches)) == len(hatches)


def test_the_heat_map_has_the_letter_of_each_level_and_no_blank_cell() -> None:
    cells = option("d")["series"][0]["data"]
    assert len(cells) == 6 * 9
    said = [cell["label"]["formatter"] for cell in cells]
    assert all(said)
    assert "无数据" in said
    assert {"黄", "绿", "红", "橙"} <= {text[-1] for text in said}


def test_the_wall_sums_to_the_table_beside_it() -> None:
    rows = grid(issue(), "wall").rows
    totals = [float(row[5].value) / 1e8 for row in rows]  # type: ignore[union-attr,arg-type]
    bars = [values(one) for one in option("a")["series"] if one["type"] == "bar"]
    assert [round(sum(column), 4) for column in zip(*bars, strict=True)] == [round(total, 4) for total in totals]


def test_the_outlays_sum_to_the_share_of_the_year() -> None:
    bars = [values(one) for one in option("e")["series"] if one["type"] == "bar"]
    shares = [float(row[7].value) * 100 for row in grid(issue(), "ppp_path").rows]  # type: ignore[union-attr,arg-type]
    assert [round(sum(column), 4) for column in zip(*bars, strict=True)] == [round(share, 4) for share in shares]
    lines = [one["yAxis"] for one in option("e")["series"][-1]["markLine"]["data"]]
    assert lines == [5, 7, 10]


def test_the_path_is_solid_then_dashed_then_dotted_over_four_bands() -> None:
    series = option("b")["series"]
    assert [one["lineStyle"]["type"] for one in series] == ["solid", "dashed", "dotted"]
    assert [area[0]["name"] for area in series[0]["markArea"]["data"]] == ["绿色", "黄色", "橙色", "红色"]
    history = dict(zip(option("b")["xAxis"]["data"], (one["value"] for one in series[0]["data"]), strict=True))
    assert (history["2021"], history["2025"], history["2026"]) == (90, 123.157895, "-")


def test_the_tornado_puts_the_largest_shock_on_top() -> None:
    shifts = values(option("c")["series"][0])
    assert [abs(one) for one in shifts] == sorted(abs(one) for one in shifts)
    assert shifts[-2] == 3.234225  # land: 12.8342 − 9.6 points, income and spending down by one sum


def test_the_calendar_marks_the_months_with_principal() -> None:
    cells = {tuple(one["value"][:2]): one["label"]["formatter"] for one in option("h")["series"][0]["data"]}
    assert cells[8, 0] == "7.1本"  # September 2026
    assert cells[6, 0] == "0.6"
    assert (4, 0) not in cells  # May 2026 is over


def test_a_library_that_is_not_the_official_build_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    echarts.library.cache_clear()
    monkeypatch.setattr(echarts, "_SHA256", "0" * 64)
    with pytest.raises(RuntimeError, match="official build"):
        echarts.library()
    monkeypatch.undo()
    echarts.library.cache_clear()


def test_a_picture_is_a_png_of_the_drawing() -> None:
    found = png(drawing("g"))
    assert found.startswith(b"\x89PNG")
    assert int.from_bytes(found[16:20], "big") == 3 * WIDTH


def test_small_amounts_are_drawn_in_ten_thousands() -> None:
    assert scale_of([999_999_999]).unit.zh == "万元"
    assert scale_of([1_000_000_000]).unit.zh == "亿元"
    assert scale_of([100_000_000]).said(100_000_000).zh == "100.00"


def test_long_names_keep_their_ends() -> None:
    assert short("示例县人民政府").zh == "示例县"
    name = short("名称特别特别特别特别长的第12号民族自治县人民政府").zh
    assert len(name) == 14
    assert name.endswith("民族自治县")
    assert folded(Text("一般债务付息支出占比", "interest on general debt"), 5, 11).en == "interest on\ngeneral\ndebt"
