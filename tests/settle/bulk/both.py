"""One docket through both engines, as whole commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.desk import call

if TYPE_CHECKING:
    from pathlib import Path

_BY_DESIGN = re.compile(r"^(\d+ obligations were settled row by row|first large docket: compiling.*)\n", re.MULTILINE)
REFUSED = "this docket cannot be settled in columns"


class Said(NamedTuple):
    """What a command gave: its rows, what it wrote to standard output and error output, its exit status."""

    rows: Any
    out: bytes
    err: str
    status: int


def ask(folder: Path, engine: str, form: str, output: Path | None, *more: str) -> Said:
    """Run `govaudit status` on a docket."""
    args = ["status", folder, "--engine", engine, "--format", form, "--lang", "en", *more]
    if output is None:
        done = call(*args)
        return Said(None, done.stdout_bytes, _BY_DESIGN.sub("", done.stderr), done.exit_code)
    output.unlink(missing_ok=True)
    done = call(*args, "--output", output)
    rows: Any = None
    if output.exists():
        rows = output.read_bytes() if form == "csv" else _rows(output)
    return Said(rows, done.stdout_bytes, _BY_DESIGN.sub("", done.stderr), done.exit_code)


def _rows(output: Path) -> Any:
    from pyarrow import parquet

    table = parquet.read_table(output)
    return [(field.name, str(field.type)) for field in table.schema], table.to_pylist()


def plainly(monkeypatch: Any) -> None:
    """Let the functions that are compiled run as the plain Python they are: for small dockets that is quicker than compiling."""
    import numpy as np

    from govaudit.settle import compiled
    from govaudit.settle.columns.allocate_arrays import allot_rows
    from govaudit.settle.columns.bind_arrays import bind_rows
    from govaudit.settle.columns.status_cells import write_cells
    from govaudit.settle.fold_batch import fold_rows

    def records(b: Any) -> Any:
        return b._replace(terms=b.terms.view(np.recarray))

    entries = _Plain(
        {
            fold_rows: lambda out, spans, b, *more: fold_rows(out, spans, records(b), *more),
            bind_rows: lambda *args: bind_rows(*args[:-1], records(args[-1])),
            allot_rows: lambda b, *more: allot_rows(records(b), *more),
            write_cells: lambda out, b, *more: write_cells(out, records(b), *more),
        }
    )
    monkeypatch.setattr(compiled, "_compiled", lambda: entries)
    monkeypatch.setattr(compiled, "is_compiled", lambda: True)


class _Plain(dict[Any, Any]):
    """Functions by themselves, but for some."""

    def __missing__(self, function: Any) -> Any:
        return function
