"""What stands beside a docket: govaudit.yaml, the exclusions, and the schema of both.

A key that is not known, or a value that cannot be used, is a problem with its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.settings.settings import Settings as Settings
    from govaudit.formats.settings.settings import config_schema as config_schema
    from govaudit.formats.settings.settings import read_settings as read_settings
    from govaudit.formats.settings.settings import read_suppressions as read_suppressions
    from govaudit.formats.settings.settings import settings_folder as settings_folder
    from govaudit.formats.settings.settings import settings_not_used as settings_not_used

open_door(__name__)
