"""What a runner was asked and could not say: kept in the case, and read by no rule."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.cases import Case, write_case
from advisor.diagnostics import Diagnostic
from advisor.documents import read_text
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner

TOLD = "runner: {age: 30}\nareas: [knee]\nsymptoms: {kneecap-ache: {worst: 2}}\n"


def checked(reasoner: Reasoner, text: str) -> Case | tuple[Diagnostic, ...]:
    return reasoner.check(read_text(text.encode(), "me.yaml"))


def case_of(reasoner: Reasoner, text: str) -> Case:
    found = checked(reasoner, text)
    assert isinstance(found, Case), found
    return found


@pytest.mark.parametrize(
    "name",
    [
        "runner.goal",
        "routine",
        "tried",
        "symptoms.kneecap-ache.trend",
        "tried.kickstand-hinge.pain",
    ],
)
def test_what_is_listed_as_unsure_changes_no_advice(reasoner: Reasoner, name: str) -> None:
    with_it = case_of(reasoner, f"{TOLD}unsure: [{name}]\n")
    without = case_of(reasoner, TOLD)
    assert reasoner.advise(with_it).decision == reasoner.advise(without).decision


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("runner.age", "contradiction"),
        ("symptoms", "contradiction"),
        ("symptoms.kneecap-ache.worst", "contradiction"),
        ("symptoms.kneecap-ache.wurst", "unknown-value"),
        ("screening.unwell", "unknown-value"),
        ("nothing", "unknown-value"),
    ],
)
def test_what_cannot_be_unsure_is_refused_at_its_place(
    reasoner: Reasoner, name: str, code: str
) -> None:
    found = checked(reasoner, f"{TOLD}unsure: [{name}]\n")
    assert isinstance(found, tuple)
    assert [(one.code, one.line, one.column) for one in found] == [(code, 4, 10)]
    assert found[0].hint or "did you mean" in found[0].message


def test_a_case_written_for_people_says_the_same(
    base: KnowledgeBase, reasoner: Reasoner, cases: list[Case]
) -> None:
    for case in cases:
        told: Any = case.document.value
        data = {key: one for key, one in told.items() if key not in ("case", "title", "expect")}
        if "all_others" in data.get("screening", {}):
            data["screening"] = {
                fact.identity: fact.get("answer")
                for fact in case.facts
                if fact.type == "screening" and isinstance(fact.get("answer"), str)
            }
        if "sex" not in (data.get("runner") or {}):
            data["unsure"] = ["runner.sex"]
        text = write_case(base, data, ["A remark."])
        again = case_of(reasoner, text)
        value: Any = again.document.value
        assert value == data
        assert "# A remark.\n" in text
        assert [(one.name, one.attributes) for one in again.facts] == [
            (one.name, one.attributes) for one in case.facts
        ]
