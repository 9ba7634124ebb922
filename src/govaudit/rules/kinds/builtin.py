"""A rule of the program itself: what it says of promises (OB), officials (AG, ST, DG), figures (DQ) and exclusions (SU).

A file of `checklists/builtin` says in words what a check of the program finds: the law or, where there is none, why the program looks; how
to verify it; examples that are its tests. What is found stays with the check, which fills in the blanks of the message.
"""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from govaudit.model import Fault, Record, Text, checked_record
from govaudit.rules.kinds.rule import Domains, RuleBasis, RuleId, Severity, weakest, with_examples
from govaudit.rules.kinds.rule_words_check import check_fields
from govaudit.rules.terms.rule_fields import Confidence, Sentence, Shown

if TYPE_CHECKING:
    from govaudit.model import Kind

# The rules that checks of the program speak for, the blanks each fills in, and after `+` the further forms of its sentence.
_CHECKED = """
OB-01 + missed : title due days open interest
OB-02 : title due done days interest
OB-03 : title due
OB-04 + done missed : title due done days open interest
OB-05 + done missed : title due done days open interest
OB-06 : title due
OB-07 : title due grace open
OB-08 + moved : title due days state open interest
OB-09 : title days episodes
OB-10 + done missed : title due done days open interest
OB-11 : title due
OB-12 + since : debts count first last since
OB-13 + done missed : title due done days open interest
OB-14 + counted : event on why duties
AG-01 AG-02 AG-03 AG-04 : post why possible ask
AG-05 : body
AG-06 : post count people how
AG-07 : post day record
AG-08 AG-11 AG-12 : body bodies
AG-09 : bodies
AG-10 : posts
AG-13 : signed approved
AG-14 :
AG-15 : count
AG-16 : giver delegate why
AG-17 : post count
AG-18 : post who law papers
ST-01 ST-09 ST-10 + itself : bodies
ST-02 : above below tenures
ST-03 : post
ST-04 : body count
ST-05 : post why
ST-06 ST-07 ST-13 ST-17 : post tenures
ST-08 ST-11 : count
ST-12 + person led : posts total count
ST-14 : evidence count
ST-15 : persons taken
ST-16 : count identifier
DG-01 DG-02 DG-03 DG-04 DG-05 DG-06 DG-07 DG-08 DG-09 DG-10 DG-11 DG-12 DG-13 DG-14 DG-15 :
DQ-01 DQ-02 : item value other when times
DQ-03 DQ-04 DQ-15 : item value other gap
DQ-05 DQ-06 : item value gap
DQ-07 DQ-12 DQ-13 : item value
DQ-08 : item
DQ-09 : item value other share
DQ-10 : item other
DQ-11 : first last
DQ-14 : item value other
SU-01 : until reason
SU-02 + triggers_others triggers_nothing : reason trigger duties
SU-03 : duty count reason triggers
"""


@cache
def checked() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Return the blanks and the further forms of every rule a check of the program speaks for, by id."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for line in _CHECKED.strip().splitlines():
        names, _, blanks = line.partition(":")
        ids, _, forms = names.partition("+")
        found |= dict.fromkeys(ids.split(), (tuple(blanks.split()), frozenset(forms.split())))
    return found


@checked_record
class Builtin(Record):
    """One rule of the program. `basis` is the law behind it, `program` says honestly what no law says; one of them there must be."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {**Record.__pydantic_config__, "json_schema_extra": with_examples}

    words: ClassVar[dict[str, Text]] = {}  # none of its own: its examples use those of the vocabulary
    soft: ClassVar[bool] = False

    id: RuleId
    kind: Literal["builtin"]
    finding: Literal["breach", "warning", "accountability_gap", "data_problem", "indication"]
    domain: Domains = ()  # every domain where none is named
    severity: Severity = "ordinary"  # an indication has a degree instead
    severity_open: Severity | None = None  # while it goes on, where that weighs more
    title: Sentence
    meaning: Sentence
    message: Sentence | None = None  # an indication is said by its title
    variants: dict[str, Sentence] = field(default_factory=dict)  # further forms of the message
    basis: tuple[RuleBasis, ...] = ()
    program: Sentence | None = None
    verify: Sentence
    next_step: Sentence
    exclusions: tuple[Sentence, ...] = ()
    assumptions: tuple[Sentence, ...] = ()
    examples: tuple[Shown, ...] = ()

    def refuse(self) -> None:
        """Refuse a rule no check speaks for, forms or blanks it does not fill in, and a rule without a reason."""
        if self.id not in checked():
            raise Fault("unknown_builtin", Text(f"程序没有检查 {self.id}", f"no check of the program speaks for {self.id}"),
                        Text("自带规则随程序增减", "built-in rules come and go with the program"))  # fmt: skip
        blanks, forms = checked()[self.id]
        if self.variants.keys() != forms or (self.message is None) != (self.finding == "indication"):
            listed = "、".join(sorted(forms)) or "—"
            raise Fault("wrong_forms", Text("message、variants 与该检查不符", "message and variants are not those of the check"),
                        Text(f"variants 应为：{listed}", f"variants must be: {listed}"))  # fmt: skip
        for text in (self.message, *self.variants.values()):
            if text is not None:
                check_fields(text, blanks)
        if not self.basis and self.program is None:
            raise Fault("no_reason", Text("没有写明依据", "no basis is stated"),
                        Text("填写 basis；法律没有规定的，在 program 中如实说明", "fill in basis; where no law says it, say so under program"))  # fmt: skip

    def say(self, form: str = "", /, **blanks: object) -> Text:
        """Return the sentence of a finding with its blanks filled in; `form` chooses among the variants, the message where it has no such form."""
        text = self.variants.get(form, self.message)
        if text is None:
            raise ValueError(self.id)
        return text.format(**blanks)

    def basis_on(self, day: int) -> tuple[RuleBasis, ...]:
        """Return the sources in force on a day."""
        return tuple(basis for basis in self.basis if basis.covers(day))

    def confidence_on(self) -> Confidence | None:
        """Return the weakest confidence among the sources; None where only the program says it."""
        return weakest(basis.confidence for basis in self.basis) if self.basis else None

    @property
    def found(self) -> Kind:
        """The kind of its findings; an indication is no finding (ValueError)."""
        if self.finding == "indication":
            raise ValueError(self.id)
        return self.finding
