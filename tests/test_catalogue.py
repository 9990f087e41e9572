"""`rules show` explains every entry and rule, in plain English, with all that hangs on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.audit import Exercised, Links, exercised, valid_cases
from advisor.audit.links import sources_of
from advisor.knowledge import Entry, KnowledgeBase, load
from advisor.language import Pattern, Rule
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.catalogue.terminal import show_text
from advisor.report.rule_words import pattern_words
from advisor.report.wording import GRADES
from tests.test_knowledge_errors import BROKEN_RULES, add, rule
from tests.test_links import rule_of
from tests.told import flow

WIDE = 10_000


@pytest.fixture(scope="module")
def index(reasoner: Reasoner) -> Exercised:
    return exercised(reasoner, valid_cases(reasoner, shipped_cases()))


@pytest.fixture(scope="module")
def shown(base: KnowledgeBase, index: Exercised) -> dict[str, str]:
    """Give what is shown of everything, by KIND:ID, a paragraph or an item a line."""
    named: list[tuple[str, Entry | Rule]] = [(f"rule:{one.id}", one) for one in base.rules]
    for kind, entries in base.entries.items():
        named += [(f"{kind}:{entry.id}", entry) for entry in entries.values()]
    return {name: show_text(base, one, WIDE, exercised=index) for name, one in named}


def section(text: str, heading: str) -> list[str]:
    """Give the lines of the section that begins so."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    rest = lines[start + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def test_everything_is_shown_with_its_title_and_its_words(
    base: KnowledgeBase, shown: dict[str, str]
) -> None:
    for name, text in shown.items():
        kind, _, own = name.partition(":")
        assert text.startswith(f"{kind} {own}\n")
        assert "Written in " in text
        assert text.endswith(f"\n\n{base.disclaimer}\n")
        if kind == "rule":
            assert re.search(r"^Step [1-8] of 8, ", text, re.MULTILINE), name
            continue
        entry = base.entry(kind, own)
        for field in ("label", "says", "term", "plain", "question", "how", "honesty", "text"):
            assert flow(entry.text(field)).rstrip(".").lower() in text.lower(), (name, field)
        for field in ("because", "assess", "evidence", "citation", "remark"):
            assert flow(entry.text(field)) in text, (name, field)


def test_every_source_of_an_entry_or_rule_is_named_with_its_mark(
    base: KnowledgeBase, shown: dict[str, str]
) -> None:
    cited: dict[str, list[str]] = {f"rule:{one.id}": list(one.sources) for one in base.rules}
    for kind, entries in base.entries.items():
        cited |= {f"{kind}:{entry.id}": sources_of(entry) for entry in entries.values()}
    for name, sources in cited.items():
        if not sources:
            continue
        grounds = section(shown[name], "Grounds")
        for source in sources:
            (line,) = [one for one in grounds if one.startswith(f"- {source}: ")]
            doubtful = base.entry("source", source).text("mark") in ("V2", "VB", "M")
            assert ("NOT verified" in line) == doubtful, (name, line)


def test_a_drill_shows_its_card_and_the_rules_that_go_with_every_card(
    base: KnowledgeBase, shown: dict[str, str]
) -> None:
    for drill in base.entries["drill"].values():
        card = section(shown[f"drill:{drill.id}"], "The card")
        for part in ("aim", "working", "feel", "error"):
            text = flow(str(drill.mapping(part)["text"]))
            (line,) = [one for one in card if text in one]
            sources = drill.mapping(part)["sources"]
            ground = f"the article; {', '.join(sources)}" if sources else "our own"
            assert line.endswith(f" [{ground}]")
        for cue in drill.items("cues"):
            ground = GRADES[str(cue["grade"])]
            assert any(f"Cue {cue['id']}: {cue['text']} [{ground}; S" in one for one in card)
        for name in ("pain_rule", "stop_rule"):
            text = flow(base.wordings["rules"][name]["text"])
            assert any(f"{text} [our own]" in one for one in card)


def test_an_outside_symptom_shows_what_helps_and_what_to_have_looked_at(
    base: KnowledgeBase, shown: dict[str, str]
) -> None:
    helped = [one for one in base.entries["symptom"].values() if one.mapping("help")]
    assert helped
    for entry in helped:
        (line,) = section(shown[f"symptom:{entry.id}"], "What is known to help")
        assert flow(entry.mapping("help")["text"]) in line
        for source in entry.mapping("help").get("sources", ()):
            assert source in line.rpartition("[")[2]
        (line,) = section(shown[f"symptom:{entry.id}"], "What to have looked at")
        assert line == flow(entry.text("assess"))


