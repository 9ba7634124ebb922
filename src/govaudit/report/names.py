"""Titles and names behind the ids of findings: instruments, obligations, bodies, posts, evidence."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.docket import Docket
    from govaudit.model import Finding, Record, Run


class Names:
    """Look-ups over a docket; an id that is not in its table is shown as it stands, what the program itself has worded in `lang`."""

    def __init__(self, docket: Docket, lang: str = "zh") -> None:
        self.docket, self.lang = docket, lang

    def row(self, table: str, key: str | None) -> dict[str, Any]:
        """Return the row of an id, or an empty dict."""
        number = self.docket[table].index.get(key) if key else None
        return {} if number is None else self.docket[table].row(number)

    def has(self, table: str, key: str | None) -> bool:
        """Whether a table holds an id."""
        return key in self.docket[table].index

    def cell(self, table: str, key: str | None, column: str) -> Any:
        """Return one cell of the row of an id, or None."""
        number = self.docket[table].index.get(key) if key else None
        value = None if number is None else self.docket[table][column][number]
        return self._said(value)

    def _said(self, value: Any) -> Any:
        """Return what the program itself has worded in the language of the names."""
        return value.pick(self.lang) if isinstance(value, Text) else value

    def title(self, table: str, key: str | None) -> str:
        """Return the title (or name) of an id, the id itself when it has none."""
        column = "name" if table in {"orgs", "persons"} else "title"
        return str(self.cell(table, key, column) or key or "")

    def any_title(self, key: str) -> str:
        """Return the title of an instrument, obligation or body, whichever has this id; the id when none has."""
        return next(
            (self.title(table, key) for table in ("instruments", "obligations", "orgs") if self.has(table, key)),
            key,
        )

    def party(self, key: str | None) -> str:
        """Return a body's name, or a post as 'body post'."""
        if self.has("posts", key):
            body, title = self.title("orgs", self.cell("posts", key, "org")), self.title("posts", key)
            return title if title.startswith(body) else body + (" " if title.isascii() else "") + title
        return self.title("orgs", key)

    def org_of(self, party: str | None) -> str | None:
        """Return the body behind a party: a post's body, a body itself."""
        return self.cell("posts", party, "org") or party

    def domain(self, finding: Finding) -> str:
        """Return the domain of a finding's instrument, 'debt' for one about a debt, else 'none'."""
        found = self.cell("instruments", finding.instrument, "domain")
        if found is None and (self.has("debts", finding.instrument) or "unit" in finding.facts):
            found = "debt"
        return str(found or "none")

    def subject(self, finding: Finding) -> str | None:
        """Return the body a finding is about: the bearer's, else the instrument's government side, else its unit."""
        bearer = self.org_of(self.cell("obligations", finding.obligation, "bearer"))
        authority = self.cell("instruments", finding.instrument, "authority")
        unit = finding.facts.get("unit") or finding.facts.get("org") or self.cell("debts", finding.instrument, "unit")
        posts = (self.org_of(line.post) or line.org for line in finding.responsible)
        return bearer or authority or (str(unit) if unit else None) or next((org for org in posts if org), None)


class RunNames(Names):
    """The same look-ups over a run, which holds what documents print of its docket."""

    def __init__(self, run: Run, lang: str = "zh") -> None:
        self.run, self.lang = run, lang

    @cached_property
    def _records(self) -> dict[str, dict[str, Record]]:
        run = self.run
        found: dict[str, dict[str, Record]] = {"obligations": {one.obligation: one for one in reversed(run.statuses)}}
        for table in ("instruments", "debts", "orgs", "posts", "evidence"):
            found[table] = {one.id: one for one in reversed(getattr(run, table))}  # of a repeated id the first
        return found

    def has(self, table: str, key: str | None) -> bool:
        """Whether the run holds an id."""
        return key in self._records[table]

    def cell(self, table: str, key: str | None, column: str) -> Any:
        """Return one value of the record of an id, or None."""
        return self._said(getattr(self._records[table].get(key or ""), column, None))
