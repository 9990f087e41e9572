"""What the base does with the rows of the domain notes: the drills, levels and tags they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.advice import Advice
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from tests import domain_rows
from tests.domain_reading import about, citing
from tests.planting import Change, entry_of, plant
from tests.told import advise_on

LEVELS = {"emergency": "E", "urgent": "U", "clinician": "B"}


# Drills held back


def drills(named: str) -> set[str]:
    """Give the ids of drills from "D1 D3"."""
    return {domain_rows.DRILLS[name] for name in named.split()}


def with_needs(held: set[str]) -> set[str]:
    """Add what needs a drill that is held back: the hinge needs the shift, the box the hinge."""
    chain = ("step-to-lateral-hip-shift", "kickstand-hinge", "co-contraction-to-box")
    first = next((place for place, name in enumerate(chain) if name in held), len(chain))
    return held | set(chain[first:])


def outside_faults(base: KnowledgeBase) -> list[str]:
    """Say where an outside symptom holds back other drills than table B.3 says."""
    faults = []
    every = set(base.entries["drill"])
    for row, named in domain_rows.OUTSIDE.items():
        entries = about(base, ["symptom"], row)
        if len(entries) != 1:
            faults.append(f"{row}: {len(entries)} symptoms are about it")
        for entry in entries:
            held = every if "blocks" in entry.fields else set(entry.words("withholds"))
            if held != drills(named) or entry.text("scope") != "outside":
                faults.append(f"{row}: {entry.id} holds back {sorted(held)}, the notes {named!r}")
    return faults + [
        f"{entry.id} is outside by {row}, and table B.3 does not say so"
        for entry in base.entries["symptom"].values()
        for row in entry.words("ref")
        if entry.text("scope") == "outside"
        and row in domain_rows.ROWS["B.2 symptoms"]
        and row not in domain_rows.OUTSIDE
    ]


def test_an_outside_symptom_holds_back_what_the_notes_say(base: KnowledgeBase) -> None:
    assert outside_faults(base) == []


def told(reasoner: Reasoner, **sections: Any) -> Advice:
    """Advise a grown runner who answers every screening question with no, but for `sections`."""
    screening = dict.fromkeys(reasoner.base.entries["screening"], "no")
    answers = {**screening, **sections.pop("screening", {})}
    nothing: dict[str, Any] = {"symptoms": {}, "routine": {"clamshell": {}}, "tried": {}}
    data = {"runner": {"age": 40}, **nothing, **sections, "screening": answers}
    return advise_on(reasoner, data)


def held_back(advice: Advice) -> set[str]:
    """Give the drills that an advice holds back."""
    facts = advice.record.facts("withheld")
    return {fact.identity for fact in facts if fact.get("drill") is not None}


@pytest.mark.parametrize("row", domain_rows.OUTSIDE)
def test_a_runner_with_an_outside_symptom_gets_none_of_those_drills(
    reasoner: Reasoner, row: str
) -> None:
    (symptom,) = about(reasoner.base, ["symptom"], row)
    # beside a complaint inside the method, so that drills are given at all
    inside = {"low-back-tight": {"worst": 1, "triggers": ["late-in-run"]}}
    advice = told(reasoner, symptoms={symptom.id: {"worst": 1}, **inside})
    expected = with_needs(drills(domain_rows.OUTSIDE[row]))
    assert held_back(advice) == expected
    given = {name for name, _ in advice.decision.drills}
    assert not given & expected
    assert given or advice.outcome in ("see-clinician", "all-withheld"), advice.outcome


def test_the_stories_of_table_b_3_get_no_drill(reasoner: Reasoner) -> None:
    base = reasoner.base
    assert told(reasoner).outcome == "drills"
    assert told(reasoner, runner={"age": 13}).outcome == "see-clinician"
    for row, flag in domain_rows.STORIES.items():
        assert citing(base, flag, "referral"), f"no rule refers {row} by {flag}"
    questions = about(base, ["screening"], domain_rows.STORIES["SY32"])
    assert questions
    for question in questions:
        areas = list(question.words("areas"))[:1]
        advice = told(reasoner, areas=areas, screening={question.id: "yes"})
        assert advice.decision.referrals, question.id
        assert not advice.decision.drills, question.id


def withhold_faults(base: KnowledgeBase) -> list[str]:
    """Say where the rules of a row of table D.4 hold back something else than it says."""
    faults = []
    for row, named in domain_rows.WITHHOLDS.items():
        concluded = [one for rule in citing(base, row, "withheld") for one in rule.conclude]
        held = {one.identity for one in concluded if dict(one.attributes).get("drill")}
        others = sorted({one.identity for one in concluded} - held)
        if with_needs(held) != with_needs(drills(named)):
            faults.append(f"{row}: its rules hold back {sorted(held)}, the notes {named!r}")
        if others != domain_rows.ALSO_WITHHELD.get(row, "").split():
            faults.append(f"{row}: beside drills its rules hold back {others}")
    return faults


def test_the_rules_that_hold_back_do_so_as_the_notes_say(base: KnowledgeBase) -> None:
    assert withhold_faults(base) == []


EVERYWHERE = ["foot", "ankle", "lower-leg", "knee", "thigh", "groin", "hip", "low-back", "pelvis"]


@pytest.mark.parametrize("row", domain_rows.CHECKS)
def test_a_check_leads_to_what_the_notes_say(reasoner: Reasoner, row: str) -> None:
    expected = domain_rows.CHECKS[row]
    found: set[str] = set()
    for entry in about(reasoner.base, ["observation"], row):
        seen = {entry.id: "yes"}
        facts = told(reasoner, areas=[], observations=seen).record.facts
        found |= {f"sign {one.identity} {one.get('level')}" for one in facts("sign")}
        found |= {f"withheld {one.identity}" for one in facts("withheld")}
        referred = told(reasoner, areas=EVERYWHERE, observations=seen).record.facts("referral")
        found |= {f"referral {one.get('level')}" for one in referred}
    held = {one.removeprefix("withheld ") for one in expected if one.startswith("withheld ")}
    direct = {domain_rows.DRILLS.get(name, name) for name in held}
    wanted = {f"withheld {name}" for name in with_needs(direct)}
    assert found == wanted | {one for one in expected if not one.startswith("withheld ")}


# Red flags and exercises


def level_faults(base: KnowledgeBase) -> list[str]:
    """Say which red flag is not told at a level that its row names."""
    faults = []
    for row, levels in domain_rows.LEVELS.items():
        found = {LEVELS[str(rule.referral_level)] for rule in citing(base, row, "referral")}
        found |= {"C" for _ in citing(base, row, "caution")}
        missing = sorted(set(levels.split()) - found)
        if missing:
            faults.append(f"{row}: no rule at level {', '.join(missing)}")
    return faults


def test_every_red_flag_is_told_at_the_levels_of_its_row(base: KnowledgeBase) -> None:
    assert set(domain_rows.LEVELS) == set(domain_rows.ROWS["D.2 red flags"])
    assert level_faults(base) == []


def tag_faults(base: KnowledgeBase) -> list[str]:
    """Say which exercise is tagged otherwise than in table C.2."""
    faults = []
    for row, tags in domain_rows.EXERCISE_TAGS.items():
        entries = about(base, ["exercise"], row)
        if len(entries) != 1:
            faults.append(f"{row}: {len(entries)} exercises are about it")
        for entry in entries:
            written = entry.mapping("tags")
            faults += [
                f"{row} {entry.id}: {name} is {written.get(name)}, in the notes {value}"
                for name, value in tags.items()
                if written.get(name) != value
            ]
    return faults


def test_every_exercise_is_tagged_as_in_the_notes(base: KnowledgeBase) -> None:
    assert tag_faults(base) == []


# Each of these can fail


PLANTED: dict[str, tuple[str, Change, str]] = {
    "an exercise that trains more": (
        "vocabulary/exercises.yaml",
        lambda content: entry_of(content, "exercises", "clamshell")["tags"].update(single_leg=1),
        "X1 clamshell: single_leg is 1, in the notes 0",
    ),
    "a symptom that lets a drill through": (
        "vocabulary/symptoms.yaml",
        lambda content: entry_of(content, "symptoms", "hamstring-grab").update(withholds=[]),
        "SY14: hamstring-grab holds back [], the notes 'D3 D4'",
    ),
    "an alarm that is none": (
        "reasoning/20-triage.yaml",
        lambda content: entry_of(content, "rules", "hot-swollen-joint-emergency")[
            "conclude"
        ].update(referral={"name": "hot-swollen-joint", "level": "urgent"}),
        "RF9b: no rule at level E",
    ),
    "a sore shin that rolls in": (
        "reasoning/40-withhold.yaml",
        lambda content: entry_of(content, "rules", "inner-shin-no-rolling-in").update(
            conclude={"withheld": {"drill": "kickstand-hinge"}}
        ),
        "W5: its rules hold back ['kickstand-hinge'], the notes 'D1'",
    ),
    "a cue that comes back": (
        "reasoning/40-withhold.yaml",
        lambda content: entry_of(content, "rules", "sore-big-toe-no-cue").update(ref=["O11"]),
        "W7: beside drills its rules hold back []",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(base: KnowledgeBase, copied: Path, name: str) -> None:
    file, change, fault = PLANTED[name]
    assert fault not in every_fault(base)
    plant(copied / file, change)
    assert fault in every_fault(load(copied))


def every_fault(base: KnowledgeBase) -> list[str]:
    return [
        *(*outside_faults(base), *withhold_faults(base)),
        *(*level_faults(base), *tag_faults(base)),
    ]
