"""The record of officials in the formats of other programs, read back with their own libraries."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from followthemoney import model

from cli.desk import call
from govaudit.docket.view import View
from govaudit.formats.read import read_docket
from govaudit.officials.trace.trace import unnamed
from govaudit.report.exports.export_view import HandedOut, write_popolo
from govaudit.report.exports.follow_the_money import write_ftm
from govaudit.report.exports.graphml import write_graphml
from govaudit.report.exports.provenance import write_prov
from govaudit.rules.days.rolling import NEVER
from officials.facts import docket, late, office, run, tenure

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

SAMPLES = Path(__file__).parents[2] / "contracts_samples"
WRITERS = {"popolo": write_popolo, "ftm": write_ftm, "graphml": write_graphml}


@pytest.fixture(scope="module")
def samples() -> Docket:
    return read_docket([SAMPLES])


def odd() -> Docket:
    """Names with signs of XML and control characters, acting and ended tenures, a person under two ids, partial dates, a company."""
    return docket(
        orgs=[{"id": "g", "name": "示例<局>&\"'\x07", "kind": "department", "founded": "2001", "code": "110000000000000000"},
              {"id": "h", "name": "示例公司", "kind": "company", "parent": "g", "dissolved": "2025-06"}],
        posts=[{"id": "p", "org": "g", "title": "局长", "rank": "head", "seats": 2, "created": "2002"}, {"id": "q", "org": "g", "title": "副局长"}],
        persons=[{"id": "张三", "name": "张三", "identifiers": {"id": "X1"}}, {"id": "b", "name": "李四", "status": "dead", "status_on": "2024-05-06"},
                 {"id": "c", "name": "李四", "merged_into": "b"}],
        tenures=[{"id": "张三/p", "post": "p", "person": "张三", "start": "2020-01", "end": "2022"},
                 {"id": "t2", "post": "p", "person": "c", "start": "2023-01-01", "kind": "acting"}],
        instruments=[{"id": "i", "domain": "procurement", "kind": "contract", "title": "示例合同", "authority": "g", "counterparty": "h", "amount": 12345,
                      "currency": "CNY", "signed_on": "2024-01-02"}],
        obligations=[{"id": "o", "instrument": "i", "title": "付款", "bearer": "p", "due_on": "2024-03-01"}],
        assignments=[{"id": "s", "post": "q", "role": "supervisor", "scope": "procurement", "start": "2023"}],
        delegations=[{"id": "d", "from_post": "p", "to_post": "q", "start": "2023-01-01"}],
        authorities=[{"id": "u", "superior": "g", "subordinate": "h"}],
        transfers=[{"id": "m", "kind": "merge", "from": "h", "to": "g", "date": "2025-06-30"}],
        debts=[{"id": "z", "unit": "g", "kind": "general", "principal": 100_00, "currency": "CNY", "start": "2020-01-01", "end": "2030-01-01", "freq": 1}],
    )  # fmt: skip


def known(facts: Docket, *, names: bool = True, known_at: int | None = None) -> HandedOut:
    return HandedOut(View(facts, NEVER - 1, known_at), names=names)


def said(rows: Any, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(
        (tuple(getattr(row[column], "as_written", row[column]) for column in columns) for row in rows), key=str
    )


def test_popolo_read_back_is_the_same_record(tmp_path: Path, samples: Docket):
    for facts in (samples, odd()):
        out = known(facts)
        (tmp_path / "officials.json").write_text(write_popolo(out), encoding="utf-8")
        back = read_docket([tmp_path / "officials.json"])
        assert back.errors == []
        for table, columns in (("orgs", ("id", "kind", "parent", "code", "founded", "dissolved")), ("posts", ("id", "org", "title", "created", "abolished"))):  # fmt: skip
            assert said(back[table].rows(), *columns) == said(facts[table].rows(), *columns)
        assert said(back["persons"].rows(), "id", "name") == said(out.persons(), "id", "name")
        mine = said(out.tenures(), "id", "post", "person", "start", "end", "kind")
        theirs = [row | {"kind": row["kind"] or "substantive"} for row in back["tenures"].rows()]
        assert said(theirs, "id", "post", "person", "start", "end", "kind") == mine
        assert len(mine) == len(facts["tenures"])


def entities(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("names", [True, False])
def test_the_library_takes_every_entity(samples: Docket, *, names: bool):
    for facts in (samples, odd()):
        found = entities(write_ftm(known(facts, names=names)))
        keys = {entity["id"] for entity in found}
        assert len(keys) == len(found)
        for entity in found:
            schema = model.get(entity["schema"])
            schema.validate(entity)  # raises where a required property is missing
            proxy = model.get_proxy(entity, cleaned=True)
            for name, values in entity["properties"].items():
                kind = schema.get(name).type
                assert all(kind.validate(value) for value in values), (entity, name)
                assert proxy.get(name) == values
                if kind.name == "entity":
                    assert set(values) <= keys


def test_what_the_entities_say():
    found = {entity["id"]: entity for entity in entities(write_ftm(known(odd())))}
    assert [found[key]["schema"] for key in ("persons-b", "orgs-g", "orgs-h", "posts-p")] == [
        "Person",
        "PublicBody",
        "Company",
        "Position",
    ]
    assert found["tenures-t2"]["properties"] == {
        "holder": ["persons-b"], "post": ["posts-p"], "recordId": ["t2"], "startDate": ["2023-01-01"], "description": ["acting"]
    }  # fmt: skip
    other = next(entity for entity in found.values() if entity["properties"].get("recordId") == ["张三/p"])
    assert list(other["properties"]["startDate"]) == ["2020-01"]
    assert other["id"].isascii()
    assert found["instruments-i"]["properties"]["amount"] == ["123.45"]
    assert found["awards-i"]["properties"]["supplier"] == ["orgs-h"]
    assert found["debts-z"]["properties"]["debtor"] == ["orgs-g"]
    assert "persons-c" not in found


@pytest.mark.parametrize(("row", "column"), [
    ({"id": "t", "post": "p", "person": "a", "start": "2024-05-02", "end": "2024-05-01"}, "end"),
    ({"id": "t", "post": "p", "person": "a", "start": "2024", "end": "2023-12"}, "end"),
    ({"id": "t", "post": "none", "person": "a", "start": "2024-05-02"}, "post"),
    ({"id": "t", "post": "p", "person": "none", "start": "2024-05-02"}, "person"),
    ({"id": "t", "post": "p", "person": "a", "start": "2026-01-01"}, "start"),
])  # fmt: skip
@pytest.mark.parametrize("form", WRITERS)
def test_a_tenure_at_odds_with_itself_is_refused(form: str, row: dict[str, object], column: str):
    facts = docket(
        orgs=[{"id": "g", "name": "示例局"}], posts=[{"id": "p", "org": "g", "title": "局长", "abolished": "2025-12-31"}],
        persons=[{"id": "a", "name": "甲"}], tenures=[{"id": "fine", "post": "p", "person": "a", "start": "2020-01-01", "end": "2020-01-01"}, row],
    )  # fmt: skip
    out = known(facts)
    text = WRITERS[form](out)
    assert "fine" in text
    assert [(problem.code, problem.value, problem.place.column, problem.place.row) for problem in out.problems] == [
        ("not_handed_out", "t", column, 3)
    ]
    # followthemoney itself takes an occupancy that ends before it starts: this is why we check.
    model.get("Occupancy").validate(
        {"id": "x", "properties": {"holder": ["a"], "post": ["b"], "startDate": ["2024"], "endDate": ["2023"]}}
    )


@pytest.mark.parametrize("form", WRITERS)
def test_without_names_no_person_can_be_told(form: str, samples: Docket):
    text = WRITERS[form](known(odd(), names=False))
    assert not [word for word in ("张三", "李四", "X1") if word in text]
    assert "person-1" in text
    whole = WRITERS[form](known(samples, names=False))
    assert not [name for name in samples["persons"]["name"] if name in whole]


@pytest.mark.parametrize("form", WRITERS)
def test_facts_recorded_later_are_not_handed_out_and_the_order_of_rows_means_nothing(form: str):
    first = {"id": "1", "post": "head", "person": "A", "start": "2020-01-01", "end": "2020-12-31"}
    second = first | {"id": "2", "person": "B", "start": "2021-01-01", "recorded_from": "2026-07-01"}
    write = WRITERS[form]
    assert write(known(office([first, second]))) == write(
        known(office([second, first], persons=[{"id": p, "name": f"姓名{p}"} for p in "AB"]))
    )
    early = write(known(office([first, second]), known_at=0))
    assert early == write(known(office([first], persons=[{"id": p, "name": f"姓名{p}"} for p in "AB"])))


def test_networkx_reads_the_graph(samples: Docket):
    facts = odd()
    graph = nx.read_graphml(BytesIO(write_graphml(known(facts)).encode()), force_multigraph=True)
    assert graph.nodes["orgs:g"] == {"kind": "body", "label": "示例<局>&\"'�"}
    edges = {(source, target, data["kind"]): data for source, target, data in graph.edges(data=True)}
    assert {key: (data.get("start"), data.get("end")) for key, data in edges.items() if key[2] == "tenure"} == {
        ("posts:p", "persons:张三", "tenure"): ("2020-01", "2022"), ("posts:p", "persons:b", "tenure"): ("2023-01-01", None),
    }  # fmt: skip
    assert {key for key in edges if key[2] != "tenure"} == {
        ("orgs:h", "orgs:g", "parent"), ("posts:p", "orgs:g", "post_of"), ("posts:q", "orgs:g", "post_of"), ("obligations:o", "posts:p", "bearer"),
        ("obligations:o", "instruments:i", "part_of"), ("orgs:g", "posts:q", "assignment"), ("posts:p", "posts:q", "delegation"),
        ("orgs:h", "orgs:g", "authority"), ("orgs:h", "orgs:g", "transfer"),
    }  # fmt: skip
    whole = nx.read_graphml(BytesIO(write_graphml(known(samples)).encode()), force_multigraph=True)
    assert sum(data["kind"] == "tenure" for *_, data in whole.edges(data=True)) == len(samples["tenures"])
    assert all("kind" in data for _, data in whole.nodes(data=True))  # no edge leads to what is not there


def test_the_explanation_of_a_trace_as_provenance():
    facts = office([tenure("t1", "甲/1", "2024-01-01", "2026-04-09"), tenure("t2", "乙", "2026-04-10")])
    found = run(facts, late("2026-03-31", ("2026-04-01", "2026-04-20")))
    document = json.loads(write_prov(found, None))
    parts = {kind: set(document[kind]) for kind in ("entity", "agent", "activity")}
    where = {"entity": "entity", "generatedEntity": "entity", "usedEntity": "entity", "agent": "agent", "delegate": "agent", "responsible": "agent", "activity": "activity"}  # fmt: skip
    relations = [
        (kind, relation) for kind in document if kind not in {*parts, "prefix"} for relation in document[kind].values()
    ]
    for kind, relation in relations:
        assert all(target in parts[where[end.removeprefix("prov:")]] for end, target in relation.items()), (
            kind,
            relation,
        )
    number = next(n for n, line in enumerate(found.responsible, 1) if line.counted and line.person == "乙")
    derived = [
        relation["prov:usedEntity"]
        for kind, relation in relations
        if kind == "wasDerivedFrom" and relation["prov:generatedEntity"] == f"ga:line/{number}"
    ]
    path = found.responsible[number - 1].path
    assert [document["entity"][key]["ga:fact"] for key in derived] == [hop.fact for hop in path]
    assert document["entity"][f"ga:line/{number}"]["ga:share"] == "11"
    assert document["agent"]["ga:person/%E7%94%B2%2F1"]["prov:label"] == "姓名甲/1"
    assert write_prov(found, None) == write_prov(found, None)
    hidden = write_prov(unnamed(found), None)
    assert "prov:Person" not in hidden
    assert "姓名" not in hidden


def test_the_commands(tmp_path: Path):
    target = tmp_path / "officials.json"
    assert call("export", str(SAMPLES), "--format", "popolo", "--output", str(target), "--lang", "en").exit_code == 0
    assert read_docket([target]).errors == []
    assert call("export", str(SAMPLES)).exit_code == 2
    named, plain = (call("export", str(SAMPLES), "--format", "ftm", flag).stdout for flag in ("--names", "--no-names"))
    assert plain == call("export", str(SAMPLES), "--format", "ftm").stdout
    assert named != plain
