"""
An explanation is faithful: what it names carries the conclusion, and nothing else does.

A justification is a smallest set of recorded facts on which a firing stands; section 6 of the
design says what must be true of it. Checked over the shipped cases, over thousands of random ones,
and on random knowledge bases, which use all of the language.
"""

from __future__ import annotations

import functools
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from advisor.advice import Advice
from advisor.explanation.justification import justifications
from advisor.explanation.proof import Proof, Prover, Step, key_of
from advisor.explanation.situation import Situation
from advisor.facts import FACT_TYPES, GATED, NOTES, REASONING, REPORTED, UNKNOWN, Fact
from advisor.inference import Firing
from advisor.knowledge import load
from advisor.language import Condition, IsUnknown, Not, Pattern, Rule, uses
from advisor.reasoner import Reasoner
from tests import random_cases, readings
from tests.changed import instead, passing, without
from tests.conftest import rule_documents
from tests.random_bases import random_base, write
from tests.random_habits import habits
from tests.told import Told

RANDOM_CASES = 2_000
BASES = range(12)
CASES_A_BASE = 60
MOST_FACTS = 9
"""Firings on more facts than this are not tried with each subset of them: 2 to that power."""


@functools.cache
def random_advices() -> list[Advice]:
    rng, documents, reasoner = random.Random(5), rule_documents(), Reasoner(load())
    return [
        readings.advise(reasoner, random_cases.random_case(rng, documents))
        for _ in range(RANDOM_CASES)
    ]


