"""All rules in force for a run: found by scanning folders, checked whole, with a digest that names the version."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.model import Mapping, Place, Problem, RecordRefusedError, Text, adapter, as_plain, from_plain, kept, stamp
from govaudit.rules.article import read_yaml, without_examples
from govaudit.rules.kinds.builtin import Builtin
from govaudit.rules.kinds.rule import KINDS, AnyRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails


_Read = AnyRule | Builtin | list[Problem]
_MODELS: dict[str, type[AnyRule | Builtin]] = {**KINDS, "builtin": Builtin}
_BUILTIN = "builtin"  # the folder of the program's own rules
_PARTS = re.compile(r"([A-Z]{2})-([A-Z]?)(\d+)([a-z]?)")


@dataclass(slots=True)
class RuleSet:
    """The rules by id, in order of id, those of the program itself apart (`builtin`).

    `digest` is the sha256 over all files, `problems` the files that cannot be used.
    """

    rules: dict[str, AnyRule] = field(default_factory=dict)
    builtin: dict[str, Builtin] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, rule: str) -> AnyRule:
        return self.rules[rule]

    def __iter__(self) -> Iterator[AnyRule]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)


def checklists_home() -> Path:
    """Return the folder of the published rules: inside the wheel, or at the top level of the source tree."""
    package = Path(__file__).parents[1] / "checklists"
    return package if package.is_dir() else Path(__file__).parents[3] / "checklists"


def load_rules(extra_dirs: Sequence[Path] = (), *, examples: bool = True) -> RuleSet:
    """Read the published rules and those of further folders; a fault in a file becomes a problem and the file is left out.

    An id never changes meaning, so a further folder may add rules but not restate one, least of all one of the program. Without
    `examples` the rules judge alike and are read in half the time.
    """
    own = builtin_rules(examples=examples)
    found = RuleSet(builtin=own.builtin, files=dict(own.files), problems=list(own.problems))
    digest = hashlib.sha256(own.digest.encode())
    home = checklists_home()
    for folder in (home, *extra_dirs):
        if not folder.is_dir():
            found.problems.append(Problem("no_such_folder", Place(str(folder)), Text("规则文件夹不存在", "no such folder of rules"),
                                          Text("核对 --checklists 的路径", "check the path given with --checklists")))  # fmt: skip
        read, named = _kept(folder, _BUILTIN if folder == home else None, examples=examples)
        digest.update(named.encode())
        for name, rule in read.items():
            _add(found, rule, name)
    found.rules = dict(sorted(found.rules.items(), key=lambda item: _order(item[0])))
    found.digest = digest.hexdigest()
    return found


@cache
def builtin_rules(*, examples: bool) -> RuleSet:
    """Read the rules of the program itself, once; they are part of every rule set and the words of every finding that no law states."""
    found = RuleSet()
    read, found.digest = _kept(checklists_home() / _BUILTIN, None, examples=examples)
    for name, rule in read.items():
        if isinstance(rule, Builtin):
            found.builtin[rule.id], found.files[rule.id] = rule, f"{_BUILTIN}/{name}"
        else:
            found.problems += rule if isinstance(rule, list) else [_misplaced(f"{_BUILTIN}/{name}")]
    return found


def builtin(rule: str) -> Builtin:
    """Return a rule of the program itself by its id."""
    return builtin_rules(examples=False).builtin[rule]


def _files(folder: Path, without: str | None) -> list[str]:
    """Return the rule files of a folder in order, `without` one in it; names joined as text take a third of the time of paths."""
    found: list[tuple[str, ...]] = []
    for at, below, names in os.walk(folder):
        parts = Path(at).relative_to(folder).parts
        if not parts:
            below[:] = [name for name in below if name != without]
        found += [(*parts, name) for name in names if name.endswith(".yaml")]
    return ["/".join(parts) for parts in sorted(found)]


def _kept(folder: Path, without: str | None, *, examples: bool) -> tuple[dict[str, _Read], str]:
    """Return the rules of a folder's files, or the problems of each, and a sha256 over names and bytes; read and checked once, then as they were kept.

    Kept are the version of a rule, which costs as much as its check, and the rule; nothing of a file that is at fault.
    """
    files = {name: f"{folder}/{name}" for name in _files(folder, without)}
    read: dict[str, _Read] = {}

    def make() -> list[Any]:
        whole = hashlib.sha256()
        for name, file in files.items():
            data = Path(file).read_bytes()
            whole.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
            read[name] = read_rule(data, name, examples=examples)
        rules = {name: None if isinstance(one, list) else [_version(one), as_plain(one)] for name, one in read.items()}
        return [whole.hexdigest(), rules]

    key = repr((str(folder.absolute()), examples, [(name, stamp(file)) for name, file in files.items()]))
    digest, rules = kept("rules", key.encode(), make)
    for name, found in rules.items():
        if name not in read:
            read[name] = _again(found) if found else read_rule(Path(files[name]).read_bytes(), name, examples=examples)
    return read, digest


def _version(rule: AnyRule | Builtin) -> str | None:
    return None if isinstance(rule, Builtin) else rule.version


def _again(found: list[Any]) -> AnyRule | Builtin:
    version, plain = found
    rule: AnyRule | Builtin = from_plain(_MODELS[plain["kind"]], plain)
    if version is not None:
        vars(rule)["version"] = version  # where the cached property keeps it
    return rule


def _order(rule: str) -> tuple[str, str, int, str]:
    """Order GP-9 before GP-10 before GP-10a, EW-F1 before EW-T1."""
    match = _PARTS.fullmatch(rule)
    family, letter, digits, rest = match.groups() if match else (rule, "", "0", "")
    return family, letter, int(digits), rest


def _add(found: RuleSet, rule: _Read, name: str) -> None:
    if isinstance(rule, list):
        found.problems += rule
    elif rule.id in found.builtin:
        found.problems.append(Problem("builtin_rule", Place(name, row=1, column="id"),
            Text(f"{rule.id} 是程序自带的规则，不能在另外的文件夹中改写", f"{rule.id} is a rule of the program itself and cannot be restated in another folder"),
            Text("换一个新编号；自带规则见 govaudit rules --kind builtin", "take a new id; those of the program: govaudit rules --kind builtin"), rule.id))  # fmt: skip
    elif isinstance(rule, Builtin):
        found.problems.append(_misplaced(name))
    elif rule.id in found.rules:
        found.problems.append(Problem("repeated_rule", Place(name, row=1, column="id"),
            Text(f"规则编号已在 {found.files[rule.id]} 中使用", f"the rule id is already used by {found.files[rule.id]}"),
            Text("编号的含义永不改变：换一个新编号", "an id never changes meaning: take a new one"), rule.id))  # fmt: skip
    else:
        found.rules[rule.id], found.files[rule.id] = rule, name


def _misplaced(name: str) -> Problem:
    return Problem("builtin_rule", Place(name, row=1, column="kind"), Text("自带规则（kind: builtin）只随程序发布，且只在 builtin 文件夹中", "rules of the program (kind: builtin) come with it only, in its folder builtin, which holds nothing else"),
                   Text(f"改用：{'、'.join(KINDS)}", f"use one of: {', '.join(KINDS)}"))  # fmt: skip


def read_rule(data: bytes, name: str, *, examples: bool = True) -> _Read:
    """Read one rule file, or say everything that is wrong with it, each with its line."""
    raw = read_yaml(data if examples else without_examples(data), name)
    if isinstance(raw, Problem):
        return [raw]
    model = _MODELS.get(str(raw.get("kind")))
    if model is None:
        return [Problem("unknown_kind", Place(name, row=raw.lines.get("kind", 1), column="kind"), Text("没有这种规则", "no such kind of rule"),
                        Text(f"可用：{'、'.join(KINDS)}", f"use one of: {', '.join(KINDS)}"), str(raw.get("kind")))]  # fmt: skip
    from pydantic import ValidationError

    try:
        rule = adapter(model).validate_python(raw)
    except ValidationError as error:
        return [_problem(detail, raw, name, model) for detail in error.errors(include_url=False)]
    if examples and not rule.examples:
        return [Problem("missing_value", Place(name, row=1, column="examples"), Text("缺少样例", "examples are missing"),
                        Text("写出遵守、不遵守和恰在界线上的样例", "give one that keeps the rule, one that does not, and the boundary"))]  # fmt: skip
    if not Path(name).name.startswith(f"{rule.id}-"):
        return [Problem("file_name", Place(name, row=raw.lines["id"], column="id"), Text("文件名与编号不符", "the file name does not match the id"),
                        Text(f"文件名写成 {rule.id}-<英文短名>.yaml", f"name the file {rule.id}-<short-name>.yaml"), rule.id)]  # fmt: skip
    return rule


def _problem(detail: ErrorDetails, raw: Mapping, name: str, model: type[AnyRule | Builtin]) -> Problem:
    """Turn one fault found by pydantic into a problem at its line."""
    line: int = raw.line
    at: object = raw
    for step in detail["loc"]:
        if isinstance(at, Mapping):
            line = at.lines.get(str(step), line)
        at = _step(at, step)
        line = at.line if isinstance(at, Mapping) and isinstance(step, int) else line
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    place = Place(name, row=line, column=".".join(map(str, detail["loc"])))
    value = None if isinstance(detail["input"], dict) else str(detail["input"])
    error = detail.get("ctx", {}).get("error")
    if isinstance(error, RecordRefusedError):
        return Problem(error.fault.code, place, error.fault.what, error.fault.remedy, value)
    if detail["type"] == "missing":
        return Problem(
            "missing_value", place, Text(f"缺少 {key}", f"{key} is missing"), Text(f"填写 {key}", f"fill in {key}")
        )
    if key == "without_obligation":
        return Problem("unknown_key", place, Text("without_obligation 已由 in_place_of 取代", "without_obligation was replaced by in_place_of"),
                       Text("删除该项，在规则上写 in_place_of: {action: pay}", "remove it and write in_place_of: {action: pay} on the rule"), value)  # fmt: skip
    if detail["type"] == "unexpected_keyword_argument":
        near = difflib.get_close_matches(key, _known(model), 1)
        return Problem("unknown_key", place, Text(f"没有“{key}”这一项", f"there is no key '{key}'"),
                       Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near else Text("删除该项", "remove it"), value)  # fmt: skip
    return Problem("bad_value", place, Text(f"{key} 的值不合格式", f"{key}: {detail['msg']}"),
                   Text("格式见 docs/rules.md", "the format is in docs/rules.md"), value)  # fmt: skip


def _step(at: object, step: str | int) -> object:
    if isinstance(at, dict):
        return at.get(str(step))
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None


def _known(model: type[AnyRule | Builtin]) -> list[str]:
    """Every key that can stand in a rule file of this kind, at any depth."""
    text = adapter(model).json_schema()
    return sorted({key for part in (text, *text.get("$defs", {}).values()) for key in part.get("properties", {})})


def rule_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a rule file."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(AnyRule | Builtin).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "govaudit rule", **schema}
