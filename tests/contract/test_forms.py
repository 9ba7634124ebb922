"""Dockets that are not in the repository, in every form of docket.md: the rows worked out day by day, in all forms alike."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from cli.desk import call
from contract.dockets import AS_OF, Drawn, docket
from contract.forms import FORMS, as_csv, as_workbook, in_template, read_rows
from contract.oracle import Want, fen

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from contract.oracle import Row

COLUMNS = [
    "obligation", "instrument", "domain", "rule", "state", "due_on", "due_on_raw", "grace_until", "performed_on",
    "amount", "performed_amount", "open_amount", "breach_days", "amount_days", "interest", "episodes", "tolled_days", "flags", "rules_applied", "provisional",
    "trigger_event",
]  # fmt: skip
SEED = 20260630


@cache
def drawn(seed: int = SEED) -> Drawn:
    return docket(seed)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same docket in every form."""
    folder = tmp_path_factory.mktemp("forms")
    tables = drawn().tables
    paths = {form: write(tables, folder / form) for form, write in FORMS.items()}
    paths["xlsx"] = as_workbook(tables, folder / "案卷.xlsx")
    assert call("template", folder / "模板.xlsx", "--lang", "zh").exit_code == 0
    paths["template"] = in_template(tables, folder / "模板.xlsx")
    return paths


def rows(path: Path, as_of: dt.date = AS_OF) -> list[dict[str, str]]:
    result = call("status", path, "--as-of", as_of, "--format", "csv")
    assert result.exit_code == 0, result.output
    return sorted(read_rows(result.stdout), key=lambda row: row["obligation"])


def money(yuan: Fraction) -> str:
    cents = int(fen(yuan) * 100)
    return f"{cents // 100}.{cents % 100:02}"


def day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def expected(obligation: Row, want: Want) -> dict[str, str]:
    row = {
        "instrument": obligation["instrument"], "state": want.state, "breach_days": str(len(want.breach)), "tolled_days": str(want.tolled),
        "performed_on": day(want.performed_on), "flags": " ".join(sorted(want.flags)), "provisional": "false", "rule": "",
    }  # fmt: skip
    if want.state not in {"pending", "expired"}:
        row |= {"due_on": day(want.due_on), "due_on_raw": day(want.due_on_raw), "grace_until": day(want.grace_until)}
    if "amount" in obligation:
        row |= {
            "open_amount": money(want.open),
            "performed_amount": money(want.performed),
            "amount_days": money(want.amount_days),
        }
    if "interest_mode" in obligation:
        row["interest"] = money(want.interest)
    return row


def differences(found: list[dict[str, str]], data: Drawn, as_of: dt.date) -> list[str]:
    by_id = {row["obligation"]: row for row in found}
    duties = {row["id"]: row for row in data.tables["obligations"]}
    return [
        f"{key} {column}: {by_id[key][column]!r}, worked out {value!r}"
        for key, want in data.again(as_of).items()
        for column, value in expected(duties[key], want).items()
        if by_id[key][column] != value
    ]


def test_the_drawn_docket_is_no_easy_one() -> None:
    states = {want.state for want in drawn().want.values()}
    assert len(drawn().want) == 48
    assert states >= {"breached", "fulfilled", "fulfilled_late", "pending", "discharged", "breached_final"}


def test_the_columns_are_those_of_the_contract(delivered: dict[str, Path]) -> None:
    assert list(rows(delivered["csv"])[0]) == COLUMNS


@pytest.mark.parametrize("as_of", [AS_OF, dt.date(2026, 2, 10), dt.date(2026, 4, 20), dt.date(2026, 9, 30)])
def test_every_row_is_as_worked_out_day_by_day(as_of: dt.date, delivered: dict[str, Path]) -> None:
    assert differences(rows(delivered["csv"], as_of), drawn(), as_of) == []


