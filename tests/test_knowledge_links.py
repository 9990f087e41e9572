"""A knowledge base whose parts do not meet: each is told, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.cases import Checker
from advisor.diagnostics import Diagnostic, KnowledgeError
from advisor.documents import Document, read_text
from advisor.facts import Fact
from advisor.inference import Engine, infer
from advisor.knowledge import load
from advisor.report.wording import because
from tests.conftest import replace_in

QUESTION = """
  - id: blue-toes
    checklist: lower-leg-and-foot
    label: toes that turned blue
    question: Have your toes turned blue?
    level: urgent
    areas: [foot]
    ref: []
    sources: []
    grade: OURS
"""
RULE = """
  - id: blue-toes-urgent
    title: Blue toes
    when:
      all:
        - area: AREAS
        - screening: {id: blue-toes, answer: yes}
          as: answers
    conclude:
      referral: {name: pain-needs-examining, level: urgent}
    because: You told us of {answers}.
    grade: OURS
    sources: []
    ref: []
"""


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def refused(folder: Path) -> list[Diagnostic]:
    with pytest.raises(KnowledgeError) as raised:
        load(folder)
    return list(raised.value.diagnostics)


def test_a_question_that_no_rule_reads(copied: Path) -> None:
    add(copied / "vocabulary" / "screening.yaml", QUESTION)
    (found,) = refused(copied)
    assert found.code == "question-unread"
    assert "blue-toes" in found.message
    lines = (copied / "vocabulary" / "screening.yaml").read_text(encoding="utf-8").splitlines()
    assert "blue-toes" in lines[found.line - 1]


def test_a_question_whose_rule_cannot_be_read_is_not_called_unread(copied: Path) -> None:
    add(copied / "vocabulary" / "screening.yaml", QUESTION)
    add(copied / "reasoning" / "20-triage.yaml", RULE.replace("AREAS", "fot"))
    assert [one.code for one in refused(copied)] == ["unknown-value"]


@pytest.mark.parametrize("areas", ["[foot, ankle]", "ankle"])
def test_a_question_asked_of_other_areas_than_its_rule_reads(copied: Path, areas: str) -> None:
    add(copied / "vocabulary" / "screening.yaml", QUESTION)
    add(copied / "reasoning" / "20-triage.yaml", RULE.replace("AREAS", areas))
    (found,) = refused(copied)
    assert found.code == "question-areas"
    assert "blue-toes-urgent" in found.message
    assert "ankle" in found.hint


def test_a_question_and_its_rule_that_meet(copied: Path) -> None:
    add(copied / "vocabulary" / "screening.yaml", QUESTION)
    add(copied / "reasoning" / "20-triage.yaml", RULE.replace("AREAS", "foot"))
    assert "blue-toes" in load(copied).entries["screening"]


def test_an_exercise_that_is_a_drill_is_withheld_as_the_drill(copied: Path) -> None:
    path = copied / "reasoning" / "40-withhold.yaml"
    replace_in(path, "withheld: {exercise: curtsy-lunge}", "withheld: {exercise: kickstand-hinge}")
    (found,) = refused(copied)
    assert found.code == "bad-conclusion"
    assert "drill: kickstand-hinge" in found.hint


def test_a_folder_that_is_no_knowledge_base_is_told_in_a_line(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.yaml").touch()
    (found,) = refused(tmp_path)
    assert "knowledge.yaml" in found.hint


def test_a_rule_file_in_the_wrong_folder_is_told(copied: Path) -> None:
    (copied / "old" / "reasoning").mkdir(parents=True)
    (copied / "old" / "reasoning" / "99-more.yaml").write_text("rules: []\n", encoding="utf-8")
    assert [one.code for one in refused(copied)] == ["file-unexpected"]


def test_a_retired_id_in_a_case_is_told_with_what_replaced_it(copied: Path) -> None:
    row = "retired:\n  - {kind: symptom, id: old-knee, replaced_by: knee-unplaced, since: 0.1.0}\n"
    replace_in(copied / "retired.yaml", "retired: []\n", row)
    document = read_text(b"symptoms: {old-knee: {}}\n", "case")
    assert isinstance(document, Document)
    found = Checker(load(copied)).check(document)
    assert isinstance(found, tuple)
    assert [(one.code, one.hint) for one in found] == [("retired-id", "use 'knee-unplaced'")]


def test_a_replacement_that_does_not_exist_is_told(copied: Path) -> None:
    row = "retired:\n  - {kind: symptom, id: old-knee, replaced_by: nothing-such, since: 0.1.0}\n"
    replace_in(copied / "retired.yaml", "retired: []\n", row)
    assert [one.code for one in refused(copied)] == ["unknown-id"]


PLACE = """
  - id: two-labels
    title: Two equal patterns, one with a label, and a branch that is false
    when:
      all:
        - any:
            - symptom: knee-unplaced
            - all:
                - area: low-back
                  as: sore
                - not:
                    area: low-back
        - symptom: knee-unplaced
          as: sore
    conclude:
      note: keep-quad-work
    because: Named {sore}.
    grade: OURS
    sources: []
    ref: []
"""


def test_because_names_what_met_the_label_and_nothing_of_a_false_branch(copied: Path) -> None:
    add(copied / "reasoning" / "80-notes.yaml", PLACE)
    base = load(copied)
    knee = base.entry("symptom", "knee-unplaced")
    facts = [
        Fact("runner", "runner", {"age": 40}),
        Fact("area", "low-back", {"id": "low-back"}),
        Fact("symptom", knee.id, knee.facts),
    ]
    record = infer(Engine(base), facts, ())
    (firing,) = [one for one in record.firings if one.rule.id == "two-labels"]
    assert because(base, firing) == f"Named {knee.label}."
