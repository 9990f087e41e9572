"""Nothing gets past a red flag: no pattern, key or drill while one is true or could be."""

from __future__ import annotations

import copy
import random
from collections import Counter
from typing import Any

import pytest

from advisor.advice import SILENT, Advice
from advisor.documents import Document, read
from advisor.facts import GATED, UNKNOWN, Fact
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests import random_cases
from tests.conftest import CASES
from tests.readings import advise

HELD_BACK = ("pattern", "key", "drill")


def assert_silent(advice: Advice) -> None:
    for kind in HELD_BACK:
        assert not advice.record.facts(kind), (advice.outcome, kind)
    assert advice.outcome in ("emergency", "urgent", "not-cleared")


def case_data(name: str) -> dict[str, Any]:
    document = read(CASES / f"{name}.yaml")
    assert isinstance(document, Document)
    assert isinstance(document.value, dict)
    data: dict[str, Any] = copy.deepcopy(document.value)
    return data


def spelled_out(data: dict[str, Any], base: KnowledgeBase) -> dict[str, Any]:
    """Write out what `all_others` stands for, so that single answers can be changed."""
    answers = data.get("screening", {})
    others = answers.get("all_others", "unsure")
    full = {name: answers.get(name, others) for name in base.entries["screening"]}
    return {**{k: v for k, v in data.items() if k != "expect"}, "screening": full}


def test_random_cases_with_an_open_or_true_red_flag_get_no_advice(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(2)
    outcomes: Counter[str] = Counter()
    for _ in range(1500):
        advice = advise(reasoner, random_cases.random_case(rng, documents))
        guards = [one for one in advice.record.pending if one.rule.guards_gate]
        fired = [one for one in advice.record.firings if one.rule.guards_gate]
        outcomes[advice.outcome] += 1
        if guards or fired or advice.record.age_missing:
            assert_silent(advice)
        if advice.record.facts("referral"):
            for kind in HELD_BACK:
                assert not advice.record.facts(kind)
    assert outcomes["drills"] > 50, "the random cases must reach drills for this to say anything"
    assert outcomes["not-cleared"] > 50


DRILL_CASES = ["clamshells-then-low-back", "v01-kneecap-ache-on-clamshells"]


@pytest.mark.parametrize("name", DRILL_CASES)
def test_silence_on_what_would_be_urgent_is_never_cleared(
    reasoner: Reasoner, base: KnowledgeBase, name: str
) -> None:
    data = spelled_out(case_data(name), base)
    full = advise(reasoner, data)
    assert full.outcome == "drills"
    areas = {fact.identity for fact in full.record.reported if fact.type == "area"}
    would_be_urgent = 0
    for question in base.entries["screening"].values():
        asked_of = set(question.words("areas"))
        if asked_of and not asked_of & areas:
            continue
        yes = {**data["screening"], question.id: "yes"}
        if advise(reasoner, {**data, "screening": yes}).outcome not in SILENT:
            continue
        would_be_urgent += 1
        silent = {k: v for k, v in data["screening"].items() if k != question.id}
        for answers in (silent, {**silent, question.id: "unsure"}):
            advice = advise(reasoner, {**data, "screening": answers})
            assert_silent(advice)
            assert question.id in {one.identity for one in advice.settling}, question.id
    assert would_be_urgent > 15


@pytest.mark.parametrize("name", DRILL_CASES)
def test_without_an_age_nothing_is_cleared(
    reasoner: Reasoner, base: KnowledgeBase, name: str
) -> None:
    data = spelled_out(case_data(name), base)
    del data["runner"]["age"]
    advice = advise(reasoner, data)
    assert_silent(advice)
    assert [one.attribute for one in advice.settling] == ["age"]


@pytest.mark.parametrize(
    "told",
    [
        [],
        [Fact("area", "knee", {"id": "knee"})],
        [Fact("runner", "runner", {})],
        [Fact("runner", "runner", {"age": UNKNOWN})],
        [Fact("runner", "runner", {"age": "grown-up"})],
        [Fact("runner", "runner", {"age": ()})],
    ],
)
def test_the_engine_itself_shuts_the_gate_without_an_age(
    base: KnowledgeBase, told: list[Fact]
) -> None:
    record = infer(Engine(base), told, ())
    assert (record.age_missing, record.gate_open) == (True, False)
    assert not record.ran & set(GATED)


def test_an_age_alone_leaves_the_gate_open_where_nothing_else_is_asked(base: KnowledgeBase) -> None:
    record = infer(Engine(base), [Fact("runner", "runner", {"age": 41})], ())
    assert (record.age_missing, record.gate_open) == (False, True)


def test_a_yes_leads_at_least_to_the_level_its_question_names(
    reasoner: Reasoner, base: KnowledgeBase
) -> None:
    """A question's `level` is what a yes leads to by itself, in each area it is asked of."""
    severity = ["see-clinician", "urgent", "emergency"]
    named = {"clinician": "see-clinician", "urgent": "urgent", "emergency": "emergency"}
    beside_another = {"pregnancy-emergency-signs": "pregnant", "pregnancy-swollen-calf": "pregnant"}
    alone_says_nothing = {"long-morning-stiffness", "wakes-then-eases"}
    alone_says_nothing |= {"inflammation-history", "back-pain-since-before-45"}
    young = {"cannot-take-weight", "limping", "unexplained-bone-pain"}
    for question in base.entries["screening"].values():
        if question.id in alone_says_nothing:
            continue
        for area in question.words("areas") or ("movement",):
            answers = dict.fromkeys(base.entries["screening"], "no")
            answers[question.id] = "yes"
            if question.id in beside_another:
                answers[beside_another[question.id]] = "yes"
            age = 15 if question.id in young else 60
            data = {"runner": {"age": age}, "areas": [area], "screening": answers, "symptoms": {}}
            outcome = advise(reasoner, data).outcome
            wanted = named[question.text("level")]
            assert severity.index(outcome) >= severity.index(wanted), (question.id, area, outcome)
