"""A case file: its generated schema, what is wrong with one, the facts of one, an empty one."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.cases import Case, Checker, case_schema, new_case
from advisor.diagnostics import Diagnostic, UnknownIdError
from advisor.documents import Document, read, read_text
from advisor.facts import UNKNOWN, AttributeValue, Fact
from advisor.knowledge import Attribute, KnowledgeBase, load
from advisor.reasoner import Reasoner
from tests import random_cases
from tests.conftest import CASES, replace_in

Data = dict[str, Any]

QUICK = settings(deadline=None, max_examples=80, derandomize=True)
SEEDS = st.integers(0, 10**6)
SHAPE_CODES = {"unknown-key", "missing-key", "wrong-type", "unknown-value", "out-of-range"}


@pytest.fixture(scope="module")
def checker(base: KnowledgeBase) -> Checker:
    return Checker(base)


@pytest.fixture(scope="module")
def schema(base: KnowledgeBase) -> Draft202012Validator:
    """Give the published schema, ready to validate."""
    return Draft202012Validator(case_schema(base))


def document_of(source: str | Data) -> Document:
    """Give YAML text, or data written as JSON, as a document."""
    text = source if isinstance(source, str) else json.dumps(source)
    found = read_text(text.encode(), "my-case.yaml", json=not isinstance(source, str))
    assert isinstance(found, Document), f"{found}\n{text}"
    return found


def case_of(checker: Checker, source: str | Data) -> Case:
    found = checker.check(document_of(source))
    assert isinstance(found, Case), [str(one) for one in found]
    return found


def faults_of(checker: Checker, source: str | Data) -> tuple[Diagnostic, ...]:
    found = checker.check(document_of(source))
    assert not isinstance(found, Case), "this should have been refused"
    return found


def fact_of(case: Case, name: str) -> Fact:
    (found,) = [fact for fact in case.facts if fact.name == name]
    return found


def names_of(case: Case, kind: str) -> list[str]:
    return [fact.identity for fact in case.facts if fact.type == kind]


# The schema


def test_the_schema_is_a_schema(base: KnowledgeBase) -> None:
    schema = case_schema(base)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_and_the_checker_accept_every_shipped_case(
    schema: Draft202012Validator, checker: Checker
) -> None:
    paths = sorted(CASES.rglob("*.yaml"))
    assert paths
    for path in paths:
        document = read(path)
        assert isinstance(document, Document), document
        errors = [f"{path.name}: {error.message}" for error in schema.iter_errors(document.value)]
        assert errors == []
        found = checker.check(document)
        assert isinstance(found, Case), found
        assert found.name == path.stem


def nodes_of(value: Any) -> Iterator[tuple[Any, str | int]]:
    """Give every place in a value as its container and the key or index in it."""
    if isinstance(value, (dict, list)):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield value, step
            yield from nodes_of(value[step])


ODD_VALUES: tuple[Any, ...] = (None, True, False, -1, 0, 1.5, 10**6, "", "yes", "odd", [], {})


@QUICK
@given(SEEDS)
def test_the_checker_refuses_what_the_schema_refuses(
    schema: Draft202012Validator, checker: Checker, documents: Data, seed: int
) -> None:
    rng = random.Random(seed)
    data = random_cases.random_case(rng, documents)
    assert schema.is_valid(data)
    case_of(checker, data)
    places = list(nodes_of(data))
    if not places:
        return
    container, step = rng.choice(places)
    container[step] = copy.copy(rng.choice(ODD_VALUES))
    found = checker.check(document_of(data))
    codes = set() if isinstance(found, Case) else {one.code for one in found}
    if schema.is_valid(data):
        assert codes.isdisjoint(SHAPE_CODES), [str(one) for one in faults_of(checker, data)]
    else:
        assert codes
        assert codes <= SHAPE_CODES


# What is wrong with a case

HERE = "§"


def places_in(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text, and give the line and column of what each stood before."""
    text, places = "", []
    for part in marked.split(HERE)[:-1]:
        text += part
        places.append((text.count("\n") + 1, len(text) - text.rfind("\n")))
    return text + marked.rpartition(HERE)[2], places


@dataclass(frozen=True)
class Fault:
    """A case with one thing wrong at the mark, and the words that lead to the mend."""

    name: str
    text: str
    code: str
    words: tuple[str, ...]


def fault(name: str, text: str, code: str, *words: str) -> Fault:
    return Fault(name, text, code, words)


