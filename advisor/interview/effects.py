"""What each answer to a question would do by itself, to tell a runner why it is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from advisor.facts import SEVERE, Fact
from advisor.interview.answers import UNSURE
from advisor.interview.interview import Interview
from advisor.interview.outlook import Outlook
from advisor.interview.prompt import Field
from advisor.interview.truths import FALSE, TRUE
from advisor.language import Among, Test, uses

_Standing: TypeAlias = dict[tuple[object, ...], Fact]
"""What stands, by its type, name and strength."""


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What some answers to a question would do, given what was answered so far.

    `answers` are those that all do the same: words, or for a number the lowest and the highest of
    a run of them. `concludes` would be sure from then on, `excludes` could not follow any more.
    `refers` is the level of a referral that would be sure to be the outcome, `shuts` whether
    nothing could be cleared any more, `ends` whether nothing else would be asked.
    """

    answers: tuple[Any, ...]
    concludes: tuple[Fact, ...]
    excludes: tuple[Fact, ...]
    refers: str | None
    shuts: bool
    ends: bool


def effects(interview: Interview, field: Field) -> list[Effect]:
    """Give what the answers to a question would do, those that do the same together."""
    found: dict[object, Effect] = {}
    outlook = interview.outlook
    stood = _standing(outlook, sure=True), _standing(outlook, sure=False)
    for answer, value in _answers(interview, field):
        after = interview.supposing({field.place: value})
        effect = _effect(outlook, stood, after, answer)
        if not field.place[1]:  # to name what there is leaves out all the rest; that is no news
            effect = dataclasses.replace(effect, excludes=())
        same = (effect.concludes, effect.excludes, effect.refers, effect.shuts, effect.ends)
        if same in found:
            before = found[same]
            effect = Effect((*before.answers, *effect.answers), *same)
        found[same] = effect
    return list(found.values())


def _answers(interview: Interview, field: Field) -> Iterator[tuple[Any, Any]]:
    """Give the answers there are, each with what a case would hold."""
    if field.kind == "yes-no":
        yield from (("yes", "yes"), ("no", "no"))
    elif field.kind == "number":
        for low, high in _runs(interview, field):
            yield (low, high), low
    else:
        for option in field.options:
            yield option.value, [option.value] if field.kind == "several" else option.value
        if field.kind == "several":
            yield (), []
    if field.unsure:
        yield UNSURE, UNSURE


def _runs(interview: Interview, field: Field) -> Iterator[tuple[float, float]]:
    """Give the runs of numbers that no rule tells apart, lowest first."""
    step = 1 if field.whole else 0.001
    starts = {field.minimum}
    for rule in interview.bearing.get(field.place, ()):
        for pattern, _ in uses(rule.when):
            for test in pattern.tests:
                if pattern.type == field.place[0] and test.attribute == field.place[2]:
                    starts.update(_starts(test, step))
    ordered = sorted(one for one in starts if field.minimum <= one <= field.maximum)
    for low, above in zip(ordered, [*ordered[1:], field.maximum + step], strict=True):
        yield low, round(above - step, 3)


def _starts(test: Test, step: float) -> Iterator[float]:
    """Give the lowest numbers from which on a test comes out differently."""
    if isinstance(test, Among):
        for value in test.values:
            if not isinstance(value, str):
                yield from (value, value + step)
        return
    if test.low is not None:
        yield test.low + step if test.low_open else test.low
    if test.high is not None:
        yield test.high if test.high_open else test.high + step


def _effect(
    before: Outlook, stood: tuple[_Standing, _Standing], after: Interview, answer: Any
) -> Effect:
    """Compare what is after an answer with what surely stood before, and with what could."""
    now = after.outlook
    sure_now, may_now = _standing(now, sure=True), _standing(now, sure=False)
    sure_before, may_before = stood
    return Effect(
        answers=(answer,),
        concludes=tuple(fact for key, fact in sure_now.items() if key not in sure_before),
        excludes=tuple(fact for key, fact in may_before.items() if key not in may_now),
        refers=_refers(before, now),
        shuts=bool(before.gate & TRUE) and not now.gate & TRUE,
        ends=after.done,
    )


def _standing(outlook: Outlook, *, sure: bool) -> _Standing:
    """Give what may stand, or surely does, by its name and strength."""
    return {
        (kind, identity, chance.fact.rank): chance.fact
        for kind in ("referral", "caution", "load", "withheld", "pattern", "key", "drill")
        for identity, group in outlook.of(kind)
        for chance in group
        if chance.sure or not sure
    }


def _refers(before: Outlook, now: Outlook) -> str | None:
    """Give the level of a severe referral that is sure now and was not before."""
    for levels in (SEVERE[1:], SEVERE):
        if not now.may_refer(*levels) & FALSE and before.may_refer(*levels) & FALSE:
            return levels[0]
    return None
