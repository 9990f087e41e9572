"""The page for a clinician: what was reported, as it was reported, and what fired, and why."""

from __future__ import annotations

import re

import pytest

from advisor.advice import SILENT
from advisor.facts import FACT_TYPES
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.contents.handover import handover_of
from advisor.report.handover import handover_markdown
from advisor.report.markup.clinician import clinician_page
from tests.markup import Read, read_page
from tests.told import Told, advise_on


@pytest.fixture(scope="module")
def pages(told: list[Told]) -> list[tuple[Told, Read]]:
    return [(one, read_page(clinician_page(one.advice))) for one in told]


def test_every_screening_question_stands_under_the_answer_it_was_given(
    base: KnowledgeBase, told: list[Told]
) -> None:
    for one in told:
        given = one.case.get("screening", {})
        screened = {found.answer: found.terms for found in handover_of(one.advice).screening}
        assert sum(map(len, screened.values())) == len(base.entries["screening"]), one.where
        for name, entry in base.entries["screening"].items():
            term = entry.text("term") or entry.label
            answer = given.get(name, given.get("all_others", ""))
            block = name not in given and "all_others" in given
            found = [
                head for head, terms in screened.items() if term.lower() in map(str.lower, terms)
            ]
            starts = {"yes": "Yes", "no": "No", "unsure": "Not sure", "": "Not asked"}[answer]
            assert any(head.startswith(starts) for head in found), (one.where, name)
            assert any(("as a block" in head) == block for head in found), (one.where, name)


def test_an_answer_given_for_all_others_is_marked_as_a_block(reasoner: Reasoner) -> None:
    case = {
        "runner": {"age": 40},
        "areas": ["knee"],
        "symptoms": {"knee-unplaced": {}},
        "screening": {"limping": "no", "all_others": "no"},
        "expect": {},
    }
    answers = {one.answer: one.terms for one in handover_of(advise_on(reasoner, case)).screening}
    assert answers["No"] == ("Antalgic gait",)
    block = next(terms for answer, terms in answers.items() if "as a block" in answer)
    assert "Saddle anaesthesia" in block


def test_what_nobody_asked_is_not_a_no(reasoner: Reasoner) -> None:
    case = {"runner": {"age": 40}, "areas": ["knee"], "screening": {"limping": "unsure"}}
    answers = {one.answer: one.terms for one in handover_of(advise_on(reasoner, case)).screening}
    assert answers["Not sure"] == ("Antalgic gait",)
    assert "No" not in answers
    assert "Stroke signs" in answers["Not asked"]


def test_findings_are_in_the_terms_of_the_field(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    seen = 0
    for one, read in pages:
        text = read.text.lower()
        for kind, section in (("symptom", "symptoms"), ("exercise", "routine")):
            for name in one.case.get(section, {}):
                assert base.entry(kind, name).text("term").lower() in text, (one.where, name)
                seen += 1
    assert seen > 300


def test_every_rule_that_fired_stands_with_its_grade_and_sources(
    pages: list[tuple[Told, Read]],
) -> None:
    for one, read in pages:
        for firing in one.data["firings"]:
            assert f"{firing['title']} {firing['rule']}" in read.text, (one.where, firing["rule"])
            sources = f"; {', '.join(firing['sources'])}" if firing["sources"] else ""
            row = rf"{re.escape(firing['rule'])} .+? {re.escape(firing['grade'] + sources)} "
            assert re.search(row, read.text), (one.where, firing["rule"])


def test_with_an_alarm_nothing_but_what_raised_it_fired(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    alarms = [(one, read) for one, read in pages if one.advice.outcome in SILENT]
    assert len(alarms) > 20
    for one, read in alarms:
        fired = read.text[read.text.index("Rules that fired") :]
        assert base.entry("outcome", one.advice.outcome).label in read.text
        for drill in base.entries["drill"].values():
            assert drill.text("term") not in fired, one.where


def test_a_rule_stands_if_the_advice_says_what_it_concluded_as_strongly(told: list[Told]) -> None:
    marked = 0
    for one in told:
        if one.advice.outcome in SILENT:
            continue
        levels = {fact.name: dict(fact.attributes) for fact in one.advice.record.standing}
        for fired, firing in zip(
            handover_of(one.advice).fired, one.advice.record.firings, strict=True
        ):
            said = [fact for fact in firing.conclusions if fact.name in levels]
            order = [FACT_TYPES[fact.type].strength for fact in said]
            as_strong = any(
                strength is None or fact.get(strength) == levels[fact.name][strength]
                for fact, strength in zip(said, order, strict=True)
            )
            assert as_strong or not fired.stands, (one.where, fired.id)
            marked += not fired.stands
    assert marked > 50


def test_markdown_says_what_the_page_says(pages: list[tuple[Told, Read]]) -> None:
    for one, read in pages[::7]:
        written = re.sub(r"\\(.)", r"\1", handover_markdown(one.advice))
        for firing in one.data["firings"]:
            assert f"{firing['title']} ({firing['rule']})" in written, (one.where, firing["rule"])
        for found in handover_of(one.advice).reported:
            for finding in found[1]:
                assert f"{finding.said}." in written, one.where
                assert f"{finding.said}." in read.text, one.where
        for screened in handover_of(one.advice).screening:
            assert f"**{screened.answer}: {len(screened.terms)}**" in written
            assert f"{screened.answer}: {len(screened.terms)} " in read.text
