"""The engine, the reference evaluator and CLIPS agree on every firing and every decision."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from advisor.documents import Document, read
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, shipped_cases
from tests import random_cases, readings
from tests.clips_reading import Clips
from tests.random_bases import write

SEEDS = range(8)
CASES_A_SEED = 300


@pytest.mark.parametrize("seed", SEEDS)
def test_random_cases_read_alike(
    reasoner: Reasoner, base: KnowledgeBase, documents: dict[str, Any], seed: int, tmp_path: Path
) -> None:
    second = readings.Reference(documents, base)
    third = Clips(documents, base, tmp_path)
    rng = random.Random(seed)
    for number in range(CASES_A_SEED):
        data = random_cases.random_case(rng, documents)
        engine = readings.of_engine(readings.advise(reasoner, data))
        apart = readings.first_difference(engine, second.read(data), third.read(data))
        if apart:
            where = f"seed {seed}, case {number}"
            pytest.fail(f"{where}: {apart}\nthe case: {json.dumps(data)}", pytrace=False)


def test_shipped_cases_read_alike(
    reasoner: Reasoner, base: KnowledgeBase, documents: dict[str, Any], tmp_path: Path
) -> None:
    """Every rule fires in one of them, also those that random cases hardly reach."""
    second, third = readings.Reference(documents, base), Clips(documents, base, tmp_path)
    fired: set[str] = set()
    for name, path in shipped_cases().items():
        document = read(path)
        assert isinstance(document, Document)
        data: Any = document.value
        engine = readings.of_engine(readings.advise(reasoner, data))
        apart = readings.first_difference(engine, second.read(data), third.read(data))
        assert not apart, f"{name}: {apart}"
        fired.update(one.rule for one in engine.fired)
    assert fired == {rule.id for rule in base.rules}


# What the readings once differed in


def read_alike(
    documents: dict[str, Any], folder: Path, rules: list[dict[str, Any]], case: dict[str, Any]
) -> set[str]:
    """Add rules to the shipped base; give the rules that fire by all three readings."""
    changed = copy.deepcopy(documents)
    about = {"title": "A rule", "because": "Because.", "grade": "OURS", "sources": [], "ref": []}
    for rule in rules:
        changed[rule.pop("file")]["rules"].append({**about, **rule})
    write(changed, folder)
    base = load(folder)
    engine = readings.of_engine(readings.advise(Reasoner(base), case))
    second = readings.Reference(changed, base).read(case)
    apart = readings.first_difference(engine, second, Clips(changed, base, folder).read(case))
    assert not apart, apart
    return {one.rule for one in engine.fired}


def test_between_equal_stages_the_smaller_range_stands(
    documents: dict[str, Any], tmp_path: Path
) -> None:
    """The reference let both stand; a drill in full beside the same one in part is no advice."""
    drill = {"name": "kickstand-hinge", "stage": "now"}
    rules: list[dict[str, Any]] = [
        {
            "file": "reasoning/70-drills.yaml",
            "id": f"hinge-{extent}",
            "when": {"runner": {}},
            "conclude": {"drill": {**drill, "range": extent}},
        }
        for extent in ("full", "small")
    ]
    rules += [
        {
            "file": "reasoning/80-notes.yaml",
            "id": f"note-{extent}",
            "when": {"drill": {"range": extent}},
            "conclude": {"note": "load-comes-first"},
        }
        for extent in ("full", "small")
    ]
    case = {"runner": {"age": 30}, "symptoms": {}, "screening": {"all_others": "no"}, "expect": {}}
    fired = read_alike(documents, tmp_path, rules, case)
    assert {"hinge-full", "hinge-small", "note-small"} <= fired
    assert "note-full" not in fired


@pytest.mark.parametrize(("latest", "fires"), [(10.664, True), (10.665, False)])
def test_a_bound_is_the_decimal_that_is_written(
    documents: dict[str, Any], tmp_path: Path, latest: float, fires: bool
) -> None:
    """8 km and then 10.664 km is a jump of 33.3 %; the reference held it against 33.2999..."""
    rule = {
        "file": "reasoning/10-load.yaml",
        "id": "a-third-more",
        "when": {"runner": {"load_jump_percent": {"at_most": 33.3}}},
        "conclude": {"load": {"name": "longest-run-jump", "band": "over-30"}},
    }
    runner = {"age": 30, "longest_run_30d_km": 8, "latest_long_run_km": latest}
    fired = read_alike(documents, tmp_path, [rule], {"runner": runner})
    assert ("a-third-more" in fired) is fires
