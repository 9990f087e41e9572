"""One knowledge base made ready to read cases and advise on them, in any number of threads."""

from __future__ import annotations

import functools
import threading
from pathlib import Path

from advisor.advice import Advice, build
from advisor.cases import Case, Checker
from advisor.diagnostics import CaseError, Diagnostic, UnknownIdError
from advisor.documents import Document, read
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase, load
from advisor.shipped import shipped


class Reasoner:
    """Reads cases and advises on them; each thread gets an engine of its own."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._checker = Checker(base)
        self._local = threading.local()

    def check(self, document: Document | Diagnostic) -> Case | tuple[Diagnostic, ...]:
        """Give the case in a document, or all that is wrong with it."""
        if isinstance(document, Diagnostic):
            return (document,)
        return self._checker.check(document)

    def advise(self, case: Case) -> Advice:
        """Reason over a case."""
        engine: Engine | None = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._local.engine = Engine(self.base)
        return build(self.base, case, infer(engine, case.facts, case.open))


def shipped_cases() -> dict[str, Path]:
    """Give the shipped cases by name, in the order of their names."""
    found = {path.stem: path for path in shipped("cases").rglob("*.yaml")}
    return dict(sorted(found.items()))


def shipped_case(name: str) -> Path:
    """Give the file of a shipped case. Raises `UnknownIdError`."""
    cases = shipped_cases()
    if name not in cases:
        raise UnknownIdError("case", name, cases)
    return cases[name]


# The plain functions of the public face


@functools.cache
def _shipped_reasoner() -> Reasoner:
    return Reasoner(load())


@functools.lru_cache(maxsize=1)
def _reasoner_of(base: KnowledgeBase) -> Reasoner:
    return Reasoner(base)


def _reasoner(base: KnowledgeBase | None) -> Reasoner:
    return _shipped_reasoner() if base is None else _reasoner_of(base)


def read_case(source: str | Path, base: KnowledgeBase | None = None) -> Case:
    """
    Read a case file, or with `@name` a shipped case, and check it against a knowledge base.

    Without a base the shipped one is used. Raises `CaseError` with every diagnostic, and
    `UnknownIdError` for a shipped case that does not exist.
    """
    text = str(source)
    path = shipped_case(text[1:]) if text.startswith("@") else Path(source)
    found = _reasoner(base).check(read(path, text))
    if not isinstance(found, Case):
        raise CaseError(found)
    return found


def advise(case: Case, base: KnowledgeBase | None = None) -> Advice:
    """Advise on a case, by the shipped knowledge base or another (the one it was checked with)."""
    return _reasoner(base).advise(case)
