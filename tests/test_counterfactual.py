"""What would have to be different: enough, nothing less would do, and none is missing."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from math import comb
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.advice import SILENT, Advice
from advisor.cases import Case
from advisor.diagnostics import UnknownIdError
from advisor.explanation.counterfactual import (
    BARRING,
    LIMIT,
    Counterfactual,
    counterfactual,
)
from advisor.explanation.target import NotConcludedError, Target
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, advise, read_case
from advisor.report.explaining.counterfactual_data import counterfactual_data, counterfactual_json
from advisor.report.explaining.counterfactual_schema import counterfactual_schema
from advisor.report.explaining.counterfactuals import (
    EXPLAINS,
    NO_DROPPING,
    counterfactual_markdown,
    counterfactual_text,
)
from tests import readings
from tests.changing import (
    ByHand,
    Edit,
    Edits,
    all_edits,
    all_targets,
    edited,
    said_sets,
    telling_apart,
)
from tests.conftest import ROOT
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_habits import habits
from tests.told import flow

OFTEN = range(1, 15)
ABSENCE = """
  - id: never-in-part
    title: That pattern never fits in part
    when:
      not: {pattern: {name: rotation-only-routine, confidence: possible}}
    conclude:
      note: {name: load-comes-first}
    because: No rule says so.
    grade: OURS
    sources: []
    ref: []
