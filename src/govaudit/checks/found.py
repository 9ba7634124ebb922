"""A finding of a rule, written from the rule's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from govaudit.duties import doubts
from govaudit.finance.ratios import year_end
from govaudit.model import Basis, Finding, Text, fingerprint_of, iso, to_day
from govaudit.rules import matches
from govaudit.rules.kinds import Deadline, Forbidden
from govaudit.words import attribute_name, cause_name, event_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govaudit.docket.cases import Case
    from govaudit.finance import Accounts
    from govaudit.finance.ratios import Ratio
    from govaudit.model import Place
    from govaudit.rules.kinds import Builtin, Rule


def make_finding(
    rule: Rule,
    subject: tuple[str, ...],
    day: int,
    place: Place,
    blanks: Mapping[str, object],
    *,
    instrument: str | None = None,
    kind: Literal["breach", "warning"] | None = None,
    dates: Mapping[str, int | None] | None = None,
    amounts: Mapping[str, str] | None = None,
    facts: Mapping[str, str | int | bool] | None = None,
    evidence: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that `subject` does not meet a rule as in force on `day`; `kind` may only soften the rule's own verdict."""
    return Finding(
        fingerprint=fingerprint_of(rule.id, *subject),
        kind="warning" if kind == "warning" else rule.verdict(day),
        rule=rule.id,
        severity=rule.severity,
        instrument=instrument,
        title=rule.title,
        message=rule.message.format(**blanks),
        basis=tuple(Basis(act=b.act, article=b.article, confidence=b.confidence) for b in rule.basis_on(day)),
        dates={name: iso(value) or "" for name, value in (dates or {}).items() if value is not None},
        amounts=dict(amounts or {}),
        facts=dict(facts or {}),
        evidence=evidence,
        place=str(place),
        next_step=rule.next_step,
    )


def name_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of an event type as the rule or the vocabulary gives it."""
    return rule.words.get(word) or event_name(word)


def cause_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of a reason code as the rule or the vocabulary gives it."""
    return rule.words.get(word) or cause_name(word)


def attribute_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of an attribute as the rule or the vocabulary gives it."""
    return rule.words.get(word) or attribute_name(word)


# --- What a finding rests on that is not on record (R25.5), or not settled (T9): named in it, and never a breach where it decides

_UNSTATED = Text("{said}（未写明：{names}）", "{said} (not stated: {names})")
_UNSETTLED = Text("{said}（{why}）", "{said} ({why})")
_SIGNED_ON = Text("签订日", "day of signature")


def with_doubts(finding: Finding, rule: Rule, case: Case, assumed: Iterable[str] = ()) -> Finding:
    """Return a finding on an instrument with what is not stated there said, as a warning where that, or an unsettled point of law, decides."""
    names, decides = doubts(rule.applies, case, assumed)
    labels = [rule.words.get(name) or attribute_name(name) for name in names]
    said, older = finding.message, rule.unsettled if isinstance(rule, (Deadline, Forbidden)) else None
    signed = _signed_on(case)
    if (
        older is not None
        and (signed is None or signed < to_day(older.signed_before))
        and all(matches(case.attributes.get(name), words) for name, words in older.where.items())
    ):
        said, decides = _UNSETTLED.format(said=said, why=older.why), True
        names, labels = (*names, *(["signed_on"] * (signed is None))), [*labels, *([_SIGNED_ON] * (signed is None))]
    if names:
        listed = Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))
        said = _UNSTATED.format(said=said, names=listed)
        finding = replace(finding, facts={**finding.facts, "not_stated": " ".join(names)})
    return replace(finding, message=said, kind="warning" if decides else finding.kind)


def _signed_on(case: Case) -> int | None:
    """Return the day an instrument was signed: as stated, else as the first event says."""
    stated: int | None = case.values["signed_on"]
    return stated if stated is not None else next((event.day for event in case.of(["signed"])), None)


# --- Of several years of a unit: one finding a rule and unit names them all

_FEW = 3  # years whose values are written one by one


def said_years(years: Sequence[int]) -> Text:
    """Write years in order: 2024、2025; several running as 2020—2029."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    zh, en = ([str(run[0]) if len(run) == 1 else f"{run[0]}{dash}{run[-1]}" for run in runs] for dash in ("—", "-"))
    return Text("、".join(zh), ", ".join(en))


def said_values(values: Sequence[tuple[int, Text]], worst: int) -> Text:
    """Write the value of the only year, of a few years each, of many the worst."""
    if len(values) == 1:
        return values[0][1]
    few = len(values) <= _FEW
    told = values if few else [one for one in values if one[0] == worst]
    zh, en = "、".join(f"{text.zh}（{year}年）" for year, text in told), ", ".join(f"{text.en} ({year})" for year, text in told)  # fmt: skip
    return Text(zh, en) if few else Text(f"{zh}等", f"{en} among others")


def day_of(years: Sequence[int], book: Accounts) -> int:
    """Return the day whose holders answer: the end of the last of the years that is over, of years ahead the end of the first."""
    over = [year for year in years if book.as_of is None or year_end(year) <= book.as_of]
    return year_end(max(over) if over else min(years))


def settled_first(ratios: Sequence[Ratio]) -> list[Ratio]:
    """Return the years with accounts; where there are none all of them: a budget is not compared with accounts (its denominator is not yet whole)."""
    return [ratio for ratio in ratios if not ratio.projected] or list(ratios)


def say_projected(finding: Finding, ratios: Sequence[Ratio]) -> Finding:
    """Return the finding with which of its years stand in a budget, and how figures grown for years ahead are projected, told of the last such year."""
    stated = [ratio.year for ratio in ratios if ratio.projected and ratio.growth is None]
    if stated:
        years = said_years(stated)
        message = Text(f"{finding.message.zh}；{years.zh}年为预算数", f"{finding.message.en}; {years.en} as budgeted")
        finding = replace(finding, message=message)
    grown = [ratio for ratio in ratios if ratio.growth is not None]
    said = grown[-1].said_growth if grown else None
    if said is None:
        return finding
    years = said_years([ratio.year for ratio in grown])
    last = f"{grown[-1].year}年" if len(grown) > 1 else "", f" of {grown[-1].year}" if len(grown) > 1 else ""
    message = Text(
        f"{finding.message.zh}；{years.zh}年的{said.zh.replace('占比为', f'{last[0]}占比为')}",
        f"{finding.message.en}; of {years.en} {said.en.replace('the share is', f'the share{last[1]} is')}",
    )
    facts = {"projected_years": " ".join(str(ratio.year) for ratio in grown)}
    return replace(finding, message=message, facts={**finding.facts, **facts})
