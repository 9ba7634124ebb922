"""`govaudit`: the list of commands; each lives in the file of its name and is imported when called."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import signal
import sys

import click

from govaudit import __version__
from govaudit.cli.options import default_lang, say
from govaudit.model import Text

# pydantic would read the metadata of every installed package in search of plugins; there are none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# numpy would start a thread for each core to multiply matrices; there are none.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS: dict[str, Text] = {
    "audit": Text("审计一个案卷：违约、风险、责任岗位", "audit a docket: breaches, warnings, the posts that answered"),
    "render": Text("由已存的审计结果生成报告、文书", "make a report or document from a kept audit"),
    "status": Text("每项义务截至某日的状态", "the state of every obligation as of a day"),
    "due": Text("近期到期的义务与红黄绿灯", "what falls due soon, with lights"),
    "schedule": Text("还本付息计划", "debt service schedules: every flow of every debt"),
    "ratios": Text("财政指标：债务、付息、限额、PPP", "fiscal ratios: debt, interest, limits, PPP"),
    "warn": Text("财政风险预警报告", "fiscal risk-warning report of one government, with charts"),
    "backtest": Text("预警信号回测", "how signals of past years stood against what came after"),
    "ledger": Text("债务台账", "debt ledger: what each unit owed, raised, repaid and owes in a year"),
    "forms": Text("地方政府债务公开表：读入、生成", "published debt forms: read into a docket, write from one"),
    "explain-status": Text("说明某项义务的状态从何而来", "explain why an obligation stands as it does"),
    "trace": Text("某项义务由谁负责，逐日逐步", "who answered for an obligation, day by day"),
    "officials": Text("在手义务与离任交接清单", "duties in hand, and the handover sheet on leaving"),
    "diff": Text("比较两次审计，或同一案卷的两个日期", "compare two audits, or two days of one docket"),
    "log": Text("登记承诺、合同或事件", "record a commitment, a contract or an event"),
    "import-log": Text("把事件日志（XES、CSV）转成卷宗", "turn an event log (XES, CSV) into a docket"),
    "template": Text("生成空白工作簿", "write an empty workbook to fill in"),
    "init": Text("生成样例项目", "write a sample project"),
    "rules": Text("规则清单", "list the rules"),
    "explain": Text("解释一条规则", "explain one rule"),
    "structure": Text(
        "责任结构检查：循环、自我监督、孤立岗位", "check lines of authority: cycles, self-supervision, orphan posts"
    ),
    "export": Text("导出机构、岗位、任期给其他程序", "hand bodies, posts and tenures to other programs"),
    "schema": Text("输出JSON Schema", "print a JSON Schema"),
    "doctor": Text("检查运行环境与字体", "tell what is installed and which fonts are used"),
}


class _Commands(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        if name not in COMMANDS:
            return None
        module = name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"govaudit.cli.{module}"), module)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        lang = default_lang()
        with formatter.section(Text("命令", "Commands").pick(lang)):
            formatter.write_dl([(name, text.pick(lang)) for name, text in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a 'did you mean' for a mistyped one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, 1)
            hint = (
                Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
                if near
                else Text("见 govaudit --help", "see govaudit --help")
            )
            ctx.fail(Text(f"没有命令“{name}”，{hint.zh}", f"no command '{name}'; {hint.en}").pick(default_lang()))
        return super().resolve_command(ctx, args)


_HELP = Text(
    "govaudit：核对地方政府承诺过什么、何时到期、是否兑现、由谁负责。退出码：0 无发现，1 有发现，2 输入或用法有问题。",
    "govaudit: what a local government promised, when it fell due, whether it was kept, and who answered for it. "
    "Exit status: 0 no finding, 1 findings, 2 a problem of input or usage.",
)


@click.group(
    cls=_Commands,
    help=_HELP.pick(default_lang()),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="govaudit", help=say("显示版本。", "Show the version and exit."))
def cli() -> None:
    """Run one command."""


_FAULT = Text(
    "程序内部错误（{what}）。您的数据没有被改动。请把此行和所用命令报告给维护者；设 GOVAUDIT_DEBUG=1 可看到详情。",
    "An internal error ({what}). Your data was not changed. Please report this line and the command; GOVAUDIT_DEBUG=1 shows details.",
)


def main() -> None:
    """Run the command line; a closed pipe ends it quietly, a fault of the program with a sentence and status 2, never 1."""
    gc.disable()  # a command ends soon: what it builds lives until then, and searching it for cycles costs a tenth of the time
    if default_lang() == "zh":
        from govaudit.cli.chinese import speak_chinese

        speak_chinese()
    if hasattr(signal, "SIGPIPE"):  # a reader that has seen enough ends us as it ends any filter, not with status 1
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        cli(prog_name="govaudit")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            _leave(end.code or 0)
        raise
    except Exception as error:
        if os.environ.get("GOVAUDIT_DEBUG"):
            raise
        click.echo(_FAULT.format(what=f"{type(error).__name__}: {error}").pick(default_lang()), err=True)
        sys.exit(2)


def _leave(status: int) -> None:
    """End the process without freeing all it built one by one, which takes a tenth of a small audit and seconds of a large one."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what libraries want done at the end
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where the caller closed it
            stream.flush()
    except (OSError, ValueError):
        return  # Python itself says it, with a status of its own
    os._exit(status)
