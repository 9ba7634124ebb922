"""The rules of structure: what may be odd in the record of officials, and what to do about it; an id never changes meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model.finding import Finding, Severity
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Rule(NamedTuple):
    severity: Severity
    title: Text
    next_step: Text


STRUCTURE_RULES: dict[str, _Rule] = {
    "ST-01": _Rule("ordinary", Text("领导关系成环", "lines of authority run in a circle"), Text("核对领导关系，改正方向或起止日期", "check the lines of authority, correct direction or dates")),
    "ST-02": _Rule("ordinary", Text("自己监督自己", "a supervisor supervises himself"), Text("核对是否一人兼任两岗，必要时另定监督人", "check whether one person holds both posts; name another supervisor if so")),
    "ST-03": _Rule("minor", Text("孤立岗位", "orphan post"), Text("登记该岗位的任期、分工或领导关系，或删除该岗位", "record its tenures, assignments or superior, or remove the post")),
    "ST-04": _Rule("ordinary", Text("承担义务的机构没有岗位", "a body that owes duties has no post"), Text("登记该机构的岗位与任期", "record the posts of the body and their tenures")),
    "ST-05": _Rule("ordinary", Text("责任岗位目前无人", "nobody holds a responsible post now"), Text("核对任免文件，补登任期，或确认由谁主持工作", "check the appointment papers and record the tenure, or who presides")),
    "ST-06": _Rule("ordinary", Text("任期超出岗位或机构的存续期", "a tenure outside the life of its post or body"), Text("核对岗位、机构的设立和撤销日期与任免文件", "check when post and body were set up and abolished against the appointment papers")),
    "ST-07": _Rule("ordinary", Text("一个席位同时有两人", "two holders of one seat"), Text("核对前任离任日；确为多职数的，填写职数", "check when the predecessor left; if there are several seats, record how many")),
    "ST-08": _Rule("minor", Text("不同编号的人员同名", "one name under several ids"), Text("核对是否同一人；是则填写“并入”", "check whether they are one person; if so fill in merged_into")),
    "ST-09": _Rule("ordinary", Text("承继关系成环", "transfers run in a circle"), Text("核对机构改革文件，改正方向或日期", "check the reform papers, correct direction or date")),
    "ST-10": _Rule("ordinary", Text("委托关系成环", "delegations run in a circle"), Text("核对委托书，改正方向或起止日期", "check the delegations, correct direction or dates")),
    "ST-11": _Rule("minor", Text("案卷没有岗位记录，不能追溯责任岗位", "no posts on record, so nothing can be traced"), Text("登记岗位与任期（posts、tenures 两表）", "record posts and tenures (tables posts and tenures)")),
    "ST-12": _Rule("minor", Text("多数义务系于一处", "most duties hang on one point"), Text("核对是否另有分管、承办或受托岗位，必要时明确代理人", "check whether others share, handle or are delegated; name a stand-in if not")),
    "ST-13": _Rule("minor", Text("同一任职有两种记载", "one tenure is recorded in two ways"), Text("核对任免文件，删去一条，或注明各来源的可靠次序", "check the appointment papers; remove one, or rank the sources")),
    "ST-14": _Rule("ordinary", Text("所据证据已撤回", "evidence relied on was withdrawn"), Text("补充其他证据，或改正所涉记录", "supply other evidence, or correct the records that rest on it")),
    "ST-15": _Rule("ordinary", Text("人员并入关系成环", "identities merged in a circle"), Text("核对人员编号，只保留一个方向的“并入”", "check the ids of the person; let merged_into lead one way only")),
    "ST-16": _Rule("ordinary", Text("不同编号的人员证件标识相同", "one identifier under several ids"), Text("核对是否同一人；是则填写“并入”，否则改正证件标识", "check whether they are one person; if so fill in merged_into, else correct the identifier")),
    "ST-17": _Rule("ordinary", Text("任期在人员去世之后", "a tenure after the death of the person"), Text("核对任免文件与人员状态日期", "check the appointment papers against the date of the person's status")),
}  # fmt: skip


def structure_finding(
    rule: str, subject: Iterable[str], message: Text, records: Iterable[str] = (), **facts: str
) -> Finding:
    """Return the finding of a rule of structure; `records` are the ids of the rows it is about."""
    said = STRUCTURE_RULES[rule]
    listed = ", ".join(records)
    return Finding(
        fingerprint=fingerprint(rule, *subject), kind="accountability_gap", rule=rule, severity=said.severity,
        title=said.title, message=message, facts={**facts, **({"records": listed} if listed else {})}, next_step=said.next_step,
    )  # fmt: skip
