"""Where research disagrees is said beside the advice it bears on, and nowhere else."""

from __future__ import annotations

import re
from typing import Any

from advisor.advice import SILENT
from advisor.cases import new_case
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.text import advice_text
from tests.told import Told, advise_on, flow

NOTES = {
    "CF1": "turning-in-and-kneecap-pain",
    "CF1b": "our-reading-of-turning-in",
    "CF2": "turning-in-and-outer-knee",
    "CF3": "sideways-shift-and-outer-hip",
    "CF4": "hinge-and-sit-bone",
    "CF5": "bone-shape-limits-turning-in",
    "CF6": "pronation-is-mixed",
    "CF7": "clamshells-are-incomplete-not-useless",
    "CF7b": "band-walk-is-abduction",
    "CF8": "calf-gives-the-push",
    "CF9": "hip-first-is-untested",
    "CF10": "back-link-is-unproven",
    "CF11": "knee-link-is-partly-supported",
    "CF12": "big-toe-role-is-small",
    "CF13": "inward-before-outward-is-a-principle",
    "CF14": "carry-over-is-unproven",
    "CF15": "keep-quad-work",
    "CF16": "load-comes-first",
}
MEANT_FOR = {
    "CF1": {"drill:step-to-lateral-hip-shift", "drill:kickstand-hinge",
            "withheld:step-to-lateral-hip-shift", "withheld:kickstand-hinge"},
    "CF2": {"withheld:step-to-lateral-hip-shift", "withheld:kickstand-hinge"},
    "CF3": {"withheld:step-to-lateral-hip-shift", "withheld:kickstand-hinge",
            "withheld:curtsy-lunge"},
    "CF6": {"drill:heel-rocker-pronation", "withheld:heel-rocker-pronation"},
    "CF7": {"pattern:rotation-only-routine", "pattern:moving-symptom"},
    "CF7b": {"pattern:rotation-only-routine"},
    "CF8": {"drill:co-contraction-to-box"},
    "CF9": {"drill:co-contraction-to-box"},
    "CF10": {"pattern:knee-first-push-off", "pattern:moving-symptom"},
    "CF11": {"pattern:knee-first-push-off"},
    "CF13": {"pattern:rotation-only-routine"},
    "CF15": {"drill:co-contraction-to-box"},
}  # fmt: skip
"""What each conflict of DOMAIN.md E.4 is about, where that is a matter of ids alone."""


def talkative(told: list[Told]) -> list[Told]:
    return [one for one in told if one.advice.outcome not in SILENT]


def notes_of(one: Told) -> dict[str, list[str]]:
    return {
        fact["id"]: fact["bears_on"] for fact in one.data["conclusions"] if fact["type"] == "note"
    }


def blocks(text: str) -> list[str]:
    """Split an advice where something new begins: a heading, an item, a numbered drill."""
    return [flow(block) for block in re.split(r"\n(?=\d\. |- |\n)", text)]


def test_every_conflict_with_research_has_its_note(base: KnowledgeBase, told: list[Told]) -> None:
    for row, name in NOTES.items():
        assert row in base.entry("note", name).words("ref")
    shown = {name for one in talkative(told) for name in notes_of(one)}
    assert shown >= set(NOTES.values())


def test_no_note_stands_without_advice_that_it_bears_on(told: list[Told]) -> None:
    for one in talkative(told):
        standing = {f"{fact['type']}:{fact['id']}" for fact in one.data["conclusions"]}
        for name, borne in notes_of(one).items():
            assert borne, f"{one.where}: {name} stands alone"
            assert set(borne) <= standing, f"{one.where}: {name}"


def test_a_conflict_bears_on_what_it_is_about(told: list[Told]) -> None:
    for one in talkative(told):
        found = notes_of(one)
        for row, meant in MEANT_FOR.items():
            borne = set(found.get(NOTES[row], ()))
            assert borne <= meant, f"{one.where}: {row} beside {borne - meant}"


