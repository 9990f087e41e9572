"""What a runner reads, and what a program reads of it: over all shipped and many random cases."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.advice import SILENT
from advisor.cases import Case
from advisor.documents import read_text
from advisor.knowledge import Entry, KnowledgeBase, load
from advisor.language import Rule
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.catalogue.terminal import show_text
from advisor.report.data import advice_data, advice_json
from advisor.report.schemas import advice_schema, result_schema
from advisor.report.text import advice_text
from tests.conftest import CASES, replace_in
from tests.running import written_as
from tests.told import Told, advise_on, flow, tell

UNVERIFIED = ("V2", "VB", "M")
ENGLISH = ("step-up", "step-down", "lower-leg", "low-back", "short-foot")
"""Ids that are also how people write it."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def shipped(told: list[Told]) -> list[Told]:
    return [one for one in told if one.where in shipped_cases()]


def of_outcome(told: list[Told], *outcomes: str) -> list[Told]:
    found = [one for one in told if one.advice.outcome in outcomes]
    assert len(found) > 10, f"too few cases end in {outcomes} to say anything"
    return found


def strings(data: Any) -> Iterator[str]:
    """Give every text in a JSON value, keys included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def whole(words: Iterable[str]) -> re.Pattern[str]:
    """Find any of some words where they are no part of longer words or ids."""
    choices = "|".join(map(re.escape, sorted(words)))
    return re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])", re.IGNORECASE)


def says(text: str, words: str) -> bool:
    return whole([words]).search(text) is not None


def section(text: str, heading: str) -> str:
    """Give what stands under a heading, up to the next; empty where there is no such heading."""
    lines = text.splitlines()
    if heading not in lines:
        return ""
    start = lines.index(heading) + 1
    for end in range(start, len(lines)):
        after_gap = not lines[end - 1]
        if after_gap and re.match(r"[A-Z][^.]*$", lines[end]) and not lines[end].startswith("- "):
            return "\n".join(lines[start:end])
    return "\n".join(lines[start:])


def test_the_cases_come_to_every_outcome(base: KnowledgeBase, told: list[Told]) -> None:
    """Else the tests below would say less than they seem to."""
    assert {one.advice.outcome for one in told} == set(base.entries["outcome"])


# The published schemas


def test_every_advice_fits_the_published_schema(base: KnowledgeBase, told: list[Told]) -> None:
    validator = Draft202012Validator(advice_schema(base))
    for one in told:
        errors = [error.message for error in validator.iter_errors(one.data)]
        assert not errors, one.where


def test_the_schema_refuses_an_alarm_with_more_in_it(
    base: KnowledgeBase, shipped: list[Told]
) -> None:
    validator = Draft202012Validator(advice_schema(base))
    alarm = next(one.data for one in shipped if one.advice.outcome == "emergency")
    full = next(one.data for one in shipped if one.advice.outcome == "drills")
    assert validator.is_valid(alarm)
    assert not validator.is_valid({**alarm, "firings": [{}]})
    assert not validator.is_valid({**full, "decision": {"outcome": "drills"}})
    more = {**full["decision"], "outcome": "emergency"}
    assert not validator.is_valid({**full, "decision": more})


def test_the_results_of_a_batch_fit_the_published_schema(
    base: KnowledgeBase, told: list[Told], tmp_path: Path
) -> None:
    for number, one in enumerate(told[-60:]):
        (tmp_path / f"{number}.json").write_text(json.dumps(one.case), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("runner: [", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("runner: {age: old}", encoding="utf-8")
    failing = {"areas": [], "expect": {"outcome": ["drills", "urgent"], "notes": {"include": []}}}
    (tmp_path / "failing.json").write_text(json.dumps(failing), encoding="utf-8")
    paths = [tmp_path, CASES, tmp_path / "gone.yaml"]
    written = json.loads(written_as("json", base, paths))
    Draft202012Validator(result_schema(base)).validate(written)
    states = [one["status"] for one in written["results"]]
    assert len(states) == written["summary"]["cases"] == 60 + 3 + len(shipped_cases()) + 1
    for state in ("ok", "failed", "invalid", "error"):
        assert written["summary"][state] == states.count(state)
    assert states.count("failed") == 1
    assert states.count("invalid") == 3


def test_no_result_at_all_is_a_result_too(base: KnowledgeBase) -> None:
    written = json.loads(written_as("json", base, []))
    Draft202012Validator(result_schema(base)).validate(written)
    assert written["results"] == []


# The look of the text


def test_no_line_is_longer_than_the_page(told: list[Told]) -> None:
    for one in told:
        for width, text in ((76, one.text), (60, advice_text(one.advice, 60))):
            for line in text.splitlines():
                unbreakable = len(line.lstrip(" -0123456789.").split()) == 1
                assert len(line) <= width or unbreakable, f"{one.where}: {line}"
            assert flow(text) == one.flow, "the width changes no word"


def test_colour_adds_nothing_but_colour(told: list[Told]) -> None:
    for one in told:
        assert "\x1b" not in one.text, one.where
    for one in told[::3]:
        colored = advice_text(one.advice, color=True)
        assert COLOUR.search(colored), one.where
        assert COLOUR.sub("", colored) == one.text, one.where


def test_no_text_shows_its_seams(told: list[Told]) -> None:
    """No slot unfilled or filled with nothing, no value of the program's own."""
    seams = re.compile(
        r"[{}_]|\bNone\b|UNKNOWN|\bnull\b|\.\.|\S  |\(\s*\)|\[\s*\]|\s[.,;:)\]]|;\s;"
    )
    for one in told:
        title = one.advice.case.title
        for line in one.text.splitlines():
            found = seams.search(line)
            assert not found, f"{one.where}: {line!r}"
        for text in strings({**one.data, "case": {}, "decision": {}}):
            if " " in text and text != title:  # what has no spaces is an id
                assert not re.search(r"[{}]|\bNone\b|UNKNOWN|\.\.|  ", text), one.where


