"""A drawing as a picture, for programs that do not show SVG."""

from __future__ import annotations

_ZOOM = 3  # dots per pixel: about 300 to the inch at the width of the text block


def png(svg: str, zoom: int = _ZOOM) -> bytes:
    """Return a drawing (SVG) as PNG; the same drawing gives the same bytes on a machine with the same fonts."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, dpi=96))
