"""Many cases: what is found, what an expectation means, and that nothing stops the rest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from advisor.advice import Advice, Decision
from advisor.batch import compare, tasks, validate
from advisor.cases import Case
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests.conftest import CASES

DECISION = Decision(
    outcome="drills",
    referrals={},
    cautions=("sixteen-or-seventeen",),
    load={"longest-run-jump": "over-10"},
    patterns={"rotation-only-routine": "likely", "knee-first-push-off": "possible"},
    keys={"hip-before-knee": "missing-on-paper"},
    drills=(("heel-rocker-pronation", "now"), ("kickstand-hinge", "later")),
    ranges={"kickstand-hinge": "small"},
    withheld=("big-toe-bend",),
    notes=("load-comes-first", "keep-quad-work"),
)


@pytest.mark.parametrize(
    "expect",
    [
        {"outcome": "drills"},
        {"outcome": ["urgent", "drills"]},
        {"referrals": {}, "cautions": ["sixteen-or-seventeen"]},
        {"patterns": {"knee-first-push-off": "possible", "rotation-only-routine": "likely"}},
        {
            "patterns": {
                "include": {"rotation-only-routine": "likely"},
                "exclude": ["moving-symptom"],
            }
        },
        {"drills": ["heel-rocker-pronation", "kickstand-hinge"]},
        {"drills": {"include": ["kickstand-hinge"]}},
        {"stages": {"heel-rocker-pronation": "now", "kickstand-hinge": "later"}},
        {"ranges": {"kickstand-hinge": "small"}},
        {"notes": ["keep-quad-work", "load-comes-first"]},
        {"notes": {"exclude": ["nothing-to-treat"]}},
    ],
    ids=str,
)
def test_an_expectation_that_is_met(expect: dict[str, Any]) -> None:
    assert list(compare(expect, DECISION)) == []


@pytest.mark.parametrize(
    "expect",
    [
        {"outcome": "urgent"},
        {"outcome": ["urgent", "emergency"]},
        {"cautions": []},
        {"patterns": {"rotation-only-routine": "likely"}},
        {"patterns": {"include": {"rotation-only-routine": "possible"}}},
        {"patterns": {"exclude": ["knee-first-push-off"]}},
        {"drills": ["kickstand-hinge", "heel-rocker-pronation"]},
        {"drills": {"include": ["kickstand-hinge"], "exclude": ["heel-rocker-pronation"]}},
        {"load": {"longest-run-jump": "over-30"}},
        {"ranges": {}},
        {"notes": ["load-comes-first"]},
    ],
    ids=str,
)
def test_an_expectation_that_is_not_met(expect: dict[str, Any]) -> None:
    (mismatch,) = compare(expect, DECISION)
    assert [mismatch.expectation] == list(expect)
    assert mismatch.expected == expect[mismatch.expectation]


def test_folders_are_searched_in_order_without_dot_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.json", "sub/c.yml", ".hidden.yaml", ".git/d.yaml", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "named.txt").touch()
    found = [str(Path(one.file).relative_to(tmp_path)) for one in tasks([str(tmp_path)])]
    assert found == ["a.json", "b.yaml", "sub/c.yml"]
    assert [one.file for one in tasks([str(tmp_path / "named.txt")])] == [
        str(tmp_path / "named.txt")
    ]


def test_a_folder_that_cannot_be_read_is_a_result(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(CASES / "clamshells-then-low-back.yaml", tmp_path / "fine.yaml")
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def denying(path: Any) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denying)
    results = {Path(one.file).name: one for one in validate([tmp_path], base)}
    assert results["fine.yaml"].status == "ok"
    assert results["locked"].diagnostics[0].code == "file-unreadable"


def test_a_fault_of_the_program_is_the_result_of_one_case(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        shutil.copy(CASES / "clamshells-then-low-back.yaml", tmp_path / f"{name}.yaml")
    advise = Reasoner.advise

    def broken(self: Reasoner, case: Case) -> Advice:
        if case.name == "two":
            raise RuntimeError("a bug")
        return advise(self, case)

    monkeypatch.setattr(Reasoner, "advise", broken)
    results = {result.case: result for result in validate([tmp_path], base)}
    assert {name: result.status for name, result in results.items()} == {
        "one": "ok",
        "three": "ok",
        "two": "error",
    }
    assert "a bug" in results["two"].diagnostics[0].message


def test_an_error_leaves_the_engine_clean_for_the_next_case(
    reasoner: Reasoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.documents import read
    from advisor.inference import Engine

    case = reasoner.check(read(CASES / "clamshells-then-low-back.yaml"))
    flag = reasoner.check(read(CASES / "v14-back-pain-and-numbness.yaml"))
    assert isinstance(case, Case)
    assert isinstance(flag, Case)
    before = reasoner.advise(case).decision
    fire = Engine.fire
    fired = 0

    def failing(self: Engine, rule: Any) -> None:
        nonlocal fired
        fired += 1
        if fired == 3:
            raise RuntimeError("a bug in the middle of a case")
        fire(self, rule)

    monkeypatch.setattr(Engine, "fire", failing)
    with pytest.raises(RuntimeError):
        [reasoner.advise(one) for one in (flag, case)]
    monkeypatch.undo()
    assert reasoner.advise(case).decision == before


def test_threads_do_not_mix_their_cases(base: KnowledgeBase) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from advisor.documents import read

    shared = Reasoner(base)
    cases = [shared.check(read(path)) for path in sorted(CASES.glob("v*.yaml"))]
    alone = [shared.advise(case).decision for case in cases if isinstance(case, Case)]
    assert len(alone) == len(cases)
    with ThreadPoolExecutor(8) as pool:
        together = list(
            pool.map(lambda case: shared.advise(case).decision, [*cases * 20], chunksize=3)
        )
    assert together == alone * 20
