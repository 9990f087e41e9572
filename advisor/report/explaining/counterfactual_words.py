"""What would have to be different, in words: the target, and each set of changes as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from advisor.explanation.counterfactual import Alternatives, Counterfactual, Solution
from advisor.explanation.target import Target
from advisor.explanation.unit_changes import FREQUENCY, Times, UnitChange
from advisor.facts import UNKNOWN
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import listing

_SAYS: Final = {
    "drill": ("give", "gives", "this drill"),
    "key": ("name", "names", "this key as open"),
    "pattern": ("say", "says", "that this pattern fits"),
    "withheld": ("hold", "holds", "this back"),
    "coverage": ("say", "says", "how far your routine covers this key"),
    "sign": ("read", "reads", "this key from what you saw"),
    "load": ("speak", "speaks", "of this change in training load"),
    "caution": ("ask", "asks", "you to take care with this"),
    "referral": ("send", "sends", "you to somebody for this"),
    "note": ("say", "says", "this note"),
    "outcome": ("come", "comes", "to this"),
    "rule": ("rest", "rests", "on this rule"),
}
"""By kind of target, what an advice does that holds it: plain, as it does now, and the rest."""

_ANYHOW: Final = "however often"


def says(target: Target) -> str:
    """Say what an advice does that holds the target: "give this drill"."""
    verb, _, rest = _SAYS[target.kind]
    return f"{verb} {rest}{_as_asked(target)}"


def says_now(found: Counterfactual) -> str:
    """Say how it is as things stand."""
    if found.held_back:
        return "As things stand, this drill is held back."
    verb, now, rest = _SAYS[found.target.kind]
    does = f"does not {verb}" if found.wanted else now
    return f"As things stand, the advice {does} {rest}{_as_asked(found.target)}."


def _as_asked(target: Target) -> str:
    return " as asked" if target.strength else ""


def solution_words(found: Counterfactual, solution: Solution) -> str:
    """Say one way in a sentence, and what it would end in if that is somebody to see."""
    routine = [part for part in solution.parts if part[0].action == "routine"]
    clauses = [_clause(found, part) for part in solution.parts if part[0].action != "routine"]
    if routine:
        clauses.insert(0, _told_routine(found.advice.base, routine))
    apart = " Each would be a different exercise." if solution.apart else ""
    refers = " Then the advice would send you to a clinician first." if solution.refers else ""
    return f"If {', and '.join(clauses)}.{apart}{refers}"


def _clause(found: Counterfactual, part: Alternatives) -> str:
    base, first = found.advice.base, part[0]
    entry = base.entry(first.kind, first.identity)
    if first.action == "answer":
        return f"the answer to “{entry.text('question')}” were {first.answer}"
    if first.action == "add":
        return f"you also did {_one_of(base, part)}"
    if first.action == "drop":
        return f"your week had no {entry.label} in it"
    often = listing((_times_words(base, one) for one in _times(part)), "or")
    if first.action == "frequency":
        return f"you told us that you do {entry.label} {often}"
    return f"you did {entry.label} {often}, not {_now(found, first)}"


def _times(part: Alternatives) -> Iterator[Times]:
    return (one.times for one in part if one.times is not None)


def _one_of(base: KnowledgeBase, part: Iterable[UnitChange]) -> str:
    """Name exercises of which one would do, those done equally often together."""
    often: dict[str, list[str]] = {}
    for one in part:
        times = _times_words(base, one.times) if one.times else ""
        often.setdefault(times, []).append(base.entry("exercise", one.identity).label)
    return "; or ".join(_group(labels, times) for times, labels in often.items())


def _group(labels: Sequence[str], times: str) -> str:
    often = f", {times}" if times == _ANYHOW else f" {times}" if times else ""
    if len(labels) == 1:
        return f"{labels[0]}{often}"
    return f"one of these{often}: {listing(labels, 'or')}"


def _told_routine(base: KnowledgeBase, parts: Sequence[Alternatives]) -> str:
    """Say what a routine that nobody has told yet would be told to hold, and nothing else."""
    said = [[one for one in part if one.identity] for part in parts]
    nothing = "you told us that you train nothing"
    holding = ", and ".join(_one_of(base, one) for one in said if one)
    if not holding:
        return nothing
    only = f"that your week holds {holding}, and nothing else"
    if len(said) == 1 and len(said[0]) < len(parts[0]):
        return f"{nothing}, or {only}"
    return f"you told us {only}"


def _now(found: Counterfactual, change: UnitChange) -> str:
    """Say how often an exercise is done now."""
    facts = found.advice.record.facts("exercise")
    often = next(fact.get(FREQUENCY) for fact in facts if fact.identity == change.identity)
    if often is UNKNOWN or not isinstance(often, int):
        return "as it is now"
    return _times_words(found.advice.base, Times(often, often))


def _times_words(base: KnowledgeBase, times: Times) -> str:
    """Say how often: "once a week", "at least 2 times a week", "2 to 4 times a week"."""
    attribute = base.attributes["exercise"][FREQUENCY]
    label = attribute.label or FREQUENCY.replace("_", " ")
    lowest = attribute.minimum is not None and times.low - 1 < attribute.minimum
    highest = attribute.maximum is not None and times.high + 1 > attribute.maximum
    if lowest and highest:
        return _ANYHOW
    if times.low == times.high:
        counted = f"{times.low} {label}"
        return counted.replace("1 times", "once", 1) if times.low == 1 else counted
    if highest:
        return f"at least {times.low} {label}"
    return f"at most {times.high} {label}" if lowest else f"{times.low} to {times.high} {label}"
