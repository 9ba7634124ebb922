"""The report a person reads in a terminal: by kind and instrument; id, sentence, basis, officials, next step."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from govaudit.model import KINDS, Text, parse_day
from govaudit.officials import CERTAINTY_MEANING
from govaudit.report import say_facts as show
from govaudit.report.labels import KIND_TITLES, SEVERITY, label, word
from govaudit.report.renderers.terminal import WIDTH, Paint, clean, hanging, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.model import Finding, Manifest, ProblemRecord, Run
    from govaudit.report.names import Names

_COLORS = {"breach": "red", "warning": "yellow", "accountability_gap": "magenta", "data_problem": "cyan"}
_MARKS = {"serious": "●", "ordinary": "○", "minor": "·"}
_MOST_FINDINGS = 200  # of a kind: more than anybody reads in a terminal
_MOST_PEOPLE = 8
_MOST_PROBLEMS = 20
_MOST_SUBJECTS = 5
_NOT_IMPORTED = "not_mapped"  # the note on a field of open data that no table takes
_LABEL = {"zh": 10, "en": 14}  # cells: the longest label and a gap


def write(run: Run, names: Names, lang: str, *, color: bool = False, width: int = WIDTH) -> str:
    """Return the whole report; `color` adds ANSI codes, `width` counts terminal cells."""
    return "\n".join(_Report(run, names, lang, Paint(color=color), width).lines()) + "\n"


class _Report:
    def __init__(self, run: Run, names: Names, lang: str, paint: Paint, width: int) -> None:
        self.run, self.names, self.lang, self.paint, self.width = run, names, lang, paint, width
        self.open = [finding for finding in run.findings if finding.suppressed is None]
        self.excluded = [finding for finding in run.findings if finding.suppressed is not None]

    def lines(self) -> Iterator[str]:
        """Yield the report line by line."""
        yield from self._head()
        for kind in reversed(KINDS):
            yield from self._kind(kind)
        yield from self._excluded()
        yield from self._not_computed()
        yield from self._problems()
        yield from self._foot()

    def _head(self) -> Iterator[str]:
        manifest = self.run.manifest
        as_of = show.day(parse_day(manifest.as_of))
        yield self.paint(
            Text(f"履约审计 截至{as_of.zh}", f"Performance audit as of {as_of.en}").pick(self.lang), "bold"
        )
        count = manifest.counts.get("obligations", 0)
        owed = "1 obligation" if count == 1 else f"{count} obligations"
        yield Text(f"核对义务 {count}项", f"{owed} examined").pick(self.lang)
        yield self.summary()
        yield from self._left_out(manifest)

    def summary(self) -> str:
        """Return the counts on one line."""
        counts = Counter(finding.kind for finding in self.open)
        parts = []
        for kind in reversed(KINDS):
            said = KIND_TITLES[kind]
            text = Text(f"{said.zh} {counts[kind]}项", f"{said.en} {counts[kind]}").pick(self.lang)
            parts.append(self.paint(text, *([_COLORS[kind], "bold"] if counts[kind] else ["dim"])))
        excluded = len(self.excluded)
        parts.append(Text(f"已排除 {excluded}项", f"excluded {excluded}").pick(self.lang))
        return Text("，", ", ").pick(self.lang).join(parts)

    def _left_out(self, manifest: Manifest) -> Iterator[str]:
        if manifest.known_at:
            known = show.iso_day(manifest.known_at)
            yield Text(f"只用{known.zh}及以前记录的事实", f"only facts recorded by {known.en}").pick(self.lang)
        if manifest.left_out:
            said = Text(
                f"注意：有{manifest.left_out}行因数据问题未计入，见“数据读取”",
                f"Note: {manifest.left_out} rows were left out for problems, see 'Reading the data'",
            )
            yield self.paint(said.pick(self.lang), "yellow", "bold")
        yield ""

    def _section(self, title: str, count: int, *styles: str) -> Iterator[str]:
        said = Text(f"{title}（{count}）", f"{title} ({count})").pick(self.lang)
        yield self.paint(said, "bold", *styles)
        yield self.paint("─" * self.width, "dim")

    def _kind(self, kind: str) -> Iterator[str]:
        findings = [finding for finding in self.open if finding.kind == kind]
        if not findings:
            return
        yield from self._section(KIND_TITLES[kind].pick(self.lang).capitalize(), len(findings), _COLORS[kind])
        # Sorted by instrument, stable: the order of the run stands inside each.
        findings.sort(key=lambda finding: finding.instrument or "")
        for instrument, group in groupby(findings[:_MOST_FINDINGS], key=lambda finding: finding.instrument):
            yield from self._instrument(instrument)
            for finding in group:
                yield from self._finding(finding)
        if len(findings) > _MOST_FINDINGS:
            said = Text(
                f"仅列前{_MOST_FINDINGS}条，共{len(findings)}条；全部见 --format xlsx 或 json",
                f"only the first {_MOST_FINDINGS} of {len(findings)} are shown; all of them with --format xlsx or json",
            )
            yield self.paint(said.pick(self.lang), "bold")
            yield ""

    def _instrument(self, instrument: str | None) -> Iterator[str]:
        if instrument is None:
            return
        domain = word(self.names.cell("instruments", instrument, "domain")).pick(self.lang)
        title = clean(self.names.title("instruments", instrument))
        plain = "  ".join(part for part in (clean(instrument), domain) if part)
        yield self.paint(title, "bold") + ("  " + self.paint(plain, "dim") if title != instrument else "")

    def _finding(self, finding: Finding) -> Iterator[str]:
        mark = self.paint(_MARKS[finding.severity], _COLORS[finding.kind])
        severity = SEVERITY[finding.severity].pick(self.lang)
        target = clean(finding.obligation or "")
        yield f"  {mark} " + "  ".join(
            part
            for part in (
                self.paint(clean(finding.rule), "bold"),
                clean(finding.title.pick(self.lang)),
                severity,
                self.paint(target, "dim"),
            )
            if part
        )
        yield from hanging("", show.message(finding).pick(self.lang), 4, self.width)
        yield from self._line("place", show.place(finding.place).pick(self.lang) if finding.place else None)
        yield from self._line("basis", show.bases(finding.basis).pick(self.lang))
        yield from self._people(finding)
        yield from self._line("evidence", self._evidence(finding))
        yield from self._line("next_step", finding.next_step.pick(self.lang))
        yield ""

    def _line(self, key: str, text: str | None) -> Iterator[str]:
        if text:
            yield from hanging(self._label(label(key)), text, 4, self.width)

    def _label(self, text: Text) -> str:
        return pad(text.pick(self.lang), _LABEL[self.lang])

    def _people(self, finding: Finding) -> Iterator[str]:
        lines = show.lines_of(finding, self.names)
        for number, line in enumerate(lines[:_MOST_PEOPLE]):
            name = label("responsible") if number == 0 else Text("", "")
            yield from hanging(self._label(name), line.pick(self.lang), 4, self.width)
        more = len(lines) - _MOST_PEOPLE
        if more > 0:
            said = Text(f"另有{more}行，见 JSON 或工作簿", f"and {more} more lines, see JSON or workbook")
            yield from hanging(self._label(Text("", "")), said.pick(self.lang), 4, self.width)

    def _evidence(self, finding: Finding) -> str:
        return Text("；", "; ").pick(self.lang).join(self.names.title("evidence", key) for key in finding.evidence)

    def _excluded(self) -> Iterator[str]:
        if not self.excluded:
            return
        yield from self._section(Text("已排除", "Excluded").pick(self.lang), len(self.excluded))
        for finding in self.excluded:
            title = finding.title.pick(self.lang)
            place = finding.obligation or finding.instrument or finding.place or ""
            yield f"  · {clean(finding.rule)}  {clean(title)}  {self.paint(clean(place), 'dim')}"
            reason = finding.suppressed.pick(self.lang) if finding.suppressed else ""
            yield from self._line("suppressed", reason)
        yield ""

    def _not_computed(self) -> Iterator[str]:
        missing = self.run.manifest.not_computed
        if not missing:
            return
        yield from self._section(Text("未能核定", "Not computed").pick(self.lang), len(missing))
        for what, group in groupby(
            sorted(missing, key=lambda one: (one.rule, one.what.zh)), key=lambda one: (one.rule, one.what)
        ):
            subjects = [one.subject for one in group]
            shown = Text("、", ", ").pick(self.lang).join(subjects[:_MOST_SUBJECTS])
            more = len(subjects) - _MOST_SUBJECTS
            if more > 0:
                shown += Text(f"等{len(subjects)}项", f" and {more} more").pick(self.lang)
            said = Text(f"{what[1].zh}（{shown}）", f"{what[1].en} ({shown})").pick(self.lang)
            yield from hanging(pad(clean(what[0]), 10), said, 2, self.width)
        yield ""

    def _problems(self) -> Iterator[str]:
        problems = self.run.manifest.problems
        if not problems:
            return
        yield from self._section(Text("数据读取", "Reading the data").pick(self.lang), len(problems))
        told = list(self._told(problems))
        for said in told[:_MOST_PROBLEMS]:
            yield from said
        more = len(told) - _MOST_PROBLEMS
        if more > 0:
            yield "  " + Text(f"另有{more}条，见 JSON 或工作簿", f"and {more} more, see JSON or workbook").pick(
                self.lang
            )
        yield ""

    def _told(self, problems: Sequence[ProblemRecord]) -> Iterator[list[str]]:
        """Yield every problem as lines; what was not imported of a file is told once, with the names of its fields."""
        skipped: dict[str, list[str]] = {}
        for problem in problems:
            if problem.code == _NOT_IMPORTED:
                skipped.setdefault(problem.file, []).append(problem.column or "")
        for problem in problems:
            if problem.code != _NOT_IMPORTED:
                yield list(self._problem(problem))
            elif fields := skipped.pop(problem.file, None):
                said = Text(
                    f"{len(fields)}种字段未导入（{problem.remedy.zh}）：",
                    f"{len(fields)} fields not imported ({problem.remedy.en}): ",
                ).pick(self.lang)
                yield [
                    "  " + self.paint(clean(problem.file), "dim"),
                    *hanging("", said + Text("、", ", ").pick(self.lang).join(fields), 4, self.width),
                ]

    def _problem(self, problem: ProblemRecord) -> Iterator[str]:
        place = ":".join(
            str(part) for part in (problem.file, problem.sheet, problem.row, problem.column) if part is not None
        )
        value = f" [{problem.value}]" if problem.value else ""
        styles = ("yellow",) if problem.level == "error" else ("dim",)
        yield "  " + self.paint(clean(show.place(place).pick(self.lang)), *styles)
        what, *lines = problem.what.pick(self.lang).split("\n")
        yield from hanging("", f"{what}{value}", 4, self.width)
        yield from (f"    {clean(line)}" for line in lines)  # to be copied: not wrapped
        if problem.level == "error":
            yield from hanging("→ ", problem.remedy.pick(self.lang), 4, self.width)

    def _foot(self) -> Iterator[str]:
        manifest = self.run.manifest
        if not self.open:
            yield self.paint(Text("没有发现。", "No findings.").pick(self.lang), "green", "bold")
        inputs = len(manifest.inputs)
        said = Text(
            f"依据：输入文件{inputs}个，规则集 {manifest.rule_set[:16]}，程序 {manifest.program}",
            f"Rests on: {inputs} input file{'s' * (inputs != 1)}, rule set {manifest.rule_set[:16]}, program {manifest.program}",
        )
        yield self.paint(said.pick(self.lang), "dim")
        if any(finding.responsible for finding in self.open):
            said = Text(
                "在任情况只说明谁在何日任该职，是核实线索，不是责任认定。",
                "Who held a post when is a lead to verify, not a finding of guilt.",
            )
            yield self.paint(said.pick(self.lang), "dim")
            yield from hanging("", CERTAINTY_MEANING.pick(self.lang), 0, self.width)
