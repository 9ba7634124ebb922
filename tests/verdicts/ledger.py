"""Small dockets made in a test, and what the commands say of them: written from the specification alone.

A docket is a few rows: `facts("2026-03-02 request_received", …)` makes bodies A and B, one instrument C1 and its events; each event is a
line "day type key=value …". `Ledger` writes the rows as CSV tables or as one YAML case and asks the commands as a user would.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from cli.desk import call

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, Any]
Tables = dict[str, list[Row]]

BODIES: list[Row] = [
    {"id": "A", "name": "某局", "kind": "department", "level": "department"},
    {"id": "B", "name": "某公司", "kind": "company", "level": "company"},
]


def happened(*lines: str, start: int = 1) -> list[Row]:
    """Return rows of events from lines such as "2026-03-10 suspend cause=statute"; on instrument C1 unless one is named."""
    rows = []
    for number, line in enumerate(lines, start):
        day, kind, *more = line.split()
        row: Row = {"id": f"e{number}", "type": kind, "occurred_on": day, **dict(word.split("=", 1) for word in more)}
        if "obligation" not in row and "instrument" not in row:
            row["instrument"] = "C1"
        rows.append(row)
    return rows


def duty(key: str, **columns: Any) -> Row:
    """Return a row of a stated duty: A pays under C1 unless said otherwise."""
    return {"id": key, "instrument": "C1", "title": key, "bearer": "A", "action": "pay", **columns}


def facts(*events: str, duties: Iterable[Row] = (), tables: Tables | None = None, **instrument: Any) -> Tables:
    """Return the tables of one instrument C1 between A and B; further columns of it by name."""
    row = {
        "id": "C1",
        "domain": "procurement",
        "kind": "contract",
        "title": "合同",
        "authority": "A",
        "counterparty": "B",
    }
    made = {
        "orgs": BODIES,
        "instruments": [{**row, **instrument}],
        "obligations": list(duties),
        "events": happened(*events),
        **(tables or {}),
    }
    return {name: rows for name, rows in made.items() if rows}


def complete(since: str = "2000-01-01", **columns: Any) -> Tables:
    """Return a row of `sources`: the ledger's events are complete from that day on."""
    return {"sources": [{"id": "ledger", "table": "events", "complete_from": since, **columns}]}


def contract(*events: str, sme: bool = True, **more: Any) -> Tables:
    """Return a contract of 1,000,000 of 2025-06-01, by default with a small enterprise (SM-01 applies)."""
    given = {"attributes": {"sme": sme} if sme else {}, "signed_on": "2025-06-01", "amount": 1000000}
    return facts(*events, **{**given, **more})


@dataclass(frozen=True)
class Audit:
    """The JSON of `audit` and its exit status."""

    run: Row
    exit_code: int

    @property
    def findings(self) -> list[Row]:
        found: list[Row] = self.run["findings"]
        return found

    def of(self, rule: str | None = None, kind: str | None = None, obligation: str | None = None) -> list[Row]:
        wanted = {"rule": rule, "kind": kind, "obligation": obligation}
        asked = {name: value for name, value in wanted.items() if value is not None}
        return [one for one in self.findings if all(one[name] == value for name, value in asked.items())]

    def kinds(self, rule: str) -> list[str]:
        return [one["kind"] for one in self.of(rule)]

    @property
    def breaches(self) -> list[tuple[str, str | None]]:
        return [(one["rule"], one["obligation"]) for one in self.of(kind="breach")]

    @property
    def not_computed(self) -> str:
        return said(self.run["manifest"]["not_computed"])

    @property
    def everything(self) -> str:
        return said(self.run)


def said(value: Any) -> str:
    """Return all that a part of the output says, in both languages, as one text."""
    return json.dumps(value, ensure_ascii=False)


