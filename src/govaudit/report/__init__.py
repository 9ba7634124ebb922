"""Documents, tables and drawings of a run, in Chinese and English; persons' names are withheld here.

In comes a `Run`, out comes text or bytes; a `Fault` names a subject that is not there or an option without effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.choices import DOCUMENTS, FORMATS
    from govaudit.report.names import Names
    from govaudit.report.render import render_run, write_document
    from govaudit.report.say_facts import say_basis
    from govaudit.report.withheld import withheld_audit, withheld_view, withhold_names

open_door(__name__)
