"""The rules of a place for degrees, handover and delegation, as the settings of a docket name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model import Fault, Place, Problem, Text

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.formats.settings import Settings
    from govaudit.officials.trace import RuleFile


def place_rules(settings: Settings, folder: Path | None) -> tuple[RuleFile | None, list[Problem]]:
    """Return the rules of the place with the days the settings give; None where they say nothing of it."""
    days = (settings.handover_tolerance, settings.handover_allowance, settings.left_lying_after)
    if folder is None or (settings.degrees is None and days == (None, None, None)):
        return None, []
    from pydantic import ValidationError

    from govaudit.officials.trace import rule_file

    path = folder / settings.degrees if settings.degrees else None
    try:
        rules = rule_file(path) if path else rule_file()
    except (Fault, ValidationError, OSError, ValueError) as error:
        return None, [_problem(path.name if path else "", error)]
    return rules.adjusted(*days), []


def _problem(name: str, error: Exception) -> Problem:
    """Say what is wrong with the file of rules, and where."""
    if isinstance(error, Fault):
        return Problem(error.code, Place(name, row=error.line), error.what, error.remedy)
    if isinstance(error, OSError):
        return Problem("no_such_file", Place(name), Text("文件不存在或不能读取", "no such file, or it cannot be read"), Text("核对路径", "check the path"))  # fmt: skip
    first: list[dict[str, Any]] = getattr(error, "errors", list)()
    where = ".".join(str(part) for part in first[0]["loc"]) if first else ""
    return Problem("bad_rule_file", Place(name, column=where or None), Text("责任形式规则文件中有一项不合规定", "an entry of the file of degrees is not as it should be"),
                   Text("对照程序自带的 degrees.yaml 改正", "compare it with the degrees.yaml of the program"))  # fmt: skip
