"""`advisor next`: the question as data, so that a front end needs no state of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.cases import Case
from advisor.interview import Interview
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.asking.data import next_data, question_schema
from tests.talking import Teller
from tests.test_cli import Quick, quick

__all__ = ["quick"]


def value_in(answers: dict[str, Any], place: str, value: Any) -> None:
    """Write an answer as the help of the command says: at its place, or into the list."""
    if value == "unsure" and not place.startswith(("screening.", "observations.")):
        answers.setdefault("unsure", []).append(place)
        return
    section, *rest = place.split(".")
    if section in ("symptoms", "routine", "tried") and not rest:
        answers[section] = {name: {} for name in value}
    elif not rest:
        answers[section] = value
    else:
        for step in (section, *rest[:-1]):
            answers = answers.setdefault(step, {})
        answers[rest[-1]] = value


def test_a_front_end_gets_to_the_decision_with_nothing_but_the_case(
    base: KnowledgeBase, cases: list[Case], reasoner: Reasoner, tmp_path: Path, quick: Quick
) -> None:
    case = next(one for one in cases if one.name == "v02-low-back-after-knee")
    told: Any = case.document.value
    teller = Teller(base, told)
    check = Draft202012Validator(question_schema(base))
    file = tmp_path / "me.json"
    answers: dict[str, Any] = {"runner": {}}
    for _ in range(60):
        file.write_text(json.dumps(answers), encoding="utf-8")
        ran = quick("next", str(file))
        assert (ran.code, ran.err) == (0, "")
        said = json.loads(ran.out)
        check.validate(said)
        if said["done"]:
            break
        shown = Interview(base, answers).prompt
        assert shown is not None
        for field in shown.fields:
            value_in(answers, field.name, teller.answer(field))
    assert said["decision"] == reasoner.advise(case).decision.as_dict()
    assert said["not_needed"] > 0


def test_every_shape_of_question_is_as_published(base: KnowledgeBase, cases: list[Case]) -> None:
    check = Draft202012Validator(question_schema(base))
    kinds = set()
    for case in cases[::20]:
        told: Any = case.document.value
        for _, interview in Teller(base, told).prompts(Interview(base)):
            data = next_data(interview)
            check.validate(data)
            kinds |= {one["kind"] for one in data.get("question", {}).get("fields", ())}
    assert kinds == {"yes-no", "number", "one", "several"}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("areas: [knees]\n", 1, "did you mean 'knee'?"),
        ("screening: {stroke-signs: yes}\nareas: [knees]\n", 1, "call emergency services"),
    ],
)
def test_a_case_that_is_not_valid_is_refused(
    tmp_path: Path, quick: Quick, text: str, code: int, said: str
) -> None:
    file = tmp_path / "me.yaml"
    file.write_text(text, encoding="utf-8")
    ran = quick("next", str(file))
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_without_a_case_there_is_nothing_to_ask_about(quick: Quick) -> None:
    assert quick("next", "nowhere.yaml").code == 2


def test_an_emergency_is_the_decision(tmp_path: Path, quick: Quick) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("screening: {stroke-signs: yes}\n", encoding="utf-8")
    said = json.loads(quick("next", str(file)).out)
    assert (said["done"], said["decision"]) == (True, {"outcome": "emergency"})
