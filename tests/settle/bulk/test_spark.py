"""`--engine spark` in local mode: the output of the local engine, byte for byte. `script/test --spark` runs these."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from cli.desk import call
from settle.bulk.both import REFUSED, Said, ask
from settle.bulk.dockets import some_docket
from settle.bulk.files import write

SAMPLES = Path(__file__).parents[3] / "contracts_samples"
CLEAN, DIRTY = (1, 4), (2, 3)  # seeds
AS_OF = ("--as-of", "2026-06-30")

# What rests on another settlement group, or on no row at all.
TIED = {
    "orgs": ["id,name", "b,示例局", "f,示例公司"],
    "instruments": ["id,domain,kind,title,authority,counterparty"]
    + [f"c{n},{'procurement' if n == 9 else 'investment'},contract,示例合同,b,f" for n in range(10)],
    "obligations": [
        "id,instrument,title,bearer,action,due_on,anchor,n,unit,amount,reciprocal_of,reparation_of",
        *(f"o{n},c{n},示例义务,b,pay,2026-0{n % 5 + 1}-15,,,,{100 + n}.50,," for n in range(10)),
        "alone,,示例义务,b,answer,2026-03-02,,,,,,",
        "again,c3,示例义务,b,pay,2026-02-01,,,,7.00,,",
        "mutual,c1,示例义务,f,deliver,2026-04-01,,,,,o2,",
        "repair,c5,示例义务,b,pay,,breached,10,day,5.00,,o4",
        "broken,c6,示例义务,nobody,pay,2026-02-01,,,,7.00,,",
        "again,c7,示例义务,b,pay,2026-02-01,,,,8.00,,",
    ],
    "events": [
        "id,obligation,instrument,type,occurred_on,amount,cause,corrects",
        *(f"e{n},o{n},,pay,2026-03-{n + 10},{50 + n}.00,," for n in range(10)),
        "e20,,c9,delivered,2026-01-05,,,",
        "e21,,c9,award_notice,2026-01-06,,,",
        "e22,o1,,correct,2026-03-20,12.00,,e8",
        "e23,nowhere,,pay,2026-03-20,1.00,,",
        "e24,,c2,suspend,2026-01-20,,法院,",
        "e7,o9,,pay,2026-03-20,2.00,,",
        "e25,alone,,answered,2026-03-01,,,",
    ],
}


def spark(docket: Path, form: str, output: Path | None, *more: str) -> Said:
    return ask(docket, "spark", form, output, "--master", "local[2]", *more)


@pytest.fixture(autouse=True)
def _there() -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: script/test --spark")


pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("default:::pyspark")]


@pytest.mark.parametrize("seed", [*CLEAN, *DIRTY])
def test_random_docket_has_the_same_status(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret
    docket = tmp_path / "docket"
    docket.mkdir()
    write(docket, some_docket(draw), draw)
    form = "csv" if seed % 2 else "parquet"
    more = [*AS_OF, *(["--lenient"] if seed in DIRTY else [])]
    here = ask(docket, "columns", form, tmp_path / f"here.{form}", *more)
    if REFUSED in here.err:
        here = ask(docket, "rows", form, tmp_path / f"here.{form}", *more)
    there = spark(docket, form, tmp_path / f"there.{form}", *more)
    assert there._replace(err=there.err.replace("there.", "here.")) == here


@pytest.mark.parametrize("strictly", [True, False])
def test_ties_across_groups_and_problems(tmp_path: Path, *, strictly: bool) -> None:
    docket = tmp_path / "docket"
    docket.mkdir()
    for name, lines in TIED.items():
        (docket / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    more = [*AS_OF, *([] if strictly else ["--lenient"])]
    by_row, there = ask(docket, "rows", "csv", None, *more), spark(docket, "csv", None, *more)
    assert there == by_row
    assert there.status == 2
    assert "nowhere" in there.err
    if not strictly:
        rows = {row["obligation"]: row for row in csv.DictReader(there.out.decode().splitlines())}
        assert rows["repair"]["state"] != "pending"  # its trigger stands in another group
        assert any(row["rule"] for row in rows.values())  # the law's duties of c9


@pytest.mark.usefixtures("benchmarks")
def test_holders_are_the_same(tmp_path: Path) -> None:
    from generate import generate

    generate(tmp_path / "docket", 4000, shuffle=True)
    said = []
    for engine in ("columns", "spark"):
        files = [tmp_path / f"{engine}.csv", tmp_path / f"{engine}-holders.csv"]
        more = ["--master", "local[2]"] if engine == "spark" else []
        done = ask(tmp_path / "docket", engine, "csv", files[0], "--holders", files[1], *more, *AS_OF)
        assert done.status == 0
        said.append([file.read_bytes() for file in files])
    assert said[0] == said[1]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_audit_is_the_same(form: str) -> None:
    question = ("audit", SAMPLES, "--format", form, "--lang", "en", *AS_OF)
    here, there = call(*question), call(*question, "--engine", "spark", "--master", "local[2]")
    assert (there.exit_code, there.stdout_bytes, there.stderr) == (here.exit_code, here.stdout_bytes, here.stderr)


def test_status_of_a_docket_of_cases_is_the_same() -> None:
    question = ("status", SAMPLES, "--format", "json", *AS_OF)
    assert call(*question, "--engine", "spark", "--master", "local[2]").stdout_bytes == call(*question).stdout_bytes
