"""A docket of any size, the same bytes of data every time: `.venv/bin/python benchmarks/generate.py FOLDER --obligations 1000000`.

Contracts of four obligations each: an act by a fixed day, a payment some days after delivery, a payment some working days after a
date, an act within months of a date. Deliveries, part payments, performances in time and late, suspensions, demands; bodies, posts,
persons and their terms of office. About 1.6 events an obligation. Numbers come from arithmetic on the row number, not from a generator.
"""

from __future__ import annotations

import argparse
from pathlib import Path

AS_OF = "2026-06-30"

_NUMBER = (
    """CREATE MACRO r(i, salt, n) AS ((i * 7919 + salt * 104729 + (i * i % 1000003) * (31 + salt)) % 1000003) % n"""
)

# One SELECT a table; {n} is the number of obligations. Row numbers are counted from 0.
_TABLES = {
    "orgs": """
        SELECT 'g' || i AS id, '示例局' || i AS name, 'department' AS kind FROM range({bodies}) t(i)
        UNION ALL SELECT 'f' || i, '示例公司' || i, 'company' FROM range({bodies}) t(i)""",
    "posts": "SELECT 'p' || i AS id, 'g' || i AS org, '局长' AS title, 'head' AS rank FROM range({bodies}) t(i)",
    "persons": "SELECT 'h' || i AS id, '示例人员' || i AS name FROM range(3 * {bodies}) t(i)",
    "tenures": """
        SELECT 't' || i AS id, 'p' || i // 3 AS post, 'h' || i AS person,
            CAST(DATE '2022-01-01' + CAST(i % 3 * 500 + r(i, 1, 90) AS INTEGER) AS VARCHAR) AS start,
            CASE WHEN i % 3 < 2 THEN CAST(DATE '2022-01-01' + CAST((i % 3 + 1) * 500 + r(i + 1, 1, 90) - 1 AS INTEGER) AS VARCHAR) END AS end
        FROM range(3 * {bodies}) t(i)""",
    "instruments": """
        SELECT 'i' || i AS id, 'investment' AS domain, 'agreement' AS kind, '示例协议' || i AS title,
            'g' || i % {bodies} AS authority, 'f' || r(i, 2, {bodies}) AS counterparty, DATE '2023-12-01' + CAST(r(i, 3, 30) AS INTEGER) AS signed_on
        FROM range({contracts}) t(i)""",
    "obligations": """
        SELECT 'o' || i AS id, 'i' || i // 4 AS instrument, '示例义务' || i AS title, 'g' || (i // 4) % {bodies} AS bearer,
            CASE WHEN i % 4 IN (1, 2) THEN 'pay' WHEN i % 4 = 0 THEN 'deliver' ELSE 'report' END AS action,
            CASE WHEN i % 4 = 0 THEN DATE '2024-02-01' + CAST(r(i, 4, 900) AS INTEGER) END AS due_on,
            CASE i % 4 WHEN 1 THEN 'invoiced' WHEN 0 THEN NULL ELSE CAST(DATE '2024-01-02' + CAST(r(i, 5, 800) AS INTEGER) AS VARCHAR) END AS anchor,
            CASE i % 4 WHEN 1 THEN 30 WHEN 2 THEN 5 + r(i, 6, 40) WHEN 3 THEN 1 + r(i, 6, 11) END AS n,
            CASE i % 4 WHEN 1 THEN 'day' WHEN 2 THEN 'workday' WHEN 3 THEN 'month' END AS unit,
            CASE WHEN r(i, 7, 10) = 0 THEN 10 END AS grace_n,
            CASE WHEN i % 4 IN (1, 2) THEN CAST(1000 + r(i, 8, 900000) AS DECIMAL(18, 2)) END AS amount,
            CASE WHEN i % 4 IN (1, 2) THEN 'floating' END AS interest_mode, CASE WHEN i % 4 IN (1, 2) THEN 'lpr' END AS rate_table
        FROM range({n}) t(i)""",
    "events": """
        WITH o AS (SELECT i, DATE '2024-01-02' + CAST(r(i, 5, 800) AS INTEGER) AS start,
            CAST(1000 + r(i, 8, 900000) AS DECIMAL(18, 2)) AS amount FROM range({n}) t(i)),
        e AS (
            SELECT i, 1 AS k, 'invoiced' AS type, start AS occurred_on, NULL::DECIMAL(18, 2) AS amount, NULL AS cause FROM o
                WHERE i % 4 = 1 AND r(i, 9, 20) > 0
            UNION ALL SELECT i, 2, 'pay', start + CAST(10 + r(i, 10, 60) AS INTEGER), CAST(amount // 2 AS DECIMAL(18, 2)), NULL FROM o
                WHERE i % 4 IN (1, 2) AND r(i, 11, 10) < 8
            UNION ALL SELECT i, 3, 'pay', start + CAST(20 + r(i, 12, 200) AS INTEGER), amount - CAST(amount // 2 AS DECIMAL(18, 2)), NULL FROM o
                WHERE i % 4 IN (1, 2) AND r(i, 13, 10) < 6
            UNION ALL SELECT i, 4, 'perform', start + CAST(r(i, 14, 400) AS INTEGER), NULL, NULL FROM o WHERE i % 4 IN (0, 3) AND r(i, 15, 10) < 8
            UNION ALL SELECT i, 5, 'suspend', start + CAST(r(i, 16, 40) AS INTEGER), NULL, CASE WHEN i % 2 = 0 THEN 'court' ELSE 'agreed' END FROM o
                WHERE r(i, 17, 12) = 0
            UNION ALL SELECT i, 6, 'resume', start + CAST(r(i, 16, 40) + 5 + r(i, 18, 50) AS INTEGER), NULL, CASE WHEN i % 2 = 0 THEN 'court' ELSE 'agreed' END
                FROM o WHERE r(i, 17, 12) = 0 AND r(i, 19, 20) > 0
            UNION ALL SELECT i, 7, 'demand', start + CAST(120 + r(i, 20, 200) AS INTEGER), NULL, NULL FROM o WHERE r(i, 21, 8) = 0
        )
        SELECT 'e' || i || '-' || k AS id, 'o' || i AS obligation, type, occurred_on, amount, cause FROM e""",
    "rates": """
        SELECT * FROM (VALUES ('lpr', DATE '2023-01-01', '0.0365'), ('lpr', DATE '2024-07-22', '0.0335'), ('lpr', DATE '2024-10-21', '0.0310'),
            ('lpr', DATE '2025-05-20', '0.0300')) t("table", "from", value)""",
}  # fmt: skip


def generate(folder: Path, obligations: int) -> None:
    """Write the tables of a docket of so many obligations as Parquet into a folder."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    contracts = -(-obligations // 4)
    sizes = {"n": obligations, "contracts": contracts, "bodies": max(1, contracts // 250)}
    with duckdb.connect() as base:
        base.execute("SET preserve_insertion_order = true")
        base.execute(_NUMBER)
        for name, select in _TABLES.items():
            target = str(folder / f"{name}.parquet").replace("'", "''")
            base.execute(f"COPY ({select.format(**sizes)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def main() -> None:
    """Read the command line and write the docket."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--obligations", type=int, default=100_000)
    chosen = parser.parse_args()
    generate(chosen.folder, chosen.obligations)
    print(f"{chosen.folder}: {chosen.obligations} obligations; judge them with --as-of {AS_OF}")


if __name__ == "__main__":
    main()
