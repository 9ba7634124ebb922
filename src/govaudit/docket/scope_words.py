"""The words of the scopes of assignments: a domain, a matter, a region, an id, or everything; any other word binds nobody and is a problem."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from govaudit.docket.builder import report_problem
from govaudit.docket.labels import ALSO_ZH, OPEN_ZH, ZH_WORDS
from govaudit.docket.schema import TABLES
from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder

_MATTERS = re.compile(r"[,;，；、\n]+")
_STEPS = re.compile(r"[./]")
_EVERYTHING = {"*", "all", "全部", "全面工作", "全面"}


def unknown_scopes(docket: DocketBuilder) -> set[int]:
    """Find assignments with a scope word that nothing in the docket and no list of words has: they would bind nobody in silence."""
    table = docket["assignments"]
    scopes = {scope for scope in table["scope"] if scope}
    if not scopes:
        return set()
    papers, duties = docket["instruments"], docket["obligations"]
    known = {*_EVERYTHING, *papers["id"], *papers["region"], *duties["id"], *docket["debts"]["id"]}
    listed = (("instruments", "domain"), ("instruments", "kind"), ("obligations", "action"))
    words = {
        word
        for name, column in listed
        for word in (*TABLES[name].columns[column].values, *docket[name][column])
        if word
    }
    steps = words | {OPEN_ZH.get(at, {}).get(word, ZH_WORDS.get(word, word)) for word in words for at in listed}
    steps |= {also for word in words for also in ALSO_ZH.get(word, ())}
    bad = set()
    for row, scope in enumerate(table["scope"]):
        unknown = [
            word
            for word in _matters(scope or "")
            if not (word in known or _is_rule_of(word, known) or set(_STEPS.split(word)) <= steps)
        ]
        if unknown:
            bad.add(row)
            near = difflib.get_close_matches(unknown[0], sorted(str(one) for one in known | steps if one), 1, 0.5)
            report_problem(docket, "unknown_scope", table.places[row].at("scope"), Text(f"岗位“{table['post'][row]}”的分工范围“{unknown[0]}”不是领域、事项、地区，也不是文书或义务编号", f"the scope '{unknown[0]}' of post '{table['post'][row]}' is no domain, matter or region, nor an id of an instrument or obligation"),
                   Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near else Text("写领域（如 地方政府债务）、地区、编号，或者“全部”", "write a domain (such as debt), a region, an id, or 'all'"), scope)  # fmt: skip
    return bad


def _matters(scope: str) -> list[str]:
    return [word for one in _MATTERS.split(scope) if (word := one.strip())]


def _is_rule_of(word: str, known: set[str]) -> bool:
    """Whether a word is the id of a duty that a rule or a debt adds later: `<instrument>/<rule>`, `<debt>/<n>`."""
    return "/" in word and word.rpartition("/")[0] in known
