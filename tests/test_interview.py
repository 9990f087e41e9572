"""The interview: it ends in the decision of the full case, red flags first, and asks no more."""

from __future__ import annotations

import random
import statistics
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from advisor.advice import Advice, Decision
from advisor.cases import Case
from advisor.diagnostics import CaseError
from advisor.documents import Document
from advisor.facts import SEVERE
from advisor.interview import UNSURE, Field, Interview, Prompt
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, reasoner_of
from tests.benchmarks.asking import READING, SKIMMING, story
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_habits import habits
from tests.talking import Teller

PER_SEED = 100
SEEDS = range(15)


def told_of(case: Case) -> dict[str, Any]:
    value: Any = case.document.value
    return dict(value)


def tells_what_there_is(base: KnowledgeBase, data: dict[str, Any]) -> bool:
    """Whether a case is one that truthful answers give: who names areas says what bothers there."""
    if "areas" not in data and "symptoms" not in data:
        return False  # the questionnaire does not let anyone pass without an area
    return "symptoms" in data or bool(Interview(base, data).answers.options(("symptom", "", "")))


def whole(base: KnowledgeBase, data: dict[str, Any]) -> Interview:
    """The interview of a runner who answers all that is asked."""
    interview = Interview(base)
    for _, after in Teller(base, data).prompts(interview):
        interview = after
    return interview


class Step(NamedTuple):
    """A prompt that was answered, and what could be said then."""

    prompt: Prompt
    outcome: str
    done: bool
    levels: frozenset[str | None]
    refers_before: bool
    symptoms: frozenset[str]


class Walk(NamedTuple):
    """The interview of a shipped case, step by step."""

    case: Case
    steps: list[Step]
    decision: Decision


@pytest.fixture(scope="module")
def walks(base: KnowledgeBase, cases: list[Case]) -> list[Walk]:
    return [walk(base, case) for case in cases]


def walk(base: KnowledgeBase, case: Case) -> Walk:
    interview, steps = Interview(base), []
    for prompt, after in Teller(base, told_of(case)).prompts(interview):
        steps.append(
            Step(
                prompt,
                after.advice.outcome,
                after.done,
                frozenset(rule.referral_level for of in after.bearing.values() for rule in of),
                bool(interview.advice.facts("referral")),
                frozenset(one.identity for one in interview.case.facts if one.type == "symptom"),
            )
        )
        interview = after
    return Walk(case, steps, interview.advice.decision)


def test_every_shipped_case_comes_to_its_decision(reasoner: Reasoner, walks: list[Walk]) -> None:
    for one in walks:
        assert one.decision == reasoner.advise(one.case).decision, one.case.name
        assert one.steps[-1].done


@pytest.mark.parametrize("seed", SEEDS)
def test_random_runners_come_to_the_decision_of_their_case(
    base: KnowledgeBase, documents: dict[str, Any], seed: int
) -> None:
    rng = random.Random(seed)
    reasoner = reasoner_of(base)
    for _ in range(PER_SEED):
        data = random_case(rng, documents)
        if not tells_what_there_is(base, data):
            continue
        case = reasoner.check(Document("random", data, lambda: (1, 1)))
        assert isinstance(case, Case)
        decision = whole(base, data).advice.decision
        assert decision == reasoner.advise(case).decision, data


def test_the_bars_for_prompts_hold(base: KnowledgeBase, walks: list[Walk]) -> None:
    counted, in_full = [len(one.steps) for one in walks], []
    for one in walks[::10]:
        full = Teller(base, told_of(one.case)).prompts(Interview(base, full=True))
        in_full.append(sum(1 for _ in full))
        assert in_full[-1] >= len(one.steps)
    assert statistics.median(counted) <= 15
    assert statistics.quantiles(counted, n=20)[-1] <= 25
    assert statistics.median(in_full) > 1.2 * statistics.median(counted)


def test_an_interview_keeps_a_copy_of_what_it_is_given(base: KnowledgeBase) -> None:
    told: dict[str, Any] = {"runner": {"age": 40}, "areas": ["knee"]}
    interview = Interview(base, told)
    told["runner"]["age"] = 15
    told["areas"].append("hip")
    assert interview.data == {"runner": {"age": 40}, "areas": ["knee"]}


@pytest.mark.parametrize(
    "told", [{"symptoms": {"nope": {}}}, {"runner": {"age": "x"}}, {"areas": 3}, {"nope": 1}]
)
def test_what_is_no_case_begins_no_interview(base: KnowledgeBase, told: dict[str, Any]) -> None:
    with pytest.raises(CaseError):
        Interview(base, told)


def said(rng: random.Random, field: Field) -> Any:
    """Answer a question somehow, but no to a warning sign."""
    if field.kind == "number":
        return rng.choice((field.minimum, field.maximum))
    if field.kind == "yes-no":
        return "no" if field.place[0] == "screening" else rng.choice(("yes", "no"))
    one = rng.choice(field.options).value
    return [one] if field.kind == "several" else one


