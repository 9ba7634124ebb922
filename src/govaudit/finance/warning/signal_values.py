"""What a signal takes of a ratio: its value, its run of rises, its rise in a year, its nearness to a line, the first breach ahead."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.exposure import EXPOSURES
from govaudit.finance.ratios.ratio import Measure
from govaudit.finance.ratios.ratio_measures import RATIOS
from govaudit.finance.stress.stress import read_scenarios, stressed
from govaudit.finance.warning.projection import HORIZON, with_projection
from govaudit.model import Text
from govaudit.rules.kinds import Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.finance.accounts import Accounts
    from govaudit.finance.ratios.ratio import Ratio, Unit
    from govaudit.rules.kinds import Graded

# From best to worst; what is unknown is never green.
LEVELS = ("green", "no_data", "blue", "yellow", "orange", "red")
_UNDER = "under "


class Sign(NamedTuple):
    """A sign: how it is called and computed of a measure, its unit (None: that of the measure), and the function that takes it."""

    label: Text
    words: Text
    unit: Unit | None
    take: Callable[[Accounts, str, str, int], Ratio]


def _value(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    return book.ratio(name, unit, year)


def _changed(ratio: Ratio, value: Fraction | None, *, parts: Ratio | None = None, why: Text | None = None) -> Ratio:
    """Return the ratio with another value, and the figures of a second one beside its own."""
    components = (*ratio.components, *(parts.components if parts else ()))
    status = "no_data" if why is not None else ratio.status
    return replace(
        ratio, value=value, components=components, status=status, mark=None, notes=(why,) if why else ratio.notes
    )


def _comparable(one: Ratio, two: Ratio) -> bool:
    """Whether both are known and both accounts or both projections."""
    return one.value is not None and two.value is not None and one.projected == two.projected


_ALONE = Text("没有同类口径的上年数据", "no figure of the year before on a basis of the same sort")
_NO_LINE = Text("没有可比的线", "no line ahead")


def _rises(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    at = now = book.computed(name, unit, year)
    run = 0
    while _comparable(at, before := book.computed(name, unit, at.year - 1)) and (at.value or 0) > (before.value or 0):
        run, at = run + 1, before
    if now.value is None:
        return now
    first = book.computed(name, unit, year - 1)
    return _changed(now, Fraction(run), parts=first) if _comparable(now, first) else _changed(now, None, why=_ALONE)


def _rise(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    now, before = book.computed(name, unit, year), book.computed(name, unit, year - 1)
    if now.value is None:
        return now
    if not _comparable(now, before) or before.value is None:
        return _changed(now, None, why=_ALONE)
    return _changed(now, now.value - before.value, parts=before)


def _two_years(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    now, before = book.computed(name, unit, year), book.computed(name, unit, year - 1)
    if now.value is None:
        return now
    if not _comparable(now, before) or before.value is None:
        return _changed(now, None, why=_ALONE)
    return _changed(now, min(now.value, before.value), parts=before)


def _nearness(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    ratio = book.ratio(name, unit, year)
    mark = ratio.mark
    if ratio.value is None:
        return ratio
    if mark is None or mark.distance is None or mark.distance < 0:
        return replace(_changed(ratio, None, why=_NO_LINE), components=(), status="ok")
    return _changed(ratio, mark.distance)


def first_breach(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    """Return the number of years until a ratio is first in a worse band than now: 0 when it is in the worst already.

    Without components where the plan passes no line; no_data where the years ahead cannot be computed at all.
    """
    now = book.ratio(name, unit, year)
    if now.value is None:
        return now
    if now.mark is None:
        return replace(_changed(now, None, why=_NO_LINE), components=(), status="ok")
    if now.mark.band == "red":
        return _changed(now, Fraction(0))
    ahead = with_projection(book, unit, year)
    known = False
    for k in range(1, HORIZON + 1):
        then = ahead.ratio(name, unit, year + k)
        known = known or then.value is not None
        if (
            then.value is not None
            and then.mark is not None
            and LEVELS.index(then.mark.band) > LEVELS.index(now.mark.band)
        ):
            return replace(_changed(then, Fraction(k)), year=year)
    if known:
        return replace(
            _changed(now, None, why=Text("计划期内不超线", "no line is passed within the plan")),
            components=(),
            status="ok",
        )
    return _changed(now, None, why=Text("没有以后年度的计划数据", "no figures of the years ahead"))


def _unknown(book: Accounts, name: str, unit: str, year: int) -> Ratio:
    """Count 1 for a ratio that lacks a figure or rests on one in doubt, else 0."""
    ratio = book.computed(name, unit, year)
    return replace(ratio, value=Fraction(ratio.status != "ok" or ratio.doubted), mark=None)


def _under(scenario: str) -> Callable[[Accounts, str, str, int], Ratio]:
    def take(book: Accounts, name: str, unit: str, year: int) -> Ratio:
        (chosen,) = (one for one in read_scenarios() if one.id == scenario)
        return book.under(stressed(book.figures, chosen, unit, year)).computed(name, unit, year)

    return take


SIGNS: dict[str, Sign] = {
    "value": Sign(Text("{measure}", "{measure}"), Text("{formula}", "{formula}"), None, _value),
    "rises": Sign(Text("{measure}连续上升年数", "years running {measure} has risen"), Text("连续高于上年的年数", "number of years running it is above the year before"), "count", _rises),
    "rise": Sign(Text("{measure}一年升幅", "rise of {measure} in a year"), Text("本年 − 上年：{formula}", "this year − last year: {formula}"), None, _rise),
    "two_years": Sign(Text("{measure}连续两年", "{measure}, two years running"), Text("本年与上年较低者：{formula}", "the lower of this and last year: {formula}"), None, _two_years),
    "nearness": Sign(Text("{measure}距下一条线", "{measure}, to the next line"), Text("下一条线 − {formula}", "next line − {formula}"), None, _nearness),
    "unknown": Sign(Text("{measure}无可用数据", "{measure} unknown"), Text("缺数据或数据存疑为1：{formula}", "1 when a figure is missing or in doubt: {formula}"), "count", _unknown),
    "first_breach": Sign(Text("{measure}首次超线年数", "years until {measure} first passes a line"), Text("按计划首次进入更差档次的年数", "years until the plan first reaches a worse band"), "count", first_breach),
}  # fmt: skip


def sign(name: str) -> Sign:
    """Return a sign by name; `under <scenario>` is the value under a standard scenario."""
    if name.startswith(_UNDER):
        key = name.removeprefix(_UNDER)
        title = next(one.title for one in read_scenarios() if one.id == key)
        label = Text(f"{title.zh}后的{{measure}}", f"{{measure}} with {title.en}")
        return Sign(label, Text("{formula}", "{formula}"), None, _under(key))
    return SIGNS[name]


def unknown_word(rule: Graded, name: str) -> Text | None:
    """Say that a rule of a place's own names a measure or a sign there is none of."""
    if name not in RATIOS and name not in EXPOSURES:
        return Text(f"没有指标 {name}", f"there is no measure {name}")
    taken = rule.sign if isinstance(rule, Signal) else "value"
    scenarios = [_UNDER + one.id for one in read_scenarios()] if taken.startswith(_UNDER) else []
    return None if taken in {*SIGNS, *scenarios} else Text(f"没有取值方式 {taken}", f"there is no sign {taken}")


def measure_of(name: str) -> Measure:
    """Return a measure by name, of the year's figures or of an exposure; one there is none of has its name only."""
    found = RATIOS.get(name) or (EXPOSURES[name].measure if name in EXPOSURES else None)
    return found or Measure(name, Text(name, name))


def sign_of(rule: Graded, name: str) -> Measure:
    """Return what a rule takes of a measure, as a measure of its own."""
    measure = measure_of(name)
    if unknown_word(rule, name) is not None:
        return measure
    if not isinstance(rule, Signal) or rule.sign == "value":
        return measure
    taken = sign(rule.sign)
    return replace(measure, label=taken.label.format(measure=measure.label), words=taken.words.format(formula=measure.formula),
                   unit=taken.unit or measure.unit, caveat=None)  # fmt: skip
