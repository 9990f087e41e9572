"""A case with changes made to it: the same as one written so by hand, or told where it is wrong."""

from __future__ import annotations

import contextlib
import copy
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.cases import Case
from advisor.diagnostics import CaseError
from advisor.documents import Document, read_text
from advisor.explanation.changes import ChangeError, change_case
from advisor.explanation.what_if import what_if
from advisor.inference import Record
from advisor.knowledge import load
from advisor.reasoner import Reasoner, read_case, reasoner_of
from advisor.report.explaining.what_if import what_if_text
from advisor.report.explaining.what_if_data import what_if_json
from advisor.report.explaining.what_if_schema import what_if_schema
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_changes import RandomChange, edited, random_changes
from tests.random_habits import USUAL, habits

STORY = "@clamshells-then-low-back"
RANDOM = 250


def document_of(data: dict[str, Any]) -> Document:
    document = read_text(json.dumps(data).encode(), "random.json", json=True)
    assert isinstance(document, Document), document
    return document


def case_of(reasoner: Reasoner, data: dict[str, Any]) -> Case:
    case = reasoner.check(document_of(data))
    assert isinstance(case, Case), [str(one) for one in case]
    return case


def changed(case: Case, *changes: str) -> Case:
    return change_case(reasoner_of(case.base), case, changes)[1]


def said(case: Case) -> object:
    """Give all that rules see of a case."""
    return [(fact.name, dict(fact.attributes), fact.assumed) for fact in case.facts], case.open


def values(case: Case, *path: str) -> Any:
    found: Any = case.document.value
    for step in path:
        found = found[step]
    return found


def faults(case: Case, *changes: str) -> list[str]:
    with pytest.raises(CaseError) as refused:
        changed(case, *changes)
    return [str(one) for one in refused.value.diagnostics]


@pytest.fixture(scope="module")
def story() -> Case:
    return read_case(STORY)


# What a change does


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ("symptoms.low-back-tight.worst=6", ("symptoms", "low-back-tight", "worst"), 6),
        ("symptom:low-back-tight.worst = 6", ("symptoms", "low-back-tight", "worst"), 6),
        (
            "symptoms.low-back-tight.triggers=downhill,uphill",
            ("symptoms", "low-back-tight", "triggers"),
            ["downhill", "uphill"],
        ),
        (
            "symptoms.low-back-tight.triggers=[downhill]",
            ("symptoms", "low-back-tight", "triggers"),
            ["downhill"],
        ),
        ("symptoms.low-back-tight.triggers=[]", ("symptoms", "low-back-tight", "triggers"), []),
        ("runner.age=15", ("runner", "age"), 15),
        ("areas=hip", ("areas",), ["hip"]),
        ("+area:hip", ("areas",), ["knee", "low-back", "hip"]),
        ("-area:knee", ("areas",), ["low-back"]),
        ("+exercise:squat", ("routine", "squat"), {}),
        ("-exercise:clamshell", ("routine",), {"lateral-band-walk": {"times_per_week": 3}}),
        ("-routine.clamshell.times_per_week", ("routine", "clamshell"), {}),
        ("routine={squat: {times_per_week: 4}}", ("routine",), {"squat": {"times_per_week": 4}}),
        ("tried.kickstand-hinge.pain=3", ("tried", "kickstand-hinge"), {"pain": 3}),
        ("screening.saddle-numbness=yes", ("screening", "saddle-numbness"), "yes"),
        ("-screening:saddle-numbness", ("screening", "saddle-numbness"), "unsure"),
        ("runner.weekly_miles=20", ("runner", "weekly_miles"), 20),
    ],
)
def test_a_change_is_read_as_a_case_file_would_be(
    story: Case, change: str, path: tuple[str, ...], value: object
) -> None:
    assert values(changed(story, change), *path) == value


def test_a_distance_in_miles_takes_the_place_of_the_same_in_km(story: Case) -> None:
    assert "weekly_km" not in values(changed(story, "runner.weekly_miles=20"), "runner")


