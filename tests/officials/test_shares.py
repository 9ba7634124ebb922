"""Breach days by holder, in columns: the worked vectors V9a to V9c of the law's rule R24, and each day against the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.officials.bulk.shares import holders_of
from govaudit.settle.status import Span, Status
from officials.facts import day, office, tenure
from views import officials_of

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket


def late(*spans: tuple[str, str]) -> Status:
    """Return obligation o-1 in breach on these days, first and last."""
    return Status(
        "o-1", "i-1", "procurement", None, "breached", spans=tuple(Span(day(a), day(b) + 1, 0) for a, b in spans)
    )


def rows(record: Docket, status: Status) -> list[dict[str, Any]]:
    table, behind = holders_of(officials_of(record), [status])
    assert set(behind.tolist()) <= {0}
    return table.to_pylist()


def days(record: Docket, status: Status) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for row in rows(record, status):
        found[row["person"]] = found.get(row["person"], 0) + row["days"]
    return found


TWENTY = ("2026-04-01", "2026-04-20")  # due 2026-03-31, performed 2026-04-20


def test_v9a_one_holder_follows_another():
    record = office([tenure("t1", "A", "2025-01-01", "2026-04-09"), tenure("t2", "B", "2026-04-10")])
    assert days(record, late(TWENTY)) == {"A": 9, "B": 11}


def test_v9b_the_day_of_handover_is_the_incomers():
    record = office([tenure("t1", "A", "2025-01-01", "2026-04-10"), tenure("t2", "B", "2026-04-10")])
    assert days(record, late(TWENTY)) == {"A": 9, "B": 11}


def test_v9c_a_vacancy_is_nobodys():
    record = office([tenure("t1", "A", "2025-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-10")])
    found = rows(record, late(TWENTY))
    assert [(row["holder"], row["person"], str(row["from"]), str(row["to"]), row["days"]) for row in found] == [
        ("person", "A", "2026-04-01", "2026-04-05", 5),
        ("vacant", None, "2026-04-06", "2026-04-09", 4),
        ("person", "B", "2026-04-10", "2026-04-20", 11),
    ]


def test_days_between_two_episodes_are_not_counted():
    record = office([tenure("t1", "A", "2025-01-01")])
    (row,) = rows(record, late(("2026-04-01", "2026-04-05"), ("2026-04-11", "2026-04-12")))
    assert (str(row["from"]), str(row["to"]), row["days"]) == ("2026-04-01", "2026-04-12", 7)


def test_a_body_as_bearer_has_no_post():
    record = office([tenure("t1", "A", "2025-01-01")])
    record = record.with_tables(record["obligations"].with_columns(bearer=["bureau"]))
    (row,) = rows(record, late(TWENTY))
    assert (row["post"], row["holder"], row["person"], row["days"]) == (None, "no_post", None, 20)


def test_nothing_late_gives_no_rows():
    record = office([tenure("t1", "A", "2025-01-01")])
    assert rows(record, late()) == []


_START = day("2026-01-01")
_TERMS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 60)), max_size=5)
_SPANS = st.lists(st.integers(0, 120), max_size=8, unique=True).map(sorted)


@given(terms=_TERMS, cuts=_SPANS)
def test_each_day_goes_to_who_held_the_post_on_it(terms: list[tuple[int, int]], cuts: list[int]):
    from govaudit.model.days import iso

    record = office(
        [
            tenure(f"t{n}", f"p{n}", iso(_START + first), iso(_START + first + length))
            for n, (first, length) in enumerate(terms)
        ]
    )
    spans = [(iso(_START + a), iso(_START + b - 1)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    status = late(*[(str(a), str(b)) for a, b in spans])
    timeline = officials_of(record).timeline("head")
    expected: dict[tuple[str, str | None], int] = {}
    for span in status.spans:
        for one in range(span.start, span.end):
            holding = timeline.at(one)
            key = holding.holder, " ".join(t.person for t in holding.primary) or None
            expected[key] = expected.get(key, 0) + 1
    found: dict[tuple[str, str | None], int] = {}
    for row in rows(record, status):
        key = row["holder"], row["person"]
        found[key] = found.get(key, 0) + row["days"]
        assert row["from"] <= row["to"]
    assert found == expected


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_command_writes_them_beside_the_rows(tmp_path: Path, suffix: str):
    import csv

    import pyarrow.parquet as pq
    from click.testing import CliRunner

    from govaudit.cli.main import cli

    (tmp_path / "d").mkdir()
    tables = {
        "orgs": "id,name\nb,示例局\n",
        "posts": "id,org,title\nhead,b,局长\n",
        "persons": "id,name\nA,甲\nB,乙\n",
        "tenures": "id,post,person,start,end\nt1,head,A,2025-01-01,2026-04-05\nt2,head,B,2026-04-10,\n",
        "instruments": "id,domain,kind,title,authority\ni,investment,agreement,示例协议,b\n",
        "obligations": "id,instrument,title,bearer,due_on\no,i,交付,head,2026-03-31\n",
        "events": "id,obligation,type,occurred_on\ne,o,perform,2026-04-20\n",
    }
    for name, text in tables.items():
        (tmp_path / "d" / f"{name}.csv").write_text(text, encoding="utf-8")
    target = tmp_path / f"holders.{suffix}"
    run = CliRunner().invoke(
        cli, ["status", str(tmp_path / "d"), "--as-of", "2026-06-30", "--format", "csv", "--holders", str(target)]
    )
    assert run.exit_code == 0, run.output
    if suffix == "csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            found = [(row["person"], int(row["days"])) for row in csv.DictReader(file)]
        assert found == [("A", 5), ("", 4), ("B", 11)]
    else:
        assert pq.read_table(target)["days"].to_pylist() == [5, 4, 11]


def test_another_ending_is_refused(tmp_path: Path):
    from click.testing import CliRunner

    from govaudit.cli.main import cli

    run = CliRunner().invoke(cli, ["status", str(tmp_path), "--holders", str(tmp_path / "x.xlsx")])
    assert run.exit_code == 2
    assert ".parquet" in run.output
