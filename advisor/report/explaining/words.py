"""Facts in a proof: what was concluded, what was told, and with which values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from advisor.explanation.nearness import Part
from advisor.explanation.target import CONCLUDED
from advisor.facts import UNKNOWN, Fact
from advisor.knowledge import KnowledgeBase
from advisor.knowledge.shapes import TAGS
from advisor.language import Among, Conclusion, Pattern
from advisor.report.rule_words import (
    absent_words,
    conclusion_words,
    names_fact,
    number_words,
    tag_words,
)
from advisor.report.sheet import plain
from advisor.report.wording import ANSWERED, LEADS, SECTIONS, capital, listing, value_words

_UNTIL: Final = "until"
"""The attribute of what is held back that its reason tells of."""
_ANSWER: Final = "answer"
_NOTHING: Final = {
    "area": "Not named.",
    "symptom": "Not reported.",
    "exercise": "Nothing in your routine comes near.",
    "tried": "Not tried.",
}
"""By type of what is reported, how it is said that nothing told comes near."""


def concluded(base: KnowledgeBase, fact: Fact) -> str:
    """Say what was concluded: "pattern: a foot that is not loaded (fits well)"."""
    known = base.attributes[fact.type]
    said = tuple(
        (name, value)
        for name, value in fact.attributes.items()
        if name in known
        and name != _UNTIL
        and not isinstance(value, tuple)
        and value is not UNKNOWN
    )
    return plain(conclusion_words(base, Conclusion(fact.type, fact.identity, said)))


def as_one(facts: Sequence[Fact]) -> Fact:
    """Give one fact for several of a name, without what sets them apart."""
    first = facts[0]
    kept = {
        name: value
        for name, value in first.attributes.items()
        if all(one.get(name) == value for one in facts)
    }
    return replace(first, attributes=kept)


def told(base: KnowledgeBase, facts: Iterable[Fact], attributes: Sequence[str] = ()) -> str:
    """Say what a runner told, with the values of some attributes: "You train: clamshells (...)"."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        found.setdefault(_lead(fact), []).append(_told(base, fact, attributes))
    return ". ".join(f"{lead}: {listing(words)}" for lead, words in found.items())


def said_of(base: KnowledgeBase, fact: Fact) -> list[str]:
    """Give the attributes of a reported fact of which something is known, but for the answer."""
    return [
        name
        for name, attribute in base.attributes[fact.type].items()
        if attribute.reported and name != _ANSWER and fact.get(name) not in (None, UNKNOWN)
    ]


def _lead(fact: Fact) -> str:
    if fact.type not in ANSWERED:
        return LEADS[fact.type]
    answer = fact.get(_ANSWER)
    return "You gave no sure answer on" if answer is UNKNOWN else f"You answered {answer}"


def _told(base: KnowledgeBase, fact: Fact, attributes: Sequence[str]) -> str:
    names = [one for one in dict.fromkeys(attributes) if one != _ANSWER]
    said = "; ".join(filter(None, (_value(base, fact, name) for name in names)))
    if fact.type == "runner":
        return said or "a runner"
    label = base.entry("drill" if fact.type == "tried" else fact.type, fact.identity).label
    return f"{label} ({said})" if said else label


def is_concluded(kind: str) -> bool:
    """Whether facts of a type are concluded, not reported."""
    return kind in CONCLUDED


def tested(pattern: Pattern) -> list[str]:
    """Give the attributes that a pattern tests, but for those that say which fact it looks for."""
    return [
        test.attribute
        for test in pattern.tests
        if not names_fact(pattern.type, test.attribute)
        and not (pattern.type in ANSWERED and test.attribute == _ANSWER)
    ]


def names_one(pattern: Pattern) -> bool:
    """Whether a pattern says itself which one fact it looks for."""
    return any(
        isinstance(test, Among) and len(test.values) == 1
        for test in pattern.tests
        if names_fact(pattern.type, test.attribute)
    )


def met(base: KnowledgeBase, pattern: Pattern, facts: Sequence[Fact]) -> str:
    """Say which facts meet a pattern."""
    if is_concluded(pattern.type):
        return listing(concluded(base, one) for one in facts)
    return told(base, facts, tested(pattern))


def missed(base: KnowledgeBase, pattern: Pattern, near: Sequence[Fact]) -> str:
    """Say in sentences that nothing meets a pattern, and what comes nearest to it."""
    if pattern.type in ANSWERED and near and names_one(pattern):
        return f"{told(base, near)}."
    words = f"{capital(absent_words(base, pattern))}."
    return f"{words} {actual(base, pattern, near, tested(pattern))}" if near else words


def actual(
    base: KnowledgeBase, pattern: Pattern, near: Sequence[Fact], attributes: Sequence[str]
) -> str:
    """Say in a sentence what there is in place of what a pattern looks for."""
    if not near:
        return _NOTHING.get(pattern.type, "Not concluded.")
    if is_concluded(pattern.type):
        return f"Concluded: {listing(concluded(base, one) for one in near)}."
    if pattern.type in ANSWERED and names_one(pattern):
        return f"{_lead(near[0])}."
    return f"{told(base, near, attributes)}."


def unsaid(base: KnowledgeBase, pattern: Pattern, part: Part) -> str:
    """Say in sentences what would have to be told for an unknown pattern to be known."""
    found = []
    for near in part.near:
        for tried in near.tests:
            if tried.truth is None and pattern.type in ANSWERED:
                is_clear = names_one(pattern)
                found.append(
                    "You gave no sure answer." if is_clear else f"{told(base, [near.fact])}."
                )
            elif tried.truth is None:
                found.append(f"{capital(_told(base, near.fact, [tried.test.attribute]))}.")
    if part.untold and pattern.type in SECTIONS:
        found.append(f"You have not told {SECTIONS[pattern.type]}.")
    return " ".join(dict.fromkeys(found))


def _value(base: KnowledgeBase, fact: Fact, name: str) -> str:
    """Say the value of an attribute as the runner or the exercise has it, else nothing."""
    attribute, value = base.attributes[fact.type][name], fact.get(name)
    if value is None or not (attribute.reported or name in TAGS):
        return ""
    if value is UNKNOWN:
        missing = [one for one in attribute.derived or (name,) if fact.get(one) is UNKNOWN]
        labels = (base.attributes[fact.type][one].label for one in missing)
        if missing:
            return f"{listing(labels)}: not said"
        parts = (_value(base, fact, one) for one in attribute.derived)
        return f"not to be computed from this: {'; '.join(parts)}"
    if name in TAGS and isinstance(value, int):
        return tag_words(attribute.label, value)
    words = value_words(attribute, value)
    if attribute.type == "choice" or attribute.unit or attribute.derived:
        said = f"{attribute.label}: {words}"
    else:
        said = number_words(attribute, attribute.label, words)
    if attribute.derived:
        said += f" ({'; '.join(_value(base, fact, one) for one in attribute.derived)})"
    return f"{said}, as you did not say" if name in fact.assumed else said