def test_a_new_answer_keeps_the_side_told_before(story: Case) -> None:
    sided = changed(story, "observations.knee-drifts-in={answer: yes, side: left}")
    assert values(
        changed(sided, "observations.knee-drifts-in=no"), "observations", "knee-drifts-in"
    ) == {
        "answer": "no",
        "side": "left",
    }
    both = changed(
        story, "observations.knee-drifts-in.side=right", "observations.knee-drifts-in=yes"
    )
    assert values(both, "observations", "knee-drifts-in") == {"answer": "yes", "side": "right"}


def test_a_side_goes_with_its_answer(story: Case) -> None:
    sided = changed(story, "observations.knee-drifts-in={answer: yes, side: left}")
    for back in ("-observation:knee-drifts-in", "-observations.knee-drifts-in.answer"):
        assert said(changed(sided, back)) == said(story)


@pytest.mark.parametrize(
    "section", ["runner", "routine", "symptoms", "areas", "tried", "screening"]
)
def test_a_section_taken_back_is_as_if_it_had_never_been_told(
    reasoner: Reasoner, story: Case, section: str
) -> None:
    told = changed(story, "+tried:kickstand-hinge")
    value: Any = copy.deepcopy(told.document.value)
    del value[section]
    assert said(changed(told, f"-{section}")) == said(case_of(reasoner_of(story.base), value))


def test_sections_with_nothing_behind_them_can_be_changed(reasoner: Reasoner) -> None:
    bare = case_of(reasoner, {"runner": None, "symptoms": {"knee-unplaced": None}})
    assert values(changed(bare, "runner.age=30"), "runner") == {"age": 30}
    assert values(changed(bare, "symptoms.knee-unplaced.worst=1"), "symptoms", "knee-unplaced") == {
        "worst": 1
    }


def test_what_is_there_already_may_be_added_again(story: Case) -> None:
    assert said(changed(story, "+exercise:clamshell", "+area:knee")) == said(story)


def test_something_may_be_added_and_told_about_at_once(story: Case) -> None:
    changes = ["+exercise:squat", "routine.squat.times_per_week=4"]
    for order in itertools.permutations(changes):
        assert values(changed(story, *order), "routine", "squat") == {"times_per_week": 4}


