"""The examples of rules, run as dockets through the real pipeline: what a lawyer wrote is what the program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.checks.examples.rule_examples import BadExampleError, Outcome, example_docket, run_examples

open_door(__name__)
