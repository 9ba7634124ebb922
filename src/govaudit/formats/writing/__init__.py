"""What is written back: records added to a ledger's files, lists of problems, a file replaced whole or not at all.

OSError of the system is passed on: the command says it in the user's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.writing.problem_files import problems_csv as problems_csv
    from govaudit.formats.writing.problem_files import problems_json as problems_json
    from govaudit.formats.writing.record_files import Rows as Rows
    from govaudit.formats.writing.record_files import add_record as add_record
    from govaudit.formats.writing.record_files import next_id as next_id
    from govaudit.formats.writing.record_files import next_number as next_number
    from govaudit.formats.writing.whole_file import move_file as move_file
    from govaudit.formats.writing.whole_file import replace_file as replace_file

open_door(__name__)
