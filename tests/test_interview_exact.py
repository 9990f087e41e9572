"""
Which questions are asked, beside every way in which a few of them could be answered.

A handful of questions is left open and all others are answered. Then every combination of answers
is advised on: a question matters if two of them that differ in it alone differ in their decision.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.advice import Decision
from advisor.cases import Case, Place
from advisor.cases.reported import open_types, reported_facts
from advisor.documents import Document
from advisor.interview import UNSURE, Interview
from advisor.interview.answers import Answers
from advisor.knowledge import Attribute, KnowledgeBase, load
from advisor.language import Test, Within, uses
from advisor.reasoner import Reasoner, reasoner_of
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_habits import USUAL, Habits, habits
from tests.talking import Teller

STATES = 60
"""How many states of interviews a seed compares."""
SEEDS = range(6)
MOST = 700
"""In how many ways the open questions of a state may be answered."""
LONGEST, LATEST = "longest_run_30d_km", "latest_long_run_km"
RUNS = {LONGEST: LATEST, LATEST: LONGEST}
"""By run, the other one that a jump is computed from."""
JUMPS = (0.8, 1.2, 1.5, 3)
"""Jumps that come to every band, and to none."""


class Worlds:
    """Every answer that the rules can tell from another, and what is decided on it."""

    def __init__(self, base: KnowledgeBase, reasoner: Reasoner) -> None:
        self.base, self._reasoner = base, reasoner
        self._tests: dict[tuple[str, str], list[Test]] = {}
        for rule in base.rules:
            for pattern, _ in uses(rule.when):
                for test in pattern.tests:
                    self._tests.setdefault((pattern.type, test.attribute), []).append(test)
        empty = reasoner.check(Document("empty", {}, lambda: (1, 1)))
        assert isinstance(empty, Case)
        self._empty = empty

    def answers(self, told: Answers, place: Place) -> list[Any]:
        kind, identity, attribute = place
        if attribute == "answer":
            return ["yes", "no", UNSURE]
        if attribute in RUNS:
            other = told.answer((kind, identity, RUNS[attribute]))
            run = other if isinstance(other, (int, float)) else 10
            ways = JUMPS if attribute == LATEST else [1 / one for one in JUMPS]
            return [*(min(round(run * one, 3), 250) for one in ways), UNSURE]
        declared = self.base.attributes[kind][attribute]
        found = list(self._apart(kind, declared))
        return [[], *([one] for one in found), UNSURE] if declared.many else [*found, UNSURE]

    def _apart(self, kind: str, declared: Attribute) -> Iterator[Any]:
        """One value for each way in which the tests of the rules can come out."""
        tests = self._tests.get((kind, declared.name), [])
        values: list[Any] = list(declared.values)
        if not values:
            low, high = int(declared.minimum or 0), int(declared.maximum or 0)
            bounds = [
                int(one) + step
                for test in tests
                if isinstance(test, Within)
                for one in (test.low, test.high)
                if one is not None
                for step in (-1, 0, 1)
            ]
            values = sorted({one for one in (low, *bounds, high) if low <= one <= high})
        yield from {tuple(test.passes(one) for test in tests): one for one in values}.values()

    def decide(self, answers: Answers) -> Decision:
        facts = reported_facts(answers.data, self.base)
        case = dataclasses.replace(self._empty, facts=facts, open=open_types(answers.data))
        return self._reasoner.advise(case).decision

    def mattering(self, answers: Answers, places: list[Place]) -> set[Place] | None:
        """The places that matter, by every combination; None where these are too many."""
        values = [self.answers(answers, place) for place in places]
        ways = list(itertools.product(*(range(len(one)) for one in values)))
        if len(ways) > MOST:
            return None
        decided: dict[tuple[int, ...], Decision] = {}
        for way in ways:
            told = answers
            for place, options, chosen in zip(places, values, way, strict=True):
                told = told.with_answer(place, options[chosen])
            decided[way] = self.decide(told)
        found = set()
        for number, place in enumerate(places):
            alike: dict[tuple[int, ...], list[Decision]] = {}
            for way, decision in decided.items():
                alike.setdefault(way[:number] + way[number + 1 :], []).append(decision)
            if any(one != group[0] for group in alike.values() for one in group):
                found.add(place)
        return found


def asked_after(told: Answers) -> Interview:
    """An interview after answers that need be no valid case, such as a side without its answer."""
    interview = Interview(told.base)
    interview.answers = told
    return interview


def some_state(rng: random.Random, base: KnowledgeBase, data: dict[str, Any]) -> Answers:
    """The answers of a runner somewhere on the way."""
    interview = Interview(base)
    states = [interview, *(after for _, after in Teller(base, data).prompts(interview))]
    return rng.choice(states[:-1] or states).answers


def nearly_told(
    rng: random.Random, told: Answers, data: dict[str, Any]
) -> tuple[Answers, list[Place]]:
    """Leave a few questions open, some of which may matter, and answer all others."""
    bearing = [place for place in asked_after(told).bearing if place[1]]
    others = [place for place in told.open_places() if place[1] and place not in bearing]
    kept = rng.sample(bearing, min(len(bearing), rng.choice([2, 3, 4, 5])))
    kept += rng.sample(others, min(1, len(others)))
    full = Answers(told.base, data)
    while places := [place for place in told.open_places() if place not in kept]:
        for place in places:
            answer = full.answer(place)
            unsure = answer is None or (place[1] and rng.random() < 0.2)
            told = told.with_answer(place, UNSURE if unsure else answer)
    return told, [place for place in kept if not told.asked(place)]


@pytest.fixture(scope="module")
def worlds(base: KnowledgeBase, reasoner: Reasoner) -> Worlds:
    return Worlds(base, reasoner)


SEEN: dict[int, tuple[int, Counter[Place]]] = {}
"""By seed, how many questions were asked, and those that could not matter."""


def compare(
    worlds: Worlds, documents: dict[str, Any], seed: int, told_as: Habits = USUAL
) -> tuple[int, Counter[Place]]:
    """Compare states; every question that matters has to be asked."""
    rng = random.Random(seed)
    asked, surplus = 0, Counter[Place]()
    for _ in range(STATES):
        data = random_case(rng, documents, told_as)
        told, places = nearly_told(rng, some_state(rng, worlds.base, data), data)
        mattering = worlds.mattering(told, places)
        if mattering is None:
            continue
        bearing = {place for place in asked_after(told).bearing if place in places}
        assert mattering <= bearing, (mattering - bearing, dict(told.data))
        asked += len(bearing)
        surplus.update(bearing - mattering)
    return asked, surplus


@pytest.mark.parametrize("seed", SEEDS)
def test_no_question_is_missed_that_could_change_the_decision(
    worlds: Worlds, documents: dict[str, Any], seed: int
) -> None:
    SEEN[seed] = compare(worlds, documents, seed)
    assert SEEN[seed][0] > 20


@pytest.mark.parametrize("seed", range(6))
def test_none_is_missed_over_rules_that_nobody_wrote(seed: int, tmp_path: Path) -> None:
    """Such rules overlap more than those of people, so more is asked that could not matter."""
    documents: dict[str, Any] = dict(random_base(random.Random(seed)))
    write(documents, tmp_path)
    base = load(tmp_path)
    asked, surplus = compare(Worlds(base, reasoner_of(base)), documents, seed, habits(documents))
    assert asked > 20
    assert surplus.total() <= 0.2 * asked, (asked, surplus.most_common(5))


def test_at_most_two_percent_of_the_questions_could_not_matter(
    worlds: Worlds, documents: dict[str, Any]
) -> None:
    for seed in SEEDS:
        if seed not in SEEN:
            SEEN[seed] = compare(worlds, documents, seed)
    asked = sum(one for one, _ in SEEN.values())
    surplus = sum((one for _, one in SEEN.values()), Counter[Place]())
    assert surplus.total() <= 0.02 * asked, (asked, surplus.most_common(5))
