"""The statutory forms of local debt (财预〔2018〕209号) as published: which lines they have, and the figures read from a workbook.

Figures come out in fen with sheet and cell; a figure that cannot be placed is a problem, never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.debt_forms.form_tables import FORM as FORM
    from govaudit.formats.debt_forms.form_tables import FORMS as FORMS
    from govaudit.formats.debt_forms.form_tables import FURTHER as FURTHER
    from govaudit.formats.debt_forms.form_tables import ONWARD as ONWARD
    from govaudit.formats.debt_forms.form_tables import PLAN_YEARS as PLAN_YEARS
    from govaudit.formats.debt_forms.form_tables import SAME as SAME
    from govaudit.formats.debt_forms.form_tables import Form as Form
    from govaudit.formats.debt_forms.form_tables import FormLine as FormLine
    from govaudit.formats.debt_forms.form_tables import plan_columns as plan_columns
    from govaudit.formats.debt_forms.forms_read import FormFigure as FormFigure
    from govaudit.formats.debt_forms.forms_read import read_forms as read_forms

open_door(__name__)
