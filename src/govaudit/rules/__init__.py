"""Checklists read and checked: in come the YAML files of checklists/ and of a place's own folder, out comes a `RuleSet`.

A rule file that cannot be used is a `Problem` of the set with file and line, never a rule half read. Law and article stand in each file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.article import cited as cited
    from govaudit.rules.catalogue import RuleSet as RuleSet
    from govaudit.rules.catalogue import builtin as builtin
    from govaudit.rules.catalogue import builtin_rules as builtin_rules
    from govaudit.rules.catalogue import load_rules as load_rules
    from govaudit.rules.catalogue import rule_schema as rule_schema
    from govaudit.rules.rule_words import CONFIDENCES as CONFIDENCES
    from govaudit.rules.rule_words import LEVELS as LEVELS
    from govaudit.rules.rule_words import OTHER_FINDINGS as OTHER_FINDINGS
    from govaudit.rules.rule_words import RULE_KINDS as RULE_KINDS
    from govaudit.rules.rule_words import SEVERITIES as SEVERITIES
    from govaudit.rules.rule_words import VERDICTS as VERDICTS
    from govaudit.rules.rule_words import matches as matches
    from govaudit.rules.rule_words import plain as plain
    from govaudit.rules.rule_words import spoken_period as spoken_period

open_door(__name__)