class Ledger:
    """A docket on disk, and the commands asked of it in process."""

    def __init__(self, folder: Path, tables: Tables, form: str = "csv") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        if form == "yaml":
            text = yaml.safe_dump(tables, allow_unicode=True, sort_keys=False)
            (folder / "case.yaml").write_text(text, encoding="utf-8")
        else:
            for name, rows in tables.items():
                (folder / f"{name}.csv").write_text(_table(rows), encoding="utf-8")

    def settings(self, text: str) -> Ledger:
        (self.folder / "govaudit.yaml").write_text(text, encoding="utf-8")
        return self

    def say(self, command: str, *options: str, lang: str = "en", fine: tuple[int, ...] = (0, 1)) -> str:
        """Return what a command prints on standard output; it must end with one of the exit statuses."""
        done = call(command, *options, self.folder, "--lang", lang)
        assert done.exit_code in fine, f"{command} {options}: exit {done.exit_code}\n{done.stdout[:400]}{done.stderr}"
        text: str = done.stdout
        return text

    def refused(self, day: str, *options: str, lang: str = "en") -> str:
        """Return all that `audit` says when it stops at a problem of the input."""
        done = call("audit", self.folder, "--as-of", day, "--lang", lang, *options)
        assert done.exit_code == 2, f"exit {done.exit_code}\n{done.stdout}"
        return str(done.stdout + done.stderr)

    def asks(self, day: str) -> bool:
        """Tell whether `audit` stops at a problem of the input, or goes on and asks (OB-14)."""
        done = call("audit", self.folder, "--as-of", day, "--format", "json", "--lang", "en")
        assert done.exit_code in {0, 1, 2}, done.stderr
        return done.exit_code == 2 or bool(Audit(json.loads(done.stdout), done.exit_code).of("OB-14"))

    def status(self, day: str, *options: str, fine: tuple[int, ...] = ()) -> dict[str, Row]:
        fine = fine or ((2,) if "--lenient" in options else (0, 1))
        run = json.loads(self.say("status", "--as-of", day, "--format", "json", *options, fine=fine))
        return {row["obligation"]: row for row in run["statuses"]}

    def audit(self, day: str, *options: str, fine: tuple[int, ...] = ()) -> Audit:
        done = call("audit", self.folder, "--as-of", day, "--format", "json", "--lang", "en", *options)
        fine = fine or ((0, 1, 2) if "--lenient" in options else (0, 1))
        assert done.exit_code in fine, f"exit {done.exit_code}\n{done.stdout[:400]}{done.stderr}"
        return Audit(json.loads(done.stdout), done.exit_code)

    def explain(self, obligation: str, day: str, lang: str = "en") -> str:
        return self.say("explain-status", obligation, "--as-of", day, lang=lang)

    def verdict(self, obligation: str, day: str, *options: str) -> str:
        """Return satisfied, violated, pending or unknown (R16)."""
        fine = (0, 1, 2) if "--lenient" in options else (0, 1)
        run = json.loads(
            self.say("explain-status", obligation, "--as-of", day, "--format", "json", *options, fine=fine)
        )
        return str(run["verdict"]["answer"])

    def trace(self, obligation: str, day: str) -> Row:
        run: Row = json.loads(self.say("trace", obligation, "--as-of", day, "--format", "json"))
        return run

    def table(self, command: str, *options: str) -> list[Row]:
        return list(csv.DictReader(io.StringIO(self.say(command, *options, "--format", "csv").lstrip("\ufeff"))))

    def warn(self, unit: str, year: int, day: str) -> Row:
        options = ("--unit", unit, "--year", str(year), "--as-of", day, "--format", "json")
        run: Row = json.loads(self.say("warn", *options))
        return run

    def ratio(self, unit: str, year: int, measure: str) -> Row:
        run = json.loads(self.say("ratios", "--year", str(year), "--format", "json"))
        (row,) = [one for one in run["ratios"] if one["unit"] == unit and one["measure"] == measure]
        found: Row = row
        return found


def _table(rows: list[Row]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        plain = {k: said(v) if isinstance(v, dict | list) else _cell(v) for k, v in row.items() if v is not None}
        writer.writerow(plain)
    return made.getvalue()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def counted(lines: Iterable[Row]) -> list[Row]:
    """Return the lines whose days add up to the breach days."""
    return [line for line in lines if line["counted"]]