"""


def asked(case: str, name: str) -> Counterfactual:
    return counterfactual(advise(read_case(case)), name)


def content(case: Case) -> dict[str, Any]:
    value: Any = case.document.value
    return dict(value)


def answers(found: Counterfactual) -> list[set[str]]:
    """The answers to checks in each way that holds nothing else."""
    return [
        {f"{part[0].identity}={part[0].answer}" for part in one.parts}
        for one in found.solutions
        if all(part[0].action == "answer" for part in one.parts)
    ]


def without_stamp(text: str) -> str:
    return text.split("About this answer", maxsplit=1)[0]


def targets_of(base: KnowledgeBase) -> list[Target]:
    return [one for one in all_targets(base) if one.kind in ("drill", "key", "pattern", "withheld")]


# Examples


def test_a_drill_held_until_a_check_is_made_takes_that_check() -> None:
    found = asked("@kneecap-ache-knee-unchecked", "kickstand-hinge")
    assert found.held_back
    assert found.size == 1
    assert {"knee-drifts-in=no"} in answers(found)
    text = flow(counterfactual_text(found))
    assert "As things stand, this drill is held back." in text
    question = found.advice.base.entry("observation", "knee-drifts-in").text("question")
    assert f"If the answer to “{question}” were no." in text


def test_a_key_missing_on_paper_goes_when_the_routine_covers_it() -> None:
    found = asked("@v29-paper-says-covered", "hip-before-knee")
    assert not found.wanted
    adds = [one for one in found.solutions if one.parts[0][0].action == "add"]
    assert [[change.identity for change in one.parts[0]] for one in adds] == [
        ["co-contraction-to-box"]
    ]
    text = flow(counterfactual_text(found))
    assert "If you also did co-contractions to a box at least 2 times a week." in text


def test_two_answers_that_are_needed_together_are_told_together() -> None:
    found = asked("@near-sideways-only-routine", "sign:load-the-foot")
    assert answers(found) == [{"arch-cannot-lift=no", "ache-inside-ankle=no"}]
    text = flow(counterfactual_text(found))
    assert "with two things different at once" in text
    assert "Nothing less would do; this is the one way." in text


def test_an_exercise_done_more_rarely_is_told_with_how_often_it_is_done() -> None:
    text = flow(counterfactual_text(asked("@the-right-work-once-a-week", "load-the-foot")))
    assert "If you did clamshells once a week, not 3 times a week." in text
    assert (
        "If you did single-leg Romanian deadlifts at least 2 times a week, not once a week." in text
    )


def test_telling_how_often_something_is_done_is_nothing_to_do() -> None:
    found = asked("@how-often-not-told", "length-with-internal-rotation")
    first = found.solutions[0].parts[0][0]
    assert (first.action, first.identity, first.learnt) == ("frequency", "clamshell", True)
    assert "If you told us that you do clamshells once a week." in counterfactual_text(found)


def test_a_routine_that_nobody_told_can_be_told() -> None:
    found = asked("@routine-not-told", "no-strength-base")
    assert [part[0].learnt for one in found.solutions for part in one.parts] == [True]
    text = flow(counterfactual_text(found))
    assert "If you told us that you train nothing, or that your week holds one of these" in text
    assert "foam rolling" in text


def test_what_is_said_comes_before_what_is_done_and_leaving_out_comes_last() -> None:
    found = asked("@the-right-work-once-a-week", "load-the-foot")
    actions = [one.parts[0][0].action for one in found.solutions]
    assert actions == ["answer", "answer", "add", "refrequency", "refrequency", "drop"]


def test_a_way_that_ends_with_somebody_to_see_says_so() -> None:
    found = asked("@clamshells-then-low-back", "kickstand-hinge")
    referring = [one for one in found.solutions if one.refers]
    assert [part[0].identity for one in referring for part in one.parts] == [
        "groin-pinch-turning-in",
        "heel-raise-fails",
    ]
    text = flow(counterfactual_text(found))
    assert text.count("Then the advice would send you to a clinician first.") == 2


def test_times_a_week_are_cut_where_rules_do(copied: Path) -> None:
    """Above a bound too, and the number done now is told."""
    path = copied / "reasoning" / "50-patterns.yaml"
    rules = path.read_text(encoding="utf-8")
    at = rules.index("id: rotation-only-routine")
    bounded = rules[at:].replace(
        "times_per_week: {at_least: 2}", "times_per_week: {between: [3, 4]}", 1
    )
    path.write_text(rules[:at] + bounded, encoding="utf-8")
    reasoner = Reasoner(load(copied))
    case = content(read_case("@clamshells-then-low-back", reasoner.base))
    del case["expect"]
    case["routine"] = {"clamshell": {"times_per_week": 6}}
    case["screening"] = dict.fromkeys(reasoner.base.entries["screening"], "no")
    found = counterfactual(readings.advise(reasoner, case), "rule:rotation-only-routine")
    text = flow(counterfactual_text(found))
    assert "If you did clamshells 3 to 4 times a week, not 6 times a week." in text


def test_a_note_that_rests_on_an_absence_goes_where_nothing_is_reasoned_any_more(
    copied: Path,
) -> None:
    """Of a stratum that does not run nothing is known, so a referral takes such a note away."""
    with (copied / "reasoning" / "80-notes.yaml").open("a", encoding="utf-8") as file:
        file.write(ABSENCE)
    base = load(copied)
    found = counterfactual(
        advise(read_case("@near-sideways-only-routine", base)), "rule:never-in-part"
    )
    assert not found.wanted
    assert {"groin-pinch-turning-in=yes"} in answers(found)
    assert all(one.refers for one in found.solutions)


# Nothing works


def test_what_a_complaint_holds_back_is_said_to_be_held_back_by_it() -> None:
    found = asked("@v08-sore-outer-hip", "kickstand-hinge")
    assert found.solutions == ()
    text = flow(counterfactual_text(found))
    assert "No change of three or fewer" in text
    assert "What neither your routine nor an open check can change" in text
    assert "You reported: soreness on the outer side of the hip" in text
    assert "All that bothers you is outside this method." in text


def test_of_a_drill_held_back_with_what_it_needs_the_reason_behind_is_told() -> None:
    found = asked("@sit-bone-ache", "co-contraction-to-box")
    rules = [one.rule.id for one in found.standing.firings]
    assert rules[0] == "needs:co-contraction-to-box"
    assert len(rules) > 1
    because = flow(counterfactual_text(found))
    assert "builds on what is held back" not in because


def test_what_takes_a_complaint_names_it_and_does_not_change_it() -> None:
    found = asked("@kneecap-ache-strength-not-told", "back-link-is-unproven")
    assert found.solutions == ()
    assert "It takes something that you did not report" in counterfactual_text(found)
    assert "a low back that tightens" in flow(counterfactual_text(found))


def test_what_is_reported_is_nothing_to_ask_about() -> None:
    for name in ("symptom:low-back-tight", "screening:saddle-numbness", "clamshell"):
        with pytest.raises(NotConcludedError, match="something a case reports"):
            asked("@clamshells-then-low-back", name)
    with pytest.raises(NotConcludedError):
        asked("@clamshells-then-low-back", "source:S22")
    with pytest.raises(UnknownIdError, match="kickstand-hinge"):
        asked("@clamshells-then-low-back", "kickstand-hing")


# The gate


def test_while_something_must_be_answered_or_seen_there_is_nothing_else(
    cases: list[Case],
) -> None:
    """No change, no exercise and no drill is named but one that was tried, whatever was asked."""
    barred = [one for one in map(advise, cases) if one.outcome in BARRING]
    assert {one.outcome for one in barred} == set(BARRING)
    for advice in barred:
        base = advice.base
        for name in ("kickstand-hinge", "rotation-only-routine", "outcome:drills"):
            found = counterfactual(advice, name)
            assert found.barred
            assert found.solutions == ()
            assert found.questions == advice.settling
            assert bool(found.questions or found.referrals)
            text = flow(without_stamp(counterfactual_text(found)))
            tried = {fact.identity for fact in advice.record.facts("tried")}
            labels = [
                one.label
                for kind in ("drill", "exercise")
                for one in base.entries[kind].values()
                if one.id not in tried
            ]
            told = flow(base.entry("outcome", advice.outcome).text("text"))
            assert [one for one in labels if one in text.replace(told, "")] == []
            data = counterfactual_data(found)
            assert "solutions" not in data
            assert ("target" in data) is (advice.outcome not in SILENT)


def test_an_emergency_says_what_its_advice_says_first() -> None:
    text = counterfactual_text(asked("@v14-back-pain-and-numbness", "kickstand-hinge"))
    assert text.startswith("Get emergency help now\n")
    assert "hinge" not in text


def test_a_missing_age_is_asked_for() -> None:
    found = asked("@no-age-knee-ache", "kickstand-hinge")
    assert [one.place for one in found.questions] == [("runner", "runner", "age")]
    assert "How old are you?" in counterfactual_text(found)


# Exactness


def differences(
    found: Counterfactual, by_hand: dict[Target, set[Edits]], times: list[int], limit: int
) -> str:
    said = said_sets(found, times) if found.size <= limit else set()
    wanted = by_hand[found.target]
    if said == wanted:
        return ""
    return f"{found.target.name}: too many {said - wanted}, missing {wanted - said}"


@functools.cache
def random_bases(seed: int) -> tuple[dict[str, Any], Reasoner]:
    documents = random_base(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        write(documents, Path(folder))
        return documents, Reasoner(load(folder))


def sets_of_up_to(limit: int, edits: int) -> int:
    return sum(comb(edits, size) for size in range(1, limit + 1))


@pytest.mark.parametrize(
    ("seed", "limit", "most"),
    [(27, 3, 600), (31, 3, 600), (12, 2, 600)],
)
def test_all_smallest_sets_are_found_and_no_others(seed: int, limit: int, most: int) -> None:
    """On random bases, for all there is to ask, against every set of changes made by hand."""
    documents, reasoner = random_bases(seed)
    rng, told = random.Random(seed), habits(documents)
    times, targets = telling_apart(documents), all_targets(reasoner.base)
    found: list[Counterfactual] = []
    for _ in range(80):
        case = random_case(rng, documents, told)
        advice = readings.advise(reasoner, case)
        edits = all_edits(reasoner.base, case, times)
        if advice.outcome in BARRING or sets_of_up_to(limit, sum(map(len, edits))) > most:
            continue
        by_hand = ByHand(reasoner, case, edits, targets, limit).smallest
        here = [counterfactual(advice, target.name) for target in targets]
        assert list(filter(None, (differences(one, by_hand, times, limit) for one in here))) == []
        found += here
        if len(found) > len(targets):
            break
    assert {one.size for one in found} >= {0, 1, 2}


def test_one_change_is_found_wherever_one_does_it_on_shipped_cases(
    reasoner: Reasoner, cases: list[Case], documents: dict[str, Any]
) -> None:
    """Every exercise at every number of times a week, and every answer, one at a time."""
    targets, times = targets_of(reasoner.base), telling_apart(documents)
    rng = random.Random(2)
    sizes: set[int] = set()
    for case in rng.sample(cases, 24):
        advice = reasoner.advise(case)
        if advice.outcome in BARRING:
            continue
        edits = all_edits(reasoner.base, content(case), times)
        by_hand = ByHand(reasoner, content(case), edits, targets, 1).smallest
        for target in rng.sample(targets, 6):
            found = counterfactual(advice, target.name)
            assert differences(found, by_hand, times, 1) == ""
            sizes.add(found.size)
    assert sizes >= {0, 1}


@pytest.mark.parametrize("name", ["near-sideways-only-routine", "v02-low-back-after-knee"])
def test_two_changes_are_found_wherever_two_do_it(
    name: str, reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    """Of the checks and three exercises; what else there is only adds ways."""
    case = read_case(f"@{name}", reasoner.base)
    advice = reasoner.advise(case)
    few = {"clamshell", "lateral-band-walk", "squat", "kickstand-hinge"}
    groups = all_edits(reasoner.base, content(case), telling_apart(documents))
    edits = [one for one in groups if one[0].section == "observations" or one[0].name in few]
    targets = targets_of(reasoner.base)
    by_hand = ByHand(reasoner, content(case), edits, targets, 2).smallest
    for target in targets:
        found = counterfactual(advice, target.name)
        ways = said_sets(found, telling_apart(documents)) if found.size in (1, 2) else set()
        said = {one for one in ways if all(_among(edit, few) for edit in one)}
        if said or not ways:
            assert said == by_hand[target], target.name
        else:  # what it takes is not among the few
            assert all(len(one) > found.size for one in by_hand[target]), target.name


def _among(edit: Edit, few: set[str]) -> bool:
    return edit.section == "observations" or edit.name in few


def test_each_way_does_it_in_the_case_file_written_anew(
    reasoner: Reasoner, cases: list[Case]
) -> None:
    """Each is written into the case by hand; a number of times a week is any of those told."""
    rng, tried = random.Random(7), 0
    for case in rng.sample(cases, 40):
        advice = reasoner.advise(case)
        if advice.outcome in BARRING:
            continue
        for target in rng.sample(all_targets(reasoner.base), 6):
            found = counterfactual(advice, target.name)
            ways = sorted(said_sets(found, list(OFTEN)), key=lambda one: sorted(map(str, one)))
            for edits in rng.sample(ways, min(3, len(ways))):
                after = readings.advise(reasoner, edited(content(case), edits))
                assert target.holds(after) is found.wanted, (case.name, target, edits)
                tried += 1
    assert tried > 60


def test_only_training_and_own_checks_are_ever_changed(cases: list[Case]) -> None:
    """Never a complaint, a warning sign, the runner or a drill that was tried."""
    rng = random.Random(3)
    for case in rng.sample(cases, 40):
        advice = advise(case)
        for target in rng.sample(targets_of(advice.base), 4):
            found = counterfactual(advice, target.name)
            answered = {
                fact.identity
                for fact in advice.record.facts("observation")
                if fact.get("answer") in ("yes", "no")
            }
            for solution in found.solutions:
                assert 1 <= len(solution.parts) <= LIMIT
                for one in (one for part in solution.parts for one in part):
                    assert one.kind in ("exercise", "observation")
                    assert one.kind == "exercise" or one.identity not in answered


# Words


@functools.cache
def some_found() -> list[Counterfactual]:
    rng, base = random.Random(11), load()
    names = [
        "v01-kneecap-ache-on-clamshells", "v05-painless-outward-routine", "unsure-self-check",
        "v29-paper-says-covered", "routine-not-told", "every-check-unsure", "v08-sore-outer-hip",
        "the-right-work-once-a-week", "turning-in-and-out-in-one-week", "v02-low-back-after-knee",
    ]  # fmt: skip
    advices = [advise(read_case(f"@{name}", base)) for name in names]
    targets = [one for one in all_targets(base) if one.kind != "outcome"]
    return [
        counterfactual(advice, target.name)
        for advice in advices
        for target in rng.sample(targets, 8)
    ]


def test_leaving_something_out_is_never_advice() -> None:
    """Wherever something goes away or is left out, the text says that nothing helpful must stop."""
    kinds = set()
    for found in some_found():
        text = flow(counterfactual_text(found))
        drops = any(one.drops for one in found.solutions)
        assert (NO_DROPPING in text) is (drops or not found.wanted)
        assert text.count(EXPLAINS) == bool(found.solutions)
        kinds.add((drops, found.wanted))
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}


def test_no_id_stands_where_there_is_a_label() -> None:
    """Ids with a hyphen that is in no label; the reasons behind are the rules' own words."""
    base = load()
    entries = [one for kind in base.entries.values() for one in kind.values()]
    labels = " ".join(one.label for one in entries)
    ids = {one.id for one in entries if "-" in one.id and one.id not in labels}
    ids |= {"times_per_week", "refrequency", "internal_rotation_length"}
    for found in some_found():
        for text in (counterfactual_text(found), counterfactual_markdown(found)):
            told = set(re.findall(r"[\w-]+", text.split("Case: ")[0]))
            assert sorted(told & ids) == [], found.target