# What is wrong with a change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("", "1:1: change-unreadable: is empty"),
        ("exercise:clamshell", "1:1: change-unreadable: no = and a value, and neither + nor -"),
        ("runner.age=", "1:11: change-unreadable: nothing stands behind the ="),
        ("runner.age= # later", "1:11: change-unreadable: nothing stands behind the ="),
        ("runner.age=~", "1:11: change-unreadable: nothing stands behind the ="),
        ("runner..age=3", "1:8: change-unreadable: a name is missing here"),
        ("=3", "1:1: change-unreadable: a name is missing here"),
        ("+", "1:2: change-unreadable: a name is missing here"),
        ("+exercise", "1:2: change-unreadable: routine needs more than a +"),
        ("+runner.age", "1:9: change-unreadable: runner.age needs more than a +"),
        ("+screening:limping", "1:12: change-unreadable: screening.limping needs more than a +"),
        ("+exercise:squat=3", "1:16: change-unreadable: a change that begins with + has no value"),
        ("-runner.age=3", "1:12: change-unreadable: a change that begins with - has no value"),
        ("areas.knee=yes", "1:7: change-unreadable: an area is named or not, and has no value"),
        ("runner.age.x=3", "1:12: change-unreadable: 'x' is one name too many"),
        ("runner.age=3\x1b[31m", "1:13: change-unreadable: a character that cannot be shown"),
        ("runner.age=4\udc80", "1:13: change-unreadable: a character that cannot be shown"),
        ("runer.age=3", "1:1: unknown-key: unknown section 'runer'; did you mean 'runner'?"),
        ("expect.outcome=drills", "1:1: unknown-key: unknown section 'expect'"),
        ("+squat", "1:2: unknown-key: unknown section 'squat'; did you mean '+exercise:squat'?"),
        (
            "-low-back",
            "1:2: unknown-key: unknown section 'low-back'; did you mean '-area:low-back'",
        ),
        ("-excercise:squat", "1:2: unknown-key: unknown section 'excercise'; did you mean 'exer"),
        ("runner.aeg=3", "1:8: unknown-key: runner.aeg: unknown attribute of the runner 'aeg'"),
        ("runner.age=200", "1:12: out-of-range: runner.age: 200 is more than 110"),
        ("runner.age=[3", "1:12: yaml-syntax: the bracket [ opened in line 1"),
        ("runner.age=&a 3", "1:12: yaml-anchor: an anchor (&a)"),
        ("runner.age=.inf", "1:12: number-not-finite: .inf is not a number"),
        ("runner.age=old", "1:12: wrong-type: runner.age: 'old' is text, but must be a whole"),
        ("  runner.age = old", "1:16: wrong-type: runner.age: 'old' is text"),
        ("runner.changed_30d=nothing, speed", "1:19: contradiction: runner.changed_30d"),
        ("runner.changed_30d=speed, spede", "1:27: unknown-value: runner.changed_30d[1]: unknown"),
        ("areas=[knee, nee]", "1:14: unknown-value: areas[1]: unknown area 'nee'; did you mean"),
        ("+area:nee", "1:7: unknown-value: areas[2]: unknown area 'nee'; did you mean 'knee'?"),
        ("+exercise:clams", "1:11: unknown-key: routine.clams: unknown exercise 'clams'; did you"),
        ("symptoms.knee.worst=3", "1:10: unknown-key: symptoms.knee: unknown symptom 'knee'"),
        (
            "symptoms.knee-unplaced={worst: 3, wort: 4}",
            "1:35: unknown-key: symptoms.knee-unplaced.wort: unknown attribute of the symptom",
        ),
        ("routine.squat=3", "1:15: wrong-type: routine.squat: 3 is a number, but must be a mapp"),
        ("screening.limping=maybe", "1:19: unknown-value: screening.limping: unknown value"),
        (
            "observations.knee-drifts-in=maybe",
            "1:29: unknown-value: observations.knee-drifts-in",
        ),
        ("observations.knee-drifts-in.side=left", "1:14: missing-key: observations.knee-dr"),
        ("screening.tight-leg-at-rest=yes", "1:29: answer-without-area: screening.tight-leg-at-r"),
        ("-exercise:squat", "1:11: nothing-to-take-back: routine.squat: the case does not say"),
        ("-exercise:clamshel", "1:11: nothing-to-take-back: routine.clamshel: the case does not"),
        ("-tried", "1:2: nothing-to-take-back: tried: the case does not say 'tried'"),
        ("-runner.sex", "1:9: nothing-to-take-back: runner.sex: the case does not say 'sex'"),
        ("-screening.limp", "1:12: nothing-to-take-back: screening.limp: the case does not say"),
    ],
)
def test_a_fault_is_told_where_it_stands_in_the_change(
    story: Case, change: str, fault: str
) -> None:
    (found,) = faults(story, change)
    assert found.startswith(f"change 1:{fault}"), found


def test_every_fault_says_how_to_mend_it(story: Case) -> None:
    wrong = ["foo", "runner.age=", "+squat", "-exercise:clamshel", "runner.x=1", "areas.hip=1"]
    with pytest.raises(ChangeError) as refused:
        changed(story, *wrong)
    found = refused.value.diagnostics
    assert [one.file for one in found] == [f"change {number}" for number in range(1, 7)]
    assert [
        one.message for one in found if not one.hint and "did you mean" not in one.message
    ] == []


