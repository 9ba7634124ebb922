"""What a machine says: findings, the officials who held the posts, and the manifest of the run that says so.

The JSON output and its published schema are these records (`model.run` puts them together). Amounts are decimal text with
their currency, dates YYYY-MM-DD; person names appear only when the caller asked for them.
"""

from __future__ import annotations

import hashlib
from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from govaudit.model.days import read_iso
from govaudit.model.record import Record, Written, checked_record
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.model.problem import Place

SCHEMA_VERSION = "1.1"

# What is read of a file is bounded, so that a number no day, sum or share can be stops at the border and not in the middle of a page.
Day = Annotated[str, Written(read_iso, {"type": "string", "format": "date"})]
Whole = Annotated[int, Written(ge=-(1 << 62), le=1 << 62)]
Share = Annotated[str, Written(pattern=r"^[0-9]{1,40}(/[1-9][0-9]{0,39})?$")]

Severity = Literal["minor", "ordinary", "serious"]
Confidence = Literal["verified", "recalled", "doubtful"]
Certainty = Literal["certain", "probable", "possible"]


@checked_record
class Basis(Record):
    """One legal basis: the act, its article, and how sure the catalogue is of the wording.

    Acts are cited by their Chinese names; what the program itself put into words has both languages.
    """

    act: str | Text
    article: str | Text | None = None
    confidence: Confidence = "verified"


@checked_record
class Hop(Record):
    """One step of a trace: the fact relied on, its interval, the date tested, its certainty and evidence."""

    fact: str
    text: Text
    start: str | None = None
    end: str | None = None
    tested_on: str | None = None
    certainty: Certainty = "certain"
    evidence: tuple[str, ...] = ()


@checked_record
class Responsible(Record):
    """Who held a post on which days of a breach; never a verdict of guilt.

    `person` is None on vacant or unknown days, `holder` then says which. `days` are breach days in office, `share` the exact
    fraction of them charged here as text (joint holders share a day), `role` the role in which the post answers. `phase` is decision,
    commitment, running, due, overdue, or conduct (the day a rule was broken). `days_after_handover` are the days without those of the handover
    allowance, None where nothing is allowed. `candidates` are the names of those who may have held an `unknown` day. Lines with `counted` are the additive split of the breach days; the others stand beside it.
    """

    person: str | None = None
    name: str | None = None
    post: str | None = None
    post_title: str | None = None
    org: str | None = None
    role: str
    phase: str
    degree: str | None = None
    holder: Literal["person", "vacant", "unknown", "post_missing"] = "person"
    from_: str | None = None
    to: str | None = None
    days: Whole = 0
    days_after_handover: Whole | None = None
    share: Share | None = None
    amount_days: str | None = None
    counted: bool = False
    certainty: Certainty = "certain"
    candidates: tuple[str, ...] = ()
    path: tuple[Hop, ...] = ()
    notes: tuple[Text, ...] = ()


@checked_record
class Finding(Record):
    """One finding. `fingerprint` is stable from run to run; `suppressed` holds the reason when it is excluded (已排除).

    About an obligation: `subject` is the body whom it bound when it was broken, `trigger_event` the event that gave rise to it by law.
    `former_fingerprint` is what schema version 1.0 called a finding about a statutory obligation.
    """

    fingerprint: str
    kind: Kind
    rule: str
    severity: Severity
    instrument: str | None = None
    obligation: str | None = None
    trigger_event: str | None = None
    subject: str | None = None
    title: Text
    message: Text
    basis: tuple[Basis, ...] = ()
    dates: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str | Whole | bool] = field(default_factory=dict)
    responsible: tuple[Responsible, ...] = ()
    evidence: tuple[str, ...] = ()
    place: str | None = None
    next_step: Text
    suppressed: Text | None = None
    former_fingerprint: str | None = None


@checked_record
class InputFile(Record):
    """One input of the run."""

    file: str
    sha256: str
    size: Whole


@checked_record
class ProblemRecord(Record):
    """A problem of the input, as in `model.problem`."""

    code: str
    level: Literal["error", "note"]
    file: str
    sheet: str | None = None
    row: Whole | None = None
    column: str | None = None
    value: str | None = None
    what: Text
    remedy: Text


@checked_record
class NotComputed(Record):
    """A rule that concerns an instrument, or a unit and year, but could not be computed, and what is missing."""

    rule: str
    subject: str
    what: Text


@checked_record
class Manifest(Record):
    """What a result rests on: program, rules, dates, inputs, and what was left out.

    Equal digests of docket, rules (`rule_set`) and question, of one program, mean equal results.
    """

    program: str
    docket_digest: str = ""  # empty in runs of schema version 1.0
    rule_set: str
    question_digest: str = ""
    as_of: Day
    known_at: Day | None
    lenient: bool
    names: bool
    inputs: tuple[InputFile, ...]
    counts: dict[str, Whole]
    left_out: Whole
    problems: tuple[ProblemRecord, ...]
    rules: dict[str, str]
    not_computed: tuple[NotComputed, ...] = ()


# --- The kinds of finding

Kind = Literal["breach", "warning", "accountability_gap", "data_problem"]

# Least to most: `--fail-on` takes findings at or above one of these.
KINDS: tuple[Kind, ...] = ("data_problem", "accountability_gap", "warning", "breach")


# --- The name a finding keeps from run to run: made from its rule and its subject, never from rows, dates or wording

_LENGTH = 16


def fingerprint_of(rule: str, *subject: str) -> str:
    """Return 16 hexadecimal digits that stay the same as long as rule and subject (ids, in order) do."""
    text = "\x1f".join((rule, *subject))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


# --- A finding excluded on purpose: which, why, by whom, until when (已排除)


class Suppression(NamedTuple):
    """Excludes findings by fingerprint, rule, instrument, obligation, id of the event that triggered it; `until` is its last day."""

    place: Place
    reason: str
    who: str
    until: int
    fingerprint: str | None = None
    rule: str | None = None
    instrument: str | None = None
    obligation: str | None = None
    trigger: str | None = None
