"""The questionnaire as a runner meets it in a pipe: line by line, and nothing lost."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.documents import read
from advisor.interview import Interview
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.text import advice_text
from tests.conftest import replace_in
from tests.talking import Teller, talk

YES, NO = "1", "2"
"""How a question of consent, or on saving, is answered."""
STORY = "v02-low-back-after-knee"


def shipped(reasoner: Reasoner, name: str) -> Case:
    case = reasoner.check(read(shipped_cases()[name], name))
    assert isinstance(case, Case)
    return case


def lines_of(base: KnowledgeBase, case: Case, most: int = 1000) -> list[str]:
    """What the runner of a case types for the first prompts."""
    value: Any = case.document.value
    teller = Teller(base, value)
    prompts = [prompt for prompt, _ in teller.prompts(Interview(base))]
    return [line for prompt in prompts[:most] for line in teller.lines(prompt)]


def ended(base: KnowledgeBase, case: Case) -> Interview:
    value: Any = case.document.value
    *_, (_, interview) = Teller(base, value).prompts(Interview(base))
    return interview


def up_to_the_push_off(base: KnowledgeBase, case: Case) -> int:
    """How many prompts are answered when a runner has told of the hinge and the push-off."""
    value: Any = case.document.value
    for count, (prompt, _) in enumerate(Teller(base, value).prompts(Interview(base)), 1):
        if prompt.title == "the hinge and the push-off":
            return count
    raise AssertionError("nothing was asked of the push-off")


def kept_in(state: Path) -> Path:
    return state / "injury-pattern-advisor" / "interview.json"


@pytest.mark.parametrize(
    "name",
    [
        STORY,
        "v01-kneecap-ache-on-clamshells",
        "v08-sore-outer-hip",
        "v14-back-pain-and-numbness",
        "v17-groin-ache-and-limp",
        "v30-my-knee-hurts",
    ],
)
def test_a_story_told_line_by_line_ends_in_the_advice_of_its_case(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path, name: str
) -> None:
    case = shipped(reasoner, name)
    silent = reasoner.advise(case).outcome == "emergency"
    lines = [YES, *lines_of(base, case)]
    if silent:  # the message is all there is
        said = talk(lines, tmp_path, "--save", "mine.yaml")
    else:
        said = talk([*lines, YES, "mine.yaml", YES, "mine.html"], tmp_path)
        assert stat.S_IMODE((tmp_path / "mine.html").stat().st_mode) == 0o600
    assert (said.code, said.err) == (0, "")
    assert ("not needed: no answer to them could change this advice" in said.out) is not silent
    mine = reasoner.check(read(tmp_path / "mine.yaml"))
    assert isinstance(mine, Case), mine
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision
    assert advice_text(ended(base, case).advice) in said.out
    assert stat.S_IMODE((tmp_path / "mine.yaml").stat().st_mode) == 0o600
    assert not kept_in(tmp_path).exists()


def test_who_has_told_enough_gets_advice_on_what_is_told(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    case = shipped(reasoner, STORY)
    told = lines_of(base, case, up_to_the_push_off(base, case))
    said = talk([NO, "/advice", *told, "/advice", YES, "mine.yaml", NO], tmp_path)
    assert (said.code, said.err) == (0, "")
    out = " ".join(said.out.split())
    before, _, after = out.partition("/advice: advice now, on what is told so far")
    assert "/advice means nothing here" in before
    assert "Where does it bother you?" in before
    assert "could still change this advice" in after
    mine = reasoner.check(read(tmp_path / "mine.yaml"))
    assert isinstance(mine, Case)
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision


def test_an_emergency_ends_it_at_once(base: KnowledgeBase, tmp_path: Path) -> None:
    said = talk([NO, "41", "knee", "1"], tmp_path)
    assert said.code == 0
    assert "Get emergency help now" in said.out
    assert "Save" not in said.out.partition("Get emergency help now")[2]
    assert "Step 3" not in said.out


def test_what_is_typed_wrongly_is_said_and_asked_again(tmp_path: Path) -> None:
    said = talk(
        [NO, "", "young", "4", "41.5", "41", "99", "hipp", "leg", "knee, back", "x", "11", ""],
        tmp_path,
    )
    for words in (
        "Nothing is taken as an answer by itself",
        "“young” is no number here. Type a number from 5 to 110.",
        "4 is out of range",
        "Only whole numbers",
        "There is no number 99; they go from 1 to 12",
        "Nothing here is called “hipp”",
        "“leg” fits several. Type the number: 3 lower leg; 5 thigh",
        "x is none of the numbers 1 to 10",
        "11 is none of the numbers 1 to 10",
        "Nothing typed is not taken as none",
    ):
        assert words in " ".join(said.out.split()), words
    assert "Step 3" not in said.out


def test_why_tells_what_each_answer_would_do(tmp_path: Path) -> None:
    out = " ".join(talk([NO, "41", "knee", "/why", "/why 8", "/help"], tmp_path).out.split())
    assert "yes: this would make this an emergency, and the questions end." in out
    assert "not sure: nothing can be cleared then, so no drill is suggested." in out
    assert "yes: this would send you to a clinician first" in out


def test_what_was_taken_for_an_answer_is_said(tmp_path: Path) -> None:
    out = talk([NO, "41", "foot, KNEE", "2 4?", "none"], tmp_path).out
    assert "\n> = foot and knee\n" in out
    flat = " ".join(out.split())
    assert "= yes: chest, breath" in flat
    assert ". not sure: " in flat


def test_a_long_list_is_written_once_and_again_when_it_is_wanted(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    lines = lines_of(base, shipped(reasoner, STORY))
    out = talk([NO, *lines], tmp_path).out
    assert out.count(". monster walks\n") == 1
    said = f"The {len(base.entries['exercise'])} to choose from are as above; /list shows them"
    assert out.count(said) >= 2
    parts = out.split("\n> ")
    again = next(count for count, part in enumerate(parts) if said in part)
    out = talk([NO, *lines[:again], "/list"], tmp_path).out
    assert out.count(". monster walks\n") == 2


def test_going_back_within_a_step_shows_what_was_answered(tmp_path: Path) -> None:
    out = talk([NO, "41", "/back", ""], tmp_path).out
    assert out.count("How old are you?") == 2
    assert out.count("Where does it bother you?") == 2
    assert "(So far: 41. Enter keeps it.)" in out


def test_what_was_told_of_a_step_is_kept_by_whoever_leaves_within_it(tmp_path: Path) -> None:
    said = talk([NO, "41", "/save"], tmp_path)
    assert said.code == 0
    again = talk(["knee"], tmp_path, "--resume")
    assert "How old are you?" not in again.out
    assert "General health" in again.out


def test_a_file_that_is_not_wanted_after_all_is_not_written(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    lines = lines_of(base, shipped(reasoner, "v08-sore-outer-hip"))
    said = talk([NO, *lines, YES, "/back", NO], tmp_path)
    assert (said.code, said.err) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_going_back_shows_what_was_answered_and_takes_another_answer(tmp_path: Path) -> None:
    lines = [YES, "41", "knee", "/back", "/back", "42", "", "none", "/save"]
    said = talk(lines, tmp_path)
    assert said.code == 0
    assert "(So far: 41. Enter keeps it.)" in said.out
    assert "(So far: knee. Enter keeps it.)" in said.out
    kept = json.loads(kept_in(tmp_path).read_text(encoding="utf-8"))
    told = {row["place"]: row["answer"] for row in kept["answers"]}
    assert (told["runner.age"], told["areas"]) == (42, ["knee"])


def test_the_first_question_has_none_before_it(tmp_path: Path) -> None:
    assert "This is the first question." in talk([NO, "/back", "/why"], tmp_path).out


def test_answers_survive_the_end_of_input_and_are_taken_up_again(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    case = shipped(reasoner, STORY)
    lines, told = lines_of(base, case), len(lines_of(base, case, 8))
    broken = talk([YES, *lines[:told]], tmp_path)
    assert broken.code == 130
    file = kept_in(tmp_path)
    assert str(file) in broken.err
    assert "Go on with: advisor ask --resume" in broken.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    rest = talk([*lines[told:], NO, NO], tmp_path, "--resume", "--save", "mine.yaml")
    assert (rest.code, rest.err) == (0, "")
    assert "How old are you?" not in rest.out
    mine = reasoner.check(read(tmp_path / "mine.yaml"))
    assert isinstance(mine, Case)
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision
    assert not file.exists()


def test_without_consent_nothing_is_written(tmp_path: Path) -> None:
    said = talk([NO, "41", "knee", "none"], tmp_path)
    assert said.code == 130
    assert "Nothing was kept" in said.err
    assert list(tmp_path.iterdir()) == []


def test_to_save_and_leave_keeps_the_answers_of_whoever_asks_for_it(tmp_path: Path) -> None:
    said = talk([NO, "41", "knee", "/save"], tmp_path)
    assert said.code == 0
    assert kept_in(tmp_path).exists()
    assert "advisor ask --resume" in said.out


def test_kept_answers_can_be_removed_and_are_not_written_over_unasked(tmp_path: Path) -> None:
    talk([NO, "41", "knee", "/save"], tmp_path)
    again = talk([YES], tmp_path)
    assert "There are 2 answers kept from before. Go on with them?" in again.out
    assert "General health" in again.out
    gone = talk([], tmp_path, "--forget")
    assert (gone.code, gone.out) == (0, f"Removed {kept_in(tmp_path)}.\n")
    assert not kept_in(tmp_path).exists()
    assert talk([], tmp_path, "--forget").out == "There were no kept answers.\n"
    nothing = talk([], tmp_path, "--resume")
    assert nothing.code == 2
    assert "no kept answers" in nothing.err


def test_input_that_ends_before_the_first_answer_is_quiet(tmp_path: Path) -> None:
    assert talk([], tmp_path).code == 130
    talk([NO, "41", "knee", "/save"], tmp_path)
    before = kept_in(tmp_path).read_bytes()
    said = talk([], tmp_path)
    assert (said.code, said.err.strip().splitlines()[0]) == (
        130,
        f"Stopped. Your answers are kept in {kept_in(tmp_path)}.",
    )
    assert kept_in(tmp_path).read_bytes() == before


def test_a_case_that_cannot_be_saved_there_is_saved_elsewhere(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    lines = lines_of(base, shipped(reasoner, "v08-sore-outer-hip"))
    said = talk([NO, *lines, "mine.yaml", NO], tmp_path, "--save", "nowhere/mine.yaml")
    assert (said.code, said.err) == (0, "")
    assert "cannot write nowhere/mine.yaml" in said.out
    assert isinstance(reasoner.check(read(tmp_path / "mine.yaml")), Case)


def test_damaged_answers_are_refused_with_the_way_out(tmp_path: Path) -> None:
    talk([NO, "41", "knee", "/save"], tmp_path)
    kept_in(tmp_path).write_text("{", encoding="utf-8")
    said = talk([], tmp_path, "--resume")
    assert (said.code, said.out) == (2, "")
    assert "'advisor ask --forget' removes it" in said.err


@pytest.mark.parametrize("told", [["41", "knee"], ["41"]], ids=["the whole step", "a part of it"])
def test_a_kept_answer_that_is_none_is_asked_again(tmp_path: Path, told: list[str]) -> None:
    talk([NO, *told, "/save"], tmp_path)
    file = kept_in(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("41", '"old"'), encoding="utf-8")
    said = talk(["42", *([] if told[1:] else ["knee"])], tmp_path, "--resume")
    assert said.out.count("How old are you?") == 1
    assert "General health" in said.out


def test_after_the_knowledge_base_changed_only_what_changed_is_asked_again(
    base: KnowledgeBase, reasoner: Reasoner, copied: Path, tmp_path: Path
) -> None:
    lines = lines_of(base, shipped(reasoner, STORY))
    talk([YES, *lines[:6]], tmp_path)
    replace_in(
        copied / "vocabulary" / "screening.yaml",
        "Have you lost weight without trying to and without knowing why?",
        "Have you lost weight lately, without trying to and without knowing why?",
    )
    said = talk(["no"], tmp_path, "--resume", "--rules", str(copied))
    out = " ".join(said.out.split())
    assert "The knowledge base was" in out
    assert "These questions have changed and are asked again:" in out
    assert "weight" in out.partition("asked again:")[2].partition(".")[0]
    assert "Have you lost weight lately, without trying to" in out
    assert "chest pain or pressure" not in out  # of the same checklist, and unchanged
    assert "How old are you?" not in out
    assert kept_in(tmp_path).exists()


def test_questions_that_are_gone_are_named(tmp_path: Path) -> None:
    talk([NO, "41", "knee", "/save"], tmp_path)
    kept = json.loads(kept_in(tmp_path).read_text(encoding="utf-8"))
    kept["base"] = "three-keys 0.0.9 (000000000000)"
    gone = {"place": "screening.of-old", "seen": "0" * 16, "label": "an old sign", "answer": "no"}
    kept["answers"].append(gone)
    kept_in(tmp_path).write_text(json.dumps(kept), encoding="utf-8")
    out = " ".join(talk([], tmp_path, "--resume").out.split())
    assert "The knowledge base was three-keys 0.0.9 (000000000000)" in out
    assert "These questions are not asked any more: an old sign." in out
    assert "How old are you?" not in out


def test_all_questions_are_asked_of_who_wants_them(
    base: KnowledgeBase, reasoner: Reasoner, tmp_path: Path
) -> None:
    value: Any = shipped(reasoner, STORY).document.value
    teller = Teller(base, value)
    lines = [
        line
        for prompt, _ in teller.prompts(Interview(base, full=True))
        for line in teller.lines(prompt)
    ]
    said = talk([NO, *lines, NO, NO], tmp_path, "--full")
    assert (said.code, said.err) == (0, "")
    assert "Every question was asked." in said.out
    assert "What is your sex?" in said.out
    assert len(lines) > len(lines_of(base, shipped(reasoner, STORY)))
