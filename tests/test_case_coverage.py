"""The shipped cases show each thing that can happen: outcomes, silences, ages, trials, mixtures."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.advice import SILENT
from advisor.cases import Case
from advisor.facts import SEVERE
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests.conftest import CASES

TERMS = ("area", "symptom", "exercise", "observation", "screening", "key", "drill", "pattern",
         "referral", "caution", "load")  # fmt: skip
"""The kinds of entry that name something which the field has a term for."""


def written(case: Case) -> dict[str, Any]:
    value = case.document.value
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="module")
def outcomes(reasoner: Reasoner, cases: list[Case]) -> dict[str, str]:
    return {case.name: reasoner.advise(case).outcome for case in cases}


@pytest.mark.parametrize("kind", TERMS)
def test_every_entry_has_the_runner_s_words_the_field_s_term_and_a_plain_explanation(
    base: KnowledgeBase, kind: str
) -> None:
    for entry in base.entries[kind].values():
        bands = [band["text"] for band in entry.mapping("bands").values()]
        plain = entry.text("plain") or entry.text("text") or bands
        assert entry.text("label"), entry.id
        assert entry.text("term"), entry.id
        assert plain, entry.id


def test_every_outcome_is_reached(base: KnowledgeBase, outcomes: dict[str, str]) -> None:
    assert set(outcomes.values()) == set(base.entries["outcome"])


def test_every_severe_question_is_left_unsure_in_a_case_of_its_own(
    base: KnowledgeBase, cases: list[Case], outcomes: dict[str, str]
) -> None:
    unsure = {
        name: outcomes[case.name]
        for case in cases
        for name, answer in written(case).get("screening", {}).items()
        if answer == "unsure" and name != "all_others"
    }
    severe = {
        entry.id for entry in base.entries["screening"].values() if entry.text("level") in SEVERE
    }
    assert severe <= set(unsure)
    for name in severe:
        # what is silent is so by another answer, which needs no waiting for this one
        assert unsure[name] in ("not-cleared", *SILENT), name
    assert sum(unsure[name] == "not-cleared" for name in severe) > len(severe) - 3


def test_the_age_is_missing_in_every_place_where_a_rule_reads_it(
    reasoner: Reasoner, cases: list[Case], outcomes: dict[str, str]
) -> None:
    ageless = [case for case in cases if "age" not in (written(case).get("runner") or {})]
    assert {outcomes[case.name] for case in ageless} == {"not-cleared", "urgent", "emergency"}
    # with an age, each of these comes to something else: so the age is what was waited for
    waiting = [case for case in ageless if case.name.startswith("no-age-")]
    assert len(waiting) > 8
    for case in waiting:
        advice = reasoner.advise(case)
        if advice.outcome == "not-cleared":
            assert ("runner", "runner", "age") in [one.place for one in advice.settling], case.name


def test_every_drill_was_tried_with_too_much_pain_and_is_held_back(
    base: KnowledgeBase, reasoner: Reasoner, cases: list[Case]
) -> None:
    drills = set()
    for case in cases:
        for name, trial in written(case).get("tried", {}).items():
            if (trial or {}).get("pain", 0) > 2:
                drills.add(name)
                assert name in reasoner.advise(case).decision.withheld, case.name
    assert drills == set(base.entries["drill"])


def test_every_outside_complaint_comes_alone_and_beside_an_inside_one(
    base: KnowledgeBase, cases: list[Case], outcomes: dict[str, str]
) -> None:
    scopes = {entry.id: entry.text("scope") for entry in base.entries["symptom"].values()}
    alone, beside = set(), set()
    for case in cases:
        named = list(written(case).get("symptoms", {}))
        outside = [name for name in named if scopes[name] == "outside"]
        if len(named) == len(outside) == 1:
            alone |= {*outside}
            assert outcomes[case.name] not in ("drills", "all-withheld"), case.name
        elif len(outside) == 1:
            beside |= {*outside}
    wanted = {name for name, scope in scopes.items() if scope == "outside"}
    assert alone == wanted
    assert beside == wanted


def test_what_does_not_add_up_says_why() -> None:
    for folder in ("contradictory", "half-answered", "unsure", "no-age", "near"):
        for path in (CASES / folder).glob("*.yaml"):
            assert path.read_text(encoding="utf-8").splitlines()[1].startswith("# "), path
