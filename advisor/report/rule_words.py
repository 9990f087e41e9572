"""Conditions and conclusions of rules in plain English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from advisor.facts import FACT_TYPES, WITHHOLDABLE
from advisor.knowledge import Attribute, KnowledgeBase
from advisor.knowledge.shapes import TAGS
from advisor.language import Among, AtLeast, Conclusion, Condition, IsUnknown, Pattern, Test
from advisor.report.sheet import Link, Words, joined, listed, plain
from advisor.report.wording import STRENGTH_WORDS, band, cue_text

_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "runner": ("the runner", "the runner"),
    "area": ("a bothered area", "any bothered area"),
    "symptom": ("a complaint", "any complaint"),
    "exercise": ("an exercise in the routine", "any exercise in the routine"),
    "observation": ("an own check", "any own check"),
    "screening": ("a warning sign", "any warning sign"),
    "tried": ("a drill that was tried", "any drill that was tried"),
    "load": ("a change in training load", "any change in training load"),
    "referral": ("a referral", "any referral"),
    "caution": ("a caution", "any caution"),
    "coverage": ("the key on paper", "any key on paper"),
    "sign": ("the key as seen", "any key as seen"),
    "withheld": ("held back", "anything held back"),
    "pattern": ("a pattern that fits", "any pattern that fits"),
    "key": ("a key that is open", "any key that is open"),
    "drill": ("a drill that is given", "any drill that is given"),
    "note": ("a note", "any note"),
}
"""By type of fact: what a pattern with tests looks for, and one without."""
_NONE: Final = {
    "anything ": "nothing ",
    "any ": "no ",
    "an ": "no ",
    "a ": "no ",
    "held back": "not held back",
    "the key on paper: ": "not on paper: ",
    "the key as seen: ": "not as seen: ",
}
"""How what a pattern looks for begins, and how it does where there is no such thing."""
_CONCLUDED: Final = {
    "load": "training load",
    "referral": "referral",
    "caution": "caution",
    "withheld": "held back",
    "pattern": "pattern",
    "key": "open key",
    "drill": "drill",
    "note": "note",
}
_AMOUNTS: Final = {
    (0,): "not at all",
    (1,): "partly",
    (2,): "as the main point",
    (0, 1): "partly at most",
    (1, 2): "at least partly",
}
_COMPUTED: Final = {"load_jump_percent": "latest long run "}
"""By attribute that the program computes, of what it is."""
_THROUGH: Final = "one with "
"""How a test begins that is made through the entry an attribute names."""
_SAID_AMOUNTS: Final = {
    "0": "not at all",
    "1": "partly",
    "2": "as the main point",
    "at least 1": "at least partly",
}
SCALE: Final = re.compile(r", from \S+ to (\S+)\Z")
"""How the label of a scale ends."""
_ANSWER: Final = "answer"
"""The attribute that is said with the noun, not beside it."""

Line = tuple[int, Words]
"""How deep a line stands, and what it says."""


def condition_lines(base: KnowledgeBase, condition: Condition, depth: int = 0) -> Iterator[Line]:
    """Give a condition as a list of lists, with the label by which `because` calls a pattern."""
    if isinstance(condition, Pattern):
        yield from _pattern_lines(base, condition, depth)
    elif isinstance(condition, AtLeast):
        yield depth, f"{_head(condition)}:"
        yield from _part_lines(base, condition, depth)
    elif isinstance(condition, IsUnknown):
        yield depth, "nobody has said yet whether this is so:"
        yield from condition_lines(base, condition.part, depth + 1)
    elif isinstance(condition.part, AtLeast) and condition.part.word == "any":
        yield depth, "known to be none of these:"
        yield from _part_lines(base, condition.part, depth)
    else:
        yield depth, "known not to be so:"
        yield from condition_lines(base, condition.part, depth + 1)


def _part_lines(base: KnowledgeBase, condition: AtLeast, depth: int) -> Iterator[Line]:
    for part in condition.parts:
        yield from condition_lines(base, part, depth + 1)


def _head(condition: AtLeast) -> str:
    heads = {"all": "all of these", "any": "any of these"}
    return heads.get(condition.word, f"at least {condition.count} of these")


def _pattern_lines(base: KnowledgeBase, pattern: Pattern, depth: int) -> Iterator[Line]:
    names = choices(base, pattern)
    told = f"told as {{{pattern.label}}}" if pattern.label else ""
    if len(names) < 2 or pattern.type == "area":  # areas are called by a word or two
        yield depth, _line(base, pattern, told)
    else:
        yield depth, joined(_noun(pattern), ", one of", _details(base, pattern, told), ":")
        for name in names:
            yield depth + 1, name


def pattern_words(base: KnowledgeBase, pattern: Pattern) -> str:
    """Give a pattern in a line: "a complaint: tightness in the low back (worst above 5 of 10)"."""
    return plain(_line(base, pattern))


def absent_words(base: KnowledgeBase, pattern: Pattern) -> str:
    """Say in a line that nothing meets a pattern: "no complaint: tightness in the low back"."""
    words = pattern_words(base, pattern)
    for some, none in _NONE.items():
        if words.startswith(some):
            return f"{none}{words.removeprefix(some)}"
    return f"not so: {words}"


def _line(base: KnowledgeBase, pattern: Pattern, told: str = "") -> Words:
    details, names = _details(base, pattern, told), choices(base, pattern)
    name = joined(": ", listed(names, " or ")) if names else ""
    return joined(_noun(pattern), name, details)


def _noun(pattern: Pattern) -> str:
    """Say what a pattern looks for: "an own check answered yes"."""
    some, anything = _NOUNS[pattern.type]
    answers = [test.said for test in pattern.tests if test.attribute == _ANSWER]
    if answers:
        return f"{some} answered {' and '.join(answers)}"
    return some if pattern.tests else anything


def tag_words(label: str, amount: int) -> str:
    """Say how far an exercise has a tag: "foot loading as the main point"."""
    return f"{label} {_AMOUNTS[amount,]}"


def names_fact(kind: str, attribute: str) -> bool:
    """Whether a test on this attribute says which fact, and not what is known of it."""
    return attribute == FACT_TYPES[kind].identity or (
        kind == "withheld" and attribute in WITHHOLDABLE
    )


def choices(base: KnowledgeBase, pattern: Pattern) -> list[Words]:
    """Give what a pattern looks for by name, in the order of the vocabulary."""
    return [
        _named(base, base.attributes[pattern.type][test.attribute], name)
        for test in pattern.tests
        if isinstance(test, Among) and names_fact(pattern.type, test.attribute)
        for name in base.attributes[pattern.type][test.attribute].values
        if name in test.values
    ]


def _named(base: KnowledgeBase, attribute: Attribute, name: str) -> Words:
    words = attribute.values.get(name, name)
    if attribute.refers_to is not None:
        return Link(words, attribute.refers_to, name)
    return f"the cue “{cue_text(base, name)}”" if attribute.name == "cue" else words


def _details(base: KnowledgeBase, pattern: Pattern, told: str = "") -> Words:
    """Give what a pattern asks of a fact beside its name, in brackets."""
    return _bracketed([*asked(base, pattern), *([told] if told else [])])


def asked(base: KnowledgeBase, pattern: Pattern) -> list[Words]:
    """Give each test of a pattern in words, but for those of its name and its answer."""
    return [
        test_words(base, pattern.type, test)
        for test in pattern.tests
        if test.attribute != _ANSWER and not names_fact(pattern.type, test.attribute)
    ]


def _bracketed(said: list[Words]) -> Words:
    if not said:
        return ""
    return joined(" (", said[0], *(part for one in said[1:] for part in ("; ", one)), ")")


def test_words(base: KnowledgeBase, kind: str, test: Test) -> Words:
    """Give a test in words: "foot loading at least partly", "at least 2 times a week"."""
    attribute = base.attributes[kind][test.attribute]
    label = attribute.label or test.attribute.replace("_", " ")
    if kind == "exercise" and test.attribute in TAGS:
        amount = tuple(one for one in range(3) if test.passes(one))
        return f"{label} {_AMOUNTS.get(amount, test.said)}"
    if not isinstance(test, Among) or not attribute.values:
        return number_words(attribute, label, test.said)
    if kind in STRENGTH_WORDS and test.attribute == FACT_TYPES[kind].strength:
        words = base.wordings[STRENGTH_WORDS[kind]]
        return listed([words[name] for name in attribute.values if name in test.values], " or ")
    if test.said.startswith(_THROUGH):
        return f"{label}: {_through(str(attribute.refers_to), test.said)}"
    values = [_named(base, attribute, name) for name in attribute.values if name in test.values]
    return joined(f"{label}: ", listed(values, " or "))


def _through(kind: str, said: str) -> str:
    """Give a test through an entry: "an exercise with external rotation at least partly"."""
    tests = said.removeprefix(_THROUGH).split(" and ")
    for place, test in enumerate(tests):
        for tag in (name.replace("_", " ") for name in TAGS):
            amount = test.removeprefix(f"{tag} ")
            if amount != test:
                tests[place] = f"{tag} {_SAID_AMOUNTS.get(amount, amount)}"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} with {' and '.join(tests)}"


def number_words(attribute: Attribute, label: str, said: str) -> str:
    """Give a number or bounds with the unit: "worst above 5 of 10", "3 times a week"."""
    scale = SCALE.search(label)
    unit = f" of {scale[1]}" if scale else f" {attribute.unit}" if attribute.unit else ""
    name = SCALE.sub("", label)
    if attribute.name.endswith("percent"):
        said = said.replace("above", "more than").replace("below", "less than")
        unit = " percent"
    counted, *rest = name.split()
    if counted.endswith("s"):  # "times a week", "weeks so far"
        return " ".join((said, counted[:-1] if said == "1" else counted, *rest))
    return f"{_COMPUTED.get(attribute.name, '')}{name} {said}{unit}"


def conclusion_words(base: KnowledgeBase, conclusion: Conclusion) -> Words:
    """Give a conclusion in a line: "pattern: a foot that is not loaded (fits well)"."""
    attributes = base.attributes[conclusion.type]
    named: list[Words] = []
    extra: list[Words] = []
    for name, value in conclusion.attributes:
        if name not in attributes:
            continue  # why a thing is withheld: the title of the rule
        if names_fact(conclusion.type, name):
            named.append(_named(base, attributes[name], str(value)))
        else:
            extra.append(_attribute(base, conclusion, name, str(value)))
    noun = _CONCLUDED.get(conclusion.type, _NOUNS[conclusion.type][0])
    return joined(noun, ": ", *named, _bracketed(extra))


def _attribute(base: KnowledgeBase, conclusion: Conclusion, name: str, value: str) -> Words:
    attribute = base.attributes[conclusion.type][name]
    if name == "until":
        return joined("until it is known whether ", _named(base, attribute, value))
    if name == "band":
        return band(base.entry("load", conclusion.identity), value)["label"]
    if conclusion.type in STRENGTH_WORDS and name == FACT_TYPES[conclusion.type].strength:
        return str(base.wordings[STRENGTH_WORDS[conclusion.type]][value])
    return joined(f"{name.replace('_', ' ')}: ", _named(base, attribute, value))
