"""From a document or a run to text, JSON, CSV, XLSX, HTML, PDF, DOCX; fonts and the terminal. A run read back from JSON is checked at this border; a `Fault` says what is wrong with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.renderers.csv_out import csv_table as csv_table
    from govaudit.report.renderers.fonts import FANGSONG as FANGSONG
    from govaudit.report.renderers.fonts import stand_ins as stand_ins
    from govaudit.report.renderers.run_json import read_run as read_run
    from govaudit.report.renderers.run_json import run_schema as run_schema
    from govaudit.report.renderers.terminal import clean as clean
    from govaudit.report.renderers.terminal import hanging as hanging
    from govaudit.report.renderers.terminal import wants_color as wants_color
    from govaudit.report.renderers.terminal import wrap as wrap

open_door(__name__)
