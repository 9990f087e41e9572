"""The words of everything a runner is shown: nothing is promised, and no dose is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.cases.template import new_case
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.data import advice_data
from advisor.report.markup.clinician import clinician_page
from advisor.report.markup.runner import runner_page
from advisor.report.text import advice_text
from tests.markup import read_page
from tests.planting import Change, contents_of, entry_of, plant
from tests.reading_level import sentences
from tests.shown_texts import Text, commands, texts
from tests.told import flow

PROMISES = re.compile(
    r"(?<![\w-])(?:caus(?:e[sd]?|ing)|cur(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|treat(?:s|ed|ing|ments?)?"
    r"|rul(?:e[sd]?|ing) (?:\w+ )?out|diagnos\w+|heal(?:s|ed|ing)?|guarantee\w*"
    r"|prevent(?:s|ed|ing)?)(?![\w-])",
    re.IGNORECASE,
)
"""As whole words: parts of an id, such as `fixed-distance`, promise nothing."""
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
DOSES = re.compile(
    rf"\b(?:{_NUMBER} (?:slow )?(?:sets?|rounds?|times (?:a|per|each) (?:day|week|side))"
    rf"|(?:for|hold) {_NUMBER} (?:to {_NUMBER} )?(?:seconds|minutes)"
    r"|(?:seconds|minutes) (?:a|per|each|on each) (?:side|leg|foot)"
    r"|(?:once|(?<!you do at least )twice) (?:a|per|each) (?:day|week)"
    r"|sets of|reps?|repetitions?|x ?\d+|\d+ ?x|(?:a|per|each|every) side(?! plank)|daily"
    r"|every day)\b",
    re.IGNORECASE,
)
"""What a runner does already, at least twice a week, is no dose of ours."""

RIGHT_IN_PLACE = {
    "No study was found that shows these drills prevent an injury, or that the work carries over "
    "into running.": "denies it",
    "you cannot stand on one leg for ten seconds": "a check that the notes give (A.5, O1)",
    "A yes means that one leg does not keep you steady for ten seconds.": "the same check",
}
"""Whole sentences and labels that a pattern above finds and that are right, each with why."""
TITLES_RIGHT_IN_PLACE = {"I was treated for cancer": "a runner's own past"}
"""Titles of cases are a runner's words; how often they do something is no dose of ours."""


def without(text: str, allowed: Iterable[str]) -> str:
    """Give a text in one line, without what is allowed to stand in it."""
    shown = flow(text)
    for sentence in allowed:
        shown = shown.replace(flow(sentence) or "\n", "")
    return shown


