"""One object of a process through all its releases: values merged in order, with their history.

The merge is the standard's: objects in lists are joined by id, later values replace earlier ones, null removes. A versioned
value (`[{releaseDate, releaseID, value}, ...]`) is taken apart wherever it stands. Every value that is read is marked as used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.ocds.convert import at
from govaudit.formats.ocds.release_dates import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.formats.ocds.convert import Conversion
    from govaudit.model import Place


# Lists whose items the standard identifies: without an id their rows are keyed by position, which is said.
# Parts of an item that are objects themselves: where they stand, an object is one item and no list of them by id.
_FIELDS = {"value", "period", "implementation", "identifier", "address", "contactPoint", "payer", "payee", "unit"}
_IDENTIFIED = {"contracts", "milestones", "transactions", "awards", "agreedMetrics", "metrics", "observations"}


class Release(NamedTuple):
    """When and where something was stated. `day` is the civil day of the release in its own offset."""

    day: int | None
    id: str | None
    place: Place
    versioned: bool = False


class Version(NamedTuple):
    """One object as one release has it."""

    node: dict[str, Any]
    release: Release
    pointer: str


class Stated(NamedTuple):
    """One value, the release that states it, and where."""

    value: Any
    release: Release
    place: Place


@dataclass(slots=True)
class Entity:
    """An object with its versions, oldest first; `key` is its id as text, or its position where it has none."""

    run: Conversion
    versions: list[Version]
    key: str = ""

    @property
    def pointer(self) -> str:
        """The JSON pointer of the newest version."""
        return self.versions[-1].pointer

    @property
    def place(self) -> Place:
        """The place of the newest version."""
        return at(self.versions[-1].release.place, self.pointer)

    @property
    def first(self) -> Release:
        """The release that first states the object."""
        return self.versions[0].release

    def under(self, name: str) -> Place:
        """The place of one of its values."""
        return at(self.versions[-1].release.place, f"{self.pointer}/{name}")

    def has(self, *names: str) -> bool:
        """Whether any version states one of the names."""
        return any(name in version.node for version in self.versions for name in names)

    def _stated(self, names: tuple[str, ...]) -> Iterator[tuple[Version, str, Any]]:
        for version in self.versions:
            name = next((name for name in names if name in version.node), None)
            if name is None:
                continue
            if name != names[0]:
                self.run.note(
                    "old_name", at(version.release.place, f"{version.pointer}/{name}"), f"{name} → {names[0]}"
                )
            yield version, name, version.node[name]

    def history(self, *names: str) -> list[Stated]:
        """Return every statement of a plain value, oldest first; empty text is no statement."""
        found: list[Stated] = []
        for version, name, value in self._stated(names):
            place = at(version.release.place, f"{version.pointer}/{name}")
            if is_versioned(value):
                found += self._versions(value, version, place)
            elif isinstance(value, (dict, list)):
                if value:
                    self.run.note("wrong_type", place)
            else:
                self.run.used.add((id(version.node), name))
                self._say(found, value, version.release, place)
        return found

    def _versions(self, value: list[dict[str, Any]], version: Version, place: Place) -> list[Stated]:
        if not version.release.versioned:
            self.run.note("versioned_value", place)
        found: list[Stated] = []
        for item in value:
            self.mark(item)
            dated = moment(item.get("releaseDate"))
            if not isinstance(item["value"], (dict, list)):
                self._say(
                    found,
                    item["value"],
                    Release(dated and dated.day, text_of(item.get("releaseID")), version.release.place, versioned=True),
                    place,
                )
        return found

    def _say(self, found: list[Stated], value: Any, release: Release, place: Place) -> None:
        if isinstance(value, str) and not value.strip():
            self.run.note("empty_value", place)
        else:
            found.append(Stated(value, release, place))

    def get(self, *names: str) -> Any:
        """Return the newest statement of a plain value; None when there is none or it was removed."""
        found = self.history(*names)
        return found[-1].value if found else None

    def text(self, *names: str) -> str | None:
        """Return a plain value as text."""
        value = self.get(*names)
        return None if value is None else text_of(value)

    def child(self, *names: str) -> Entity | None:
        """Return the object under a name, merged over the versions."""
        inside: list[Version] = []
        for version, name, value in self._stated(names):
            node, pointer = _latest(value, self, version), f"{version.pointer}/{name}"
            if isinstance(node, list) and node and isinstance(node[0], dict):
                self.run.note("list_for_object", at(version.release.place, pointer))
                node, pointer = node[0], f"{pointer}/0"
            if isinstance(node, dict):
                inside.append(Version(node, version.release, pointer))
        return Entity(self.run, inside) if inside else None

    def children(self, *names: str) -> list[Entity]:
        """Return the objects of a list, joined by id over the versions; of a list without ids the newest stands."""
        groups: dict[str, list[Version]] = {}
        for version, name, value in self._stated(names):
            items, pointer = _latest(value, self, version), f"{version.pointer}/{name}"
            if isinstance(items, (dict, list)):
                place = at(version.release.place, pointer)
                found = list(enumerate(items)) if isinstance(items, list) else self._listed(items, place)
                versions = {
                    key: Version(item, version.release, pointer if key is None else f"{pointer}/{key}")
                    for key, item in found
                    if isinstance(item, dict)
                }
                if versions and not any("id" in item.node or isinstance(key, str) for key, item in versions.items()):
                    groups.clear()
                self._group(groups, versions, needed=names[0] in _IDENTIFIED)
        return [Entity(self.run, versions, key) for key, versions in groups.items()]

    def _listed(self, items: dict[str, Any], place: Place) -> list[tuple[int | str | None, Any]]:
        """Return the items of a list that is written as one object: a single item, or all of them by their ids."""
        keyed = bool(items) and _FIELDS.isdisjoint(items) and all(isinstance(item, dict) for item in items.values())
        self.run.note("keyed_object" if keyed else "object_for_list", place)
        return list(items.items()) if keyed else [(None, items)]

    def _group(self, groups: dict[str, list[Version]], items: dict[int | str | None, Version], *, needed: bool) -> None:
        seen: dict[str, int] = {}
        for number, (under, item) in enumerate(items.items(), 1):
            named = isinstance(under, str) and "id" not in item.node
            key = str(under) if named else self._key(item, number, needed=needed)
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                self.run.note("id_repeated_in_list", at(item.release.place, f"{item.pointer}/id"), key)
                key = f"{key}~{seen[key]}"
            groups.setdefault(key, []).append(item)

    def _key(self, item: Version, number: int, *, needed: bool) -> str:
        raw = item.node.get("id")
        if isinstance(raw, (dict, list)) or raw is None or not str(raw).strip():
            if needed:
                self.run.note("no_id", at(item.release.place, f"{item.pointer}/id"))
            return str(number)
        if not isinstance(raw, str):
            self.run.note("id_is_number", at(item.release.place, f"{item.pointer}/id"), raw)
        self.run.used.add((id(item.node), "id"))
        return text_of(raw)

    def words(self, name: str) -> list[str]:
        """Return a list of plain words (roles, tags), all versions together, in order of first mention."""
        found: dict[str, None] = {}
        for version, _, value in self._stated((name,)):
            items = _latest(value, self, version)
            for index, item in enumerate(items if isinstance(items, list) else []):
                if isinstance(item, str):
                    self.run.used.add((id(items), index))
                    found.setdefault(item)
            if isinstance(items, str):
                self.run.used.add((id(version.node), name))
                found.setdefault(items)
        return list(found)

    def whole(self, name: str) -> Any:
        """Return the newest form of a whole block as plain JSON (numbers with decimals as text), all of it marked as used."""
        found = None
        for version, _, value in self._stated((name,)):
            if isinstance(value, (dict, list)):
                self.mark(value)
            else:
                self.run.used.add((id(version.node), name))
            found = value
        return plain(found)

    def mark(self, node: Any) -> None:
        """Mark every value inside an object or list as used."""
        stack = [node]
        while stack:
            inner = stack.pop()
            for key, value in inner.items() if isinstance(inner, dict) else enumerate(inner):
                if isinstance(value, (dict, list)):
                    stack.append(value)
                else:
                    self.run.used.add((id(inner), key))


def _latest(value: Any, entity: Entity, version: Version) -> Any:
    """Take the newest of a versioned list; other values as they are."""
    if not is_versioned(value):
        return value
    if not version.release.versioned:
        entity.run.note("versioned_value", at(version.release.place, version.pointer))
    for item in value:
        for key, inner in item.items():
            if not isinstance(inner, (dict, list)):
                entity.run.used.add((id(item), key))
            elif key != "value":
                entity.mark(inner)
    return value[-1]["value"]


def is_versioned(value: Any) -> bool:
    """Whether a value is a list of versions, as versionedRelease has them."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, dict) and "value" in v and "releaseDate" in v for v in value)
    )


def text_of(raw: Any) -> str:
    """Write a plain value as text; 12.0 as 12."""
    text = str(raw).strip()
    return text[:-2] if not isinstance(raw, str) and text.endswith(".0") else text


def plain(value: Any) -> Any:
    """Return JSON whose numbers with decimals are exact text and whose versions are reduced to the newest."""
    if is_versioned(value):
        value = value[-1]["value"]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