SHAPE_FAULTS = (
    # a name that does not exist
    fault("section", "§symptom: {}\n", "unknown-key", "section", "did you mean 'symptoms'"),
    fault(
        "symptom",
        "areas: [knee]\nsymptoms:\n  §knee-cap-ache: {worst: 2}\n",
        "unknown-key",
        "unknown symptom 'knee-cap-ache'; did you mean 'kneecap-ache'?",
    ),
    fault("attribute", "runner: {sex: male, §agee: 41}\n", "unknown-key", "did you mean 'age'"),
    fault("question", "screening: {§unwel: no}\n", "unknown-key", "did you mean 'unwell'"),
    fault("area", "areas: [hip, §knees]\n", "unknown-value", "unknown area", "'knee'"),
    fault("area far from any", "areas: [§fur]\n", "unknown-value", "knee", "low-back"),
    fault("choice", "runner: {sex: §woman}\n", "unknown-value", "female", "male", "other"),
    fault("capital", "symptoms: {no-push: {side: §Left}}\n", "unknown-value", "'left'"),
    fault("spaces", "symptoms: {no-push: {triggers: [§late in run]}}\n", "unknown-value",
          "'late-in-run'"),
    fault("answer", "screening: {unwell: §maybe}\n", "unknown-value", "yes, no, unsure"),
    fault("check", "observations: {knee-drifts-in: §maybe}\n", "unknown-value", "yes, no, unsure"),
    # a word that people use, which is a hint and no more
    fault("exercise by alias", "routine: {§clam: {}}\n", "unknown-key", "exercise", "'clamshell'"),
    fault("symptom by alias", "symptoms: {§shin splints: {}}\n", "unknown-key",
          "'inner-shin-sore'"),
    fault("alias with a hyphen and capitals", "symptoms: {§Shin-Splints: {}}\n", "unknown-key",
          "'inner-shin-sore'"),
    fault("alias in a list", "symptoms: {no-push: {eased_by: [plank, §clam]}}\n", "unknown-value",
          "'clamshell'"),
    # the wrong sort of value
    fault("false for no", "screening: {unwell: §false}\n", "wrong-type", "write yes or no"),
    fault("true for yes", "observations: {knee-drifts-in: §true}\n", "wrong-type",
          "write yes or no"),
    fault("true in a mapping", "observations: {knee-drifts-in: {answer: §true}}\n", "wrong-type",
          "write yes or no"),
    fault("true for comfortable", "tried: {kickstand-hinge: {comfortable: §True}}\n", "wrong-type",
          "write yes or no"),
    fault("text for a number", "runner: {age: §thirty}\n", "wrong-type", "a whole number"),
    fault("quoted number", 'runner: {age: §"34"}\n', "wrong-type", "text", "a whole number"),
    fault("number with its unit", "runner: {weekly_km: §30 km}\n", "wrong-type", "a number"),
    fault("comma in a whole number", "runner: {age: §'34,5'}\n", "wrong-type", "a whole number"),
    fault("a date for weeks", "symptoms: {wobbly: {duration_weeks: §2025-02-03}}\n", "wrong-type",
          "a whole number"),
    fault("half a year", "runner: {age: §34.5}\n", "wrong-type", "a whole number"),
    fault("number for a word", "runner: {sex: §1}\n", "wrong-type", "number", "a word"),
    fault("number for text", "case: §17\n", "wrong-type", "quotes"),
    fault("list for a mapping", "routine: §[clamshell]\n", "wrong-type", "list", "a mapping"),
    fault("text for a mapping", "symptoms: §kneecap-ache\n", "wrong-type", "text", "a mapping"),
    fault("text for a list", "areas: §knee\n", "wrong-type", "write [knee]"),
    fault("list for an answer", "observations: {knee-drifts-in: §[yes]}\n", "wrong-type", "list"),
    fault("list for a document", "§[knee]\n", "wrong-type", "list", "a mapping"),
    fault("prose for a document", "§My knee hurts\n", "wrong-type", "text", "a mapping"),
    fault("no answer", "observations: {knee-drifts-in: §{side: left}}\n", "missing-key", "answer"),
    fault("empty answer", "observations:\n  knee-drifts-in:§\n", "wrong-type", "delete the line"),
    # too much, too little
    fault("too young", "runner: {age: §3}\n", "out-of-range", "less than 5"),
    fault("worse than worst", "symptoms: {no-push: {worst: §11}}\n", "out-of-range",
          "more than 10"),
    fault("below nothing", "runner: {weekly_km: §-0.5}\n", "out-of-range", "less than 0"),
    fault("area twice", "areas: §[knee, hip, knee]\n", "out-of-range", "twice"),
    fault("trigger twice", "symptoms: {no-push: {triggers: §[uphill, uphill]}}\n", "out-of-range",
          "twice"),
    fault("empty name", 'case: §""\n', "out-of-range", "empty"),
    # what a batch run is to expect
    fault("expectation", "expect: {§outcomes: drills}\n", "unknown-key", "'outcome'"),
    fault("outcome", "expect: {outcome: §drill}\n", "unknown-value", "outcome", "'drills'"),
    fault("one of the outcomes", "expect: {outcome: [urgent, §drill]}\n", "unknown-value",
          "'drills'"),
    fault("confidence", "expect: {patterns: {moving-symptom: §sure}}\n", "unknown-value",
          "possible", "likely"),
    fault("pattern", "expect: {patterns: {§moving-symptoms: likely}}\n", "unknown-key",
          "'moving-symptom'"),
    fault("drill", "expect: {drills: [§kickstand-hinges]}\n", "unknown-value",
          "'kickstand-hinge'"),
    fault("includes", "expect: {notes: {§includes: []}}\n", "unknown-key", "'include'"),
    fault("word for a list of drills", "expect: {drills: §kickstand-hinge}\n", "wrong-type",
          "list"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", SHAPE_FAULTS, ids=lambda wrong: wrong.name)
def test_a_shape_error_is_told_once_with_its_place_and_its_mend(
    checker: Checker, schema: Draft202012Validator, wrong: Fault
) -> None:
    text, [place] = places_in(wrong.text)
    found = faults_of(checker, text)
    assert [(one.code, one.line, one.column) for one in found] == [(wrong.code, *place)], [
        f"{one} ({one.hint})" for one in found
    ]
    said = f"{found[0].message} {found[0].hint}"
    assert [word for word in wrong.words if word not in said] == [], said
    assert not schema.is_valid(document_of(text).value)


SECTIONS = (
    *("areas", "screening", "symptoms", "routine", "observations", "tried"),
    *("expect", "case", "title"),
)


def test_a_runner_of_whom_nothing_is_said_is_one_of_whom_nothing_is_known(
    checker: Checker,
) -> None:
    """The template has `runner:` with every line under it still to be taken up."""
    runner = fact_of(case_of(checker, "runner:\n"), "runner:runner")
    assert set(runner.attributes.values()) == {UNKNOWN}


@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_is_not_taken_for_an_answer(checker: Checker, section: str) -> None:
    text, [place] = places_in(f"# a case\n{section}:§\n")
    (found,) = faults_of(checker, text)
    assert (found.code, found.line, found.column) == ("wrong-type", *place)
    assert "empty" in found.message
    assert "delete the line" in found.hint


@pytest.mark.parametrize("answer", ["runner: {age: true}", "runner: {weekly_km: false}"])
def test_a_boolean_for_a_number_is_not_asked_to_be_a_word(checker: Checker, answer: str) -> None:
    (found,) = faults_of(checker, answer)
    assert found.code == "wrong-type"
    assert "number" in found.message
    assert "word" not in found.hint


def test_places_are_found_in_json_too(checker: Checker) -> None:
    text, [place] = places_in('{"areas": ["knee"],\n  "screening": {"unwell": §true}}')
    document = read_text(text.encode(), "my-case.json", json=True)
    assert isinstance(document, Document)
    found = checker.check(document)
    assert not isinstance(found, Case)
    assert [(one.code, one.line, one.column) for one in found] == [("wrong-type", *place)]
    assert found[0].hint == "write yes or no"


def test_every_error_of_a_file_is_told_in_its_order(checker: Checker) -> None:
    text, places = places_in(
        "runner: {age: §200, §wieght: 70}\n"
        "areas: [knee, §neck]\n"
        "screening:\n"
        "  unwell: §false\n"
        "  §unwel: no\n"
        "symptoms: {kneecap-ache: {worst: §bad, triggers: [§stairs]}}\n"
        "§routin: {}\n"
        "expect: {outcome: §fine}\n"
    )
    found = faults_of(checker, text)
    assert [(one.line, one.column) for one in found] == places
    assert {one.file for one in found} == {"my-case.yaml"}


ALIASED = {"symptom": "symptoms", "exercise": "routine"}


@pytest.mark.parametrize("kind", ["symptom", "exercise"])
def test_an_alias_is_a_hint_and_never_changes_a_case(
    base: KnowledgeBase, checker: Checker, kind: str
) -> None:
    aliases = [(entry.id, word) for entry in base.entries[kind].values()
               for word in entry.words("aliases")]  # fmt: skip
    assert aliases
    for name, alias in aliases:
        for written in (alias, alias.upper(), alias.replace(" ", "-")):
            if written in base.entries[kind]:
                continue
            (found,) = faults_of(checker, {ALIASED[kind]: {written: {}}})
            assert found.code == "unknown-key"
            assert f"{name!r}" in found.message, (written, found.message)


# What is wrong with the meaning of a case

WHOM = {"emergency": "emergency services", "urgent": "doctor", "clinician": "clinician"}


def asked_somewhere(base: KnowledgeBase) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give the id, level and areas of each question that is about some areas only."""
    for entry in base.entries["screening"].values():
        if entry.words("areas"):
            yield entry.id, entry.text("level"), entry.words("areas")


def test_a_yes_about_an_area_that_is_not_named_says_whom_to_contact(
    base: KnowledgeBase, checker: Checker
) -> None:
    levels = set()
    for name, level, areas in asked_somewhere(base):
        elsewhere = [area for area in base.entries["area"] if area not in areas]
        text, [place] = places_in(f"areas: {json.dumps(elsewhere)}\nscreening:\n  {name}: §yes\n")
        (found,) = faults_of(checker, text)
        assert (found.code, found.line, found.column) == ("answer-without-area", *place)
        assert all(area in found.message for area in areas)
        assert WHOM[level] in found.hint
        assert not [whom for whom in WHOM.values() if whom in found.hint and whom != WHOM[level]]
        levels.add(level)
    assert levels == set(WHOM)


def test_a_yes_is_taken_where_its_area_is_named(base: KnowledgeBase, checker: Checker) -> None:
    of_area = {entry.facts["area"]: symptom for symptom, entry in base.entries["symptom"].items()}
    for name, _, areas in asked_somewhere(base):
        answer: Data = {"screening": {name: "yes"}}
        for area in areas:
            case_of(checker, {**answer, "areas": [area]})
            if area in of_area:
                case_of(checker, {**answer, "areas": [], "symptoms": {of_area[area]: {}}})


@pytest.mark.parametrize("nowhere", ["", "areas: []", "symptoms: {}", "areas: []\nsymptoms: {}"])
def test_a_yes_about_an_area_needs_an_area(
    base: KnowledgeBase, checker: Checker, nowhere: str
) -> None:
    for name, _, _ in asked_somewhere(base):
        (found,) = faults_of(checker, f"screening: {{{name}: yes}}\n{nowhere}\n")
        assert found.code == "answer-without-area"


def test_a_yes_that_is_about_no_area_needs_none(base: KnowledgeBase, checker: Checker) -> None:
    everywhere = set(base.entries["screening"]) - {name for name, _, _ in asked_somewhere(base)}
    assert everywhere
    answers = dict.fromkeys(sorted(everywhere), "yes")
    case_of(checker, {"areas": [], "screening": answers})


def test_a_no_or_unsure_needs_no_area(base: KnowledgeBase, checker: Checker) -> None:
    for answer in ("no", "unsure"):
        answers = {name: answer for name, _, _ in asked_somewhere(base)}
        case_of(checker, {"areas": [], "screening": answers})


def test_answers_for_all_others_are_for_test_cases(checker: Checker) -> None:
    text, [place] = places_in("screening:\n  unwell: no\n  §all_others: no\n")
    (found,) = faults_of(checker, text)
    assert (found.code, found.line, found.column) == ("all-others", *place)
    assert "expect" in found.hint
    case_of(checker, text + "expect: {}\n")


def test_nothing_changed_excludes_every_change(checker: Checker) -> None:
    text, [place] = places_in("runner:\n  changed_30d: §[shoes, nothing]\n")
    (found,) = faults_of(checker, text)
    assert (found.code, found.line, found.column) == ("contradiction", *place)
    assert "nothing" in found.hint
    case_of(checker, "runner: {changed_30d: [nothing]}")
    case_of(checker, "runner: {changed_30d: [shoes, hills]}")


@pytest.mark.parametrize(
    ("declared", "answer"),
    [
        ("{type: choice, label: changed, of: {nothing: nothing, shoes: shoes}}", "nothing"),
        ("{type: integer, label: changed, minimum: 0, maximum: 9}", 3),
    ],
)
def test_only_a_list_of_changes_can_contradict_itself(
    copied: Path, declared: str, answer: str | int
) -> None:
    replace_in(
        copied / "vocabulary/runner.yaml",
        "\n  changed_30d:\n",
        f"\n  changed_30d: {declared}\n  changes:\n",
    )
    replace_in(copied / "reasoning/10-load.yaml", "changed_30d: [", "changes: [")
    checker = Checker(load(copied))
    case = case_of(checker, {"runner": {"changed_30d": answer}})
    assert fact_of(case, "runner:runner").get("changed_30d") == answer


def test_every_error_of_meaning_is_told(checker: Checker) -> None:
    text, places = places_in(
        "areas: [low-back]\n"
        "runner: {changed_30d: §[nothing, hills]}\n"
        "screening: {knee-locked: §yes, bone-spot: §yes, §all_others: no}\n"
    )
    assert sorted((one.line, one.column) for one in faults_of(checker, text)) == places


# The facts of a case


def test_a_case_is_named_by_itself_or_by_its_file(checker: Checker) -> None:
    assert case_of(checker, "title: My knee\n").name == "my-case"
    named = case_of(checker, "case: sore\ntitle: 2026-03-01\n")
    assert (named.name, named.title, named.expect) == ("sore", "2026-03-01", None)


@pytest.mark.parametrize(
    ("text", "still_open"),
    [
        ("{}", {"area", "symptom", "exercise", "tried"}),
        ("areas: []", {"symptom", "exercise", "tried"}),
        ("areas: [knee]", {"symptom", "exercise", "tried"}),
        # symptoms tell their areas, so they close both
        ("symptoms: {}", {"exercise", "tried"}),
        ("symptoms: {no-push: {}}", {"exercise", "tried"}),
        ("routine: {}", {"area", "symptom", "tried"}),
        ("tried: {}", {"area", "symptom", "exercise"}),
        ("{areas: [], symptoms: {}, routine: {}, tried: {}}", set()),
        # what is asked one by one is never open as a whole
        ("{runner: {}, screening: {}, observations: {}}", {"area", "symptom", "exercise", "tried"}),
    ],
)
def test_a_section_is_closed_when_it_is_given(
    checker: Checker, text: str, still_open: set[str]
) -> None:
    assert case_of(checker, text).open == still_open


def test_areas_are_those_named_and_those_of_the_symptoms(
    base: KnowledgeBase, checker: Checker
) -> None:
    text = "areas: [low-back, foot]\nsymptoms: {kneecap-ache: {}, low-back-tight: {}, no-push: {}}"
    areas = names_of(case_of(checker, text), "area")
    assert set(areas) == {"foot", "knee", "low-back", "movement"}
    assert areas == [area for area in base.entries["area"] if area in areas]


@pytest.mark.parametrize("given_as", ["", "{}"])
def test_times_a_week_are_assumed_and_said_to_be(checker: Checker, given_as: str) -> None:
    fact = fact_of(case_of(checker, f"routine:\n  clamshell: {given_as}\n"), "exercise:clamshell")
    assert (fact.get("times_per_week"), fact.assumed) == (2, ("times_per_week",))


def test_times_a_week_that_are_told_are_not_assumed(checker: Checker) -> None:
    for times in (1, 2, 14):
        case = case_of(checker, f"routine: {{clamshell: {{times_per_week: {times}}}}}")
        fact = fact_of(case, "exercise:clamshell")
        assert (fact.get("times_per_week"), fact.assumed) == (times, ())


def test_nothing_else_is_assumed(checker: Checker) -> None:
    case = case_of(checker, "{symptoms: {no-push: {}}, tried: {kickstand-hinge: {}}}")
    assert [fact.name for fact in case.facts if fact.assumed] == []


def test_what_is_not_told_is_unknown_and_what_cannot_be_is_lacking(checker: Checker) -> None:
    case = case_of(checker, "symptoms: {no-push: {worst: 0, triggers: []}, kneecap-ache: null}")
    told, untold = fact_of(case, "symptom:no-push"), fact_of(case, "symptom:kneecap-ache")
    assert (told.get("worst"), told.get("triggers")) == (0, ())
    assert (untold.get("worst"), untold.get("triggers"), untold.get("side")) == (UNKNOWN,) * 3
    assert (untold.get("area"), untold.get("spot")) == ("knee", "kneecap")
    assert told.get("spot") is None
    runner = fact_of(case, "runner:runner")
    assert (runner.get("age"), runner.get("changed_30d")) == (UNKNOWN, UNKNOWN)


def test_a_list_is_kept_in_the_order_of_the_vocabulary(checker: Checker) -> None:
    case = case_of(checker, "symptoms: {no-push: {triggers: [at-rest, uphill, first-steps]}}")
    triggers = fact_of(case, "symptom:no-push").get("triggers")
    assert triggers == ("first-steps", "uphill", "at-rest")


def test_unsure_is_unknown_and_every_question_has_its_fact(
    base: KnowledgeBase, checker: Checker
) -> None:
    case = case_of(
        checker,
        "screening: {unwell: yes, weight-loss: no, limping: unsure}\n"
        "observations: {knee-drifts-in: {answer: yes, side: left}, arch-cannot-lift: no,\n"
        "  heel-raise-fails: unsure, groin-pinch-turning-in: {answer: unsure}}\n",
    )
    answers = {
        "screening:unwell": "yes",
        "screening:weight-loss": "no",
        "observation:knee-drifts-in": "yes",
        "observation:arch-cannot-lift": "no",
    }
    for kind in ("screening", "observation"):
        assert names_of(case, kind) == list(base.entries[kind])
    for fact in case.facts:
        if fact.type in ("screening", "observation"):
            assert fact.get("answer") == answers.get(fact.name, UNKNOWN), fact.name
    assert fact_of(case, "observation:knee-drifts-in").get("side") == "left"
    assert fact_of(case, "observation:arch-cannot-lift").get("side") is UNKNOWN


@pytest.mark.parametrize(("word", "value"), [("no", "no"), ("unsure", UNKNOWN)])
def test_all_others_answers_the_rest(checker: Checker, word: str, value: AttributeValue) -> None:
    text = f"screening: {{unwell: yes, limping: unsure, all_others: {word}}}\nexpect: {{}}\n"
    case = case_of(checker, text)
    told: dict[str, AttributeValue] = {"unwell": "yes", "limping": UNKNOWN}
    for name in names_of(case, "screening"):
        assert fact_of(case, f"screening:{name}").get("answer") == told.get(name, value)


# The jump in distance


def jump(checker: Checker, **runner: float) -> AttributeValue | None:
    return fact_of(case_of(checker, {"runner": runner}), "runner:runner").get("load_jump_percent")


@pytest.mark.parametrize(
    ("longest", "latest", "percent"),
    [
        (10, 11, 10),
        (10, 10, 0),
        (10, 5, -50),
        (10, 0, -100),
        (12.3, 13.53, 10),
        (0.7, 0.91, 30),
        (2.01, 2.211, 10),
        (21.1, 42.2, 100),
        # both are rounded to whole metres, or thousandths of a mile, first
        (10, 11.0004, 10),
        (10.0004, 11, 10),
        (10, 10.9996, 10),
    ],
)
@pytest.mark.parametrize("unit", ["km", "miles"])
def test_the_jump_is_exact_on_whole_percents(
    checker: Checker, longest: float, latest: float, percent: float, unit: str
) -> None:
    runs = {f"longest_run_30d_{unit}": longest, f"latest_long_run_{unit}": latest}
    assert jump(checker, **runs) == percent


def test_a_metre_more_is_above(checker: Checker, reasoner: Reasoner) -> None:
    bands = {11: {}, 11.001: "over-10", 13: "over-10", 13.001: "over-30", 20: "over-30",
             20.001: "over-100"}  # fmt: skip
    for latest, band in bands.items():
        data = {"runner": {"longest_run_30d_km": 10, "latest_long_run_km": latest}}
        load = reasoner.advise(case_of(checker, data)).decision.load
        assert load == ({"longest-run-jump": band} if band else {}), latest


@pytest.mark.parametrize(
    "runner",
    [
        {},
        {"longest_run_30d_km": 10},
        {"latest_long_run_km": 11},
        {"longest_run_30d_km": 0, "latest_long_run_km": 11},
        {"longest_run_30d_km": 0, "latest_long_run_km": 0},
        {"longest_run_30d_km": 0.0004, "latest_long_run_km": 11},
    ],
)
def test_without_a_run_to_compare_with_the_jump_is_unknown(
    checker: Checker, runner: dict[str, float]
) -> None:
    assert jump(checker, **runner) is UNKNOWN


@QUICK
@given(st.integers(1, 250_000), st.integers(0, 250_000), st.sampled_from([10, 30, 100]))
def test_the_jump_is_on_the_right_side_of_a_threshold(
    checker: Checker, longest: int, latest: int, threshold: int
) -> None:
    exact = longest * (100 + threshold) // 100
    for metres in {latest, exact, min(exact + 1, 250_000)}:
        if metres > 250_000:
            continue
        found = jump(checker, longest_run_30d_km=longest / 1000, latest_long_run_km=metres / 1000)
        assert isinstance(found, (int, float))
        percent = Fraction(100 * (metres - longest), longest)
        assert (found > threshold) == (percent > threshold), metres
        assert (found < threshold) == (percent < threshold), metres


def test_a_jump_from_km_to_miles_is_one_too(checker: Checker) -> None:
    # ten miles are 16.09344 km
    found = jump(checker, longest_run_30d_km=10, latest_long_run_miles=10)
    assert found == pytest.approx(60.9344)
    found = jump(checker, longest_run_30d_miles=10, latest_long_run_km=16.093)
    assert isinstance(found, float)
    assert found < 0


@QUICK
@given(st.integers(1, 155_000), st.integers(0, 155_000))
def test_the_same_runs_in_km_and_in_miles_are_the_same_advice(
    checker: Checker, reasoner: Reasoner, longest: int, latest: int
) -> None:
    def load(unit: str) -> dict[str, str]:
        runs = {
            f"longest_run_30d_{unit}": longest / 1000,
            f"latest_long_run_{unit}": latest / 1000,
        }
        return dict(reasoner.advise(case_of(checker, {"runner": runs})).decision.load)

    assert load("miles") == load("km")


def test_miles_are_read_as_kilometres(checker: Checker) -> None:
    runner = case_of(checker, {"runner": {"weekly_miles": 20}}).facts[0]
    assert runner.get("weekly_km") == pytest.approx(32.18688)
    # as far as the largest distance in km, and no further
    case_of(checker, "runner: {weekly_miles: 248.548}\n")
    (problem,) = faults_of(checker, "runner: {weekly_miles: 248.549}\n")
    assert problem.code == "out-of-range"


def test_a_distance_given_twice_is_told(checker: Checker) -> None:
    text = "runner:\n  weekly_km: 30\n  weekly_miles: 20\n"
    (problem,) = faults_of(checker, text)
    assert (problem.code, problem.line, problem.column) == ("contradiction", 3, 3)
    assert "weekly_km and weekly_miles" in problem.message
    assert "delete one" in problem.hint


# The order of facts


def shuffled(value: Any, rng: random.Random) -> Any:
    """Give the same value with every mapping and list in another order."""
    if isinstance(value, dict):
        keys = rng.sample(list(value), len(value))
        return {key: shuffled(value[key], rng) for key in keys}
    return rng.sample(value, len(value)) if isinstance(value, list) else value


def everything(case: Case) -> list[tuple[str, list[tuple[str, AttributeValue]], tuple[str, ...]]]:
    return [(fact.name, list(fact.attributes.items()), fact.assumed) for fact in case.facts]


@QUICK
@given(SEEDS)
def test_facts_do_not_depend_on_the_order_of_the_file(
    base: KnowledgeBase, checker: Checker, documents: Data, seed: int
) -> None:
    rng = random.Random(seed)
    data = random_cases.random_case(rng, documents)
    case, again = case_of(checker, data), case_of(checker, shuffled(data, rng))
    assert everything(again) == everything(case)
    assert again.open == case.open
    for kind in ("area", "symptom", "exercise", "observation", "screening"):
        found = names_of(case, kind)
        assert found == [name for name in base.entries[kind] if name in found]
    assert len({fact.name for fact in case.facts}) == len(case.facts)


# An empty case to fill in


def choices_of(base: KnowledgeBase) -> list[list[str]]:
    """Give the areas to try: none, each alone, two, and all."""
    areas = list(base.entries["area"])
    return [[], *([area] for area in areas), ["low-back", "knee"], areas]


def applies(asked_of: Sequence[str], areas: Sequence[str]) -> bool:
    return not areas or not asked_of or not set(asked_of).isdisjoint(areas)


def test_a_new_case_says_what_is_taken_where_nothing_is_said(copied: Path) -> None:
    path = copied / "vocabulary/exercises.yaml"
    replace_in(
        path,
        "minimum: 1\n    maximum: 14\n    default: 2",
        "minimum: 0\n    maximum: 14\n    default: 0",
    )
    text = new_case(load(copied), []).replace("\n## ", " ")
    assert "Taken as 0 if you do not say." in text


def test_a_new_case_says_nothing_and_clears_nothing(
    base: KnowledgeBase, checker: Checker, reasoner: Reasoner
) -> None:
    for areas in choices_of(base):
        case = case_of(checker, new_case(base, areas))
        assert set(names_of(case, "area")) == set(areas)
        assert case.open >= {"symptom", "exercise", "tried"}
        assert ("area" in case.open) == (not areas)
        for fact in case.facts:
            told = [
                name
                for name in base.attributes[fact.type]
                if base.attributes[fact.type][name].reported and fact.get(name) is not UNKNOWN
            ]
            assert told == [], fact.name
        assert reasoner.advise(case).outcome == "not-cleared"


def test_a_new_case_asks_exactly_the_questions_that_apply(base: KnowledgeBase) -> None:
    for areas in choices_of(base):
        text = new_case(base, areas)
        value: Any = document_of(text).value
        asked = [
            entry
            for checklist in base.entries["checklist"]
            for entry in base.entries["screening"].values()
            if entry.text("checklist") == checklist and applies(entry.words("areas"), areas)
        ]
        assert list(value["screening"]) == [entry.id for entry in asked]
        words = " ".join(text.replace("#", " ").split())
        for entry in asked:
            assert " ".join(entry.text("question").split()) in words, entry.id


def test_a_new_case_offers_the_symptoms_of_its_areas(base: KnowledgeBase) -> None:
    for areas in choices_of(base):
        offered = keys_of(new_case(base, areas))
        for name, entry in base.entries["symptom"].items():
            assert (name in offered) == (not areas or entry.text("area") in areas), name
        assert offered >= set(base.entries["exercise"]) | set(base.entries["observation"])


def test_a_new_case_takes_areas_in_any_order_and_knows_no_others(base: KnowledgeBase) -> None:
    assert new_case(base, ["low-back", "knee", "knee"]) == new_case(base, ["knee", "low-back"])
    with pytest.raises(UnknownIdError, match="did you mean 'knee'") as caught:
        new_case(base, ["hip", "knees"])
    assert caught.value.suggestion == "knee"


OFFERED = re.compile("# (?P<head> *(?P<key>[a-z0-9_-]+):)(?P<value>[^#]*)(#.*)?")


def keys_of(text: str) -> set[str]:
    """Give the keys on offer in comments."""
    found = (OFFERED.fullmatch(line) for line in text.splitlines())
    return {match["key"] for match in found if match}


def filled_in(text: str, wanted: Mapping[str, str]) -> str:
    """Take away the '# ' before some keys, as the text says to; fill in what is left blank."""
    lines, missing = [], set(wanted)
    for line in text.splitlines():
        match = OFFERED.fullmatch(line)
        if match and match["key"] in wanted:
            missing.discard(match["key"])
            lines.append(f"{match['head']} {match['value'].strip() or wanted[match['key']]}")
        else:
            lines.append(line)
    assert not missing, f"not on offer: {missing}"
    return "\n".join(lines) + "\n"


def blank(names: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(names, "")


def example_of(attribute: Attribute) -> str:
    if attribute.type == "choice":
        word = next(iter(attribute.values))
        return f"[{word}]" if attribute.many else word
    return str(int(attribute.minimum or 0))


def reported(base: KnowledgeBase, kind: str) -> dict[str, str]:
    """Give an example of each attribute that a runner can report of a type of fact."""
    return {
        name: example_of(attribute)
        for name, attribute in base.attributes[kind].items()
        if attribute.reported and not attribute.derived
    }


def test_symptoms_of_a_new_case_can_be_taken_up(base: KnowledgeBase, checker: Checker) -> None:
    for areas in choices_of(base):
        text = new_case(base, areas)
        offered = [
            name
            for name, entry in base.entries["symptom"].items()
            if applies([entry.text("area")], areas)
        ]
        for chosen in [*([name] for name in offered), offered] if offered else []:
            case = case_of(checker, filled_in(text, blank(["symptoms", *chosen])))
            assert names_of(case, "symptom") == chosen


@pytest.mark.parametrize(
    ("section", "kind"),
    [("symptoms", "symptom"), ("routine", "exercise"), ("observations", "observation"),
     ("tried", "tried")],
)  # fmt: skip
def test_a_section_of_a_new_case_can_be_filled_in(
    base: KnowledgeBase, checker: Checker, section: str, kind: str
) -> None:
    names = list(base.entries["drill" if kind == "tried" else kind])
    text = new_case(base, [])
    # the drills are exercises too, so their lines stand in two sections
    start = text.index(f"# {section}:")
    end = text.find("\n\n", start)
    within = text[start:end] if end >= 0 else text[start:]
    filled = text.replace(within, filled_in(within, blank([section, *names])))
    assert names_of(case_of(checker, filled), kind) == names


def test_a_symptom_of_a_new_case_can_be_described(base: KnowledgeBase, checker: Checker) -> None:
    details = reported(base, "symptom")
    wanted = {**blank(["symptoms", "low-back-tight"]), **details}
    case = case_of(checker, filled_in(new_case(base, ["low-back"]), wanted))
    fact = fact_of(case, "symptom:low-back-tight")
    assert [name for name in details if fact.get(name) is UNKNOWN] == []


def test_the_runner_of_a_new_case_can_be_described(base: KnowledgeBase, checker: Checker) -> None:
    details = reported(base, "runner")
    for wanted in [*({name: details[name]} for name in details), details]:
        text = filled_in(new_case(base, ["knee"]), wanted)
        runner = fact_of(case_of(checker, text), "runner:runner")
        assert [name for name in wanted if runner.get(name) is UNKNOWN] == []


@pytest.mark.parametrize("name", ["age", "sex", "weekly_km", "goal"])
def test_a_line_of_a_new_case_taken_up_but_not_filled_in_is_pointed_at(
    base: KnowledgeBase, checker: Checker, name: str
) -> None:
    text = filled_in(new_case(base, ["knee"]), blank([name]))
    (found,) = faults_of(checker, text)
    assert text.splitlines()[found.line - 1].strip() == f"{name}:"
    assert "empty" in found.message
    assert "fill it in" in found.hint


def test_the_title_and_areas_of_a_new_case_can_be_given(
    base: KnowledgeBase, checker: Checker
) -> None:
    case = case_of(checker, filled_in(new_case(base, []), blank(["title", "areas"])))
    assert case.title
    assert "area" not in case.open


@pytest.mark.parametrize("written", ["'34,5'", "2025-02-03", "3-4"])
def test_no_number_is_made_up_of_what_is_none(checker: Checker, written: str) -> None:
    (problem,) = faults_of(checker, f"symptoms: {{wobbly: {{duration_weeks: {written}}}}}\n")
    assert not re.search(r"\d", problem.hint), problem.hint


@pytest.mark.parametrize("name", ["runner's knee", "runner\N{RIGHT SINGLE QUOTATION MARK}s  Knee"])
def test_what_people_call_it_is_known_however_it_is_typed(checker: Checker, name: str) -> None:
    (problem,) = faults_of(checker, {"symptoms": {name: {}}})
    assert "did you mean 'kneecap-ache'?" in f"{problem.message} {problem.hint}"
