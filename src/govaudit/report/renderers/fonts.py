"""Which fonts an official document asks for (GB/T 9704-2012), and which free ones stand in for them on this machine.

The official fonts are proprietary. Style sheets name them first, so that a document made on a clerk's machine that has
them is exact; elsewhere the first stand-in that is installed is used, and the reader of the run is told so.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from govaudit.model import Text


@dataclass(frozen=True, slots=True)
class Face:
    """One of the five faces of an official document: what the standard names, and what may stand in, best first."""

    key: str
    name: Text
    role: Text
    asked: Text
    official: tuple[str, ...]
    free: tuple[str, ...]
    generic: str
    package: str
    bold: bool = False

    @property
    def css(self) -> str:
        """Return the value of `font-family`: official names, stand-ins, generic family."""
        return ", ".join([*(f'"{name}"' for name in (*self.official, *self.free)), self.generic])


FANGSONG = Face(
    key="fangsong",
    name=Text(zh="仿宋", en="FangSong"),
    role=Text(zh="正文", en="body"),
    asked=Text(zh="仿宋_GB2312", en="FangSong_GB2312"),
    official=("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋"),
    # FandolFang lacks rarer name characters (昇璟䶮喆堃); these then come from the next family in the list.
    free=("FandolFang", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
    generic="serif",
    package="fonts-noto-cjk",
)
HEITI = Face(
    key="heiti",
    name=Text(zh="黑体", en="HeiTi"),
    role=Text(zh="一级标题", en="first-level headings"),
    asked=Text(zh="SimHei", en="SimHei"),
    official=("SimHei", "黑体"),
    free=("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    generic="sans-serif",
    package="fonts-noto-cjk",
)
KAITI = Face(
    key="kaiti",
    name=Text(zh="楷体", en="KaiTi"),
    role=Text(zh="二级标题", en="second-level headings"),
    asked=Text(zh="楷体_GB2312", en="KaiTi_GB2312"),
    official=("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体"),
    free=("LXGW WenKai", "AR PL UKai CN"),
    generic="serif",
    package="fonts-lxgw-wenkai",
)
XIAOBIAOSONG = Face(
    key="xiaobiaosong",
    name=Text(zh="小标宋", en="XiaoBiaoSong"),
    role=Text(zh="标题、发文机关标志", en="titles and red heads"),
    asked=Text(zh="方正小标宋简体", en="FZXiaoBiaoSong-B05S"),
    official=("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    free=("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
    generic="serif",
    package="fonts-noto-cjk",
    bold=True,
)
SONGTI = Face(
    key="songti",
    name=Text(zh="宋体", en="SongTi"),
    role=Text(zh="页码", en="page numbers"),
    asked=Text(zh="SimSun", en="SimSun"),
    official=("SimSun", "宋体", "NSimSun"),
    free=("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "AR PL UMing CN"),
    generic="serif",
    package="fonts-noto-cjk",
)
FACES: tuple[Face, ...] = (FANGSONG, HEITI, KAITI, XIAOBIAOSONG, SONGTI)


@dataclass(frozen=True, slots=True)
class StandIn:
    """What will be drawn where a face is asked for: `used` is a family on this machine, or None."""

    face: Face
    used: str | None

    @property
    def is_official(self) -> bool:
        """Whether the font the standard names is itself installed."""
        return self.used in self.face.official

    @property
    def sentence(self) -> Text:
        """Say it, as in: 正文：用 Noto Serif CJK SC 代替 仿宋_GB2312."""
        role, asked = self.face.role, self.face.asked
        if self.used is None:
            return Text(
                zh=f"{role.zh}：缺 {asked.zh}，也无代用字体",
                en=f"{role.en}: {asked.en} is absent, and so is any stand-in",
            )
        if self.is_official:
            return Text(zh=f"{role.zh}：规定字体", en=f"{role.en}: the prescribed font")
        weight = Text(zh="粗体", en=" Bold") if self.face.bold else Text(zh="", en="")
        return Text(
            zh=f"{role.zh}：用 {self.used} {weight.zh}代替 {asked.zh}",
            en=f"{role.en}: {self.used}{weight.en} stands in for {asked.en}",
        )


@cache
def installed() -> frozenset[str]:
    """Return every family name fontconfig knows, in all languages; empty when there is no fontconfig."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return frozenset()
    answer = subprocess.run([fc_list, "--format", "%{family}\n"], capture_output=True, check=False, timeout=60)
    lines = answer.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(",") if name.strip())


def stand_ins(families: frozenset[str] | None = None) -> list[StandIn]:
    """Tell for each face which font will be used, given the `families` on a machine (default: this one)."""
    have = installed() if families is None else families
    return [
        StandIn(face, next((name for name in (*face.official, *face.free) if name in have), None)) for face in FACES
    ]
