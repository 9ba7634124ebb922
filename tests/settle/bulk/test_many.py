"""A docket settled in pieces gives what it gives whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from cli.desk import call, docket
from govaudit.cli.run import prepare
from govaudit.duties.duty_table import gather_duties
from govaudit.formats.bulk.bulk_reader import find_large
from govaudit.formats.read import read_docket
from govaudit.model.days import parse_day
from govaudit.model.problem import Fault
from govaudit.officials.bulk.shares import BreachHolders
from govaudit.rules.catalogue import load_rules
from govaudit.settle.bulk.bulk_status import settle_large
from govaudit.settle.bulk.many_machines import settle_many
from govaudit.settle.bulk.spark_session import need_java
from govaudit.settle.bulk.spread import settle_spread
from govaudit.settle.settle_rows import settle_with_use
from settle.bulk.loop import Loop


@pytest.mark.usefixtures("benchmarks")
@pytest.mark.parametrize("pieces", [1, 7])
def test_pieces_make_the_whole(tmp_path: Path, pieces: int) -> None:
    from generate import generate

    generate(tmp_path / "docket", 5000, shuffle=True)
    how = prepare([tmp_path / "docket"], None, None)
    found: list[Any] = []
    for settle, carrier in ((settle_large, 1), (settle_many, Loop(pieces))):
        large = find_large(how.paths, [], at_least=0)
        assert large is not None
        (tmp_path / settle.__name__).mkdir()
        question = large, how.rules, (parse_day("2026-06-30"), None), tmp_path / settle.__name__, carrier, print
        done = settle(*question, holders=BreachHolders())  # type: ignore[operator]
        found.append([parquet.read_table(path).to_pylist() for path in (done.rows, done.holders)] + [done.by_row])
    assert len(found[0][0]) == 5000
    assert found[0] == found[1]


@pytest.mark.parametrize("pieces", [1, 7])
def test_a_docket_in_memory_is_settled_in_pieces_as_whole(pieces: int) -> None:
    """With the duties that the law and debts add, whose acts stand on other rows."""
    samples, rules = Path(__file__).parents[3] / "contracts_samples", load_rules((), examples=False)
    for folder, apart in ((samples, ["faulty", "warning", "workbook", "suppressions.yaml"]), (samples / "warning", [])):
        duties, _ = gather_duties(read_docket([folder], apart), rules, parse_day("2026-06-30"))
        assert duties.view.statutory
        assert settle_spread(Loop(pieces), duties.view) == settle_with_use(duties.view)


def test_master_without_spark_is_refused(tmp_path: Path) -> None:
    for command in ("status", "audit"):
        said = call(command, docket(tmp_path), "--master", "local[1]", "--lang", "en")
        assert said.exit_code == 2
        assert "--engine spark" in said.stderr


@pytest.mark.parametrize("command", ["status", "audit"])
def test_spark_that_is_not_there_is_named(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    said = call(command, docket(tmp_path), "--engine", "spark", "--lang", "zh")
    assert said.exit_code == 2
    assert "govaudit[spark]" in said.stderr


@pytest.mark.parametrize("said", ['openjdk version "11.0.2" 2019-01-15', 'java version "1.8.0_202"', ""])
def test_java_too_old_or_none_is_named(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Fault):
        need_java()
    java.write_text("#!/bin/sh\necho 'openjdk version \"21.0.1\" 2023-10-17' >&2\n")
    need_java()
