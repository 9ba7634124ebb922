from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.finding import fingerprint_of

words = st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs",)))


def test_same_subject_same_name():
    assert fingerprint_of("GP-13", "合同-1") == fingerprint_of("GP-13", "合同-1")
    assert len(fingerprint_of("GP-13", "合同-1")) == 16


@given(st.lists(words, min_size=1, max_size=4), st.lists(words, min_size=1, max_size=4))
def test_other_subject_other_name(one: list[str], other: list[str]):
    assert (fingerprint_of(*one) == fingerprint_of(*other)) == (one == other)
