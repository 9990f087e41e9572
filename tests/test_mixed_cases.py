"""A complaint inside the method beside one outside it: the drills that DOMAIN.md B.3 leaves."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests.told import advise_on

FOOT, SHIFT, HINGE, BOX = DRILLS = (
    "heel-rocker-pronation",
    "step-to-lateral-hip-shift",
    "kickstand-hinge",
    "co-contraction-to-box",
)
HOLDS_BACK = {
    "outer-knee-stab": DRILLS,
    "below-kneecap-tendon": (BOX,),
    "inner-knee-catch": DRILLS,
    "back-pain-down-leg": DRILLS,
    "one-sided-low-back": DRILLS,
    "outer-hip-sore": (SHIFT, HINGE),
    "groin-pinch": DRILLS,
    "sit-bone-ache": (HINGE,),
    "deep-buttock-ache": DRILLS,
    "hamstring-grab": (HINGE, BOX),
    "achilles-morning-stiff": (),
    "achilles-at-heel": (FOOT,),
    "heel-first-steps": (FOOT,),
    "inner-shin-sore": (FOOT,),
    "shin-bone-spot": DRILLS,
    "calf-tight": (BOX,),
    "inner-ankle-ache": (FOOT,),
    "big-toe-sore": (FOOT, BOX),
    "foot-bone-spot": DRILLS,
    "outer-ankle-sore": (FOOT, SHIFT),
    "deep-front-thigh": DRILLS,
    "lower-leg-bursting": DRILLS,
}
NEEDS = {HINGE: SHIFT, BOX: HINGE}
REFERRED = {
    "inner-knee-catch", "back-pain-down-leg", "groin-pinch", "deep-buttock-ache", "shin-bone-spot",
    "inner-ankle-ache", "foot-bone-spot", "deep-front-thigh", "lower-leg-bursting",
}  # fmt: skip
"""Complaints that are a warning sign of row RF4, RF6, RF7, RF12, RF17, RF18, RF24 or RF36."""
INSIDE: dict[str, dict[str, Any]] = {
    "kneecap-ache": {"worst": 1},
    "knee-unplaced": {},
    "low-back-tight": {"worst": 2, "triggers": ["late-in-run"]},
    "no-push": {},
    "wobbly": {},
    "hips-wont-turn-in": {},
}
CHECKED = {
    "knee-drifts-in": "no",
    "knee-stays-over-toes-when-cued": "yes",
    "groin-pinch-turning-in": "no",
    "known-hip-condition": "no",
}


def held_back_with(names: tuple[str, ...]) -> set[str]:
    held = set(names)
    for drill, needed in NEEDS.items():  # in order, so what builds on it follows
        if needed in held:
            held.add(drill)
    return held


def test_the_tables_name_complaints_of_their_scope(base: KnowledgeBase) -> None:
    symptoms = base.entries["symptom"].values()
    assert set(INSIDE) <= {one.id for one in symptoms if one.text("scope") == "inside"}
    assert set(HOLDS_BACK) <= {one.id for one in symptoms if one.text("scope") == "outside"}


@pytest.mark.parametrize(("inside", "outside"), list(itertools.product(INSIDE, HOLDS_BACK)))
def test_a_mixed_pair_gets_only_what_is_left(reasoner: Reasoner, inside: str, outside: str) -> None:
    case = {
        "runner": {"age": 40},
        "screening": {"all_others": "no"},
        "symptoms": {inside: INSIDE[inside], outside: {}},
        "routine": {"clamshell": {"times_per_week": 3}},
        "observations": {**CHECKED, "back-arches-at-push-off": "yes"},
        "expect": {},
    }
    decision = advise_on(reasoner, case).decision
    held = held_back_with(HOLDS_BACK[outside])
    given = {drill for drill, _ in decision.drills}
    assert set(DRILLS) & set(decision.withheld) == held
    if outside in REFERRED:
        assert decision.outcome == "see-clinician"
        assert not given
    else:
        assert given == set(DRILLS) - held
        assert decision.outcome == ("drills" if given else "all-withheld")
        assert "rotation-only-routine" in decision.patterns


@pytest.mark.parametrize("outside", HOLDS_BACK)
def test_alone_it_is_outside_the_method_and_borrows_no_pattern(
    reasoner: Reasoner, outside: str
) -> None:
    case = {
        "runner": {"age": 40},
        "screening": {"all_others": "no"},
        "symptoms": {outside: {}},
        "routine": {"clamshell": {"times_per_week": 3}},
        "observations": {**CHECKED, "other-hip-drops": "yes", "back-arches-at-push-off": "yes"},
        "expect": {},
    }
    decision = advise_on(reasoner, case).decision
    assert decision.outcome == ("see-clinician" if outside in REFERRED else "outside-method")
    assert not decision.patterns
    assert not decision.keys
    assert not decision.drills