def test_text_fits_sixty_columns_with_and_without_colour() -> None:
    for found in some_found():
        plain = counterfactual_text(found, 60)
        assert max(map(len, plain.splitlines())) <= 60
        colored = counterfactual_text(found, 60, color=True)
        assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain
        assert plain.rstrip().endswith(f"({found.advice.base.digest}).")


def test_markdown_says_what_the_text_says() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[^\w“”]+", " ", text).strip()

    for found in some_found():
        assert bare(counterfactual_markdown(found)) == bare(counterfactual_text(found, 10_000))


def test_data_follows_its_schema_and_holds_every_way(
    base: KnowledgeBase, cases: list[Case]
) -> None:
    schema = counterfactual_schema(base)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    barred = [counterfactual(advise(one), "kickstand-hinge") for one in cases[::20]]
    for found in [*some_found(), *barred]:
        data = json.loads(counterfactual_json(found))
        validator.validate(data)
        assert next(iter(data)) == "kind"
        if not found.barred:
            assert len(data["solutions"]) == len(found.solutions)


PRINT = """
from tests.test_counterfactual import asked
from advisor.report.explaining.counterfactual_data import counterfactual_json
from advisor.report.explaining.counterfactuals import counterfactual_text
for case, name in (
    ("the-right-work-once-a-week", "load-the-foot"),
    ("near-foot-not-loaded-as-seen", "rotation-only-routine"),
    ("routine-not-told", "no-strength-base"),
    ("sit-bone-ache", "co-contraction-to-box"),
    ("kneecap-ache-strength-not-told", "back-link-is-unproven"),
):
    found = asked(f"@{case}", name)
    print(counterfactual_text(found), counterfactual_json(found))
"""


