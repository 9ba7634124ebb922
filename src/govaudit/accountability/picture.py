"""Both drawings of a trace on one sheet: the tenure lanes above, the graph below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govaudit.accountability.drawing import GraphvizMissingError, figure
from govaudit.accountability.lanes import WIDTH, lanes

if TYPE_CHECKING:
    from govaudit.accountability.drawing import Lines
    from govaudit.model.run import Chain

_VIEW = re.compile(r'viewBox="0(?:\.0+)? 0(?:\.0+)? ([0-9.]+) ([0-9.]+)"')
_SIZE = re.compile(r'width="\d+" height="([0-9.]+)"')


def picture(chain: Chain, lines: Lines, lang: str = "zh", *, names: bool = True) -> tuple[str, bool]:
    """Return one SVG and whether the graph is in it (False where Graphviz is not installed)."""
    upper = lanes(chain, lang, names=names)
    try:
        lower = figure(chain, lines, lang, names=names)
    except GraphvizMissingError:
        return upper, False
    return _stacked(upper, lower), True


def _stacked(upper: str, lower: str) -> str:
    """Put the second drawing under the first, shrunk to its width when it is wider."""
    high = _SIZE.search(upper)
    size = _VIEW.search(lower)
    if high is None or size is None:
        msg = "a drawing without its size"
        raise AssertionError(msg)
    wide, tall = float(size[1]), float(size[2])
    factor = min(4 / 3, (WIDTH - 24) / wide)  # dot measures in points, a pixel is 3/4 of one
    left, top = round((WIDTH - wide * factor) / 2, 2), float(high[1])
    whole = round(top + tall * factor + 12, 2)
    body = lower[lower.index("<svg") :]
    inner = body[body.index(">") + 1 : body.rindex("</svg>")]
    nested = (
        f'<rect y="{top:g}" width="{WIDTH}" height="{whole - top:g}" fill="#fff"/>\n'
        f'<svg x="{left:g}" y="{top:g}" width="{wide * factor:.2f}" height="{tall * factor:.2f}" viewBox="0 0 {wide:g} {tall:g}">'
        f"{inner}</svg>\n</svg>\n"
    )
    resized = upper.replace(
        f'height="{high[1]}" viewBox="0 0 {WIDTH} {high[1]}"', f'height="{whole:g}" viewBox="0 0 {WIDTH} {whole:g}"', 1
    )
    return resized[: resized.rindex("</svg>")] + nested
