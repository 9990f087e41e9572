"""Conditions and rules in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.facts import FACT_TYPES
from advisor.knowledge import KnowledgeBase
from advisor.language import (
    Among,
    AtLeast,
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Rule,
    Test,
)
from advisor.report.wording import listing

_NOUNS = {
    "runner": "the runner",
    "area": "it bothers the",
    "symptom": "a symptom",
    "exercise": "an exercise",
    "observation": "own check",
    "screening": "screening answer",
    "tried": "a drill was tried",
    "load": "load",
    "referral": "referral",
    "caution": "caution",
    "coverage": "on paper",
    "sign": "as seen",
    "withheld": "held back",
    "pattern": "pattern",
    "key": "key",
    "drill": "drill",
    "note": "note",
}
_CLAUSES = {"until": "until it is known whether"}


def condition_lines(base: KnowledgeBase, condition: Condition, depth: int = 0) -> Iterator[str]:
    """Give a condition as an indented list, one pattern a line."""
    indent = "  " * depth
    if isinstance(condition, Pattern):
        yield f"{indent}- {pattern_words(base, condition)}"
    elif isinstance(condition, AtLeast):
        heads = {"all": "all of", "any": "any of"}
        head = heads.get(condition.word, f"at least {condition.count} of")
        yield f"{indent}- {head}:"
        for part in condition.parts:
            yield from condition_lines(base, part, depth + 1)
    else:
        assert isinstance(condition, (Not, IsUnknown))
        head = "not" if isinstance(condition, Not) else "nobody has said whether"
        yield f"{indent}- {head}:"
        yield from condition_lines(base, condition.part, depth + 1)


def pattern_words(base: KnowledgeBase, pattern: Pattern) -> str:
    """Give a pattern in a line: "a symptom: tightness in the low back, worst above 5"."""
    identity = FACT_TYPES[pattern.type].identity
    noun = _NOUNS[pattern.type]
    if not pattern.tests:
        return f"{noun}: any"
    parts = [_test_words(base, pattern.type, test, identity) for test in pattern.tests]
    return f"{noun}: {', '.join(parts)}"


def _test_words(base: KnowledgeBase, kind: str, test: Test, identity: str) -> str:
    attribute = base.attributes[kind][test.attribute]
    if isinstance(test, Among):
        labels = [words for value, words in attribute.values.items() if value in test.values]
        if not labels or test.said.startswith("one with "):
            said = test.said
        elif test.attribute == "answer":
            return f"answered {listing(labels, 'or')}"
        else:
            said = listing(labels, "or")
        if test.attribute in (identity, "drill", "exercise"):
            return said
        return f"{_name(test.attribute)} {said}"
    return f"{_name(test.attribute)} {test.said}"


def _name(attribute: str) -> str:
    return attribute.replace("_", " ")


def conclusion_words(base: KnowledgeBase, rule: Rule) -> list[str]:
    """Give what a rule concludes, one line each."""
    lines = []
    for one in rule.conclude:
        extra = [
            f"{_CLAUSES.get(name, _name(name))} {_value(base, one.type, name, value)}"
            for name, value in one.attributes
            if name not in (FACT_TYPES[one.type].identity, "why", "drill", "exercise", "cue")
        ]
        lines.append(
            f"{_NOUNS[one.type]}: {', '.join([_label(base, one.type, one.identity), *extra])}"
        )
    return lines


def _value(base: KnowledgeBase, kind: str, name: str, value: object) -> str:
    return base.attributes[kind][name].values.get(str(value), str(value))


def _label(base: KnowledgeBase, kind: str, name: str) -> str:
    kinds = {"coverage": ("key",), "sign": ("key",), "withheld": ("drill", "exercise")}
    for one in kinds.get(kind, (kind,)):
        entry = base.entries.get(one, {}).get(name)
        if entry is not None:
            return entry.label
    return name