def test_all_faults_of_all_changes_are_told_in_their_order(story: Case) -> None:
    found = faults(
        story, "runner.age=1", "runner.wekly_km=3", "foo", "areas=[nee, hipp]", "-exercise:squat"
    )
    places = [one.split(": ")[0] for one in found]
    assert places == [
        "change 1:1:12",
        "change 2:1:8",
        "change 3:1:1",
        "change 4:1:8",
        "change 4:1:13",
        "change 5:1:11",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("runner.age=3", "runner.age=30"),
        ("routine={}", "+exercise:squat"),
        ("+exercise:squat", "-exercise:squat"),
        ("-symptoms", "symptoms.knee-unplaced.worst=1"),
        ("screening.limping=no", "-screening:limping"),
        ("observations.knee-drifts-in=no", "observations.knee-drifts-in.answer=yes"),
    ],
)
def test_one_place_is_changed_once(story: Case, first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        found = [fault for fault in faults(story, one, other) if "changed-twice" in fault]
        assert len(found) == 1
        assert found[0].startswith("change 2:1:")
        assert found[0].endswith("change 1 is about the same place")


def test_a_fault_that_a_change_makes_elsewhere_is_told_in_the_case(reasoner: Reasoner) -> None:
    told = {"areas": ["low-back"], "screening": {"saddle-numbness": "yes"}}
    (found,) = faults(case_of(reasoner, told), "-area:low-back")
    assert found.startswith("random.json:1:")
    assert "answer-without-area: screening.saddle-numbness" in found


def test_a_warning_sign_is_heard_whatever_else_is_wrong(story: Case) -> None:
    for others in (["foo"], ["runner.age=1"], ["screening.saddle-numbness=no"], ["screening={}"]):
        for order in itertools.permutations([*others, "screening.saddle-numbness=yes"]):
            with pytest.raises(ChangeError) as refused:
                changed(story, *order)
            (alarm,) = refused.value.alarms
            assert "numbness between the legs" in alarm
            assert "call emergency services" in alarm
            assert str(refused.value).startswith(alarm)


def test_faults_after_a_change_before_are_told_all_the_same(story: Case) -> None:
    first = changed(story, "runner.age=30")
    assert faults(first, "runner.age=1") == [
        "change 1:1:12: out-of-range: runner.age: 1 is less than 5"
    ]
    assert said(changed(first, "runner.age=41")) == said(story)


# Against cases changed by hand


def random_told(
    rng: random.Random, documents: dict[str, Any], reasoner: Reasoner
) -> tuple[dict[str, Any], Case]:
    usual = rng.choice([USUAL, habits(documents)])
    data = random_case(rng, documents, usual)
    return data, case_of(reasoner, data)


def test_a_changed_case_is_the_case_written_so(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(31)
    refused = 0
    for _ in range(RANDOM):
        data, case = random_told(rng, documents, reasoner)
        changes = random_changes(rng, documents, data)
        by_hand = reasoner.check(document_of(edited(data, *changes)))
        texts = [one.text for one in changes]
        if isinstance(by_hand, Case):
            _, made = change_case(reasoner, case, texts)
            assert said(made) == said(by_hand), (data, texts)
            decision = reasoner.advise(made).decision
            assert decision == reasoner.advise(by_hand).decision, (data, texts)
        else:
            refused += 1
            with pytest.raises(ChangeError) as error:
                change_case(reasoner, case, texts)
            codes = {one.code for one in error.value.diagnostics}
            assert codes == {one.code for one in by_hand}, (data, texts)
    assert 0 < refused < RANDOM / 5


def test_the_order_of_changes_does_not_matter(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(32)
    compared = 0
    for _ in range(RANDOM // 3):
        data, case = random_told(rng, documents, reasoner)
        changes = [one.text for one in random_changes(rng, documents, data)]
        ways = [list(one) for one in itertools.permutations(changes)]
        try:
            made = [change_case(reasoner, case, way)[1] for way in ways]
        except ChangeError:
            continue
        compared += len(ways) > 1
        assert all(said(one) == said(made[0]) for one in made), (data, changes)
    assert compared > RANDOM / 10


def test_a_change_and_its_inverse_give_the_case_back(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(33)
    undone = 0
    for _ in range(RANDOM):
        data, case = random_told(rng, documents, reasoner)
        changes = random_changes(rng, documents, data, most=1)
        inverse = [text for one in changes for text in inverses(data, one)]
        if not inverse:
            continue
        try:
            _, made = change_case(reasoner, case, [one.text for one in changes])
        except ChangeError:
            continue
        undone += 1
        _, back = change_case(reasoner, made, inverse)
        assert said(back) == said(case), (data, changes, inverse)
        assert reasoner.advise(back).decision == reasoner.advise(case).decision
    assert undone > RANDOM / 4


def inverses(data: dict[str, Any], change: RandomChange) -> list[str]:
    """Write what undoes a change of a place in a section that the case has, if anything does."""
    section, *rest = change.place
    before = data.get(section)
    if not rest:
        return [f"{section}={json.dumps(before)}"] if before is not None else [f"-{section}"]
    if before is None:
        return [f"-{section}"]
    twin = rest[0].replace("_km", "_miles")
    if section == "runner" and twin != rest[0] and twin in before:
        return [f"runner.{twin}={before[twin]}"]
    if section == "areas":
        named = rest[0] in before
        return [f"{'+' if named else '-'}area:{rest[0]}"] if edited(data, change) != data else []
    inside: Any = before
    for place, step in enumerate(rest, 1):
        if not isinstance(inside, dict) or inside.get(step) is None:
            path = ".".join([section, *rest[:place]])
            return [f"-{path}"] if isinstance(inside, dict) and step not in inside else []
        inside = inside[step]
    if isinstance(inside, dict) and "answer" in inside and change.text.startswith("observations"):
        return [f"{'.'.join(change.place)}.answer={inside['answer']}"]
    return [f"{'.'.join(change.place)}={json.dumps(inside)}"]


def test_the_case_itself_is_left_as_it_was(reasoner: Reasoner, documents: dict[str, Any]) -> None:
    rng = random.Random(34)
    for _ in range(RANDOM // 3):
        data, case = random_told(rng, documents, reasoner)
        seen, kept = said(case), copy.deepcopy(case.document.value)
        with contextlib.suppress(ChangeError):
            change_case(reasoner, case, [one.text for one in random_changes(rng, documents, data)])
        assert case.document.value == kept
        assert said(case) == seen


# Any text at all

PIECES = st.sampled_from(
    [
        *(
            "runner",
            "areas",
            "symptoms",
            "routine",
            "screening",
            "observations",
            "tried",
            "exercise",
        ),
        *("area", "age", "sex", "changed_30d", "knee", "knee-unplaced", "clamshell"),
        *("knee-drifts-in", "worst", "answer", "side", "limping", "saddle-numbness", "all_others"),
        *("=", "=", ".", ":", "+", "-", " ", ",", "[", "]", "{", "}", "&", "*", "!", "#", "|", "'"),
        *("yes", "no", "3", "1e9", "~", "true", "---", '"', "\n", "\0", "\ud800", "%", "é", "<<: "),
    ]
)
CHANGES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
@example(changes=["observations.knee-drifts-in=- 3"])
@example(changes=["screening=yes"])
@example(changes=["routine=[]", "runner={}"])
@example(changes=["screening.saddle-numbness={yes: yes}"])
@example(changes=["runner.age=" + "[" * 5000])
@example(changes=["runner.age=" + "9" * 5000])
@example(changes=["observations.knee-drifts-in.answer={answer: yes}", "-screening"])
def test_whatever_is_written_as_a_change_is_made_or_refused_in_its_place(
    changes: list[str],
) -> None:
    case = read_case(STORY)
    try:
        _, made = change_case(reasoner_of(case.base), case, changes)
    except ChangeError as error:
        found = error.diagnostics
    else:
        assert isinstance(reasoner_of(case.base).advise(made).record, Record)
        return
    for one in found:
        text = changes[int(one.file.removeprefix("change ")) - 1]
        assert one.line == 1
        assert 1 <= one.column <= len(text) + 1, (one, text)


def test_a_comparison_needs_a_change(reasoner: Reasoner, story: Case) -> None:
    with pytest.raises(ValueError, match="needs a change"):
        what_if(reasoner_of(story.base).advise(story))


# On bases that nobody wrote


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_comparison_holds_on_random_bases(seed: int, tmp_path: Path) -> None:
    documents = random_base(random.Random(seed))
    write(documents, tmp_path)
    base = load(tmp_path)
    reasoner, rng = reasoner_of(base), random.Random(seed)
    validator = Draft202012Validator(what_if_schema(base))
    compared = gone = 0
    for _ in range(60):
        data = random_case(rng, documents, habits(documents))
        changes = random_changes(rng, documents, data)
        by_hand = reasoner.check(document_of(edited(data, *changes)))
        if not changes or not isinstance(by_hand, Case):
            continue
        compared += 1
        advice = reasoner.advise(case_of(reasoner, data))
        found = what_if(advice, *(one.text for one in changes))
        assert found.after.decision == reasoner.advise(by_hand).decision
        assert found.changed is (found.before.decision != found.after.decision)
        assert all(lost.premises or lost.barrier for lost in found.ceased)
        assert [one.message for one in validator.iter_errors(json.loads(what_if_json(found)))] == []
        assert base.disclaimer in " ".join(what_if_text(found).split())
        gone += len(found.ceased)
    assert compared > 30
    assert gone
