"""
The only door to experta: imported with its one repair, and given back clean.

experta 1.9.4 pins frozendict 1.2, which reads `collections.Mapping`, gone since Python 3.10; the
name is lent while it is imported and taken back. Importing experta also calls
`logging.basicConfig`, which would give the root logger a handler; that is taken back too. Its
watchers, which tell of every fact and every firing, are documented as off until `experta.watch` is
called; they are so only while the root logger's level is above INFO. They are given a level of
their own, for else a program that logs at INFO would log what a runner reports.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final


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
    from experta import watchers
    from experta.abstract import Matcher, Strategy
    from experta.activation import Activation
    from experta.agenda import Agenda
    from experta.engine import KnowledgeEngine
    from experta.fact import Fact as WorkingFact
    from experta.fact import InitialFact
    from experta.factlist import FactList
    from experta.rule import Rule as ProductionRule


def _hush() -> None:
    for watcher in (getattr(watchers, name) for name in watchers.ALL):
        if watcher.level == logging.NOTSET:  # else somebody called `watch`
            watcher.setLevel(logging.WARNING)


_hush()

RELIED_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "KnowledgeEngine": (
        "__matcher__",
        "__strategy__",
        "agenda",
        "declare",
        "facts",
        "get_rules",
        "matcher",
        "reset",
        "run",
        "running",
    ),
    "Matcher": ("changes", "reset"),
    "Strategy": ("_update_agenda",),
    "Agenda": ("activations", "get_next"),
    "Fact": ("__factid__", "has_field_constraints", "has_nested_accessor"),
    "FactList": ("added", "declare", "last_index"),
    "Activation": ("rule",),
}
"""
The names of experta's classes that this package uses or overrides, by class.

The tests compare it with the code, and hold experta to what each of them means.
"""

__all__ = [
    "RELIED_ON",
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
