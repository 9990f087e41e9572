"""A change of a case in a runner's words, and what had been told before."""

from __future__ import annotations

from typing import Final

from advisor.cases import Case
from advisor.explanation.what_if import Made, WhatIf
from advisor.facts import UNKNOWN, Fact
from advisor.knowledge import Attribute, KnowledgeBase
from advisor.report.rule_words import SCALE
from advisor.report.wording import capital, describe, listed_apart, value_words

_SECTIONS: Final = {
    "runner": "what you said of yourself",
    "area": "where it bothers you",
    "screening": "your answers on warning signs",
    "symptom": "what bothers you",
    "exercise": "what you train in a usual week",
    "observation": "your own checks",
    "tried": "the drills you tried",
}
_NOT_SAID: Final = "you had not said"


def change_words(found: WhatIf, made: Made) -> str:
    """Say what a change did: "Age: 15; you had told 41."."""
    _, identity, attribute = made.change.place
    if not identity:
        words = _section(found, made)
    elif attribute or identity == "all_others":
        words = _attribute(found, made)
    else:
        words = _thing(found, made)
    if made.adds and made.change.operation == "set":
        words += f"; this adds it to {_SECTIONS[made.change.place[0]]}"
    if made.completes:
        words += "; what is named there now counts as all of it"
    return f"{capital(words)}."


def _section(found: WhatIf, made: Made) -> str:
    kind = made.change.place[0]
    name = _SECTIONS[kind]
    if made.change.operation == "remove":
        return f"{name}: taken back, and open again"
    now = _all(found.base, found.after.case, kind)
    before = _all(found.base, found.before.case, kind)
    if made.already or not before:
        return f"{name}: {now}; {_told(made, before)}"
    return f"{name}: {now}. You had told: {before}"


def _all(base: KnowledgeBase, case: Case, kind: str) -> str:
    """List what a case says in a section, empty where it says nothing of it."""
    if kind in case.open:
        return ""
    said = [describe(base, one) for one in case.facts if one.type == kind and _is_told(one)]
    return listed_apart(said) or "nothing"


def _is_told(fact: Fact) -> bool:
    return fact.get("answer") is not UNKNOWN


def _thing(found: WhatIf, made: Made) -> str:
    kind, identity, _ = made.change.place
    before, after = _fact(found.before.case, made), _fact(found.after.case, made)
    label = _label(found.base, kind, identity)
    if made.change.operation == "remove":
        still = "; it still is, because of what bothers you there" if after is not None else ""
        return f"{label}: taken out of {_SECTIONS[kind]}{still}"
    if made.change.operation == "add":
        told = f"; {_told(made, 'it')}" if made.already else ""
        return f"{label}: added to {_SECTIONS[kind]}{told}"
    told = describe(found.base, before) if before is not None else ""
    now = describe(found.base, after) if after is not None else ""
    return f"{now}; {_told(made, told)}"


def _attribute(found: WhatIf, made: Made) -> str:
    kind, identity, name = made.change.place
    attribute = _find(found.base, kind, name)
    before, after = _fact(found.before.case, made), _fact(found.after.case, made)
    parts = [_label(found.base, kind, identity)] if kind != "runner" else []
    parts += [SCALE.sub("", attribute.label)] if name != "answer" else []
    what = ", ".join(parts)
    now, told = _value(attribute, after), _value(attribute, before)
    if identity == "all_others":
        return f"{what}: {made.change.value or 'taken back'}"
    if before is not None and attribute.name in before.assumed:
        words = f"{_NOT_SAID}, and it was taken as {told}"
    else:
        words = _told(made, told)
    if made.change.operation == "remove" or not now:
        return f"{what}: taken back; {words}"
    return f"{what}: {now}; {words}"


def _told(made: Made, before: str) -> str:
    """Say what had been told before a change."""
    if made.already and before:
        return "the case said so already"
    return f"you had told {before}" if before else _NOT_SAID


def _fact(case: Case, made: Made) -> Fact | None:
    kind, identity, _ = made.change.place
    facts = (one for one in case.facts if (one.type, one.identity) == (kind, identity))
    return next(facts, None)


def _find(base: KnowledgeBase, kind: str, name: str) -> Attribute:
    attributes = base.attributes[kind].values()
    return next(one for one in attributes if name in (one.name, one.in_miles))


def _value(attribute: Attribute, fact: Fact | None) -> str:
    """Give what a fact says of an attribute, empty where that is unknown."""
    value = fact.get(attribute.name) if fact is not None else UNKNOWN
    if value is UNKNOWN or value is None:
        return ""
    scale = SCALE.search(attribute.label)
    return f"{value} of {scale[1]}" if scale else value_words(attribute, value)


def _label(base: KnowledgeBase, kind: str, identity: str) -> str:
    """Name what a change is about; what is asked stands in quotation marks."""
    if identity == "all_others":
        return "all other warning signs"
    label = base.entry("drill" if kind == "tried" else kind, identity).label
    return f"“{capital(label)}”" if kind in ("screening", "observation") else label
