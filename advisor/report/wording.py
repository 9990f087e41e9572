"""Facts, firings and open questions in a runner's words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from advisor.advice import Question
from advisor.facts import KM_PER_MILE, UNKNOWN, WITHHOLDABLE, AttributeValue, Fact
from advisor.inference import Firing
from advisor.knowledge import Attribute, Entry, KnowledgeBase
from advisor.language import SLOT, Pattern

GRADES: Final[Mapping[str, str]] = {
    "ARTICLE": "the article",
    "STUDY+": "studies, in part",
    "STUDY-": "studies disagree",
    "OUT": "outside the article",
    "OURS": "our own",
}
MARKS: Final[Mapping[str, str]] = {
    "V": "read in its abstract or page",
    "V2": "NOT verified: seen second-hand only",
    "VB": "NOT verified: known to exist, content from memory",
    "M": "NOT verified: from memory",
}
ARTICLE_ONLY: Final = "the founding article says so; it cites no research"
STRENGTH_WORDS: Final[Mapping[str, str]] = {
    "coverage": "coverage_words",
    "sign": "sign_words",
    "pattern": "confidence_words",
    "key": "level_words",
    "drill": "stage_words",
}
"""By type of fact, the wordings of the attribute by which it is ordered."""
LEADS: Final[Mapping[str, str]] = {
    "runner": "You",
    "area": "It bothers you at",
    "symptom": "Bothers you",
    "exercise": "You train",
    "tried": "You tried",
    "observation": "You checked",
    "screening": "You answered",
}
"""By type of fact, how it begins to say what a runner told."""
SECTIONS: Final[Mapping[str, str]] = {
    "area": "where it bothers you",
    "symptom": "what bothers you",
    "exercise": "what you train in a usual week",
    "tried": "which of the drills you have tried, and how that went",
}

ANSWERED: Final = ("observation", "screening")
"""The types of fact that answer a question."""
DRILL_CARD: Final = {
    "Aim": "aim",
    "How": "working",
    "What to feel": "feel",
    "Common error": "error",
}
"""The parts of a drill's card, and the field of each."""


def listing(parts: Iterable[str], last: str = "and") -> str:
    """Join parts as a sentence does: "a, b and c"."""
    found = list(dict.fromkeys(parts))
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def listed_apart(parts: Iterable[str]) -> str:
    """Join parts, with semicolons where one of them holds a comma or an "and" of its own."""
    found = list(dict.fromkeys(parts))
    if len(found) < 2 or not any(", " in part or " and " in part for part in found):
        return listing(found)
    return f"{'; '.join(found[:-1])}; and {found[-1]}"


def because(base: KnowledgeBase, firing: Firing) -> str:
    """Give a firing's reason, the facts that met its labelled patterns filled in."""
    meant: dict[str, dict[str, tuple[Fact, list[Pattern]]]] = {}
    for met in firing.support:
        if met.pattern.label:
            facts = meant.setdefault(met.pattern.label, {})
            for fact in met.facts:
                facts.setdefault(fact.name, (fact, []))[1].append(met.pattern)
    names = {
        label: listing(name_fact(base, fact, patterns) for fact, patterns in facts.values())
        for label, facts in meant.items()
    }
    text = SLOT.sub(lambda match: names.get(match[1], ""), firing.rule.because)
    return capital(" ".join(text.split()))


def name_fact(base: KnowledgeBase, fact: Fact, patterns: Iterable[Pattern] = ()) -> str:
    """
    Name a fact as it stands inside a sentence, with what patterns test of what was said of it.

    Of the runner that is all there is to name.
    """
    if fact.type in ("runner", "tried", "symptom"):
        attributes = base.attributes[fact.type]
        tested = dict.fromkeys(test.attribute for one in patterns for test in one.tests)
        said = "; ".join(
            attribute_words(attributes[name], value)
            for name in tested
            if attributes[name].reported
            and (value := fact.get(name)) is not UNKNOWN
            and value is not None
        )
        if fact.type == "runner":
            return said
        label = base.entry("drill" if fact.type == "tried" else "symptom", fact.identity).label
        return f"{label} ({said})" if said else label
    return _NAMERS.get(fact.type, _name_entry)(base, fact)


def _name_entry(base: KnowledgeBase, fact: Fact) -> str:
    return base.entry(fact.type, fact.identity).label


def _name_answer(base: KnowledgeBase, fact: Fact) -> str:
    label = base.entry(fact.type, fact.identity).label
    return f"“{label}”: no" if fact.get("answer") == "no" else label


def _name_load(base: KnowledgeBase, fact: Fact) -> str:
    entry = base.entry("load", fact.identity)
    return f"{entry.label}: {band(entry, str(fact.get('band')))['label']}"


def _name_graded(base: KnowledgeBase, fact: Fact) -> str:
    words = base.wordings[STRENGTH_WORDS[fact.type]][str(fact.get("level"))]
    return f"{base.entry('key', fact.identity).label} ({words})"


