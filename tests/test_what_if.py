"""What if: the difference a change makes, why it does, and why it does not."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.advice import SILENT
from advisor.explanation.changes import ChangeError
from advisor.explanation.difference import Lost
from advisor.explanation.what_if import WhatIf, what_if
from advisor.knowledge import KnowledgeBase, load
from advisor.language import Pattern
from advisor.reasoner import Reasoner, advise, read_case, reasoner_of
from advisor.report.explaining.what_if import what_if_markdown, what_if_text
from advisor.report.explaining.what_if_data import what_if_data, what_if_json
from advisor.report.explaining.what_if_schema import what_if_schema
from advisor.report.markdown import escaped
from tests import reference
from tests.conftest import CASES
from tests.random_changes import edited, random_changes
from tests.readings import advise as advise_on
from tests.test_changes import random_told
from tests.test_cli import Quick, quick
from tests.test_determinism import SEEDS, under_all
from tests.told import flow

__all__ = ["quick"]

STORY = "@clamshells-then-low-back"
EMERGENCY = "@v14-back-pain-and-numbness"
REFERRED = "@unclear-pain-clinician"
OUTSIDE = "@v08-sore-outer-hip"
UNCLEARED = "@v30-my-knee-hurts"
SAID_OF_MANY = 150


def compare(name: str, *changes: str) -> WhatIf:
    return what_if(advise(read_case(name)), *changes)


def told(found: WhatIf) -> str:
    return flow(what_if_text(found))


def parts(found: WhatIf) -> dict[str, tuple[str | None, str | None]]:
    return {f"{one.part}:{one.identity}": (one.before, one.after) for one in found.differences}


def decisive(lost: Lost) -> list[tuple[str, str, bool | None]]:
    return [(one.pattern.type, one.use, one.truth) for one in lost.premises]


# The examples of the issue


def test_an_exercise_added_closes_a_key_and_says_by_what(base: KnowledgeBase) -> None:
    found = compare(STORY, "+exercise:single-leg-rdl")
    differences = parts(found)
    assert differences["keys:length-with-internal-rotation"] == ("missing-on-paper", None)
    assert differences["keys:load-the-foot"] == ("missing-on-paper", "partly-on-paper")
    assert differences["drills:kickstand-hinge"] == ("now", "check")
    assert differences["drills:heel-rocker-pronation"] == ("now", None)
    text = told(found)
    exercise = base.entry("exercise", "single-leg-rdl").label
    assert f"{exercise[0].upper()}{exercise[1:]}: added to what you train" in text
    assert "Drill gone: heel rocker pronation drill." in text
    assert "Kickstand hinge: check first that you have it instead of now." in text
    assert f"main part of this work: {exercise}." in text


def test_one_of_two_exercises_taken_out_changes_nothing_and_says_which_rules_read_it() -> None:
    found = compare(STORY, "-exercise:clamshell")
    assert not found.changed
    assert found.unmoved is not None
    assert found.unmoved.why == "as-before"
    assert "rotation-only-routine" in {one.rule.id for one in found.unmoved.readers}
    text = told(found)
    assert text.startswith("This would change nothing in the advice")
    assert "Clamshells: taken out of what you train in a usual week." in text
    assert "each fires or does not, as before" in text


def test_more_pain_refers_and_shuts_the_reasoning_out() -> None:
    found = compare(STORY, "symptoms.low-back-tight.worst=6")
    assert parts(found)["outcome:"] == ("drills", "see-clinician")
    gone = [one for one in found.differences if one.part in ("patterns", "keys", "drills")]
    assert gone
    for one in gone:
        assert one.way == "went"
        assert [lost.barrier and lost.barrier.kind for lost in one.lost] == ["referral"] * len(
            one.lost
        )
    text = told(found)
    assert "worst: 6 of 10; you had told 2 of 10." in text
    assert text.count("Pain above 5 out of 10 should be examined first.") == 1
    assert text.count("because a clinician should look first") == 1


def test_a_warning_sign_answered_yes_says_that_first_and_nothing_of_drills(
    base: KnowledgeBase,
) -> None:
    found = compare(STORY, "screening.saddle-numbness=yes")
    text = told(found)
    label = base.entry("outcome", "emergency").label
    assert text.startswith(f"{label} {base.entry('outcome', 'emergency').text('text')}")
    assert text.index("numbness between the legs") < text.index("What was changed")
    assert [one.part for one in found.differences] == ["outcome"]
    assert what_if_data(found)["after"] == {"outcome": "emergency"}
    assert (found.fired, found.ceased, found.opened, found.closed) == ((), (), (), ())
    for drill in base.entries["drill"].values():
        assert drill.label not in text


def test_a_younger_runner_is_sent_to_a_doctor() -> None:
    found = compare(STORY, "runner.age=15")
    assert parts(found) == {"outcome:": ("drills", "urgent")}
    assert "Age: 15; you had told 41." in told(found)


def test_a_check_that_fits_what_was_concluded_changes_nothing() -> None:
    found = compare(STORY, "observations.knee-straightens-first=yes")
    assert found.unmoved is not None
    assert found.unmoved.why == "as-before"
    text = told(found)
    assert "“The knee straightens before the hip”: yes; you had not said." in text
    assert "Still fires: The knee or the low back was seen to finish the push." in text


# Why nothing changes


@pytest.mark.parametrize(
    ("case", "change", "why", "said"),
    [
        (STORY, "runner.age=41", "said-already", "Age: 41; the case said so already."),
        (STORY, "+exercise:clamshell", "said-already", "the case said so already"),
        (STORY, "-routine.lateral-band-walk.times_per_week", "as-before", "you had told 3"),
        (STORY, "+exercise:plank", "as-before", "it does not fire, as before."),
        ("@how-often-not-told", "routine.clamshell.times_per_week=2", "said-already", "taken as 2"),
        (STORY, "runner.sex=female", "unread", "No rule reads what was changed."),
        (STORY, "runner.weekly_miles=20", "unread", "32.187 km (20 miles)"),
        (UNCLEARED, "runner.weekly_km=20", "unread", "No rule reads what was changed."),
        (UNCLEARED, "observations.knee-drifts-in=yes", "barrier", "Safety answers are missing"),
        (
            REFERRED,
            "observations.knee-straightens-first=yes",
            "others",
            "should look first, before",
        ),
        (EMERGENCY, "runner.age=60", "silent", "While this message stands"),
    ],
)
def test_a_change_that_changes_nothing_says_why(
    case: str, change: str, why: str, said: str
) -> None:
    found = compare(case, change)
    assert found.unmoved is not None
    assert (found.differences, found.unmoved.why) == ((), why), found.unmoved
    assert said in told(found)


def test_rules_that_fire_anew_and_change_nothing_are_named() -> None:
    found = compare(REFERRED, "observations.knee-straightens-first=yes")
    assert found.unmoved is not None
    assert found.unmoved.why == "others"
    (fired,) = found.fired
    text = told(found)
    assert f"A rule fires that did not: {fired.rule.title}." in text
    assert "stands for other reasons too, or is no part of the advice." in text


# Why something comes or goes


def test_what_went_names_the_premise_that_no_longer_holds() -> None:
    found = compare(STORY, "-exercise:clamshell", "-exercise:lateral-band-walk")
    gone = {one.identity: one for one in found.differences if one.way == "went"}
    (lost,) = gone["rotation-only-routine"].lost
    assert lost.firing.rule.id == "rotation-only-routine"
    assert decisive(lost) == [("exercise", "support", False)]
    assert "New pattern: running without strength work (fits well)." in told(found)


def test_an_answer_taken_back_shuts_the_gate_and_is_asked_again() -> None:
    found = compare(STORY, "-screening:saddle-numbness")
    assert parts(found)["outcome:"] == ("drills", "not-cleared")
    kinds = {lost.barrier.kind for one in found.differences for lost in one.lost if lost.barrier}
    assert kinds == {"gate"}
    text = told(found)
    assert "Not named, because safety answers are missing then." in text
    question = found.base.entry("screening", "saddle-numbness").text("question")
    assert question in text.split("Answers that would settle it")[1]


def test_the_missing_age_given_opens_the_gate() -> None:
    shut = what_if(compare(STORY, "-runner.age").after, "runner.age=41")
    assert parts(shut)["outcome:"] == ("not-cleared", "drills")
    text = told(shut)
    assert "As told, nothing more is named, because safety answers are missing." in text
    assert "a comparison takes nothing back" in text


def test_what_is_held_back_then_is_said_once_with_its_reason() -> None:
    found = compare(STORY, "tried.kickstand-hinge={pain: 5}")
    differences = parts(found)
    assert differences["withheld:kickstand-hinge"] == (None, "")
    assert differences["drills:kickstand-hinge"] == ("now", None)
    text = told(found)
    assert "Held back then, and no longer given: kickstand hinge." in text
    assert "Drill gone: kickstand hinge" not in text
    assert "You tried this: kickstand hinge (pain, from 0 to 10: 5)." in text


def test_what_is_not_judged_any_more_is_not_told_as_released() -> None:
    held = compare(STORY, "tried.kickstand-hinge={pain: 5}").after
    text = told(what_if(held, "-runner.age"))
    assert "No longer held back" not in text
    assert (
        "Not judged then: what is held back (kickstand hinge and co-contraction to a box)" in text
    )


def test_a_complaint_inside_the_method_brings_a_case_into_its_scope() -> None:
    found = compare(OUTSIDE, "-symptoms")
    assert parts(found)["outcome:"] == ("outside-method", "all-withheld")
    text = told(found)
    clause = "As told, nothing more is named, because all that bothers you is outside this method."
    assert text.count(clause) == 1
    assert "What bothers you: taken back, and open again." in text


def test_an_answer_taken_back_is_told_as_one() -> None:
    found = compare(STORY, "-observation:back-arches-at-push-off")
    text = told(found)
    assert "at the end of a bridge or push-off”: taken back; you had told yes." in text
    assert "; instead: the low back arches" not in text
    behind = "(your own checks speak against it). No longer known: an own check answered yes:"
    assert behind in text, "what the decision does not tell has its own reason beside it"


def test_an_area_stays_bothered_while_a_complaint_is_there() -> None:
    text = told(compare(STORY, "-area:knee"))
    assert "Knee: taken out of where it bothers you; it still is" in text
    assert "Rules see the same case as before." in text


def test_a_section_begun_counts_as_all_of_it() -> None:
    found = compare(UNCLEARED, "routine.clamshell.times_per_week=3")
    (made,) = found.changes
    assert (made.adds, made.completes) == (True, True)
    assert "what is named there now counts as all of it" in told(found)
    assert not compare(STORY, "+exercise:squat").changes[0].completes


def test_past_an_emergency_that_is_told_nothing_is_compared(base: KnowledgeBase) -> None:
    found = compare(EMERGENCY, "-screening")
    text, data = told(found), what_if_data(found)
    assert text.startswith(base.entry("outcome", "emergency").label)
    assert "While a sign like this is told, nothing is compared." in text
    others = [one.label for one in base.entries["outcome"].values() if one.id != "emergency"]
    assert not [label for label in others if label in text]
    assert (data["after"], data["differences"]) == (None, [])
    assert data["message"]["label"] == base.entry("outcome", "emergency").label
    assert (found.fired, found.ceased, found.opened, found.closed) == ((), (), (), ())
    assert [one.part for one in found.differences] == ["outcome"]


def test_of_two_messages_the_graver_comes_first(base: KnowledgeBase) -> None:
    urgent = "@v17-groin-ache-and-limp"
    for found in (
        compare(urgent, "screening.stroke-signs=yes"),
        what_if(compare(urgent, "screening.stroke-signs=yes").after, "screening.stroke-signs=no"),
    ):
        assert {found.before.outcome, found.after.outcome} == {*SILENT}
        assert told(found).startswith(base.entry("outcome", "emergency").label)


def test_every_emergency_and_urgent_question_is_heard(base: KnowledgeBase) -> None:
    drills = [drill.label for drill in base.entries["drill"].values()]
    spoken = 0
    for question in base.entries["screening"].values():
        if question.text("level") not in SILENT:
            continue
        area = (*question.words("areas"), "knee")[0]
        try:
            found = compare(STORY, f"screening.{question.id}=yes", f"+area:{area}")
        except ChangeError:
            continue
        if found.after.outcome in SILENT:
            spoken += 1
            text = told(found)
            assert text.startswith(base.entry("outcome", found.after.outcome).label)
            assert not any(label in text for label in drills), question.id
    assert spoken > 15


def test_what_nobody_had_said_can_be_known_by_something_else(copied: Path) -> None:
    """An `unknown` over several checks hung on one of them, and another one settled it."""
    with (copied / "reasoning" / "80-notes.yaml").open("a", encoding="utf-8") as file:
        file.write(ONE_OF_TWO_OPEN)
    reasoner = reasoner_of(load(copied))
    told_no = {"runner": {"age": 30}, "observations": {"cannot-balance-10s": "no"}}
    before = advise_on(reasoner, told_no)
    found = what_if(before, "observations.cannot-balance-10s=yes")
    (lost,) = (one for one in found.ceased if one.firing.rule.id == "one-of-two-open")
    assert [one.type for one in lost.firing.open] == ["observation"]
    assert decisive(lost) == [("observation", "open", True)]


ONE_OF_TWO_OPEN = """
  - id: one-of-two-open
    title: One of two checks is open
    when:
      unknown:
        any:
          - observation: {id: knee-drifts-in, answer: yes}
          - observation: {id: cannot-balance-10s, answer: yes}
    conclude:
      note: recurrence-proves-little
    because: Nobody has said.
    grade: OURS
    sources: []
    ref: []
