"""From a document or a run to text, JSON, CSV, XLSX, HTML, PDF, DOCX; fonts and the terminal. A run read back from JSON is checked at this border; a `Fault` says what is wrong with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.renderers.csv_out import csv_table
    from govaudit.report.renderers.fonts import FANGSONG, stand_ins
    from govaudit.report.renderers.run_json import read_run, run_schema
    from govaudit.report.renderers.terminal import clean, hanging, wants_color, wrap

open_door(__name__)
