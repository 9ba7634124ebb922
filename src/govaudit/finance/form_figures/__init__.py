"""The figures of the statutory debt forms: filled from a docket, checked against each other. Money in fen; a difference is a doubt with both places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.form_figures.forms_fill import Filled, FormDoubt, fill_forms, form_doubts, spoken_doubt

open_door(__name__)