def test_the_answer_depends_on_no_hash() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(said) == 1
    assert len(next(iter(said))) > 10_000


def test_a_file_in_another_order_gets_the_same_answer(reasoner: Reasoner) -> None:
    case = content(read_case("@the-right-work-once-a-week", reasoner.base))
    turned = {
        name: dict(reversed(section.items())) if isinstance(section, dict) else section
        for name, section in reversed(case.items())
    }
    one, other = (
        counterfactual(readings.advise(reasoner, written), "load-the-foot")
        for written in (case, turned)
    )
    assert counterfactual_json(one) == counterfactual_json(other)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "advisor", "counterfactual", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_the_command_prints_each_form() -> None:
    case = "@kneecap-ache-knee-unchecked"
    assert run(case, "kickstand-hinge").stdout.startswith("What would have to be different:")
    data = json.loads(run(case, "kickstand-hinge", "--format", "json").stdout)
    assert (data["kind"], data["goal"]) == ("counterfactual", "present")
    markdown = run(case, "kickstand-hinge", "--format", "markdown").stdout
    assert markdown.startswith("# What would have to be different")


def test_the_command_says_what_it_cannot_answer() -> None:
    unknown = run("@kneecap-ache-knee-unchecked", "kickstand-hing")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "did you mean 'kickstand-hinge'?" in unknown.stderr
    reported = run("@kneecap-ache-knee-unchecked", "symptom:kneecap-ache")
    assert reported.returncode == 2
    assert "something a case reports" in reported.stderr


def test_an_answer_does_not_change_what_it_is_about() -> None:
    advice: Advice = advise(read_case("@the-right-work-once-a-week"))
    before = json.dumps(advice.case.document.value), dataclasses.replace(advice).decision
    counterfactual(advice, "load-the-foot")
    assert (json.dumps(advice.case.document.value), advice.decision) == before
