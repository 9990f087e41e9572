"""Why a question is asked, and what each answer to it would do, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from advisor.facts import Fact
from advisor.interview import MILES, UNSURE, Field, Interview
from advisor.interview.answers import AGE
from advisor.interview.effects import Effect, effects
from advisor.knowledge import KnowledgeBase
from advisor.report.contents.open_questions import CHANGES, REFERS, names_of
from advisor.report.wording import capital, listed_apart

_MOST_RULES: Final = 5
"""How many rules are named of those that a question bears on."""
_MOST_ANSWERS: Final = 8
"""How many answers that all do the same are named one by one."""
_MOST_FACTS: Final = 3
"""How many things of a kind are named that an answer would bring or take away."""
_SHUTS: Final = "nothing can be cleared then, so no drill is suggested"
_NOTHING: Final = "by itself it changes nothing that is certain yet"
_ENDS: Final = "the questions end"


def why_asked(interview: Interview, field: Field) -> str:
    """Say why a question is asked, which rules read the answer, and what each answer would do."""
    return "\n".join(_lines(interview, field))


def _lines(interview: Interview, field: Field) -> Iterator[str]:
    base = interview.base
    kind, identity, attribute = field.place
    if attribute == "answer":
        yield base.entry(kind, identity).text("plain")
    rules = interview.bearing.get(field.place, ())
    if rules:
        titles = [rule.title for rule in rules[:_MOST_RULES]]
        more = len(rules) - len(titles)
        others = f"; and {more} more" if more else ""
        yield f"Rules that read the answer: {'; '.join(titles)}{others}."
    elif field.place == AGE:
        yield "Without an age nothing is cleared."
    elif not identity:
        yield "It decides what is asked next."
    else:
        yield "No rule waits for the answer; it is asked because you want all questions."
    yield "What each answer would do by itself:"
    for effect in effects(interview, field):
        yield f"- {_answers(field, effect)}: {_does(base, effect)}."


def _answers(field: Field, effect: Effect) -> str:
    words = [_answer(field, one) for one in effect.answers]
    if len(words) > _MOST_ANSWERS:
        more = len(words) - _MOST_ANSWERS + 1
        words = [*words[: _MOST_ANSWERS - 1], f"and {more} more"]
    return "; ".join(words)


def _answer(field: Field, answer: Any) -> str:
    if answer == ():
        return "none of them"
    if isinstance(answer, tuple):  # a run of numbers
        low, high = answer
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"
    several = field.kind == "several" and answer != UNSURE
    return answer_words(field, [answer] if several else answer)


def _does(base: KnowledgeBase, effect: Effect) -> str:
    """Say what answers would do, the gravest first; what sends the runner away is all there is."""
    if effect.refers:
        return f"this would {REFERS[effect.refers]}" + (f", and {_ENDS}" if effect.ends else "")
    if effect.shuts:
        return _SHUTS + (f", and {_ENDS}" if effect.ends else "")
    levels = [fact.get("level") for fact in effect.concludes if fact.type == "referral"]
    if "clinician" in levels:
        return f"this would {REFERS['clinician']}, and bring no drill until then"
    parts = [f"this would {CHANGES[kind]}: {own}" for kind, own in _named(base, effect.concludes)]
    parts += [f"no longer to {CHANGES[kind]}: {own}" for kind, own in _named(base, effect.excludes)]
    gone = [fact for fact in effect.excludes if fact.type == "referral"]
    if gone:
        parts.append(f"no longer a reason to be examined: {_few(base, gone)}")
    if effect.ends:
        parts.append(_ENDS)
    return "; ".join(parts) or _NOTHING


def _named(base: KnowledgeBase, facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    found = list(facts)
    for kind in CHANGES:
        if own := [fact for fact in found if fact.type == kind]:
            yield kind, _few(base, own)


def _few(base: KnowledgeBase, facts: Sequence[Fact]) -> str:
    """Name some facts, and say how many more there are."""
    more = len(facts) - _MOST_FACTS
    return names_of(base, facts[:_MOST_FACTS]) + (f"; and {more} more" if more > 0 else "")


def answer_words(field: Field, answer: Any) -> str:
    """Say an answer as a person would: "knee and low back", "not sure", "4 km"."""
    if answer == UNSURE:
        return "not sure"
    labels = {one.value: one.label for one in field.options}
    if field.kind == "several":
        return listed_apart(labels.get(one, one) for one in answer) or "none of them"
    if isinstance(answer, Mapping):
        return f"{answer[MILES]:g} miles"
    if field.kind == "number":
        return f"{answer:g} {field.unit}".strip()
    return labels.get(answer, str(answer))


def headline(field: Field) -> str:
    """Give a question with what it is about: "Ache at the kneecap: how bad does it get?"."""
    return f"{capital(field.about)}: {field.text}" if field.about else field.text
