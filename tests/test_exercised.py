"""Which cases exercise an entry or a rule, and in which a rule is one condition away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.audit import Exercised, exercised, valid_cases
from advisor.cases import Case
from advisor.knowledge import KnowledgeBase, load
from advisor.language import Rule
from advisor.reasoner import Reasoner, shipped_cases
from tests.all_advice import document_of
from tests.conftest import replace_in
from tests.test_determinism import in_json
from tests.test_knowledge_errors import BROKEN_RULES, add, rule

SAFE: dict[str, Any] = {
    "runner": {"age": 40},
    "screening": {"all_others": "no"},
    "expect": {"outcome": "drills"},
}


def index(reasoner: Reasoner, **cases: dict[str, Any]) -> Exercised:
    """Index hand-made cases, each of a runner with nothing alarming but for what it says."""
    read = {}
    for name, given in cases.items():
        case = reasoner.check(document_of(in_json({**SAFE, **given}), is_json=True))
        assert isinstance(case, Case), case
        read[name] = case
    return exercised(reasoner, read)


def rule_of(base: KnowledgeBase, name: str) -> Rule:
    return next(one for one in base.rules if one.id == name)


@pytest.fixture(scope="module")
def shipped(reasoner: Reasoner) -> Exercised:
    return exercised(reasoner, valid_cases(reasoner, shipped_cases()))


def test_entries_are_in_the_cases_that_report_or_conclude_them(reasoner: Reasoner) -> None:
    found = index(
        reasoner,
        told={
            "areas": ["knee"],
            "symptoms": {"kneecap-ache": {"worst": 2}},
            "routine": {"clamshell": {}},
            "observations": {"knee-drifts-in": "no", "other-hip-drops": "unsure"},
            "tried": {"kickstand-hinge": {"pain": 1}},
        },
        painless={"areas": [], "symptoms": {}, "routine": {"clamshell": {}}},
        limping={"areas": [], "symptoms": {}, "screening": {"all_others": "no", "limping": "yes"}},
    )
    in_cases = found.entries
    assert in_cases["exercise", "clamshell"] == ("told", "painless")
    assert in_cases["symptom", "kneecap-ache"] == in_cases["area", "knee"] == ("told",)
    assert in_cases["observation", "knee-drifts-in"] == ("told",)
    assert ("observation", "other-hip-drops") not in in_cases, "an unsure answer is none"
    assert in_cases["screening", "limping"] == ("limping",), "a no is no report of it"
    assert ("screening", "stroke-signs") not in in_cases
    assert in_cases["pattern", "rotation-only-routine"] == ("told", "painless")
    assert in_cases["outcome", "see-clinician"] == in_cases["referral", "pain-needs-examining"]
    assert "told" in in_cases["drill", "kickstand-hinge"], "a drill that was tried is reported"
    assert found.fired["rotation-only-routine"] == ("told", "painless")


def test_what_is_held_back_is_told_apart(reasoner: Reasoner) -> None:
    found = index(reasoner, sore={"symptoms": {"outer-hip-sore": {}}, "routine": {}})
    assert found.withheld["drill", "kickstand-hinge"] == ("sore",)
    assert found.withheld["exercise", "curtsy-lunge"] == ("sore",)
    assert ("drill", "kickstand-hinge") not in found.entries


def test_a_boundary_value_is_one_condition_away(base: KnowledgeBase, reasoner: Reasoner) -> None:
    found = index(
        reasoner,
        at_two={"symptoms": {"kneecap-ache": {"worst": 2}}},
        at_three={"symptoms": {"kneecap-ache": {"worst": 3}}},
        not_told={"symptoms": {"kneecap-ache": {}}},
        elsewhere={"symptoms": {"knee-unplaced": {"worst": 2}}},
        other_knee={"symptoms": {"knee-unplaced": {"worst": 3}}},
    )
    above_two = rule_of(base, "kneecap-ache-above-two")
    assert found.fired[above_two.id] == ("at_three",)
    assert found.nearly(above_two) == ("at_two", "not_told", "other_knee")


def test_not_is_one_condition_away_where_one_thing_stands_in_its_way(
    base: KnowledgeBase, reasoner: Reasoner
) -> None:
    wobbly = {"areas": [], "symptoms": {"wobbly": {}}}
    found = index(
        reasoner,
        nothing={**wobbly, "routine": {}},
        walks={**wobbly, "routine": {"monster-walk": {}}},
        calves={**wobbly, "routine": {"calf-raise": {}}},
        not_wobbly={"areas": [], "symptoms": {}, "routine": {}},
        unsaid=wobbly,
    )
    on_paper = rule_of(base, "foot-not-loaded-on-paper")
    assert found.fired[on_paper.id] == ("nothing",)
    # calf raises load the foot and put weight on it: both would have to be otherwise; where
    # nothing is said of the routine both are unknown
    assert found.nearly(on_paper) == ("walks", "not_wobbly")


def test_what_is_answered_is_one_condition_from_being_unknown(
    base: KnowledgeBase, reasoner: Reasoner
) -> None:
    ache = {"symptoms": {"kneecap-ache": {"worst": 1}}}
    found = index(
        reasoner,
        unchecked=ache,
        checked={**ache, "observations": {"knee-drifts-in": "no"}},
        no_ache={"symptoms": {"knee-unplaced": {}}},
    )
    unchecked = rule_of(base, "kneecap-ache-knee-unchecked")
    assert found.fired[unchecked.id] == ("unchecked",)
    assert found.nearly(unchecked) == ("checked", "no_ache")


def test_an_unknown_counts_as_not_true(base: KnowledgeBase, reasoner: Reasoner) -> None:
    found = index(reasoner, open={"symptoms": {"no-push": {}}}, no={"areas": [], "symptoms": {}})
    in_part = rule_of(base, "knee-first-push-off-in-part")
    assert found.nearly(in_part) == ("open",), "the check is open, and the complaint is there"


def test_a_rule_that_was_not_judged_is_not_near(base: KnowledgeBase, reasoner: Reasoner) -> None:
    knee = {"symptoms": {"kneecap-ache": {"worst": 2}}}
    found = index(
        reasoner,
        cleared=knee,
        no_age={**knee, "runner": {}},
        referred={**knee, "screening": {"all_others": "no", "limping": "yes"}},
        outside={"symptoms": {"calf-tight": {}}, "observations": {"knee-straightens-first": "yes"}},
    )
    assert found.nearly(rule_of(base, "kneecap-ache-above-two")) == ("cleared", "referred")
    in_part = rule_of(base, "knee-first-push-off-in-part")
    assert found.nearly(in_part) == ("cleared",), "the others never come to patterns"
    triage = rule_of(base, "stroke-signs-emergency")
    assert found.nearly(triage) == ("cleared", "no_age", "referred", "outside")


def test_equal_patterns_change_together(copied: Path) -> None:
    twice = "{all: [{symptom: no-push, as: first}, {symptom: no-push, as: second}]}"
    add(copied / BROKEN_RULES, rule("twice", when=twice))
    base = load(copied)
    found = index(Reasoner(base), case={"areas": [], "symptoms": {}})
    assert found.nearly(rule_of(base, "twice")) == ("case",)


def test_the_index_agrees_with_the_engine_on_every_shipped_case(
    base: KnowledgeBase, reasoner: Reasoner, cases: list[Case], shipped: Exercised
) -> None:
    fired: dict[str, list[str]] = {}
    judged: dict[str, set[str]] = {}
    for case in cases:
        record = reasoner.advise(case).record
        for firing in record.firings:
            fired.setdefault(firing.rule.id, []).append(case.name)
        for one in base.rules:
            if one.stratum in record.ran:
                judged.setdefault(one.id, set()).add(case.name)
    assert {name: list(found) for name, found in shipped.fired.items()} == fired
    for one in base.rules:
        near = set(shipped.nearly(one))
        assert near.isdisjoint(fired.get(one.id, ())), one.id
        assert near <= judged.get(one.id, set()), one.id


def test_an_answer_turned_makes_a_rule_fire_that_was_near(
    base: KnowledgeBase, reasoner: Reasoner
) -> None:
    """What the index calls one condition away, one changed answer brings about."""
    sign: dict[str, Any] = {"symptoms": {"no-push": {}}, "routine": {}}
    found = index(
        reasoner,
        no={**sign, "observations": {"knee-straightens-first": "no"}},
        yes={**sign, "observations": {"knee-straightens-first": "yes"}},
    )
    for name in ("knee-first-push-off-in-part", "knee-first-push-off-in-full"):
        assert (found.nearly(rule_of(base, name)), found.fired[name]) == (("no",), ("yes",))


def test_shipped_cases_that_another_base_refuses_are_left_out(copied: Path) -> None:
    replace_in(copied / "vocabulary/exercises.yaml", "maximum: 14", "maximum: 2")
    reasoner = Reasoner(load(copied))
    left = valid_cases(reasoner, shipped_cases())
    assert 0 < len(left) < len(shipped_cases())
    assert set(exercised(reasoner, left).fired["rotation-only-routine"]) <= set(left)
