"""The words of the template workbook: how to fill it in, and the comment on each heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket.schema import Column, TableSpec

_RULES = (
    Text("每张工作表是一张数据表，工作表名和第一行的列名不要改；第二行是列名的中文说明，可以保留。",
         "Each sheet is a table; keep the sheet names and the column names of the first row. The second row explains them and may stay."),
    Text("从第三行起填写，一行一条；不用的表留空或删除即可。红色列名为必填，橙色列名中至少填一项，其余选填。",
         "Fill in from the third row on, one item a row; leave the tables you do not need empty or delete them. Red headings are required, of the orange ones at least one, the others are optional."),
    Text("灰色斜体行是示例。不改动时读取时自动略去；改动后按数据读取，请连同“示例-”编号一起改掉或删除整行。",
         "The grey row in italics is an example. It is left out while nobody changes it; once changed it is data, so change its ids, too, or delete it."),
    Text("编号由您自定，同一张表内不得重复；其他表按编号引用，例如 obligations 表的 instrument 列填写 instruments 表的 id。",
         "You choose the ids; within a table they are unique. Other tables refer to them: obligations.instrument is an id of the table instruments."),
    Text("金额单位写在列名的括号里，默认元。整列以万元填写时，把列名改为 amount (万元)；不要混用单位。",
         "The unit of amounts stands in the heading, 元 (yuan) at first. To write a whole column in 万元 change the heading to amount (万元); do not mix units."),
    Text("日期写成 2026-03-31、2026/3/31 或 2026年3月31日。任期等列可只写年或年月（2019、2019-05），这些列为文本格式。不知道的日期留空，不要填 1900-01-01 或 9999-12-31。",
         "Write dates as 2026-03-31, 2026/3/31 or 2026年3月31日. Terms of office may have a year or month only (2019, 2019-05); those columns are formatted as text. Leave unknown dates empty, do not write 1900-01-01 or 9999-12-31."),
    Text("不要合并单元格，不要在表头上方加标题行。公式可以用，读取的是最后一次保存的计算结果。",
         "Do not merge cells and put no title above the headings. Formulas are fine: the value saved last is read."),
    Text("填好后运行：govaudit audit 文件名.xlsx 。有问题时加 --errors 问题.xlsx ，可得到标注了“错误”列的副本。",
         "When it is filled in, run: govaudit audit FILE.xlsx . With --errors PROBLEMS.xlsx you get a copy back in which a column 错误 says what to correct."),
)  # fmt: skip

KIND_NOTES = {
    "id": Text("编号，本表内不重复", "an id, unique in this table"),
    "date": Text("日期，如 2026-03-31", "a date, such as 2026-03-31"),
    "recorded": Text("日期，何时记录在案", "a date: when it was recorded"),
    "partial": Text("日期，可只写年或年月", "a date; a year or a month alone will do"),
    "anchor": Text("日期，或事件类型（如 accepted）", "a date, or an event type (such as accepted)"),
    "clock": Text("时刻，如 17:30；此后的行为计入次日", "a time of day, such as 17:30; what comes later counts as the next day"),
    "instant": Text("时刻，须带时区，如 2026-03-31T17:30:00+08:00", "an instant with its UTC offset, such as 2026-03-31T17:30:00+08:00"),
    "money": Text("金额，只写数字；单位见列名括号", "an amount, digits only; its unit stands in the heading"),
    "int": Text("整数", "a whole number"),
    "number": Text("数字，如 0.0231 或 2.31%", "a number, such as 0.0231 or 2.31%"),
    "rate": Text("利率，须写明按日或按年，如 0.05%/day、4%/year", "a rate, per day or per year: 0.05%/day, 4%/year"),
    "flag": Text("是 或 否", "yes or no"),
    "list": Text("一个或多个编号，以分号隔开", "one id or several, with semicolons between"),
    "spans": Text("期间，如 2026-01-01/2026-02-28，多个以分号隔开", "periods such as 2026-01-01/2026-02-28, with semicolons between"),
    "json": Text('JSON，如 {"键": "值"}', 'JSON, such as {"key": "value"}'),
    "terms": Text('JSON，如 {"due_on": "2026-03-31"}', 'JSON, such as {"due_on": "2026-03-31"}'),
}  # fmt: skip


def notes(lang: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the sheet of notes, each with whether it is a title."""
    yield Text("govaudit 数据工作簿：填写说明", "govaudit workbook: how to fill it in").pick(lang), True
    for number, rule in enumerate(_RULES, 1):
        yield f"{number}. {rule.pick(lang)}", False
    yield "", False
    yield Text("各表用途（英文表名：中文名；必填列）", "The tables and their required columns").pick(lang), True
    for spec in TABLES.values():
        required = [column for column in spec.columns.values() if column.required]
        joint, colon = Text("、", ", ").pick(lang), Text("：", ": ").pick(lang)
        names = joint.join(
            f"{column.name}（{column.label.zh}）" if lang == "zh" else column.name for column in required
        )
        groups = "".join(
            Text(f"；{' / '.join(group)} 至少一项", f"; one of {' / '.join(group)}").pick(lang) for group in spec.needs
        )
        title = f"（{spec.title.zh}）" if lang == "zh" else f" ({spec.title.en})" if spec.title.en != spec.name else ""
        yield f"{spec.name}{title}{colon}{names}{groups}", False


def column_note(spec: TableSpec, column: Column, lang: str) -> str:
    """Return the comment on a heading: label, whether it must be filled, what to write, where it refers to."""
    lines = [column.label, _need(spec, column)]
    if column.kind in KIND_NOTES:
        lines.append(KIND_NOTES[column.kind])
    if column.refers:
        tables = " / ".join(column.refers)
        lines.append(Text(f"填写 {tables} 表中的编号", f"an id of the table {tables}"))
    if column.open_list:
        lines.append(Text("从列表选择，或自行填写", "choose from the list, or write another word"))
    elif column.values:
        lines.append(Text("从列表选择", "choose from the list"))
    if column.default:
        from govaudit.docket.words import ZH_WORDS

        lines.append(
            Text(
                f"留空时为：{ZH_WORDS.get(column.default, column.default) if column.values else column.default}",
                f"when empty: {column.default}",
            )
        )
    if column.kind == "money":
        lines.append(
            Text(
                "以万元填写时把列名改为 " + column.name + " (万元)",
                f"to write in 万元 change the heading to {column.name} (万元)",
            )
        )
    return "\n".join(line.pick(lang) for line in lines)


def _need(spec: TableSpec, column: Column) -> Text:
    if column.required:
        return Text("必填", "required")
    for group in spec.needs:
        if column.name in group:
            return Text(f"{' / '.join(group)} 至少填一项", f"at least one of {' / '.join(group)}")
    return Text("选填", "optional")
