"""The engine fact by fact: what comes, what goes again, and what a firing then rests on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import pytest

from advisor.cases import Case
from advisor.documents import read
from advisor.facts import STRATA, Fact
from advisor.inference import Engine, Firing, Record, infer
from advisor.knowledge import KnowledgeBase
from advisor.language import AtLeast, Pattern
from advisor.reasoner import Reasoner, shipped_cases

STORY = "clamshells-then-low-back"


@pytest.fixture(scope="module")
def facts(reasoner: Reasoner) -> tuple[Fact, ...]:
    case = reasoner.check(read(shipped_cases()[STORY]))
    assert isinstance(case, Case)
    return case.facts


def concluded(engine: Engine) -> list[object]:
    """Judge every stratum as it stands; give all that is true, and why, and all that is open."""
    firings = [firing for stratum in STRATA for firing in engine.judge(stratum)]
    unknown = [rule.id for stratum in STRATA for rule in engine.unknown(stratum)]
    return [*map(said, firings), unknown]


def said(firing: Firing) -> tuple[str, list[list[str]], tuple[Pattern, ...]]:
    met = [[fact.name for fact in one.facts] for one in firing.support]
    return firing.rule.id, met, firing.absences


def with_facts(base: KnowledgeBase, facts: Iterable[Fact]) -> Engine:
    engine = Engine(base)
    engine.take(facts)
    return engine


def take_back(engine: Engine, facts: Iterable[Fact]) -> None:
    numbers = {element.content: number for number, element in list(engine.facts.items())[1:]}
    for fact in facts:
        if fact in numbers:  # else no rule reads it
            engine.retract(numbers[fact])


HALVES: dict[str, Callable[[int], bool]] = {
    "the first half": lambda number: number < 40,
    "every other one": lambda number: number % 2 == 0,
    "all": lambda _: True,
}


@pytest.mark.parametrize("which", HALVES.values(), ids=list(HALVES))
def test_a_fact_taken_back_leaves_nothing(
    base: KnowledgeBase, facts: tuple[Fact, ...], which: Callable[[int], bool]
) -> None:
    engine = with_facts(base, facts)
    gone = [fact for number, fact in enumerate(facts) if which(number)]
    take_back(engine, gone)
    kept = [fact for fact in facts if fact not in gone]
    assert concluded(engine) == concluded(with_facts(base, kept))


def test_it_is_that_very_fact_that_is_taken_back(
    base: KnowledgeBase, facts: tuple[Fact, ...]
) -> None:
    for gone in facts:
        engine = with_facts(base, facts)
        take_back(engine, [gone])
        kept = [fact for fact in facts if fact is not gone]
        assert concluded(engine) == concluded(with_facts(base, kept)), gone.name


def test_the_story_concludes_something_that_a_fact_decides(
    base: KnowledgeBase, facts: tuple[Fact, ...]
) -> None:
    """So the test above compares more than silence with silence."""
    assert len(concluded(with_facts(base, facts))) > 5


def test_an_engine_works_before_it_is_reset(base: KnowledgeBase, facts: tuple[Fact, ...]) -> None:
    new, used = with_facts(base, facts), Engine(base)
    used.take(facts)
    used.reset()
    used.take(facts)
    assert concluded(new) == concluded(used)


def test_equal_patterns_are_met_under_each_of_their_labels(
    base: KnowledgeBase, facts: tuple[Fact, ...]
) -> None:
    one, other = (Pattern("symptom", (), label) for label in ("one", "other"))
    rule = next(rule for rule in base.rules if rule.id == "moving-symptom")
    changed = dataclasses.replace(rule, when=AtLeast(2, (one, other), "all"))
    rules = tuple(changed if known is rule else known for known in base.rules)
    engine = with_facts(dataclasses.replace(base, rules=rules), facts)
    found = [firing for firing in engine.judge(rule.stratum) if firing.rule is changed]
    symptoms = tuple(fact for fact in facts if fact.type == "symptom")
    assert [(met.pattern.label, met.facts) for met in found[0].support] == [
        ("one", symptoms),
        ("other", symptoms),
    ]


def test_what_a_case_rests_on_is_the_same_however_late_it_is_asked(
    base: KnowledgeBase, cases: list[Case]
) -> None:
    engine = Engine(base)

    def grounds(record: Record) -> list[object]:
        open_rules = [(one.rule.id, one.open) for one in record.pending]
        return [*map(said, record.firings), *(one.open for one in record.firings), *open_rules]

    some = cases[::7]
    at_once = [grounds(infer(engine, case.facts, case.open)) for case in some]
    records = [infer(engine, case.facts, case.open) for case in some]
    engine.matcher.forget()
    assert [grounds(record) for record in records] == at_once
    assert sum(map(len, at_once)) > 1000
