"""The shipped cases: each meets its expectations, and together they guard every red flag."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from advisor.batch import compare
from advisor.cases import Case, case_schema
from advisor.documents import read
from advisor.knowledge import KnowledgeBase
from advisor.language import Conclusion, Rule
from advisor.reasoner import Reasoner, shipped_cases
from tests.conftest import CASES

FILES = sorted(CASES.rglob("*.yaml"))
VIGNETTES = ["v01", "v02", "v05", "v07", "v08", "v14", "v15", "v17", "v25", "v27", "v30"]


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
    assert [one for one in VIGNETTES if not any(name.startswith(f"{one}-") for name in names)] == []


def test_the_article_s_story_gives_the_four_drills_in_order(reasoner: Reasoner) -> None:
    advice = reasoner.advise(read_all(reasoner)["clamshells-then-low-back"])
    assert [drill for drill, _ in advice.decision.drills] == [
        "heel-rocker-pronation",
        "step-to-lateral-hip-shift",
        "kickstand-hinge",
        "co-contraction-to-box",
    ]
    # every drill rests on a key, and the keys on what the runner reported
    reported = {fact.name for fact in advice.record.reported}
    firings = {fact.name: firing for firing in advice.record.firings for fact in firing.conclusions}

    def grounds(name: str) -> set[str]:
        if name in reported or name not in firings:
            return {name} & reported
        firing = firings[name]
        below = {fact.name for met in firing.support for fact in met.facts}
        found = set().union(*(grounds(one) for one in below)) if below else set()
        return found | ({"routine"} if firing.absences else set())

    for drill, _ in advice.decision.drills:
        assert grounds(f"drill:{drill}"), f"{drill} rests on nothing the runner said"
    assert "observation:back-arches-at-push-off" in grounds("drill:co-contraction-to-box")


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
    """But for a rule beside which another of its level always fires: its case shows that."""
    cases = read_all(reasoner)
    levels = ["clinician", "urgent", "emergency"]
    unguarded = []
    for rule in base.rules:
        if not rule.guards_gate:
            continue
        rules = tuple(lowered(one) if one is rule else one for one in base.rules)
        weaker = Reasoner(dataclasses.replace(base, rules=rules))
        if not any(
            list(compare(case.expect or {}, weaker.advise(case).decision))
            for case in cases.values()
        ):
            fired = [one.rule for one in reasoner.advise(cases[rule.id]).record.firings]
            severe = [one for one in fired if one.referral_level in levels[1:]]
            assert rule in fired
            if not any(
                levels.index(str(one.referral_level)) >= levels.index(str(rule.referral_level))
                for one in severe
                if one is not rule
            ):
                unguarded.append(rule.id)
    assert unguarded == []


def test_the_schema_beside_the_cases_is_the_generated_one(base: KnowledgeBase) -> None:
    written = json.loads((CASES / ".schema.json").read_text(encoding="utf-8"))
    assert written == case_schema(base), "run: advisor schema case > cases/.schema.json"


def test_every_case_points_its_editor_at_that_schema() -> None:
    for path in FILES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        prefix, _, target = first.partition("$schema=")
        assert prefix == "# yaml-language-server: ", path
        assert (path.parent / target).resolve() == (CASES / ".schema.json").resolve(), path
