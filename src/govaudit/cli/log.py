"""`govaudit log`: record a commitment, contract, obligation, event or official in a docket folder, with who and when."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from govaudit.cli.options import default_lang, lang_option, say
from govaudit.cli.questions import Ask, answers, asks, with_options
from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govaudit.docket import Docket
    from govaudit.formats.writing import Rows

    Given = dict[str, str | None]
    Build = Callable[[Docket, Given, "Stamp"], tuple[str, Rows]]

_INSTRUMENT = asks(
    "id instruments.id", "title* instruments.title", "authority* instruments.authority", "counterparty instruments.counterparty",
    "signed-on instruments.signed_on", "region instruments.region", "total instruments.amount",
)  # fmt: skip
_DUTY = asks(
    "duty* obligations.title", "action obligations.action", "due-on obligations.due_on", "anchor obligations.anchor", "n obligations.n",
    "unit obligations.unit", "amount obligations.amount", "condition obligations.condition", "bearer obligations.bearer", "clause obligations.clause",
)  # fmt: skip
_EVENT = asks(
    "on* events.occurred_on", "type* events.type", "obligation events.obligation", "instrument events.instrument", "amount events.amount",
    "cause events.cause", "note events.note",
)  # fmt: skip
_OFFICIAL = asks(
    "org* posts.org", "post* posts.title", "rank posts.rank", "person* persons.name", "start* tenures.start", "end tenures.end", "kind tenures.kind",
)  # fmt: skip
_RECORDED = Text("已登记 {}：{}", "recorded {}: {}")


class Stamp:
    """Who records, and when: goes into every row's `source`."""

    def __init__(self, who: str | None) -> None:
        self.when = dt.datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0).isoformat()
        self.source = f"{who or _user()} {self.when}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        raise click.UsageError(
            say("不知道登记人：用 --who 写明", "nobody is named who records it: give --who")
        ) from None


@click.group(help=say(
    "登记承诺、合同、义务、事件或任职：每条写成一个案卷文件，先校验后写入，注明登记人和时间。在终端中逐项询问未给出的内容。",
    "Record a commitment, contract, obligation, event or official: a case file each, checked before it is written, with who and when. "
    "In a terminal, what is not given is asked for.",
))  # fmt: skip
def log() -> None:
    """Hold the kinds of record."""


def _record(name: str, questions: Sequence[Ask], help_text: Text) -> Callable[[Build], click.Command]:
    """Make a subcommand that asks the questions and writes what `build` makes of the answers."""

    def decorate(build: Build) -> click.Command:
        def run(docket: Path, who: str | None, lang: str, **given: str | None) -> None:
            _write(name, docket, build, answers(questions, given, lang), Stamp(who), lang)

        command: Callable[..., Any] = lang_option(run)
        command = click.option(
            "--who", default=None, help=say("登记人，默认当前用户", "who records it; default the current user")
        )(command)
        command = with_options(command, questions, default_lang())
        command = click.argument("docket", type=click.Path(file_okay=False, path_type=Path))(command)
        return log.command(name, help=help_text.pick(default_lang()))(command)

    return decorate


def _write(kind: str, folder: Path, build: Build, given: Given, stamp: Stamp, lang: str) -> None:
    from govaudit.cli.run import PROBLEM_EXIT, cannot_write, show_problems
    from govaudit.formats import read_docket
    from govaudit.formats.settings import read_settings
    from govaudit.formats.writing import add_record

    settings, _ = read_settings(folder)
    exclude = [*settings.exclude, *settings.checklists, *settings.suppressions]
    docket = read_docket([folder] if folder.exists() else [], exclude)
    key, rows = build(docket, given, stamp)
    try:
        path, problems = add_record(folder, docket, kind, key, rows, exclude)
    except OSError as error:
        cannot_write(folder, error, lang)
    if path is None:
        show_problems(problems, lang)
        raise SystemExit(PROBLEM_EXIT)
    click.echo(_RECORDED.pick(lang).format(key, path))


# --- the kinds of record ----------------------------------------------------------------------------------------------


def _org(docket: Docket, named: str | None, rows: Rows, stamp: Stamp, level: str | None = None) -> str | None:
    """Return the id of a body given by id or name; one that is not on record yet is added under its name."""
    if named is None:
        return None
    table = docket["orgs"]
    for key, name in zip(table["id"], table["name"], strict=True):
        if named in {key, name}:
            return str(key)
    if all(row["id"] != named for row in rows.setdefault("orgs", [])):
        rows["orgs"].append({"id": named, "name": named, "level": level, "source": stamp.source})
    return named


