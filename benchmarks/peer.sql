-- The core of `govaudit status` over a docket of generate.py as DuckDB SQL: {docket} and {calendar} are read, {settled} and {shares} written.
-- Days are integers since 1970-01-01, ranges of days half-open, money is minor units. It knows what that docket holds and no more: at most
-- three payments that name one debt, one suspension of an obligation, debts of a contract that fall due on different days.
-- Rule codes: those of the verdicts (govaudit explain-status).

SET preserve_insertion_order = false;
CREATE MACRO number(date) AS CAST(date - DATE '1970-01-01' AS INTEGER);
CREATE MACRO day_of(number) AS DATE '1970-01-01' + number;
CREATE MACRO payment(day, amount) AS day * 1_000_000_000_000 + amount;
CREATE MACRO day_of_payment(payment) AS CAST(payment // 1_000_000_000_000 AS INTEGER);
CREATE MACRO minor(amount) AS CAST(amount * 100 AS BIGINT);
CREATE MACRO major(amount) AS CAST(amount AS DECIMAL(15, 0)) * 0.01;
CREATE MACRO never() AS 1000000;
CREATE MACRO as_of() AS number(DATE '{as_of}');
CREATE MACRO half_up(numerator) AS (2 * numerator + 365000000) // 730000000;

-- A row a day: working days before it, the first working day from it on, and the sum of the rates before it (a day's is 1/365 millionth).
CREATE TABLE calendar AS
SELECT day, rank, following, CAST(sum(rate) OVER (ORDER BY day) - rate AS BIGINT) AS accrued
FROM (
    SELECT c.*, CAST(coalesce(r.value, 0) * 1000000 AS BIGINT) AS rate
    FROM read_parquet('{calendar}') c ASOF LEFT JOIN (
        SELECT number("from") AS first, CAST(value AS DECIMAL(9, 6)) AS value FROM read_parquet('{docket}/rates.parquet') WHERE "table" = 'lpr'
    ) r ON c.day >= r.first
);
CREATE TABLE working AS SELECT rank, day FROM calendar WHERE day = following;
CREATE VIEW events AS
SELECT id, obligation, instrument, type, number(occurred_on) AS day, minor(amount) AS amount, cause
FROM read_parquet('{docket}/events.parquet') WHERE occurred_on <= DATE '{as_of}';
CREATE TABLE of_contracts AS SELECT id, instrument, type, day, amount FROM events WHERE obligation IS NULL;

-- Every obligation and the day it falls due. Look-ups of unknown days go to day 0.
CREATE TABLE due AS
WITH own AS (
    SELECT obligation,
        min(day) FILTER (type = 'invoiced') AS invoiced,
        min(day) FILTER (type = 'perform') AS done,
        min(day) FILTER (type = 'suspend') AS suspended,
        min(day) FILTER (type = 'resume') AS resumed,
        bool_or(cause = 'court') FILTER (type = 'suspend') AS court,
        list_sort(list(payment(day, amount)) FILTER (type = 'pay')) AS payments
    FROM events WHERE obligation IS NOT NULL GROUP BY obligation
),

deliveries AS (SELECT instrument, min(day) AS delivered FROM of_contracts WHERE type = 'delivered' GROUP BY instrument),

-- Suspended from `begin` to `until`.
anchored AS (
    SELECT o.id, o.instrument, o.bearer, minor(o.amount) AS amount, o.allocation, o.unit, o.n, number(o.due_on) AS fixed,
        CASE o.anchor
            WHEN 'invoiced' THEN own.invoiced
            WHEN 'delivered' THEN deliveries.delivered
            ELSE number(TRY_CAST(o.anchor AS DATE))
        END AS anchor,
        own.done, own.payments, own.suspended AS begin, own.resumed, coalesce(own.court, false) AS court,
        CASE WHEN own.suspended IS NOT NULL THEN coalesce(own.resumed, never()) END AS until
    FROM read_parquet('{docket}/obligations.parquet') o
    LEFT JOIN own ON own.obligation = o.id
    LEFT JOIN deliveries ON deliveries.instrument = o.instrument
),

-- R2, R9: only tolled days after the anchor count. Periods of days are counted from `since`, `left_over` of them: where the suspension
-- comes before they are used up, from its last day. Fixed days and months are moved by the tolled days up to them.
counted AS (
    SELECT a.*, greatest(begin, anchor + 1) AS tolled_from,
        CASE unit WHEN 'workday' THEN before.rank - after.rank ELSE tolled_from - 1 - anchor END AS free,
        coalesce(until > anchor + 1 AND free < n, false) AS stops,
        CASE WHEN stops THEN resumed - 1 ELSE anchor END AS since,
        CASE WHEN stops THEN n - free ELSE n END AS left_over,
        coalesce(fixed, number(CAST(day_of(anchor) + to_months(n) AS DATE))) AS unmoved,
        coalesce(until > coalesce(anchor, 0) + 1 AND coalesce(tolled_from, begin) <= unmoved, false) AS moves
    FROM anchored a
    JOIN calendar after ON after.day = coalesce(anchor + 1, 0)
    JOIN calendar before ON before.day = coalesce(greatest(begin, anchor + 1), 0)
),

raw AS (
    SELECT c.*, CASE
            WHEN unit = 'day' THEN since + left_over
            WHEN unit = 'workday' THEN CASE WHEN since IS NOT NULL THEN working.day END
            WHEN moves THEN unmoved + resumed - coalesce(tolled_from, begin)
            ELSE unmoved
        END AS raw
    FROM counted c
    JOIN calendar start ON start.day = coalesce(since + 1, 0)
    JOIN working ON working.rank = CASE unit WHEN 'workday' THEN start.rank + left_over - 1 ELSE 0 END
)

-- R5, R9: rolled once; where that leads into the suspension, to its end. After default only a court's days are no breach days.
SELECT r.id, r.instrument, r.bearer, r.amount, r.allocation, r.done, r.payments, r.begin, r.until,
    anchor IS NULL AND fixed IS NULL AS untriggered,
    CASE
        WHEN raw < rolled.following AND begin <= rolled.following AND rolled.following < until THEN CASE WHEN resumed IS NOT NULL THEN later.following END
        WHEN raw IS NOT NULL THEN rolled.following
    END AS due,
    CASE WHEN court THEN begin ELSE 0 END AS stop_from,
    CASE WHEN court THEN least(until, as_of() + 1) ELSE 0 END AS stop_until
FROM raw r
JOIN calendar rolled ON rolled.day = coalesce(raw, 0)
JOIN calendar later ON later.day = coalesce(resumed, 0);

-- R8: of the days up to one, where those in breach end: never before the day after the due day nor after the day of the verdict.
CREATE MACRO late_to(day, due) AS least(greatest(day, coalesce(due, never())), as_of()) + 1;
-- A day's number without the stopped days before it, and a running sum without what they added.
CREATE MACRO unstopped(day, stop_from, stop_until) AS day - least(greatest(day, stop_from), stop_until) + stop_from;
CREATE MACRO running(day, total, stop_from, at_stop, stop_until, at_end) AS
    CASE WHEN day <= stop_from THEN total WHEN day < stop_until THEN at_stop ELSE total - at_end + at_stop END;
-- R11: what of a payment goes to the principal.
CREATE MACRO to_principal(paid, balance, owed, allocation) AS
    least(CASE allocation WHEN 'principal_first' THEN paid ELSE greatest(paid - owed, 0) END, balance);

CREATE TABLE settled AS
WITH acts AS (
    SELECT *, done AS performed, NULL AS balance, NULL AS amount_days, NULL AS interest FROM due WHERE amount IS NULL
),

-- R11, R13: payments that name their debt, one after the other: where late days end by each, and the rates up to there.
paid AS (
    SELECT due.*,
        day_of_payment(payments[1]) AS paid_1, coalesce(payments[1] % 1_000_000_000_000, 0) AS part_1,
        day_of_payment(payments[2]) AS paid_2, coalesce(payments[2] % 1_000_000_000_000, 0) AS part_2,
        day_of_payment(payments[3]) AS paid_3, coalesce(payments[3] % 1_000_000_000_000, 0) AS part_3,
        late_to(0, due) AS late_0, late_to(coalesce(paid_1, 0), due) AS late_1,
        late_to(coalesce(paid_2, paid_1, 0), due) AS late_2, late_to(coalesce(paid_3, paid_2, paid_1, 0), due) AS late_3
    FROM due WHERE allocation <> 'fifo'
),

dated AS (
    SELECT p.*,
        running(late_0, c0.accrued, stop_from, b.accrued, stop_until, e.accrued) AS rates_0,
        running(late_1, c1.accrued, stop_from, b.accrued, stop_until, e.accrued) AS rates_1,
        running(late_2, c2.accrued, stop_from, b.accrued, stop_until, e.accrued) AS rates_2,
        running(late_3, c3.accrued, stop_from, b.accrued, stop_until, e.accrued) AS rates_3,
        running(as_of() + 1, c4.accrued, stop_from, b.accrued, stop_until, e.accrued) AS rates_4,
        unstopped(late_0, stop_from, stop_until) AS days_0, unstopped(late_1, stop_from, stop_until) AS days_1,
        unstopped(late_2, stop_from, stop_until) AS days_2, unstopped(late_3, stop_from, stop_until) AS days_3,
        unstopped(as_of() + 1, stop_from, stop_until) AS days_4
    FROM paid p
    JOIN calendar c0 ON c0.day = late_0 JOIN calendar c1 ON c1.day = late_1 JOIN calendar c2 ON c2.day = late_2
    JOIN calendar c3 ON c3.day = late_3 JOIN calendar b ON b.day = stop_from JOIN calendar e ON e.day = stop_until
    JOIN calendar c4 ON c4.day = as_of() + 1
),

debts AS (
    SELECT *,
        amount * (rates_1 - rates_0) AS accrued_1, half_up(accrued_1) AS owed_1,
        to_principal(part_1, amount, owed_1, allocation) AS principal_1, amount - principal_1 AS balance_1,
        least(part_1 - principal_1, owed_1) AS interest_1,
        accrued_1 + balance_1 * (rates_2 - rates_1) AS accrued_2, half_up(accrued_2) - interest_1 AS owed_2,
        to_principal(part_2, balance_1, owed_2, allocation) AS principal_2, balance_1 - principal_2 AS balance_2,
        interest_1 + least(part_2 - principal_2, owed_2) AS interest_2,
        accrued_2 + balance_2 * (rates_3 - rates_2) AS accrued_3, half_up(accrued_3) - interest_2 AS owed_3,
        balance_2 - to_principal(part_3, balance_2, owed_3, allocation) AS balance,
        CASE 0 WHEN balance_1 THEN paid_1 WHEN balance_2 THEN paid_2 WHEN balance THEN paid_3 END AS performed,
        amount * (days_1 - days_0) + balance_1 * (days_2 - days_1) + balance_2 * (days_3 - days_2) + balance * (days_4 - days_3) AS amount_days,
        half_up(accrued_3 + balance * (rates_4 - rates_3)) AS interest
    FROM dated
),

-- R11: payments that name only the contract, first in, first out: each part of a payment that meets a part of an instalment is a lot,
-- used on the day of the payment, but not before the instalment falls due (R12).
instalments AS (
    SELECT *, CAST(sum(amount) OVER (PARTITION BY instrument ORDER BY due) AS BIGINT) AS owed_by FROM due WHERE allocation = 'fifo' AND due <= as_of()
),

payments AS (
    SELECT instrument, day, amount, CAST(sum(amount) OVER (PARTITION BY instrument ORDER BY day, id) AS BIGINT) AS paid_by
    FROM of_contracts WHERE type = 'pay'
),

lots AS (
    SELECT i.id, greatest(p.day, i.due) AS used, least(paid_by, owed_by) - greatest(paid_by - p.amount, owed_by - i.amount) AS lot,
        lot * (unstopped(used + 1, stop_from, stop_until) - unstopped(i.due + 1, stop_from, stop_until)) AS lot_days
    FROM instalments i JOIN payments p ON p.instrument = i.instrument AND paid_by - p.amount < owed_by AND paid_by > owed_by - i.amount
),

by_lots AS (SELECT id, CAST(sum(lot) AS BIGINT) AS lots, CAST(sum(lot_days) AS BIGINT) AS lot_days, max(used) AS last FROM lots GROUP BY id),

contract_debts AS (
    SELECT due.*, amount - coalesce(lots, 0) AS balance, CASE balance WHEN 0 THEN last END AS performed,
        coalesce(lot_days, 0) + balance * (unstopped(as_of() + 1, stop_from, stop_until) - unstopped(late_to(0, due), stop_from, stop_until)) AS amount_days
    FROM due LEFT JOIN by_lots USING (id) WHERE allocation = 'fifo'
),

closed AS (
    SELECT id, instrument, bearer, due, amount, begin, until, untriggered, stop_from, stop_until, performed, balance, amount_days, interest FROM acts
    UNION ALL
    SELECT id, instrument, bearer, due, amount, begin, until, untriggered, stop_from, stop_until, performed, balance, amount_days, interest FROM debts
    UNION ALL
    SELECT id, instrument, bearer, due, amount, begin, until, untriggered, stop_from, stop_until, performed, balance, amount_days, NULL FROM contract_debts
)

SELECT id, instrument, bearer, due, performed, amount, balance, amount_days, interest, stop_from, stop_until,
    late_to(0, due) AS late_from, late_to(coalesce(performed, as_of()), due) AS late_until,
    unstopped(late_until, stop_from, stop_until) - unstopped(late_from, stop_from, stop_until) AS breach_days,
    CASE
        WHEN performed <= coalesce(due, never()) THEN 'fulfilled'
        WHEN performed IS NOT NULL THEN 'fulfilled_late'
        WHEN as_of() < until AND (stop_until > 0 OR as_of() <= coalesce(due, never())) THEN 'suspended'
        WHEN untriggered THEN 'pending'
        WHEN as_of() <= due THEN 'active'
        ELSE 'breached'
    END AS state
FROM closed;

COPY (
    SELECT id AS obligation, instrument, state, day_of(due) AS due_on, day_of(performed) AS performed_on, major(amount) AS amount,
        major(balance) AS open_amount, breach_days, major(amount_days) AS amount_days, major(interest) AS interest
    FROM settled
) TO '{settled}' (FORMAT parquet);

-- R24: who held a post, as runs of days: the tenure that began last of those covering a day, null for nobody.
CREATE TABLE holders AS
WITH tenures AS (
    SELECT id, post, number(start) AS first, coalesce(number("end") + 1, never()) AS until FROM read_parquet('{docket}/tenures.parquet')
),

cuts AS (
    SELECT id AS post, 0 AS day FROM read_parquet('{docket}/posts.parquet')
    UNION SELECT post, first FROM tenures
    UNION SELECT post, until FROM tenures
),

held AS (
    SELECT c.post, c.day, arg_max(t.id, t.first) AS tenure
    FROM cuts c LEFT JOIN tenures t ON t.post = c.post AND t.first <= c.day AND c.day < t.until
    GROUP BY c.post, c.day
),

runs AS (SELECT * FROM held QUALIFY lag(coalesce(tenure, ''), 1, 'none') OVER (PARTITION BY post ORDER BY day) <> coalesce(tenure, ''))

SELECT post, tenure, day AS first, lead(day, 1, never()) OVER (PARTITION BY post ORDER BY day) AS until FROM runs;

COPY (
    WITH shared AS (
        SELECT s.id AS obligation, h.post, h.tenure, stop_from, stop_until,
            greatest(late_from, h.first) AS begin, least(late_until, h.until) AS finish,
            unstopped(finish, stop_from, stop_until) - unstopped(begin, stop_from, stop_until) AS days
        FROM settled s JOIN holders h ON h.post = s.bearer AND h.first < late_until AND h.until > late_from
        WHERE breach_days > 0
    )
    SELECT obligation, post, tenure,
        day_of(CASE WHEN stop_from <= begin AND begin < stop_until THEN stop_until ELSE begin END) AS "from",
        day_of(CASE WHEN stop_from < finish AND finish <= stop_until THEN stop_from ELSE finish END - 1) AS "to", days
    FROM shared WHERE days > 0
) TO '{shares}' (FORMAT parquet);
