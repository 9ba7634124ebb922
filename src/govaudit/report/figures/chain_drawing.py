"""The graph of one trace: breach → duty → instrument → post → person, as Graphviz DOT and, through `dot`, as SVG.

Solid: in office; dashed: delegation; bold: transferred duty; dotted: supervision; red dashed box: vacant or unknown. Colour
is never the only sign. Node ids are `n_…`, for links and tests. Text stays text in the SVG.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.officials import CERTAINTIES, HOLDERS, phase_word, role_word
from govaudit.report.figures.chain_layout import FONT, node_id, wrap
from govaudit.report.figures.tenure_chart import WIDTH, lanes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Chain, Responsible

    Lines = Sequence[Responsible]

MOST_NODES = 60
MOST_ON_PAGE = 22  # on A4 the labels of more would be under 7 points
_COLUMNS = 24
_LINES = 4  # of findings in one person's node

MISSING = Text(
    "未安装 Graphviz，关系图未生成，只生成任期图。安装：sudo apt-get install graphviz",
    "Graphviz is not installed: no graph was drawn, only the lanes. To install it: sudo apt-get install graphviz",
)


class GraphvizMissingError(RuntimeError):
    """There is no `dot` on this machine; `MISSING` says what to do."""


@dataclass(slots=True)
class _Node:
    label: list[str]
    shape: str = "box"
    style: str = "solid"
    red: bool = False


@dataclass(slots=True)
class _Graph:
    nodes: dict[str, _Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], str] = field(default_factory=dict)

    def edge(self, start: str, end: str, style: str = "solid") -> None:
        self.edges.setdefault((start, end), style)


def dot(
    chain: Chain,
    lines: Lines,
    lang: str = "zh",
    *,
    names: bool = True,
    portrait: bool = True,
    most: int = MOST_NODES,
) -> str:
    """Return the graph as DOT, of at most so many nodes; `names` False shows numbers instead of persons; `portrait` TB, else LR."""
    graph = _Graph()
    last = _trunk(graph, chain, lang)
    groups = _groups(chain, lines)
    shown = 0
    for key, mine in groups.items():
        posts = {line.post for line in mine if line.post is not None}
        new = 1 + sum(node_id("post", post) not in graph.nodes for post in posts)
        if len(graph.nodes) + new > most - 1:
            break
        _branch(graph, chain, last, (key, mine), lang, names=names)
        shown += 1
    rest = list(groups)[shown:]
    if rest:
        people = sum(kind == "person" for kind, _ in rest)
        said = (
            Text(f"及另外 {people} 人", f"and {people} more people")
            if people
            else Text(f"及另外 {len(rest)} 项", f"and {len(rest)} more")
        )
        graph.nodes["n_more"] = _Node([said.pick(lang)], style="dotted")
        graph.edge(last, "n_more")
    return _write(graph, portrait=portrait)


def _trunk(graph: _Graph, chain: Chain, lang: str) -> str:
    """Add breach, duty and instrument; return the node from which posts hang."""
    due = chain.due_on or "—"
    label = [
        Text(f"逾期 {chain.breach_days} 天", f"{chain.breach_days} breach days").pick(lang),
        Text(f"到期日 {due}", f"due {due}").pick(lang),
        Text(f"截至 {chain.as_of}", f"as of {chain.as_of}").pick(lang),
    ]
    graph.nodes["n_breach"] = _Node(label, shape="octagon", style="bold")
    duty = node_id("duty", chain.obligation)
    graph.nodes[duty] = _Node([Text("义务", "obligation").pick(lang), *wrap(chain.title.pick(lang), _COLUMNS)])
    graph.edge("n_breach", duty)
    title = chain.instrument_title
    if title is None:
        return duty
    instrument = node_id("instrument", chain.instrument or "")
    graph.nodes[instrument] = _Node([Text("文书", "instrument").pick(lang), *wrap(title, _COLUMNS)], shape="note")
    graph.edge(duty, instrument)
    return instrument


def _groups(chain: Chain, lines: Lines) -> dict[tuple[str, str], list[Responsible]]:
    """Gather lines by person, or by post where nobody is known; the counted ones come first."""
    found: dict[tuple[str, str], list[Responsible]] = {}
    for line, number in sorted(zip(lines, chain.holders, strict=True), key=lambda one: not one[0].counted):
        key = ("person", str(number)) if number else (line.holder, line.post or "")
        found.setdefault(key, []).append(line)
    return found


def _branch(
    graph: _Graph, chain: Chain, last: str, group: tuple[tuple[str, str], list[Responsible]], lang: str, *, names: bool
) -> None:
    (kind, key), lines = group
    known = kind == "person"
    name = (lines[0].name or lines[0].person or "") if names else Text(f"任职者{key}", f"holder {key}").pick(lang)
    if known and names:
        key = lines[0].person or key
    leaf = node_id(kind, key)
    head = wrap(name, _COLUMNS) if known else [HOLDERS[kind].pick(lang)]
    graph.nodes[leaf] = _Node([*head, *_findings(lines, lang)], style="solid" if known else "dashed", red=not known)
    labels = {lane.post: lane.label for lane in chain.lanes}
    for line in lines:
        facts = {hop.fact for hop in line.path}
        moved, delegated = not facts.isdisjoint(chain.transfers), not facts.isdisjoint(chain.delegations)
        above = last
        if line.post is not None:
            above = node_id("post", line.post)
            graph.nodes.setdefault(above, _Node(wrap(labels.get(line.post, line.post), _COLUMNS), style="rounded"))
            graph.edge(last, above, "bold" if moved else "dotted" if line.role == "supervisor" else "solid")
        graph.edge(
            above, leaf, "dashed" if delegated or not known else "dotted" if line.role == "supervisor" else "solid"
        )


def _findings(lines: list[Responsible], lang: str) -> list[str]:
    """Return the lines of a person's node: role, days and share, or role and day."""
    said: dict[str, None] = {}
    for line in lines:
        role = role_word(line.role).pick(lang)
        sure = (
            ""
            if line.certainty == "certain"
            else Text("（{c}）", " ({c})").format(c=CERTAINTIES[line.certainty]).pick(lang)
        )
        if line.days:
            days = Text(f"{line.days} 天", f"{line.days} days").pick(lang)
            said[f"{role} {days}" + _part(line, lang) + sure] = None
        else:
            said[f"{role} {phase_word(line.phase).pick(lang)} {line.from_}{sure}"] = None
    more = len(said) - _LINES
    tail = [Text(f"另有 {more} 项", f"{more} more").pick(lang)] if more > 0 else []
    return [*list(said)[:_LINES], *tail]


