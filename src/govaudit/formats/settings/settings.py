"""The two small files beside a docket: `govaudit.yaml` with its settings, and the list of exclusions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from govaudit.formats.cells.cell_values import read_date, read_flag, read_int, read_list, read_text
from govaudit.model import KINDS, Fault, Mapping, Place, Problem, Suppression, Text, load_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

CONFIG_NAME = "govaudit.yaml"
_LARGEST = 1 << 20
_MOST_DAYS = 3660


@dataclass(slots=True)
class Settings:
    """What `govaudit.yaml` may say; an option of the command line wins over it. Paths are relative to its folder."""

    as_of: int | None = None
    known_at: int | None = None
    lang: str | None = None
    encoding: str | None = None
    fail_on: str | None = None
    names: bool | None = None
    suppressions: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    degrees: str | None = None
    handover_tolerance: int | None = None
    handover_allowance: int | None = None
    left_lying_after: int | None = None
    ppp_growth: Literal["compound", "mean"] = "compound"


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if raw not in words:
            raise Fault(
                "bad_choice",
                Text("不在可选值之内", "not one of the allowed values"),
                Text(f"可选：{'、'.join(words)}", f"use one of: {', '.join(words)}"),
            )
        return str(raw)

    return read


def _days(raw: Any) -> int:
    days = read_int(raw)
    if not 0 <= days <= _MOST_DAYS:
        raise Fault("period_out_of_range", Text(f"天数应在0到{_MOST_DAYS}之间", f"a number of days from 0 to {_MOST_DAYS}"),
                    Text("核对天数", "check the number"))  # fmt: skip
    return days


_READERS: dict[str, Callable[[Any], Any]] = {
    "as_of": read_date, "known_at": read_date, "lang": _one_of("zh", "en"), "encoding": read_text, "fail_on": _one_of(*KINDS, "never"),
    "names": read_flag, "suppressions": lambda raw: tuple(read_list(raw)), "checklists": lambda raw: tuple(read_list(raw)), "exclude": lambda raw: tuple(read_list(raw)),
    "degrees": read_text, "handover_tolerance": _days, "handover_allowance": _days, "left_lying_after": _days,
    "ppp_growth": _one_of("compound", "mean"),
}  # fmt: skip
_SUPPRESSION: dict[str, Callable[[Any], Any]] = {
    "fingerprint": read_text, "rule": read_text, "instrument": read_text, "obligation": read_text, "trigger": read_text, "reason": read_text, "who": read_text, "until": read_date,
}  # fmt: skip


def settings_folder(paths: Sequence[Path]) -> Path | None:
    """Return the folder whose settings hold for a docket: the only folder among its paths, if there is just one."""
    folders = [path for path in paths if path.is_dir()]
    return folders[0] if len(folders) == 1 else None


def settings_not_used(paths: Sequence[Path]) -> list[Problem]:
    """Return a note for each settings file that does not hold because several folders are given."""
    folders = [path for path in paths if path.is_dir()]
    return [
        Problem("settings_not_used", Place(str(folder / CONFIG_NAME)), Text("给出了几个文件夹，此设置未采用", "several folders are given: these settings are not used"),
                Text("在命令行写明选项，或只给一个文件夹", "give the options on the command line, or one folder only"), level="note")
        for folder in folders if len(folders) > 1 and (folder / CONFIG_NAME).is_file()
    ]  # fmt: skip


def read_settings(folder: Path) -> tuple[Settings, list[Problem]]:
    """Read `govaudit.yaml` of a docket folder; without one the settings are empty."""
    path = folder / CONFIG_NAME
    settings, problems = Settings(), list[Problem]()
    if not path.is_file():
        return settings, problems
    for mapping in _mappings(path, problems):
        for key, value in _values(mapping, _READERS, path.name, problems).items():
            setattr(settings, key, value)
    return settings, problems


def read_suppressions(path: Path) -> tuple[list[Suppression], list[Problem]]:
    """Read the exclusions; each needs reason, who and until, and something to match."""
    problems: list[Problem] = []
    found = []
    for mapping in _mappings(path, problems):
        values = _values(mapping, _SUPPRESSION, path.name, problems)
        place = Place(path.name, row=mapping.line)
        missing = [key for key in ("reason", "who", "until") if key not in values]
        if not any(key in values for key in ("fingerprint", "rule", "instrument", "obligation", "trigger")):
            missing.append("fingerprint")
        if missing:
            names = " / ".join(missing)
            problems.append(
                Problem(
                    "missing_value",
                    place.at(missing[0]),
                    Text(f"必填项为空：{names}", f"required and empty: {names}"),
                    Text(f"填写 {names}", f"fill in {names}"),
                )
            )
        else:
            found.append(Suppression(place, **values))
    return found, problems


def _mappings(path: Path, problems: list[Problem]) -> list[Mapping]:
    try:
        documents = load_documents(path.read_bytes(), _LARGEST)
    except FileNotFoundError:
        problems.append(
            Problem(
                "no_such_file", Place(str(path)), Text("文件不存在", "no such file"), Text("核对路径", "check the path")
            )
        )
        return []
    except Fault as fault:
        problems.append(Problem(fault.code, Place(path.name, row=fault.line), fault.what, fault.remedy))
        return []
    items = [item for document in documents for item in _listed(document)]
    what, remedy = Text("应为键和值", "keys and values are needed"), Text("核对缩进", "check the indentation")
    problems += [
        Problem("not_a_row", Place(path.name), what, remedy, str(item))
        for item in items
        if not isinstance(item, Mapping)
    ]
    return [item for item in items if isinstance(item, Mapping)]


def _listed(document: Any) -> list[Any]:
    """Return the items of a document: a list, a list under `suppressions`, or the document itself."""
    if isinstance(document, Mapping) and isinstance(document.get("suppressions"), list):
        found = document["suppressions"]
        if all(isinstance(item, Mapping) for item in found) and len(document) == 1:
            return list(found)
    return document if isinstance(document, list) else [document]


def _values(
    mapping: Mapping, readers: dict[str, Callable[[Any], Any]], name: str, problems: list[Problem]
) -> dict[str, Any]:
    values = {}
    for key, raw in mapping.items():
        place = Place(name, row=mapping.line_of(key), column=key)
        if key not in readers:
            near = difflib.get_close_matches(key, readers, 1)
            remedy = (
                Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
                if near
                else Text(f"可用：{'、'.join(readers)}", f"use: {', '.join(readers)}")
            )
            problems.append(
                Problem("unknown_key", place, Text(f"没有“{key}”这一项", f"there is no '{key}'"), remedy, key)
            )
        elif raw is not None:
            try:
                values[key] = readers[key](raw)
            except Fault as fault:
                problems.append(Problem(fault.code, place, fault.what, fault.remedy, str(raw)))
    return values


# --- The JSON Schema of `govaudit.yaml`

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
            "ppp_growth": {"description": "以后年度PPP占比的分母按何种增速推算：年均复合增速（默认）或各年增速平均值 / how the denominator of the PPP share of a year ahead grows: at the compound rate (default) or the mean of the yearly rates", "enum": ["compound", "mean"]},
            "left_lying_after": {"description": "接任后逾期超过多少天未处理即提示“新官不理旧账”，默认30 / days after which an inherited duty counts as left lying", **_DAYS},
        },
    }  # fmt: skip
