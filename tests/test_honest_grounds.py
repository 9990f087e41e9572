"""What a text rests on: its grade has the sources it needs, and a figure is one that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, advise, read_case
from advisor.report.catalogue.terminal import show_text
from advisor.report.data import advice_data
from advisor.report.text import advice_text
from tests import domain_figures, domain_rows
from tests.planting import Change, contents_of, entry_of, plant
from tests.reading_level import sentences
from tests.shown_texts import Text, texts

STUDY = re.compile(r"\b(?:stud(?:y|ies|ied)|research\w*|trials?|evidence\w*)\b", re.IGNORECASE)
DENIAL = re.compile(r"\b(?:no|not|none|never|nobody)\b", re.IGNORECASE)


def marks_of(documents: Mapping[str, Any]) -> dict[str, str]:
    """Give how far each reference of a base was verified."""
    return {one["id"]: one["mark"] for one in documents["sources.yaml"]["references"]}


def ground_faults(found: Iterable[Text], marks: Mapping[str, str]) -> list[str]:
    """Say which text lacks the sources that its grade needs, or claims more than it."""
    faults = []
    for one in found:
        references = [name for name in one.sources if name in marks]
        if one.grade == "ARTICLE" and len(references) == len(one.sources):
            faults.append(f"{one.where}: graded ARTICLE, and cites no statement of it")
        if one.grade in ("STUDY+", "STUDY-") and "V" not in {marks[name] for name in references}:
            faults.append(f"{one.where}: graded {one.grade}, and cites no study that was read")
        claims = [
            sentence
            for sentence in sentences(one.plain)
            if STUDY.search(sentence) and not DENIAL.search(sentence)
        ]
        if one.grade == "OURS" and claims and not references:
            faults.append(f"{one.where}: graded OURS, and tells of a study: {claims[0]}")
    return faults


def figure_faults(found: Iterable[Text], marks: Mapping[str, str]) -> list[str]:
    """Say which text states a figure that was not read in a reference it cites."""
    faults = []
    for one in found:
        if one.kind in ("attribute", "base", "source"):  # questions, and the sources themselves
            continue
        read = [name for name in one.sources if marks.get(name) == "V"]
        faults += [
            f"{one.where}: {figure} is not a figure of {', '.join(read) or 'a verified source'}"
            for figure in domain_figures.figures(one.words)
            if not domain_figures.is_given(figure, read)
        ]
    return faults


def every_fault(documents: dict[str, Any]) -> list[str]:
    found, marks = texts(documents), marks_of(documents)
    return [*ground_faults(found, marks), *figure_faults(found, marks)]


def test_every_grade_has_the_sources_it_needs(documents: dict[str, Any]) -> None:
    assert ground_faults(texts(documents), marks_of(documents)) == []


def test_every_figure_was_read_in_a_source_that_is_cited(documents: dict[str, Any]) -> None:
    assert figure_faults(texts(documents), marks_of(documents)) == []


def test_figures_are_told_for_verified_references_only() -> None:
    for name in domain_figures.FIGURES:
        assert domain_rows.MARKS[name] == "V", name


PLANTED: dict[str, tuple[str, Change, str]] = {
    "a figure from memory": (
        "vocabulary/exercises.yaml",
        lambda content: entry_of(content, "exercises", "side-plank").update(
            evidence="With a leg lifted it reached 103 % (R43).", sources=["R43"]
        ),
        "exercise side-plank: evidence: 103 is not a figure of a verified source",
    ),
    "a figure of another source": (
        "vocabulary/observations.yaml",
        lambda content: entry_of(content, "observations", "knee-drifts-in").update(
            honesty="Angles agreed well (r 0.76).", sources=["R61"]
        ),
        "observation knee-drifts-in: honesty: 0.76 is not a figure of R61",
    ),
    "two digits swapped": (
        "reasoning/10-load.yaml",
        lambda content: entry_of(content, "rules", "longest-run-over-10").update(
            because="{jump}: more injuries (hazard rate ratio 1.46)."
        ),
        "rule longest-run-over-10: because: 1.46 is not a figure of R35",
    ),
    "a number of people in words": (
        "method/notes.yaml",
        lambda content: entry_of(content, "notes", "carry-over-is-unproven").update(
            text="In twelve elite runners it did carry over."
        ),
        "note carry-over-is-unproven: text: 12 is not a figure of R17, R18, R73",
    ),
    "a source that turns out to be unread": (
        "sources.yaml",
        lambda content: entry_of(content, "references", "R35").update(mark="V2"),
        "rule longest-run-over-100: because: 2.28 is not a figure of a verified source",
    ),
    "a statement of the article without one": (
        "method/drills.yaml",
        lambda content: entry_of(content, "drills", "kickstand-hinge")["aim"].update(sources=[]),
        "drill kickstand-hinge: aim.text: graded ARTICLE, and cites no statement of it",
    ),
    "research without a reference": (
        "method/notes.yaml",
        lambda content: entry_of(content, "notes", "keep-quad-work").update(sources=["S43"]),
        "note keep-quad-work: text: graded STUDY-, and cites no study that was read",
    ),
    "research that is our own": (
        "method/drills.yaml",
        lambda content: entry_of(content, "drills", "kickstand-hinge")["feel"].update(
            text="Studies show that the hip lengthens."
        ),
        "drill kickstand-hinge: feel.text: graded OURS, and tells of a study: "
        "Studies show that the hip lengthens.",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(documents: dict[str, Any], copied: Path, name: str) -> None:
    file, change, fault = PLANTED[name]
    assert fault not in every_fault(documents)
    plant(copied / file, change)
    assert fault in every_fault(contents_of(copied))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Keep pain at 2 of 10 or below.", []),
        ("It stays at 2 or below, or above 5 out of 10.", []),
        ("You are 16 or 17. You are 55 or older. Above 50 it is otherwise.", []),
        ("Did it begin before 45? In the last 12 weeks?", []),
        ("Nine runners ran; five of seven sprinted (R72).", ["9", "5", "7"]),
        ("Among 5,205 runners, over 30 and up to 100 percent.", ["5205", "30", "100"]),
        ("Two drills, one leg, ten seconds (R37, S22).", []),
    ],
)
def test_figures_are_told_apart_from_limits_and_ids(text: str, found: list[str]) -> None:
    assert sorted(domain_figures.figures(text)) == sorted(found)


@pytest.mark.parametrize(
    ("figure", "given"),
    [("87", True), ("86.8", True), ("86", False), ("86.80", True), ("9", False)],
)
def test_a_figure_may_be_rounded_and_not_changed(figure: str, given: bool) -> None:
    assert domain_figures.is_given(figure, ["R49"]) == given


# What is shown of the sources


@pytest.mark.parametrize("name", domain_rows.MARKS)
def test_a_reference_is_shown_with_how_far_it_was_verified(base: KnowledgeBase, name: str) -> None:
    shown = " ".join(show_text(base, base.entry("source", name)).split())
    verified = domain_rows.MARKS[name] == "V"
    assert ("Verification: read in its abstract or page" in shown) == verified
    assert ("Verification: NOT verified" in shown) != verified


def test_the_data_of_an_advice_says_how_far_each_source_was_verified(
    reasoner: Reasoner, cases: list[Case]
) -> None:
    said = {
        source["id"]: source["verified"]
        for case in cases
        for source in advice_data(reasoner.advise(case)).get("sources", ())
    }
    for name, words in said.items():
        mark = domain_rows.MARKS.get(name)
        assert words.startswith("NOT verified") == (mark in ("V2", "VB", "M")), name
        assert words.startswith("read in its abstract") == (mark == "V"), name
    assert {domain_rows.MARKS.get(name, "S") for name in said} >= {"V", "VB", "S"}


def sources_shown(base: KnowledgeBase) -> dict[str, str]:
    """Give the line on each source that the advice on a shipped case ends in."""
    case = read_case("@longest-run-over-30", base)
    text = advice_text(advise(case))
    items = [" ".join(one.split()) for one in re.split(r"\n- ", text)]
    lines = [one for one in items if re.match(r"(?:Read in|NOT verified)", one)]
    return {name: line for line in lines for name in re.findall(r"\bR\d+b?\b", line)}


def test_a_source_that_turns_out_to_be_unread_is_shown_so(
    base: KnowledgeBase, copied: Path
) -> None:
    assert sources_shown(base)["R35"].startswith("Read in its abstract or page:")
    plant(
        copied / "sources.yaml",
        lambda content: entry_of(content, "references", "R35").update(mark="V2"),
    )
    changed = load(copied)
    assert sources_shown(changed)["R35"].startswith("NOT verified: seen second-hand only:")
    assert "NOT verified" in show_text(changed, changed.entry("load", "longest-run-jump"))