def _part(line: Responsible, lang: str) -> str:
    """Say how many days are charged where that is not all the days in office."""
    if line.share in {None, str(line.days)}:
        return ""
    return Text(f"（分摊 {line.share}）", f" (charged {line.share})").pick(lang)


def _quote(lines: list[str]) -> str:
    """Write a label: `dot` reads backslashes and entities in it, so both are escaped."""
    text = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return f'"{text}"'


def _write(graph: _Graph, *, portrait: bool) -> str:
    out = [
        "digraph trace {",
        f'  graph [rankdir={"TB" if portrait else "LR"}, nodesep=0.25, ranksep=0.45, fontname="{FONT}"];',
        f'  node [shape=box, fontname="{FONT}", fontsize=11, margin="0.12,0.06"];',
        f'  edge [fontname="{FONT}", fontsize=9, arrowsize=0.7];',
    ]
    for name, node in graph.nodes.items():
        red = ', color="#b00020", fontcolor="#b00020", penwidth=1.5' if node.red else ""
        out.append(
            f'  {_quote([name])} [id="{name}", label={_quote(node.label)}, shape={node.shape}, style="{node.style}"{red}];'
        )
    for (start, end), style in graph.edges.items():
        out.append(f'  {_quote([start])} -> {_quote([end])} [style="{style}"];')
    leaves = [name for name in graph.nodes if not any(start == name for start, _ in graph.edges)]
    out.append("  { rank=same; " + " ".join(f"{_quote([name])};" for name in leaves) + " }")
    return "\n".join([*out, "}", ""])


def render(graph: str) -> str:
    """Return the SVG of a DOT graph, laid out by the `dot` program; GraphvizMissingError where there is none."""
    program = shutil.which("dot")
    if program is None:
        raise GraphvizMissingError(MISSING.en)
    done = subprocess.run([program, "-Tsvg"], input=graph.encode(), capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


ABREAST = 6  # with more people than these, they stand below each other (LR)


def figure(chain: Chain, lines: Lines, lang: str = "zh", *, names: bool = True, most: int = MOST_NODES) -> str:
    """Return the graph of one trace as SVG, in the direction that stays legible; GraphvizMissingError without `dot`."""
    return render(dot(chain, lines, lang, names=names, portrait=len(_groups(chain, lines)) <= ABREAST, most=most))


def figures(chain: Chain, lines: Lines, lang: str = "zh", *, names: bool = True) -> dict[str, str]:
    """Return the drawings of one trace as SVG: `lanes` and, where Graphviz is installed, `graph`."""
    drawn = {"lanes": lanes(chain, lang, names=names)}
    if shutil.which("dot") is not None:
        drawn["graph"] = figure(chain, lines, lang, names=names, most=MOST_ON_PAGE)
    return drawn


# --- Both drawings of a trace on one sheet: the tenure lanes above, the graph below

_VIEW = re.compile(r'viewBox="0(?:\.0+)? 0(?:\.0+)? ([0-9.]+) ([0-9.]+)"')
_SIZE = re.compile(r'width="\d+" height="([0-9.]+)"')


def picture(chain: Chain, lines: Lines, lang: str = "zh", *, names: bool = True) -> tuple[str, bool]:
    """Return one SVG and whether the graph is in it (False where Graphviz is not installed)."""
    upper = lanes(chain, lang, names=names)
    try:
        lower = figure(chain, lines, lang, names=names)
    except GraphvizMissingError:
        return upper, False
    return _stacked(upper, lower), True


def _stacked(upper: str, lower: str) -> str:
    """Put the second drawing under the first, shrunk to its width when it is wider."""
    high = _SIZE.search(upper)
    size = _VIEW.search(lower)
    if high is None or size is None:
        msg = "a drawing without its size"
        raise AssertionError(msg)
    wide, tall = float(size[1]), float(size[2])
    factor = min(4 / 3, (WIDTH - 24) / wide)  # dot measures in points, a pixel is 3/4 of one
    left, top = round((WIDTH - wide * factor) / 2, 2), float(high[1])
    whole = round(top + tall * factor + 12, 2)
    body = lower[lower.index("<svg") :]
    inner = body[body.index(">") + 1 : body.rindex("</svg>")]
    nested = (
        f'<rect y="{top:g}" width="{WIDTH}" height="{whole - top:g}" fill="#fff"/>\n'
        f'<svg x="{left:g}" y="{top:g}" width="{wide * factor:.2f}" height="{tall * factor:.2f}" viewBox="0 0 {wide:g} {tall:g}">'
        f"{inner}</svg>\n</svg>\n"
    )
    resized = upper.replace(
        f'height="{high[1]}" viewBox="0 0 {WIDTH} {high[1]}"', f'height="{whole:g}" viewBox="0 0 {WIDTH} {whole:g}"', 1
    )
    return resized[: resized.rindex("</svg>")] + nested
