"""Sums beyond 64 bits: the columns leave them to the rows, and say what the rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.xdist_group("compiled")
def test_a_debt_that_outgrows_64_bits_is_settled_by_the_rows(tmp_path: Path):
    tables = {
        "orgs": "id,name\nb,示例局\n",
        "instruments": "id,domain,kind,title,authority\ni,investment,agreement,示例协议,b\n",
        "obligations": "id,instrument,title,bearer,action,due_on,amount,interest_rate\no,i,付款,b,pay,2001-03-31,9000000000000000,0.05%/day\n",
        "events": "id,obligation,type,occurred_on,amount\ne,o,pay,2026-04-20,1.00\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    said = [
        CliRunner().invoke(
            cli, ["status", str(tmp_path), "--as-of", "2026-06-30", "--format", "csv", "--engine", engine]
        )
        for engine in ("rows", "columns")
    ]
    assert [run.exit_code for run in said] == [0, 0]
    assert said[0].stdout == said[1].stdout
    assert ",breached," in said[0].stdout
