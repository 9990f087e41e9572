"""The functions that `import advisor` gives, called as a program calls them."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import advisor
from advisor import AdvisorError
from tests.conftest import CASES

STORY = "@clamshells-then-low-back"


def story() -> advisor.Advice:
    return advisor.advise(advisor.read_case(STORY))


REFUSALS: dict[type[AdvisorError], Callable[[], object]] = {
    advisor.CaseError: lambda: advisor.read_case("there-is-none.yaml"),
    advisor.KnowledgeError: lambda: advisor.load("there-is-none"),
    advisor.UnknownIdError: lambda: advisor.read_case("@clamshels-then-low-back"),
    advisor.AmbiguousNameError: lambda: advisor.why(story(), "Bridges"),
    advisor.ChangeError: lambda: advisor.what_if(story(), "runner.age=old"),
    advisor.NotConcludedError: lambda: advisor.why(story(), "R4"),
}


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda one: one.__name__)
def test_an_error_comes_whole_from_another_process(kind: type[AdvisorError]) -> None:
    with pytest.raises(AdvisorError) as refused:
        REFUSALS[kind]()
    error = refused.value
    assert type(error) is kind
    here, there = multiprocessing.Pipe()
    there.send(error)
    again = here.recv()
    assert (type(again), str(again)) == (kind, str(error))
    assert vars(again) == vars(error)
    assert vars(again) or kind is advisor.NotConcludedError


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_is_one_path(kind: Callable[[Path], str | Path]) -> None:
    folder = CASES / "outside"
    alone = list(advisor.validate(kind(folder)))
    assert len(alone) > 5
    assert {one.status for one in alone} == {"ok"}
    assert alone == list(advisor.validate([folder]))


def test_results_may_be_taken_by_one_thread_after_another(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        shutil.copy(CASES / "v30-my-knee-hurts.yaml", tmp_path / f"{name}.yaml")
    results = advisor.validate(tmp_path)
    found = []
    for _ in range(3):
        with ThreadPoolExecutor(1) as pool:
            found.append(pool.submit(next, results).result())
    assert [one.case for one in found] == ["a", "b", "c"]
    assert {one.status for one in found} == {"ok"}
