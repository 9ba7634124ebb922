"""The sums a published form must satisfy: its own letters, the forms among each other, units and their total.

A difference within the rounding of the printed digits is none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.formats.debt_forms import FORM, FORMS, FURTHER, SAME
from govaudit.model import Text, to_human

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.formats.debt_forms import FormFigure
    from govaudit.model import Place

Cell = tuple[str, str, int, str]  # form, unit, year, column: what stands in one column of a form


class FormDoubt(NamedTuple):
    """A sum that does not hold: what stands there, what it should come to, both in fen."""

    place: Place
    what: Text
    stated: int
    expected: int


def form_doubts(found: Sequence[FormFigure], unit: str) -> list[FormDoubt]:
    """Return every sum that does not hold in the forms of a unit, in the order of the forms."""
    return [*_within(found), *_across(found), *_units(found, unit)]


def _column(read: FormFigure) -> str:
    """Return what tells the columns of one form apart: the basis where columns are bases, the year where they are years."""
    columns = FORM[read.form].columns
    return read.basis if columns == "bases" and read.key != "1" else str(read.year) if columns == "years" else ""


def _within(found: Sequence[FormFigure]) -> Iterator[FormDoubt]:
    """Check the sums that the letters of a form state."""
    for form in FORMS:
        by_column: dict[tuple[str, str], dict[str, FormFigure]] = defaultdict(dict)
        opening: dict[str, FormFigure] = {}
        for read in (one for one in found if one.form == form.id):
            if form.columns == "bases" and read.key == "1":
                opening[read.unit] = read
            by_column[read.unit, _column(read)][read.key] = read
        rules = [(line.key, line.sums) for line in form.lines if line.sums] + list(FURTHER.get(form.id, ()))
        for (unit, _), column in by_column.items():
            cells = {"1": opening[unit], **column} if unit in opening else column
            for key, sums in rules:
                yield from _sum(form.id, cells, key, sums)


def _sum(form: str, cells: dict[str, FormFigure], key: str, sums: tuple[tuple[int, str], ...]) -> Iterator[FormDoubt]:
    parts = [(sign, cells[name]) for sign, name in sums if name in cells]
    # A part left blank is taken for nil, but a balance needs every flow.
    if key not in cells or len(parts) < (len(sums) if any(sign < 0 for sign, _ in sums) else 1):
        return
    whole = cells[key]
    total = sum(sign * part.value for sign, part in parts)
    said = " ".join(f"{'−' if sign < 0 else '+'} {name}" for sign, name in sums).removeprefix("+ ")
    title = FORM[form].title
    yield from _gap(
        whole,
        total,
        [part for _, part in parts],
        Text(f"{title}：{key} 应等于 {said}", f"{title}: {key} should be {said}"),
    )


def _gap(whole: FormFigure, expected: int, parts: Sequence[FormFigure], what: Text) -> Iterator[FormDoubt]:
    slack = (whole.grain + sum(part.grain for part in parts)) // 2
    if abs(whole.value - expected) > slack:
        yield FormDoubt(whole.place, what, whole.value, expected)


def _across(found: Sequence[FormFigure]) -> Iterator[FormDoubt]:
    """Check figures that two forms state of one unit and year."""
    first: dict[tuple[str, str, str, int], FormFigure] = {}
    for read in found:
        if not read.item.endswith("_onward"):
            first.setdefault((read.form, read.key, read.unit, read.year), read)
    for (one, key), (other, same) in SAME:
        for (form, line, unit, year), read in first.items():
            twin = first.get((other, same, unit, year)) if (form, line) == (one, key) else None
            if twin is not None:
                names = f"{FORM[other].title} {same}"
                what = Text(
                    f"{FORM[one].title}：{key} 应与{names}相同", f"{FORM[one].title}: {key} should be that of {names}"
                )
                yield from _gap(read, twin.value, [twin], what)


def _units(found: Sequence[FormFigure], total: str) -> Iterator[FormDoubt]:
    """Check that the units of the form by units add up to its total, where it lists its own level and others."""
    rows = [read for read in found if read.form == "limits"]
    below = list(dict.fromkeys(read.unit for read in rows if read.unit != total))
    if not any(unit.endswith("本级") for unit in below):
        return
    for line in FORM["limits"].lines:
        cells = {read.unit: read for read in rows if read.key == line.key}
        parts = [cells[unit] for unit in below if unit in cells]
        if total in cells and parts:
            what = Text(
                f"{FORM['limits'].title}：{line.key} 各单位之和应等于合计",
                f"{FORM['limits'].title}: {line.key} of the units should add up to the total",
            )
            yield from _gap(cells[total], sum(part.value for part in parts), parts, what)


def spoken_doubt(doubt: FormDoubt) -> Text:
    """Say a doubt in one sentence."""
    stated, expected = to_human(doubt.stated), to_human(doubt.expected)
    return Text(
        f"{doubt.place}：{doubt.what.zh}，表中{stated}元，应为{expected}元",
        f"{doubt.place}: {doubt.what.en}: {stated} stated, {expected} expected (yuan)",
    )
