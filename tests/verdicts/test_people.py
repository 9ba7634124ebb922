"""Who held which post on which of the days (accountability.md 2.3, 2.5): splits, inheritance, certainty, scope, candidates.

The duty O of body A: 100,000 by Monday 2025-03-31; paid 2025-04-20 it is 20 days late, 04-01 to 04-20.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import counted, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row, Tables

PAID = "2025-04-20 pay obligation=O amount=100000"
NAMES = {"x": "张三", "y": "李四", "z": "王五", "g": "赵六"}
BODIES = {"G": "某县政府", "A": "甲乡政府", "N": "乙乡政府", "N2": "丙镇政府", "K": "某县财政局", "B": "某公司"}
PARENTS = {"A": "G", "N": "G", "N2": "G", "K": "G"}


def held(*terms: str) -> list[Row]:
    """Return tenures from lines "post person start [end]"; a minus stands for no start."""
    rows = []
    for number, term in enumerate(terms, 1):
        post, person, start, *end = term.split()
        rows.append(
            {"id": f"t{number}", "post": post, "person": person, "start": start.strip("-"), "end": "".join(end)}
        )
    return rows


def people(
    *events: str, terms: tuple[str, ...], due: str = "2025-03-31", more: Tables | None = None, **columns: Any
) -> Tables:
    """Return the docket of O, the bodies with a head each, and who held the posts."""
    owed = duty("O", due_on=due, **{"amount": 100000, "roll": "none", **columns})
    tables = facts(*events, duties=[owed], domain="task", kind="plan", counterparty="B")
    tables["orgs"] = [{"id": key, "name": name, "parent": PARENTS.get(key, "")} for key, name in BODIES.items()]
    tables["posts"] = [
        {"id": f"P{key}", "org": key, "title": "负责人", "rank": "head", "seats": 1} for key in BODIES if key != "B"
    ]
    tables["persons"] = [{"id": key, "name": name} for key, name in NAMES.items()]
    tables["tenures"] = held(*terms)
    return {**tables, **(more or {})}


EVERYWHERE = ("PA x 2020-01-01", "PN y 2020-01-01", "PN2 z 2020-01-01", "PG g 2020-01-01")


def moved(*lines: str) -> Tables:
    """Return transfers from lines "kind from to day"."""
    keys = ("kind", "from", "to", "date")
    return {
        "transfers": [{"id": f"m{n}", **dict(zip(keys, line.split(), strict=True))} for n, line in enumerate(lines, 1)]
    }


def lines_of(ledger: Ledger, day: str = "2025-04-30") -> list[tuple[str, str, str, str]]:
    """Return name, first day, last day and share of the lines that count, in order of time."""
    lines = counted(ledger.trace("O", day)["responsible"])
    return sorted(
        ((str(one["name"]), one["from"], one["to"], one["share"]) for one in lines), key=lambda line: line[1:]
    )


SPLITS: dict[str, tuple[tuple[str, ...], Tables, list[tuple[str, str, str, str]]]] = {
    "there and back": (EVERYWHERE, moved("merge A N 2025-04-10", "merge N A 2025-04-15"), [
        ("张三", "2025-04-01", "2025-04-09", "9"), ("李四", "2025-04-10", "2025-04-14", "5"),
        ("张三", "2025-04-15", "2025-04-20", "6")]),
    "a chain": (EVERYWHERE, moved("merge A N 2025-04-10", "rename N N2 2025-04-16"), [
        ("张三", "2025-04-01", "2025-04-09", "9"), ("李四", "2025-04-10", "2025-04-15", "6"),
        ("王五", "2025-04-16", "2025-04-20", "5")]),
    "a split without scope": (EVERYWHERE, moved("split A N 2025-04-10", "split A N2 2025-04-10"), [
        ("张三", "2025-04-01", "2025-04-09", "9"), ("李四", "2025-04-10", "2025-04-20", "11/2"),
        ("王五", "2025-04-10", "2025-04-20", "11/2")]),
    "a return to one post": (("PA x 2020-01-01 2025-04-05", "PA y 2025-04-06 2025-04-12", "PA x 2025-04-13"), {}, [
        ("张三", "2025-04-01", "2025-04-05", "5"), ("李四", "2025-04-06", "2025-04-12", "7"),
        ("张三", "2025-04-13", "2025-04-20", "8")]),
    "handover on one day": (("PA x 2020-01-01 2025-04-10", "PA y 2025-04-10"), {}, [
        ("张三", "2025-04-01", "2025-04-09", "9"), ("李四", "2025-04-10", "2025-04-20", "11")]),
}  # fmt: skip


@pytest.mark.parametrize(("terms", "more", "lines"), SPLITS.values(), ids=SPLITS)
def test_the_split_in_rows_that_never_overlap(
    book: Callable[..., Ledger], terms: tuple[str, ...], more: Tables, lines: list[tuple[str, str, str, str]]
):
    ledger = book(people(PAID, terms=terms, more=more))
    assert lines_of(ledger) == lines
    (found,) = ledger.audit("2025-04-30").of(kind="breach")
    shares = [(str(one["name"]), one["from"], one["to"], one["share"]) for one in counted(found["responsible"])]
    assert sorted(shares, key=lambda line: line[1:]) == lines
    assert "held 20" in ledger.say("trace", "O", "--as-of", "2025-04-30")
    assert "有人在任 20" in ledger.say("trace", "O", "--as-of", "2025-04-30", lang="zh")


@pytest.mark.parametrize(("terms", "more", "_"), SPLITS.values(), ids=SPLITS)
def test_the_table_of_all_traces_can_be_summed(
    book: Callable[..., Ledger], terms: tuple[str, ...], more: Tables, _: Any
):
    tables = people(PAID, terms=terms, more=more)
    tables["obligations"].append(duty("O2", due_on="2025-04-28", roll="none", amount=5))
    rows = book(tables).table("trace", "--all", "--as-of", "2025-04-30")
    yes = {"yes", "true", "True", "是"}
    sums = {
        key: sum(Fraction(row["share"]) for row in rows if row["obligation"] == key and row["counted"] in yes)
        for key in ("O", "O2")
    }
    assert sums == {"O": 20, "O2": 2}


def test_parallel_lines_are_marked_as_not_counted(book: Callable[..., Ledger]):
    """An assignment names a deputy: the head stands beside with the same days and is in no sum."""
    tables = people(PAID, terms=(*EVERYWHERE, "PD z 2020-01-01"))
    tables["posts"].append({"id": "PD", "org": "A", "title": "副乡长", "rank": "deputy"})
    tables["assignments"] = [{"id": "a1", "post": "PD", "role": "responsible", "obligation": "O"}]
    rows = book(tables).table("trace", "--all", "--as-of", "2025-04-30")
    days = {
        row["person"]: (row["days"], row["counted"] in {"yes", "true", "True"})
        for row in rows
        if row["days"] not in {"", "0"}
    }
    assert days["z"] == ("20", True)
    assert [key for key, (_, counts) in days.items() if counts] == ["z"]


def test_two_holders_of_one_seat_are_not_forty_days(book: Callable[..., Ledger]):
    ledger = book(people(PAID, terms=("PA x 2020-01-01", "PA y 2025-04-10")))
    text = ledger.say("trace", "O", "--as-of", "2025-04-30")
    assert "held 20" in text
    assert sum(Fraction(share) for *_, share in lines_of(ledger)) == 20


# AG-18 speaks of what was already overdue on the day of taking office, and lay for more than thirty days. Unpaid since 2025-03-31.
INHERITED = {
    "overdue when he came": (("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10"), "2025-06-30", ["李四"]),
    "came on the due day": (("PA x 2020-01-01 2025-03-30", "PA y 2025-03-31"), "2025-06-30", []),
    "came before it": (("PA x 2020-01-01 2024-09-30", "PA y 2024-10-01"), "2025-06-30", []),
    "in office all the time": (("PA x 2020-01-01",), "2025-06-30", []),
    "thirty days in office": (("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10"), "2025-05-09", []),
    "thirty-one days": (("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10"), "2025-05-10", ["李四"]),
    "two newcomers": (("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10 2025-06-30", "PA z 2025-07-01"), "2025-09-30", ["李四", "王五"]),
    "came back himself": (("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10 2025-04-20", "PA x 2025-04-21"), "2025-06-30", []),
}  # fmt: skip


@pytest.mark.parametrize(("terms", "day", "named"), INHERITED.values(), ids=INHERITED)
def test_only_what_was_overdue_on_taking_office_is_inherited(
    book: Callable[..., Ledger], terms: tuple[str, ...], day: str, named: list[str]
):
    found = book(people(terms=terms)).audit(day).of("AG-18")
    assert [name for name in NAMES.values() if any(name in said(one["message"]) for one in found)] == named
    assert all(not re.search(r"\bt\d\b|tenure t|任期 ?t", said(one["message"])) for one in found)


@pytest.mark.parametrize("kind", ["merge", "rename", "post_move"])
def test_nobody_inherits_from_himself(book: Callable[..., Ledger], kind: str):
    """The same man goes over with his body, in the middle of the delay."""
    terms = ("PA x 2020-01-01 2025-05-31", "PN x 2025-06-01")
    ends = "PA PN" if kind == "post_move" else "A N"
    transfer = moved(f"{kind} {ends} 2025-06-01")
    assert book(people(terms=terms, more=transfer)).audit("2025-12-31").of("AG-18") == []


@pytest.mark.parametrize("word", ["pay", "付款"])
def test_who_paid_a_part_in_office_left_nothing_lying(book: Callable[..., Ledger], word: str):
    terms = ("PA x 2020-01-01 2025-04-09", "PA y 2025-04-10")
    tables = people(f"2025-05-05 {word} obligation=O amount=40000", terms=terms)
    assert book(tables).audit("2025-12-31").of("AG-18") == []


@pytest.mark.parametrize(
    ("due", "day", "article"), [("2023-03-31", "2023-12-31", "122"), ("2025-03-31", "2025-12-31", "130")]
)
def test_the_rule_of_the_days_of_conduct(book: Callable[..., Ledger], due: str, day: str, article: str):
    year = due[:4]
    terms = (f"PA x 2020-01-01 {year}-04-09", f"PA y {year}-04-10")
    (found,) = book(people(terms=terms, due=due)).audit(day).of("AG-18")
    assert re.search({"122": "122|一百二十二", "130": "130|一百三十"}[article], said(found))


# Certain: a paper for the duty, the instrument, the assignment and the tenure. Any one missing: probable, printed as without evidence.
PAPERS: list[Row] = [{"id": f"z{n}", "title": f"文件{n}"} for n in range(1, 5)]


def documented(missing: str = "") -> Tables:
    tables = people(PAID, terms=("PA x 2020-01-01",))
    tables["evidence"] = PAPERS
    tables["assignments"] = [{"id": "a1", "post": "PA", "role": "responsible", "instrument": "C1"}]
    for number, table in enumerate(("obligations", "instruments", "assignments", "tenures"), 1):
        if table != missing and not (missing == "duty and instrument" and table in {"obligations", "instruments"}):
            tables[table] = [{**tables[table][0], "evidence": f"z{number}"}]
    return tables


@pytest.mark.parametrize("missing", ["", "duty and instrument", "assignments", "tenures"])
def test_certain_needs_a_document_for_every_step(book: Callable[..., Ledger], missing: str):
    run = book(documented(missing)).trace("O", "2025-04-30")
    (line,) = counted(run["responsible"])
    assert line["certainty"] == ("probable" if missing else "certain")
    assert ("无证据" in said([run["hops"], line["path"]])) is bool(missing)


def test_the_head_by_default_is_probable_not_assumed(book: Callable[..., Ledger]):
    tables = documented()
    tables.pop("assignments")
    (line,) = counted(book(tables).trace("O", "2025-04-30")["responsible"])
    assert (line["name"], line["certainty"]) == ("张三", "probable")
    assert "assumed" not in said(line)


# Coarse dates: named are people, once each; one man in all of them is the holder.
def test_one_person_in_all_candidates_is_the_holder(book: Callable[..., Ledger]):
    ledger = book(people(PAID, terms=("PA x 2020 2025", "PA x 2025")))
    lines = counted(ledger.trace("O", "2025-04-30")["responsible"])
    assert {(one["holder"], one["name"], one["certainty"]) for one in lines} == {("person", "张三", "possible")}
    assert ledger.audit("2025-04-30").of("AG-03") == []


@pytest.mark.parametrize("terms", [("PA x 2020 2025", "PA y 2025"), ("PA x 2020-01-01 2025-04", "PA y 2025-04")])
def test_several_candidates_are_named_and_none_is_charged(book: Callable[..., Ledger], terms: tuple[str, ...]):
    ledger = book(people(PAID, terms=terms))
    unknown = [one for one in ledger.trace("O", "2025-04-30")["responsible"] if one["holder"] == "unknown"]
    assert unknown
    assert all(one["person"] is None for one in unknown)
    assert all(
        {"张三", "李四"} <= {name for name in NAMES.values() if name in said(one["candidates"])} for one in unknown
    )
    text = ledger.say("trace", "O", "--as-of", "2025-04-30", lang="zh")
    assert "张三" in text
    assert "李四" in text


# A finance bureau K below the county G answers for the county's debts by the scope of its assignment (2.3 step 3).
def by_scope(scope: str, bearer: str = "G", post: str = "PK", domain: str = "debt") -> Tables:
    tables = people(PAID, terms=(*EVERYWHERE, "PK x 2020-01-01"), bearer=bearer)
    tables["instruments"] = [
        {**tables["instruments"][0], "domain": domain, "kind": "loan", "authority": bearer, "region": "某县"}
    ]
    tables["assignments"] = [{"id": "a1", "post": post, "role": "responsible", "scope": scope}]
    return tables


@pytest.mark.parametrize("scope", ["debt", "政府债务", "all", "全部", "C1", "某县"])
def test_a_scope_reaches_the_duties_of_the_body_above(book: Callable[..., Ledger], scope: str):
    lines = counted(book(by_scope(scope)).trace("O", "2025-04-30")["responsible"])
    assert [(one["post"], one["name"], one["days"]) for one in lines] == [("PK", "张三", 20)]


def test_a_scope_reaches_the_duties_of_a_body_below(book: Callable[..., Ledger]):
    lines = counted(book(by_scope("debt", bearer="A", post="PG")).trace("O", "2025-04-30")["responsible"])
    assert [one["name"] for one in lines] == ["赵六"]


def test_a_scope_whose_duties_all_lie_elsewhere_is_a_problem(book: Callable[..., Ledger]):
    """K and A are neighbours: neither is above the other."""
    text = _asked(book(by_scope("debt", bearer="A")))
    assert re.search("PK|某县财政局", text)
    assert "debt" in text


@pytest.mark.parametrize("scope", ["地方债台", "xyz loans", "C99"])
def test_a_word_that_nothing_has_is_a_problem(book: Callable[..., Ledger], scope: str):
    assert scope.split(maxsplit=1)[0] in _asked(book(by_scope(scope)))


def _asked(ledger: Ledger) -> str:
    """Return what the audit says of its input: a refusal, or problems and data problems of the run."""
    try:
        audit = ledger.audit("2025-04-30")
    except AssertionError as stopped:
        return str(stopped)
    problems = [one for one in audit.run["manifest"]["problems"] if one["level"] != "note"]
    return said([problems, audit.of(kind="data_problem"), audit.of(kind="accountability_gap")])


def test_an_assignment_by_name_goes_before_one_by_scope(book: Callable[..., Ledger]):
    tables = by_scope("debt")
    tables["assignments"].append({"id": "a2", "post": "PG", "role": "responsible", "instrument": "C1"})
    lines = counted(book(tables).trace("O", "2025-04-30")["responsible"])
    assert [one["name"] for one in lines] == ["赵六"]


# A body that no longer exists has no vacancies and needs no posts.
def test_a_merged_body_has_no_vacancy_after_its_end(book: Callable[..., Ledger]):
    tables = people(PAID, terms=("PA x 2020-01-01 2024-12-31", "PN y 2020-01-01"), more=moved("merge A N 2025-01-01"))
    text = book(tables).say("officials", "A", "--as-of", "2025-06-30")
    assert not re.search(r"2025-0\d-\d\d.*vacant", text)
    assert "甲乡政府 负责人" in text or "甲乡政府负责人" in text


def test_a_dissolved_body_without_successor_is_not_told_to_fill_posts(book: Callable[..., Ledger]):
    tables = people(PAID, terms=("PA x 2020-01-01 2024-12-31",))
    tables["orgs"] = [{**one, "dissolved": "2024-12-31" if one["id"] == "A" else ""} for one in tables["orgs"]]
    tables["transfers"] = [
        {"id": "m1", "kind": "abolish", "from": "A", "to": "", "date": "2025-01-01", "deciding_body": "G"}
    ]
    audit = book(tables).audit("2025-04-30")
    assert audit.of("AG-08")
    assert audit.of("AG-01") == []
    assert audit.of("AG-05") == []


def test_the_mere_split_of_a_tenure_changes_nothing(book: Callable[..., Ledger]):
    whole = lines_of(book(people(PAID, terms=("PA x 2020-01-01",))))
    parts = lines_of(book(people(PAID, terms=("PA x 2020-01-01 2025-04-09", "PA x 2025-04-10"))))
    assert sum(Fraction(share) for *_, share in whole) == sum(Fraction(share) for *_, share in parts) == 20
