"""What a run tells of the rules that its cases did not exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.advice import Advice
from advisor.batch import Coverage
from advisor.cases import Case
from advisor.explanation.situation import Situation
from advisor.knowledge import KnowledgeBase, load
from advisor.language import Pattern, Rule, Truth, judge, uses
from advisor.reasoner import Reasoner
from advisor.report.results.figures import coverage_text
from advisor.report.rule_words import pattern_words
from advisor.report.schemas import result_schema
from tests.conftest import CASES
from tests.planting import entry_of, plant
from tests.running import written_as
from tests.test_cli import BROKEN, FAILING, FINE

CLAMSHELLS = CASES / "clamshells-then-low-back.yaml"
Named = tuple[str, Pattern]


@pytest.fixture(scope="module")
def advices(reasoner: Reasoner, cases: list[Case]) -> list[Advice]:
    return [reasoner.advise(case) for case in cases]


@pytest.fixture(scope="module")
def one_case(base: KnowledgeBase) -> tuple[Coverage, str, Any]:
    """Give what one shipped case shows, as text and as data."""
    coverage = Coverage(base)
    text = written_as("text", base, [CLAMSHELLS], coverage=coverage)
    return coverage, text, json.loads(written_as("json", base, [CLAMSHELLS], 1, Coverage(base)))


def never_decisive(coverage: Coverage) -> list[Named]:
    return [(rule.id, pattern) for rule, pattern in coverage.never_decisive]


# What counts as shown


def decides(rule: Rule, pattern: Pattern, advice: Advice) -> bool:
    """Whether a rule fires with one truth of a pattern and not with another, as it is defined."""
    situation = Situation(advice.base, advice.record, advice.case.open)

    def fires(turned: Truth) -> bool:
        def truth_of(one: Pattern) -> Truth:
            return turned if one == pattern else situation.truth(one)

        return judge(rule.when, truth_of) is True

    turning = (fires(True), fires(False), fires(None))
    return rule.stratum in advice.record.ran and any(turning) and not all(turning)


def test_a_case_shows_what_fired_and_what_decided(
    base: KnowledgeBase, advices: list[Advice]
) -> None:
    for advice in advices[::25]:
        coverage = Coverage(base)
        coverage.learn(advice)
        fired = {one.rule.id for one in advice.record.firings}
        assert [one.id for one in coverage.never_fired] == [
            rule.id for rule in base.rules if rule.id not in fired
        ]
        assert never_decisive(coverage) == [
            (rule.id, pattern)
            for rule in base.rules
            for pattern in dict.fromkeys(one for one, _ in uses(rule.when))
            if not decides(rule, pattern, advice)
        ]


def test_cases_show_the_same_together_in_any_order(
    base: KnowledgeBase, advices: list[Advice]
) -> None:
    forth, back, added = Coverage(base), Coverage(base), Coverage(base)
    for advice in advices:
        added.add(forth.learn(advice))
    for advice in reversed(advices):
        back.learn(advice)
    assert never_decisive(forth) == never_decisive(back) == never_decisive(added)
    assert forth.never_fired == back.never_fired == added.never_fired


def test_nothing_is_learnt_twice(base: KnowledgeBase, advices: list[Advice]) -> None:
    coverage = Coverage(base)
    assert coverage.learn(advices[0])
    assert coverage.learn(advices[0]) == ()


# The shipped cases


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_shipped_cases_make_every_rule_fire(
    base: KnowledgeBase, advices: list[Advice], jobs: int
) -> None:
    coverage, alone = Coverage(base), Coverage(base)
    text = written_as("text", base, [CASES], jobs, coverage)
    for advice in advices:
        alone.learn(advice)
    assert coverage.never_fired == []
    assert never_decisive(coverage) == never_decisive(alone)
    assert f"Rules that fired: {len(base.rules)} of {len(base.rules)}." in text
    assert "Rules that never fired" not in text


def test_processes_that_are_no_copies_give_the_same(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As they are where a process cannot be copied: everywhere but on Linux."""
    for number, text in enumerate((FINE, BROKEN, FAILING) * 4):
        (tmp_path / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    alone = written_as("json", base, [tmp_path], 1, Coverage(base))
    monkeypatch.setattr("advisor.batch.workers._START", "spawn")
    assert written_as("json", base, [tmp_path], 2, Coverage(base)) == alone


# One case


def test_a_run_over_one_case_names_rules_that_did_not_fire(
    base: KnowledgeBase, one_case: tuple[Coverage, str, Any]
) -> None:
    coverage, text, _ = one_case
    missing = coverage.never_fired
    assert 0 < len(missing) < len(base.rules)
    assert f"Rules that fired: {len(base.rules) - len(missing)} of {len(base.rules)}." in text
    first, last = missing[0], missing[-1]
    flowing = " ".join(text.split())
    assert f"- {first.id}: {first.title}" in flowing
    assert f"- {last.id}: {last.title}" not in flowing, "there are too many to list"


def test_a_text_lists_forty_and_says_how_many_more(one_case: tuple[Coverage, str, Any]) -> None:
    coverage, text, _ = one_case
    assert text.count("\n- ") == 2 * 40
    for missing in (coverage.never_fired, coverage.never_decisive):
        assert f"and {len(missing) - 40} more (--format json lists all)\n" in text


def test_the_data_list_all(base: KnowledgeBase, one_case: tuple[Coverage, str, Any]) -> None:
    coverage, _, data = one_case
    Draft202012Validator(result_schema(base)).validate(data)
    told = data["summary"]["coverage"]
    assert told["rules"] - told["fired"] == len(told["never_fired"])
    assert told["conditions"] - told["decisive"] == len(told["never_decisive"])
    assert told["never_fired"] == [
        {"rule": one.id, "title": one.title} for one in coverage.never_fired
    ]
    assert [one["rule"] for one in told["never_decisive"]] == [
        name for name, _ in never_decisive(coverage)
    ]


def test_the_text_is_narrow(base: KnowledgeBase, one_case: tuple[Coverage, str, Any]) -> None:
    assert max(map(len, coverage_text(one_case[0], base).splitlines())) <= 76


def test_without_being_asked_nothing_is_told_of_rules(base: KnowledgeBase) -> None:
    assert "Rules that" not in written_as("text", base, [CLAMSHELLS])
    data = json.loads(written_as("json", base, [CLAMSHELLS]))
    assert data["summary"]["coverage"] is None


# A condition that can decide nothing


def test_a_condition_that_another_makes_idle_is_named(copied: Path) -> None:
    def beside_the_point(content: Any) -> None:
        rule = entry_of(content, "rules", "rotation-only-routine")
        outward, coverage = rule["when"]["all"]
        idle = {"any": [coverage, {"all": [coverage, {"area": {"id": "hip"}}]}]}
        rule["when"] = {"all": [outward, idle]}

    plant(copied / "reasoning" / "50-patterns.yaml", beside_the_point)
    base = load(copied)
    coverage = Coverage(base)
    text = " ".join(written_as("text", base, [CASES], coverage=coverage).split())
    (idle,) = (one for name, one in never_decisive(coverage) if name == "rotation-only-routine")
    assert pattern_words(base, idle) == "a bothered area: hip"
    assert "- rotation-only-routine: a bothered area: hip" in text
