"""Run commands one after another in one process, for a test that asks over a pipe: a JSON line in, a JSON line out.

A process of its own has one language from its start (help pages and refusals are said in it before options are read), and
an environment without the habits of the machine. Run by `golden.runs`, never imported.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from govaudit.cli.chinese import speak_chinese
from govaudit.cli.main import cli
from govaudit.formats import read


def run(folder: str, words: list[str]) -> dict[str, Any]:
    """Run one command in a folder as `govaudit` does; an error nobody caught is given back as its traceback."""
    os.chdir(folder)
    sys.argv = ["govaudit", *words]
    result = CliRunner().invoke(cli, words, prog_name="govaudit")
    crash = None
    if result.exc_info and result.exception and not isinstance(result.exception, SystemExit):
        crash = "".join(traceback.format_exception(*result.exc_info))
    packed = [base64.b64encode(data).decode() for data in (result.stdout_bytes, result.stderr_bytes)]
    return {"status": result.exit_code, "stdout": packed[0], "stderr": packed[1], "crash": crash}


def keep_dockets() -> None:
    """Hand out the docket read first when the same files of a folder are read again, as a server would that keeps it loaded."""
    fresh, kept = read.read_docket, dict[str, Any]()

    def read_once(*asked: Any, **named: Any) -> Any:
        key = f"{Path.cwd()} {asked} {named}"
        if key not in kept:
            kept[key] = fresh(*asked, **named)
        return kept[key]

    read.read_docket = read_once  # before any command is imported


def main() -> None:
    """Answer until the pipe is closed."""
    if "--keep-dockets" in sys.argv:
        keep_dockets()
    if os.environ["GOVAUDIT_LANG"] == "zh":
        speak_chinese()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")  # what a library prints on standard output is not an answer
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(run(**json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
