"""What did not become part of a row: every path of the input with the number of its values, nothing passed over in silence.

Counted over all values that are not objects or lists: mapped + listed = all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.model import Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.formats.ocds.convert import Conversion

# Parts of a file that repeat other parts by construction: said in other words than plain "not imported".
_REPEATS = ("/compiledRelease", "/versionedRelease")


@dataclass(slots=True)
class Paths:
    """A tree of generic paths (`[]` for any item) with the number of values used and left below each."""

    used: int = 0
    left: int = 0
    below: dict[str, Paths] = field(default_factory=dict)

    def listed(self, path: str = "") -> Iterator[tuple[str, int]]:
        """Yield (path, number of values) of what was left; a block of which nothing was used is one path."""
        if self.left and not self.used:
            yield path or "/", self.left
            return
        own = self.left - sum(inner.left for inner in self.below.values())
        if own:
            yield path, own
        for key, inner in self.below.items():
            yield from inner.listed(path + key)


def count(document: Any, used: set[tuple[int, str | int]]) -> Paths:
    """Count the values of a document, used and left, path by path."""
    root = Paths()
    _walk(document, root, used)
    return root


def _walk(node: Any, paths: Paths, used: set[tuple[int, str | int]]) -> None:
    """Count below one node; a plain item of a list is counted at the list's own path."""
    listing = isinstance(node, list)
    for key, value in enumerate(node) if listing else node.items():
        name = "[]" if listing else f"/{key}"
        inner = paths.below.get(name)
        if inner is None:
            inner = paths.below[name] = Paths()
        before = (inner.used, inner.left)
        if isinstance(value, (dict, list)):
            _walk(value, inner, used)
        elif (id(node), key) in used:
            inner.used += 1
        else:
            inner.left += 1
        paths.used += inner.used - before[0]
        paths.left += inner.left - before[1]


def report(run: Conversion, document: Any) -> Paths:
    """Note every path that was not imported, with the number of its values."""
    paths = count(document, run.used) if isinstance(document, (dict, list)) else Paths()
    for path, number in paths.listed():
        values = "1 value" if number == 1 else f"{number} values"
        if path.endswith(_REPEATS):
            what = Text(
                f"{number}个值是同一内容的另一种形式，未重复导入",
                f"{values} in another form of the same content, not imported twice",
            )
        else:
            what = Text(f"{number}个值未导入", f"{values} not imported")
        run.out.note("not_mapped", Place(run.file, column=path), what,
                     Text("见 docs/ocds.md 的字段对照", "docs/ocds.md says field by field what is imported"), number)  # fmt: skip
    return paths
