"""Small packages rebuilt for each rule: a bureau (XX-GOV-1) buys, a firm (XX-REG-9) sells."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from govaudit.formats.read import read_docket
from govaudit.model.days import iso

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.model.problem import Problem

OCID = "ocds-test-1"
BUREAU, FIRM = {"id": "XX-GOV-1", "name": "示例市某局"}, {"id": "XX-REG-9", "name": "示例公司"}


class Made:
    """What a document became: rows by id, problems by code."""

    def __init__(self, docket: Docket) -> None:
        self.docket = docket

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        return {row.get("id") or str(n): row for n, row in enumerate(self.docket[table].rows())}

    def row(self, table: str, key: str) -> dict[str, Any]:
        return self.rows(table)[key]

    def codes(self) -> Counter[str]:
        return Counter(problem.code for problem in self.docket.problems)

    def errors(self) -> list[str]:
        return [problem.code for problem in self.docket.errors]

    def said(self, code: str) -> Problem:
        return next(problem for problem in self.docket.problems if problem.code == code)

    def day(self, table: str, key: str, column: str) -> str | None:
        value = self.row(table, key)[column]
        return iso(value)


class Build:
    """Builds documents and reads them."""

    ocid, bureau, firm = OCID, BUREAU, FIRM

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, text: str, name: str = "data.json") -> Made:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return Made(read_docket([path]))

    def read(self, document: Any) -> Made:
        return self.text(json.dumps(document, ensure_ascii=False))

    def release(self, number: int, date: str | None, **parts: Any) -> dict[str, Any]:
        stated = {"ocid": OCID, "id": f"r{number}", "tag": ["implementation"], "buyer": BUREAU, **parts}
        return stated if date is None else {**stated, "date": date}

    def contract(self, **parts: Any) -> dict[str, Any]:
        return {"id": "c", "title": "示例合同", "suppliers": [FIRM], **parts}

    def milestones(
        self, *milestones: dict[str, Any], date: str = "2024-06-30T00:00:00+08:00", **implementation: Any
    ) -> Made:
        """Read one release with one contract that has these milestones."""
        contract = self.contract(implementation={"milestones": list(milestones), **implementation})
        return self.read({"releases": [self.release(1, date, contracts=[contract])]})

    def history(self, *stated: tuple[str, dict[str, Any]]) -> Made:
        """Read a release for each (date, milestone)."""
        return self.read({"releases": [
            self.release(n, date, contracts=[self.contract(implementation={"milestones": [milestone]})]) for n, (date, milestone) in enumerate(stated, 1)
        ]})  # fmt: skip


@pytest.fixture
def ocds(tmp_path: Path) -> Build:
    return Build(tmp_path)
