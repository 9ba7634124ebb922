"""A document as one HTML file that needs nothing else; the PDF is made from the same text."""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from govaudit.model.days import to_date
from govaudit.model.text import Text
from govaudit.report.blocks import pick, title_lines
from govaudit.report.fonts import FACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.blocks import Block, Document, Words

_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
# A red head is at most 22 mm high and as wide as the text block allows: points by number of characters.
_LARGEST_MAST, _MAST_WIDTH = 46, 420


def write(document: Document, lang: str) -> str:
    """Return the page in one language."""
    environment = _environment()
    block = environment.get_template("block.html.j2")

    def words(given: Words) -> str:
        return pick(given, lang)

    def render(given: Block) -> Markup:
        kind = type(given).__name__
        tools = {"words": words, "shares": _shares, "is_number": is_number, "image": _image}
        return Markup(block.render(block=given, kind=kind, **tools))  # noqa: S704 - the template escapes what it is given

    return environment.get_template("document.html.j2").render(
        document=document, lang=lang, date=to_date(document.as_of).isoformat(), css=_css(), words=words, render=render, title_lines=title_lines,
        mast_size=lambda mast: mast_size(pick(mast, lang)), bracketed=lambda given: bracketed(given, lang),
        addressed=lambda given: addressed(given, lang),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("govaudit.report"), autoescape=select_autoescape(["html.j2"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


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
    """Whether a cell is a plain number, to be set right."""
    return isinstance(given, str) and _NUMBER.fullmatch(given) is not None


def _image(svg: str) -> str:
    """Return a drawing as an image address: apart from the page, so that neither styles nor scripts of it take part."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