def _instrument(docket: Docket, given: Given, stamp: Stamp, fixed: dict[str, str], prefix: str) -> tuple[str, Rows]:
    from govaudit.formats.writing import next_id

    rows: Rows = {}
    key = given["id"] or next_id(docket, "instruments", f"{prefix}-{stamp.when[:4]}")
    authority = _org(docket, given["authority"], rows, stamp)
    counterparty = _org(docket, given["counterparty"], rows, stamp, "company")
    rows["instruments"] = [{
        "id": key, **fixed, "title": given["title"], "authority": authority, "counterparty": counterparty, "signed_on": given["signed_on"],
        "amount": given["total"], "region": given["region"], "source": stamp.source,
    }]  # fmt: skip
    bearer = _bearer(docket, given["bearer"], rows, stamp) or authority
    rows["obligations"] = [_duty(given, f"{key}-1", key, bearer, stamp)]
    return key, rows


def _bearer(docket: Docket, named: str | None, rows: Rows, stamp: Stamp) -> str | None:
    """Return the id of a bearer: a post by its id, or a body by id or name."""
    return named if named in docket["posts"].index else _org(docket, named, rows, stamp)


def _duty(given: Given, key: str, instrument: str, bearer: str | None, stamp: Stamp) -> dict[str, Any]:
    same = {name: given[name] for name in ("action", "due_on", "anchor", "n", "unit", "amount", "condition", "clause")}
    return {
        "id": key,
        "instrument": instrument,
        "title": given["duty"],
        "bearer": bearer,
        **same,
        "source": stamp.source,
    }


@_record("commitment", (*_INSTRUMENT, *_DUTY), Text("登记一项招商引资承诺", "record a commitment to an investor"))
def commitment(docket: Docket, given: Given, stamp: Stamp) -> tuple[str, Rows]:
    """Build the rows of an investment commitment."""
    return _instrument(docket, given, stamp, {"domain": "investment", "kind": "commitment"}, "ZS")


@_record("contract", (*_INSTRUMENT, *_DUTY), Text("登记一份政府采购合同", "record a procurement contract"))
def contract(docket: Docket, given: Given, stamp: Stamp) -> tuple[str, Rows]:
    """Build the rows of a procurement contract."""
    return _instrument(docket, given, stamp, {"domain": "procurement", "kind": "contract"}, "CG")


@_record(
    "obligation",
    (*asks("instrument* obligations.instrument"), *_DUTY),
    Text("给已有文书再登记一项义务", "record a further obligation of an instrument"),
)
def obligation(docket: Docket, given: Given, stamp: Stamp) -> tuple[str, Rows]:
    """Build the row of a further obligation."""
    from govaudit.formats.writing import next_number

    instrument = given["instrument"] or ""
    row = docket["instruments"].index.get(instrument)
    authority = None if row is None else docket["instruments"]["authority"][row]
    key = f"{instrument}-{next_number(docket, 'obligations', instrument)}"
    rows: Rows = {}
    bearer = _bearer(docket, given["bearer"], rows, stamp) or authority
    rows["obligations"] = [_duty(given, key, instrument, bearer, stamp)]
    return key, rows


@_record(
    "event",
    _EVENT,
    Text("登记一个事件（付款、履行、中止、变更等）", "record an event (payment, performance, suspension, change, …)"),
)
def event(docket: Docket, given: Given, stamp: Stamp) -> tuple[str, Rows]:
    """Build the row of an event, recorded now."""
    from govaudit.formats.writing import next_id

    key = next_id(docket, "events", f"SJ-{stamp.when[:10].replace('-', '')}")
    same = {name: given[name] for name in ("obligation", "instrument", "type", "amount", "cause", "note")}
    return key, {
        "events": [{"id": key, **same, "occurred_on": given["on"], "recorded_at": stamp.when, "source": stamp.source}]
    }


@_record(
    "official", _OFFICIAL, Text("登记任职：机构、岗位、人员、任期", "record an official: body, post, person, tenure")
)
def official(docket: Docket, given: Given, stamp: Stamp) -> tuple[str, Rows]:
    """Build the rows of a tenure, with body, post and person where they are new."""
    from govaudit.formats.writing import next_id

    rows: Rows = {}
    org = _org(docket, given["org"], rows, stamp)
    post = _known(docket, "posts", {"org": org, "title": given["post"]})
    if post is None:
        post = f"{org}/{given['post']}"
        rows["posts"] = [
            {"id": post, "org": org, "title": given["post"], "rank": given["rank"], "source": stamp.source}
        ]
    person = _known(docket, "persons", {"name": given["person"]})
    if person is None:
        person = next_id(docket, "persons", "RY")
        rows["persons"] = [{"id": person, "name": given["person"], "source": stamp.source}]
    key = next_id(docket, "tenures", "RZ")
    same = {name: given[name] for name in ("start", "end", "kind")}
    rows["tenures"] = [
        {"id": key, "post": post, "person": person, **same, "recorded_from": stamp.when, "source": stamp.source}
    ]
    return key, rows


def _known(docket: Docket, table: str, wanted: dict[str, str | None]) -> str | None:
    """Return the id of the row with these values."""
    for row in docket[table].rows():
        if all(row[column] == value for column, value in wanted.items()):
            return str(row["id"])
    return None
