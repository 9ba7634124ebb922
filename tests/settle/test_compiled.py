"""The compiled fold gives what the plain fold gives, on random obligations of every kind, and hands over what outgrows 64 bits."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govaudit.model.days import parse_day
from govaudit.rules.days.rolling import NEVER
from govaudit.rules.days.working_days import chinese_calendar
from govaudit.settle import codes as c
from govaudit.settle.kernel import fold
from govaudit.settle.terms import Days, EventColumns, RateColumns, Terms, Tolled

ROOT = Path(__file__).parents[2]
BASE = parse_day("2025-06-02")
AS_OF = BASE + 400

if TYPE_CHECKING:
    from settle.packing import Bound


def some_day(draw: random.Random, *others: int) -> int:
    return draw.choice([BASE + draw.randrange(400), *others])


def some_terms(draw: random.Random, den: int) -> Terms:
    fixed = draw.choice([NEVER, BASE + draw.randrange(300)])
    money = draw.random() < 0.7
    return Terms(
        kind=draw.choice([c.ACHIEVEMENT, c.ACHIEVEMENT, c.ACHIEVEMENT, c.PUNCTUAL, c.MAINTENANCE, c.PROHIBITION]),
        anchor=NEVER if fixed < NEVER else some_day(draw, NEVER), fixed=fixed, n=draw.randrange(60), unit=draw.randrange(5), include=draw.randrange(2),
        roll=draw.randrange(4), condition=draw.choice([0, 0, 0, some_day(draw, NEVER)]), long_stop=draw.choice([NEVER, NEVER, some_day(draw)]),
        grace_n=draw.choice([0, 0, draw.randrange(20)]), grace_unit=draw.randrange(5), grace_mode=draw.randrange(3), tolling=draw.randrange(3),
        amount=draw.randrange(10**9) if money else c.NO_AMOUNT, tolerance=draw.choice([0, 0, 500]), principal_first=draw.randrange(2),
        interest_mode=draw.randrange(4), contract=some_day(draw), den=den if money else 0, signed=0,
    )  # fmt: skip


def some_obligation(draw: random.Random) -> Bound:
    den = draw.choice([0, 2000, 3650000])
    terms = some_terms(draw, den)
    versions = [terms]
    found = []
    for _ in range(draw.randrange(5)):
        code = draw.choice([c.PERFORM, c.PERFORM, c.PERFORM, *range(12)])
        if code == c.CHANGE:
            continue
        value = draw.choice([c.IN_FULL, draw.randrange(10**9)]) if code != c.DEMAND else draw.choice([-1, 5, 30])
        found.append((some_day(draw), code, value))
    for number in range(1, draw.choice([1, 1, 1, 2, 3])):
        on = BASE + 100 * number + draw.randrange(100)
        versions.append(versions[-1]._replace(fixed=on + draw.randrange(90), anchor=on, signed=on))
        found.append((on, c.CHANGE, number))
    found = sorted(event for event in found if event[0] <= AS_OF)
    edges = sorted(draw.sample(range(BASE, AS_OF), 2 * draw.choice([0, 0, 1, 2, 3])))
    stops = [(begin, end, draw.randrange(2)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    if stops and draw.random() < 0.2:
        stops[-1] = (stops[-1][0], NEVER, stops[-1][2])
    firsts = sorted(draw.sample(range(BASE - 100, AS_OF), draw.randrange(4))) if den else []
    from settle.packing import Bound  # numpy and numba are imported only when asked for

    return Bound(
        versions, EventColumns(*(list(zip(*found, strict=True)) or [(), (), ()])), Tolled(*(list(zip(*stops, strict=True)) or [(), (), ()])),
        RateColumns(firsts, [draw.randrange(1, 500) for _ in firsts]), draw.choice([NEVER, NEVER, some_day(draw)]),
    )  # fmt: skip


def plain(one: Bound) -> tuple[list[int], list[tuple[int, int, int]]]:
    calendar = chinese_calendar()
    return fold(one.versions, one.events, one.tolled, one.rates, Days(calendar.rank, calendar.nth, AS_OF, one.known))


def huge(amount: int, numerator: int) -> Bound:
    """A debt due on the first day, with nothing paid."""
    from settle.packing import Bound

    terms = some_terms(random.Random(1), 2000)._replace(  # noqa: S311 - no secret
        kind=c.ACHIEVEMENT, anchor=NEVER, fixed=BASE, amount=amount, den=2000, condition=0, long_stop=NEVER, grace_n=0, tolerance=0, interest_mode=0
    )  # fmt: skip
    return Bound([terms], EventColumns((), (), ()), Tolled((), (), ()), RateColumns([-NEVER], [numerator]), NEVER)


@pytest.mark.slow
def test_random_obligations_of_every_kind_fold_alike():
    from govaudit.settle.compiled import fold_batch
    from settle.packing import pack

    draw = random.Random(20260131)  # noqa: S311 - no secret
    bound = [some_obligation(draw) for _ in range(20_000)]
    b = pack(bound)
    found = fold_batch(b, chinese_calendar(), AS_OF)
    parted = fold_batch(b, chinese_calendar(), AS_OF, 2)
    again = fold_batch(b, chinese_calendar(), AS_OF, room=fold_batch(b, chinese_calendar(), AS_OF - 90))
    assert found.large == {}
    assert (found.out == parted.out).all()
    assert (found.spans == parted.spans).all()
    assert (found.out == again.out).all()
    assert [again.of(b, row) for row in range(500)] == [found.of(b, row) for row in range(500)]
    states = set()
    for row, one in enumerate(bound):
        state, spans = plain(one)
        assert found.of(b, row) == (state, spans), one
        states.add(state[c.STATE])
    assert states == set(range(len(c.STATES)))


@pytest.mark.slow
def test_what_outgrows_64_bits_is_folded_by_the_plain_form():
    from govaudit.settle.compiled import fold_batch
    from settle.packing import pack

    bound = [huge(10**11, 1), huge(1 << 61, 1), huge(10**15, 10**6), huge(10**11, 1)]
    b = pack(bound)
    found = fold_batch(b, chinese_calendar(), AS_OF)
    assert sorted(found.large) == [1, 2]
    assert [found.of(b, row) for row in range(4)] == [plain(one) for one in bound]
    assert found.of(b, 2)[0][c.ACCRUED] > 1 << 63


@pytest.mark.parametrize(
    ("amount", "numerator", "fit"),
    [(10**12, 1, True), (10**12, 500, True), (10**15, 1000, False), ((1 << 62) - 1, 1, False), (0, 1, True)],
)
def test_bounds_hold_before_anything_is_folded(amount: int, numerator: int, *, fit: bool):
    import numpy as np

    from govaudit.settle.fold_batch import fits
    from settle.packing import pack

    b = pack([huge(1, 1), huge(amount, numerator)])
    assert [bool(fits(b._replace(terms=b.terms.view(np.recarray)), row, AS_OF)) for row in range(2)] == [True, fit]
    state, _ = plain(huge(amount, numerator))
    if fit:
        assert 2 * state[c.ACCRUED] + 2000 < 1 << 63


def test_a_small_docket_loads_no_heavy_library():
    """What a large docket needs would cost a small one more than its whole run."""
    script = (
        "import sys; from govaudit.cli.main import cli\n"
        "try: cli.main(['status', 'contracts_samples', '--as-of', '2026-06-30', '--format', 'csv'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numba', 'duckdb', 'numpy', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") > 1
    assert done.stderr.splitlines()[-1] == "[]"
