"""Two published examples of run-time monitoring, with the verdicts their monitors print.

Logs and formulas: the examples rv11 and rv11b that MonPoly distributes (Basin, Harvey, Klaedtke, Zalinescu: MONPOLY, Runtime
Verification 2011); WhyMon uses the second scaled to time stamps of a few units. Facts copied: time stamps (Unix seconds), reports,
people.

    rv11    publish(r) IMPLIES EVENTUALLY[1d,7d] approve(r)
    rv11b   publish(a,r) IMPLIES ONCE[0,7d] EXISTS m. (NOT mgr_F(m,a) SINCE mgr_S(m,a)) AND approve(m,r)

Their clock counts seconds, ours days. The fold is arithmetic over whole numbers and a calendar, so one of its days may last a second:
a calendar without holidays (every number a working day) and 7 days = 604 800 ticks give exactly the published answers. A docket in
civil days answers another question: "within seven days" ends with the seventh day, not at the same second of it (民法典 201, 203; R6).

Not in the engine: a least distance ([1d, …], "not before"). An approval before its time is a performance refused (T17).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.docket.view import View
from govaudit.model.days import iso, parse_day
from govaudit.rules.days.rolling import NEVER, NO_ROLL
from govaudit.settle import codes as c
from govaudit.settle.deadline import DAY, PAUSE
from govaudit.settle.explanation.explain_duty import Explainer, VerdictBounds, verdict
from govaudit.settle.kernel import fold
from govaudit.settle.status import Status
from govaudit.settle.terms import Days, EventColumns, RateColumns, Terms, Tolled
from settle.dockets import read, settled
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

ONE_DAY, SEVEN_DAYS = 86_400, 604_800
# Every number is a working day: rank[d] = d, nth[k] = k.
TICKS = range(1 << 31)

PUBLISHED = [(1307955600, 160), (1308477599, 163), (1308477599, 152), (1308477609, 169), (1308477609, 150)]
APPROVED = [
    (1307532861, 152), (1307955600, 163), (1308477599, 187), (1308477609, 163), (1308477610, 150), (1308600000, 169),
]  # fmt: skip
LOG_ENDS = 1308600000


def within(start: int, n: int, done: list[int], as_of: int) -> tuple[str, int | None]:
    """Return verdict and first tick of decision of an act owed within n ticks after `start`, performed at the ticks given."""
    terms = Terms(
        kind=c.ACHIEVEMENT, anchor=start, fixed=NEVER, n=n, unit=DAY, include=0, roll=NO_ROLL, condition=0, long_stop=NEVER, grace_n=0, grace_unit=DAY,
        grace_mode=c.FORGIVE, tolling=PAUSE, amount=c.NO_AMOUNT, tolerance=0, principal_first=0, interest_mode=0, contract=0, den=0, signed=0,
    )  # fmt: skip
    events = EventColumns(tuple(done), (c.PERFORM,) * len(done), (c.IN_FULL,) * len(done))
    slots, _ = fold([terms], events, Tolled((), (), ()), RateColumns((), ()), Days(TICKS, TICKS, as_of, NEVER))
    status = Status("o", None, None, None, c.STATES[slots[c.STATE]], due_on=slots[c.DUE])  # fmt: skip
    found = verdict(status, VerdictBounds(slots[c.DUE], None, None), as_of)
    return found.answer, found.decidable_from


@pytest.mark.parametrize(
    ("report", "answer", "decidable_from"),
    [
        (160, "violated", 1308560401),
        (152, "pending", 1309082400),
        (163, "pending", 1309082400),
        (150, "pending", 1309082410),
        (169, "satisfied", None),
    ],
)
def test_rv11_approved_a_day_to_seven_days_after_publication(report: int, answer: str, decidable_from: int | None):
    published = next(at for at, what in PUBLISHED if what == report)
    in_time = [at for at, what in APPROVED if what == report and at >= published + ONE_DAY]
    assert within(published, SEVEN_DAYS, in_time, LOG_ENDS) == (answer, decidable_from)


def test_rv11_the_last_second_is_in_time_and_the_next_is_not():
    last = 1307955600 + SEVEN_DAYS
    assert within(1307955600, SEVEN_DAYS, [last], LOG_ENDS) == ("satisfied", None)
    assert within(1307955600, SEVEN_DAYS, [last + 1], LOG_ENDS) == ("violated", last + 1)
    assert within(1307955600, SEVEN_DAYS, [], last)[0] == "pending"


# --- rv11 in civil days -----------------------------------------------------------------------------------------------


def civil(at: int) -> str:
    """The civil day (UTC) of a time stamp."""
    return iso(at // ONE_DAY) or ""


def rv11_docket() -> Docket:
    """The log as a docket: each publication an obligation to approve; an approval within a day is refused (T17)."""
    events: list[dict[str, Any]] = []
    for at, report in APPROVED:
        published = next((when for when, what in PUBLISHED if what == report), None)
        if published is None or at < published:
            continue
        key = f"approve-{report}"
        events.append({"id": key, "obligation": f"r{report}", "type": "perform", "occurred_on": civil(at)})
        if at < published + ONE_DAY:
            events.append({"id": f"early-{report}", "obligation": f"r{report}", "type": "reject", "occurred_on": civil(at), "corrects": key})  # fmt: skip
    rows = [
        {"id": f"r{report}", "instrument": "i", "title": str(report), "bearer": "bureau", "anchor": civil(at), "n": 7, "unit": "day", "calendar": "none", "tz": "UTC"}
        for at, report in PUBLISHED
    ]  # fmt: skip
    made = read(obligations=rows, events=events)
    assert not made.errors
    return made


def test_rv11_in_civil_days_ends_with_the_seventh_day():
    made = rv11_docket()
    found = {}
    for day in (civil(LOG_ENDS), "2011-06-21"):
        explainer = Explainer(View(made, parse_day(day)))
        verdicts = {key: explainer.explain(status).verdict for key, status in settled(made, day).items()}
        found[day] = {key: (one.answer, iso(one.decidable_from)) for key, one in verdicts.items()}
    rest = {
        "r152": ("pending", "2011-06-27"), "r163": ("pending", "2011-06-27"), "r150": ("pending", "2011-06-27"), "r169": ("satisfied", None),
    }  # fmt: skip
    # 160 was published on the 13th: the 20th, on which the log ends, is its last day.
    assert found["2011-06-20"] == {"r160": ("pending", "2011-06-21"), **rest}
    assert found["2011-06-21"] == {"r160": ("violated", "2011-06-21"), **rest}


# --- rv11b: the manager at that time ----------------------------------------------------------------------------------

# Day (UTC) of each time point; WhyMon's copy begins at some day before 4.
LOGS = {"rv11b": [parse_day(civil(at)) for at in (1307532861, 1307955600, 1308477599)], "whymon": [0, 4, 10]}


def managers(log: list[int]) -> Docket:
    """Who led whom, as lines of authority: the last day is the one before the mandate ended, as on a hand-over (R24)."""
    first, second, _ = log
    people = ("Mallory", "Merlin", "Alice", "Bob", "Charlie")
    lines: list[dict[str, Any]] = [
        {"id": "a1", "superior": "Mallory", "subordinate": "Alice", "start": iso(first)},
        {"id": "a2", "superior": "Merlin", "subordinate": "Bob", "start": iso(first)},
        {"id": "a3", "superior": "Merlin", "subordinate": "Charlie", "start": iso(first), "end": iso(second - 1)},
    ]
    approvals = [("Mallory", 152, first), ("Merlin", 163, second), ("Merlin", 187, log[2])]
    publications = [("Alice", 160, second), ("Bob", 163, log[2]), ("Alice", 163, log[2]), ("Charlie", 163, log[2]), ("Charlie", 152, log[2])]  # fmt: skip
    world = {"posts": [{"id": name, "org": "bureau", "title": name} for name in people], "authorities": lines}
    officials = officials_of(read(**world))
    events, obligations = [], []
    for who, report, day in publications:
        key = f"{who}-{report}"
        obligations.append({"id": key, "title": key, "bearer": who, "due_on": iso(day), "kind": "punctual", "calendar": "none", "tz": "UTC"})  # fmt: skip
        for by, what, when in approvals:
            led = any(
                lines[row]["superior"] == by and officials.in_force("authorities", row, when) == "certain"
                for row in officials.superiors_of.get(who, ())
            )
            if what == report and day - 7 <= when <= day and led:
                events.append({"id": f"{key}-{by}", "obligation": key, "type": "perform", "occurred_on": iso(when), "post": by})  # fmt: skip
    made = read(**world, obligations=obligations, events=events)
    assert not made.errors
    return made


@pytest.mark.parametrize("log", LOGS)
def test_rv11b_approved_within_seven_days_before_by_the_manager_at_that_time(log: str):
    made = managers(LOGS[log])
    day = iso(LOGS[log][2] + 1) or ""
    explainer = Explainer(View(made, parse_day(day)))
    statuses = settled(made, day)
    by_event = dict(zip(made["events"]["id"], made["events"]["post"], strict=True))
    found = {
        key: (explainer.explain(status).verdict.answer, [(status.performed_on, by_event[e]) for e in status.decisive])
        for key, status in statuses.items()
    }
    assert found == {
        "Alice-160": ("violated", []),
        "Alice-163": ("violated", []),
        "Bob-163": ("satisfied", [(LOGS[log][1], "Merlin")]),
        "Charlie-152": ("violated", []),
        "Charlie-163": ("violated", []),  # Merlin led Charlie until that very time point
    }
