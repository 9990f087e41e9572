"""The present routine, exercise by exercise: what it trains, and what the week lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from advisor.advice import Advice
from advisor.facts import Fact
from advisor.knowledge.shapes import TAGS
from advisor.report.said import Said, reasons_of
from advisor.report.wording import attribute_words, capital, listed_apart, listing

_TRAINED: Final = {
    "external_rotation": "turning the hip out",
    "abduction": "moving the leg out to the side",
    "internal_rotation_length": "loading the hip while it turns in or lengthens",
    "hip_extension": "straightening the hip",
    "frontal_shift": "holding your weight over one leg, side to side",
    "foot_loading": "loading the foot",
    "weight_bearing": "standing under your own weight",
    "single_leg": "working on one leg",
    "hip_before_knee": "straightening the hip before the knee",
}
"""What each tag of an exercise means, in plain words; our own, as the tags are."""


HELD: Final = "Leave it out for now: what is held back says why."


class Exercise(NamedTuple):
    """
    One exercise of the routine.

    `mainly` and `partly` name what it trains, `counts` the keys it counts for on paper. `held` says
    that something here asks to leave it out for now.
    """

    name: str
    often: str
    mainly: str
    partly: str
    counts: str
    held: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said of the exercise, line by line."""
        said = (
            ("Mainly trains", self.mainly),
            ("Partly trains", self.partly),
            ("Counts on paper for", self.counts),
        )
        held = (HELD,) if self.held else ()
        return (*(f"{title}: {words}." for title, words in said if words), *held)


class KeyOnPaper(NamedTuple):
    """How far the week trains a key: in words, and why that is said."""

    id: str
    name: str
    level: str
    covered: bool
    reasons: tuple[Said, ...]


class Routine(NamedTuple):
    """What a runner trains in a usual week, and how far that trains each key."""

    exercises: tuple[Exercise, ...]
    keys: tuple[KeyOnPaper, ...]

    @property
    def keep(self) -> Said | None:
        """That nothing in it is told to stop, where there is anything in it."""
        if not self.exercises:
            return None
        held = any(one.held for one in self.exercises)
        but = ", but for what is held back above" if held else ""
        text = f"Nothing you train is told to stop here{but}. Keep what helps you."
        return Said(text, "OURS", ())


def routine_of(advice: Advice) -> Routine:
    """Put the routine of a case into words; the keys only where it came to judging them."""
    return Routine(tuple(_exercises(advice)), tuple(_keys(advice)))


def _exercises(advice: Advice) -> Iterator[Exercise]:
    base = advice.base
    held = {fact.get("exercise") for fact in advice.facts("withheld")}
    often = base.attributes["exercise"]["times_per_week"]
    for fact in advice.record.facts("exercise"):
        entry = base.entry("exercise", fact.identity)
        times = attribute_words(often, fact.get(often.name) or 0)
        yield Exercise(
            name=capital(entry.label),
            often=f"{times} (you did not say; we took this)" if fact.assumed else times,
            mainly=_trains(fact, 2),
            partly=_trains(fact, 1),
            counts=listing(_counts_for(advice, fact)),
            held=fact.identity in held,
        )


def _trains(exercise: Fact, amount: int) -> str:
    return listed_apart(_TRAINED[tag] for tag in TAGS if exercise.get(tag) == amount)


def _counts_for(advice: Advice, exercise: Fact) -> Iterator[str]:
    """Name the keys that the week trains on paper because of an exercise."""
    for fact in advice.facts("coverage"):
        firings = advice.record.deciding(fact)
        if any(exercise in met.facts for one in firings for met in one.support):
            yield advice.base.entry("key", fact.identity).label


def _keys(advice: Advice) -> Iterator[KeyOnPaper]:
    words = advice.base.wordings["coverage_words"]
    for fact in advice.facts("coverage"):
        level = str(fact.get("level"))
        reasons = reasons_of(advice.base, advice.record.deciding(fact))
        name = capital(advice.base.entry("key", fact.identity).label)
        yield KeyOnPaper(fact.identity, name, words[level], level == "covered", reasons)
