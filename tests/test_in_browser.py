"""The pages of every shipped case in a real browser: seen, printed, gone through by keyboard."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from advisor.advice import Advice
from advisor.cases import Case
from advisor.documents import read_text
from advisor.reasoner import Reasoner
from tests.browser import Browser
from tests.looking import (
    Findings,
    Shown,
    count_elements,
    look_closely,
    look_in_the_dark,
    read_aloud,
    tab_through,
    told_of,
)
from tests.paged import pages_of
from tests.told import advise

CLOSELY: Final = (
    "v01-kneecap-ache-on-clamshells", "v02-low-back-after-knee", "v05-painless-outward-routine",
    "v08-sore-outer-hip", "v17-groin-ache-and-limp", "v30-my-knee-hurts",
)  # fmt: skip
"""The cases that the pages were drawn for; beside them stands one of each outcome."""


@pytest.fixture(scope="module")
def advices(reasoner: Reasoner, cases: list[Case]) -> list[Advice]:
    return [reasoner.advise(case) for case in cases]


@pytest.fixture(scope="module")
def pages(advices: list[Advice]) -> list[Shown]:
    return [page for advice in advices for page in pages_of(advice)]


@pytest.fixture(scope="module")
def spread(advices: list[Advice], pages: list[Shown]) -> list[Shown]:
    """Give the pages of a few cases: those above, one of each outcome, the largest and smallest."""
    names = {advice.outcome: advice.case.name for advice in reversed(advices)}
    by_size = sorted(pages, key=lambda page: len(page.html))
    chosen = {*CLOSELY, *names.values(), by_size[0].case, by_size[-1].case}
    assert len(CLOSELY) < len(chosen)
    return [page for page in pages if page.case in chosen]


@pytest.fixture(scope="module")
def found(browser: Browser, pages: list[Shown]) -> Findings:
    """Give what is wrong with each page."""
    faults = browser.each(look_closely, pages)
    return {page.name: list(one) for page, one in zip(pages, faults, strict=True)}


def nothing(findings: Findings, *kinds: str) -> None:
    said = told_of(findings, kinds)
    assert not said, f"\n{said}"


def test_axe_finds_nothing(found: Findings) -> None:
    nothing(found, "axe")


def test_axe_finds_nothing_on_a_phone_nor_in_dark_colours_and_paper_stays_white(
    browser: Browser, spread: list[Shown]
) -> None:
    faults = browser.each(look_in_the_dark, spread)
    wrong = {page.name: list(one) for page, one in zip(spread, faults, strict=True)}
    kinds = {fault.kind for one in faults for fault in one}
    nothing(wrong, *kinds)


def test_nothing_but_the_document_is_asked_for(found: Findings) -> None:
    nothing(found, "request", "console")


def test_a_page_holds_no_script_and_forbids_any(found: Findings) -> None:
    nothing(found, "script")


def test_nothing_is_wider_than_the_screen(found: Findings) -> None:
    nothing(found, "wider")


def test_no_text_is_cut_off_or_lies_on_another(found: Findings) -> None:
    nothing(found, "cut-off", "overlap", "out-of-box")


def test_every_text_is_large_and_dark_enough_to_read(found: Findings) -> None:
    nothing(found, "small", "faint")


def test_every_link_can_be_hit_with_a_finger_and_leads_somewhere(found: Findings) -> None:
    nothing(found, "target", "links")


def test_the_language_is_tagged_and_no_heading_skips_a_level(found: Findings) -> None:
    nothing(found, "language", "headings")


def test_all_that_is_seen_is_printed_on_sheets_of_a4(found: Findings) -> None:
    nothing(found, "print")


def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    browser: Browser, spread: list[Shown]
) -> None:
    faults = browser.each(tab_through, spread)
    nothing({page.name: one for page, one in zip(spread, faults, strict=True)}, "focus")


def test_without_scripts_a_page_says_the_same(browser: Browser, spread: list[Shown]) -> None:
    with_scripts = browser.each(read_aloud, spread)
    without = browser.each(read_aloud, spread, script=False)
    assert all(with_scripts)
    assert with_scripts == without


HOSTILE: Final = "<script>alert(1)</script> & \"quotes\" </title></style><b onclick=x>'bold'</b>"
HARMLESS: Final = "Nothing but words"


def hostile_pages(reasoner: Reasoner, data: dict[str, Any], words: str) -> list[Shown]:
    """Give the pages of a case in which every text that can be chosen freely is this one."""
    content = {"case": words, "title": words, **data}
    raw = json.dumps(content).encode()
    return list(pages_of(advise(reasoner, read_text(raw, f"{words}.json", json=True))))


@pytest.mark.parametrize(
    "data",
    [
        {"runner": {"age": 41}, "areas": ["knee"], "symptoms": {"knee-unplaced": {}}},
        {"runner": {"age": 41}, "areas": ["hip"], "screening": {"limping": "yes"}},
        {
            "runner": {"age": 41},
            "areas": ["knee"],
            "screening": {"all_others": "no"},
            "symptoms": {"knee-unplaced": {"worst": 2}},
            "routine": {"clamshell": {"times_per_week": 3}},
            "expect": {"outcome": "drills"},
        },
    ],
    ids=["not-cleared", "limping", "drills"],
)
def test_markup_in_a_case_stays_text(
    browser: Browser, reasoner: Reasoner, data: dict[str, Any]
) -> None:
    harmless = browser.each(count_elements, hostile_pages(reasoner, data, HARMLESS))
    hostile = browser.each(count_elements, hostile_pages(reasoner, data, HOSTILE))
    for (elements, text), (same, written) in zip(harmless, hostile, strict=True):
        assert elements == same
        assert text.count(HARMLESS) == written.count(HOSTILE)
    assert HARMLESS in harmless[0][1], "the runner's own words stand on the runner's page"
