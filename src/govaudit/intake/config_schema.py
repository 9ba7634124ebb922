"""The JSON Schema of `govaudit.yaml`."""

from __future__ import annotations

from typing import Any

from govaudit.model.kinds import KINDS

_DATE: dict[str, Any] = {"type": "string", "examples": ["2026-06-30"]}
_DAYS: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 3660}
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
            "degrees": {"description": "本地责任形式规则文件 / file of the place's own rules of degrees and handover", "type": "string", "examples": ["degrees.yaml"]},
            "handover_tolerance": {"description": "前后任任期可重叠的天数（交接当日之外），默认0 / days two holders may overlap beyond the shared day", **_DAYS},
            "handover_allowance": {"description": "交接期天数：接任后头几天单独列示，默认0 / days a newcomer needs to take over", **_DAYS},
            "left_lying_after": {"description": "接任后逾期超过多少天未处理即提示“新官不理旧账”，默认30 / days after which an inherited duty counts as left lying", **_DAYS},
        },
    }  # fmt: skip