def test_what_feeds_and_what_is_fed_is_named_with_its_title(
    base: KnowledgeBase, shown: dict[str, str]
) -> None:
    feeds = section(shown["exercise:clamshell"], "Feeds")
    routine = rule_of(base, "rotation-only-routine")
    assert f"- rotation-only-routine: {routine.title}" in feeds
    fed = section(shown["pattern:rotation-only-routine"], "Fed by (2 rules can conclude it)")
    sideways = rule_of(base, "sideways-only-routine")
    assert fed == [f"- {one.id}: {one.title}" for one in (routine, sideways)]
    reads = section(shown["rule:rotation-only-routine"], "Reads")
    assert any(re.match(r"- Exercises: .*\bclamshell\b", one) for one in reads)
    assert any(one.startswith("- Rule turning-in-missing-on-paper: ") for one in reads)
    feeds = section(shown["rule:rotation-only-routine"], "Feeds")
    assert any(one.startswith("- foot-key-missing-on-paper: ") for one in feeds)
    held = section(shown["drill:kickstand-hinge"], "Held back by")
    assert any(one.startswith("- sit-bone-no-hinge: ") for one in held)
    waiting = section(shown["observation:knee-drifts-in"], "Waited for by")
    assert [one.partition(":")[0] for one in waiting] == ["- kneecap-ache-knee-unchecked"]
    for name in Links(base).citing(base.entry("source", "S23")):
        assert any(f" {name.id}: " in one for one in section(shown["source:S23"], "Cited by"))


def test_cases_are_named_the_own_one_first_and_not_too_many(
    index: Exercised, shown: dict[str, str]
) -> None:
    text = shown["rule:knee-first-push-off-in-part"]
    fired = index.fired["knee-first-push-off-in-part"]
    (line,) = section(text, f"Cases in which it fires ({len(fired)})")
    assert set(re.split(", | and ", line)) == set(fired)
    own = "longest-run-over-10"
    (line,) = section(shown[f"rule:{own}"], "Cases in which it fires")
    assert line.startswith(own)
    many = index.entries["exercise", "clamshell"]
    title = f"Cases with it in the routine ({len(many)})"
    (line,) = section(shown["exercise:clamshell"], title)
    assert line.endswith(f" and {len(many) - 12} more")
    assert line.count(",") == 11


def test_what_a_rule_says_is_plain_english(shown: dict[str, str]) -> None:
    routine = section(shown["rule:rotation-only-routine"], "When")
    assert "at least 2 times a week" in "".join(routine)
    assert "external rotation at least partly" in "".join(routine)
    pain = section(shown["rule:unclear-pain-clinician"], "When")
    assert any("worst above 5 of 10" in one for one in pain)
    assert any("at least 4 weeks so far" in one for one in pain)
    assert any("effect on running: cannot walk normally" in one for one in pain)
    jump = "".join(section(shown["rule:longest-run-over-10"], "When"))
    assert "latest long run longer by more than 10 and at most 30 percent" in jump
    for name, text in shown.items():
        if name.startswith("rule:"):
            told = "".join((*section(text, "When"), *section(text, "Then")))
            assert "_" not in told, name
            assert re.search(r"\w-\w+-\w+-", told.replace("10-", "")) is None, (name, told)


def test_slots_stay_readable_and_are_explained(shown: dict[str, str]) -> None:
    text = shown["rule:knee-first-push-off-in-full"]
    because = section(text, "Because")
    assert "You reported: {complaint}. You saw: {seen}." in because[0]
    assert "braces" in because[1]
    when = "".join(section(text, "When"))
    assert "told as {complaint}" in when
    assert "told as {seen}" in when
    assert "braces" not in shown["rule:foot-missing-on-paper"]


WORDS = {
    "{symptom: {}}": "any complaint",
    "{symptom: {kind: pain, trend: worsening}}": "a complaint (kind: pain; trend: getting worse)",
    "{runner: {age: {between: [16, 17]}}}": "the runner (age at least 16 and at most 17)",
    "{runner: {weekly_km: {below: 20}}}": "the runner (distance a week below 20 km)",
    "{runner: {latest_long_run_km: {above: 30}}}": "the runner (latest long run above 30 km)",
    "{exercise: {kind: [strength, balance], abduction: 0}}": (
        "an exercise in the routine (kind: strength or balance; abduction not at all)"
    ),
    "{symptom: {eased_by: {hip_extension: 2, single_leg: {at_least: 1}}}}": (
        "a complaint (eased by: an exercise with hip extension as the main point and "
        "single leg at least partly)"
    ),
    "{symptom: {eased_by: [clamshell, plank]}}": (
        "a complaint (eased by: clamshells or planks and other trunk exercises)"
    ),
    "{observation: {id: knee-drifts-in, answer: no, side: left}}": (
        "an own check answered no: the knee drifts in past the big toe when you stand on one leg "
        "(side: left)"
    ),
    "{tried: {drill: kickstand-hinge, pain: {above: 2}}}": (
        "a drill that was tried: kickstand hinge (pain above 2 of 10)"
    ),
    "{key: {name: load-the-foot, level: {at_least: missing-on-paper}}}": (
        "a key that is open: load the foot (missing from your routine on paper or missing in what "
        "you saw yourself)"
    ),
    "{withheld: {cue: big-toe-bend}}": (
        "held back: the cue “Let the big toe bend as you leave the ground”"
    ),
}


def test_conditions_of_every_sort_have_words(copied: Path) -> None:
    for number, when in enumerate(WORDS):
        add(copied / BROKEN_RULES, rule(f"words-{number}", when=when))
    base = load(copied)
    said = {}
    for number, when in enumerate(WORDS):
        pattern = rule_of(base, f"words-{number}").when
        assert isinstance(pattern, Pattern)
        said[when] = pattern_words(base, pattern)
    assert said == WORDS