def _name_withheld(base: KnowledgeBase, fact: Fact) -> str:
    for kind in ("drill", "exercise"):
        if fact.get(kind) is not None:
            return base.entry(kind, fact.identity).label
    return f"the cue “{cue_text(base, fact.identity)}”"


def held_label(base: KnowledgeBase, name: str) -> str:
    """Name what can be held back by its id: a drill, else an exercise, else a cue."""
    known = base.attributes["withheld"]
    kind = next(one for one in WITHHOLDABLE if name in known[one].values)
    return _name_withheld(base, Fact("withheld", name, {kind: name}))


def cue_text(base: KnowledgeBase, name: str) -> str:
    """Give a cue as it stands inside a sentence."""
    cues = (cue for drill in base.entries["drill"].values() for cue in drill.items("cues"))
    return next((str(cue["text"]).strip().rstrip(".") for cue in cues if cue["id"] == name), name)


_NAMERS: Final = {
    "observation": _name_answer,
    "screening": _name_answer,
    "load": _name_load,
    **dict.fromkeys(("coverage", "sign", "key"), _name_graded),
    "withheld": _name_withheld,
}


def name_stage(base: KnowledgeBase, drill: Fact) -> str:
    """Say when a drill comes, and in which range if that is limited."""
    stage: str = base.wordings["stage_words"][str(drill.get("stage"))]
    if drill.get("range"):
        stage = f"{stage}, in a {drill.get('range')} range"
    follows = base.entry("drill", drill.identity).words("needs") and drill.get("stage") == "now"
    return f"{stage}, once the one before is under control" if follows else stage


def band(entry: Entry, name: str) -> Mapping[str, str]:
    """Give the words for one band of a load."""
    found: Mapping[str, str] = entry.mapping("bands")[name]
    return found


def attribute_words(attribute: Attribute, value: AttributeValue) -> str:
    """Give an attribute with its value: "worst, from 0 to 10: 2"."""
    return f"{attribute.label}: {value_words(attribute, value)}"


def value_words(attribute: Attribute, value: AttributeValue) -> str:
    """Give a value as a person says it."""
    if isinstance(value, tuple):
        return listing(attribute.values.get(str(one), str(one)) for one in value) or "none"
    if attribute.name.endswith("percent") and isinstance(value, (int, float)):
        return f"{math.ceil(value * 10) / 10:g} %"  # up, so that no threshold seems unmet
    if attribute.unit and isinstance(value, (int, float)):
        return f"{round(value, 3):g} km ({round(value / KM_PER_MILE, 2):g} miles)"
    return attribute.values.get(
        str(value), f"{value:g}" if isinstance(value, float) else str(value)
    )


def describe(base: KnowledgeBase, fact: Fact) -> str:
    """Give a reported fact with all that was said of it."""
    said = attributes_said(base, fact)
    if fact.type == "runner":
        return said
    kind = "drill" if fact.type == "tried" else fact.type
    label = base.entry(kind, fact.identity).label
    if fact.type in ANSWERED:
        label = f"{label}: {fact.get('answer')}"
    return f"{label} ({said})" if said else label


def attributes_said(base: KnowledgeBase, fact: Fact) -> str:
    """Give all that was said of a reported fact, but for the answer to a question."""
    return "; ".join(
        attribute_words(attribute, value)
        for attribute in told_of(base, fact)
        if (value := fact.get(attribute.name)) is not UNKNOWN
        and value is not None
        and attribute.name not in fact.assumed
    )


def told_of(base: KnowledgeBase, fact: Fact) -> list[Attribute]:
    """Give what can be told of a reported fact, but for the answer to a question."""
    return [
        attribute
        for name, attribute in base.attributes[fact.type].items()
        if attribute.reported
        and not attribute.derived
        and not (fact.type in ANSWERED and name == "answer")
    ]


def question_words(base: KnowledgeBase, question: Question) -> str:
    """Give what is to be asked, in the words of the vocabulary."""
    if not question.attribute:
        return f"Tell {SECTIONS[question.kind]}."
    if question.kind in ("screening", "observation") and question.attribute == "answer":
        return base.entry(question.kind, question.identity).text("question")
    attribute = base.attributes[question.kind][question.attribute]
    asked = " ".join((attribute.question or attribute.label).split())
    if question.kind == "runner":
        return asked
    kind = "drill" if question.kind == "tried" else question.kind
    return f"{capital(base.entry(kind, question.identity).label)}: {asked}"


def capital(text: str) -> str:
    """Start a text with a capital letter."""
    return text[:1].upper() + text[1:]


def grounds(grade: str, sources: Iterable[str]) -> str:
    """Give a grade with its sources, short: "the article; S22, S23"."""
    return "; ".join(part for part in (GRADES.get(grade, ""), ", ".join(sources)) if part)


def firing_grounds(firing: Firing) -> str:
    """Give the grade and the sources of a firing's rule."""
    return grounds(firing.rule.grade, firing.rule.sources)
