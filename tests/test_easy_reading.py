"""How easy what a runner is shown is to read: short sentences, and words of few syllables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.cases.template import new_case
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.wording import because
from tests.planting import Change, contents_of, entry_of, plant
from tests.reading_level import grade, sentences, syllables, words
from tests.shown_texts import (
    LONGEST_SENTENCE,
    Text,
    commands,
    hard_sentences,
    is_hard,
    texts,
)

LONGEST_FILLED = 45
"""Words of a reason in which what the runner told is listed."""


@pytest.fixture(scope="module")
def shown(documents: dict[str, Any]) -> list[Text]:
    return texts(documents)


def hard_texts(found: Iterable[Text]) -> list[str]:
    """Give the texts that are too hard for a runner, each with why."""
    faults = []
    for one in found:
        if one.field == "term":
            continue
        if is_hard(one):
            faults.append(f"{one.where}: grade {grade(one.plain):.1f}: {one.plain}")
        faults += [
            f"{one.where}: {len(words(sentence))} words: {sentence}"
            for sentence in hard_sentences(one)
        ]
    return faults


def test_every_text_of_the_base_is_easy_to_read(shown: list[Text]) -> None:
    assert hard_texts(shown) == []


def hard_kinds(found: Iterable[Text], hardest: float = 8.0) -> list[str]:
    """Give the kinds of text that are too hard on the whole; labels are no prose."""
    grades: dict[str, list[float]] = {}
    for one in found:
        if one.is_prose and one.field != "term":
            grades.setdefault(one.kind, []).append(grade(one.plain))
    means = {kind: sum(values) / len(values) for kind, values in grades.items()}
    return [f"{kind}: {mean:.1f}" for kind, mean in means.items() if mean > hardest]


def test_no_kind_of_text_is_hard_on_the_whole(shown: list[Text]) -> None:
    assert hard_kinds(shown) == []
    assert hard_kinds(shown, 2.0), "the measure tells kinds apart"


def test_no_reason_grows_too_long_with_what_is_filled_in(
    base: KnowledgeBase, reasoner: Reasoner, cases: list[Case]
) -> None:
    said = {
        (firing.rule.id, sentence)
        for case in cases
        for firing in reasoner.advise(case).record.firings
        for sentence in sentences(because(base, firing))
    }
    long = [one for one in said if len(words(one[1])) > LONGEST_FILLED]
    assert sorted(long) == []


def test_help_is_easy_to_read() -> None:
    for name, text in commands():
        body = re.split(r"\n(?:Options|Commands):\n", text)[0]
        paragraphs = [" ".join(one.split()) for one in body.split("\n\n")[1:]]
        for paragraph in paragraphs:
            for sentence in sentences(paragraph):
                assert len(words(sentence)) <= LONGEST_SENTENCE, f"{name}: {sentence}"


def test_what_new_case_adds_is_easy_to_read(base: KnowledgeBase, shown: list[Text]) -> None:
    helped = [line[3:] for line in new_case(base, []).splitlines() if line.startswith("## ")]
    known = " ".join(one.plain for one in shown)
    for sentence in sentences(" ".join(helped)):
        is_list = re.match(r"(?:Any|One) of: |Ids of ", sentence)
        if sentence not in known and not is_list:
            assert len(words(sentence)) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("knee", 1), ("ankle", 2), ("ankles", 2), ("straightens", 2), ("loaded", 2)],
        *[("moved", 1), ("emergency", 4), ("exercise", 3), ("exercises", 4), ("area", 3)],
        *[("idea", 3), ("people", 2), ("clinician", 3), ("rotation", 3), ("being", 2)],
        *[("runner's", 2), ("pronation", 3), ("Achilles", 3), ("trying", 2), ("the", 1)],
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_grade_is_that_of_the_formula() -> None:
    """Ten words, two sentences, thirteen syllables."""
    text = "Stand on one leg. Let the arch come down slowly."
    assert len(words(text)) == 10
    assert len(sentences(text)) == 2
    assert grade(text) == pytest.approx(0.39 * 5 + 11.8 * 11 / 10 - 15.59)


def test_a_number_ends_no_sentence() -> None:
    text = "It went with more injuries (ratio 1.64, 5,205 runners). Nobody knows why."
    assert sentences(text) == [
        "It went with more injuries (ratio 1.64, 5,205 runners).",
        "Nobody knows why.",
    ]


LONG = " ".join(["and the foot goes on"] * 8) + "."
HARD = (
    "Neuromuscular coordination deficiencies predispose recreational athletes to compensatory "
    "movement strategies. Consequently, physiotherapeutic intervention necessitates individualised "
    "biomechanical evaluation. Longitudinal investigations demonstrate considerable "
    "heterogeneity. Interpretation necessitates appropriate methodological consideration, "
    "interdisciplinary communication and comprehensive understanding of underlying assumptions."
)
TOO_HARD: dict[str, tuple[str, Change, str]] = {
    "a long sentence in a question": (
        "vocabulary/runner.yaml",
        lambda content: content["attributes"]["age"].update(question=LONG),
        f"attribute attributes age: question: 40 words: {LONG}",
    ),
    "a hard text": (
        "method/outcomes.yaml",
        lambda content: entry_of(content, "outcomes", "drills").update(text=HARD),
        f"outcome drills: text: grade {grade(HARD):.1f}: {HARD}",
    ),
    "a long sentence in a cue": (
        "method/drills.yaml",
        lambda content: entry_of(content, "drills", "co-contraction-to-box")["cues"][2].update(
            text=LONG
        ),
        f"drill co-contraction-to-box: cues 3.text: 40 words: {LONG}",
    ),
}


@pytest.mark.parametrize("name", TOO_HARD)
def test_a_planted_hard_text_is_found(shown: list[Text], copied: Path, name: str) -> None:
    file, change, fault = TOO_HARD[name]
    assert fault not in hard_texts(shown)
    plant(copied / file, change)
    assert fault in hard_texts(texts(contents_of(copied)))
