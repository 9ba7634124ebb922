"""What stands beside a docket: govaudit.yaml, the exclusions, and the schema of both.

A key that is not known, or a value that cannot be used, is a problem with its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.settings.settings import (
        Settings,
        config_schema,
        read_settings,
        read_suppressions,
        settings_folder,
        settings_not_used,
    )

open_door(__name__)
