"""
What a runner could do or say otherwise, one thing at a time.

An exercise added, left out or done at another number of times a week is something to *do*; a check
answered, a number of times told, or the routine told where a case leaves it open, something to
*say*. A complaint, a warning sign and a rule are never changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from advisor.advice import Advice
from advisor.cases.reported import SECTIONS, reported_facts
from advisor.facts import UNKNOWN, Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Among, Test, uses

Action: TypeAlias = Literal["answer", "frequency", "routine", "add", "refrequency", "drop"]
LEARNT: Final[tuple[Action, ...]] = ("answer", "frequency", "routine")
"""What is said, not done: a check's answer, how often, and what the routine is."""
RANKS: Final[tuple[Action, ...]] = ("add", "refrequency", "drop")
"""What is done, in the order in which it is told, after all that is said."""
FREQUENCY: Final = "times_per_week"
ANSWERS: Final = ("yes", "no")
_ROUTINE: Final = SECTIONS["exercise"]


@dataclass(frozen=True, slots=True)
class Times:
    """Whole numbers of times a week, both ends included, between which no rule tells apart."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class UnitChange:
    """
    One thing otherwise.

    `kind` and `identity` name the exercise or the observation, `identity` empty for a routine told
    to be empty. `answer` is that of a check; `times` how often an exercise is done, None where it
    is left out or the knowledge base does not ask.
    """

    action: Action
    kind: Literal["exercise", "observation"]
    identity: str
    answer: str = ""
    times: Times | None = None

    @property
    def learnt(self) -> bool:
        """Whether this is something to say, and nothing to do."""
        return self.action in LEARNT

    @property
    def rank(self) -> int:
        """Its place among others: what is said, then added, done otherwise, and left out."""
        return 0 if self.action in LEARNT else 1 + RANKS.index(self.action)

    @property
    def place(self) -> str:
        """The fact that changes; of two changes at one place only one can be so."""
        return f"{self.kind}:{self.identity}"


def applied(value: Mapping[str, Any], changes: Iterable[UnitChange]) -> dict[str, Any]:
    """Give the content of a case with changes made, as a case file would say them."""
    routine = dict(value.get(_ROUTINE, {}))
    observations = dict(value.get("observations", {}))
    told = _ROUTINE in value
    for one in changes:
        if one.kind == "observation":
            before = observations.get(one.identity)
            known = before if isinstance(before, dict) else {}
            observations[one.identity] = {**known, "answer": one.answer}
            continue
        told = True
        if one.action == "drop":
            del routine[one.identity]
        elif one.identity:
            often = {FREQUENCY: one.times.low} if one.times else {}
            routine[one.identity] = {**(routine.get(one.identity) or {}), **often}
    changed = {**value, "observations": observations}
    return {**changed, _ROUTINE: routine} if told else changed


def changed_fact(advice: Advice, change: UnitChange) -> Fact | None:
    """Give the fact that stands at the place of a change once it is made; None where none does."""
    value: Any = advice.case.document.value
    found = reported_facts(applied(value, [change]), advice.base)
    return next((fact for fact in found if fact.name == change.place), None)


def unit_changes(advice: Advice) -> list[UnitChange]:
    """
    Give every unit change of a case, in the order of the knowledge base.

    Where the routine is open, one of them tells that it is empty, and the others each that it holds
    an exercise: with the first of them it is told, and holds nothing but what is told so.
    """
    record, base = advice.record, advice.base
    done = {fact.identity: fact for fact in record.facts("exercise")}
    open_routine = "exercise" in advice.case.open
    found = [UnitChange("routine", "exercise", "")] if open_routine else []
    often: list[Times | None] = [*frequencies(base)]
    for name in base.entries["exercise"]:
        if name in done:
            unsaid = FREQUENCY in done[name].assumed or done[name].get(FREQUENCY) is UNKNOWN
            action: Action = "frequency" if unsaid else "refrequency"
            found += [UnitChange(action, "exercise", name, times=one) for one in often]
            found.append(UnitChange("drop", "exercise", name))
        else:
            action = "routine" if open_routine else "add"
            found += [UnitChange(action, "exercise", name, times=one) for one in often or [None]]
    found += [
        UnitChange("answer", "observation", fact.identity, answer)
        for fact in record.facts("observation")
        if fact.get("answer") is UNKNOWN
        for answer in ANSWERS
    ]
    return found


def frequencies(base: KnowledgeBase) -> tuple[Times, ...]:
    """
    Cut the numbers of times a week that can be told where some rule does, into whole intervals.

    Empty where the knowledge base asks for no such number.
    """
    attribute = base.attributes["exercise"].get(FREQUENCY)
    if attribute is None or attribute.minimum is None or attribute.maximum is None:
        return ()
    low, high = math.ceil(attribute.minimum), math.floor(attribute.maximum)
    tests = {
        test
        for rule in base.rules
        for pattern, _ in uses(rule.when)
        if pattern.type == "exercise"
        for test in pattern.tests
        if test.attribute == FREQUENCY
    }
    cuts = {low, *(cut for test in tests for cut in _cuts(test))}
    starts = sorted(cut for cut in cuts if low <= cut <= high)
    ends = [*(start - 1 for start in starts[1:]), high]
    return tuple(map(Times, starts, ends))


def side_by_side(changes: Iterable[UnitChange]) -> Iterator[UnitChange]:
    """Put intervals of times a week together that lie next to each other, in the order given."""
    last: UnitChange | None = None
    for one in changes:
        joined = _joined(last, one) if last else None
        if last and not joined:
            yield last
        last = joined or one
    if last:
        yield last


def _joined(one: UnitChange, other: UnitChange) -> UnitChange | None:
    if one.place != other.place or one.times is None or other.times is None:
        return None
    if one.times.high + 1 != other.times.low:
        return None
    return replace(one, times=Times(one.times.low, other.times.high))


def _cuts(test: Test) -> Iterator[int]:
    """Give the whole numbers with which something else may pass a test than with the one before."""
    bounds = test.values if isinstance(test, Among) else (test.low, test.high)
    for bound in bounds:
        if isinstance(bound, (int, float)):
            yield math.ceil(bound)
            yield math.floor(bound) + 1
