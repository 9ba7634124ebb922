"""What is written back: records added to a ledger's files, lists of problems, a file replaced whole or not at all.

OSError of the system is passed on: the command says it in the user's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.writing.problem_files import problems_csv, problems_json
    from govaudit.formats.writing.record_files import Rows, add_record, next_id, next_number
    from govaudit.formats.writing.whole_file import move_file, replace_file

open_door(__name__)
