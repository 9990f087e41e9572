"""Every rule has shipped cases in which it is one condition away, and they would notice it fire."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from advisor.audit import Exercised, exercised
from advisor.batch import compare
from advisor.cases import Case
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule
from advisor.reasoner import Reasoner

SECOND_WAYS = {
    "inflammatory-back-pain-without-the-years",
    "rotation-by-a-stretch",
    "unclear-pain-and-assessed",
}
"""Near misses named after what they show, beside the one named after the rule."""
ALWAYS = Pattern("runner", (), None)
"""A condition that is true of every case."""


@pytest.fixture(scope="module")
def by_name(cases: list[Case]) -> dict[str, Case]:
    return {case.name: case for case in cases}


@pytest.fixture(scope="module")
def index(reasoner: Reasoner, by_name: dict[str, Case]) -> Exercised:
    return exercised(reasoner, by_name)


def written(base: KnowledgeBase) -> Iterator[Rule]:
    return (rule for rule in base.rules if not rule.built_in)


def test_every_rule_has_a_case_in_which_it_is_one_condition_away(
    base: KnowledgeBase, index: Exercised
) -> None:
    lacking = [rule.id for rule in base.rules if not index.nearly(rule)]
    assert lacking == [], "write cases/near/near-RULE.yaml"


def test_a_rule_that_fired_one_condition_too_early_fails_some_case(
    base: KnowledgeBase, reasoner: Reasoner, index: Exercised, by_name: dict[str, Case]
) -> None:
    unguarded = []
    for rule in written(base):
        eager = dataclasses.replace(rule, when=ALWAYS)
        rules = tuple(eager if one is rule else one for one in base.rules)
        hasty = Reasoner(dataclasses.replace(base, rules=rules))
        changed = False
        # the case named after the rule first: with most rules it alone has to be read
        for name in sorted(index.nearly(rule), key=lambda one: one != f"near-{rule.id}"):
            case = by_name[name]
            decision = hasty.advise(dataclasses.replace(case, base=hasty.base)).decision
            if list(compare(case.expect or {}, decision)):
                break
            changed |= decision != reasoner.advise(case).decision
        else:
            # of some, such as coverage that is missing, a stronger conclusion stands in each case
            unguarded += [rule.id] if changed else []
    assert unguarded == [], "write cases/near/near-RULE.yaml, with an expectation that would notice"


def test_a_near_miss_is_near_the_rule_it_is_named_after(
    base: KnowledgeBase, index: Exercised, by_name: dict[str, Case]
) -> None:
    rules = {rule.id: rule for rule in base.rules}
    named = [name.removeprefix("near-") for name in by_name if name.startswith("near-")]
    assert len(named) > 40
    assert {name for name in named if name not in rules} == SECOND_WAYS
    for name in {*named} - SECOND_WAYS:
        assert f"near-{name}" in index.nearly(rules[name]), name
