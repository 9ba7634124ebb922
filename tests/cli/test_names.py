"""Names of persons appear only where they are asked for: every command, every format, with and without them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

# The names also stand where people write sentences: in the title of a paper, a note, a cause.
CASE = """
orgs: [{id: fin, name: 示例市财政局}, {id: co, name: 示例公司}]
posts: [{id: head, org: fin, title: 局长, rank: head}, {id: boss, org: fin, title: 分管副市长}]
persons: [{id: ren-01, name: 欧阳甲一}, {id: ren-02, name: 司徒乙二}, {id: ren-03, name: 欧阳甲一}]
tenures:
- {id: t1, post: head, person: ren-01, start: 2025-01-01, end: 2026-04-10, evidence: w1, source: 关于欧阳甲一任职的通知}
- {id: t2, post: head, person: ren-02, start: 2026-04-11, evidence: 司徒乙二任免材料, end_reason: 接替欧阳甲一}
- {id: t3, post: boss, person: ren-03, start: 2025-01-01}
evidence: [{id: w1, title: 关于欧阳甲一同志任职的通知, issued_on: 2025-01-01}]
authorities: [{id: u1, superior: boss, subordinate: head, kind: lead}]
instruments: [{id: i, domain: ppp, kind: concession, title: 示例协议, authority: fin, counterparty: co, signed_on: 2025-06-01}]
obligations:
- {id: o, instrument: i, title: 付一, bearer: head, action: pay, due_on: 2026-03-31, amount: 100}
- {id: n, instrument: i, title: 付二, bearer: head, action: pay, due_on: 2026-06-20, amount: 100}
acts: [{id: s1, person: ren-01, post: head, instrument: i, kind: sign, date: 2025-06-01, evidence: 欧阳甲一签署页, note: 欧阳甲一}]
events: [{id: e1, instrument: i, type: signed, occurred_on: 2025-06-01, evidence: w1, note: 司徒乙二到场}]
"""
PRIVATE = ("欧阳甲一", "司徒乙二", "ren-0")
COMMANDS = [
    *(("audit", form) for form in ("text", "json", "csv", "xlsx", "html", "pdf", "docx")),
    *((f"audit --document {kind}", form) for kind in ("breach-record", "risk-warning", "ppp-accountability") for form in ("html", "pdf")),
    *(("trace o", form) for form in ("text", "json", "svg", "html", "pdf", "docx", "prov")),
    *(("trace --all", form) for form in ("csv", "json")),
    *(("officials head", form) for form in ("text", "json", "csv", "xlsx", "html", "pdf", "docx")),
    *(("officials ren-02", form) for form in ("html", "csv")),
    *(("due", form) for form in ("text", "json", "csv", "xlsx", "ics")),
]  # fmt: skip

NAMING = {
    "audit",
    "audit --document breach-record",
    "trace o",
    "officials ren-02",
    "due",
}  # the audit as a whole is about bodies


def written(folder: Path, command: str, form: str, *more: str) -> str:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    target = folder.parent / f"{folder.name}.out"
    words = [
        *command.split(),
        str(folder),
        "--as-of",
        "2026-06-10",
        "--lang",
        "zh",
        "--format",
        form,
        "--output",
        str(target),
    ]
    done = CliRunner().invoke(cli, [*words, *more])
    assert target.is_file(), done.output
    return readable(target.read_bytes(), form)


def readable(data: bytes, form: str) -> str:
    """Return all text of a file, whatever holds it; line breaks and page furniture left out."""
    if form == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    elif form in {"xlsx", "docx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml")]
        text = re.sub(r"<[^>]*>", "", "".join(parts)) + "".join(parts)
    elif form == "html":
        import base64

        page = data.decode()
        drawn = "".join(
            base64.b64decode(one).decode() for one in re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
        )
        text = page + drawn
    else:
        text = data.decode("utf-8-sig")
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(("command", "form"), COMMANDS)
def test_without_names_no_output_holds_one_or_an_id(tmp_path: Path, command: str, form: str) -> None:
    said = written(tmp_path, command, form, "--no-names")
    asked = command.rsplit(maxsplit=1)[-1]  # whoever asks by an id finds it in the answer
    assert [word for word in PRIVATE if word in said.replace(asked, "")] == []


@pytest.mark.parametrize(
    ("command", "form"),
    [
        one
        for one in COMMANDS
        if one[1] in {"text", "csv", "svg", "pdf"} and one[0] in NAMING and one != ("audit", "pdf")
    ],
)
def test_with_names_by_default_the_inspector_sees_who_it_was(tmp_path: Path, command: str, form: str) -> None:
    assert "司徒乙二" in written(tmp_path, command, form)


def test_a_calendar_is_public_unless_told_otherwise(tmp_path: Path) -> None:
    assert "司徒乙二" not in written(tmp_path, "due", "ics")
    assert "局长" in written(tmp_path, "due", "ics")
    assert "司徒乙二" in written(tmp_path, "due", "ics", "--names")


def test_the_settings_decide_where_the_command_line_is_silent(tmp_path: Path) -> None:
    (tmp_path / "govaudit.yaml").write_text("names: false\n", encoding="utf-8")
    for command in ("audit", "trace o", "officials ren-02", "due"):
        assert "司徒乙二" not in written(tmp_path, command, "text")
        assert "司徒乙二" in written(tmp_path, command, "text", "--names")


def test_structure_names_posts_and_rows_never_people(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    done = CliRunner().invoke(cli, ["structure", str(tmp_path), "--as-of", "2026-06-10", "--lang", "zh"])
    assert "ST-08" in done.stdout
    assert not any(name in done.stdout for name in PRIVATE[:2])