@pytest.mark.parametrize("seed", range(20))
def test_whoever_answers_every_question_of_the_whole_form_comes_to_its_end(
    base: KnowledgeBase, seed: int
) -> None:
    rng, interview, sides = random.Random(seed), Interview(base, full=True), 0
    while (prompt := interview.prompt) is not None:
        for kind, identity, attribute in (field.place for field in prompt.fields):
            if (kind, attribute) == ("observation", "side"):
                sides += 1
                assert interview.answers.answer((kind, identity, "answer")) == "yes"
        interview = interview.answer({one.place: said(rng, one) for one in prompt.fields})
    if interview.advice.outcome not in SEVERE:
        assert sides
        assert interview.spared == 0
        left = {place[2] for place in interview.answers.open_places()}
        assert left <= {"side"}, "of checks answered no"


def guards_false(advice: Advice) -> bool:
    """Whether every emergency and urgent rule is false."""
    fired = [one.rule for one in advice.record.firings]
    waiting = [one.rule for one in advice.record.pending]
    return not any(rule.guards_gate for rule in (*fired, *waiting))


def test_a_story_is_told_in_three_minutes_by_the_model(base: KnowledgeBase) -> None:
    """By the keystroke-level model and skimming; reading every word takes longer."""
    told = story(base)
    assert told.seconds(SKIMMING) < 180 < told.seconds(READING)
    assert told.screens <= 17
    assert told.keys <= 100


def test_no_way_through_ends_in_drills_while_a_severe_sign_is_not_denied(
    base: KnowledgeBase, cases: list[Case]
) -> None:
    """Also with questions skipped, and stopped at any point."""
    rng = random.Random(7)
    drills = 0
    for case in [one for one in cases if one.name.startswith("v") or rng.random() < 0.15]:
        for skips in (0.0, 0.05, 0.3):
            teller, interview = Teller(base, told_of(case)), Interview(base)
            while (prompt := interview.prompt) is not None:
                given = {
                    field.place: UNSURE
                    if field.unsure and rng.random() < skips
                    else teller.answer(field)
                    for field in prompt.fields
                }
                interview = interview.answer(given)
                if interview.advice.outcome == "drills":
                    drills += 1
                    assert guards_false(interview.advice), (case.name, interview.data)
    assert drills > 50


def test_advice_may_be_had_early_only_once_no_warning_sign_or_complaint_is_open(
    base: KnowledgeBase, cases: list[Case]
) -> None:
    rng = random.Random(11)
    stops = 0
    for case in [one for one in cases if one.name.startswith("v") or rng.random() < 0.15]:
        for skips in (0.0, 0.1):
            teller, interview = Teller(base, told_of(case)), Interview(base)
            while (prompt := interview.prompt) is not None:
                if interview.may_stop:
                    stops += 1
                    assert {place[0] for place in interview.bearing} <= {"observation", "runner"}
                    assert interview.advice.outcome not in SEVERE
                    if interview.advice.outcome == "drills":
                        assert guards_false(interview.advice), (case.name, interview.data)
                interview = interview.answer(
                    (field.place, UNSURE if rng.random() < skips and field.unsure else told)
                    for field in prompt.fields
                    for told in [teller.answer(field)]
                )
    assert stops > 50


def asked_in(interview: Interview, data: dict[str, Any]) -> list[list[str]]:
    """The names of the fields of each prompt, to the end."""
    prompts = Teller(interview.base, data).prompts(interview)
    return [[field.name for field in prompt.fields] for prompt, _ in prompts]


@pytest.mark.parametrize("first", ["yes", "no"])
def test_a_sign_that_counts_only_beside_another_is_asked_after_it(
    base: KnowledgeBase, first: str
) -> None:
    data = {
        "runner": {"age": 41},
        "areas": ["low-back"],
        "screening": {"all_others": "no", "back-pain-since-before-45": first},
        "symptoms": {},
        "expect": {},
    }
    asked = asked_in(Interview(base), data)
    place = {name: at for at, names in enumerate(asked) for name in names}
    waiting = ["long-morning-stiffness", "wakes-then-eases", "inflammation-history"]
    found = [f"screening.{name}" for name in waiting if f"screening.{name}" in place]
    assert len(found) == (3 if first == "yes" else 0)
    assert all(place[name] > place["screening.back-pain-since-before-45"] for name in found)
    assert "screening.fragile-bones" in place
    assert "screening.back-pain-after-small-knock" not in place


def test_from_51_on_a_small_knock_is_asked_of_without_fragile_bones(base: KnowledgeBase) -> None:
    """The age counts as fragile bones do, so nothing is waited for."""
    data = {
        "runner": {"age": 51},
        "areas": ["low-back"],
        "screening": {"all_others": "no"},
        "symptoms": {},
        "expect": {},
    }
    asked = asked_in(Interview(base), data)
    knock, bones = "screening.back-pain-after-small-knock", "screening.fragile-bones"
    assert any(knock in names and bones in names for names in asked)


