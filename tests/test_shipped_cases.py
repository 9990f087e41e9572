"""The shipped cases: each meets its expectations, and together they guard every red flag."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from advisor.batch import compare
from advisor.cases import Case, case_schema
from advisor.documents import read
from advisor.facts import Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Conclusion, Rule
from advisor.reasoner import Reasoner, shipped_cases
from tests.conftest import CASES

FILES = sorted(CASES.rglob("*.yaml"))
VIGNETTES = [1, 2, 3, 5, 7, 8, 10, 12, 13, 14, 15, 17, 19, 20, 23, 25, 27, 29, 30]
"""Section F of DOMAIN.md; its numbering has gaps."""


def read_all(reasoner: Reasoner) -> dict[str, Case]:
    cases = {}
    for path in FILES:
        case = reasoner.check(read(path))
        assert isinstance(case, Case), f"{path}: {case}"
        cases[path.stem] = case
    return cases


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_meets_its_expectations(reasoner: Reasoner, path: Path) -> None:
    case = reasoner.check(read(path))
    assert isinstance(case, Case), case
    assert case.expect, "a shipped case says what to expect"
    assert not list(compare(case.expect, reasoner.advise(case).decision))


def test_names_are_unique() -> None:
    assert len({path.stem for path in FILES}) == len(FILES) == len(shipped_cases())


def test_the_named_vignettes_and_the_article_s_story_ship() -> None:
    names = set(shipped_cases())
    assert "clamshells-then-low-back" in names
    assert [
        one for one in VIGNETTES if not any(name.startswith(f"v{one:02}-") for name in names)
    ] == []


def test_the_article_s_story_gives_the_four_drills_in_order(reasoner: Reasoner) -> None:
    advice = reasoner.advise(read_all(reasoner)["clamshells-then-low-back"])
    assert [drill for drill, _ in advice.decision.drills] == [
        "heel-rocker-pronation",
        "step-to-lateral-hip-shift",
        "kickstand-hinge",
        "co-contraction-to-box",
    ]
    # every step down from a drill ends in what the runner reported
    record = advice.record
    reported = {fact.name for fact in record.reported}

    def grounds(fact: Fact) -> set[str]:
        if fact.name in reported:
            return {fact.name}
        reasons = record.reasons(fact)
        assert reasons, f"{fact.name} rests on nothing"
        found: set[str] = set()
        for firing in reasons:
            assert firing.support or firing.absences, firing.rule.id
            for met in firing.support:
                for one in met.facts:
                    found |= grounds(one)
            for absence in firing.absences:
                assert absence.type not in advice.case.open, "silence is not an absence"
                found |= {"routine"} if absence.type == "exercise" else set()
        return found

    said = {fact.identity: grounds(fact) for fact in advice.facts("drill")}
    assert all("exercise:clamshell" in one for one in said.values())
    assert all("routine" in one for one in said.values())
    assert "observation:back-arches-at-push-off" in said["co-contraction-to-box"]
    assert "symptom:low-back-tight" in said["co-contraction-to-box"]


@pytest.mark.parametrize("name", ["v17-groin-ache-and-limp", "v27-stiff-back-in-the-morning"])
def test_a_look_alike_with_a_red_flag_gets_a_referral_and_nothing_else(
    reasoner: Reasoner, name: str
) -> None:
    advice = reasoner.advise(read_all(reasoner)[name])
    assert advice.record.facts("referral")
    for kind in ("pattern", "key", "drill"):
        assert not advice.record.facts(kind)


def lowered(rule: Rule) -> Rule:
    """Give a triage rule one level down: emergency to urgent, urgent to clinician."""
    below = {"emergency": "urgent", "urgent": "clinician"}
    conclude = tuple(
        Conclusion(
            one.type,
            one.identity,
            tuple((k, below.get(str(v), v) if k == "level" else v) for k, v in one.attributes),
        )
        for one in rule.conclude
    )
    return dataclasses.replace(rule, conclude=conclude)


def test_lowering_any_red_flag_fails_some_shipped_case(
    base: KnowledgeBase, reasoner: Reasoner
) -> None:
    cases = read_all(reasoner)
    unguarded = []
    for rule in base.rules:
        if not rule.guards_gate:
            continue
        rules = tuple(lowered(one) if one is rule else one for one in base.rules)
        weaker = Reasoner(dataclasses.replace(base, rules=rules))
        # the case named after the rule first: with most rules it alone has to be read
        for case in sorted(cases.values(), key=lambda one: one.name != rule.id):
            decision = weaker.advise(dataclasses.replace(case, base=weaker.base)).decision
            if list(compare(case.expect or {}, decision)):
                break
        else:
            unguarded.append(rule.id)
    assert unguarded == [], "write cases/red-flags/RULE.yaml, in which this rule alone decides"


def test_every_rule_that_an_author_wrote_fires_in_some_case(
    base: KnowledgeBase, reasoner: Reasoner
) -> None:
    fired = {
        firing.rule.id
        for case in read_all(reasoner).values()
        for firing in reasoner.advise(case).record.firings
    }
    silent = [rule.id for rule in base.rules if not rule.built_in and rule.id not in fired]
    assert silent == [], "write a case in which it fires, with an expectation that would notice"


def test_the_schema_beside_the_cases_is_the_generated_one(base: KnowledgeBase) -> None:
    written = json.loads((CASES / ".schema.json").read_text(encoding="utf-8"))
    assert written == case_schema(base), "run: advisor schema case > cases/.schema.json"


def test_every_case_points_its_editor_at_that_schema() -> None:
    for path in FILES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        prefix, _, target = first.partition("$schema=")
        assert prefix == "# yaml-language-server: ", path
        assert (path.parent / target).resolve() == (CASES / ".schema.json").resolve(), path
