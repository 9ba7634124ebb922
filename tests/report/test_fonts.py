"""Which font stands in for which, on machines with different fonts."""

from __future__ import annotations

from govaudit.report.renderers.fonts import FACES, FANGSONG, installed, stand_ins

FRESH = frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC", "LXGW WenKai", "DejaVu Sans"})


def used(families: frozenset[str]) -> dict[str, str | None]:
    return {choice.face.key: choice.used for choice in stand_ins(families)}


def test_after_bootstrap_every_face_has_its_stand_in() -> None:
    assert used(FRESH) == {
        "fangsong": "Noto Serif CJK SC",
        "heiti": "Noto Sans CJK SC",
        "kaiti": "LXGW WenKai",
        "xiaobiaosong": "Noto Serif CJK SC",
        "songti": "Noto Serif CJK SC",
    }


def test_fandol_comes_before_noto_and_the_official_font_before_both() -> None:
    assert used(FRESH | {"FandolFang"})["fangsong"] == "FandolFang"
    clerk = FRESH | {"FandolFang", "仿宋_GB2312"}
    assert used(clerk)["fangsong"] == "仿宋_GB2312"
    assert stand_ins(clerk)[0].is_official


def test_machine_without_fonts_says_so() -> None:
    choices = stand_ins(frozenset())
    assert {choice.used for choice in choices} == {None}
    assert choices[0].sentence.zh == "正文：缺 仿宋_GB2312，也无代用字体"
    assert choices[0].sentence.en == "body: FangSong_GB2312 is absent, and so is any stand-in"


def test_sentences_tell_face_weight_and_stand_in() -> None:
    title = next(choice for choice in stand_ins(FRESH) if choice.face.key == "xiaobiaosong")
    assert title.sentence.zh == "标题、发文机关标志：用 Noto Serif CJK SC 粗体代替 方正小标宋简体"
    assert title.sentence.en == "titles and red heads: Noto Serif CJK SC Bold stands in for FZXiaoBiaoSong-B05S"


def test_style_sheets_name_the_official_font_first() -> None:
    assert FANGSONG.css.startswith('"仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "FandolFang", ')
    assert all(face.css.endswith(", " + face.generic) for face in FACES)


def test_fontconfig_is_asked_once_and_knows_what_bootstrap_installed() -> None:
    assert installed() is installed()
    assert {"Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"} <= installed()