def test_each_note_is_said_once(base: KnowledgeBase, told: list[Told]) -> None:
    for one in talkative(told):
        for name in base.entries["note"]:
            said = one.flow.count(flow(base.entry("note", name).text("text")))
            assert said == (name in notes_of(one)), f"{one.where}: {name}"


def test_a_note_stands_in_the_block_of_the_first_thing_it_bears_on(
    base: KnowledgeBase, told: list[Told]
) -> None:
    checked = 0
    for one in talkative(told):
        labels = {f"{fact['type']}:{fact['id']}": fact["label"] for fact in one.data["conclusions"]}
        for name, borne in notes_of(one).items():
            kind, _, identity = borne[0].partition(":")
            if kind not in ("pattern", "drill") or len(borne) > 1:
                continue
            words = base.entry(kind, identity).label if kind == "pattern" else labels[borne[0]]
            note = flow(base.entry("note", name).text("text"))
            (block,) = [block for block in blocks(one.text) if note in block]
            if block.startswith(("- Research", "- Our note")):
                continue  # one drill is all the drills there are
            assert words[1:] in block, f"{one.where}: {name} is not beside {words}"
            checked += 1
    assert checked > 100


def test_load_comes_first_beside_every_pattern_of_a_runner_in_pain(told: list[Told]) -> None:
    seen = 0
    for one in talkative(told):
        patterns = [fact.name for fact in one.advice.facts("pattern")]
        pain = any(fact.get("kind") == "pain" for fact in one.advice.record.facts("symptom"))
        if patterns and pain:
            assert set(patterns) <= set(notes_of(one)["load-comes-first"]), one.where
            seen += 1
    assert seen > 30


def test_a_change_of_load_leads(base: KnowledgeBase, told: list[Told]) -> None:
    note = flow(base.entry("note", "load-comes-first").text("text"))
    seen = 0
    for one in talkative(told):
        if not one.advice.facts("load") or not one.advice.record.gate_open:
            continue
        before, found, _ = re.sub(r"\n +", " ", one.text).partition(note)
        assert found, one.where
        later = ("The pattern of the article this fits", "The keys that are open",
                 "The drills, in this order", "Held back")  # fmt: skip
        assert not set(later) & set(before.splitlines()), one.where
        seen += "The drills, in this order" in one.text
    assert seen > 5


def test_outside_the_method_says_what_helps_and_what_to_have_seen(
    base: KnowledgeBase, told: list[Told]
) -> None:
    outside = {
        entry.id: entry
        for entry in base.entries["symptom"].values()
        if entry.text("scope") == "outside"
    }
    seen = set()
    for one in talkative(told):
        reported = [fact.identity for fact in one.advice.record.facts("symptom")]
        meant = [name for name in reported if name in outside]
        if not one.advice.record.gate_open:
            assert one.data["outside"] == []
            continue
        assert [said["symptom"] for said in one.data["outside"]] == meant, one.where
        for name in meant:
            assert flow(outside[name].text("assess")) in one.flow, one.where
            if known := outside[name].mapping("help"):
                # while someone should look first, nothing is said of what helps
                referred = bool(one.advice.facts("referral"))
                assert (flow(known["text"]) in one.flow) != referred, one.where
            seen.add(name)
    assert seen == set(outside)


def test_every_source_in_the_data_has_its_mark(base: KnowledgeBase, told: list[Told]) -> None:
    for one in talkative(told):
        listed = {source["id"]: source for source in one.data["sources"]}
        cited = {name for firing in one.data["firings"] for name in firing["sources"]}
        assert cited <= set(listed), f"{one.where}: cited without a mark"
        for name, source in listed.items():
            mark = base.entry("source", name).text("mark")
            assert source["mark"] == (mark or None)
            if mark in ("V2", "VB", "M"):
                assert source["verified"].startswith("NOT verified"), name


