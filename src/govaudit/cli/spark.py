"""`--engine spark`: its options, and what is said when Spark cannot be had."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import say
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from govaudit.settle import Settler
    from govaudit.settle.bulk import Spark


def master_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--master`, given on as `master`: None where nothing is said."""
    return click.option("--master", default=None, metavar="URL",
                        help=say("spark 的主节点，如 spark://主机:7077、yarn、k8s://…，默认本机 local[*]", "the master of spark: spark://host:7077, yarn, k8s://…; default this machine, local[*]"))(command)  # fmt: skip


def refuse_master(engine: str, master: str | None) -> None:
    """Refuse a master where Spark is not asked for."""
    if master is not None and engine != "spark":
        raise click.UsageError(say("--master 只与 --engine spark 一起使用", "--master goes with --engine spark only"))


@contextmanager
def session(master: str | None, lang: str) -> Iterator[Spark]:
    """Open a Spark session; a usage error says what has to be installed."""
    from govaudit.cli.run import PROBLEM_EXIT
    from govaudit.settle.bulk import spark

    try:
        with spark(master) as opened:
            yield opened
    except Fault as fault:
        what, remedy = fault.what.pick(lang), fault.remedy.pick(lang)
        raise click.UsageError(f"{what}。{remedy}" if lang == "zh" else f"{what}. {remedy}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in {"pyspark", "py4j"}:
            raise
        reason = str(error).strip().partition("\n")[0]
        click.echo(Text(f"Spark 未能完成计算：{reason}", f"Spark could not finish: {reason}").pick(lang), err=True)
        raise SystemExit(PROBLEM_EXIT) from error


@contextmanager
def settler(engine: str, master: str | None, lang: str) -> Iterator[Settler]:
    """Give what settles a docket in memory: this process, or Spark."""
    from govaudit.settle import settle_with_use

    if engine != "spark":
        yield settle_with_use
        return
    from govaudit.settle.bulk import settle_spread

    with session(master, lang) as spark:
        yield partial(settle_spread, spark)
