"""The benchmarks run and compare like with like; no test depends on a time."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from advisor.facts import FACT_TYPES, NOTES, REPORTED
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase
from advisor.language import AtLeast, Condition, IsUnknown, Not, Pattern, Rule, uses
from tests.benchmarks import __main__
from tests.benchmarks.contenders import OPPONENTS, Opponent
from tests.benchmarks.made_up import made_up_rule, with_rules
from tests.benchmarks.stock import StockEngine
from tests.benchmarks.workload import TimedCase, random_workload, shipped_workload
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--quick", "--cases", "5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert not done.stderr
    return done.stdout


def test_contenders_agree_before_they_are_timed(printed: str) -> None:
    assert "contenders fire the same rules" in printed
    assert printed.index("the same rules") < printed.index("Inference, facts in to firings out")


@pytest.mark.parametrize("part", ["shipped", "random"])
@pytest.mark.parametrize("opponent", OPPONENTS, ids=lambda one: one.name)
def test_each_opponent_has_its_rows(printed: str, opponent: Any, part: str) -> None:
    lines = [line for line in printed.splitlines() if line.startswith(f"{opponent.name}, {part} ")]
    (line,) = lines
    figures = line.removeprefix(f"{opponent.name}, {part} cases").split()
    assert all(float(figure) > 0 for figure in figures[:3])


@pytest.mark.parametrize(
    "row",
    [
        "100 rules about what is not reported",
        "300 rules about the same things",
        "300 rules that all fire",
        "20 facts, with 200 rules",
        "10 any of 3, so many in an all",
        "100 premises in an all",
        "100 at least half of so many",
        "20 all, any, not, at_least, so deep",
        "4 unknown, so deep",
        "next prompt, ms",
        "prompts if all is asked",
        "validate, 20 files of YAML",
        "validate, 20 files of JSON",
        "advise, one case",
        "--help",
        "validate, 40 lines: throughput of 2 workers",
        "validate, 80 lines: peak",
    ],
)
def test_growth_is_shown(printed: str, row: str) -> None:
    assert any(line.strip().startswith(row) for line in printed.splitlines())


class Liar:
    """A contender that fires one rule more than there are."""

    name = "liar"

    def run(self, case_number: int) -> set[str]:
        return {"made-up"}


def test_contenders_that_disagree_are_not_timed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "OPPONENTS", (Opponent("liar", 1.0, None, lambda *_: Liar()),))
    assert __main__.main(["--quick", "--cases", "1"]) == 1
    printed = capsys.readouterr().out
    assert "liar does not fire" in printed
    assert "and fires made-up" in printed
    assert "worst round" not in printed


# Both engines find the same


@pytest.fixture(scope="module")
def cases(base: KnowledgeBase) -> list[TimedCase]:
    return [*shipped_workload(base)[::5], *random_workload(base, 40)]


def found(engine: Any, case: TimedCase) -> dict[str, list[str]]:
    record = infer(engine, case.facts, case.open)
    return {
        "firings": [one.rule.id for one in record.firings],
        "pending": [one.rule.id for one in record.pending],
        "standing": [one.name for one in record.standing],
    }


@pytest.mark.parametrize("apart", [False, True])
def test_stock_experta_reads_the_shipped_rules_alike(
    base: KnowledgeBase, cases: list[TimedCase], apart: bool
) -> None:
    ours, stock = Engine(base), StockEngine(base, apart=apart)
    for case in cases:
        assert found(stock, case) == found(ours, case), case.name


@pytest.mark.parametrize("seed", range(2))
def test_stock_experta_reads_random_rules_alike(
    base: KnowledgeBase, cases: list[TimedCase], seed: int
) -> None:
    random_base = with_rules(base, random_rules(random.Random(seed), base))
    ours = Engine(random_base)
    for stock in (StockEngine(random_base), StockEngine(random_base, apart=True)):
        for case in cases[::2]:
            assert found(stock, case) == found(ours, case), case.name


def random_rules(rng: random.Random, base: KnowledgeBase) -> Iterator[Rule]:
    """Give rules of random shape, made of the patterns of the shipped ones."""
    every = [pattern for rule in base.rules for pattern, _ in uses(rule.when)]
    strata = {pattern: FACT_TYPES[pattern.type].stratum for pattern in every}
    reported = [pattern for pattern in every if strata[pattern] == REPORTED]
    for number in range(40):
        stratum = number % NOTES + 1
        lower = [pattern for pattern in every if strata[pattern] < stratum]
        condition = random_condition(rng, lower, reported, depth=3)
        yield made_up_rule(f"random-{number}", condition, stratum)


def random_condition(
    rng: random.Random, patterns: list[Pattern], reported: list[Pattern], depth: int
) -> Condition:
    chance = rng.random()
    if not depth or chance < 0.2:
        return rng.choice(patterns)
    if chance < 0.4:
        return Not(random_condition(rng, patterns, reported, depth - 1))
    if chance < 0.5:
        return IsUnknown(random_condition(rng, reported, reported, depth - 1))
    parts = tuple(
        random_condition(rng, patterns, reported, depth - 1) for _ in range(rng.randint(1, 3))
    )
    return AtLeast(rng.randint(1, len(parts)), parts, "at_least")
