"""What a rule's words may be: known event types, causes and attributes, and the blanks its message may leave to be filled in."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from govaudit.model import Fault, Text
from govaudit.words import ATTRIBUTES, CAUSES, EVENTS, SUSPENSION_CAUSES, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The blanks `{…}` of a message, by kind of rule.
MESSAGE_FIELDS: dict[str, tuple[str, ...]] = {
    "deadline": (
        "title", "trigger_on", "due_on", "performed_on", "breach_days", "amount", "open_amount", "interest", "owed",
    ),
    "limit": ("title", "measured", "limit", "year"),
    "grade": ("title", "measure", "measured", "limit", "level", "year"),
    "signal": ("title", "measure", "measured", "limit", "level", "year", "amount"),
    "required": ("title", "before", "before_on", "missing"),
    "forbidden": ("title", "event", "on", "cause", "attribute"),
}  # fmt: skip


def check_words(
    rule: str, own: Mapping[str, Text], events: Iterable[str], causes: Iterable[str], attributes: Iterable[str]
) -> None:
    """Refuse a word that is neither in the vocabulary nor declared by the rule under `words`."""
    for used, known in ((events, EVENTS), (causes, {**CAUSES, **SUSPENSION_CAUSES}), (attributes, ATTRIBUTES)):
        for word in used:
            if word not in known and word not in own:
                near = did_you_mean(word, known)
                raise Fault("unknown_word", Text(f"规则 {rule} 用了词表之外的词“{word}”", f"rule {rule} uses '{word}', which is not in the vocabulary"),
                            Text(f"是否指“{near}”？", f"did you mean '{near}'?") if near
                            else Text("在 words 中写明其中英文名称", "name it in both languages under words"))  # fmt: skip


def check_fields(message: Text, allowed: tuple[str, ...]) -> None:
    """Refuse a message with a blank nobody fills in, or with different blanks in the two languages."""
    blanks = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        for text in (message.zh, message.en)
    ]
    if blanks[0] != blanks[1] or not blanks[0] <= set(allowed):
        raise Fault("message_blanks", Text("提示语中的花括号内容有误", "the blanks of the message are wrong"),
                    Text(f"中英文一致，可用：{'、'.join(allowed)}", f"the same in both languages, out of: {', '.join(allowed)}"))  # fmt: skip
