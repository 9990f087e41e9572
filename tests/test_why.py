"""Why: the answers a person gets for what an advice says, read on the shipped stories."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor import advise, read_case
from advisor.advice import Advice
from advisor.diagnostics import AmbiguousNameError, UnknownIdError
from advisor.explanation import Answer, Told, Why, WhyNot, WhyOutcome, WhyRule, why, why_not
from advisor.explanation.target import NotConcludedError
from advisor.knowledge import KnowledgeBase, load
from advisor.report.explaining.answers import answer_text
from tests.told import flow

STORY = "@clamshells-then-low-back"


def case(name: str, base: KnowledgeBase) -> Advice:
    return advise(read_case(name, base))


def said(answer: Answer) -> str:
    return flow(answer_text(answer))


def in_short(answer: Answer) -> str:
    """Give the part between the question and the proof in full."""
    return said(answer).split("In full")[0]


# The stories


def test_the_articles_story_leads_from_clamshells_to_the_hinge(base: KnowledgeBase) -> None:
    answer = why(case(STORY, base), "kickstand-hinge")
    assert isinstance(answer, Why)
    assert in_short(answer) == (
        "Why this drill is given: kickstand hinge "
        "In short "
        "- Bothers you: knee pain that is hard to place and a low back that tightens or aches in "
        "or after runs. You train: clamshells and lateral band walks. You answered yes: the low "
        "back arches at the end of a bridge or push-off. "
        "- On paper: load the glutes while they lengthen and the hip turns in (not in "
        "your routine on paper) and straighten the hip before the knee (not in your routine on "
        "paper). "
        "- It fits: a routine of outward or sideways work that never loads the hip turning in, a "
        "push-off in which the knee straightens before the hip and a complaint that moved from "
        "the knee to the low back. "
        "- This key is open: load the glutes while they lengthen and the hip turns in (missing "
        "from your routine on paper). "
        "- So: drill: kickstand hinge (now). "
    )


def test_the_proof_names_the_values_told_and_the_sources(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "rotation-only-routine"))
    assert (
        "You train: clamshells (external rotation as the main point; 3 times a week) and lateral "
        "band walks (external rotation partly; 3 times a week). Any one of these would do. Asked "
        "for: an exercise in the routine (kind: strength or balance; external rotation at least "
        "partly; at least 2 times a week)."
    ) in text
    assert "This fits the routine the article describes. [the article; S22, S23]" in text


def test_what_was_not_there_is_a_premise_with_what_comes_nearest(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "coverage:length-with-internal-rotation"))
    assert (
        "No exercise in the routine (internal rotation length as the main "
        "point; weight bearing as the main point; at least 2 times a week). You train: lateral "
        "band walks (internal rotation length not at all; weight bearing as the main point; 3 "
        "times a week)."
    ) in text


def test_the_gate_is_told_as_a_premise(base: KnowledgeBase) -> None:
    settled = said(why(case(STORY, base), "kickstand-hinge")).split("settled before")[1]
    guards = sum(rule.guards_gate for rule in base.rules)
    assert f"The gate is open: of the {guards} rules that look for an emergency" in settled
    assert "none is true and none is still open, and your age is known (41)." in settled
    assert "Nothing you told has to be seen by a clinician first." in settled
    assert "Inside the method: knee pain that is hard to place and a low back" in settled
    assert "Nothing you told holds it back." in settled


def test_nothing_had_to_be_settled_before_load(base: KnowledgeBase) -> None:
    """Load and referrals are judged first."""
    answer = why(case("@longest-run-over-10", base), "longest-run-jump")
    assert isinstance(answer, Why)
    assert answer.proof.language == ()
    assert "What had to be settled" not in said(answer)


def test_a_number_that_is_computed_is_shown_with_what_it_is_computed_from(
    base: KnowledgeBase,
) -> None:
    text = said(why(case("@longest-run-over-10", base), "longest-run-jump"))
    assert re.search(
        r"You: longer by: [\d.]+ % \(longest run of the 30 days before the latest long one: "
        r"[\d.]+ km \([\d.]+ miles\); latest long run: [\d.]+ km \([\d.]+ miles\)\)",
        text,
    )


def test_two_reasons_are_both_told_and_each_is_enough(base: KnowledgeBase) -> None:
    answer = why(case("@v08-sore-outer-hip", base), "withheld:step-to-lateral-hip-shift")
    assert isinstance(answer, Why)
    assert len(answer.proof.steps) == 2
    assert "2 rules say so; each is enough." in said(answer)


def test_a_reason_of_two_conclusions_is_told_once(base: KnowledgeBase) -> None:
    """The complaint holds back the shift, and the hinge for the same reason."""
    text = said(why(case("@v08-sore-outer-hip", base), "kickstand-hinge"))
    assert text.count("Tendons there are thought to be squeezed") == 1
    assert "For a reason given above: " in text


def test_a_drill_that_builds_on_one_held_back_says_so(base: KnowledgeBase) -> None:
    text = said(why(case("@v08-sore-outer-hip", base), "co-contraction-to-box"))
    assert text.startswith("Why this is held back: co-contraction to a box")
    assert "builds on what is held back: kickstand hinge" in text
    assert "soreness on the outer side of the hip" in text


def test_a_referral_is_led_back_to_the_answer_given(base: KnowledgeBase) -> None:
    text = said(why(case("@v17-groin-ache-and-limp", base), "bone-stress-hip"))
    assert text.startswith("See a doctor today Something you answered needs a doctor")
    assert "You answered yes: a deep groin, front-of-hip or thigh ache with landing" in text
    assert "[outside the article; R87]" in text


@pytest.mark.parametrize("name", ["kickstand-hinge", "rotation-only-routine", "outcome:drills"])
def test_an_urgent_advice_explains_nothing_but_itself(base: KnowledgeBase, name: str) -> None:
    advice = case("@v17-groin-ache-and-limp", base)
    for answer in (why(advice, name), why_not(advice, name)):
        text = said(answer)
        assert text.startswith("See a doctor today")
        assert "a possible bone overload at the hip" in text
        assert not isinstance(answer, WhyNot) or answer.candidates == ()
        assert "Open key" not in text
        assert "You train" not in text


# The outcome


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        (STORY, "drills", "Drill: heel rocker pronation drill (now)."),
        ("@v08-sore-outer-hip", "outside-method", "All that bothers you is outside this method"),
        ("@v30-my-knee-hurts", "not-cleared", "How old are you?"),
        ("@v14-back-pain-and-numbness", "emergency", "You answered yes: numbness between the legs"),
    ],
)
def test_the_outcome_is_explained(
    base: KnowledgeBase, name: str, outcome: str, reason: str
) -> None:
    answer = why(case(name, base), outcome)
    assert isinstance(answer, WhyOutcome)
    assert base.entry("outcome", outcome).label in said(answer)
    assert reason in said(answer)


def test_of_no_outcome_but_the_last_a_better_one_is_passed_over(base: KnowledgeBase) -> None:
    text = said(why(case("@painless-and-covered", base), "nothing-to-add"))
    before = text.split("Looked at before, and not so: ")[1]
    labels = [one.label for one in base.entries["outcome"].values()]
    assert all(f"“{label}”" in before for label in labels[:-1])


# What was told


def test_of_a_complaint_it_tells_what_was_said_and_what_rests_on_it(base: KnowledgeBase) -> None:
    answer = why(case(STORY, base), "knee-unplaced")
    assert isinstance(answer, Told)
    text = said(answer)
    assert "knee pain that is hard to place (trend: getting better; eased by: clamshells)" in text
    assert "Pattern: a complaint that moved from the knee to the low back (fits partly" in text


def test_of_an_open_check_it_tells_what_an_answer_could_lead_to(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "weight-on-outer-edge"))
    assert "You gave no sure answer on this." in text
    assert "Pattern: a foot that is not loaded (fits well" in text


def test_a_no_may_hold_the_gate_open(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "saddle-numbness"))
    assert "What rests on it - The open gate" in text


def test_of_what_a_complete_list_does_not_hold_it_tells_so(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "squat"))
    assert "You told what you train in a usual week, and this is not among it." in text
    assert "What rests on it - The key on paper: load the glutes while they lengthen" in text


def test_a_no_keeps_rules_from_firing_and_they_are_named(base: KnowledgeBase) -> None:
    text = said(why(case("@v01-kneecap-ache-on-clamshells", base), "knee-drifts-in"))
    assert "What it keeps from being so - An ache at the kneecap and a knee not yet checked" in text


def test_what_rests_on_an_answer_is_followed_up_to_the_drills(base: KnowledgeBase) -> None:
    answer = why(case(STORY, base), "clams")
    assert isinstance(answer, Told)
    assert "drill:kickstand-hinge" in [one.name for one in answer.through]


def test_the_runner_can_be_asked_about(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "runner.age"))
    assert "You: age 41; distance a week: 30 km" in text
    assert "The open gate" in text


def test_a_checklist_of_the_same_name_is_never_meant(base: KnowledgeBase) -> None:
    assert why(case(STORY, base), "knee").target.name == "area:knee"


def test_an_emergency_that_is_still_open_is_never_called_not_so(base: KnowledgeBase) -> None:
    advice = case("@unsure-pregnant", base)
    assert advice.outcome == "urgent"
    for answer in (why(advice, "urgent"), why_not(advice, "emergency")):
        text = said(answer)
        assert "Looked at before, and still open: “Get emergency help now”." in text
        assert "Answer this too: it could make this an emergency" in text
    blank = said(why(case("@a-title-and-nothing-else", base), "not-cleared"))
    assert "still open: “Get emergency help now” and “See a doctor today”." in blank


def test_what_was_said_for_a_runner_by_default_is_marked(base: KnowledgeBase) -> None:
    text = said(why(case("@how-often-not-told", base), "rotation-only-routine"))
    assert "2 times a week, as you did not say" in text


KNOWN = """
  - id: knee-was-checked
    title: Somebody has looked whether the knee drifts in
    when:
      not: {unknown: {observation: {id: knee-drifts-in, answer: yes}}}
    conclude:
      note: nothing-to-treat
    because: It was looked at.
    grade: OURS
    sources: []
    ref: []
