"""The statutory forms of local debt (财预〔2018〕209号) as published: which lines they have, and the figures read from a workbook.

Figures come out in fen with sheet and cell; a figure that cannot be placed is a problem, never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.debt_forms.form_tables import (
        FORM,
        FORMS,
        FURTHER,
        ONWARD,
        PLAN_YEARS,
        SAME,
        Form,
        FormLine,
        plan_columns,
    )
    from govaudit.formats.debt_forms.forms_read import FormFigure, read_forms

open_door(__name__)
