"""Why not: how near each rule came, and what stands in the way whatever the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from advisor import advise, read_case
from advisor.advice import SILENT, Advice
from advisor.explanation import Why, WhyNot, WhyNotOutcome, WhyOutcome, why, why_not
from advisor.explanation.nearness import Candidate, Part
from advisor.facts import FACT_TYPES, REPORTED, Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern
from advisor.report.explaining.answers import answer_text
from tests.changed import answered, instead
from tests.test_faithful import advices_of, random_advices
from tests.told import Told, flow

STORY = "@clamshells-then-low-back"


def case(name: str, base: KnowledgeBase) -> Advice:
    return advise(read_case(name, base))


def not_said(name: str, base: KnowledgeBase, asked: str) -> WhyNot:
    answer = why_not(case(name, base), asked)
    assert isinstance(answer, WhyNot)
    return answer


def text_of(name: str, base: KnowledgeBase, asked: str) -> str:
    return flow(answer_text(why_not(case(name, base), asked)))


# What is in the way


def test_outside_the_method_is_named_with_the_complaint(base: KnowledgeBase) -> None:
    answer = not_said("@v08-sore-outer-hip", base, "heel-rocker-pronation")
    assert [one.kind for one in answer.barriers] == ["scope"]
    assert (
        "All that bothers you is outside this method, which has nothing to say of it: soreness on "
        "the outer side of the hip, also when lying on it."
    ) in text_of("@v08-sore-outer-hip", base, "heel-rocker-pronation")


def test_what_is_held_back_is_told_with_why(base: KnowledgeBase) -> None:
    answer = not_said("@v08-sore-outer-hip", base, "kickstand-hinge")
    assert [one.kind for one in answer.barriers] == ["scope", "withheld"]
    text = text_of("@v08-sore-outer-hip", base, "kickstand-hinge")
    assert "It is held back, whatever the rules for it say: - Held back: kickstand hinge." in text


def test_open_safety_answers_are_named(base: KnowledgeBase) -> None:
    answer = not_said("@v30-my-knee-hurts", base, "kickstand-hinge")
    assert [one.kind for one in answer.barriers] == ["gate"]
    text = text_of("@v30-my-knee-hurts", base, "kickstand-hinge")
    assert "Safety comes first. Until it is settled, nothing of this is looked at." in text
    assert "How old are you?" in text
    assert "No sure answer yet, of the checklist “knee”: a fresh knee injury;" in text


def test_what_is_only_concluded_less_strongly_is_not_said_to_have_no_rule(
    base: KnowledgeBase,
) -> None:
    text = text_of("@v02-low-back-after-knee", base, "pattern:moving-symptom=likely")
    assert "No rule of this knowledge base concludes it with that strength." in text


def test_a_clinician_comes_first(base: KnowledgeBase) -> None:
    answer = not_said("@under-sixteen-clinician", base, "kickstand-hinge")
    assert answer.barriers[0].kind == "referral"
    text = text_of("@under-sixteen-clinician", base, "kickstand-hinge")
    assert "A clinician should look first. Until then nothing of this is looked at:" in text


def test_what_stands_more_strongly_is_told(base: KnowledgeBase) -> None:
    text = text_of(STORY, base, "knee-first-push-off=possible")
    assert text.startswith("Why this pattern is not said to fit: a push-off in which")
    assert "It stands, and more strongly than that: - Pattern: a push-off" in text


def test_what_is_said_is_answered_with_why(base: KnowledgeBase) -> None:
    advice = case(STORY, base)
    assert isinstance(why_not(advice, "kickstand-hinge"), Why)
    assert isinstance(why_not(advice, "drills"), WhyOutcome)


def test_a_gate_or_referral_that_stands_is_named_for_all_it_keeps_away(told: list[Told]) -> None:
    for one in told:
        advice = one.advice
        for name in advice.base.entries["drill"]:
            answer = why_not(advice, f"drill:{name}")
            if not isinstance(answer, WhyNot):
                continue
            kinds = [barrier.kind for barrier in answer.barriers]
            first = {
                "emergency": "silent",
                "urgent": "silent",
                "not-cleared": "gate",
                "see-clinician": "referral",
                "outside-method": "scope",
            }.get(advice.outcome)
            if first:
                assert kinds[0] == first
            held = any(fact.get("drill") == name for fact in advice.facts("withheld"))
            assert ("withheld" in kinds) == (held and first != "silent")


def test_a_drill_whose_rule_fired_and_is_held_back_says_both(told: list[Told]) -> None:
    advice = next(one.advice for one in told if one.advice.outcome == "all-withheld")
    name = advice.record.withdrawn[0].identity
    answer = why_not(advice, name)
    assert isinstance(answer, WhyNot)
    assert [one.kind for one in answer.barriers] == ["withheld"]
    assert answer.candidates[0].fired
    text = flow(answer_text(answer))
    assert re.search(
        r"the nearest first - [^\]]*\]\. It fired\.|part by part - [^\]]*\]\. It fired", text
    )


# How near the rules came


def test_each_condition_is_held_failed_or_unknown_with_what_was_told(base: KnowledgeBase) -> None:
    text = text_of(STORY, base, "foot-not-loaded")
    assert (
        "- The foot stays on its outer edge on one leg [our own; S13, S14, S15, S17, S35]. "
        "- Unknown: an own check answered yes: your weight stays on the outer edge of the foot. "
        "You gave no sure answer."
    ) in text
    assert "- Failed: a complaint: wobbling on one leg. Not reported." in text


def test_the_value_told_stands_beside_the_one_needed(base: KnowledgeBase) -> None:
    asked = "coverage:length-with-internal-rotation=covered"
    assert (
        "Failed: an exercise in the routine (internal rotation length as the main point; weight "
        "bearing as the main point; at least 2 times a week). You train: single-leg Romanian "
        "deadlifts (1 time a week)."
    ) in text_of("@the-right-work-once-a-week", base, asked)


def test_the_nearest_rule_for_a_premise_is_told_below_it(base: KnowledgeBase) -> None:
    text = text_of("@v29-paper-says-covered", base, "heel-rocker-pronation")
    assert (
        "- Failed: the key as seen: load the foot (your own checks speak against it). Not "
        "concluded. - Nearest to it: The foot was seen to stay unloaded [our own; S15, S35]. "
        "- Unknown: an own check answered yes: your weight stays on the outer edge of the foot. "
        "You gave no sure answer."
    ) in text


def test_what_no_rule_was_looked_at_for_is_not_called_failed(base: KnowledgeBase) -> None:
    text = text_of("@v08-sore-outer-hip", base, "heel-rocker-pronation")
    assert "Not looked at: a key that is open: load the foot" in text
    unwanted = text_of("@leg-pain-answered-no", base, "rule:check-the-way-to-co-contraction")
    assert "Not looked at, and it must not be so: a key that is open: load the glutes" in unwanted


def test_an_untold_section_is_named(base: KnowledgeBase) -> None:
    text = text_of("@routine-not-told", base, "rotation-only-routine")
    assert "You have not told what you train in a usual week." in text


def parts_of(part: Part) -> Iterator[Part]:
    yield part
    for one in part.parts:
        yield from parts_of(one)


def candidates_of(advice: Advice) -> Iterator[Candidate]:
    """Give every rule of some things that an advice does not say, each as near as it came."""
    base = advice.base
    names = [f"drill:{name}" for name in base.entries["drill"]]
    names += [f"{kind}:{name}" for kind in ("pattern", "key") for name in base.entries[kind]]
    for name in names:
        answer = why_not(advice, name)
        if isinstance(answer, WhyNot):
            distances = [one.distance for one in answer.candidates]
            assert distances == sorted(distances)
            yield from answer.candidates


def test_a_rule_is_at_no_distance_exactly_if_it_fired(told: list[Told]) -> None:
    for one in told:
        fired = {firing.rule.id for firing in one.advice.record.firings}
        for candidate in candidates_of(one.advice):
            if candidate.judged:
                assert (candidate.distance == 0) == (candidate.rule.id in fired)
                assert candidate.fired == (candidate.rule.id in fired)


def missing_answer(candidate: Candidate) -> tuple[Fact, Pattern] | None:
    """Give the one fact that lacks the one answer for which a rule waits."""
    for part in parts_of(candidate.part):
        if isinstance(part.condition, Pattern) and part.wanted and part.distance == 1:
            near = [one.fact for one in part.near if one.cost == 1]
            if part.state == "unknown" and near:
                return near[0], part.condition
    return None


def test_a_rule_that_is_one_answer_away_fires_once_that_is_given(told: list[Told]) -> None:
    """So the distance means what it says: nothing else was in its way."""
    tried = 0
    for advice in (*(one.advice for one in told), *random_advices()[:400]):
        for candidate in candidates_of(advice):
            missing = missing_answer(candidate)
            if candidate.distance != 1 or not candidate.judged or missing is None:
                continue
            fact, pattern = missing
            if FACT_TYPES[pattern.type].stratum != REPORTED or pattern.judge(fact) is True:
                continue
            filled = answered(advice.base, fact, pattern)
            if filled is None:
                continue
            after = instead(advice, filled)
            rule = candidate.rule
            if rule.stratum in after.record.ran and _reads_the_same(advice, after, candidate):
                assert rule in [one.rule for one in after.record.firings], rule.id
                tried += 1
    assert tried > 100


def _reads_the_same(before: Advice, after: Advice, candidate: Candidate) -> bool:
    """Whether what was concluded and is read by a rule is as before."""
    types = {
        part.condition.type
        for part in parts_of(candidate.part)
        if isinstance(part.condition, Pattern)
    }

    def standing(advice: Advice) -> list[tuple[object, ...]]:
        return sorted(
            (one.name, str(sorted(one.attributes.items(), key=str)))
            for one in advice.record.standing
            if one.type in types
        )

    return standing(before) == standing(after)


# Outcomes


@pytest.mark.parametrize(
    ("name", "asked", "applies"),
    [
        ("@v17-groin-ache-and-limp", "see-clinician", True),
        ("@v08-sore-outer-hip", "drills", False),
        (STORY, "emergency", False),
        (STORY, "nothing-to-add", False),
        (STORY, "need-more", True),
        ("@v14-back-pain-and-numbness", "not-cleared", False),
        ("@v14-back-pain-and-numbness", "see-clinician", False),
        ("@unsure-pregnant", "not-cleared", True),
    ],
)
def test_of_another_outcome_it_tells_whether_it_would_apply(
    base: KnowledgeBase, name: str, asked: str, applies: bool
) -> None:
    answer = why_not(case(name, base), asked)
    assert isinstance(answer, WhyNotOutcome)
    assert answer.applies is applies
    said = "That is so, but another outcome comes before it." in text_of(name, base, asked)
    assert said is applies


def test_of_drills_it_tells_of_each_drill_that_was_looked_at(base: KnowledgeBase) -> None:
    answer = why_not(case("@painless-and-covered", base), "drills")
    assert isinstance(answer, WhyNotOutcome)
    assert [one.target.identity for one in answer.missing] == list(base.entries["drill"])
    shut = why_not(case("@v30-my-knee-hurts", base), "drills")
    assert isinstance(shut, WhyNotOutcome)
    assert shut.missing == ()


# All of it


def test_everything_that_can_be_concluded_answers_both_questions(told: list[Told]) -> None:
    """Why in some shipped case, and why not in another."""
    base = told[0].advice.base
    names = [f"outcome:{one}" for one in base.entries["outcome"]]
    for rule in base.rules:
        names += [f"{one.type}:{one.identity}" for one in rule.conclude]
        names += [f"note:{one}" for one in rule.notes]
    shipped = [one.advice for one in told if not one.where.startswith("{")]
    for name in dict.fromkeys(names):
        answers = (why(advice, name) for advice in shipped)
        found = set()
        for answer in answers:
            found.add(isinstance(answer, (Why, WhyOutcome)))
            if len(found) == 2:
                break
        assert found == {True, False}, name


def test_of_what_is_given_nothing_says_that_it_is_held_back() -> None:
    """On bases with cues and exercises of the same names as drills, too."""
    asked = 0
    for advice in (one for seed in (2, 4, 7) for one in advices_of(seed)):
        given = dict(advice.decision.drills)
        held = {fact.get("drill") for fact in advice.facts("withheld")}
        for name in advice.base.entries["drill"]:
            if advice.outcome in SILENT:
                continue
            answer = why(advice, f"drill:{name}")
            assert (answer.target.kind == "withheld") == (name in held), name
            if name in given:
                assert isinstance(answer, Why)
            asked += 1
    assert asked > 200


def test_a_rule_that_fired_is_never_said_not_to_have() -> None:
    for advice in (one for seed in (0, 3, 4) for one in advices_of(seed)):
        fired = {one.rule for one in advice.record.firings}
        for name in advice.base.entries["note"]:
            answer = why_not(advice, f"note:{name}")
            if isinstance(answer, WhyNot) and any(one.rule in fired for one in answer.candidates):
                assert answer.barriers, (advice.case.name, name)
                assert "that could conclude it fired." not in flow(answer_text(answer))
