"""What a rule of payment leaves to the stated duties that pay for the same thing, and what stays of its sum (R25.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from govaudit.duties.applicability import other_currency
from govaudit.duties.due_days import due_of, period_end
from govaudit.model import Text
from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.docket.cases import Case, CaseEvent, Cases
    from govaudit.rules.kinds import Deadline
    from govaudit.rules.terms import Within

_PRICE, _BEFORE = {None, "price"}, {None, "price", "advance"}
_PAID = {"pay", "paid", "set_off"}
_MOST_PARTS = 16  # of more parts only the whole is tried: their sums are too many
# A title that names security or an advance. It is asked only where a stated duty would else be charged by the law beside its own clause.
_KEPT_BACK = re.compile("质保金|质量保证金|保留金|缺陷责任|保证金|retention|bond", re.IGNORECASE)
_ADVANCE = re.compile("预付|advance", re.IGNORECASE)


class StatedPayment(NamedTuple):
    """A stated duty to pay of the public side; `due` is NEVER while no day is known."""

    id: str
    due: int
    amount: int | None
    pays_for: str | None
    title: str

    @property
    def is_kept_back(self) -> bool:
        """Whether it is security, which a longer time does not turn into a late price."""
        return self.pays_for in {"retention", "bond"} or (
            self.pays_for is None and _KEPT_BACK.search(self.title) is not None
        )


class OwedByLaw(NamedTuple):
    """What the law obliges: a sum (None: an act), and the stated duties for the same thing that it stands beside."""

    amount: int | None
    beside: tuple[str, ...] = ()


class StatedPayments:
    """The stated duties of a case that a rule may stand back for, taken up trigger by trigger; money already paid is counted once.

    `sums` are those of all triggers: stated duties that fit no single one may pay for them together.
    """

    def __init__(self, rule: Deadline, case: Case, cases: Cases, sums: Sequence[int | None]) -> None:
        self._case, self._cases = case, cases
        self._total = sum(one or 0 for one in sums) if len(sums) > 1 and None not in sums else None
        self.all = tuple(_stated(rule, case, cases))
        table = cases.docket["obligations"]
        # Payments that name no duty are then shared with what the contract states, of whatever kind (settle.allocate).
        self.are_shared = any(
            table["amount"][row] is not None and table["action"][row] in {None, "pay", "refund"}
            for row in case.obligations
        )
        self._left = list(self.all)
        self._advance: int | None = None

    def owed(self, trigger: CaseEvent, amount: int | None, within: Within, n: int) -> OwedByLaw | Text | None:
        """Return what is owed by law from a trigger on; None where only the stated duties are, a Text where it cannot be told."""
        if not self.all:
            return OwedByLaw(amount)
        after = [one for one in self._left if one.due >= trigger.day]
        prices = [one for one in after if one.pays_for in _PRICE]
        if (untold := self._untold(prices, amount)) is not None or amount is None:
            return untold
        whole, amount = amount, amount - self._taken(trigger, amount)
        if same := self._same(prices, after, amount, whole):
            return self._beside(same, trigger, amount, within)
        if self._total == sum(one.amount or 0 for one in self.all if one.pays_for in _BEFORE):
            return self._together(prices, trigger, amount, within)
        last = period_end(trigger.day, n, within, self._cases.known_at)
        parts = [one for one in prices if one.due <= last]
        self._use(parts)
        amount -= sum(one.amount or 0 for one in parts)
        return OwedByLaw(amount) if amount > 0 else None

    def _untold(self, prices: list[StatedPayment], amount: int | None) -> Text | None:
        """Say what is missing to compare a sum with the stated duties."""
        if amount is None:
            return Text(
                "没有写明应付金额，无法与合同约定的付款义务比较",
                "the sum owed is not on record and cannot be compared with the stated duties to pay",
            )
        blank = next((one for one in prices if one.amount is None and one.due >= NEVER), None)
        if blank is not None:
            return Text(
                f"约定的付款义务“{blank.id}”既无金额也无到期日",
                f"the stated duty '{blank.id}' has neither an amount nor a day",
            )
        return self._foreign(prices)

    def _foreign(self, prices: Iterable[StatedPayment]) -> Text | None:
        currency = self._case.values["currency"] or "CNY"
        table = self._cases.docket["obligations"]
        stated = (table["currency"][table.index[one.id]] for one in prices)
        return other_currency(stated, currency, Text("文书", "the instrument"))

    def _same(
        self, prices: list[StatedPayment], after: list[StatedPayment], amount: int, whole: int
    ) -> list[StatedPayment]:
        """Return the stated duties that pay for the same thing: one of the sum or without one, else several that add up to it.

        With what was due before the trigger, or is kept back as security, they may add up to the whole.
        """
        alone = next((one for one in prices if one.amount in {None, amount, whole}), None)
        if alone is not None:
            return [alone]
        kept = [one for one in after if one.is_kept_back and one not in prices]
        early = [one for one in self._left if one not in after and one.pays_for in _BEFORE]
        ways = (
            (prices, amount),
            ([*prices, *kept], amount),
            ([*early, *prices], whole),
            ([*early, *prices, *kept], whole),
        )
        return next((found for parts, total in ways if prices and (found := adding_up(parts, total))), [])

    def _beside(self, same: list[StatedPayment], trigger: CaseEvent, amount: int, within: Within) -> OwedByLaw | None:
        """Return what the law binds beside stated duties that fall due later than it lets them (A16)."""
        if any(one.amount is not None for one in same):
            self._use(same)
        if within.at_most is None:
            return None
        last = period_end(trigger.day, within.at_most, within, self._cases.known_at)
        late = [one for one in same if one.due > last and not one.is_kept_back]
        total = sum(amount if one.amount is None else one.amount for one in late)
        return OwedByLaw(total, tuple(one.id for one in late)) if late else None

    def _together(
        self, prices: list[StatedPayment], trigger: CaseEvent, amount: int, within: Within
    ) -> OwedByLaw | None:
        """Return what the law binds of one trigger beside duties that pay for all together: its sum, where they are all later."""
        last = (
            NEVER if within.at_most is None else period_end(trigger.day, within.at_most, within, self._cases.known_at)
        )
        all_late = bool(prices) and all(one.due > last and not one.is_kept_back for one in prices)
        return OwedByLaw(amount, tuple(one.id for one in prices)) if all_late and amount > 0 else None

    def _use(self, parts: Iterable[StatedPayment]) -> None:
        self._left = [one for one in self._left if one not in set(parts)]

    def _taken(self, trigger: CaseEvent, amount: int) -> int:
        """Return how much of a sum was paid before its trigger on stated duties, or is owed as an advance that was due then."""
        if self._advance is None:
            self._advance = self._paid_before(trigger)
        taken = min(self._advance, amount)
        self._advance -= taken
        return taken

    def _paid_before(self, trigger: CaseEvent) -> int:
        stated = [one for one in self.all if one.pays_for in _BEFORE]
        paid = dict.fromkeys((one.id for one in stated), 0)
        free = 0
        for event in self._case.events:
            if event.type not in _PAID or event.day >= trigger.day:
                continue
            if event.duty is None:
                free += event.amount or 0
            elif event.duty in paid:
                paid[event.duty] += event.amount or 0
        early = [one for one in stated if one.due < trigger.day]
        open_ = sum(max((one.amount or 0) - paid[one.id], 0) for one in early)
        claimed = sum(
            max((one.amount or 0) - paid[one.id], 0)
            for one in early
            if one.pays_for == "advance" or _ADVANCE.search(one.title)
        )
        return sum(paid.values()) + max(min(free, open_), claimed)


def adding_up(parts: Sequence[StatedPayment], total: int) -> list[StatedPayment]:
    """Return parts that add up to a total, all of them where they do, else the earliest due; none where none do."""
    counted = sorted((one for one in parts if one.amount), key=lambda one: (one.due, one.id))
    if sum(one.amount or 0 for one in counted) == total:
        return counted
    sums: dict[int, list[StatedPayment]] = {0: []}
    for one in counted if len(counted) <= _MOST_PARTS else ():
        for reached, used in list(sums.items()):
            sums.setdefault(reached + (one.amount or 0), [*used, one])
    return sums.get(total, [])


def _stated(rule: Deadline, case: Case, cases: Cases) -> Iterable[StatedPayment]:
    """Yield the duties to pay that are stated on a case and whose bearer is not its counterparty, or a post of it."""
    table, other = cases.docket["obligations"], case.values["counterparty"]
    posts = cases.docket["posts"]
    if rule.in_place_of is None:
        return
    wanted = rule.in_place_of.action
    for row in case.obligations:
        bearer, action = table["bearer"][row], table["action"][row]
        pays = action == wanted or (wanted == "pay" and action is None and table["amount"][row] is not None)
        at = posts.index.get(bearer)
        if not pays or (other is not None and other in {bearer, None if at is None else posts["org"][at]}):
            continue
        if table["force"][row] != "none":
            amount, due = due_of(row, case, cases)
            yield StatedPayment(table["id"][row], due, amount, table["pays_for"][row], str(table["title"][row]))
