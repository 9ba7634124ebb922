"""Whether a rule concerns an instrument, and whom it binds there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit.model import Text, to_minor
from govaudit.rules import matches
from govaudit.words import attribute_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.cases import Case, Cases
    from govaudit.rules.kinds import Applies, Rule


_BEARERS = {"authority": Text("政府方", "the authority"), "counterparty": Text("相对方", "the counterparty")}


@dataclass(frozen=True, slots=True)
class NotComputable:
    """A rule that concerns an instrument (or a unit and year) but cannot be computed, and what is missing."""

    rule: str
    instrument: str
    what: Text


@dataclass(frozen=True)
class Unstated(Text):
    """Facts that decide whether a rule concerns an instrument and are not on record (R25.5); said once for all instruments."""


def unstated(names: Iterable[str]) -> Unstated:
    """Say which attributes are not stated."""
    said = [attribute_key(name) for name in names]
    return Unstated(f"未写明：{'、'.join(one.zh for one in said)}", f"not stated: {', '.join(one.en for one in said)}")


_ANYTHING = ("*",)
_HOME = "CN"  # published data of other countries say theirs: these are rules of Chinese law


def concerns(applies: Applies, case: Case) -> bool | Text:
    """Say whether a rule concerns an instrument; a Text names what is missing to tell, an `Unstated` the attributes."""
    attributes = case.attributes
    unknown = [name for name, words in applies.where.items() if _undecided(applies, name, words, attributes.get(name))]
    surely_not = (
        case.values["domain"] not in applies.domain
        or (applies.kind and case.values["kind"] not in applies.kind)
        or attributes.get("jurisdiction", _HOME) != _HOME
        or not all(matches(attributes.get(name), words) for name, words in applies.where.items() if name not in unknown)
        or any(matches(attributes.get(name), words) for name, words in applies.unless.items())
        or (applies.region and not _in_region(case.values["region"], applies.region))
    )
    if surely_not or unknown:
        return False if surely_not else unstated(unknown)
    return (applies.amount_at_least is None and applies.amount_at_most is None) or _of_size(case, applies)


def _undecided(applies: Applies, name: str, words: tuple[str | None, ...], value: object) -> bool:
    """Whether an attribute decides and is not stated; a star asks whether it is, an exception is stated by who relies on it."""
    return (
        not matches(value, _ANYTHING) and None not in words and "*" not in words and name not in applies.only_if_stated
    )


def said_once(missing: Iterable[NotComputable]) -> list[NotComputable]:
    """Return what could not be computed, a rule whose facts are not stated once with the number of its instruments (R25.5)."""
    found: dict[tuple[str, Text], list[NotComputable]] = {}
    for item in missing:
        key = (
            (item.rule, item.what)
            if isinstance(item.what, Unstated)
            else (item.rule, Text(item.instrument, str(len(found))))
        )
        found.setdefault(key, []).append(item)
    return [_of_many(items) if len(items) > 1 else items[0] for items in found.values()]


def _of_many(items: list[NotComputable]) -> NotComputable:
    first, number = items[0], len(items)
    said = Text(
        f"{first.what.zh}（{number}份文书，首个为{first.instrument}）",
        f"{first.what.en} ({number} instruments, {first.instrument} the first)",
    )
    return NotComputable(first.rule, "*", said)


def doubts(applies: Applies, case: Case, assumed: Iterable[str] = ()) -> tuple[tuple[str, ...], bool]:
    """Return the attributes not stated on which a finding of a rule rests, and whether it can be a warning only.

    Those are the words with `null` among them; what would exclude the rule, or is `assumed` of a contract, is named all the same.
    """
    silent = [name for name, words in applies.where.items() if None in words and not _stated(case, name)]
    others = [name for name in (*applies.unless, *assumed) if not _stated(case, name)]
    return tuple(dict.fromkeys((*silent, *others))), bool(silent)


def _stated(case: Case, name: str) -> bool:
    return matches(case.attributes.get(name), _ANYTHING)


def _in_region(region: str | None, wanted: tuple[str, ...]) -> bool:
    if region is None:
        return False
    return any(region.startswith(word) if word.isdigit() else word in region for word in wanted)


def _of_size(case: Case, applies: Applies) -> bool | Text:
    """Whether the amount lies between the bounds, both included."""
    amount, currency = case.values["amount"], case.values["currency"] or "CNY"
    if amount is None:
        return Text("文书没有金额", "the instrument states no amount")
    if (foreign := other_currency([currency])) is not None:
        return foreign
    least, most = applies.amount_at_least, applies.amount_at_most
    return (least is None or amount >= to_minor(least)) and (most is None or amount <= to_minor(most))


def bearer_of(rule: Rule, case: Case, cases: Cases) -> str | Text:
    """Return the post or organisation a rule binds on an instrument; a Text names what is missing to tell."""
    if rule.bearer in {"authority", "counterparty"}:
        found = case.values[rule.bearer]
    else:
        found = case.attributes.get(rule.bearer)
    if found is None:
        label = _BEARERS.get(rule.bearer) or attribute_key(rule.bearer)
        return Text(f"没有写明义务主体：{label.zh}", f"nobody is named who has to do it: {label.en}")
    if found not in cases.known_bearers:
        return Text(f"义务主体“{found}”不在岗位和机构中", f"'{found}' is neither a post nor an organisation")
    return str(found)


def other_currency(currencies: Iterable[str | None], wanted: str = "CNY", name: Text | None = None) -> Text | None:
    """Say that an amount is in another currency than what it would be held against (`name`, by default a rule); no rate is known here.

    None where all are in the one `wanted`, or state none.
    """
    other = next((one for one in currencies if one not in {None, wanted}), None)
    if other is None:
        return None
    against, said = name or Text("规则", "the rule"), "人民币" if wanted == "CNY" else f" {wanted} "
    return Text(f"金额以 {other} 计，{against.zh}以{said}计", f"the amount is in {other}, {against.en} in {wanted}")