"""


@pytest.mark.parametrize(
    ("name", "known"), [("@v01-kneecap-ache-on-clamshells", True), (STORY, False)]
)
def test_a_rule_that_rests_on_a_check_having_been_made_says_so(
    copied: Path, name: str, known: bool
) -> None:
    """Whatever was seen: neither yes nor no is needed, but an answer."""
    with (copied / "reasoning" / "80-notes.yaml").open("a", encoding="utf-8") as file:
        file.write(KNOWN)
    advice = case(name, load(copied))
    asked = why(advice, "rule:knee-was-checked")
    words = "an own check answered yes: the knee drifts in past the big toe"
    if known:
        assert isinstance(asked, WhyRule)
        assert [premise.use for premise in asked.step.premises] == ["known"]
        assert f"It is known whether this is so: {words}" in said(asked)
    else:
        assert isinstance(asked, WhyNot)
        assert asked.candidates[0].distance == 1
        assert "Failed: nobody has said whether this is so: - Unknown" in said(asked)


# Rules, names and strengths


def test_a_rule_can_be_asked_for(base: KnowledgeBase) -> None:
    answer = why(case(STORY, base), "rule:hinge-now")
    assert isinstance(answer, WhyRule)
    assert "What it concluded - Drill: kickstand hinge (now). It stands." in said(answer)


def test_a_weaker_conclusion_of_a_rule_is_told_to_be_weaker(base: KnowledgeBase) -> None:
    text = said(why(case(STORY, base), "rule:knee-first-push-off-in-part"))
    assert "(fits partly; about: symptoms). It stands more strongly, by another rule." in text


def test_a_weaker_reason_stands_below_the_deciding_one(base: KnowledgeBase) -> None:
    answer = why(case(STORY, base), "knee-first-push-off")
    assert isinstance(answer, Why)
    assert [one.rule.id for one in answer.proof.weaker] == ["knee-first-push-off-in-part"]
    assert "Less strongly, the same follows from this: You reported" in said(answer)


def test_a_drill_that_is_also_an_exercise_and_a_pattern_that_is_also_a_rule_are_clear(
    base: KnowledgeBase,
) -> None:
    """What can be concluded is meant, unless the kind is said."""
    advice = case(STORY, base)
    assert why(advice, "kickstand-hinge").target.kind == "drill"
    assert why(advice, "exercise:kickstand-hinge").target.kind == "exercise"
    assert why(advice, "rotation-only-routine").target.kind == "pattern"
    assert why(advice, "rule:rotation-only-routine").target.kind == "rule"


def test_people_may_ask_by_the_name_they_use(base: KnowledgeBase) -> None:
    advice = case(STORY, base)
    assert why(advice, "Kickstand hinge").target == why(advice, "kickstand-hinge").target
    assert why(advice, "clams").target.name == "exercise:clamshell"


def test_a_strength_may_be_asked_for(base: KnowledgeBase) -> None:
    advice = case(STORY, base)
    assert isinstance(why(advice, "kickstand-hinge=now"), Why)
    later = why(advice, "kickstand-hinge=later")
    assert isinstance(later, WhyNot)
    assert [one.kind for one in later.barriers] == ["stronger"]
    assert "It stands, and more strongly than that: - Drill: kickstand hinge (now)." in said(later)
    advice = case("@check-the-way-to-co-contraction", base)
    checked = next(drill for drill, stage in advice.decision.drills if stage != "now")
    now = why(advice, f"{checked}=now")
    assert isinstance(now, WhyNot)
    assert "weaker" in [one.kind for one in now.barriers]
    assert "It stands, but less strongly than that: - Drill" in said(now)


@pytest.mark.parametrize(
    ("name", "error", "hint"),
    [
        ("kickstand-hing", UnknownIdError, "did you mean 'kickstand-hinge'?"),
        ("drill:clamshell", UnknownIdError, "unknown drill 'clamshell'"),
        ("withheld:clamshel", UnknownIdError, "did you mean 'clamshell'?"),
        ("coverage:load-the-feet", UnknownIdError, "did you mean 'load-the-foot'?"),
        ("kickstand-hinge=nwo", UnknownIdError, "did you mean 'now'?"),
        ("kickstand-hinge=", UnknownIdError, "unknown stage ''"),
        ("drills=now", NotConcludedError, "outcome:drills has no strength; leave out '=now'"),
        ("", UnknownIdError, "unknown id ''"),
        ("S22", NotConcludedError, "'advisor rules show source:S22' tells of it"),
        ("general-health", NotConcludedError, "is nothing that an advice concludes"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_ask(
    base: KnowledgeBase, name: str, error: type[Exception], hint: str
) -> None:
    advice = case(STORY, base)
    for ask in (why, why_not):
        with pytest.raises(error, match=re.escape(hint)):
            ask(advice, name)


def test_a_name_that_several_things_have_is_asked_back(base: KnowledgeBase) -> None:
    advice = case(STORY, base)
    names = [one for entry in base.entries["symptom"].values() for one in entry.words("aliases")]
    shared = next(name for name in names if len(base.find(name)) > 1)
    with pytest.raises(AmbiguousNameError, match="could mean"):
        why(advice, shared)
