"""The page a runner takes home: that all is on it, and that nothing is where it must not be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from advisor.advice import SILENT
from advisor.cases import Case
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from advisor.report.contents import contents_of
from advisor.report.markup.clinician import clinician_page
from advisor.report.markup.runner import runner_page
from advisor.report.text import advice_markdown, advice_text
from tests.all_advice import document_of
from tests.markup import Read, read_page
from tests.told import Told, advise_on, flow

MARKUP = "<script>alert(1)</script> & \"quotes\" 'and' <b>bold</b> {{ 7 * 7 }} {% raw %}"


@pytest.fixture(scope="module")
def pages(told: list[Told]) -> list[tuple[Told, Read]]:
    return [(one, read_page(runner_page(one.advice))) for one in told]


def test_every_page_is_whole_and_needs_nothing_else(told: list[Told]) -> None:
    for one in told:
        for page in (runner_page(one.advice), clinician_page(one.advice)):
            assert page.startswith("<!doctype html>\n<html lang="), one.where
            read = read_page(page)
            names = {tag for tag, _ in read.tags}
            assert not names & {"script", "link", "img", "iframe", "object", "form"}, one.where
            assert not re.search(r"(?:https?:)?//(?!www\.w3\.org)", re.sub(r"doi \S+", "", page))
            assert "url(" not in page
            assert "@import" not in page


def test_headings_do_not_skip_a_level_and_ids_are_met_once(told: list[Told]) -> None:
    for one in told:
        for page in (runner_page(one.advice), clinician_page(one.advice)):
            read = read_page(page)
            assert read.headings.count(1) == 1, one.where
            steps = zip(read.headings, read.headings[1:], strict=False)
            assert all(after <= before + 1 for before, after in steps), one.where
            ids = read.values("id")
            assert len(ids) == len(set(ids)), one.where
            targets = [one[1:] for one in read.values("href")] + read.values("aria-labelledby")
            assert set(targets) <= set(ids), one.where


def test_a_page_says_every_conclusion_with_its_reason(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    said = 0
    for one, read in pages:
        if one.advice.outcome in (*SILENT, "see-clinician"):
            continue
        text = read.text.lower()
        deciding = {name for fact in one.data["conclusions"] for name in fact["rules"][:1]}
        for firing in one.data["firings"]:
            kinds = {name.partition(":")[0] for name in firing["concluded"]}
            if firing["rule"] in deciding and kinds <= {"pattern", "key", "load", "caution"}:
                standing = [f for f in one.data["conclusions"] if firing["rule"] == f["rules"][0]]
                if any(f"{f['type']}:{f['id']}" in firing["concluded"] for f in standing):
                    said += firing["because"].lower() in text
        for fact in one.data["conclusions"]:
            if fact["type"] in ("pattern", "drill", "withheld", "note"):
                assert flow(base_label(base, fact)).lower() in text, (one.where, fact["id"])
    assert said > 500


def base_label(base: KnowledgeBase, fact: dict[str, Any]) -> str:
    kind = fact["type"]
    return str(fact["label"]) if kind == "withheld" else base.entry(kind, fact["id"]).label


def test_the_drills_are_shown_in_their_order_each_with_its_stage(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    stages = base.wordings["stage_words"]
    seen = 0
    for one, read in pages:
        for drill, stage in one.advice.decision.drills:
            assert f"drill-{drill}" in read.values("id"), one.where
            assert stages[stage] in read.text, (one.where, drill)
            seen += 1
        drills = [f"drill-{name}" for name in base.entries["drill"]]
        order = [name.removeprefix("drill-") for name in read.values("id") if name in drills]
        assert order == [drill for drill, _ in one.advice.decision.drills], one.where
    assert seen > 100


def test_an_alarm_is_the_message_and_names_no_drill_pattern_or_key(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    alarms = [(one, read) for one, read in pages if one.advice.outcome in SILENT]
    assert len(alarms) > 20
    names = [
        entry.label
        for kind in ("drill", "pattern", "key", "note", "exercise")
        for entry in base.entries[kind].values()
        if len(entry.label) > 12
    ]
    for one, read in alarms:
        outcome = base.entry("outcome", one.advice.outcome)
        assert read.text.startswith(f"{outcome.label} {outcome.text('text')} Why"), one.where
        assert [name for name in names if name in read.text] == [], one.where
        if one.advice.case.title:
            assert one.advice.case.title not in read.text, one.where


def test_with_a_clinician_to_see_no_drill_is_shown_and_what_to_avoid_comes_before_the_rest(
    base: KnowledgeBase, pages: list[tuple[Told, Read]]
) -> None:
    refers = [(one, read) for one, read in pages if one.advice.outcome == "see-clinician"]
    assert len(refers) > 20
    held = 0
    for one, read in refers:
        shown = {name.removeprefix("drill-") for name in read.values("id")}
        assert not shown & set(base.entries["drill"]), one.where
        text = read.text
        if one.advice.decision.withheld:
            held += 1
            assert text.index("What to leave out until then") < text.index("What you told us")
    assert held > 5


def test_nothing_a_case_brings_becomes_markup(reasoner: Reasoner) -> None:
    for screening in ({"all_others": "no"}, {"saddle-numbness": "yes"}):
        case = {
            "case": MARKUP,
            "title": MARKUP,
            "runner": {"age": 40},
            "areas": ["low-back", "knee"],
            "symptoms": {"low-back-tight": {"worst": 2}, "knee-unplaced": {}},
            "screening": screening,
            "routine": {"clamshell": {}},
            "expect": {},
        }
        advice = advise_on(reasoner, case)
        for page in (runner_page(advice), clinician_page(advice)):
            read = read_page(page)
            assert "script" not in {tag for tag, _ in read.tags}
            assert MARKUP in read.text


def test_a_title_cannot_steer_how_the_page_reads(reasoner: Reasoner) -> None:
    title = "fine\u202e\u2066 evil \x07\u200b\nnext line"
    case = {"title": title, "runner": {"age": 40}, "areas": [], "symptoms": {}}
    for page in (runner_page(advise_on(reasoner, case)), clinician_page(advise_on(reasoner, case))):
        assert not set("\u202e\u2066\x07\u200b") & set(page)
        assert "next line" in page


def test_the_markdown_for_a_runner_says_what_the_text_says_and_the_routine(
    told: list[Told],
) -> None:
    for one in told[::5]:
        written = advice_markdown(one.advice).replace("\\", "")
        lines = {re.sub(r"^[*#]+ ?|[*]+$|^ *(-|\d\.) ", "", line) for line in written.splitlines()}
        for line in advice_text(one.advice, width=100_000).splitlines():
            words = re.sub(r"^ *(-|\d\.)? *(A check that bears on it: )?", "", line)
            assert any(words in one for one in lines), words
        speaks = one.advice.outcome not in (*SILENT, "see-clinician")
        if speaks and one.advice.record.facts("exercise"):
            assert "Your routine now" in written, one.where


def test_what_helps_is_never_told_to_stop(pages: list[tuple[Told, Read]]) -> None:
    told = 0
    for one, read in pages:
        if "Your routine now" in read.text:
            held = {fact.get("exercise") for fact in one.advice.facts("withheld")}
            trains = {fact.identity for fact in one.advice.record.facts("exercise")}
            asks = read.text.count("Leave it out for now")
            assert asks == len(held & trains), one.where
            told += "Nothing you train is told to stop here" in read.text
    assert told > 50


def test_a_case_without_a_name_is_called_after_its_file(reasoner: Reasoner) -> None:
    found = reasoner.check(document_of("{}", "me.json"))
    assert isinstance(found, Case)
    assert "Case: me." in read_page(runner_page(reasoner.advise(found))).text


def test_with_a_clinician_to_see_nothing_hints_at_the_way_to_a_drill(
    pages: list[tuple[Told, Read]],
) -> None:
    for one, read in pages:
        if one.advice.outcome == "see-clinician":
            assert "Could " not in read.text, one.where
            assert "What would lift it:" not in read.text
            assert "depending on the answer" not in read.text


def test_what_is_held_back_says_what_would_lift_it(pages: list[tuple[Told, Read]]) -> None:
    said = {"a question": 0, "what it builds on": 0, "nothing here": 0, "a clinician": 0}
    for one, read in pages:
        for held in contents_of(one.advice).held:
            assert held.lifted in read.text, one.where
            said["a question"] += held.lifted.endswith("?")
            said["what it builds on"] += "builds on" in held.lifted
            said["a clinician"] += "for a clinician to say" in held.lifted
            said["nothing here"] += "Nothing here can tell" in held.lifted
    assert min(said.values()) > 10, said


def test_a_method_without_drawings_gets_a_page_without_them(copied: Path) -> None:
    """A drill may be called as a section of the page is, and a key may have no drawing."""
    for path in copied.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in (
            ("load-the-foot", "foot-key"),
            ("length-with-internal-rotation", "length-key"),
            ("hip-before-knee", "hip-key"),
            ("heel-rocker-pronation", "keys"),
        ):
            text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
        path.write_text(text, encoding="utf-8")
    case = {
        "runner": {"age": 40},
        "areas": ["low-back"],
        "symptoms": {"low-back-tight": {"worst": 2, "triggers": ["late-in-run"]}},
        "screening": {"all_others": "no"},
        "routine": {"clamshell": {"times_per_week": 3}},
        "expect": {},
    }
    advice = advise_on(Reasoner(load(copied)), case)
    assert ("keys", "now") in advice.decision.drills
    read = read_page(runner_page(advice))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert "Our own drawing: one step" not in read.text
    assert "Heel rocker pronation drill" in read.text
