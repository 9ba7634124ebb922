"""The words of the template workbook: how to fill it in, and the comment on each heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket import TABLES
from govaudit.model import Text
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket import Column, TableSpec

KIND_NOTES = words("template", "cells")


def notes(lang: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the sheet of notes, each with whether it is a title."""
    yield Text("govaudit 数据工作簿：填写说明", "govaudit workbook: how to fill it in").pick(lang), True
    for number, rule in enumerate(words("template", "steps").values(), 1):
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
        from govaudit.docket.labels import ZH_WORDS

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
