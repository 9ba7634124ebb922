"""Checklists read and checked: in come the YAML files of checklists/ and of a place's own folder, out comes a `RuleSet`.

A rule file that cannot be used is a `Problem` of the set with file and line, never a rule half read. Law and article stand in each file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.article import cited
    from govaudit.rules.catalogue import RuleSet, builtin, builtin_rules, load_rules, rule_schema
    from govaudit.rules.rule_words import (
        CONFIDENCES,
        LEVELS,
        OTHER_FINDINGS,
        RULE_KINDS,
        SEVERITIES,
        VERDICTS,
        matches,
        plain,
        spoken_period,
    )

open_door(__name__)
