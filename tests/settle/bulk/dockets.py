"""Random dockets of plain tables, clean and dirty: rows of text cells, as files.py writes them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

Row = dict[str, str]
Tables = dict[str, list[Row]]
FIRST = dt.date(2025, 3, 1)

DOMAINS = [
    "investment",
    "pledge",
    "task",
    "investment",
    "pledge",
    "procurement",
    "tendering",
    "ppp",
    "debt",
    "disclosure",
    "deputies",
]
ACTIONS = ("pay", "pay", "pay", "refund", "deliver", "sign", "publish", "answer", "付款", "交付", "勘察", None, None)
TRIGGERS = [
    "delivered",
    "accepted",
    "invoiced",
    "award_notice",
    "signed",
    "交付",
    "验收",
    "验收合格",
    "工程移交",
    "award_notice",
    "published",
]
MOVES = [
    "perform",
    "perform",
    "pay",
    "pay",
    "pay",
    "pay",
    "pay",
    "付款",
    "已付款",
    "paid",
    "set_off",
    "waive",
    "release",
    "deposit",
    "merger",
    "condition_failed",
    "impossible",
    "repudiate",
    "retract",
    "demand",
    "terminate",
    "解除",
    "violate",
    "restore",
    "suspend",
    "resume",
    "suspend",
    "resume",
    "中止",
    "恢复",
    "amend",
    "sanction",
    "assign",
    "delegate",
    "transfer_debt",
    "succeed",
    "join_debt",
    "delivered",
    "signed",
    "published",
    "answered",
    "paid",
    "refunded",
    "工程移交",
    "complaint",
    "breached",
    "effective",
]
CAUSES = (
    None,
    None,
    None,
    "court",
    "法院裁定",
    "agreed",
    "双方协议",
    "债权人原因",
    "breach",
    "违约",
    "breach ",
    "COURT",
    "change_of_officials",
)
MISSPELT = ("delivred", "suspendd", "percorm", "acepted")
RATES = ("0.05%/day", "每日万分之五", "4%/year", "3.65% a year act/360", "0.0003/day", "0.05%/day", "4%/year")
BAD_RATES = ("0.05%", "quite a lot", "%/day", "99999999999999999999%/day", "0.0000000000000000000001%/day")
BAD_DAYS = (
    "2026-02-30",
    "2026/3/31",
    "2026年3月31日",
    "1900-01-01",
    "9999-12-31",
    "2101-01-01",
    "1969-12-31",
    "45000",
    "soon",
    "2026-3-1",
    "20260331",
    " 2026-03-31",
    "2026-05",
    "0001-01-01",
    "2026-03-31 00:00:00",
    "infinity",
    "99999-01-01",
)
BAD_MONEY = (
    "-5.00",
    "0.001",
    "99999999999999999999",
    "1e3",
    "1,000.00",
    "5万元",
    "５",
    "100元",
    "¥30",
    "+7.50",
    " 12.00",
    ".5",
    "5.",
    "00012.50",
    "12%",
    "many",
    "NaN",
    "inf",
    "4611686018427387904",
    "46116860184273879.04",
    "1_000",
    "5.000",
    "0x10",
)
BAD_INTS = (
    "-1",
    "99999",
    "2.5",
    "3.0",
    "1e1",
    "many",
    "٣",
    " 7",
    "+4",
    "36525",
    "36526",
    "100000000000000000000",
    "030",
    "1,000",
)
BAD_WORDS = ("", "never", "Day", "DAY", " day", "工作日", "月", "纪念", "Working Day", "ACHIEVEMENT", "承诺")
BAD_IDS = (
    "",
    " ",
    "c1 ",
    " c1",
    "o1 ",
    "o2\t",
    "　o3",
    "\u00a0o4",
    "o'5",
    'o"6',
    "o,7",
    "o\n8",
    "示例-义务1",
    "no-such-id",
    "x" * 10_000,
    "o1\u0000",
    "%o_",
    "\\",
    "o5\u200b",
    "-0",
    "007",
    "1.0",
    "NULL",
    "nan",
    "o1\x1f",
)
BAD_INSTANTS = (
    "2026-03-31T17:30:00+08:00",
    "2026-03-31T17:30:00Z",
    "2026-03-31T17:30:00",
    "2026-03-31 23:59:59-05:00",
    "noon",
)
TZS = ("Asia/Shanghai", "+08:00", "Europe/Paris", "Mars/Base", "-05:00")


class Maker:
    """Makes one docket; `dirt` is how many cells are spoilt."""

    def __init__(self, draw: random.Random, dirt: int) -> None:
        self.draw, self.dirt = draw, dirt
        self.numeric = draw.random() < 0.25
        self.whole = draw.random() < 0.2  # all amounts in whole yuan
        self.tables: Tables = {name: [] for name in TABLES}
        self.rich = draw.random()  # how often optional cells are filled
        self.types = (
            MOVES if draw.random() < 0.6 else ("perform", "pay", "suspend", "resume", "delivered", "waive", "terminate")
        )
        self.links = draw.random() < 0.4  # corrections, reciprocity, reparations, instants, changed terms
        self.note = "说明，\n两行" if draw.random() < 0.15 else "说明"
        self.domains = DOMAINS if draw.random() < 0.6 else DOMAINS[:3]

    def may(self, chance: float) -> bool:
        return self.draw.random() < chance * (0.3 + self.rich)

    def day(self, spread: int = 700) -> str:
        return (FIRST + dt.timedelta(self.draw.randrange(spread))).isoformat()

    def key(self, letter: str, number: int) -> str:
        return (
            str({"c": 1000, "o": 20000, "e": 300000}.get(letter, 0) + number)
            if self.numeric and letter in "coe"
            else f"{letter}{number}"
        )

    def money(self) -> str:
        draw = self.draw
        if self.whole:
            return str(draw.choice([1, 3, 5, 100, 100, draw.randrange(10**6)]))
        return draw.choice(
            [
                "100.00",
                "30",
                "33.33",
                "0.01",
                "0",
                "100000000.00",
                "50.5",
                f"{draw.randrange(10**6)}.{draw.randrange(100):02d}",
                f"{draw.randrange(10**13)}.07",
            ]
        )

    def make(self) -> Tables:
        t, draw = self.tables, self.draw
        t |= self.surroundings()
        contracts = [self.instrument(n) for n in range(1, draw.choice([0, 1, 2, 4, 8, 15]) + 1)]
        t["instruments"] = contracts
        for number in range(1, draw.choice([5, 12, 25, 60]) + 1):
            t["obligations"].append(self.obligation(number))
        self.happen()
        if self.links and draw.random() < 0.5:
            t["assignments"] = [
                {"id": "a1", "post": "p1", "role": "responsible", "obligation": draw.choice(t["obligations"])["id"]}
            ]
        for name in ("instruments", "obligations", "events"):
            if draw.random() < 0.3:
                draw.shuffle(t[name])
            elif name == "obligations" and draw.random() < 0.6:
                t[name].sort(key=lambda row: row.get("instrument", ""))
        for _ in range(self.dirt):
            self.spoil()
        return t

    def surroundings(self) -> Tables:
        """Return the tables that are not streamed."""
        draw = self.draw
        t: Tables = {
            "orgs": [{"id": "b1", "name": "示例局"}, {"id": "b2", "name": "示例所"}, {"id": "f1", "name": "示例公司"}],
            "posts": [{"id": "p1", "org": "b1", "title": "局长"}],
            "persons": [{"id": "x1", "name": "甲某"}],
        }
        if draw.random() < 0.3:
            t["sources"] = [
                {"id": f"s{n}", "table": "events", "complete_through": self.day()} for n in range(draw.choice([1, 2]))
            ]
            t["sources"].append({"id": "s9", "table": "events"})
        if draw.random() < 0.4:
            values = ["0.031", "0.0345", "3.45%", "0"]
            t["rates"] = [
                {"table": draw.choice(["LPR", "合同利率"]), "from": self.day(), "value": draw.choice(values)}
                for _ in range(draw.randrange(1, 5))
            ]
            for row in t["rates"]:
                if draw.random() < 0.2:
                    row["recorded_at"] = self.day()
        if draw.random() < 0.03:
            t["debts"] = [
                {
                    "id": "d1",
                    "unit": "b1",
                    "kind": "special",
                    "principal": "1000",
                    "start": "2025-01-01",
                    "end": "2027-01-01",
                    "rate": "0.03",
                    "freq": "1",
                }
            ]
        return t

    def happen(self) -> None:
        """Let things happen to obligations and instruments."""
        draw = self.draw
        for duty in self.tables["obligations"]:
            for _ in range(draw.choice([0, 0, 1, 1, 2, 3, 5])):
                self.event(obligation=duty["id"], action=duty.get("action"), anchor=duty.get("anchor"))
        for contract in self.tables["instruments"]:
            if draw.random() < 0.5:
                for _ in range(draw.choice([1, 2, 4])):
                    self.event(instrument=contract["id"])

    def instrument(self, number: int) -> Row:
        row = {
            "id": self.key("c", number),
            "domain": self.draw.choice(self.domains),
            "kind": "contract",
            "title": "示例合同",
            "authority": "b1",
        }
        more: list[tuple[str, float, Callable[[], str]]] = [
            ("counterparty", 0.8, lambda: "f1"), ("signed_on", 0.3, self.day), ("effective_on", 0.05, self.day), ("ends_on", 0.05, self.day),
            ("amount", 0.2, self.money), ("source", 0.2, lambda: self.draw.choice(["s0", "s1", "s7"])), ("region", 0.1, lambda: "示例区"),
            ("attributes", 0.02, lambda: '{"sme": true}'),
        ]  # fmt: skip
        return self.filled(row, more)

    def obligation(self, number: int) -> Row:
        draw = self.draw
        row = {"id": self.key("o", number), "title": "示例义务", "bearer": draw.choice(["b1", "p1", "b2"])}
        if self.tables["instruments"] and draw.random() < 0.9:
            row["instrument"] = draw.choice(self.tables["instruments"])["id"]
        if action := draw.choice(ACTIONS):
            row["action"] = action
        if draw.random() < 0.55:
            row["due_on"] = self.day(500)
        if "due_on" not in row or draw.random() < 0.1:
            row["anchor"] = draw.choice([*TRIGGERS, self.day(300)])
            row["n"] = str(draw.choice([0, 1, 5, 10, 15, 30, 60]))
            row["unit"] = draw.choice(
                ["day", "day", "workday", "workday", "week", "month", "year", "工作日", "日"]
                if self.links
                else ["day", "workday", "month"]
            )
        if draw.random() < 0.65:
            row["amount"] = self.money()
        one = draw.choice
        more: list[tuple[str, float, Callable[[], str]]] = [
            ("kind", 0.3, lambda: one(["achievement", "maintenance", "punctual", "prohibition"])), ("beneficiary", 0.5, lambda: "f1"),
            ("performer", 0.05, lambda: "b2"), ("start", 0.15, lambda: one(["include", "exclude", "before"] if self.links else ["include"])),
            ("roll", 0.25, lambda: one(["none", "preceding", "modified_following", "following"])), ("grace_n", 0.25, lambda: str(one([0, 1, 5, 10]))),
            ("grace_unit", 0.15, lambda: one(["day", "workday", "week", "month"])), ("grace_mode", 0.2, lambda: one(["forgive", "extend", "sanction_only"])),
            ("tolling", 0.25, lambda: one(["pause", "residual", "restart"])), ("tolerance", 0.15, lambda: one(["0.01", "5", "0"]) if not self.whole else "1"),
            ("allocation", 0.3, lambda: one(["interest_first", "principal_first", "fifo"])), ("interest_rate", 0.25, lambda: one(RATES)),
            ("interest_mode", 0.35, lambda: one(["none", "floating", "fixed_at_breach", "semester", "fixed_at_contract"])),
            ("rate_table", 0.15, lambda: one(["LPR", "合同利率", "无此表"])), ("condition", 0.2, lambda: one(TRIGGERS)),
            ("long_stop", 0.15, self.day), ("calendar", 0.15, lambda: one(["cn", "none"])), ("draft", 0.1, lambda: one(["true", "false"])),
            ("source", 0.15, lambda: one(["s0", "s1", "s7"])), ("clause", 0.15, lambda: one(["第6条", "3月31日前付清", "paid before May", '第"7"条, 款'])),
            ("currency", 0.1, lambda: one(["CNY", "CNY", "CNY", "JPY", "USD"])),
        ]  # fmt: skip
        if self.links:
            past = [other["id"] for other in self.tables["obligations"]] + [self.key("o", max(1, number - 1))]
            more += [
                ("reciprocal_of", 0.1, lambda: one(past)), ("reparation_of", 0.1, lambda: one(past)), ("cutoff", 0.05, lambda: "17:30"),
                ("paying_day", 0.05, lambda: "not_counted"), ("tz", 0.1, lambda: one(TZS[:3])), ("force", 0.02, lambda: "none"),
            ]  # fmt: skip
        row = self.filled(row, more)
        if row.get("reparation_of") and self.may(0.5) and "due_on" not in row:
            row["anchor"] = "breached"
        return row

    def event(self, *, action: str | None = None, anchor: str | None = None, **on: str) -> None:
        draw, events = self.draw, self.tables["events"]
        words = [
            draw.choice(self.types),
            draw.choice(self.types),
            "pay" if action in {"pay", None} else "perform",
            "delivered",
        ]
        if anchor and not anchor[0].isdigit():
            words += [anchor, anchor]
        row = {"id": self.key("e", len(events) + 1), **on, "type": draw.choice(words), "occurred_on": self.day()}
        money = row["type"] in {"pay", "付款", "已付款", "paid", "set_off", "perform", "waive", "deposit"}
        more: list[tuple[str, float, Callable[[], str]]] = [
            ("amount", 0.9 if money else 0.1, self.money), ("cause", 0.4, lambda: draw.choice(CAUSES) or ""), ("recorded_at", 0.2, self.day),
            ("currency", 0.04, lambda: draw.choice(["CNY", "CNY", "JPY"])), ("person", 0.05, lambda: "x1"), ("post", 0.05, lambda: "p1"),
            ("note", 0.05, lambda: self.note), ("evidence", 0.03, lambda: ""), ("source", 0.1, lambda: "s0"),
        ]  # fmt: skip
        row = self.filled(row, more)
        if money and draw.random() < 0.7:
            row.setdefault("amount", self.money())
        if self.links:
            row = self.linked(row)
        events.append(row)

    def linked(self, row: Row) -> Row:
        draw, events = self.draw, self.tables["events"]
        if events and self.may(0.08):
            row["type"] = draw.choice(["correct", "reject", "更正"])
            row[draw.choice(["corrects", "cause"])] = draw.choice(events)["id"]
        if self.may(0.05):
            del row["occurred_on"]
            row["occurred_at"] = draw.choice(BAD_INSTANTS[:2])
        if self.may(0.06):
            row["terms"] = draw.choice(
                [
                    '{"n": 5}',
                    '{"scope": "breach"}',
                    '{"authorised": false}',
                    '{"due_on": "2026-06-30"}',
                    '{"amount": "7.5"}',
                    '{"void": true}',
                    '{"to": "b2"}',
                    '{"to": "b7"}',
                ]
            )
        if self.may(0.03):
            row["instrument"] = draw.choice(self.tables["instruments"])["id"] if self.tables["instruments"] else "c1"
        return row

    def filled(self, row: Row, more: list[tuple[str, float, Callable[[], str]]]) -> Row:
        return {**row, **{name: value for name, chance, make in more if self.may(chance) and (value := make())}}

    def spoil(self) -> None:
        """Spoil a cell, or a row."""
        draw = self.draw
        table = draw.choice(["instruments", "obligations", "obligations", "events", "events", "events", "orgs"])
        rows = self.tables[table]
        if not rows:
            return
        row = draw.choice(rows)
        how = draw.random()
        if how < 0.1:
            rows.insert(draw.randrange(len(rows) + 1), dict(row))
        elif how < 0.2:
            row["id"] = draw.choice(BAD_IDS)
        elif how < 0.25 and table == "events":
            row["type"] = draw.choice(MISSPELT)
        elif how < 0.3:
            row.pop(draw.choice(list(row)), None)
        else:
            column = TABLES[table].columns[draw.choice([*row, *TABLES[table].columns])]
            bad = {"date": BAD_DAYS, "anchor": BAD_DAYS, "recorded": (*BAD_DAYS, *BAD_INSTANTS), "money": BAD_MONEY, "int": BAD_INTS, "id": BAD_IDS, "ref": BAD_IDS, "rate": BAD_RATES,
                   "choice": BAD_WORDS, "instant": BAD_INSTANTS, "flag": ("yes", "是", "TRUE", "maybe", "0"), "tz": TZS}.get(column.kind, ("", " ", "元", "万元", "CNY ", "usd", "breached", "x" * 300))  # fmt: skip
            row[column.name] = draw.choice(bad)


def some_docket(draw: random.Random) -> Tables:
    """Return the tables of a random docket, most cells and most dockets clean."""
    return Maker(draw, draw.choice([0, 0, 0, 1, 1, 2, 4, 10])).make()
