"""Who can feed whom in the knowledge base, whatever a case says."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.audit import Links
from advisor.audit.links import sources_of
from advisor.knowledge import Entry, KnowledgeBase, load
from advisor.language import Rule
from tests.test_knowledge_errors import BROKEN_RULES, add, rule


@pytest.fixture(scope="module")
def links(base: KnowledgeBase) -> Links:
    return Links(base)


def ids(found: list[Rule] | list[Entry]) -> set[str]:
    return {one.id for one in found}


def rule_of(base: KnowledgeBase, name: str) -> Rule:
    return next(one for one in base.rules if one.id == name)


def test_an_entry_feeds_the_rules_that_can_read_it(base: KnowledgeBase, links: Links) -> None:
    clamshell = ids(links.fed_by(base.entry("exercise", "clamshell")))
    assert {"rotation-only-routine", "moving-symptom", "no-strength-base"} <= clamshell
    assert "foot-covered-on-paper" not in clamshell, "it does not load the foot"
    bridge = ids(links.fed_by(base.entry("exercise", "glute-bridge")))
    assert "rotation-only-routine" not in bridge


def test_an_exercise_that_eased_something_feeds_the_rule_that_asks(copied: Path) -> None:
    eased = "{symptom: {eased_by: {kind: mobility}}}"
    add(copied / BROKEN_RULES, rule("eased", when=eased))
    base = load(copied)
    kinds = {
        entry.id: entry.facts["kind"]
        for entry in base.entries["exercise"].values()
        if "eased" in ids(Links(base).fed_by(entry))
    }
    assert set(kinds.values()) == {"mobility"}
    assert "figure-four-stretch" in kinds


def test_attributes_that_a_runner_reports_are_open(base: KnowledgeBase, links: Links) -> None:
    knee = ids(links.fed_by(base.entry("symptom", "kneecap-ache")))
    assert {"kneecap-ache-above-two", "unclear-pain-clinician", "complaint-not-told"} <= knee
    assert "outer-hip-no-crossing" not in knee
    # where a complaint is does not change, and a wobble is no pain
    assert "injured-knee-clinician" in knee
    wobbly = ids(links.fed_by(base.entry("symptom", "wobbly")))
    assert not {"injured-knee-clinician", "note-load-beside-pattern"} & wobbly


def test_an_area_feeds_what_names_it(base: KnowledgeBase, links: Links) -> None:
    found = ids(links.fed_by(base.entry("area", "knee")))
    assert {"knee-injury-clinician", "complaint-not-listed", "injured-knee-clinician"} <= found
    assert "bone-stress-hip-urgent" not in found


def test_a_rule_feeds_those_that_can_read_its_very_conclusion(
    base: KnowledgeBase, links: Links
) -> None:
    missing = ids(links.fed_by(rule_of(base, "hip-first-missing-on-paper")))
    covered = ids(links.fed_by(rule_of(base, "hip-first-covered-on-paper")))
    assert "knee-first-push-off-in-full" in missing
    assert "knee-first-push-off-in-full" not in covered
    _, rules = links.read_by(rule_of(base, "knee-first-push-off-in-full"))
    assert ids(rules) == {"hip-first-missing-on-paper", "hip-first-partly-on-paper"}


def test_what_is_wanted_absent_or_unsaid_is_read_too(base: KnowledgeBase, links: Links) -> None:
    entries, _ = links.read_by(rule_of(base, "foot-missing-on-paper"))
    assert "calf-raise" in ids(entries)
    entries, _ = links.read_by(rule_of(base, "kneecap-ache-knee-unchecked"))
    assert {"knee-drifts-in", "kneecap-ache"} <= ids(entries)


def test_reading_and_feeding_are_one_relation(base: KnowledgeBase, links: Links) -> None:
    for one in base.rules[::7]:
        entries, rules = links.read_by(one)
        assert all(one in links.fed_by(entry) for entry in entries)
        assert all(one in links.fed_by(other) for other in rules)


def test_an_entry_is_fed_by_what_can_conclude_it(base: KnowledgeBase, links: Links) -> None:
    pattern = base.entry("pattern", "knee-first-push-off")
    assert ids(links.concluding(pattern)) == {
        "knee-first-push-off-in-full",
        "knee-first-push-off-in-part",
    }
    key = ids(links.concluding(base.entry("key", "load-the-foot")))
    assert {"foot-covered-on-paper", "foot-seen-present", "foot-key-missing-on-paper"} <= key
    note = ids(links.concluding(base.entry("note", "sideways-shift-and-outer-hip")))
    assert "outer-hip-no-crossing" in note, "a note that a rule shows beside it"


def test_what_is_held_back_and_until_when(base: KnowledgeBase, links: Links) -> None:
    drill = base.entry("drill", "kickstand-hinge")
    held = ids(links.withholding(drill))
    assert {"sit-bone-no-hinge", "needs:kickstand-hinge", "symptom:outer-hip-sore"} <= held
    assert "inner-shin-no-rolling-in" not in held
    assert held.isdisjoint(ids(links.concluding(drill)))
    lunge = base.entry("exercise", "curtsy-lunge")
    assert "outer-hip-no-crossing" in ids(links.withholding(lunge))
    check = ids(links.waiting_for(base.entry("observation", "knee-drifts-in")))
    assert check == {"kneecap-ache-knee-unchecked"}


def test_a_source_is_cited_by_the_parts_of_an_entry_too(base: KnowledgeBase, links: Links) -> None:
    box = base.entry("drill", "co-contraction-to-box")
    assert "S49" in sources_of(box), "a cue of it cites that"
    assert box in links.citing(base.entry("source", "S49"))
    fired = rule_of(base, "longest-run-over-10")
    assert fired in links.citing(base.entry("source", "R35"))
