"""`govaudit doctor`: what is present on this machine, which fonts stand in for others, what to install."""

from __future__ import annotations

import ctypes
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import lang_option, say
from govaudit.model import Text
from govaudit.report.renderers import FANGSONG, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOCK = Path(__file__).parents[3] / "requirements.lock"
OLDEST_PYTHON = (3, 11)
REINSTALL = Text(
    zh="运行 script/bootstrap（重新安装锁定的软件包）", en="run script/bootstrap (installs the locked packages again)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the program needs: its name, the version found (None: absent), what for, and what to do if absent."""

    name: Text
    found: str | None
    purpose: Text
    remedy: Text | None = None
    debian: str | None = None
    note: Text | None = None

    @property
    def missing(self) -> bool:
        """Whether something has to be done."""
        return self.found is None or self.remedy is not None


_HELP = Text(
    zh="检查运行环境：有哪些组件、文书用哪些代用字体、缺什么、如何安装。退出码：0 齐全，2 有缺。",
    en="Tell what is present on this machine, which stand-in fonts documents are drawn with, and what to install. "
    "Exit status: 0 all that the reports need is there, 2 something is missing.",
)


@click.command(help=say(_HELP.zh, _HELP.en))
@lang_option
def doctor(lang: str) -> None:
    """Tell what is present on this machine, and what to install."""
    system = [_python(), _pango(), _subsetter(), _graphviz()]
    packages = list(_packages())
    fonts = list(_fonts())
    click.echo(f"govaudit {_version('govaudit') or '?'}  {platform.system()} {platform.machine()}")
    _table(Text(zh="系统组件", en="System"), system, lang)
    _table(Text(zh="字体", en="Fonts"), fonts, lang)
    _table(Text(zh="Python 软件包", en="Python packages"), packages, lang)
    missing = [part for part in (*system, *fonts, *packages) if part.missing]
    click.echo()
    if not missing:
        click.echo(Text(zh="齐全：各类报告均可生成。", en="All there: every kind of report can be made.").pick(lang))
        return
    click.echo(
        Text(zh="缺少上面标「缺」的各项。请：", en="What is marked absent above has to be installed:").pick(lang)
    )
    for step in _remedies(missing, lang):
        click.echo(f"  {step}")
    sys.exit(2)


# --- what there is ----------------------------------------------------------------------------------------------------


def _python() -> Part:
    too_old = sys.version_info < OLDEST_PYTHON
    remedy = Text(zh="安装 Python 3.11 或更新版本", en="install Python 3.11 or newer") if too_old else None
    return Part(_same("Python"), platform.python_version(), Text(zh="运行本程序", en="runs the program"), remedy)


def _pango() -> Part:
    found = _library_version("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll")
    return Part(_same("pango"), found, Text(zh="PDF 排版", en="sets PDFs"), debian="libpango-1.0-0 libpangoft2-1.0-0")


def _subsetter() -> Part:
    found = _library_version("hb_version_string", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
    purpose = Text(
        zh="PDF 字体子集：没有它每页约 11 秒，有则约 0.6 秒", en="cuts fonts: 11 s a PDF page without it, 0.6 s with it"
    )
    return Part(_same("harfbuzz-subset"), found, purpose, debian="libharfbuzz-subset0")


def _graphviz() -> Part:
    found = None
    if dot := shutil.which("dot"):
        answer = subprocess.run([dot, "-V"], capture_output=True, text=True, check=False, timeout=60)
        version = re.search(r"version (\S+)", answer.stderr)
        found = version[1] if version else None
    return Part(_same("graphviz"), found, Text(zh="责任链条图", en="draws chains of responsibility"), debian="graphviz")


def _fonts() -> Iterator[Part]:
    if shutil.which("fc-list") is None:
        yield Part(_same("fontconfig"), None, Text(zh="查找字体", en="finds fonts"), debian="fontconfig")
    for choice in stand_ins():
        better = choice.face is FANGSONG and choice.used not in (None, "FandolFang") and not choice.is_official
        yield Part(
            choice.face.name,
            choice.used,
            choice.face.role,
            debian=None if choice.used else choice.face.package,
            note=Text(
                zh=choice.sentence.zh + ("（另装 FandolFang 更接近，见 docs/fonts.md）" if better else ""),
                en=choice.sentence.en + (" (FandolFang would be closer, see docs/fonts.md)" if better else ""),
            ),
        )


def _packages() -> Iterator[Part]:
    """Compare what is installed with the lock; outside a checkout there is none, and then presence is enough."""
    locked = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE)) if LOCK.is_file() else {}
    for requirement in sorted(metadata.requires("govaudit") or [], key=str.lower):
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        found = _version(name)
        want = locked.get(re.sub(r"[-_.]+", "-", name).lower())
        agrees = found is not None and want in (None, found)
        note = None
        if want and not agrees:
            note = Text(zh=f"锁定版本为 {want}", en=f"{want} is the locked version")
        yield Part(_same(name), found, _same(""), None if agrees else REINSTALL, note=note)


def _same(word: str) -> Text:
    return Text(word, word)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _library_version(function: str, *names: str) -> str | None:
    """Load a shared library and ask it for its version."""
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        version: bytes = ask()
        return version.decode("ascii", "replace")
    return None


# --- saying it --------------------------------------------------------------------------------------------------------


def _table(title: Text, parts: Iterable[Part], lang: str) -> None:
    from rich.cells import cell_len, set_cell_size

    rows = []
    for part in parts:
        mark = Text(zh="缺" if part.missing else "有", en="absent" if part.missing else "ok")
        rows.append((mark.pick(lang), part.name.pick(lang), part.found or "-", (part.note or part.purpose).pick(lang)))
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    click.echo(f"\n{title.pick(lang)}")
    for row in rows:
        line = "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"  {line}".rstrip())


def _remedies(missing: Iterable[Part], lang: str) -> list[str]:
    debian = dict.fromkeys(name for part in missing for name in (part.debian or "").split())
    steps = dict.fromkeys(part.remedy.pick(lang) for part in missing if part.remedy)
    apt = ["sudo apt-get update && sudo apt-get install --no-install-recommends " + " ".join(debian)] if debian else []
    return [*apt, *steps]
