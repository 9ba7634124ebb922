"""The cells of the status table: sums as decimal text, and the compiled form gives what the plain form gives."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govaudit.model.money import to_text
from govaudit.rules.days.working_days import chinese_calendar
from govaudit.settle import codes as c
from govaudit.settle.columns.status_cells import RULES, WIDEST, Known, write_cells, write_yuan
from settle.test_compiled import AS_OF, some_obligation

LARGEST = (1 << 63) - 1


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 3))
@example(0, 0)
@example(9, 0)
@example(-10, 0)
@example(999, 0)
@example(1000, 0)
@example(LARGEST, 0)
@example(-LARGEST, 0)
def test_a_sum_is_written_as_decimal_text_within_its_room(minor: int, start: int):
    text = bytearray(start + WIDEST)
    end = write_yuan(text, start, minor)
    assert text[start:end].decode() == to_text(minor)
    assert not any(text[:start] + text[end:])


@pytest.mark.slow
def test_random_obligations_of_every_kind_are_written_alike():
    from govaudit.settle.columns.status_table import room_for
    from govaudit.settle.compiled import compiled, fold_batch
    from settle.packing import pack

    draw = random.Random(20260630)  # noqa: S311 - no secret
    count = 5000
    b = pack([some_obligation(draw) for _ in range(count)])
    calendar = chinese_calendar()
    out = fold_batch(b, calendar, AS_OF).out
    some = np.array([draw.randrange(4) == 0 for _ in range(3 * count)], np.int64).reshape(3, count)
    known = Known(some[0], some[1], some[2] * out[:, c.CREDIT], AS_OF, calendar.first, AS_OF - 100)
    plain, quick = room_for(count), room_for(count)
    write_cells(out, b._replace(terms=b.terms.view(np.recarray)), known, plain)
    compiled(write_cells)(out, b, known, quick)
    for column in range(5):
        end = plain.text_at[column][-1]
        assert (plain.text[column][:end] == quick.text[column][:end]).all()
    for name in set(plain._fields) - {"text"}:
        assert (getattr(plain, name) == getattr(quick, name)).all(), name
    met = {code for bit, code in enumerate(RULES) if (plain.rules >> bit & 1).any()}
    assert met >= set(RULES) - {"R18", "A12"}  # they take years, and the binding