@pytest.mark.parametrize("seed", [7, 11, 23])
def test_other_dockets_too(seed: int, tmp_path: Path) -> None:
    data = docket(seed, rounds=2)
    assert differences(rows(as_csv(data.tables, tmp_path / "d")), data, AS_OF) == []


@pytest.mark.parametrize("form", [form for form in (*FORMS, "xlsx", "template") if form != "csv"])
def test_every_form_gives_the_same_rows(form: str, delivered: dict[str, Path]) -> None:
    assert rows(delivered[form]) == rows(delivered["csv"])


@pytest.mark.parametrize("form", [*FORMS, "xlsx", "template"])
def test_every_form_gives_the_same_findings(form: str, delivered: dict[str, Path]) -> None:
    def findings(path: Path) -> list[tuple[str, ...]]:
        run = json.loads(call("audit", path, "--as-of", AS_OF, "--format", "json").stdout)
        return sorted(
            (f["fingerprint"], f["rule"], f["kind"], str(f["obligation"]), f["message"]["zh"]) for f in run["findings"]
        )

    assert findings(delivered[form]) == findings(delivered["csv"])


def test_json_and_parquet_say_what_csv_says(delivered: dict[str, Path], tmp_path: Path) -> None:
    listed = json.loads(call("status", delivered["csv"], "--as-of", AS_OF, "--format", "json").stdout)["statuses"]
    target = tmp_path / "status.parquet"
    assert call("status", delivered["csv"], "--as-of", AS_OF, "--format", "parquet", "--output", target).exit_code == 0
    for table in (listed, pq.read_table(target).to_pylist()):
        assert [list(row) for row in table] == [COLUMNS] * len(table)
        assert sorted(map(flat, table)) == sorted(tuple(row.values()) for row in rows(delivered["csv"]))


def flat(row: Row) -> tuple[str, ...]:
    """A row as CSV writes it."""
    return tuple(
        "" if value is None else str(value).lower() if isinstance(value, bool) else " ".join(value) if isinstance(value, list) else str(value)
        for value in row.values()
    )  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_as_other_programs_write_it(end: str, encoding: str, delivered: dict[str, Path], tmp_path: Path) -> None:
    folder = as_csv(drawn().tables, tmp_path / "d", bom=encoding == "utf-8-sig", end=end, encoding=encoding)
    assert rows(folder) == rows(delivered["csv"])


def test_each_breach_day_has_one_holder(delivered: dict[str, Path]) -> None:
    """R24: the days of holders, of vacancy and of the unknown add up; on a shared day the incomer answers."""
    breached = [(key, want) for key, want in drawn().want.items() if want.breach]
    tenures = drawn().tables["tenures"]
    run = json.loads(call("audit", delivered["csv"], "--as-of", AS_OF, "--format", "json").stdout)
    findings = {f["obligation"]: f for f in run["findings"] if f["kind"] == "breach" and f["responsible"]}
    bearers = {row["id"]: row["bearer"] for row in drawn().tables["obligations"]}
    assert len(breached) > 15
    for key, want in breached:
        if key not in findings:
            assert want.state == "discharged", key
            continue
        counted = [line for line in findings[key]["responsible"] if line["counted"]]
        split: dict[str | None, int] = {}
        for line in counted:
            split[line["person"]] = split.get(line["person"], 0) + line["days"]
        assert split == by_hand(want.breach, bearers[key], tenures), key


def by_hand(days: list[dt.date], post: str, tenures: list[Row]) -> dict[str | None, int]:
    split: dict[str | None, int] = {}
    for one in days:
        held = [t for t in tenures if t["post"] == post and whole(t["start"]) <= one <= t.get("end", dt.date.max)]
        who = max(held, key=lambda t: whole(t["start"]))["person"] if held else None
        split[who] = split.get(who, 0) + 1
    return split


def whole(start: str | dt.date) -> dt.date:
    """The partial dates of the drawn docket lie years before any breach."""
    return start if isinstance(start, dt.date) else dt.date(int(start[:4]), 12, 31)