@functools.cache
def advices_of(seed: int) -> list[Advice]:
    """Give advice by a random base on random cases."""
    documents = random_base(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        write(documents, Path(folder))
        base = load(folder)
    reasoner, rng, told = Reasoner(base), random.Random(seed), habits(documents)
    return [
        readings.advise(reasoner, random_cases.random_case(rng, documents, told))
        for _ in range(CASES_A_BASE)
    ]


def situation_of(advice: Advice) -> Situation:
    return Situation(advice.base, advice.record, advice.case.open)


def is_as_wanted(
    condition: Condition, kept: frozenset[Fact], firing: Firing, situation: Situation, wanted: bool
) -> bool:
    """
    Whether a condition is as wanted when only some of the recorded facts are left.

    What was absent stays absent, what was open stays open: other premises are fixed.
    """
    if isinstance(condition, Pattern):
        if wanted:
            return any(one.type == condition.type and condition.judge(one) for one in kept)
        return condition in firing.absences
    if isinstance(condition, IsUnknown):
        return situation.truth(condition) is wanted
    if isinstance(condition, Not):
        return is_as_wanted(condition.part, kept, firing, situation, not wanted)
    count = condition.count if wanted else len(condition.parts) - condition.count + 1
    found = [is_as_wanted(one, kept, firing, situation, wanted) for one in condition.parts]
    return sum(found) >= count


def check_ways(advice: Advice) -> int:
    """Check the justifications of every firing against the definition; give how many there were."""
    situation, count = situation_of(advice), 0
    for firing in advice.record.firings:
        facts = list(dict.fromkeys(fact for met in firing.support for fact in met.facts))
        ways = [frozenset(way) for way in justifications(firing, situation)]
        count += len(ways)

        def fires(kept: Iterable[Fact], firing: Firing = firing) -> bool:
            return is_as_wanted(firing.rule.when, frozenset(kept), firing, situation, True)

        where = (advice.case.name, firing.rule.id)
        assert ways, where
        assert fires(facts), where
        for way in ways:
            assert fires(way), where
            assert way <= set(facts), where
            assert not any(fires(way - {one}) for one in way), where
        if len(facts) <= MOST_FACTS:
            for size in range(len(facts) + 1):
                for kept in itertools.combinations(facts, size):
                    assert fires(kept) == any(way <= set(kept) for way in ways), where
    return count


def test_each_justification_carries_a_firing_and_nothing_of_it_is_spare(told: list[Told]) -> None:
    assert sum(check_ways(one.advice) for one in told) > 5_000


def test_justifications_are_as_exact_in_thousands_of_random_cases() -> None:
    assert sum(check_ways(one) for one in random_advices()) > 10_000


@pytest.mark.parametrize("seed", BASES)
def test_justifications_are_exact_in_all_of_the_language(seed: int) -> None:
    assert sum(check_ways(one) for one in advices_of(seed)) > 0


# What the engine does without some of the facts, or with others


def premises_of(advice: Advice, firing: Firing) -> frozenset[object]:
    """Give all that a rule reads of what was concluded, as the engine sees it."""
    read = {pattern.type for pattern, _ in uses(firing.rule.when)}
    return frozenset(
        (fact.name, *sorted(fact.attributes.items(), key=str))
        for fact in advice.record.standing
        if fact.type in read
    )


def counts_on_fewer(rule: Rule, gone: Iterable[Fact]) -> bool:
    """Whether taking facts away could also make a part of a condition true."""
    types = {one.type for one in gone}
    return any(use != "support" and pattern.type in types for pattern, use in uses(rule.when))


def check_removal(advice: Advice, gone: frozenset[Fact]) -> Counter[bool]:
    """Check that a rule goes on firing without some facts exactly if some justification does."""
    situation, after = situation_of(advice), without(advice, gone)
    fired = {one.rule for one in after.record.firings}
    survived: Counter[bool] = Counter()
    for firing in advice.record.firings:
        same = premises_of(advice, firing) == premises_of(after, firing)
        if not same or firing.rule.stratum not in after.record.ran:
            continue  # other premises are not as they were
        if counts_on_fewer(firing.rule, gone):
            continue  # what is absent or open may be otherwise, too
        ways = justifications(firing, situation)
        survives = any(gone.isdisjoint(way) for way in ways)
        assert (firing.rule in fired) == survives, (advice.case.name, firing.rule.id)
        survived[survives] += 1
    return survived


def test_the_engine_keeps_a_firing_exactly_while_some_justification_is_left(
    told: list[Told],
) -> None:
    rng, survived = random.Random(3), Counter[bool]()
    for advice in (*(one.advice for one in told), *random_advices()):
        removable = [
            fact
            for fact in advice.case.facts
            if fact.type in ("area", "symptom", "exercise", "tried")
        ]
        if removable:
            gone = rng.sample(removable, rng.randint(1, len(removable)))
            survived += check_removal(advice, frozenset(gone))
    assert min(survived[True], survived[False]) > 500


def test_a_fact_that_matches_an_absence_defeats_it(told: list[Told]) -> None:
    """With such a fact a rule no longer fires, or no longer counts on that nothing matches."""
    rng, tried = random.Random(4), 0
    for advice in (*(one.advice for one in told), *random_advices()[:500]):
        absences = [
            (firing, pattern)
            for firing in advice.record.firings
            for pattern in firing.absences
            if FACT_TYPES[pattern.type].stratum == REPORTED
        ]
        for firing, pattern in rng.sample(absences, min(2, len(absences))):
            fact = passing(advice, pattern)
            if fact is None:
                continue
            after = instead(advice, fact)
            again = [one for one in after.record.firings if one.rule is firing.rule]
            assert not any(pattern in one.absences for one in again), firing.rule.id
            tried += 1
    assert tried > 300


# The proof as a whole


def proofs_of(advice: Advice) -> Iterator[Proof]:
    prover = Prover(advice)
    for fact in advice.record.standing:
        yield prover.proof(fact)


def steps_below(proof: Proof, seen: set[Proof]) -> Iterator[tuple[Proof, Step]]:
    if proof in seen:
        return
    seen.add(proof)
    for step in (*proof.steps, *proof.weaker):
        yield proof, step
        for premise in step.premises:
            for ground in premise.grounds:
                if ground.proof is not None:
                    yield from steps_below(ground.proof, seen)


@pytest.mark.parametrize("seed", [None, *BASES])
def test_a_proof_leads_from_what_was_reported_to_the_conclusion(
    seed: int | None, told: list[Told]
) -> None:
    """Each step concludes what it stands for, from facts that hold; it ends in what was told."""
    advices = [one.advice for one in told] if seed is None else advices_of(seed)
    for advice in advices:
        reported, standing = set(advice.case.facts), set(advice.record.standing)
        seen: set[Proof] = set()
        for proof in proofs_of(advice):
            for above, step in steps_below(proof, seen):
                assert above.fact.name in {one.name for one in step.firing.conclusions}
                assert step.firing in advice.record.firings
                for premise in step.premises:
                    for ground in premise.grounds:
                        assert ground.fact in (reported if ground.proof is None else standing)
                        assert premise.pattern.judge(ground.fact) is True
        assert {one.fact.name for one in seen} == {one.name for one in standing}
        assert all(one.steps for one in seen)


@pytest.mark.parametrize("seed", [None, *BASES])
def test_every_reason_of_what_stands_is_in_its_proof(seed: int | None, told: list[Told]) -> None:
    """Also the weaker ones."""
    advices = [one.advice for one in told] if seed is None else advices_of(seed)
    for advice in advices:
        for proof in proofs_of(advice):
            if proof.fact.type != "note":
                said = [one.rule for one in (*proof.steps, *proof.weaker)]
                assert len(said) == len(set(said))
                assert set(said) == {
                    firing.rule
                    for firing in advice.record.firings
                    if key_of(proof.fact) in map(key_of, firing.conclusions)
                }


def test_a_rule_all_of_whose_drills_are_held_back_is_no_reason_for_its_notes() -> None:
    held_back = 0
    for advice in itertools.chain.from_iterable(map(advices_of, (0, 2, 8))):
        gone = {one.name for one in advice.record.withdrawn}
        for proof in proofs_of(advice):
            for step in proof.steps:
                others = {f"{one.type}:{one.identity}" for one in step.rule.conclude}
                assert proof.fact.type != "note" or step.rule.stratum == NOTES or others - gone
            held_back += proof.fact.type == "note" and any(
                {f"{one.type}:{one.identity}" for one in firing.rule.conclude} <= gone
                for firing in advice.record.firings
                if proof.fact.identity in firing.rule.notes
            )
    assert held_back > 20


def test_the_open_gate_is_a_premise_of_all_that_it_guards(told: list[Told]) -> None:
    """It is cited for strata 3 to 7; shutting it takes all of them away."""
    shut = 0
    for one in told:
        advice = one.advice
        for proof in proofs_of(advice):
            stratum = FACT_TYPES[proof.fact.type].stratum
            assert ("gate" in proof.language) == (stratum in GATED)
            assert ("no-referral" in proof.language) == (stratum in REASONING)
            assert ("in-scope" in proof.language) == (stratum in REASONING)
        if advice.record.gate_open:
            runner = next(fact for fact in advice.case.facts if fact.type == "runner")
            ageless = Fact("runner", "runner", {**runner.attributes, "age": UNKNOWN})
            after = instead(advice, ageless)
            kept = {FACT_TYPES[fact.type].stratum for fact in after.record.standing}
            assert kept.isdisjoint(GATED)
            shut += 1
    assert shut > 100
