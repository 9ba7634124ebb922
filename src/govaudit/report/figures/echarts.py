"""ECharts in process: an option in, an SVG drawing out; the same file goes into a page that is to be interactive.

The library comes inside an installed package (docs/dependencies.md) and is run only when it is the official build we know.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE, _FILE = "xlsx2echarts", "static/echarts.min.js"
VERSION = "5.6.0"
_SHA256 = "bf4a223524e40b77c304bec67e1222cf551f14880cf42c69dc046558e11c07b1"
_NAME = re.compile(r"\bzr\d+-[a-z]+-?\d+\b")
_DRAW = """(function (option, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(option);
  var drawing = chart.renderToSVGString();
  chart.dispose();
  return drawing;
})"""


@cache
def library() -> str:
    """Return the source of ECharts; RuntimeError when it is not the build this program knows."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        msg = "ECharts is not installed: run script/bootstrap"
        raise RuntimeError(msg)
    data = (Path(next(iter(found.submodule_search_locations))) / _FILE).read_bytes()
    if hashlib.sha256(data).hexdigest() != _SHA256:
        msg = f"{_PACKAGE}/{_FILE} is not the official build of ECharts {VERSION}"
        raise RuntimeError(msg)
    return data.decode()


@cache
def _machine() -> Any:
    from py_mini_racer import MiniRacer

    machine = MiniRacer()
    machine.eval(library())
    return machine


def draw(option: dict[str, Any], width: int, height: int) -> str:
    """Draw a plain option (no Text left in it) as SVG, `width` × `height` pixels; the same option gives the same drawing."""
    drawing: str = _machine().eval(f"{_DRAW}({json.dumps(option)}, {width}, {height})")
    names: dict[str, str] = {}  # the library counts on from the drawing before; here each begins anew
    return _NAME.sub(lambda match: names.setdefault(match[0], f"zr-{len(names)}"), drawing)
