"""A change of the knowledge is one edit and one case: the walk of CONTRIBUTING.md, and two more."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from advisor.batch import validate
from advisor.cases import Case
from advisor.documents import read
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from tests.conftest import CASES, ROOT, replace_in
from tests.planting import contents_of
from tests.shown_texts import texts
from tests.test_domain_effects import tag_faults
from tests.test_easy_reading import hard_texts
from tests.test_plain_words import unfit_texts

WALK = ROOT / "CONTRIBUTING.md"
RULE = "knee-sore-in-squats-no-box"


def walk() -> tuple[str, str]:
    """Give the rule and the case of the walk in CONTRIBUTING.md."""
    text = WALK.read_text(encoding="utf-8")
    section = text.split("### From an edit to green", 1)[1].split("\n### ", 1)[0]
    rule, case = re.findall(r"   ```yaml\n(.*?)   ```\n", section, re.DOTALL)
    return textwrap.indent(textwrap.dedent(rule), "  "), textwrap.dedent(case)


@pytest.fixture
def copied_cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    shutil.copytree(CASES, folder)
    return folder


def failing(base: KnowledgeBase, *paths: Path) -> list[str]:
    return [result.file for result in validate(paths, base) if result.status != "ok"]


def test_the_withhold_rule_of_the_walk_is_one_edit_and_one_case(
    copied: Path, copied_cases: Path
) -> None:
    rule, written = walk()
    assert f"id: {RULE}" in rule
    rules = copied / "reasoning" / "40-withhold.yaml"
    # somebody may be walking along right now
    rules.write_text(rules.read_text(encoding="utf-8").replace(rule, ""), encoding="utf-8")
    case = copied_cases / "withheld" / "knee-sore-in-squats.yaml"
    case.write_text(written, encoding="utf-8")
    assert failing(load(copied), copied_cases) == [str(case)], "red before the edit"

    with rules.open("a", encoding="utf-8") as file:
        file.write(rule)
    changed = load(copied)
    assert failing(changed, copied_cases) == [], "green after it, and no other case moves"
    reasoner = Reasoner(changed)
    fired = {
        path.stem
        for path in copied_cases.rglob("*.yaml")
        for firing in reasoner.advise(read_case(reasoner, path)).record.firings
        if firing.rule.id == RULE
    }
    assert fired == {case.stem}


def read_case(reasoner: Reasoner, path: Path) -> Case:
    found = reasoner.check(read(path))
    assert isinstance(found, Case), found
    return found


EXERCISE = """
  - id: reverse-lunge
    label: reverse lunges
    term: reverse lunge
    plain: You step back into a lunge and push up again with the front leg.
    aliases: [backward lunge]
    kind: strength
    tags: {external_rotation: 0, abduction: 0, internal_rotation_length: 1, hip_extension: 2,
      frontal_shift: 1, foot_loading: 1, weight_bearing: 2, single_leg: 1, hip_before_knee: 0}
    ref: []
    sources: []
    grade: OURS
"""
LUNGES = """
title: I do reverse lunges and clams
runner: {age: 40}
areas: []
screening: {all_others: no}
symptoms: {}
routine: {reverse-lunge: {times_per_week: 2}, clamshell: {times_per_week: 3}}
observations: {other-hip-drops: yes}
expect:
  outcome: drills
  patterns: {mid-stance-not-owned: possible}
  keys: {include: {load-the-foot: partly-on-paper}}
"""


def test_an_exercise_is_one_edit_and_one_case(copied: Path, copied_cases: Path) -> None:
    case = copied_cases / "lunges.yaml"
    case.write_text(LUNGES, encoding="utf-8")
    assert failing(load(copied), case) == [str(case)]
    with (copied / "vocabulary" / "exercises.yaml").open("a", encoding="utf-8") as file:
        file.write(EXERCISE)
    changed = load(copied)
    assert failing(changed, copied_cases) == []
    assert tag_faults(changed) == []
    documents = contents_of(copied)
    assert unfit_texts(texts(documents)) == []
    assert hard_texts(texts(documents)) == []


def test_the_words_of_a_complaint_are_one_edit_and_touch_no_case(
    copied: Path, copied_cases: Path, base: KnowledgeBase
) -> None:
    label = base.entry("symptom", "kneecap-ache").label
    replace_in(
        copied / "vocabulary" / "symptoms.yaml",
        f"    label: {label}\n",
        "    label: soreness behind the kneecap\n",
    )
    changed = load(copied)
    assert failing(changed, copied_cases) == []
    assert changed.entry("symptom", "kneecap-ache").label == "soreness behind the kneecap"
