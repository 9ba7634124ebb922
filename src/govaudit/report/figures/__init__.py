"""Drawings as SVG: chains of responsibility, tenures, debt charts. In come chains and accounts as values, out comes SVG text with words in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.figures.chain_drawing import MISSING, figures, picture

open_door(__name__)
