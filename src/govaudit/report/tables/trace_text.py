"""One trace as text for people and as JSON for programs."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.model import SCHEMA_VERSION, Text, as_json, iso
from govaudit.officials import CERTAINTIES, CERTAINTY_MEANING, HOLDERS, PHASES, ROLES
from govaudit.officials.trace import gap_findings, indicator_findings
from govaudit.report.renderers.terminal import hanging, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.model import Finding, Hop, Responsible
    from govaudit.officials.record import Officials
    from govaudit.officials.trace import Trace
    from govaudit.settle import Status

_WIDTH = 100


def trace_json(trace: Trace, status: Status, known_at: int | None) -> str:
    """Return the trace as JSON: hops, lines of responsibility and gaps in the form findings have them."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "obligation": trace.obligation,
        "instrument": trace.instrument,
        "title": trace.title.zh,
        "state": status.state,
        "due_on": iso(trace.due_on),
        "as_of": iso(trace.as_of),
        "known_at": iso(known_at),
        "breach_days": trace.breach_days,
        "hops": [as_json(hop) for hop in trace.hops],
        "responsible": [as_json(line) for line in trace.responsible],
        "gaps": [as_json(finding) for finding in gap_findings([trace])],
        "indicators": [as_json(finding) for finding in indicator_findings(trace)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def trace_lines(officials: Officials, trace: Trace, lang: str) -> str:
    """Return the trace as text: every hop, the split of the breach days, those beside, the acts, the gaps."""
    return "\n".join([*_TraceText(officials, trace, lang).all(), ""])


class _TraceText:
    """Tells one trace in one language."""

    def __init__(self, officials: Officials, trace: Trace, lang: str) -> None:
        self.officials, self.trace, self.lang = officials, trace, lang

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en).pick(self.lang)

    def all(self) -> Iterator[str]:
        trace = self.trace
        yield self.say(
            f"责任追溯：{trace.title.zh}（{trace.obligation}）", f"Trace: {trace.title.en} ({trace.obligation})"
        )
        due = iso(trace.due_on) or self.say("未定", "not fixed")
        yield self.say(
            f"到期日 {due}，截至 {iso(trace.as_of)} 逾期 {trace.breach_days} 天",
            f"due {due}, {trace.breach_days} breach days as of {iso(trace.as_of)}",
        )
        yield from self._hops()
        yield from self._split()
        beside = [line for line in trace.responsible if not line.counted and line.phase == "overdue" and line.days]
        acted = self.officials.docket["acts"].index
        days = [
            line for line in trace.responsible
            if not line.counted and line not in beside and not (line.path and line.path[0].fact in acted)
        ]  # fmt: skip
        acts = [line for line in trace.responsible if not line.counted and line not in beside and line not in days]
        yield from self._lines(self.say("关键日在任", "In office on the days that matter"), days)
        yield from self._lines(
            self.say("同期其他岗位（不计入合计）", "Other posts on the same days (not added)"), beside
        )
        yield from self._lines(self.say("经手记录", "Acts on record"), acts)
        yield from self._findings(self.say("责任缺口", "Gaps"), gap_findings([trace]))
        yield from self._findings(self.say("新官不理旧账线索", "Inherited and left lying"), indicator_findings(trace))
        yield ""
        yield from hanging("", CERTAINTY_MEANING.pick(self.lang), 0, _WIDTH)
        yield self.say(
            "以上为任职与经手的线索，供核实，不作责任认定。",
            "These are leads about who held which post when, to be verified; not a finding of guilt.",
        )

    def _hops(self) -> Iterator[str]:
        yield ""
        yield self.say("追溯步骤", "Hops")
        for number, hop in enumerate(self.trace.hops, 1):
            yield from hanging(f"{number:>3}  ", hop.text.pick(self.lang), 0, _WIDTH)
            yield from hanging(" " * 5, self._detail(hop), 0, _WIDTH)

    def _detail(self, hop: Hop) -> str:
        parts = [self.say(f"记录 {hop.fact}", f"record {hop.fact}")]
        if hop.start or hop.end:
            start, end = hop.start or self.say("不详", "unknown"), hop.end or self.say("未载明", "not stated")
            parts.append(self.say(f"{start} 至 {end}", f"{start} to {end}"))
        if hop.tested_on:
            parts.append(self.say(f"核对日 {hop.tested_on}", f"tested on {hop.tested_on}"))
        parts.append(CERTAINTIES[hop.certainty].pick(self.lang))
        if hop.evidence:
            titles = "、".join(self.officials.evidence_title(key) for key in hop.evidence)
            shown = self.officials.documented(hop.evidence)  # a clause, a source, a name in no table is no document
            parts.append(
                self.say(f"证据：{titles}", f"evidence: {titles}")
                if shown
                else self.say(
                    f"证据：{titles}（未登记为证据，不计）",
                    f"evidence: {titles} (not on record as evidence, not counted)",
                )
            )
        return self.say("；", "; ").join(parts)

    def _split(self) -> Iterator[str]:
        lines = self.trace.counted
        if not lines:
            return
        total = self.trace.breach_days
        title = self.say(f"逾期天数划分（合计 {total} 天）", f"Split of the breach days ({total} in all)")
        yield from self._lines(title, lines)
        held = {
            kind: sum((Fraction(line.share or 0) for line in lines if line.holder == kind), Fraction(0))
            for kind in ("person", "vacant", "unknown", "post_missing")
        }
        joint = any(line.share != str(line.days) for line in lines)
        yield (
            "  "
            + self.say(
                f"有人在任 {held['person']}，空缺 {held['vacant']}，不明 {held['unknown']}，无岗位 {held['post_missing']}",
                f"held {held['person']}, vacant {held['vacant']}, unknown {held['unknown']}, no post {held['post_missing']}",
            )
            + (self.say("（共同承担的天数按份额计入合计）", " (joint days count by their shares)") if joint else "")
        )

    def _lines(self, title: str, lines: Sequence[Responsible]) -> Iterator[str]:
        if not lines:
            return
        yield ""
        yield title
        rows = [self._row(line) for line in lines]
        head = self.say(
            "自|至|天数|份额|岗位|在任者|角色|确定性", "from|to|days|share|post|holder|role|certainty"
        ).split("|")
        used = [number for number in range(len(head)) if any(row[number] for row in rows)]
        widths = [max(_cells(row[number]) for row in (head, *rows)) for number in used]
        for row, line in zip((head, *rows), (None, *lines), strict=True):
            yield ("  " + "  ".join(pad(row[number], wide) for number, wide in zip(used, widths, strict=True))).rstrip()
            notes = [note.pick(self.lang) for note in line.notes[1:]] if line is not None else []
            if line is not None and line.notes and (line.holder != "person" or line.role != "responsible"):
                notes = [note.pick(self.lang) for note in line.notes if note.zh != "在该岗位任职"]
            if notes:
                yield from hanging(" " * 14, self.say("；", "; ").join(notes), 0, _WIDTH)

    def _row(self, line: Responsible) -> list[str]:
        who = (line.name or line.person or "") if line.holder == "person" else HOLDERS[line.holder].pick(self.lang)
        if line.holder == "person" and not who:
            who = self.say("有人在任", "held")
        post = self.officials.post_label(line.post) if line.post else self.officials.org_name(line.org)
        role = ROLES[line.role].pick(self.lang)
        if not line.days:
            role = f"{role}{self.say('，', ', ')}{PHASES[line.phase].pick(self.lang)}"
        share = line.share if line.share and line.share != str(line.days) else ""
        return [
            line.from_ or "",
            line.to or "",
            str(line.days or ""),
            share,
            post,
            who,
            role,
            CERTAINTIES[line.certainty].pick(self.lang),
        ]

    def _findings(self, title: str, found: Sequence[Finding]) -> Iterator[str]:
        if not found:
            return
        yield ""
        yield title
        for finding in found:
            yield from hanging(f"{finding.rule}  ", finding.message.pick(self.lang), 2, _WIDTH)
            yield from hanging(" " * 7, finding.next_step.pick(self.lang), 2, _WIDTH)


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
