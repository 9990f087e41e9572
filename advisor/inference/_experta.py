"""
The only door to experta: imported with its one repair, and given back clean.

experta 1.9.4 pins frozendict 1.2, which reads `collections.Mapping`, gone since Python 3.10; the
name is lent while it is imported and taken back. Importing experta also calls
`logging.basicConfig`, which would give the root logger a handler; that is taken back too.

Of experta's non-public parts, only what is listed here is used: `KnowledgeEngine.facts`, `.agenda`,
`.matcher`, `.strategy` and `.running`, `Agenda.activations`, `FactList` and its `.changes`.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _repaired() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    lent = not hasattr(collections, "Mapping")
    if lent:
        vars(collections)["Mapping"] = collections.abc.Mapping
    try:
        yield
    finally:
        if lent:
            del vars(collections)["Mapping"]
        root.handlers[:] = handlers
        root.setLevel(level)


with _repaired():
    from experta.abstract import Matcher, Strategy
    from experta.activation import Activation
    from experta.agenda import Agenda
    from experta.engine import KnowledgeEngine
    from experta.fact import Fact as WorkingFact
    from experta.fact import InitialFact
    from experta.factlist import FactList
    from experta.rule import Rule as ProductionRule

__all__ = [
    "Activation",
    "Agenda",
    "FactList",
    "InitialFact",
    "KnowledgeEngine",
    "Matcher",
    "ProductionRule",
    "Strategy",
    "WorkingFact",
]
