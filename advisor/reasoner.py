"""One knowledge base made ready to read cases and advise on them, in any number of threads."""

from __future__ import annotations

import functools
import threading
from pathlib import Path

from advisor.advice import Advice, build
from advisor.cases import UNCHECKED, Case, Checker
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

    def alarms(self, document: Document | Diagnostic) -> list[str]:
        """Give what must be said at once of a file that is no valid case."""
        if isinstance(document, Diagnostic):
            return [] if document.code == "file-missing" else [UNCHECKED]
        return self._checker.alarms(document)

    def advise(self, case: Case) -> Advice:
        """Reason over a case that was checked against the same knowledge base."""
        if case.base is not self.base:
            raise ValueError(f"the case was checked against {case.base.name} {case.base.digest}")
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
def shipped_base() -> KnowledgeBase:
    """Give the shipped knowledge base, read once."""
    return load()


@functools.lru_cache(maxsize=2)
def reasoner_of(base: KnowledgeBase) -> Reasoner:
    """Give the reasoner that the plain functions share for a knowledge base."""
    return Reasoner(base)


def read_case(source: str | Path, base: KnowledgeBase | None = None) -> Case:
    """
    Read a case file, or with `@name` a shipped case, and check it against a knowledge base.

    Without a base the shipped one is used. Raises `CaseError` with every diagnostic, and
    `UnknownIdError` for a shipped case that does not exist.
    """
    text = str(source)
    path = shipped_case(text[1:]) if text.startswith("@") else Path(source)
    found = reasoner_of(base or shipped_base()).check(read(path, text))
    if not isinstance(found, Case):
        raise CaseError(found)
    return found


def advise(case: Case) -> Advice:
    """Advise on a case, by the knowledge base it was checked against."""
    return reasoner_of(case.base).advise(case)
