"""The figures of the statutory debt forms: filled from a docket, checked against each other. Money in fen; a difference is a doubt with both places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.form_figures.forms_fill import Filled as Filled
    from govaudit.finance.form_figures.forms_fill import FormDoubt as FormDoubt
    from govaudit.finance.form_figures.forms_fill import fill_forms as fill_forms
    from govaudit.finance.form_figures.forms_fill import form_doubts as form_doubts
    from govaudit.finance.form_figures.forms_fill import spoken_doubt as spoken_doubt

open_door(__name__)
