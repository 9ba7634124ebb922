"""The words of reports in both languages: kinds, states, roles, and the keys of dates, amounts and facts."""

from __future__ import annotations

from govaudit.docket.labels import CHOICES, OPEN_ZH
from govaudit.model import Text
from govaudit.officials import CERTAINTIES, DEGREES, PHASES, ROLES
from govaudit.rules import CONFIDENCES, OTHER_FINDINGS, SEVERITIES, VERDICTS
from govaudit.words import ATTRIBUTES, FISCAL_ITEMS, words

KIND: dict[str, Text] = VERDICTS | {kind: text for kind, text in OTHER_FINDINGS.items() if kind != "indication"}
KIND_TITLES: dict[str, Text] = {
    kind: Text(text.zh, f"{text.en}es" if text.en.endswith("ch") else f"{text.en}s") for kind, text in KIND.items()
}
SEVERITY, CONFIDENCE, CERTAINTY = SEVERITIES, CONFIDENCES, CERTAINTIES
HOLDER = words("labels", "holders")
STATE = words("labels", "states")
FLAGS = words("labels", "flags")
_OWN: dict[str, Text] = ROLES | DEGREES | words("labels", "own")
KEYS = words("labels", "keys") | words("attributes", "unasked")


def word(key: str | None, column: tuple[str, str] | None = None) -> Text:
    """Return a word of a list (`column` is the table and column of an open one); what is on none stays as written."""
    if not key:
        return Text("", "")
    if column is None and key in _OWN:
        return _OWN[key]
    listed = OPEN_ZH.get(column, {}) if column else {}
    said = CHOICES.get(key) or Text(key, key.replace("_", " "))
    return Text(listed.get(key) or said.zh, said.en)


def flag(written: str) -> Text:
    """Return a flag in words, as in 此后无完整记录（2026-06-30）."""
    name, _, rest = written.partition("(")
    said = FLAGS.get(name, Text(name, name))
    day = rest.rstrip(")")
    return Text(f"{said.zh}（{day}）", f"{said.en} {day}") if day else said


def phase(key: str) -> Text:
    """Return the name of a phase of a breach."""
    return PHASES.get(key) or word(key)


def label(key: str) -> Text:
    """Return the heading of a key of `dates`, `amounts`, `facts` or `counts`, or of a column."""
    if key.startswith("findings_"):
        return KIND_TITLES.get(key.removeprefix("findings_"), word(key))
    if key.startswith("state_"):
        return STATE.get(key.removeprefix("state_"), word(key))
    name, _, year = key.partition("@")
    if year:  # a figure of another year than the finding's
        return Text(f"{year}年{label(name).zh}", f"{label(name).en} {year}")
    return KEYS.get(key) or FISCAL_ITEMS.get(key) or ATTRIBUTES.get(key) or word(key)
