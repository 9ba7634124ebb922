"""Run a case of the table and write down what it did: exit status, both outputs, files written; as text that a person can compare."""

from __future__ import annotations

import atexit
import base64
import json
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from golden.plain import plain

ROOT = Path(__file__).parents[2]
LANGS = ("zh", "en")
_HABITS = {"LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "GOVAUDIT_DEBUG", "TERM"}
GIVEN = Path(__file__).parent / "given"
_LINKS = {"contracts_samples": ROOT / "contracts_samples", "given": GIVEN}
_SECOND = timedelta(seconds=1)


def _environment(lang: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _HABITS and not name.startswith("LC_")}
    # click wraps at two columns less than the terminal has, and at 80 in a test
    return kept | {"GOVAUDIT_LANG": lang, "COLUMNS": "82", "LINES": "50", "TZ": "UTC", "PYTHONUTF8": "1"}


@cache
def _worker(lang: str, *options: str) -> subprocess.Popen[str]:
    """Start the process that runs the commands of one language."""
    started = subprocess.Popen(
        [sys.executable, "-P", str(Path(__file__).with_name("worker.py")), *options],
        env=_environment(lang), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    atexit.register(_end, started)
    return started


def _end(worker: subprocess.Popen[str]) -> None:
    worker.communicate()


def _ask(worker: subprocess.Popen[str], folder: Path, words: list[str]) -> dict[str, Any]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps({"folder": str(folder), "words": words}) + "\n")
    worker.stdin.flush()
    answer: dict[str, Any] = json.loads(worker.stdout.readline())
    assert answer["crash"] is None, answer["crash"]
    return answer


def _alone(lang: str, folder: Path, words: list[str]) -> dict[str, Any]:
    """Run a command as its user does, in a process of its own."""
    line = [sys.executable, "-c", "from govaudit.cli.main import main; main()", *words]
    done = subprocess.run(line, cwd=folder, env=_environment(lang), capture_output=True, check=False)
    said = {"stdout": done.stdout, "stderr": done.stderr}
    return {"status": done.returncode, **{name: base64.b64encode(data).decode() for name, data in said.items()}}


def run(lines: str, lang: str, folder: Path, *options: str) -> str:
    """Run the command lines of a case in a fresh folder and return all they did; a line after `@` only prepares.

    They run one after another in one process, which may be told to keep its dockets (`--keep-dockets`), or each `--alone`.
    """
    ask = partial(_alone, lang) if options == ("--alone",) else partial(_ask, _worker(lang, *options))
    folder.mkdir()
    for name, target in _LINKS.items():
        (folder / name).symlink_to(target)
    told = []
    for line in lines.strip().splitlines():
        before = _files(folder)
        began = _now()
        answer = ask(folder, shlex.split(line.removeprefix("@")))
        if not line.startswith("@"):
            told.append(_masked(_report(line.strip(), answer, before, _files(folder)), began))
    return "\n".join(told)


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files a command may have written; what is linked is only read."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for place, _, names in os.walk(folder)
        for path in (Path(place) / name for name in names)
        if not path.is_symlink()
    }


def _report(line: str, answer: dict[str, Any], before: dict[str, bytes], after: dict[str, bytes]) -> str:
    parts = [f"$ govaudit {line}".rstrip() + f"\nexit status {answer['status']}\n"]
    said = {name: base64.b64decode(answer[name]) for name in ("stdout", "stderr")}
    parts += [f"----- {name}\n{plain(data)}" for name, data in said.items() if data]
    for name in sorted(after.keys() | before.keys()):
        if name not in after:
            parts.append(f"----- removed: {name}\n")
        elif after[name] != before.get(name):
            parts.append(f"----- written: {name}\n{plain(after[name])}")
    return "".join(part if part.endswith("\n") else part + "\n<no line end>\n" for part in parts)


# --- what differs from one run, version or set of rules to the next, and nothing else ---------------------------------


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))


@cache
def _varying() -> dict[str, str]:
    """Return the patterns of what stands for this version of the program and of its rules."""
    from govaudit import __version__
    from govaudit.rules.catalogue import load_rules

    digest = load_rules((), examples=False).digest
    return {
        rf"govaudit(, version)? {re.escape(__version__)}": r"govaudit\1 <version>",
        "\n?".join(digest): "<digest of the rules>",  # a page of a PDF breaks it
        digest[:16]: "<digest of the rules, its beginning>",
    }


def _masked(text: str, began: datetime) -> str:
    for said, mask in _varying().items():
        text = re.sub(said, mask, text)
    ended = _now()
    text = re.sub(
        r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00",
        lambda found: "<now>" if began - _SECOND <= datetime.fromisoformat(found[0]) <= ended else found[0],
        text,
    )
    if text.startswith("$ govaudit doctor"):  # versions and machine; its fonts stay, since a PDF differs by them
        text = re.sub(r"(?<=\S) {2,}", "  ", text)
        text = re.sub(r"^(  \S+  \S+  )\d[\d.]+|(?<=> {2})\w+ \w+$", r"\1<n>", text, flags=re.MULTILINE)
    return re.sub(rf"\bSJ-(?:{began:%Y%m%d}|{ended:%Y%m%d})-", "SJ-<today>-", text)  # the id of an event names the day
