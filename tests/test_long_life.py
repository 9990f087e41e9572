"""One process lives long: many cases, many threads, many knowledge bases."""

from __future__ import annotations

import functools
import gc
import itertools
import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import advisor
from advisor.cases import Case
from advisor.documents import Document
from advisor.facts import UNKNOWN, Fact
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from tests.all_advice import said, shipped_documents, words
from tests.conftest import ROOT, RULES

CASES = 100_000
THREADS = 8
BASES = 12


# Many cases


class Varied:
    """A case of which every number is another each time."""

    def __init__(self, case: Case) -> None:
        self.open = case.open
        self._facts = [(fact, self._ranges(case.base, fact)) for fact in case.facts]

    def _ranges(self, base: KnowledgeBase, fact: Fact) -> list[tuple[str, float, float]]:
        """Give the numbers of a fact, also those not said; but without an age little is judged."""
        return [
            (name, one.minimum or 0, one.maximum or 100)
            for name, one in base.attributes[fact.type].items()
            if one.reported and one.type != "choice"
            if (name, fact.get(name)) != ("age", UNKNOWN)
        ]

    def facts(self, part: float) -> Iterator[Fact]:
        """Give its facts with each number so far on its way from the lowest to the highest."""
        for fact, ranges in self._facts:
            numbers = {name: low + part * (high - low) for name, low, high in ranges}
            yield replace(fact, attributes={**fact.attributes, **numbers}) if numbers else fact


def test_very_many_cases_leave_the_memory_flat_and_the_engine_as_new(
    base: KnowledgeBase, cases: Sequence[Case]
) -> None:
    """
    In the second half the memory never holds more than it did at some time in the first.

    Compared are the peaks, looked for every few cases: what an engine remembers of facts it has
    seen grows and shrinks all the time, within a bound that it must have reached by the middle.
    """
    engine = Engine(base)
    varied = [Varied(case) for case in cases]
    numbers = iter(range(CASES))
    gc.collect()
    peaks = []
    for _ in range(2):
        peak = 0
        for number in itertools.islice(numbers, CASES // 2):
            case = varied[number % len(varied)]
            part = number * 0.618033988749895 % 1  # never the same twice
            infer(engine, case.facts(part), case.open)
            if number % 10 == 0:
                peak = max(peak, sys.getallocatedblocks())
        peaks.append(peak)
    assert peaks[1] - peaks[0] < CASES / 20, "blocks of memory: something of each case is kept"
    fresh = Engine(base)
    assert [words(engine, case) for case in cases] == [words(fresh, case) for case in cases]


# Many threads


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let the threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(act: Callable[[int], object]) -> None:
    """Do something in threads that all start together; raise the first error of any."""
    start = threading.Barrier(THREADS)

    def begin(number: int) -> object:
        start.wait(timeout=60)
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(begin, range(THREADS)))


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("shared", [True, False], ids=["one reasoner", "a reasoner each"])
def test_threads_say_what_one_alone_says(base: KnowledgeBase, *, shared: bool) -> None:
    documents = list(shipped_documents())[::4]
    alone = ["".join(said(Reasoner(base), [document])) for document in documents]
    common = Reasoner(base)

    def act(number: int) -> None:
        reasoner = common if shared else Reasoner(base)
        for step in range(len(documents)):  # every thread is at another case
            at = (step + number * len(documents) // THREADS) % len(documents)
            assert "".join(said(reasoner, [documents[at]])) == alone[at]

    in_threads(act)


FIRST_USE = """
import sys, threading
from advisor import advise, read_case

sys.setswitchinterval(1e-6)
start, found = threading.Barrier(8), []

def act():
    start.wait(60)
    advice = advise(read_case("@clamshells-then-low-back"))
    found.append(str(advice.decision))

threads = [threading.Thread(target=act) for _ in range(8)]
for step in (threading.Thread.start, threading.Thread.join):
    for thread in threads:
        step(thread)
print(len(found), len(set(found)))
"""


def test_the_first_use_may_be_in_many_threads() -> None:
    """Importing, reading the shipped rules and making the first engines happen all at once."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("8 1\n", "")


def engines() -> int:
    gc.collect()
    return sum(isinstance(one, Engine) for one in gc.get_objects())


def test_the_engine_of_a_thread_ends_with_it(
    base: KnowledgeBase, cases: Sequence[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Counted by weak references: a walk over all objects, as in `engines`, may not be made while
    other threads work, since it hands out tuples that they have not finished.
    """
    made: weakref.WeakSet[Engine] = weakref.WeakSet()

    def make(base: KnowledgeBase) -> Engine:
        one = Engine(base)
        made.add(one)
        return one

    monkeypatch.setattr("advisor.reasoner.Engine", make)
    reasoner = Reasoner(base)
    seen: list[int] = []
    lock = threading.Lock()

    def act(number: int) -> None:
        reasoner.advise(cases[number])
        with lock:
            seen.append(len(made))

    in_threads(act)
    gc.collect()
    assert max(seen) > 0
    assert len(made) == 0


# Many knowledge bases


@functools.cache
def some_documents() -> list[Document]:
    return list(shipped_documents())[::6]


def test_a_base_that_is_dropped_is_gone() -> None:
    """Neither it nor anything made of it stays behind."""
    before, blocks = engines(), []
    for _ in range(BASES):
        base = load()
        kept = weakref.ref(base)
        assert list(said(Reasoner(base), some_documents()))
        del base
        assert engines() == before
        assert kept() is None
        blocks.append(sys.getallocatedblocks())
    warm = BASES // 3
    assert max(blocks[warm:]) - blocks[warm] < 1_000, "a base is many thousands"


def test_the_public_functions_keep_few_bases() -> None:
    before, kept = engines(), []
    for _ in range(5):
        base = load()
        kept.append(weakref.ref(base))
        advisor.advise(advisor.read_case("@clamshells-then-low-back", base))
    del base
    assert engines() - before <= 2
    assert sum(one() is not None for one in kept) <= 2


ALONE = """
import json, sys
from pathlib import Path
from tests.test_long_life import answers, load

print(json.dumps(answers(load(Path(sys.argv[1])))))
"""


def answers(base: KnowledgeBase) -> list[str]:
    reasoner = Reasoner(base)
    return ["".join(said(reasoner, [document])) for document in some_documents()]


def answers_alone(folder: Path) -> list[str]:
    """Give the answers of a process that knows no other base."""
    run = [sys.executable, "-c", ALONE, str(folder)]
    done = subprocess.run(run, capture_output=True, check=True, cwd=ROOT)
    found: list[str] = json.loads(done.stdout)
    return found


def test_two_bases_used_in_turn_do_not_mix(base: KnowledgeBase, copied: Path) -> None:
    """Their rules have the same names and places, and say something else."""
    for path in sorted((copied / "reasoning").glob("[25]0-*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("confidence: likely", "confidence: possible")
            .replace("answer: yes", "answer: no")
            .replace("at_least: 2}", "at_least: 4}"),
            encoding="utf-8",
        )
    alone = [answers_alone(folder) for folder in (RULES, copied)]
    assert sum(one != other for one, other in zip(*alone, strict=True)) > len(alone[0]) / 2
    reasoners = [Reasoner(base), Reasoner(load(copied))]
    for number, document in enumerate(some_documents()):
        for reasoner, expected in zip(reasoners, alone, strict=True):
            assert "".join(said(reasoner, [document])) == expected[number]
