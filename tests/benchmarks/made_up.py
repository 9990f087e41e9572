"""
Rule sets made up for a purpose: many rules that a case does not meet, or one rule of a shape.

They are built on the shipped knowledge base, with other rules, and read its vocabulary.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from advisor.facts import FACT_TYPES, STRATA
from advisor.knowledge import KnowledgeBase
from advisor.language import Among, AtLeast, Conclusion, Condition, Not, Pattern, Rule, Test, Within

_CONCLUDED = ("load", "caution", "coverage", "withheld", "pattern", "key", "drill", "note")


def with_rules(base: KnowledgeBase, rules: Iterable[Rule]) -> KnowledgeBase:
    """Give a knowledge base with other rules, put in order and numbered."""
    ordered = sorted(rules, key=lambda rule: rule.stratum)
    numbered = (dataclasses.replace(rule, order=order) for order, rule in enumerate(ordered))
    return dataclasses.replace(base, rules=tuple(numbered))


def made_up_rule(name: str, when: Condition, stratum: int) -> Rule:
    """Give a rule of a stratum with a condition; what it concludes is read by no rule."""
    kind = _CONCLUDED[stratum - 1]
    attributes = [(FACT_TYPES[kind].identity, name)]
    attributes += [(order, words[0]) for order, words in FACT_TYPES[kind].orders.items()]
    return Rule(
        id=name,
        title=name,
        when=when,
        conclude=(Conclusion(kind, name, tuple(attributes)),),
        because="Made up.",
        grade="OURS",
        sources=(),
        notes=(),
        ref=(),
        stratum=stratum,
        order=0,
        file="made-up.yaml",
        path=(),
    )


def is_one(attribute: str, value: str) -> Among:
    """Test for one value."""
    return Among(attribute, frozenset((value,)), value)


def at_least(attribute: str, low: float) -> Within:
    """Test for a number no lower than a bound."""
    return Within(attribute, low, None, False, False, f"at least {low}")


def pattern(kind: str, *tests: Test) -> Pattern:
    """Give a pattern on a type of fact."""
    return Pattern(kind, tests)


def joined(word: Literal["all", "any", "at_least"], count: int, *parts: Condition) -> AtLeast:
    """Join conditions, `count` of which must be true."""
    return AtLeast(count, parts, word)


@dataclasses.dataclass(frozen=True)
class Subjects:
    """What rules are about: symptoms and exercises by id, and numbers from a bound on."""

    symptoms: tuple[str, ...]
    exercises: tuple[str, ...]
    bound: float


def unmet_rules(base: KnowledgeBase, count: int, about: Subjects) -> Iterator[Rule]:
    """
    Give rules that are false of a case, spread over the strata.

    They are false because a symptom was not reported, or is not as bad as they ask. No two have a
    pattern on a number in common, so that a large set is not a small one repeated.
    """
    observations = tuple(base.entries["observation"])
    for number in range(count):
        bound = about.bound + number / 10_000
        symptom = is_one("id", _turn(about.symptoms, number))
        exercise = is_one("id", _turn(about.exercises, number))
        observation = is_one("id", _turn(observations, number))
        bad = pattern("symptom", symptom, at_least("worst", bound))
        often = pattern("exercise", exercise, at_least("times_per_week", bound))
        seen = pattern("observation", observation, is_one("answer", "yes"))
        when = joined("all", 3, bad, joined("any", 1, seen, often), Not(often))
        yield made_up_rule(f"unmet-{number}", when, _turn(STRATA, number))


_Thing = TypeVar("_Thing")


def _turn(things: Sequence[_Thing], number: int) -> _Thing:
    return things[number % len(things)]
