"""The examples of a rule, run through the program's real path: a docket is made of them, settled and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from govaudit.checks import required
from govaudit.checks.apply import check_rules
from govaudit.checks.breaches import breach_findings
from govaudit.duties import concerns, gather_duties
from govaudit.finance import Accounts
from govaudit.finance.warning import signal_value
from govaudit.formats import Collector
from govaudit.model import Place, iso, to_day, to_text
from govaudit.rules import RuleSet, load_rules
from govaudit.rules.kinds import Deadline, Required, Rule, Signal
from govaudit.rules.terms import Expected
from govaudit.settle import settle

if TYPE_CHECKING:
    from govaudit.docket import Docket
    from govaudit.rules.kinds import AnyRule, Builtin
    from govaudit.rules.terms import Example, ExampleCase
    from govaudit.settle import Status

X = "X"
_KEPT, _ENDED, _PENDING = {"fulfilled"}, {"superseded", "discharged"}, {"active", "grace", "conditional", "pending"}


class BadExampleError(Exception):
    """The example is not a sound docket."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was expected of an example and what came of it, in the words of `expect`."""

    example: ExampleCase
    wanted: str
    got: str

    @property
    def met(self) -> bool:
        """Whether it came out as expected."""
        return self.got == self.wanted


def run_examples(rule: AnyRule) -> list[Outcome]:
    """Run every example of a rule."""
    return [_run(rule, example) for example in rule.examples]


def _run(rule: AnyRule, example: Example) -> Outcome:
    expect = example.expect
    wanted = _written(expect) if isinstance(expect, Expected) else expect
    try:
        docket = example_docket(rule, example)
    except BadExampleError as error:
        return Outcome(example, wanted, f"bad example: {error}")
    one = RuleSet(rules={rule.id: rule})
    as_of = to_day(example.as_of)
    return Outcome(
        example,
        wanted,
        _deadline(docket, one, as_of, example)
        if isinstance(rule, Deadline)
        else _signalled(docket, rule, example)
        if isinstance(rule, Signal)
        else _checked(docket, one, rule, as_of),
    )


@cache
def _published() -> RuleSet:
    """Return the published rules: a sign of nearness or first breach looks at their lines."""
    return load_rules(examples=False)


def _signalled(docket: Docket, rule: Signal, example: Example) -> str:
    """Hold a signal at the end of the year of the example's day."""
    duties, _ = gather_duties(docket, RuleSet(), to_day(example.as_of))
    book = Accounts(docket, _published(), to_day(example.as_of), settle(duties.view), duties.debts)
    results = (
        signal_value(book, rule, name, unit, example.as_of.year) for unit in book.figures.units() for name in rule.of
    )
    found = [one for one in results if one is not None]
    if any(one.line is not None for one in found):
        return "warning"
    return "kept" if any(one.level != "no_data" for one in found) or not found else "not_computable"


def _written(expect: Expected) -> str:
    parts = [f"breach_days={expect.breach_days}"]
    parts += [f"due_on={expect.due_on.isoformat()}"] if expect.due_on else []
    parts += [f"interest={expect.interest:.2f}"] if expect.interest is not None else []
    return " ".join(parts)


def _deadline(docket: Docket, rules: RuleSet, as_of: int, example: Example) -> str:
    duties, _ = gather_duties(docket, rules, as_of)
    if duties.missing:
        return "not_computable"
    statuses = [status for status in settle(duties.view) if status.rule is not None]
    if not statuses:
        return "not_applicable"
    worst = max(statuses, key=lambda status: (status.breach_days, status.state in _PENDING))
    if worst.state in _KEPT or (worst.state in _ENDED and not worst.breach_days):
        return "kept"
    if worst.state in _PENDING:
        return "pending"
    if isinstance(example.expect, Expected):
        return _figures(worst, example.expect)
    (finding,) = breach_findings(duties.view, [worst], rules)
    return finding.kind


def _figures(status: Status, expect: Expected) -> str:
    parts = [f"breach_days={status.breach_days}"]
    parts += [f"due_on={iso(status.due_on)}"] if expect.due_on else []
    parts += [f"interest={to_text(status.interest or 0)}"] if expect.interest is not None else []
    return " ".join(parts)


def _checked(docket: Docket, rules: RuleSet, rule: AnyRule, as_of: int) -> str:
    duties, _ = gather_duties(docket, rules, as_of)
    cases = duties.view.cases
    found = check_rules(duties.view, rules, Accounts(docket, rules, as_of, debts=duties.debts))
    findings = [finding for finding in found.findings if finding.rule == rule.id]
    if found.missing:
        return "not_computable"
    if findings:
        return "breach" if any(finding.kind == "breach" for finding in findings) else "warning"
    concerned = [case for case in cases if concerns(rule.applies, case) is True]
    if isinstance(rule, Required):
        concerned = [case for case in concerned if required.reached(rule, case) is not None]
    return "kept" if concerned or docket["fiscal"]["unit"] else "not_applicable"


def example_docket(rule: AnyRule | Builtin, example: ExampleCase) -> Docket:
    """Build the docket an example describes; BadExampleError when it is not sound."""
    out = Collector()
    place = Place(f"{rule.id}.yaml", "examples")
    for org, kind in (("authority", "government"), ("counterparty", "company")):
        out.add("orgs", {"id": org, "name": org, "kind": kind}, place)
    domains, kinds = (rule.applies.domain, rule.applies.kind) if isinstance(rule, Rule) else (rule.domain, ())
    instrument: dict[str, Any] = {
        "id": X, "domain": domains[0] if domains else "procurement", "kind": kinds[0] if kinds else "contract", "title": X,
        "authority": "authority", "counterparty": "counterparty", "attributes": example.attributes, **example.instrument,
    }  # fmt: skip
    if example.amount is not None:
        instrument |= {"amount": str(example.amount), "unit": "元"}
    out.add("instruments", instrument, place)
    for table, rows in example.rows.items():
        for row in rows:
            out.add(table, row, place)
    for number, (type_, fact) in enumerate(_flat(example.events), 1):
        out.add("events", {"id": f"E{number}", "instrument": X, "type": type_, **fact}, place)
    if "sources" not in example.rows:  # examples are complete dockets (R25.5), but those that state their own sources
        for table in ("events", "evidence"):
            out.add("sources", {"id": f"complete {table}", "table": table, "complete_from": "1949-10-01"}, place)
    docket = out.sound()
    if docket.errors:
        raise BadExampleError("; ".join(f"{problem.place.column}: {problem.what.en}" for problem in docket.errors))
    return docket


def _flat(events: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """List the events one by one; `on` stands for occurred_on, amounts are yuan."""
    flat = []
    for type_, value in events.items():
        for one in value if isinstance(value, list) else [value]:
            fact = dict(one) if isinstance(one, dict) else {"on": one}
            fact["occurred_on"] = fact.pop("on", None)
            flat.append((type_, fact | ({"unit": "元"} if "amount" in fact else {})))
    return flat