def unfit(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """Give the words that promise something or set a dose, but for sentences right in place."""
    shown = without(text, allowed)
    return [found[0] for pattern in (PROMISES, DOSES) for found in pattern.finditer(shown)]


def unfit_texts(found: Iterable[Text]) -> list[str]:
    return [f"{one.where}: {word}" for one in found for word in unfit(one.words, RIGHT_IN_PLACE)]


@pytest.fixture(scope="module")
def shown(documents: dict[str, Any]) -> list[Text]:
    return texts(documents)


# Words that are not used


def test_no_text_of_the_base_promises_anything_or_sets_a_dose(shown: list[Text]) -> None:
    assert unfit_texts(shown) == []


def test_each_exception_is_still_needed(shown: list[Text], cases: list[Case]) -> None:
    everything = {sentence for one in shown for sentence in (one.plain, *sentences(one.plain))}
    for sentence in RIGHT_IN_PLACE:
        assert sentence in everything, f"nobody says it any more: {sentence}"
        assert unfit(sentence), f"needs no exception: {sentence}"
    titles = " ".join(case.title for case in cases)
    for words in TITLES_RIGHT_IN_PLACE:
        assert words in titles
        assert PROMISES.search(words), f"needs no exception: {words}"


def said(data: Any) -> Iterator[str]:
    """Give every text in a JSON value; what has no space is an id."""
    if isinstance(data, str):
        yield from [data] if " " in data else []
    elif isinstance(data, dict):
        for value in data.values():
            yield from said(value)
    elif isinstance(data, list):
        for value in data:
            yield from said(value)


def test_no_advice_on_a_shipped_case_does(reasoner: Reasoner, cases: list[Case]) -> None:
    citations = [one.text("citation") for one in reasoner.base.entries["source"].values()]
    for case in cases:
        advice = reasoner.advise(case)
        allowed = [*RIGHT_IN_PLACE, *citations, case.title]
        data = advice_data(advice)
        for firing in data["firings"]:  # what the rules ask is about what a runner does already
            firing.update(support=[], absences=[], open=[])
        for text in (advice_text(advice), *said(data)):
            assert not unfit(text, allowed), f"{case.name}: {text}"


def test_no_page_on_a_shipped_case_does(reasoner: Reasoner, cases: list[Case]) -> None:
    base = reasoner.base
    citations = [one.text("citation") for one in base.entries["source"].values()]
    terms = [
        one.text("term")
        for kind in ("screening", "exercise")
        for one in base.entries[kind].values()
    ]
    for case in cases:
        advice = reasoner.advise(case)
        allowed = [*RIGHT_IN_PLACE, *citations, *filter(None, terms), case.title]
        for write in (runner_page, clinician_page):
            read = read_page(write(advice))
            for text in (read.text, *read.values("aria-label")):
                assert not unfit(text, allowed), f"{case.name}: {unfit(text, allowed)}"


def test_no_title_of_a_shipped_case_promises_anything(cases: list[Case]) -> None:
    for case in cases:
        assert not PROMISES.search(without(case.title, TITLES_RIGHT_IN_PLACE)), case.name


def test_no_help_and_no_new_case_does(base: KnowledgeBase) -> None:
    helps = dict(commands())
    assert len(helps) >= 9
    for name, text in helps.items():
        assert "Usage:" in text
        assert not unfit(text), name
    for areas in ([], ["knee", "low-back"]):
        lines = [line.lstrip("# ") for line in new_case(base, areas).splitlines()]
        assert not unfit(" ".join(lines), RIGHT_IN_PLACE)


UNFIT = {
    "Pain here is caused by a weak hip.": "caused",
    "Clamshells cure it.": "cure",
    "This drill fixes the knee.": "fixes",
    "It treats a sore tendon.": "treats",
    "Our treatment is a hinge.": "treatment",
    "A fracture is ruled out.": "ruled out",
    "Your answers rule it out.": "rule it out",
    "This is your diagnosis.": "diagnosis",
    "It heals within weeks.": "heals",
    "We guarantee that it works.": "guarantee",
    "The hinge prevents injuries.": "prevents",
    "Do two sets.": "two sets",
    "Do eight slow reps.": "reps",
    "Do it x 10.": "x 10",
    "Do it 3x.": "3x",
    "Three times a day is enough.": "Three times a day",
    "Do it twice a week.": "twice a week",
    "Hold it for twenty seconds.": "for twenty seconds",
    "Thirty seconds a side will do.": "seconds a side",
    "Do it daily.": "daily",
}


@pytest.mark.parametrize("sentence", UNFIT)
def test_each_unfit_word_is_found(sentence: str) -> None:
    assert UNFIT[sentence] in unfit(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Set one foot back as a stand.",
        "How many times a week do you do it?",
        "Nothing you do at least twice a week loads the foot.",
        "Does one side turn in less? Try the other side.",
        "Have that exam before noon: a causeway, a prefix and a treaty are words.",
    ],
)
def test_fit_words_are_let_through(sentence: str) -> None:
    assert not unfit(sentence)


UNFIT_TEXTS: dict[str, tuple[str, Change, str]] = {
    "a promise in a reason": (
        "reasoning/50-patterns.yaml",
        lambda content: content["rules"][0].update(because="This routine causes pain."),
        "rule rotation-only-routine: because: causes",
    ),
    "a dose in a card": (
        "method/drills.yaml",
        lambda content: entry_of(content, "drills", "kickstand-hinge")["working"].update(
            text="Do three sets."
        ),
        "drill kickstand-hinge: working.text: three sets",
    ),
    "a promise in a field that is new": (
        "method/notes.yaml",
        lambda content: content["notes"][0].update(more="It heals."),
        "note load-comes-first: more: heals",
    ),
}


@pytest.mark.parametrize("name", UNFIT_TEXTS)
def test_a_planted_promise_is_found(shown: list[Text], copied: Path, name: str) -> None:
    file, change, fault = UNFIT_TEXTS[name]
    assert fault not in unfit_texts(shown)
    plant(copied / file, change)
    assert fault in unfit_texts(texts(contents_of(copied)))
