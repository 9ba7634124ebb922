"""Bodies, posts and officials that a log names, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.intake.event_log.mapping import Party

Row = tuple[object, ...]


class Parties:
    """Collects who a log names; `rows` holds table -> id -> row.

    An official whom a log names as responsible holds a post of the authority that is known by his name only: the tenure has no
    days, because the log states none, so that he may, but not certainly does, answer on any of them.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self.rows: dict[str, dict[str, Row]] = {table: {} for table in ("orgs", "posts", "persons", "tenures")}

    def org(self, name: str) -> str:
        """Add a body and return its id."""
        self.rows["orgs"].setdefault(name, (name, name))
        return name

    def person(self, name: str) -> str:
        """Add an official and return his id."""
        self.rows["persons"].setdefault(name, (name, name))
        return name

    def of(self, party: Party, name: str, authority: str) -> str:
        """Add whom a map's party names and return the id of the body or post."""
        if party.kind == "ref":
            return name
        if party.kind == "org":
            return self.org(name)
        post = f"{authority}/{name}"
        self.rows["posts"].setdefault(post, (post, authority, name))
        if party.kind == "person" and post not in self.rows["tenures"]:
            self.rows["tenures"][post] = (post, post, self.person(name), "possible", self._source)
        return post
