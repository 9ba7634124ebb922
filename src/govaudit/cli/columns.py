"""What a person sees of a docket settled in columns: that it compiles, how far it is, and the rows as a file or on standard output."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from govaudit.cli.run import cannot_write, left_out_status, spare_inputs, stop_on_problems
from govaudit.docket import Docket
from govaudit.formats.writing import move_file
from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from govaudit.cli.run import Reading
    from govaudit.formats.bulk import Large
    from govaudit.settle.bulk import HolderFinder, Result

_FORMATS = ("csv", "parquet")
# Columns with words of users.
_FREE = {"obligation", "instrument", "trigger_event", "post", "holder", "tenure", "person"}
_LINES = 1 << 16
_PATIENCE = 2.0  # seconds before a bar is shown


def status_in_columns(
    how: Reading, form: str, outputs: Sequence[Path | None], where: Where, *, lenient: bool, lang: str
) -> None:
    """Settle a large docket in columns, write the rows and end the command; return when it is one to be read row by row.

    `outputs` are the file of the rows (None: standard output) and that of the holders, if asked for. Where the user asked for columns, a
    docket that cannot be read in columns is a usage error.
    """
    from govaudit.formats.bulk import ENOUGH, find_large

    large = None
    if form in _FORMATS and how.encoding is None:
        large = find_large(how.paths, how.exclude, at_least=ENOUGH if where.engine == "auto" else 0)
    if large is not None:
        _settle(how, large, form, outputs, where, lenient=lenient, lang=lang)
    if where.engine == "columns":
        raise click.UsageError(
            Text("该卷宗不能按列计算：需要 instruments、obligations、events 三张 CSV（UTF-8）或 Parquet 表，输出 csv 或 parquet。去掉 --engine 即按行计算",
                 "this docket cannot be settled in columns: it takes instruments, obligations and events as CSV (UTF-8) or Parquet, and csv or parquet out. Leave --engine away to settle it row by row").pick(lang)
        )  # fmt: skip


class Where(NamedTuple):
    """Where a docket is settled: by which engine, on how many cores of this machine, or by which master of Spark."""

    engine: str
    jobs: int | None
    master: str | None


@contextmanager
def _settler(
    where: Where, how: Reading, lang: str
) -> Iterator[Callable[[Large, Path, Callable[[int], None], HolderFinder | None], Result]]:
    """Give what settles a docket: Spark, or the cores of this machine."""
    days = how.as_of, how.known_at
    if where.engine == "spark":
        from govaudit.cli.spark import session
        from govaudit.settle.bulk import settle_many

        with session(where.master, lang) as spark:
            yield lambda large, scratch, tell, holders: settle_many(
                large, how.rules, days, scratch, spark, tell, holders=holders
            )
        return
    from govaudit.settle import is_compiled
    from govaudit.settle.bulk import settle_large

    jobs = where.jobs or os.cpu_count() or 1
    if not is_compiled():
        say = Text(
            "首次计算大型卷宗：正在编译计算程序（仅此一次，约一分钟）……",
            "first large docket: compiling the engine, once, about a minute ...",
        )
        click.echo(say.pick(lang), err=True)
    yield lambda large, scratch, tell, holders: settle_large(
        large, how.rules, days, scratch, jobs, tell, holders=holders
    )


def _settle(
    how: Reading, large: Large, form: str, outputs: Sequence[Path | None], where: Where, *, lenient: bool, lang: str
) -> None:
    """Settle and write, then end the command; return when the docket turns out to be one for the rows."""
    from govaudit.officials.bulk import BreachHolders
    from govaudit.settle import COLUMNS
    from govaudit.settle.bulk import NotInColumnsError

    docket = large.small.docket
    output, holders = outputs
    spare_inputs(how.paths, docket.inputs, outputs)
    docket.problems[:0] = how.problems
    with _scratch(output, lang) as scratch:
        try:
            with _settler(where, how, lang) as settle, _progress(large.rows("obligations"), lang) as tell:
                found = settle(large, scratch, tell, None if holders is None else BreachHolders())
        except NotInColumnsError:
            return
        except OSError as error:
            cannot_write(output or scratch, error, lang)
        whole = Docket(problems=found.problems)
        shown = stop_on_problems(Docket(problems=found.problems[: found.read]), lenient, lang)
        stop_on_problems(whole, lenient, lang, shown)
        if found.by_row:
            click.echo(Text(f"其中{found.by_row}项义务逐行计算", f"{found.by_row} obligations were settled row by row").pick(lang), err=True)  # fmt: skip
        rows = _made(found.rows, COLUMNS, output, lang, is_csv=form == "csv")
        if holders is not None and found.holders is not None:
            _made(found.holders, BreachHolders.schema.names, holders, lang, is_csv=holders.suffix.lower() == ".csv")
    if rows is not None:
        # The folder is gone by now: a reader of the pipe that has seen enough ends this process at once.
        with rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)
    raise SystemExit(left_out_status(whole, lang))


@contextmanager
def _scratch(output: Path | None, lang: str) -> Iterator[Path]:
    """Give a folder for what is being made: on the disk of the output, so that the finished file only changes its name."""
    beside = None if output is None or (output.exists() and not output.is_file()) else output.resolve().parent
    try:
        folder = tempfile.TemporaryDirectory(prefix=".govaudit-", dir=beside)
    except OSError as error:
        cannot_write(output or Path(tempfile.gettempdir()), error, lang)
    with folder as scratch:
        yield Path(scratch)


def _as_csv(rows: Path, columns: Sequence[str], *, with_mark: bool) -> Path:
    """Write rows as CSV, as `status_out` does; the mark tells Excel that it is UTF-8."""
    import pyarrow as pa
    from pyarrow import compute as pc
    from pyarrow import parquet

    target = rows.with_suffix(".csv")
    comma, end, nothing = (pa.scalar(text, pa.large_string()) for text in (",", "\n", ""))
    joined = partial(pc.binary_join_element_wise, null_handling="replace", null_replacement="")
    with parquet.ParquetFile(rows) as file, target.open("wb") as out:
        out.write(("\ufeff" if with_mark else "").encode() + (",".join(columns) + "\n").encode())
        for batch in file.iter_batches(_LINES):
            cells = [
                _quoted(cell) if name in _FREE else cell.cast("large_string")
                for name, cell in zip(columns, batch.columns, strict=True)
            ]
            cells[-1] = joined(cells[-1], end, nothing)
            out.write(joined(*cells, comma).buffers()[2])
    return target


def _quoted(text: pa.Array) -> pa.Array:
    """Quote the words of users where CSV asks for it."""
    import pyarrow as pa
    from pyarrow import compute as pc

    written = text.cast("large_string")
    letters = bytes(written.buffers()[2] or b"")
    if not any(sign in letters for sign in (b'"', b",", b"\r", b"\n")):
        return written
    special = pc.fill_null(pc.match_substring_regex(text, '[",\r\n]'), False)  # noqa: FBT003 - an argument of Arrow's
    return pc.replace_with_mask(
        written, special, pa.array(map(_csv_cell, written.filter(special).to_pylist()), written.type)
    )


def _csv_cell(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([text, ""])
    return out.getvalue()[:-2]


def _made(rows: Path, columns: Sequence[str], output: Path | None, lang: str, *, is_csv: bool) -> BinaryIO | None:
    """Put the finished rows in their place; without one return them as an open file."""
    if output is None and not is_csv and sys.stdout.isatty():
        raise click.UsageError(
            Text("该格式请用 --output 指定文件", "give a file with --output for this format").pick(lang)
        )
    try:
        made = _as_csv(rows, columns, with_mark=output is not None) if is_csv else rows
        if output is None:
            return made.open("rb")
        move_file(made, output)
    except OSError as error:
        cannot_write(output or rows, error, lang)
    click.echo(Text(f"已写入 {output}", f"written: {output}").pick(lang), err=True)
    return None


@contextmanager
def _progress(total: int, lang: str) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many obligations are done; a bar appears on a terminal after some seconds."""
    from rich.console import Console
    from rich.progress import Progress

    started = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(Text("计算义务", "settling").pick(lang), total=total, visible=False)
        yield lambda done: bar.update(task, completed=done, visible=time.monotonic() - started > _PATIENCE)
