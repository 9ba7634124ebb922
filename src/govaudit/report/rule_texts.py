"""The codes a verdict cites, a sentence each: how days and money are counted (R), what was chosen where sources differ (A), moves (T)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.vocabulary import read_words

if TYPE_CHECKING:
    from govaudit.model.text import Text

_TEXTS = """
R1 按公历日计算：时刻先换算为所在时区的日期，不按小时相减 | Days are counted by the calendar: an instant first becomes the date in its time zone, hours are never subtracted
R2 起算当日不计入，自次日起算，最后一日计入；条款写明计入首日的除外（民法典第201条） | The day a period runs from is not counted, its last day is, unless the text counts the first day (Civil Code art 201)
R3 按月、年计算的，到期月的对应日为最后一日；没有对应日的，为当月末日（民法典第202条） | A period of months or years ends on the corresponding day, or on the last day of a month that has none (Civil Code art 202)
R4 “不少于某日前”的期限向前推算，遇非工作日只能提前 | A time that must lie at least so many days before an event is counted backwards and rolls back only
R5 最后一日是法定休假日的，顺延至其后第一个工作日，只顺延一次（民法典第203条） | A last day that is not worked moves to the next working day, once (Civil Code art 203)
R6 最后一日截止到24时；约定截止时点的，此后的行为计入次日；只有日期的凭证视为按时 | The last day runs to midnight; what comes after an agreed cut-off counts as the next day; proof that states only a date counts as in time
R7 宽限期自到期日起按同样规则计算；宽限期内履行的按宽限方式处理 | Grace runs from the due day by the same rules; a performance within it is treated as the clause says
R8 逾期天数自到期日次日起，至履行完毕之日（含）止，中止的日子除外 | Breach days run from the day after the due day through the day of performance, suspended days left out
R9 中止当日起不计，恢复当日起继续计算；到期后的中止只有依法停止逾期的才扣除 | Suspension stops the count from its first day until the day of resumption; after the due day only causes that stop a breach count
R10 应由对方先履行或者条件未成就的，期限届满也不算逾期（民法典第526条） | While the other side must go first, or a condition is open, nothing can be missed (Civil Code art 526)
R11 付款在一笔债内先抵利息后抵本金，约定先本金的除外；未指明债务的先抵已到期、负担重、到期早的（民法典第560、561条） | Within a debt money pays interest first unless agreed otherwise; money that names no debt pays what is due, heaviest and earliest first (Civil Code art 560, 561)
R12 多付的部分留作结余，在同一文书下一笔债到期时使用 | What is overpaid stays as credit and is used on the due day of the next debt of the same instrument
R13 逾期利息按每日期初未付本金逐日计算，不计复利，付款当日计息，合计后四舍五入一次 | Late interest is simple, on the opening balance of each breach day, the day of payment included, rounded once
R14 到期前拒绝履行的，即可主张救济，但到期前不计逾期天数（民法典第578条） | A refusal before the due day opens remedies at once, but no day is late before it (Civil Code art 578)
R15 催告期内补正的不产生解除权，但逾期天数不因此消除 | Performance within the period of a demand prevents termination; the days late remain
R16 记录完整截止日之后，没有记录不等于没有履行 | After the day to which records are complete, no record does not mean no performance
R17 每一天按当天有效的条款判断，只用当时已知的日历和利率 | Each day is judged by the terms in force on it, with the calendar and rates known at the time
R18 诉讼时效届满只作标记，不消灭义务（民法典第188条至第195条） | Expiry of the limitation period is marked and discharges nothing (Civil Code art 188-195)
A1 “某日前”含当日 | "Before a date" includes that date
A2 约定的固定日期遇非工作日同样顺延，写明不顺延的除外 | A fixed date on a non-working day rolls as a period does, unless the text says otherwise
A3 凡放假安排中的非工作日都顺延至第一个工作日 | Any non-working day of the official arrangement rolls to the first working day
A4 调休上班的周末是工作日，不顺延 | A weekend day that is worked is a working day and does not roll
A5 放假安排公布前的日期为暂定，公布后以安排为准 | Days of a year whose arrangement is not announced are provisional
A6 期限最后一日仍属按时，处罚最早自次日起 | The last day is still in time; a sanction starts on the next day at the earliest
A7 付款当日计入逾期天数，约定不计入的除外 | The day of payment is a breach day unless agreed otherwise
A8 宽限期内仍未履行的，逾期自到期日次日起算 | When grace is missed, breach days count from the day after the due day
A9 催告未写明期限的，按15日计 | A demand that states no period gives 15 days
A10 未约定计息方式的，利率随利率表分段计算 | Where no mode is stated, interest follows the rate table
A11 部分履行的，整项义务仍属逾期，未付部分逐日记录 | After part performance the whole stays in breach; what is open is recorded by day
A12 变更只对以后有效；到期后才签订的，此前的逾期保留并标记 | An amendment works forward only; signed after the due day, the days before stay and it is marked
A13 口头承诺只跟踪，不称合同违约 | An oral promise is tracked and never called a breach of contract
A14 一周按7日计 | A week is seven days
A15 以小时计的期限从约定时刻起算 | A period of hours runs from the time stated
A16 一个条款有两个期限的，以先到的为准 | Of two time limits in one clause the earlier applies
T1 起算事件发生，义务开始计算期限 | The triggering event occurred and the period began
T2 条件成就或者对方先履行，义务到履行期 | The condition was met, or the other side performed first
T3 最后期限届满仍未成就，义务失效 | The long stop passed unmet and the obligation lapsed
T4 履行或者付款，按规则抵充 | A performance or payment was set against what is owed
T5 按期履行完毕 | Performed in full and in time
T6 逾期后履行完毕 | Performed in full, late
T7 到期未履行 | The due day passed unperformed
T8 宽限期届满未履行 | Grace ended unperformed
T9 催告，开始催告期 | A demand set a period to perform
T10 催告期届满仍未履行 | The period of the demand ended unperformed
T11 到期前拒绝履行 | Performance was refused before the due day
T12 撤回拒绝 | The refusal was retracted
T13 中止 | Suspension
T14 恢复 | Resumption
T15 权利人放弃权利、不予追究或者延期 | The right-holder waived the obligation, a part, the breach, or gave time
T16 变更 | Amendment
T17 拒收不合格的履行，该次履行不计 | A performance was rejected and does not count
T18 债权转让，权利人变更 | The claim was assigned
T19 委托他人履行，义务主体不变 | Performance was delegated; the bearer stays liable
T20 债务转移，义务主体变更 | The debt was transferred
T21 债务加入 | A further debtor joined
T22 机构承继，义务和未了结的逾期一并移交 | A body succeeded to duties and open breaches
T23 合同终止 | The contract was terminated
T24 履行不能或者不可抗力 | Impossibility or force majeure
T25 限时义务错过后不可补正 | A punctual duty was missed for good
T26 持续义务逐日判断 | A lasting duty is judged day by day
T27 补偿按期履行完毕，原义务的状态和记录不变 | Its reparation was made in time; state and record stay
T28 更正已登记的事件 | A recorded event was corrected
"""


RULE_TEXTS: dict[str, Text] = read_words(_TEXTS)
# What each flag of a status means for the reader (engine.codes; the short names are labels.FLAGS).
FLAG_TEXTS: dict[str, Text] = read_words("""
partial 已履行一部分，仍有未履行的部分 | a part is performed and a part still open
time_barred 自到期日或者最后一次催告、付款起已满三年，对方可能以时效抗辩 | three years have passed since the due day or the last demand or payment; limitation may be raised
within_grace 在到期日之后、宽限期内履行，不算逾期 | performed after the due day within grace: not late
backdated 到期之后才签订推迟到期日的变更，须核对是否为掩盖逾期 | signed after the due day, moving it back: check whether it hides a delay
amended 条款经过变更，变更前的日子按原条款计算 | the terms were amended; earlier days count under the old ones
repudiated 到期前曾表示或者以行为表明不履行 | performance was refused before the due day
cured 在催告期内履行 | performed within the period of a demand
waived_breach 权利人已表示不追究，逾期记录保留 | the right-holder does not pursue the breach; the record stays
amount_not_stated 付款未写明金额，按全额履行处理，须核对 | a payment states no amount and was taken as full: check it
rate_missing 有的日子查不到利率，这些日子未计息 | no rate is known for some days; they bear no interest here
cure_period_assumed 催告未写明期限，按15日计 | the demand states no period; 15 days were taken
excused_too_late 到期之后才主张履行不能，不免责 | impossibility was claimed after the due day and excuses nothing
no_payment_recorded 案卷中没有任何一笔债务付款记录：多为记录没有并入 | no payment of any debt is on record: mostly the records were not added
credit 付款超过所欠，结余未使用 | more was paid than owed; the rest is credit
other_currency 有付款为其他币种，未计入 | a payment in another currency was not counted
unusable_amount 有付款金额不可用，未计入 | a payment whose amount cannot be used was not counted
due_out_of_range 到期日超出日历范围，未计算 | the due day lies beyond the calendar and was not computed
day_before_included 条款写“某日前”，按含当日处理 | the clause says “before” a day; that day is taken as included
hour_not_stated 以小时计的期限，起算事件只有日期，按当日24时起算 | a period of hours whose trigger states a date only: taken from the end of that day
compensated 补偿已按期履行，违约记录保留 | its reparation was fulfilled in time; the record of the breach stays
without_authority 有放弃权利或者变更未经授权或者只由一方作出，不起作用 | a waiver or amendment without authority, or by one side only, was not counted
sanction_too_early 处罚或者加收的日期不晚于最后一日或者宽限期 | a sanction is dated by the last day, or within grace
unknown_after 该日之后没有完整记录，不据此认定未履行 | records are not complete after that day; nothing is held against the bearer from then on
draft 该义务尚待确认 | the obligation is not confirmed yet
provisional 结果依据尚未公布的日历或者缺少的利率，可能变化 | rests on a calendar not yet announced or a rate not known, and may change
""")
