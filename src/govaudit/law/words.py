"""The words for what rules are made of: units of time, severities, kinds of rule, verdicts, and how sure a source is.

Checks, reports and commands say them all in these words.
"""

from __future__ import annotations

from govaudit.model.text import Text

_UNITS: dict[str, Text] = {
    "day": Text("日", "day"), "workday": Text("个工作日", "working day"), "week": Text("周", "week"),
    "month": Text("个月", "month"), "year": Text("年", "year"), "hour": Text("小时", "hour"),
}  # fmt: skip
SEVERITIES: dict[str, Text] = {
    "minor": Text("轻微", "minor"),
    "ordinary": Text("一般", "ordinary"),
    "serious": Text("严重", "serious"),
}
CONFIDENCES: dict[str, Text] = {
    "verified": Text("已核对原文", "wording verified"),
    "recalled": Text("未核对原文", "wording not checked"),
    "doubtful": Text("存疑", "doubtful"),
}
RULE_KINDS: dict[str, Text] = {
    "deadline": Text("期限", "deadline"),
    "limit": Text("限额", "limit"),
    "grade": Text("分档", "grade"),
    "signal": Text("预警", "signal"),
    "required": Text("必备", "required"),
    "forbidden": Text("禁止", "forbidden"),
    "builtin": Text("自带", "built-in"),
}
LEVELS: dict[str, Text] = {
    "green": Text("绿色", "green"), "blue": Text("蓝色", "blue"), "yellow": Text("黄色", "yellow"), "orange": Text("橙色", "orange"),
    "red": Text("红色", "red"), "no_data": Text("无数据", "no data"),
}  # fmt: skip
VERDICTS: dict[str, Text] = {"breach": Text("违约失信", "breach"), "warning": Text("风险提示", "warning")}
# What a rule of the program may come to besides.
OTHER_FINDINGS: dict[str, Text] = {
    "accountability_gap": Text("责任缺口", "accountability gap"),
    "data_problem": Text("数据问题", "data problem"),
    "indication": Text("责任线索", "indication"),
}


def spoken_period(n: int, unit: str) -> Text:
    """Say a period: 7个工作日, 7 working days."""
    name = _UNITS[unit]
    return Text(f"{n}{name.zh}", f"{n} {name.en}" if n == 1 else f"{n} {name.en}s")
