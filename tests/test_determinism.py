"""The same case gives the same bytes: whatever the process, the order of things, the notation."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.cases import Case
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.data import advice_json
from advisor.report.text import advice_text
from tests import random_cases
from tests.all_advice import document_of, make, pages, said, shipped_documents
from tests.conftest import ROOT
from tests.test_knowledge_errors import BROKEN_RULES, add, rule

SEEDS = [str(number) for number in range(12)]
AT_ONCE = 2


def advice_of(reasoner: Reasoner, content: bytes, *, is_json: bool) -> str:
    """Give the advice on a valid case in every form; its name is the same in both notations."""
    document = document_of(content, is_json=is_json)
    return "".join((*said(reasoner, [document]), *pages(reasoner, [document])))


def contents() -> list[tuple[str, Path, dict[str, Any]]]:
    """Give every shipped case with what it says."""
    found: list[tuple[str, Path, dict[str, Any]]] = []
    for name, path in shipped_cases().items():
        value: Any = document_of(path.read_bytes(), is_json=False).value
        found.append((name, path, value))
    return found


def shuffled(rng: random.Random, value: Any) -> Any:
    """Give the same content with every mapping and every list in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(rng, part)) for key, part in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        parts = [shuffled(rng, part) for part in value]
        rng.shuffle(parts)
        return parts
    return value


def in_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def in_yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True).encode()


# The seed of the hashes, which decides the order of every set of words


def run(arguments: Sequence[str], seed: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )


def under_all(seeds: Sequence[str], arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a module under each seed; give what all of them do."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = pool.map(lambda seed: run(arguments, seed), seeds)
        first = next(runs)
        for seed, other in zip(seeds[1:], runs, strict=True):
            assert other.returncode == first.returncode, seed
            assert_same(first.stdout, other.stdout, seed)
            assert_same(first.stderr, other.stderr, seed)
    return first


def assert_same(first: bytes, other: bytes, seed: str) -> None:
    """Compare, and of megabytes show the first lines that differ."""
    if first != other:
        pairs = zip(first.splitlines(), other.splitlines(), strict=False)
        where = next((pair for pair in pairs if pair[0] != pair[1]), "one ends early")
        pytest.fail(f"seed {seed} changes the output: {where}")


def test_the_seed_of_the_hashes_changes_no_advice(tmp_path: Path) -> None:
    """Nor an answer to a question about one: on shipped cases, random ones and wrong ones."""
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(make(100)), encoding="utf-8")
    done = under_all(SEEDS, ["tests.all_advice", "say", str(cases)])
    assert (done.returncode, done.stderr) == (0, b"")
    for name in shipped_cases():
        assert f'"name": "{name}"'.encode() in done.stdout
    decided = done.stdout.count(b'\n  "decision": {')
    at_the_end_of_interviews = done.stdout.count(b'\n  "not_needed": ')
    assert decided - at_the_end_of_interviews == len(shipped_cases()) + 100
    assert at_the_end_of_interviews > 10
    assert b"did you mean 'kneecap-ache'?" in done.stdout


@pytest.mark.parametrize("command", [["rules", "list"], ["schema", "case"]], ids=" ".join)
def test_the_seed_of_the_hashes_changes_no_command(command: list[str]) -> None:
    done = under_all(SEEDS[:4], ["advisor", *command])
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) > 10_000


def test_the_seed_of_the_hashes_changes_no_refusal(copied: Path) -> None:
    """What is wrong with a knowledge base is told with lists of names, and the nearest of them."""
    seen = "{all: [{symptom: no-push, as: seen}, {symptom: wobbly, as: told}]}"
    gate = "{exercise: {id: clamshell, kind: strength, times_per_week: 2}}"
    for written in (
        rule("sources", sources="[R4000, S4000]"),
        rule("attribute", when="{runner: {wekly_km: 3}}"),
        rule("value", when="{symptom: {trend: worser}}"),
        rule("labels", when=seen, because='"{seeen} and {tol} of {these}."'),
        rule("gate", when=gate, conclude="{referral: {name: heart-signs, level: urgent}}"),
    ):
        add(copied / BROKEN_RULES, written)
    done = under_all(SEEDS[:4], ["advisor", "rules", "list", "--rules", str(copied)])
    assert (done.returncode, done.stdout) == (2, b"")
    hints = (b"'weekly_km'?", b"'worsening'?", b"'seen'?", b"'told'?", b"id, kind, times_per_week")
    assert [hint for hint in hints if hint not in done.stderr] == [], done.stderr.decode()


# The order and the notation of a case


def test_the_order_of_a_case_changes_nothing(reasoner: Reasoner) -> None:
    rng = random.Random(5)
    moved = 0
    for name, _, value in contents():
        advised = advice_of(reasoner, in_json(value), is_json=True)
        other = in_json(shuffled(rng, value))
        moved += other != in_json(value)
        assert advice_of(reasoner, other, is_json=True) == advised, f"{name}: {other!r}"
    assert moved > len(shipped_cases()) / 2


def test_the_order_of_a_random_case_changes_nothing(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(6)
    for _ in range(60):
        value = random_cases.random_case(rng, documents)
        advised = advice_of(reasoner, in_json(value), is_json=True)
        other = in_json(shuffled(rng, value))
        assert advice_of(reasoner, other, is_json=True) == advised, other


def test_the_notation_changes_nothing(reasoner: Reasoner) -> None:
    rng = random.Random(7)
    for name, path, value in contents():
        written = advice_of(reasoner, path.read_bytes(), is_json=False)
        assert advice_of(reasoner, in_json(value), is_json=True) == written, name
        assert advice_of(reasoner, in_yaml(shuffled(rng, value)), is_json=False) == written, name


# What went before


def test_the_case_before_changes_nothing(base: KnowledgeBase, documents: dict[str, Any]) -> None:
    """The engine is used again from case to case; nothing of one may reach the next."""
    rng = random.Random(8)
    cases = [in_json(random_cases.random_case(rng, documents)) for _ in range(40)]
    first, second = Reasoner(base), Reasoner(base)
    onward = [advice_of(first, case, is_json=True) for case in cases]
    backward = [advice_of(second, case, is_json=True) for case in reversed(cases)]
    assert onward == backward[::-1]


def test_an_advice_reads_the_same_as_often_as_it_is_read(reasoner: Reasoner) -> None:
    case = reasoner.check(next(shipped_documents()))
    assert isinstance(case, Case)
    advice = reasoner.advise(case)
    assert advice_text(advice) == advice_text(advice) == advice_text(reasoner.advise(case))
    assert advice_json(advice) == advice_json(advice) == advice_json(reasoner.advise(case))
