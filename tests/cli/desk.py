"""What the command-line tests share: a small docket on disk and a way to call a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
orgs:
- {id: B, name: 示例市建设局, kind: department, level: department}
- {id: Q, name: 示例建工有限公司, kind: company, level: company}
posts:
- {id: P, org: B, title: 局长, rank: head}
persons:
- {id: X, name: 甲某}
- {id: Y, name: 乙某}
tenures:
- {id: T1, post: P, person: X, start: 2020-01-01, end: 2026-04-09}
- {id: T2, post: P, person: Y, start: 2026-04-10}
instruments:
- {id: C, domain: procurement, kind: contract, title: 道路养护合同, authority: B, counterparty: Q}
obligations:
- {id: O1, instrument: C, title: 支付首期款, bearer: P, action: pay, due_on: 2026-03-31, amount: 1000.00}
- {id: O2, instrument: C, title: 支付二期款, bearer: P, action: pay, due_on: 2026-07-31, amount: 2000.00}
events:
- {id: E1, obligation: O1, type: pay, occurred_on: 2026-04-20, amount: 1000.00}
"""


def docket(folder: Path, text: str = CASE) -> Path:
    """Write a docket of one case file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "案卷.yaml").write_text(text, encoding="utf-8")
    return folder


def call(*args: object) -> Result:
    """Run a command in process; output and error output stay apart."""
    return CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