def test_details_of_several_complaints_are_asked_side_by_side(
    base: KnowledgeBase, cases: list[Case]
) -> None:
    case = next(one for one in cases if one.name == "v02-low-back-after-knee")
    asked = [
        names
        for names in asked_in(Interview(base), told_of(case))
        if names[0].startswith("symptoms.")
    ]
    for attribute in ("worst", "triggers", "after", "trend", "character"):
        pair = [f"symptoms.{name}.{attribute}" for name in ("knee-unplaced", "low-back-tight")]
        together = next(names for names in asked if pair[0] in names)
        at = together.index(pair[0])
        assert together[at : at + 2] == pair
    assert len(asked) <= 4


def test_what_is_known_is_asked_before_what_is_to_be_tried_out(
    base: KnowledgeBase, walks: list[Walk]
) -> None:
    compared = 0
    for one in walks:
        fields = [field for step in one.steps for field in step.prompt.fields]
        checks = [field.place[1] for field in fields if field.place[0] == "observation"]
        tried = [bool(base.entry("observation", name).text("how")) for name in checks]
        assert tried == sorted(tried), one.case.name
        compared += len(set(tried)) > 1
    assert compared > 20


def test_a_sure_emergency_ends_it_and_an_urgent_sign_leaves_only_emergencies(
    walks: list[Walk],
) -> None:
    seen = set()
    for step in (step for one in walks for step in one.steps):
        if step.outcome == "emergency":
            assert step.done
        elif step.outcome == "urgent":
            assert step.levels <= {"emergency"}
        seen.add(step.outcome)
    assert set(SEVERE) <= seen


def test_red_flags_come_first(walks: list[Walk]) -> None:
    order = ["screening", "symptom", "exercise", "observation"]
    for one in walks:
        kinds = [[field.place[0] for field in step.prompt.fields] for step in one.steps]
        assert kinds[0] == ["runner", "area"]
        known = [order.index(of[0]) for of in kinds if of[0] in order]
        assert known == sorted(known), one.case.name


def test_a_check_is_not_to_be_tried_once_someone_should_look_or_with_what_it_loads(
    base: KnowledgeBase, walks: list[Walk]
) -> None:
    kept_off = 0
    for step in (step for one in walks for step in one.steps):
        for field in step.prompt.fields:
            entry = base.entries["observation"].get(field.place[1])
            if entry is not None and entry.text("how"):
                loads = bool(step.symptoms & set(entry.words("not_with")))
                assert field.hands_off == (loads or step.refers_before), field.name
                kept_off += field.hands_off
    assert kept_off > 20


def test_an_interview_is_its_case_and_nothing_else(
    base: KnowledgeBase, reasoner: Reasoner, cases: list[Case]
) -> None:
    for case in cases[::15]:
        interview = Interview(base)
        for prompt, after in Teller(base, told_of(case)).prompts(interview):
            assert interview.prompt == prompt  # what was answered changed nothing before it
            assert Interview(base, after.data).prompt == after.prompt
            interview = after
        saved = reasoner.check(Document("saved", dict(interview.data), lambda: (1, 1)))
        assert isinstance(saved, Case)
        assert reasoner.advise(saved).decision == interview.advice.decision


def test_answers_in_another_order_come_to_the_same(base: KnowledgeBase, cases: list[Case]) -> None:
    rng = random.Random(3)
    for case in cases[::25]:
        teller, straight = Teller(base, told_of(case)), Interview(base)
        mixed = straight
        while (prompt := mixed.prompt) is not None:
            answers = list(teller.answers(prompt).items())
            rng.shuffle(answers)
            for place, answer in answers:
                mixed = mixed.answer({place: answer})
        straight = whole(base, told_of(case))
        assert mixed.advice.decision == straight.advice.decision


def test_nothing_is_named_where_nothing_bothers(base: KnowledgeBase) -> None:
    """Who is bothered nowhere is not asked by what."""
    interview = Interview(base).answer({("runner", "runner", "age"): 30, ("area", "", ""): []})
    assert interview.data["symptoms"] == {}
    assert Interview(base, {"areas": []}).data == {"areas": [], "symptoms": {}}
    while (prompt := interview.prompt) is not None:
        assert all(field.place[0] != "symptom" for field in prompt.fields)
        interview = interview.answer(dict.fromkeys((one.place for one in prompt.fields), UNSURE))


@pytest.mark.parametrize("seed", range(8))
def test_random_runners_of_random_bases_come_to_the_decision_of_their_case(
    seed: int, tmp_path: Path
) -> None:
    documents = random_base(random.Random(seed))
    write(documents, tmp_path)
    base = load(tmp_path)
    reasoner, rng = reasoner_of(base), random.Random(seed)
    compared = 0
    for _ in range(60):
        data = random_case(rng, documents, habits(documents))
        if not tells_what_there_is(base, data):
            continue
        case = reasoner.check(Document("random", data, lambda: (1, 1)))
        assert isinstance(case, Case)
        assert whole(base, data).advice.decision == reasoner.advise(case).decision, data
        compared += 1
    assert compared > 30