"""


# Over many cases


@pytest.fixture(scope="module")
def many(reasoner: Reasoner, documents: dict[str, Any]) -> list[tuple[dict[str, Any], WhatIf]]:
    """Give comparisons of random cases, each with the case changed by hand."""
    rng = random.Random(41)
    found: list[tuple[dict[str, Any], WhatIf]] = []
    while len(found) < SAID_OF_MANY:
        data, case = random_told(rng, documents, reasoner)
        changes = random_changes(rng, documents, data)
        if changes:
            try:
                compared = what_if(reasoner.advise(case), *(one.text for one in changes))
            except ChangeError:
                continue
            found.append((edited(data, *changes), compared))
    return found


def test_the_decision_after_is_that_of_the_case_written_so(
    reasoner: Reasoner, documents: dict[str, Any], many: list[tuple[dict[str, Any], WhatIf]]
) -> None:
    other = reference.Base(documents)
    for data, found in many:
        assert found.after.decision == advise_on(reasoner, data).decision, data
        read = reference.evaluate(other, data).decision
        assert found.after.outcome == read["outcome"]


def test_there_is_a_difference_exactly_when_the_decisions_differ(
    many: list[tuple[dict[str, Any], WhatIf]],
) -> None:
    same = 0
    for _, found in many:
        equal = found.before.decision == found.after.decision
        assert bool(found.differences) is not equal
        assert (found.unmoved is not None) is equal
        same += equal
    assert 0 < same < len(many)


def test_the_differences_lead_from_one_decision_to_the_other(
    many: list[tuple[dict[str, Any], WhatIf]],
) -> None:
    for _, found in many:
        if found.silent:
            continue
        before, after = (dataclasses.asdict(one.decision) for one in (found.before, found.after))
        for part in ("referrals", "load", "patterns", "keys", "drills"):
            stands: dict[str, str | None] = dict(before[part])
            for one in found.differences:
                if one.part == part:
                    assert stands.pop(one.identity, None) == one.before
                    if one.after is not None:
                        stands[one.identity] = one.after
            assert stands == dict(after[part]), part
        for part in ("cautions", "withheld", "notes"):
            names = {*before[part]} ^ {
                one.identity for one in found.differences if one.part == part
            }
            assert names == {*after[part]}, part


def test_every_reason_is_one_of_the_record(many: list[tuple[dict[str, Any], WhatIf]]) -> None:
    shut = premises = 0
    for _, found in many:
        for one in found.differences:
            if one.way == "came":
                assert one.gained, one
            elif one.way == "went" and one.part != "outcome":
                assert one.lost, one
            assert {gained.firing for gained in one.gained} <= {*found.after.record.firings}
            for lost in one.lost:
                assert lost.firing in found.before.record.firings
                shut += lost.barrier is not None
        for lost in found.ceased:
            assert lost.barrier is not None or lost.premises, lost
            assert (lost.barrier is None) is bool(lost.premises)
            for premise in lost.premises:
                premises += 1
                assert _holds(found, premise.pattern) is premise.truth
    assert shut
    assert premises


def _holds(found: WhatIf, pattern: Pattern) -> bool | None:
    """Judge a pattern on the facts of the case as changed."""
    facts = found.after.record.facts(pattern.type)
    truths = [pattern.judge(one) for one in facts]
    if True in truths:
        return True
    if None in truths:
        return None
    return None if pattern.type in found.after.case.open else False


def test_the_data_is_as_its_schema_says(
    base: KnowledgeBase, many: list[tuple[dict[str, Any], WhatIf]]
) -> None:
    schema = what_if_schema(base)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for _, found in many:
        data = json.loads(what_if_json(found))
        assert next(iter(data)) == "kind"
        assert [error.message for error in validator.iter_errors(data)] == []
        if found.silent:
            assert all(one["part"] == "outcome" for one in data["differences"])


def test_a_text_names_things_by_their_labels(
    base: KnowledgeBase, many: list[tuple[dict[str, Any], WhatIf]]
) -> None:
    labels = " ".join(
        flow(f"{entry.label} {' '.join(map(str, entry.fields.values()))}").lower()
        for kind in base.entries
        for entry in base.entries[kind].values()
    )
    ids = {name for kind in base.entries for name in base.entries[kind]}
    ids |= {rule.id for rule in base.rules}
    ids |= {name for kind in base.attributes.values() for name in kind}
    unspoken = {one for one in ids if ("-" in one or "_" in one) and f" {one} " not in labels}
    for _, found in many:
        words = {*re.findall(r"[a-z0-9]+(?:[-_:][a-z0-9]+)+", what_if_text(found))}
        assert not words & unspoken, words & unspoken


def test_nothing_is_said_twice(many: list[tuple[dict[str, Any], WhatIf]]) -> None:
    for _, found in many:
        lines = what_if_markdown(found).splitlines()
        items = [line.strip() for line in lines if line.startswith("- ")]
        assert len(items) == len({*items}), items
        assert not any(re.search(r"\.\.|: \.|; \.|,,|\(\)|: ;| \.", line) for line in lines), lines


def test_text_fits_its_width_and_colour_changes_no_word(
    many: list[tuple[dict[str, Any], WhatIf]],
) -> None:
    for _, found in many[:60]:
        for width in (40, 60, 76):
            text = what_if_text(found, width)
            assert max(map(len, text.splitlines())) <= width
        coloured = what_if_text(found, color=True)
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == what_if_text(found)
        assert "\x1b[" in coloured


def test_every_form_ends_with_what_it_is_not(
    base: KnowledgeBase, many: list[tuple[dict[str, Any], WhatIf]]
) -> None:
    for _, found in many[:30]:
        assert base.disclaimer in told(found)
        assert told(found).endswith(f"Knowledge base: {base.stamp}.")
        assert escaped(base.disclaimer) in what_if_markdown(found)
        assert what_if_data(found)["disclaimer"] == base.disclaimer


# The command


def test_the_command_takes_changes_that_begin_with_a_hyphen(quick: Quick) -> None:
    changes = ("-exercise:clamshell", "+exercise:hip-thrust", "-runner.weekly_km")
    for arguments in (
        (STORY, *changes, "--format", "json"),
        ("--format", "json", STORY, *changes),
        (STORY, changes[0], "--format=json", "--", *changes[1:]),
    ):
        ran = quick("what-if", *arguments)
        assert (ran.code, ran.err) == (0, "")
        assert {one["change"] for one in ran.data["changes"]} == {*changes}


def test_the_command_explains_itself(quick: Quick) -> None:
    for flag in ("--help", "-h"):
        ran = quick("what-if", flag)
        assert ran.code == 0
        assert "observations.knee-straightens-first=yes" in ran.out
    assert quick("what-if", STORY).code == 2, "no change is wrong use"
    assert quick("what-if", STORY, "-x").code == 2
    assert "'-gone' does not exist" in quick("what-if", STORY, "-areas", "--rules", "-gone").err
    assert quick("what-if", "@no-such-case", "runner.age=3").code == 2


def test_the_command_reads_standard_input_and_writes_nothing(quick: Quick) -> None:
    path = CASES / f"{STORY[1:]}.yaml"
    before = path.read_bytes()
    ran = quick("what-if", "-", "-exercise:clamshell", stdin=before.decode())
    from_file = quick("what-if", str(path), "-exercise:clamshell")
    assert flow(ran.out).replace("Case: stdin", f"Case: {STORY[1:]}") == flow(from_file.out)
    assert (ran.code, from_file.code) == (0, 0)
    assert path.read_bytes() == before


def test_the_command_shows_every_form(quick: Quick) -> None:
    found = compare(STORY, "runner.age=15")
    arguments = ("what-if", STORY, "runner.age=15", "--format")
    assert quick(*arguments, "json").data == what_if_data(found)
    assert quick(*arguments, "markdown").out == what_if_markdown(found)
    assert quick(*arguments, "text").out == what_if_text(found)


def test_a_change_that_makes_the_case_invalid_is_told_and_nothing_compared(quick: Quick) -> None:
    ran = quick("what-if", STORY, "screening.saddle-numbness=yes", "runner.age=old")
    assert (ran.code, ran.out) == (1, "")
    first, *rest = ran.err.splitlines()
    assert "numbness between the legs" in first
    assert rest[0].startswith("change 2:1:12: wrong-type: runner.age: 'old' is text")


def test_changes_keep_the_number_they_were_given_in(quick: Quick) -> None:
    ran = quick("what-if", STORY, "-exercise:nosuch", "runner.age=abc", "--format", "json")
    assert (ran.code, ran.out) == (1, "")
    told = [line for line in ran.err.splitlines() if line.startswith("change ")]
    assert [line.split(":")[0] for line in told] == ["change 1", "change 2"]
    assert "nosuch" in told[0]


def test_the_seed_of_the_hashes_changes_no_comparison() -> None:
    for changes in (
        ("+exercise:single-leg-rdl", "symptoms.low-back-tight.triggers=bending, downhill"),
        ("-screening", "-symptoms", "-areas"),
        ("runner.ag=3", "areas=[nee, hipp]", "+exercise:clams", "-exercise:clam"),
    ):
        for form in ("text", "json"):
            done = under_all(SEEDS[:3], ["advisor", "what-if", STORY, *changes, "--format", form])
            assert done.returncode in (0, 1)
            assert done.stdout or done.stderr


def test_a_case_from_another_base_is_compared_by_that_base(quick: Quick, copied: Path) -> None:
    text = (copied / "knowledge.yaml").read_text(encoding="utf-8")
    (copied / "knowledge.yaml").write_text(text.replace("version: 0.1.0", "version: 91.0.0"))
    ran = quick("what-if", STORY, "-runner.age", "--rules", str(copied))
    assert ran.code == 0
    assert "91.0.0" in ran.out
