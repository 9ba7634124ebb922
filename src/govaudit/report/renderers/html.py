"""A document as one HTML file that needs nothing else; the PDF is made from the same text."""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from govaudit.model import Text, to_date
from govaudit.report.documents.blocks import FigureBlock, pick, title_lines
from govaudit.report.renderers.fonts import FACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.documents.blocks import Block, Document, Words

_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?( [绿蓝黄橙红GBYOR])?")
# A red head is at most 22 mm high and as wide as the text block allows: points by number of characters.
_LARGEST_MAST, _MAST_WIDTH = 46, 420


def write(document: Document, lang: str, *, live: bool = True) -> str:
    """Return the page in one language; `live` charts answer to the pointer, others are drawings only."""
    environment = _environment()
    block = environment.get_template("block.html.j2")

    def words(given: Words) -> str:
        return pick(given, lang)

    def render(given: Block) -> Markup:
        kind = type(given).__name__
        tools = {"words": words, "shares": _shares, "is_number": is_number, "image": _image, "live": live}
        return Markup(block.render(block=given, kind=kind, **tools))  # noqa: S704 - the template escapes what it is given

    return environment.get_template("document.html.j2").render(
        document=document, lang=lang, date=to_date(document.as_of).isoformat(), css=_css(), words=words, render=render, title_lines=title_lines,
        mast_size=lambda mast: mast_size(pick(mast, lang)), bracketed=lambda given: bracketed(given, lang),
        addressed=lambda given: addressed(given, lang), library=_library(document) if live else None,
    )  # fmt: skip


def _library(document: Document) -> Markup | None:
    """Return the charting library where a chart of the document asks for it."""
    if not any(isinstance(block, FigureBlock) and block.option for sheet in document.sheets for block in sheet.blocks):
        return None
    from govaudit.report.figures.echarts import library

    return Markup(library())  # noqa: S704 - the official build of a library, known by its digest


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("govaudit.report"), autoescape=select_autoescape(["html.j2"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.filters["safe_json"] = _safe_json
    return found


def _safe_json(text: str) -> Markup:
    """Return JSON that can end no script and open no comment, whatever the names in it."""
    escapes: dict[str, str | int | None] = {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
    return Markup(text.translate(str.maketrans(escapes)))  # noqa: S704 - nothing in it is markup any more


@cache
def _css() -> Markup:
    faces = {face.key: face.css for face in FACES}
    return Markup(_environment().get_template("gongwen.css.j2").render(**faces))  # noqa: S704 - our own style sheet, no data in it


def mast_size(mast: str) -> int:
    """Return the size in points of a red head: as large as fits the width."""
    return min(_LARGEST_MAST, _MAST_WIDTH // max(1, len(mast)))


def bracketed(given: Words, lang: str) -> str:
    """Write the line under the title in brackets."""
    return Text(f"（{pick(given, 'zh')}）", f"({pick(given, 'en')})").pick(lang)


def addressed(given: Words, lang: str) -> str:
    """Write the addressee (主送机关) with its full-width colon."""
    return pick(given, lang) + Text("：", ":").pick(lang)


def _shares(widths: Sequence[int]) -> list[str]:
    total = sum(widths)
    return [f"{100 * width / total:.2f}" for width in widths]


def is_number(given: Words) -> bool:
    """Whether a cell is a plain number or share, with the letter of its level where it has one: set right."""
    return isinstance(given, str) and _NUMBER.fullmatch(given) is not None


def _image(svg: str) -> str:
    """Return a drawing as an image address: apart from the page, so that neither styles nor scripts of it take part."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
