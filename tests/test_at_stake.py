"""What a page says an answer could change is what the answer does change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from advisor.advice import SILENT, Advice, Question
from advisor.explanation.at_stake import AtStake, at_stake
from advisor.report.contents import contents_of
from advisor.report.contents.open_questions import with_stakes
from tests.changed import instead
from tests.told import Told

DIRECT = ("load", "referral", "caution", "coverage", "sign", "withheld")
"""The types of fact that rules conclude from what is reported alone, or nearly."""


@pytest.fixture(scope="module")
def open_cases(told: list[Told]) -> list[Advice]:
    return [one.advice for one in told if one.advice.outcome not in SILENT][::2]


def answers(advice: Advice) -> Iterator[tuple[Question, AtStake, Advice]]:
    """Give each open question of yes or no, what is said to hang on it, and the advice on both."""
    for question, stake in at_stake(advice).items():
        if question.attribute == "answer":
            fact = next(
                one for one in advice.record.facts(question.kind) if one.name == _name(question)
            )
            for answer in ("yes", "no"):
                said = replace(fact, attributes={**fact.attributes, "answer": answer})
                yield question, stake, instead(advice, said)


def _name(question: Question) -> str:
    return f"{question.kind}:{question.identity}"


def standing(advice: Advice, kind: str) -> set[tuple[str, str]]:
    return {(one.type, one.identity) for one in advice.record.facts(kind)}


def test_every_open_question_has_something_at_stake_or_says_that_it_has_not(
    open_cases: list[Advice],
) -> None:
    for advice in open_cases:
        contents = contents_of(advice)
        lists = with_stakes(advice, (*contents.settling, *contents.clinical))
        for one in (one for each in lists for one in each.asked):
            assert one.could.startswith("Could "), one.words


def test_what_an_answer_brings_was_said_to_hang_on_it(open_cases: list[Advice]) -> None:
    brought = 0
    for advice in open_cases:
        for question, stake, after in answers(advice):
            said = {(one.type, one.identity) for one in stake.could}
            if not (advice.record.gate_open and after.record.gate_open):
                continue
            for kind in DIRECT:
                new = standing(after, kind) - standing(advice, kind)
                assert new <= said, (advice.case.name, question.identity, new - said)
                brought += len(new)
    assert brought > 1000


def test_what_an_answer_gives_back_was_said_to_hang_on_it(open_cases: list[Advice]) -> None:
    lifted = 0
    for advice in open_cases:
        for question, stake, after in answers(advice):
            if not after.record.gate_open:
                continue
            gone = standing(advice, "withheld") - standing(after, "withheld")
            said = {(one.type, one.identity) for one in stake.lifts}
            assert gone <= said, (advice.case.name, question.identity, gone - said)
            lifted += len(gone)
    assert lifted > 5


def test_what_shuts_the_gate_is_said_to_be_able_to_refer(open_cases: list[Advice]) -> None:
    for advice in (one for one in open_cases if one.outcome == "not-cleared"):
        stakes = at_stake(advice)
        asked = [one for one in advice.settling if one.kind == "screening"]
        for one in asked:
            levels = {said.get("level") for said in stakes[one].could if said.type == "referral"}
            assert levels & {"emergency", "urgent"}, one
