"""What is said in answer to why and why not: tidy, in plain words, and the same in every form."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.advice import Advice
from advisor.explanation import Answer, Told, why, why_not
from advisor.knowledge import KnowledgeBase
from advisor.report.explaining.answers import answer_markdown, answer_text
from advisor.report.explaining.data import answer_json
from advisor.report.explaining.schema import explanation_schema
from advisor.report.wording import because
from tests.told import Told as Case
from tests.told import flow

A_CASE = 4
"""How many questions are asked of each case beside those about all that it says."""


def everything(base: KnowledgeBase) -> list[str]:
    """Give all that can be asked of."""
    names = [f"outcome:{one}" for one in base.entries["outcome"]]
    for rule in base.rules:
        names += [f"{one.type}:{one.identity}" for one in rule.conclude]
        names += [f"note:{one}" for one in rule.notes]
        names.append(f"rule:{rule.id}")
    for kind in ("symptom", "exercise", "area", "observation", "screening"):
        names += [f"{kind}:{one}" for one in base.entries[kind]]
    return list(dict.fromkeys(names))


def questions(advice: Advice, rng: random.Random) -> list[str]:
    """Give what a case says, and some of all that can be asked."""
    said = dict.fromkeys(fact.name for fact in advice.record.standing)
    asked = rng.sample(everything(advice.base), A_CASE)
    fired = [f"rule:{one.rule.id}" for one in advice.record.firings[:1]]
    return [*said, f"outcome:{advice.outcome}", *fired, *asked]


@pytest.fixture(scope="module")
def answers(told: list[Case]) -> list[tuple[str, Answer, str]]:
    """Give many answers on every shipped case and on random ones, each as text of 60 columns."""
    rng = random.Random(6)
    shipped = [one for one in told if not one.where.startswith("{")]
    return [
        (f"{one.where[:60]}: {name}", answer, answer_text(answer, 60))
        for one in (*shipped, *told[len(shipped) :: 9])
        for name in questions(one.advice, rng)
        for answer in (why(one.advice, name),)
    ]


def body(text: str) -> str:
    """Give an answer without what is said below every answer."""
    return text.partition("About this answer")[0]


def items(text: str) -> Iterator[str]:
    yield from map(flow, re.split(r"\n(?=\s*- )|\n\n", body(text)))


def test_no_line_is_wider_than_the_terminal(answers: list[tuple[str, Answer, str]]) -> None:
    assert len(answers) > 4_000
    assert [where for where, _, text in answers if max(map(len, text.splitlines())) > 60] == []


def test_no_id_is_shown_where_there_is_a_label(
    base: KnowledgeBase, answers: list[tuple[str, Answer, str]]
) -> None:
    ids = {name for kind, found in base.entries.items() if kind != "source" for name in found}
    ids |= {rule.id for rule in base.rules}
    ids |= {
        word for found in base.attributes.values() for one in found.values() for word in one.values
    }
    hyphened = {name for name in ids if "-" in name}
    labels = " ".join(one.label for found in base.entries.values() for one in found.values())
    allowed = {name for name in hyphened if name in labels}
    for where, _, text in answers:
        shown = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", flow(body(text))))
        assert shown & hyphened <= allowed, where


MISTAKES = {
    "two marks": r"\.\.|,,|;;|::| [.,;:]|[;:] ?[.)]",
    "empty brackets": r"\( ?\)|\[ ?\]|“”",
    "a word twice": r"\b(\w+) \1\b",
    "a value of the program": r"\bNone\b|UNKNOWN|\bTrue\b|\bFalse\b|[a-z]_[a-z]",
    "one of several": r"\b1 (?:times|weeks|rules|ways)\b",
    "several of one": r"\b(?:[02-9]|\d\d+) (?:time|week|rule|way)\b",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_sentences_are_composed_without(
    mistake: str, answers: list[tuple[str, Answer, str]]
) -> None:
    for where, _, text in answers:
        found = re.search(MISTAKES[mistake], flow(body(text)))
        assert not found, f"{where}: {found and found[0]!r}"


def test_no_item_says_a_sentence_twice(answers: list[tuple[str, Answer, str]]) -> None:
    for where, _, text in answers:
        for item in items(text):
            sentences = Counter(re.split(r"(?<=[.!?]) (?=[A-Z])", item))
            assert max(sentences.values()) == 1, f"{where}: {item}"


def test_each_conclusion_is_proved_once(answers: list[tuple[str, Answer, str]]) -> None:
    """Where it is met again, its reasons are above."""
    for where, answer, text in answers:
        if isinstance(answer, Told):
            continue
        proved = [
            item.split(". ")[0]
            for item in items(text.split("In full")[-1])
            if re.match(r"- (?:Pattern|Open key|Drill|Held back|The key on paper): ", item)
            and "above." not in item
        ]
        assert len(proved) == len(set(proved)), where


def test_no_reason_is_given_twice(answers: list[tuple[str, Answer, str]]) -> None:
    for where, answer, text in answers:
        firings = [] if isinstance(answer, Told) else answer.advice.record.firings
        said = flow(text)
        for firing in firings:
            reason = f"{because(answer.advice.base, firing)} ["
            assert said.count(reason) <= 1, f"{where}: {reason}"


def test_words_that_claim_too_much_are_never_ours(answers: list[tuple[str, Answer, str]]) -> None:
    for where, _, text in answers:
        claim = re.search(r"ruled out|caused by|\bcures?\b|\btreats?\b|\bfix(?:es)?\b", body(text))
        assert not claim, where


def test_colour_adds_nothing_but_colour(answers: list[tuple[str, Answer, str]]) -> None:
    for _, answer, text in answers[::20]:
        colored = answer_text(answer, 60, color=True)
        assert colored != text
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == text


def test_the_data_are_in_the_form_of_the_schema(
    base: KnowledgeBase, answers: list[tuple[str, Answer, str]]
) -> None:
    schema = explanation_schema(base)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    kinds = set()
    for where, answer, _ in answers[::7]:
        data: Any = json.loads(answer_json(answer))
        error = next(validator.iter_errors(data), None)
        assert error is None, f"{where}: {error and error.message[:300]}"
        kinds.add(data["kind"])
        names = {one["name"] for one in data["facts"]}
        assert len(names) == len(data["facts"]), where
        for proof in data["proofs"]:
            for step in (*proof["steps"], *proof["weaker"]):
                assert {name for one in step["premises"] for name in one["facts"]} <= names
                assert {name for way in step["justifications"] for name in way} <= names
    assert kinds == {"why", "why-rule", "why-outcome", "why-not", "why-not-outcome", "told"}


def steps_told(data: Any) -> Iterator[Any]:
    """Give each step of a proof, and below those that decide; the weaker end where they stand."""
    proofs = {one["fact"]: one for one in data["proofs"]}
    waiting: list[str] = [data["proof"]] if "proof" in data else []
    seen: set[str] = set()
    while waiting:
        proof = proofs[waiting.pop()]
        yield from (*proof["steps"], *proof["weaker"])
        for step in proof["steps"]:
            below = {name for one in step["premises"] for name in one["facts"]} & set(proofs) - seen
            waiting += sorted(below)
            seen |= below


def test_the_data_say_what_the_text_says(answers: list[tuple[str, Answer, str]]) -> None:
    """Every reason, every rule that was near, and every source of the one is in the other."""
    for where, answer, text in answers[::7]:
        data: Any = json.loads(answer_json(answer))
        said = flow(text)
        for step in steps_told(data):
            assert step["because"] in said or step["title"] in said, where
        for candidate in data.get("candidates", ()):
            assert candidate["title"].lower()[1:] in said.lower(), where
        for source in data["sources"]:
            assert re.search(rf"\b{source['id']}\b", said), where


def test_the_markdown_says_what_the_text_says(answers: list[tuple[str, Answer, str]]) -> None:
    for where, answer, text in answers[::7]:
        page = re.sub(r"\\(.)", r"\1", answer_markdown(answer))
        assert page.startswith("# "), where
        plain = flow(re.sub(r"[*#]+ ?|^ *- |<[^>]+>|All \d+$", "", page, flags=re.MULTILINE))
        assert plain == flow(re.sub(r"^ *- ", "", text, flags=re.MULTILINE)), where


def test_why_and_why_not_agree(told: list[Case]) -> None:
    """Of what an advice says or does not say, both give the same answer, but of what is held."""
    rng = random.Random(7)
    for one in told[::5]:
        for name in rng.sample(everything(one.advice.base), A_CASE):
            first, second = why(one.advice, name), why_not(one.advice, name)
            if first.target == second.target:
                assert answer_text(first) == answer_text(second)
            else:
                assert first.target.kind == "withheld"