def test_no_id_reaches_the_text(base: KnowledgeBase, told: list[Told]) -> None:
    ids = {rule.id for rule in base.rules}
    ids |= {name for entries in base.entries.values() for name in entries}
    for one in told:
        own = (one.advice.case.title, f"Case: {one.advice.case.name}.", base.name)
        text = one.flow
        for words in own:
            text = text.replace(flow(words), "") if words else text
        hyphened = set(re.findall(r"\w+(?:-\w+)+", text.lower()))
        assert not (hyphened & ids) - set(ENGLISH), one.where


def words_of(value: Any) -> Iterator[str]:
    """Give every text of a document of the base that is no citation."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key != "citation":  # the title of a publication is not ours to choose
                yield from words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)
    elif isinstance(value, str):
        yield value


def test_an_attribute_may_be_called_answer(copied: Path) -> None:
    """An answer is the label of a question; elsewhere it is an attribute as any other."""
    path = copied / "vocabulary/symptoms.yaml"
    more = "  answer: {type: choice, label: to warmth, of: {good: it eases}}"
    replace_in(path, "\nattributes:\n", f"\nattributes:\n{more}\n")
    reasoner = Reasoner(load(copied))
    document = read_text(b"symptoms: {knee-unplaced: {answer: good}}", "case.yaml")
    case = reasoner.check(document)
    assert isinstance(case, Case), case
    assert "to warmth: it eases" in flow(advice_text(reasoner.advise(case)))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(title=st.text(min_size=1, max_size=300), name=st.text(min_size=1, max_size=150))
def test_no_title_or_name_can_break_the_page(reasoner: Reasoner, title: str, name: str) -> None:
    case = {"case": name, "title": title, "runner": {"age": 30}, "areas": ["knee"]}
    advice = advise_on(reasoner, case)
    text = advice_text(advice)
    assert all(one.isprintable() or one == "\n" for one in text)
    assert all(len(line) <= 76 for line in text.splitlines())
    plain = advise_on(reasoner, {**case, "case": "x", "title": "x"})
    assert set(headings(text)) == set(headings(advice_text(plain))), "a title forges no heading"
    assert json.loads(advice_json(advice))["case"] == {"name": name, "title": title}


def headings(text: str) -> list[str]:
    colored = text.split("\n\n")
    return [part.splitlines()[0] for part in colored if part]


# Emergency and urgent


def test_an_alarm_says_one_thing_only(base: KnowledgeBase, told: list[Told]) -> None:
    kinds = ("pattern", "key", "drill", "exercise", "note")
    entries = [entry for kind in kinds for entry in base.entries[kind].values()]
    forbidden = whole({words for entry in entries for words in (entry.id, entry.label)})
    for one in of_outcome(told, *SILENT):
        data = {**one.data, "case": {}}
        for text in (one.flow, *strings(data)):
            assert not forbidden.search(text), f"{one.where}: {text}"


def test_an_alarm_is_its_message_its_reasons_and_the_disclaimer(
    base: KnowledgeBase, told: list[Told]
) -> None:
    for one in of_outcome(told, *SILENT):
        rest = one.flow
        message = base.entry("outcome", one.advice.outcome)
        reasons = [firing["because"] for firing in one.data["firings"]]
        questions = [question["question"] for question in one.data["settling"]]
        assert reasons, one.where
        for part in (message.text("text"), *reasons, *questions, base.disclaimer):
            assert flow(part) in rest, f"{one.where}: {part}"
            rest = rest.replace(flow(part), "")
        rest = re.sub(r"\[[^\]]*\]", "", rest)
        rest = rest.replace(one.advice.case.name, "")
        said = [word for word in rest.split() if word != "-"]
        assert len(said) < 35, f"{one.where}: headings and the base, no more: {rest}"
        assert not re.search(r"\bS\d+\b|\bARTICLE\b", rest)


def test_the_data_of_an_alarm_holds_only_its_own_level(
    base: KnowledgeBase, told: list[Told]
) -> None:
    referring = {rule.id: rule.referral_level for rule in base.rules}
    for one in of_outcome(told, *SILENT):
        assert one.data["decision"] == {"outcome": one.advice.outcome}
        assert "conclusions" not in one.data
        assert "unanswered" not in one.data
        for firing in one.data["firings"]:
            assert referring[firing["rule"]] == one.advice.outcome, one.where
        levels = {question["level"] for question in one.data["settling"]}
        assert levels <= {"emergency"}, one.where


def test_an_alarm_shows_the_open_emergency_question(told: list[Told]) -> None:
    with_question = 0
    for one in of_outcome(told, *SILENT):
        for question in one.data["settling"]:
            assert question["question"] in one.flow, one.where
            with_question += 1
    assert with_question, "no alarm leaves an emergency question open"


# What every advice says


def test_every_advice_has_the_disclaimer_and_names_its_base(
    base: KnowledgeBase, told: list[Told]
) -> None:
    for one in told:
        assert flow(base.disclaimer) in one.flow, one.where
        assert one.data["disclaimer"] == flow(base.disclaimer)
        assert f"{base.name} {base.version} ({base.digest})" in one.flow, one.where
        assert one.data["base"] == {
            "name": base.name,
            "version": base.version,
            "digest": base.digest,
        }
        assert one.advice.case.name in one.flow


def test_text_and_data_agree(base: KnowledgeBase, told: list[Told]) -> None:
    """Whatever the decision holds, the text says."""
    for one in told:
        decision = one.data["decision"]
        outcome = base.entry("outcome", decision["outcome"])
        assert one.text.startswith(outcome.label), one.where
        for name, kind in (
            ("referrals", "referral"),
            ("cautions", "caution"),
            ("patterns", "pattern"),
            ("keys", "key"),
            ("notes", "note"),
        ):
            for identity in decision.get(name, ()):
                label = base.entry(kind, identity).label
                assert says(one.flow, label), f"{one.where}: {identity}"
        for question in one.data["settling"]:
            assert question["question"] in one.flow, one.where


NUMBERED = re.compile(r"\d+\. (?P<label>[^:]+): (?P<stage>[^.:]+)\.")


def test_the_drills_are_numbered_and_a_withheld_one_never_is(
    base: KnowledgeBase, told: list[Told]
) -> None:
    drills = base.entries["drill"]
    withheld_somewhere = False
    for one in told:
        decision = one.advice.decision
        starts = [flow(line) for line in re.split(r"\n(?=\d+\. )", one.text)[1:]]
        found = [NUMBERED.match(start) for start in starts]
        shown = [match["label"].lower() for match in found if match]
        expected = [drills[drill].label.lower() for drill, _ in decision.drills]
        assert shown == expected * 2, f"{one.where}: once in short, once in full, in order"
        held = {drills[name].label.lower() for name in decision.withheld if name in drills}
        assert not held & set(shown), one.where
        assert not {name for name, _ in decision.drills} & set(decision.withheld), one.where
        withheld_somewhere |= bool(held and shown)
    assert withheld_somewhere, "no case has both a drill that stands and one that is withheld"


def test_what_is_withheld_is_shown_with_a_reason(base: KnowledgeBase, told: list[Told]) -> None:
    labels = {
        name: entry.label
        for kind in ("exercise", "drill")
        for name, entry in base.entries[kind].items()
    }
    for one in told:
        held = [name for name in one.advice.decision.withheld if name in labels]
        shown = flow(section(one.text, "Held back")).lower()
        for name in held:
            assert says(shown, labels[name]), f"{one.where}: {name}"
        reasons = {
            flow(firing["because"])
            for firing in one.data["firings"]
            if {f"withheld:{name}" for name in held} & set(firing["concluded"])
        }
        assert not held or any(reason.lower() in shown for reason in reasons), one.where


# Not cleared


def test_no_question_is_asked_twice(told: list[Told]) -> None:
    for one in told:
        questions = [*one.data["settling"], *one.data.get("unanswered", ())]
        asked = [(q["type"], q["id"], q["attribute"]) for q in questions]
        assert len(set(asked)) == len(asked), one.where
        settling = [question["question"] for question in one.data["settling"]]
        assert len(set(settling)) == len(settling), one.where


def answered(base: KnowledgeBase, one: Told) -> dict[str, Any]:
    """Answer whatever would settle a case, no to everything that takes a no."""
    case = copy.deepcopy(one.case)
    case.pop("expect", None)
    screening = dict(case.get("screening", {}))
    if "all_others" in screening:
        for name in base.entries["screening"]:
            screening.setdefault(name, screening["all_others"])
        del screening["all_others"]
    for question in one.advice.settling:
        if question.kind == "screening":
            screening[question.identity] = "no"
        elif question.kind == "runner":
            case["runner"] = {**case.get("runner", {}), question.attribute: 35}
        elif not question.identity:
            case[{"area": "areas", "symptom": "symptoms"}[question.kind]] = (
                areas_of_a_yes(base, screening) if question.kind == "area" else {}
            )
        else:
            raise AssertionError(f"no screening question: {question}")
    return {**case, "screening": screening}


def areas_of_a_yes(base: KnowledgeBase, screening: dict[str, str]) -> list[str]:
    """Give nowhere, but for the areas that a yes is about: without them it is a contradiction."""
    asked_of = [
        base.entry("screening", n).words("areas") for n, a in screening.items() if a == "yes"
    ]
    return sorted({areas[0] for areas in asked_of if areas})


def test_answering_what_is_listed_leads_away_from_not_cleared(
    base: KnowledgeBase, reasoner: Reasoner, told: list[Told]
) -> None:
    seen: set[str] = set()
    bare: list[dict[str, Any]] = [{"runner": {"age": 40}}, {"title": "It hurts"}]
    silence = [tell(str(case), case, advise_on(reasoner, case)) for case in bare]
    for one in of_outcome([*told, *silence], "not-cleared"):
        assert one.advice.settling, f"{one.where}: nothing is said that would settle it"
        case = answered(base, one)
        assert advise_on(reasoner, case).outcome != "not-cleared", f"{one.where}: {case}"
        seen.update(question.kind for question in one.advice.settling)
    assert {"runner", "screening", "area"} <= seen


def test_the_shipped_case_that_is_not_cleared_asks_for_its_age(
    base: KnowledgeBase, reasoner: Reasoner, shipped: list[Told]
) -> None:
    one = next(one for one in shipped if one.where == "v30-my-knee-hurts")
    assert one.advice.outcome == "not-cleared"
    assert ("runner", "age") in {(q.kind, q.attribute) for q in one.advice.settling}
    case = answered(base, one)
    assert advise_on(reasoner, case).outcome != "not-cleared"
    del case["runner"]["age"]
    assert advise_on(reasoner, case).outcome == "not-cleared", "without an age nothing is cleared"


# Sources


def test_no_source_is_shown_as_verified_that_is_not(base: KnowledgeBase, told: list[Told]) -> None:
    marks = {name: entry.text("mark") for name, entry in base.entries["source"].items()}
    references = re.compile(r"\bR\d+[a-z]?\b")
    unverified = 0
    for one in told:
        if one.advice.outcome in SILENT:
            continue  # no list of sources stands beside an alarm
        listed: set[str] = set()
        intro, *items = re.split(r"^- ", section(one.text, "Sources"), flags=re.MULTILINE)
        for item in items:
            for name in references.findall(item):
                doubtful = marks[name] in UNVERIFIED
                assert ("NOT verified" in flow(item)) == doubtful, f"{one.where}: {name}"
                unverified += doubtful
                listed.add(name)
        body = one.text.replace(intro, "").replace(one.advice.case.title or "\n", "")
        cited = {
            name for part in re.findall(r"\[[^\]]*\]", body) for name in references.findall(part)
        }
        assert cited <= listed, f"{one.where}: cited and not listed with its mark"
    assert unverified, "no advice rests on a source that is not verified"


def test_wherever_the_base_shows_a_source_it_shows_its_mark(base: KnowledgeBase) -> None:
    doubtful = {
        name for name, one in base.entries["source"].items() if one.text("mark") in UNVERIFIED
    }
    assert doubtful
    for name in doubtful:
        assert "NOT verified" in show_text(base, base.entry("source", name))
    shown = set()
    named: list[Entry | Rule] = [*base.rules]
    named += [entry for entries in base.entries.values() for entry in entries.values()]
    for one in named:
        for item in re.split(r"^ *- ", show_text(base, one), flags=re.MULTILINE):
            name = item.partition(":")[0]
            if name in doubtful:
                assert "NOT verified" in flow(item), f"{one.id}: {item}"
                shown.add(name)
    assert shown, "no rule or entry leans on a source that is not verified"


def test_a_reason_in_the_data_names_real_sources(base: KnowledgeBase, told: list[Told]) -> None:
    rules = {rule.id: rule for rule in base.rules}
    for one in told:
        for firing in one.data["firings"]:
            assert firing["sources"] == list(rules[firing["rule"]].sources)
            assert set(firing["sources"]) <= set(base.entries["source"])
            assert firing["because"], one.where
            assert firing["support"] or firing["absences"] or firing["open"], one.where


def test_the_data_is_what_the_program_holds(told: list[Told]) -> None:
    """The text of the JSON loses nothing of the data, and is one document with a newline."""
    for one in told[:80]:
        text = advice_json(one.advice)
        assert text.endswith("}\n")
        assert json.loads(text) == advice_data(one.advice)
