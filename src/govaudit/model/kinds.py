"""The kinds of finding."""

from __future__ import annotations

from typing import Literal

Kind = Literal["breach", "warning", "accountability_gap", "data_problem"]

# Least to most: `--fail-on` takes findings at or above one of these.
KINDS: tuple[Kind, ...] = ("data_problem", "accountability_gap", "warning", "breach")
