"""The cases that are timed: the shipped ones, and random ones of a fixed seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.cases import Case
from advisor.documents import Document, read, read_text
from advisor.facts import Fact
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner, shipped_cases
from advisor.shipped import shipped
from tests.random_cases import random_case

SEED = 2024


@dataclass(frozen=True)
class TimedCase:
    """A case, read and checked: only inference is timed."""

    name: str
    facts: tuple[Fact, ...]
    open: frozenset[str]


def shipped_workload(base: KnowledgeBase) -> list[TimedCase]:
    """Give every case that ships with the knowledge base."""
    reasoner = Reasoner(base)
    return [_timed(reasoner, name, read(path)) for name, path in shipped_cases().items()]


def random_workload(base: KnowledgeBase, count: int) -> list[TimedCase]:
    """Give random cases, the same ones every time."""
    reasoner, rng = Reasoner(base), random.Random(SEED)
    documents = dict(_documents(shipped("rules")))
    texts = (json.dumps(random_case(rng, documents)).encode() for _ in range(count))
    return [
        _timed(reasoner, f"random {number}", read_text(text, "random.json", json=True))
        for number, text in enumerate(texts, 1)
    ]


def _documents(folder: Path) -> Iterator[tuple[str, object]]:
    """Give the plain content of the files of a knowledge base, by their place in it."""
    for path in sorted(folder.rglob("*.yaml")):
        document = read(path)
        assert isinstance(document, Document), document
        yield path.relative_to(folder).as_posix(), document.value


def _timed(reasoner: Reasoner, name: str, document: object) -> TimedCase:
    assert isinstance(document, Document), document
    case = reasoner.check(document)
    assert isinstance(case, Case), [str(one) for one in case]
    return TimedCase(name, tuple(case.facts), frozenset(case.open))
