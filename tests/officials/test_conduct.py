"""A rule broken on an instrument, or by a body: who held the post that day."""

from __future__ import annotations

import pytest

from govaudit.officials.trace.trace import conduct_lines
from officials.facts import day, office, tenure
from views import officials_of

_TENURES = [tenure("t-1", "A", "2020-01-01", "2025-03-09"), tenure("t-2", "B", "2025-03-10", "2025-06-30")]


@pytest.mark.parametrize(("on", "holder", "person"), [
    ("2025-03-09", "person", "A"), ("2025-03-10", "person", "B"), ("2025-06-30", "person", "B"), ("2025-07-01", "vacant", None),
])  # fmt: skip
@pytest.mark.parametrize(("instrument", "body"), [("i-1", None), (None, "bureau")])
def test_the_holder_of_the_day_is_named_on_an_instrument_or_for_a_body(
    on: str, holder: str, person: str | None, instrument: str | None, body: str | None
) -> None:
    officials = officials_of(office(_TENURES))
    (line,) = conduct_lines(officials, instrument, body, day(on), day("2025-12-31"))
    assert (line.holder, line.person, line.phase, line.from_, line.counted) == (holder, person, "conduct", on, False)


def test_a_year_that_is_not_over_is_judged_on_the_day_of_the_audit() -> None:
    officials = officials_of(office(_TENURES))
    (line,) = conduct_lines(officials, None, "bureau", day("2025-12-31"), day("2025-05-01"))
    assert (line.person, line.from_) == ("B", "2025-05-01")
