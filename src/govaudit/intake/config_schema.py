"""The JSON Schema of `govaudit.yaml`."""

from __future__ import annotations

from typing import Any

from govaudit.model.finding import KINDS

_DATE: dict[str, Any] = {"type": "string", "examples": ["2026-06-30"]}
_NAMES: dict[str, Any] = {"type": ["array", "string"], "items": {"type": "string"}}


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the settings of a docket folder."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govaudit.yaml",
        "description": "一个卷宗文件夹的设置；命令行选项优先 / the settings of a docket folder; an option of the command line wins",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "as_of": {"description": "截至日（当日24时）/ judged at the end of this day", **_DATE},
            "known_at": {"description": "只用该日及以前记录的事实 / only facts recorded by this day", **_DATE},
            "lang": {"description": "输出语言 / language of the output", "enum": ["zh", "en"]},
            "encoding": {"description": "CSV文件的编码，默认自动识别 / encoding of CSV files, found out when empty", "type": "string", "examples": ["gbk"]},
            "fail_on": {"description": "达到何种发现即退出码为1 / from which kind of finding the exit status is 1", "enum": [*KINDS, "never"]},
            "names": {"description": "是否写出人员姓名 / whether persons are named", "enum": [True, False, "是", "否"]},
            "suppressions": {"description": "排除清单的文件名 / file of the exclusions", "type": "string"},
            "checklists": {"description": "另加的规则文件夹 / further folders of rules", **_NAMES},
            "exclude": {"description": "不属于卷宗的文件或文件夹 / files or folders that are not part of the docket", **_NAMES},
        },
    }  # fmt: skip