def test_a_small_range_is_said_at_once_and_beside_the_drill(told: list[Told]) -> None:
    (paper,) = [one for one in told if one.where == "v29-paper-says-covered"]
    assert "1. Step to lateral hip shift: now, in a small range." in paper.flow
    hinge = "Kickstand hinge: now, in a small range, once the one before is under control."
    assert paper.flow.count(hinge) == 2
    assert "comfortable, in a" not in paper.flow


def advice_on(reasoner: Reasoner, **sections: Any) -> str:
    """Write the advice for a grown runner who says no to every question, on clamshells."""
    usual = {
        "runner": {"age": 40},
        "screening": {"all_others": "no"},
        "routine": {"clamshell": {"times_per_week": 3}},
        "expect": {},
    }
    return advice_text(advise_on(reasoner, {**usual, **sections}))


def test_a_note_on_one_drill_is_not_said_of_all(reasoner: Reasoner) -> None:
    """Two drills stand, and the note is about one of them and one that is held back."""
    text = advice_on(
        reasoner,
        symptoms={"kneecap-ache": {"worst": 1}, "low-back-tight": {"worst": 1}},
        observations={"knee-drifts-in": "no", "knee-stays-over-toes-when-cued": "yes"},
    )
    drills = text.split("The drills, in this order\n")[1].split("\nHeld back\n")[0]
    intro, rocker, shift = re.split(r"\n\n(?=\d\. )", drills)
    assert "Research: carry-over into running is unproven." in flow(intro)
    assert "turning in and kneecap pain" not in flow(intro + rocker)
    assert "Research: turning in and kneecap pain." in flow(shift)
    assert "Our note: how we read turning in." in flow(shift)


def test_a_note_that_bears_on_more_is_pointed_at(reasoner: Reasoner) -> None:
    text = advice_on(
        reasoner,
        symptoms={"low-back-tight": {"worst": 2, "triggers": ["late-in-run"]}},
        observations={"back-arches-at-push-off": "yes"},
    )
    patterns = text.split("The pattern of the article this fits\n")[1].split("\n\n")[0]
    first, second = re.split(r"\n(?=- )", patterns)
    assert "Research: training load comes before mechanics." in flow(first)
    assert "Only the article says so: inward before outward" in flow(first)
    pointed = "Said above, and meant here too: training load comes before mechanics."
    assert flow(second).endswith(pointed)


def test_open_questions_come_by_checklist_and_are_told_before_the_drills(
    reasoner: Reasoner,
) -> None:
    text = advice_on(
        reasoner, symptoms={}, screening={"all_others": "no", "numb-foot-or-leg": "unsure"}
    )
    assert "Still open: answers that could send you to a clinician first. See below." in flow(text)
    assert "- Checklist: back and leg nerves. - Lately, has a foot" in flow(text)


def test_distances_are_told_as_given_and_in_the_other_unit(reasoner: Reasoner) -> None:
    km = advice_on(reasoner, runner={"age": 40, "weekly_km": 10.04}, symptoms={})
    assert "distance a week: 10.04 km (6.24 miles)" in flow(km)
    miles = advice_on(reasoner, runner={"age": 40, "weekly_miles": 20}, symptoms={})
    assert "distance a week: 32.187 km (20 miles)" in flow(miles)


def test_a_reason_names_what_was_told_of_a_complaint(reasoner: Reasoner) -> None:
    text = advice_on(reasoner, symptoms={"knee-unplaced": {"worst": 7, "after": ["limping"]}})
    words = "knee pain that is hard to place (worst, from 0 to 10: 7; afterwards: limping)"
    assert f"This is why: {words}." in flow(text)


def test_a_new_case_offers_miles_and_names_its_checklists(base: KnowledgeBase) -> None:
    lines = new_case(base, ["knee"]).splitlines()
    assert lines[lines.index("#   weekly_km:") + 1] == "#   weekly_miles:  # instead, in miles"
    heads = [line for line in lines if line.startswith("## Checklist: ")]
    assert heads[0].startswith("## Checklist: general health.")
    assert any(head.startswith("## Checklist: knee.") for head in heads)
    assert not any(head.startswith("## Checklist: back.") for head in heads)
